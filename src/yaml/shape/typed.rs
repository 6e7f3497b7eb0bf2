//! Serde types straight from a tree, with nothing of the whole between them.

use serde::de::value::{BorrowedStrDeserializer, Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::super::tree::{Node, Tree};
use super::number::Number;
use super::scalar::{Scalar, read};
use super::schema::{Object, Others, Schemas, Wanted};

/// A node to be read as its schema wants it.
#[derive(Clone, Copy)]
pub(super) struct Typed<'de, 's> {
    pub(super) node: &'de Node,
    /// None where no schema says anything: there scalars are texts.
    pub(super) schema: Option<&'s Value>,
    pub(super) schemas: &'de Schemas<'s>,
}

impl<'de> Deserializer<'de> for Typed<'de, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_null() {
            return visitor.visit_unit();
        }
        let wanted = self.schema.map(|schema| self.schemas.wanted(schema));
        let wanted = wanted.as_deref();
        match &self.node.tree {
            tree @ Tree::Scalar { text, quoted } => {
                match wanted.and_then(|wanted| self.schemas.list_of_one(wanted, tree)) {
                    Some(item) => {
                        let item = Typed { schema: Some(item), ..self };
                        SeqDeserializer::new(std::iter::once(item)).deserialize_any(visitor)
                    }
                    None => scalar(text, *quoted, wanted)?.deserialize_any(visitor),
                }
            }
            Tree::Sequence(items) => {
                let list = wanted.and_then(Wanted::list);
                let items = items.iter().enumerate().map(|(at, node)| Typed {
                    node,
                    schema: list.and_then(|list| list.item(at)),
                    ..self
                });
                SeqDeserializer::new(items).deserialize_any(visitor)
            }
            Tree::Mapping(entries) => {
                let object = wanted
                    .and_then(|wanted| self.schemas.alternative(entries, &wanted.objects()));
                let written = entries
                    .iter()
                    .filter(|entry| !object.is_some_and(|object| object.passes_over(entry)));
                let pairs = written.map(|entry| {
                    let schema = object.and_then(|object| object.value(&entry.key));
                    (key(&entry.key, object), Typed { node: &entry.value, schema, ..self })
                });
                MapDeserializer::new(pairs).deserialize_any(visitor)
            }
            Tree::Unreadable => Err(Error::custom("unreadable")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.is_null() {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.node.tree {
            Tree::Scalar { text, quoted } if !self.node.is_null() => {
                let wanted = self.schema.map(|schema| self.schemas.wanted(schema));
                let word = scalar(text, *quoted, wanted.as_deref())?;
                word.deserialize_enum(name, variants, visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

impl<'de> IntoDeserializer<'de, Error> for Typed<'de, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// What a scalar says; where no schema is, it is a text.
fn scalar<'de>(
    text: &'de str,
    quoted: bool,
    wanted: Option<&Wanted>,
) -> Result<Scalar<'de>, Error> {
    let Some(wanted) = wanted else { return Ok(Scalar::Text(text)) };
    read(text, quoted, &wanted.forms)
        .map_err(|_| Error::invalid_value(Unexpected::Str(text), &"what the schema wants"))
}

/// A key of an object: a number where the object has numbers for keys.
fn key<'de>(text: &'de str, object: Option<&Object>) -> Scalar<'de> {
    let numbered = object.is_some_and(|object| {
        matches!(object.others, Others::Numbered(_)) && object.property(text).is_none()
    });
    let number = Number::whole(text).filter(|_| numbered);
    number.map_or(Scalar::Text(text), Scalar::Number)
}

impl<'de> Deserializer<'de> for Scalar<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Scalar::Text(text) => visitor.visit_borrowed_str(text),
            Scalar::Number(Number::Natural(number)) => visitor.visit_u64(number),
            Scalar::Number(Number::Integer(number)) => visitor.visit_i64(number),
            Scalar::Number(Number::Real(number)) => visitor.visit_f64(number),
            Scalar::Boolean(value) => visitor.visit_bool(value),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Scalar::Text(word) => visitor.visit_enum(BorrowedStrDeserializer::new(word)),
            Scalar::Number(_) | Scalar::Boolean(_) => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Scalar<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use schemars::{JsonSchema, schema_for};
    use serde::Deserialize;
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use crate::diagnostic::{Report, Sources};
    use crate::yaml::{check, parse};

    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
    struct Code(String);

    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
    enum Stage {
        幼儿园,
        小学,
    }

    /// The value, or what serde says.
    fn read<T: DeserializeOwned + JsonSchema>(text: &str) -> Result<T, String> {
        let (mut sources, mut report) = (Sources::new(), Report::new());
        let (source, schema) = (sources.add("a", text), schema_for!(T));
        let tree = parse(source, text, &schema, &mut report).unwrap();
        let sound = check(&tree, &schema, &mut report);
        sound.expect("it is sound").typed().map_err(|error| error.to_string())
    }

    #[test]
    fn types_of_many_kinds() {
        #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
        struct Kinds {
            code: Code,
            codes: BTreeMap<Code, i64>,
            stages: BTreeMap<Stage, bool>,
            pair: (u8, String),
            none: Option<Vec<Code>>,
            one: Option<Vec<Code>>,
        }
        let kinds: Kinds = read(
            "code: 020\ncodes: {021: -3}\nstages: {小学: 是, 幼儿园: 否}\n\
             pair: [1, 1]\nnone: ~\none: 022\n",
        )
        .unwrap();
        let code = |code: &str| Code(code.to_string());
        assert_eq!(
            kinds,
            Kinds {
                code: code("020"),
                codes: [(code("021"), -3)].into(),
                stages: [(Stage::小学, true), (Stage::幼儿园, false)].into(),
                pair: (1, "1".to_string()),
                none: None,
                one: Some(vec![code("022")]),
            }
        );
    }

    #[test]
    fn what_no_schema_describes_stays_as_typed() {
        #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
        struct Named {
            code: Code,
            share: f64,
        }
        #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
        struct Open {
            #[serde(flatten)]
            named: Named,
            #[serde(flatten)]
            others: BTreeMap<String, serde_json::Value>,
        }
        let text = "code: 1\nshare: 1\nnote: [1, 是, {year: 2014}]\nempty:\n";
        let open: Open = read(text).unwrap();
        assert_eq!(open.named, Named { code: Code("1".to_string()), share: 1.0 });
        assert_eq!(
            open.others,
            [
                ("empty".to_string(), json!(null)),
                ("note".to_string(), json!(["1", "是", { "year": "2014" }])),
            ]
            .into()
        );
    }

    #[test]
    fn a_type_that_takes_less_than_its_schema_says_so() {
        #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
        struct Narrow {
            #[schemars(with = "Vec<String>")]
            stages: Stage,
        }
        #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
        struct Worded {
            #[schemars(with = "String")]
            stage: Stage,
        }
        let said = "invalid type: sequence, expected enum Stage";
        assert_eq!(read::<Narrow>("stages: [小学]"), Err(said.to_string()));
        let said = "unknown variant `中学`, expected `幼儿园` or `小学`";
        assert_eq!(read::<Worded>("stage: 中学"), Err(said.to_string()));
    }
}
