//! Physical lines and what a line looks like by itself.

use std::ops::Range;

use super::super::blank::{is_blank, width};

/// A line without its end, with its indentation measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) start: usize,
    /// Where the text after the indentation begins.
    pub(super) content: usize,
    pub(super) end: usize,
    /// Columns of indentation, as the clerk sees them: a tab leads to the next
    /// stop, a full-width blank counts two, what is not seen counts nothing.
    pub(super) column: usize,
}

/// Cuts a text into lines. Tab stops are as far apart as one level of
/// indentation elsewhere in the text, since that is what the tab stands for.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let from = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let stop = text
        .lines()
        .map(|line| (line.len() - line.trim_start_matches(' ').len(), line))
        .filter(|(blanks, line)| (2..=8).contains(blanks) && !line.trim().is_empty())
        .map(|(blanks, _)| blanks)
        .min()
        .unwrap_or(2);
    let mut start = from;
    text[from..]
        .split_inclusive('\n')
        .map(|raw| {
            let line = raw.strip_suffix('\n').unwrap_or(raw);
            let line = line.strip_suffix('\r').unwrap_or(line);
            let after = line.trim_start_matches(is_blank);
            let indentation = &line[..line.len() - after.len()];
            let column = indentation.chars().fold(0, |column, c| match c {
                '\t' => column + stop - column % stop,
                c => column + width(c),
            });
            let content = start + indentation.len();
            let line = Line { start, content, end: start + line.len(), column };
            start += raw.len();
            line
        })
        .collect()
}

/// What is typed for a colon by an input method or taken for one on a web page.
pub(super) fn is_other_colon(c: char) -> bool {
    matches!(c, '：' | '∶' | '︰' | '﹕')
}

/// A `key:` at the start of a text, or what was meant as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// The key's own bytes, with quotes where it has them.
    pub(super) name: Range<usize>,
    /// The colon's bytes.
    pub(super) colon: Range<usize>,
    pub(super) form: Form,
}

/// How the colon of a key was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `键: 值`, and with two colons `键：: 值`: a key whatever stands around it.
    Certain,
    /// `键：值`: a key or a text, which only its surroundings tell.
    FullWidth,
    /// `键:值`: likewise.
    NoBlank,
}

/// The key that the text between two offsets begins with.
pub(super) fn key(text: &str, range: Range<usize>) -> Option<Key> {
    let content = &text[range.clone()];
    let found = |name_end: usize, colon: usize, width: usize, form| {
        let name = content[..name_end].trim_end_matches(is_blank);
        Key {
            name: range.start..range.start + name.len(),
            colon: range.start + colon..range.start + colon + width,
            form,
        }
    };
    if content.starts_with(['[', '{', '［', '｛', '【', '#', '|', '>', '@', '`', '%']) {
        return None;
    }
    if content.starts_with(['"', '\'']) {
        let close = closing_quote(content)?;
        let rest = &content[close..];
        let colon = close + (rest.len() - rest.trim_start_matches(' ').len());
        return ends_key(&content[colon..]).then(|| found(close, colon, 1, Form::Certain));
    }
    let mut slip: Option<Key> = None;
    for (at, c) in content.char_indices() {
        let (start, end) = (range.start + at, range.start + at + c.len_utf8());
        match c {
            '#' if content[..at].ends_with([' ', '\t']) => break,
            ':' if ends_key(&content[at..]) => {
                return Some(match slip {
                    Some(key) if key.colon.end == start => {
                        Key { colon: key.colon.start..end, form: Form::Certain, ..key }
                    }
                    // The certain colon belongs to what stands in brackets.
                    Some(key) if text[key.colon.end..].starts_with(['{', '[', '｛', '［']) => {
                        key
                    }
                    _ => found(at, at, 1, Form::Certain),
                });
            }
            c if c == ':' || is_other_colon(c) => match &mut slip {
                Some(key) if key.colon.end == start => {
                    key.colon.end = end;
                    key.form = Form::FullWidth;
                }
                Some(_) => {}
                None => {
                    let form = if c == ':' { Form::NoBlank } else { Form::FullWidth };
                    slip = Some(found(at, at, c.len_utf8(), form));
                }
            },
            _ => {}
        }
    }
    slip.filter(|key| {
        let name = &text[key.name.clone()];
        // A time of day or a proportion.
        let digits =
            &text[key.colon.clone()] != "：" && name.chars().all(|c| c.is_ascii_digit());
        let address = text[key.colon.end..].starts_with("//");
        is_key_like(name) && !digits && !address
    })
}

/// A colon that YAML takes for the end of a key.
fn ends_key(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Short and without marks, as keys are and sentences are not.
pub(super) fn is_key_like(name: &str) -> bool {
    let marks = "，。；、！？…,;!?\"'[]{}<>|&*#@`%“”‘’";
    (1..=20).contains(&name.chars().count())
        && !name.chars().any(|c| is_blank(c) || marks.contains(c))
}

/// Where the quoted text ends that `text` begins with: the offset after the
/// closing quote.
pub(super) fn closing_quote(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return Some(at + 1);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(content: &str) -> Option<(&str, Form)> {
        key(content, 0..content.len()).map(|key| (&content[key.name], key.form))
    }

    #[test]
    fn keys_and_what_was_meant_as_one() {
        assert_eq!(form("名称: 甲"), Some(("名称", Form::Certain)));
        assert_eq!(form("“名称”:"), Some(("“名称”", Form::Certain)));
        assert_eq!(form("\"名 称\" : 甲"), Some(("\"名 称\"", Form::Certain)));
        assert_eq!(form("名称：甲"), Some(("名称", Form::FullWidth)));
        assert_eq!(form("名称 ：8:30"), Some(("名称", Form::FullWidth)));
        assert_eq!(form("名称:甲"), Some(("名称", Form::NoBlank)));
        assert_eq!(form("名称：: 甲"), Some(("名称", Form::Certain)));
        assert_eq!(form("名称:：甲"), Some(("名称", Form::FullWidth)));
        assert_eq!(form("名称∶甲"), Some(("名称", Form::FullWidth)));
        assert_eq!(form("备注：说明: 甲"), Some(("备注：说明", Form::Certain)));
        for text in
            ["8:30 开会", "3∶1", "http://a.cn", "一是健全制度，落实责任：甲", "甲 # a: b"]
        {
            assert_eq!(form(text), None, "{text}");
        }
    }

    #[test]
    fn a_tab_leads_to_the_level_of_the_rest() {
        let columns: Vec<usize> =
            lines("甲:\n    乙: 1\n\t丙: 2\n　丁: 3\r\n").iter().map(|l| l.column).collect();
        assert_eq!(columns, [0, 4, 4, 2]);
    }
}
