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
use crate::diagnostic::{Diagnostic, Report, nearest};
use crate::figures::Ledger;
use crate::record::RuleSetting;
use crate::workbook::Workbook;

/// All rules, in the order of their ids.
pub static RULES: &[&Rule] = &[
    &data::citations::BAS_01,
    &data::citations::BAS_02,
    &data::citations::BAS_03,
    &data::citations::BAS_04,
    &data::citations::BAS_05,
    &data::completeness::CPL_01,
    &data::completeness::CPL_02,
    &data::completeness::CPL_03,
    &data::completeness::CPL_04,
    &data::completeness::CPL_05,
    &data::completeness::CPL_06,
    &data::sums::DAT_01,
    &data::sums::DAT_02,
    &wording::arithmetic::DAT_03,
    &wording::changes::DAT_04,
    &wording::arithmetic::DAT_05,
    &data::scores::DAT_06,
    &data::counts::DAT_08,
    &wording::changes::DAT_09,
    &data::prose::DAT_10,
    &data::counts::DAT_11,
    &wording::changes::DAT_12,
    &data::counts::DAT_13,
    &data::counts::DAT_14,
    &data::scores::DAT_16,
    &data::counts::DAT_17,
    &data::counts::DAT_18,
    &wording::arithmetic::DAT_19,
    &data::dates::DAY_01,
    &data::dates::DAY_02,
    &data::dates::DAY_03,
    &data::dates::DAY_04,
    &data::dates::DAY_05,
    &data::dates::DAY_06,
    &data::dates::DAY_07,
    &data::law::DOM_01,
    &data::law::DOM_02,
    &data::law::DOM_04,
    &data::law::DOM_05,
    &data::law::DOM_07,
    &data::law::DOM_08,
    &data::law::DOM_09,
    &data::prose::FIG_01,
    &data::prose::FIG_02,
    &data::scores::GRD_01,
    &data::scores::GRD_02,
    &data::scores::GRD_03,
    &data::scores::GRD_04,
    &data::scores::GRD_05,
    &data::identity::IDT_01,
    &data::identity::IDT_02,
    &data::identity::IDT_03,
    &data::identity::IDT_04,
    &data::identity::IDT_05,
    &wording::punctuation::PUN_01,
    &wording::punctuation::PUN_02,
];

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id).copied()
}

/// The id that a wrong one was probably meant to be.
pub fn nearest_id(id: &str) -> Option<&'static str> {
    nearest(id, RULES.iter().map(|rule| rule.id))
}

/// Runs the rules on data, and reports settings for rules that there are not.
pub fn check_data(workbook: &Workbook, ledger: &Ledger, report: &mut Report) {
    unknown_settings(workbook, report);
    for rule in RULES {
        let Some(mut findings) = findings(rule, &workbook.record.checks, report) else {
            continue;
        };
        match rule.check {
            Check::Data(check) => check(workbook, &mut findings),
            Check::Figures(check) => check(workbook, ledger, &mut findings),
            Check::Wording(_) => {}
        }
    }
}

fn unknown_settings(workbook: &Workbook, report: &mut Report) {
    for id in workbook.record.checks.keys().filter(|id| rule(id).is_none()) {
        let message = format!("没有编号是“{id}”的规则");
        let mut diagnostic =
            Diagnostic::error("WBK-17", message).help(match nearest_id(&id.to_uppercase()) {
                Some(near) => format!("是不是“{near}”？"),
                None => "能关掉或者改轻重的规则，请看 `dudao rules`".to_owned(),
            });
        if let Some(span) = workbook.key_span(&format!("/检查/{id}")) {
            diagnostic = diagnostic.at(span, "");
        }
        report.push(diagnostic);
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
