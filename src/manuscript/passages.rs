//! The passages of a manuscript, for the rules on wording.

use super::blocks::{Body, Kind, Piece};
use super::{assemble, attachment, blocks, chart, front_matter, table};
use crate::diagnostic::{Report, SourceId, Span};
use crate::document::{Excuse, Passage, PassageKind};

/// Every stretch of words of a manuscript with its place, without the marks of
/// the dialect around it, and what is excused from a rule. What is wrong with the
/// manuscript itself is for [`super::parse`] to say.
pub fn passages(source: SourceId, text: &str) -> (Vec<Passage>, Vec<Excuse>) {
    let mut ignored = Report::new();
    let mut passages = front_matter::passages(source, text);
    let (_, body_start) = front_matter::parse(source, text, &mut ignored);
    let Body { pieces, excuses } = body_start
        .map(|start| blocks::read(source, text, start, &mut ignored))
        .unwrap_or_default();
    for piece in &pieces {
        read(text, piece, &mut passages);
    }
    (passages, excuses)
}

fn read(text: &str, piece: &Piece, passages: &mut Vec<Passage>) {
    let span = piece.span;
    let mut push = |kind, span| passages.push(Passage { kind, span });
    match &piece.kind {
        Kind::Heading { level, .. } => {
            let words = after(text, span, |words| words.trim_start_matches('#'));
            match attachment::title_of(&text[words.start..words.end]) {
                Some(title) => push(
                    PassageKind::Heading { level: 0 },
                    Span { start: words.end - title.len(), ..words },
                ),
                None => push(PassageKind::Heading { level: *level }, words),
            }
        }
        Kind::Paragraph(_) => match words_of_table(&text[span.start..span.end]) {
            Some(words) => {
                push(PassageKind::Caption, Span { start: span.end - words.len(), ..span });
            }
            None => push(PassageKind::Paragraph, span),
        },
        Kind::Ordered { items, .. } => {
            for item in items {
                let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')');
                let words = after(text, item.span, |words| words.trim_start_matches(number));
                push(PassageKind::Item, words);
            }
        }
        Kind::Bullets(items) => {
            for item in items {
                let words =
                    after(text, item.span, |words| words.trim_start_matches(['-', '+', '*']));
                push(PassageKind::Clause, words);
            }
        }
        Kind::Table(_) => {
            for cell in cells(text, span) {
                push(PassageKind::Cell, cell);
            }
        }
        Kind::Image(_) => {
            let picture = &text[span.start..span.end];
            if let (Some(open), Some(close)) = (picture.find('['), picture.find(']')) {
                let caption =
                    Span { start: span.start + open + 1, end: span.start + close, ..span };
                push(PassageKind::Caption, caption);
            }
        }
        // A chart is still its caption and its table here.
        Kind::Chart(_) | Kind::Broken => {}
    }
}

/// The words of a caption of a table or a chart, or of a note.
fn words_of_table(text: &str) -> Option<&str> {
    assemble::caption_words(text)
        .or_else(|| assemble::note_words(text))
        .or_else(|| chart::caption_words(text))
}

/// What is left of a stretch once its mark and the blanks after it are taken off.
fn after(text: &str, span: Span, mark: impl Fn(&str) -> &str) -> Span {
    let rest = mark(&text[span.start..span.end]).trim_start();
    Span { start: span.end - rest.len(), ..span }
}

/// The cells of a table that are not empty, without the line under its header.
fn cells(text: &str, table: Span) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut start = table.start;
    for (row, line) in text[table.start..table.end].split_inclusive('\n').enumerate() {
        let trimmed = line.trim();
        let line_start = start + line.len() - line.trim_start().len();
        start += line.len();
        if row == 1 {
            continue;
        }
        for cell in table::cells(trimmed) {
            let words = &trimmed[cell.clone()];
            let cell_start = line_start + cell.start + words.len() - words.trim_start().len();
            let words = words.trim();
            if !words.is_empty() {
                cells.push(Span::new(table.source, cell_start, cell_start + words.len()));
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    #[test]
    fn passages_are_the_words_without_the_marks_of_the_dialect() {
        let text = "---\n标题: 总结\n版式: 普通\n主送: [各学校, \"各 园\"]\n---\n\n\
            # 甲\n\n乙：\n\n- 丙\n- 丁\n\n1. 戊\n2. 己\n\n表：庚\n\n| 辛 | 壬 |\n|---|--:|\n\
            | 癸 |  |\n\n![子](丑.png)\n\n<!-- 不查 PUN-01：原文如此 -->\n# 附件：寅\n\n卯\n";
        let source = Sources::new().add("稿", text);
        let (passages, excuses) = passages(source, text);
        let read: Vec<_> =
            passages.iter().map(|p| (p.kind, &text[p.span.start..p.span.end])).collect();
        use PassageKind::*;
        let expected = [
            (Title, "总结"),
            (Element("版式"), "普通"),
            (Element("主送"), "各学校"),
            (Element("主送"), "各 园"),
            (Heading { level: 1 }, "甲"),
            (Paragraph, "乙："),
            (Clause, "丙"),
            (Clause, "丁"),
            (Item, "戊"),
            (Item, "己"),
            (Caption, "庚"),
            (Cell, "辛"),
            (Cell, "壬"),
            (Cell, "癸"),
            (Caption, "子"),
            (Heading { level: 0 }, "寅"),
            (Paragraph, "卯"),
        ];
        assert_eq!(read, expected);
        let [excuse] = excuses.as_slice() else { panic!("{excuses:?}") };
        let covers = excuse.covers.map(|span| &text[span.start..span.end]);
        assert_eq!((excuse.rule.as_str(), covers), ("PUN-01", Some("# 附件：寅")));
    }
}
