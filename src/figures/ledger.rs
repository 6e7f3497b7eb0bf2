//! The list of figures and how each prints.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chinese::number;
use crate::record::{Record, SchoolIndex};

use super::provenance::Provenance;
use super::results;

/// 指标数: a computed number with its provenance.
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
    /// The data it was computed from; none where the workbook has none.
    pub sources: Provenance,
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

/// All figures of a year, each with a number by which texts refer to it. Those of the
/// single schools, of which a province has hundreds of thousands, are computed when
/// they are asked for and come after all others.
#[derive(Debug, Clone)]
pub struct Ledger<'a> {
    record: &'a Record,
    schools: SchoolIndex<'a>,
    figures: Vec<Figure>,
    by_scope: BTreeMap<Option<Arc<str>>, Vec<usize>>,
}

impl<'a> Ledger<'a> {
    /// The ledger of a record with these figures, to which it adds those of the
    /// schools. Each name is new in its scope: the workbook has checked that whatever
    /// figures are named after has a name of its own.
    pub(super) fn new(record: &'a Record, figures: Vec<Figure>) -> Self {
        let mut by_scope: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (i, figure) in figures.iter().enumerate() {
            let of_scope = by_scope.entry(figure.scope.clone()).or_default();
            debug_assert!(
                of_scope.iter().all(|other| figures[*other].name != figure.name),
                "two figures are called {}",
                figure.full_name()
            );
            of_scope.push(i);
        }
        let schools = SchoolIndex::new(&record.schools);
        Self { record, schools, figures, by_scope }
    }

    /// The schools of the record.
    pub fn schools(&self) -> &SchoolIndex<'a> {
        &self.schools
    }

    /// All figures with their numbers, which grow.
    pub fn iter(&self) -> impl Iterator<Item = (usize, Cow<'_, Figure>)> {
        let activities = self.record.activities.iter().enumerate();
        let results = activities.flat_map(move |(activity, of_record)| {
            (0..of_record.results.len()).flat_map(move |result| {
                let figures = self.of_result(activity, result);
                figures.map(|(number, figure)| (number, Cow::Owned(figure)))
            })
        });
        self.figures.iter().map(Cow::Borrowed).enumerate().chain(results)
    }

    /// The figures of the year, of an activity, a statistic or an aspect, with their
    /// numbers.
    pub fn numbered(&self, scope: Option<&str>) -> impl Iterator<Item = (usize, &Figure)> {
        let scope = scope.map(Arc::from);
        let numbers = self.by_scope.get(&scope).map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|&i| (i, &self.figures[i]))
    }

    /// The figures of one school in an activity, by their places in the record, with
    /// their numbers.
    pub fn of_result(
        &self,
        activity: usize,
        result: usize,
    ) -> impl Iterator<Item = (usize, Figure)> + use<> {
        let before: usize = (0..activity)
            .map(|i| self.record.activities[i].results.len() * self.at_most(i))
            .sum();
        let first = self.figures.len() + before + result * self.at_most(activity);
        let figures = results::of_result(self.record, &self.schools, activity, result);
        debug_assert!(figures.len() <= self.at_most(activity));
        figures.into_iter().enumerate().map(move |(i, figure)| (first + i, figure))
    }

    /// How many figures a school has at most in an activity.
    fn at_most(&self, activity: usize) -> usize {
        results::at_most(self.record.system_of(&self.record.activities[activity]))
    }
}

/// Adds figures of one scope without repeating it.
pub struct Scope<'a> {
    pub figures: &'a mut Vec<Figure>,
    pub scope: Option<Arc<str>>,
}

impl Scope<'_> {
    pub fn count(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        n: usize,
        unit: impl Into<Cow<'static, str>>,
        formula: impl Into<Cow<'static, str>>,
        from: impl Into<Provenance>,
    ) {
        self.add(name, Value::Count(n as u64), unit, formula, from);
    }

    pub fn add(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: Value,
        unit: impl Into<Cow<'static, str>>,
        formula: impl Into<Cow<'static, str>>,
        sources: impl Into<Provenance>,
    ) {
        self.figures.push(Figure {
            scope: self.scope.clone(),
            name: name.into(),
            value,
            unit: unit.into(),
            formula: formula.into(),
            sources: sources.into(),
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::figures::compute;
    use crate::record::Record;

    #[test]
    fn a_figure_has_one_number_however_it_is_asked_for() {
        let record: Record = serde_yaml::from_str(
            "{年度: 2014, 机构: {名称: 某县督导室, 简称: 督导室, 地区: 某县},
              学校: [{名称: 甲校, 学段: 小学}, {名称: 乙校, 学段: 小学}],
              指标体系: [{名称: 标准, 指标: [
                {编号: A, 名称: 管理, 分值: 10}, {编号: B, 名称: 教学, 分值: 20}]}],
              督导活动: [
                {名称: 评估, 类别: 专项督导, 指标体系: 标准, 结果: [
                  {学校: 甲校}, {学校: 乙校, 得分: {A: 9, B: 11}}]},
                {名称: 回访, 类别: 督导回访, 结果: [{学校: 甲校, 听课: 3}]}]}",
        )
        .unwrap();
        let ledger = compute(&record);
        let all: Vec<_> = ledger.iter().collect();
        assert!(all.is_sorted_by_key(|(number, _)| *number));
        for (activity, result, name, value) in [
            (0, 0, "评估·甲校·听课节数", "0"),
            (0, 1, "评估·乙校·听课节数", "0"),
            (0, 1, "评估·乙校·得分·教学", "11"),
            (1, 0, "回访·甲校·听课节数", "3"),
        ] {
            let listed = all.iter().find(|(_, figure)| figure.full_name() == name).unwrap();
            let mut own = ledger.of_result(activity, result);
            let (number, figure) = own.find(|(_, figure)| figure.full_name() == name).unwrap();
            assert_eq!((listed.0, listed.1.as_ref()), (number, &figure));
            assert_eq!(figure.value.to_string(), value, "{name}");
        }
        let of_year = ledger.numbered(None).find(|(_, figure)| figure.name == "督导学校数");
        let listed =
            all.iter().find(|(_, figure)| figure.full_name() == "督导学校数").unwrap();
        assert_eq!(of_year.unwrap().0, listed.0);
    }
}
