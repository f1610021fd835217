//! The settings of a script: what `SET 'key' = 'value'` may name, and what it changes.
//!
//! Keys are Flink's where Flink has one; ours begin with `waterwheel.`. A key that is not in the register is kept and
//! warned about by name: a script written for a cluster should run here.

use crate::catalog::{ColumnKind, TableColumn};
use crate::diagnostic::nearest;
use std::collections::BTreeMap;
use waterwheel::connector::options::parse_millis;
use waterwheel_expr::zone::Zone;

/// What a setting may be set to.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Anything.
    Text,
    /// `true` or `false`, in any case.
    Boolean,
    /// One of these words, in any case.
    Word(&'static [&'static str]),
    /// Any of these words, `;` between them.
    Words(&'static [&'static str]),
    /// A duration such as `200 ms`.
    Duration,
    /// An integer.
    Integer,
    /// The number of shards: at least 1.
    Shards,
    /// A time zone.
    Zone,
}

const LEAVE_OUT_DEFAULT: &str = "EXCLUDE_DEFAULT_VIRTUAL_METADATA_COLUMNS";
const LEAVE_OUT_ALIASED: &str = "EXCLUDE_ALIASED_VIRTUAL_METADATA_COLUMNS";

/// The virtual metadata columns that `*` does not stand for.
#[derive(Clone, Copy, Debug, Default)]
pub struct StarWithout {
    /// Those that are called as their key.
    pub default: bool,
    /// Those that are not.
    pub aliased: bool,
}

impl StarWithout {
    /// Whether this column is one of them.
    pub fn has(self, column: &TableColumn) -> bool {
        match &column.kind {
            ColumnKind::Metadata { key, is_virtual: true } => {
                if *key == column.name {
                    self.default
                } else {
                    self.aliased
                }
            }
            _ => false,
        }
    }
}

impl Takes {
    /// What is wrong with this value of the setting `key`, if anything.
    fn check(self, key: &str, value: &str) -> Result<(), String> {
        match self {
            Takes::Text => Ok(()),
            Takes::Boolean => one_of(key, value, &["true", "false"]),
            Takes::Word(words) => one_of(key, value, words),
            Takes::Words(words) => value.split(';').filter(|v| !v.is_empty()).try_for_each(|v| one_of(key, v.trim(), words)),
            Takes::Duration => duration(key, value).map(drop),
            Takes::Integer => match value.trim().parse::<i64>() {
                Ok(_) => Ok(()),
                Err(_) => Err(format!("'{key}' is an integer, not '{value}'")),
            },
            Takes::Shards => shards(value).map(drop),
            Takes::Zone if Zone::parse(value).is_some() => Ok(()),
            Takes::Zone => {
                Err(format!("there is no time zone '{value}': expected an IANA name such as Europe/Berlin, or an offset such as GMT+05:30"))
            }
        }
    }
}

fn one_of(key: &str, value: &str, words: &[&str]) -> Result<(), String> {
    if words.iter().any(|w| w.eq_ignore_ascii_case(value)) {
        return Ok(());
    }
    let near = nearest(value, words.iter().copied()).map(|n| format!("; did you mean '{n}'?")).unwrap_or_default();
    match words {
        [one] => Err(format!("'{key}' can only be {one} here, not '{value}'")),
        _ => Err(format!("'{key}' is one of {}, not '{value}'{near}", words.join(", "))),
    }
}

fn duration(key: &str, value: &str) -> Result<i64, String> {
    let example = SETTINGS.iter().find(|s| s.key == key).map(|s| s.default).filter(|d| !d.is_empty() && !d.starts_with('0'));
    let example = example.unwrap_or("1 min");
    parse_duration_ms(value).ok_or_else(|| format!("'{key}' is a duration: expected something like '{example}', got '{value}'"))
}

fn shards(value: &str) -> Result<Option<usize>, String> {
    match (value, value.trim().parse()) {
        ("" | "-1", _) => Ok(None),
        (_, Ok(n)) if n >= 1 => Ok(Some(n)),
        _ => Err(format!("'parallelism.default' is the number of shards: expected a number of at least 1, got '{value}'")),
    }
}

/// A setting that the engine knows.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The key of SET.
    pub key: &'static str,
    /// What it may be set to.
    pub takes: Takes,
    /// What holds when it is not set.
    pub default: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
}

const fn setting(key: &'static str, takes: Takes, default: &'static str, doc: &'static str) -> Setting {
    Setting { key, takes, default, doc }
}

/// Every setting that has an effect.
pub static SETTINGS: &[Setting] = &[
    setting(
        "execution.runtime-mode",
        Takes::Word(&["streaming", "batch"]),
        "streaming",
        "`streaming`, or `batch`: final results only, once the input has ended",
    ),
    setting(
        "table.dynamic-table-options.enabled",
        Takes::Boolean,
        "true",
        "whether queries may change options of tables by OPTIONS hints; hints of INSERT INTO always may",
    ),
    setting(
        "table.column-expansion-strategy",
        Takes::Words(&[LEAVE_OUT_DEFAULT, LEAVE_OUT_ALIASED]),
        "",
        "which virtual metadata columns `*` leaves out: those that are called as their key, those that are not; `;` between both",
    ),
    setting("parallelism.default", Takes::Shards, "", "the number of shards; one per available CPU when not set"),
    setting("pipeline.name", Takes::Text, "", "the job's name in messages"),
    setting(
        "pipeline.auto-watermark-interval",
        Takes::Duration,
        "200 ms",
        "a watermark is emitted when it is ahead of the last one by more than this",
    ),
    setting("table.local-time-zone", Takes::Zone, "UTC", "the session's time zone: an IANA name or an offset such as GMT+05:30"),
    setting(
        "table.exec.sink.not-null-enforcer",
        Takes::Word(&["ERROR", "DROP"]),
        "ERROR",
        "what a NULL in a NOT NULL column of a sink does: ERROR fails the job, DROP drops the row",
    ),
    setting(
        "table.exec.legacy-cast-behaviour",
        Takes::Word(&["ENABLED", "DISABLED"]),
        "DISABLED",
        "ENABLED: a CAST that fails is NULL, texts are neither cut nor padded",
    ),
    setting(
        "table.exec.sink.type-length-enforcer",
        Takes::Word(&["IGNORE", "TRIM_PAD", "ERROR"]),
        "IGNORE",
        "what a text or bytes of another length than its sink column do: IGNORE, TRIM_PAD or ERROR",
    ),
    setting(
        "table.exec.sink.nested-constraint-enforcer",
        Takes::Word(&["IGNORE", "ROWS", "ROWS_AND_COLLECTIONS"]),
        "IGNORE",
        "whether both also look into ROWs, or into ROWs, ARRAYs and MAPs: IGNORE, ROWS or ROWS_AND_COLLECTIONS",
    ),
    setting(
        "table.exec.emit.early-fire.enabled",
        Takes::Boolean,
        "false",
        "`true`: TUMBLE and HOP windows of GROUP BY fire with rows before their end, too",
    ),
    setting(
        "table.exec.emit.early-fire.delay",
        Takes::Duration,
        "",
        "how long after a row such a window fires, by the wall clock: `0 ms`, with each batch; must be set with it",
    ),
    setting("table.exec.emit.late-fire.enabled", Takes::Boolean, "false", "`true`: such windows fire again with late rows"),
    setting(
        "table.exec.emit.late-fire.delay",
        Takes::Duration,
        "",
        "how long after a late row, by the wall clock: `0 ms`, with each batch; must be set with it",
    ),
    setting(
        "table.exec.emit.allow-lateness",
        Takes::Duration,
        "",
        "how long after their end late rows are taken; where not set, `table.exec.state.ttl`",
    ),
    setting(
        "table.exec.mini-batch.enabled",
        Takes::Boolean,
        "true",
        "`false` sends one change per input row instead of netting them per batch",
    ),
    setting(
        "table.exec.source.idle-timeout",
        Takes::Duration,
        "0 ms",
        "after so long without a row a source no longer holds watermarks back; 0: it always does",
    ),
    setting(
        "execution.checkpointing.interval",
        Takes::Duration,
        "",
        "how often sinks of endless jobs look for what is complete, such as 1 min; nothing is kept for a restart yet",
    ),
    setting(
        "table.exec.sink.upsert-materialize",
        Takes::Word(&["NONE", "AUTO", "FORCE"]),
        "AUTO",
        "whether rows that change are brought into the order of the sink's primary key: never, where their keys differ, always",
    ),
    setting(
        "table.exec.sink.require-on-conflict",
        Takes::Boolean,
        "true",
        "`false`: a query may update rows by another key than the sink's without ON CONFLICT; the last row of each key shows",
    ),
    setting("table.exec.state.ttl", Takes::Duration, "0 ms", "how long the state of an idle key is kept; 0 keeps it for ever"),
    setting("waterwheel.cpus", Takes::Text, "", "the CPUs to pin shards to, such as 0,2,4; all available ones when not set"),
    setting("waterwheel.record-bytes-max", Takes::Text, "", "the longest line of a file, such as 64mb, where the table does not say it"),
    setting(
        "waterwheel.stop-timeout",
        Takes::Duration,
        "10 s",
        "how long shards may take to stop after SIGINT or SIGTERM before the process ends without them",
    ),
    setting(
        "waterwheel.driver",
        Takes::Word(&["auto", "glommio", "thread"]),
        "thread",
        "what runs the shards: `thread`, `glommio` (io_uring), or `auto`: glommio where it can run",
    ),
];

/// Settings that Flink has and that change nothing here: accepted without a warning, with the values that Flink takes. Where a
/// value would change answers in a way that is not there, it is refused.
static WITHOUT_EFFECT: &[(&str, Takes)] = &[
    ("execution.attached", Takes::Boolean),
    ("execution.checkpointing.mode", Takes::Word(&["EXACTLY_ONCE", "AT_LEAST_ONCE"])),
    ("pipeline.max-parallelism", Takes::Integer),
    ("pipeline.object-reuse", Takes::Boolean),
    ("pipeline.operator-chaining.enabled", Takes::Boolean),
    ("sql-client.execution.result-mode", Takes::Text),
    ("table.display.max-column-width", Takes::Integer),
    ("table.dml-sync", Takes::Boolean),
    ("table.exec.async-state.buffer-size", Takes::Integer),
    ("table.exec.async-state.buffer-timeout", Takes::Duration),
    ("table.exec.async-state.enabled", Takes::Boolean),
    ("table.exec.deduplicate.insert-update-after-sensitive-enabled", Takes::Boolean),
    ("table.exec.deduplicate.mini-batch.compact-changes-enabled", Takes::Boolean),
    ("table.exec.mini-batch.allow-latency", Takes::Duration),
    ("table.exec.mini-batch.size", Takes::Integer),
    ("table.exec.rank.topn-cache-size", Takes::Integer),
    ("table.exec.resource.default-parallelism", Takes::Integer),
    ("table.exec.simplify-operator-name-enabled", Takes::Boolean),
    ("table.exec.sink.keyed-shuffle", Takes::Word(&["NONE", "AUTO", "FORCE"])),
    ("table.exec.sink.rowtime-inserter", Takes::Word(&["ENABLED", "DISABLED"])),
    ("table.exec.uid.generation", Takes::Word(&["PLAN_ONLY", "ALWAYS", "DISABLED"])),
    ("table.exec.window-agg.buffer-size-limit", Takes::Integer),
    ("table.generated-code.max-length", Takes::Integer),
    ("table.optimizer.agg-phase-strategy", Takes::Word(&["AUTO", "ONE_PHASE", "TWO_PHASE"])),
    ("table.optimizer.delta-join.strategy", Takes::Word(&["AUTO", "FORCE", "NONE"])),
    ("table.optimizer.distinct-agg.split.bucket-num", Takes::Integer),
    ("table.optimizer.distinct-agg.split.enabled", Takes::Boolean),
    ("table.optimizer.incremental-agg-enabled", Takes::Boolean),
    ("table.optimizer.join-reorder-enabled", Takes::Boolean),
    ("table.optimizer.multiple-input-enabled", Takes::Boolean),
    ("table.optimizer.non-deterministic-update.strategy", Takes::Word(&["TRY_RESOLVE", "IGNORE"])),
    ("table.optimizer.reuse-source-enabled", Takes::Boolean),
    ("table.optimizer.reuse-sub-plan-enabled", Takes::Boolean),
    ("table.optimizer.source.predicate-pushdown-enabled", Takes::Boolean),
    ("table.sql-dialect", Takes::Word(&["default"])),
];

/// What a setting of either register takes.
fn takes(key: &str) -> Option<Takes> {
    let known = SETTINGS.iter().find(|s| s.key == key).map(|s| s.takes);
    known.or_else(|| WITHOUT_EFFECT.iter().find(|(other, _)| *other == key).map(|(_, takes)| *takes))
}

/// When windows of GROUP BY fire besides at their end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refiring {
    /// With rows before it.
    pub early: bool,
    /// With late rows.
    pub late: bool,
}

/// The settings of one point of a script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    values: BTreeMap<String, String>,
}

impl Config {
    /// Sets a key; what to warn about, if anything.
    pub fn set(&mut self, key: &str, value: &str) -> Option<String> {
        self.values.insert(key.to_owned(), value.to_owned());
        if takes(key).is_some() {
            return None;
        }
        let known = nearest(key, SETTINGS.iter().map(|s| s.key));
        let hint = known.map(|k| format!("; did you mean '{k}'?")).unwrap_or_default();
        Some(format!("the setting '{key}' is not known here and changes nothing{hint}"))
    }

    /// Whether a key takes this value; what it takes otherwise.
    pub fn check(key: &str, value: &str) -> Result<(), String> {
        takes(key).map_or(Ok(()), |takes| takes.check(key, value))
    }

    /// Sets a key back to its default.
    pub fn reset(&mut self, key: &str) {
        self.values.remove(key);
    }

    /// Sets everything back.
    pub fn reset_all(&mut self) {
        self.values.clear();
    }

    /// What was set, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// The value of a known setting: what was set, else its default.
    ///
    /// # Panics
    ///
    /// When the register has no such setting: a bug of the caller.
    pub fn get(&self, key: &str) -> &str {
        let setting = SETTINGS.iter().find(|s| s.key == key).expect("a setting of the register");
        self.values.get(key).map_or(setting.default, String::as_str)
    }

    /// Whether the key was set explicitly.
    pub fn is_set(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// Whether the script runs in batch mode.
    pub fn is_batch(&self) -> bool {
        self.get("execution.runtime-mode").eq_ignore_ascii_case("batch")
    }

    /// Whether queries may have OPTIONS hints.
    pub fn takes_option_hints(&self) -> bool {
        self.get("table.dynamic-table-options.enabled").eq_ignore_ascii_case("true")
    }

    /// Whether ON CONFLICT must say what becomes of rows that meet on a sink's primary key.
    pub fn requires_on_conflict(&self) -> bool {
        self.get("table.exec.sink.require-on-conflict").eq_ignore_ascii_case("true")
    }

    /// What `*` leaves out.
    pub fn star_without(&self) -> StarWithout {
        let says = |word: &str| self.get("table.column-expansion-strategy").split(';').any(|v| v.trim().eq_ignore_ascii_case(word));
        StarWithout { default: says(LEAVE_OUT_DEFAULT), aliased: says(LEAVE_OUT_ALIASED) }
    }

    /// Refuses mini-batches that are asked for by name without what Flink needs for them; an aggregation needs a size, too. Here rows are
    /// netted whatever these say.
    pub fn check_mini_batch(&self, aggregates: bool) -> Result<(), String> {
        const ENABLED: &str = "table.exec.mini-batch.enabled";
        let value = |key: &str| self.values.get(key).map(String::as_str).unwrap_or_default();
        if self.is_batch() || !value(ENABLED).eq_ignore_ascii_case("true") {
            return Ok(());
        }
        let (latency, size) = ("table.exec.mini-batch.allow-latency", "table.exec.mini-batch.size");
        if parse_duration_ms(value(latency)).is_none_or(|ms| ms <= 0) {
            return Err(format!("'{ENABLED}' = 'true' needs '{latency}', such as '1 s'; rows are netted without it where neither is set"));
        }
        let has_size = value(size).trim().parse::<i64>().is_ok_and(|rows| rows > 0);
        if aggregates && !has_size {
            return Err(format!(
                "'{ENABLED}' = 'true' needs '{size}' above 0, such as '5000'; rows are netted without it where neither is set"
            ));
        }
        Ok(())
    }

    /// When windows of GROUP BY fire besides at their end; never in batch mode.
    pub fn refiring(&self) -> Refiring {
        let on = |key: &str| !self.is_batch() && self.get(key).eq_ignore_ascii_case("true");
        Refiring { early: on("table.exec.emit.early-fire.enabled"), late: on("table.exec.emit.late-fire.enabled") }
    }

    /// A setting that is a duration, in milliseconds; `None` where it has no value.
    pub fn duration_ms(&self, key: &str) -> Option<i64> {
        parse_duration_ms(self.get(key))
    }

    /// The number of shards asked for; an error message when it is not one.
    pub fn shards(&self) -> Result<Option<usize>, String> {
        shards(self.get("parallelism.default"))
    }

    /// How long the state of a key that is not updated is kept, in milliseconds, `None` for ever; an error message when it is not a
    /// duration.
    pub fn state_ttl_ms(&self) -> Result<Option<i64>, String> {
        let ttl_ms = self.millis("table.exec.state.ttl")?;
        Ok((ttl_ms > 0).then_some(ttl_ms))
    }

    /// How long shards may take to stop, in milliseconds; an error message when it is not a duration.
    pub fn stop_timeout_ms(&self) -> Result<i64, String> {
        self.millis("waterwheel.stop-timeout")
    }

    /// The interval of watermarks in milliseconds; an error message when it is not a duration.
    pub fn watermark_interval_ms(&self) -> Result<i64, String> {
        self.millis("pipeline.auto-watermark-interval")
    }

    fn millis(&self, key: &str) -> Result<i64, String> {
        duration(key, self.get(key))
    }
}

/// A duration as Flink writes them (`200 ms`, `5s`, `1 min`, `100` for milliseconds), in milliseconds.
pub fn parse_duration_ms(text: &str) -> Option<i64> {
    parse_millis(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_flink_reads_them() {
        for (text, expected) in [
            ("200 ms", Some(200)),
            ("5s", Some(5_000)),
            ("1 min", Some(60_000)),
            ("7", Some(7)),
            ("2 h", Some(7_200_000)),
            ("x", None),
            ("1 fortnight", None),
            ("PT1H", Some(3_600_000)),
            ("p1dt2h3m4.5s", Some(93_784_500)),
            ("PT0.25S", Some(250)),
            ("P1D", Some(86_400_000)),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("P1H", None),
            ("PT1M1H", None),
            ("PT1", None),
        ] {
            assert_eq!(parse_duration_ms(text), expected, "{text}");
        }
    }

    #[test]
    fn a_value_that_a_key_does_not_take_is_refused_by_name() {
        for (key, value, part) in [
            ("execution.runtime-mode", "btch", "did you mean 'batch'?"),
            ("table.local-time-zone", "Europe/Berln", "no time zone 'Europe/Berln'"),
            ("waterwheel.driver", "x", "auto, glommio, thread"),
            ("parallelism.default", "x", "number of shards"),
            ("pipeline.auto-watermark-interval", "soon", "duration"),
            ("table.exec.sink.nested-constraint-enforcer", "COLUMNS", "IGNORE, ROWS, ROWS_AND_COLLECTIONS"),
            ("table.exec.mini-batch.size", "many", "an integer"),
            ("table.sql-dialect", "hive", "can only be default"),
        ] {
            let error = Config::check(key, value).unwrap_err();
            assert!(error.contains(part), "{error}");
        }
        assert_eq!(Config::check("table.local-time-zone", "America/New_York"), Ok(()));
        assert_eq!(Config::check("execution.runtime-mode", "BATCH"), Ok(()));
    }

    #[test]
    fn an_unknown_key_warns_by_name_and_names_the_nearest() {
        let warning = Config::default().set("paralelism.default", "2").unwrap();
        assert!(warning.contains("'paralelism.default'") && warning.contains("'parallelism.default'"), "{warning}");
        assert_eq!(Config::default().set("parallelism.default", "2"), None);
    }
}
