//! Pieces to a document: headings run in, clauses joined, captions given to
//! their tables, attachments set apart, everything numbered.

use super::blocks::{Entry, Kind, Piece};
use super::inline::{bare, push_run};
use super::numbering::{Counter, LEVELS, Misplaced};
use super::{attachment, id};
use crate::chinese::{list, ordinal, punctuation, typed_ordinal};
use crate::diagnostic::{Diagnostic, Report, Span};
use crate::document::{Attachment, Block, Numbering, Run, Style, runs_text};

const CAPTION: [&str; 2] = ["表：", "表:"];
const LYING: char = '横';
const NOTE: [&str; 2] = ["注：", "注:"];

/// The body and the attachments. `start` is where the body begins.
pub(super) fn assemble(
    pieces: Vec<Piece>,
    numbering: Numbering,
    start: Span,
    report: &mut Report,
) -> (Vec<Block>, Vec<Attachment>) {
    let mut parts = attachment::split(pieces, report).into_iter().peekable();
    let pieces = parts.next().map(|part| part.pieces).unwrap_or_default();
    if pieces.is_empty() && !parts.peek().is_some_and(|next| next.doubtful) {
        report.push(
            Diagnostic::error(id::EMPTY_BODY, "文稿没有正文")
                .at(start, "")
                .help("在开头的要素（第二个“---”）下面空一行，写上正文"),
        );
    }
    let blocks = Section::new(numbering, report).blocks(pieces);
    let several = parts.len() > 1;
    let attachments = parts
        .enumerate()
        .map(|(index, part)| Attachment {
            label: if several { format!("附件{}", index + 1) } else { "附件".to_string() },
            title: part.title,
            body: Section::new(numbering, report).blocks(part.pieces),
        })
        .collect();
    (blocks, attachments)
}

/// What a line 表：… or 横表：… says of the table below.
struct Caption {
    words: String,
    landscape: bool,
}

impl Caption {
    /// `None` for any other paragraph.
    fn read(text: &[Run]) -> Option<Self> {
        let first = text.first()?.text.as_str();
        let landscape = first.starts_with(LYING);
        Some(Self { words: caption_words(first)?.to_string(), landscape })
    }
}

/// What follows `表：` or `横表：` at the start of a text.
pub(super) fn caption_words(text: &str) -> Option<&str> {
    after_mark(text.strip_prefix(LYING).unwrap_or(text), &CAPTION)
}

/// What follows `注：` at the start of a text.
pub(super) fn note_words(text: &str) -> Option<&str> {
    after_mark(text, &NOTE)
}

/// One body being put together, with numbers of its own.
struct Section<'r> {
    counter: Counter,
    blocks: Vec<Block>,
    /// The caption of the table that comes next.
    caption: Option<Caption>,
    report: &'r mut Report,
}

impl<'r> Section<'r> {
    fn new(numbering: Numbering, report: &'r mut Report) -> Self {
        Self { counter: Counter::new(numbering), blocks: Vec::new(), caption: None, report }
    }

    fn blocks(mut self, pieces: Vec<Piece>) -> Vec<Block> {
        let mut pieces = pieces.into_iter().peekable();
        while let Some(Piece { span, kind }) = pieces.next() {
            match kind {
                Kind::Heading { level, text } => self.heading(level, text, span),
                Kind::Paragraph(text) => {
                    if let Some(caption) = Caption::read(&text) {
                        let next = pieces.peek().map(|piece| &piece.kind);
                        self.take_caption(caption, &text, span, next);
                    } else if !self.takes_note(&text, span) {
                        self.paragraph(text);
                    }
                }
                Kind::Ordered { start, items } => self.ordered(start, items),
                Kind::Bullets(items) => self.bullets(items),
                Kind::Table(mut table) => {
                    if let Some(caption) = self.caption.take() {
                        table.landscape = caption.landscape;
                        table.caption = Some(caption.words);
                    }
                    self.blocks.push(Block::Table(table));
                }
                Kind::Chart(chart) => self.blocks.push(Block::Chart(chart)),
                Kind::Image(image) => self.blocks.push(Block::Image(image)),
                Kind::Broken => {}
            }
        }
        self.blocks
    }

    fn heading(&mut self, level: u8, text: Vec<Run>, span: Span) {
        self.refuse_ordinal(&runs_text(&text), span, "标题");
        if let Err(misplaced) = self.counter.open(level) {
            self.report.push(misplaced_heading(level, misplaced, span));
        }
        let ordinal = self.counter.ordinal(level);
        self.blocks.push(Block::Heading { level, ordinal, text, body: None });
    }

    fn paragraph(&mut self, text: Vec<Run>) {
        match self.blocks.last_mut() {
            Some(Block::Heading { text: heading, body: body @ None, .. })
                if ends_with(heading, &['。']) =>
            {
                *body = Some(text);
            }
            _ => self.blocks.push(Block::Paragraph { text }),
        }
    }

    fn ordered(&mut self, start: u64, items: Vec<Entry>) {
        let deep = self.counter.current() == LEVELS;
        let level = self.counter.open_list();
        if let (true, Some(first)) = (deep, items.first()) {
            self.report.push(deep_list(self.counter.next(level), first.span));
        }
        if let Some(first) = items.first()
            && start != 1
            && start != u64::from(self.counter.next(level))
        {
            self.report.push(list_start(start, self.counter.next(level), first.span));
        }
        for Entry { span, text } in items {
            self.refuse_ordinal(&runs_text(&text), span, "列表的这一条");
            let ordinal = self.counter.ordinal(level);
            self.blocks.push(Block::Item { level, ordinal, text });
        }
    }

    fn bullets(&mut self, items: Vec<Entry>) {
        for Entry { span, text } in &items {
            self.refuse_ordinal(&runs_text(text), *span, "列表的这一条");
        }
        let clauses = clauses(&items);
        let before = match self.blocks.last_mut() {
            Some(
                Block::Paragraph { text }
                | Block::Item { text, .. }
                | Block::Heading { body: Some(text), .. },
            ) if ends_with(text, &['：', ':']) => text,
            _ => return self.paragraph(clauses),
        };
        for run in clauses {
            push_run(before, &run.text, run.style);
        }
    }

    fn take_caption(
        &mut self,
        caption: Caption,
        runs: &[Run],
        span: Span,
        next: Option<&Kind>,
    ) {
        let mark = if caption.landscape { "横表：" } else { "表：" };
        let problem = match next {
            Some(Kind::Table(_)) if caption.words.is_empty() => "后面没有表题",
            Some(Kind::Table(_) | Kind::Broken) => {
                bare(runs, span, "表题", self.report);
                self.caption = Some(caption);
                return;
            }
            _ => "下面没有表格",
        };
        self.report.push(
            Diagnostic::error(id::BAD_CAPTION, format!("“{mark}”{problem}"))
                .at(span, "")
                .help(format!(
                    "“{mark}”开头的一段是表题，写作“{mark}各校得分”，下面紧接着写表格"
                )),
        );
    }

    /// Whether this was a note to the table right above, and is now part of it.
    fn takes_note(&mut self, text: &[Run], span: Span) -> bool {
        let Some(Block::Table(table)) = self.blocks.last_mut() else { return false };
        let all = runs_text(text);
        let Some(words) = note_words(&all) else { return false };
        table.notes.push(format!("{}{words}", NOTE[0]));
        bare(text, span, "表格的注", self.report);
        true
    }

    fn refuse_ordinal(&mut self, text: &str, span: Span, what: &str) {
        let typed = typed_ordinal::find(text).or(typed_ordinal::find_clause(text));
        let Some(typed) = typed else { return };
        self.report.push(
            Diagnostic::error(id::TYPED_ORDINAL, format!("{what}里自己写了序号“{typed}”"))
                .at(span, "")
                .help(format!("删去“{typed}”，序号由程序编")),
        );
    }
}

/// What follows one of the marks that a paragraph may begin with.
fn after_mark<'t>(text: &'t str, marks: &[&str]) -> Option<&'t str> {
    marks.iter().find_map(|mark| text.strip_prefix(mark)).map(str::trim)
}

/// The items as clauses of one paragraph, 一是…；二是…。; each keeps its styles.
fn clauses(items: &[Entry]) -> Vec<Run> {
    let texts: Vec<String> = items.iter().map(|item| runs_text(&item.text)).collect();
    let joined = list::clauses(&texts);
    let mut rest = joined.as_str();
    let mut out = Vec::new();
    for (n, (item, text)) in (1..).zip(items.iter().zip(&texts)) {
        // What stands before the words is the label, what stands after them the
        // mark; both come from the joined text, the words from the runs.
        let label = ordinal::clause(n);
        if rest.starts_with(&label) && items.len() > 1 {
            push_run(&mut out, &label, Style::Plain);
            rest = &rest[label.len()..];
        }
        let mut words = punctuation::strip_stop(text);
        rest = rest.strip_prefix(words).unwrap_or(rest);
        for run in &item.text {
            let len = words.len().min(run.text.len());
            push_run(&mut out, &run.text[..len], run.style);
            words = &words[len..];
        }
        let mark = rest.find(&ordinal::clause(n + 1)).unwrap_or(rest.len());
        push_run(&mut out, &rest[..mark], Style::Plain);
        rest = &rest[mark..];
    }
    out
}

fn ends_with(text: &[Run], marks: &[char]) -> bool {
    text.last().is_some_and(|run| run.text.ends_with(marks))
}

fn list_start(typed: u64, next: u32, span: Span) -> Diagnostic {
    Diagnostic::error(id::LIST_START, format!("列表从{typed}编起，程序会从{next}编起"))
        .at(span, "")
        .help(
            "从“1. ”写起。要接着上面的列表往下编：删去两个列表中间的段落，\
         或者把各条改成标题（如“### ……。”），标题下面可以有几段",
        )
}

fn deep_list(next: u32, span: Span) -> Diagnostic {
    let ordinal = format!("（{next}）");
    Diagnostic::warning(
        id::DEEP_LIST,
        format!("“（1）”以下没有再低的序号，这些条目接着上面的标题从“{ordinal}”编起"),
    )
    .at(span, "")
    .help(
        "公文的层次序数只有四级（GB/T 9704—2012第7.3.3条）：把条目改成“- ”开头，\
         印成一是……；二是……，或者把上面的标题各升一级",
    )
}

fn misplaced_heading(level: u8, misplaced: Misplaced, span: Span) -> Diagnostic {
    let hashes = |level: u8| "#".repeat(level.into());
    let typed = hashes(level);
    let (message, help) = match misplaced {
        Misplaced::Skips { parent: 0 } => (
            format!("“{typed}”标题的上面还没有“#”标题"),
            "最上层的标题用一个“#”，往下每层多一个".to_string(),
        ),
        Misplaced::Skips { parent } => (
            format!("标题从“{}”跳到了“{typed}”", hashes(parent)),
            format!("这里用“{}”", hashes(parent + 1)),
        ),
        Misplaced::Mixes { neighbour } => (
            format!(
                "同一个标题下面，前面的标题或列表在“{}”这一层，这里又用“{typed}”",
                hashes(neighbour)
            ),
            "同一层的标题用同样多的“#”；列表的各条算在上面标题的下一层".to_string(),
        ),
    };
    Diagnostic::error(id::SKIPPED_LEVEL, message).at(span, "").help(help)
}
