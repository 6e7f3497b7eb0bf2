//! Slips in what stands after a key or a dash, and in the colon before it.

use crate::diagnostic::Diagnostic;

use super::super::blank::is_blank;
use super::super::repair::Correction;
use super::colon::name_and_mark;
use super::comment::comment;
use super::line::{Form, is_other_colon, key};
use super::{Level, Open, Pass, is_plain};

impl Pass<'_> {
    /// Reads the value that begins at or after `at`, over as many lines as it
    /// takes, and gives the index of the line after it.
    pub(super) fn value(&mut self, index: usize, at: usize, after_key: bool) -> usize {
        let end = self.lines[index].end;
        let at = end - self.text[at..end].trim_start_matches([' ', '\t']).len();
        let rest = &self.text[at..end];
        self.open = Open::Nothing;
        let Some(first) = rest.chars().next() else {
            self.open = Open::Value;
            return index + 1;
        };
        match first {
            '#' if self.number_as_comment(at, end) => return self.quote(index, at),
            '#' => self.open = Open::Value,
            '"' | '\'' => return self.quoted(index, at),
            '{' if rest.starts_with("{{") => return self.text_in_braces(index, at),
            '[' | '{' => return self.flow(index, at),
            '｛' | '［' if is_wide_flow(rest.trim_end()) => return self.flow(index, at),
            '|' | '>' if is_block_header(rest) => return self.block_text(index),
            '｜' if rest.trim_end() == "｜" => return self.wide_block_header(index, at),
            '&' | '*' | '!'
                if rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '!') =>
            {
                return self.reference(index, at, after_key);
            }
            '|' | '>' | '@' | '`' | '%' | ']' | '}' | ',' | '&' | '*' | '!' => {
                return self.special(index, at, first);
            }
            '-' if after_key && rest.starts_with("- ") => self.list_after_key(index, at),
            _ => return self.plain(index, at),
        }
        index + 1
    }

    /// Whether a line that is no key is a text, and no key that lacks its colon.
    pub(super) fn is_stray_text(&self, index: usize) -> bool {
        let line = self.lines[index];
        let content = self.text[line.content..line.end].trim_end_matches(is_blank);
        !self.levels.is_empty() && is_plain(content) && name_and_mark(content).is_none()
    }

    /// Passes over a line of text where no text can stand, as if it were not there.
    pub(super) fn stray_text(&mut self, index: usize) -> usize {
        let line = self.lines[index];
        let goes_on = match self.open {
            Open::Text => "是上一行文字的继续，就比上一行多缩进两格；",
            Open::Value | Open::Nothing => "",
        };
        self.push(
            Diagnostic::error("YML-13", "这一行没有冒号，不知道属于哪一项")
                .at(self.span(line.content, line.end), "")
                .help(format!(
                    "{goes_on}是单独的一项，写成“名称: 内容”；是说明，行首加“#”和一个空格。"
                )),
        );
        self.found.doubtful.push(line.content);
        let blanks = " ".repeat(line.end - line.content);
        self.found.repairs.replace(line.content..line.end, blanks);
        index + 1
    }

    /// A text without quotes; of the lines that continue it nothing is read here.
    fn plain(&mut self, index: usize, at: usize) -> usize {
        let end = self.lines[index].end;
        let whole = self.text[at..end].trim_end();
        if self.in_wrong_quotes(at, whole) {
            return index + 1;
        }
        let text = whole[..comment(whole).unwrap_or(whole.len())].trim_end();
        if self.several_on_one_line(at, text) {
            return self.quote(index, at);
        }
        if let Some(colon) = text.find(": ").or(text.strip_suffix(':').map(str::len)) {
            let (edits, next) = self.quotes_around(index, at);
            self.push_quoted(
                Diagnostic::error("YML-14", "内容里有半角冒号")
                    .at(self.span(at + colon, at + colon + 1), "")
                    .help("内容里的冒号改用中文的“：”，或者给整个内容加上半角引号 \" \"。"),
                edits,
            );
            return next;
        }
        self.comment_after(at, end);
        self.last_text = at;
        self.open = Open::Text;
        index + 1
    }

    /// `甲, 类型: 专职}`: entries on the line of another.
    fn several_on_one_line(&mut self, at: usize, text: &str) -> bool {
        let closed = text.ends_with(['}', '｝']) && !text.contains(['{', '｛']);
        let marks = [',', '，', ';', '；'];
        let end = at + text.len();
        let second = text.match_indices(marks).find(|(comma, mark)| {
            let rest = text[comma + mark.len()..].trim_start_matches(is_blank);
            key(self.text, end - rest.len()..end).is_some_and(|key| {
                key.form == Form::Certain
                    && (closed || self.known.contains(&self.text[key.name]))
            })
        });
        if second.is_none() && !closed {
            return false;
        }
        let diagnostic = match (closed, second) {
            (true, _) => {
                let brace = text.chars().next_back().map_or(1, char::len_utf8);
                Diagnostic::error("YML-08", "末尾的“}”没有另一半")
                    .at(self.span(end - brace, end), "")
                    .help("几项写在一行的，在最前面的名称之前补上“{”；一项一行的，删去这个括号。")
            }
            (false, second) => {
                let comma = at + second.map_or(0, |(comma, _)| comma);
                Diagnostic::error("YML-14", "一行里写了几项，没有用花括号括起来")
                    .at(self.span(comma, end), "从这里起是另一项")
                    .help("一项一行，左边对齐；或者把几项放在花括号里，例如“{起: 2014-03-10, 止: 2014-11-28}”。")
            }
        };
        self.push(diagnostic);
        self.found.doubtful.push(at);
        true
    }

    /// Makes the text that begins at `at`, with the lines that continue it, a
    /// quoted one, and gives the index of the line after it.
    fn quote(&mut self, index: usize, at: usize) -> usize {
        let (edits, next) = self.quotes_around(index, at);
        edits.into_iter().for_each(|edit| self.found.repairs.make(edit));
        next
    }

    /// What makes the text that begins at `at`, with the lines that continue it, a
    /// quoted one, and the index of the line after it.
    fn quotes_around(&mut self, index: usize, at: usize) -> (Vec<Correction>, usize) {
        let owner = self.levels.last().map(|level| level.column);
        let mut last = index;
        for (next, line) in self.lines.iter().enumerate().skip(index + 1) {
            let content = &self.text[line.content..line.end];
            if content.is_empty() {
                continue;
            }
            let certain = key(self.text, line.content..line.end)
                .is_some_and(|key| key.form == Form::Certain);
            if owner.is_none_or(|owner| line.column <= owner)
                || content.starts_with(['#', '-'])
                || certain
            {
                break;
            }
            last = next;
        }
        let end = self.lines[last].end;
        // Other blanks at the end belong to the text.
        let blanks = [' ', '\t', '\r', '\n'];
        let mut text = self.text[at..end].trim_end_matches(blanks);
        if let Some(mark) = comment(text) {
            // A comment ends a text: what goes on after it, only the writer knows.
            if text[mark..].contains('\n') {
                self.found.doubtful.push(at);
            } else {
                text = text[..mark].trim_end_matches(blanks);
            }
        }
        let inside = text.match_indices('\'').map(|(quote, _)| at + quote);
        let places = std::iter::once(at).chain(inside).chain([at + text.len()]);
        let edits = places.map(|at| Correction::new(at..at, "'")).collect();
        self.open = Open::Nothing;
        (edits, last + 1)
    }

    /// `{{ … }}所学校`: a text that begins with a quotation of a figure, which
    /// YAML takes for a mapping.
    fn text_in_braces(&mut self, index: usize, at: usize) -> usize {
        let (edits, next) = self.quotes_around(index, at);
        self.push_quoted(
            Diagnostic::error("YML-16", "内容不能以“{{”开头")
                .at(self.span(at, at + 2), "")
                .help("给整个内容加上半角单引号 ' '"),
            edits,
        );
        next
    }

    fn special(&mut self, index: usize, at: usize, first: char) -> usize {
        let (edits, next) = self.quotes_around(index, at);
        let found = Diagnostic::error("YML-16", format!("内容不能以“{first}”开头"))
            .at(self.span(at, at + first.len_utf8()), "");
        if matches!(first, '|' | '>') {
            self.push(found.help(format!(
                "想分几行写的，“{first}”后面换行，文字从下一行写起；“{first}”是内容的，给整个内容加上半角引号 \" \"。"
            )));
            edits.into_iter().for_each(|edit| self.found.repairs.make(edit));
        } else {
            self.push_quoted(found.help("给整个内容加上半角引号 \" \"。"), edits);
        }
        next
    }

    fn wide_block_header(&mut self, index: usize, at: usize) -> usize {
        self.push_repaired(
            Diagnostic::error("YML-16", "竖线用了全角“｜”")
                .at(self.span(at, at + '｜'.len_utf8()), "")
                .help("下面写几行文字的，用半角竖线“|”。"),
            [Correction::new(at..at + '｜'.len_utf8(), "|")],
        );
        self.block_text(index)
    }

    /// `&name`, `*name`, `!type`: a workbook has no use for them. The name of
    /// what follows is passed over; what stands for something else is unknown.
    fn reference(&mut self, index: usize, at: usize, after_key: bool) -> usize {
        let text = self.text[at..self.lines[index].end].trim_end();
        let mark = text.split([' ', '\t']).next().unwrap_or(text);
        self.push(
            Diagnostic::error("YML-11", format!("不支持以“{}”开头的写法", &text[..1]))
                .at(self.span(at, at + mark.len()), "")
                .help("如果本来就是文字，给整个内容加上半角引号 \" \"；如果想引用别处的内容，请把那些内容照抄一遍。"),
        );
        if mark.starts_with('*') || !mark.is_ascii() {
            self.found.doubtful.push(at);
            return self.quote(index, at);
        }
        self.found.repairs.replace(at..at + mark.len(), " ".repeat(mark.len()));
        self.value(index, at + mark.len(), after_key)
    }

    fn list_after_key(&mut self, index: usize, at: usize) {
        let owner = self.levels.last().map_or(0, |level| level.column);
        self.push(
            Diagnostic::error("YML-09", "列表要另起一行写")
                .at(self.span(at, self.lines[index].end), "")
                .help("冒号后面换行，列表的每一项各写一行，以“- ”开头，左边对齐。"),
        );
        self.found.doubtful.push(at);
        let next = self.lines[index + 1..].iter().find(|line| line.content < line.end);
        let column = next
            .filter(|line| line.column > owner && self.text[line.content..].starts_with("- "))
            .map_or(owner + 2, |line| line.column);
        self.found.repairs.insert(at, format!("\n{}", " ".repeat(column)));
        self.levels.push(Level::new(column, true, index));
        self.last_text = at;
        self.open = Open::Text;
    }

    /// Passes over the text below `|` or `>`, in which nothing is a slip but
    /// its indentation.
    fn block_text(&mut self, index: usize) -> usize {
        let owner = self.levels.last().map(|level| level.column);
        let least = owner.map_or(0, |owner| owner + 1);
        let mut wanted = None;
        let mut next = index + 1;
        while let Some(&line) = self.lines.get(next) {
            next += 1;
            if line.content == line.end {
                self.blank_out_wide(line.start, line.content);
                continue;
            }
            if line.column < least {
                return match wanted {
                    None => self.block_text_to_the_left(next - 1, owner),
                    Some(_) => next - 1,
                };
            }
            let typed = &self.text[line.start..line.content];
            let spaces = typed.len() - typed.trim_start_matches(' ').len();
            let first = if spaces >= least { spaces } else { owner.map_or(0, |o| o + 2) };
            let wanted = *wanted.get_or_insert(first);
            if spaces >= wanted {
                continue;
            }
            if spaces == typed.len() {
                self.push(
                    Diagnostic::error("YML-09", "这一行比它上面的文字缩进得少")
                        .at(self.span(line.content, line.end), format!("缩进 {spaces} 格"))
                        .help(format!("“|”下面的一段文字要左对齐，这里缩进 {wanted} 格；首行缩进由程序排版，不用打空格。")),
                );
                self.found.repairs.insert(line.content, " ".repeat(wanted - spaces));
            } else {
                self.note_indentation(line.start, line.content, wanted);
                self.found.repairs.replace(line.start..line.content, " ".repeat(wanted));
            }
        }
        next
    }

    /// Lines below `|` that are text and stand no deeper than its key.
    fn block_text_to_the_left(&mut self, index: usize, owner: Option<usize>) -> usize {
        let mut next = index;
        while let Some(&line) = self.lines.get(next) {
            let text = &self.text[line.content..line.end];
            let other = text.starts_with("- ")
                || key(self.text, line.content..line.end)
                    .is_some_and(|key| key.form == Form::Certain);
            if text.is_empty() || other || owner.is_none_or(|owner| line.column < owner) {
                break;
            }
            self.found.repairs.insert(line.content, "  ");
            next += 1;
        }
        if next > index {
            let line = self.lines[index];
            self.push(
                Diagnostic::error("YML-09", "“|”下面的文字没有缩进")
                    .at(self.span(line.content, line.end), "")
                    .help("“|”下面的文字，每一行都比“|”所在的一行多缩进两格。"),
            );
        }
        next
    }
}

/// `｛…｝` or `［甲，乙］`, as far as the line shows. Brackets around a single text
/// may belong to it.
fn is_wide_flow(text: &str) -> bool {
    match text.starts_with('｛') {
        true => {
            text.ends_with(['｝', '}', ',', '，'])
                && text.contains(|c| c == ':' || is_other_colon(c))
        }
        false => text.ends_with(['］', ']']) && text.contains(['，', ',', '、', '{', '｛']),
    }
}

/// `|`, `>-` and the like, with nothing but a comment after it.
fn is_block_header(text: &str) -> bool {
    let after = text[1..].trim_start_matches(|c: char| "+-".contains(c) || c.is_ascii_digit());
    let rest = after.trim_start();
    rest.is_empty() || (rest.starts_with('#') && rest.len() < after.len())
}
