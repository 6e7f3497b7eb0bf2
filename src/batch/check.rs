//! All that can be said of a workbook without setting it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Report, Sources};
use crate::document::{Block, Document};
use crate::manuscript;
use crate::rules::{self, Text};
use crate::wording::Draft;
use crate::workbook;

use super::images::Images;
use super::make::write_manuscript;
use super::origin::Origins;
use super::plan::{Planned, plan};
use super::profile::profile;
use super::project::Project;
use super::select::Selection;

/// Plans and drafts every document and reads its manuscript; lists where the
/// layout departs from the standard.
pub fn check(project: &Project, sources: &mut Sources, report: &mut Report) {
    rules::check_data(&project.workbook, &project.ledger, report);
    for departure in &project.profile.departures {
        report.push(departure.clone());
    }
    let mut charts = BTreeSet::new();
    let mut origins = Origins::new(&project.workbook);
    for (document, draft) in drafts(project, sources, report) {
        let text = write_manuscript(&draft);
        let mut own = Report::new();
        let id = sources.add(format!("{}.md", document.stem), text.as_str());
        let subject = document.subject;
        let document = manuscript::parse(id, &text, &mut own);
        charts.extend(document.iter().flat_map(captions));
        let (passages, excuses) = manuscript::passages(id, &text);
        let words = Text::new(&text, passages, excuses);
        rules::check_wording(&words, &project.workbook.record.checks, &mut own);
        for diagnostic in own.into_diagnostics() {
            if let Some(diagnostic) = origins.trace(diagnostic, subject, sources, report) {
                report.push(diagnostic);
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

/// Reads a manuscript with its pictures and the 版式.yaml beside it, or a plain
/// text line by line.
pub fn check_text(path: &Path, sources: &mut Sources, report: &mut Report) {
    let Some(id) = workbook::read_file(path, sources, report) else { return };
    let text = &sources.get(id).text;
    let words = if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("md")) {
        let folder = path.parent().unwrap_or(Path::new(""));
        if let Some(document) = manuscript::parse(id, text, report) {
            Images::new(folder).of(&document, (id, text), report);
        }
        if let Some(file) = profile(folder, sources, report) {
            file.departures.into_iter().for_each(|departure| report.push(departure));
        }
        let text = &sources.get(id).text;
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
    sources: &Sources,
    report: &mut Report,
) -> BTreeMap<usize, Vec<String>> {
    let mut quoted: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (document, draft) in drafts(project, sources, report) {
        for figure in draft.figures {
            quoted.entry(figure).or_default().push(document.stem.clone());
        }
    }
    quoted
}

fn drafts(project: &Project, sources: &Sources, report: &mut Report) -> Vec<(Planned, Draft)> {
    let Some(writer) = project.writer(sources, report) else { return Vec::new() };
    let mut drafts = Vec::new();
    for document in plan(&project.workbook, &writer, &Selection::default(), report).documents {
        let edition = &project.workbook.record.editions[document.edition];
        // The plan only names kinds that the writer has.
        let Some(kind) = writer.kind(&document.kind) else { continue };
        match writer.draft(kind, edition, document.subject) {
            Ok(draft) => drafts.push((document, draft)),
            Err(diagnostic) => report.push(diagnostic),
        }
    }
    drafts
}
