//! What a rule is and how it says what it found.

use crate::diagnostic::{Diagnostic, Report, Severity, Span};
use crate::figures::Ledger;
use crate::workbook::Workbook;

use super::Text;

/// One rule. Its texts are what `dudao explain` shows and what `docs/rules.md`
/// is made from.
pub struct Rule {
    /// Family and number, such as `PUN-01`. Never given to anything else.
    pub id: &'static str,
    /// Named after what it finds.
    pub name: &'static str,
    pub severity: Severity,
    /// What is wrong and why, with the clause of the standard or the article of
    /// the regulation.
    pub reason: &'static str,
    pub examples: &'static [Example],
    pub check: Check,
}

/// A slip and how it is put right.
pub struct Example {
    pub bad: &'static str,
    pub good: &'static str,
}

/// What a rule reads.
pub enum Check {
    /// The data of a workbook.
    Data(fn(&Workbook, &mut Findings)),
    /// The data of a workbook against what is computed from them.
    Figures(fn(&Workbook, &Ledger, &mut Findings)),
    /// The words of a text.
    Wording(fn(&Text, &mut Findings)),
}

/// Where a rule puts what it finds.
pub struct Findings<'r> {
    id: &'static str,
    severity: Severity,
    report: &'r mut Report,
}

impl<'r> Findings<'r> {
    pub(super) fn new(rule: &Rule, severity: Severity, report: &'r mut Report) -> Self {
        Self { id: rule.id, severity, report }
    }

    /// One finding: the fact with its values, its place, and what to do.
    pub fn push(
        &mut self,
        place: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push_with(&[(place, "")], message, help)
    }

    /// One finding that several places have a part in, each with what stands
    /// there; the first is the one it is about.
    pub fn push_with(
        &mut self,
        places: &[(Span, &str)],
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let mut diagnostic = match self.severity {
            Severity::Error => Diagnostic::error(self.id, message),
            Severity::Warning => Diagnostic::warning(self.id, message),
            Severity::Hint => Diagnostic::hint(self.id, message),
        };
        for (span, text) in places {
            diagnostic = diagnostic.at(*span, *text);
        }
        self.report.add(diagnostic.help(help))
    }
}
