//! What clerks mistype, found line by line before the parser sees the text.
//!
//! A parser stops at the first tab. This pass knows the few ways in which a
//! text that is nearly YAML goes wrong, says each in its own words, and puts it
//! right in a working copy, so that the parser goes on to the next mistake. It
//! follows the nesting of the lines just far enough to tell a slip from a text
//! that is allowed to look like one, and is silent where it cannot tell.

mod flow;
mod indentation;
mod line;
mod value;

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Report, SourceId, Span};

use self::line::{Form, Key, Line, is_blank, key};
use super::repair::Repairs;

/// What the pass found.
pub(super) struct Findings {
    pub(super) report: Report,
    pub(super) repairs: Repairs,
    /// Offsets at which the repair is a guess: what the text there means, only
    /// its writer knows, so nothing more is said about it.
    pub(super) doubtful: Vec<usize>,
    /// The text holds more than one YAML document.
    pub(super) several_documents: bool,
}

/// Reads a text for slips.
pub(super) fn find(source: SourceId, text: &str) -> Findings {
    let mut pass = Pass {
        source,
        text,
        lines: line::lines(text),
        levels: Vec::new(),
        open: Open::Nothing,
        shift: None,
        documents: 0,
        tabs: Vec::new(),
        wide_blanks: Vec::new(),
        found: Findings {
            report: Report::new(),
            repairs: Repairs::default(),
            doubtful: Vec::new(),
            several_documents: false,
        },
    };
    let mut at = 0;
    while at < pass.lines.len() {
        at = pass.line(at);
    }
    pass.report_indentation();
    pass.found
}

struct Pass<'a> {
    source: SourceId,
    text: &'a str,
    lines: Vec<Line>,
    /// The mappings and lists that the current line may go on, outermost first.
    levels: Vec<Level<'a>>,
    open: Open,
    /// Lines at or beyond this column belong to a line that was moved by so
    /// many columns, and move with it.
    shift: Option<(usize, isize)>,
    /// Documents begun.
    documents: usize,
    tabs: Vec<Span>,
    wide_blanks: Vec<Span>,
    found: Findings,
}

/// A mapping or a list, known by the column of its keys or dashes.
#[derive(Debug, Clone)]
struct Level<'a> {
    column: usize,
    list: bool,
    /// The keys of the mappings that are items of a list.
    item_keys: BTreeSet<&'a str>,
}

/// What the last line with content left to be gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A key or a dash with nothing after it.
    Value,
    /// A text without quotes, which deeper lines continue.
    Text,
    Nothing,
}

impl<'a> Pass<'a> {
    /// Reads the line at this index with all that belongs to its value, and
    /// gives the index of the line to read next.
    fn line(&mut self, index: usize) -> usize {
        let line = self.lines[index];
        let content = &self.text[line.content..line.end];
        if content.is_empty() || content.starts_with('#') {
            self.blank_out_wide(line.start, line.content);
            return index + 1;
        }
        if line.column == 0 && self.document_marker(line, content) {
            return index + 1;
        }
        self.documents = self.documents.max(1);
        let column = self.indentation(line);
        let list = self.dash(line.content, column, line.end).is_some();
        let (inner, inner_column) = self.after_dashes(line, column);
        let found = key(self.text, inner..line.end);
        let certain = found.as_ref().is_some_and(|key| key.form == Form::Certain);

        let deeper = self.levels.last().is_some_and(|top| column > top.column);
        if self.open == Open::Text && (deeper || self.levels.is_empty()) {
            if !deeper || !(list || certain) {
                return index + 1;
            }
            return self.astray(index, column, list, &[]);
        }

        let mut closed = Vec::new();
        while self.levels.last().is_some_and(|top| {
            top.column > column || (top.column == column && top.list && !list)
        }) {
            closed.extend(self.levels.pop());
        }
        let sibling =
            self.levels.last().is_some_and(|top| top.column == column && top.list == list);
        let child = match self.levels.last() {
            None => closed.is_empty(),
            Some(top) => {
                self.open == Open::Value
                    && closed.is_empty()
                    && (column > top.column || (list && !top.list && column == top.column))
            }
        };
        if !sibling && !child {
            return self.astray(index, column, list, &closed);
        }
        self.dashes(index, column);
        let sure = !list && (sibling || (child && self.levels.is_empty()));
        self.content(index, inner, inner_column, found, sure)
    }

    /// Reads what stands after the indentation and the dashes. `sure` says that
    /// only a key can stand there.
    fn content(
        &mut self,
        index: usize,
        at: usize,
        column: usize,
        found: Option<Key>,
        sure: bool,
    ) -> usize {
        let line = self.lines[index];
        if at == line.end || self.text[at..line.end].starts_with('#') {
            self.open = Open::Value;
            return index + 1;
        }
        let plain = !self.text[at..].starts_with(['"', '\'', '[', '{', '?', '&', '*', '!']);
        let Some(key) = found.filter(|key| {
            key.form == Form::Certain
                || sure
                || self.goes_on_as_mapping(index, column)
                || self.is_key_of_items(index, &self.text[key.name.clone()])
        }) else {
            let among_keys = sure && !self.levels.is_empty();
            if plain && (among_keys || self.goes_on_as_mapping(index, column)) {
                return self.without_colon(index, at, column);
            }
            return self.value(index, at, false);
        };
        self.enter_mapping(column, &key);
        match key.form {
            Form::Certain => {}
            Form::FullWidth => self.full_width_colon(&key),
            Form::NoBlank => self.no_blank_after_colon(&key),
        }
        self.key_in_smart_quotes(&key);
        self.value(index, key.colon.end, true)
    }

    fn enter_mapping(&mut self, column: usize, key: &Key) {
        let name = &self.text[key.name.clone()];
        if self.levels.last().is_none_or(|top| top.list || top.column != column) {
            self.levels.push(Level { column, list: false, item_keys: BTreeSet::new() });
        }
        if let [.., list, _] = self.levels.as_mut_slice()
            && list.list
        {
            list.item_keys.insert(name);
        }
    }

    /// Whether the later lines of the same block at this column show that this
    /// line is meant as a key: one of them is a key for certain, or all of them
    /// look like one, as no text does whose lines are joined by blanks.
    fn goes_on_as_mapping(&self, index: usize, column: usize) -> bool {
        let mut others = self.lines[index + 1..]
            .iter()
            .filter(|line| {
                line.content < line.end && !self.text[line.content..].starts_with('#')
            })
            .take_while(|line| line.column >= column)
            .filter(|line| line.column == column)
            .take(50)
            .peekable();
        let current = self.lines[index];
        let mut alike = others.peek().is_some() && self.looks_like_key(current);
        for line in others {
            if self.is_certain(line.content, line.end) {
                return true;
            }
            alike = alike && self.looks_like_key(*line);
        }
        alike
    }

    /// `键：值` or `键:值`, perhaps after dashes, and no sentence.
    fn looks_like_key(&self, line: Line) -> bool {
        let (at, _) = self.after_dashes(line, line.column);
        key(self.text, at..line.end).is_some()
            && !self.text[at..line.end]
                .trim_end()
                .ends_with(['。', '；', '，', '、', '？', '！'])
    }

    fn is_certain(&self, at: usize, end: usize) -> bool {
        !self.text[at..end].starts_with("- ")
            && key(self.text, at..end).is_some_and(|key| key.form == Form::Certain)
    }

    /// Whether the other items of the list that this line is in have this key.
    fn is_key_of_items(&self, index: usize, name: &str) -> bool {
        let line = self.lines[index];
        let Some(list) = self.levels.last().filter(|top| top.list) else {
            return false;
        };
        list.item_keys.contains(name)
            || self.lines[index + 1..]
                .iter()
                .take_while(|other| other.content == other.end || other.column >= line.column)
                .filter(|other| self.text[other.content..other.end].starts_with("- "))
                .take(50)
                .filter_map(|other| key(self.text, other.content + 2..other.end))
                .any(|key| key.form == Form::Certain && &self.text[key.name.clone()] == name)
    }

    /// `%`, `---` or `...`: the first may open the document, any later one begins
    /// another, which a workbook does not have.
    fn document_marker(&mut self, line: Line, content: &str) -> bool {
        if content.starts_with('%') && self.documents == 0 {
            return true;
        }
        let rest = content.strip_prefix("---").or(content.strip_prefix("..."));
        if rest
            .is_none_or(|rest| !rest.trim_start().is_empty() && !rest.starts_with([' ', '\t']))
        {
            return false;
        }
        if content.starts_with("---") {
            self.documents += 1;
        }
        if self.documents > 1 && !self.found.several_documents {
            self.found.several_documents = true;
            self.push(
                Diagnostic::error("YML-10", "一个文件里写了两份内容（中间用“---”隔开）")
                    .at(self.span(line.content, line.end), "从这里开始是第二份")
                    .help("删去这一行；确实是两份的，分成两个文件。"),
            );
        }
        self.levels.clear();
        self.open = Open::Nothing;
        self.shift = None;
        true
    }

    /// The dash that a text begins with: the offset and column of what follows.
    fn dash(&self, at: usize, column: usize, end: usize) -> Option<(usize, usize)> {
        let rest = self.text[at..end].strip_prefix('-')?;
        let after = rest.trim_start_matches(is_blank);
        let blanks = &rest[..rest.len() - after.len()];
        if blanks.is_empty() && !rest.is_empty() && !self.is_dash_without_blank(rest, column) {
            return None;
        }
        let width: usize =
            blanks.chars().map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum::<usize>().max(1);
        Some((at + 1 + blanks.len(), column + 1 + width))
    }

    /// `-甲` where the lines around it make a list.
    fn is_dash_without_blank(&self, rest: &str, column: usize) -> bool {
        let list = self.open == Open::Value
            || self.levels.iter().any(|level| level.list && level.column == column);
        list && !rest.starts_with(|c: char| c == '-' || c == '.' || c.is_ascii_digit())
    }

    /// Offset and column of what stands after all dashes of a line.
    fn after_dashes(&self, line: Line, column: usize) -> (usize, usize) {
        let mut inner = (line.content, column);
        while let Some(after) = self.dash(inner.0, inner.1, line.end) {
            inner = after;
        }
        inner
    }

    /// Enters the lists that the dashes of a line begin or go on.
    fn dashes(&mut self, index: usize, column: usize) {
        let line = self.lines[index];
        let mut inner = (line.content, column);
        while let Some((at, next)) = self.dash(inner.0, inner.1, line.end) {
            let blanks = inner.0 + 1..at;
            let typed = &self.text[blanks.clone()];
            if at < line.end && (typed.is_empty() || typed.chars().any(|c| c != ' ')) {
                self.push(
                    Diagnostic::error("YML-15", "列表的“-”后面缺少半角空格")
                        .at(self.span(inner.0, at), "")
                        .help("写成“- 内容”：减号后面空一个半角空格。"),
                );
                self.found.repairs.replace(blanks, " ".repeat(next - inner.1 - 1));
            }
            if self.levels.last().is_none_or(|top| !top.list || top.column != inner.1) {
                self.levels.push(Level {
                    column: inner.1,
                    list: true,
                    item_keys: BTreeSet::new(),
                });
            }
            inner = (at, next);
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.found.report.push(diagnostic);
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end.max(start))
    }
}
