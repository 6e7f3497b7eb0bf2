//! Finding and reading the files of a workbook.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Report, SourceId, Sources, Span, reason};

use super::tables::LOCK;

/// The folder inside a workbook that overrides wording templates; its YAML is
/// not data.
const TEMPLATES: &str = "templates";

/// The file beside the data that says how pages look; it is not data either.
pub const PROFILE: &str = "版式.yaml";

/// Whether a file is a profile by all but its name, as editors and hands change it:
/// `版式.yaml.txt`, `版式.yml`, `版式(1).yaml`.
pub fn is_misnamed_profile(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let is_text = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("txt"));
    name != PROFILE
        && (name.starts_with("版式") && is_yaml(path) || name.starts_with("版式.") && is_text)
}

fn is_profile(path: &Path) -> bool {
    path.ends_with(PROFILE) || is_misnamed_profile(path)
}

/// The files of a workbook.
pub struct Files {
    /// Its YAML.
    pub texts: Vec<SourceId>,
    /// Others that a clerk may take for a part of it.
    pub unread: Vec<PathBuf>,
}

/// Reads all YAML files of a workbook in the order of their names.
pub fn read(path: &Path, sources: &mut Sources, report: &mut Report) -> Option<Files> {
    let before = report.count(crate::diagnostic::Severity::Error);
    let (files, unread) = find(path, report)?;
    let texts = files.iter().filter_map(|file| read_file(file, sources, report)).collect();
    let sound = report.count(crate::diagnostic::Severity::Error) == before;
    sound.then_some(Files { texts, unread })
}

/// Names the files that are neither YAML nor a table that the YAML names.
pub fn hint_unread(unread: &[PathBuf], tables: &[PathBuf], report: &mut Report) {
    let whole = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
    let tables: Vec<PathBuf> = tables.iter().map(whole).collect();
    for path in unread.iter().filter(|path| !tables.contains(&whole(path))) {
        let message = format!("这个文件没有读：{}", path.display());
        let help = if is_profile(path) {
            "版式放在工作簿的文件夹里才起作用，里面的小文件夹里的不读：要用它，请移出来"
        } else {
            "数据写在 .yaml 文件里；是得分表或学校名单的话，要在 .yaml 里写上\
             “结果表: 文件名”或“学校表: 文件名”；没有数据就不用管"
        };
        report.push(Diagnostic::hint("WBK-14", message).help(help));
    }
}

/// The YAML files, and others that may hold data.
fn find(path: &Path, report: &mut Report) -> Option<(Vec<PathBuf>, Vec<PathBuf>)> {
    if path.is_file() {
        return Some((vec![path.to_owned()], Vec::new()));
    }
    if !path.exists() {
        report.push(
            Diagnostic::error("WBK-01", format!("找不到工作簿：{}", path.display())).help(
                "请检查路径是否写对；可以用 `dudao new 文件夹名` 新建一个可以直接生成的工作簿",
            ),
        );
        return None;
    }
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for entry in walk(path) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_profile(entry.path()) => {
                // That of the workbook is read where pages are made.
                if entry.depth() > 1 && !is_of_outputs(entry.path()) {
                    unread.push(entry.into_path());
                }
            }
            Ok(entry) if entry.file_type().is_file() && is_yaml(entry.path()) => {
                files.push(entry.into_path());
            }
            Ok(entry)
                if entry.file_type().is_file()
                    && may_be_data(entry.path())
                    && !is_our_list(entry.path()) =>
            {
                unread.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) => {
                let place = error.path().unwrap_or(path).display().to_string();
                report.push(
                    Diagnostic::error("WBK-02", format!("读不了文件夹：{place}"))
                        .help("请检查是否有读取权限"),
                );
            }
        }
    }
    if files.is_empty() {
        report.push(
            Diagnostic::error(
                "WBK-03",
                format!("工作簿里没有 YAML 文件：{}", path.display()),
            )
            .help("工作簿是一个 .yaml 文件，或者装有若干 .yaml 文件的文件夹，可以用 `dudao new 文件夹名` 新建一个；检查文稿的，写文稿的文件名，如 `dudao check 文稿.md`"),
        );
        return None;
    }
    Some((files, unread))
}

/// Whether a folder is a workbook: whether it holds any YAML that is data.
pub fn holds_data(path: &Path) -> bool {
    let is_data = |path: &Path| is_yaml(path) && !is_profile(path);
    walk(path).flatten().any(|entry| entry.file_type().is_file() && is_data(entry.path()))
}

/// What may belong to a workbook, sorted.
fn walk(path: &Path) -> impl Iterator<Item = walkdir::Result<walkdir::DirEntry>> {
    let entries = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    entries.filter_entry(|entry| entry.depth() == 0 || !is_skipped(entry))
}

fn is_skipped(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.')
        || name.starts_with(LOCK)
        || (entry.file_type().is_dir() && name == TEMPLATES)
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

/// Files that a clerk may take for a part of the workbook.
fn may_be_data(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_ascii_lowercase());
    extension
        .is_some_and(|e| ["txt", "xlsx", "xls", "csv", "docx", "doc"].iter().any(|x| e == *x))
}

/// Whether it is the list of what was made that stands beside each manifest.
fn is_our_list(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "csv") && is_manifest(&path.with_extension("json"))
}

/// Whether a file stands in a folder that documents were put into.
fn is_of_outputs(path: &Path) -> bool {
    let entries = path.parent().and_then(|folder| folder.read_dir().ok());
    let mut names = entries.into_iter().flatten().flatten().map(|entry| entry.path());
    names.any(|path| path.extension().is_some_and(|e| e == "json") && is_manifest(&path))
}

fn is_manifest(path: &Path) -> bool {
    const START: &[u8] = b"{\n  \"program\": \"dudao ";
    let mut start = [0; START.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == START
}

/// Reads one YAML file.
pub fn read_file(path: &Path, sources: &mut Sources, report: &mut Report) -> Option<SourceId> {
    if let Some(text) = sources.unsaved(path).map(str::to_owned) {
        return Some(sources.add_file(path, text));
    }
    let name = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            report.push(
                Diagnostic::error(
                    "WBK-04",
                    format!("读不了文件：{name}（{}）", reason(&error)),
                )
                .help("请检查文件是否被别的程序占用、是否有读取权限"),
            );
            return None;
        }
    };
    if let Some((what, help)) = other_than_text(&bytes) {
        report.push(Diagnostic::error("WBK-05", format!("{what}：{name}")).help(help));
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(sources.add_file(path, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let id = sources.add(name, String::from_utf8_lossy(error.as_bytes()));
            report.push(
                Diagnostic::error("WBK-05", "文件不是 UTF-8 编码，从这里起无法识别")
                    .at(Span::new(id, valid, valid + 1), "")
                    .help("多半是用 GBK（ANSI）保存的：请用记事本打开，选“另存为”，编码选 UTF-8，再保存"),
            );
            None
        }
    }
}

/// What a file is by its first bytes if it is no text in UTF-8, and what to do.
fn other_than_text(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const OFFICE: &str =
        "改扩展名不能变换文件的内容：请用原来的软件打开，把内容复制到新建的文本文件里";
    const UTF_16: &str = "请用记事本打开，选“另存为”，编码选 UTF-8，再保存";
    let kinds: [(&[u8], _, _); 5] = [
        (
            b"PK\x03\x04",
            "文件其实是 Excel 或 Word 的文档（也可能是压缩包），不是文本文件",
            OFFICE,
        ),
        (b"\xd0\xcf\x11\xe0", "文件其实是旧版 Excel 或 Word 的文档，不是文本文件", OFFICE),
        (b"%PDF", "文件其实是 PDF，不是文本文件", OFFICE),
        (b"\xff\xfe", "文件是 UTF-16 编码的，只能读 UTF-8", UTF_16),
        (b"\xfe\xff", "文件是 UTF-16 编码的，只能读 UTF-8", UTF_16),
    ];
    let known = kinds.iter().find(|(start, _, _)| bytes.starts_with(start));
    known.map(|(_, what, help)| (*what, *help)).or_else(|| {
        bytes.contains(&0).then_some((
            "文件不是文本文件，或者不是 UTF-8 编码的",
            "请用记事本打开：是乱码的，这不是文本文件；不是乱码的，选“另存为”，编码选 UTF-8，再保存",
        ))
    })
}
