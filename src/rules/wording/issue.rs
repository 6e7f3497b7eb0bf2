//! How a manuscript is issued: elements that contradict one another or the standard
//! (GB/T 9704-2012, 7.2, 7.3.5, 7.4.3; 条例 art. 9, 15).

use chrono::{Datelike, NaiveDate};

use crate::chinese::date::date;
use crate::chinese::document_number::is_document_number;
use crate::diagnostic::{Severity, Span};
use crate::document::PassageKind;
use crate::rules::{Check, Example, Findings, Rule, Text};

pub static DAY_08: Rule = Rule {
    id: "DAY-08",
    name: "文稿的印发日期早于成文日期",
    severity: Severity::Error,
    reason: "公文成文以后才送往印制（GB/T 9704—2012第7.3.5.4、7.4.3条）。",
    examples: &[Example {
        bad: "---\n标题: 通知\n版式: 普通\n成文日期: 2024-03-05\n印发日期: 2024-03-01\n---\n\n请做好准备。\n",
        good: "---\n标题: 通知\n版式: 普通\n成文日期: 2024-03-05\n印发日期: 2024-03-06\n---\n\n请做好准备。\n",
    }],
    check: Check::Wording(printed_before_written),
};

fn printed_before_written(text: &Text, findings: &mut Findings) {
    let (Some((printed, on)), Some((written, day))) =
        (dated(text, "印发日期"), dated(text, "成文日期"))
    else {
        return;
    };
    if on < day {
        findings.push_with(
            &[(printed, "印发日期"), (written, "成文日期")],
            format!("印发日期{}早于成文日期{}", date(on), date(day)),
            "请核对两个日期",
        );
    }
}

pub static REF_11: Rule = Rule {
    id: "REF-11",
    name: "发文字号与成文日期不同年",
    severity: Severity::Warning,
    reason: "发文字号的年份是发文的年份（GB/T 9704—2012第7.2.5条）；年底编号、次年一月成文的除外。",
    examples: &[Example {
        bad: "---\n标题: 通知\n版式: 普通\n发文字号: 东教督〔2023〕5号\n成文日期: 2024-03-05\n---\n\n请做好准备。\n",
        good: "---\n标题: 通知\n版式: 普通\n发文字号: 东教督〔2024〕5号\n成文日期: 2024-03-05\n---\n\n请做好准备。\n",
    }],
    check: Check::Wording(number_of_another_year),
};

fn number_of_another_year(text: &Text, findings: &mut Findings) {
    let number = elements(text, "发文字号").find(|(_, words)| is_document_number(words));
    let (Some((place, number)), Some((written, day))) = (number, dated(text, "成文日期"))
    else {
        return;
    };
    let year = number.split(['〔', '〕']).nth(1).and_then(|year| year.parse::<i32>().ok());
    let Some(year) = year.filter(|year| *year != day.year()) else { return };
    let at_the_turn = day.month() == 1 && year == day.year() - 1;
    if !at_the_turn {
        findings.push_with(
            &[(place, "发文字号"), (written, "成文日期")],
            format!("发文字号的年份是{year}年，成文日期是{}", date(day)),
            "请核对年份",
        );
    }
}

pub static STR_13: Rule = Rule {
    id: "STR-13",
    name: "份号不是6位数字",
    severity: Severity::Error,
    reason: "份号一般用6位阿拉伯数字，如000001（GB/T 9704—2012第7.2.1条）。",
    examples: &[Example {
        bad: "---\n标题: 通知\n版式: 普通\n份号: \"12\"\n---\n\n请做好准备。\n",
        good: "---\n标题: 通知\n版式: 普通\n份号: \"000012\"\n---\n\n请做好准备。\n",
    }],
    check: Check::Wording(odd_copy_number),
};

const COPY_NUMBER: usize = 6;

fn odd_copy_number(text: &Text, findings: &mut Findings) {
    for (place, words) in elements(text, "份号") {
        let digits = words.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits && words.len() == COPY_NUMBER) {
            let help = match words.parse::<u32>() {
                Ok(number) if words.len() < COPY_NUMBER => {
                    format!("写成“{number:0COPY_NUMBER$}”，两边加半角引号")
                }
                _ => "写6位阿拉伯数字，如“000001”，两边加半角引号".to_owned(),
            };
            findings.push(place, format!("份号写成了“{words}”"), help);
        }
    }
}

pub static STR_14: Rule = Rule {
    id: "STR-14",
    name: "涉密公文没有份号",
    severity: Severity::Error,
    reason: "涉密公文要标注份号（党政机关公文处理工作条例第九条，GB/T 9704—2012第7.2.1条）。",
    examples: &[Example {
        bad: "---\n标题: 通知\n版式: 普通\n密级: 机密\n---\n\n请做好准备。\n",
        good: "---\n标题: 通知\n版式: 普通\n密级: 机密\n份号: \"000001\"\n---\n\n请做好准备。\n",
    }],
    check: Check::Wording(secret_without_number),
};

fn secret_without_number(text: &Text, findings: &mut Findings) {
    if elements(text, "份号").next().is_some() {
        return;
    }
    for (place, secrecy) in elements(text, "密级") {
        findings.push(
            place,
            format!("密级是“{secrecy}”，却没有份号"),
            "加上“份号:”，后面写6位数字，如\"000001\"",
        );
    }
}

pub static STR_15: Rule = Rule {
    id: "STR-15",
    name: "请示主送几个机关",
    severity: Severity::Error,
    reason: "请示只主送一个上级机关，需要同时送别的机关的，用抄送（党政机关公文处理工作条例第十五条）。",
    examples: &[Example {
        bad: "---\n标题: 关于增加督导经费的请示\n版式: 普通\n主送: [县人民政府, 县财政局]\n---\n\n当否，请批示。\n",
        good: "---\n标题: 关于增加督导经费的请示\n版式: 普通\n主送: [县人民政府]\n抄送: [县财政局]\n---\n\n当否，请批示。\n",
    }],
    check: Check::Wording(several_addressees),
};

fn several_addressees(text: &Text, findings: &mut Findings) {
    let request = text
        .passages()
        .any(|(passage, words)| passage.kind == PassageKind::Title && words.ends_with("请示"));
    let addressees: Vec<_> = elements(text, "主送").collect();
    let names = |words: &str| words.split(['、', '，', ',']).count();
    let count: usize = addressees.iter().map(|(_, words)| names(words)).sum();
    if let (true, 2.., Some((place, _))) = (request, count, addressees.last()) {
        findings.push(
            *place,
            format!("请示主送了{count}个机关"),
            "只留一个上级机关，别的移到“抄送”",
        );
    }
}

pub static STR_16: Rule = Rule {
    id: "STR-16",
    name: "署名不在发文机关标志里",
    severity: Severity::Warning,
    reason: "署名是发文机关的名称，和发文机关标志是同一个机关；联合行文的标志可以只写主办机关\
             （GB/T 9704—2012第7.2.4、7.3.5条）。",
    examples: &[Example {
        bad: "---\n标题: 通知\n版式: 文件格式\n发文机关标志: 东山县教育局文件\n署名: 东山县财政局\n\
              成文日期: 2024-03-05\n---\n\n请做好准备。\n",
        good: "---\n标题: 通知\n版式: 文件格式\n发文机关标志: 东山县教育局文件\n署名: 东山县教育局\n\
               成文日期: 2024-03-05\n---\n\n请做好准备。\n",
    }],
    check: Check::Wording(signed_by_another),
};

fn signed_by_another(text: &Text, findings: &mut Findings) {
    let letter = elements(text, "版式").any(|(_, format)| {
        // An order is signed by its head, minutes by nobody.
        matches!(format, "文件格式" | "信函格式")
    });
    let masthead: Vec<_> = elements(text, "发文机关标志").collect();
    let [first, ..] = masthead.as_slice() else { return };
    let own = |name: &str| {
        masthead.iter().any(|(_, organ)| {
            let organ = organ.trim_end_matches("文件");
            abbreviates(name, organ) || abbreviates(organ, name)
        })
    };
    for (at, (place, name)) in elements(text, "署名").enumerate() {
        // Of several the first is the one in charge.
        if letter && (at == 0 || masthead.len() > 1) && !own(name) {
            findings.push_with(
                &[(place, "署名"), (first.0, "发文机关标志")],
                format!("署名“{name}”不是发文机关标志里的机关"),
                "请核对两处的机关名称",
            );
        }
    }
}

/// Whether all letters of a short name stand in the long one in their order, as 中共
/// 东山县委 does in 中国共产党东山县委员会.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.chars().all(|c| letters.any(|letter| letter == c))
}

/// The values of an element with their places.
fn elements<'t>(
    text: &'t Text<'_>,
    key: &'static str,
) -> impl Iterator<Item = (Span, &'t str)> + 't {
    text.passages()
        .filter(move |(passage, _)| passage.kind == PassageKind::Element(key))
        .map(|(passage, words)| (passage.span, words))
}

fn dated(text: &Text, key: &'static str) -> Option<(Span, NaiveDate)> {
    elements(text, key).find_map(|(place, words)| Some((place, words.parse().ok()?)))
}
