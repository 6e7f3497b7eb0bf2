//! The list of what a build makes, before it makes anything.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Report, nearest};
use crate::record::{Edition, School};
use crate::wording::{Issue, Kind, Subject, Writer};
use crate::workbook::Workbook;

use super::select::Selection;

/// One document to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned<'a> {
    /// Its place among all documents of the workbook, from 1.
    pub place: usize,
    /// The edition's place in 文书.
    pub edition: usize,
    pub kind: &'a Kind,
    pub subject: Option<Subject>,
    /// The school it goes to.
    pub school: Option<&'a School>,
    /// The output's file name without its extension: readable, and safe on
    /// Windows and Linux.
    pub stem: String,
    /// Whether it is to be made, or was left out by the selection.
    pub selected: bool,
}

/// The documents of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan<'a> {
    pub documents: Vec<Planned<'a>>,
    /// How many documents all shards have together.
    pub in_all: usize,
}

/// Lists the documents of a workbook in the order of 文书, a school's letter as
/// a document of its own. What cannot be planned goes into the report.
pub fn plan<'a>(
    workbook: &'a Workbook,
    writer: &'a Writer<'a>,
    selection: &Selection,
    report: &mut Report,
) -> Plan<'a> {
    let mut planned = Vec::new();
    for (i, edition) in workbook.record.editions.iter().enumerate() {
        let Some(kind) = kind_of(workbook, writer, i, edition, report) else { continue };
        let before = report.count(crate::diagnostic::Severity::Error);
        needs(workbook, kind, i, report);
        number(workbook, i, edition, report);
        let subjects = subjects(workbook, kind, i, edition, report);
        if report.count(crate::diagnostic::Severity::Error) > before {
            continue;
        }
        let of_edition = subjects
            .into_iter()
            .map(|subject| one(workbook, writer, kind, i, edition, subject));
        planned.extend(of_edition);
    }
    if workbook.record.editions.is_empty() {
        report.push(Diagnostic::error("KND-05", "工作簿里没有写要生成哪些文书").help(
            "请加上“文书”一节，例如：\n文书:\n  - {文种: 年度工作总结, 成文日期: 2014-12-20}",
        ));
    }
    tell_apart(&mut planned, report);
    numbers_once(workbook, writer, &planned, report);
    selection.mark(workbook, writer.ledger().schools(), &mut planned, report);
    let in_all = planned.len();
    for (i, document) in planned.iter_mut().enumerate() {
        document.place = i + 1;
    }
    planned.retain(|document| selection.shard.is_none_or(|shard| shard.has(document)));
    Plan { documents: planned, in_all }
}

fn kind_of<'a>(
    workbook: &Workbook,
    writer: &'a Writer,
    i: usize,
    edition: &Edition,
    report: &mut Report,
) -> Option<&'a Kind> {
    let kind = writer.kind(&edition.kind);
    if kind.is_none() {
        let names: Vec<&str> = writer.kinds().iter().map(|k| k.name.as_str()).collect();
        let diagnostic =
            Diagnostic::error("KND-01", format!("没有“{}”这个文种", edition.kind));
        let help = match nearest(&edition.kind, names.iter().copied()) {
            Some(close) => format!("是不是“{close}”？"),
            None => format!("可用的文种有：{}", names.join("、")),
        };
        report.push(placed(diagnostic, workbook, &format!("/文书/{i}/文种")).help(help));
    }
    kind
}

fn needs(workbook: &Workbook, kind: &Kind, i: usize, report: &mut Report) {
    for section in kind.needs.iter().filter(|s| !s.is_in(&workbook.record)) {
        let key = section.key();
        let message = format!("写“{}”需要“{key}”，工作簿里没有", kind.name);
        let help = format!("请在工作簿里补上“{key}”一节，或者从“文书”里删去这一份");
        let diagnostic = Diagnostic::error("KND-02", message).help(help);
        report.push(placed(diagnostic, workbook, &format!("/文书/{i}")));
    }
}

fn number(workbook: &Workbook, i: usize, edition: &Edition, report: &mut Report) {
    if edition.sequence.is_some() && workbook.record.office.number_code.is_none() {
        let diagnostic =
            Diagnostic::error("KND-03", "写了发文序号，但机构没有发文代字，排不出发文字号")
                .help("请在“机构”里写上发文代字，例如：发文代字: 临市政教督");
        report.push(placed(diagnostic, workbook, &format!("/文书/{i}/发文序号")));
    }
}

/// The subjects of an edition: itself, or each school with a result.
fn subjects(
    workbook: &Workbook,
    kind: &Kind,
    i: usize,
    edition: &Edition,
    report: &mut Report,
) -> Vec<Option<Subject>> {
    let mut fault = |path: String, message: String, help: &str| {
        report.push(placed(Diagnostic::error("KND-04", message), workbook, &path).help(help));
        Vec::new()
    };
    let key = match (kind.issue, &edition.per_school) {
        (Issue::Single, None) => return vec![None],
        (Issue::Single, Some(_)) => {
            let message = format!("“{}”只写一份，不能逐校", kind.name);
            return fault(format!("/文书/{i}/逐校"), message, "请删去“逐校”");
        }
        (Issue::PerSchool, None) => {
            let message = format!("“{}”要逐校写，这里没有写是哪一项督导活动", kind.name);
            let help = "请加上“逐校”，后面写督导活动的名称";
            return fault(format!("/文书/{i}"), message, help);
        }
        (Issue::PerSchool, Some(key)) => key,
    };
    let activities = &workbook.record.activities;
    // The workbook has checked that there is such an activity.
    let Some(activity) = activities.iter().position(|a| a.is_called(key)) else {
        return Vec::new();
    };
    let results = activities[activity].results.len();
    if results == 0 {
        let message = format!("“{key}”还没有结果，没有学校可发");
        let help = match workbook.result_table(activity) {
            Some(table) => format!(
                "结果表还是空的：请在 {} 里每所学校填一行，保存以后再运行",
                table.display()
            ),
            None => "请在这项督导活动里写上“结果”，每所学校一条".to_owned(),
        };
        return fault(format!("/文书/{i}/逐校"), message, &help);
    }
    (0..results).map(|result| Some(Subject { activity, result })).collect()
}

fn placed(diagnostic: Diagnostic, workbook: &Workbook, path: &str) -> Diagnostic {
    match workbook.span(path) {
        Some(span) => diagnostic.at(span, ""),
        None => diagnostic,
    }
}

fn one<'a>(
    workbook: &'a Workbook,
    writer: &'a Writer<'a>,
    kind: &'a Kind,
    i: usize,
    edition: &Edition,
    subject: Option<Subject>,
) -> Planned<'a> {
    let school = subject.and_then(|s| {
        let key = &workbook.record.activities[s.activity].results[s.result].school;
        writer.ledger().schools().get(key)
    });
    let number = writer.number(edition, subject).unwrap_or_else(|| edition.date.to_string());
    let mut stem = format!("{number} {}", kind.name);
    if let Some(school) = school {
        stem = format!("{stem} {}", school.name);
    }
    let stem = file_name(&stem);
    Planned { place: 0, edition: i, kind, subject, school, stem, selected: true }
}

/// No 发文字号 is given twice: 逐校 editions count on and may run into another's.
fn numbers_once(
    workbook: &Workbook,
    writer: &Writer,
    planned: &[Planned],
    report: &mut Report,
) {
    let mut given: BTreeMap<String, usize> = BTreeMap::new();
    for document in planned {
        let edition = &workbook.record.editions[document.edition];
        let Some(number) = writer.number(edition, document.subject) else { continue };
        let Some(first) = given.insert(number.clone(), document.edition) else { continue };
        let message = format!("{number} 要发给两份文书");
        let mut diagnostic = Diagnostic::error("KND-09", message)
            .help("请改发文序号：逐校的文书从发文序号起一校一号，别的文书要避开这些号");
        for (edition, text) in [(document.edition, "这里又用了这个号"), (first, "这里先用了")]
        {
            if let Some(span) = workbook.span(&format!("/文书/{edition}/发文序号")) {
                diagnostic = diagnostic.at(span, text);
            }
        }
        report.push(diagnostic);
        return;
    }
}

/// A name without what Windows or Linux would not take, and short enough for both.
pub fn file_name(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c })
        .collect();
    let safe = safe.trim_matches(|c: char| c == '.' || c.is_whitespace());
    // 255 bytes at most, with room for a number and an extension.
    safe[..safe.floor_char_boundary(200)].to_owned()
}

/// Gives documents that would have one name a number each after the first. Names
/// that differ in capitals only are one name on Windows.
fn tell_apart(planned: &mut [Planned], report: &mut Report) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut told: BTreeSet<String> = BTreeSet::new();
    for document in planned {
        let stem = document.stem.clone();
        let mut n = 1;
        while !taken.insert(document.stem.to_lowercase()) {
            n += 1;
            document.stem = format!("{stem}（{n}）");
        }
        if n > 1 && told.insert(stem.clone()) {
            let message =
                format!("有几份文书的文件名都是“{stem}”，后面的加上了（2）、（3）……");
            let help = "给文书写上不同的发文序号，文件名就分得开";
            report.push(Diagnostic::hint("KND-11", message).help(help));
        }
    }
}
