//! What a manuscript excuses from a rule.

use std::collections::BTreeMap;

use super::{Text, nearest_id, rule};
use crate::diagnostic::{Diagnostic, Report};
use crate::document::Excuse;
use crate::record::RuleSetting;

/// An excuse from a rule that does not exist.
const UNKNOWN: &str = "RUL-11";
/// An excuse where the rule finds nothing.
const IDLE: &str = "RUL-12";

/// Reports what was found and not excused, and what excuses nothing: that would
/// hide the next slip.
pub(super) fn apply(
    text: &Text,
    found: Vec<Diagnostic>,
    settings: &BTreeMap<String, RuleSetting>,
    report: &mut Report,
) {
    let mut used = vec![false; text.excuses().len()];
    for diagnostic in found {
        let by = text.excuses().iter().position(|excuse| covers(excuse, &diagnostic));
        match by {
            Some(at) => used[at] = true,
            None => report.push(diagnostic),
        }
    }
    for (excuse, used) in text.excuses().iter().zip(used) {
        let id = excuse.rule.as_str();
        // Without an id the manuscript itself is at fault.
        if id.is_empty() || used || settings.get(id) == Some(&RuleSetting::Off) {
            continue;
        }
        report.push(if rule(id).is_none() {
            let near = nearest_id(id).map(|near| format!("是不是“{near}”？"));
            Diagnostic::error(UNKNOWN, format!("没有编号是“{id}”的规则"))
                .at(excuse.place, "")
                .help(near.unwrap_or_else(|| "`dudao rules` 列出全部规则".to_owned()))
        } else {
            Diagnostic::error(IDLE, format!("下面这一段没有“{id}”要查的问题，不用写“不查”"))
                .at(excuse.place, "")
                .help("删去这一行；要查的问题在别的段落，就把它移到那一段的上面")
        });
    }
}

fn covers(excuse: &Excuse, diagnostic: &Diagnostic) -> bool {
    let (Some(block), Some(label)) = (excuse.covers, diagnostic.labels.first()) else {
        return false;
    };
    excuse.rule == diagnostic.id
        && block.source == label.span.source
        && (block.start..block.end).contains(&label.span.start)
}
