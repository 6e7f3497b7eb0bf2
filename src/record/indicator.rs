//! 指标体系: what a school is scored by, and the words for it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 指标体系: a tree of indicators and the grades its totals lead to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSystem {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 依据: the document that lays the system down.
    #[serde(rename(deserialize = "依据"), default)]
    pub basis: Option<String>,
    /// 达标比例: the share of its 分值 from which an indicator counts as
    /// reached, 0 to 1; an indicator's own 达标线 goes before it. Without
    /// either, only full marks reach.
    #[serde(rename(deserialize = "达标比例"), default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub pass_ratio: Option<f64>,
    /// 项数 that the document announces, for the count below it to be checked by.
    #[serde(rename(deserialize = "项数"), default)]
    pub announced: Option<u32>,
    /// 指标, level 1 first.
    #[serde(rename(deserialize = "指标"))]
    #[schemars(length(min = 1))]
    pub indicators: Vec<Indicator>,
    /// 等次, the best first.
    #[serde(rename(deserialize = "等次"), default)]
    pub grades: Vec<Grade>,
}

/// 指标: a leaf is scored, a node with 下级 sums its leaves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// 编号, by which results give the score.
    #[serde(rename(deserialize = "编号"))]
    pub code: String,
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    #[serde(rename(deserialize = "类型"), default)]
    pub kind: Option<IndicatorKind>,
    /// 分值 of a leaf: its full marks.
    #[serde(rename(deserialize = "分值"), default)]
    pub points: Option<f64>,
    /// 达标线: the score from which the leaf counts as reached.
    #[serde(rename(deserialize = "达标线"), default)]
    pub pass: Option<f64>,
    /// 达标表述: the sentence for a school that reaches it.
    #[serde(rename(deserialize = "达标表述"), default)]
    pub reached: Option<String>,
    /// 不足表述: the sentence for a school that falls short.
    #[serde(rename(deserialize = "不足表述"), default)]
    pub short: Option<String>,
    /// 整改建议: what a school that falls short is to do.
    #[serde(rename(deserialize = "整改建议"), default)]
    pub advice: Option<String>,
    /// 下级.
    #[serde(rename(deserialize = "下级"), default)]
    pub children: Vec<Indicator>,
}

/// 类型 of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum IndicatorKind {
    #[serde(rename = "核心")]
    Core,
    #[serde(rename = "普通")]
    Ordinary,
}

/// 等次.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 最低分: the total from which the grade is given.
    #[serde(rename(deserialize = "最低分"))]
    pub min: f64,
    /// 核心指标全部达标: whether every 核心 indicator must be reached too.
    #[serde(rename(deserialize = "核心指标全部达标"), default)]
    pub all_core: bool,
    /// 达标: whether a school with this grade counts as having reached the
    /// standard.
    #[serde(rename(deserialize = "达标"), default)]
    pub reached: bool,
}

impl Indicator {
    /// The scored indicators at or under this one, in order.
    pub fn leaves(&self) -> Vec<&Indicator> {
        if self.children.is_empty() {
            vec![self]
        } else {
            self.children.iter().flat_map(Indicator::leaves).collect()
        }
    }

    /// Full marks: a leaf's 分值, a node's sum.
    pub fn full_marks(&self) -> f64 {
        self.leaves().iter().filter_map(|leaf| leaf.points).sum()
    }
}

impl IndicatorSystem {
    /// All scored indicators, in order.
    pub fn leaves(&self) -> Vec<&Indicator> {
        self.indicators.iter().flat_map(Indicator::leaves).collect()
    }

    /// Whether a score reaches a leaf.
    pub fn is_reached(&self, leaf: &Indicator, score: f64) -> bool {
        let full = leaf.points.unwrap_or(0.0);
        let line = leaf.pass.or(self.pass_ratio.map(|ratio| ratio * full)).unwrap_or(full);
        score + 1e-9 >= line
    }
}
