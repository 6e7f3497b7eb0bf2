//! 统计: totals with their parts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 统计: a total, its parts, and last year's value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statistic {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    #[serde(rename(deserialize = "总数"))]
    pub total: f64,
    #[serde(rename(deserialize = "单位"))]
    pub unit: String,
    /// 上年, in the same unit.
    #[serde(rename(deserialize = "上年"), default)]
    pub last_year: Option<f64>,
    #[serde(rename(deserialize = "分项"), default)]
    pub parts: Vec<Part>,
    /// 只列部分: the parts are some of those that there are, and need not add up
    /// to the total.
    #[serde(rename(deserialize = "只列部分"), default)]
    pub partial: bool,
}

/// One part of a total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    #[serde(rename(deserialize = "数"))]
    pub value: f64,
    /// 上年, in the statistic's unit.
    #[serde(rename(deserialize = "上年"), default)]
    pub last_year: Option<f64>,
}
