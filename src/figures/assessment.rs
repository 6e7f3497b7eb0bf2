//! One school's scores against the indicator system: sums, what was reached,
//! and the grade.

use serde::Serialize;

use crate::record::{Grade, Indicator, IndicatorKind, IndicatorSystem, SchoolResult};

/// A result, worked out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assessment<'a> {
    pub total: f64,
    pub full: f64,
    /// As the office decided, else by the thresholds; none where the system has
    /// no grade that low.
    pub grade: Option<&'a Grade>,
    /// The level-1 indicators in order.
    pub groups: Vec<GroupScore<'a>>,
}

/// A level-1 indicator with its leaves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupScore<'a> {
    pub indicator: &'a Indicator,
    pub score: f64,
    pub full: f64,
    pub leaves: Vec<LeafScore<'a>>,
}

/// A scored indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeafScore<'a> {
    pub indicator: &'a Indicator,
    pub score: f64,
    pub full: f64,
    pub reached: bool,
}

impl<'a> Assessment<'a> {
    pub fn leaves(&self) -> impl Iterator<Item = &LeafScore<'a>> {
        self.groups.iter().flat_map(|g| &g.leaves)
    }
}

/// Works out a result; `None` where it has no scores. The workbook has checked
/// that a result with scores gives one for each leaf.
pub fn assess<'a>(
    system: &'a IndicatorSystem,
    result: &SchoolResult,
) -> Option<Assessment<'a>> {
    if result.scores.is_empty() {
        return None;
    }
    let groups: Vec<GroupScore> =
        system.indicators.iter().map(|i| group(system, i, result)).collect();
    let total = sum(groups.iter().map(|g| g.score));
    let full = sum(groups.iter().map(|g| g.full));
    let core_reached = groups
        .iter()
        .flat_map(|g| &g.leaves)
        .filter(|leaf| leaf.indicator.kind == Some(IndicatorKind::Core))
        .all(|leaf| leaf.reached);
    let earned = system
        .grades
        .iter()
        .filter(|g| total >= g.min && (core_reached || !g.all_core))
        .max_by(|a, b| a.min.total_cmp(&b.min));
    let grade = decided(system, result).or(earned);
    Some(Assessment { total, full, grade, groups })
}

/// The grade that the office decided on, with or without scores.
fn decided<'a>(system: &'a IndicatorSystem, result: &SchoolResult) -> Option<&'a Grade> {
    result.grade.as_ref().and_then(|name| system.grades.iter().find(|g| g.name == *name))
}

/// The grade of a result: as the office decided, else by its scores.
pub fn grade_of<'a>(system: &'a IndicatorSystem, result: &SchoolResult) -> Option<&'a Grade> {
    decided(system, result).or_else(|| assess(system, result)?.grade)
}

fn group<'a>(
    system: &IndicatorSystem,
    indicator: &'a Indicator,
    result: &SchoolResult,
) -> GroupScore<'a> {
    let leaves: Vec<LeafScore> = indicator
        .leaves()
        .into_iter()
        .filter_map(|leaf| {
            let score = result.scores.get(&leaf.code)?;
            Some(LeafScore {
                indicator: leaf,
                score,
                full: leaf.points?,
                reached: system.is_reached(leaf, score),
            })
        })
        .collect();
    let score = sum(leaves.iter().map(|leaf| leaf.score));
    let full = sum(leaves.iter().map(|leaf| leaf.full));
    GroupScore { indicator, score, full, leaves }
}

/// A sum of marks without the noise of binary fractions: marks have at most
/// four decimals.
pub fn sum(marks: impl IntoIterator<Item = f64>) -> f64 {
    (marks.into_iter().sum::<f64>() * 1e4).round() / 1e4
}
