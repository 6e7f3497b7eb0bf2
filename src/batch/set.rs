//! Setting one manuscript.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Report, SourceId, Span};
use crate::manuscript;
use crate::typeset::{Remark, Typesetter};

use super::digest::Digest;
use super::images::Images;
use super::program;

/// What the manuscripts of a run are set with.
pub(super) struct Desk<'a> {
    /// None where manuscripts are only read.
    typesetter: Option<&'a Typesetter>,
    images: Images,
    /// Of all that outputs depend on besides their manuscripts and pictures: the
    /// program, the layout, the faces.
    setup: Digest,
}

impl<'a> Desk<'a> {
    pub fn new(typesetter: Option<&'a Typesetter>, images: Images) -> Self {
        let layout = typesetter.map(Typesetter::inputs).unwrap_or_default();
        let layout = layout.iter().map(|part| part.as_slice());
        let program = program::code();
        let setup = Digest::of_parts([&program.as_bytes()[..]].into_iter().chain(layout));
        Self { typesetter, images, setup }
    }

    /// The same with other pictures.
    pub fn with(&self, images: Images) -> Self {
        Self { images, ..*self }
    }

    pub fn setup(&self) -> &[u8] {
        self.setup.as_bytes()
    }

    /// Of all that the outputs of a manuscript are made from, the pictures apart.
    pub fn inputs(&self, text: &str) -> Digest {
        Digest::of_parts([self.setup(), text.as_bytes()])
    }

    /// Whether pictures are as they were.
    pub fn has(&self, images: &BTreeMap<String, Digest>) -> bool {
        images.iter().all(|(path, digest)| {
            self.images.read(path).is_ok_and(|image| image.digest == *digest)
        })
    }

    pub fn set(&self, id: SourceId, text: &str, report: &mut Report) -> Option<Set> {
        set_manuscript(id, text, &self.images, self.typesetter, report)
    }
}

/// A manuscript that has been set.
pub struct Set {
    pub pages: usize,
    pub pdf: Vec<u8>,
    /// The pictures it shows.
    pub images: BTreeMap<String, Digest>,
}

/// Reads a manuscript and, with a typesetter, sets it.
pub fn set_manuscript(
    id: SourceId,
    text: &str,
    images: &Images,
    typesetter: Option<&Typesetter>,
    report: &mut Report,
) -> Option<Set> {
    let document = manuscript::parse(id, text, report)?;
    let images = images.of(&document, (id, text), report);
    if report.has_errors() {
        return None;
    }
    let typesetter = typesetter?;
    missing_characters(id, text, typesetter, report);
    let bytes = images.iter().map(|(path, image)| (path.clone(), image.bytes.clone()));
    let set = typesetter.set(&document, &bytes.collect());
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
            if report.has_errors() {
                return None;
            }
            let images = images.iter().map(|(path, image)| (path.clone(), image.digest));
            Some(Set { pages: pages.count(), pdf, images: images.collect() })
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
            Diagnostic::error("SET-07", "首页没有正文，没有排版")
                .help("公文首页必须显示正文（GB/T 9704—2012第7.3.3条）：在正文开头的横表、大表或图前面写一段话")
        }
        Remark::ClosingWithoutText => {
            Diagnostic::error("SET-08", "署名那一页没有正文，没有排版")
                .help("署名要和正文同处一页（GB/T 9704—2012第7.3.5.5条）：在正文末尾的横表后面写一段话，或者把横表改成附件")
        }
    }
}

fn undated() -> Diagnostic {
    Diagnostic::hint("SET-03", "没有写成文日期，PDF 不是存档格式（PDF/A-2b）")
        .help("在文稿开头加上“成文日期:”，如 2014-12-20；不用存档就不必改")
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
