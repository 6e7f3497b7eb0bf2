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
    marks: Box<[f64]>,
}

impl Scores {
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// The mark on the indicator with this 编号.
    pub fn get(&self, code: &str) -> Option<f64> {
        let at = self.codes.binary_search_by(|other| other.as_str().cmp(code)).ok()?;
        self.marks.get(at).copied()
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
        serializer.collect_map(self.codes().zip(&self.marks))
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
}
