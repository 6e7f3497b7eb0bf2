//! `dudao rules` and `dudao explain`.

use crate::rules::{self, RULES};

use super::output;

pub fn list() -> u8 {
    for rule in RULES {
        output::line(format_args!("{}　{}　{}", rule.id, rule.severity.label(), rule.name));
    }
    super::CLEAN
}

pub fn explain(id: &str) -> u8 {
    let id = id.to_uppercase();
    if let Some(rule) = rules::rule(&id) {
        output::text(&rules::explain(rule));
        return super::CLEAN;
    }
    if is_of_no_rule(&id) {
        let message = format!("“{id}”不是校对规则，是读数据、排版或者存文件时的情况");
        return output::wrong(message, "原因和改法就写在提到它的那段话里");
    }
    let help = match rules::nearest_id(&id) {
        Some(near) => format!("是不是“{near}”？"),
        None => "`dudao rules` 列出全部规则".to_owned(),
    };
    output::wrong(format_args!("没有编号是“{id}”的规则"), help)
}

/// Whether it looks like an id of a message of which no rule is: of reading, setting
/// or writing.
fn is_of_no_rule(id: &str) -> bool {
    let Some((family, number)) = id.split_once('-') else { return false };
    let is_id = family.len() == 3 && number.len() == 2;
    is_id && !rules::RULES.iter().any(|rule| rule.id.starts_with(family))
}
