//! The dashes of lists, and what is typed for one.

use crate::diagnostic::Diagnostic;

use super::super::blank::is_blank;
use super::super::repair::Correction;
use super::line::{Form, Key, key};
use super::{Level, Open, Pass, Shift};

/// What stands for the dash of a list elsewhere than in YAML.
const OTHER_DASHES: [char; 12] =
    ['—', '－', '–', '―', '─', '•', '●', '·', '・', '▪', '*', '+'];

/// A dash, or what was meant as one.
pub(super) struct Dash {
    /// The dash with the blanks after it ends here.
    end: usize,
    /// The column of what follows.
    column: usize,
    typed: Typed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Typed {
    Well,
    OtherBlank,
    NoBlank,
    OtherDash,
}

impl Pass<'_> {
    /// The dash that the text at `at`, in this column, begins with.
    pub(super) fn dash(&self, index: usize, at: usize, column: usize) -> Option<Dash> {
        let line = self.lines[index];
        let text = &self.text[at..line.end];
        let mark = text.chars().next()?;
        let rest = &text[mark.len_utf8()..];
        let after = rest.trim_start_matches(is_blank);
        let blanks = &rest[..rest.len() - after.len()];
        let typed = match mark {
            '-' if after.is_empty() => Typed::Well,
            '-' if blanks.is_empty() => Typed::NoBlank,
            '-' if blanks.chars().any(|c| c != ' ') => Typed::OtherBlank,
            '-' => Typed::Well,
            _ => Typed::OtherDash,
        };
        let meant = match typed {
            Typed::Well | Typed::OtherBlank => true,
            Typed::NoBlank => self.is_dash_without_blank(rest, column),
            Typed::OtherDash => {
                at == line.content && self.is_other_dash(index, mark, rest, column)
            }
        };
        // How wide what was typed looks, nobody can say, but the item may go on.
        let width = match typed {
            Typed::Well => blanks.len().max(1) + 1,
            _ => self.column_below(index, column).map_or(2, |below| (below - column).max(2)),
        };
        let end = at + mark.len_utf8() + blanks.len();
        meant.then_some(Dash { end, column: column + width, typed })
    }

    /// `-甲` where the lines around it make a list.
    fn is_dash_without_blank(&self, rest: &str, column: usize) -> bool {
        (self.open == Open::Value || self.is_list(column))
            && !rest.starts_with(|c: char| c == '-' || c == '.' || c.is_ascii_digit())
    }

    /// `— 甲` where there is a list, or may be one.
    fn is_other_dash(&self, index: usize, mark: char, rest: &str, column: usize) -> bool {
        if !OTHER_DASHES.contains(&mark) || rest.starts_with(mark) {
            return false;
        }
        let below = self
            .levels
            .last()
            .is_some_and(|top| column > top.column || (column == top.column && !top.list));
        let likely = rest.starts_with(is_blank)
            || rest.starts_with(['{', '｛'])
            || (mark == '－' && !rest.starts_with(|c: char| c.is_ascii_digit()))
            || self.column_below(index, column).is_some();
        let begins = self.open == Open::Value && below && likely;
        begins || self.is_list(column)
    }

    fn is_list(&self, column: usize) -> bool {
        self.levels.iter().any(|level| level.list && level.column == column)
    }

    /// The column of the next line if it seems to go on with the item that
    /// begins on this one.
    fn column_below(&self, index: usize, column: usize) -> Option<usize> {
        let below = self.lines[index + 1..].iter().find(|line| line.content < line.end)?;
        let text = &self.text[below.content..below.end];
        let goes_on = !text.starts_with('#') && !begins_like_dash(text);
        let near = (column + 1..=column + 4).contains(&below.column);
        (goes_on && near && key(self.text, below.content..below.end).is_some())
            .then_some(below.column)
    }

    /// Offset and column of what stands after all dashes of a line.
    pub(super) fn after_dashes(&self, index: usize, column: usize) -> (usize, usize) {
        let mut inner = (self.lines[index].content, column);
        while let Some(dash) = self.dash(index, inner.0, inner.1) {
            inner = (dash.end, dash.column);
        }
        inner
    }

    /// Enters the lists that the dashes of a line begin or go on.
    pub(super) fn dashes(&mut self, index: usize, column: usize) {
        let (mut at, mut column) = (self.lines[index].content, column);
        while let Some(dash) = self.dash(index, at, column) {
            self.report_dash(at, column, &dash);
            // The lines below `-甲` that stand right under 甲 go with it.
            if dash.typed != Typed::Well
                && self.column_below(index, column) == Some(column + 1)
            {
                let slip = self.slips.len().checked_sub(1);
                self.shift = Some(Shift { from: column + 1, by: 1, slip });
            }
            if self.levels.last().is_none_or(|top| !top.list || top.column != column) {
                self.levels.push(Level::new(column, true, index));
            }
            (at, column) = (dash.end, dash.column);
        }
    }

    fn report_dash(&mut self, at: usize, column: usize, dash: &Dash) {
        let typed = &self.text[at..dash.end];
        let mark = typed.trim_end_matches(is_blank);
        let message = match dash.typed {
            Typed::Well => return,
            Typed::NoBlank => "列表的“-”后面缺少半角空格".to_string(),
            Typed::OtherBlank => {
                let blank = typed[mark.len()..].chars().find(|c| *c != ' ').unwrap_or(' ');
                format!("列表的“-”后面是{}，要用半角空格", super::super::blank::Odd::of(blank))
            }
            Typed::OtherDash => format!("列表的开头打成了“{mark}”"),
        };
        let blanks = " ".repeat(dash.column - column - 1);
        self.push_repaired(
            Diagnostic::error("YML-15", message)
                .at(self.span(at, dash.end), "")
                .help("列表的每一项以半角减号“-”开头，后面空一个半角空格。"),
            [Correction::new(at..dash.end, format!("-{blanks}"))],
        );
    }

    /// Whether a line at the column of a list's dashes is an item that lacks
    /// its own: a text in a list of texts, or the key that each item begins
    /// with.
    pub(super) fn is_item_without_dash(&self, column: usize, found: Option<&Key>) -> bool {
        let mut here = self.levels.iter().filter(|level| level.column == column);
        let Some(list) = here.next().filter(|level| level.list) else { return false };
        match (list.first_key, found) {
            (None, None) => self.open == Open::Text,
            (Some(first), Some(key)) => first == &self.text[key.name.clone()],
            _ => false,
        }
    }

    /// The column of the dashes that the first item of a list lacks its own of:
    /// below it there is one that goes with nothing else.
    pub(super) fn dashes_below(&self, index: usize, column: usize) -> Option<usize> {
        let parent = self.levels.last().filter(|top| column > top.column)?.column;
        if self.open != Open::Value {
            return None;
        }
        let ends_with_colon = |index: usize| {
            self.text[..self.lines[index].end].trim_end().ends_with([':', '：'])
        };
        let (mut before, mut least) = (index, usize::MAX);
        for next in index + 1..(index + 50).min(self.lines.len()) {
            let line = self.lines[next];
            let content = &self.text[line.content..line.end];
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            if line.column <= parent {
                return None;
            }
            if content.starts_with("- ") && line.column <= column {
                let goes_with = ends_with_colon(before) || ends_with_colon(index);
                let near = line.column == column || line.column + 2 == column;
                return (near && !goes_with && least > line.column).then_some(line.column);
            }
            (before, least) = (next, least.min(line.column));
        }
        None
    }

    /// Reports and repairs a first item that lacks its dash, and gives the column
    /// of its content.
    pub(super) fn first_without_dash(&mut self, index: usize, dashes: usize) -> usize {
        let line = self.lines[index];
        let blanks = " ".repeat(dashes);
        self.push_quoted(
            Diagnostic::error("YML-15", "这一行前面少了列表的“-”")
                .at(self.span(line.content, line.end), "")
                .help("和下面的各项一样，前面加上“- ”，减号左对齐。"),
            vec![Correction::new(line.start..line.content, format!("{blanks}- "))],
        );
        self.levels.push(Level::new(dashes, true, index));
        dashes + 2
    }

    pub(super) fn item_without_dash(
        &mut self,
        index: usize,
        column: usize,
        found: Option<Key>,
    ) -> usize {
        let line = self.lines[index];
        let mut help = "是新的一项，前面加上“- ”；".to_string();
        help += match found {
            Some(_) => "是上一项的内容，就和上一项的名称左对齐。",
            None => "是上一行文字的继续，就比“-”多缩进两格。",
        };
        self.push(
            Diagnostic::error("YML-15", "这一行前面好像少了列表的“-”")
                .at(self.span(line.content, line.end), "")
                .help(help),
        );
        self.found.repairs.insert(line.content, "- ");
        self.found.doubtful.push(line.content);
        while self.levels.last().is_some_and(|top| top.column > column) {
            self.levels.pop();
        }
        let sure = found.as_ref().is_some_and(|key| key.form != Form::Certain);
        self.content(index, line.content, column + 2, found, sure)
    }
}

/// A text that may be an item of a list, by its first character.
pub(super) fn begins_like_dash(text: &str) -> bool {
    text.starts_with('-') || text.starts_with(OTHER_DASHES)
}
