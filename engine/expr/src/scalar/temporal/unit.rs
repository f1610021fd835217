//! The units of time that EXTRACT, FLOOR, TIMESTAMPADD and their kin are given by name.

use crate::{Call, Mismatch};

/// A unit or field of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Millennium,
    Century,
    Decade,
    Year,
    IsoYear,
    Quarter,
    Month,
    Week,
    Day,
    DayOfWeek,
    IsoDayOfWeek,
    DayOfYear,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
    Epoch,
}

impl Unit {
    /// A unit by its SQL name in any case; the ODBC spellings (`SQL_TSI_DAY`) count.
    pub(crate) fn parse(name: &str) -> Option<Unit> {
        let upper = name.to_ascii_uppercase();
        Some(match upper.strip_prefix("SQL_TSI_").unwrap_or(&upper) {
            "MILLENNIUM" => Unit::Millennium,
            "CENTURY" => Unit::Century,
            "DECADE" => Unit::Decade,
            "YEAR" => Unit::Year,
            "ISOYEAR" => Unit::IsoYear,
            "QUARTER" => Unit::Quarter,
            "MONTH" => Unit::Month,
            "WEEK" => Unit::Week,
            "DAY" | "DAYOFMONTH" => Unit::Day,
            "DOW" | "DAYOFWEEK" => Unit::DayOfWeek,
            "ISODOW" => Unit::IsoDayOfWeek,
            "DOY" | "DAYOFYEAR" => Unit::DayOfYear,
            "HOUR" => Unit::Hour,
            "MINUTE" => Unit::Minute,
            "SECOND" => Unit::Second,
            "MILLISECOND" => Unit::Millisecond,
            "MICROSECOND" | "FRAC_SECOND" => Unit::Microsecond,
            "NANOSECOND" => Unit::Nanosecond,
            "EPOCH" => Unit::Epoch,
            _ => return None,
        })
    }

    /// The unit that an argument of a call names as a text literal.
    pub(crate) fn of_argument(call: &Call<'_>, index: usize) -> Result<Unit, Mismatch> {
        let name = call.arguments[index].as_literal().and_then(|v| v.as_str());
        let name = name.ok_or_else(|| Mismatch::new(format!("{} takes its unit as a keyword", call.function.name)))?;
        Unit::parse(name).ok_or_else(|| Mismatch::new(format!("{name} is no unit of time")))
    }

    /// How many milliseconds it lasts, where that is a whole number.
    pub(crate) fn millis(self) -> Option<i64> {
        match self {
            Unit::Week => Some(7 * 86_400_000),
            Unit::Day => Some(86_400_000),
            Unit::Hour => Some(3_600_000),
            Unit::Minute => Some(60_000),
            Unit::Second => Some(1_000),
            Unit::Millisecond => Some(1),
            _ => None,
        }
    }

    /// How many months it lasts, where that is a whole number.
    pub(crate) fn months(self) -> Option<i32> {
        match self {
            Unit::Millennium => Some(12_000),
            Unit::Century => Some(1_200),
            Unit::Decade => Some(120),
            Unit::Year => Some(12),
            Unit::Quarter => Some(3),
            Unit::Month => Some(1),
            _ => None,
        }
    }
}
