//! 文书: what to issue.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document::{Format, Secrecy, SignatureStamp, Urgency};

/// 文书: one document to be issued, or with 逐校 one for each school.
/// What is not said comes from the 文种.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// 文种, by its Chinese name.
    #[serde(rename(deserialize = "文种"))]
    pub kind: String,
    /// 逐校: the activity whose schools each get one.
    #[serde(rename(deserialize = "逐校"), default)]
    pub per_school: Option<String>,
    /// 成文日期.
    #[serde(rename(deserialize = "成文日期"))]
    pub date: NaiveDate,
    #[serde(rename(deserialize = "标题"), default)]
    pub title: Option<String>,
    #[serde(rename(deserialize = "版式"), default)]
    pub format: Option<Format>,
    /// 发文机关标志: several for a joint document, the 主办机关 first.
    #[serde(rename(deserialize = "发文机关标志"), default)]
    pub masthead: Vec<String>,
    /// 发文序号: the last part of the 发文字号; with 逐校 that of the first
    /// school, the others count on.
    #[serde(rename(deserialize = "发文序号"), default)]
    #[schemars(range(min = 1, max = 99999))]
    pub sequence: Option<u32>,
    /// 主送.
    #[serde(rename(deserialize = "主送"), default)]
    pub addressees: Vec<String>,
    /// 署名.
    #[serde(rename(deserialize = "署名"), default)]
    pub signature: Vec<String>,
    /// 加盖印章: 否 where 署名 stands without a seal.
    #[serde(rename(deserialize = "加盖印章"), default)]
    pub sealed: Option<bool>,
    /// 印章: pictures of the seals, beside the workbook.
    #[serde(rename(deserialize = "印章"), default)]
    pub seals: Vec<String>,
    /// 签名章.
    #[serde(rename(deserialize = "签名章"), default)]
    pub stamps: Vec<SignatureStamp>,
    #[serde(rename(deserialize = "出席"), default)]
    pub present: Vec<String>,
    #[serde(rename(deserialize = "请假"), default)]
    pub excused: Vec<String>,
    #[serde(rename(deserialize = "列席"), default)]
    pub observers: Vec<String>,
    #[serde(rename(deserialize = "签发人"), default)]
    pub signers: Vec<String>,
    /// 份号: six digits.
    #[serde(rename(deserialize = "份号"), default)]
    pub copy_number: Option<String>,
    #[serde(rename(deserialize = "密级"), default)]
    pub secrecy: Option<Secrecy>,
    /// 保密期限, in years.
    #[serde(rename(deserialize = "保密期限"), default)]
    pub secrecy_years: Option<u16>,
    #[serde(rename(deserialize = "紧急程度"), default)]
    pub urgency: Option<Urgency>,
    /// 附注, without its brackets.
    #[serde(rename(deserialize = "附注"), default)]
    pub note: Option<String>,
    /// 抄送.
    #[serde(rename(deserialize = "抄送"), default)]
    pub copies_to: Vec<String>,
    /// 印发机关.
    #[serde(rename(deserialize = "印发机关"), default)]
    pub printed_by: Option<String>,
    /// 印发日期.
    #[serde(rename(deserialize = "印发日期"), default)]
    pub printed_on: Option<NaiveDate>,
}
