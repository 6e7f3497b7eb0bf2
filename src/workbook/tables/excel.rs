//! Reading a sheet of an Excel workbook.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, nearest};

use super::sheet::{Content, Grid, Merged};

/// The bytes that a ZIP container, which .xlsx is, begins with.
pub const ZIP: &[u8] = b"PK";
/// The bytes of a compound file: .xls, .et, or an encrypted .xlsx.
pub const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// Reads a sheet: the one of this name, else the first that is not hidden.
pub fn read(bytes: Vec<u8>, wanted: Option<&str>) -> Result<Grid, Diagnostic> {
    let mut file: Xlsx<_> =
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
    let mut grid = Grid {
        rows: BTreeMap::new(),
        merged: merged.collect(),
        name: (sheets.len() > 1).then(|| name.clone()),
        others: sheets.into_iter().map(|(other, _)| other).filter(|o| *o != name).collect(),
    };
    let mut cells = file.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
    while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
        let (row, column) = (cell.get_position().0 as usize, cell.get_position().1 as usize);
        let Some(content) = content(cell.get_value()) else { continue };
        grid.rows.entry(row).or_default().push((column, content));
    }
    for cells in grid.rows.values_mut() {
        // Other programs need not write them in order.
        cells.sort_by_key(|(column, _)| *column);
        cells.dedup_by_key(|(column, _)| *column);
    }
    Ok(grid)
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

fn content(value: &DataRef) -> Option<Content> {
    match value {
        DataRef::Empty => None,
        DataRef::String(text) => Content::text(text),
        DataRef::SharedString(text) => Content::text(text),
        DataRef::Int(number) => Some(Content::Number(*number as f64)),
        DataRef::Float(number) => Some(Content::Number(*number)),
        DataRef::Bool(truth) => Some(Content::Truth(*truth)),
        DataRef::Error(error) => Some(Content::Error(error.to_string())),
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            // Less than a day is a time of day.
            let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
                .filter(|_| time.is_datetime() && time.as_f64() >= 1.0);
            Some(date.map_or(Content::Number(time.as_f64()), Content::Date))
        }
        DataRef::DateTimeIso(text) => {
            let day = text.split('T').next().unwrap_or(text);
            NaiveDate::parse_from_str(day, "%Y-%m-%d")
                .map_or_else(|_| Content::text(text), |date| Some(Content::Date(date)))
        }
        DataRef::DurationIso(text) => Content::text(text),
    }
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
