//! Which columns a table of results has, and what stands in them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::record::{Activity, Problem, SchoolResult};

use super::super::cell::parts;
use super::super::field::{CONTENT, Field, Kind, OF_PROBLEM};
use super::super::known::Leaf;

/// Problems that an empty table has columns for.
const PROBLEMS: u32 = 3;

/// What a cell is filled with.
pub enum Value {
    Text(String),
    Number(f64),
    Date(NaiveDate),
}

/// The columns of an activity's table: what every result may have, and what the
/// results that there are have beyond it.
pub fn fields(activity: &Activity, scores: usize, graded: bool) -> Vec<Field> {
    let results = &activity.results;
    let mut fields = vec![
        Field::Code,
        Field::School,
        Field::Part("时间", "起", Kind::Date),
        Field::Part("时间", "止", Kind::Date),
    ];
    fields.extend((0..scores).map(Field::Score));
    if graded || results.iter().any(|result| result.grade.is_some()) {
        fields.push(Field::Single("等次", Kind::Text));
    }
    fields.extend([
        Field::Single("听课", Kind::Plain),
        Field::Single("访谈", Kind::Plain),
        Field::Part("问卷", "发放", Kind::Plain),
        Field::Part("问卷", "有效", Kind::Plain),
    ]);
    fields.extend(list("亮点", results.iter().map(|result| &result.strengths)));
    let problems = || results.iter().flat_map(|result| &result.problems);
    let used: BTreeSet<&str> = OF_PROBLEM
        .iter()
        .map(|(key, _)| *key)
        .filter(|key| {
            matches!(*key, CONTENT | "措施")
                || problems().any(|p| of_problem(p, key).is_some())
        })
        .collect();
    let most = results.iter().map(|result| result.problems.len() as u32).max().unwrap_or(0);
    for number in 1..=most.max(PROBLEMS) {
        let own = OF_PROBLEM.iter().filter(|(key, _)| used.contains(key));
        fields.extend(own.map(|(key, kind)| Field::Problem(Some(number), key, *kind)));
    }
    fields.extend(list("建议", results.iter().map(|result| &result.advice)));
    fields.push(Field::Single("整改期限", Kind::Date));
    fields
}

/// One column for all texts of a list; a column each where one cell would not be
/// parted into the same texts.
fn list<'a>(
    key: &'static str,
    lists: impl Iterator<Item = &'a Vec<String>> + Clone,
) -> Vec<Field> {
    let most = lists.clone().map(Vec::len).max().unwrap_or(0) as u32;
    let mut all = lists;
    if all.all(|texts| is_parted_again(texts)) {
        return vec![Field::List(key)];
    }
    (1..=most).map(|number| Field::Item(key, number)).collect()
}

fn is_parted_again(texts: &[String]) -> bool {
    let cell = texts.join("\n");
    let again = parts(&cell).into_iter().map(|(start, end)| &cell[start..end]);
    again.eq(texts.iter().map(String::as_str))
}

/// What a result has for a column.
pub fn value(result: &SchoolResult, field: &Field, leaves: &[Leaf]) -> Option<Value> {
    let count = |count: Option<u32>| count.map(|count| Value::Number(count.into()));
    let text = |text: Option<&String>| text.cloned().map(Value::Text);
    let texts = |key: &str| if key == "亮点" { &result.strengths } else { &result.advice };
    let surveys = result.questionnaires;
    match field {
        Field::Code | Field::School => None,
        Field::Single("等次", _) => text(result.grade.as_ref()),
        Field::Single("听课", _) => count(result.lessons),
        Field::Single("访谈", _) => count(result.interviews),
        Field::Single(..) => result.deadline.map(Value::Date),
        Field::Part("时间", "起", _) => {
            result.period.map(|period| Value::Date(period.from))
        }
        Field::Part("时间", ..) => result.period.map(|period| Value::Date(period.to)),
        Field::Part(_, "发放", _) => count(surveys.map(|surveys| surveys.sent)),
        Field::Part(..) => count(surveys.map(|surveys| surveys.valid)),
        Field::Score(i) => {
            let score = result.scores.get(&leaves.get(*i)?.code)?;
            Some(Value::Number(*score))
        }
        Field::List(key) => {
            let all = texts(key);
            (!all.is_empty()).then(|| Value::Text(all.join("\n")))
        }
        Field::Item(key, number) => text(texts(key).get(*number as usize - 1)),
        Field::Problem(number, key, _) => {
            let problem = result.problems.get((*number)? as usize - 1)?;
            of_problem(problem, key)
        }
    }
}

fn of_problem(problem: &Problem, key: &str) -> Option<Value> {
    let text = |text: &Option<String>| text.clone().map(Value::Text);
    match key {
        CONTENT => Some(Value::Text(problem.content.clone())),
        "依据" => text(&problem.basis),
        "指标" => text(&problem.indicator),
        "实测" => problem.measured.map(Value::Number),
        "标准" => problem.standard.map(Value::Number),
        "单位" => text(&problem.unit),
        "措施" => text(&problem.measure),
        "整改期限" => problem.deadline.map(Value::Date),
        "已整改" => problem.resolved.then(|| Value::Text("是".to_owned())),
        _ => None,
    }
}
