//! STR: what a clerk writes into the elements of a manuscript although the
//! program writes it, and what the elements lack (GB/T 9704-2012, 7.2 to 7.4).

use crate::chinese::punctuation::{enclosed, is_han};
use crate::diagnostic::{Severity, Span};
use crate::document::PassageKind;
use crate::rules::text::pattern;
use crate::rules::{Check, Example, Findings, Rule, Text};

/// An element, as a rule on wording is shown one.
const LETTER: &str = "---\n标题: 关于开展专项督导的通知\n版式: 普通\n---\n\n各校做好准备。\n";

pub static STR_07: Rule = Rule {
    id: "STR-07",
    name: "没有署名或日期",
    severity: Severity::Warning,
    reason: "文件格式、信函格式的公文要有发文机关署名和成文日期（GB/T 9704—2012第7.3.5条）。",
    examples: &[Example {
        bad: "---\n标题: 通知\n版式: 文件格式\n发文机关标志: 东山县教育局文件\n---\n\n各校做好准备。\n",
        good: "---\n标题: 通知\n版式: 文件格式\n发文机关标志: 东山县教育局文件\n署名: 东山县教育局\n\
               成文日期: 2024-03-05\n---\n\n各校做好准备。\n",
    }],
    check: Check::Wording(unsigned),
};

fn unsigned(text: &Text, findings: &mut Findings) {
    let format = text
        .passages()
        .find(|(passage, _)| matches!(passage.kind, PassageKind::Element("版式")));
    let Some((format, "文件格式" | "信函格式")) = format else { return };
    if !has(text, "署名") && !has(text, "签名章") {
        findings.push(format.span, "没有署名", "加上“署名:”，后面写发文机关的名称");
    }
    if !has(text, "成文日期") {
        findings.push(format.span, "没有成文日期", "加上“成文日期:”，后面写2024-03-05的样子");
    }
}

fn has(text: &Text, key: &'static str) -> bool {
    text.passages().any(|(passage, _)| passage.kind == PassageKind::Element(key))
}

pub static STR_10: Rule = Rule {
    id: "STR-10",
    name: "公文标题末尾的标点",
    severity: Severity::Warning,
    reason: "公文标题的末尾不用标点（GB/T 15834—2011附录A.2）。",
    examples: &[Example {
        bad: "---\n标题: 关于开展专项督导的通知。\n版式: 普通\n---\n\n各校做好准备。\n",
        good: LETTER,
    }],
    check: Check::Wording(mark_after_title),
};

fn mark_after_title(text: &Text, findings: &mut Findings) {
    let title = text.passages().filter(|(passage, _)| passage.kind == PassageKind::Title);
    for (passage, words) in title {
        if let Some(mark) =
            words.chars().next_back().filter(|c| "。，、；：！,.;:!".contains(*c))
        {
            let end = Span { start: passage.span.end - mark.len_utf8(), ..passage.span };
            findings
                .push(passage.span, format!("标题末尾多了“{mark}”"), "删去它")
                .replace(end, "");
        }
    }
}

pub static STR_11: Rule = Rule {
    id: "STR-11",
    name: "正文里又写了落款",
    severity: Severity::Error,
    reason: "署名和成文日期由程序按文稿开头的要素印出，正文里再写就印两遍\
             （GB/T 9704—2012第7.3.5条）。",
    examples: &[Example {
        bad: "---\n标题: 通知\n版式: 普通\n署名: 东山县教育局\n---\n\n各校做好准备。\n\n东山县教育局\n\n2024年3月5日\n",
        good: LETTER,
    }],
    check: Check::Wording(typed_signature),
};

fn typed_signature(text: &Text, findings: &mut Findings) {
    let names: Vec<&str> = text
        .passages()
        .filter(|(passage, _)| passage.kind == PassageKind::Element("署名"))
        .map(|(_, words)| words)
        .collect();
    let date = pattern!(
        r"^(?:\d{4}年\d{1,2}月\d{1,2}日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日)$"
    );
    let body: Vec<_> = text
        .passages()
        .take_while(|(passage, _)| passage.kind != PassageKind::Heading { level: 0 })
        .filter(|(passage, _)| passage.kind == PassageKind::Paragraph)
        .collect();
    for (passage, words) in body.iter().rev().take(2) {
        let words = words.trim();
        if names.contains(&words) || date.is_match(words) {
            findings.push(
                passage.span,
                format!("正文末尾又写了“{words}”"),
                "删去它；写在文稿开头的“署名”“成文日期”里",
            );
        }
    }
}

pub static STR_12: Rule = Rule {
    id: "STR-12",
    name: "要素里写了程序会加的字",
    severity: Severity::Error,
    reason: "“主送”后面的冒号，“抄送：”和句号，附注的括号，“附件：”说明，都由程序加，再写就重复\
             （GB/T 9704—2012第7.3.2、7.3.4、7.3.6、7.4.2条）。",
    examples: &[Example {
        bad: "---\n标题: 通知\n版式: 普通\n主送: [\"各学校：\"]\n附注: （此件公开发布）\n---\n\n\
              各校做好准备。\n\n附件：各校得分一览表\n",
        good: LETTER,
    }],
    check: Check::Wording(written_twice),
};

fn written_twice(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        // With the words that are left, where that is all there is to do.
        let told = match passage.kind {
            PassageKind::Element("主送") if words.ends_with(['：', ':']) => {
                let names = words.trim_end_matches(['：', ':']);
                Some(("“主送”末尾的冒号由程序加", "删去冒号", Some(names)))
            }
            PassageKind::Element("抄送") if words.starts_with("抄送") => {
                let names = words.trim_start_matches("抄送").trim_start_matches(['：', ':']);
                Some(("“抄送”两个字由程序加", "只写机关的名称", Some(names.trim())))
            }
            PassageKind::Element("抄送") if words.ends_with('。') => {
                let names = words.trim_end_matches('。');
                Some(("“抄送”末尾的句号由程序加", "删去句号", Some(names)))
            }
            PassageKind::Element("附注") if words.starts_with(['（', '(']) => Some((
                "附注的括号由程序加",
                "删去两边的括号",
                enclosed(words, '（', '）').or_else(|| enclosed(words, '(', ')')),
            )),
            PassageKind::Element("印发日期") if words.ends_with("印发") => Some((
                "“印发”两个字由程序加",
                "只写日期",
                Some(words.trim_end_matches("印发").trim_end()),
            )),
            PassageKind::Paragraph if pattern!(r"^附件\d*[：:]").is_match(words) => Some((
                "附件说明由程序按附件的标题写",
                "删去这一段；附件写成“# 附件：标题”，下面写内容",
                None,
            )),
            _ => None,
        };
        let Some((message, help, left)) = told else { continue };
        let found = findings.push(passage.span, message, help);
        // Not at the cost of what YAML would read otherwise, or of all the words.
        if let Some(left) = left.filter(|left| left.starts_with(is_han)) {
            found.replace(passage.span, left);
        }
    }
}
