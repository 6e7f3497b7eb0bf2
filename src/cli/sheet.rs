//! `dudao sheet`.

use std::path::Path;

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
            output::complain(format_args!("错误: {fault}"));
            return super::FAILED;
        }
    };
    let named = workbook.result_table(i);
    let home = home(&workbook, i, &sources);
    let target = match (&arguments.out, named) {
        (Some(out), _) => out.clone(),
        (None, Some(named)) => named.to_owned(),
        (None, None) => home.join(table_name(activity)),
    };
    if target.extension().is_none_or(|e| !e.eq_ignore_ascii_case("xlsx")) {
        let message = format!("表格只能存成 .xlsx，不能存成 {}", target.display());
        return output::wrong(message, "请用 --out 写一个扩展名是 .xlsx 的文件名");
    }
    match write(&target, &bytes) {
        Ok(true) => {}
        Ok(false) => {
            let message = format!("已经有 {}，内容不同，没有改动它", target.display());
            let help = "请用 --out 换一个文件名；确实不要了，就先把它移走";
            return output::wrong(message, help);
        }
        Err(fault) => return output::fault(&fault),
    }
    output::line(format_args!("已生成 {}，可以用 Excel 或 WPS 填写", target.display()));
    if named.is_none() {
        output::line(to_be_named(home, &target, activity));
        if !activity.results.is_empty() {
            output::line("已有的结果填在表里了，请把原来的“结果”删去");
        }
    }
    super::CLEAN
}

fn unknown(typed: &str, activities: &[Activity]) -> u8 {
    let names = || activities.iter().map(|activity| activity.name.as_str());
    let labels = activities.iter().map(Activity::label);
    let help = match nearest(typed, names().chain(labels)) {
        Some(close) => format!("是不是“{close}”？"),
        None => format!("有这些：{}", names().collect::<Vec<_>>().join("、")),
    };
    output::wrong(format_args!("工作簿里没有督导活动“{typed}”"), help)
}

/// The folder of the file that the activity is written in: the names of its tables
/// count from there.
fn home<'a>(workbook: &Workbook, activity: usize, sources: &'a Sources) -> &'a Path {
    let span = workbook.span(&format!("/督导活动/{activity}"));
    let file = span.and_then(|span| sources.get(span.source).path.as_deref());
    file.map_or(Path::new("."), batch::folder_of)
}

fn table_name(activity: &Activity) -> String {
    format!("{}.xlsx", batch::file_name(&format!("{}得分表", activity.label())))
}

/// How the workbook is told of a table.
fn to_be_named(home: &Path, table: &Path, activity: &Activity) -> String {
    let below = table.canonicalize().and_then(|table| {
        let home = home.canonicalize()?;
        table.strip_prefix(home).map(Path::to_owned).map_err(std::io::Error::other)
    });
    let label = activity.label();
    match below {
        Ok(name) => {
            format!("填好后，在督导活动“{label}”里写上：结果表: {}", name.display())
        }
        Err(_) => {
            let (home, name) = (home.display(), table.file_name().unwrap_or_default());
            let name = name.display();
            format!("填好后，放到 {home}，在督导活动“{label}”里写上：结果表: {name}")
        }
    }
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
