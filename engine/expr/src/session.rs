//! What a session's settings say to expressions.

/// The settings that change what an expression means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// `table.local-time-zone`: an IANA name (`Europe/Berlin`) or an offset (`GMT+05:30`, `UTC`).
    pub time_zone: String,
}

impl Default for Session {
    fn default() -> Self {
        Session { time_zone: "UTC".to_owned() }
    }
}
