//! What needs a process of its own: each test starts this binary again for itself alone, and the child does what the test's
//! process must not (lower a limit, forbid a system call, take over signals) and prints what it found.

use crate::drivers::{PARK, real_kinds, shard, sleepy};
use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};
use waterwheel_platform::{
    driver::{Next, Settings},
    probe::{DriverKind, Probe, Requested, choose_driver},
    signal::{Signal, Signals},
    usage,
};

const CHILD: &str = "WATERWHEEL_PLATFORM_TEST_CHILD";

fn is_child() -> bool {
    env::var_os(CHILD).is_some()
}

/// Starts this binary for the one test of this file with that name.
fn start(test: &str) -> Child {
    let binary = env::current_exe().expect("a running binary has a path");
    let only = ["--exact", &format!("process::{test}"), "--nocapture"].map(str::to_owned);
    Command::new(binary).args(only).env(CHILD, "1").stdout(Stdio::piped()).spawn().expect("it starts once more")
}

/// What the child printed, once it has ended well.
fn said_by_child(test: &str) -> String {
    let output = start(test).wait_with_output().expect("the child is ours to wait for");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

fn limit_memlock(bytes: u64) {
    let limit = libc::rlimit { rlim_cur: bytes, rlim_max: bytes };
    // SAFETY: the pointer is valid for one `rlimit`; the limit is this child's own.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_MEMLOCK, &limit) }, 0);
}

/// Makes a system call fail with `EPERM` in this process from now on, as a container's filter does.
fn forbid(call: libc::c_long) {
    let step = |code, jt, jf, k| libc::sock_filter { code, jt, jf, k };
    let mut program = [
        step((libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16, 0, 0, 0),
        step((libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16, 0, 1, call as u32),
        step((libc::BPF_RET | libc::BPF_K) as u16, 0, 0, libc::SECCOMP_RET_ERRNO | libc::EPERM as u32),
        step((libc::BPF_RET | libc::BPF_K) as u16, 0, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let filter = libc::sock_fprog { len: program.len() as u16, filter: program.as_mut_ptr() };
    // SAFETY: plain numbers, and a program that outlives the call; both settings end with this child.
    unsafe {
        assert_eq!(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
        assert_eq!(libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const filter), 0);
    }
}

/// Chooses a driver both ways, runs the fallback, and prints what a user would read.
fn choose_and_tell() {
    let probe = Probe::take();
    println!("probe: {probe}");
    let choice = choose_driver(Requested::Auto, &probe).expect("auto always finds a driver");
    println!("auto: {}", choice.why);
    assert_eq!(choice.driver, DriverKind::Thread);
    assert!(choice.driver.make(sleepy(1)).run(vec![shard(|_| || Next::Done)]).is_ok());
    println!("refused: {}", choose_driver(Requested::Glommio, &probe).expect_err("glommio cannot run"));
}

#[test]
fn too_little_lockable_memory_is_told_with_what_to_type() {
    if is_child() {
        limit_memlock(64 << 10);
        return choose_and_tell();
    }
    let said = said_by_child("too_little_lockable_memory_is_told_with_what_to_type");
    let why = "only 64 KiB may be locked, 512 KiB are needed; to enable it: ";
    assert!(said.contains(&format!("auto: thread driver, because glommio cannot run: {why}")), "{said}");
    assert!(said.contains(&format!("refused: the glommio driver cannot run here: {why}")), "{said}");
    assert!(said.contains("memlock=524288:524288"), "{said}");
}

#[test]
fn enough_lockable_memory_lets_glommio_run() {
    if is_child() {
        limit_memlock(512 << 10);
        let probe = Probe::take();
        println!("probe: {probe}");
        return match choose_driver(Requested::Glommio, &probe) {
            Ok(choice) => assert!(choice.driver.make(sleepy(2)).run(vec![shard(|_| || Next::Done), shard(|_| || Next::Done)]).is_ok()),
            Err(refusal) => assert!(!refusal.to_string().contains("may be locked"), "{refusal}"),
        };
    }
    let said = said_by_child("enough_lockable_memory_lets_glommio_run");
    assert!(said.contains("lockable memory: 512 KiB\n"), "{said}");
}

#[test]
fn a_filter_that_forbids_io_uring_is_told_with_what_to_type() {
    if is_child() {
        forbid(libc::SYS_io_uring_setup);
        return choose_and_tell();
    }
    let said = said_by_child("a_filter_that_forbids_io_uring_is_told_with_what_to_type");
    assert!(said.contains("refused: the glommio driver cannot run here: "), "{said}");
    assert!(said.contains("io_uring_setup") || said.contains("kernel.io_uring_disabled=0"), "{said}");
}

#[test]
fn a_filter_that_lets_a_ring_be_made_but_not_entered_is_found() {
    if is_child() {
        forbid(libc::SYS_io_uring_enter);
        return choose_and_tell();
    }
    let said = said_by_child("a_filter_that_lets_a_ring_be_made_but_not_entered_is_found");
    assert!(said.contains("probe: io_uring: not usable, "), "{said}");
}

#[test]
fn sleeping_shards_use_no_cpu_time() {
    if is_child() {
        for kind in real_kinds() {
            // With the usual spin: it must end.
            let settings = Settings { spin_ns: Settings::SPIN_NS, ..sleepy(2) };
            let sleeper = || {
                shard(|context| {
                    let until_ns = context.clock.now() + 1_000_000_000;
                    move || if context.clock.now() >= until_ns { Next::Done } else { Next::Park { until_ns: Some(until_ns) } }
                })
            };
            let before = usage::process_cpu_time();
            assert!(kind.make(settings).run(vec![sleeper(), sleeper()]).is_ok());
            println!("{kind:?} used {} us", (usage::process_cpu_time() - before).as_micros());
        }
        return;
    }
    let said = said_by_child("sleeping_shards_use_no_cpu_time");
    let used: Vec<u64> = said.lines().filter_map(|line| line.rsplit_once(" used ")?.1.strip_suffix(" us")?.parse().ok()).collect();
    assert_eq!(used.len(), real_kinds().len(), "{said}");
    assert!(used.iter().all(|us| *us < 40_000), "a second of two sleeping shards: {said}");
}

#[test]
fn the_peak_of_a_small_process_is_not_its_parents() {
    if is_child() {
        println!("peak {}", usage::peak_rss_bytes());
        return;
    }
    let large = std::hint::black_box(vec![1u8; 256 << 20]);
    let said = said_by_child("the_peak_of_a_small_process_is_not_its_parents");
    let peak = said.lines().find_map(|line| line.rsplit_once("peak ")?.1.parse::<usize>().ok()).expect("the child told");
    assert!(peak < large.len() / 2, "{said}");
}

/// A child that says when it is ready for signals, and the rest of what it says.
struct Listening {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Listening {
    fn start(test: &str) -> Self {
        let mut child = start(test);
        let said = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut listening = Self { child, said };
        listening.await_word("ready");
        listening
    }

    fn await_word(&mut self, word: &str) {
        let mut line = String::new();
        while !line.contains(word) {
            line.clear();
            assert_ne!(self.said.read_line(&mut line).expect("the pipe is ours"), 0, "the child ended before it said {word}");
        }
    }

    fn send(&self, signal: libc::c_int) {
        // SAFETY: plain numbers; the child is ours and not yet waited for, so its id is not reused.
        assert_eq!(unsafe { libc::kill(self.child.id() as libc::pid_t, signal) }, 0);
    }

    fn end(mut self) -> ExitStatus {
        self.child.wait().expect("the child is ours to wait for")
    }
}

fn say(word: &str) {
    println!("{word}");
    std::io::stdout().flush().expect("the parent listens");
}

/// Runs a shard that sleeps until the first signal, then one that registers after it.
fn drain_at_the_first_signal() {
    let signals = Signals::install().expect("the first installation");
    assert_eq!(Signals::install().expect_err("once per process").kind(), std::io::ErrorKind::AlreadyExists);
    let driver = DriverKind::Thread.make(sleepy(1));
    signals.register(driver.wakers().remove(0));
    let told = signals.clone();
    let draining = shard(move |_| move || if told.received().is_some() { Next::Done } else { PARK });
    say("ready");
    assert!(driver.run(vec![draining]).is_ok());
    println!("drained after {:?}", signals.received().expect("that is why it drained"));
    assert_eq!(signals.received(), Some(Signal::Terminate));
    // Whoever registers late is called at once.
    let late = DriverKind::Thread.make(sleepy(1));
    signals.register(late.wakers().remove(0));
    let mut looks = 0;
    let looking = shard(move |_| {
        move || {
            looks += 1;
            if looks == 2 { Next::Done } else { PARK }
        }
    });
    assert!(late.run(vec![looking]).is_ok());
}

#[test]
fn the_first_signal_wakes_a_sleeping_shard() {
    if is_child() {
        return drain_at_the_first_signal();
    }
    let mut listening = Listening::start("the_first_signal_wakes_a_sleeping_shard");
    thread::sleep(Duration::from_millis(50));
    listening.send(libc::SIGTERM);
    listening.await_word("drained after Terminate");
    assert!(listening.end().success());
}

#[test]
fn an_interrupt_after_two_signals_ends_the_process_with_130() {
    if is_child() {
        let signals = Signals::install().expect("the first installation");
        say("ready");
        while signals.received().is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        assert!(!signals.is_urgent(), "one signal is no hurry");
        say("noticed");
        while !signals.is_urgent() {
            thread::sleep(Duration::from_millis(1));
        }
        say("hurries");
        thread::sleep(Duration::from_secs(60));
        return;
    }
    let before = Instant::now();
    let mut listening = Listening::start("an_interrupt_after_two_signals_ends_the_process_with_130");
    listening.send(libc::SIGTERM);
    listening.await_word("noticed");
    listening.send(libc::SIGINT);
    listening.await_word("hurries");
    listening.send(libc::SIGINT);
    assert_eq!(listening.end().code(), Some(130));
    assert!(before.elapsed() < Duration::from_secs(30));
}
