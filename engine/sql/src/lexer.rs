//! Text to tokens, the way Flink's parser cuts it.
//!
//! Keywords are not tokens: a [`TokenKind::Word`] is a word, and the parser decides what it means where it stands.
//! Comments (`--`, `//`, `/* */`) and blanks vanish; `/*+` and its `*/` are tokens because hints are grammar. Numbers keep
//! their text, strings have their escapes resolved. Whatever cannot be a token ends the list and is reported with it, so
//! that the parser can complain first about what stands before.

use crate::diagnostic::Diagnostic;
use crate::span::Span;

mod string;

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A bare identifier or keyword; its text is what stands under the span.
    Word,
    /// An identifier between back-ticks, escapes resolved.
    Quoted(String),
    /// A character string in any of its notations, escapes resolved.
    String(String),
    /// `X'...'`.
    Binary(Vec<u8>),
    /// An unsigned number; its text is what stands under the span.
    Number,
    /// An operator or punctuation mark.
    Symbol(Symbol),
    /// The end of the script; stands just behind the last token.
    End,
}

/// Operators and punctuation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `!=`, which Flink refuses
    BangEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Star,
    /// `/`
    Slash,
    /// `%`
    Percent,
    /// `||`
    Concat,
    /// `|`
    Bar,
    /// `^`
    Caret,
    /// `.`
    Dot,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `?`
    Question,
    /// `=>`
    Arrow,
    /// `(`
    LeftParen,
    /// `)`
    RightParen,
    /// `[`
    LeftBracket,
    /// `]`
    RightBracket,
    /// `{`
    LeftBrace,
    /// `}`
    RightBrace,
    /// `/*+`
    HintStart,
    /// The `*/` of a hint
    HintEnd,
}

/// Every symbol with its spelling, longer spellings before their prefixes; `*/` is a symbol only inside a hint.
const SYMBOLS: [(&str, Symbol); 28] = [
    ("/*+", Symbol::HintStart),
    ("<>", Symbol::NotEqual),
    ("!=", Symbol::BangEqual),
    ("<=", Symbol::LessOrEqual),
    (">=", Symbol::GreaterOrEqual),
    ("||", Symbol::Concat),
    ("=>", Symbol::Arrow),
    ("=", Symbol::Equal),
    ("<", Symbol::Less),
    (">", Symbol::Greater),
    ("+", Symbol::Plus),
    ("-", Symbol::Minus),
    ("*", Symbol::Star),
    ("/", Symbol::Slash),
    ("%", Symbol::Percent),
    ("|", Symbol::Bar),
    ("^", Symbol::Caret),
    (".", Symbol::Dot),
    (",", Symbol::Comma),
    (";", Symbol::Semicolon),
    (":", Symbol::Colon),
    ("?", Symbol::Question),
    ("(", Symbol::LeftParen),
    (")", Symbol::RightParen),
    ("[", Symbol::LeftBracket),
    ("]", Symbol::RightBracket),
    ("{", Symbol::LeftBrace),
    ("}", Symbol::RightBrace),
];

impl Symbol {
    /// The symbol as it is written.
    pub fn text(self) -> &'static str {
        SYMBOLS.iter().find(|(_, symbol)| *symbol == self).map_or("*/", |(text, _)| text)
    }
}

/// A script cut into tokens.
#[derive(Debug)]
pub struct Lexed {
    /// In order of their places; the last, and only the last, is [`TokenKind::End`].
    pub tokens: Vec<Token>,
    /// Why the list ends before the script does.
    pub error: Option<Diagnostic>,
}

/// Cuts a script into tokens.
pub fn lex(script: &str) -> Lexed {
    let mut lexer = Lexer { script, at: 0, in_hint: false };
    let mut tokens = Vec::new();
    let error = loop {
        match lexer.next_token() {
            Ok(Some(token)) => tokens.push(token),
            Ok(None) => break None,
            Err(diagnostic) => break Some(diagnostic),
        }
    };
    let end = tokens.last().map_or(0, |token| token.span.end);
    tokens.push(Token { kind: TokenKind::End, span: Span::new(end, end) });
    Lexed { tokens, error }
}

type Result<T> = std::result::Result<T, Diagnostic>;

struct Lexer<'a> {
    script: &'a str,
    /// Offset of the next character, on a character boundary.
    at: usize,
    /// Between `/*+` and `*/`?
    in_hint: bool,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.script[self.at..]
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    /// Goes over the next characters if they are `text`.
    fn skip(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Goes over all characters that satisfy `keep`.
    fn skip_while(&mut self, keep: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !keep(c)).unwrap_or(rest.len());
    }

    fn next_token(&mut self) -> Result<Option<Token>> {
        self.skip_blanks()?;
        let start = self.at;
        let Some(first) = self.rest().chars().next() else { return Ok(None) };
        let kind = match first {
            '\'' => TokenKind::String(self.string()?),
            '`' => TokenKind::Quoted(self.quoted_identifier()?),
            c if c.is_ascii_digit() => self.number(),
            '.' if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(),
            c if starts_word(c) => self.word()?,
            _ => TokenKind::Symbol(self.symbol()?),
        };
        Ok(Some(Token { kind, span: self.span_from(start) }))
    }

    /// Goes over blanks and comments.
    fn skip_blanks(&mut self) -> Result<()> {
        if self.at == 0 {
            self.skip("\u{feff}");
        }
        loop {
            let before = self.at;
            self.skip_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}'));
            if self.rest().starts_with("--") || self.rest().starts_with("//") {
                self.skip_while(|c| c != '\n');
            } else if self.rest().starts_with("/*") && !self.rest().starts_with("/*+") {
                self.block_comment()?;
            }
            if self.at == before {
                return Ok(());
            }
        }
    }

    fn block_comment(&mut self) -> Result<()> {
        let start = self.at;
        match self.rest()[2..].find("*/") {
            Some(length) => self.at += 2 + length + 2,
            None => return Err(Diagnostic::at(Span::new(start, start + 2), "this comment is never closed").with_hint("close it with `*/`")),
        }
        Ok(())
    }

    /// Digits, a point, digits, an exponent; `1.`, `.5` and `1.e3` are numbers too, `1e` is `1` followed by a word.
    fn number(&mut self) -> TokenKind {
        self.skip_while(|c| c.is_ascii_digit());
        if self.skip(".") {
            self.skip_while(|c| c.is_ascii_digit());
        }
        let after = self.rest().trim_start_matches(['e', 'E']);
        let digits = after.strip_prefix(['+', '-']).unwrap_or(after);
        let is_exponent = self.rest().len() == after.len() + 1 && digits.starts_with(|c: char| c.is_ascii_digit());
        if is_exponent {
            self.at = self.script.len() - digits.len();
            self.skip_while(|c| c.is_ascii_digit());
        }
        TokenKind::Number
    }

    /// A word, or a string with a prefix glued to it.
    fn word(&mut self) -> Result<TokenKind> {
        let start = self.at;
        self.skip_while(continues_word);
        let word = &self.script[start..self.at];
        let prefixed = self.rest().starts_with('\'');
        match word {
            "U" | "u" if self.rest().starts_with("&'") => self.unicode_string().map(TokenKind::String),
            "X" | "x" if prefixed => self.binary_string(start).map(TokenKind::Binary),
            "E" | "e" if prefixed => self.c_string().map(TokenKind::String),
            "N" | "n" if prefixed => self.string().map(TokenKind::String),
            _ if prefixed && word.starts_with('_') => self.charset_string(start).map(TokenKind::String),
            _ => Ok(TokenKind::Word),
        }
    }

    fn symbol(&mut self) -> Result<Symbol> {
        if self.in_hint && self.skip("*/") {
            self.in_hint = false;
            return Ok(Symbol::HintEnd);
        }
        let found = SYMBOLS.iter().find(|(text, _)| self.rest().starts_with(text));
        let Some(&(text, symbol)) = found else { return Err(self.stray_character()) };
        self.in_hint |= symbol == Symbol::HintStart;
        self.at += text.len();
        Ok(symbol)
    }

    fn stray_character(&self) -> Diagnostic {
        let c = self.rest().chars().next().unwrap_or('\0');
        let span = Span::new(self.at, self.at + c.len_utf8());
        if c.is_control() || c.is_whitespace() {
            let diagnostic = Diagnostic::at(span, format!("unexpected character U+{:04X}", c as u32));
            return if c.is_whitespace() { diagnostic.with_hint("replace it by an ordinary blank") } else { diagnostic };
        }
        let diagnostic = Diagnostic::at(span, format!("unexpected character `{c}`"));
        match c {
            '"' => diagnostic.with_hint("names stand between back-ticks, strings between single quotes"),
            '&' if self.rest().starts_with("&&") => diagnostic.with_hint("write AND"),
            '!' => diagnostic.with_hint("write NOT"),
            '’' | '‘' | '“' | '”' | '´' => diagnostic.with_hint("strings stand between straight single quotes: '...'"),
            _ => diagnostic,
        }
    }
}

/// Can a bare identifier begin with it?
fn starts_word(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == '$'
}

/// Can a bare identifier go on with it?
fn continues_word(c: char) -> bool {
    starts_word(c) || c.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens in short: words and numbers as they stand, strings and names as their values.
    fn shapes(script: &str) -> String {
        let lexed = lex(script);
        let shown = lexed.tokens.iter().map(|token| match &token.kind {
            TokenKind::Word => token.span.text(script).to_string(),
            TokenKind::Number => format!("#{}", token.span.text(script)),
            TokenKind::Quoted(name) => format!("`{name}`"),
            TokenKind::String(value) => format!("'{value}'"),
            TokenKind::Binary(bytes) => format!("X{bytes:02x?}"),
            TokenKind::Symbol(symbol) => symbol.text().to_string(),
            TokenKind::End => lexed.error.as_ref().map_or(String::new(), |e| format!("!{}@{}", e.message, e.span.unwrap().start)),
        });
        shown.collect::<Vec<_>>().join(" ").trim_end().to_string()
    }

    #[test]
    fn numbers_keep_their_text_and_end_where_flinks_do() {
        assert_eq!(shapes("007 1.5 .5 1. 1E3 1.5e-3 1e+3 1.e3"), "#007 #1.5 #.5 #1. #1E3 #1.5e-3 #1e+3 #1.e3");
        assert_eq!(shapes("1e 1.e 1abc 1ee3 1e- a.1 1-1"), "#1 e #1. e #1 abc #1 ee3 #1 e - a #.1 #1 - #1");
    }

    #[test]
    fn words_and_quoted_names() {
        assert_eq!(shapes("a$b _a é a1 $1 `a``b` `select` `日本`"), "a$b _a é a1 $1 `a`b` `select` `日本`");
        assert_eq!(shapes("x ``"), "x !an identifier cannot be empty@2");
        assert_eq!(shapes("x `ab"), "x !this identifier is never closed@2");
    }

    #[test]
    fn strings_in_all_notations() {
        assert_eq!(shapes("'it''s' '' N'n' _UTF8'é' _latin1'a'"), "'it's' '' 'n' 'é' 'a'");
        assert_eq!(shapes(r"U&'\00e9\\' u&'!00e9' UESCAPE '!' U&'a'uescape'x'"), r"'é\' 'é' 'a'");
        assert_eq!(shapes(r"U&'\d83d\DE00\d83dx' E'\ud83d\ude00\U0001f600\udc00'"), "'😀?x' '😀😀?'");
        assert_eq!(shapes(r"E'a\nb\'c\x41\101\u00e9\t''\q'"), "'a\nb'cAAé\t'q'");
        assert_eq!(shapes("X'0aF0' x''"), "X[0a, f0] X[]");
        assert_eq!(shapes(r"'a\'"), r"'a\'");
    }

    #[test]
    fn bad_strings_are_reported_where_they_begin() {
        assert_eq!(shapes("a 'b"), "a !this string is never closed@2");
        assert_eq!(shapes("a 'b''"), "a !this string is never closed@2");
        assert_eq!(shapes(r"a U&'\zz'"), r"a !a Unicode escape is four hexadecimal digits@5");
        assert_eq!(shapes(r"E'\U00110000'"), r"!U+110000 is not a character@2");
        assert_eq!(shapes("x'0g'"), "!a binary string consists of hexadecimal digits@0");
        assert_eq!(shapes("x'0aF'"), "!a binary string has two digits per byte@0");
        assert_eq!(shapes("_FOO'a'"), "!unknown character set `FOO`@0");
    }

    #[test]
    fn comments_vanish_and_hints_stay() {
        assert_eq!(shapes("1 -- x ' \n 2 // y\n/* ' -- */ 3 /**/ 4 /*/ 5 */ 6"), "#1 #2 #3 #4 #6");
        assert_eq!(shapes("/* a /* b */ c"), "c");
        assert_eq!(shapes("t /*+ OPTIONS('a'='b') */ x 2*/3"), "t /*+ OPTIONS ( 'a' = 'b' ) */ x #2 * / #3");
        assert_eq!(shapes("a /* b"), "a !this comment is never closed@2");
    }

    #[test]
    fn symbols() {
        let all = "= <> != < <= > >= + - * / % || | ^ . , ; : ? => ( ) [ ] { }";
        assert_eq!(shapes(all), all);
        assert_eq!(shapes("a<=b>=c<>d||e=>f"), "a <= b >= c <> d || e => f");
    }

    #[test]
    fn stray_characters_are_named() {
        assert_eq!(shapes("a \0"), "a !unexpected character U+0000@2");
        assert_eq!(shapes("a\u{a0}b"), "a !unexpected character U+00A0@1");
        assert_eq!(shapes("\"a\""), "!unexpected character `\"`@0");
        assert_eq!(shapes("é @"), "é !unexpected character `@`@3");
        assert_eq!(shapes("\u{feff}SELECT"), "SELECT");
    }
}
