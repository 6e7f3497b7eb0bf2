//! Figures of the results: how many schools reached what, and each school's
//! marks.

use std::sync::Arc;

use crate::record::{
    Activity, DataPath, Grade, IndicatorKind, IndicatorSystem, Record, SchoolIndex,
};

use super::Ledger;
use super::assessment::{Assessment, assess, grade_of, sum};
use super::ledger::{Scope, Value};

pub fn add(record: &Record, ledger: &mut Ledger) {
    let schools = SchoolIndex::new(&record.schools);
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
        of_activity(i, activity, system, marks, ledger);
        for (j, result) in activity.results.iter().enumerate() {
            let assessment =
                record.system_of(activity).and_then(|system| assess(system, result));
            let school = schools.name(&result.school);
            let scope = Some(format!("{}·{school}", activity.label()).into());
            let at = format!("/督导活动/{i}/结果/{j}");
            of_school(&at, result, assessment.as_ref(), &mut Scope { ledger, scope });
        }
    }
}

fn of_activity(
    i: usize,
    activity: &Activity,
    system: &IndicatorSystem,
    marks: Vec<DataPath>,
    ledger: &mut Ledger,
) {
    let mut scope = Scope { ledger, scope: Some(activity.label().into()) };
    let results = || activity.results.iter().enumerate();
    let at = |j: usize| format!("/督导活动/{i}/结果/{j}");
    let totals: Vec<(usize, f64)> =
        results().filter_map(|(j, result)| Some((j, assess(system, result)?.total))).collect();
    let scored: Vec<DataPath> =
        totals.iter().map(|(j, _)| format!("{}/得分", at(*j))).collect();
    let mean = totals.iter().map(|(_, total)| total).sum::<f64>() / totals.len().max(1) as f64;
    let mean = (mean * 10.0).round() / 10.0;
    scope.count("计分学校数", scored.len(), "所", "有得分的学校的所数", scored.clone());
    scope.add("平均分", Value::Decimal(mean), "分", "各校总分的平均数，保留一位小数", scored);
    let graded: Vec<(usize, &Grade)> =
        results().filter_map(|(j, result)| Some((j, grade_of(system, result)?))).collect();
    let paths = |keep: &dyn Fn(&Grade) -> bool| -> Vec<DataPath> {
        graded.iter().filter(|(_, grade)| keep(grade)).map(|(j, _)| at(*j)).collect()
    };
    let all = paths(&|_| true);
    let reached = paths(&|grade| grade.reached);
    let missed = paths(&|grade| !grade.reached);
    let share = Value::Share { part: reached.len() as f64, whole: all.len() as f64 };
    scope.count("评定学校数", all.len(), "所", "评定了等次的学校的所数", all.clone());
    scope.count("达标学校数", reached.len(), "所", "等次属于达标的学校的所数", reached);
    scope.count("未达标学校数", missed.len(), "所", "等次不属于达标的学校的所数", missed);
    scope.add("达标率", share, "%", "达标学校数÷评定学校数×100%", all);
    for grade in &system.grades {
        let of_grade = paths(&|other| other.name == grade.name);
        let name = format!("等次·{}学校数", grade.name);
        scope.count(name, of_grade.len(), "所", "评定为该等次的学校的所数", of_grade);
    }
    scope.add(
        "满分",
        Value::Decimal(sum(system.indicators.iter().map(|g| g.full_marks()))),
        "分",
        "各项指标分值之和",
        marks,
    );
}

fn of_school(
    at: &str,
    result: &crate::record::SchoolResult,
    assessment: Option<&Assessment>,
    scope: &mut Scope,
) {
    let given = |key: &str, n: Option<u32>| match n {
        Some(n) => (n as usize, vec![format!("{at}/{key}")]),
        None => (0, Vec::new()),
    };
    let (n, from) = given("听课", result.lessons);
    scope.count("听课节数", n, "节", "该校的听课节数", from);
    let (n, from) = given("访谈", result.interviews);
    scope.count("访谈人次", n, "人次", "该校的访谈人次", from);
    let (n, from) = given("问卷", result.questionnaires.map(|q| q.sent));
    scope.count("问卷发放份数", n, "份", "该校发放的问卷份数", from);
    let (n, from) = given("问卷", result.questionnaires.map(|q| q.valid));
    scope.count("有效问卷份数", n, "份", "该校收回的有效问卷份数", from);
    let Some(assessment) = assessment else { return };
    let scores: Arc<[DataPath]> = [format!("{at}/得分")].into();
    let from = || scores.clone();
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
