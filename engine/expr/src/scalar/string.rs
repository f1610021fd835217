//! Text. Positions and lengths count characters (code points), from 1.
//!
//! | name | arguments |
//! |---|---|
//! | `\|\|`, `CONCAT`, `CONCAT_WS` | text…; separator, text… |
//! | `CHAR_LENGTH` (`CHARACTER_LENGTH`), `UPPER`, `LOWER`, `INITCAP`, `REVERSE` | text |
//! | `TRIM` | \[mode `'BOTH'` \| `'LEADING'` \| `'TRAILING'`, characters,\] text |
//! | `LTRIM`, `RTRIM`, `BTRIM` | text\[, characters\] |
//! | `POSITION`, `LOCATE`, `INSTR` | part, text; part, text\[, from\]; text, part\[, from\[, occurrence\]\] |
//! | `OVERLAY` | text, placed, from\[, length\] |
//! | `SUBSTRING` (`SUBSTR`), `LEFT`, `RIGHT` | text, from\[, length\]; text, length |
//! | `LPAD`, `RPAD`, `REPEAT` | text, length, padding; text, times |
//! | `REPLACE`, `TRANSLATE` (`TRANSLATE3`) | text, from, to |
//! | `REGEXP`, `REGEXP_…` | text, pattern, … |
//! | `SPLIT`, `SPLIT_INDEX`, `STR_TO_MAP`, `ELT` | text, separator; text, separator, index; text\[, two separators\]; index, value… |
//! | `STARTSWITH`, `ENDSWITH` | text or bytes, part |
//! | `ASCII`, `CHR`, `ENCODE`, `DECODE`, `FROM_BASE64`, `TO_BASE64`, `URL_ENCODE`, `URL_DECODE`, `PARSE_URL`, `PRINTF` … | as in SQL |

mod building;
mod coding;
mod cutting;
mod formatting;
mod regular;
mod searching;
mod splitting;
mod url;

use crate::Mismatch;
use crate::operand::KernelRef;
use crate::register::{Call, Family, Function, Resolution};
use waterwheel_types::{DataType, Kind};

macro_rules! function {
    ($name:literal, $syntax:literal, $doc:literal, $resolve:expr) => {
        Function { name: $name, family: Family::String, syntax: $syntax, doc: $doc, deterministic: true, resolve: $resolve }
    };
}

/// This family's functions.
pub(crate) static FUNCTIONS: &[Function] = &[
    function!("||", "a || b", "Both texts, or both byte strings, joined.", building::join),
    function!("CONCAT", "CONCAT(text, ...)", "The texts joined; NULL if one is.", building::concat),
    function!("CONCAT_WS", "CONCAT_WS(separator, text, ...)", "The texts that are not NULL, joined by the separator.", building::concat_ws),
    function!("CHAR_LENGTH", "CHAR_LENGTH(text)", "The number of characters.", building::char_length),
    function!("CHARACTER_LENGTH", "CHARACTER_LENGTH(text)", "The number of characters.", building::char_length),
    function!("UPPER", "UPPER(text)", "The text in capitals.", |call| building::cased(call, building::upper)),
    function!("LOWER", "LOWER(text)", "The text in small letters.", |call| building::cased(call, building::lower)),
    function!("INITCAP", "INITCAP(text)", "The text with a capital at the start of each word of ASCII letters and digits.", |call| {
        building::cased(call, building::initcap)
    }),
    function!("REVERSE", "REVERSE(text)", "The characters in the opposite order.", building::reverse),
    function!("REPEAT", "REPEAT(text, times)", "The text so many times.", building::repeat),
    function!("LPAD", "LPAD(text, length, padding)", "The text cut or filled on the left to a length.", |call| building::pad(call, true)),
    function!("RPAD", "RPAD(text, length, padding)", "The text cut or filled on the right to a length.", |call| building::pad(call, false)),
    function!(
        "TRIM",
        "TRIM([BOTH | LEADING | TRAILING] [characters FROM] text)",
        "The text without these characters (blanks) at its ends.",
        cutting::trim
    ),
    function!("LTRIM", "LTRIM(text[, characters])", "The text without these characters (blanks) at its start.", |call| {
        cutting::trim_sides(call, cutting::Sides::LEADING, false)
    }),
    function!("RTRIM", "RTRIM(text[, characters])", "The text without these characters (blanks) at its end.", |call| {
        cutting::trim_sides(call, cutting::Sides::TRAILING, false)
    }),
    function!("BTRIM", "BTRIM(text[, characters])", "The text without these characters (blanks) at its ends.", |call| {
        cutting::trim_sides(call, cutting::Sides::BOTH, true)
    }),
    function!(
        "SUBSTRING",
        "SUBSTRING(text FROM from [FOR length])",
        "The part from a position, from the end if negative.",
        cutting::substring
    ),
    function!("SUBSTR", "SUBSTR(text, from[, length])", "The part from a position, from the end if negative.", cutting::substring),
    function!("LEFT", "LEFT(text, length)", "The first characters.", |call| cutting::side(call, true)),
    function!("RIGHT", "RIGHT(text, length)", "The last characters.", |call| cutting::side(call, false)),
    function!("OVERLAY", "OVERLAY(text PLACING placed FROM from [FOR length])", "The text with a part replaced.", cutting::overlay),
    function!("POSITION", "POSITION(part IN text)", "Where the part begins, 0 if nowhere.", searching::position),
    function!("LOCATE", "LOCATE(part, text[, from])", "Where the part begins, 0 if nowhere.", searching::position),
    function!(
        "INSTR",
        "INSTR(text, part[, from[, occurrence]])",
        "Where an occurrence of the part begins, 0 if nowhere.",
        searching::instr
    ),
    function!("STARTSWITH", "STARTSWITH(text, part)", "Whether the text begins with the part.", |call| searching::edge(call, true)),
    function!("ENDSWITH", "ENDSWITH(text, part)", "Whether the text ends with the part.", |call| searching::edge(call, false)),
    function!("REPLACE", "REPLACE(text, part, new)", "The text with every occurrence of the part replaced.", searching::replace),
    function!("TRANSLATE", "TRANSLATE(text, characters, new)", "The text with characters replaced one by one.", searching::translate),
    function!("TRANSLATE3", "TRANSLATE3(text, characters, new)", "The text with characters replaced one by one.", searching::translate),
    function!("REGEXP", "REGEXP(text, pattern)", "Whether the pattern occurs in the text.", regular::regexp),
    function!("REGEXP_REPLACE", "REGEXP_REPLACE(text, pattern, new)", "The text with every match replaced.", regular::replace),
    function!("REGEXP_EXTRACT", "REGEXP_EXTRACT(text, pattern[, group])", "A group of the first match.", regular::extract),
    function!("REGEXP_EXTRACT_ALL", "REGEXP_EXTRACT_ALL(text, pattern[, group])", "A group of every match.", regular::extract_all),
    function!("REGEXP_COUNT", "REGEXP_COUNT(text, pattern)", "The number of matches.", regular::count),
    function!("REGEXP_INSTR", "REGEXP_INSTR(text, pattern)", "Where the first match begins, 0 if nowhere.", regular::instr),
    function!("REGEXP_SUBSTR", "REGEXP_SUBSTR(text, pattern)", "The first match.", regular::substr),
    function!("SPLIT", "SPLIT(text, separator)", "The parts between the separators.", splitting::split),
    function!("SPLIT_INDEX", "SPLIT_INDEX(text, separator, index)", "One part between the separators, from 0.", splitting::split_index),
    function!(
        "STR_TO_MAP",
        "STR_TO_MAP(text[, pair separator, value separator])",
        "A map of the pairs written in the text.",
        splitting::str_to_map
    ),
    function!("ELT", "ELT(index, value, ...)", "One of the values, from 1; NULL beyond.", splitting::elt),
    function!("ASCII", "ASCII(text)", "The first byte, as a signed number; 0 of an empty text.", coding::ascii),
    function!("CHR", "CHR(integer)", "The character of a code from 0 to 255.", coding::chr),
    function!("ENCODE", "ENCODE(text, charset)", "The text in a character set.", coding::encode),
    function!("DECODE", "DECODE(bytes, charset)", "The text that bytes in a character set stand for.", coding::decode),
    function!("TO_BASE64", "TO_BASE64(text)", "The text's bytes in Base64.", coding::to_base64),
    function!("FROM_BASE64", "FROM_BASE64(text)", "The text whose bytes are written in Base64, in text or in bytes.", coding::from_base64),
    function!("URL_ENCODE", "URL_ENCODE(text)", "The text as a form field of a URL.", url::encode),
    function!("URL_DECODE", "URL_DECODE(text)", "The text of a form field of a URL; NULL if it is none.", url::decode),
    function!(
        "PARSE_URL",
        "PARSE_URL(url, part[, key])",
        "A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY, USERINFO.",
        url::parse
    ),
    function!(
        "PRINTF",
        "PRINTF(format, value, ...)",
        "The values in a format of Java's Formatter; NULL if it does not fit.",
        formatting::printf
    ),
    function!("IS_ALPHA", "IS_ALPHA(text)", "Whether all characters are letters.", |call| coding::all_are(call, char::is_alphabetic)),
    function!("IS_DIGIT", "IS_DIGIT(text)", "Whether all characters are digits.", |call| coding::all_are(call, coding::is_digit)),
    function!("IS_DECIMAL", "IS_DECIMAL(text)", "Whether the text is a number.", coding::is_decimal),
    function!("INET_ATON", "INET_ATON(text)", "The number of an IPv4 address.", url::inet_aton),
    function!("INET_NTOA", "INET_NTOA(integer)", "The IPv4 address of a number.", url::inet_ntoa),
];

/// Refuses a call with an argument that is neither text nor a bare NULL.
pub(crate) fn arguments_are_text(call: &Call<'_>) -> Result<(), Mismatch> {
    let text = call.arguments.iter().all(|a| a.data_type.kind.is_text() || a.data_type.kind == Kind::Null);
    if text { Ok(()) } else { Err(call.refuse()) }
}

/// A kind of argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Text,
    Bytes,
    Int,
}

impl Wanted {
    fn takes(self, kind: &Kind) -> bool {
        match self {
            _ if *kind == Kind::Null => true,
            Wanted::Text => kind.is_text(),
            Wanted::Bytes => kind.is_binary(),
            Wanted::Int => kind.is_integer(),
        }
    }

    fn data_type(self) -> DataType {
        match self {
            Wanted::Text => Kind::STRING.nullable(),
            Wanted::Bytes => Kind::BYTES.nullable(),
            Wanted::Int => Kind::Int.nullable(),
        }
    }
}

/// The parameters of a call with at least `least` of the wanted arguments; refused when one is of another kind.
fn parameters(call: &Call<'_>, least: usize, wanted: &[Wanted]) -> Result<Vec<DataType>, Mismatch> {
    call.expect_arguments(least, wanted.len())?;
    let fits = call.arguments.iter().zip(wanted).all(|(a, w)| w.takes(&a.data_type.kind));
    if fits { Ok(wanted[..call.arguments.len()].iter().map(|w| w.data_type()).collect()) } else { Err(call.refuse()) }
}

/// A result that is NULL only if an argument is.
fn strict(call: &Call<'_>, kind: Kind) -> DataType {
    kind.nullable().with_nullable(call.any_nullable())
}

fn resolved(parameters: Vec<DataType>, result: DataType, kernel: KernelRef) -> Result<Resolution, Mismatch> {
    Ok(Resolution::Kernel { parameters, result, kernel })
}

/// The length that a text or byte kind declares.
fn length(kind: &Kind) -> u32 {
    match kind {
        Kind::Char(n) | Kind::VarChar(n) | Kind::Binary(n) | Kind::VarBinary(n) => *n,
        _ => waterwheel_types::MAX_LENGTH,
    }
}

/// Where in the text, in bytes, a number of characters ends; the text's end if it has fewer.
#[inline]
fn offset(text: &str, characters: usize) -> usize {
    if text.is_ascii() {
        return characters.min(text.len());
    }
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}

/// The number of UTF-16 units, in which Java's strings count.
fn units(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// The text of UTF-16 units; a half of a character becomes `?`, as where Java writes one as UTF-8.
fn from_units(units: impl Iterator<Item = u16>) -> String {
    char::decode_utf16(units).map(|c| c.unwrap_or('?')).collect()
}

/// The number of characters.
#[inline]
fn count(text: &str) -> usize {
    // Every byte that does not continue a character begins one.
    text.bytes().filter(|b| (*b as i8) >= -0x40).count()
}
