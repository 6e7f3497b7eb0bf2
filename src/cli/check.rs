//! `dudao check`.

use std::path::Path;

use serde_json::Value;

use crate::batch::{self, Project};
use crate::diagnostic::{Report, RuleDescription, Sources, summary, to_json, to_sarif};
use crate::rules::RULES;

use super::{Check, ReportFormat, output};

pub fn run(arguments: &Check) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let path = &arguments.workbook.workbook;
    if is_text(path) {
        batch::check_text(path, &mut sources, &mut report);
    } else {
        let templates = arguments.workbook.templates.templates.as_deref();
        let project = Project::open(path, templates, &mut sources, &mut report);
        if let Some(project) = project {
            batch::check(&project, &mut sources, &mut report);
        }
    }
    show(&mut report, &sources, arguments.format);
    if report.has_errors() { super::FOUND } else { super::CLEAN }
}

/// A manuscript or a plain text; a workbook is a folder or YAML.
fn is_text(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("txt"))
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
