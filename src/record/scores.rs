//! 得分: the marks of one school by indicator.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::SchoolResult;

/// 得分 by 编号 of the indicator. The schools of an activity are marked on the same
/// indicators and share their codes: a province has hundreds of thousands of marks.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "BTreeMap<String, f64>")]
pub struct Scores {
    /// Sorted.
    codes: Arc<[String]>,
    /// As many as codes.
    marks: Marks,
}

#[derive(Debug, Clone, PartialEq)]
enum Marks {
    /// In hundredths, each 0 to 655.35, as almost all are: a quarter of the memory.
    Hundredths(Box<[u16]>),
    Any(Box<[f64]>),
}

impl Marks {
    fn get(&self, at: usize) -> f64 {
        match self {
            Marks::Hundredths(marks) => f64::from(marks[at]) / 100.0,
            Marks::Any(marks) => marks[at],
        }
    }
}

impl Default for Marks {
    fn default() -> Self {
        Marks::Hundredths(Box::default())
    }
}

impl From<Vec<f64>> for Marks {
    fn from(marks: Vec<f64>) -> Self {
        let hundredths = |mark: &f64| {
            // Saturates; what is not the same mark any more is kept as it is.
            let hundredths = (mark * 100.0).round() as u16;
            let same = (f64::from(hundredths) / 100.0).to_bits() == mark.to_bits();
            same.then_some(hundredths)
        };
        match marks.iter().map(hundredths).collect() {
            Some(hundredths) => Marks::Hundredths(hundredths),
            None => Marks::Any(marks.into()),
        }
    }
}

impl Scores {
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The mark on the indicator with this 编号.
    pub fn get(&self, code: &str) -> Option<f64> {
        let at = self.codes.binary_search_by(|other| other.as_str().cmp(code)).ok()?;
        Some(self.marks.get(at))
    }

    /// The marks, each with the 编号 of its indicator.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.codes().enumerate().map(|(at, code)| (code, self.marks.get(at)))
    }

    /// The indicators that there are marks on, by 编号.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(String::as_str)
    }
}

impl From<BTreeMap<String, f64>> for Scores {
    fn from(scores: BTreeMap<String, f64>) -> Self {
        let (codes, marks): (Vec<String>, Vec<f64>) = scores.into_iter().unzip();
        Self { codes: codes.into(), marks: marks.into() }
    }
}

impl Serialize for Scores {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// Reads 结果 of an activity; a school with the codes of the school before it
/// shares them.
pub fn results<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<SchoolResult>, D::Error> {
    struct Results;

    impl<'de> Visitor<'de> for Results {
        type Value = Vec<SchoolResult>;

        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("a list of results")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut results: Vec<SchoolResult> =
                Vec::with_capacity(list.size_hint().unwrap_or(0));
            while let Some(mut result) = list.next_element::<SchoolResult>()? {
                if let Some(before) = results.last()
                    && before.scores.codes == result.scores.codes
                {
                    result.scores.codes = before.scores.codes.clone();
                }
                results.push(result);
            }
            Ok(results)
        }
    }

    deserializer.deserialize_seq(Results)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Activity;

    #[test]
    fn schools_with_the_same_indicators_share_their_codes() {
        let activity: Activity = serde_yaml::from_str(
            "{名称: 评估, 类别: 专项督导, 结果: [
                {学校: 甲, 得分: {B1: 2, A1: 1}}, {学校: 乙, 得分: {A1: 3, B1: 4}}, {学校: 丙}]}",
        )
        .unwrap();
        let [first, second, third] = &activity.results[..] else { panic!() };
        assert!(Arc::ptr_eq(&first.scores.codes, &second.scores.codes));
        assert_eq!((first.scores.get("A1"), first.scores.get("B1")), (Some(1.0), Some(2.0)));
        assert_eq!((second.scores.get("B1"), second.scores.get("C1")), (Some(4.0), None));
        assert!(third.scores.is_empty());
        let json = serde_json::to_string(&second.scores).unwrap();
        assert_eq!(json, r#"{"A1":3.0,"B1":4.0}"#);
    }

    #[test]
    fn a_mark_is_what_was_written() {
        let kept = |marks: &[f64]| {
            let kept = Marks::from(marks.to_vec());
            let bits = |mark: f64| mark.to_bits();
            let read: Vec<u64> = (0..marks.len()).map(|at| bits(kept.get(at))).collect();
            assert_eq!(read, marks.iter().copied().map(bits).collect::<Vec<_>>());
            matches!(kept, Marks::Hundredths(_))
        };
        assert_eq!(Scores::default(), Scores::from(BTreeMap::new()));
        assert!(kept(&[0.0, 0.5, 8.7, 2.35, 99.99, 655.35]));
        let all: Vec<f64> =
            (0..=u16::MAX).map(|n| format!("{n}e-2").parse().unwrap()).collect();
        assert!(kept(&all));
        for other in [-0.0, -1.0, 0.125, 655.36, 1e300, f64::NAN, f64::INFINITY] {
            assert!(!kept(&[8.7, other]));
        }
    }
}
