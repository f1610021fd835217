//! Text as bytes of a character set, with Java's answers for what a set cannot hold: U+FFFD when reading, `?` when writing.

/// The names that are known, in any case.
pub(crate) const CHARSETS: &[&str] =
    &["UTF-8", "UTF8", "ISO-8859-1", "LATIN1", "US-ASCII", "ASCII", "windows-1252", "Cp1252", "UTF-16", "UTF-16BE", "UTF-16LE"];

/// A character set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Latin1,
    Ascii,
    Windows1252,
    /// In the byte order that its first two bytes tell, else the most significant byte first.
    Utf16,
    Utf16Be,
    Utf16Le,
}

/// What windows-1252 has between 0x80 and 0x9f, where Latin-1 has control characters.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

impl Charset {
    /// The one of a name, by its place in [`CHARSETS`].
    pub(crate) fn at(place: usize) -> Self {
        match place {
            0 | 1 => Charset::Utf8,
            2 | 3 => Charset::Latin1,
            4 | 5 => Charset::Ascii,
            6 | 7 => Charset::Windows1252,
            8 => Charset::Utf16,
            9 => Charset::Utf16Be,
            _ => Charset::Utf16Le,
        }
    }

    /// The text of these bytes.
    pub(crate) fn text(self, bytes: &[u8]) -> String {
        match self {
            Charset::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Charset::Latin1 => bytes.iter().map(|b| char::from(*b)).collect(),
            Charset::Ascii => bytes.iter().map(|b| if b.is_ascii() { char::from(*b) } else { char::REPLACEMENT_CHARACTER }).collect(),
            Charset::Windows1252 => bytes.iter().map(|b| of_windows_1252(*b)).collect(),
            Charset::Utf16 => match bytes {
                [0xff, 0xfe, rest @ ..] => of_utf16(rest, u16::from_le_bytes),
                [0xfe, 0xff, rest @ ..] => of_utf16(rest, u16::from_be_bytes),
                _ => of_utf16(bytes, u16::from_be_bytes),
            },
            Charset::Utf16Be => of_utf16(bytes, u16::from_be_bytes),
            Charset::Utf16Le => of_utf16(bytes, u16::from_le_bytes),
        }
    }

    /// Appends a text.
    pub(crate) fn write(self, text: &str, out: &mut Vec<u8>) {
        let up_to = |last: char| text.chars().map(move |c| if c <= last { c as u8 } else { b'?' });
        match self {
            Charset::Utf8 => out.extend_from_slice(text.as_bytes()),
            Charset::Latin1 => out.extend(up_to('\u{ff}')),
            Charset::Ascii => out.extend(up_to('\u{7f}')),
            Charset::Windows1252 => out.extend(text.chars().map(to_windows_1252)),
            // Java writes the byte order in front, of each record.
            Charset::Utf16 if text.is_empty() => {}
            Charset::Utf16 => out.extend([0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes))),
            Charset::Utf16Be => out.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
            Charset::Utf16Le => out.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
        }
    }
}

fn of_windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

fn to_windows_1252(c: char) -> u8 {
    let own = (0x80..=0x9f).find(|&byte| of_windows_1252(byte) == c && c != char::REPLACEMENT_CHARACTER);
    own.unwrap_or(if c <= '\u{7f}' || ('\u{a0}'..='\u{ff}').contains(&c) { c as u8 } else { b'?' })
}

/// Text of pairs of bytes. As in Java, half a surrogate pair is U+FFFD, one with whatever stands in the other's place; so is
/// what is left at the end.
fn of_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut units = pairs.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len());
    let mut is_whole = odd.is_empty();
    while let Some(first) = units.next() {
        let is_first_half = (0xd800..0xdc00).contains(&first);
        let second = if is_first_half { units.next() } else { None };
        let read = char::decode_utf16([first].into_iter().chain(second)).next();
        text.push(read.and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER));
        // The odd byte is of the half that ends the text.
        is_whole |= is_first_half && second.is_none();
    }
    if !is_whole {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What every set can hold comes back, what it cannot is replaced.
    #[test]
    fn texts_come_back() {
        for (place, name) in CHARSETS.iter().enumerate() {
            let charset = Charset::at(place);
            for text in ["", "plain", "h€llo\u{81}", "naïve", "😀 z"] {
                let mut bytes = Vec::new();
                charset.write(text, &mut bytes);
                let held = |c: char| match charset {
                    Charset::Latin1 => c <= '\u{ff}',
                    Charset::Ascii => c.is_ascii(),
                    Charset::Windows1252 => c == '€' || c.is_ascii() || ('\u{a0}'..='\u{ff}').contains(&c),
                    _ => true,
                };
                let expected: String = text.chars().map(|c| if held(c) { c } else { '?' }).collect();
                assert_eq!(charset.text(&bytes), expected, "{name}");
            }
        }
        assert_eq!(Charset::Utf16.text(b"\xff\xfea\0"), "a");
        assert_eq!(Charset::Utf16Le.text(b"\xff\xfea\0b"), "\u{feff}a\u{fffd}");
        assert_eq!(Charset::Utf16Be.text(b"\xd8\x3d\0ab\0"), "\u{fffd}\u{6200}");
        assert_eq!(Charset::Utf16Be.text(b"\xdc\x3d\0a"), "\u{fffd}a");
        assert_eq!(Charset::Utf16Be.text(b"\xd8\x3d\0"), "\u{fffd}");
    }
}
