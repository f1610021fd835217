//! The job manifest: a TOML file around a script.
//!
//! ```toml
//! [job]
//! name = "totals"            # shown in messages; default: what the script writes to
//! sql = "totals.sql"         # a file beside the manifest, or
//! # statements = "..."       # the script itself
//! mode = "streaming"         # or "batch"
//!
//! [shards]
//! count = 2                  # default: one per available CPU
//! cpus = [0, 1]              # which CPUs to pin them to
//! driver = "thread"          # "glommio", "auto"
//!
//! [limits]
//! record_bytes = "64mb"      # the longest line of a file that is read
//!
//! [settings]                 # anything that SET takes in a script
//! "table.local-time-zone" = "Europe/Berlin"
//! ```
//!
//! Every string may hold `${env:NAME}` and `${file:path}`. Unknown keys are errors that name the nearest valid one. The script's own SETs
//! override the manifest.

use crate::Secrets;
use std::path::Path;
use toml::{Table, Value};
use waterwheel_sql::config::Config;
use waterwheel_sql::diagnostic::nearest;

/// What a manifest says.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// The script.
    pub script: String,
    /// What messages call the script.
    pub script_name: String,
    /// The settings.
    pub config: Config,
    /// What its author should know.
    pub warnings: Vec<String>,
}

/// Why a manifest is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct ManifestError {
    /// The manifest.
    pub path: String,
    /// What is wrong, where, and what to do.
    pub message: String,
}

/// The sections and their keys, with the setting that a key stands for.
static SECTIONS: &[(&str, &[(&str, &str)])] = &[
    ("job", &[("name", "pipeline.name"), ("sql", ""), ("statements", ""), ("mode", "execution.runtime-mode")]),
    ("shards", &[("count", "parallelism.default"), ("cpus", "waterwheel.cpus"), ("driver", "waterwheel.driver")]),
    ("limits", &[("record_bytes", "waterwheel.record-bytes-max")]),
    ("settings", &[]),
];

/// A key of the manifest that is one, its value as it is written.
struct Entry {
    /// What it is for: empty for the script.
    setting: String,
    key: String,
    value: String,
    /// Whether the setting may be one that is not known.
    free: bool,
}

impl Manifest {
    /// Reads the manifest in `text`, which stands at `path`. Placeholders are filled in once all keys are known to be right.
    pub fn parse(text: &str, path: &Path, secrets: &Secrets) -> Result<Manifest, ManifestError> {
        let error = |message: String| ManifestError { path: path.display().to_string(), message };
        let table: Table = text.parse().map_err(|e: toml::de::Error| error(e.to_string()))?;
        let sections: Result<Vec<Vec<Entry>>, String> = table.iter().map(|(section, value)| entries(section, value)).collect();
        let entries: Vec<Entry> = sections.map_err(error)?.into_iter().flatten().collect();
        match entries.iter().filter(|entry| entry.setting.is_empty()).count() {
            0 => return Err(error("there is no script: expected `sql = \"file.sql\"` or `statements = \"…\"` in [job]".into())),
            1 => {}
            _ => return Err(error("[job] has both `sql` and `statements`: one of them is the script".into())),
        }
        let mut manifest = Manifest::default();
        entries.iter().try_for_each(|entry| manifest.take(entry, path, secrets)).map_err(error)?;
        Ok(manifest)
    }

    fn take(&mut self, entry: &Entry, path: &Path, secrets: &Secrets) -> Result<(), String> {
        let text = secrets.fill(&entry.value)?;
        match entry.key.as_str() {
            "sql" if entry.setting.is_empty() => return self.read_script(&text, path),
            "statements" if entry.setting.is_empty() => {
                (self.script, self.script_name) = (text, format!("{} (statements)", path.display()));
                return Ok(());
            }
            _ => {}
        }
        Config::check(&entry.setting, &text)?;
        let warning = self.config.set(&entry.setting, &text);
        self.warnings.extend(warning.filter(|_| entry.free));
        Ok(())
    }

    fn read_script(&mut self, file: &str, manifest: &Path) -> Result<(), String> {
        let path = manifest.parent().unwrap_or(Path::new("")).join(file);
        let text = std::fs::read_to_string(&path)
            .map_err(|e| format!("the script {} cannot be read: {e}; `sql` is relative to the manifest", path.display()))?;
        (self.script, self.script_name) = (text, path.display().to_string());
        Ok(())
    }
}

/// The keys of a section.
fn entries(section: &str, value: &Value) -> Result<Vec<Entry>, String> {
    let Some((_, keys)) = SECTIONS.iter().find(|(name, _)| *name == section) else {
        return Err(unknown(&format!("[{section}]"), section, SECTIONS.iter().map(|(name, _)| *name)));
    };
    let Value::Table(entries) = value else {
        return Err(format!("`{section}` is a section: expected [{section}] with keys below it"));
    };
    let entry = |(key, value): (&String, &Value)| {
        let free = section == "settings";
        let known = keys.iter().find(|(name, _)| name == key).map(|(_, setting)| (*setting).to_owned());
        let setting = if free { Some(key.clone()) } else { known };
        let unknown = || unknown(&format!("the key `{key}` in [{section}]"), key, keys.iter().map(|(name, _)| *name));
        Ok(Entry { setting: setting.ok_or_else(unknown)?, key: key.clone(), value: scalar(key, value)?, free })
    };
    entries.iter().map(entry).collect()
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let hint = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")),
    };
    format!("{what} is not known; {hint}")
}

/// A value as the text that SET would be given.
fn scalar(key: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Boolean(value) => Ok(value.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        Value::Array(items) => {
            let items: Result<Vec<String>, String> = items.iter().map(|item| scalar(key, item)).collect();
            Ok(items?.join(","))
        }
        other => Err(format!("`{key}` is {}: expected a string, a number, a boolean or a list of them", other.type_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Manifest, ManifestError> {
        Manifest::parse(text, Path::new("job.toml"), &Secrets::default())
    }

    #[test]
    fn a_manifest_becomes_a_script_and_settings() {
        let manifest = parse("[job]\nname = 'n'\nstatements = 'SELECT 1'\n[shards]\ncount = 2\ncpus = [0, 1]\n").unwrap();
        assert_eq!(manifest.script, "SELECT 1");
        assert_eq!(manifest.config.get("pipeline.name"), "n");
        assert_eq!(manifest.config.shards(), Ok(Some(2)));
        assert_eq!(manifest.config.get("waterwheel.cpus"), "0,1");
    }

    #[test]
    fn unknown_keys_are_errors_that_name_the_nearest() {
        for (text, found, nearest) in [
            ("[jobs]\n", "[jobs]", "`job`"),
            ("[job]\nstatement = 'SELECT 1'\n", "`statement`", "`statements`"),
            ("[shards]\ncnt = 1\n", "`cnt`", "`count`"),
        ] {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains(found) && message.contains(nearest), "{message}");
        }
        assert!(parse("[job]\nname = 'x'\n").unwrap_err().to_string().contains("there is no script"));
    }
}
