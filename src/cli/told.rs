//! What is said of many documents: each thing once, and of how many more it is true.

use std::collections::{BTreeMap, BTreeSet};

use crate::batch::Outcome;
use crate::diagnostic::{Diagnostic, Report, Severity, Sources, reason};

use super::output;

/// By what a finding is known again in another document: what is said and, where it
/// is not said of the text that the document was given, the place.
type Finding = (&'static str, String, Option<String>);

/// What has been said, with the number of documents that it is true of.
#[derive(Default)]
pub struct Told {
    findings: BTreeMap<Finding, usize>,
    /// What the machine failed at, by the reason.
    failures: BTreeMap<String, usize>,
}

impl Told {
    /// Says what is new in the outcome of a document. A fault in the data or a
    /// template stands in the project's sources.
    pub fn outcome(&mut self, outcome: &mut Outcome, project: &Sources) {
        let mut report = Report::new();
        outcome.fault.take().into_iter().for_each(|fault| report.push(fault));
        self.report(report, project, |_| true);
        let report = std::mem::take(&mut outcome.report);
        // What is wrong in a manuscript that a clerk has changed is his to find there.
        let by_hand = outcome.row.by_hand;
        let placed =
            |diagnostic: &Diagnostic| by_hand && diagnostic.severity != Severity::Hint;
        self.report(report, &outcome.sources, placed);
        if let Some(failure) = &outcome.failure {
            let times = self.failures.entry(reason(&failure.source)).or_default();
            *times += 1;
            if *times == 1 {
                output::fault(failure);
            }
        }
    }

    fn report(
        &mut self,
        report: Report,
        sources: &Sources,
        placed: impl Fn(&Diagnostic) -> bool,
    ) {
        let (mut new, mut all) = (Report::new(), BTreeSet::new());
        for diagnostic in report.into_diagnostics() {
            let place = diagnostic.labels.first().filter(|_| placed(&diagnostic));
            let place = place.map(|label| sources.place(label.span));
            let finding = (diagnostic.id, diagnostic.message.clone(), place);
            if !self.findings.contains_key(&finding) {
                new.push(diagnostic);
            }
            all.insert(finding);
        }
        for finding in all {
            *self.findings.entry(finding).or_default() += 1;
        }
        output::print(&mut new, sources);
    }

    /// How many documents the machine failed at.
    pub fn failures(&self) -> usize {
        self.failures.values().sum()
    }

    /// Says of how many more documents each thing is true.
    pub fn end(&self) {
        for ((id, message, _), times) in self.findings.iter().filter(|(_, times)| **times > 1)
        {
            let more = times - 1;
            output::complain(format_args!("另有{more}份文书相同：{id} {message}"));
        }
        for (reason, times) in self.failures.iter().filter(|(_, times)| **times > 1) {
            let more = times - 1;
            output::complain(format_args!(
                "另有{more}份文书也没有写成（{reason}），是哪些见 manifest.csv"
            ));
        }
    }
}
