//! Indentation: by other blanks than the half-width one, and of lines that go
//! with no group.

use crate::diagnostic::Diagnostic;

use super::super::blank::{Odd, is_blank};
use super::super::repair::Correction;
use super::dash::begins_like_dash;
use super::line::{Form, Line, key};
use super::{Level, Open, Pass, Shift, Slip};

impl<'a> Pass<'a> {
    /// Puts the indentation of a line right and gives its column.
    pub(super) fn indentation(&mut self, index: usize) -> usize {
        let line = self.lines[index];
        let mut column = line.column;
        let list = begins_like_dash(&self.text[line.content..line.end]);
        let place = line.start..line.content;
        let typed = &self.text[place.clone()];
        let shift = self.shift.filter(|s| column >= s.from && !self.is_level(column, list));
        self.shift = shift;
        if let Some(shift) = shift {
            column = column.saturating_add_signed(shift.by);
        }
        if !typed.chars().all(|c| c == ' ') {
            column = self.nearest_level(index, column);
            self.note_indentation(line.start, line.content, column);
        }
        if let Some(slip) = shift.and_then(|shift| self.slips.get_mut(shift.slip?)) {
            slip.edits.push(Correction::new(place.clone(), " ".repeat(column)));
        }
        if column > 0 && self.levels.is_empty() && self.is_outdented_below(index) {
            self.push_shown(
                Diagnostic::error("YML-09", "第一行前面多了空格")
                    .at(self.span(line.start, line.content), "")
                    .help("文件的第一级顶格写，前面不空格。"),
            );
            column = 0;
        }
        if self.shift.is_none()
            && let Some((rest, row)) = self.column_of_rest(index, column)
        {
            self.push(
                Diagnostic::error("YML-09", "这一行和下面同一组的各行没有左对齐")
                    .at(self.span(line.content, line.end), format!("缩进 {column} 格"))
                    .help(format!(
                        "{}，和第 {} 行左对齐。",
                        blanks_to_change(column, rest),
                        row + 1
                    )),
            );
            column = rest;
        }
        let blanks = " ".repeat(column);
        if typed != blanks {
            self.found.repairs.replace(place, blanks);
        }
        column
    }

    /// Where the rest of a group stands that this line begins one blank off:
    /// the column and a line of it.
    fn column_of_rest(&self, index: usize, column: usize) -> Option<(usize, usize)> {
        let line = self.lines[index];
        let content = &self.text[line.content..line.end];
        let list = content.starts_with("- ");
        let parent = self.levels.last().filter(|top| {
            column > top.column || (list && !top.list && column == top.column)
        })?;
        let name = |line: Line| {
            let begin = line.content + if list { 2 } else { 0 };
            key(self.text, begin..line.end).map(|key| &self.text[key.name])
        };
        let own = name(line);
        let is_key =
            |at, end| key(self.text, at..end).is_some_and(|k| k.form == Form::Certain);
        let value = !content.trim_end().ends_with(':');
        if self.open != Open::Value || !(list || (is_key(line.content, line.end) && value)) {
            return None;
        }
        // Two blanks away there may be another list, unless the rest of this item
        // stands as if its dash were there.
        let below = self.lines[index + 1..].iter().find(|line| line.content < line.end)?;
        let by_two = |line: Line| {
            list && own.is_some() && name(line) == own && below.column == line.column + 2
        };
        let mut alike = (index + 1..self.lines.len())
            .map(|row| (self.lines[row], row))
            .filter(|(line, _)| line.content < line.end)
            .take_while(|(line, _)| line.column > parent.column)
            .take(200)
            .filter(|(line, _)| match list {
                true => self.text[line.content..line.end].starts_with("- "),
                false => is_key(line.content, line.end),
            })
            .filter(|(line, _)| match line.column.abs_diff(column) {
                0 | 1 => true,
                2 => by_two(*line),
                _ => false,
            })
            .map(|(line, row)| (line.column, row));
        let first = alike.next().filter(|first| first.0 != column)?;
        let fits = list && below.column == first.0 + 2;
        let certain = fits || alike.next().is_some_and(|next| next.0 == first.0);
        (certain && alike.all(|(other, _)| other != column)).then_some(first)
    }

    /// Whether a key below stands at the very left, so that all at the first
    /// level do.
    fn is_outdented_below(&self, index: usize) -> bool {
        self.lines[index + 1..]
            .iter()
            .filter(|line| line.column == 0 && line.content < line.end)
            .take(50)
            .any(|line| key(self.text, line.content..line.end).is_some())
    }

    fn is_level(&self, column: usize, list: bool) -> bool {
        self.levels.iter().any(|level| level.column == column && level.list == list)
    }

    /// The column that a line with odd blanks is meant for: how wide such a
    /// blank is, nobody can say, so that only the order of the levels counts.
    fn nearest_level(&self, index: usize, column: usize) -> usize {
        let Some(top) = self.levels.last() else { return column };
        let line = self.lines[index];
        let content = &self.text[line.content..line.end];
        // Below a text, only what cannot be its continuation is meant otherwise.
        let certain = content.starts_with("- ")
            || key(self.text, line.content..line.end)
                .is_some_and(|key| key.form == Form::Certain);
        let below = column > top.column
            && (self.open == Open::Value || (self.open == Open::Text && !certain));
        let list = begins_like_dash(content);
        let begins = list && self.open == Open::Value && column == top.column;
        if below
            && list
            && let Some(next) = self.lines.get(index + 1)
        {
            // The rest of the item, if it is well indented, says where the dash is.
            let text = &self.text[next.content..next.end];
            let well = self.text[next.start..next.content].bytes().all(|b| b == b' ');
            if well && !begins_like_dash(text) && next.column > top.column + 2 {
                return next.column - 2;
            }
        }
        if below || begins {
            return column;
        }
        let alike = self.levels.iter().rev().filter(|level| level.list == list);
        let columns = alike.map(|level| level.column);
        columns.min_by_key(|level| level.abs_diff(column)).unwrap_or(column)
    }

    /// Remembers an indentation that is not made of blanks, and how many there
    /// should be.
    pub(super) fn note_indentation(&mut self, start: usize, end: usize, blanks: usize) {
        let odd = self.text[start..end].chars().filter(|c| *c != ' ').map(Odd::of);
        if let Some(odd) = odd.min() {
            self.odd.push((odd, Correction::new(start..end, " ".repeat(blanks))));
        }
    }

    /// One diagnostic for all tabs, one for all full-width blanks, and so on:
    /// who types one types hundreds, and puts them right at one go.
    pub(super) fn report_indentation(&mut self) {
        for odd in [Odd::Tab, Odd::Wide, Odd::Other, Odd::Unseen] {
            let edits: Vec<Correction> = self
                .odd
                .iter()
                .filter(|(kind, _)| *kind == odd)
                .map(|(_, edit)| edit.clone())
                .collect();
            let message = match (edits.len(), odd) {
                (0, _) => continue,
                (1, Odd::Unseen) => format!("缩进里有{odd}"),
                (1, _) => format!("缩进用了{odd}"),
                (count, Odd::Unseen) => format!("缩进里有{odd}，共 {count} 行"),
                (count, _) => format!("缩进用了{odd}，共 {count} 行"),
            };
            let (id, remedy) = remedy(odd);
            let diagnostic = edits
                .iter()
                .take(3)
                .map(|edit| self.span(edit.at.start, edit.at.end))
                .fold(Diagnostic::error(id, message), |d, place| d.at(place, ""))
                .help(format!("缩进只能用半角空格，每一级两个。{remedy}"));
            self.slips.push(Slip { diagnostic, edits, shown: false });
        }
    }

    /// Takes in a line that goes with no level: it is moved to the nearest one
    /// that it may have been meant for, or left out with all that belongs to
    /// it. `closed` are the levels that its column has ended, innermost first;
    /// `meant` is the column of the one it was meant for, where that is plain.
    pub(super) fn astray(
        &mut self,
        index: usize,
        column: usize,
        list: bool,
        closed: &[Level<'a>],
        meant: Option<usize>,
    ) -> usize {
        let line = self.lines[index];
        let alike = |level: &&Level| level.list == list;
        let (inner, _) = self.after_dashes(index, column);
        let name = key(self.text, inner..line.end).map(|key| &self.text[key.name]);
        let of_items = closed
            .iter()
            .chain(self.levels.iter().rev())
            .filter(|level| list && level.list && name.is_some() && level.first_key == name)
            .min_by_key(|level| level.column.abs_diff(column));
        let near = if of_items.is_some() {
            of_items
        } else if meant.is_some() {
            closed.iter().filter(alike).find(|level| Some(level.column) == meant)
        } else if closed.is_empty() {
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
        let below_text = closed.is_empty() && self.open == Open::Text;
        let help = match &near {
            Some(level) if below_text && !list && column > level.column + 1 => format!(
                "如果和上一行是同一组的，{}，与它左对齐；如果是上一行的下一级，上一行的冒号后面就不能再写内容。",
                blanks_to_change(column, level.column)
            ),
            Some(level) => self.how_to_align(column, level),
            None if list && below_text => {
                "下面要列出各项，上一行的冒号后面就不能再写内容，把它移到别处或者删去。"
                    .to_string()
            }
            None if list => {
                "“- ”开头的各行要左对齐，写在所属名称的下面，而名称的冒号后面不再写别的内容。"
                    .to_string()
            }
            None => "同一组的各行要左对齐；有下一级的行，冒号后面不再写别的内容。".to_string(),
        };
        let mut diagnostic = Diagnostic::error("YML-09", "这一行的缩进和上下文对不上")
            .at(self.span(line.content, line.end), format!("缩进 {column} 格"));
        if near.is_none() && list && below_text {
            let end = self.last_text
                + self.text[self.last_text..].lines().next().map_or(0, str::len);
            diagnostic = diagnostic.at(self.span(self.last_text, end), "冒号后面已经写了内容");
        }
        self.push(diagnostic.help(help));
        if below_text {
            self.found.doubtful.push(self.last_text);
        }
        let Some(level) = near else {
            self.found.doubtful.push(line.content);
            return self.leave_out(index, line.column);
        };
        let target = level.column;
        self.found.repairs.replace(line.start..line.content, " ".repeat(target));
        let by = target as isize - line.column as isize;
        self.shift = Some(Shift { from: line.column, by, slip: None });
        while self.levels.last().is_some_and(|top| {
            top.column > target || (top.column == target && top.list && !list)
        }) {
            self.levels.pop();
        }
        if self.levels.last().is_none_or(|top| top.column != target || top.list != list) {
            let outer = closed.iter().rev().filter(|level| level.column < target);
            self.levels.extend(outer.cloned());
            self.levels.push(level);
        }
        let (inner, inner_column) = self.after_dashes(index, target);
        self.found.doubtful.push(inner);
        self.dashes(index, target);
        let found = key(self.text, inner..line.end);
        self.content(index, inner, inner_column, found, !list)
    }

    /// The column of a level that a line ends and the next line goes on with,
    /// although there is no way back to it: it is this line that stands wrong.
    pub(super) fn column_of_next(
        &self,
        index: usize,
        list: bool,
        column: usize,
        closed: &[Level],
    ) -> Option<usize> {
        let line = self.lines[index];
        let colon = key(self.text, self.after_dashes(index, column).0..line.end)?.colon.end;
        let value = self.text[colon..line.end].trim_start_matches(is_blank);
        if value.starts_with(['#', '|', '>', '[', '{', '"', '\'']) {
            return None;
        }
        let mut below = self.lines[index + 1..].iter().filter(|line| line.content < line.end);
        let mut next = below.next()?;
        if value.is_empty() {
            let first = next.column;
            next = below.find(|line| line.column < first)?;
        }
        let dash = begins_like_dash(&self.text[next.content..next.end]);
        let certain = !dash && key(self.text, next.content..next.end)?.form == Form::Certain;
        let level = closed.iter().find(|level| level.column == next.column)?;
        (certain && !list && !level.list && next.column > column).then_some(next.column)
    }

    /// How a line gets to the level that it was probably meant for.
    fn how_to_align(&self, column: usize, level: &Level) -> String {
        let first = self.lines[level.start];
        let (inner, _) = self.after_dashes(level.start, first.column);
        let name = match key(self.text, inner..first.end).filter(|_| !level.list) {
            Some(key) => &self.text[key.name],
            None => "-",
        };
        format!(
            "{}，和第 {} 行的“{name}”左对齐；如果它属于别的一组，就和那一组对齐。",
            blanks_to_change(column, level.column),
            level.start + 1
        )
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

fn blanks_to_change(column: usize, target: usize) -> String {
    match column.checked_sub(target) {
        Some(more) => format!("去掉 {more} 个空格"),
        None => format!("补上 {} 个空格", target - column),
    }
}

/// The id of an indentation by something else than blanks, and what puts many of
/// them right.
fn remedy(odd: Odd) -> (&'static str, &'static str) {
    match odd {
        Odd::Tab => ("YML-02", "可用编辑器的“替换”把制表符全部换成两个空格。"),
        Odd::Wide => ("YML-03", "可切换到英文输入法后重打这一行开头的空格。"),
        Odd::Other | Odd::Unseen => {
            ("YML-03", "多半是从网页或 Word 粘贴来的：删去这一行开头的空白，重新打空格。")
        }
    }
}
