//! Mappings: which keys there may and must be.

use crate::diagnostic::{Diagnostic, Span};

use super::super::tree::{Entry, Node, Tree};
use super::number::Number;
use super::scalar::one_of;
use super::schema::{Form, Object, Others, Schemas, Wanted};
use super::{Check, Name, is_readable};
use crate::diagnostic::half_width;

impl<'a> Check<'a> {
    pub(super) fn mapping(
        &mut self,
        node: &Node,
        entries: &[Entry],
        wanted: &Wanted<'a>,
        name: &Name,
    ) -> bool {
        let objects = wanted.objects();
        for entry in entries {
            if let Tree::Scalar { text, .. } = &entry.value.tree
                && let Some(words) = self.schemas.tags(&objects, &entry.key)
                && let Err(fault) = one_of(text, &words)
            {
                self.fault(fault, "", entry.value.span, text, &Name::Key(&entry.key));
                return false;
            }
        }
        match self.schemas.alternative(entries, &objects) {
            Some(object) => self.object(node.span, entries, object, name),
            None => is_readable(node),
        }
    }

    fn object(
        &mut self,
        span: Span,
        entries: &[Entry],
        object: &Object<'a>,
        name: &Name,
    ) -> bool {
        self.outermost = self.outermost.or(object.properties);
        let mut complete = true;
        let mut doubtful = false;
        let mut meant: Vec<&str> = Vec::new();
        let mut passed_over = 0;
        for (at, entry) in entries.iter().enumerate() {
            if at < passed_over {
                continue;
            }
            let schema = match (object.property(&entry.key), object.others) {
                (Some(schema), _) | (None, Others::Named(schema)) => schema,
                (None, Others::Numbered(schema)) => {
                    if !self.number_key(entry) {
                        complete = false;
                        continue;
                    }
                    schema
                }
                (None, Others::Ignored) => {
                    complete &= is_readable(&entry.value);
                    continue;
                }
                (None, Others::Refused) => {
                    complete = false;
                    // Whether it is a key at all, only its writer knows.
                    if matches!(entry.value.tree, Tree::Unreadable) {
                        doubtful = true;
                        continue;
                    }
                    if let Some((key, schema)) = self.unknown_key(entry, entries, object, name)
                    {
                        meant.push(key);
                        // What was written there is looked at all the same.
                        if !entry.value.is_null() {
                            self.node(&entry.value, schema, &Name::Key(key));
                        }
                    }
                    continue;
                }
            };
            if matches!(object.others, Others::Named(_)) && !self.half_width_key(entry) {
                complete = false;
            }
            let below = self.not_indented(entry, &entries[at + 1..], object, schema);
            if below > 0 {
                passed_over = at + 1 + below;
                complete = false;
                continue;
            }
            if object.passes_over(entry) {
                continue;
            }
            let name = Name::Key(&entry.key);
            complete &= if entry.value.is_null() {
                let at_key = Node { span: entry.key_span, tree: entry.value.tree.clone() };
                self.node(&at_key, schema, &name)
            } else {
                self.node(&entry.value, schema, &name)
            };
        }
        let missing: Vec<&str> = object
            .required
            .iter()
            .copied()
            .filter(|key| !entries.iter().any(|e| e.key == *key) && !meant.contains(key))
            .collect();
        if !missing.is_empty() && !doubtful {
            self.missing(&missing, entries.first().map_or(span, |e| e.key_span), name);
        }
        complete && missing.is_empty()
    }

    fn missing(&mut self, missing: &[&str], place: Span, name: &Name) {
        let listed =
            missing.iter().map(|key| format!("“{key}”")).collect::<Vec<_>>().join("、");
        let lines =
            missing.iter().map(|key| format!("“{key}: ……”")).collect::<Vec<_>>().join("、");
        self.report.push(
            Diagnostic::error("SHP-02", format!("{name}缺少{listed}"))
                .at(place, "")
                .help(format!("在这一组里加上{lines}，与这一行左对齐。")),
        );
    }

    /// Whether a key is a whole number, as it must be.
    fn number_key(&mut self, entry: &Entry) -> bool {
        if Number::whole(&entry.key).is_some() {
            return true;
        }
        let narrow: String = entry.key.chars().map(half_width).collect();
        let digits: String = narrow.trim().chars().take_while(char::is_ascii_digit).collect();
        let help = match digits.is_empty() {
            true => "冒号前面只写整数，例如“2014: 27”。".to_string(),
            false => format!("冒号前面只写整数：写成“{digits}: ”。"),
        };
        self.report.push(
            Diagnostic::error("SHP-06", format!("冒号前面要写整数，现在是“{}”", entry.key))
                .at(entry.key_span, "")
                .help(help),
        );
        false
    }
}

impl<'a> Schemas<'a> {
    /// The words at a key that tells several objects apart, of all of them.
    fn tags(&self, objects: &[&Object<'a>], key: &str) -> Option<Vec<&'a str>> {
        if objects.len() < 2 {
            return None;
        }
        let mut all = Vec::new();
        for object in objects {
            match self.wanted(object.property(key)?).forms.as_slice() {
                [Form::OneOf(words)] => all.extend(words),
                _ => return None,
            }
        }
        Some(all)
    }

    /// The one of several objects that a mapping is most like: where they are
    /// told apart by the word at a key, by that, else by the keys.
    pub(super) fn alternative<'o>(
        &self,
        entries: &[Entry],
        objects: &[&'o Object<'a>],
    ) -> Option<&'o Object<'a>> {
        if let [only] = objects {
            return Some(only);
        }
        let likeness = |object: &Object<'a>| -> i64 {
            let mut like = 0;
            for entry in entries {
                let Some(schema) = object.property(&entry.key) else { continue };
                let wanted = self.wanted(schema);
                like += match (wanted.forms.as_slice(), &entry.value.tree) {
                    ([Form::OneOf(words)], Tree::Scalar { text, .. }) => {
                        if words.contains(&text.as_str()) { 100 } else { -100 }
                    }
                    (forms, tree) if forms.iter().any(|form| form.accepts(tree)) => 2,
                    _ => 1,
                };
            }
            let missing =
                object.required.iter().filter(|k| !entries.iter().any(|e| e.key == **k));
            like - missing.count() as i64
        };
        // The first of the equally like.
        objects.iter().copied().rev().max_by_key(|object| likeness(object))
    }
}
