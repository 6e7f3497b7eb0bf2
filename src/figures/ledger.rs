//! The list of figures and how each prints.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chinese::number;
use crate::record::DataPath;

/// 指标数: a computed number with its provenance. A province has hundreds of
/// thousands, so what they have in common is shared.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it belongs to, where that is not the whole year: an activity
    /// (`标准化评估`) or a school in it (`标准化评估·临夏市第一小学`).
    pub scope: Option<Arc<str>>,
    /// The name within its scope: `督导学校数`.
    pub name: Cow<'static, str>,
    pub value: Value,
    /// 单位; a percentage has `%`.
    pub unit: Cow<'static, str>,
    /// How it is computed, in words.
    pub formula: Cow<'static, str>,
    /// The data it was computed from; empty where the workbook has none.
    pub sources: Arc<[DataPath]>,
}

/// A number that prints in one way only.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Value {
    Count(u64),
    /// Printed with as many decimals as it has, four at most.
    Decimal(f64),
    /// A share or a rate of growth, printed in per cent with one decimal.
    Share {
        part: f64,
        whole: f64,
    },
}

impl Value {
    /// The number for conditions and programs; of a share the per cent. A
    /// whole of nothing has no share: 0.
    pub fn as_f64(self) -> f64 {
        match self {
            Value::Count(n) => n as f64,
            Value::Decimal(x) => x,
            Value::Share { whole: 0.0, .. } => 0.0,
            Value::Share { part, whole } => part / whole * 100.0,
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Value::Count(n) => write!(f, "{n}"),
            Value::Decimal(x) => f.write_str(&number::decimal(x)),
            Value::Share { part, whole } => {
                f.write_str(number::percent_of(part, whole, 1).as_deref().unwrap_or("0%"))
            }
        }
    }
}

impl Figure {
    /// The name under which the whole ledger knows it.
    pub fn full_name(&self) -> String {
        match &self.scope {
            Some(scope) => format!("{scope}·{}", self.name),
            None => self.name.clone().into_owned(),
        }
    }
}

/// All figures of a year, in the order they were computed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    figures: Vec<Figure>,
    by_scope: BTreeMap<Option<Arc<str>>, Vec<usize>>,
}

impl Ledger {
    /// Adds a figure. Its name is new in its scope: the workbook has checked
    /// that whatever figures are named after has a name of its own.
    pub fn add(&mut self, figure: Figure) {
        let scope = figure.scope.as_deref();
        debug_assert!(
            self.numbered(scope).all(|(_, other)| other.name != figure.name),
            "two figures are called {}",
            figure.full_name()
        );
        self.by_scope.entry(figure.scope.clone()).or_default().push(self.figures.len());
        self.figures.push(figure);
    }

    pub fn iter(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter()
    }

    /// A figure and the number it has in the ledger.
    pub fn numbered(&self, scope: Option<&str>) -> impl Iterator<Item = (usize, &Figure)> {
        let scope = scope.map(Arc::from);
        let numbers = self.by_scope.get(&scope).map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|&i| (i, &self.figures[i]))
    }
}

/// Adds figures of one scope without repeating it.
pub struct Scope<'a> {
    pub ledger: &'a mut Ledger,
    pub scope: Option<Arc<str>>,
}

impl Scope<'_> {
    pub fn count(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        n: usize,
        unit: impl Into<Cow<'static, str>>,
        formula: impl Into<Cow<'static, str>>,
        from: impl Into<Arc<[DataPath]>>,
    ) {
        self.add(name, Value::Count(n as u64), unit, formula, from);
    }

    pub fn add(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: Value,
        unit: impl Into<Cow<'static, str>>,
        formula: impl Into<Cow<'static, str>>,
        sources: impl Into<Arc<[DataPath]>>,
    ) {
        self.ledger.add(Figure {
            scope: self.scope.clone(),
            name: name.into(),
            value,
            unit: unit.into(),
            formula: formula.into(),
            sources: sources.into(),
        });
    }
}
