//! What clerks mistype, found line by line before the parser sees the text.
//!
//! A parser stops at the first tab. This pass knows the few ways in which a
//! text that is nearly YAML goes wrong, says each in its own words, and puts it
//! right in a working copy, so that the parser goes on to the next mistake. It
//! follows the nesting of the lines just far enough to tell a slip from a text
//! that is allowed to look like one, and is silent where it cannot tell.

mod colon;
mod comment;
mod dash;
mod flow;
mod indentation;
mod line;
mod quotes;
mod unpaired;
mod value;

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Report, SourceId, Span};

use self::line::{Form, Key, Line, key};
use super::blank::Odd;
use super::repair::{Correction, Repairs};
use super::shape::Keys;

/// Characters of a repaired line that a message shows, and how many of them
/// stand before the slip.
const SHOWN: usize = 44;
const SHOWN_BEFORE: usize = 14;

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

/// Reads a text for slips. `known` are the keys that there may be in it.
pub(super) fn find(source: SourceId, text: &str, known: &Keys) -> Findings {
    let mut pass = Pass {
        source,
        text,
        known,
        lines: line::lines(text),
        levels: Vec::new(),
        open: Open::Nothing,
        last_text: 0,
        shift: None,
        documents: 0,
        odd: Vec::new(),
        slips: Vec::new(),
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
    pass.report_slips();
    pass.found
}

struct Pass<'a> {
    source: SourceId,
    text: &'a str,
    known: &'a Keys<'a>,
    lines: Vec<Line>,
    /// The mappings and lists that the current line may go on, outermost first.
    levels: Vec<Level<'a>>,
    open: Open,
    /// Where the text begins that [`Open::Text`] is about.
    last_text: usize,
    shift: Option<Shift>,
    /// Documents begun.
    documents: usize,
    /// Indentations by something else than half-width blanks, and as they should be.
    odd: Vec<(Odd, Correction)>,
    /// Slips of which more is to be said once all are known.
    slips: Vec<Slip>,
    found: Findings,
}

/// Lines at or beyond a column that belong to a line which was moved, and move
/// with it.
#[derive(Debug, Clone, Copy)]
struct Shift {
    from: usize,
    by: isize,
    /// The index of the slip whose repair they are a part of.
    slip: Option<usize>,
}

struct Slip {
    diagnostic: Diagnostic,
    /// All that puts it right, where it can be put right in one way only.
    edits: Vec<Correction>,
    /// Its help is completed with the line as it should be.
    shown: bool,
}

/// A mapping or a list, known by the column of its keys or dashes.
#[derive(Debug, Clone)]
struct Level<'a> {
    column: usize,
    list: bool,
    /// The index of its first line.
    start: usize,
    /// The keys of the mappings that are items of a list.
    item_keys: BTreeSet<&'a str>,
    /// The key that the first of these mappings begins with.
    first_key: Option<&'a str>,
}

impl Level<'_> {
    fn new(column: usize, list: bool, start: usize) -> Self {
        Self { column, list, start, item_keys: BTreeSet::new(), first_key: None }
    }
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
        let column = self.indentation(index);
        let list = self.dash(index, line.content, column).is_some();
        let (inner, inner_column) = self.after_dashes(index, column);
        let found = key(self.text, inner..line.end);
        let certain = found.as_ref().is_some_and(|key| key.form == Form::Certain);

        let deeper = self.levels.last().is_some_and(|top| column > top.column);
        if self.open == Open::Text && (deeper || self.levels.is_empty()) {
            if !deeper || !(list || certain) {
                return index + 1;
            }
            return self.astray(index, column, list, &[], None);
        }
        if !list && let Some(dashes) = self.dashes_below(index, column) {
            let column = self.first_without_dash(index, dashes);
            let sure = found.is_some();
            return self.content(index, line.content, column, found, sure);
        }
        if !list && self.is_item_without_dash(column, found.as_ref()) {
            return self.item_without_dash(index, column, found);
        }
        if !deeper && !list && found.is_none() && self.is_stray_text(index) {
            return self.stray_text(index);
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
            return self.astray(index, column, list, &closed, None);
        }
        if let Some(meant) = self.column_of_next(index, list, column, &closed) {
            return self.astray(index, column, list, &closed, Some(meant));
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
        let plain = is_plain(&self.text[at..]);
        let Some(key) = found.filter(|key| {
            key.form == Form::Certain
                || sure
                || self.goes_on_as_mapping(index, column)
                || self.is_key_of_items(index, &self.text[key.name.clone()])
        }) else {
            let among_keys = sure && !self.levels.is_empty();
            if plain
                && (among_keys
                    || self.goes_on_as_mapping(index, column)
                    || self.is_known_key(at, line.end))
            {
                return self.without_colon(index, at, column);
            }
            return self.value(index, at, false);
        };
        self.enter_mapping(index, column, &key);
        match (key.form, &self.text[key.colon.clone()]) {
            (Form::Certain, ":") => {}
            (Form::NoBlank, ":") => self.no_blank_after_colon(&key),
            _ => self.wrong_colon(&key),
        }
        self.blank_before_colon(&key);
        self.key_in_smart_quotes(&key);
        self.value(index, key.colon.end, true)
    }

    fn enter_mapping(&mut self, index: usize, column: usize, key: &Key) {
        let name = &self.text[key.name.clone()];
        if self.levels.last().is_none_or(|top| top.list || top.column != column) {
            self.levels.push(Level::new(column, false, index));
        }
        if let [.., list, _] = self.levels.as_mut_slice()
            && list.list
        {
            list.item_keys.insert(name);
            list.first_key.get_or_insert(name);
        }
    }

    /// Whether the later lines of the same block at this column show that this
    /// line is meant as a key: one of them is a key for certain, or all of them
    /// look like one and are keys of one mapping. Lines of a text may look so too.
    fn goes_on_as_mapping(&self, index: usize, column: usize) -> bool {
        let mut others = (index + 1..self.lines.len())
            .map(|next| (next, self.lines[next]))
            .filter(|(_, line)| {
                line.content < line.end && !self.text[line.content..].starts_with('#')
            })
            .take_while(|(_, line)| line.column >= column)
            .filter(|(_, line)| line.column == column)
            .take(50)
            .peekable();
        if others.peek().is_none() {
            return false;
        }
        let mut names = self.like_a_key(index).map(|name| vec![name]);
        for (next, line) in others {
            if self.is_certain(line.content, line.end) {
                return true;
            }
            names = names.and_then(|mut names| {
                names.push(self.like_a_key(next)?);
                Some(names)
            });
        }
        names.is_some_and(|names| self.known.side_by_side(&names))
    }

    /// The name in `键：值` or `键:值`, perhaps after dashes, which is no sentence.
    fn like_a_key(&self, index: usize) -> Option<&str> {
        let line = self.lines[index];
        let (at, _) = self.after_dashes(index, line.column);
        let sentence =
            self.text[at..line.end].trim_end().ends_with(['。', '；', '，', '、', '？', '！']);
        key(self.text, at..line.end).filter(|_| !sentence).map(|key| &self.text[key.name])
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

    fn push(&mut self, diagnostic: Diagnostic) {
        self.found.report.push(diagnostic);
    }

    /// Reports a slip with the line as it should be.
    fn push_shown(&mut self, diagnostic: Diagnostic) {
        self.slips.push(Slip { diagnostic, edits: Vec::new(), shown: true });
    }

    /// Reports a slip that can be put right in one way only: by all of these
    /// corrections together.
    fn push_repaired(
        &mut self,
        diagnostic: Diagnostic,
        edits: impl IntoIterator<Item = Correction>,
    ) {
        self.push_shown(diagnostic);
        self.repair_last(edits);
    }

    /// The same for a text, which may be too long to be shown.
    fn push_quoted(&mut self, diagnostic: Diagnostic, edits: Vec<Correction>) {
        self.slips.push(Slip { diagnostic, edits: Vec::new(), shown: false });
        self.repair_last(edits);
    }

    fn repair_last(&mut self, edits: impl IntoIterator<Item = Correction>) {
        let Some(slip) = self.slips.last_mut() else { return };
        for edit in edits {
            self.found.repairs.make(edit.clone());
            slip.edits.push(edit);
        }
    }

    /// Completes what is said of slips, and gives each its repair, unless a part of
    /// it stands on a line where something is doubtful: that is left to the clerk.
    fn report_slips(&mut self) {
        let lines = &self.lines;
        let line_of = |at: usize| lines.partition_point(|line| line.start <= at);
        let doubtful: BTreeSet<usize> =
            self.found.doubtful.iter().map(|at| line_of(*at)).collect();
        for Slip { mut diagnostic, edits, shown } in std::mem::take(&mut self.slips) {
            let at = diagnostic.labels.first().map_or(0, |label| label.span.start);
            if shown && let Some(index) = line_of(at).checked_sub(1) {
                let line = self.lines[index];
                let shown = self.repaired_line(line.content..line.end, at);
                let help = diagnostic.help.take().unwrap_or_default();
                diagnostic = diagnostic.help(format!("{help}这一行写成“{shown}”"));
            }
            if !edits.iter().any(|edit| doubtful.contains(&line_of(edit.at.start))) {
                for Correction { at, with } in edits {
                    if self.text[at.clone()] != with {
                        diagnostic.replace(self.span(at.start, at.end), with);
                    }
                }
            }
            self.found.report.push(diagnostic);
        }
    }

    /// A line as it should be, cut to what stands around the slip at `at`.
    fn repaired_line(&self, line: Range<usize>, at: usize) -> String {
        let repairs = &self.found.repairs;
        let before =
            repairs.preview(self.text, line.start..at.max(line.start)).chars().count();
        let whole = repairs.preview(self.text, line);
        let whole: Vec<char> = whole.trim_end().chars().collect();
        if whole.len() <= SHOWN {
            return whole.into_iter().collect();
        }
        let from = before.saturating_sub(SHOWN_BEFORE).min(whole.len() - SHOWN);
        let to = from + SHOWN;
        let shown: String = whole[from..to].iter().collect();
        let (head, tail) =
            (if from > 0 { "…" } else { "" }, if to < whole.len() { "…" } else { "" });
        format!("{head}{shown}{tail}")
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end.max(start))
    }
}

/// A text that begins with none of the marks that mean something to YAML.
fn is_plain(text: &str) -> bool {
    !text.starts_with(['"', '\'', '[', '{', '［', '｛', '?', '&', '*', '!'])
}
