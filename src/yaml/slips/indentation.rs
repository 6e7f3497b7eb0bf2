//! Indentation: by other blanks than the half-width one, and of lines that go
//! with no group.

use crate::diagnostic::Diagnostic;

use super::line::{Form, Line, key};
use super::{Level, Open, Pass};

impl<'a> Pass<'a> {
    /// Puts the indentation of a line right and gives its column.
    pub(super) fn indentation(&mut self, line: Line) -> usize {
        let mut column = line.column;
        match self.shift {
            Some((from, by)) if column >= from && !self.is_level(column) => {
                column = column.saturating_add_signed(by);
            }
            _ => self.shift = None,
        }
        let typed = &self.text[line.start..line.content];
        if !typed.chars().all(|c| c == ' ') {
            self.note_indentation(line.start, line.content);
            column = self.nearest_level(line, column);
        }
        if column != typed.len() {
            self.found.repairs.replace(line.start..line.content, " ".repeat(column));
        }
        column
    }

    fn is_level(&self, column: usize) -> bool {
        self.levels.iter().any(|level| level.column == column)
    }

    /// The column that a line with odd blanks is meant for: how wide such a
    /// blank is, nobody can say, so that only the order of the levels counts.
    fn nearest_level(&self, line: Line, column: usize) -> usize {
        let Some(top) = self.levels.last() else { return column };
        let content = &self.text[line.content..line.end];
        // Below a text, only what cannot be its continuation is meant otherwise.
        let certain = content.starts_with("- ")
            || key(self.text, line.content..line.end)
                .is_some_and(|key| key.form == Form::Certain);
        let below = column > top.column
            && (self.open == Open::Value || (self.open == Open::Text && !certain));
        if below || self.is_level(column) {
            return column;
        }
        let columns = self.levels.iter().rev().map(|level| level.column);
        columns.min_by_key(|level| level.abs_diff(column)).unwrap_or(column)
    }

    /// Remembers an indentation that is not made of blanks.
    pub(super) fn note_indentation(&mut self, start: usize, end: usize) {
        let typed = &self.text[start..end];
        let place = self.span(start, end);
        if typed.contains('\t') {
            self.tabs.push(place);
        } else if typed.chars().any(|c| c != ' ') {
            self.wide_blanks.push(place);
        }
    }

    /// One diagnostic for all tabs and one for all full-width blanks: who types
    /// one types hundreds, and puts them right at one go.
    pub(super) fn report_indentation(&mut self) {
        let kinds = [
            (
                "YML-02",
                "缩进用了制表符（Tab 键）",
                "缩进只能用半角空格，每一级两个。可用编辑器的“替换”把制表符全部换成两个空格。",
                std::mem::take(&mut self.tabs),
            ),
            (
                "YML-03",
                "缩进用了全角空格",
                "缩进只能用半角空格，每一级两个。可切换到英文输入法后重打这一行开头的空格。",
                std::mem::take(&mut self.wide_blanks),
            ),
        ];
        for (id, message, help, places) in kinds {
            let message = match places.len() {
                0 => continue,
                1 => message.to_string(),
                count => format!("{message}，共 {count} 行"),
            };
            let diagnostic = places
                .iter()
                .take(3)
                .fold(Diagnostic::error(id, message), |d, place| d.at(*place, ""));
            self.push(diagnostic.help(help));
        }
    }

    /// Takes in a line that goes with no level: it is moved to the nearest one
    /// that it may have been meant for, or left out with all that belongs to
    /// it. `closed` are the levels that its column has ended, innermost first.
    pub(super) fn astray(
        &mut self,
        index: usize,
        column: usize,
        list: bool,
        closed: &[Level<'a>],
    ) -> usize {
        let line = self.lines[index];
        let alike = |level: &&Level| level.list == list;
        let near = if closed.is_empty() {
            self.levels.last().filter(alike)
        } else {
            let outer = self.levels.iter().rev().find(alike);
            // The innermost comes first, and of equally near ones it wins.
            closed
                .iter()
                .filter(alike)
                .chain(outer)
                .min_by_key(|level| level.column.abs_diff(column))
        };
        let keyless = !list && key(self.text, line.content..line.end).is_none();
        let near = near.filter(|_| !keyless).cloned();
        let help = match &near {
            Some(level) => format!(
                "同一组的各行要左对齐，下一级比上一级多缩进两格。最近的一组缩进 {} 格；如果它属于别的一组，就和那一组对齐。",
                level.column
            ),
            None if list => {
                "“- ”开头的各行要左对齐，写在所属名称的下面，而名称的冒号后面不再写别的内容。"
                    .to_string()
            }
            None => "同一组的各行要左对齐；有下一级的行，冒号后面不再写别的内容。".to_string(),
        };
        self.push(
            Diagnostic::error("YML-09", "这一行的缩进和上下文对不上")
                .at(self.span(line.content, line.end), format!("缩进 {column} 格"))
                .help(help),
        );
        let Some(level) = near else {
            self.found.doubtful.push(line.content);
            return self.leave_out(index, line.column);
        };
        let target = level.column;
        self.found.repairs.replace(line.start..line.content, " ".repeat(target));
        self.shift = Some((line.column, target as isize - line.column as isize));
        while self.levels.last().is_some_and(|top| {
            top.column > target || (top.column == target && top.list && !list)
        }) {
            self.levels.pop();
        }
        if self.levels.last().is_none_or(|top| top.column != target || top.list != list) {
            self.levels.push(level);
        }
        let (inner, inner_column) = self.after_dashes(line, target);
        self.found.doubtful.push(inner);
        self.dashes(index, target);
        let found = key(self.text, inner..line.end);
        self.content(index, inner, inner_column, found, !list)
    }

    /// Blanks out this line and the following ones that are not less indented.
    fn leave_out(&mut self, index: usize, column: usize) -> usize {
        let mut next = index;
        while let Some(line) = self.lines.get(next)
            && (next == index || line.content == line.end || line.column >= column)
        {
            self.found
                .repairs
                .replace(line.start..line.end, " ".repeat(line.end - line.start));
            next += 1;
        }
        next
    }

    /// Full-width blanks on a line without content are a text to YAML.
    pub(super) fn blank_out_wide(&mut self, start: usize, end: usize) {
        if !self.text[start..end].is_ascii() {
            self.found.repairs.replace(start..end, "");
        }
    }
}
