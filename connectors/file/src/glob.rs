//! Paths with wildcards: `data/2024-*/part-?.json`.
//!
//! | Written | Stands for |
//! |---|---|
//! | `*` | any characters of one name, also none |
//! | `?` | one character |
//! | `[ab]`, `[a-z]`, `[!ab]` | one character of these, one of all others; `^` is as good as `!` |
//! | `{a,b}` | either; may hold `/`, wildcards and braces |
//! | `\*` | the character itself |
//!
//! A bracket or brace without its end is the character itself, and so are braces without a comma. A wildcard never stands for the
//! `_` or `.` that a hidden name begins with. Flink has no wildcards, so a path that exists as it is written is taken as it is.

use std::path::{Component, Path, PathBuf};

/// The characters with a meaning, which a `\` takes away.
const SPECIAL: &str = "*?[]{}\\";

/// Whether a path holds a wildcard.
pub(crate) fn has_wildcards(path: &str) -> bool {
    first_wildcard(path).is_some()
}

/// The path without the `\` that take a meaning away.
pub(crate) fn literal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut chars = path.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && SPECIAL.contains(*next) => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

/// The folder above the first name of an absolute path that holds a wildcard: the same for everything that can match.
pub(crate) fn fixed_folder(path: &str) -> PathBuf {
    let before = &path[..first_wildcard(path).unwrap_or(path.len())];
    let folder = before.rsplit_once('/').map_or("", |(folder, _)| folder);
    Path::new(&format!("{}/", literal(folder))).components().collect()
}

/// Whether the wildcards stand for this path or for a folder above it.
pub(crate) fn covers(pattern: &str, path: &Path) -> bool {
    let names = |path: &Path| path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>();
    let path = names(path);
    alternatives(pattern).iter().any(|pattern| {
        let pattern = names(Path::new(pattern));
        pattern.len() <= path.len() && pattern.iter().zip(&path).all(|(pattern, name)| matches(pattern, name))
    })
}

/// What there is on disk for a path with wildcards.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Files and folders, sorted, each once.
    pub(crate) paths: Vec<PathBuf>,
    /// The folder furthest down in which nothing fitted, and the name that was looked for there.
    pub(crate) missed: Option<(PathBuf, String)>,
}

/// Looks for all that an absolute path with wildcards stands for. Folders that cannot be listed are a failure: they could hold some.
pub(crate) fn find(pattern: &str) -> Result<Found, (PathBuf, std::io::Error)> {
    let mut found = Found::default();
    for pattern in alternatives(pattern) {
        let names: Vec<Component<'_>> = Path::new(&pattern).components().collect();
        descend(PathBuf::new(), &names, &mut found)?;
    }
    found.paths.sort();
    found.paths.dedup();
    Ok(found)
}

fn descend(folder: PathBuf, names: &[Component<'_>], found: &mut Found) -> Result<(), (PathBuf, std::io::Error)> {
    let Some((name, below)) = names.split_first() else {
        found.paths.push(folder);
        return Ok(());
    };
    let name = name.as_os_str().to_string_lossy();
    let entries =
        if has_wildcards(&name) { matching(&folder, &name).map_err(|e| (folder.clone(), e))? } else { vec![literal(&name).into()] };
    let there: Vec<PathBuf> = entries.into_iter().map(|entry| folder.join(entry)).filter(|path| path.exists()).collect();
    if there.is_empty() {
        let is_deeper = found.missed.as_ref().is_none_or(|(deepest, _)| folder.components().count() > deepest.components().count());
        found.missed = if is_deeper { Some((folder, name.into_owned())) } else { found.missed.take() };
    }
    there.into_iter().try_for_each(|path| descend(path, below, found))
}

/// The names in a folder that fit; none in a file.
fn matching(folder: &Path, pattern: &str) -> std::io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        if matches(pattern, &name.to_string_lossy()) {
            names.push(name.into());
        }
    }
    Ok(names)
}

/// The byte at which the first wildcard stands.
fn first_wildcard(path: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(c) = path[at..].chars().next() {
        let rest = &path[at + c.len_utf8()..];
        match c {
            '\\' => at += rest.chars().next().map_or(0, char::len_utf8),
            '*' | '?' => return Some(at),
            '[' if class_end(rest).is_some() => return Some(at),
            '{' if braces(rest).is_some() => return Some(at),
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// What follows `[` up to the `]`, which may be the class's first character.
fn class_end(rest: &str) -> Option<usize> {
    let first = rest.strip_prefix(['!', '^']).unwrap_or(rest);
    let start = rest.len() - first.len() + first.chars().next()?.len_utf8();
    let end = start + rest[start..].find(']')?;
    (!rest[..end].contains('/')).then_some(end)
}

/// The parts between the commas behind a `{`, and what follows its `}`.
fn braces(rest: &str) -> Option<(Vec<&str>, &str)> {
    let (mut depth, mut start, mut parts, mut escaped) = (0, 0, Vec::new(), false);
    for (at, c) in rest.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' => escaped = true,
            '{' => depth += 1,
            ',' if depth == 0 => parts.push(&rest[std::mem::replace(&mut start, at + 1)..at]),
            '}' if depth > 0 => depth -= 1,
            '}' => {
                parts.push(&rest[start..at]);
                return (parts.len() > 1).then(|| (parts, &rest[at + 1..]));
            }
            _ => {}
        }
    }
    None
}

/// The patterns without braces that one with braces stands for.
fn alternatives(pattern: &str) -> Vec<String> {
    let mut from = 0;
    while let Some(at) = pattern[from..].find('{').map(|at| from + at) {
        let escaped = pattern[..at].len() - pattern[..at].trim_end_matches('\\').len();
        if let (0, Some((parts, rest))) = (escaped % 2, braces(&pattern[at + 1..])) {
            return parts.iter().flat_map(|part| alternatives(&format!("{}{part}{rest}", &pattern[..at]))).collect();
        }
        from = at + 1;
    }
    vec![pattern.to_owned()]
}

/// Whether a name fits a pattern without braces.
fn matches(pattern: &str, name: &str) -> bool {
    if name.starts_with(['_', '.']) && pattern.starts_with(['*', '?', '[']) {
        return false;
    }
    let name: Vec<char> = name.chars().collect();
    // Whether the pattern so far fits the first n characters, by n.
    let mut fits = vec![false; name.len() + 1];
    fits[0] = true;
    for token in tokens(pattern) {
        let mut next = vec![false; name.len() + 1];
        for n in 0..=name.len() {
            next[n] = match &token {
                Token::Any => fits[n] || (n > 0 && next[n - 1]),
                Token::One(one) => n > 0 && fits[n - 1] && one.takes(name[n - 1]),
            };
        }
        fits = next;
    }
    fits[name.len()]
}

/// A piece of a pattern.
enum Token {
    Any,
    One(One),
}

/// What one character may be.
enum One {
    Whatever,
    This(char),
    Of { ranges: Vec<(char, char)>, negated: bool },
}

impl One {
    fn takes(&self, c: char) -> bool {
        match self {
            One::Whatever => true,
            One::This(this) => *this == c,
            One::Of { ranges, negated } => ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != *negated,
        }
    }
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        tokens.push(match c {
            '*' => Token::Any,
            '?' => Token::One(One::Whatever),
            '\\' if rest.starts_with(|next| SPECIAL.contains(next)) => {
                let (escaped, behind) = rest.split_at(1);
                rest = behind;
                Token::One(One::This(escaped.chars().next().expect("one character")))
            }
            '[' if class_end(rest).is_some() => {
                let (class, behind) = rest.split_at(class_end(rest).expect("just found"));
                rest = &behind[1..];
                Token::One(class_of(class))
            }
            other => Token::One(One::This(other)),
        });
    }
    tokens
}

fn class_of(class: &str) -> One {
    let listed = class.strip_prefix(['!', '^']);
    let chars: Vec<char> = listed.unwrap_or(class).chars().collect();
    let (mut ranges, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let is_range = chars.get(at + 1) == Some(&'-') && at + 2 < chars.len();
        let to = if is_range { at + 2 } else { at };
        ranges.push((chars[at], chars[to]));
        at = to + 1;
    }
    One::Of { ranges, negated: listed.is_some() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_as_in_a_shell() {
        for (pattern, fitting, others) in [
            ("*", vec!["a", "2024-01"], vec![".hidden", "_SUCCESS"]),
            ("part-?.json", vec!["part-1.json", "part-é.json"], vec!["part-.json", "part-12.json"]),
            ("*-*-*", vec!["a-b-c", "--", "a-b-c-d"], vec!["a-b"]),
            ("[a-c]x[!0-9]", vec!["axb", "cx-"], vec!["dxb", "ax5"]),
            ("[]-]", vec!["]", "-"], vec!["x"]),
            ("[^a]", vec!["b"], vec!["a", ""]),
            ("a[b", vec!["a[b"], vec!["ab"]),
            (r"\*\[x]", vec!["*[x]"], vec!["a[x]"]),
            (".*", vec![".hidden"], vec!["seen"]),
        ] {
            fitting.iter().for_each(|name| assert!(matches(pattern, name), "{pattern} {name}"));
            others.iter().for_each(|name| assert!(!matches(pattern, name), "{pattern} {name}"));
        }
    }

    #[test]
    fn braces_are_alternatives_of_the_whole_path() {
        assert_eq!(alternatives("{a,b}/{c,d{e,f}}"), ["a/c", "a/de", "a/df", "b/c", "b/de", "b/df"]);
        assert_eq!(alternatives("x/{a/b,}/y"), ["x/a/b/y", "x//y"]);
        assert_eq!(alternatives(r"{a}{b,c \{d,e}"), [r"{a}b", r"{a}c \{d", r"{a}e"]);
        assert_eq!(alternatives(r"\{a,b}"), [r"\{a,b}"]);
    }

    #[test]
    fn only_what_has_a_meaning_is_a_wildcard() {
        for path in ["/a/b*", "/a?/b", "/[a]", "/{a,b}"] {
            assert!(has_wildcards(path), "{path}");
        }
        for path in ["/a/b", r"/a\*", "/{a}", "/[a/b]", "/a]", r"/\[a]"] {
            assert!(!has_wildcards(path), "{path}");
        }
        assert_eq!(literal(r"/a\*\b"), r"/a*\b");
        assert_eq!(fixed_folder("/data/x=1/y-*/z"), Path::new("/data/x=1"));
        assert_eq!(fixed_folder("/{a,b}/c"), Path::new("/"));
    }

    #[test]
    fn a_path_below_what_fits_is_covered() {
        assert!(covers("/data/{in,x}-*", Path::new("/data/in-1/out")));
        assert!(!covers("/data/in-*", Path::new("/data/out")));
        assert!(!covers("/data/*/in", Path::new("/data/a")));
    }
}
