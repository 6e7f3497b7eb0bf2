//! Charts: numbers to be seen side by side. A chart that exists can be drawn.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::chinese::number;

/// More series than this no greys tell apart on a photocopy.
const MOST_SERIES: usize = 4;
/// Characters that still stand beside or below a bar.
const LONGEST_NAME: usize = 20;
const LONGEST_NUMBER: usize = 12;
const LONGEST_UNIT: usize = 8;

/// What is counted or measured in the charts of an education office.
#[rustfmt::skip]
const UNITS: [&str; 77] = [
    // People and what they do.
    "人", "名", "位", "万人", "人次", "万人次", "户", "家", "次", "场", "场次", "期", "批", "批次",
    // Schools and their parts.
    "所", "校", "园", "处", "个", "班", "间", "栋", "幢", "座", "组", "支", "县", "镇", "乡", "村",
    // Papers and goods.
    "项", "条", "件", "份", "篇", "本", "册", "万册", "套", "台", "台套", "张", "部", "辆",
    "种", "类", "门", "节", "课时", "学时",
    // Money.
    "元", "万元", "亿元", "千元", "百万元",
    // Marks and shares.
    "分", "%", "％", "‰", "百分点", "个百分点", "倍", "级",
    // Measures.
    "平方米", "万平方米", "米", "公里", "千米", "亩", "公顷", "吨",
    "年", "月", "天", "小时", "分钟", "岁",
];

/// A chart with at least one number above zero.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    pub form: ChartForm,
    /// Printed below, without the unit.
    pub caption: String,
    /// What the numbers count, such as 所.
    pub unit: Option<String>,
    pub categories: Vec<String>,
    pub series: Vec<Series>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all(serialize = "snake_case"))]
pub enum ChartForm {
    /// A bar for each category; with several series the bars stand in groups.
    #[serde(rename(deserialize = "柱图"))]
    Bar,
    /// The share of each category in the whole, of one series.
    #[serde(rename(deserialize = "占比图"))]
    Share,
}

impl ChartForm {
    pub const ALL: [ChartForm; 2] = [ChartForm::Bar, ChartForm::Share];

    /// The word of the data and of a manuscript's caption.
    pub fn name(self) -> &'static str {
        match self {
            ChartForm::Bar => "柱图",
            ChartForm::Share => "占比图",
        }
    }

    /// More categories than this are a table.
    fn most_categories(self) -> usize {
        match self {
            ChartForm::Bar => 12,
            ChartForm::Share => 8,
        }
    }
}

/// One number for each category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    pub name: String,
    pub values: Vec<ChartValue>,
}

/// A number with the figures as they are printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartValue {
    pub value: f64,
    pub text: String,
    /// In a share chart: its part of the whole in per cent, worked out from the
    /// values as it is in running text. The printed shares may add up to 99.9%
    /// or 100.1%, so no sum of them is printed.
    pub share: Option<String>,
}

impl ChartValue {
    pub fn new(value: f64, text: String) -> Self {
        Self { value, text, share: None }
    }
}

/// Why numbers make no chart, in a clerk's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undrawable {
    pub message: String,
    pub help: &'static str,
}

impl Chart {
    /// Whether brackets with this word alone name a unit.
    pub fn is_known_unit(word: &str) -> bool {
        UNITS.contains(&word)
    }

    /// A chart of series that each have a number for every category.
    pub fn new(
        form: ChartForm,
        caption: String,
        unit: Option<String>,
        categories: Vec<String>,
        series: Vec<Series>,
    ) -> Result<Chart, Undrawable> {
        let mut chart = Chart { form, caption, unit, categories, series };
        chart.check()?;
        if form == ChartForm::Share {
            for series in &mut chart.series {
                let whole = series.values.iter().map(|value| value.value).sum();
                for value in &mut series.values {
                    value.share = number::percent_of(value.value, whole, 1);
                }
            }
        }
        Ok(chart)
    }

    fn check(&self) -> Result<(), Undrawable> {
        let fault = |message: String, help| Err(Undrawable { message, help });
        let form = self.form.name();
        let most = self.form.most_categories();
        if self.categories.len() > most {
            let message = format!("{form}最多画{most}项，这里有{}项", self.categories.len());
            return fault(message, "把小的几项并成“其他”，或者不画图，改用表格");
        }
        let columns = self.series.len();
        if self.form == ChartForm::Share && columns != 1 {
            let message = format!("占比图只能有一列数，这里有{columns}列");
            return fault(message, "只留一列数；要比较几列数，用柱图或者表格");
        }
        if columns > MOST_SERIES {
            let message = format!("柱图最多有{MOST_SERIES}列数，这里有{columns}列");
            return fault(message, "去掉几列，或者不画图，改用表格");
        }
        let series_names = self.series.iter().map(|series| &series.name);
        for name in self.categories.iter().chain(series_names) {
            if name.chars().count() > LONGEST_NAME {
                let message = format!("“{name}”太长，图里最多写{LONGEST_NAME}个字");
                return fault(message, "换成简称，或者不画图，改用表格");
            }
        }
        if let Some(unit) = &self.unit
            && unit.chars().count() > LONGEST_UNIT
        {
            let message = format!("单位“{unit}”太长，图里最多写{LONGEST_UNIT}个字");
            return fault(message, "图题最后的括号里只写单位，如“（所）”");
        }
        let values = || self.series.iter().flat_map(|series| &series.values);
        for value in values() {
            if value.value < 0.0 {
                let message = format!("“{}”是负数，图里画不出来", value.text);
                return fault(message, "核对这个数；确实是负数就不画图，改用表格");
            }
            if value.text.chars().count() > LONGEST_NUMBER {
                let message = format!("“{}”太长，图里写不下", value.text);
                return fault(message, "换成大一些的单位，如把“元”换成“万元”");
            }
        }
        if values().all(|value| value.value == 0.0) {
            let message = "各项都是0，没有可画的".to_owned();
            return fault(message, "不画图，改用表格，或者写进正文");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share_chart(values: &[f64]) -> Result<Chart, Undrawable> {
        let text = |value: &f64| ChartValue::new(*value, value.to_string());
        let values: Vec<_> = values.iter().map(text).collect();
        let categories = values.iter().map(|_| "甲".to_owned()).collect();
        let series = Series { name: "数".to_owned(), values };
        Chart::new(ChartForm::Share, "图".to_owned(), None, categories, vec![series])
    }

    #[test]
    fn shares_are_those_of_running_text() {
        let chart = share_chart(&[7.0, 20.0, 0.0]).unwrap();
        let shares: Vec<_> =
            chart.series[0].values.iter().filter_map(|v| v.share.as_deref()).collect();
        assert_eq!(shares, ["25.9%", "74.1%", "0%"]);
    }

    #[test]
    fn what_cannot_be_drawn_is_no_chart() {
        for (values, message) in [
            (vec![1.0; 9], "占比图最多画8项，这里有9项"),
            (vec![0.0, 0.0], "各项都是0，没有可画的"),
            (vec![3.0, -1.0], "“-1”是负数，图里画不出来"),
            (vec![1_234_567_890_123.0], "“1234567890123”太长，图里写不下"),
        ] {
            assert_eq!(share_chart(&values).unwrap_err().message, message);
        }
    }
}
