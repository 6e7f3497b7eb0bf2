//! Slips in the colon after a key.

use crate::diagnostic::Diagnostic;

use super::super::blank::{Odd, is_blank};
use super::super::repair::Correction;
use super::line::{Form, Key, is_key_like};
use super::{Level, Pass};

/// What is typed for the colon after a key.
const OTHER_MARKS: [char; 4] = ['；', ';', '=', '＝'];

/// How a key is followed by its value.
const COLON: &str = "名称后面用半角冒号，再空一个半角空格。";

impl Pass<'_> {
    /// A colon of another width, or two of them.
    pub(super) fn wrong_colon(&mut self, key: &Key) {
        let typed = &self.text[key.colon.clone()];
        let message = match typed {
            "：" => "冒号用了全角“：”".to_string(),
            _ if typed.chars().count() > 1 => format!("冒号写了两个“{typed}”"),
            _ => format!("冒号打成了“{typed}”"),
        };
        self.push_repaired(
            Diagnostic::error("YML-04", message)
                .at(self.span(key.colon.start, key.colon.end), "")
                .help(COLON),
            [Correction::new(key.colon.clone(), ":"), self.one_blank_after(key.colon.end)],
        );
    }

    pub(super) fn no_blank_after_colon(&mut self, key: &Key) {
        let rest = &self.text[key.colon.end..];
        let message = match rest.chars().next().filter(|c| is_blank(*c)) {
            Some(blank) => format!("冒号后面是{}，要用半角空格", Odd::of(blank)),
            None => "冒号后面缺少半角空格".to_string(),
        };
        self.push_repaired(
            Diagnostic::error("YML-05", message)
                .at(self.span(key.colon.start, key.colon.end), "")
                .help(COLON),
            [self.one_blank_after(key.colon.end)],
        );
    }

    /// Whatever blanks follow a mistyped colon are part of the slip.
    fn one_blank_after(&self, at: usize) -> Correction {
        let rest = self.text[at..].lines().next().unwrap_or("");
        let value = rest.trim_start_matches(is_blank);
        let blank = if value.is_empty() { "" } else { " " };
        Correction::new(at..at + rest.len() - value.len(), blank)
    }

    /// `名称　: 甲`: YAML takes the blank as a part of the key.
    pub(super) fn blank_before_colon(&mut self, key: &Key) {
        let blanks = &self.text[key.name.end..key.colon.start];
        let Some(odd) = blanks.chars().find(|c| !matches!(c, ' ' | '\t')) else { return };
        self.push_repaired(
            Diagnostic::error("YML-05", format!("名称和冒号之间有{}", Odd::of(odd)))
                .at(self.span(key.name.end, key.colon.start), "")
                .help("冒号紧接在名称后面。"),
            [Correction::new(key.name.end..key.colon.start, "")],
        );
    }

    /// `名称=甲`, where the name is a key that there is.
    pub(super) fn is_known_key(&self, at: usize, end: usize) -> bool {
        let text = &self.text[at..end];
        name_and_mark(text).is_some_and(|(name, mark)| {
            self.known.contains(&text[..name]) && text[name..mark].contains(OTHER_MARKS)
        })
    }

    /// A line where the others of its group have `键: 值` and it has no colon.
    pub(super) fn without_colon(&mut self, index: usize, at: usize, column: usize) -> usize {
        let end = self.lines[index].end;
        let content = self.text[at..end].trim_end_matches(is_blank);
        let Some((name, mark)) = name_and_mark(content) else {
            if self.levels.last().is_none_or(|top| top.column != column) {
                self.levels.push(Level::new(column, false, index));
            }
            return self.stray_text(index);
        };
        let between = at + name..at + mark;
        let typed = self.text[between.clone()].trim_matches(is_blank);
        let place = self.span(between.start, between.end);
        let colon = Correction::new(between.clone(), ": ");
        if typed.is_empty() {
            let help =
                format!("如果是上一行文字的继续，就比上一行多缩进两格；不是的话，{COLON}");
            self.push_shown(
                Diagnostic::error("YML-13", "这一行没有冒号").at(place, "").help(help),
            );
            self.found.repairs.make(colon);
        } else {
            let message = format!("冒号打成了“{typed}”");
            let diagnostic = Diagnostic::error("YML-04", message).at(place, "").help(COLON);
            self.push_repaired(diagnostic, [colon]);
        }
        let key = Key { name: at..at + name, colon: between, form: Form::Certain };
        self.enter_mapping(index, column, &key);
        self.value(index, at + mark, true)
    }
}

/// Where the name ends and the value begins of a text that has another mark, or
/// blanks only, in the place of the colon.
pub(super) fn name_and_mark(text: &str) -> Option<(usize, usize)> {
    let name = text.find(|c| is_blank(c) || OTHER_MARKS.contains(&c))?;
    let rest = text[name..].trim_start_matches(is_blank);
    let value = rest.trim_start_matches(OTHER_MARKS).trim_start_matches(is_blank);
    let mark = text.len() - value.len();
    (is_key_like(&text[..name]) && !value.is_empty()).then_some((name, mark))
}
