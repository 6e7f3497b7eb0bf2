//! DAY: days that cannot be right, or not one after the other.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Deadline, deadlines, letters, push, school_name};
use crate::chinese::date::{date, range};
use crate::diagnostic::Severity;
use crate::record::{Period, Record};
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static DAY_01: Rule = Rule {
    id: "DAY-01",
    name: "结束早于开始",
    severity: Severity::Error,
    reason: "一段时间的止日不早于起日。",
    examples: &[Example {
        bad: "培训: [{名称: 督学培训, 时间: {起: 2024-12-10, 止: 2024-11-12}}]",
        good: "培训: [{名称: 督学培训, 时间: {起: 2024-11-10, 止: 2024-11-12}}]",
    }],
    check: Check::Data(backwards),
};

fn backwards(workbook: &Workbook, findings: &mut Findings) {
    for (at, period) in periods(&workbook.record) {
        if period.to < period.from {
            push(
                workbook,
                findings,
                &[(&format!("{at}/时间/止"), "止"), (&format!("{at}/时间/起"), "起")],
                format!("结束的{}早于开始的{}", date(period.to), date(period.from)),
                "请核对起止日期，看是不是写反了、写错了月份",
            );
        }
    }
}

/// Every period with the path of what it is the time of.
fn periods(record: &Record) -> impl Iterator<Item = (String, Period)> {
    let of_activities = record.activities.iter().enumerate().flat_map(|(i, activity)| {
        let own = activity.period.map(|period| (format!("/督导活动/{i}"), period));
        let of_results = activity.results.iter().enumerate().filter_map(move |(j, result)| {
            Some((format!("/督导活动/{i}/结果/{j}"), result.period?))
        });
        own.into_iter().chain(of_results)
    });
    let of_trainings = record.trainings.iter().enumerate();
    let of_trainings =
        of_trainings.filter_map(|(i, one)| Some((format!("/培训/{i}"), one.period?)));
    of_activities.chain(of_trainings)
}

pub static DAY_02: Rule = Rule {
    id: "DAY-02",
    name: "不在年度内",
    severity: Severity::Warning,
    reason: "工作簿写一个年度的工作：督导、培训和发文要在这一年（秋季学期到次年一月）；\
             计划在上年第四季度到本年内制发，别的文书在本年到次年六月。",
    examples: &[Example {
        bad: "督导活动: [{名称: 校园安全专项督导, 类别: 专项督导, 时间: {起: 2023-10-14, 止: 2023-10-25}}]",
        good: "督导活动: [{名称: 校园安全专项督导, 类别: 专项督导, 时间: {起: 2024-10-14, 止: 2024-10-25}}]",
    }],
    check: Check::Data(in_another_year),
};

fn in_another_year(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    let year = i32::from(record.year);
    let mut outside = |path: String, what: &str, day: NaiveDate| {
        push(
            workbook,
            findings,
            &[(&path, ""), ("/年度", "年度")],
            format!("{what}{}，不在{year}年度内", date(day)),
            "请核对年份",
        );
    };
    for (at, period) in periods(record) {
        // The autumn term ends in the next January.
        let late = period.from.year() > year
            && (period.from.year(), period.from.month()) != (year + 1, 1);
        if period.from <= period.to && (period.to.year() < year || late) {
            outside(format!("{at}/时间"), "时间是", period.from);
        }
    }
    for (i, document) in record.issued_documents.iter().enumerate() {
        if let Some(day) = document.date.filter(|day| day.year() != year) {
            outside(format!("/发文/{i}/日期"), "发文日期是", day);
        }
    }
    for (i, edition) in record.editions.iter().enumerate() {
        let day = edition.date;
        // The year's January is 1, the October before it -2.
        let month = (day.year() - year) * 12 + day.month() as i32;
        let may = if edition.kind.contains("计划") { -2..=12 } else { 1..=18 };
        if !may.contains(&month) {
            outside(format!("/文书/{i}/成文日期"), "成文日期是", day);
        }
    }
}

pub static DAY_03: Rule = Rule {
    id: "DAY-03",
    name: "到校时间不在活动时间内",
    severity: Severity::Warning,
    reason: "一项督导活动从第一所学校到最后一所学校，都在活动的起止日期之内。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 时间: {起: 2024-11-14, 止: 2024-11-15}, 亮点: 管理规范。}]}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 时间: {起: 2024-10-14, 止: 2024-10-15}, 亮点: 管理规范。}]}]",
    }],
    check: Check::Data(visit_outside_activity),
};

fn visit_outside_activity(workbook: &Workbook, findings: &mut Findings) {
    for (i, activity) in workbook.record.activities.iter().enumerate() {
        let Some(whole) = activity.period else { continue };
        for (j, result) in activity.results.iter().enumerate() {
            let Some(visit) = result.period else { continue };
            if visit.from >= whole.from && visit.to <= whole.to {
                continue;
            }
            let at = format!("/督导活动/{i}");
            push(
                workbook,
                findings,
                &[
                    (&format!("{at}/结果/{j}/时间"), "到校"),
                    (&format!("{at}/时间"), "整项活动"),
                ],
                format!(
                    "“{}”的到校时间{}不在活动时间{}内",
                    school_name(&workbook.record, &result.school),
                    range(visit.from, visit.to),
                    range(whole.from, whole.to)
                ),
                "请核对两处日期",
            );
        }
    }
}

pub static DAY_04: Rule = Rule {
    id: "DAY-04",
    name: "成文早于督导结束",
    severity: Severity::Error,
    reason: "督导意见书在督导之后形成（条例第二十条、第二十一条），成文日期不早于到校督导的\
             最后一天。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 亮点: 规范。}]}]\n\
              文书: [{文种: 整改通知书, 逐校: 综合督导, 成文日期: 2024-10-11}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 亮点: 规范。}]}]\n\
               文书: [{文种: 整改通知书, 逐校: 综合督导, 成文日期: 2024-11-01}]",
    }],
    check: Check::Data(letter_before_visit),
};

fn letter_before_visit(workbook: &Workbook, findings: &mut Findings) {
    for (i, edition, k, activity) in letters(&workbook.record) {
        let early: Vec<_> = activity
            .results
            .iter()
            .enumerate()
            .filter_map(|(j, result)| {
                // Without its own time a school was not visited before the activity
                // began.
                let day = result.period.map(|p| p.to).or(activity.period.map(|p| p.from))?;
                (edition.date < day).then_some((j, day))
            })
            .collect();
        let Some((first, day)) = early.first() else { continue };
        let others = match early.len() {
            1 => String::new(),
            n => format!("，这样的学校有{n}所"),
        };
        push(
            workbook,
            findings,
            &[
                (&format!("/文书/{i}/成文日期"), "成文"),
                (&format!("/督导活动/{k}/结果/{first}/时间"), "督导"),
            ],
            format!(
                "成文日期{}在督导“{}”（{}）之前{others}",
                date(edition.date),
                school_name(&workbook.record, &activity.results[*first].school),
                date(*day)
            ),
            "请核对成文日期和督导时间",
        );
    }
}

pub static DAY_05: Rule = Rule {
    id: "DAY-05",
    name: "印发早于成文",
    severity: Severity::Error,
    reason: "印发日期是送去印刷的日期，不早于成文日期（GB/T 9704—2012第7.4.3条）。",
    examples: &[Example {
        bad: "文书: [{文种: 年度工作总结, 成文日期: 2024-12-20, 印发日期: 2024-12-19}]",
        good: "文书: [{文种: 年度工作总结, 成文日期: 2024-12-20, 印发日期: 2024-12-23}]",
    }],
    check: Check::Data(printed_before_signed),
};

fn printed_before_signed(workbook: &Workbook, findings: &mut Findings) {
    for (i, edition) in workbook.record.editions.iter().enumerate() {
        let Some(printed) = edition.printed_on.filter(|day| *day < edition.date) else {
            continue;
        };
        push(
            workbook,
            findings,
            &[
                (&format!("/文书/{i}/印发日期"), "印发"),
                (&format!("/文书/{i}/成文日期"), "成文"),
            ],
            format!("印发日期{}早于成文日期{}", date(printed), date(edition.date)),
            "请核对两个日期",
        );
    }
}

pub static DAY_06: Rule = Rule {
    id: "DAY-06",
    name: "整改期限太远",
    severity: Severity::Hint,
    reason: "整改期限在督导三年以后，多半是写错了年份；确需长期整改的，宜分阶段提出期限。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 整改期限: 2034-03-31}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 整改期限: 2025-03-31}]",
    }],
    check: Check::Data(deadline_far_away),
};

/// After so many years the next 综合督导 is due (条例 art. 14).
const FAR: i32 = 3;

fn deadline_far_away(workbook: &Workbook, findings: &mut Findings) {
    let last = i32::from(workbook.record.year) + FAR;
    for Deadline { path, day, .. } in deadlines(&workbook.record) {
        if day.year() > last {
            push(
                workbook,
                findings,
                &[(&path, ""), ("/年度", "年度")],
                format!("整改期限{}比年度晚了{FAR}年以上", date(day)),
                "请核对年份",
            );
        }
    }
}

pub static DAY_07: Rule = Rule {
    id: "DAY-07",
    name: "日期是休息日",
    severity: Severity::Hint,
    reason: "成文、印发和到校督导一般在工作日。只认星期六、星期日和元旦、劳动节、国庆节，\
             不认其他节日和调休。",
    examples: &[Example {
        bad: "文书: [{文种: 年度工作总结, 成文日期: 2024-12-21}]",
        good: "文书: [{文种: 年度工作总结, 成文日期: 2024-12-20}]",
    }],
    check: Check::Data(day_off),
};

fn day_off(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    for (i, edition) in record.editions.iter().enumerate() {
        let days = [("成文日期", Some(edition.date)), ("印发日期", edition.printed_on)];
        for (key, day) in days {
            if let Some((day, rest)) = day.and_then(|day| Some((day, rest(day)?))) {
                push(
                    workbook,
                    findings,
                    &[(&format!("/文书/{i}/{key}"), rest)],
                    format!("{key}{}是{rest}", date(day)),
                    "请核对日期；确实在这一天的，不用改",
                );
            }
        }
    }
    for (i, activity) in record.activities.iter().enumerate() {
        let visits = activity.results.iter().enumerate();
        let off: Vec<_> = visits
            .filter_map(|(j, result)| {
                let Period { from, to } = result.period?;
                let (key, day) = [("起", from), ("止", to)]
                    .into_iter()
                    .find(|(_, day)| rest(*day).is_some())?;
                Some((format!("/督导活动/{i}/结果/{j}/时间/{key}"), day, rest(day)?))
            })
            .collect();
        let Some((path, day, rest)) = off.first() else { continue };
        let others = match off.len() {
            1 => String::new(),
            n => format!("，这样的学校有{n}所"),
        };
        push(
            workbook,
            findings,
            &[(path, rest)],
            format!("到校的{}是{rest}{others}", date(*day)),
            "请核对日期；确实在这一天的，不用改",
        );
    }
}

/// What holiday a day is, of those that have the same date every year.
fn rest(day: NaiveDate) -> Option<&'static str> {
    match (day.month(), day.day(), day.weekday()) {
        (1, 1, _) => Some("元旦"),
        (5, 1, _) => Some("劳动节"),
        (10, 1..=3, _) => Some("国庆节"),
        (_, _, Weekday::Sat) => Some("星期六"),
        (_, _, Weekday::Sun) => Some("星期日"),
        _ => None,
    }
}
