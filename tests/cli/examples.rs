//! The examples of `tools/examples` and below it, each as its comment says.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::program::{binary, wait};

#[test]
fn every_example_runs() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["tools/examples", "tools/examples/nexmark"];
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap());
    let mut examples: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "sql" || e == "toml")).collect();
    examples.sort();
    assert!(examples.len() >= 15, "{examples:?}");
    for example in examples {
        let mut command = Command::new(binary());
        command.args(["run".as_ref(), example.as_os_str()]).current_dir(&root);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let ended = wait(command.spawn().unwrap());
        assert_eq!(ended.code, Some(0), "{}: {}", example.display(), ended.err);
        assert!(ended.err.contains("finished"), "{}: {}", example.display(), ended.err);
    }
}
