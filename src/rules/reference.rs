//! What is said of the rules themselves: one by one, and all in `docs/rules.md`.

use std::fmt::Write;

use super::{Check, RULES, Rule};

/// A rule as `dudao explain` shows it.
pub fn explain(rule: &Rule) -> String {
    let mut text =
        format!("{} {}（{}）\n\n{}\n", rule.id, rule.name, rule.severity.label(), rule.reason);
    for example in rule.examples {
        // Writing to a string cannot fail.
        let _ =
            write!(text, "\n  错  {}\n  对  {}\n", shown(example.bad), shown(example.good));
    }
    text
}

/// All rules, for `docs/rules.md`.
pub fn reference() -> String {
    let mut text = String::from(
        "# 检查规则\n\n`dudao check` 按这些规则检查数据和文稿，`dudao explain 编号` 单看一条。\
         工作簿里可以关掉一条，或者改它的轻重：`检查: {PUN-01: 关}`。文稿里有一段\
         有理由不照办，就在它上面单独写一行：`<!-- 不查 PUN-01：原文如此 -->`。\n\n\
         `dudao check --fix` 改正有把握的问题，要人拿主意的只列出来。它从不改数：年份里的“〇”，\
         日期、文号里前面的0，数字的全角半角，是数的写法，规则有要求的才改，数值不变；一处改正\
         会让那一行的数变样，就不改。\n",
    );
    for rule in RULES {
        let (id, name, severity) = (rule.id, rule.name, rule.severity.label());
        let _ = write!(text, "\n## {id} {name}\n\n{severity}。{}\n", rule.reason);
        // Data are YAML, whose marks Markdown would take for its own.
        let mark = if matches!(rule.check, Check::Wording(_)) { "" } else { "`" };
        for example in rule.examples {
            let (bad, good) = (shown(example.bad), shown(example.good));
            let _ = write!(text, "\n- 错：{mark}{bad}{mark}\n- 对：{mark}{good}{mark}\n");
        }
    }
    text
}

/// An example on one line, cut off where it is long only for the sake of length.
fn shown(example: &str) -> String {
    const LONGEST: usize = 200;
    let line = example.trim().replace('\n', " ⏎ ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", &line[..end]),
        None => line,
    }
}
