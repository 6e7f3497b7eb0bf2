//! Which data a figure was computed from.

use std::iter;
use std::ops::Range;

use crate::record::DataPath;

/// The data that a figure was computed from. Over a province it is computed from tens
/// of thousands of results: of those only the runs of numbers are kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Provenance(Vec<Part>);

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Datum(DataPath),
    /// The datum at this key of some results of an activity; of the results
    /// themselves the key is empty.
    Results {
        activity: usize,
        key: &'static str,
        results: Vec<Range<u32>>,
    },
}

impl Provenance {
    /// Whether nothing in the workbook gives the figure.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The paths of the data, in order.
    pub fn paths(&self) -> impl Iterator<Item = DataPath> {
        self.0.iter().flat_map(|part| {
            let (datum, results) = match part {
                Part::Datum(path) => (Some(path.clone()), None),
                Part::Results { activity, key, results } => {
                    let path = move |result: u32| of_result(*activity, result as usize, key);
                    (None, Some(results.iter().cloned().flatten().map(path)))
                }
            };
            datum.into_iter().chain(results.into_iter().flatten())
        })
    }

    /// Adds a datum of a result, or with an empty key the result.
    pub fn push_result(&mut self, activity: usize, result: usize, key: &'static str) {
        // A workbook has fewer results than that.
        let result = u32::try_from(result).unwrap_or(u32::MAX - 1);
        match self.0.last_mut() {
            Some(Part::Results { activity: of, key: at, results })
                if (*of, *at) == (activity, key) =>
            {
                match results.last_mut() {
                    Some(run) if run.end == result => run.end += 1,
                    _ => results.push(result..result + 1),
                }
            }
            _ => {
                let results = iter::once(result..result + 1).collect();
                self.0.push(Part::Results { activity, key, results });
            }
        }
    }

    /// A datum of each of these results.
    pub fn of_results(
        activity: usize,
        results: impl IntoIterator<Item = usize>,
        key: &'static str,
    ) -> Self {
        let mut all = Self::default();
        for result in results {
            all.push_result(activity, result, key);
        }
        all
    }

    /// Adds what another figure was computed from.
    pub fn append(&mut self, other: Provenance) {
        self.0.extend(other.0);
    }
}

/// The path of a result, or of the datum at a key of it.
fn of_result(activity: usize, result: usize, key: &str) -> DataPath {
    let slash = if key.is_empty() { "" } else { "/" };
    format!("/督导活动/{activity}/结果/{result}{slash}{key}")
}

impl From<DataPath> for Provenance {
    fn from(path: DataPath) -> Self {
        Self(vec![Part::Datum(path)])
    }
}

impl From<Vec<DataPath>> for Provenance {
    fn from(paths: Vec<DataPath>) -> Self {
        Self(paths.into_iter().map(Part::Datum).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_in_the_order_they_were_added() {
        let mut all = Provenance::from("/督导活动/0/听课".to_owned());
        all.push_result(1, 0, "得分");
        all.push_result(1, 7, "得分");
        all.push_result(1, 8, "得分");
        all.push_result(1, 8, "得分");
        all.push_result(1, 8, "问题");
        all.append(Provenance::of_results(2, [3], ""));
        assert_eq!(
            all.paths().collect::<Vec<_>>(),
            [
                "/督导活动/0/听课",
                "/督导活动/1/结果/0/得分",
                "/督导活动/1/结果/7/得分",
                "/督导活动/1/结果/8/得分",
                "/督导活动/1/结果/8/得分",
                "/督导活动/1/结果/8/问题",
                "/督导活动/2/结果/3",
            ]
        );
    }
}
