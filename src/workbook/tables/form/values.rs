//! Which columns a table of results has, and what stands in them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::record::{Activity, Problem, SchoolResult};

use super::super::cell::parts;
use super::super::field::{CONTENT, Field, OF_PROBLEM, OF_RESULT};
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
    let graded = graded || activity.results.iter().any(|result| result.grade.is_some());
    let mut fields = Vec::new();
    for field in OF_RESULT {
        match field {
            Field::Single("等次", _) => {
                fields.extend((0..scores).map(Field::Score));
                fields.extend(graded.then(|| field.clone()));
            }
            Field::Single("整改期限", _) => {
                fields.extend(findings(&activity.results));
                fields.push(field.clone());
            }
            _ => fields.push(field.clone()),
        }
    }
    fields
}

/// 亮点, 问题 and 建议.
fn findings(results: &[SchoolResult]) -> Vec<Field> {
    let mut fields = list("亮点", results.iter().map(|result| &result.strengths));
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
        Field::Single(key, _) => match *key {
            "等次" => text(result.grade.as_ref()),
            "听课" => count(result.lessons),
            "访谈" => count(result.interviews),
            "整改期限" => result.deadline.map(Value::Date),
            _ => None,
        },
        Field::Part(group, key, _) => match (*group, *key) {
            ("时间", "起") => result.period.map(|period| Value::Date(period.from)),
            ("时间", "止") => result.period.map(|period| Value::Date(period.to)),
            ("问卷", "发放") => count(surveys.map(|surveys| surveys.sent)),
            ("问卷", "有效") => count(surveys.map(|surveys| surveys.valid)),
            _ => None,
        },
        Field::Score(i) => {
            let score = result.scores.get(&leaves.get(*i)?.code)?;
            Some(Value::Number(score))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_filled_with_all_that_a_result_has() {
        let activity: Activity = serde_yaml::from_str(
            "{名称: 综合督导, 类别: 综合督导, 结果: [{学校: 甲校, 时间: {起: 2025-03-05, 止: 2025-03-06}, \
             得分: {A1: 5}, 等次: 优秀, 听课: 3, 访谈: 9, 问卷: {发放: 20, 有效: 19}, 亮点: [一], \
             建议: [二], 整改期限: 2025-06-01, 问题: [{内容: 三, 依据: 四, 指标: A1, 实测: 1, \
             标准: 2, 单位: 平方米, 措施: 五, 整改期限: 2025-05-01, 已整改: true}]}]}",
        )
        .unwrap();
        let leaf = Leaf { code: "A1".to_owned(), name: "课程".to_owned(), points: None };
        let fields = fields(&activity, 1, false);
        assert!(OF_RESULT.iter().all(|field| fields.contains(field)));
        for (key, kind) in OF_PROBLEM {
            assert!(fields.contains(&Field::Problem(Some(1), key, *kind)), "问题1{key}");
        }
        let name = |field: &Field| matches!(field, Field::Code | Field::School);
        let empty = |field: &Field| matches!(field, Field::Problem(Some(2..), ..));
        for field in fields.iter().filter(|field| !name(field) && !empty(field)) {
            let value = value(&activity.results[0], field, std::slice::from_ref(&leaf));
            assert!(value.is_some(), "{field:?} is left empty");
        }
    }
}
