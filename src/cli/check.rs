//! `dudao check`.

use std::path::{Path, PathBuf};

use serde_json::Value;
use similar::TextDiff;

use crate::batch::{self, Fixed, FixedFile, Project};
use crate::diagnostic::{Report, RuleDescription, Sources, summary, to_json, to_sarif};
use crate::rules::RULES;
use crate::workbook::holds_data;

use super::{Check, ReportFormat, fonts, output};

pub fn run(arguments: &Check) -> u8 {
    if arguments.fix {
        return fix(arguments);
    }
    let (mut sources, mut report) = (Sources::new(), Report::new());
    check(arguments, &mut sources, &mut report);
    batch::keep_safe(&sources, &mut report);
    show(&mut report, &sources, arguments.format);
    let repairable = report.repairable();
    if repairable > 0 && arguments.format == ReportFormat::Text {
        output::line(format_args!("其中 {repairable} 个可以用 --fix 自动改正。"));
    }
    code(&report)
}

fn check(arguments: &Check, sources: &mut Sources, report: &mut Report) {
    let path = &arguments.workbook.workbook;
    let texts = texts(path);
    let profile = if texts.is_empty() {
        let templates = arguments.workbook.templates.templates.as_deref();
        let project = Project::open(path, templates, sources, report);
        project.map(|project| {
            batch::check(&project, sources, report);
            project.profile
        })
    } else {
        for text in &texts {
            batch::check_text(text, sources, report);
        }
        // All are of one folder.
        let manuscript = texts.iter().find(|text| batch::is_manuscript(text));
        let folder = manuscript.map(|text| text.parent().unwrap_or(Path::new("")));
        folder.and_then(|folder| batch::profile(folder, sources, report))
    };
    if let Some(profile) = profile {
        let absent = profile.absent_faces(&fonts::sources(&arguments.fonts));
        profile.departures.into_iter().chain(absent).for_each(|found| report.push(found));
    }
}

fn code(report: &Report) -> u8 {
    if report.has_errors() { super::FOUND } else { super::CLEAN }
}

/// Makes the repairs, or shows them, and then lists what is left. For programs the
/// output stream has nothing but the list.
fn fix(arguments: &Check) -> u8 {
    let Fixed { files, mut report, sources } =
        batch::fix(|sources, report| check(arguments, sources, report));
    let mut count = 0;
    let mut faults = Report::new();
    for file in &files {
        if arguments.dry_run {
            show_difference(file, arguments.format);
        } else if let Err(fault) = file.write() {
            faults.push(fault);
            continue;
        }
        count += file.count;
    }
    let failed = !faults.is_empty();
    output::print(&mut faults, &sources);
    let mut said = match (count, arguments.dry_run) {
        (0, _) if failed => "没有改".to_owned(),
        (0, _) => "没有可以自动改的".to_owned(),
        (_, true) => format!("可以改 {count} 处，还没有写入文件"),
        (_, false) => format!("已改 {count} 处"),
    };
    if !report.is_empty() {
        said += &format!("，还有 {} 处要您自己改", report.len());
    }
    said.push('。');
    match arguments.format {
        ReportFormat::Text => {
            output::print(&mut report, &sources);
            output::line(said);
        }
        ReportFormat::Json | ReportFormat::Sarif => {
            show(&mut report, &sources, arguments.format);
            output::complain(said);
        }
    }
    if failed { super::FAILED } else { code(&report) }
}

/// Shows what is repaired in a file, as a unified diff.
fn show_difference(file: &FixedFile, format: ReportFormat) {
    let name = file.path.display().to_string();
    let difference = TextDiff::from_lines(&file.before, &file.after)
        .unified_diff()
        .context_radius(1)
        .header(&name, &format!("{name}（改正后）"))
        .to_string();
    match format {
        ReportFormat::Text => output::text(&difference),
        ReportFormat::Json | ReportFormat::Sarif => output::complaint(&difference),
    }
}

/// The manuscripts and plain texts that are to be checked: the one named, or all
/// of a folder that holds no workbook.
fn texts(path: &Path) -> Vec<PathBuf> {
    let is_text = |path: &Path| {
        path.extension()
            .is_some_and(|e| ["md", "txt"].iter().any(|x| e.eq_ignore_ascii_case(x)))
    };
    if path.is_file() {
        return if is_text(path) { vec![path.to_owned()] } else { Vec::new() };
    }
    if holds_data(path) {
        return Vec::new();
    }
    // A folder that cannot be read is reported as a workbook that cannot.
    let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
    let mut files: Vec<PathBuf> =
        entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.sort();
    files.retain(|path| path.is_file() && is_text(path));
    files
}

/// For people on the error stream with a summary on the output stream; for
/// programs on the output stream alone.
fn show(report: &mut Report, sources: &Sources, format: ReportFormat) {
    report.sort();
    match format {
        ReportFormat::Text => {
            output::print(report, sources);
            output::line(summary(report));
        }
        ReportFormat::Json => output::line(format_args!("{:#}", to_json(report, sources))),
        ReportFormat::Sarif => output::line(format_args!("{:#}", sarif(report, sources))),
    }
}

fn sarif(report: &Report, sources: &Sources) -> Value {
    let rules: Vec<RuleDescription> = RULES
        .iter()
        .map(|rule| RuleDescription { id: rule.id, name: rule.name, help: rule.reason })
        .collect();
    to_sarif(report, sources, &rules)
}
