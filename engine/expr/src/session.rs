//! What a session's settings and names say to expressions.

use crate::UserFunctions;

/// What changes what an expression means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// `table.local-time-zone`: an IANA name (`Europe/Berlin`) or an offset (`GMT+05:30`, `UTC`).
    pub time_zone: String,
    /// Whether `table.exec.legacy-cast-behaviour` is ENABLED.
    pub legacy_casts: bool,
    /// The current database.
    pub database: String,
    /// The functions that stand before the register's, under the names by which they are called.
    pub functions: UserFunctions,
}

impl Default for Session {
    fn default() -> Self {
        Session {
            time_zone: "UTC".to_owned(),
            legacy_casts: false,
            database: "default_database".to_owned(),
            functions: UserFunctions::default(),
        }
    }
}
