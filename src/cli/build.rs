//! `dudao build` and `dudao draft`.

use std::collections::BTreeMap;

use serde_json::json;

use crate::batch::{self, Fault, Formats, Manifest, Outcome, Planned, Project, Row, Status};
use crate::diagnostic::{Report, Sources};
use crate::figures::Ledger;
use crate::rules;
use crate::typeset::Typesetter;
use crate::wording::Writer;

use super::{Build, Draft, OutputFormat, Pages, Selection, fonts, output};

pub fn build(arguments: &Build) -> u8 {
    let formats = Formats {
        pdf: arguments.format.contains(&OutputFormat::Pdf),
        md: arguments.format.contains(&OutputFormat::Md),
    };
    make(&arguments.selection, formats.pdf.then_some(&arguments.pages), formats)
}

pub fn draft(arguments: &Draft) -> u8 {
    make(&arguments.selection, None, Formats { pdf: false, md: true })
}

fn make(selection: &Selection, pages: Option<&Pages>, formats: Formats) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let templates = selection.workbook.templates.templates.as_deref();
    let Some(project) =
        Project::open(&selection.workbook.workbook, templates, &mut sources, &mut report)
    else {
        return output::stop(&mut report, &sources);
    };
    rules::check_data(&project.workbook, &project.ledger, &mut report);
    let Some(writer) = project.writer(&sources, &mut report) else {
        return output::stop(&mut report, &sources);
    };
    let planned =
        batch::plan(&project.workbook, &writer, selection.only.as_deref(), &mut report);
    if report.has_errors() {
        return output::stop(&mut report, &sources);
    }
    output::print(&mut report, &sources);
    let typesetter =
        match pages.map(|pages| fonts::typesetter(pages, &project.profile.profile)) {
            None => None,
            Some(Ok(typesetter)) => Some(typesetter),
            Some(Err(code)) => return code,
        };
    let run = Run { selection, project: &project, writer: &writer, sources: &sources };
    match run.all(&planned, typesetter.as_ref(), formats) {
        Ok(code) => code,
        Err(fault) => output::fault(&fault),
    }
}

struct Run<'a> {
    selection: &'a Selection,
    project: &'a Project,
    writer: &'a Writer<'a>,
    sources: &'a Sources,
}

impl Run<'_> {
    fn all(
        &self,
        planned: &[Planned],
        typesetter: Option<&Typesetter>,
        formats: Formats,
    ) -> Result<u8, Fault> {
        let folder = &self.selection.out;
        batch::make_folder(folder)?;
        if formats.md {
            // The manuscripts are to be set as the workbook would have set them.
            batch::copy_profile(&self.project.folder, folder)?;
        }
        let mut rows = Vec::with_capacity(planned.len());
        let mut quoted: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for document in planned {
            let outcome =
                batch::run(self.project, self.writer, document, typesetter, formats, folder)?;
            for figure in &outcome.figures {
                quoted.entry(*figure).or_default().push(&document.stem);
            }
            rows.push(self.say(document, outcome));
        }
        let manifest = Manifest::new(rows);
        write_json(folder, "figures.json", &ledger(self.project, self.sources, &quoted))?;
        write_json(folder, "manifest.json", &manifest)?;
        let skipped = match manifest.skipped {
            0 => String::new(),
            n => format!("跳过{n}份，"),
        };
        output::line(format_args!(
            "共{}份：成功{}份，{skipped}失败{}份。存放在 {}",
            manifest.planned,
            manifest.made,
            manifest.failed,
            folder.display()
        ));
        Ok(if manifest.failed > 0 { super::FOUND } else { super::CLEAN })
    }

    /// Tells how a document came out.
    fn say(&self, document: &Planned, mut outcome: Outcome) -> Row {
        if let Some(fault) = outcome.fault.take() {
            let mut report = Report::new();
            report.push(fault);
            output::print(&mut report, self.sources);
        }
        output::print(&mut outcome.report, &outcome.sources);
        match (outcome.row.status, outcome.row.pages) {
            (Status::Made, Some(pages)) => {
                output::line(format_args!("已生成 {}（{pages}页）", document.stem));
            }
            (Status::Made, None) => output::line(format_args!("已写成 {}", document.stem)),
            (Status::Failed, _) => output::line(format_args!("未生成 {}", document.stem)),
            (Status::Skipped, _) => {}
        }
        outcome.row
    }
}

fn write_json(
    folder: &std::path::Path,
    name: &str,
    value: &impl serde::Serialize,
) -> Result<(), Fault> {
    let path = folder.join(name);
    let mut text = serde_json::to_string_pretty(value)
        .map_err(|error| Fault { path: path.clone(), source: error.into() })?;
    text.push('\n');
    batch::write_file(&path, text.as_bytes())
}

/// The ledger for programs: each figure with its sources as places, and the
/// documents that quote it.
pub fn ledger(
    project: &Project,
    sources: &Sources,
    quoted: &BTreeMap<usize, Vec<&str>>,
) -> serde_json::Value {
    let ledger: &Ledger = &project.ledger;
    ledger
        .iter()
        .enumerate()
        .map(|(i, figure)| {
            json!({
                "name": figure.full_name(),
                "value": figure.value.as_f64(),
                "text": figure.value.to_string(),
                "unit": figure.unit,
                "formula": figure.formula,
                "sources": figure.sources.iter()
                    .filter_map(|path| project.workbook.span(path))
                    .map(|span| sources.place(span))
                    .collect::<Vec<_>>(),
                "documents": quoted.get(&i).map_or(&[][..], Vec::as_slice),
            })
        })
        .collect()
}
