//! Reading a sheet of an Excel workbook.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{Datelike, NaiveDate};

use crate::diagnostic::{Diagnostic, nearest};

use super::columns::HEADER_WITHIN;
use super::sheet::{Content, Grid, Merged, Other, number_text};

type File = Xlsx<Cursor<Vec<u8>>>;

/// The bytes that a ZIP container, which .xlsx is, begins with.
pub const ZIP: &[u8] = b"PK";
/// The bytes of a compound file: .xls, .et, or an encrypted .xlsx.
pub const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// Reads a sheet: the one of this name, else the first that is not hidden.
pub fn read(bytes: Vec<u8>, wanted: Option<&str>) -> Result<Grid, Diagnostic> {
    let mut file: File =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let sheets: Vec<(String, bool)> = file
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let name = choose(&sheets, wanted)?;
    let merged = file.merge_cells_by_sheet_name(&name).map_err(|error| broken(&error))?;
    let merged = merged.iter().map(|region| Merged {
        rows: (region.start.0 as usize, region.end.0 as usize),
        columns: (region.start.1 as usize, region.end.1 as usize),
    });
    let merged = merged.collect();
    let own = sheets.len() > 1;
    let mut others = Vec::new();
    for (other, visible) in sheets.into_iter().filter(|(other, _)| *other != name) {
        let top = match visible && wanted.is_none() {
            true => top(&mut file, &other).map_err(|error| broken(&error))?,
            false => Vec::new(),
        };
        others.push(Other { name: other, top });
    }
    let rows = rows(&mut file, &name).map_err(|error| broken(&error))?;
    Ok(Grid { rows, merged, name: own.then_some(name), others })
}

type Cells = Vec<(usize, Content)>;

/// The cells of a sheet by row and column.
fn rows(file: &mut File, name: &str) -> Result<BTreeMap<usize, Cells>, XlsxError> {
    let uncomputed = uncomputed(file, name)?;
    let mut cells = file.worksheet_cells_reader(name)?;
    let mut rows: BTreeMap<usize, Cells> = BTreeMap::new();
    while let Some((cell, style)) = cells.next_cell_with_style_id()? {
        let content = match uncomputed.contains(&cell.get_position()) {
            true => Some(Content::Uncomputed),
            false => {
                let format =
                    cells.styles().get(style).and_then(|style| style.number_format.as_ref());
                content(cell.get_value(), format.map_or("", |f| &f.format_code))
            }
        };
        let Some(content) = content else { continue };
        let (row, column) = cell.get_position();
        rows.entry(row as usize).or_default().push((column as usize, content));
    }
    for cells in rows.values_mut() {
        // Other programs need not write them in order.
        cells.sort_by_key(|(column, _)| *column);
        cells.dedup_by_key(|(column, _)| *column);
    }
    Ok(rows)
}

/// The places of the formulas whose results are not in the file.
fn uncomputed(file: &mut File, name: &str) -> Result<BTreeSet<(u32, u32)>, XlsxError> {
    let mut places = BTreeSet::new();
    let mut cells = file.worksheet_cells_reader(name)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            places.insert(cell.pos);
        }
    }
    Ok(places)
}

/// The texts of the rows in which a sheet may have its headers.
fn top(file: &mut File, name: &str) -> Result<Vec<Vec<String>>, XlsxError> {
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut cells = file.worksheet_cells_reader(name)?;
    while let Some(cell) = cells.next_cell()? {
        let row = cell.get_position().0;
        if row as usize >= HEADER_WITHIN {
            break;
        }
        let text = content(cell.get_value(), "").and_then(|content| content.typed());
        rows.entry(row).or_default().extend(text);
    }
    Ok(rows.into_values().collect())
}

fn choose(sheets: &[(String, bool)], wanted: Option<&str>) -> Result<String, Diagnostic> {
    let Some(wanted) = wanted else {
        return sheets
            .iter()
            .find(|(_, visible)| *visible)
            .map(|(name, _)| name.clone())
            .ok_or_else(|| {
                Diagnostic::error("TAB-03", "文件里没有可见的工作表")
                    .help("请在 Excel 里取消隐藏放数据的工作表，再保存")
            });
    };
    if sheets.iter().any(|(name, _)| name == wanted) {
        return Ok(wanted.to_owned());
    }
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    let help = match nearest(wanted, names.iter().copied()) {
        Some(close) => format!("是不是“{close}”？"),
        None => format!("文件里的工作表有：{}", names.join("、")),
    };
    Err(Diagnostic::error("TAB-03", format!("没有“{wanted}”这张工作表")).help(help))
}

/// What a cell holds, as the code of its number format shows it.
fn content(value: &DataRef, format: &str) -> Option<Content> {
    match value {
        DataRef::Empty => None,
        DataRef::String(text) => Content::text(text),
        DataRef::SharedString(text) => Content::text(text),
        DataRef::Int(number) => Some(number_as_shown(*number as f64, format)),
        DataRef::Float(number) => Some(number_as_shown(*number, format)),
        DataRef::Bool(truth) => Some(Content::Truth(*truth)),
        DataRef::Error(error) => Some(Content::Error(error.to_string())),
        DataRef::DateTime(time) => {
            let days = time.as_f64();
            let whole_days = time.is_datetime() && days >= 1.0;
            Some(match whole_days.then(|| day(time)).flatten() {
                Some(day) => Content::Date(day),
                None if whole_days || days < 0.0 => Content::Number(days),
                None => time_of_day(days),
            })
        }
        DataRef::DateTimeIso(text) => {
            let day = text.split('T').next().unwrap_or(text);
            NaiveDate::parse_from_str(day, "%Y-%m-%d")
                .map_or_else(|_| Content::text(text), |date| Some(Content::Date(date)))
        }
        DataRef::DurationIso(text) => Some(Content::Time(text.clone())),
    }
}

/// The day that Excel shows for a number; none for a number that it shows as `#####`.
fn day(time: &ExcelDateTime) -> Option<NaiveDate> {
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    // Beyond the last day of that year all are that day.
    NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
        .filter(|date| date.year() < 9999)
}

fn number_as_shown(number: f64, format: &str) -> Content {
    let whole = number >= 0.0 && number.fract() == 0.0;
    if whole && format.len() > 1 && format.bytes().all(|b| b == b'0') {
        return Content::Padded(format!("{number:0width$}", width = format.len()));
    }
    match is_percentage(format) {
        true => Content::Percent(number_text(number * 100.0)),
        false => Content::Number(number),
    }
}

/// Whether a format shows a hundred times the number. A sign in quotes or behind a
/// mark is but a text.
fn is_percentage(format: &str) -> bool {
    let mut quoted = false;
    let mut marks = format.chars();
    while let Some(mark) = marks.next() {
        match mark {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => drop(marks.next()),
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

fn time_of_day(days: f64) -> Content {
    let minutes = (days * 24.0 * 60.0).round();
    Content::Time(format!("{}:{:02}", (minutes / 60.0).trunc(), minutes % 60.0))
}

fn broken(error: &XlsxError) -> Diagnostic {
    match error {
        XlsxError::Password => encrypted(),
        _ => Diagnostic::error("TAB-02", "文件不是完好的 Excel 工作簿")
            .help("请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（*.xlsx）”，再试一次"),
    }
}

pub fn encrypted() -> Diagnostic {
    Diagnostic::error("TAB-02", "文件加了密码，读不了")
        .help("请用 Excel 打开，在“文件—信息—保护工作簿”里去掉打开密码，再保存")
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_are_what_their_format_shows() {
        for (number, format, content) in [
            (0.926, "0.0%", Content::Percent("92.6".to_owned())),
            (92.6, "0.0\"%\"", Content::Number(92.6)),
            (92.6, "0.0\\%", Content::Number(92.6)),
            (1.0, "000", Content::Padded("001".to_owned())),
            (1003.0, "000", Content::Padded("1003".to_owned())),
            (7.5, "000", Content::Number(7.5)),
            (8.0, "0", Content::Number(8.0)),
        ] {
            assert_eq!(number_as_shown(number, format), content, "{number} as {format}");
        }
    }

    #[test]
    fn a_number_is_a_date_where_excel_shows_one() {
        let day = |y, m, d| Content::Date(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        for (days, expected) in [
            (46112.0, day(2026, 3, 31)),
            (46112.75, day(2026, 3, 31)),
            (78.0 / 1440.0, Content::Time("1:18".to_owned())),
            (20_260_331.0, Content::Number(20_260_331.0)),
            (3_000_000.0, Content::Number(3_000_000.0)),
            (-5.0, Content::Number(-5.0)),
        ] {
            let time = ExcelDateTime::new(days, ExcelDateTimeType::DateTime, false);
            assert_eq!(content(&DataRef::DateTime(time), "yyyy-mm-dd"), Some(expected));
        }
    }
}
