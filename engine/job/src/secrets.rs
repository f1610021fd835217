//! `${env:NAME}` and `${file:path}`: values that stand outside of manifest and script, and must not be printed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Fills placeholders in and remembers what it put there, so that it can be kept out of messages. Clones share what they know.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// Where relative paths of `${file:…}` start.
    base: PathBuf,
    values: Arc<Mutex<Vec<String>>>,
}

/// Values shorter than this are not hidden: they would blot out half of every message.
const HIDDEN_LENGTH_MIN: usize = 4;

impl Secrets {
    /// Placeholders whose relative paths start at `base`.
    pub fn new(base: &Path) -> Self {
        Secrets { base: base.to_owned(), values: Arc::default() }
    }

    /// `text` with its placeholders filled in; what is wrong with the first one that cannot be. `$$` is a plain `$`.
    pub fn fill(&self, text: &str) -> Result<String, String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            let end = from.find('}').ok_or_else(|| format!("the placeholder `{from}` has no closing brace"))?;
            filled.push_str(&self.value_of(&from[2..end])?);
            rest = &from[end + 1..];
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn value_of(&self, placeholder: &str) -> Result<String, String> {
        let value = match placeholder.split_once(':') {
            Some(("env", name)) => std::env::var(name)
                .map_err(|_| format!("`${{env:{name}}}`: the environment variable {name} is not set; export it first"))?,
            Some(("file", path)) => std::fs::read_to_string(self.base.join(path))
                .map(|text| text.trim_end_matches(['\n', '\r']).to_owned())
                .map_err(|error| format!("`${{file:{path}}}`: {}: {error}", self.base.join(path).display()))?,
            _ => return Err(format!("`${{{placeholder}}}` is no placeholder: expected ${{env:NAME}} or ${{file:path}}")),
        };
        self.values.lock().unwrap_or_else(PoisonError::into_inner).push(value.clone());
        Ok(value)
    }

    /// `text` with every filled-in value blotted out.
    pub fn redact(&self, text: &str) -> String {
        let mut redacted = text.to_owned();
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        for value in values.iter().filter(|v| v.len() >= HIDDEN_LENGTH_MIN) {
            redacted = redacted.replace(value.as_str(), "******");
        }
        redacted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_filled_in_and_kept_out_of_messages() {
        let folder = std::env::temp_dir().join(format!("waterwheel-secrets-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("password"), "open sesame\n").unwrap();
        let secrets = Secrets::new(&folder);
        assert_eq!(secrets.fill("user:${file:password}!").unwrap(), "user:open sesame!");
        assert_eq!(secrets.redact("cannot log in with open sesame"), "cannot log in with ******");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_missing_value_says_which_and_what_to_do() {
        let secrets = Secrets::default();
        let error = secrets.fill("${env:WATERWHEEL_NO_SUCH_VARIABLE}").unwrap_err();
        assert!(error.contains("WATERWHEEL_NO_SUCH_VARIABLE") && error.contains("export"), "{error}");
        assert!(secrets.fill("${env:X").unwrap_err().contains("closing brace"));
        assert!(secrets.fill("${vault:x}").unwrap_err().contains("${env:NAME}"));
    }
}
