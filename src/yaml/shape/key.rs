//! Keys that are not the ones wanted.

use crate::diagnostic::{Diagnostic, half_width, nearest, ranked, synonyms};

use super::super::blank::{Odd, is_blank};
use super::super::tree::{Entry, Node, Tree};
use super::schema::{Form, Object};
use super::{Check, Name};

impl<'a> Check<'a> {
    /// Reports a key that is not known; gives the one that was meant if that is
    /// plain and it is not there already.
    pub(super) fn unknown_key(
        &mut self,
        entry: &Entry,
        entries: &[Entry],
        object: &Object<'a>,
        name: &Name,
    ) -> Option<(&'a str, &'a serde_json::Value)> {
        let properties = object.properties?;
        let free: Vec<&str> = properties
            .keys()
            .map(String::as_str)
            .filter(|key| !entries.iter().any(|e| e.key == *key))
            .collect();
        if let Some(key) = self.blank_in_key(entry, &free) {
            return properties.get_key_value(key).map(|(key, schema)| (key.as_str(), schema));
        }
        let (close, others) = match synonyms(&entry.key, free.iter().copied()).as_deref() {
            Some([]) => (None, None),
            Some([only]) => (Some(*only), None),
            Some(several) => (None, Some(several.join("”或者“"))),
            None => (nearest(&entry.key, free.iter().copied()), None),
        };
        let first_level = !matches!(name, Name::File)
            && self.outermost.is_some_and(|keys| keys.contains_key(entry.key.as_str()));
        let help = match close {
            Some(close) => format!("是不是“{close}”？改成“{close}: ”。"),
            None if others.is_some() => {
                format!("是不是“{}”？改成其中的一个。", others.unwrap_or_default())
            }
            None if first_level => format!(
                "如果是文件第一级的“{}”，顶格写，不缩进，它下面的各行跟着左移；不是的话删去这一行。",
                entry.key
            ),
            None if free.is_empty() => "这一组里该有的都有了，删去这一行。".to_string(),
            None => {
                let shown: Vec<&str> = ranked(&entry.key, free.iter().copied())
                    .iter()
                    .take(12)
                    .map(|r| r.1)
                    .collect();
                let etc = if free.len() > shown.len() { " 等" } else { "" };
                format!("这里可以写：{}{etc}。不需要的话删去这一行。", shown.join("、"))
            }
        };
        let within = match name {
            Name::File => "文件里".to_string(),
            name => format!("{name}里"),
        };
        self.report.push(
            Diagnostic::error("SHP-01", format!("{within}没有“{}”这一项", entry.key))
                .at(entry.key_span, "")
                .help(help),
        );
        let (key, schema) = properties.get_key_value(close?)?;
        Some((key.as_str(), schema))
    }

    /// `重 点`: a key with a blank in it, or with what is not seen.
    fn blank_in_key<'k>(&mut self, entry: &Entry, free: &[&'k str]) -> Option<&'k str> {
        let odd = entry.key.chars().find(|c| is_blank(*c))?;
        let bare: String = entry.key.chars().filter(|c| !is_blank(*c)).collect();
        let key = free.iter().copied().find(|key| *key == bare)?;
        let what = if odd == ' ' { "空格".to_string() } else { Odd::of(odd).to_string() };
        self.report.push(
            Diagnostic::error("SHP-01", format!("名称“{key}”里多了{what}"))
                .at(entry.key_span, "")
                .help(format!("删去重打，写成“{key}: ”。")),
        );
        Some(key)
    }

    /// `Ａ１: 5`, in a mapping whose keys are names; false if it was reported.
    pub(super) fn half_width_key(&mut self, entry: &Entry) -> bool {
        let Some(half) = full_width_code(&entry.key) else { return true };
        let found = self.report.add(
            Diagnostic::error("SHP-13", format!("“{}”用了全角的字母或数字", entry.key))
                .at(entry.key_span, "")
                .help(format!("写成“{half}: ”。")),
        );
        if entry.key_span.end - entry.key_span.start == entry.key.len() {
            found.replace(entry.key_span, half);
        }
        false
    }

    /// A key with nothing after it, and below it what belongs to it but stands at
    /// its own column. Gives how many entries those are, which are then looked at
    /// where they belong.
    pub(super) fn not_indented(
        &mut self,
        entry: &Entry,
        next: &[Entry],
        object: &Object<'a>,
        schema: &'a serde_json::Value,
    ) -> usize {
        let (Some(own), true) = (object.properties, entry.value.is_null()) else { return 0 };
        let wanted = self.schemas.wanted(schema);
        let properties = wanted.forms.iter().find_map(|form| match form {
            Form::Object(object) => object.properties,
            _ => None,
        });
        let Some(properties) = properties else { return 0 };
        let belongs = |entry: &&Entry| {
            properties.contains_key(entry.key.as_str())
                && !own.contains_key(entry.key.as_str())
        };
        let below: Vec<Entry> = next.iter().take_while(belongs).cloned().collect();
        let [first, ..] = below.as_slice() else { return 0 };
        let count = below.len();
        self.report.push(
            Diagnostic::error("SHP-12", format!("“{}”下面的各行没有缩进", entry.key))
                .at(first.key_span, format!("从这里起 {count} 行"))
                .at(entry.key_span, "属于这一项")
                .help(format!("这 {count} 行前面各加两个空格。")),
        );
        let span = first.key_span;
        let node = Node { span, tree: Tree::Mapping(below) };
        self.node(&node, schema, &Name::Key(&entry.key));
        count
    }
}

/// The half-width form of a text that is all letters and digits, some of them
/// full-width: a code, and no word of the language.
pub(super) fn full_width_code(text: &str) -> Option<String> {
    let half: String = text.chars().map(half_width).collect();
    let code = half.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    (code && half != text && half.chars().any(|c| c.is_ascii_alphanumeric())).then_some(half)
}
