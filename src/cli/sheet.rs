//! `dudao sheet`.

use std::path::{Path, PathBuf};

use crate::batch::{self, Fault};
use crate::diagnostic::{Report, Sources, nearest};
use crate::record::Activity;
use crate::workbook::{Absent, Workbook, form};

use super::{Sheet, output};

/// Writes the table of an activity; never over one that may have been filled in.
pub fn run(arguments: &Sheet) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let path = &arguments.workbook;
    let Some(workbook) = Workbook::read_with(path, Absent::Empty, &mut sources, &mut report)
    else {
        return output::stop(&mut report, &sources);
    };
    output::print(&mut report, &sources);
    let activities = &workbook.record.activities;
    let called = |activity: &Activity| activity.is_called(&arguments.activity);
    let Some(i) = activities.iter().position(called) else {
        return unknown(&arguments.activity, activities);
    };
    let activity = &activities[i];
    let bytes = match form(&workbook.record, activity) {
        Ok(bytes) => bytes,
        Err(fault) => {
            eprintln!("错误: {fault}");
            return super::FAILED;
        }
    };
    let named = workbook.result_table(i);
    let target = match (&arguments.out, named) {
        (Some(out), _) => out.clone(),
        (None, Some(named)) => named.to_owned(),
        (None, None) => beside(path, activity),
    };
    if target.extension().is_none_or(|e| !e.eq_ignore_ascii_case("xlsx")) {
        eprintln!("错误: 表格只能存成 .xlsx，不能存成 {}", target.display());
        eprintln!("  请用 --out 写一个扩展名是 .xlsx 的文件名");
        return super::FAILED;
    }
    match write(&target, &bytes) {
        Ok(true) => {}
        Ok(false) => {
            eprintln!("错误: 已经有 {}，内容不同，没有改动它", target.display());
            eprintln!("  请用 --out 换一个文件名；确实不要了，就先把它移走");
            return super::FAILED;
        }
        Err(fault) => return output::fault(&fault),
    }
    output::line(format_args!("已生成 {}，可以用 Excel 或 WPS 填写", target.display()));
    if named.is_none() {
        let name = target.file_name().unwrap_or_default().display();
        let label = activity.label();
        output::line(format_args!("填好后，在督导活动“{label}”里写上：结果表: {name}"));
        if !activity.results.is_empty() {
            output::line("已有的结果填在表里了，请把原来的“结果”删去");
        }
    }
    super::CLEAN
}

fn unknown(typed: &str, activities: &[Activity]) -> u8 {
    eprintln!("错误: 工作簿里没有督导活动“{typed}”");
    let names = || activities.iter().map(|activity| activity.name.as_str());
    let labels = activities.iter().map(Activity::label);
    match nearest(typed, names().chain(labels)) {
        Some(close) => eprintln!("  是不是“{close}”？"),
        None => eprintln!("  有这些：{}", names().collect::<Vec<_>>().join("、")),
    }
    super::FAILED
}

/// A file in the workbook's folder, named after the activity.
fn beside(workbook: &Path, activity: &Activity) -> PathBuf {
    let folder = match workbook.is_dir() {
        true => workbook,
        false => workbook.parent().unwrap_or(Path::new("")),
    };
    let unfit = |c: char| c.is_control() || "\\/:*?\"<>|".contains(c);
    folder.join(format!("{}得分表.xlsx", activity.label().replace(unfit, "_")))
}

/// Writes a new file; false where there is another already.
fn write(target: &Path, bytes: &[u8]) -> Result<bool, Fault> {
    match std::fs::read(target) {
        Ok(there) => Ok(there == bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            batch::write_file(target, bytes)?;
            Ok(true)
        }
        Err(source) => Err(Fault { path: target.to_owned(), source }),
    }
}
