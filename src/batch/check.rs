//! All that can be said of a workbook without setting it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Report, Sources};
use crate::document::{Block, Document};
use crate::figures::Ledger;
use crate::manuscript;
use crate::rules::{self, Text};
use crate::wording::{Draft, Writer};
use crate::workbook;

use super::images::Images;
use super::make::write_manuscript;
use super::origin::Origins;
use super::plan::{Planned, plan};
use super::project::Project;
use super::select::Selection;

/// Plans and drafts every document and reads its manuscript.
pub fn check(project: &Project, sources: &mut Sources, report: &mut Report) {
    let ledger = project.ledger();
    rules::check_data(&project.workbook, &ledger, report);
    let mut charts = BTreeSet::new();
    let places = project.workbook.places();
    let mut origins = Origins::new(&project.workbook, &places);
    if let Some(writer) = project.writer(&ledger, sources, report) {
        let everything = Selection::default();
        for planned in plan(&project.workbook, &writer, &everything, report).documents {
            let Some(draft) = draft(project, &writer, &planned, report) else { continue };
            let text = write_manuscript(&draft);
            let mut own = Report::new();
            let id = sources.add(format!("{}.md", planned.stem), text.as_str());
            let document = manuscript::parse(id, &text, &mut own);
            charts.extend(document.iter().flat_map(captions));
            let (passages, excuses) = manuscript::passages(id, &text);
            let words = Text::new(&text, passages, excuses);
            rules::check_wording(&words, &project.workbook.record.checks, &mut own);
            if own.is_empty() {
                sources.withdraw(id);
            }
            for diagnostic in own.into_diagnostics() {
                let told = origins.trace(diagnostic, planned.subject, sources, report);
                told.into_iter().for_each(|diagnostic| report.push(diagnostic));
            }
        }
    }
    if !report.has_errors() {
        undrawn(&charts, project, report);
    }
}

/// The captions of a document's charts.
fn captions(document: &Document) -> Vec<String> {
    let charts = document.blocks().filter_map(|block| match block {
        Block::Chart(chart) => Some(chart.caption.clone()),
        _ => None,
    });
    charts.collect()
}

/// Statistics whose 图 stands in no document.
fn undrawn(charts: &BTreeSet<String>, project: &Project, report: &mut Report) {
    let record = &project.workbook.record;
    for (i, statistic) in record.statistics.iter().enumerate() {
        let Some(Ok(chart)) = statistic.drawn(record.year) else { continue };
        if charts.contains(&chart.caption) {
            continue;
        }
        let message = format!("“{}”要画图，但没有一份文书画出来", statistic.name);
        let help = format!(
            "在年度工作总结等文书的正文里引用它的数字，如 {{{{ n[\"{}·总数\"] }}}}，\
             图就画在那一段下面",
            statistic.name
        );
        let diagnostic = Diagnostic::hint("WBK-18", message).help(help);
        report.push(match project.workbook.span(&format!("/统计/{i}/图")) {
            Some(span) => diagnostic.at(span, ""),
            None => diagnostic,
        });
    }
}

/// Whether a file is a manuscript by its name.
pub fn is_manuscript(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("md"))
}

/// Reads a manuscript with its pictures, or a plain text line by line.
pub fn check_text(path: &Path, sources: &mut Sources, report: &mut Report) {
    let Some(id) = workbook::read_file(path, sources, report) else { return };
    let text = &sources.get(id).text;
    let words = if is_manuscript(path) {
        let folder = path.parent().unwrap_or(Path::new(""));
        if let Some(document) = manuscript::parse(id, text, report) {
            Images::new(folder).of(&document, (id, text), report);
        }
        let (passages, excuses) = manuscript::passages(id, text);
        Text::new(text, passages, excuses)
    } else {
        Text::plain(id, text)
    };
    rules::check_wording(&words, &BTreeMap::new(), report);
}

/// The documents that quote each figure, by the figure's number in the ledger.
pub fn quoted(
    project: &Project,
    ledger: &Ledger,
    sources: &Sources,
    report: &mut Report,
) -> BTreeMap<usize, Vec<String>> {
    let mut quoted: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let Some(writer) = project.writer(ledger, sources, report) else { return quoted };
    let everything = Selection::default();
    for planned in plan(&project.workbook, &writer, &everything, report).documents {
        let Some(draft) = draft(project, &writer, &planned, report) else { continue };
        for figure in draft.figures {
            quoted.entry(figure).or_default().push(planned.stem.clone());
        }
    }
    quoted
}

fn draft(
    project: &Project,
    writer: &Writer,
    planned: &Planned,
    report: &mut Report,
) -> Option<Draft> {
    let edition = &project.workbook.record.editions[planned.edition];
    match writer.draft(planned.kind, edition, planned.subject) {
        Ok(draft) => Some(draft),
        Err(diagnostic) => {
            report.push(diagnostic);
            None
        }
    }
}
