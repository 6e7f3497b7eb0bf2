//! Figures of 信访, 培训, 发文, the year's problems and the plan.

use crate::record::Record;

use super::Figure;
use super::ledger::{Scope, Value};

pub fn collect(record: &Record, figures: &mut Vec<Figure>) {
    let mut year = Scope { figures, scope: None };
    complaints(record, &mut year);
    trainings(record, &mut year);
    let paths = |section: &str, n: usize| -> Vec<String> {
        (0..n).map(|i| format!("/{section}/{i}")).collect()
    };
    let n = record.issued_documents.len();
    year.count("发文件数", n, "件", "工作簿所列发文的件数", paths("发文", n));
    let n = record.problems.len();
    year.count("存在问题数", n, "个", "工作簿所列存在问题的个数", paths("存在问题", n));
    if let Some(plan) = &record.plan {
        let n = plan.tasks.iter().map(|group| group.items.len()).sum();
        year.count("计划事项数", n, "项", "计划各组任务的事项相加", vec!["/计划/任务".into()]);
    }
}

fn complaints(record: &Record, year: &mut Scope) {
    let from = |key: &str| match &record.complaints {
        Some(_) => vec![format!("/信访/{key}")],
        None => Vec::new(),
    };
    let (received, settled) = record
        .complaints
        .as_ref()
        .map_or((0, 0), |c| (c.received as usize, c.settled as usize));
    year.count("信访受理件数", received, "件", "所填的受理件数", from("受理"));
    year.count("信访办结件数", settled, "件", "所填的办结件数", from("办结"));
    let share = Value::Share { part: settled as f64, whole: received as f64 };
    let both = [from("受理"), from("办结")].concat();
    year.add("信访办结率", share, "%", "办结件数÷受理件数×100%", both);
}

fn trainings(record: &Record, year: &mut Scope) {
    let n = record.trainings.len();
    let from: Vec<_> = (0..n).map(|i| format!("/培训/{i}")).collect();
    year.count("培训期数", n, "期", "工作簿所列培训的期数", from);
    let mut sum_up = |name: &'static str,
                      unit: &'static str,
                      key: &str,
                      of: &dyn Fn(usize) -> Option<u32>| {
        let given: Vec<(usize, u32)> = (0..n).filter_map(|i| Some((i, of(i)?))).collect();
        let from: Vec<_> = given.iter().map(|(i, _)| format!("/培训/{i}/{key}")).collect();
        let total = given.iter().map(|(_, n)| *n as usize).sum();
        year.count(name, total, unit, format!("各期培训的{key}相加"), from);
    };
    sum_up("培训人次", "人次", "人次", &|i| record.trainings[i].attendance);
    sum_up("取证人数", "名", "取证", &|i| record.trainings[i].certified);
}
