//! The option names of the benchmark's own connector for Flink, so that its table runs as it stands.
//!
//! What they may change here is how many events there are and how fast they come. The rest is what the benchmark's queries are
//! measured with by default, and can be given only as that.

use crate::options::Options;
use waterwheel::Failure;
use waterwheel::connector::{OptionSpec, OptionType};

/// What the benchmark's options say.
pub(super) struct Named {
    /// `events.num`, unless it is 0: endless.
    pub events: Option<u64>,
    /// `first-event.rate` and `next-event.rate`, which must be equal.
    pub event_rate: Option<u64>,
    /// `rate.limited`: events come as fast as event time goes.
    pub is_limited: bool,
}

/// Reads them; all but three of those with a fixed value are in the connector's register as such.
pub(super) fn read(options: &mut Options<'_>, register: &'static [OptionSpec]) -> Result<Named, Failure> {
    for spec in register.iter().filter(|spec| spec.key != "kind") {
        match spec.takes {
            OptionType::OneOf(words) => check(options, spec.key, |text| words.contains(&text), words)?,
            OptionType::OneOfAnyCase(words) => check(options, spec.key, |text| words.iter().any(|w| w.eq_ignore_ascii_case(text)), words)?,
            _ => {}
        }
    }
    options.duration_ms("rate.period")?;
    Ok(Named {
        events: options.number::<u64>("events.num")?.filter(|&events| events > 0),
        event_rate: event_rate(options)?,
        is_limited: options.flag("rate.limited")?,
    })
}

fn check(options: &mut Options<'_>, key: &'static str, fits: impl Fn(&str) -> bool, words: &[&str]) -> Result<(), Failure> {
    options.parsed(key, &words.join(" or "), |text| fits(text.trim()).then_some(())).map(drop)
}

fn event_rate(options: &mut Options<'_>) -> Result<Option<u64>, Failure> {
    let mut rate = |key| options.parsed(key, "a whole number above 0", super::read_positive);
    match (rate("first-event.rate")?, rate("next-event.rate")?) {
        (Some(first), Some(next)) if first != next => {
            let message = format!("'first-event.rate' = '{first}' and 'next-event.rate' = '{next}' differ: the rate does not change here");
            Err(options.wrong(message).about_value("next-event.rate").hint("give both the same value"))
        }
        (first, next) => Ok(first.or(next)),
    }
}
