//! `dudao check`.

use crate::batch::{self, Project};
use crate::diagnostic::{Report, Sources, summary};

use super::{Workbook, output};

pub fn run(arguments: &Workbook) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let templates = arguments.templates.templates.as_deref();
    let project = Project::open(&arguments.workbook, templates, &mut sources, &mut report);
    if let Some(project) = project {
        batch::check(&project, &mut sources, &mut report);
    }
    output::print(&mut report, &sources);
    output::line(summary(&report));
    if report.has_errors() { super::FOUND } else { super::CLEAN }
}
