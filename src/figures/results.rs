//! Figures of the results: how many schools reached what, and each school's
//! marks.

use crate::record::{
    Activity, DataPath, Grade, IndicatorKind, IndicatorSystem, Record, SchoolIndex,
};

use super::Figure;
use super::assessment::{Assessment, assess, grade_of, sum};
use super::ledger::{Scope, Value};
use super::provenance::Provenance;

pub fn collect(record: &Record, figures: &mut Vec<Figure>) {
    // An activity that is not scored has the same figures, all of them 0.
    let unscored = IndicatorSystem {
        name: String::new(),
        basis: None,
        pass_ratio: None,
        announced: None,
        indicators: Vec::new(),
        grades: Vec::new(),
    };
    for (i, activity) in record.activities.iter().enumerate() {
        let place = record.indicator_systems.iter().position(|s| {
            activity.indicator_system.as_ref().is_some_and(|name| *name == s.name)
        });
        let system = place.map_or(&unscored, |k| &record.indicator_systems[k]);
        let marks = place.map(|k| format!("/指标体系/{k}/指标")).into_iter().collect();
        of_activity(i, activity, system, marks, figures);
    }
}

fn of_activity(
    i: usize,
    activity: &Activity,
    system: &IndicatorSystem,
    marks: Vec<DataPath>,
    figures: &mut Vec<Figure>,
) {
    let mut scope = Scope { figures, scope: Some(activity.label().into()) };
    let results = || activity.results.iter().enumerate();
    let totals: Vec<(usize, f64)> =
        results().filter_map(|(j, result)| Some((j, assess(system, result)?.total))).collect();
    let scored = Provenance::of_results(i, totals.iter().map(|(j, _)| *j), "得分");
    let mean = totals.iter().map(|(_, total)| total).sum::<f64>() / totals.len().max(1) as f64;
    let mean = (mean * 10.0).round() / 10.0;
    scope.count("计分学校数", totals.len(), "所", "有得分的学校的所数", scored.clone());
    scope.add("平均分", Value::Decimal(mean), "分", "各校总分的平均数，保留一位小数", scored);
    let graded: Vec<(usize, &Grade)> =
        results().filter_map(|(j, result)| Some((j, grade_of(system, result)?))).collect();
    let of = |keep: &dyn Fn(&Grade) -> bool| -> (usize, Provenance) {
        let kept: Vec<usize> =
            graded.iter().filter(|(_, grade)| keep(grade)).map(|(j, _)| *j).collect();
        (kept.len(), Provenance::of_results(i, kept, ""))
    };
    let (all, of_all) = of(&|_| true);
    let (reached, of_reached) = of(&|grade| grade.reached);
    let (missed, of_missed) = of(&|grade| !grade.reached);
    let share = Value::Share { part: reached as f64, whole: all as f64 };
    scope.count("评定学校数", all, "所", "评定了等次的学校的所数", of_all.clone());
    scope.count("达标学校数", reached, "所", "等次属于达标的学校的所数", of_reached);
    scope.count("未达标学校数", missed, "所", "等次不属于达标的学校的所数", of_missed);
    scope.add("达标率", share, "%", "达标学校数÷评定学校数×100%", of_all);
    for grade in &system.grades {
        let (n, of_grade) = of(&|other| other.name == grade.name);
        let name = format!("等次·{}学校数", grade.name);
        scope.count(name, n, "所", "评定为该等次的学校的所数", of_grade);
    }
    scope.add(
        "满分",
        Value::Decimal(sum(system.indicators.iter().map(|g| g.full_marks()))),
        "分",
        "各项指标分值之和",
        marks,
    );
}

/// The figures of one school in an activity.
pub fn of_result(
    record: &Record,
    schools: &SchoolIndex,
    activity: usize,
    result: usize,
) -> Vec<Figure> {
    let of_record = &record.activities[activity];
    let school = &of_record.results[result];
    let mut figures = Vec::new();
    let scope = of_record.label_of(school, schools);
    let mut scope = Scope { figures: &mut figures, scope: Some(scope.into()) };
    let given = |key: &'static str, n: Option<u32>| {
        let from = n.map(|_| Provenance::of_results(activity, [result], key));
        (n.unwrap_or(0) as usize, from.unwrap_or_default())
    };
    let (n, from) = given("听课", school.lessons);
    scope.count("听课节数", n, "节", "该校的听课节数", from);
    let (n, from) = given("访谈", school.interviews);
    scope.count("访谈人次", n, "人次", "该校的访谈人次", from);
    let (n, from) = given("问卷", school.questionnaires.map(|q| q.sent));
    scope.count("问卷发放份数", n, "份", "该校发放的问卷份数", from);
    let (n, from) = given("问卷", school.questionnaires.map(|q| q.valid));
    scope.count("有效问卷份数", n, "份", "该校收回的有效问卷份数", from);
    if let Some(assessment) = record.system_of(of_record).and_then(|s| assess(s, school)) {
        let from = Provenance::of_results(activity, [result], "得分");
        of_assessment(&assessment, &from, &mut scope);
    }
    figures
}

/// How many figures [`of_result`] gives at most in an activity with this system.
pub fn at_most(system: Option<&IndicatorSystem>) -> usize {
    4 + system.map_or(0, |system| 6 + 2 * system.indicators.len())
}

fn of_assessment(assessment: &Assessment, from: &Provenance, scope: &mut Scope) {
    let from = || from.clone();
    let marks = |x: f64| Value::Decimal(x);
    scope.add("总分", marks(assessment.total), "分", "各项指标得分之和", from());
    scope.add("满分", marks(assessment.full), "分", "各项指标分值之和", from());
    let reached = assessment.leaves().filter(|leaf| leaf.reached).count();
    let all = assessment.leaves().count();
    scope.count("指标数", all, "项", "计分指标的项数", from());
    scope.count("达标指标数", reached, "项", "得分达到达标线的指标项数", from());
    scope.count("未达标指标数", all - reached, "项", "得分未达到达标线的指标项数", from());
    let core = assessment
        .leaves()
        .filter(|leaf| !leaf.reached && leaf.indicator.kind == Some(IndicatorKind::Core));
    let formula = "得分未达到达标线的核心指标项数";
    scope.count("未达标核心指标数", core.count(), "项", formula, from());
    for group in &assessment.groups {
        let name = format!("得分·{}", group.indicator.name);
        scope.add(name, marks(group.score), "分", "该一级指标下各项得分之和", from());
        let name = format!("满分·{}", group.indicator.name);
        scope.add(name, marks(group.full), "分", "该一级指标下各项分值之和", from());
    }
}
