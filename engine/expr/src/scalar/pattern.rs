//! Regular expressions: Java's, as Flink uses them, on a Rust engine.
//!
//! [`translate`] rewrites what Java spells differently (`\d` is ASCII, `\Q…\E`, `\p{Alpha}`, `.` stops at every line end);
//! look-around, back-references, possessive quantifiers and atomic groups exist in both. Compiled patterns are kept per
//! thread, so that a pattern from a column costs a look-up.

use crate::Expr;
use fancy_regex::Regex;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// How many patterns a thread keeps.
const KEPT_MAX: usize = 256;

thread_local! {
    static KEPT: RefCell<HashMap<String, Option<Rc<Regex>>>> = RefCell::default();
}

/// The compiled form of a Java regular expression; `None` when it is none.
pub fn compile(java: &str) -> Option<Regex> {
    Regex::new(&translate(java)).ok()
}

/// [`compile`], kept for the next call on this thread.
pub fn cached(java: &str) -> Option<Rc<Regex>> {
    KEPT.with_borrow_mut(|kept| {
        if let Some(found) = kept.get(java) {
            return found.clone();
        }
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        let compiled = compile(java).map(Rc::new);
        kept.insert(java.to_owned(), compiled.clone());
        compiled
    })
}

/// A pattern that is a constant, compiled once, or one that changes from row to row.
#[derive(Clone)]
pub enum Pattern {
    /// `None`: the constant is no regular expression.
    Constant(Option<Arc<Regex>>),
    /// Looked up for each row.
    Changing,
}

impl Pattern {
    /// The pattern that an argument is.
    pub fn of(argument: &Expr) -> Pattern {
        match argument.as_literal().and_then(|v| v.as_str()) {
            Some(java) => Pattern::Constant(compile(java).map(Arc::new)),
            None => Pattern::Changing,
        }
    }

    /// What `f` makes of the compiled pattern; `None` when there is none.
    #[inline]
    pub fn with<T>(&self, java: &str, f: impl FnOnce(&Regex) -> T) -> Option<T> {
        match self {
            Pattern::Constant(regex) => regex.as_deref().map(f),
            Pattern::Changing => cached(java).map(|regex| f(&regex)),
        }
    }
}

/// Whether the pattern occurs in the text; a match that exceeds the engine's backtracking limit is none.
pub fn is_match(regex: &Regex, text: &str) -> bool {
    regex.is_match(text).unwrap_or(false)
}

/// A Java regular expression in the engine's spelling.
pub fn translate(java: &str) -> String {
    // Java's flag for Unicode classes means something else to the engine, whose classes are Unicode's.
    let (java, unicode) = java.strip_prefix("(?U)").map_or((java, false), |rest| (rest, true));
    let dot_all = java.contains("(?s") || java.contains("(?is") || java.contains("(?ms");
    let mut translation =
        Translation { rest: java.chars().collect(), at: 0, out: String::with_capacity(java.len() + 8), depth: 0, dot_all, unicode };
    while translation.step() {}
    translation.out
}

struct Translation {
    rest: Vec<char>,
    at: usize,
    out: String,
    /// How many character classes are open.
    depth: usize,
    dot_all: bool,
    unicode: bool,
}

impl Translation {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.get(self.at).copied();
        self.at += 1;
        c
    }

    fn step(&mut self) -> bool {
        let Some(c) = self.next() else { return false };
        match c {
            '\\' => self.escape(),
            '[' => {
                self.depth += 1;
                self.out.push('[');
                self.first_in_class();
            }
            ']' => {
                self.depth = self.depth.saturating_sub(1);
                self.out.push(']');
            }
            '.' if self.depth == 0 && !self.dot_all => self.out.push_str(r"[^\n\r\x{85}\x{2028}\x{2029}]"),
            '~' if self.depth > 0 => self.out.push_str(r"\~"),
            '-' if self.depth > 0 && self.rest.get(self.at) == Some(&'-') => self.out.push_str(r"\-"),
            c => self.out.push(c),
        }
        true
    }

    /// `[^]…]` and `[]…]`: a bracket right at the start is a member. `[[:…`: Java has no such named classes, and a range of one
    /// colon is none to the engine either.
    fn first_in_class(&mut self) {
        if self.depth > 1 && self.rest.get(self.at) == Some(&':') {
            self.out.push_str(":-:");
            self.at += 1;
        }
        if self.rest.get(self.at) == Some(&'^') {
            self.out.push('^');
            self.at += 1;
        }
        if self.rest.get(self.at) == Some(&']') {
            self.out.push_str(r"\]");
            self.at += 1;
        }
    }

    fn escape(&mut self) {
        let Some(c) = self.next() else { return self.out.push('\\') };
        let inner = match c {
            'd' | 'w' | 's' | 'D' | 'W' | 'S' if self.unicode => {
                self.out.push('\\');
                return self.out.push(c);
            }
            'd' => "0-9",
            'w' => "a-zA-Z0-9_",
            's' => r" \t\n\x0B\f\r",
            'h' => r" \t\x{A0}\x{1680}\x{180e}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}",
            'v' => r"\n\x0B\f\r\x{85}\x{2028}\x{2029}",
            'D' => return self.negated("0-9"),
            'W' => return self.negated("a-zA-Z0-9_"),
            'S' => return self.negated(r" \t\n\x0B\f\r"),
            'H' => return self.negated(r" \t\x{A0}\x{1680}\x{180e}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}"),
            'V' => return self.negated(r"\n\x0B\f\r\x{85}\x{2028}\x{2029}"),
            'Q' => return self.quoted(),
            'p' | 'P' => return self.property(c),
            '0' => return self.octal(),
            'e' => return self.out.push_str(r"\x1B"),
            'R' => return self.out.push_str(r"(?>\r\n|[\n\x0B\f\r\x{85}\x{2028}\x{2029}])"),
            'Z' => return self.out.push_str(r"(?=(?:\r\n|[\n\r\x{85}\x{2028}\x{2029}])?\z)"),
            c if c.is_ascii_alphanumeric() => {
                self.out.push('\\');
                return self.out.push(c);
            }
            c => return self.literal(c),
        };
        let class = if self.depth > 0 { inner.to_owned() } else { format!("[{inner}]") };
        self.out.push_str(&class);
    }

    fn negated(&mut self, inner: &str) {
        self.out.push_str(&format!("[^{inner}]"));
    }

    fn literal(&mut self, c: char) {
        if matches!(c, '<' | '>') || !c.is_ascii_punctuation() {
            self.out.push(c);
        } else {
            self.out.push('\\');
            self.out.push(c);
        }
    }

    fn quoted(&mut self) {
        while let Some(c) = self.next() {
            if c == '\\' && self.rest.get(self.at) == Some(&'E') {
                self.at += 1;
                return;
            }
            self.literal_or_word(c);
        }
    }

    fn literal_or_word(&mut self, c: char) {
        if c.is_ascii_alphanumeric() { self.out.push(c) } else { self.literal(c) }
    }

    /// `\p{Alpha}` and its like are ASCII classes in Java.
    fn property(&mut self, p: char) {
        let rest: String = self.rest[self.at.min(self.rest.len())..].iter().collect();
        let name = rest.strip_prefix('{').and_then(|r| r.split_once('}')).map(|(name, _)| name.to_owned());
        let class = name.as_deref().and_then(posix_class);
        match (name, class) {
            (Some(name), Some(class)) => {
                self.at += name.chars().count() + 2;
                let not = if p == 'P' { "^" } else { "" };
                self.out.push_str(&format!("[{not}{class}]"));
            }
            (Some(name), None) => {
                self.at += name.chars().count() + 2;
                let name = name.strip_prefix("Is").unwrap_or(&name);
                self.out.push_str(&format!(r"\{p}{{{name}}}"));
            }
            (None, _) => self.out.push_str(&format!(r"\{p}")),
        }
    }

    /// `\0n`, `\0nn`, `\0mnn` in octal digits.
    fn octal(&mut self) {
        let digits: String = self.rest[self.at.min(self.rest.len())..].iter().take(3).take_while(|c| c.is_digit(8)).collect();
        let longest = if digits.len() == 3 && u32::from_str_radix(&digits, 8).is_ok_and(|v| v > 0o377) { &digits[..2] } else { &digits };
        self.at += longest.len();
        match u32::from_str_radix(longest, 8) {
            Ok(code) => self.out.push_str(&format!(r"\x{{{code:x}}}")),
            Err(_) => self.out.push_str(r"\0"),
        }
    }
}

fn posix_class(name: &str) -> Option<&'static str> {
    Some(match name {
        "Lower" | "javaLowerCase" => "a-z",
        "Upper" | "javaUpperCase" => "A-Z",
        "ASCII" => r"\x00-\x7F",
        "Alpha" => "a-zA-Z",
        "Digit" => "0-9",
        "Alnum" => "a-zA-Z0-9",
        "Punct" => r"!-/:-@\[-`{-\~",
        "Graph" => r"!-\~",
        "Print" => r" -\~",
        "Blank" => r" \t",
        "Cntrl" => r"\x00-\x1F\x7F",
        "XDigit" => "0-9a-fA-F",
        "Space" | "javaWhitespace" => r" \t\n\x0B\f\r",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(java: &str, text: &str) -> bool {
        is_match(&compile(java).unwrap_or_else(|| panic!("{java}: {}", translate(java))), text)
    }

    #[test]
    fn what_java_spells_differently() {
        assert!(!found(r"^\d$", "\u{0663}"));
        assert!(found(r"^\Qa.b\E$", "a.b") && !found(r"^\Qa.b\E$", "axb"));
        assert!(found(r"^\p{Alpha}+$", "abC") && !found(r"^\p{Alpha}$", "\u{e9}"));
        assert!(found(r"^\p{L}$", "\u{e9}"));
        assert!(!found("a.b", "a\rb") && found("(?s)a.b", "a\nb"));
        assert!(found(r"^[\w&&[^x]]+$", "abc") && !found(r"^[\w&&[^x]]+$", "axc"));
        assert!(found(r"a\<b", "a<b") && found(r"^[a\-z]+$", "a-z"));
        assert!(found(r"x\0101", "xA"));
        assert!(found(r"(?U)^\w$", "\u{e9}") && !found(r"^\w$", "\u{e9}"));
        assert!(found("^[[:alpha:]]$", ":") && !found("[[:alpha:]]", "z"));
    }

    #[test]
    fn what_both_have() {
        assert!(found(r"(?<=a)b(?!c)", "abd") && !found(r"(?<=a)b(?!c)", "abc"));
        assert!(found(r"(\w)\1", "abba"));
        assert!(!found(r"a++a", "aaa") && found(r"(?>a|ab)c", "ac"));
        assert!(compile("[").is_none() && compile("(").is_none() && compile("*a").is_none());
    }
}
