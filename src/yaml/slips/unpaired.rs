//! Brackets, and quotes between them, that lack their other half.

use crate::diagnostic::Diagnostic;

use super::super::blank::is_blank;
use super::Pass;
use super::flow::{Bracket, Flow};

impl Pass<'_> {
    /// Takes in a closing bracket, which may not be the one that is due.
    pub(super) fn close_bracket(&mut self, flow: &mut Flow, at: usize, close: char) {
        let typed = self.text[at..].chars().next().unwrap_or(close);
        self.blanks_beside(flow, at, at, at);
        if typed != close {
            self.wide_mark(flow, at, typed, at..at + typed.len_utf8(), close);
        }
        let Some(bracket) = flow.stack.pop() else { return };
        if bracket.close() == close {
            return;
        }
        // One bracket left open is more likely than two wrong ones.
        if flow.stack.last().is_some_and(|outer| outer.close() == close) {
            let due = bracket.close();
            self.push(
                Diagnostic::error("YML-08", format!("括号“{}”没有成对", bracket.open))
                    .at(
                        self.span(bracket.at, bracket.at + bracket.width()),
                        "这个括号没有另一半",
                    )
                    .help(format!("在它的最后一项后面补上“{due}”。")),
            );
            self.found.doubtful.push(bracket.at);
            self.found.repairs.insert(flow.last, due.to_string());
            flow.stack.pop();
            return;
        }
        self.mismatched(&bracket, at, close);
    }

    /// Closes a quoted text before the next mark and gives where that is.
    pub(super) fn unclosed_in_flow(&mut self, at: usize, end: usize) -> usize {
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
                .at(self.span(at, at + typed.len_utf8()), format!("这里应是“{close}”"))
                .at(self.span(bracket.at, bracket.at + bracket.width()), "从这里开始")
                .help("列表用“[ ]”，一组“名称: 内容”用“{ }”，首尾要一致。"),
        );
        self.found.repairs.replace(at..at + typed.len_utf8(), close.to_string());
        self.found.doubtful.push(bracket.at);
    }

    /// Closes all brackets at the end of what seems to belong to them.
    pub(super) fn unclosed(&mut self, flow: &Flow) {
        let Some(bracket) = flow.stack.last() else { return };
        let last = flow.last;
        let smart = self.text[..last].chars().next_back();
        let smart = smart.filter(|c| "］】｝".contains(*c));
        let help = match smart {
            Some(c) => format!("末尾的 {c} 改成半角的 {} 。", bracket.close()),
            None => format!("在末尾补上 {} 。", bracket.close()),
        };
        self.push(
            Diagnostic::error("YML-08", format!("括号“{}”没有成对", bracket.open))
                .at(self.span(bracket.at, bracket.at + bracket.width()), "这个括号没有另一半")
                .help(help),
        );
        self.found.doubtful.push(bracket.at);
        let closing: String = flow.stack.iter().rev().map(Bracket::close).collect();
        self.found.repairs.replace(last - smart.map_or(0, char::len_utf8)..last, closing);
    }

    /// What follows the last closing bracket on its line: nothing may.
    pub(super) fn after_flow(&mut self, open: usize, at: usize, end: usize) {
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
