//! Slips between brackets.

use crate::diagnostic::Diagnostic;

use super::line::{Form, Key, closing_quote, is_blank, is_key_like, key};
use super::{Open, Pass};

/// A bracket that has been opened.
struct Bracket {
    open: char,
    at: usize,
    /// The current entry has its colon.
    colon: bool,
}

impl Bracket {
    fn close(&self) -> char {
        if self.open == '[' { ']' } else { '}' }
    }
}

impl Pass<'_> {
    /// Reads what is in brackets, from the opening one at `at`.
    pub(super) fn flow(&mut self, index: usize, at: usize) -> usize {
        let owner = self.levels.last().map(|level| level.column);
        let mut stack: Vec<Bracket> = Vec::new();
        // Where the current scalar begins; past the end of a closed value.
        let mut token: Option<usize> = None;
        let mut whole = false;
        let mut last = at;
        self.open = Open::Nothing;
        for next in index..self.lines.len() {
            let line = self.lines[next];
            let mut pos = if next == index { at } else { line.content };
            let content = &self.text[pos..line.end];
            if next > index {
                if content.is_empty() || content.starts_with('#') {
                    continue;
                }
                if owner.is_some_and(|owner| line.column <= owner)
                    && !content.starts_with([']', '}'])
                {
                    self.unclosed(&stack, last);
                    return next;
                }
                if !self.text[line.start..line.content].chars().all(|c| c == ' ') {
                    self.note_indentation(line.start, line.content);
                    let blanks = " ".repeat(line.column);
                    self.found.repairs.replace(line.start..line.content, blanks);
                }
            }
            while let Some(c) = self.text[pos..line.end].chars().next() {
                let after = pos + c.len_utf8();
                match c {
                    '"' | '\'' if token.is_none() && !whole => {
                        let close = match closing_quote(&self.text[pos..line.end]) {
                            Some(length) => pos + length,
                            None => self.unclosed_in_flow(pos, line.end),
                        };
                        whole = true;
                        last = close;
                        pos = close;
                        continue;
                    }
                    '#' if self.text[..pos].ends_with([' ', '\t']) => break,
                    '[' | '{' if token.is_none() => {
                        stack.push(Bracket { open: c, at: pos, colon: false });
                        whole = false;
                    }
                    ']' | '}' => {
                        let Some(bracket) = stack.pop() else { break };
                        if bracket.close() != c {
                            self.mismatched(&bracket, pos, c);
                        }
                        if stack.is_empty() {
                            self.after_flow(at, after, line.end);
                            return next + 1;
                        }
                        (token, whole) = (None, true);
                    }
                    ',' => {
                        if let Some(bracket) = stack.last_mut() {
                            bracket.colon = false;
                        }
                        (token, whole) = (None, false);
                    }
                    ':' | '：' | '，' => {
                        if self.mark_in_flow(&mut stack, token, whole, pos, line.end) {
                            (token, whole) = (None, false);
                        } else if token.is_none() {
                            token = Some(pos);
                        }
                    }
                    _ if is_blank(c) => {
                        pos = after;
                        continue;
                    }
                    _ if token.is_none() => token = Some(pos),
                    _ => {}
                }
                last = after;
                pos = after;
            }
        }
        self.unclosed(&stack, last);
        self.lines.len()
    }

    /// A colon or a full-width comma: whether it ends the scalar before it.
    fn mark_in_flow(
        &mut self,
        stack: &mut [Bracket],
        token: Option<usize>,
        whole: bool,
        at: usize,
        end: usize,
    ) -> bool {
        let Some(bracket) = stack.last_mut() else { return false };
        let c = self.text[at..].chars().next().unwrap_or(':');
        let after = at + c.len_utf8();
        let rest = &self.text[after..end];
        if c == ':'
            && (whole || rest.is_empty() || rest.starts_with([' ', '\t', ',', ']', '}']))
        {
            bracket.colon = true;
            return true;
        }
        if bracket.open != '{' {
            return false;
        }
        if c == '，' {
            let part = rest.split([',', '，', '}', '{', '[']).next().unwrap_or(rest);
            let part = part.trim_start_matches(is_blank);
            let start = end - rest.trim_start_matches(is_blank).len();
            if !bracket.colon || key(self.text, start..start + part.len()).is_none() {
                return false;
            }
            bracket.colon = false;
            self.push(
                Diagnostic::error("YML-12", "花括号里用了全角逗号“，”")
                    .at(self.span(at, after), "")
                    .help("各项之间用半角逗号和一个空格隔开，例如“{起: 2014-03-10, 止: 2014-11-28}”。"),
            );
            self.found.repairs.replace(at..after, ", ");
            return true;
        }
        let Some(start) = token.filter(|_| !bracket.colon) else { return false };
        let name = self.text[start..at].trim_end_matches(is_blank);
        let digits = c == ':' && name.chars().all(|c| c.is_ascii_digit());
        if !is_key_like(name) || digits {
            return false;
        }
        bracket.colon = true;
        let form = if c == ':' { Form::NoBlank } else { Form::FullWidth };
        let key = Key { name: start..start + name.len(), colon: at..after, form };
        match form {
            Form::FullWidth => self.full_width_colon(&key),
            Form::NoBlank | Form::Certain => self.no_blank_after_colon(&key),
        }
        true
    }

    /// Closes a quoted text before the next mark and gives where that is.
    fn unclosed_in_flow(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.text[at + 1..end];
        let typed = rest.split([',', ']', '}']).next().unwrap_or(rest).trim_end();
        let smart = typed.chars().next_back().filter(|c| "”“＂’‘".contains(*c));
        self.push(
            Diagnostic::error("YML-08", "引号没有成对")
                .at(self.span(at, at + 1), "这个引号没有另一半")
                .help("在这一项的末尾补上同样的半角引号，或者去掉开头的引号。"),
        );
        self.found.doubtful.push(at);
        let close = at + 1 + typed.len();
        let from = close - smart.map_or(0, char::len_utf8);
        self.found.repairs.replace(from..close, &self.text[at..at + 1]);
        close
    }

    fn mismatched(&mut self, bracket: &Bracket, at: usize, typed: char) {
        let (open, close) = (bracket.open, bracket.close());
        self.push(
            Diagnostic::error("YML-08", format!("括号不成对：“{open}”开头，“{typed}”结尾"))
                .at(self.span(at, at + 1), format!("这里应是“{close}”"))
                .at(self.span(bracket.at, bracket.at + 1), "从这里开始")
                .help("列表用“[ ]”，一组“名称: 内容”用“{ }”，首尾要一致。"),
        );
        self.found.repairs.replace(at..at + 1, close.to_string());
        self.found.doubtful.push(bracket.at);
    }

    /// Closes all brackets at `last`, the end of what seems to belong to them.
    fn unclosed(&mut self, stack: &[Bracket], last: usize) {
        let Some(bracket) = stack.last() else { return };
        let smart = self.text[..last].chars().next_back();
        let smart = smart.filter(|c| "］】｝".contains(*c));
        let help = match smart {
            Some(c) => format!("末尾的 {c} 改成半角的 {} 。", bracket.close()),
            None => format!("在末尾补上 {} 。", bracket.close()),
        };
        self.push(
            Diagnostic::error("YML-08", format!("括号“{}”没有成对", bracket.open))
                .at(self.span(bracket.at, bracket.at + 1), "这个括号没有另一半")
                .help(help),
        );
        self.found.doubtful.push(bracket.at);
        let closing: String = stack.iter().rev().map(Bracket::close).collect();
        self.found.repairs.replace(last - smart.map_or(0, char::len_utf8)..last, closing);
    }

    /// What follows the last closing bracket on its line: nothing may.
    fn after_flow(&mut self, open: usize, at: usize, end: usize) {
        let rest = self.text[at..end].trim_matches(is_blank);
        if rest.is_empty() || rest.starts_with('#') {
            return;
        }
        let start = at + self.text[at..end].find(rest).unwrap_or(0);
        let diagnostic = if rest.chars().all(|c| "]} ".contains(c)) {
            Diagnostic::error("YML-08", format!("多了“{rest}”")).help("删去多出来的括号。")
        } else {
            self.found.doubtful.push(open);
            Diagnostic::error("YML-08", "括号后面还有别的内容").help(
                "括号里的内容到“]”或“}”为止。如果方括号是文字的一部分，给整个内容加上半角引号 \" \"。",
            )
        };
        self.push(diagnostic.at(self.span(start, start + rest.len()), ""));
        self.found.repairs.replace(start..start + rest.len(), " ".repeat(rest.len()));
    }
}
