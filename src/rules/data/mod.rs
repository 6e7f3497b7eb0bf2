//! Rules on the data of a workbook, a file for each family.

pub(super) mod citations;
pub(super) mod completeness;
pub(super) mod counts;
pub(super) mod dates;
pub(super) mod decimals;
pub(super) mod identity;
pub(super) mod known_documents;
pub(super) mod law;
pub(super) mod ordinals;
pub(super) mod prose;
pub(super) mod scores;
pub(super) mod sums;

use chrono::NaiveDate;

use super::Findings;
use crate::record::{Activity, Edition, Problem, Record, School};
use crate::workbook::Workbook;

/// One finding at data: each path with what is to be said of it, the first the
/// one it is about. A datum that was not written is shown at what it belongs to.
fn push(
    workbook: &Workbook,
    findings: &mut Findings,
    at: &[(&str, &str)],
    message: String,
    help: &str,
) {
    let places: Vec<_> = at
        .iter()
        .filter_map(|(path, text)| {
            let upwards = std::iter::successors(Some(*path), |path| {
                path.rsplit_once('/').map(|(parent, _)| parent)
            });
            Some((upwards.filter_map(|path| workbook.span(path)).next()?, *text))
        })
        .collect();
    findings.push_with(&places, message, help);
}

/// The name of the school that data call by this key.
fn school_name<'a>(record: &'a Record, key: &'a str) -> &'a str {
    let called = |school: &&School| school.code.as_deref() == Some(key);
    record.schools.iter().find(called).map_or(key, |school| &school.name)
}

/// The problems of all results, each with its path.
fn problems(record: &Record) -> impl Iterator<Item = (String, &Problem)> {
    record.activities.iter().enumerate().flat_map(|(i, activity)| {
        activity.results.iter().enumerate().flat_map(move |(j, result)| {
            result
                .problems
                .iter()
                .enumerate()
                .map(move |(k, problem)| (format!("/督导活动/{i}/结果/{j}/问题/{k}"), problem))
        })
    })
}

/// The 逐校 editions that tell schools what was found, each with the activity
/// and their places; a 通知 goes out before the visit.
fn letters(record: &Record) -> impl Iterator<Item = (usize, &Edition, usize, &Activity)> {
    record.editions.iter().enumerate().filter_map(|(i, edition)| {
        let key = edition.per_school.as_deref()?;
        let k = record.activities.iter().position(|activity| activity.is_called(key))?;
        let before = edition.kind.contains("通知") && !edition.kind.contains("整改");
        (!before).then_some((i, edition, k, &record.activities[k]))
    })
}

/// A 整改期限 that is still to come.
struct Deadline {
    path: String,
    day: NaiveDate,
    /// The activity's place, and the result's where it is not for all schools.
    activity: usize,
    result: Option<usize>,
}

/// Those of activities, of results and of problems.
fn deadlines(record: &Record) -> Vec<Deadline> {
    let mut deadlines = Vec::new();
    for (activity, of_activity) in record.activities.iter().enumerate() {
        let mut add = |at: String, result: Option<usize>, day: Option<NaiveDate>| {
            let path = format!("{at}/整改期限");
            deadlines.extend(day.map(|day| Deadline { path, day, activity, result }));
        };
        let at = format!("/督导活动/{activity}");
        add(at.clone(), None, of_activity.deadline);
        for (j, result) in of_activity.results.iter().enumerate() {
            let at = format!("{at}/结果/{j}");
            add(at.clone(), Some(j), result.deadline);
            for (k, problem) in result.problems.iter().enumerate() {
                if !problem.resolved {
                    add(format!("{at}/问题/{k}"), Some(j), problem.deadline);
                }
            }
        }
    }
    deadlines
}
