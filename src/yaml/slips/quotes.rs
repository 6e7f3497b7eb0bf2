//! Slips with quotes.

use crate::diagnostic::Diagnostic;

use super::super::repair::Correction;
use super::Pass;
use super::line::{Key, closing_quote, is_key_like};

impl Pass<'_> {
    pub(super) fn key_in_smart_quotes(&mut self, key: &Key) {
        let name = &self.text[key.name.clone()];
        let Some(bare) = name.strip_prefix(['“', '”', '＂']) else {
            return;
        };
        let Some(bare) = bare.strip_suffix(['”', '“', '＂']).filter(|bare| is_key_like(bare))
        else {
            return;
        };
        self.push_repaired(
            Diagnostic::error("YML-07", format!("名称“{bare}”外面加了中文引号"))
                .at(self.span(key.name.start, key.name.end), "")
                .help("名称不加引号。"),
            [Correction::new(key.name.clone(), bare)],
        );
    }

    /// A text between Chinese quotes where YAML's own are needed, or between a
    /// half-width and a Chinese one.
    pub(super) fn in_wrong_quotes(&mut self, at: usize, whole: &str) -> bool {
        let Some(inner) = whole.strip_prefix(['“', '”', '＂']) else { return false };
        if let Some(inner) =
            inner.strip_suffix('"').filter(|inner| !inner.contains(['"', '”']))
        {
            let last = at + whole.len() - 1;
            self.push_repaired(
                Diagnostic::error("YML-07", "一对引号一半是全角、一半是半角")
                    .at(self.span(last, last + 1), "这一半是半角")
                    .at(self.span(at, at + 3), "这一半是全角")
                    .help("文字里的引号两边都用中文的“ ”。"),
                [Correction::new(last..last + 1, "”")],
            );
            if inner.contains(": ") || inner.contains(" #") {
                self.found.doubtful.push(at);
            }
            return true;
        }
        let Some(inner) = inner
            .strip_suffix(['”', '“', '＂'])
            .filter(|inner| inner.contains(": ") || inner.contains(" #"))
        else {
            return false;
        };
        let inner = format!("'{}'", inner.replace('\'', "''"));
        self.push_repaired(
            Diagnostic::error("YML-07", "把中文引号当成了 YAML 的引号")
                .at(self.span(at, at + whole.len()), "里面有半角冒号或“#”，中文引号管不住")
                .help("最外面的一对引号改成半角的。"),
            [Correction::new(at..at + whole.len(), inner)],
        );
        true
    }

    pub(super) fn quoted(&mut self, index: usize, at: usize) -> usize {
        let end = self.lines[index].end;
        let rest = &self.text[at..end];
        if let Some(close) = closing_quote(rest) {
            let after = rest[close..].trim_start_matches([' ', '\t']);
            if !after.is_empty() && !after.starts_with('#') {
                self.quotes_inside(at, rest.trim_end());
            }
            return index + 1;
        }
        if let Some(last) = self.closed_below(index, at) {
            return last + 1;
        }
        let typed = rest.trim_end();
        let quote = &rest[..1];
        let smart = typed.chars().next_back().filter(|c| "”“＂’‘".contains(*c));
        let help = match smart {
            Some(c) => format!("末尾的引号 {c} 改成半角的 {quote}，和开头的一样。"),
            None => format!("在内容的末尾补上 {quote}；或者去掉开头的 {quote}。"),
        };
        self.push(
            Diagnostic::error("YML-08", "引号没有成对")
                .at(self.span(at, at + 1), "这个引号没有另一半")
                .help(help),
        );
        if typed[1..].bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            self.found.repairs.replace(at..at + 1, "");
            return index + 1;
        }
        let close = at + typed.len() - smart.map_or(0, char::len_utf8);
        self.found.repairs.replace(close..at + typed.len(), quote);
        index + 1
    }

    /// The line that closes a quoted text which goes on over lines: all of them
    /// are deeper, and nothing follows the closing quote.
    fn closed_below(&self, index: usize, at: usize) -> Option<usize> {
        let owner = self.levels.last().map(|level| level.column);
        for (last, line) in self.lines.iter().enumerate().skip(index + 1) {
            let blank = line.content == line.end;
            if !blank && owner.is_some_and(|owner| line.column <= owner) {
                return None;
            }
            if let Some(close) = closing_quote(&self.text[at..line.end]) {
                let after = self.text[at + close..line.end].trim_start();
                return (after.is_empty() || after.starts_with('#')).then_some(last);
            }
        }
        None
    }

    /// `"关于"督导"的通知"`: quotes of the text's own within the quotes.
    fn quotes_inside(&mut self, at: usize, typed: &str) {
        let quote = &typed[..1];
        let after = closing_quote(typed).map_or("", |close| typed[close..].trim_start());
        if after.starts_with([',', '，', '、']) {
            self.push(
                Diagnostic::error("YML-08", "引号后面还有别的内容")
                    .at(self.span(at + typed.len() - after.len(), at + typed.len()), "")
                    .help("写几项的，放在方括号里，用半角逗号隔开，例如“[甲, 乙]”；只是一段文字的，最外面只用一对引号。"),
            );
            self.found.doubtful.push(at);
            self.quote_again(at, at + typed.len(), typed);
            return;
        }
        self.push(
            Diagnostic::error("YML-08", format!("引号里面又用了同样的引号 {quote}"))
                .at(self.span(at, at + typed.len()), "")
                .help("内容里的引号改用中文的“ ”；最外面的一对半角引号留着或去掉都可以。"),
        );
        let inner = typed.strip_suffix(quote).filter(|rest| rest.len() > 1);
        self.quote_again(at, at + typed.len(), inner.map_or(typed, |inner| &inner[1..]));
    }

    /// Makes the bytes from `start` to `end` a quoted text that reads `text`.
    fn quote_again(&mut self, start: usize, end: usize, text: &str) {
        self.found.repairs.replace(start..end, format!("'{}'", text.replace('\'', "''")));
    }
}
