//! PUN: punctuation (GB/T 15834-2011).

use crate::diagnostic::Severity;
use crate::rules::text::pattern;
use crate::rules::{Check, Example, Findings, Rule, Text};

pub static PUN_01: Rule = Rule {
    id: "PUN-01",
    name: "书名号之间的顿号",
    severity: Severity::Warning,
    reason: "并列的书名号之间不用顿号或逗号（GB/T 15834—2011第4.5.3.5条）；\
             中间有括注等别的成分时才用。",
    examples: &[Example {
        bad: "依据《教育法》、《教师法》开展督导。",
        good: "依据《教育法》《教师法》和《甲办法》（试行）、《乙办法》开展督导。",
    }],
    check: Check::Wording(mark_between_titles),
};

fn mark_between_titles(text: &Text, findings: &mut Findings) {
    for (place, found) in text.find(pattern!("》[、，,]《")) {
        let message = format!("书名号之间多了标点“{}”", found.as_str());
        findings.push(place, message, "删去中间的标点，写成“》《”");
    }
}

pub static PUN_02: Rule = Rule {
    id: "PUN-02",
    name: "引号之间的顿号",
    severity: Severity::Warning,
    reason: "并列的引号之间不用顿号（GB/T 15834—2011第4.5.3.5条）。",
    examples: &[Example {
        bad: "抓好校园“绿化”、“美化”工作。",
        good: "抓好校园“绿化”“美化”工作，“赶”“超”并举，做到“快”，“好”。",
    }],
    check: Check::Wording(mark_between_quotes),
};

fn mark_between_quotes(text: &Text, findings: &mut Findings) {
    for (place, _) in text.find(pattern!("”、“")) {
        findings.push(place, "引号之间多了顿号", "删去中间的顿号，写成“”“”");
    }
}
