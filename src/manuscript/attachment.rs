//! Where the body ends and the attachments begin: headings `# 附件：标题`.

use super::blocks::{Kind, Piece};
use super::id;
use super::inline::bare;
use crate::chinese::typed_ordinal;
use crate::diagnostic::{Diagnostic, Report, Span};
use crate::document::runs_text;

const LABEL: &str = "附件";

/// The body (first, without a title) or an attachment.
#[derive(Default)]
pub(super) struct Part {
    pub(super) title: String,
    pub(super) pieces: Vec<Piece>,
    /// What opens it was reported, so that it may not be meant as an attachment.
    pub(super) doubtful: bool,
}

/// What a heading that begins with 附件 is.
#[derive(Debug, PartialEq)]
enum Opening<'a> {
    Titled(&'a str),
    Untitled,
    /// 附件1：…; the program counts them.
    Numbered,
}

/// Splits the pieces at the headings of attachments. There is always a first
/// part, the body.
pub(super) fn split(pieces: Vec<Piece>, report: &mut Report) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut part = Part::default();
    let mut opened: Option<Span> = None;
    for piece in pieces {
        let Kind::Heading { level, text } = &piece.kind else {
            part.pieces.push(piece);
            continue;
        };
        let words = runs_text(text);
        let Some(opening) = opening(&words) else {
            part.pieces.push(piece);
            continue;
        };
        let (title, doubtful) = match opening {
            Opening::Titled(title) if *level == 1 => (title.to_string(), false),
            other => {
                report.push(bad_opening(&other, piece.span));
                (String::new(), true)
            }
        };
        bare(text, piece.span, "附件标题", report);
        refuse_empty(&part, opened, report);
        parts.push(std::mem::replace(&mut part, Part { title, pieces: Vec::new(), doubtful }));
        opened = Some(piece.span);
    }
    refuse_empty(&part, opened, report);
    parts.push(part);
    parts
}

/// The title, where a heading is one of an attachment.
pub(super) fn title_of(words: &str) -> Option<&str> {
    match opening(words)? {
        Opening::Titled(title) => Some(title),
        Opening::Untitled | Opening::Numbered => None,
    }
}

fn opening(words: &str) -> Option<Opening<'_>> {
    let rest = words.strip_prefix(LABEL)?.trim_start();
    if let Some(title) = rest.strip_prefix(['：', ':']) {
        let title = title.trim();
        return Some(if title.is_empty() {
            Opening::Untitled
        } else {
            Opening::Titled(title)
        });
    }
    if rest.is_empty() {
        return Some(Opening::Untitled);
    }
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let after = rest.trim_start_matches(number);
    let numbered = after.len() < rest.len()
        && (after.is_empty() || after.starts_with(['：', ':', '.', '、', ' ', '\u{3000}']));
    (numbered || typed_ordinal::find(rest).is_some()).then_some(Opening::Numbered)
}

fn bad_opening(opening: &Opening, span: Span) -> Diagnostic {
    let message = match opening {
        Opening::Titled(_) => "附件的标题要用一个“#”",
        Opening::Untitled => "附件没有标题",
        Opening::Numbered => "附件的序号由程序编",
    };
    Diagnostic::error(id::BAD_ATTACHMENT, message)
        .at(span, "")
        .help("写成“# 附件：标题”，例如“# 附件：各校得分一览表”")
}

fn refuse_empty(part: &Part, opened: Option<Span>, report: &mut Report) {
    if let (true, false, Some(span)) = (part.pieces.is_empty(), part.doubtful, opened) {
        report.push(
            Diagnostic::error(id::BAD_ATTACHMENT, "附件没有内容")
                .at(span, "")
                .help("在附件标题下面写上附件的内容，或者删去这一行"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::diagnostic::Sources;

    #[test]
    fn only_a_heading_with_a_mark_opens_an_attachment() {
        assert_eq!(opening("附件：得分表"), Some(Opening::Titled("得分表")));
        assert_eq!(opening("附件: 得分表"), Some(Opening::Titled("得分表")));
        assert_eq!(opening("附件："), Some(Opening::Untitled));
        assert_eq!(opening("附件"), Some(Opening::Untitled));
        for numbered in ["附件1：得分表", "附件 2", "附件一、得分表"] {
            assert_eq!(opening(numbered), Some(Opening::Numbered), "{numbered}");
        }
        assert_eq!(opening("附件的管理"), None);
        assert_eq!(opening("附件一览"), None);
    }

    #[test]
    fn a_heading_that_opens_none_is_told_once() {
        let said = |body: &str| -> Vec<String> {
            let text = format!("---\n标题: 通知\n版式: 普通\n---\n{body}");
            let source = Sources::new().add("稿", text.as_str());
            let mut report = Report::new();
            parse(source, &text, &mut report);
            report.iter().map(|found| found.message.clone()).collect()
        };
        assert_eq!(said("# 附件1：\n"), ["附件的序号由程序编"]);
        assert_eq!(said("# 附件1：\n\n正文。\n"), ["附件的序号由程序编"]);
        assert_eq!(said("# 附件：表\n"), ["文稿没有正文", "附件没有内容"]);
    }
}
