//! 统计: totals with their parts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::chinese::number;
use crate::document::{Chart, ChartForm, ChartValue, Series, Undrawable};

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
    /// 图: draws the parts as 柱图, with last year's beside this year's where
    /// every part has 上年, or as 占比图, each part's share in the total. The
    /// chart stands below the paragraph that first quotes a figure of this
    /// statistic, in the kinds of document that have 统计图.
    #[serde(rename(deserialize = "图"), default)]
    pub chart: Option<ChartForm>,
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

/// How far sums may be off by the binary fractions of decimals.
const EXACT: f64 = 1e-6;

impl Statistic {
    /// The chart that was asked for, or why there can be none.
    pub fn drawn(&self, year: u16) -> Option<Result<Chart, Undrawable>> {
        Some(self.draw(self.chart?, year))
    }

    fn draw(&self, form: ChartForm, year: u16) -> Result<Chart, Undrawable> {
        if self.parts.is_empty() {
            let message = format!("“{}”没有分项，画不出图", self.name);
            return Err(Undrawable {
                message, help: "写上“分项”，或者删去“图”"
            });
        }
        let sum: f64 = self.parts.iter().map(|part| part.value).sum();
        if form == ChartForm::Share && (sum - self.total).abs() > EXACT {
            let (sum, total) = (number::decimal(sum), number::decimal(self.total));
            let message = format!("分项合计{sum}，总数{total}，画不出占比图");
            let help = "补齐分项（可以加一项“其他”），或者改用柱图";
            return Err(Undrawable { message, help });
        }
        let last_year: Option<Vec<f64>> =
            self.parts.iter().map(|part| part.last_year).collect();
        let before =
            last_year.filter(|_| form == ChartForm::Bar).map(|values| (year - 1, values));
        let now = (year, self.parts.iter().map(|part| part.value).collect());
        let series: Vec<Series> = before.into_iter().chain([now]).map(of_year).collect();
        let years: Vec<&str> = series.iter().map(|series| series.name.as_str()).collect();
        let what = match form {
            ChartForm::Bar => "情况",
            ChartForm::Share => "构成",
        };
        let caption = format!("{}{}{what}", years.join("与"), self.name);
        let unit = Some(self.unit.clone()).filter(|unit| !unit.is_empty());
        let categories = self.parts.iter().map(|part| part.name.clone()).collect();
        Chart::new(form, caption, unit, categories, series)
    }
}

fn of_year((year, values): (u16, Vec<f64>)) -> Series {
    let value = |value| ChartValue::new(value, number::decimal(value));
    Series { name: format!("{year}年"), values: values.into_iter().map(value).collect() }
}
