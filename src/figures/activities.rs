//! Figures of the supervision done: over the year and for each activity.

use std::collections::BTreeSet;

use crate::record::{
    Activity, Category, DataPath, IndicatorKind, Object, Record, SchoolIndex, Stage,
};

use super::Figure;
use super::findings::findings;
use super::ledger::Scope;
use super::provenance::Provenance;

pub fn collect(record: &Record, figures: &mut Vec<Figure>) {
    let schools = SchoolIndex::new(&record.schools);
    year(record, &schools, figures);
    for (i, activity) in record.activities.iter().enumerate() {
        let scope = Some(activity.label().into());
        one(record, &schools, i, activity, &mut Scope { figures, scope });
    }
}

/// Name and stage of the schools an activity supervised, each once.
fn supervised<'a>(
    schools: &SchoolIndex<'a>,
    activity: &Activity,
) -> BTreeSet<(&'a str, Stage)> {
    let results = activity.results.iter().map(|r| &r.school);
    results
        .chain(&activity.schools)
        .filter_map(|key| schools.get(key))
        .map(|school| (school.name.as_str(), school.stage))
        .collect()
}

fn school_paths(i: usize, activity: &Activity) -> Vec<DataPath> {
    let mut paths = Vec::new();
    if !activity.results.is_empty() {
        paths.push(format!("/督导活动/{i}/结果"));
    }
    if !activity.schools.is_empty() {
        paths.push(format!("/督导活动/{i}/学校"));
    }
    paths
}

fn year(record: &Record, schools: &SchoolIndex, figures: &mut Vec<Figure>) {
    let mut year = Scope { figures, scope: None };
    let of = |keep: &dyn Fn(&Activity) -> bool| {
        let kept = record.activities.iter().enumerate().filter(|(_, a)| keep(a));
        let mut all = BTreeSet::new();
        let mut paths = Vec::new();
        let mut visits = 0;
        for (i, activity) in kept {
            let of_one = supervised(schools, activity);
            visits += of_one.len();
            all.extend(of_one);
            paths.extend(school_paths(i, activity));
        }
        (all, visits, paths)
    };
    let (all, visits, paths) = of(&|a| a.object == Object::Schools);
    let formula = "各项督导活动的学校去重后计数";
    year.count("督导学校数", all.len(), "所", formula, paths.clone());
    year.count("督导校次", visits, "校次", "各项督导活动的学校数相加", paths.clone());
    for stage in Stage::ALL {
        let n = all.iter().filter(|(_, s)| *s == stage).count();
        let name = format!("督导学校数·{}", stage.label());
        year.count(name, n, "所", "督导学校中该学段的所数", paths.clone());
    }
    for category in Category::ALL {
        let (all, _, paths) = of(&|a| a.category == category && a.object == Object::Schools);
        let name = format!("督导学校数·{}", category.label());
        year.count(name, all.len(), "所", "该类别各项活动的学校去重后计数", paths);
        let of_category: Vec<_> = (0..record.activities.len())
            .filter(|&i| record.activities[i].category == category)
            .map(|i| format!("/督导活动/{i}"))
            .collect();
        let name = format!("督导活动数·{}", category.label());
        year.count(name, of_category.len(), "项", "该类别督导活动的项数", of_category);
    }
    let activities: Vec<_> =
        (0..record.activities.len()).map(|i| format!("/督导活动/{i}")).collect();
    year.count("督导活动数", activities.len(), "项", "工作簿所列督导活动的项数", activities);
    for tally in &TALLIES {
        let mut n = 0;
        let mut sources = Provenance::default();
        for (i, activity) in record.activities.iter().enumerate() {
            let (of_one, from) = (tally.count)(i, activity);
            n += of_one;
            sources.append(from);
        }
        let formula = format!("各项督导活动的{}相加", tally.name);
        year.count(tally.name, n, tally.unit, formula, sources);
    }
    let mut sums = [(0, Provenance::default()), (0, Provenance::default())];
    for (i, activity) in record.activities.iter().enumerate() {
        for (sum, (n, sources)) in sums.iter_mut().zip(problems(record, i, activity)) {
            sum.0 += n;
            sum.1.append(sources);
        }
    }
    let [found, resolved] = sums;
    year.count("发现问题数", found.0, "个", "各项督导活动的发现问题数相加", found.1);
    year.count("已整改问题数", resolved.0, "个", "各项督导活动的已整改问题数相加", resolved.1);
}

fn one(
    record: &Record,
    schools: &SchoolIndex,
    i: usize,
    activity: &Activity,
    scope: &mut Scope,
) {
    let supervised = supervised(schools, activity);
    let paths = school_paths(i, activity);
    let formula = "本项活动的学校去重后计数";
    scope.count("督导学校数", supervised.len(), "所", formula, paths.clone());
    for stage in Stage::ALL {
        let n = supervised.iter().filter(|(_, s)| *s == stage).count();
        let name = format!("督导学校数·{}", stage.label());
        scope.count(name, n, "所", "本项活动的学校中该学段的所数", paths.clone());
    }
    for tally in &TALLIES {
        let (n, sources) = (tally.count)(i, activity);
        scope.count(tally.name, n, tally.unit, tally.formula, sources);
    }
    let [found, resolved] = problems(record, i, activity);
    let formula =
        "各校意见书所列问题的个数：结果里写了问题的按所写的计，没有写的按未达标指标计";
    scope.count("发现问题数", found.0, "个", formula, found.1);
    scope.count("已整改问题数", resolved.0, "个", "其中注明已整改的个数", resolved.1);
    let team: Vec<_> =
        (0..activity.team.len()).map(|j| format!("/督导活动/{i}/督导组/{j}")).collect();
    scope.count("督导组人数", team.len(), "人", "督导组成员的人数", team);
    let system = record.system_of(activity);
    let leaves = system.map_or(Vec::new(), |s| s.leaves());
    let from = || match system {
        Some(s) => record
            .indicator_systems
            .iter()
            .position(|other| other.name == s.name)
            .map(|k| format!("/指标体系/{k}/指标"))
            .into_iter()
            .collect(),
        None => Vec::new(),
    };
    let of = |kind| leaves.iter().filter(|leaf| leaf.kind == Some(kind)).count();
    scope.count("指标数", leaves.len(), "项", "指标体系中计分指标的项数", from());
    let formula = "指标体系中该类型的计分指标的项数";
    scope.count("核心指标数", of(IndicatorKind::Core), "项", formula, from());
    scope.count("普通指标数", of(IndicatorKind::Ordinary), "项", formula, from());
}

/// Something that each activity counts and the year sums up.
struct Tally {
    name: &'static str,
    unit: &'static str,
    formula: &'static str,
    /// The count of one activity with its data.
    count: fn(usize, &Activity) -> (usize, Provenance),
}

/// The activity's own count where it gives one, else the sum over its results.
fn own_or_sum(
    i: usize,
    key: &'static str,
    own: Option<u32>,
    of_results: Vec<Option<u32>>,
) -> (usize, Provenance) {
    if let Some(n) = own {
        return (n as usize, format!("/督导活动/{i}/{key}").into());
    }
    let mut sum = (0, Provenance::default());
    for (j, n) in of_results.iter().enumerate().filter_map(|(j, n)| Some((j, (*n)?))) {
        sum.0 += n as usize;
        sum.1.push_result(i, j, key);
    }
    sum
}

const TALLIES: [Tally; 7] = [
    Tally {
        name: "听课节数",
        unit: "节",
        formula: "本项活动的听课节数，未写时为各校听课节数相加",
        count: |i, a| {
            own_or_sum(i, "听课", a.lessons, a.results.iter().map(|r| r.lessons).collect())
        },
    },
    Tally {
        name: "访谈人次",
        unit: "人次",
        formula: "本项活动的访谈人次，未写时为各校访谈人次相加",
        count: |i, a| {
            own_or_sum(
                i,
                "访谈",
                a.interviews,
                a.results.iter().map(|r| r.interviews).collect(),
            )
        },
    },
    Tally {
        name: "座谈会场数",
        unit: "场",
        formula: "本项活动的座谈会场数",
        count: |i, a| own_or_sum(i, "座谈会", a.meetings, Vec::new()),
    },
    Tally {
        name: "问卷发放份数",
        unit: "份",
        formula: "本项活动发放的问卷份数，未写时为各校相加",
        count: |i, a| {
            let of_results =
                a.results.iter().map(|r| r.questionnaires.map(|q| q.sent)).collect();
            own_or_sum(i, "问卷", a.questionnaires.map(|q| q.sent), of_results)
        },
    },
    Tally {
        name: "有效问卷份数",
        unit: "份",
        formula: "本项活动收回的有效问卷份数，未写时为各校相加",
        count: |i, a| {
            let of_results =
                a.results.iter().map(|r| r.questionnaires.map(|q| q.valid)).collect();
            own_or_sum(i, "问卷", a.questionnaires.map(|q| q.valid), of_results)
        },
    },
    Tally {
        name: "整改通知书份数",
        unit: "份",
        formula: "本项活动发出的整改通知书份数",
        count: |i, a| own_or_sum(i, "整改通知书", a.notices, Vec::new()),
    },
    Tally {
        name: "统计项数",
        unit: "项",
        formula: "本项活动统计表的项数",
        count: |i, a| own_or_sum(i, "统计项", a.table_items, Vec::new()),
    },
];

/// Problems found and put right, as the schools' letters state them.
fn problems(record: &Record, i: usize, activity: &Activity) -> [(usize, Provenance); 2] {
    let mut found = (0, Provenance::default());
    let mut resolved = (0, Provenance::default());
    for (j, result) in activity.results.iter().enumerate() {
        let problems = findings(record, activity, result).problems;
        let done = problems.iter().filter(|finding| finding.problem.resolved).count();
        let key = if result.problems.is_empty() { "得分" } else { "问题" };
        if done > 0 {
            resolved.0 += done;
            resolved.1.push_result(i, j, key);
        }
        if !problems.is_empty() {
            found.0 += problems.len();
            found.1.push_result(i, j, key);
        }
    }
    [found, resolved]
}
