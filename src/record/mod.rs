//! The domain: one year of a supervision office, as typed values. Chinese keys
//! in YAML, English names here and in the wording templates. No I/O.

mod activity;
mod basis;
mod edition;
mod indicator;
mod office;
mod other_work;
mod plan;
mod problem;
mod review;
mod school;
mod scores;
mod self_evaluation;
mod statistic;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::activity::{
    Activity, Category, Object, Period, Questionnaires, SchoolResult, TeamMember, TeamRole,
};
pub use self::basis::Basis;
pub use self::edition::Edition;
pub use self::indicator::{Grade, Indicator, IndicatorKind, IndicatorSystem};
pub use self::office::{Inspector, Level, Office, Tenure, Zone};
pub use self::other_work::{Complaints, IssuedDocument, Training};
pub use self::plan::{Plan, ScheduleBlock, Task, TaskGroup};
pub use self::problem::{Problem, YearProblem};
pub use self::review::{Section, YearReview};
pub use self::school::{Ownership, School, SchoolIndex, Stage};
pub use self::scores::Scores;
pub use self::self_evaluation::{Aspect, AspectItem, Attainment, Profile, SelfEvaluation};
pub use self::statistic::{Part, Statistic};

/// 工作簿 as typed values: everything the year's documents are made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// 年度: the calendar year that the data are about.
    #[serde(rename(deserialize = "年度"))]
    pub year: u16,
    /// 机构: who issues the documents.
    #[serde(rename(deserialize = "机构"))]
    pub office: Office,
    #[serde(rename(deserialize = "责任区"), default)]
    pub zones: Vec<Zone>,
    #[serde(rename(deserialize = "督学"), default)]
    pub inspectors: Vec<Inspector>,
    /// Wordings read them where they ask for them.
    #[serde(rename(deserialize = "学校"), default, skip_serializing)]
    pub schools: Vec<School>,
    #[serde(rename(deserialize = "依据"), default)]
    pub bases: Vec<Basis>,
    #[serde(rename(deserialize = "指标体系"), default)]
    pub indicator_systems: Vec<IndicatorSystem>,
    #[serde(rename(deserialize = "督导活动"), default)]
    pub activities: Vec<Activity>,
    #[serde(rename(deserialize = "统计"), default)]
    pub statistics: Vec<Statistic>,
    #[serde(rename(deserialize = "信访"), default)]
    pub complaints: Option<Complaints>,
    #[serde(rename(deserialize = "培训"), default)]
    pub trainings: Vec<Training>,
    #[serde(rename(deserialize = "发文"), default)]
    pub issued_documents: Vec<IssuedDocument>,
    /// 总结: what the year-end summary says that follows from no count.
    #[serde(rename(deserialize = "总结"), default)]
    pub review: Option<YearReview>,
    /// 存在问题: the year's problems, each with its measure.
    #[serde(rename(deserialize = "存在问题"), default)]
    pub problems: Vec<YearProblem>,
    /// 下一步工作.
    #[serde(rename(deserialize = "下一步工作"), default)]
    pub next_steps: Vec<Section>,
    #[serde(rename(deserialize = "计划"), default)]
    pub plan: Option<Plan>,
    #[serde(rename(deserialize = "自评"), default)]
    pub self_evaluation: Option<SelfEvaluation>,
    /// 文书: what to issue.
    #[serde(rename(deserialize = "文书"), default)]
    pub editions: Vec<Edition>,
    /// 检查: rules to turn off or to take more or less gravely, by their ids.
    #[serde(rename(deserialize = "检查"), default)]
    pub checks: BTreeMap<String, RuleSetting>,
}

/// What 检查 says of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RuleSetting {
    #[serde(rename = "关")]
    Off,
    #[serde(rename = "提示")]
    Hint,
    #[serde(rename = "警告")]
    Warning,
    #[serde(rename = "错误")]
    Error,
}

/// A place in the data, as keys and indices: `/督导活动/0/结果/3/得分`.
pub type DataPath = String;

impl Record {
    /// The indicator system with this 名称.
    pub fn indicator_system(&self, key: &str) -> Option<&IndicatorSystem> {
        self.indicator_systems.iter().find(|s| s.name == key)
    }

    /// The activity with this 名称 or 简称.
    pub fn activity(&self, key: &str) -> Option<&Activity> {
        self.activities.iter().find(|a| a.is_called(key))
    }

    /// The indicator system an activity is scored by.
    pub fn system_of(&self, activity: &Activity) -> Option<&IndicatorSystem> {
        activity.indicator_system.as_deref().and_then(|key| self.indicator_system(key))
    }
}
