//! What a JSON Schema wants of a value, with references followed and the ways
//! of saying the same thing made one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ptr;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::super::tree::{Entry, Tree};

/// A schema document, for its references.
#[derive(Debug)]
pub(super) struct Schemas<'a> {
    root: &'a Value,
    /// What has been asked for, by the address of its schema: the same few are asked
    /// for at every item of a long list.
    known: RefCell<BTreeMap<*const Value, Rc<Wanted<'a>>>>,
}

/// What is wanted of one value.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// Any of these; in the order of the schema.
    pub(super) forms: Vec<Form<'a>>,
    /// It may also be missing.
    pub(super) nullable: bool,
}

#[derive(Debug)]
pub(super) enum Form<'a> {
    Any,
    Text {
        least: u64,
    },
    Date,
    Integer(Limits),
    Number(Limits),
    Boolean,
    /// Texts, one of which it must be.
    OneOf(Vec<&'a str>),
    List(List<'a>),
    Object(Object<'a>),
}

/// Bounds of a number, both allowed themselves.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Limits {
    pub(super) least: Option<f64>,
    pub(super) most: Option<f64>,
}

#[derive(Debug)]
pub(super) struct List<'a> {
    /// Schemas of the first items, where each has its own.
    pub(super) prefix: &'a [Value],
    pub(super) items: Option<&'a Value>,
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
}

#[derive(Debug)]
pub(super) struct Object<'a> {
    pub(super) properties: Option<&'a Map<String, Value>>,
    pub(super) required: Vec<&'a str>,
    pub(super) others: Others<'a>,
}

/// What keys other than the named ones may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Others<'a> {
    Refused,
    /// Any key, with values of this schema.
    Named(&'a Value),
    /// Whole numbers, with values of this schema.
    Numbered(&'a Value),
    Ignored,
}

/// Which keys a schema names anywhere, and which of them stand side by side.
#[derive(Debug, Default)]
pub(in crate::yaml) struct Keys<'a> {
    objects: Vec<BTreeSet<&'a str>>,
}

impl<'a> Keys<'a> {
    pub(in crate::yaml) fn of(schema: &'a Value) -> Self {
        let mut keys = Self::default();
        keys.collect(schema);
        keys
    }

    fn collect(&mut self, schema: &'a Value) {
        match schema {
            Value::Object(object) => {
                if let Some(Value::Object(properties)) = object.get("properties") {
                    self.objects.push(properties.keys().map(String::as_str).collect());
                }
                object.values().for_each(|value| self.collect(value));
            }
            Value::Array(values) => values.iter().for_each(|value| self.collect(value)),
            _ => {}
        }
    }

    pub(in crate::yaml) fn contains(&self, key: &str) -> bool {
        self.objects.iter().any(|object| object.contains(key))
    }

    /// Whether there is a mapping that may have all of these keys.
    pub(in crate::yaml) fn side_by_side(&self, keys: &[&str]) -> bool {
        self.objects.iter().any(|object| keys.iter().all(|key| object.contains(key)))
    }
}

impl Form<'_> {
    /// Whether a tree of this kind can be of this form at all.
    pub(super) fn accepts(&self, tree: &Tree) -> bool {
        match self {
            Form::Any => true,
            Form::List(_) => matches!(tree, Tree::Sequence(_)),
            Form::Object(_) => matches!(tree, Tree::Mapping(_)),
            Form::Text { .. }
            | Form::Date
            | Form::Integer(_)
            | Form::Number(_)
            | Form::Boolean
            | Form::OneOf(_) => matches!(tree, Tree::Scalar { .. }),
        }
    }

    pub(super) fn takes_scalars(&self) -> bool {
        !matches!(self, Form::List(_) | Form::Object(_))
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self, Form::Object(_))
    }
}

impl<'a> Wanted<'a> {
    /// Whether a tree of this kind can be of one of the forms at all.
    pub(super) fn accepts(&self, tree: &Tree) -> bool {
        self.forms.iter().any(|form| form.accepts(tree))
    }

    /// The list that is wanted, unless anything at all is.
    pub(super) fn list(&self) -> Option<&List<'a>> {
        match self.forms.iter().find(|form| matches!(form, Form::List(_) | Form::Any))? {
            Form::List(list) => Some(list),
            _ => None,
        }
    }

    /// The objects among the forms.
    pub(super) fn objects(&self) -> Vec<&Object<'a>> {
        let objects = self.forms.iter().filter_map(|form| match form {
            Form::Object(object) => Some(object),
            _ => None,
        });
        objects.collect()
    }
}

impl<'a> List<'a> {
    /// The schema of an item; none where nothing is said of it.
    pub(super) fn item(&self, at: usize) -> Option<&'a Value> {
        self.prefix.get(at).or(self.items)
    }
}

impl<'a> Object<'a> {
    /// The schema of what stands at a key; none where nothing is said of it.
    pub(super) fn value(&self, key: &str) -> Option<&'a Value> {
        self.property(key).or(match self.others {
            Others::Named(schema) | Others::Numbered(schema) => Some(schema),
            Others::Refused | Others::Ignored => None,
        })
    }

    /// The schema of what stands at a key that is named.
    pub(super) fn property(&self, key: &str) -> Option<&'a Value> {
        self.properties?.get(key)
    }

    /// An optional key with nothing after it counts as not written.
    pub(super) fn passes_over(&self, entry: &Entry) -> bool {
        let key = entry.key.as_str();
        entry.value.is_null() && self.property(key).is_some() && !self.required.contains(&key)
    }
}

impl<'a> Schemas<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        Self { root, known: RefCell::default() }
    }

    /// What a schema wants. `collect` does not ask for it, so it is borrowed once.
    pub(super) fn wanted(&self, schema: &'a Value) -> Rc<Wanted<'a>> {
        let mut known = self.known.borrow_mut();
        let wanted = known.entry(ptr::from_ref(schema)).or_insert_with(|| {
            let mut wanted = Wanted { forms: Vec::new(), nullable: false };
            self.collect(schema, &mut wanted, 0);
            Rc::new(wanted)
        });
        Rc::clone(wanted)
    }

    /// The schema of the only item, where a list of scalars is wanted and there is a
    /// scalar.
    pub(super) fn list_of_one(&self, wanted: &Wanted<'a>, tree: &Tree) -> Option<&'a Value> {
        let scalar = matches!(tree, Tree::Scalar { .. }) && !wanted.accepts(tree);
        wanted.list().filter(|_| scalar)?.items.filter(|item| self.wanted(item).accepts(tree))
    }

    /// `depth` counts references and alternatives passed without a step into
    /// the value, so that a schema that refers to itself comes to an end.
    fn collect(&self, schema: &'a Value, wanted: &mut Wanted<'a>, depth: usize) {
        if depth > 32 {
            return;
        }
        let Some(object) = schema.as_object() else {
            wanted.forms.push(Form::Any);
            return;
        };
        if let Some(target) = object.get("$ref").and_then(Value::as_str) {
            let target = target.strip_prefix('#').and_then(|path| self.root.pointer(path));
            return self.collect(target.unwrap_or(&Value::Bool(true)), wanted, depth + 1);
        }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            if let Some(branches) = object.get(keyword).and_then(Value::as_array) {
                for branch in branches {
                    self.collect(branch, wanted, depth + 1);
                }
                return;
            }
        }
        let allowed = match (object.get("const"), object.get("enum").and_then(Value::as_array))
        {
            (Some(only), _) => Some(std::slice::from_ref(only)),
            (None, Some(values)) => Some(values.as_slice()),
            (None, None) => None,
        };
        if let Some(allowed) = allowed {
            wanted.nullable |= allowed.contains(&Value::Null);
            let words = allowed.iter().filter_map(Value::as_str);
            // Alternatives with one word each are one choice among words.
            match wanted.forms.iter_mut().find_map(|form| match form {
                Form::OneOf(words) => Some(words),
                _ => None,
            }) {
                Some(all) => all.extend(words),
                None => wanted.forms.push(Form::OneOf(words.collect())),
            }
            return;
        }
        let kinds: Vec<&str> = match object.get("type") {
            Some(Value::String(kind)) => vec![kind],
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            _ if object.contains_key("properties") => vec!["object"],
            _ => vec!["any"],
        };
        for kind in kinds {
            match kind {
                "null" => wanted.nullable = true,
                kind => wanted.forms.push(form(kind, object)),
            }
        }
    }
}

fn form<'a>(kind: &str, object: &'a Map<String, Value>) -> Form<'a> {
    let number = |key: &str| object.get(key).and_then(Value::as_u64);
    match kind {
        "string" if object.get("format").and_then(Value::as_str) == Some("date") => Form::Date,
        "string" => Form::Text { least: number("minLength").unwrap_or(0) },
        "integer" => Form::Integer(limits(object)),
        "number" => Form::Number(limits(object)),
        "boolean" => Form::Boolean,
        "array" => Form::List(List {
            prefix: object
                .get("prefixItems")
                .and_then(Value::as_array)
                .map_or(&[], Vec::as_slice),
            items: object.get("items"),
            least: number("minItems"),
            most: number("maxItems"),
        }),
        "object" => Form::Object(Object {
            properties: object.get("properties").and_then(Value::as_object),
            required: object
                .get("required")
                .and_then(Value::as_array)
                .map(|names| names.iter().filter_map(Value::as_str).collect())
                .unwrap_or_default(),
            others: others(object),
        }),
        _ => Form::Any,
    }
}

fn others(object: &Map<String, Value>) -> Others<'_> {
    // Maps with numbers for keys are the only patterns that schemars writes.
    if let Some(patterns) = object.get("patternProperties").and_then(Value::as_object)
        && let Some(schema) = patterns.values().next()
    {
        return Others::Numbered(schema);
    }
    let rest = object.get("additionalProperties").or(object.get("unevaluatedProperties"));
    match rest {
        Some(Value::Bool(false)) => Others::Refused,
        Some(schema @ Value::Object(_)) => Others::Named(schema),
        _ => Others::Ignored,
    }
}

fn limits(object: &Map<String, Value>) -> Limits {
    let number = |key: &str| object.get(key).and_then(Value::as_f64);
    let (low, high) = match object.get("format").and_then(Value::as_str) {
        Some("uint8") => (Some(0.0), Some(f64::from(u8::MAX))),
        Some("uint16") => (Some(0.0), Some(f64::from(u16::MAX))),
        Some("uint32") => (Some(0.0), Some(f64::from(u32::MAX))),
        Some("uint64" | "uint") => (Some(0.0), None),
        Some("int8") => (Some(f64::from(i8::MIN)), Some(f64::from(i8::MAX))),
        Some("int16") => (Some(f64::from(i16::MIN)), Some(f64::from(i16::MAX))),
        Some("int32") => (Some(f64::from(i32::MIN)), Some(f64::from(i32::MAX))),
        _ => (None, None),
    };
    Limits { least: number("minimum").or(low), most: number("maximum").or(high) }
}
