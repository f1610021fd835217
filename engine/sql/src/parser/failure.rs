//! A diagnostic on its way out of the rules.

use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// One pointer: every rule under way has room for several on the stack, and rules nest deeply.
#[derive(Debug)]
pub(super) struct Failure(Box<Diagnostic>);

impl Failure {
    pub(super) fn at(span: Span, message: impl Into<String>) -> Self {
        Self(Box::new(Diagnostic::at(span, message)))
    }

    pub(super) fn of(diagnostic: Diagnostic) -> Self {
        Self(Box::new(diagnostic))
    }

    pub(super) fn into_diagnostic(self) -> Diagnostic {
        *self.0
    }

    pub(super) fn has_hint(&self) -> bool {
        self.0.hint.is_some()
    }

    /// Replaces the hint.
    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Adds the hint unless there is one.
    pub(super) fn or_hint(self, hint: impl Into<String>) -> Self {
        if self.has_hint() { self } else { self.with_hint(hint) }
    }

    pub(super) fn without_hint(mut self) -> Self {
        self.0.hint = None;
        self
    }
}
