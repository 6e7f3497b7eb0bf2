//! Markdown to pieces: what the clerk wrote, block by block, with its place.
//! Whether the pieces make a document is for [`super::assemble`] to say.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::inline::{Collected, Inline};
use super::numbering::LEVELS;
use super::table::Head;
use super::{excuse, id, lines, table};
use crate::diagnostic::{Diagnostic, Report, SourceId, Span};
use crate::document::{Chart, Excuse, Image, Run, Table};

/// What stands below the front matter.
#[derive(Default)]
pub(super) struct Body {
    pub(super) pieces: Vec<Piece>,
    pub(super) excuses: Vec<Excuse>,
}

/// A block as written.
pub(super) struct Piece {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// Level 1 to 4.
    Heading {
        level: u8,
        text: Vec<Run>,
    },
    Paragraph(Vec<Run>),
    /// An ordered list and the number typed at its first item.
    Ordered {
        start: u64,
        items: Vec<Entry>,
    },
    Bullets(Vec<Entry>),
    /// Without its caption, which is a paragraph of its own.
    Table(Table),
    /// A caption and the table under it, made by [`super::chart`].
    Chart(Chart),
    Image(Image),
    /// Something that is already in the report.
    Broken,
}

/// An item of a list.
pub(super) struct Entry {
    pub(super) span: Span,
    pub(super) text: Vec<Run>,
}

/// Reads the body that begins at an offset of the manuscript.
pub(super) fn read(
    source: SourceId,
    text: &str,
    body_start: usize,
    report: &mut Report,
) -> Body {
    // Strikethrough stays off: one tilde would be enough for it, and 10~20人
    // is common. Footnotes and tasks are on to be seen, and refused.
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    let parser = Parser::new_ext(&text[body_start..], options);
    for (_, definition) in parser.reference_definitions().iter() {
        let Range { start, end } = definition.span;
        report.push(
            Diagnostic::error(id::FOREIGN, "这一行会被当成链接的地址，不会印出来")
                .at(Span::new(source, body_start + start, body_start + end), "")
                .help("公文里没有链接；要印出这一行，冒号用全角的“：”"),
        );
    }
    let events = parser
        .into_offset_iter()
        .map(|(event, range)| (event, range.start + body_start..range.end + body_start))
        .collect();
    let mut reader = Reader { source, text, events, at: 0, report };
    let mut body = Body::default();
    while let Some((event, range)) = reader.next() {
        let span = reader.span(&range);
        if let Some(rule) = reader.excuse(&event, span) {
            body.excuses.push(Excuse { place: span, rule, covers: None });
        } else if let Some(kind) = reader.block(event, span) {
            let waiting = body.excuses.iter_mut().rev();
            for excuse in waiting.take_while(|excuse| excuse.covers.is_none()) {
                excuse.covers = Some(span);
            }
            body.pieces.push(Piece { span, kind });
        }
    }
    body
}

/// The finding for a heading below level 4.
pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(id::DEEP_HEADING, "标题太深，公文的标题最多四级")
        .at(span, "")
        .help("标题只用“#”到“####”；再往下的层次，写进正文")
}

struct Reader<'a, 'r> {
    source: SourceId,
    text: &'a str,
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    report: &'r mut Report,
}

impl<'a> Reader<'a, '_> {
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let next = self.events.get(self.at).cloned();
        self.at += 1;
        next
    }

    /// The span of a range without the line end after it.
    fn span(&self, range: &Range<usize>) -> Span {
        let end = range.start + self.text[range.clone()].trim_end().len();
        Span::new(self.source, range.start, end)
    }

    /// The rule that a comment excuses the next block from.
    fn excuse(&mut self, event: &Event<'a>, span: Span) -> Option<String> {
        if *event != Event::Start(Tag::HtmlBlock) {
            return None;
        }
        let (rule, reason) = excuse::read(&self.text[span.start..span.end])?;
        self.skip();
        if rule.is_empty() || reason.is_empty() {
            self.report.push(
                Diagnostic::error(id::BAD_EXCUSE, "“不查”要写明规则的编号和理由")
                    .at(span, "")
                    .help("写成“<!-- 不查 PUN-01：原文如此 -->”，单独一行，放在那一段的上面"),
            );
        }
        Some(rule.to_uppercase())
    }

    /// The block that begins with this event; none for a paragraph of blanks.
    fn block(&mut self, event: Event<'a>, span: Span) -> Option<Kind> {
        Some(match event {
            Event::Start(Tag::Paragraph) => return self.paragraph(span),
            Event::Start(Tag::Heading { level, .. }) => self.heading(level as u8, span),
            Event::Start(Tag::List(start)) => self.list(start, span),
            Event::Start(Tag::Table(marks)) => {
                let columns = marks.into_iter().map(table::alignment).collect();
                self.table(Table {
                    caption: None,
                    columns,
                    header: Vec::new(),
                    rows: Vec::new(),
                    notes: Vec::new(),
                    landscape: false,
                })
            }
            other => {
                self.report.push(foreign(&other, span));
                if matches!(other, Event::Start(_)) {
                    self.skip();
                }
                Kind::Broken
            }
        })
    }

    fn paragraph(&mut self, span: Span) -> Option<Kind> {
        let errors = self.report.iter().count();
        let collected = self.inline(TagEnd::Paragraph);
        if self.report.iter().count() == errors {
            lines::check(self.source, self.text, span, self.report);
        }
        let Collected { runs, images } = collected;
        match images.as_slice() {
            [] if runs.is_empty() => None,
            [(_, image)] if runs.is_empty() => Some(Kind::Image(image.clone())),
            images => {
                self.refuse_images(images);
                Some(Kind::Paragraph(runs))
            }
        }
    }

    fn heading(&mut self, level: u8, span: Span) -> Kind {
        let collected = self.inline_of_heading();
        self.refuse_images(&collected.images);
        let typed = &self.text[span.start..span.end];
        let text = typed.trim_start_matches('#');
        if typed.len() == text.len() || !(text.is_empty() || text.starts_with([' ', '\t'])) {
            self.report.push(
                Diagnostic::error(id::UNDERLINED, "这段文字因为下面的横线成了标题")
                    .at(span, "")
                    .help(
                        "删去下面的“---”或“===”；要写标题，在文字前面加“# ”。\
                         公文正文里不用横线分隔",
                    ),
            );
            return Kind::Broken;
        }
        if level > LEVELS {
            self.report.push(too_deep(span));
            return Kind::Broken;
        }
        if collected.runs.is_empty() {
            self.report.push(
                Diagnostic::error(id::EMPTY_HEADING, "标题没有文字")
                    .at(span, "")
                    .help("在“#”和空格后面写上标题，或者删去这一行"),
            );
            return Kind::Broken;
        }
        Kind::Heading { level, text: collected.runs }
    }

    fn list(&mut self, start: Option<u64>, span: Span) -> Kind {
        let mark = self.text[span.start..].trim_start_matches(|c: char| c.is_ascii_digit());
        if start.is_some() && mark.starts_with(')') {
            self.report.push(
                Diagnostic::error(id::LIST_MARK, "编号列表写成了“1)”的样子")
                    .at(Span::new(self.source, span.start, span.end), "")
                    .help("写成“1. ”（半角的点，后面空一格）；印成什么序号由程序按层次决定"),
            );
        }
        let mut items = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let span = self.span(&range);
                    items.push(Entry { span, text: self.item(span) });
                }
                // Only the end of the list is left.
                _ => break,
            }
        }
        match start {
            Some(start) => Kind::Ordered { start, items },
            None => Kind::Bullets(items),
        }
    }

    fn item(&mut self, span: Span) -> Vec<Run> {
        let mut inline = Inline::new(self.source, self.text);
        let mut paragraphs = 0;
        let mut glued = false;
        let errors = self.report.iter().count();
        while let Some((event, range)) = self.next() {
            let here = self.span(&range);
            match &event {
                Event::End(TagEnd::Item) => break,
                Event::Start(Tag::Paragraph) => {
                    paragraphs += 1;
                    if paragraphs == 2 {
                        self.report.push(
                            Diagnostic::error(id::LONG_ITEM, "列表的一条里有了第二段")
                                .at(here, "")
                                .help(
                                    "列表的一条只能是一段：并成一段；或者改用标题\
                                     （如“### ……。”），下面再写各段",
                                ),
                        );
                    }
                }
                Event::End(TagEnd::Paragraph) => {}
                Event::Start(Tag::List(_)) => {
                    self.report.push(
                        Diagnostic::error(id::NESTED_LIST, "列表里面又有列表")
                            .at(here, "")
                            .help(
                                "列表只能有一层：把上一层改成标题（“##”“###”），\
                                 或者把里面的各条并进上一条的文字里",
                            ),
                    );
                    self.skip();
                }
                Event::Start(
                    Tag::Heading { .. }
                    | Tag::Table(_)
                    | Tag::BlockQuote(_)
                    | Tag::CodeBlock(_)
                    | Tag::HtmlBlock
                    | Tag::FootnoteDefinition(_),
                )
                | Event::Rule => {
                    self.report.push(foreign_in_item(&event, here));
                    if event != Event::Rule {
                        self.skip();
                    }
                }
                _ => {
                    if event == Event::SoftBreak
                        && !glued
                        && !self.text[range.end..].starts_with([' ', '\t'])
                    {
                        glued = true;
                        self.report.push(glued_to_list(self.line_at(range.end)));
                    }
                    inline.feed(&event, range, self.report);
                }
            }
        }
        let Collected { runs, images } = inline.finish();
        self.refuse_images(&images);
        if runs.is_empty() && self.report.iter().count() == errors {
            self.report.push(
                Diagnostic::error(id::EMPTY_ITEM, "列表的这一条没有文字")
                    .at(span, "")
                    .help("写上文字，或者删去这一行"),
            );
        }
        runs
    }

    fn table(&mut self, mut table: Table) -> Kind {
        let columns = table.columns.len();
        let mut heads = Vec::new();
        let mut cells = Vec::new();
        let mut header_line = None;
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => {
                    let span = self.span(&range);
                    header_line.get_or_insert(span);
                    table::check_line(self.text, span, columns, self.report);
                }
                Event::Start(Tag::TableCell) if table.header.is_empty() => {
                    heads.push(self.head(&range));
                }
                Event::Start(Tag::TableCell) => {
                    let collected = self.inline(TagEnd::TableCell);
                    self.refuse_images(&collected.images);
                    cells.push(collected.runs);
                }
                Event::End(TagEnd::TableHead) => {
                    table.header = table::header(std::mem::take(&mut heads), self.report);
                }
                Event::End(TagEnd::TableRow) => {
                    table.rows.push(table::row(std::mem::take(&mut cells)));
                }
                // Only the end of the table is left.
                _ => break,
            }
        }
        if let (true, Some(span)) = (table.rows.is_empty(), header_line) {
            self.report.push(
                Diagnostic::error(id::EMPTY_TABLE, "表格只有表头，没有内容")
                    .at(span, "")
                    .help("在“| --- |”的下一行起写表格的内容，中间不空行"),
            );
        }
        Kind::Table(table)
    }

    /// A cell of the header, parted where a `>` names a common head.
    fn head(&mut self, range: &Range<usize>) -> Head {
        let blank = range.len() - self.text[range.clone()].trim_start().len();
        let span = self.span(&(range.start + blank..range.end));
        let mark = table::common_head_mark(self.text, span, self.report);
        let mut inline = Inline::new(self.source, self.text);
        let mut above = None;
        while let Some((event, range)) = self.next() {
            match &event {
                Event::End(TagEnd::TableCell) => break,
                Event::Text(text)
                    if let Some(mark) = mark
                        && range.contains(&mark)
                        && let Some((before, rest)) =
                            text.split_at_checked(mark - range.start)
                        && let Some(after) = rest.strip_prefix('>') =>
                {
                    inline.feed(&Event::Text(before.into()), range.start..mark, self.report);
                    above = Some(inline.take_runs());
                    inline.feed(&Event::Text(after.into()), mark + 1..range.end, self.report);
                }
                _ => inline.feed(&event, range, self.report),
            }
        }
        let collected = inline.finish();
        self.refuse_images(&collected.images);
        Head { span, above, text: collected.runs }
    }

    /// The running text up to the end of the tag it stands in.
    fn inline(&mut self, end: TagEnd) -> Collected {
        self.inline_until(|event| *event == Event::End(end))
    }

    fn inline_of_heading(&mut self) -> Collected {
        self.inline_until(|event| matches!(event, Event::End(TagEnd::Heading(_))))
    }

    fn inline_until(&mut self, ends: impl Fn(&Event) -> bool) -> Collected {
        let mut inline = Inline::new(self.source, self.text);
        while let Some((event, range)) = self.next() {
            if ends(&event) {
                break;
            }
            inline.feed(&event, range, self.report);
        }
        inline.finish()
    }

    fn refuse_images(&mut self, images: &[(Span, Image)]) {
        for (span, _) in images {
            self.report.push(
                Diagnostic::error(id::INLINE_IMAGE, "图片要单独成一段")
                    .at(*span, "")
                    .help("把图片单独写一行，上下各空一行"),
            );
        }
    }

    /// Passes over the rest of a tag whose start was just read.
    fn skip(&mut self) {
        let mut depth = 1;
        while depth > 0
            && let Some((event, _)) = self.next()
        {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
    }

    fn line_at(&self, start: usize) -> Span {
        let len = self.text[start..].lines().next().map_or(0, |line| line.trim_end().len());
        Span::new(self.source, start, start + len)
    }
}

fn glued_to_list(line: Span) -> Diagnostic {
    Diagnostic::error(id::GLUED_TO_LIST, "这一行会接在列表的最后一条后面")
        .at(line, "")
        .help("是新的一段，就在前面空一行；是上一条没写完的话，就接在上一行后面写")
}

fn foreign_in_item(event: &Event, span: Span) -> Diagnostic {
    match event {
        Event::Start(Tag::Heading { .. }) => {
            Diagnostic::error(id::FOREIGN, "标题写在了列表里面")
                .at(span, "")
                .help("标题要写在行首，前面没有“- ”“1. ”和空格，上面空一行")
        }
        Event::Start(Tag::Table(_)) => Diagnostic::error(id::FOREIGN, "表格写在了列表里面")
            .at(span, "")
            .help("表格的每一行都写在行首，表格上面空一行"),
        other => foreign(other, span),
    }
}

/// The finding for a block that a manuscript has no use for.
fn foreign(event: &Event, span: Span) -> Diagnostic {
    let (message, help) = match event {
        Event::Rule => {
            ("公文正文里不用横线分隔", "删去这一行；标题、落款、版记的位置和横线由程序安排")
        }
        Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented)) => {
            ("这几行的行首空格太多，会被当成代码", "删去行首的空格，段首空两字由程序安排")
        }
        Event::Start(Tag::CodeBlock(_)) => {
            ("公文里没有代码块", "删去上下的“```”或“~~~”，只留要印出来的文字")
        }
        Event::Start(Tag::BlockQuote(_)) => (
            "公文里没有“>”开头的引文",
            "删去行首的“>”；引用原文用引号；要印出“>”本身，写成“\\>”",
        ),
        Event::Start(Tag::HtmlBlock) | Event::Html(_) => {
            ("公文里不能用网页代码", "删去它；要印出“<”本身，写成“\\<”")
        }
        Event::Start(Tag::FootnoteDefinition(_)) => {
            ("公文里没有脚注", "把注释写进正文，用括号括起来")
        }
        // The parser has no other blocks with the options above.
        _ => ("这里的写法不是文稿能用的", "只用标题、段落、列表、表格和图片"),
    };
    Diagnostic::error(id::FOREIGN, message).at(span, "").help(help)
}
