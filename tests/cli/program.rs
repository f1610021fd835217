//! Running the binary in a folder of its own.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long any run may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(60);

/// The binary that this test was built with.
pub fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_waterwheel"))
}

/// A folder for one test; gone at its end.
pub struct Folder(PathBuf);

impl Folder {
    /// A new, empty folder.
    pub fn new() -> Folder {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("waterwheel-cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    /// The path of something inside.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file, its folders included.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// A command that runs the binary here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(arguments).current_dir(&self.0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the binary here.
    pub fn waterwheel(&self, arguments: &[&str]) -> Ended {
        wait(self.command(arguments).spawn().unwrap())
    }

    /// Runs a script on one shard.
    pub fn run(&self, script: &str) -> Ended {
        self.write("job.sql", script);
        self.waterwheel(&["run", "job.sql", "--shards", "1"])
    }

    /// Runs a script on two shards; what holds on one must hold there.
    pub fn run_on_two(&self, script: &str) -> Ended {
        self.write("job.sql", script);
        self.waterwheel(&["run", "job.sql", "--shards", "2"])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A run that has ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ended {
    /// The printed rows, sorted.
    pub fn rows(&self) -> Vec<&str> {
        let mut rows: Vec<&str> = self.out.lines().collect();
        rows.sort_unstable();
        rows
    }

    /// Asserts an end without any fault.
    #[track_caller]
    pub fn succeeded(self) -> Ended {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self
    }

    /// Asserts that a job failed and that the message holds all of these.
    #[track_caller]
    pub fn failed_with(self, parts: &[&str]) -> Ended {
        self.ended_with(1, parts)
    }

    /// Asserts that script, manifest or arguments were refused, and that the message holds all of these.
    #[track_caller]
    pub fn refused_with(self, parts: &[&str]) -> Ended {
        self.ended_with(2, parts)
    }

    #[track_caller]
    fn ended_with(self, code: i32, parts: &[&str]) -> Ended {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is missing in:\n{}", self.err);
        }
        self
    }
}

/// Sends a signal to a run.
pub fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Waits for a run to end; a run that hangs is killed and fails the test.
#[track_caller]
pub fn wait(mut child: Child) -> Ended {
    let out = collect(child.stdout.take());
    let err = collect(child.stderr.take());
    let since = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if since.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("the run did not end within {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let Output { status, stdout, stderr } = Output { status, stdout: out.join().unwrap(), stderr: err.join().unwrap() };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ended { code: status.code(), out: text(stdout), err: text(stderr) }
}

/// Reads a pipe to its end on a thread, so that the process never waits for a reader.
fn collect(pipe: Option<impl std::io::Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            drop(pipe.read_to_end(&mut bytes));
        }
        bytes
    })
}
