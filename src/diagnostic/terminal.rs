//! The view for people: source lines with carets that sit right under Chinese.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use unicode_width::UnicodeWidthChar;

use super::{Diagnostic, Label, Report, Severity, Source, SourceId, Sources, Span};

/// Columns after which a source line is trimmed: two fifty-character Chinese
/// halves, which a maximised terminal window shows without wrapping.
const WIDTH: usize = 120;

/// Stands behind each full-width character of a label while the renderer, which
/// takes a character of a label for one column, finds its places. No text has
/// it: it is not a character.
const SECOND_COLUMN: char = '\u{fdd0}';

/// Ends the name of a cell, behind which the renderer writes the line and the
/// column that the name has in it. No character either.
const END_OF_CELL: char = '\u{fdd1}';

/// The report as text for a terminal; `color` adds ANSI colours. Diagnostics
/// come in the report's order, each followed by an empty line. Says nothing
/// about how many there are: see [`summary`].
pub fn to_terminal(report: &Report, sources: &Sources, color: bool) -> String {
    let renderer =
        if color { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut out = String::new();
    for diagnostic in report.iter() {
        let rendered = renderer.render(&[group(diagnostic, sources)]);
        let mut parts = rendered.split(END_OF_CELL);
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            text += part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
        }
        out += text.replace(SECOND_COLUMN, "").trim_end();
        out += "\n\n";
    }
    out
}

/// How many findings of each severity, in one sentence.
pub fn summary(report: &Report) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Hint]
        .into_iter()
        .map(|severity| (report.count(severity), severity.label()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| format!("{count} 个{label}"))
        .collect();
    if counts.is_empty() {
        "没有发现问题。".to_string()
    } else {
        format!("共发现 {}。", counts.join("、"))
    }
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE,
    }
    .with_name(diagnostic.severity.label());
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.id);
    let mut group = Group::with_title(title);
    let mut files: Vec<SourceId> = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&label.span.source) {
            files.push(label.span.source);
        }
    }
    let primary = diagnostic.labels.first();
    for file in files {
        let labels: Vec<&Label> =
            diagnostic.labels.iter().filter(|label| label.span.source == file).collect();
        group = group.element(snippet(sources.get(file), &labels, primary));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.with_name("办法").message(help.as_str()));
    }
    group
}

/// The lines of one file that the labels are on. Only the stretch from the
/// first to the last is handed over, so that a long file costs no more than a
/// short one.
fn snippet<'a>(
    source: &'a Source,
    labels: &[&'a Label],
    primary: Option<&Label>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let spans: Vec<(usize, usize)> =
        labels.iter().map(|l| on_one_line(source, l.span)).collect();
    let first = spans.iter().map(|(start, _)| *start).min().unwrap_or(0);
    let last = spans.iter().map(|(_, end)| *end).max().unwrap_or(0);
    // A byte order mark is no part of the line that people see.
    let bom = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let from = source.text[..first].rfind('\n').map_or(bom.min(first), |at| at + 1);
    let to = source.text[last..].find(['\r', '\n']).map_or(source.text.len(), |at| last + at);

    let at = labels.first().map_or(0, |label| label.span.start);
    let path = match source.cell(at) {
        Some(_) => format!("{}{END_OF_CELL}", source.place(at)),
        None => source.name.clone(),
    };
    let mut snippet = Snippet::source(&source.text[from..to])
        .line_start(source.position(from).line)
        .path(path);
    for (label, (start, end)) in labels.iter().zip(spans) {
        let kind = if primary.is_some_and(|p| std::ptr::eq(p, *label)) {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let text = (!label.text.is_empty()).then(|| in_columns(&label.text));
        snippet = snippet
            .annotation(kind.span(start.max(from) - from..end.max(from) - from).label(text));
    }
    snippet
}

fn in_columns(text: &str) -> String {
    let mut columns = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        columns.push(c);
        if c.width() == Some(2) {
            columns.push(SECOND_COLUMN);
        }
    }
    columns
}

/// The span cut to its first line and to character boundaries: where to look is
/// said by the start, and a bracket of lines beside the text only distracts.
fn on_one_line(source: &Source, span: Span) -> (usize, usize) {
    let text = &source.text;
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.min(text.len())).max(start);
    let line_end = text[start..].find(['\r', '\n']).map_or(text.len(), |at| start + at);
    (start, end.min(line_end))
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    /// The display columns of the carets of a plain rendering, from the bar.
    fn carets(rendered: &str) -> (usize, usize) {
        let line = rendered.lines().find(|l| l.contains('^')).expect("carets");
        let bar = line.find('|').expect("bar") + 2;
        let start = line.find('^').expect("caret");
        let end = line.rfind('^').expect("caret") + 1;
        (line[bar..start].width(), line[bar..end].width())
    }

    fn report(diagnostic: Diagnostic) -> Report {
        let mut report = Report::new();
        report.push(diagnostic);
        report
    }

    #[test]
    fn carets_stand_under_full_width_characters() {
        let mut sources = Sources::new();
        let text = "机构:\n  名称：临夏市\n  级别: 县级\n";
        let file = sources.add("工作簿/机构 与学校.yaml", text);
        let at = text.find('：').unwrap();
        let report = report(
            Diagnostic::error("YML-04", "冒号用了全角")
                .at(Span::new(file, at, at + 3), "这里")
                .help("改成半角冒号。"),
        );
        let out = to_terminal(&report, &sources, false);
        assert!(out.starts_with("错误[YML-04]: 冒号用了全角\n"), "{out}");
        assert!(out.contains("--> 工作簿/机构 与学校.yaml:2:5\n"), "{out}");
        assert!(out.contains("= 办法: 改成半角冒号。\n"), "{out}");
        assert_eq!(carets(&out), ("  名称".width(), "  名称：".width()), "{out}");
    }

    #[test]
    fn several_files_each_with_line_and_column() {
        let mut sources = Sources::new();
        let first = sources.add("甲.yaml", "# 说明\n年度: 2014\n");
        let second = sources.add("乙.yaml", "年度: 2015\n");
        let at = "# 说明\n年度: ".len();
        let report = report(
            Diagnostic::error("WBK-01", "“年度”写了两次")
                .at(Span::new(second, "年度: ".len(), "年度: 2015".len()), "又写了一次")
                .at(Span::new(first, at, at + 4), "第一次写在这里"),
        );
        let out = to_terminal(&report, &sources, false);
        assert!(out.contains("--> 乙.yaml:1:5\n"), "{out}");
        assert!(out.contains("::: 甲.yaml:2:5\n"), "{out}");
        assert!(out.contains("2 | 年度: 2014\n"), "{out}");
        assert_eq!(carets(&out), (6, 10), "{out}");
    }

    #[test]
    fn two_labels_on_a_line_keep_their_places() {
        let mut sources = Sources::new();
        let text = "时间: {起: 2014-03-10, 止: 2014-11-28]";
        let file = sources.add("a.yaml", text);
        let (open, close) = (text.find('{').unwrap(), text.find(']').unwrap());
        let report = report(
            Diagnostic::error("YML-08", "括号不成对")
                .at(Span::new(file, close, close + 1), "这里应是 }")
                .at(Span::new(file, open, open + 1), "从这里开始"),
        );
        let out = to_terminal(&report, &sources, false);
        assert_eq!(carets(&out).0, text[..close].width(), "{out}");
        assert!(out.contains("  |       从这里开始\n"), "{out}");
    }

    #[test]
    fn a_long_line_is_trimmed_around_the_place() {
        let mut sources = Sources::new();
        let text = format!("正文: {}错字{}\n", "督".repeat(300), "导".repeat(300));
        let at = text.find("错字").unwrap();
        let file = sources.add("a.yaml", text);
        let report =
            report(Diagnostic::warning("TXT-01", "错字").at(Span::new(file, at, at + 6), ""));
        let out = to_terminal(&report, &sources, false);
        let shown = out.lines().find(|l| l.contains("错字") && l.contains('|')).unwrap();
        assert!(shown.width() < WIDTH + 20, "{out}");
        let (start, end) = carets(&out);
        let bar = shown.find('|').unwrap() + 2;
        assert_eq!(start, shown[bar..shown.find("错字").unwrap()].width(), "{out}");
        assert_eq!(end - start, 4, "{out}");
    }

    #[test]
    fn a_span_over_lines_shows_its_first() {
        let mut sources = Sources::new();
        let text = "\u{feff}机构:\r\n  名称: 甲\r\n";
        let file = sources.add("a.yaml", text);
        let report = report(
            Diagnostic::error("SHP-04", "种类不对").at(Span::new(file, 3, text.len()), ""),
        );
        let out = to_terminal(&report, &sources, false);
        assert!(out.contains("--> a.yaml:1:1\n"), "{out}");
        assert!(out.contains("1 | 机构:\n"), "{out}");
        assert_eq!(carets(&out), (0, 5), "{out}");
    }

    #[test]
    fn a_cell_is_named_by_its_letters() {
        let mut sources = Sources::new();
        let text = "学校 │ A1\n城关一小 │ 8分\n";
        let table = sources.add_table("得分.xlsx", None, text);
        let yaml = sources.add("簿.yaml", "结果表: 得分.xlsx\n");
        let at = text.find("8分").unwrap();
        let report = report(
            Diagnostic::error("SHP-06", "“A1”要写成数字")
                .at(Span::new(table, at, at + 4), "")
                .at(Span::new(yaml, 11, 22), "表在这里写明"),
        );
        let out = to_terminal(&report, &sources, false);
        assert!(out.contains("--> 得分.xlsx!B2\n"), "{out}");
        assert!(out.contains("2 | 城关一小 │ 8分\n"), "{out}");
        assert!(out.contains("::: 簿.yaml:1:6\n"), "{out}");
        assert_eq!(carets(&out).0, "城关一小 │ ".width(), "{out}");
    }

    #[test]
    fn without_a_place_only_message_and_help() {
        let report = report(Diagnostic::error("IO-01", "没有这个文件夹").help("检查路径。"));
        let out = to_terminal(&report, &Sources::new(), false);
        assert_eq!(out, "错误[IO-01]: 没有这个文件夹\n |\n = 办法: 检查路径。\n\n");
    }

    #[test]
    fn the_summary_counts_by_severity() {
        let mut report = Report::new();
        assert_eq!(summary(&report), "没有发现问题。");
        report.push(Diagnostic::error("A-01", "甲"));
        report.push(Diagnostic::error("A-02", "乙"));
        report.push(Diagnostic::hint("A-03", "丙"));
        assert_eq!(summary(&report), "共发现 2 个错误、1 个提示。");
    }
}
