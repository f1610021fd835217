//! PRINTF: the conversions of Java's Formatter that numbers, texts and truth values have.
//!
//! `%[argument$][flags][width][.precision]conversion` with the conversions `b c d e f o s x n %` and their capitals, the flags
//! `- # + 0 , (` and blank. A value of another type than the conversion takes makes the whole result NULL, as does a DECIMAL
//! under `%f`, which Flink hands over in a form of its own.

use super::resolved;
use crate::Mismatch;
use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::cast::write::write_value;
use crate::zone::Zone;
use waterwheel_types::time::{write_date, write_iso_time};
use waterwheel_types::{Kind, Value};

/// `PRINTF`.
pub fn printf(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    call.expect_arguments(1, usize::MAX)?;
    if !call.data_type(0).kind.is_text() && call.data_type(0).kind != Kind::Null {
        return Err(call.refuse());
    }
    let mut parameters: Vec<_> = call.arguments.iter().map(|a| a.data_type.clone()).collect();
    parameters[0] = Kind::STRING.nullable();
    let kinds: Vec<Kind> = parameters[1..].iter().map(|t| t.kind.clone()).collect();
    let result = Kind::STRING.nullable();
    let kernel = lift::values(&parameters, &result, move |values: &[Value]| {
        let format = values[0].as_str()?;
        formatted(format, &values[1..], &kinds).map(Value::String)
    });
    resolved(parameters, result, kernel)
}

/// One `%…`.
#[derive(Debug, Default)]
struct Specifier {
    argument: Option<usize>,
    left: bool,
    alternate: bool,
    plus: bool,
    blank: bool,
    zeros: bool,
    commas: bool,
    parentheses: bool,
    width: usize,
    precision: Option<usize>,
    conversion: char,
}

fn formatted(format: &str, values: &[Value], kinds: &[Kind]) -> Option<String> {
    let mut out = String::with_capacity(format.len() + 16);
    let mut rest = format;
    let mut next = 0;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let (specifier, tail) = Specifier::read(after)?;
        rest = tail;
        match specifier.conversion {
            'n' => out.push('\n'),
            '%' => out.push_str(&specifier.fill("%".to_owned())),
            _ => {
                let at = specifier.argument.unwrap_or(next);
                next += usize::from(specifier.argument.is_none());
                out.push_str(&specifier.write(values.get(at)?, kinds.get(at)?)?);
            }
        }
    }
    out.push_str(rest);
    Some(out)
}

fn number(text: &str) -> (Option<usize>, &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (text[..digits].parse().ok(), &text[digits..])
}

impl Specifier {
    fn read(text: &str) -> Option<(Specifier, &str)> {
        let mut specifier = Specifier::default();
        let mut rest = text;
        if let (Some(argument @ 1..), after) = number(text)
            && let Some(after) = after.strip_prefix('$')
        {
            specifier.argument = Some(argument - 1);
            rest = after;
        }
        while specifier.flag(rest.chars().next()?) {
            rest = &rest[1..];
        }
        let (width, after) = number(rest);
        specifier.width = width.unwrap_or(0);
        rest = after;
        if let Some(after) = rest.strip_prefix('.') {
            let (precision, after) = number(after);
            specifier.precision = Some(precision?);
            rest = after;
        }
        specifier.conversion = rest.chars().next()?;
        let unfit = (specifier.left || specifier.zeros) && specifier.width == 0;
        (!unfit).then(|| (specifier, &rest[rest.chars().next().map_or(0, char::len_utf8)..]))
    }

    fn flag(&mut self, c: char) -> bool {
        let flag = match c {
            '-' => &mut self.left,
            '#' => &mut self.alternate,
            '+' => &mut self.plus,
            ' ' => &mut self.blank,
            '0' => &mut self.zeros,
            ',' => &mut self.commas,
            '(' => &mut self.parentheses,
            _ => return false,
        };
        *flag = true;
        true
    }

    fn write(&self, value: &Value, kind: &Kind) -> Option<String> {
        let capitals = self.conversion.is_ascii_uppercase();
        let text = match (self.conversion.to_ascii_lowercase(), value) {
            ('b', _) if !matches!(self.conversion, 'b' | 'B') => return None,
            ('b', Value::Null) => self.cut("false"),
            ('b', Value::Boolean(v)) => self.cut(if *v { "true" } else { "false" }),
            ('b', _) => self.cut("true"),
            ('s', _) => self.cut(&plain(value, kind)),
            ('c' | 'd' | 'x' | 'o' | 'f' | 'e', Value::Null) => "null".to_owned(),
            ('c', _) => char::from_u32(u32::try_from(integer(value)?).ok()?)?.to_string(),
            ('d', _) if !capitals => {
                return Some(self.fill_number(integer(value)? < 0, self.grouped(integer(value)?.unsigned_abs().to_string())));
            }
            ('x', _) => return Some(self.fill_digits(hexadecimal(value)?, "0x", capitals)),
            ('o', _) if !capitals => return Some(self.fill_digits(octal(value)?, "0", false)),
            ('f', _) if !capitals => return self.fraction(float(value)?, |v, precision| format!("{v:.precision$}")),
            ('e', _) => return self.fraction(float(value)?, scientific).map(|t| if capitals { t.to_uppercase() } else { t }),
            _ => return None,
        };
        Some(self.fill(if capitals { text.to_uppercase() } else { text }))
    }

    fn cut(&self, text: &str) -> String {
        text.chars().take(self.precision.unwrap_or(usize::MAX)).collect()
    }

    /// The text with blanks up to the width.
    fn fill(&self, text: String) -> String {
        let blanks = " ".repeat(self.width.saturating_sub(text.chars().count()));
        if self.left { text + &blanks } else { blanks + &text }
    }

    fn fill_digits(&self, digits: String, prefix: &str, capitals: bool) -> String {
        let prefix = if self.alternate { prefix } else { "" };
        let zeros = if self.zeros { self.width.saturating_sub(digits.len() + prefix.len()) } else { 0 };
        let text = format!("{prefix}{}{digits}", "0".repeat(zeros));
        self.fill(if capitals { text.to_uppercase() } else { text })
    }

    fn grouped(&self, digits: String) -> String {
        if !self.commas {
            return digits;
        }
        let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), None), |(w, f)| (w, Some(f)));
        let mut out = String::new();
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        fraction.map_or_else(|| out.clone(), |f| format!("{out}.{f}"))
    }

    /// Digits with their sign, and zeros between both up to the width.
    fn fill_number(&self, negative: bool, digits: String) -> String {
        let (before, after) = match (negative, self.parentheses) {
            (true, true) => ("(", ")"),
            (true, false) => ("-", ""),
            (false, _) if self.plus => ("+", ""),
            (false, _) if self.blank => (" ", ""),
            (false, _) => ("", ""),
        };
        let zeros = if self.zeros { self.width.saturating_sub(digits.len() + before.len() + after.len()) } else { 0 };
        self.fill(format!("{before}{}{digits}{after}", "0".repeat(zeros)))
    }

    fn fraction(&self, value: f64, digits: fn(f64, usize) -> String) -> Option<String> {
        if value.is_nan() {
            return Some(self.fill("NaN".to_owned()));
        }
        let precision = self.precision.unwrap_or(6);
        let magnitude =
            if value.is_infinite() { "Infinity".to_owned() } else { self.grouped(digits(half_up(value.abs(), precision), precision)) };
        Some(self.fill_number(value.is_sign_negative(), magnitude))
    }
}

/// A value that prints as the nearest one with so many digits, from the middle up: by its written digits, as in Java.
fn half_up(value: f64, precision: usize) -> f64 {
    let text = waterwheel_types::number_text::f64_text(value);
    let scale = precision.min(18) as u8;
    match crate::scalar::cast::read::exact_decimal(&text, 38, scale) {
        Some(rounded) if !text.contains('E') => crate::scalar::decimal::to_f64(rounded, scale),
        _ => value,
    }
}

fn scientific(value: f64, precision: usize) -> String {
    let text = format!("{value:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    format!("{mantissa}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
}

/// `%s` of a value: NULL is `null`, truth is in small letters.
fn plain(value: &Value, kind: &Kind) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(v) => v.to_string(),
        Value::Timestamp(point) => {
            let (days, nanos) = point.day_and_nanos();
            let mut out = String::new();
            write_date(days, &mut out);
            out.push('T');
            write_iso_time(nanos, true, &mut out);
            out
        }
        Value::Date(_) | Value::Time(_) => value.as_i64().map_or_else(String::new, |v| v.to_string()),
        _ => {
            let mut out = String::new();
            write_value(value, kind, &Zone::UTC, &mut out);
            out
        }
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::TinyInt(_) | Value::SmallInt(_) | Value::Int(_) | Value::BigInt(_) | Value::Date(_) | Value::Time(_) => value.as_i64(),
        _ => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Double(v) => Some(*v),
        Value::Float(v) => Some((*v).into()),
        _ => None,
    }
}

fn hexadecimal(value: &Value) -> Option<String> {
    Some(match value {
        Value::TinyInt(v) => format!("{v:x}"),
        Value::SmallInt(v) => format!("{v:x}"),
        Value::Int(v) => format!("{v:x}"),
        Value::BigInt(v) => format!("{v:x}"),
        _ => return None,
    })
}

fn octal(value: &Value) -> Option<String> {
    Some(match value {
        Value::TinyInt(v) => format!("{v:o}"),
        Value::SmallInt(v) => format!("{v:o}"),
        Value::Int(v) => format!("{v:o}"),
        Value::BigInt(v) => format!("{v:o}"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn formats() {
        check("PRINTF", &[text("%d %s %.2f"), int(1), text("a"), dbl(2.5)], "STRING", "'1 a 2.50'");
        check("PRINTF", &[text("%5d|%-5s|%05d|%x"), int(1), text("a"), int(2), int(255)], "STRING", "'    1|a    |00002|ff'");
        check("PRINTF", &[text("%05d %x %S %% %n"), int(42), int(255), text("up")], "STRING", "'00042 ff UP % \n'");
        check("PRINTF", &[text("%s"), null("STRING")], "STRING", "'null'");
        check("PRINTF", &[text("%d"), text("a")], "STRING", "NULL");
        check("PRINTF", &[text("%.2f"), dec("1.5")], "STRING", "NULL");
        check("PRINTF", &[text("%q"), text("a")], "STRING", "NULL");
        check("PRINTF", &[text("%s %s"), text("a")], "STRING", "NULL");
    }
}
