//! What the program has to say to the clerk: one type for everything that is
//! wrong or worth a look, with the place, the fact and the remedy.
//!
//! A *data problem* is a [`Diagnostic`] in a [`Report`] and never stops at the
//! first. A *failing machine* is reported in the same form, without a place in
//! a source. A *bug of ours* panics with the invariant that it broke.

mod edit;
mod json;
mod nearest;
mod reason;
mod sarif;
mod source;
mod terminal;
mod text;

use serde::Serialize;

pub use self::edit::{Edit, Mended, mend, touched};
pub use self::json::to_json;
pub use self::nearest::{half_width, nearest, ranked, synonyms};
pub use self::reason::reason;
pub use self::sarif::{RuleDescription, to_sarif};
pub use self::source::{CELL_MARK, Position, Source, SourceId, Sources, Span, column_letters};
pub use self::terminal::{summary, to_terminal};
pub use self::text::{DEFLATE_LEVEL, Deflated, Text};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 错误: nothing is issued before it is put right.
    Error,
    /// 警告: very likely wrong; the documents are made all the same.
    Warning,
    /// 提示: worth a look.
    Hint,
}

impl Severity {
    /// The word the clerk sees.
    pub fn label(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Hint => "提示",
        }
    }
}

/// A place in a source and what stands there. The first label of a diagnostic
/// is the place it is about; further ones show what it conflicts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    /// May be empty where the message says it all.
    pub text: String,
}

/// One finding: an id that stays the same for ever, one phrase that states the
/// fact with its values, the places, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Family and number, such as `YML-02` or `DAT-03`.
    pub id: &'static str,
    pub severity: Severity,
    pub message: String,
    pub labels: Vec<Label>,
    pub help: Option<String>,
    /// The repair, where there is one that needs no question: see [`mend`].
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    pub fn error(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Error, message.into())
    }

    pub fn warning(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Warning, message.into())
    }

    pub fn hint(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, Severity::Hint, message.into())
    }

    fn new(id: &'static str, severity: Severity, message: String) -> Self {
        Self { id, severity, message, labels: Vec::new(), help: None, edits: Vec::new() }
    }

    /// Adds a place; the first one added is the primary.
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// What to do, as a sentence: it gets its final mark where it has none. An
    /// example that is to be copied ends with lines of its own and gets none.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        let mut help = help.into();
        if !help.ends_with(['。', '？', '}']) && !help.contains('\n') {
            help.push('。');
        }
        self.help = Some(help);
        self
    }
}

/// All that was found in one run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Puts one in and gives it back, to have more added to it.
    pub fn add(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let at = self.diagnostics.len();
        self.diagnostics.push(diagnostic);
        &mut self.diagnostics[at]
    }

    pub fn append(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
    }

    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    /// How many of them can be repaired without a question.
    pub fn repairable(&self) -> usize {
        self.diagnostics.iter().filter(|d| !d.edits.is_empty()).count()
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.diagnostics.iter_mut()
    }

    /// The diagnostics themselves, in order.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// By source, then place, then id; those without a place come first.
    pub fn sort(&mut self) {
        self.diagnostics
            .sort_by_key(|d| (d.labels.first().map(|l| (l.span.source, l.span.start)), d.id));
    }
}
