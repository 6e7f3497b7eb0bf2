//! What an experienced proofreader finds: slips in the data that its shape
//! cannot tell, and slips of wording in a manuscript.
//!
//! A rule is a [`Rule`] with its function in the file of its family, and a line
//! in [`RULES`]. It errs on the side of silence: what is right in one of a
//! hundred official texts is not flagged. `tests/cases/rules` has what each must
//! find and must leave alone.

mod data;
mod reference;
mod rule;
mod text;
mod wording;

use std::collections::BTreeMap;

pub use self::reference::{explain, reference};
pub use self::rule::{Check, Example, Findings, Rule};
pub use self::text::Text;
use crate::diagnostic::{Report, nearest};
use crate::record::RuleSetting;
use crate::workbook::Workbook;

/// All rules, in the order of their ids.
pub static RULES: &[&Rule] =
    &[&data::sums::DAT_01, &wording::punctuation::PUN_01, &wording::punctuation::PUN_02];

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id).copied()
}

/// The id that a wrong one was probably meant to be.
pub fn nearest_id(id: &str) -> Option<&'static str> {
    nearest(id, RULES.iter().map(|rule| rule.id))
}

/// Runs the rules on data.
pub fn check_data(workbook: &Workbook, report: &mut Report) {
    for rule in RULES {
        if let Check::Data(check) = rule.check
            && let Some(mut findings) = findings(rule, &workbook.record.checks, report)
        {
            check(workbook, &mut findings);
        }
    }
}

/// Runs the rules on wording.
pub fn check_wording(
    text: &Text,
    settings: &BTreeMap<String, RuleSetting>,
    report: &mut Report,
) {
    for rule in RULES {
        if let Check::Wording(check) = rule.check
            && let Some(mut findings) = findings(rule, settings, report)
        {
            check(text, &mut findings);
        }
    }
}

/// Nothing for a rule that is turned off.
fn findings<'r>(
    rule: &Rule,
    settings: &BTreeMap<String, RuleSetting>,
    report: &'r mut Report,
) -> Option<Findings<'r>> {
    let severity = match settings.get(rule.id) {
        None => rule.severity,
        Some(RuleSetting::Off) => return None,
        Some(RuleSetting::Error) => crate::diagnostic::Severity::Error,
        Some(RuleSetting::Warning) => crate::diagnostic::Severity::Warning,
        Some(RuleSetting::Hint) => crate::diagnostic::Severity::Hint,
    };
    Some(Findings::new(rule, severity, report))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    fn found(rule: &Rule, words: &str) -> usize {
        let mut sources = Sources::new();
        let source = sources.add("文稿", words);
        let mut report = Report::new();
        if let Check::Wording(check) = rule.check {
            let mut findings = Findings::new(rule, rule.severity, &mut report);
            check(&Text::plain(source, words), &mut findings);
        }
        report.iter().count()
    }

    #[test]
    fn rules_stand_in_the_order_of_their_ids() {
        let ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
    }

    #[test]
    fn rules_on_wording_find_their_bad_examples_and_not_their_good_ones() {
        for rule in RULES.iter().filter(|rule| matches!(rule.check, Check::Wording(_))) {
            assert!(!rule.examples.is_empty(), "{}", rule.id);
            for example in rule.examples {
                assert!(found(rule, example.bad) > 0, "{}: {}", rule.id, example.bad);
                assert_eq!(found(rule, example.good), 0, "{}: {}", rule.id, example.good);
            }
        }
    }
}
