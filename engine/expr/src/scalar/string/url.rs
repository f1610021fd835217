//! URLs and IPv4 addresses.

use super::{Wanted, parameters, resolved};
use crate::Mismatch;
use crate::lift;
use crate::register::{Call, Resolution};
use crate::scalar::pattern;
use waterwheel_types::Kind;

/// `URL_ENCODE`.
pub fn encode(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 1, &[Wanted::Text])?;
    let result = Kind::STRING.nullable();
    let kernel = lift::lift1::<lift::Text, lift::Text, _>(&result, |text: &str| {
        let escape = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'*' | b'_' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(escape).collect::<String>()
    });
    resolved(parameters, result, kernel)
}

/// `URL_DECODE`: NULL for a percent sign without two digits.
pub fn decode(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 1, &[Wanted::Text])?;
    let result = Kind::STRING.nullable();
    let kernel = lift::lift1::<lift::Text, lift::Text, _>(&result, |text: &str| decoded(text.as_bytes()));
    resolved(parameters, result, kernel)
}

fn decoded(mut text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    loop {
        text = match text {
            [] => return Some(String::from_utf8_lossy(&bytes).into_owned()),
            [b'%', high, low, rest @ ..] => {
                let digit = |b: &u8| char::from(*b).to_digit(16);
                bytes.push((digit(high)? * 16 + digit(low)?) as u8);
                rest
            }
            [b'%', ..] => return None,
            [b'+', rest @ ..] => {
                bytes.push(b' ');
                rest
            }
            [byte, rest @ ..] => {
                bytes.push(*byte);
                rest
            }
        }
    }
}

/// The parts of a URL as `java.net.URL` names them.
struct Url<'a> {
    protocol: &'a str,
    authority: &'a str,
    path: &'a str,
    query: Option<&'a str>,
    reference: Option<&'a str>,
}

impl<'a> Url<'a> {
    /// `None` for a protocol that the platform does not know, or a port that is no number.
    fn read(text: &'a str) -> Option<Url<'a>> {
        let (protocol, rest) = text.trim().split_once(':')?;
        let known = ["http", "https", "ftp", "file", "jar", "mailto"].iter().any(|p| p.eq_ignore_ascii_case(protocol));
        let (rest, reference) = rest.split_once('#').map_or((rest, None), |(rest, reference)| (rest, Some(reference)));
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
            None => ("", rest),
        };
        let url = Url { protocol, authority, path, query, reference };
        (known && url.port().is_none_or(is_port)).then_some(url)
    }

    fn host_and_port(&self) -> &'a str {
        self.authority.rsplit_once('@').map_or(self.authority, |(_, host)| host)
    }

    /// What stands behind the host; the colons of an IPv6 address are within brackets.
    fn port(&self) -> Option<&'a str> {
        let (host, port) = self.host_and_port().rsplit_once(':')?;
        let address = host.starts_with('[') && !host.ends_with(']');
        (!address).then_some(port)
    }

    fn host(&self) -> &'a str {
        let all = self.host_and_port();
        self.port().map_or(all, |port| &all[..all.len() - port.len() - 1])
    }

    fn part(&self, name: &str) -> Option<String> {
        let user = self.authority.rsplit_once('@').map(|(user, _)| user);
        let own = |text: &str| Some(text.to_owned());
        match name {
            "HOST" => own(self.host()),
            "PATH" => own(self.path),
            "QUERY" => self.query.and_then(own),
            "REF" => self.reference.and_then(own),
            "PROTOCOL" => Some(self.protocol.to_ascii_lowercase()),
            "FILE" => Some(self.query.map_or_else(|| self.path.to_owned(), |query| format!("{}?{query}", self.path))),
            "AUTHORITY" => own(self.authority),
            "USERINFO" => user.and_then(own),
            _ => None,
        }
    }
}

/// Java takes a colon without a number, and -1 for none.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.parse::<i32>().is_ok_and(|port| port >= -1)
}

/// `PARSE_URL`: a key selects a value of the QUERY.
pub fn parse(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 2, &[Wanted::Text; 3])?;
    let result = Kind::STRING.nullable();
    let kernel = match parameters.len() {
        2 => lift::lift2::<lift::Text, lift::Text, lift::Text, _>(&result, |url: &str, part: &str| Url::read(url)?.part(part)),
        _ => lift::lift3::<lift::Text, lift::Text, lift::Text, lift::Text, _>(&result, |url: &str, part: &str, key: &str| {
            if part == "QUERY" { value_of(Url::read(url)?.query?, key) } else { None }
        }),
    };
    resolved(parameters, result, kernel)
}

/// The key is part of a regular expression, as in Hive.
fn value_of(query: &str, key: &str) -> Option<String> {
    let regex = pattern::cached(&format!("(&|^){key}=([^&]*)"))?;
    regex.captures(query).ok()??.get(2).map(|m| m.as_str().to_owned())
}

/// `INET_ATON`: fewer than four parts leave the bytes before the last to it; NULL for anything else.
pub fn inet_aton(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let parameters = parameters(call, 1, &[Wanted::Text])?;
    let result = Kind::BigInt.nullable();
    let kernel = lift::lift1::<lift::Text, i64, _>(&result, |text: &str| {
        let parts: Vec<i64> = text.split('.').map(address_part).collect::<Option<_>>()?;
        let (last, bytes) = parts.split_last().filter(|(_, bytes)| bytes.len() <= 3)?;
        let room = 8 * (4 - bytes.len());
        let fits = bytes.iter().all(|b| *b <= 255) && *last < 1 << room;
        fits.then(|| (bytes.iter().fold(0, |n, b| (n << 8) | b) << room) | last)
    });
    resolved(parameters, result, kernel)
}

fn address_part(text: &str) -> Option<i64> {
    let plain = (1..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// `INET_NTOA`: NULL outside 32 bits.
pub fn inet_ntoa(call: &Call<'_>) -> Result<Resolution, Mismatch> {
    let mut parameters = parameters(call, 1, &[Wanted::Int])?;
    parameters[0] = Kind::BigInt.nullable();
    let result = Kind::STRING.nullable();
    let kernel = lift::lift1::<i64, lift::Text, _>(&result, |number| {
        u32::try_from(number).ok().map(|n| n.to_be_bytes().map(|b| b.to_string()).join("."))
    });
    resolved(parameters, result, kernel)
}

#[cfg(test)]
mod tests {
    use crate::testing::*;

    #[test]
    fn parts_of_urls() {
        let url = "http://u:p@facebook.com:80/path1/p.php?k1=v1&k2=v2#Ref1";
        for (part, wanted) in [
            ("HOST", "'facebook.com'"),
            ("PATH", "'/path1/p.php'"),
            ("QUERY", "'k1=v1&k2=v2'"),
            ("REF", "'Ref1'"),
            ("PROTOCOL", "'http'"),
            ("FILE", "'/path1/p.php?k1=v1&k2=v2'"),
            ("AUTHORITY", "'u:p@facebook.com:80'"),
            ("USERINFO", "'u:p'"),
            ("XX", "NULL"),
        ] {
            check("PARSE_URL", &[text(url), text(part)], "STRING", wanted);
        }
        check("PARSE_URL", &[text(url), text("QUERY"), text("k2")], "STRING", "'v2'");
        check("PARSE_URL", &[text(url), text("HOST"), text("k2")], "STRING", "NULL");
        check("PARSE_URL", &[text("http://facebook.com"), text("PATH")], "STRING", "''");
        check("PARSE_URL", &[text("nope"), text("HOST")], "STRING", "NULL");
        check("PARSE_URL", &[text("http://[::1]:80/a"), text("HOST")], "STRING", "'[::1]'");
        check("PARSE_URL", &[text("http://h:80x/a"), text("HOST")], "STRING", "NULL");
    }

    #[test]
    fn escapes() {
        let escaped = "'http%3A%2F%2Fa+b%2F%C3%A9%3Fx%3D1%26y%3D*%7E-_.'";
        check("URL_ENCODE", &[text("http://a b/\u{e9}?x=1&y=*~-_.")], "STRING", escaped);
        check("URL_DECODE", &[text("a+b%20%C3%A9")], "STRING", "'a b \u{e9}'");
        check("URL_DECODE", &[text("%zz")], "STRING", "NULL");
        check("URL_DECODE", &[text("%ff")], "STRING", "'\u{FFFD}'");
    }

    #[test]
    fn addresses() {
        check("INET_ATON", &[text("127.0.0.1")], "BIGINT", "2130706433");
        check("INET_ATON", &[text("10.1")], "BIGINT", "167772161");
        check("INET_ATON", &[text("256.1.1.1")], "BIGINT", "NULL");
        check("INET_NTOA", &[big(2_130_706_433)], "STRING", "'127.0.0.1'");
        check("INET_NTOA", &[int(-1)], "STRING", "NULL");
    }
}
