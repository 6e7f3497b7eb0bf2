//! Lines that look like structure to the clerk and are plain text to Markdown.
//! Printed as they are they would be dirt, or two paragraphs would become one.

use super::id;
use crate::chinese::typed_ordinal;
use crate::diagnostic::{Diagnostic, Report, SourceId, Span};

const WIDE_BLANK: [char; 2] = ['\u{3000}', '\u{a0}'];

/// Looks at each line of a paragraph of the manuscript. One finding per
/// paragraph: the next line is often wrong for the same reason.
pub(super) fn check(source: SourceId, text: &str, paragraph: Span, report: &mut Report) {
    let mut start = paragraph.start;
    for (index, line) in text[paragraph.start..paragraph.end].split_inclusive('\n').enumerate()
    {
        let span = Span::new(source, start, start + line.trim_end_matches(['\r', '\n']).len());
        if let Some(diagnostic) = check_line(line, span, index == 0) {
            report.push(diagnostic);
            return;
        }
        start += line.len();
    }
}

fn check_line(line: &str, span: Span, first: bool) -> Option<Diagnostic> {
    let content = line.trim();
    let mistyped = |message: &str| Diagnostic::error(id::MISTYPED_LINE, message).at(span, "");
    let wide = line.trim_start_matches([' ', '\t']).starts_with(WIDE_BLANK);
    if content.is_empty() {
        return (!first).then(|| {
            Diagnostic::error(id::GLUED_PARAGRAPH, "这一行看起来是空行，其实有空格")
                .at(span, "上下两段因此连成了一段")
                .help("删去这一行里的空格，让它成为真正的空行")
        });
    }
    let hashes = content.chars().take_while(|c| matches!(c, '#' | '＃')).count();
    if hashes > super::numbering::LEVELS.into() {
        return Some(super::blocks::too_deep(span));
    }
    if hashes > 0 {
        return Some(mistyped("“#”开头的这一行没有成为标题").help(
            "“#”要用半角、写在行首，后面空一个半角空格，例如“# 总体情况”；\
             不是标题的，在半角的“#”前面加“\\”",
        ));
    }
    if content.starts_with(['|', '｜']) {
        return Some(
            Diagnostic::error(id::NO_TABLE, "“|”开头的这一行没有成为表格").at(span, "").help(
                "表格的第一行是表头，第二行写“| --- | --- |”，两行的格数要一样多，\
                 “|”用半角，表格上面空一行",
            ),
        );
    }
    if is_item(content, wide) {
        return Some(mistyped("这一行像列表的一条，却没有成为列表").help(
            "“- ”或“1. ”要写在行首，前面没有全角空格，后面空一个半角空格，列表上面空一行；\
             不是列表的，在半角的“-”“.”前面加“\\”",
        ));
    }
    if first {
        return None;
    }
    let glued = |label: &str| {
        Diagnostic::error(id::GLUED_PARAGRAPH, "这一行像新的一段，却和上一行连成了一段")
            .at(span, label)
            .help("是新的一段，就在前面空一行；不是，就删去行首的空格，接在上一行后面写")
    };
    if wide {
        return Some(glued("行首有全角空格"));
    }
    typed_ordinal::find(content).map(|ordinal| glued(&format!("行首有序号“{ordinal}”")))
}

/// `-抓好` anywhere; `- 抓好` and `1. 抓好` where Markdown did not see them.
fn is_item(content: &str, wide: bool) -> bool {
    let after_dash = content.strip_prefix(['-', '－', '+']).and_then(|r| r.chars().next());
    let dashed = after_dash.is_some_and(|c| {
        !c.is_ascii_digit() && !matches!(c, '-' | '－' | '+' | '.') && (c != ' ' || wide)
    });
    let digits = content.find(|c: char| !c.is_ascii_digit()).unwrap_or(content.len());
    let numbered = (1..=9).contains(&digits) && content[digits..].starts_with(". ");
    dashed || numbered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    fn found(text: &str) -> Option<&'static str> {
        let source = Sources::new().add("文稿.md", text);
        let mut report = Report::new();
        check(source, text, Span::new(source, 0, text.len()), &mut report);
        report.iter().map(|d| d.id).next()
    }

    #[test]
    fn lines_that_were_meant_as_structure_are_found() {
        for (text, id) in [
            ("#总体情况", id::MISTYPED_LINE),
            ("　　# 总体情况", id::MISTYPED_LINE),
            ("##### 五级", id::DEEP_HEADING),
            ("-抓好落实", id::MISTYPED_LINE),
            ("　　- 抓好落实", id::MISTYPED_LINE),
            ("现将情况报告如下：\n2. 抓好落实", id::MISTYPED_LINE),
            ("| 学校 | 得分 |\n| 一小 | 90 |", id::NO_TABLE),
            ("第一段。\n　　第二段。", id::GLUED_PARAGRAPH),
            ("第一段。\n　　\n第二段。", id::GLUED_PARAGRAPH),
            ("报告如下：\n一、总体情况", id::GLUED_PARAGRAPH),
        ] {
            assert_eq!(found(text), Some(id), "{text}");
        }
    }

    #[test]
    fn plain_text_is_left_alone() {
        for text in [
            "　　全年共督导学校27所，\n其中达标25所。",
            "-5℃以下停课。",
            "——教育局供稿",
            "1.抓好落实。",
            "1、抓好落实。",
            "\\#1号楼",
            "涉及学生\n1.5万人，\n3、4月完成。",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
