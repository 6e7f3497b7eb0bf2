//! The rows below the headers: which of them are data.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Report, column_letters};

use super::columns::{Column, Columns};
use super::field::{Field, Meaning, Vocabulary, bare};
use super::known::Leaf;
use super::sheet::{Cell, Content, Merged, Row, Sheet};

/// What the row of full marks is called.
const FULL_MARKS: &[&str] = &["满分", "分值", "满分值", "标准分"];

/// What rows of sums are called.
const TOTALS: &[&str] = &["合计", "总计", "小计", "平均", "平均分"];

/// What rows of remarks begin with, besides all that has a colon.
const REMARKS: &[&str] = &["备注", "说明", "注"];

/// A row of one school.
#[derive(Debug)]
pub struct SchoolRow<'a> {
    pub row: &'a Row,
    /// The cell that names the school: 学校, else 代码.
    pub column: &'a Column,
}

/// The rows with data, after what is wrong with rows as such has been reported.
pub fn of<'a>(
    sheet: &'a Sheet,
    columns: &'a Columns,
    vocabulary: &Vocabulary,
    report: &mut Report,
) -> Vec<SchoolRow<'a>> {
    let below = sheet.rows.partition_point(|row| row.number <= columns.end);
    let mut rows: Vec<&Row> = sheet.rows[below..]
        .iter()
        .filter(|row| columns.list.iter().any(|column| row.cell(column.at).is_some()))
        .collect();
    let marks =
        rows.first().is_some_and(|row| is_full_marks(row, columns)).then(|| rows.remove(0));
    full_marks(marks, columns, vocabulary.leaves, report);
    let mut others = BTreeSet::new();
    rows.retain(|row| match no_school(row, columns, vocabulary) {
        None => true,
        Some(found) => {
            report.push(found);
            others.insert(row.number);
            false
        }
    });
    merged(sheet, columns, &rows, report);
    blank(sheet, &rows, &others, report);
    let mut found = Vec::new();
    let mut unfilled: Vec<&Row> = Vec::new();
    for row in rows {
        let named = columns
            .find(&Field::School)
            .filter(|column| row.cell(column.at).is_some())
            .or(columns.find(&Field::Code).filter(|column| row.cell(column.at).is_some()));
        let is_name = |field: &Field| matches!(field, Field::School | Field::Code);
        let filled = columns
            .list
            .iter()
            .any(|column| !is_name(&column.field) && row.cell(column.at).is_some());
        match named {
            None => nameless(sheet, columns, row, report),
            Some(_) if !filled && vocabulary.findings => unfilled.push(row),
            Some(column) => found.push(SchoolRow { row, column }),
        }
    }
    not_filled(&unfilled, columns, report);
    if found.is_empty() && unfilled.is_empty() {
        let at = sheet.span(columns.header, columns.list.first().map_or(0, |c| c.at));
        let message = "表头下面没有一所学校";
        let help = "请在表头下面填写，一所学校一行";
        report.push(Diagnostic::error("TAB-15", message).at(at, "").help(help));
    }
    found
}

/// Whether a row says that it has the full marks, where its school would stand or
/// left of that, and names no school.
fn is_full_marks(row: &Row, columns: &Columns) -> bool {
    let says_so = |cell: &Cell| match &cell.content {
        Content::Text(text) => FULL_MARKS.contains(&bare(text).as_str()),
        _ => false,
    };
    let columns_of_names =
        || [Field::School, Field::Code].into_iter().filter_map(|field| columns.find(&field));
    let mut names = columns_of_names().filter_map(|column| row.cell(column.at)).peekable();
    if names.peek().is_some() {
        return names.all(says_so);
    }
    let Some(left) = columns_of_names().map(|column| column.at).min() else { return false };
    let is_read = |at: usize| columns.list.iter().any(|column| column.at == at);
    row.cells.iter().any(|cell| cell.column < left && !is_read(cell.column) && says_so(cell))
}

/// What there is to say of a row that has sums, a remark or headers where its school
/// would stand, or where that is empty, left of it.
fn no_school(row: &Row, columns: &Columns, vocabulary: &Vocabulary) -> Option<Diagnostic> {
    let of_names = || [Field::School, Field::Code].iter().filter_map(|f| columns.find(f));
    let mut cells: Vec<&Cell> = of_names().filter_map(|column| row.cell(column.at)).collect();
    if cells.is_empty() {
        let left = of_names().map(|column| column.at).min()?;
        cells.extend(row.cells.first().filter(|cell| cell.column < left));
    }
    cells.into_iter().find_map(|cell| {
        let Content::Text(text) = &cell.content else { return None };
        let said = bare(text);
        let word = said.trim_end_matches(':');
        let help = if TOTALS.contains(&word) {
            "请删去这一行：合计、平均由程序计算"
        } else if FULL_MARKS.contains(&word) {
            "请删去这一行：满分只写一次，写在表头的下面"
        } else if matches!(
            vocabulary.meaning(text),
            Meaning::Datum(Field::School | Field::Code, _)
        ) {
            "请删去这一行：表头只写一次"
        } else if said.contains(':') || REMARKS.contains(&word) {
            "请删去这一行，或者移到表头的上面：表头下面一所学校一行"
        } else {
            return None;
        };
        Some(Diagnostic::error("TAB-13", "这一行不是学校").at(cell.span, "").help(help))
    })
}

/// Full marks, in their own row or in the headers, are those of the workbook.
fn full_marks(row: Option<&Row>, columns: &Columns, leaves: &[Leaf], report: &mut Report) {
    for column in &columns.list {
        let Field::Score(i) = column.field else { continue };
        let Some((points, written)) = leaves.get(i).and_then(|leaf| leaf.points) else {
            continue;
        };
        let cell = row.and_then(|row| row.cell(column.at));
        let in_row = cell.map(|cell| {
            let marks = match &cell.content {
                Content::Number(number) => Some(*number),
                Content::Text(text) => bare(text).trim_end_matches('分').parse().ok(),
                Content::Padded(text) => text.parse().ok(),
                _ => None,
            };
            (marks, cell.span)
        });
        let in_header = column.marks.map(|marks| (Some(marks), column.span));
        for (marks, span) in in_row.into_iter().chain(in_header) {
            if marks.is_some_and(|marks| (marks - points).abs() < 1e-9) {
                continue;
            }
            let message = format!("“{}”的满分和指标体系里的分值不一样", column.name);
            report.push(
                Diagnostic::error("TAB-09", message)
                    .at(span, "表里写的满分")
                    .at(written, "指标体系里的分值")
                    .help("请核对两处，改正一处"),
            );
        }
    }
}

/// Only the first cell of a merged region holds what is written there.
fn merged(sheet: &Sheet, columns: &Columns, rows: &[&Row], report: &mut Report) {
    let touches = |region: &&Merged| {
        let across = region.columns.0..=region.columns.1;
        let down = region.rows.0..=region.rows.1;
        rows.iter().any(|row| down.contains(&row.number))
            && columns.list.iter().any(|column| across.contains(&column.at))
    };
    for region in sheet.merged.iter().filter(touches) {
        let (rows, columns) = (region.rows, region.columns);
        let (left, right) = (column_letters(columns.0 + 1), column_letters(columns.1 + 1));
        let range = format!("{left}{}:{right}{}", rows.0 + 1, rows.1 + 1);
        let message = format!("{range} 是合并的单元格");
        let help = "请在 Excel 里取消合并，每一格都填上自己的内容";
        let span = sheet.span(rows.0, columns.0);
        report.push(Diagnostic::error("TAB-11", message).at(span, "").help(help));
    }
}

/// Rows with nothing in them between those of schools.
fn blank(sheet: &Sheet, rows: &[&Row], others: &BTreeSet<usize>, report: &mut Report) {
    let gaps = rows.windows(2).flat_map(|pair| match pair {
        [above, below] => above.number + 1..below.number,
        _ => 0..0,
    });
    let gaps: Vec<usize> = gaps.filter(|row| !others.contains(row)).collect();
    let Some(first) = gaps.first() else { return };
    let shown: Vec<String> = gaps.iter().take(5).map(|row| (row + 1).to_string()).collect();
    let etc = if gaps.len() > 5 { format!(" 等{}行", gaps.len()) } else { String::new() };
    let message = format!("表的中间有空行：第 {}{etc} 行", shown.join("、"));
    report.push(
        Diagnostic::hint("TAB-16", message)
            .at(sheet.span(*first, 0), "")
            .help("空行没有读；是漏填就补上，不是就删去整行"),
    );
}

fn nameless(sheet: &Sheet, columns: &Columns, row: &Row, report: &mut Report) {
    let column = columns.find(&Field::School).or(columns.find(&Field::Code));
    let span =
        column.map_or_else(|| sheet.span(row.number, 0), |c| sheet.span(row.number, c.at));
    let message = "这一行没有写是哪所学校";
    let help = "请填上学校；是合计、说明等不是学校的行，请移到别处";
    report.push(Diagnostic::error("TAB-13", message).at(span, "").help(help));
}

/// Schools with nothing but their names.
fn not_filled(rows: &[&Row], columns: &Columns, report: &mut Report) {
    let name = |row: &Row| {
        let column = columns.find(&Field::School).or(columns.find(&Field::Code))?;
        match &row.cell(column.at)?.content {
            Content::Text(text) => Some(text.clone()),
            _ => None,
        }
    };
    let Some(span) = rows.first().and_then(|row| row.span()) else { return };
    let names: Vec<String> = rows.iter().filter_map(|row| name(row)).take(5).collect();
    let etc = if rows.len() > names.len() { " 等" } else { "" };
    let message = format!("有 {} 所学校还没有填：{}{etc}", rows.len(), names.join("、"));
    report.push(
        Diagnostic::warning("TAB-16", message)
            .at(span, "")
            .help("没有填的学校不写文书；这次不督导的，请删去整行"),
    );
}
