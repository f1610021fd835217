//! The `nexmark` connector: the events of the Nexmark benchmark, the same ones in every run.
//!
//! A table declares the wide form (`event_type`, `person`, `auction`, `bid`: the event's number of kind and three rows, two
//! of them NULL), or, with `'kind' = 'bid'` (`person`, `auction`), the attributes of one kind as columns. Columns are taken
//! by name, any of them in any order, with the types of [`COLUMNS`]; only what a query reads is made. Tables of the same
//! settings show the same events, so flat tables join as the wide one does.
//!
//! Without `events` or `number-of-rows` the table does not end; without `rows-per-second` rows come as fast as they are
//! taken. Event time runs at `event-rate` whatever the pace. The benchmark's own generator is unseeded and always in order;
//! `disorder`, `late-rate` and `late-by` make events that are not.

mod benchmark;
mod columns;
mod json;
mod model;

pub use columns::COLUMNS;
pub use json::write_json;
pub use model::{Kind, Model, Settings};

use crate::options::{IDLE_TIMEOUT, OTHER_WATERMARK_OPTIONS, Options};
use crate::rows::RowSource;
use columns::Events;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::connector::{Connector, Insertion, OptionSpec, OptionType, Scan, Table};
use waterwheel::sink::Sink;
use waterwheel::source::Source;
use waterwheel_types::time;

/// The connector named `nexmark`.
pub fn connector() -> Arc<dyn Connector> {
    Arc::new(Nexmark)
}

#[derive(Debug)]
struct Nexmark;

const NAME: &str = "nexmark";

const OPTIONS: &[OptionSpec] = &[
    OptionSpec::new(
        "kind",
        OptionType::OneOf(&["person", "auction", "bid"]),
        "",
        "the kind whose attributes the columns are; else rows of all kinds",
    ),
    OptionSpec::new("events", OptionType::Count, "", "events of all kinds up to the end of the table, which is else endless"),
    OptionSpec::new("number-of-rows", OptionType::Count, "", "rows of the table; the same as `events` when all kinds are in it"),
    OptionSpec::new("rows-per-second", OptionType::Count, "", "rows that become due at the start of each second; else as fast as possible"),
    OptionSpec::new("seed", OptionType::Integer, "0", "decides all values"),
    OptionSpec::new("events.num", OptionType::Count, "0", "the benchmark's name for `events`; 0: the table is endless"),
    OptionSpec::new("first-event.rate", OptionType::Count, "10000", "the benchmark's name for `event-rate`"),
    OptionSpec::new("next-event.rate", OptionType::Count, "10000", "the same: the rate does not change"),
    OptionSpec::new("rate.limited", OptionType::Flag, "false", "whether rows come as fast as event time goes"),
    OptionSpec::new("rate.shape", OptionType::OneOfAnyCase(&["SQUARE", "SINE"]), "SQUARE", "accepted: the rate does not change"),
    OptionSpec::new("rate.period", OptionType::Duration, "10 min", "accepted: the rate does not change"),
    OptionSpec::new("person.proportion", OptionType::OneOf(&["1"]), "1", "one event of 50 is a person's"),
    OptionSpec::new("auction.proportion", OptionType::OneOf(&["3"]), "3", "three events of 50 are auctions"),
    OptionSpec::new("bid.proportion", OptionType::OneOf(&["46"]), "46", "46 events of 50 are bids"),
    OptionSpec::new("person.avg-size", OptionType::OneOfAnyCase(&["200b", "200"]), "200b", "a person's bytes are about as many"),
    OptionSpec::new("auction.avg-size", OptionType::OneOfAnyCase(&["500b", "500"]), "500b", "an auction's bytes are about as many"),
    OptionSpec::new("bid.avg-size", OptionType::OneOfAnyCase(&["100b", "100"]), "100b", "a bid's bytes are about as many"),
    OptionSpec::new("auction.hot-ratio.sellers", OptionType::OneOf(&["4"]), "4", "how often a seller is a hot one"),
    OptionSpec::new("bid.hot-ratio.auctions", OptionType::OneOf(&["2"]), "2", "how often a bid is for a hot auction"),
    OptionSpec::new("bid.hot-ratio.bidders", OptionType::OneOf(&["4"]), "4", "how often a bidder is a hot one"),
    OptionSpec::new("event-rate", OptionType::Count, "10000", "events per second of event time"),
    OptionSpec::new("first-event-time", OptionType::Text, "2026-01-01 00:00:00", "event time of the first event"),
    OptionSpec::new("disorder", OptionType::Duration, "0 ms", "by how much an event's time may be behind its turn"),
    OptionSpec::new("late-rate", OptionType::Share, "0", "share of events that are late by `late-by` more"),
    OptionSpec::new("late-by", OptionType::Duration, "1 min", "how late those are"),
    IDLE_TIMEOUT,
    OTHER_WATERMARK_OPTIONS,
];

/// How late a late event is unless told otherwise.
const LATE_BY_MS: u64 = 60_000;

impl Connector for Nexmark {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        "the events of the Nexmark benchmark, the same in every run"
    }

    fn options(&self) -> &'static [OptionSpec] {
        OPTIONS
    }

    fn source(&self, table: &Table, scan: &Scan) -> Result<Arc<dyn Source>, Failure> {
        let mut options = Options::new(table, NAME, OPTIONS);
        let kind = options.parsed("kind", "'person', 'auction' or 'bid'", read_kind)?;
        let named = benchmark::read(&mut options, OPTIONS)?;
        let rows = read_rows(kind, &mut options, named.events)?;
        let rows_per_second = options.parsed("rows-per-second", "a whole number above 0", read_positive)?;
        let settings = read_settings(&mut options, named.event_rate)?;
        let due = named.is_limited.then(|| kind.map_or(settings.event_rate, |kind| kind.rows(settings.event_rate)).max(1));
        let rows_per_second = rows_per_second.or(due);
        let model = Model::new(settings);
        let events = Events::new(model, kind, &table.schema, scan).map_err(|wrong| options.wrong(wrong))?;
        options.finish()?;
        let types = scan.columns.iter().map(|&column| table.schema.fields[column].data_type.clone()).collect();
        Ok(RowSource { name: NAME, rows, rows_per_second, types, generate: events }.shared())
    }

    fn sink(&self, table: &Table, _: &Insertion) -> Result<Arc<dyn Sink>, Failure> {
        Err(Options::new(table, NAME, OPTIONS)
            .wrong("Connector 'nexmark' can only be used as a source. It cannot be used as a sink.")
            .about_value("connector")
            .hint("to write rows, use filesystem, print or blackhole"))
    }
}

fn read_kind(text: &str) -> Option<Kind> {
    match text {
        "person" => Some(Kind::Person),
        "auction" => Some(Kind::Auction),
        "bid" => Some(Kind::Bid),
        _ => None,
    }
}

fn read_positive(text: &str) -> Option<u64> {
    text.trim().parse().ok().filter(|&number| number > 0)
}

/// How many rows the table has; `events` is what the benchmark's own option says.
fn read_rows(kind: Option<Kind>, options: &mut Options<'_>, events: Option<u64>) -> Result<Option<u64>, Failure> {
    let (events, rows) = (options.number("events")?.or(events), options.number("number-of-rows")?);
    match (events, rows, kind) {
        (Some(_), Some(_), _) => Err(options.wrong("'events' and 'number-of-rows' both say where the table ends: give one.")),
        (Some(events), None, Some(kind)) => Ok(Some(kind.rows(events))),
        (events, rows, _) => Ok(events.or(rows)),
    }
}

/// What the events are like; `event_rate` is what the benchmark's own options say.
fn read_settings(options: &mut Options<'_>, event_rate: Option<u64>) -> Result<Settings, Failure> {
    let default = Settings::default();
    let read_share = |text: &str| text.trim().parse().ok().filter(|share| (0.0..=1.0).contains(share));
    Ok(Settings {
        seed: options.number::<i64>("seed")?.map_or(default.seed, |seed| seed as u64),
        event_rate: options.parsed("event-rate", "a whole number above 0", read_positive)?.or(event_rate).unwrap_or(default.event_rate),
        first_event_ms: options
            .parsed("first-event-time", "a time such as '2026-01-01 00:00:00'", read_time)?
            .unwrap_or(default.first_event_ms),
        disorder_ms: options.duration_ms("disorder")?.unwrap_or(default.disorder_ms),
        late_rate: options.parsed("late-rate", "a number from 0 to 1", read_share)?.unwrap_or(default.late_rate),
        late_by_ms: options.duration_ms("late-by")?.unwrap_or(LATE_BY_MS),
    })
}

fn read_time(text: &str) -> Option<i64> {
    let (days, nanos) = time::read_timestamp(text.trim().as_bytes(), b' ')?;
    Some(days * time::MILLIS_PER_DAY + nanos / 1_000_000)
}
