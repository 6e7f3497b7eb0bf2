//! The row of headers of a sheet, and which column holds what.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Report, Span, column_letters, nearest};

use super::field::{CONTENT, Field, Kind, Meaning, OF_PROBLEM, STAGE, Vocabulary};
use super::sheet::{Merged, Other, Row, Sheet};

/// How far down the headers are looked for: below a title and some remarks.
pub const HEADER_WITHIN: usize = 20;

/// A column that holds data.
#[derive(Debug)]
pub struct Column {
    /// Its place in the sheet, from 0.
    pub at: usize,
    pub field: Field,
    /// Its header.
    pub span: Span,
    /// What the header names it, as messages call it.
    pub name: String,
    /// Full marks that the header names.
    pub marks: Option<f64>,
}

/// The columns of a sheet, from the left.
#[derive(Debug)]
pub struct Columns {
    /// The row of the headers, from 0.
    pub header: usize,
    /// The row that these end with: headers may be merged downwards.
    pub end: usize,
    pub list: Vec<Column>,
}

impl Columns {
    pub fn find(&self, field: &Field) -> Option<&Column> {
        self.list.iter().find(|column| column.field == *field)
    }
}

/// Finds the headers and says what is wrong with them. None where there are none.
pub fn find(
    sheet: &Sheet,
    whole: Span,
    vocabulary: &Vocabulary,
    report: &mut Report,
) -> Option<Columns> {
    let known = |row: &&Row| {
        let texts = headers(sheet, row.number).into_iter();
        let meanings = texts.map(|(_, text)| vocabulary.meaning(&text));
        meanings.filter(|meaning| matches!(meaning, Meaning::Datum(..))).count()
    };
    let names_schools = |row: &&Row| {
        headers(sheet, row.number).iter().any(|(_, text)| {
            matches!(vocabulary.meaning(text), Meaning::Datum(Field::School | Field::Code, _))
        })
    };
    let top = || sheet.rows.iter().take(HEADER_WITHIN);
    // The first of those that most of the headers are in.
    let header = top().filter(names_schools).rev().max_by_key(known);
    let Some(header) = header else {
        let near = top().rev().max_by_key(known).filter(|row| known(row) > 1);
        report.push(headless(sheet, whole, vocabulary, near));
        return None;
    };
    let end = bottom(sheet, header.number);
    let mut columns = Columns { header: header.number, end, list: Vec::new() };
    resolve(sheet, header.number, vocabulary, &mut columns, report);
    complete(sheet, vocabulary, &columns, report);
    alike(sheet, whole, vocabulary, report);
    Some(columns)
}

/// The row that the headers of a row end with, merged with nothing but empty cells.
fn bottom(sheet: &Sheet, header: usize) -> usize {
    let headers = sheet.merged.iter().filter(|m| m.rows.0 <= header && header < m.rows.1);
    let Some(end) = headers.map(|region| region.rows.1).max() else { return header };
    let filled = sheet.rows.iter().any(|row| (header + 1..=end).contains(&row.number));
    if filled { header } else { end }
}

/// Other sheets that might as well be meant.
fn alike(sheet: &Sheet, whole: Span, vocabulary: &Vocabulary, report: &mut Report) {
    let is_table = |other: &&Other| {
        other.top.iter().any(|row| {
            let data = || {
                row.iter().filter_map(|text| match vocabulary.meaning(text) {
                    Meaning::Datum(field, _) => {
                        Some(matches!(field, Field::School | Field::Code))
                    }
                    _ => None,
                })
            };
            data().any(|names| names) && data().any(|names| !names)
        })
    };
    let names: Vec<String> = sheet
        .others
        .iter()
        .filter(is_table)
        .map(|other| format!("“{}”", other.name))
        .collect();
    let Some(own) = sheet.name.as_ref().filter(|_| !names.is_empty()) else { return };
    let what = if vocabulary.findings { "得分表" } else { "学校名单" };
    let message = format!("工作表{}也像{what}，没有读", names.join("、"));
    let help = format!(
        "只要“{own}”的，写成“{{文件: 文件名, 工作表: {own}}}”；都要的，请把几张表合成一张"
    );
    report.push(Diagnostic::error("TAB-03", message).at(whole, "").help(help));
}

/// No row names the schools; one may have other headers.
fn headless(
    sheet: &Sheet,
    whole: Span,
    vocabulary: &Vocabulary,
    near: Option<&Row>,
) -> Diagnostic {
    let school = vocabulary.header(&Field::School);
    let help =
        format!("要有一行表头，其中一列写着“{school}”，别的列写在同一行；下面一所学校一行");
    if let Some(span) = near.and_then(Row::span) {
        let message = format!("表头里没有“{school}”这一列");
        return Diagnostic::error("TAB-04", message).at(span, "").help(help);
    }
    let Some(name) = &sheet.name else {
        return Diagnostic::error("TAB-04", "表里没有找到表头").at(whole, "").help(help);
    };
    let help = format!(
        "{help}。数据在别的工作表里的话，写成“{{文件: 文件名, 工作表: 名称}}”，别的有：{}",
        sheet.others.iter().map(|other| other.name.as_str()).collect::<Vec<_>>().join("、")
    );
    let message = format!("工作表“{name}”里没有找到表头");
    Diagnostic::error("TAB-04", message).at(whole, "").help(help)
}

/// The headers of a row by their columns. One that is merged downwards over the
/// row stands above it.
fn headers(sheet: &Sheet, row: usize) -> Vec<(usize, String)> {
    let at = |row: usize| sheet.rows.iter().find(|r| r.number == row);
    let mut headers: Vec<(usize, String)> = Vec::new();
    for cell in at(row).iter().flat_map(|row| &row.cells) {
        headers.extend(cell.content.typed().map(|text| (cell.column, text)));
    }
    let over = |m: &&Merged| m.rows.0 < row && row <= m.rows.1;
    for region in sheet.merged.iter().filter(over) {
        let above = at(region.rows.0).and_then(|row| row.cell(region.columns.0));
        let text = above.and_then(|cell| cell.content.typed());
        headers.extend(text.map(|text| (region.columns.0, text)));
    }
    headers.sort();
    headers
}

fn resolve(
    sheet: &Sheet,
    row: usize,
    vocabulary: &Vocabulary,
    columns: &mut Columns,
    report: &mut Report,
) {
    let headers = headers(sheet, row);
    let mut titled = BTreeSet::new();
    let mut unknown = Vec::new();
    let mut unread = Vec::new();
    let mut problem = None;
    // The problems whose datum of a key has a column so far, or names its number.
    let numbered = headers.iter().filter_map(|(_, header)| match vocabulary.meaning(header) {
        Meaning::Datum(Field::Problem(Some(number), key, _), _) => Some((number, key)),
        _ => None,
    });
    let mut numbered: BTreeSet<(u32, &str)> = numbered.collect();
    for (at, header) in &headers {
        titled.insert(*at);
        let span = sheet.span(row, *at);
        let shown = header.replace('\n', "");
        match vocabulary.meaning(header) {
            Meaning::Datum(mut field, marks) => {
                // A datum of a problem, its number left out, follows the problem.
                match &mut field {
                    Field::Problem(number @ None, key, _) if *key != CONTENT => {
                        if is_of_several(columns, &numbered, key) {
                            let message = format!("分不清“{shown}”是问题几的");
                            let help = format!("请写上问题的编号，如“问题1{key}”");
                            report.push(
                                Diagnostic::error("TAB-06", message).at(span, "").help(help),
                            );
                            continue;
                        }
                        *number = problem;
                        numbered.extend(problem.map(|number| (number, *key)));
                    }
                    Field::Problem(number, ..) => problem = *number,
                    _ => {}
                }
                if let Some(first) = columns.find(&field) {
                    report.push(twice(&shown, span, first, problem));
                    continue;
                }
                columns.list.push(Column { at: *at, field, span, name: shown, marks });
            }
            Meaning::Ambiguous(codes) => {
                let codes = codes.join("、");
                let message = format!("“{shown}”是几项指标的名称：{codes}");
                let help = "请在表头里写上指标的编号，如“A1 课程开设”";
                report.push(Diagnostic::error("TAB-06", message).at(span, "").help(help));
            }
            Meaning::Nothing { said: true } => {}
            Meaning::Nothing { said: false } => unread.push((shown, span)),
            Meaning::Unknown => unknown.push((shown, span)),
        }
    }
    for (header, span) in unknown {
        push_unknown(vocabulary, columns, &header, span, report);
    }
    if let Some((_, span)) = unread.first() {
        let names: Vec<String> = unread.iter().map(|(name, _)| format!("“{name}”")).collect();
        let message = format!("表里的{}没有读", names.join("、"));
        let help =
            "这些列文书里用不着，或者由程序计算；表头加上括号，如“（备注）”，就不再提示";
        report.push(Diagnostic::hint("TAB-08", message).at(*span, "").help(help));
    }
    for row in sheet.rows.iter().filter(|r| r.number > row) {
        for cell in &row.cells {
            // Once for each column.
            if !titled.insert(cell.column) {
                continue;
            }
            let letters = column_letters(cell.column + 1);
            let message = format!("{letters} 列有内容，但没有表头");
            let help = "请写上表头；不要的话删去内容";
            report.push(Diagnostic::error("TAB-07", message).at(cell.span, "").help(help));
        }
    }
}

/// Whether a datum without a number may be that of several problems to its left.
fn is_of_several(columns: &Columns, numbered: &BTreeSet<(u32, &str)>, key: &str) -> bool {
    let without = |column: &&Column| match column.field {
        Field::Problem(Some(number), CONTENT, _) => !numbered.contains(&(number, key)),
        _ => false,
    };
    columns.list.iter().filter(without).count() > 1
}

/// A header that comes again; the second may be meant for a problem.
fn twice(shown: &str, span: Span, first: &Column, problem: Option<u32>) -> Diagnostic {
    let help = match (&first.field, problem) {
        (Field::Single(key, _), Some(_)) if OF_PROBLEM.iter().any(|(of, _)| of == key) => {
            format!("请删去一列；是某个问题的，写上它的编号，如“问题1{key}”")
        }
        _ => "请删去一列，或者改掉一处表头".to_owned(),
    };
    Diagnostic::error("TAB-06", format!("“{shown}”有两列"))
        .at(span, "又有一列")
        .at(first.span, "第一列在这里")
        .help(help)
}

fn push_unknown(
    vocabulary: &Vocabulary,
    columns: &Columns,
    header: &str,
    span: Span,
    report: &mut Report,
) {
    let taken: BTreeSet<String> =
        columns.list.iter().map(|column| vocabulary.header(&column.field)).collect();
    let headers = vocabulary.headers();
    let free = headers.iter().filter(|header| !taken.contains(*header));
    let mut help = match nearest(header, free.map(String::as_str)) {
        Some(close) => format!("是不是“{close}”？"),
        None if vocabulary.findings && vocabulary.leaves.is_empty() => {
            "是指标的话，请在这项督导活动里写上“指标体系”。".to_owned()
        }
        None => String::new(),
    };
    if header == "时间" {
        help = "请分成“时间起”“时间止”两列。".to_owned();
    } else if header == "问卷" {
        help = "请分成“问卷发放”“问卷有效”两列。".to_owned();
    }
    let help = format!("{help}只给自己看的列，表头加上括号，写成“（{header}）”");
    let message = format!("不认识“{header}”这一列");
    report.push(Diagnostic::error("TAB-07", message).at(span, "").help(help));
}

/// What there must be beside what there is.
fn complete(sheet: &Sheet, vocabulary: &Vocabulary, columns: &Columns, report: &mut Report) {
    let row = sheet.rows.iter().find(|row| row.number == columns.header);
    let Some(whole) = row.and_then(Row::span) else { return };
    let mut missing = |message: String, at: Span, help: &str| {
        report.push(Diagnostic::error("TAB-05", message).at(at, "").help(help));
    };
    let names: Vec<String> = (0..vocabulary.leaves.len())
        .map(Field::Score)
        .filter(|field| columns.find(field).is_none())
        .map(|field| vocabulary.header(&field))
        .collect();
    if !names.is_empty() {
        let shown = names.iter().take(8).map(String::as_str).collect::<Vec<_>>().join("、");
        let etc =
            if names.len() > 8 { format!(" 等{}列", names.len()) } else { String::new() };
        let help = "请补上这些列：每项指标一列，表头写编号，或者编号和名称";
        missing(format!("缺少指标的列：{shown}{etc}"), whole, help);
    }
    for field in vocabulary.fixed {
        match field {
            Field::Part(group, key, _) if columns.find(field).is_none() => {
                let other = columns.list.iter().find(
                    |column| matches!(&column.field, Field::Part(other, ..) if other == group),
                );
                if let Some(other) = other {
                    let message = format!("有“{}”一列，没有“{group}{key}”一列", other.name);
                    missing(message, other.span, "两列要一起写，请补上");
                }
            }
            Field::Single(key @ STAGE, _) if columns.find(field).is_none() => {
                missing(format!("缺少“{key}”一列"), whole, "每所学校都要写学段，请补上");
            }
            Field::School if !vocabulary.findings && columns.find(field).is_none() => {
                missing("缺少“名称”一列".to_owned(), whole, "每所学校都要写名称，请补上");
            }
            _ => {}
        }
    }
    for column in &columns.list {
        if let Field::Problem(number, key, _) = column.field
            && key != CONTENT
            && columns.find(&Field::Problem(number, CONTENT, Kind::Text)).is_none()
        {
            let of = vocabulary.header(&Field::Problem(number, CONTENT, Kind::Text));
            let message = format!("有“{}”一列，没有“{of}”一列", column.name);
            missing(message, column.span, "先要有问题，请补上这一列，或者改掉表头");
        }
    }
}
