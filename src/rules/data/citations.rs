//! BAS: the documents that are cited, and those that were issued.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::{known_documents, push};
use crate::chinese::date::date;
use crate::chinese::document_number::{is_document_number, is_order_number};
use crate::diagnostic::{Severity, Span, half_width};
use crate::record::Record;
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static BAS_01: Rule = Rule {
    id: "BAS-01",
    name: "文号写法不对",
    severity: Severity::Error,
    reason: "发文字号由机关代字、用六角括号〔〕括起的四位年份和序号组成，不加“第”，序号前不补\
             零，后面有“号”（GB/T 9704—2012第7.2.5条）；令写作“国务院令第624号”。",
    examples: &[Example {
        bad: "依据: [{名称: 责任督学挂牌督导办法, 文号: 国教督办【2013】02号}]",
        good: "依据: [{名称: 责任督学挂牌督导办法, 文号: 国教督办〔2013〕2号}]",
    }],
    check: Check::Data(number_form),
};

fn number_form(workbook: &Workbook, findings: &mut Findings) {
    for Cited { at, number, .. } in cited(&workbook.record) {
        let Some(number) = number else { continue };
        let Some(right) = corrected(number) else { continue };
        let Some(place) = workbook.span(&format!("{at}/文号")) else { continue };
        let found = findings.push(
            place,
            format!("文号“{number}”的写法不对"),
            format!("请写成“{right}”"),
        );
        let quotes = place.end - place.start - number.len().min(place.end - place.start);
        if let 0 | 2 = quotes {
            let (start, end) = (place.start + quotes / 2, place.end - quotes / 2);
            found.replace(Span { start, end, ..place }, right);
        }
    }
}

/// A document with its path.
struct Cited<'a> {
    at: String,
    name: &'a str,
    number: Option<&'a str>,
}

/// Those of 依据, then those of 发文.
fn cited(record: &Record) -> impl Iterator<Item = Cited<'_>> {
    let bases = record.bases.iter().enumerate().map(|(i, basis)| Cited {
        at: format!("/依据/{i}"),
        name: &basis.name,
        number: basis.number.as_deref(),
    });
    let issued = record.issued_documents.iter().enumerate().map(|(i, document)| Cited {
        at: format!("/发文/{i}"),
        name: &document.name,
        number: document.number.as_deref(),
    });
    bases.chain(issued)
}

/// How a number is written rightly, where it is not and can be told: a number of
/// some other kind is left alone.
fn corrected(number: &str) -> Option<String> {
    if is_document_number(number) || is_order_number(number) {
        return None;
    }
    let plain: String =
        number.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let order = plain.replace("令第", "令").replace('令', "令第");
    if is_order_number(&order) {
        return Some(order);
    }
    let open = plain.find(['[', '(', '【', '〔', '﹝', '［', '〖', '〈'])?;
    let (code, rest) = plain.split_at(open);
    let close = rest.find([']', ')', '】', '〕', '﹞', '］', '〗', '〉'])?;
    let year: String = rest[..close].chars().filter(char::is_ascii_digit).collect();
    let year = if year.len() == 2 { format!("20{year}") } else { year };
    let sequence: String = rest[close..].chars().filter(char::is_ascii_digit).collect();
    let right = format!("{code}〔{year}〕{}号", sequence.trim_start_matches('0'));
    is_document_number(&right).then_some(right)
}

pub static BAS_02: Rule = Rule {
    id: "BAS-02",
    name: "依据的文号或施行日期有误",
    severity: Severity::Warning,
    reason: "常用的国家法规和文件，文号和施行日期是一定的。",
    examples: &[Example {
        bad: "依据: [{名称: 教育督导条例, 文号: 国务院令第642号}]",
        good: "依据: [{名称: 教育督导条例, 文号: 国务院令第624号}]",
    }],
    check: Check::Data(known_otherwise),
};

fn known_otherwise(workbook: &Workbook, findings: &mut Findings) {
    for (i, basis) in workbook.record.bases.iter().enumerate() {
        let versions: Vec<_> = known_documents::versions(basis).collect();
        let [.., latest] = versions.as_slice() else { continue };
        let at = format!("/依据/{i}");
        if let Some(number) = &basis.number
            && corrected(number).is_none()
            && !versions.iter().any(|known| number.ends_with(known.number))
        {
            push(
                workbook,
                findings,
                &[(&format!("{at}/文号"), "")],
                format!("《{}》的文号不是“{number}”", basis.name),
                &format!("应当是“{}”，请核对", latest.number),
            );
        } else if let Some(day) = basis.in_force {
            let of_number = versions.iter().filter(|known| {
                basis.number.as_ref().is_none_or(|number| number.ends_with(known.number))
            });
            let dated = of_number.filter(|known| known.dated);
            let days: Vec<_> = dated.filter_map(|known| known.from()).collect();
            let [.., right] = days.as_slice() else { continue };
            if !days.contains(&day) {
                push(
                    workbook,
                    findings,
                    &[(&format!("{at}/施行日期"), "")],
                    format!("《{}》的施行日期不是{}", basis.name, date(day)),
                    &format!("应当是{}，请核对", date(*right)),
                );
            }
        }
    }
}

pub static BAS_03: Rule = Rule {
    id: "BAS-03",
    name: "两个文件同一文号",
    severity: Severity::Hint,
    reason: "一个文号只属于一个文件，抄写时容易抄串。由同一通知印发的几个办法可以同一文号。",
    examples: &[Example {
        bad: "依据: [{名称: 评估方案, 文号: 清政办发〔2023〕3号}, {名称: 教师管理办法, 文号: 清政办发〔2023〕3号}]",
        good: "依据: [{名称: 评估方案, 文号: 清政办发〔2023〕3号}, {名称: 教师管理办法, 文号: 清政办发〔2023〕8号}]",
    }],
    check: Check::Data(one_number_for_two),
};

fn one_number_for_two(workbook: &Workbook, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, (String, &str)> = BTreeMap::new();
    for Cited { at, name, number } in cited(&workbook.record) {
        let Some(number) = number else { continue };
        match seen.get(number) {
            // A 办法 and the 通知 that issues it share their number.
            Some((_, other)) if other.contains(name) || name.contains(other) => {}
            Some((first, other)) => push(
                workbook,
                findings,
                &[
                    (&format!("{at}/文号"), "这里又用了"),
                    (&format!("{first}/文号"), "这里先用了"),
                ],
                format!("《{other}》和《{name}》的文号都是“{number}”"),
                "请核对文号；由同一通知印发的，不用改",
            ),
            None => {
                seen.insert(number, (at, name));
            }
        }
    }
}

pub static BAS_04: Rule = Rule {
    id: "BAS-04",
    name: "文号与发文日期不同年",
    severity: Severity::Warning,
    reason: "文号的年份是发文的年份；年底编号、次年一月印发的除外。",
    examples: &[Example {
        bad: "发文: [{名称: 关于开展开学督导的通知, 文号: 清政教督〔2023〕5号, 日期: 2024-03-01}]",
        good: "发文: [{名称: 关于开展开学督导的通知, 文号: 清政教督〔2024〕5号, 日期: 2024-03-01}]",
    }],
    check: Check::Data(number_of_another_year),
};

fn number_of_another_year(workbook: &Workbook, findings: &mut Findings) {
    for (i, document) in workbook.record.issued_documents.iter().enumerate() {
        let (Some(number), Some(day)) = (&document.number, document.date) else { continue };
        if !is_document_number(number) {
            continue;
        }
        let digits: String = number
            .chars()
            .skip_while(|c| *c != '〔')
            .skip(1)
            .take_while(|c| *c != '〕')
            .collect();
        let Ok(year) = digits.parse::<i32>() else { continue };
        let at_the_turn = day.month() == 1 && year == day.year() - 1;
        if year == day.year() || at_the_turn {
            continue;
        }
        push(
            workbook,
            findings,
            &[(&format!("/发文/{i}/文号"), "文号"), (&format!("/发文/{i}/日期"), "日期")],
            format!("文号的年份是{year}年，发文日期是{}", date(day)),
            "请核对年份",
        );
    }
}

pub static BAS_05: Rule = Rule {
    id: "BAS-05",
    name: "文件名称里带了文号",
    severity: Severity::Warning,
    reason: "文号写在“文号”里，引用时程序把它放在标题后面的括号里；写在名称里，就成了标题的\
             一部分。",
    examples: &[Example {
        bad: "依据: [{名称: 教育督导条例（国务院令第624号）}]",
        good: "依据: [{名称: 教育督导条例, 文号: 国务院令第624号}]",
    }],
    check: Check::Data(name_with_number),
};

fn name_with_number(workbook: &Workbook, findings: &mut Findings) {
    for Cited { at, name, .. } in cited(&workbook.record) {
        let Some((_, last)) = name.rsplit_once(['（', '(']) else { continue };
        let last = last.trim_end_matches(['）', ')', '》']);
        if is_document_number(last) || is_order_number(last) || corrected(last).is_some() {
            push(
                workbook,
                findings,
                &[(&format!("{at}/名称"), "")],
                format!("名称里带了文号“{last}”"),
                "请把它移到“文号”里，名称只留标题",
            );
        }
    }
}
