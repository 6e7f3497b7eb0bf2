//! What the templates may read: the record under its English names with its
//! references followed, and the figures.
//!
//! `n["督导学校数"]` prints a figure and `value["督导学校数"]` is its number for
//! conditions. Activities, statistics, the self-evaluation and its aspects have
//! `n` and `value` of their own.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::chinese::{organ, region};
use crate::diagnostic::Report;
use crate::figures::{Assessment, Figure, Ledger, assess, findings};
use crate::record::{Activity, Attainment, Grade, Record, Stage};
use crate::workbook::Workbook;

use super::{marks, prose};

/// What a letter to one school may read besides the year's facts.
pub const OF_SCHOOL: [&str; 6] =
    ["activity", "school", "you", "result", "assessment", "findings"];

/// Turns the record and its figures into what templates read.
pub struct Facts<'a> {
    record: &'a Record,
    ledger: &'a Ledger<'a>,
    /// The clerk's texts that quote figures, with the figures filled in.
    filled: BTreeMap<String, String>,
}

impl<'a> Facts<'a> {
    /// Fills in the figures that the workbook's texts quote; a quotation that
    /// names no figure goes into the report.
    pub fn new(workbook: &'a Workbook, ledger: &'a Ledger<'a>, report: &mut Report) -> Self {
        let places = workbook.places();
        let quoting: Vec<_> = places.texts().filter(|(text, _)| prose::quotes(text)).collect();
        let mut filled = BTreeMap::new();
        if !quoting.is_empty() {
            let figures = prose::Figures::new(&workbook.record, ledger);
            for (text, span) in quoting {
                filled.insert(text.to_owned(), figures.fill(text, span, report));
            }
        }
        Self { record: &workbook.record, ledger, filled }
    }

    pub fn ledger(&self) -> &'a Ledger<'a> {
        self.ledger
    }

    /// What every template of the year may read; its schools, of which a province has
    /// tens of thousands, only where one does.
    pub fn of_year(&self, with_schools: bool) -> Map<String, Value> {
        let mut facts = self.json(self.record);
        if with_schools {
            facts["schools"] = self.json(&self.record.schools);
        }
        let whole = region::whole(&self.record.office.region);
        let own = region::self_name(&self.record.office.region);
        facts["office"]["whole"] = json!(whole);
        facts["office"]["own"] = json!(own);
        facts["office"]["self"] = json!(organ::self_name(&self.record.office.name));
        for (i, basis) in facts["bases"].as_array_mut().into_iter().flatten().enumerate() {
            basis["id"] = json!(i);
        }
        let bases = facts["bases"].clone();
        for (i, activity) in self.record.activities.iter().enumerate() {
            facts["activities"][i] = self.of_activity(activity, &bases);
        }
        for (i, statistic) in self.record.statistics.iter().enumerate() {
            self.add_figures(&mut facts["statistics"][i], Some(&statistic.name));
        }
        if let Some(plan) = &self.record.plan {
            facts["plan"]["bases"] = self.follow_bases(&plan.bases, &bases);
        }
        let unlinked = self.record.issued_documents.iter().filter(|d| d.activity.is_none());
        facts["documents"] = unlinked.map(|document| self.json(document)).collect();
        self.self_evaluation(&mut facts, &bases);
        facts["by_stage"] =
            self.by_stage(None).into_iter().map(|(_, count)| json!(count)).collect();
        self.add_figures(&mut facts, None);
        match facts {
            Value::Object(map) => map,
            // A struct serialises to an object.
            _ => Map::new(),
        }
    }

    fn self_evaluation(&self, facts: &mut Value, bases: &Value) {
        let Some(own) = &self.record.self_evaluation else { return };
        let statistics: Vec<Value> = own
            .profile
            .iter()
            .flat_map(|profile| &profile.statistics)
            .filter_map(|name| self.record.statistics.iter().position(|s| s.name == *name))
            .map(|i| facts["statistics"][i].clone())
            .collect();
        let target = &mut facts["self_evaluation"];
        target["bases"] = self.follow_bases(&own.bases, bases);
        if own.profile.is_some() {
            target["profile"]["statistics"] = Value::Array(statistics);
        }
        self.add_figures(target, Some("自评"));
        let items = || own.aspects.iter().flat_map(|aspect| &aspect.items);
        target["marked_items"] = json!(items().any(|item| item.full.is_some()));
        let mut number = 0;
        for (i, aspect) in own.aspects.iter().enumerate() {
            let scope = format!("自评·{}", aspect.name);
            self.add_figures(&mut target["aspects"][i], Some(&scope));
            let mut short = [Vec::new(), Vec::new()];
            for (j, item) in aspect.items.iter().enumerate() {
                number += 1;
                target["aspects"][i]["items"][j]["number"] = json!(number);
                match item.attainment {
                    Attainment::Full => {}
                    Attainment::Nearly => short[0].push(number.to_string()),
                    Attainment::Missed => short[1].push(number.to_string()),
                }
            }
            let [nearly, missed] = short;
            target["aspects"][i]["nearly"] = json!(nearly);
            target["aspects"][i]["missed"] = json!(missed);
        }
    }

    /// An activity as templates read it, without its results.
    fn of_activity(&self, activity: &Activity, bases: &Value) -> Value {
        let mut facts = self.json(activity);
        facts["bases"] = self.follow_bases(&activity.bases, bases);
        facts["label"] = json!(activity.label());
        facts["grades"] = self.grades(activity);
        facts["documents"] = self
            .record
            .issued_documents
            .iter()
            .filter(|d| d.activity.as_deref().is_some_and(|key| activity.is_called(key)))
            .map(|d| self.json(d))
            .collect();
        if let Some(system) = self.record.system_of(activity) {
            let mut own = self.json(system);
            own["basis"] = match &system.basis {
                Some(key) => self.follow(key, bases),
                None => Value::Null,
            };
            facts["indicator_system"] = own;
        }
        let by_stage = self.by_stage(Some(activity.label()));
        facts["school_noun"] = json!(match by_stage.as_slice() {
            [(stage, _)] => stage.label(),
            _ => "学校",
        });
        facts["by_stage"] = by_stage.into_iter().map(|(_, count)| json!(count)).collect();
        self.add_figures(&mut facts, Some(activity.label()));
        facts
    }

    /// The grades that schools of an activity were given, the best first:
    /// `合格7所`.
    fn grades(&self, activity: &Activity) -> Value {
        let system = self.record.system_of(activity);
        let count = |grade: &Grade| {
            let name = format!("等次·{}学校数", grade.name);
            let mut figures = self.ledger.numbered(Some(activity.label()));
            let (number, figure) = figures.find(|(_, figure)| figure.name == name)?;
            let text = marks::figure(number, &figure.value.to_string());
            (figure.value.as_f64() > 0.0).then(|| json!(format!("{}{text}所", grade.name)))
        };
        system.iter().flat_map(|s| &s.grades).filter_map(count).collect()
    }

    /// The supervised schools of a scope by 学段, those that there are:
    /// `小学15所`.
    fn by_stage(&self, scope: Option<&str>) -> Vec<(Stage, String)> {
        let of_stage = |stage: Stage| {
            let name = format!("督导学校数·{}", stage.label());
            let (number, figure) =
                self.ledger.numbered(scope).find(|(_, figure)| figure.name == name)?;
            let text = marks::figure(number, &figure.value.to_string());
            let count = format!("{}{text}所", stage.label());
            (figure.value.as_f64() > 0.0).then_some((stage, count))
        };
        Stage::ALL.into_iter().filter_map(of_stage).collect()
    }

    /// The facts of [`OF_SCHOOL`] but the activity, of a result by its places in the
    /// record.
    pub fn of_school(
        &self,
        activity: usize,
        result: usize,
        bases: &Value,
    ) -> Map<String, Value> {
        let of_record = &self.record.activities[activity];
        let of_school = &of_record.results[result];
        let school = self.ledger.schools().get(&of_school.school);
        let system = self.record.system_of(of_record);
        let assessment: Option<Assessment> =
            system.and_then(|system| assess(system, of_school));
        let mut own = self.json(of_school);
        add(&mut own, self.ledger.of_result(activity, result));
        let mut found = self.json(&findings(self.record, of_record, of_school));
        for problem in found["problems"].as_array_mut().into_iter().flatten() {
            self.follow_basis(problem, bases);
        }
        let kindergarten = school.is_some_and(|s| s.stage == Stage::Kindergarten);
        Map::from_iter([
            ("you".to_owned(), json!(if kindergarten { "你园" } else { "你校" })),
            ("school".to_owned(), self.json(&school)),
            ("result".to_owned(), own),
            ("assessment".to_owned(), self.json(&assessment)),
            ("findings".to_owned(), found),
        ])
    }

    /// The figures of a scope as `n` and `value` of an object.
    fn add_figures(&self, target: &mut Value, scope: Option<&str>) {
        add(target, self.ledger.numbered(scope));
    }

    fn follow_bases(&self, keys: &[String], bases: &Value) -> Value {
        keys.iter().map(|key| self.follow(key, bases)).collect()
    }

    fn follow_basis(&self, problem: &mut Value, bases: &Value) {
        if let Some(key) = problem["basis"].as_str() {
            problem["basis"] = self.follow(key, bases);
        }
    }

    /// The basis with this key; the workbook has checked that there is one.
    fn follow(&self, key: &str, bases: &Value) -> Value {
        let place = self.record.bases.iter().position(|b| b.is_called(key));
        place.map_or(Value::Null, |i| bases[i].clone())
    }

    /// A text of the record with its quoted figures filled in.
    pub fn filled<'t>(&'t self, text: &'t str) -> &'t str {
        self.filled.get(text).map_or(text, String::as_str)
    }

    /// A value of the record as JSON, with quoted figures filled in.
    pub fn json(&self, value: &impl serde::Serialize) -> Value {
        // The record's types have string keys and finite numbers only, so they
        // are always JSON.
        let mut json = serde_json::to_value(value).unwrap_or(Value::Null);
        if !self.filled.is_empty() {
            self.fill(&mut json);
        }
        json
    }

    fn fill(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(filled) = self.filled.get(text.as_str()) {
                    text.clone_from(filled);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.fill(item)),
            Value::Object(map) => map.values_mut().for_each(|item| self.fill(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// Figures as `n` and `value` of an object.
fn add<F: Borrow<Figure>>(target: &mut Value, figures: impl Iterator<Item = (usize, F)>) {
    let mut texts = Map::new();
    let mut values = Map::new();
    for (number, figure) in figures {
        let Figure { name, value, .. } = figure.borrow();
        let text = marks::figure(number, &value.to_string());
        texts.insert(name.to_string(), json!(text));
        values.insert(name.to_string(), json!(value.as_f64()));
    }
    target["n"] = Value::Object(texts);
    target["value"] = Value::Object(values);
}
