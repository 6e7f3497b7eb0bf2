//! `dudao check`.

use std::path::Path;

use crate::batch::{self, Project};
use crate::diagnostic::{Report, Sources, summary};

use super::{Workbook, output};

pub fn run(arguments: &Workbook) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    if is_text(&arguments.workbook) {
        batch::check_text(&arguments.workbook, &mut sources, &mut report);
        return finish(&mut report, &sources);
    }
    let templates = arguments.templates.templates.as_deref();
    let project = Project::open(&arguments.workbook, templates, &mut sources, &mut report);
    if let Some(project) = project {
        batch::check(&project, &mut sources, &mut report);
    }
    finish(&mut report, &sources)
}

/// A manuscript or a plain text; a workbook is a folder or YAML.
fn is_text(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("txt"))
}

fn finish(report: &mut Report, sources: &Sources) -> u8 {
    output::print(report, sources);
    output::line(summary(report));
    if report.has_errors() { super::FOUND } else { super::CLEAN }
}
