//! Why a job stops: one value from the place that failed up to the person who reads it.
//!
//! A failure says what was expected, what was found and what to do; each room it passes adds where (`in`), never rewords.

use std::fmt;

/// What kind of thing is wrong, which decides what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A row: its value, format or time cannot be processed as the job demands.
    Data,
    /// The world outside: a file, a socket, a permission, a limit.
    World,
    /// Nobody wants the results any more: the reader of an output has gone away. Ends a job without a fault.
    Unwanted,
    /// The engine itself: a bug of ours.
    Bug,
}

/// A job's failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of thing is wrong.
    pub cause: Cause,
    /// What is wrong: expected and found.
    pub message: String,
    /// Where, innermost first: row, file and position, operator.
    pub places: Vec<String>,
    /// What to do about it, when we know.
    pub hint: Option<String>,
    /// The option of a table's WITH clause that is at fault, when one is.
    pub option: Option<WrongOption>,
}

/// An option that is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongOption {
    /// Its full key.
    pub key: String,
    /// Whether its value is wrong, not the key itself.
    pub value: bool,
}

impl Failure {
    fn new(cause: Cause, message: impl Into<String>) -> Self {
        Failure { cause, message: message.into(), places: Vec::new(), hint: None, option: None }
    }

    /// A row that cannot be processed.
    pub fn data(message: impl Into<String>) -> Self {
        Self::new(Cause::Data, message)
    }

    /// Something outside that is not as it must be.
    pub fn world(message: impl Into<String>) -> Self {
        Self::new(Cause::World, message)
    }

    /// An output that nobody reads any more.
    pub fn unwanted(message: impl Into<String>) -> Self {
        Self::new(Cause::Unwanted, message)
    }

    /// A bug of ours.
    pub fn bug(message: impl Into<String>) -> Self {
        Self::new(Cause::Bug, message)
    }

    /// The same failure with one more place, further out than those it has.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.places.push(place.into());
        self
    }

    /// The same failure with what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same failure, being about an option that there is not.
    #[must_use]
    pub fn about_key(mut self, key: impl Into<String>) -> Self {
        self.option = Some(WrongOption { key: key.into(), value: false });
        self
    }

    /// The same failure, being about the value of an option.
    #[must_use]
    pub fn about_value(mut self, key: impl Into<String>) -> Self {
        self.option = Some(WrongOption { key: key.into(), value: true });
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for place in &self.places {
            write!(f, "\n  in {place}")?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}
