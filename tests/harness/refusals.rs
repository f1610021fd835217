//! Tables of scripts that Flink refuses or accepts. The format is in `sql/FORMAT.md`.

use crate::engine::refusal;
use std::path::{Path, PathBuf};

/// One script and Flink's answer.
#[derive(Clone, Debug)]
pub struct Script {
    /// Its file's name and the script, as `differences.txt` writes them.
    pub name: String,
    /// The statements given before it, each with its semicolon and line.
    given: String,
    text: String,
    is_refused: bool,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/refusals")
}

/// All scripts of all files of `sql/refusals`.
pub fn scripts() -> Vec<Script> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| read(file)).collect()
}

fn read(file: &Path) -> Vec<Script> {
    let text = std::fs::read_to_string(file).unwrap();
    let (mut given, mut scripts) = (String::new(), Vec::new());
    let mut lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    while let Some(line) = lines.next() {
        if let Some(statement) = line.strip_prefix("given ") {
            given.push_str(&format!("{statement};\n"));
            continue;
        }
        let answer = lines.next().and_then(|l| l.strip_prefix("    ")).unwrap_or_else(|| panic!("{line} has no answer"));
        let name = format!("refusal {} | {line}", file.file_name().unwrap().to_str().unwrap());
        scripts.push(Script { name, given: given.clone(), text: line.to_owned(), is_refused: answer.starts_with("! plan") });
    }
    scripts
}

impl Script {
    /// Plans the script; what is wrong with the outcome, if anything.
    pub fn check(&self) -> Result<(), String> {
        match (self.is_refused, refusal(&format!("{}{}", self.given, self.text))) {
            (true, None) => Err("Flink refuses it, here it is planned".into()),
            (false, Some(error)) => Err(format!("Flink accepts it, here it is refused:\n{error}")),
            (true, Some(error)) if !error.starts_with("job.sql:") => Err(format!("the error has no place:\n{error}")),
            _ => Ok(()),
        }
    }
}
