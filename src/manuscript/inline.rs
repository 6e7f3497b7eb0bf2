//! Running text: the runs of one paragraph, heading, item or cell.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::id;
use crate::chinese::punctuation;
use crate::diagnostic::{Diagnostic, Report, SourceId, Span};
use crate::document::{Image, Run, Style};

/// Collects the runs of one text from the events of the Markdown parser.
pub(super) struct Inline<'a> {
    source: SourceId,
    /// The manuscript; ranges of events are offsets in it.
    text: &'a str,
    runs: Vec<Run>,
    style: Style,
    /// A line ended here; what joins the lines depends on the next character.
    broken: bool,
    images: Vec<(Span, Image)>,
    alt: Option<String>,
    /// One stray mark is said once: its partner is stray as well.
    stray: bool,
}

/// What a text was made of.
pub(super) struct Collected {
    /// Neighbours differ in style; blank at neither end; none for blank text.
    pub(super) runs: Vec<Run>,
    pub(super) images: Vec<(Span, Image)>,
}

impl<'a> Inline<'a> {
    pub(super) fn new(source: SourceId, text: &'a str) -> Self {
        Self {
            source,
            text,
            runs: Vec::new(),
            style: Style::Plain,
            broken: false,
            images: Vec::new(),
            alt: None,
            stray: false,
        }
    }

    /// Takes the next event of the text. Whatever is not running text is said
    /// in the report; its words are kept.
    pub(super) fn feed(&mut self, event: &Event, range: Range<usize>, report: &mut Report) {
        let span = Span::new(self.source, range.start, range.end);
        match event {
            Event::Text(text) => {
                self.check_literal(text, range, report);
                self.push(text);
            }
            Event::SoftBreak => self.broken = true,
            Event::HardBreak => {
                self.broken = true;
                report.push(
                    Diagnostic::error(id::HARD_BREAK, "这里强制换了行，公文的段落里不能换行")
                        .at(span, "行末有两个以上的空格，或者一个“\\”")
                        .help("删去行末的空格或“\\”；要另起一段，就在中间空一行"),
                );
            }
            Event::Start(Tag::Strong) => self.open(Style::Strong, span, report),
            Event::Start(Tag::Emphasis) => self.open(Style::Emphasis, span, report),
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => self.style = Style::Plain,
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                check_image(span, dest_url, title, report);
                self.images.push((span, Image { path: dest_url.to_string(), caption: None }));
                self.alt = Some(String::new());
            }
            Event::End(TagEnd::Image) => {
                let alt = self.alt.take().unwrap_or_default();
                let caption = alt.trim();
                if let (false, Some((_, image))) = (caption.is_empty(), self.images.last_mut())
                {
                    image.caption = Some(caption.to_string());
                }
            }
            Event::Code(text) => {
                self.push(text);
                report.push(
                    Diagnostic::error(id::FOREIGN, "公文里没有代码，“`”不能用")
                        .at(span, "")
                        .help("删去两边的“`”；要印出“`”本身，写成“\\`”"),
                );
            }
            Event::Start(Tag::Link { .. }) => report.push(
                Diagnostic::error(id::FOREIGN, "公文里不能有网页链接")
                    .at(span, "")
                    .help("只留下要印出来的文字；网址要印出来的，直接写网址，不加括号"),
            ),
            Event::InlineHtml(_) | Event::Html(_) => report.push(
                Diagnostic::error(id::FOREIGN, "公文里不能用网页代码")
                    .at(span, "")
                    .help("删去它；要印出“<”本身，写成“\\<”"),
            ),
            Event::FootnoteReference(_) => report.push(footnote(span)),
            Event::TaskListMarker(_) => report.push(
                Diagnostic::error(id::FOREIGN, "公文里没有勾选框")
                    .at(span, "")
                    .help("删去“[ ]”或“[x]”，只留文字"),
            ),
            // The closing tags of what was reported at its start.
            Event::End(_) => {}
            // Block structure never reaches a text; the rest needs options of
            // the parser that are off.
            Event::Start(_) | Event::Rule | Event::InlineMath(_) | Event::DisplayMath(_) => {
                report.push(
                    Diagnostic::error(id::FOREIGN, "这里的写法不是文稿能用的").at(span, ""),
                )
            }
        }
    }

    pub(super) fn finish(mut self) -> Collected {
        Collected { runs: self.take_runs(), images: self.images }
    }

    /// The runs so far, as [`Collected`] has them; what comes next begins anew.
    pub(super) fn take_runs(&mut self) -> Vec<Run> {
        let mut runs = std::mem::take(&mut self.runs);
        if let Some(first) = runs.first_mut() {
            first.text = first.text.trim_start().to_string();
        }
        if let Some(last) = runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        runs.retain(|run| !run.text.is_empty());
        runs
    }

    fn push(&mut self, text: &str) {
        if let Some(alt) = &mut self.alt {
            alt.push_str(text);
            return;
        }
        if std::mem::take(&mut self.broken)
            && let Some(last) = self.runs.last_mut()
        {
            last.text.truncate(last.text.trim_end().len());
            if let (Some(before), Some(after)) =
                (last.text.chars().last(), text.chars().next())
            {
                last.text.push_str(punctuation::soft_break(before, after));
            }
        }
        push_run(&mut self.runs, text, self.style);
    }

    fn open(&mut self, style: Style, span: Span, report: &mut Report) {
        if self.text[span.start..].starts_with('_') {
            report.push(
                Diagnostic::error(id::BAD_EMPHASIS, "下划线“_”在这里成了强调符号，不会印出来")
                    .at(span, "")
                    .help(
                        "如果是留着待填的空，请填上内容；要强调文字，用星号，例如“**重点**”；\
                         要印出“_”本身，写成“\\_”",
                    ),
            );
        } else if self.style != Style::Plain {
            report.push(
                Diagnostic::error(id::BAD_EMPHASIS, "强调里面又套了强调")
                    .at(span, "")
                    .help("只用一种：“**……**”印成黑体，“*……*”印成楷体"),
            );
        }
        self.style = style;
    }

    /// Marks that Markdown left as they are: the clerk meant them otherwise,
    /// and on paper they would be dirt.
    fn check_literal(&mut self, text: &str, range: Range<usize>, report: &mut Report) {
        let raw = &self.text[range.clone()];
        if raw != text {
            if raw.starts_with('&') {
                report.push(
                    Diagnostic::error(id::FOREIGN, format!("“{raw}”是网页代码"))
                        .at(Span::new(self.source, range.start, range.end), "")
                        .help("直接写要印出来的字；要印出“&”本身，写成“\\&”"),
                );
            }
            return;
        }
        if self.stray {
            return;
        }
        let found = raw.char_indices().find_map(|(at, c)| {
            let at = range.start + at;
            let rest = &self.text[at..];
            let long = match c {
                '*' => rest.len() - rest.trim_start_matches('*').len(),
                '~' if rest.starts_with("~~") => 2,
                ']' if rest.starts_with("](") => 2,
                '[' if rest.starts_with("[^") => 2,
                _ => return None,
            };
            (!self.escaped(at)).then_some((Span::new(self.source, at, at + long), c))
        });
        let Some((span, c)) = found else { return };
        self.stray = true;
        report.push(match c {
            '*' => Diagnostic::error(id::STRAY_MARK, "这里的星号不起作用，会原样印出来")
                .at(span, "")
                .help(
                    "星号要成对，紧贴着被强调的文字，标点和引号放在星号外面，\
                     例如“**重点**。”；要印出星号本身，写成“\\*”",
                ),
            '~' => Diagnostic::error(id::FOREIGN, "公文里没有删除线")
                .at(span, "")
                .help("要删的文字直接删去；要印出“~”本身，写成“\\~”"),
            '[' => footnote(span),
            _ => Diagnostic::error(id::BAD_IMAGE, "图片或链接没有写对，会原样印出来")
                .at(span, "")
                .help(
                    "图片写成“![图题](文件名)”，文件名里有空格的写成“![图题](<文件名>)”；\
                     不是图片的，删去括号",
                ),
        });
    }

    /// Whether an odd number of backslashes stands before this place.
    fn escaped(&self, at: usize) -> bool {
        let before = &self.text[..at];
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    }
}

/// Adds text to runs, to the last one if its style is the same.
pub(super) fn push_run(runs: &mut Vec<Run>, text: &str, style: Style) {
    match runs.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.style == style => last.text.push_str(text),
        _ => runs.push(Run { text: text.to_string(), style }),
    }
}

/// The text of a part that the document keeps as a bare name. Emphasis in it
/// would be lost, so it is an error.
pub(super) fn bare(runs: &[Run], span: Span, what: &str, report: &mut Report) -> String {
    if runs.iter().any(|run| run.style != Style::Plain) {
        report.push(
            Diagnostic::error(id::STYLED_NAME, format!("{what}里不能强调文字"))
                .at(span, "")
                .help("删去星号"),
        );
    }
    crate::document::runs_text(runs)
}

fn check_image(span: Span, path: &str, title: &str, report: &mut Report) {
    let (message, help) = if path.trim().is_empty() {
        ("图片没有写文件名", "写成“![图题](文件名)”，文件放在文稿旁边")
    } else if path.contains("://") || path.starts_with("data:") {
        ("图片不能从网上取", "把图片存到文稿旁边，括号里写它的文件名")
    } else if !title.is_empty() {
        ("图片的文件名后面多了一段引号里的文字", "图题写在方括号里：“![图题](文件名)”")
    } else {
        return;
    };
    report.push(Diagnostic::error(id::BAD_IMAGE, message).at(span, "").help(help));
}

fn footnote(span: Span) -> Diagnostic {
    Diagnostic::error(id::FOREIGN, "公文里没有脚注")
        .at(span, "")
        .help("把注释写进正文，用括号括起来；要印出方括号本身，写成“\\[”")
}
