//! Nexmark's events as JSON lines, byte for byte as Flink's `json` format writes the wide table.
//!
//! One object per event: `event_type`, then `person`, `auction` and `bid`, two of them `null`. Times are
//! `yyyy-MM-dd HH:mm:ss` with up to three digits behind a point, zeros at the end left out.

use super::columns::{Attribute, Make};
use super::model::{Kind, Model, push_number};
use std::io::{self, Write};
use std::ops::Range;
use waterwheel_types::time;

/// Text that is gathered before it is written, in bytes.
const BUFFER_BYTES: usize = 256 * 1024;

/// Writes these events, one line each. Any range of them may be written on its own, so that several threads can share a
/// file's worth.
///
/// ```
/// use waterwheel_generate::nexmark::{Model, Settings, write_json};
/// let mut lines = Vec::new();
/// write_json(&mut lines, &Model::new(Settings::default()), 0..50).unwrap();
/// assert!(lines.starts_with(br#"{"event_type":0,"person":{"id":1000,"name":""#));
/// assert!(lines.ends_with(b"}}\n"));
/// ```
pub fn write_json(out: &mut impl Write, model: &Model, events: Range<u64>) -> io::Result<()> {
    let mut text = Vec::with_capacity(BUFFER_BYTES + 4 * 1024);
    let mut clock = TimeText::default();
    for event in events {
        push_event(model, event, &mut clock, &mut text);
        if text.len() >= BUFFER_BYTES {
            out.write_all(&text)?;
            text.clear();
        }
    }
    out.write_all(&text)
}

fn push_event(model: &Model, event: u64, clock: &mut TimeText, out: &mut Vec<u8>) {
    let (before, kind, after): (&[u8], Kind, &[u8]) = match Kind::of(event) {
        Kind::Person => (br#"{"event_type":0,"person":"#, Kind::Person, b",\"auction\":null,\"bid\":null}\n"),
        Kind::Auction => (br#"{"event_type":1,"person":null,"auction":"#, Kind::Auction, b",\"bid\":null}\n"),
        Kind::Bid => (br#"{"event_type":2,"person":null,"auction":null,"bid":"#, Kind::Bid, b"}\n"),
    };
    out.extend_from_slice(before);
    for (i, attribute) in kind.attributes().iter().enumerate() {
        out.push(if i == 0 { b'{' } else { b',' });
        push_attribute(model, event, attribute, clock, out);
    }
    out.push(b'}');
    out.extend_from_slice(after);
}

// Texts of the model need no escapes, and its numbers are not negative.
fn push_attribute(model: &Model, event: u64, attribute: &Attribute, clock: &mut TimeText, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(attribute.name.as_bytes());
    out.extend_from_slice(b"\":");
    match attribute.make {
        Make::Number(make) => push_number(make(model, event) as u64, out),
        Make::Text(make) => {
            out.push(b'"');
            make(model, event, out);
            out.push(b'"');
        }
        Make::Time(make) => clock.push(make(model, event), out),
    }
}

/// Times as text, with the last whole second remembered: most events share it.
#[derive(Default)]
struct TimeText {
    second: i64,
    /// `yyyy-MM-dd HH:mm:ss` of that second; empty before the first.
    text: String,
}

impl TimeText {
    fn push(&mut self, millis: i64, out: &mut Vec<u8>) {
        let second = millis.div_euclid(1_000);
        if self.text.is_empty() || second != self.second {
            self.second = second;
            self.text.clear();
            time::write_date(second.div_euclid(86_400), &mut self.text);
            self.text.push(' ');
            time::write_time(second.rem_euclid(86_400) * 1_000_000_000, 0, &mut self.text);
        }
        out.push(b'"');
        out.extend_from_slice(self.text.as_bytes());
        push_fraction(millis.rem_euclid(1_000) as u32, out);
        out.push(b'"');
    }
}

fn push_fraction(millis: u32, out: &mut Vec<u8>) {
    if millis == 0 {
        return;
    }
    let digits = [millis / 100, millis / 10 % 10, millis % 10].map(|digit| b'0' + digit as u8);
    let length = digits.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
    out.push(b'.');
    out.extend_from_slice(&digits[..length]);
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;

    // As Flink 2.3.0 writes TIMESTAMP(3) into JSON.
    #[test]
    fn fractions_lose_their_last_zeros() {
        let mut out = Vec::new();
        let mut clock = TimeText::default();
        for millis in [1_714_557_600_000, 1_714_557_601_120, 1_714_521_601_001] {
            clock.push(millis, &mut out);
        }
        let expected = r#""2024-05-01 10:00:00""2024-05-01 10:00:01.12""2024-05-01 00:00:01.001""#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn ranges_put_together_are_the_whole() {
        let model = Model::new(Settings { seed: 3, disorder_ms: 2_000, ..Settings::default() });
        let lines = |events| {
            let mut out = Vec::new();
            write_json(&mut out, &model, events).unwrap();
            out
        };
        assert_eq!([lines(0..777), lines(777..3_000)].concat(), lines(0..3_000));
    }
}
