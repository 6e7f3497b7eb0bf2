//! Making one document: words, manuscript, model, pages, files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Report, Severity, SourceId, Sources, Span, reason};
use crate::document::Document;
use crate::manuscript;
use crate::typeset::{Remark, Typesetter};
use crate::wording::{Draft, Writer};

use super::files::{self, Fault};
use super::manifest::{Row, Status};
use super::plan::Planned;
use super::project::Project;

/// What a build writes of each document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    pub pdf: bool,
    /// The manuscript.
    pub md: bool,
}

/// What came of one document.
#[derive(Debug)]
pub struct Outcome {
    pub row: Row,
    /// The figures it quotes, by their numbers in the ledger.
    pub figures: Vec<usize>,
    /// What is wrong with the data or the template, in the project's sources.
    pub fault: Option<Diagnostic>,
    /// What there is to say of the manuscript, and the text that it points into.
    pub report: Report,
    pub sources: Sources,
}

/// Makes one document and writes its files. Faults of the data are in the
/// outcome; the error is a failing machine.
pub fn run(
    project: &Project,
    writer: &Writer,
    planned: &Planned,
    typesetter: Option<&Typesetter>,
    formats: Formats,
    folder: &Path,
) -> Result<Outcome, Fault> {
    let edition = &project.workbook.record.editions[planned.edition];
    let mut outcome = Outcome {
        row: Row {
            kind: planned.kind.clone(),
            title: None,
            addressee: planned.school.clone(),
            number: None,
            date: edition.date.to_string(),
            outputs: Vec::new(),
            pages: None,
            status: Status::Failed,
            reason: None,
        },
        figures: Vec::new(),
        fault: None,
        report: Report::new(),
        sources: Sources::new(),
    };
    if !planned.selected {
        outcome.row.status = Status::Skipped;
        outcome.row.reason = Some("--only 没有选它".to_owned());
        return Ok(outcome);
    }
    // The plan only names kinds that the writer has.
    let Some(kind) = writer.kind(&planned.kind) else { return Ok(outcome) };
    let draft = match writer.draft(kind, edition, planned.subject) {
        Ok(draft) => draft,
        Err(diagnostic) => {
            outcome.row.reason = Some(diagnostic.message.clone());
            outcome.fault = Some(diagnostic);
            return Ok(outcome);
        }
    };
    outcome.figures = draft.figures.iter().copied().collect();
    outcome.row.title = Some(draft.elements.title.clone());
    outcome.row.number = draft.elements.number.clone();
    if outcome.row.addressee.is_none() && !draft.elements.addressees.is_empty() {
        outcome.row.addressee = Some(draft.elements.addressees.join("、"));
    }
    let text = write_manuscript(&draft);
    let name = format!("{}.md", planned.stem);
    let id = outcome.sources.add(name.as_str(), text.as_str());
    let set = set_manuscript(id, &text, &project.folder, typesetter, &mut outcome.report);
    let error = outcome.report.iter().find(|d| d.severity == Severity::Error);
    outcome.row.reason = error.map(|error| error.message.clone());
    if outcome.row.reason.is_some() {
        return Ok(outcome);
    }
    if formats.md {
        let path = folder.join(&name);
        if is_edited(&path, &text)? {
            outcome.report.push(edited(&path));
            if !formats.pdf {
                outcome.row.reason = Some("已有改过的文稿，没有覆盖".to_owned());
                return Ok(outcome);
            }
        } else {
            files::write_file(&path, text.as_bytes())?;
            outcome.row.outputs.push(name);
        }
    }
    if let (true, Some((pages, pdf))) = (formats.pdf, set) {
        let name = format!("{}.pdf", planned.stem);
        files::write_file(&folder.join(&name), &pdf)?;
        outcome.row.outputs.push(name);
        outcome.row.pages = Some(pages);
    }
    outcome.row.status = Status::Made;
    Ok(outcome)
}

/// Whether a manuscript is there that says something else: a clerk's work.
fn is_edited(path: &Path, text: &str) -> Result<bool, Fault> {
    match std::fs::read(path) {
        Ok(there) => Ok(there != text.as_bytes()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(Fault { path: path.to_owned(), source }),
    }
}

fn edited(path: &Path) -> Diagnostic {
    let message = format!("已有的文稿与新写的不同，没有覆盖：{}", path.display());
    Diagnostic::warning("FIL-01", message)
        .help("它可能是改过的。要用新写的，请先删去或移走它，或者用 --out 换一个文件夹")
}

/// The manuscript of a draft: front matter and body.
pub fn write_manuscript(draft: &Draft) -> String {
    format!("{}\n{}", manuscript::write_front_matter(&draft.elements), draft.body)
}

/// Reads a manuscript and, with a typesetter, sets it: the number of pages and
/// the PDF. Pictures are looked for in `folder`.
pub fn set_manuscript(
    id: SourceId,
    text: &str,
    folder: &Path,
    typesetter: Option<&Typesetter>,
    report: &mut Report,
) -> Option<(usize, Vec<u8>)> {
    let document = manuscript::parse(id, text, report)?;
    let images = read_images(&document, folder, report);
    if report.has_errors() {
        return None;
    }
    let typesetter = typesetter?;
    missing_characters(id, text, typesetter, report);
    let set = typesetter.set(&document, &images);
    let place = Span::new(id, 0, 0);
    match set.and_then(|pages| Ok((pages.pdf()?, pages))) {
        Ok((pdf, pages)) => {
            if !pages.dated() {
                report.push(undated().at(place, ""));
            }
            for said in pages.remarks() {
                report.push(remark(*said).at(place, ""));
            }
            for warning in pages.warnings() {
                report.push(
                    Diagnostic::warning("SET-04", format!("排版时出了异常：{warning}"))
                        .at(place, "")
                        .help("这是程序的问题，请核对排好的版面，并告诉维护程序的同事"),
                );
            }
            Some((pages.count(), pdf))
        }
        Err(error) => {
            report.push(Diagnostic::error("SET-01", error.to_string()).at(place, ""));
            None
        }
    }
}

fn remark(remark: Remark) -> Diagnostic {
    match remark {
        Remark::CloserLines(lines) => Diagnostic::hint(
            "SET-05",
            format!("全文行距略收紧，每页{lines}行，使署名或版记不单独占一页"),
        )
        .help("GB/T 9704—2012第7.3.5.5条允许；要每页22行，就在正文里增减几行"),
        Remark::SmallType => {
            Diagnostic::warning("SET-06", "有表格列太多，横排也只能用比5号小的字")
                .help("把表格拆成两张，或者去掉几列")
        }
        Remark::FirstPageWithoutText => {
            Diagnostic::warning("SET-07", "正文从横表开始，首页没有正文")
                .help("公文首页必须显示正文（GB/T 9704—2012第7.3.3条）：在横表前写一段话")
        }
        Remark::ClosingWithoutText => {
            Diagnostic::warning("SET-08", "正文以横表结束，署名那一页没有正文")
                .help("在横表后写一段话，或者把横表改成附件（GB/T 9704—2012第7.3.5.5条）")
        }
    }
}

fn undated() -> Diagnostic {
    Diagnostic::hint("SET-03", "没有写成文日期，PDF 不是存档格式（PDF/A-2b）")
        .help("在文稿开头加上“成文日期:”，如 2014-12-20；不用存档就不必改")
}

/// The pictures of a document by the paths that it names.
pub(super) fn read_images(
    document: &Document,
    folder: &Path,
    report: &mut Report,
) -> BTreeMap<String, Vec<u8>> {
    let mut images = BTreeMap::new();
    for path in document.images() {
        match std::fs::read(folder.join(path)) {
            Ok(bytes) => {
                images.insert(path.to_owned(), bytes);
            }
            Err(error) => report.push(
                Diagnostic::error(
                    "SET-02",
                    format!("读不了图片：{path}（{}）", reason(&error)),
                )
                .help("图片的路径从文稿所在的文件夹算起"),
            ),
        }
    }
    images
}

/// A warning for each character that no face has, at its first place.
fn missing_characters(id: SourceId, text: &str, typesetter: &Typesetter, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (at, c) in text.char_indices() {
        if c.is_control() || !seen.insert(c) || typesetter.covers(c) {
            continue;
        }
        let message = format!("字体里没有“{c}”（U+{:04X}），印出来会是空框", c as u32);
        report.push(
            Diagnostic::warning("FNT-01", message)
                .at(Span::new(id, at, at + c.len_utf8()), "")
                .help("请换一个写法，或在电脑上安装含有这个字的字体后再生成；`dudao fonts` 列出所用的字体"),
        );
    }
}
