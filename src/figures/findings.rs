//! What was found at one school, as its letter says it and the year counts it:
//! the clerk's own words where there are any, else the indicator system's phrases
//! for what was reached and what was not.

use chrono::NaiveDate;
use serde::Serialize;

use crate::record::{Activity, Problem, Record, SchoolResult};

use super::assessment::{Assessment, assess};

/// Strengths, problems and advice of one result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Findings {
    /// A sentence each.
    pub strengths: Vec<String>,
    pub problems: Vec<Finding>,
    pub advice: Vec<String>,
    /// By when the school reports: the deadline of the result or the activity,
    /// else the last of the problems' own.
    pub report_by: Option<NaiveDate>,
    /// Whether a problem has more time than that.
    pub later: bool,
    /// How many more indicators were not reached than problems are listed: the
    /// clerk need not name the indicator of each problem.
    pub unlisted: usize,
}

/// A problem with the demand that answers it (条例 art. 21).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    #[serde(flatten)]
    pub problem: Problem,
    /// What the school is to do; none where neither the clerk nor the indicator
    /// says it.
    pub demand: Option<String>,
    /// By when; its own date, else the result's, else the activity's.
    pub deadline: Option<NaiveDate>,
}

/// Works out the findings of a result.
pub fn findings(record: &Record, activity: &Activity, result: &SchoolResult) -> Findings {
    let assessment = record.system_of(activity).and_then(|system| assess(system, result));
    let assessment = assessment.as_ref();
    let strengths = match (result.strengths.is_empty(), assessment) {
        (true, Some(assessment)) => reached_phrases(assessment),
        _ => result.strengths.clone(),
    };
    let problems: Vec<Problem> = match (result.problems.is_empty(), assessment) {
        (true, Some(assessment)) => short_phrases(assessment),
        _ => result.problems.clone(),
    };
    let problems: Vec<Finding> = problems
        .into_iter()
        .map(|problem| {
            let of_indicator = || {
                let code = problem.indicator.as_ref()?;
                let leaf = assessment?.leaves().find(|l| l.indicator.code == *code)?;
                leaf.indicator.advice.clone()
            };
            let demand = problem.measure.clone().or_else(of_indicator);
            let deadline = problem.deadline.or(result.deadline).or(activity.deadline);
            Finding { problem, demand, deadline }
        })
        .collect();
    let last = problems.iter().filter_map(|finding| finding.deadline).max();
    let report_by = result.deadline.or(activity.deadline).or(last);
    let missed = assessment.map_or(0, |a| a.leaves().filter(|leaf| !leaf.reached).count());
    Findings {
        strengths,
        advice: result.advice.clone(),
        report_by,
        later: last > report_by,
        unlisted: missed.saturating_sub(problems.len()),
        problems,
    }
}

/// For each level-1 indicator all of whose leaves were reached its phrase; for
/// the others, or where it has none, those of the leaves that were. So no
/// praise contradicts a problem below it.
fn reached_phrases(assessment: &Assessment) -> Vec<String> {
    let mut phrases = Vec::new();
    for group in &assessment.groups {
        let whole = group.leaves.iter().all(|leaf| leaf.reached);
        match &group.indicator.reached {
            Some(phrase) if whole => phrases.push(phrase.clone()),
            _ => phrases.extend(
                group
                    .leaves
                    .iter()
                    .filter(|leaf| leaf.reached)
                    .filter_map(|leaf| leaf.indicator.reached.clone()),
            ),
        }
    }
    phrases
}

/// For each leaf that was not reached its phrase; without one, a plain
/// statement of the fact.
fn short_phrases(assessment: &Assessment) -> Vec<Problem> {
    assessment
        .leaves()
        .filter(|leaf| !leaf.reached)
        .map(|leaf| Problem {
            content: leaf
                .indicator
                .short
                .clone()
                .unwrap_or_else(|| format!("“{}”未达到标准要求", leaf.indicator.name)),
            indicator: Some(leaf.indicator.code.clone()),
            basis: None,
            measured: None,
            standard: None,
            unit: None,
            measure: None,
            deadline: None,
            resolved: false,
        })
        .collect()
}
