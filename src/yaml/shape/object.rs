//! Mappings: which keys there may and must be.

use serde_yaml::{Mapping, Number, Value};

use crate::diagnostic::{Diagnostic, Span};

use super::super::tree::{Entry, Node, Tree};
use super::scalar::one_of;
use super::schema::{Form, Object, Others};
use super::{Check, Name, as_typed};
use crate::diagnostic::half_width;

impl<'a> Check<'a> {
    pub(super) fn mapping(
        &mut self,
        node: &Node,
        entries: &[Entry],
        forms: &[&Form<'a>],
        name: &Name,
    ) -> Option<Value> {
        let objects: Vec<&Object<'a>> = forms
            .iter()
            .filter_map(|form| match form {
                Form::Object(object) => Some(object),
                _ => None,
            })
            .collect();
        for entry in entries {
            if let Tree::Scalar { text, .. } = &entry.value.tree
                && let Some(words) = self.tags(&objects, &entry.key)
                && let Err(fault) = one_of(text, &words)
            {
                self.fault(fault, "", entry.value.span, text, &Name::Key(&entry.key));
                return None;
            }
        }
        match self.alternative(entries, &objects) {
            Some(object) => self.object(node.span, entries, object, name),
            None => as_typed(node),
        }
    }

    /// The words at a key that tells several objects apart, of all of them.
    fn tags(&self, objects: &[&Object<'a>], key: &str) -> Option<Vec<&'a str>> {
        if objects.len() < 2 {
            return None;
        }
        let mut all = Vec::new();
        for object in objects {
            let mut wanted = self.schemas.wanted(object.properties?.get(key)?);
            match wanted.forms.pop() {
                Some(Form::OneOf(words)) if wanted.forms.is_empty() => all.extend(words),
                _ => return None,
            }
        }
        Some(all)
    }

    /// The one of several objects that a mapping is most like: where they are
    /// told apart by the word at a key, by that, else by the keys.
    fn alternative<'o>(
        &self,
        entries: &[Entry],
        objects: &[&'o Object<'a>],
    ) -> Option<&'o Object<'a>> {
        let likeness = |object: &Object<'a>| -> i64 {
            let mut like = 0;
            for entry in entries {
                let Some(schema) = object.properties.and_then(|p| p.get(&entry.key)) else {
                    continue;
                };
                let wanted = self.schemas.wanted(schema);
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

    fn object(
        &mut self,
        span: Span,
        entries: &[Entry],
        object: &Object<'a>,
        name: &Name,
    ) -> Option<Value> {
        self.outermost = self.outermost.or(object.properties);
        let mut values = Mapping::new();
        let mut complete = true;
        let mut doubtful = false;
        let mut meant: Vec<&str> = Vec::new();
        let mut passed_over = 0;
        for (at, entry) in entries.iter().enumerate() {
            if at < passed_over {
                continue;
            }
            let known = object.properties.and_then(|p| p.get_key_value(&entry.key));
            let (key, schema) = match (known, object.others) {
                (Some((key, schema)), _) => (Value::String(key.clone()), schema),
                (None, Others::Named(schema)) => (Value::String(entry.key.clone()), schema),
                (None, Others::Numbered(schema)) => match self.number_key(entry) {
                    Some(number) => (Value::Number(number), schema),
                    None => {
                        complete = false;
                        continue;
                    }
                },
                (None, Others::Ignored) => {
                    match as_typed(&entry.value) {
                        Some(value) => {
                            values.insert(Value::String(entry.key.clone()), value);
                        }
                        None => complete = false,
                    }
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
            let required = known.is_none() || object.required.contains(&entry.key.as_str());
            if entry.value.is_null() && !required {
                continue;
            }
            let name = Name::Key(&entry.key);
            let value = if entry.value.is_null() {
                let at_key = Node { span: entry.key_span, tree: entry.value.tree.clone() };
                self.node(&at_key, schema, &name)
            } else {
                self.node(&entry.value, schema, &name)
            };
            match value {
                Some(value) => {
                    values.insert(key, value);
                }
                None => complete = false,
            }
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
        (complete && missing.is_empty()).then_some(Value::Mapping(values))
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

    fn number_key(&mut self, entry: &Entry) -> Option<Number> {
        if let Ok(number) = entry.key.parse::<u64>() {
            return Some(Number::from(number));
        }
        if let Ok(number) = entry.key.parse::<i64>() {
            return Some(Number::from(number));
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
        None
    }
}
