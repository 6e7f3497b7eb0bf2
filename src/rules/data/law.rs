//! DOM: what the 教育督导条例 (国务院令第624号) and the documents that carry it
//! out demand.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};

use super::{Deadline, deadlines, known_documents, letters, push};
use crate::chinese::date::date;
use crate::diagnostic::Severity;
use crate::record::{
    Activity, Basis, Category, Inspector, Record, SchoolIndex, TeamRole, Tenure,
};
use crate::rules::{Check, Example, Findings, Rule};
use crate::workbook::Workbook;

pub static DOM_01: Rule = Rule {
    id: "DOM-01",
    name: "经常性督导每学期不足两次",
    severity: Severity::Warning,
    reason: "督学对每所学校的经常性督导每学期不少于2次（条例第十四条）。一个学期里有两项以上\
             列出学校的经常性督导，就按它们数；一项跨月的不数。",
    examples: &[Example {
        bad: "督导活动: [{名称: 三月督导, 类别: 经常性督导, 时间: {起: 2024-03-04, 止: 2024-03-15}, 学校: [清河县第一小学, 清河县第二小学, 清河县实验中学]}, {名称: 五月督导, 类别: 经常性督导, 时间: {起: 2024-05-06, 止: 2024-05-17}, 学校: [清河县第一小学]}]",
        good: "督导活动: [{名称: 三月督导, 类别: 经常性督导, 时间: {起: 2024-03-04, 止: 2024-03-15}, 学校: [清河县第一小学, 清河县第二小学, 清河县实验中学]}, {名称: 五月督导, 类别: 经常性督导, 时间: {起: 2024-05-06, 止: 2024-05-17}, 学校: [清河县第一小学, 清河县第二小学, 清河县实验中学]}]",
    }],
    check: Check::Data(regular_visits),
};

/// 条例 art. 14, for each school in each term.
const VISITS: usize = 2;
/// A regular activity that lasts longer stands for more than one visit.
const ONE_VISIT_DAYS: i64 = 31;
/// How many schools a message names.
const NAMED: usize = 3;

fn regular_visits(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    let schools = SchoolIndex::new(&record.schools);
    let mut terms: BTreeMap<(i32, &str), Vec<usize>> = BTreeMap::new();
    for (i, activity) in record.activities.iter().enumerate() {
        if let Some(term) = term_of_visit(activity) {
            terms.entry(term).or_default().push(i);
        }
    }
    for ((year, season), activities) in terms {
        let [.., last] = activities.as_slice() else { continue };
        if activities.len() < VISITS {
            continue;
        }
        let mut visits: BTreeMap<&str, usize> =
            record.schools.iter().map(|school| (school.name.as_str(), 0)).collect();
        for activity in activities.iter().map(|i| &record.activities[*i]) {
            let listed = activity.results.iter().map(|r| &r.school).chain(&activity.schools);
            for name in listed.map(|key| schools.name(key)) {
                *visits.entry(name).or_default() += 1;
            }
        }
        let few: Vec<String> = record
            .schools
            .iter()
            .map(|school| (&school.name, visits[school.name.as_str()]))
            .filter(|(_, n)| *n < VISITS)
            .map(|(name, n)| format!("{name}（{n}次）"))
            .collect();
        if few.is_empty() {
            continue;
        }
        let more = if few.len() > NAMED { "等" } else { "" };
        let named = few[..few.len().min(NAMED)].join("、");
        push(
            workbook,
            findings,
            &[(&format!("/督导活动/{last}/名称"), "本学期最后一次")],
            format!(
                "{year}年{season}季学期有{}所学校的经常性督导不足{VISITS}次：{named}{more}",
                few.len()
            ),
            "请核对各次督导的学校；还有没写进来的，请补上",
        );
    }
}

/// The term, by its first year and season, in which an activity was one regular
/// visit to listed schools.
fn term_of_visit(activity: &Activity) -> Option<(i32, &'static str)> {
    let listed = !activity.results.is_empty() || !activity.schools.is_empty();
    if activity.category != Category::Regular || !listed {
        return None;
    }
    let period = activity.period?;
    let term = |day: NaiveDate| match day.month() {
        1 => (day.year() - 1, "秋"),
        2..=7 => (day.year(), "春"),
        _ => (day.year(), "秋"),
    };
    let short = (period.to - period.from).num_days() < ONE_VISIT_DAYS;
    (short && term(period.from) == term(period.to)).then(|| term(period.from))
}

pub static DOM_02: Rule = Rule {
    id: "DOM-02",
    name: "督导小组不足三名督学",
    severity: Severity::Error,
    reason: "实施专项督导或者综合督导，督导小组由3名以上督学组成，可以聘请专家参加（条例第\
             十六条）；专家不计入。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 督导组: [{姓名: 王建国, 职责: 组长}]}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 督导组: [{姓名: 王建国, 职责: 组长}, {姓名: 李明, 职责: 成员}, {姓名: 陈芳, 职责: 成员}]}]",
    }],
    check: Check::Data(small_team),
};

/// 条例 art. 16.
const TEAM: usize = 3;

fn small_team(workbook: &Workbook, findings: &mut Findings) {
    for (i, activity) in workbook.record.activities.iter().enumerate() {
        let demanded =
            matches!(activity.category, Category::Comprehensive | Category::Special);
        let inspectors =
            activity.team.iter().filter(|member| member.role != TeamRole::Expert).count();
        if !demanded || activity.team.is_empty() || inspectors >= TEAM {
            continue;
        }
        let experts = match activity.team.len() - inspectors {
            0 => String::new(),
            n => format!("（另有专家{n}名）"),
        };
        push(
            workbook,
            findings,
            &[(&format!("/督导活动/{i}/督导组"), "")],
            format!(
                "督导组有督学{inspectors}名{experts}，{}至少要{TEAM}名",
                activity.category.label()
            ),
            "请写全督导组成员；聘请的专家不算督学",
        );
    }
}

pub static DOM_04: Rule = Rule {
    id: "DOM-04",
    name: "意见书由督导组或者督学署名",
    severity: Severity::Error,
    reason: "督导意见书由教育督导机构向被督导单位发出（条例第二十一条），不由督导小组或者督学\
             个人发出。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 亮点: 规范。}]}]\n\
              文书: [{文种: 督导意见书, 逐校: 综合督导, 成文日期: 2024-11-04, 署名: [王建国]}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 亮点: 规范。}]}]\n\
               文书: [{文种: 督导意见书, 逐校: 综合督导, 成文日期: 2024-11-04}]",
    }],
    check: Check::Data(signed_by_the_team),
};

fn signed_by_the_team(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    for (i, edition) in record.editions.iter().enumerate() {
        if !edition.kind.contains("意见书") {
            continue;
        }
        for (j, signature) in edition.signature.iter().enumerate() {
            let team = ["督导组", "督导小组", "检查组", "评估组", "督学"];
            let team = team.iter().any(|word| signature.ends_with(word));
            if !team && !record.inspectors.iter().any(|person| person.name == *signature) {
                continue;
            }
            push(
                workbook,
                findings,
                &[(&format!("/文书/{i}/署名/{j}"), "")],
                format!("“{}”的署名是“{signature}”，应当是教育督导机构", edition.kind),
                "请改成机构的名称；删去“署名”，程序就用机构的名称",
            );
        }
    }
}

pub static DOM_05: Rule = Rule {
    id: "DOM-05",
    name: "责任区学校过多",
    severity: Severity::Warning,
    reason: "一个督学责任区原则上不超过20所学校（教督〔2012〕7号）。",
    examples: &[Example {
        bad: "责任区: [{名称: 第一督学责任区, 督学: [王建国, 李明, 陈芳]}]\n\
              学校: [{名称: 第甲小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第乙小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第丙小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第丁小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第戊小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第己小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第庚小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第辛小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第壬小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第癸小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第子小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第丑小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第寅小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第卯小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第辰小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第巳小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第午小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第未小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第申小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第酉小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第戌小学, 学段: 小学, 责任区: 第一督学责任区}]",
        good: "责任区: [{名称: 第一督学责任区, 督学: [王建国, 李明, 陈芳]}]\n\
               学校: [{名称: 第甲小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第乙小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第丙小学, 学段: 小学, 责任区: 第一督学责任区}]",
    }],
    check: Check::Data(large_zone),
};

const ZONE: usize = 20;

fn large_zone(workbook: &Workbook, findings: &mut Findings) {
    for (i, schools, _) in zones(&workbook.record) {
        if schools > ZONE {
            let name = &workbook.record.zones[i].name;
            push(
                workbook,
                findings,
                &[(&format!("/责任区/{i}/名称"), "")],
                format!("“{name}”有{schools}所学校，超过{ZONE}所"),
                "请核对各校的责任区，或者重新划分",
            );
        }
    }
}

pub static DOM_06: Rule = Rule {
    id: "DOM-06",
    name: "兼职督学任期已满",
    severity: Severity::Hint,
    reason: "兼职督学的任期为3年，可以连续任职，但不得超过3个任期（《教育督导条例》第六条）。",
    examples: &[Example {
        bad: "督学: [{姓名: 王建国, 类型: 专职}, {姓名: 李明, 类型: 专职}, {姓名: 陈芳, 类型: 兼职, 聘任: 2020-09-01, 届数: 1}]",
        good: "督学: [{姓名: 王建国, 类型: 专职}, {姓名: 李明, 类型: 专职}, {姓名: 陈芳, 类型: 兼职, 聘任: 2023-09-01, 届数: 2}]",
    }],
    check: Check::Data(long_terms),
};

const TERM_YEARS: u32 = 3;
const TERMS: u32 = 3;

fn long_terms(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    let part_time =
        |(_, inspector): &(usize, &Inspector)| inspector.tenure == Tenure::PartTime;
    for (i, inspector) in record.inspectors.iter().enumerate().filter(part_time) {
        let name = &inspector.name;
        let ended = inspector
            .appointed
            .and_then(|day| day.checked_add_months(Months::new(12 * TERM_YEARS)))
            .filter(|end| end.year() <= i32::from(record.year));
        if let Some(end) = ended {
            let end = date(end);
            let help = match inspector.terms {
                Some(terms) if terms >= TERMS => {
                    format!("已任{terms}个任期，不能再续聘：请从“督学”里删去，另聘他人")
                }
                _ => {
                    "续聘的，请写上新的聘任日期和届数；不再聘任的，请从“督学”里删去".to_owned()
                }
            };
            push(
                workbook,
                findings,
                &[(&format!("/督学/{i}/聘任"), "")],
                format!("“{name}”的{TERM_YEARS}年任期到{end}已满"),
                &help,
            );
        }
        if let Some(terms) = inspector.terms.filter(|terms| *terms > TERMS) {
            push(
                workbook,
                findings,
                &[(&format!("/督学/{i}/届数"), "")],
                format!("“{name}”连续任职{terms}个任期，超过{TERMS}个"),
                "请核对届数；确实超过的，应当另聘他人",
            );
        }
    }
}

pub static DOM_09: Rule = Rule {
    id: "DOM-09",
    name: "责任督学负责的学校过多",
    severity: Severity::Hint,
    reason: "责任督学按1人负责5所左右学校配备（国教督办〔2013〕2号、教督〔2019〕3号）；平均\
             超过10所的提示。",
    examples: &[Example {
        bad: "责任区: [{名称: 第一督学责任区, 督学: [王建国]}]\n\
              学校: [{名称: 第甲小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第乙小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第丙小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第丁小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第戊小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第己小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第庚小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第辛小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第壬小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第癸小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第子小学, 学段: 小学, 责任区: 第一督学责任区}]",
        good: "责任区: [{名称: 第一督学责任区, 督学: [王建国]}]\n\
               学校: [{名称: 第甲小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第乙小学, 学段: 小学, 责任区: 第一督学责任区}, {名称: 第丙小学, 学段: 小学, 责任区: 第一督学责任区}]",
    }],
    check: Check::Data(few_inspectors),
};

/// Twice what the 办法 have in mind.
const SCHOOLS_FOR_ONE: usize = 10;

fn few_inspectors(workbook: &Workbook, findings: &mut Findings) {
    for (i, schools, inspectors) in zones(&workbook.record) {
        if inspectors > 0 && schools > SCHOOLS_FOR_ONE * inspectors {
            let name = &workbook.record.zones[i].name;
            push(
                workbook,
                findings,
                &[(&format!("/责任区/{i}/督学"), "")],
                format!("“{name}”{inspectors}名督学负责{schools}所学校，1人应负责5所左右"),
                "请核对责任区的督学是否写全",
            );
        }
    }
}

/// Each zone's place with how many schools and inspectors it has.
fn zones(record: &Record) -> impl Iterator<Item = (usize, usize, usize)> {
    let mut schools: BTreeMap<&str, usize> = BTreeMap::new();
    for zone in record.schools.iter().filter_map(|school| school.zone.as_deref()) {
        *schools.entry(zone).or_default() += 1;
    }
    record.zones.iter().enumerate().map(move |(i, zone)| {
        (i, schools.get(zone.name.as_str()).copied().unwrap_or(0), zone.inspectors.len())
    })
}

pub static DOM_07: Rule = Rule {
    id: "DOM-07",
    name: "整改期限不在发文之后",
    severity: Severity::Error,
    reason: "意见书对存在的问题提出限期整改要求（条例第二十一条），期限要在成文日期之后；还没有\
             写文书的，要在督导结束之后。",
    examples: &[Example {
        bad: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 整改期限: 2024-10-01, 亮点: 规范。}]}]",
        good: "督导活动: [{名称: 综合督导, 类别: 综合督导, 时间: {起: 2024-10-14, 止: 2024-10-25}, 结果: [{学校: 清河县第一小学, 整改期限: 2024-12-31, 亮点: 规范。}]}]",
    }],
    check: Check::Data(deadline_passed),
};

fn deadline_passed(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    for Deadline { path, day, activity: k, result } in deadlines(record) {
        let activity = &record.activities[k];
        let visit = result.and_then(|j| Some((j, activity.results[j].period?)));
        let letter = letters(record)
            .filter(|(_, edition, of, _)| *of == k && !edition.kind.contains("复查"))
            .min_by_key(|(_, edition, ..)| edition.date);
        let (other, what, after) = if let Some((i, edition, ..)) = letter {
            (format!("/文书/{i}/成文日期"), "成文日期", edition.date)
        } else if let Some((j, period)) = visit {
            (format!("/督导活动/{k}/结果/{j}/时间"), "督导结束的", period.to)
        } else if let Some(period) = activity.period {
            (format!("/督导活动/{k}/时间"), "督导结束的", period.to)
        } else {
            continue;
        };
        if day <= after {
            push(
                workbook,
                findings,
                &[(&path, "整改期限"), (&other, "")],
                format!("整改期限{}不在{what}{}之后", date(day), date(after)),
                "请核对期限；已经整改的问题，写上“已整改: 是”",
            );
        }
    }
}

pub static DOM_08: Rule = Rule {
    id: "DOM-08",
    name: "依据当时没有施行",
    severity: Severity::Error,
    reason: "引用的法规和文件在所写的事发生时要已经施行、没有被新的代替。施行日期以依据里写的\
             为准，没有写的，程序认得常用的十来件国家文件。",
    examples: &[Example {
        bad: "年度: 2021\n\
              依据: [{名称: 教育督导问责办法, 简称: 问责办法}]\n\
              督导活动: [{名称: 监测, 类别: 监测, 依据: [问责办法], 时间: {起: 2021-04-06, 止: 2021-04-10}}]",
        good: "年度: 2022\n\
               依据: [{名称: 教育督导问责办法, 简称: 问责办法}]\n\
               督导活动: [{名称: 监测, 类别: 监测, 依据: [问责办法], 时间: {起: 2022-04-06, 止: 2022-04-10}}]",
    }],
    check: Check::Data(not_in_force),
};

fn not_in_force(workbook: &Workbook, findings: &mut Findings) {
    let record = &workbook.record;
    for Citation { path, key, day } in citations(record) {
        let Some(i) = record.bases.iter().position(|basis| basis.is_called(key)) else {
            continue;
        };
        let basis = &record.bases[i];
        let Some(fault) = out_of_force(basis, day) else { continue };
        push(
            workbook,
            findings,
            &[(&path, "在这里引用"), (&format!("/依据/{i}"), "")],
            format!("《{}》{fault}，{}不能作为依据", basis.name, date(day)),
            "请核对依据和日期",
        );
    }
}

/// A document that is called upon.
struct Citation<'a> {
    path: String,
    key: &'a str,
    /// The last day of what it is the basis of.
    day: NaiveDate,
}

fn citations(record: &Record) -> Vec<Citation<'_>> {
    // Every year of 16 bits has one.
    let Some(year_end) = NaiveDate::from_ymd_opt(record.year.into(), 12, 31) else {
        return Vec::new();
    };
    let mut citations = Vec::new();
    for (i, activity) in record.activities.iter().enumerate() {
        let end = activity.period.map_or(year_end, |period| period.to);
        add(&mut citations, &format!("/督导活动/{i}/依据"), &activity.bases, end);
        for (j, result) in activity.results.iter().enumerate() {
            let end = result.period.map_or(end, |period| period.to);
            for (k, problem) in result.problems.iter().enumerate() {
                let at = format!("/督导活动/{i}/结果/{j}/问题/{k}/依据");
                add(&mut citations, &at, problem.basis.as_slice(), end);
            }
        }
    }
    if let Some(plan) = &record.plan {
        add(&mut citations, "/计划/依据", &plan.bases, year_end);
    }
    if let Some(own) = &record.self_evaluation {
        add(&mut citations, "/自评/依据", &own.bases, year_end);
    }
    citations
}

fn add<'a>(citations: &mut Vec<Citation<'a>>, at: &str, keys: &'a [String], day: NaiveDate) {
    let keyed = keys.iter().enumerate();
    citations.extend(keyed.map(|(i, key)| Citation { path: format!("{at}/{i}"), key, day }));
}

/// Why a document was not in force on a day.
fn out_of_force(basis: &Basis, day: NaiveDate) -> Option<String> {
    let late = |from: NaiveDate| (from > day).then(|| format!("{}起施行", date(from)));
    if let Some(from) = basis.in_force
        && from > day
    {
        return late(from);
    }
    let of_number = |known: &&known_documents::Known| {
        basis.number.as_deref().is_none_or(|number| number.ends_with(known.number))
    };
    let mut fault = None;
    for known in known_documents::versions(basis).filter(of_number) {
        let early = basis.in_force.is_none().then(|| known.from()).flatten().and_then(late);
        let past = known
            .until()
            .filter(|until| *until < day)
            .map(|until| format!("（{}）施行到{}为止", known.number, date(until)));
        fault = early.or(past);
        fault.as_ref()?;
    }
    fault
}
