//! 计划: what the office means to do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Section;

/// 计划 of the year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// 形势: what the year stands for, a clause after `2013年是`.
    #[serde(rename(deserialize = "形势"), default)]
    pub situation: Option<String>,
    /// 目的: clauses after 为.
    #[serde(rename(deserialize = "目的"), default)]
    pub purposes: Vec<String>,
    /// 依据, by 名称 or 简称.
    #[serde(rename(deserialize = "依据"), default)]
    pub bases: Vec<String>,
    /// 指导思想, a paragraph each.
    #[serde(rename(deserialize = "指导思想"))]
    #[schemars(length(min = 1))]
    pub guidance: Vec<String>,
    /// 目标, a sentence each.
    #[serde(rename(deserialize = "目标"))]
    #[schemars(length(min = 1))]
    pub aims: Vec<String>,
    /// 任务.
    #[serde(rename(deserialize = "任务"))]
    #[schemars(length(min = 1))]
    pub tasks: Vec<TaskGroup>,
    /// 日程 by month, quarter or half-year.
    #[serde(rename(deserialize = "日程"), default)]
    pub schedule: Vec<ScheduleBlock>,
    /// 保障.
    #[serde(rename(deserialize = "保障"), default)]
    pub safeguards: Vec<Section>,
}

/// A group of tasks under one heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskGroup {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 引言: the paragraph under the heading.
    #[serde(rename(deserialize = "引言"), default)]
    pub lead: Option<String>,
    /// 事项.
    #[serde(rename(deserialize = "事项"))]
    #[schemars(length(min = 1))]
    pub items: Vec<Task>,
}

/// 事项 of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 内容: the text after the run-in heading.
    #[serde(rename(deserialize = "内容"))]
    pub content: String,
    /// 分项: clauses that follow as 一是…；二是….
    #[serde(rename(deserialize = "分项"), default)]
    pub clauses: Vec<String>,
    /// 时间, in words: `上半年`, `3月`.
    #[serde(rename(deserialize = "时间"), default)]
    pub time: Option<String>,
    /// 牵头: who leads it.
    #[serde(rename(deserialize = "牵头"), default)]
    pub lead: Option<String>,
}

/// One stretch of the schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleBlock {
    /// 时段: `3月`, `7—8月`, `上半年`.
    #[serde(rename(deserialize = "时段"))]
    pub time: String,
    /// 事项.
    #[serde(rename(deserialize = "事项"))]
    #[schemars(length(min = 1))]
    pub items: Vec<String>,
}
