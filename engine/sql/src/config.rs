//! The settings of a script: what `SET 'key' = 'value'` may name, and what it changes.
//!
//! Keys are Flink's where Flink has one; ours begin with `waterwheel.`. A key that is not in the register is kept and
//! warned about by name: a script written for a cluster should run here.

use crate::diagnostic::nearest;
use std::collections::BTreeMap;
use waterwheel::connector::options::parse_millis;
use waterwheel_expr::zone::Zone;

/// A setting that the engine knows.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The key of SET.
    pub key: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
}

const fn setting(key: &'static str, default: &'static str, doc: &'static str) -> Setting {
    Setting { key, default, doc }
}

/// Every setting that has an effect.
pub static SETTINGS: &[Setting] = &[
    setting("execution.runtime-mode", "streaming", "`streaming`, or `batch`: final results only, once the input has ended"),
    setting("parallelism.default", "", "the number of shards; one per available CPU when not set"),
    setting("pipeline.name", "", "the job's name in messages"),
    setting("pipeline.auto-watermark-interval", "200 ms", "a watermark is emitted when it is ahead of the last one by more than this"),
    setting("table.local-time-zone", "UTC", "the session's time zone: an IANA name or an offset such as GMT+05:30"),
    setting(
        "table.exec.sink.not-null-enforcer",
        "ERROR",
        "what a NULL in a NOT NULL column of a sink does: ERROR fails the job, DROP drops the row",
    ),
    setting("table.exec.sink.type-length-enforcer", "IGNORE", "what a value longer than its sink column does: IGNORE, TRIM_PAD or ERROR"),
    setting(
        "table.exec.emit.early-fire.enabled",
        "false",
        "`true`: TUMBLE and HOP windows of GROUP BY fire with rows before their end, too",
    ),
    setting(
        "table.exec.emit.early-fire.delay",
        "",
        "how long after a row such a window fires, by the wall clock: `0 ms`, with each batch; must be set with it",
    ),
    setting("table.exec.emit.late-fire.enabled", "false", "`true`: such windows fire again with late rows"),
    setting(
        "table.exec.emit.late-fire.delay",
        "",
        "how long after a late row, by the wall clock: `0 ms`, with each batch; must be set with it",
    ),
    setting("table.exec.emit.allow-lateness", "", "how long after their end late rows are taken; where not set, `table.exec.state.ttl`"),
    setting("table.exec.mini-batch.enabled", "true", "`false` sends one change per input row instead of netting them per batch"),
    setting(
        "table.exec.source.idle-timeout",
        "0 ms",
        "after so long without a row a source no longer holds watermarks back; 0: it always does",
    ),
    setting(
        "execution.checkpointing.interval",
        "",
        "how often sinks of endless jobs look for what is complete, such as 1 min; nothing is kept for a restart yet",
    ),
    setting("table.exec.state.ttl", "0 ms", "how long the state of an idle key is kept; 0 keeps it for ever"),
    setting("waterwheel.cpus", "", "the CPUs to pin shards to, such as 0,2,4; all available ones when not set"),
    setting("waterwheel.record-bytes-max", "", "the longest line of a file, such as 64mb, where the table does not say it"),
    setting(
        "waterwheel.stop-timeout",
        "10 s",
        "how long shards may take to stop after SIGINT or SIGTERM before the process ends without them",
    ),
    setting("waterwheel.driver", "thread", "what runs the shards: `thread`, `glommio` (io_uring), or `auto`: glommio where it can run"),
];

/// Settings that Flink has and that change nothing here: accepted without a warning.
static WITHOUT_EFFECT: &[&str] = &[
    "execution.attached",
    "execution.checkpointing.mode",
    "pipeline.object-reuse",
    "pipeline.max-parallelism",
    "table.dml-sync",
    "table.exec.mini-batch.allow-latency",
    "table.exec.mini-batch.size",
    "table.optimizer.agg-phase-strategy",
    "table.optimizer.distinct-agg.split.enabled",
    "sql-client.execution.result-mode",
];

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
        if SETTINGS.iter().any(|s| s.key == key) || WITHOUT_EFFECT.contains(&key) {
            return None;
        }
        let known = nearest(key, SETTINGS.iter().map(|s| s.key));
        let hint = known.map(|k| format!("; did you mean '{k}'?")).unwrap_or_default();
        Some(format!("the setting '{key}' is not known here and changes nothing{hint}"))
    }

    /// Whether a key takes this value; what it takes otherwise.
    pub fn check(key: &str, value: &str) -> Result<(), String> {
        let one_of = |words: &[&str]| {
            if words.iter().any(|w| w.eq_ignore_ascii_case(value)) {
                return Ok(());
            }
            let near = nearest(value, words.iter().copied()).map(|n| format!("; did you mean '{n}'?")).unwrap_or_default();
            Err(format!("'{key}' is one of {}, not '{value}'{near}", words.join(", ")))
        };
        let mut alone = Config::default();
        alone.set(key, value);
        match key {
            "execution.runtime-mode" => one_of(&["streaming", "batch"]),
            "waterwheel.driver" => one_of(&["auto", "glommio", "thread"]),
            "table.exec.sink.not-null-enforcer" => one_of(&["ERROR", "DROP"]),
            "table.exec.mini-batch.enabled" | "table.exec.emit.early-fire.enabled" | "table.exec.emit.late-fire.enabled" => {
                one_of(&["true", "false"])
            }
            "parallelism.default" => alone.shards().map(drop),
            "table.exec.state.ttl" => alone.state_ttl_ms().map(drop),
            "waterwheel.stop-timeout" => alone.stop_timeout_ms().map(drop),
            "pipeline.auto-watermark-interval" => alone.watermark_interval_ms().map(drop),
            "execution.checkpointing.interval"
            | "table.exec.emit.early-fire.delay"
            | "table.exec.emit.late-fire.delay"
            | "table.exec.emit.allow-lateness"
                if parse_duration_ms(value).is_none() =>
            {
                Err(format!("'{key}' is a duration: expected something like '1 min', got '{value}'"))
            }
            "table.local-time-zone" if Zone::parse(value).is_none() => {
                Err(format!("there is no time zone '{value}': expected an IANA name such as Europe/Berlin, or an offset such as GMT+05:30"))
            }
            _ => Ok(()),
        }
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
        match self.get("parallelism.default") {
            "" | "-1" => Ok(None),
            text => match text.trim().parse() {
                Ok(n) if n >= 1 => Ok(Some(n)),
                _ => Err(format!("'parallelism.default' is the number of shards: expected a number of at least 1, got '{text}'")),
            },
        }
    }

    /// How long the state of a key that is not updated is kept, in milliseconds, `None` for ever; an error message when it is not a
    /// duration.
    pub fn state_ttl_ms(&self) -> Result<Option<i64>, String> {
        let text = self.get("table.exec.state.ttl");
        let ttl_ms = parse_duration_ms(text);
        let ttl_ms = ttl_ms.ok_or_else(|| format!("'table.exec.state.ttl' is a duration: expected something like '1 h', got '{text}'"))?;
        Ok((ttl_ms > 0).then_some(ttl_ms))
    }

    /// How long shards may take to stop, in milliseconds; an error message when it is not a duration.
    pub fn stop_timeout_ms(&self) -> Result<i64, String> {
        let text = self.get("waterwheel.stop-timeout");
        parse_duration_ms(text)
            .ok_or_else(|| format!("'waterwheel.stop-timeout' is a duration: expected something like '10 s', got '{text}'"))
    }

    /// The interval of watermarks in milliseconds; an error message when it is not a duration.
    pub fn watermark_interval_ms(&self) -> Result<i64, String> {
        let text = self.get("pipeline.auto-watermark-interval");
        parse_duration_ms(text)
            .ok_or_else(|| format!("'pipeline.auto-watermark-interval' is a duration: expected something like '200 ms', got '{text}'"))
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
