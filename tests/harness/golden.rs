//! Cases with Flink's answers: reading them, running them, judging them. The format is in `sql/FORMAT.md`.

use crate::differences::CRASH;
use crate::engine::{Ran, Way, run};
use crate::rows::{difference, fold, joined, parse, sort_maps};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use waterwheel::failure::Cause;
use waterwheel_types::hash::hash_bytes;

/// One case folder.
#[derive(Clone, Debug)]
pub struct Case {
    folder: PathBuf,
    /// `family/name`.
    pub name: String,
    script: String,
    options: Options,
    expected: Expected,
}

#[derive(Clone, Debug, Default)]
struct Options {
    ordered: bool,
    shards: Option<Vec<usize>>,
    float_tolerance: f64,
    /// The order of the input's rows does not matter.
    any_arrival: bool,
}

#[derive(Clone, Debug)]
enum Expected {
    Rows { rows: Vec<String>, changelog: Option<Vec<String>>, written: Option<Vec<String>> },
    Refused,
    Failed,
}

/// The folder of the cases.
fn cases_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sql/cases")
}

/// All cases of these families, by name.
pub fn cases(families: &[&str]) -> Vec<Case> {
    let mut cases: Vec<Case> = families
        .iter()
        .flat_map(|family| {
            let folder = cases_folder().join(family);
            let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
            entries
                .map(|entry| entry.unwrap().path())
                .filter(|p| p.join("job.sql").exists())
                .map(|p| Case::read(p, family))
                .collect::<Vec<_>>()
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// The names of all families there are.
pub fn families() -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(cases_folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn lines_of(path: PathBuf) -> Option<Vec<String>> {
    Some(std::fs::read_to_string(path).ok()?.lines().map(str::to_owned).collect())
}

impl Case {
    fn read(folder: PathBuf, family: &str) -> Case {
        let name = format!("{family}/{}", folder.file_name().unwrap().to_str().unwrap());
        let script = std::fs::read_to_string(folder.join("job.sql")).unwrap();
        let expected = match lines_of(folder.join("error.txt")) {
            Some(error) if error[0] == "plan" => Expected::Refused,
            Some(_) => Expected::Failed,
            None => Expected::Rows {
                rows: lines_of(folder.join("expected.txt")).map(joined).unwrap_or_else(|| panic!("{name} has no answer")),
                changelog: lines_of(folder.join("changelog.txt")).map(joined),
                written: lines_of(folder.join("written.txt")),
            },
        };
        let options = Options::read(&std::fs::read_to_string(folder.join("case.toml")).unwrap_or_default());
        Case { folder, name, script, options, expected }
    }

    /// Whether the case means anything on so many shards.
    pub fn runs_on(&self, shards: usize) -> bool {
        self.options.shards.as_ref().is_none_or(|list| list.contains(&shards)) && (shards == 1 || !self.options.ordered)
    }

    /// Runs the case; what is wrong with the outcome, if anything.
    pub fn check(&self, way: Way, shards: usize) -> Result<(), String> {
        self.check_on(&self.folder.join("in"), way, shards)
    }

    /// Runs the case on its input's rows in another order, where that must not matter.
    pub fn check_shuffled(&self, way: Way, shards: usize, seed: u64) -> Option<Result<(), String>> {
        let shuffled = OutFolder::new();
        self.options.any_arrival.then(|| {
            shuffle_files(&self.folder.join("in"), &shuffled.0, seed);
            self.check_on(&shuffled.0, way, shards).map_err(|why| format!("rows shuffled by seed {seed}: {why}"))
        })
    }

    fn check_on(&self, input: &Path, way: Way, shards: usize) -> Result<(), String> {
        let out = OutFolder::new();
        let script = self.script.replace("${IN}", input.to_str().unwrap()).replace("${OUT}", out.0.to_str().unwrap());
        match (&self.expected, run(&script, way, shards)) {
            (Expected::Rows { rows, changelog, written }, Ran::Printed(lines)) => {
                self.judge(rows, changelog.as_deref(), &joined(lines))?;
                written.as_ref().map_or(Ok(()), |w| compare(w, &out.lines(), 0.0))
            }
            (_, Ran::Failed(_, failure)) if failure.cause == Cause::Bug => Err(format!("{CRASH}: {failure}")),
            (Expected::Refused, Ran::Refused(_)) | (Expected::Failed, Ran::Failed(..)) => Ok(()),
            (Expected::Rows { .. }, Ran::Refused(error)) => Err(format!("refused:\n{error}")),
            (Expected::Rows { .. }, Ran::Failed(_, failure)) => Err(format!("failed: {failure}")),
            (Expected::Refused, Ran::Failed(_, failure)) => Err(format!("Flink refuses it, here it failed: {failure}")),
            (Expected::Refused, Ran::Printed(lines)) => Err(format!("Flink refuses it, here it printed {lines:?}")),
            (Expected::Failed, Ran::Refused(error)) => Err(format!("Flink runs it and fails, here it is refused:\n{error}")),
            (Expected::Failed, Ran::Printed(lines)) => Err(format!("Flink fails, here it printed {lines:?}")),
        }
    }

    fn judge(&self, rows: &[String], changelog: Option<&[String]>, lines: &[String]) -> Result<(), String> {
        let expected: Vec<String> = rows.iter().map(|r| sort_maps(r)).collect();
        compare(&expected, &fold(lines)?, self.options.float_tolerance)?;
        let Some(changelog) = changelog else { return Ok(()) };
        let changes = |lines: &[String]| lines.iter().filter_map(|l| parse(l).map(|p| p.change.to_owned())).collect::<Vec<_>>();
        if changes(changelog).iter().all(|c| c == "+I") && changes(lines).iter().any(|c| c != "+I") {
            return Err("Flink only inserts here, but updates were printed".into());
        }
        let normal = |lines: &[String]| lines.iter().map(|l| sort_maps(l)).collect::<Vec<_>>();
        if self.options.ordered && normal(changelog) != normal(lines) {
            return Err(format!("another order than Flink's:\n    Flink {changelog:?}\n    here  {lines:?}"));
        }
        Ok(())
    }
}

fn compare(expected: &[String], actual: &[String], tolerance: f64) -> Result<(), String> {
    difference(expected, actual, tolerance).map_or(Ok(()), Err)
}

impl Options {
    fn read(text: &str) -> Options {
        let mut options = Options::default();
        for (key, value) in text.lines().filter_map(|l| l.split_once('=')) {
            match (key.trim(), value.trim()) {
                ("arrival", value) => options.any_arrival = value.trim_matches('"') == "any",
                ("ordered", value) => options.ordered = value == "true",
                ("shards", value) => {
                    let numbers = value.trim_matches(['[', ']']).split(',').map(|n| n.trim().parse().expect("a number of shards"));
                    options.shards = Some(numbers.collect());
                }
                ("float_tolerance", value) => options.float_tolerance = value.parse().expect("a tolerance"),
                _ => {}
            }
        }
        options
    }
}

/// Copies a folder; the lines of its JSON files change places.
fn shuffle_files(from: &Path, to: &Path, seed: u64) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            std::fs::create_dir_all(&target).unwrap();
            shuffle_files(&path, &target, seed);
        } else if path.extension().is_some_and(|e| e == "json") {
            let text = std::fs::read_to_string(path).unwrap();
            let mut lines: Vec<&str> = text.lines().collect();
            lines.sort_by_key(|line| hash_bytes(line.as_bytes(), seed));
            // The file keeps its size: some cases show it.
            let end = if text.ends_with('\n') { "\n" } else { "" };
            std::fs::write(target, lines.join("\n") + end).unwrap();
        } else {
            std::fs::copy(&path, target).unwrap();
        }
    }
}

/// An empty folder for what a script writes; gone at the end.
struct OutFolder(PathBuf);

impl OutFolder {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("waterwheel-sql-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        OutFolder(folder)
    }

    /// The lines of all files that are not hidden, each after its sub-folder, sorted.
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.collect(&self.0, &mut lines);
        lines.sort();
        lines
    }

    fn collect(&self, folder: &Path, lines: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let hidden = path.file_name().unwrap().to_str().unwrap().starts_with(['.', '_']);
            if path.is_dir() {
                self.collect(&path, lines);
            } else if !hidden {
                let inside = folder.strip_prefix(&self.0).unwrap().to_str().unwrap();
                let inside = if inside.is_empty() { "." } else { inside };
                lines.extend(std::fs::read_to_string(&path).unwrap().lines().map(|l| format!("{inside}: {l}")));
            }
        }
    }
}

impl Drop for OutFolder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
