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
    let help = match rules::nearest_id(&id) {
        Some(near) => format!("是不是“{near}”？"),
        None => "`dudao rules` 列出全部规则".to_owned(),
    };
    output::wrong(format_args!("没有编号是“{id}”的规则"), help)
}
