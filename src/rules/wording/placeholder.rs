//! PH: what was to be filled in and was not.

use crate::diagnostic::Severity;
use crate::document::PassageKind;
use crate::rules::text::{Hit, by_passage, pattern, times};
use crate::rules::{Check, Example, Findings, Rule, Text};

pub static PH_01: Rule = Rule {
    id: "PH-01",
    name: "没有填写的XX",
    severity: Severity::Error,
    reason: "XX、x、×是等着填写的空，发文前要填上。",
    examples: &[Example {
        bad: "XX市xx县完成投资x.2万元，x小学。",
        good: "实行“1+X”模式，教室9×7米，X光检查，Excel表，156mm×225mm。",
    }],
    check: Check::Wording(crosses),
};

fn crosses(text: &Text, findings: &mut Findings) {
    let hits = text.hits(pattern!("[XxＸｘ×]+")).filter(is_mask);
    for (hit, count) in by_passage(hits) {
        let message = format!("“{}”还没有填写{}", hit.text(), times(count));
        findings.push(hit.place(), message, "填上真实的名称或数字");
    }
}

fn is_mask(hit: &Hit) -> bool {
    let word = |c: char| c.is_ascii_alphabetic() || ('À'..='ɏ').contains(&c);
    let (prev, next) = (hit.prev(), hit.next());
    if prev.is_some_and(word) || next.is_some_and(word) || hit.is_address() {
        return false;
    }
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == ' ');
    match hit.text() {
        // A lone capital is a name: 1+X, X光.
        "X" | "Ｘ" => {
            hit.after().starts_with(['.', '市', '县', '区', '省', '校', '镇', '乡'])
        }
        "x" | "ｘ" => {
            // (x) and (xué) are no names to fill in.
            let bracketed = prev == Some('(') || next == Some(')');
            !(bracketed || digit(prev) && digit(next) || prev == Some('+'))
        }
        "×" => !digit(prev) && !digit(next) && prev != Some('）') && next != Some('（'),
        _ => true,
    }
}

pub static PH_02: Rule = Rule {
    id: "PH-02",
    name: "没有填写的横线",
    severity: Severity::Error,
    reason: "“__”是等着填写的空，发文前要填上。",
    examples: &[Example {
        bad: "20__年_月参加督导。", good: "文件名为a_b_c.docx。"
    }],
    check: Check::Wording(underscores),
};

fn underscores(text: &Text, findings: &mut Findings) {
    let blank = |hit: &Hit| {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !(latin(hit.prev()) && latin(hit.next()) || hit.is_address())
    };
    let hits = text.hits(pattern!(r"(?:\\?[_＿])+")).filter(blank);
    for (hit, count) in by_passage(hits) {
        let message = format!("横线的地方还没有填写{}", times(count));
        findings.push(hit.place(), message, "填上真实的名称或日期");
    }
}

pub static PH_03: Rule = Rule {
    id: "PH-03",
    name: "数字里的星号",
    severity: Severity::Error,
    reason: "“201*年”里的星号是遮住的数字，发文前要填上。",
    examples: &[Example { bad: "201*年度达标。", good: "2019年度达标。" }],
    check: Check::Wording(starred_digits),
};

fn starred_digits(text: &Text, findings: &mut Findings) {
    // In a manuscript a bare * marks emphasis.
    let typed = |hit: &Hit| {
        let product = hit.next().is_some_and(|c| c.is_ascii_digit());
        !product && (hit.is_line() || hit.text().contains('\\'))
    };
    for (hit, count) in by_passage(text.hits(pattern!(r"\d+\\?\*+")).filter(typed)) {
        let message = format!("“{}”的数字不全{}", hit.text().replace('\\', ""), times(count));
        findings.push(hit.place(), message, "写出完整的数字");
    }
}

pub static PH_04: Rule = Rule {
    id: "PH-04",
    name: "没有写明的“某”和占位词",
    severity: Severity::Warning,
    reason: "“某县”“○○小学”“待补”“（此处…）”“【】”是没有写完的地方。",
    examples: &[Example {
        bad: "某县教育局（此处填写单位名称），TODO。",
        good: "某些学校、某种程度，二○○九年，□是 □否，笔者到某校走访。",
    }],
    check: Check::Wording(unnamed),
};

fn unnamed(text: &Text, findings: &mut Findings) {
    // An author who writes of himself hides names on purpose.
    let essay = text.hits(pattern!("笔者")).next().is_some();
    let stand_ins = pattern!(
        r"某某?(?:省|市|县|区|乡|镇|校|局|单位|学校|中学|小学|幼儿园)|○{2,}|〇{3,}|【\s*】|TODO|待补充?|（此处[^）]*）|\(此处[^)]*\)|\?{3,}|？{3,}"
    );
    for hit in text.hits(stand_ins) {
        let numeral =
            |c: Option<char>| c.is_some_and(|c| "一二三四五六七八九十年".contains(c));
        let hidden = hit.text().starts_with('某') && essay;
        if hidden || numeral(hit.prev()) && hit.text().contains(['○', '〇']) {
            continue;
        }
        findings.push(
            hit.place(),
            format!("“{}”没有写明", hit.text()),
            "写上真实的名称或内容",
        );
    }
}

pub static PH_05: Rule = Rule {
    id: "PH-05",
    name: "占位符后面剩下的数字",
    severity: Severity::Error,
    reason: "遮住名称以后剩下的数字没有意义。",
    examples: &[Example {
        bad: "责任督学：XXXX。19", good: "责任督学：张三等19人"
    }],
    check: Check::Wording(residue),
};

fn residue(text: &Text, findings: &mut Findings) {
    for hit in text.hits(pattern!(r"[XxＸ×]{2,}。?(\d{1,4})$")) {
        if hit.passage.kind != PassageKind::Cell {
            let message = format!("占位符后面剩下“{}”", hit.text());
            findings.push(hit.place(), message, "删去它，或者写成完整的一句");
        }
    }
}
