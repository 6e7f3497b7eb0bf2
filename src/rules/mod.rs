//! What an experienced proofreader finds: slips in the data that its shape
//! cannot tell, and slips of wording in a manuscript.
//!
//! A rule is a [`Rule`] with its function in the file of its family, and a line
//! in [`RULES`]. It errs on the side of silence: what is right in one of a
//! hundred official texts is not flagged. `tests/cases` has what each must
//! find and must leave alone.

mod data;
mod excuse;
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
    &data::completeness::CPL_07,
    &data::sums::DAT_01,
    &data::sums::DAT_02,
    &wording::arithmetic::DAT_03,
    &wording::changes::DAT_04,
    &wording::arithmetic::DAT_05,
    &data::scores::DAT_06,
    &data::counts::DAT_07,
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
    &data::ordinals::DAT_20,
    &data::decimals::DAT_21,
    &data::dates::DAY_01,
    &data::dates::DAY_02,
    &data::dates::DAY_03,
    &data::dates::DAY_04,
    &data::dates::DAY_05,
    &data::dates::DAY_06,
    &data::dates::DAY_07,
    &wording::issue::DAY_08,
    &data::law::DOM_01,
    &data::law::DOM_02,
    &data::law::DOM_04,
    &data::law::DOM_05,
    &data::law::DOM_06,
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
    &wording::ingestion::ING_01,
    &wording::ingestion::ING_02,
    &wording::ingestion::ING_03,
    &wording::ingestion::ING_04,
    &wording::ingestion::ING_05,
    &wording::ingestion::ING_06,
    &wording::ingestion::ING_07,
    &wording::ingestion::ING_08,
    &wording::ingestion::ING_09,
    &wording::ingestion::ING_10,
    &wording::ingestion::ING_12,
    &wording::typo::LEX_01,
    &wording::typo::LEX_02,
    &wording::typo::LEX_03,
    &wording::typo::LEX_04,
    &wording::typo::LEX_05,
    &wording::dates::NUM_01,
    &wording::dates::NUM_02,
    &wording::dates::NUM_03,
    &wording::dates::NUM_04,
    &wording::dates::NUM_05,
    &wording::number::NUM_06,
    &wording::number::NUM_07,
    &wording::number::NUM_08,
    &wording::number::NUM_09,
    &wording::number::NUM_10,
    &wording::number::NUM_11,
    &wording::number::NUM_12,
    &wording::number::NUM_13,
    &wording::number::NUM_14,
    &wording::number::NUM_15,
    &wording::number::NUM_16,
    &wording::number::NUM_18,
    &wording::number::NUM_19,
    &wording::ordinal::ORD_01,
    &wording::ordinal::ORD_02,
    &wording::ordinal::ORD_03,
    &wording::ordinal::ORD_04,
    &wording::ordinal::ORD_05,
    &wording::ordinal::ORD_06,
    &wording::ordinal::ORD_07,
    &wording::ordinal::ORD_09,
    &wording::ordinal::ORD_10,
    &wording::ordinal::ORD_12,
    &wording::ordinal::ORD_13,
    &wording::placeholder::PH_01,
    &wording::placeholder::PH_02,
    &wording::placeholder::PH_03,
    &wording::placeholder::PH_04,
    &wording::placeholder::PH_05,
    &wording::punctuation::PUN_01,
    &wording::punctuation::PUN_02,
    &wording::punctuation::PUN_03,
    &wording::punctuation::PUN_04,
    &wording::pairs::PUN_05,
    &wording::pairs::PUN_06,
    &wording::pairs::PUN_07,
    &wording::punctuation::PUN_08,
    &wording::punctuation::PUN_09,
    &wording::punctuation::PUN_10,
    &wording::punctuation::PUN_11,
    &wording::sentence::PUN_12,
    &wording::sentence::PUN_13,
    &wording::sentence::PUN_14,
    &wording::sentence::PUN_15,
    &wording::sentence::PUN_16,
    &wording::sentence::PUN_17,
    &wording::punctuation::PUN_19,
    &wording::reference::REF_01,
    &wording::reference::REF_02,
    &wording::reference::REF_03,
    &wording::reference::REF_04,
    &wording::reference::REF_05,
    &wording::reference::REF_06,
    &wording::reference::REF_07,
    &wording::reference::REF_08,
    &wording::reference::REF_09,
    &wording::reference::REF_10,
    &wording::issue::REF_11,
    &wording::structure::STR_01,
    &wording::structure::STR_02,
    &wording::structure::STR_03,
    &wording::structure::STR_04,
    &wording::element::STR_07,
    &wording::structure::STR_08,
    &wording::structure::STR_09,
    &wording::element::STR_10,
    &wording::element::STR_11,
    &wording::element::STR_12,
    &wording::issue::STR_13,
    &wording::issue::STR_14,
    &wording::issue::STR_15,
    &wording::issue::STR_16,
    &wording::typo::TYP_01,
    &wording::typo::TYP_02,
    &wording::typo::TYP_03,
    &wording::typo::TYP_04,
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
            Diagnostic::error("WBK-19", message).help(match nearest_id(&id.to_uppercase()) {
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
    let mut found = Report::new();
    for rule in RULES {
        if let Check::Wording(check) = rule.check
            && let Some(mut findings) = findings(rule, settings, &mut found)
        {
            check(text, &mut findings);
        }
    }
    excuse::apply(text, found.into_diagnostics(), settings, report);
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

    #[test]
    fn rules_stand_in_the_order_of_their_ids() {
        let ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
    }
}
