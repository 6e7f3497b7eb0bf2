//! Slips between brackets.

use std::ops::Range;

use crate::diagnostic::Diagnostic;

use super::super::blank::is_blank;
use super::super::repair::Correction;
use super::line::{Form, Key, closing_quote, is_key_like, is_other_colon, key};
use super::{Open, Pass, Slip};

/// A bracket that has been opened.
pub(super) struct Bracket {
    /// `[` or `{`, however it was typed.
    pub(super) open: char,
    pub(super) at: usize,
    /// It was typed full-width.
    wide: bool,
    /// The current entry has its colon.
    colon: bool,
    /// A colon before was typed full-width.
    wide_colon: bool,
    /// The keys so far.
    keys: Vec<Range<usize>>,
}

impl Bracket {
    pub(super) fn close(&self) -> char {
        if self.open == '[' { ']' } else { '}' }
    }

    pub(super) fn width(&self) -> usize {
        if self.wide { '［'.len_utf8() } else { 1 }
    }
}

/// A flow collection that is being read.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) stack: Vec<Bracket>,
    /// Where the current scalar begins.
    token: Option<usize>,
    /// A quoted text or a closed bracket has just ended.
    whole: bool,
    /// The end of what belongs to it so far.
    pub(super) last: usize,
    /// Marks of the current line that are not the half-width ones: offset and
    /// character.
    wide: Vec<(usize, char)>,
    /// What puts them right.
    edits: Vec<Correction>,
}

impl Pass<'_> {
    /// Reads what is in brackets, from the opening one at `at`.
    pub(super) fn flow(&mut self, index: usize, at: usize) -> usize {
        let owner = self.levels.last().map(|level| level.column);
        let mut flow = Flow { last: at, ..Flow::default() };
        self.open = Open::Nothing;
        for next in index..self.lines.len() {
            let line = self.lines[next];
            let mut pos = if next == index { at } else { line.content };
            let content = &self.text[pos..line.end];
            if next > index {
                if content.is_empty() || content.starts_with('#') {
                    continue;
                }
                if let Some(owner) = owner.filter(|owner| line.column <= *owner)
                    && !content.starts_with([']', '}', '］', '｝'])
                {
                    if !goes_on(content) {
                        self.unclosed(&flow);
                        return next;
                    }
                    self.push(
                        Diagnostic::error("YML-09", "括号还没有完，这一行没有缩进")
                            .at(self.span(line.content, line.end), "")
                            .help(
                                "括号里的内容换行写的，每一行都比括号所在的一行多缩进两格。",
                            ),
                    );
                    let blanks = " ".repeat(owner + 2);
                    self.found.repairs.replace(line.start..line.content, blanks);
                } else if !self.text[line.start..line.content].chars().all(|c| c == ' ') {
                    self.note_indentation(line.start, line.content, line.column);
                    let blanks = " ".repeat(line.column);
                    self.found.repairs.replace(line.start..line.content, blanks);
                }
            }
            while let Some(c) = self.text[pos..line.end].chars().next() {
                let after = pos + c.len_utf8();
                match c {
                    '"' | '\'' if flow.token.is_none() && !flow.whole => {
                        let close = match closing_quote(&self.text[pos..line.end]) {
                            Some(length) => pos + length,
                            None => self.unclosed_in_flow(pos, line.end),
                        };
                        flow.whole = true;
                        flow.last = close;
                        pos = close;
                        continue;
                    }
                    '#' if self.text[..pos].ends_with([' ', '\t']) => {
                        if !self.closes_after(&flow, next == index, pos, line.end) {
                            break;
                        }
                        self.comment_in_flow(pos);
                    }
                    '[' | '{' | '［' | '｛'
                        if flow.token.is_none() && self.is_open(pos, line.end) =>
                    {
                        let open = if matches!(c, '[' | '［') { '[' } else { '{' };
                        let wide = open != c;
                        if wide {
                            self.wide_mark(&mut flow, pos, c, pos..after, open);
                        }
                        flow.stack.push(Bracket {
                            open,
                            at: pos,
                            wide,
                            colon: false,
                            wide_colon: false,
                            keys: Vec::new(),
                        });
                        flow.whole = false;
                    }
                    ']' | '}' | '］' | '｝' if self.is_close(&flow, pos, line.end) => {
                        let close = if matches!(c, ']' | '］') { ']' } else { '}' };
                        self.close_bracket(&mut flow, pos, close);
                        if flow.stack.is_empty() {
                            self.report_wide(&mut flow);
                            self.after_flow(at, after, line.end);
                            return next + 1;
                        }
                        (flow.token, flow.whole) = (None, true);
                    }
                    ',' if !self.is_in_number(&flow, pos, line.end) => {
                        self.blanks_beside(&mut flow, pos, after, line.end);
                        if let Some(bracket) = flow.stack.last_mut() {
                            bracket.colon = false;
                        }
                        (flow.token, flow.whole) = (None, false);
                    }
                    ':' | '，' | '；' | '、' | ';' | '：' | '∶' | '︰' | '﹕' => {
                        if self.mark_in_flow(&mut flow, pos, line.end) {
                            (flow.token, flow.whole) = (None, false);
                        } else if flow.token.is_none() {
                            flow.token = Some(pos);
                        }
                    }
                    _ if is_blank(c) => {
                        pos = after;
                        continue;
                    }
                    _ if flow.token.is_none() => flow.token = Some(pos),
                    _ => {}
                }
                flow.last = after;
                pos = after;
            }
            self.report_wide(&mut flow);
        }
        self.unclosed(&flow);
        self.lines.len()
    }

    /// Whether an opening bracket opens a list or a mapping: a full-width one may
    /// also begin a text, as in `［2014］3号`.
    fn is_open(&self, at: usize, end: usize) -> bool {
        let text = &self.text[at..end];
        let close = match text.chars().next() {
            Some('［') => ['］', ']'],
            Some('｛') => ['｝', '}'],
            _ => return true,
        };
        let after = text.match_indices(close).map(|(at, close)| &text[at + close.len()..]);
        after.map(ends_entry).next().unwrap_or(true)
    }

    /// Whether a closing bracket closes: a full-width one may also belong to a
    /// text, as in `［2014］3号`.
    fn is_close(&self, flow: &Flow, at: usize, end: usize) -> bool {
        let mark = self.text[at..end].chars().next().unwrap_or(']');
        let open = match mark {
            '］' => '［',
            '｝' => '｛',
            _ => return true,
        };
        let token = &self.text[flow.token.unwrap_or(at)..at];
        let rest = &self.text[at + mark.len_utf8()..end];
        token.matches(open).count() <= token.matches(mark).count() && ends_entry(rest)
    }

    /// A colon, or what may stand for a comma: whether it ends the scalar before
    /// it.
    fn mark_in_flow(&mut self, flow: &mut Flow, at: usize, end: usize) -> bool {
        let c = self.text[at..].chars().next().unwrap_or(':');
        let after = at + c.len_utf8();
        let rest = &self.text[after..end];
        if c == ':' && (flow.whole || ends_key(rest)) {
            self.certain_colon(flow, at);
            self.blanks_beside(flow, at, after, end);
            return true;
        }
        let Some(bracket) = flow.stack.last_mut() else { return false };
        let colon = c == ':' || is_other_colon(c);
        let (open, has_colon) = (bracket.open, bracket.colon);
        if !colon {
            let parts = flow.whole
                || match open {
                    '[' => bracket.wide && matches!(c, '，' | '、'),
                    _ => has_colon && self.is_entry(bracket, after, end),
                };
            if parts {
                bracket.colon = false;
                self.blanks_beside(flow, at, at, at);
                let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
                self.wide_mark(flow, at, c, at..after + blanks, ", ");
            }
            return parts;
        }
        let Some(start) = flow.token.filter(|_| open == '{' && !has_colon) else {
            return false;
        };
        let name = self.text[start..at].trim_end_matches(is_blank);
        let digits = c == ':' && name.chars().all(|c| c.is_ascii_digit());
        if !is_key_like(name) || digits {
            return false;
        }
        bracket.colon = true;
        bracket.keys.push(start..start + name.len());
        if c == ':' {
            let name = start..start + name.len();
            self.no_blank_after_colon(&Key { name, colon: at..after, form: Form::NoBlank });
        } else {
            bracket.wide_colon = true;
            let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
            self.wide_mark(flow, at, c, start + name.len()..after + blanks, ": ");
        }
        true
    }

    /// A colon that YAML takes for one.
    fn certain_colon(&mut self, flow: &mut Flow, at: usize) {
        let Some(bracket) = flow.stack.last_mut() else { return };
        let Some(start) = flow.token else {
            bracket.colon = true;
            return;
        };
        let token = self.text[start..at].trim_end_matches(is_blank);
        if !bracket.colon {
            bracket.colon = true;
            bracket.keys.push(start..start + token.len());
            return;
        }
        // `{姓名: 甲 类型: 专职}`
        let Some(blank) = token.rfind(is_blank) else { return };
        let name = token[blank..].trim_start_matches(is_blank);
        let value = token[..blank].trim_end_matches(is_blank).len();
        if bracket.open == '{' && self.known.contains(name) {
            let between = start + value..start + token.len() - name.len();
            self.push_repaired(
                Diagnostic::error("YML-12", format!("“{name}”前面少了逗号"))
                    .at(self.span(between.start, between.end), "")
                    .help("花括号里的各项之间用半角逗号和一个空格隔开。"),
                [Correction::new(between, ", ")],
            );
        }
    }

    /// Whether what stands after a full-width comma between braces is the next
    /// entry and not the rest of a text.
    fn is_entry(&self, bracket: &Bracket, at: usize, end: usize) -> bool {
        let (mut at, mut end) = (at, end);
        if self.text[at..end].trim_matches(is_blank).is_empty() {
            let next = self.lines.partition_point(|line| line.start <= at);
            let Some(line) = self.lines.get(next) else { return false };
            (at, end) = (line.content, line.end);
        }
        let rest = &self.text[at..end];
        let mut names =
            rest.split([',', '，', '；', '、', ';', '}', '｝', '{', '[']).map(|part| {
                let part = part.trim_start_matches(is_blank);
                key(part, 0..part.len()).map(|key| (&part[key.name], key.form))
            });
        let Some(Some((name, form))) = names.next() else { return false };
        match form {
            Form::Certain => return true,
            Form::FullWidth if bracket.wide_colon => return true,
            Form::FullWidth | Form::NoBlank => {}
        }
        let others = names.flatten().filter(|(_, form)| *form == Form::Certain);
        let mut keys: Vec<&str> = others.map(|(name, _)| name).collect();
        keys.extend(bracket.keys.iter().map(|name| &self.text[name.clone()]));
        let again = keys.contains(&name);
        keys.push(name);
        !again && self.known.side_by_side(&keys)
    }

    /// `1,860` between braces: YAML takes the comma for the end of the entry. Puts
    /// the number right if it is one.
    fn is_in_number(&mut self, flow: &Flow, at: usize, end: usize) -> bool {
        let (Some(start), Some(bracket)) = (flow.token, flow.stack.last()) else {
            return false;
        };
        let whole = &self.text[start..at];
        let digits = |text: &str| {
            text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()
        };
        let is_group = |comma: usize| {
            let group = self.text[comma..end].strip_prefix(',');
            group.is_some_and(|group| digits(group) == 3)
        };
        let number = bracket.open == '{'
            && bracket.colon
            && is_group(at)
            && whole.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit() || b == b',')
            && !self.text[at + 4..end].trim_start_matches(is_blank).starts_with([':', '：']);
        if number && !whole.contains(',') {
            let commas: Vec<usize> =
                (at..).step_by(4).take_while(|comma| is_group(*comma)).collect();
            self.push_repaired(
                Diagnostic::error("YML-12", "数字里的逗号把它分成了两项")
                    .at(self.span(start, at + 4 * commas.len()), "")
                    .help("数字里不用逗号分节。"),
                commas.into_iter().map(|comma| Correction::new(comma..comma + 1, "")),
            );
        }
        number
    }

    /// Whether a comment would swallow the brackets that close the line.
    fn closes_after(&self, flow: &Flow, first: bool, at: usize, end: usize) -> bool {
        let rest = self.text[at..end].trim_end();
        first
            && flow.token.is_some()
            && flow.stack.first().is_some_and(|bracket| rest.ends_with(bracket.close()))
    }

    fn comment_in_flow(&mut self, at: usize) {
        self.push_shown(
            Diagnostic::error("YML-20", "括号里的“#”把后面的内容都变成了说明")
                .at(self.span(at, at + 1), "从这里起都不算内容")
                .help("去掉“#”前面的空格。"),
        );
        self.found.repairs.replace(at - 1..at, "");
    }

    /// Blanks before and after a mark that YAML would take for a part of the text.
    pub(super) fn blanks_beside(
        &mut self,
        flow: &mut Flow,
        at: usize,
        after: usize,
        end: usize,
    ) {
        let before = &self.text[flow.last..at];
        let before = if before.contains('\n') { 0 } else { before.len() };
        for range in [at - before..at, after..end] {
            let text = &self.text[range.clone()];
            let blanks = &text[..text.len() - text.trim_start_matches(is_blank).len()];
            let Some((at, odd)) =
                blanks.char_indices().find(|(_, c)| !matches!(c, ' ' | '\t'))
            else {
                continue;
            };
            let with = if range.start == after { " " } else { "" };
            let place = range.start..range.start + blanks.len();
            self.wide_mark(flow, range.start + at, odd, place, with);
        }
    }

    /// Notes a mark that is not the half-width one, and what puts it right.
    pub(super) fn wide_mark(
        &mut self,
        flow: &mut Flow,
        at: usize,
        mark: char,
        range: Range<usize>,
        with: impl Into<String>,
    ) {
        flow.wide.push((at, mark));
        let edit = Correction::new(range, with);
        self.found.repairs.make(edit.clone());
        flow.edits.push(edit);
    }

    /// One diagnostic for all full-width marks on a line.
    fn report_wide(&mut self, flow: &mut Flow) {
        let mut marks = std::mem::take(&mut flow.wide);
        marks.sort_unstable();
        let mut names: Vec<String> = Vec::new();
        for (_, c) in &marks {
            let name = match is_blank(*c) {
                true => super::super::blank::Odd::of(*c).to_string(),
                false => format!("“{c}”"),
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let (id, message) = match marks.as_slice() {
            [] => return,
            marks if marks.iter().all(|(_, c)| is_other_colon(*c)) => {
                ("YML-04", format!("冒号用了全角{}", names.concat()))
            }
            marks if marks.iter().all(|(_, c)| is_blank(*c)) => {
                ("YML-03", format!("括号里有{}", names.join("、")))
            }
            _ => ("YML-12", format!("括号里用了全角的{}", names.join("、"))),
        };
        let diagnostic = marks.iter().fold(Diagnostic::error(id, message), |d, (at, c)| {
            d.at(self.span(*at, at + c.len_utf8()), "")
        });
        self.slips.push(Slip {
            diagnostic: diagnostic
                .help("括号、冒号、逗号和空格都用半角，冒号和逗号后面空一格。"),
            edits: std::mem::take(&mut flow.edits),
            shown: true,
        });
    }
}

/// Whether a colon before this text ends a key between brackets.
fn ends_key(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with(is_blank)
        || rest.starts_with([',', ']', '}', '］', '｝'])
}

/// Whether an entry between brackets is at its end before this text.
fn ends_entry(rest: &str) -> bool {
    let rest = rest.trim_start_matches(is_blank);
    rest.is_empty() || rest.starts_with([',', '，', ']', '}', '］', '｝', '#', '；', '、'])
}

/// Whether a line that should stand deeper goes on with a list or mapping between
/// brackets: it closes more than it opens, or ends with a comma.
fn goes_on(line: &str) -> bool {
    let opened = line.matches(['[', '{']).count();
    let closed = line.matches([']', '}']).count();
    closed > opened || (closed == opened && line.trim_end().ends_with([',', '，']))
}
