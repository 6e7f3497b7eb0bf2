//! `dudao check`.

use crate::batch::{self, Project};
use crate::diagnostic::{Report, Sources, summary};
use crate::manuscript;

use super::{Workbook, output};

pub fn run(arguments: &Workbook) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    check(arguments, &mut sources, &mut report);
    output::print(&mut report, &sources);
    output::line(summary(&report));
    if report.has_errors() { super::FOUND } else { super::CLEAN }
}

/// Goes through the workbook, the templates, and the wording of each document.
fn check(arguments: &Workbook, sources: &mut Sources, report: &mut Report) {
    let templates = arguments.templates.templates.as_deref();
    let Some(project) = Project::open(&arguments.workbook, templates, sources, report) else {
        return;
    };
    let Some(writer) = project.writer(sources, report) else { return };
    for document in batch::plan(&project.workbook, &writer, None, report) {
        let edition = &project.workbook.record.editions[document.edition];
        // The plan only names kinds that the writer has.
        let Some(kind) = writer.kind(&document.kind) else { continue };
        match writer.draft(kind, edition, document.subject) {
            Ok(draft) => {
                let text = batch::write_manuscript(&draft);
                let mut own = Report::new();
                let id = sources.add(format!("{}.md", document.stem), text.as_str());
                manuscript::parse(id, &text, &mut own);
                report.append(own);
            }
            Err(diagnostic) => report.push(diagnostic),
        }
    }
}
