//! Slips in what stands after a key or a dash, and in the colon before it.

use crate::diagnostic::Diagnostic;

use super::line::{Key, closing_quote, is_blank, is_key_like};
use super::{Open, Pass};

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
            '#' => self.open = Open::Value,
            '"' | '\'' => return self.quoted(index, at),
            '{' if rest.starts_with("{{") => self.text_in_braces(at, end),
            '[' | '{' => return self.flow(index, at),
            '|' | '>' if is_block_header(rest) => return self.block_text(index),
            '|' | '>' | '@' | '`' | '%' | ']' | '}' | ',' => self.special(at, end, first),
            '&' | '*' | '!' => return self.reference(index, at, after_key),
            '-' if after_key && rest.starts_with("- ") => self.list_after_key(index, at),
            _ => self.plain(at, end),
        }
        index + 1
    }

    pub(super) fn full_width_colon(&mut self, key: &Key) {
        self.push(
            Diagnostic::error("YML-04", "冒号用了全角“：”")
                .at(self.span(key.colon.start, key.colon.end), "")
                .help(self.colon_help(key)),
        );
        self.found.repairs.replace(key.colon.clone(), ": ");
        self.blank_after(key.colon.end);
    }

    pub(super) fn no_blank_after_colon(&mut self, key: &Key) {
        self.push(
            Diagnostic::error("YML-05", "冒号后面缺少半角空格")
                .at(self.span(key.colon.start, key.colon.end), "")
                .help(self.colon_help(key)),
        );
        self.found.repairs.insert(key.colon.end, " ");
        self.blank_after(key.colon.end);
    }

    fn colon_help(&self, key: &Key) -> String {
        let name = &self.text[key.name.clone()];
        let rest = self.text[key.colon.end..].lines().next().unwrap_or("");
        let value: String = rest.trim_matches(is_blank).chars().take(20).collect();
        match value.is_empty() {
            true => format!("写成“{name}:”，冒号用半角。"),
            false if value.contains(['{', ',', '，', '}']) => {
                format!("写成“{name}: ”：半角冒号，再空一个半角空格。")
            }
            false => format!("写成“{name}: {value}”：半角冒号，再空一个半角空格。"),
        }
    }

    /// Full-width blanks right after a mistyped colon are part of the slip.
    fn blank_after(&mut self, at: usize) {
        let rest = self.text[at..].lines().next().unwrap_or("");
        let width = rest.len() - rest.trim_start_matches(is_blank).len();
        if !rest[..width].is_ascii() {
            self.found.repairs.replace(at..at + width, " ");
        }
    }

    pub(super) fn key_in_smart_quotes(&mut self, key: &Key) {
        let name = &self.text[key.name.clone()];
        let Some(bare) = name.strip_prefix(['“', '”', '＂']) else {
            return;
        };
        let Some(bare) = bare.strip_suffix(['”', '“', '＂']).filter(|bare| is_key_like(bare))
        else {
            return;
        };
        self.push(
            Diagnostic::error("YML-07", format!("名称“{bare}”外面加了中文引号"))
                .at(self.span(key.name.start, key.name.end), "")
                .help(format!("去掉引号，写成“{bare}: ”。")),
        );
        self.found.repairs.replace(key.name.clone(), bare);
    }

    /// A line where the others of its group have `键: 值` and it has no colon.
    pub(super) fn without_colon(&mut self, index: usize, at: usize, column: usize) -> usize {
        let end = self.lines[index].end;
        let content = self.text[at..end].trim_end_matches(is_blank);
        let name = content.split(is_blank).next().unwrap_or(content);
        let value = content[name.len()..].trim_start_matches(is_blank);
        let diagnostic = Diagnostic::error("YML-13", "这一行没有冒号")
            .at(self.span(at, at + content.len()), "");
        if !value.is_empty() && is_key_like(name) {
            self.push(diagnostic.help(format!(
                "写成“{name}: {value}”。如果是上一行文字的继续，就比上一行多缩进两格。"
            )));
            let blanks = at + name.len()..at + content.len() - value.len();
            self.found.repairs.replace(blanks, ": ");
            let name = at..at + name.len();
            let form = super::Form::Certain;
            self.enter_mapping(column, &Key { colon: name.end..name.end, name, form });
            return self.value(index, at + content.len() - value.len(), true);
        }
        self.push(diagnostic.help(
            "写成“名称: 内容”。如果是上一行文字的继续，就比上一行多缩进两格；如果是说明，行首加“#”。",
        ));
        self.found.doubtful.push(at);
        self.found.repairs.replace(at..end, " ".repeat(end - at));
        self.open = Open::Nothing;
        index + 1
    }

    /// A text without quotes, of which nothing but its first line is read here.
    fn plain(&mut self, at: usize, end: usize) {
        let whole = self.text[at..end].trim_end();
        if let Some(inner) = whole
            .strip_prefix(['“', '”', '＂'])
            .and_then(|inner| inner.strip_suffix(['”', '“', '＂']))
            .filter(|inner| inner.contains(": ") || inner.contains(" #"))
        {
            self.push(
                Diagnostic::error("YML-07", "把中文引号当成了 YAML 的引号")
                    .at(self.span(at, at + whole.len()), "里面有半角冒号或“#”，中文引号管不住")
                    .help("最外面的一对引号改成半角的 \" \"。"),
            );
            self.quote(at, at + whole.len(), inner);
            return;
        }
        let comment = whole.find(" #").unwrap_or(whole.len());
        let text = whole[..comment].trim_end();
        if let Some(colon) = text.find(": ").or(text.strip_suffix(':').map(str::len)) {
            self.push(
                Diagnostic::error("YML-14", "内容里有半角冒号")
                    .at(self.span(at + colon, at + colon + 1), "")
                    .help("内容里的冒号改用中文的“：”，或者给整个内容加上半角引号 \" \"。"),
            );
            self.quote(at, at + text.len(), text);
            return;
        }
        self.open = Open::Text;
    }

    /// Makes the bytes from `start` to `end` a quoted text that reads `text`.
    fn quote(&mut self, start: usize, end: usize, text: &str) {
        self.found.repairs.replace(start..end, format!("'{}'", text.replace('\'', "''")));
    }

    /// `{{ … }}所学校`: a text that begins with a quotation of a figure, which
    /// YAML takes for a mapping.
    fn text_in_braces(&mut self, at: usize, end: usize) {
        let text = self.text[at..end].trim_end();
        self.push(
            Diagnostic::error("YML-16", "内容不能以“{{”开头")
                .at(self.span(at, at + 2), "")
                .help("给整个内容加上半角单引号 ' '"),
        );
        self.quote(at, at + text.len(), text);
    }

    fn special(&mut self, at: usize, end: usize, first: char) {
        let text = self.text[at..end].trim_end();
        self.push(
            Diagnostic::error("YML-16", format!("内容不能以“{first}”开头"))
                .at(self.span(at, at + first.len_utf8()), "")
                .help("给整个内容加上半角引号 \" \"。"),
        );
        self.quote(at, at + text.len(), text);
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
            self.quote(at, at + text.len(), text);
            return index + 1;
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
        self.levels.push(super::Level { column, list: true, item_keys: Default::default() });
        self.plain(at + 2, self.lines[index].end);
    }

    fn quoted(&mut self, index: usize, at: usize) -> usize {
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
            self.quote(at, at + typed.len(), typed);
            return;
        }
        self.push(
            Diagnostic::error("YML-08", format!("引号里面又用了同样的引号 {quote}"))
                .at(self.span(at, at + typed.len()), "")
                .help("内容里的引号改用中文的“ ”；最外面的一对半角引号留着或去掉都可以。"),
        );
        let inner = typed.strip_suffix(quote).filter(|rest| rest.len() > 1);
        self.quote(at, at + typed.len(), inner.map_or(typed, |inner| &inner[1..]));
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
                return next - 1;
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
                self.note_indentation(line.start, line.content);
                self.found.repairs.replace(line.start..line.content, " ".repeat(wanted));
            }
        }
        next
    }
}

/// `|`, `>-` and the like, with nothing but a comment after it.
fn is_block_header(text: &str) -> bool {
    let after = text[1..].trim_start_matches(|c: char| "+-".contains(c) || c.is_ascii_digit());
    let rest = after.trim_start();
    rest.is_empty() || (rest.starts_with('#') && rest.len() < after.len())
}
