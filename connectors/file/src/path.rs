//! The option `path` as a local path.

use std::path::{Path, PathBuf};
use waterwheel::Failure;

/// The absolute local path that the option names: `/data`, `data`, `file:/data` or `file:///data`.
pub(crate) fn local(option: &str) -> Result<PathBuf, Failure> {
    let text = option.strip_prefix("file://").or_else(|| option.strip_prefix("file:")).unwrap_or(option);
    if let Some((scheme, _)) = text.split_once("://") {
        return Err(Failure::world(format!("option 'path' = '{option}': expected a local path, found one of '{scheme}'"))
            .about_value("path")
            .hint("local paths begin with / or file:"));
    }
    if text.is_empty() {
        return Err(Failure::world("option 'path' is empty").about_value("path").hint("name a file or a folder"));
    }
    std::path::absolute(text).map(trimmed).map_err(|e| Failure::world(format!("option 'path' = '{option}': {e}")))
}

/// Without a slash at its end.
fn trimmed(path: PathBuf) -> PathBuf {
    path.components().collect()
}

/// The failure of an operation on a file or folder.
pub(crate) fn failed(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    let failure = Failure::world(format!("cannot {what} {}: {error}", path.display()));
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            failure.hint("check the option 'path'; relative paths start at the folder in which the job was started")
        }
        std::io::ErrorKind::PermissionDenied => failure.hint("the user that runs the job needs the permission"),
        std::io::ErrorKind::StorageFull => failure.hint("free space on that disk, then start the job again"),
        _ => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flinks_spellings_of_a_local_path() {
        for spelling in ["/data/x", "file:/data/x", "file:///data/x", "/data/x/"] {
            assert_eq!(local(spelling).unwrap(), Path::new("/data/x"), "{spelling}");
        }
        assert!(local("x").unwrap().is_absolute());
        assert!(local("s3://bucket/x").unwrap_err().message.contains("'s3'"));
        assert!(local("").is_err());
    }
}
