//! 自评: a government's own evaluation of how it fulfils its duties
//! (国教督办函〔2018〕16号).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Section, YearProblem};

/// 自评.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SelfEvaluation {
    /// 单位: the government that evaluates itself, as it signs.
    #[serde(rename(deserialize = "单位"))]
    pub subject: String,
    /// 依据: the notice and the evaluation system, by 名称 or 简称.
    #[serde(rename(deserialize = "依据"))]
    #[schemars(length(min = 1))]
    pub bases: Vec<String>,
    /// 基本情况: paragraphs and statistics.
    #[serde(rename(deserialize = "基本情况"), default)]
    pub profile: Option<Profile>,
    /// 组织: how the self-evaluation was led and done, a paragraph each.
    #[serde(rename(deserialize = "组织"))]
    #[schemars(length(min = 1))]
    pub organisation: Vec<String>,
    /// 测评点 in all.
    #[serde(rename(deserialize = "测评点"), default)]
    pub points_of_evaluation: Option<u32>,
    /// 方面.
    #[serde(rename(deserialize = "方面"))]
    #[schemars(length(min = 1))]
    pub aspects: Vec<Aspect>,
    /// 等级 that the government gives itself.
    #[serde(rename(deserialize = "等级"), default)]
    pub grade: Option<String>,
    /// 问题.
    #[serde(rename(deserialize = "问题"))]
    #[schemars(length(min = 1))]
    pub problems: Vec<YearProblem>,
    /// 改进措施.
    #[serde(rename(deserialize = "改进措施"))]
    #[schemars(length(min = 1))]
    pub measures: Vec<Section>,
}

/// 基本情况.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    #[serde(rename(deserialize = "正文"), default)]
    pub prose: Vec<String>,
    /// 统计 to be stated, by name.
    #[serde(rename(deserialize = "统计"), default)]
    pub statistics: Vec<String>,
}

/// 方面: a level-1 indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aspect {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 满分, where marks are given by aspect and not by indicator.
    #[serde(rename(deserialize = "满分"), default)]
    pub full: Option<f64>,
    /// 自评分, likewise.
    #[serde(rename(deserialize = "自评分"), default)]
    pub score: Option<f64>,
    /// 指标: the level-2 indicators.
    #[serde(rename(deserialize = "指标"))]
    #[schemars(length(min = 1))]
    pub items: Vec<AspectItem>,
}

impl Aspect {
    /// Full marks: as given, else the sum over the indicators.
    pub fn full_marks(&self) -> f64 {
        self.full.unwrap_or_else(|| self.items.iter().filter_map(|i| i.full).sum())
    }

    /// Own marks: as given, else the sum over the indicators.
    pub fn self_score(&self) -> f64 {
        self.score.unwrap_or_else(|| self.items.iter().filter_map(|i| i.score).sum())
    }
}

/// 二级指标.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AspectItem {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 分值.
    #[serde(rename(deserialize = "分值"), default)]
    pub full: Option<f64>,
    #[serde(rename(deserialize = "自评分"), default)]
    pub score: Option<f64>,
    /// 达标程度.
    #[serde(rename(deserialize = "达标程度"))]
    pub attainment: Attainment,
    /// 内容: what was done, with evidence, a paragraph each.
    #[serde(rename(deserialize = "内容"))]
    #[schemars(length(min = 1))]
    pub content: Vec<String>,
}

/// 达标程度.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Attainment {
    #[serde(rename = "达标")]
    Full,
    #[serde(rename = "基本达标")]
    Nearly,
    #[serde(rename = "未达标")]
    Missed,
}
