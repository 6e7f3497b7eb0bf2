//! `dudao build` and `dudao draft`.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde::{Serialize, Serializer};

use crate::batch::{
    self, Asked, Fault, Folder, Formats, Maker, Manifest, Outcome, Plan, Planned, Project,
    Row, Selection, Status,
};
use crate::diagnostic::{Report, Sources};
use crate::rules;
use crate::typeset::Typesetter;
use crate::wording::Writer;

use super::progress::Progress;
use super::{Build, Draft, Making, OutputFormat, Pages, fonts, output};

pub fn build(arguments: &Build) -> u8 {
    let formats = Formats {
        pdf: arguments.format.contains(&OutputFormat::Pdf),
        md: arguments.format.contains(&OutputFormat::Md),
    };
    if arguments.merge.is_some() && !formats.pdf {
        eprintln!("错误: “--merge”要和 PDF 一起做");
        eprintln!("  请在 --format 后面加上 pdf");
        return super::FAILED;
    }
    let pages = formats.pdf.then_some(&arguments.pages);
    make(&arguments.making, pages, formats, arguments.merge.as_deref())
}

pub fn draft(arguments: &Draft) -> u8 {
    make(&arguments.making, None, Formats { pdf: false, md: true }, None)
}

fn make(making: &Making, pages: Option<&Pages>, formats: Formats, book: Option<&Path>) -> u8 {
    let mut sources = Sources::new();
    let mut report = Report::new();
    let templates = making.workbook.templates.templates.as_deref();
    let Some(project) =
        Project::open(&making.workbook.workbook, templates, &mut sources, &mut report)
    else {
        return output::stop(&mut report, &sources);
    };
    rules::check_data(&project.workbook, &project.ledger, &mut report);
    let Some(writer) = project.writer(&sources, &mut report) else {
        return output::stop(&mut report, &sources);
    };
    let selection = Selection {
        only: making.only.clone(),
        schools: making.school.clone(),
        zones: making.zone.clone(),
        shard: making.shard,
    };
    let plan = batch::plan(&project.workbook, &writer, &selection, &mut report);
    if report.has_errors() {
        return output::stop(&mut report, &sources);
    }
    output::print(&mut report, &sources);
    if making.dry_run {
        return list(&plan);
    }
    let typesetter =
        match pages.map(|pages| fonts::typesetter(pages, &project.profile.profile)) {
            None => None,
            Some(Ok(typesetter)) => Some(typesetter.on_threads(making.threads().get())),
            Some(Err(code)) => return code,
        };
    let asked = Asked { selection, formats, resume: making.resume };
    let run = Run {
        making,
        asked: &asked,
        project: &project,
        writer: &writer,
        sources: &sources,
        typesetter: typesetter.as_ref(),
        book,
    };
    match run.all(&plan) {
        Ok(code) => code,
        Err(fault) => output::fault(&fault),
    }
}

/// What would be made.
fn list(plan: &Plan) -> u8 {
    let (selected, rest): (Vec<&Planned>, Vec<&Planned>) =
        plan.documents.iter().partition(|document| document.selected);
    for document in &selected {
        output::line(&document.stem);
    }
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for document in &selected {
        match kinds.iter_mut().find(|(kind, _)| *kind == document.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((&document.kind, 1)),
        }
    }
    let kinds: Vec<String> =
        kinds.iter().map(|(kind, count)| format!("{kind}{count}份")).collect();
    let left = if rest.is_empty() {
        String::new()
    } else {
        format!("，没有选的{}份", rest.len())
    };
    output::line(format_args!("要做{}份：{}{left}", selected.len(), kinds.join("，")));
    super::CLEAN
}

struct Run<'a> {
    making: &'a Making,
    asked: &'a Asked,
    project: &'a Project,
    writer: &'a Writer<'a>,
    sources: &'a Sources,
    typesetter: Option<&'a Typesetter>,
    /// The one PDF for the print shop.
    book: Option<&'a Path>,
}

impl Run<'_> {
    fn all(&self, plan: &Plan) -> Result<u8, Fault> {
        let folder = Folder::open(&self.making.out, self.asked.selection.shard)?;
        if self.asked.formats.md {
            // The manuscripts are to be set as the workbook would have set them.
            batch::copy_profile(&self.project.folder, folder.path())?;
        }
        let maker = Maker::new(
            self.project,
            self.sources,
            self.writer,
            self.typesetter,
            &folder,
            self.asked,
        );
        let stop = stop_on_ctrl_c();
        let mut rows = Vec::with_capacity(plan.documents.len());
        let mut quoted: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        let mut failing = false;
        let mut progress = Progress::new(&plan.documents, self.making.quiet);
        let unchanged = maker.is_unchanged();
        let threads = self.making.threads();
        batch::run(&maker, &plan.documents, threads, &stop, |document, outcome| {
            failing |= outcome.failure.is_some();
            for figure in &outcome.figures {
                quoted.entry(*figure).or_default().push(&document.stem);
            }
            rows.push(self.say(document, outcome, &mut progress));
        })
        .map_err(|source| Fault { path: folder.path().to_owned(), source })?;
        progress.end();
        let figures = match folder.before() {
            Some(before) if unchanged => before.figures.clone(),
            _ => {
                let name = folder.name("figures", "json");
                let (project, sources) = (self.project, self.sources);
                let ledger = LedgerFile { project, sources, quoted: &quoted };
                Some(folder.write_json(&name, &ledger)?)
            }
        };
        let shard = self.asked.selection.shard;
        let manifest = Manifest::new(maker.inputs(), shard, plan.in_all, figures, rows);
        let abandoned = folder.abandoned(&manifest.editions).join("、");
        folder.close(&manifest)?;
        if !abandoned.is_empty() {
            output::line(format_args!(
                "以前做的、这次没有的文件还在，用不着就请删去：{abandoned}"
            ));
        }
        if let Some(book) = self.book {
            self.bind(book, plan, &manifest)?;
        }
        output::counts(&manifest, &self.making.out);
        Ok(if failing {
            super::FAILED
        } else if stop.load(Ordering::Relaxed) {
            super::STOPPED
        } else if manifest.failed > 0 {
            super::FOUND
        } else {
            super::CLEAN
        })
    }

    /// All documents that were picked, as one PDF; none where one of them is
    /// lacking.
    fn bind(&self, book: &Path, plan: &Plan, manifest: &Manifest) -> Result<(), Fault> {
        let picked = plan.documents.iter().zip(&manifest.editions);
        let picked: Vec<&Row> =
            picked.filter(|(document, _)| document.selected).map(|(_, row)| row).collect();
        let there: Vec<(&str, PathBuf)> = picked
            .iter()
            .filter(|row| matches!(row.status, Status::Made | Status::Skipped))
            .filter_map(|row| {
                let output = row.output(".pdf")?;
                Some((row.key.as_str(), self.making.out.join(&output.name)))
            })
            .collect();
        let (count, lacking) = (there.len(), picked.len() - there.len());
        if lacking > 0 {
            eprintln!("错误: 还有{lacking}份没有做成，没有合成 {}", book.display());
            return Ok(());
        }
        batch::bind(book, there.into_iter())?;
        output::line(format_args!("已合成 {}（{count}份）", book.display()));
        Ok(())
    }

    /// Tells how a document came out.
    fn say(&self, document: &Planned, mut outcome: Outcome, progress: &mut Progress) -> Row {
        progress.pause(|| {
            if let Some(fault) = outcome.fault.take() {
                let mut report = Report::new();
                report.push(fault);
                output::print(&mut report, self.sources);
            }
            output::print(&mut outcome.report, &outcome.sources);
            if let Some(failure) = &outcome.failure {
                output::fault(failure);
            }
        });
        progress.step(document, &outcome.row);
        outcome.row
    }
}

/// Set when the clerk presses Ctrl-C; a second time ends the program at once,
/// which loses no more than the documents at hand.
fn stop_on_ctrl_c() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let pressed = stop.clone();
    let handled = ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(super::STOPPED.into());
        }
        eprintln!("正在停下：手上的几份做完就停；再按一次 Ctrl-C 马上停");
    });
    if let Err(error) = handled {
        eprintln!("提示: 这台电脑上 Ctrl-C 会马上停下（{error}）");
    }
    stop
}

impl Making {
    /// How many documents are made at the same time.
    fn threads(&self) -> NonZero<usize> {
        let cores = || thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        self.threads.unwrap_or_else(cores)
    }
}

/// The ledger for programs: each figure with its sources as places, and the
/// documents that quote it. Made figure by figure as it is written.
struct LedgerFile<'a> {
    project: &'a Project,
    sources: &'a Sources,
    quoted: &'a BTreeMap<usize, Vec<&'a str>>,
}

#[derive(Serialize)]
struct LedgerRow<'a> {
    documents: &'a [&'a str],
    formula: &'a str,
    name: String,
    sources: Vec<String>,
    text: String,
    unit: &'a str,
    value: f64,
}

impl Serialize for LedgerFile<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let workbook = &self.project.workbook;
        let place = |path: &String| Some(self.sources.place(workbook.span(path)?));
        let figures = self.project.ledger.iter().enumerate();
        serializer.collect_seq(figures.map(|(i, figure)| LedgerRow {
            documents: self.quoted.get(&i).map_or(&[], Vec::as_slice),
            formula: &figure.formula,
            name: figure.full_name(),
            sources: figure.sources.iter().filter_map(place).collect(),
            text: figure.value.to_string(),
            unit: &figure.unit,
            value: figure.value.as_f64(),
        }))
    }
}
