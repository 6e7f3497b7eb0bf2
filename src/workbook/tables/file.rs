//! Finding and opening the file of a table.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Report, Sources, Span, nearest, reason};

use super::sheet::{Content, Grid, Sheet};
use super::{excel, text};

/// Columns beyond which a sheet is no table of ours: some hundred indicators and
/// what is said of a school. Rows are laid out to the width of the widest.
const MOST_COLUMNS: usize = 1000;

/// What Excel puts before the name of a file while it has it open.
pub const LOCK: &str = "~$";

/// A table that a workbook names.
#[derive(Debug, Clone)]
pub struct Reference {
    /// 结果表 or 学校表.
    pub key: &'static str,
    pub path: PathBuf,
    pub sheet: Option<String>,
    /// Where the workbook names it.
    pub span: Span,
}

/// Reads the sheet of a table; what stands in the way is reported where the
/// workbook names it.
pub fn open(
    reference: &Reference,
    sources: &mut Sources,
    report: &mut Report,
) -> Option<Sheet> {
    let name = reference.path.display().to_string();
    let grid = std::fs::read(&reference.path)
        .map_err(|error| unreadable(reference, &error))
        .and_then(|bytes| grid(bytes, reference))
        .and_then(narrow);
    match grid {
        Ok(grid) => {
            in_use(reference, report);
            Some(Sheet::new(grid, &name, sources))
        }
        Err(mut diagnostic) => {
            diagnostic.message = format!("{}“{name}”：{}", reference.key, diagnostic.message);
            report.push(diagnostic.at(reference.span, ""));
            None
        }
    }
}

fn grid(bytes: Vec<u8>, reference: &Reference) -> Result<Grid, Diagnostic> {
    let extension = reference.path.extension().map(|e| e.to_ascii_lowercase());
    let is = |wanted: &str| extension.as_ref().is_some_and(|e| e == wanted);
    let save_as =
        "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”，再把这里的文件名改过来";
    let unfit = |message: &str, help: &str| {
        Err(Diagnostic::error("TAB-02", message.to_owned()).help(help))
    };
    if bytes.starts_with(excel::ZIP) {
        return excel::read(bytes, reference.sheet.as_deref());
    }
    if bytes.starts_with(excel::COMPOUND) {
        return match is_encrypted(&bytes) {
            true => Err(excel::encrypted()),
            false => unfit("这是旧格式的表格（.xls），读不了", save_as),
        };
    }
    if is("csv") {
        return match &reference.sheet {
            None => text::read(&bytes),
            Some(_) => unfit("CSV 文件没有工作表", "请删去“工作表”一项"),
        };
    }
    if is("xlsx") || is("xls") || is("et") {
        return match bytes.trim_ascii_start().first() {
            None => unfit("文件是空的", "请检查文件是否拷贝完整"),
            Some(b'<') => unfit("内容其实是网页，不是 Excel 工作簿", save_as),
            Some(_) => unfit("内容不是 Excel 工作簿", save_as),
        };
    }
    unfit("不是 Excel 工作簿，也不是 CSV 文件", "表格请存成 .xlsx，或者 .csv")
}

fn narrow(grid: Grid) -> Result<Grid, Diagnostic> {
    let wide = |cells: &Vec<(usize, Content)>| {
        cells.last().is_some_and(|(column, _)| *column >= MOST_COLUMNS)
    };
    let Some((row, _)) = grid.rows.iter().find(|(_, cells)| wide(cells)) else {
        return Ok(grid);
    };
    let message = format!("第 {} 行的内容超出了第 {MOST_COLUMNS} 列", row + 1);
    Err(Diagnostic::error("TAB-02", message).help("请删去表格右边多余的内容，再保存"))
}

/// An encrypted .xlsx is a compound file with an entry of this name.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn unreadable(reference: &Reference, error: &std::io::Error) -> Diagnostic {
    if error.kind() != ErrorKind::NotFound {
        return Diagnostic::error("TAB-01", format!("读不了（{}）", reason(error)))
            .help("请检查文件是否正被别的程序打开、是否有读取权限");
    }
    let help = match nearby(&reference.path) {
        Some(close) => format!("是不是“{close}”？路径从写着它的文件所在的文件夹算起"),
        None if reference.key == super::RESULTS => "路径从写着它的文件所在的文件夹算起；\
             还没有表的话，用 `dudao sheet 工作簿 活动名称` 生成一张空表来填"
            .to_owned(),
        None => "路径从写着它的文件所在的文件夹算起，请检查文件名和扩展名".to_owned(),
    };
    Diagnostic::error("TAB-01", "没有这个文件").help(help)
}

/// The table in the folder whose name is most like one that is not there.
fn nearby(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    // A file of this folder has no parent to be written.
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut names: Vec<String> = std::fs::read_dir(folder.unwrap_or(Path::new(".")))
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".xlsx") || name.ends_with(".csv"))
        .filter(|name| !name.starts_with(LOCK))
        .collect();
    names.sort();
    nearest(wanted, names.iter().map(String::as_str)).map(str::to_owned)
}

/// What Excel has not saved is not read.
fn in_use(reference: &Reference, report: &mut Report) {
    let Some(name) = reference.path.file_name().and_then(|name| name.to_str()) else { return };
    if reference.path.with_file_name(format!("{LOCK}{name}")).exists() {
        let message = format!("“{name}”正在 Excel 里打开，读到的是上一次保存的内容");
        report.push(
            Diagnostic::hint("TAB-01", message)
                .at(reference.span, "")
                .help("请先在 Excel 里保存；已经关了 Excel 的话，不用管"),
        );
    }
}
