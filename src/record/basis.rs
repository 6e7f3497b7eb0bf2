//! 依据: the laws, policies and documents that are cited.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// 依据.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// 名称, without 《》.
    #[serde(rename(deserialize = "名称"))]
    pub name: String,
    /// 文号, as printed: `国教督办〔2013〕2号`, `国务院令第624号`.
    #[serde(rename(deserialize = "文号"), default)]
    pub number: Option<String>,
    /// 简称, without 《》: defined at the first citation, used after it.
    #[serde(rename(deserialize = "简称"), default)]
    pub short_name: Option<String>,
    /// 施行日期.
    #[serde(rename(deserialize = "施行日期"), default)]
    pub in_force: Option<NaiveDate>,
}

impl Basis {
    /// Whether data may cite it by this key.
    pub fn is_called(&self, key: &str) -> bool {
        self.name == key || self.short_name.as_deref() == Some(key)
    }
}
