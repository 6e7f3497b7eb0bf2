//! `dudao figures`.

use std::collections::{BTreeMap, BTreeSet};

use crate::batch::{self, Project};
use crate::diagnostic::{Report, Sources};

use super::{Workbook, output};

/// Prints the ledger: name, value, formula, where from, which kinds quote it.
pub fn run(arguments: &Workbook) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let templates = arguments.templates.templates.as_deref();
    let Some(project) =
        Project::open(&arguments.workbook, templates, &mut sources, &mut report)
    else {
        return output::stop(&mut report, &sources);
    };
    let quoted = quoted(&project, &sources, &mut report);
    for (i, figure) in project.ledger.iter().enumerate() {
        if figure.sources.is_empty() {
            continue;
        }
        let unit = if figure.unit == "%" { "" } else { &figure.unit };
        output::line(format_args!("{} = {}{unit}", figure.full_name(), figure.value));
        output::line(format_args!("    算法：{}", figure.formula));
        output::line(format_args!(
            "    出处：{}",
            places(&project, &sources, &figure.sources)
        ));
        if let Some(documents) = quoted.get(&i) {
            let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
            output::line(format_args!("    用在：{}", documents.join("、")));
        }
    }
    if report.has_errors() { output::stop(&mut report, &sources) } else { super::CLEAN }
}

/// The documents that quote each figure.
fn quoted(
    project: &Project,
    sources: &Sources,
    report: &mut Report,
) -> BTreeMap<usize, BTreeSet<String>> {
    let mut quoted: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let Some(writer) = project.writer(sources, report) else { return quoted };
    for document in batch::plan(&project.workbook, &writer, None, report) {
        let edition = &project.workbook.record.editions[document.edition];
        let Some(kind) = writer.kind(&document.kind) else { continue };
        match writer.draft(kind, edition, document.subject) {
            Ok(draft) => {
                for quote in draft.quotes {
                    quoted.entry(quote.figure).or_default().insert(document.stem.clone());
                }
            }
            Err(diagnostic) => report.push(diagnostic),
        }
    }
    quoted
}

/// The first places of a figure's data, and how many more there are.
fn places(project: &Project, sources: &Sources, paths: &[String]) -> String {
    const SHOWN: usize = 3;
    let places: Vec<String> = paths
        .iter()
        .filter_map(|path| project.workbook.span(path))
        .map(|span| sources.place(span))
        .collect();
    let shown = places[..places.len().min(SHOWN)].join("、");
    match places.len() {
        n if n > SHOWN => format!("{shown} 等{n}处"),
        _ => shown,
    }
}
