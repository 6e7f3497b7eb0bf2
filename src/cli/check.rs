//! `dudao check`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::batch::{self, Project};
use crate::diagnostic::{Report, RuleDescription, Sources, summary, to_json, to_sarif};
use crate::rules::RULES;
use crate::workbook::PROFILE;

use super::{Check, ReportFormat, output};

pub fn run(arguments: &Check) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let path = &arguments.workbook.workbook;
    let texts = texts(path);
    for text in &texts {
        batch::check_text(text, &mut sources, &mut report);
    }
    if texts.is_empty() {
        let templates = arguments.workbook.templates.templates.as_deref();
        let project = Project::open(path, templates, &mut sources, &mut report);
        if let Some(project) = project {
            batch::check(&project, &mut sources, &mut report);
        }
    }
    show(&mut report, &sources, arguments.format);
    if report.has_errors() { super::FOUND } else { super::CLEAN }
}

/// The manuscripts and plain texts that are to be checked: the one named, or all
/// of a folder that holds no workbook.
fn texts(path: &Path) -> Vec<PathBuf> {
    let is_text = |path: &Path| has_extension(path, &["md", "txt"]);
    if path.is_file() {
        return if is_text(path) { vec![path.to_owned()] } else { Vec::new() };
    }
    // A folder that cannot be read is reported as a workbook that cannot.
    let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
    let mut files: Vec<PathBuf> =
        entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.sort();
    let data = |path: &PathBuf| {
        path.is_dir() || (has_extension(path, &["yaml", "yml"]) && !path.ends_with(PROFILE))
    };
    if files.iter().any(data) {
        return Vec::new();
    }
    files.retain(|path| path.is_file() && is_text(path));
    files
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|e| extensions.iter().any(|x| e.eq_ignore_ascii_case(x)))
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
