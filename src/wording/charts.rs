//! Charts of statistics, as a manuscript has them. Each stands below the block
//! that first quotes a figure of its statistic, whatever the template.

use std::collections::BTreeSet;

use crate::document::Chart;
use crate::figures::Ledger;
use crate::record::{Record, Statistic};

use super::{filters, marks};

/// The charts that the year's statistics ask for.
pub struct Charts(Vec<Drawn>);

struct Drawn {
    /// The numbers in the ledger of the statistic's figures.
    figures: BTreeSet<usize>,
    markdown: String,
}

impl Charts {
    pub fn of(record: &Record, ledger: &Ledger) -> Self {
        let drawn = |statistic: &Statistic| {
            // The workbook has refused what cannot be drawn.
            let chart = statistic.drawn(record.year)?.ok()?;
            let scope = Some(statistic.name.as_str());
            let figures = ledger.numbered(scope).map(|(number, _)| number).collect();
            let markdown = markdown(&chart, |part, text, series| {
                let last_year = if series + 1 < chart.series.len() { "上年" } else { "" };
                let name = format!("分项·{part}{last_year}");
                let figure = ledger.numbered(scope).find(|(_, figure)| figure.name == name);
                figure.map_or(text.to_owned(), |(number, _)| marks::figure(number, text))
            });
            Some(Drawn { figures, markdown })
        };
        Self(record.statistics.iter().filter_map(drawn).collect())
    }

    /// A tidy text with each chart where it belongs, once.
    pub fn place(&self, text: &str) -> String {
        let mut left: Vec<&Drawn> = self.0.iter().collect();
        let mut due = Vec::new();
        let mut out: Vec<&str> = Vec::new();
        for block in text.trim_end().split("\n\n") {
            out.push(block);
            let quoted: BTreeSet<usize> = marks::figures(block).collect();
            due.extend(left.extract_if(.., |drawn| !drawn.figures.is_disjoint(&quoted)));
            // A heading, and a paragraph that announces a list, go with what
            // follows.
            if !block.starts_with('#') && !block.ends_with('：') {
                out.extend(due.drain(..).map(|drawn| drawn.markdown.as_str()));
            }
        }
        out.extend(due.iter().map(|drawn| drawn.markdown.as_str()));
        out.join("\n\n") + "\n"
    }
}

/// A chart as a caption and a table. `number` marks the number of a category in
/// a series as the figure that it is.
fn markdown(chart: &Chart, number: impl Fn(&str, &str, usize) -> String) -> String {
    let unit = chart.unit.as_ref().map(|unit| {
        let mark = if Chart::is_known_unit(unit) { "" } else { "单位：" };
        format!("（{mark}{}）", filters::escaped(unit))
    });
    let caption = filters::escaped(&chart.caption);
    let mut text = format!("{}：{caption}{}\n", chart.form.name(), unit.unwrap_or_default());
    let names = chart.series.iter().map(|series| format!(" {} |", series.name));
    text += &format!("| 分项 |{}\n", names.collect::<String>());
    text += &format!("|:--|{}", "--:|".repeat(chart.series.len()));
    for (nth, category) in chart.categories.iter().enumerate() {
        let numbers = chart.series.iter().enumerate().map(|(place, series)| {
            format!(" {} |", number(category, &series.values[nth].text, place))
        });
        text +=
            &format!("\n| {} |{}", filters::escaped(category), numbers.collect::<String>());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures;

    /// The text with the charts of `统计` in YAML, and the figures that it quotes.
    /// `【…】` in the text quotes the figure of that name.
    fn placed(statistics: &str, text: &str) -> (String, Vec<String>) {
        let yaml = format!(
            "年度: 2014\n机构: {{名称: 某县督导室, 简称: 督导室, 地区: 某县}}\n统计: {statistics}\n"
        );
        let record: Record = serde_yaml::from_str(&yaml).unwrap();
        let ledger = figures::compute(&record);
        let mut marked = text.to_owned();
        for (number, figure) in ledger.iter() {
            let mark = marks::figure(number, &figure.value.to_string());
            marked = marked.replace(&format!("【{}】", figure.full_name()), &mark);
        }
        let (text, quotes) = marks::resolve(&Charts::of(&record, &ledger).place(&marked), &[]);
        let quoted = quotes.iter().map(|quote| {
            let (_, figure) = ledger.iter().find(|(i, _)| *i == quote.figure).unwrap();
            assert_eq!(figure.value.to_string(), text[quote.start..quote.end]);
            figure.full_name()
        });
        let quoted = quoted.collect();
        (text, quoted)
    }

    #[test]
    fn a_chart_stands_below_the_first_block_that_quotes_its_statistic() {
        let schools = "[{名称: 督导学校, 总数: 27, 单位: 所, 图: 柱图, 分项: \
                       [{名称: 小学, 数: 15, 上年: 12}, {名称: 初|中, 数: 12, 上年: 14.5}]}]";
        let chart = "柱图：2013年与2014年督导学校情况（所）\n| 分项 | 2013年 | 2014年 |\n\
                     |:--|--:|--:|\n| 小学 | 12 | 15 |\n| 初\\|中 | 14.5 | 12 |\n\n";
        for (before, after) in [
            ("甲。\n\n有【督导学校·总数】所。\n\n", "又【督导学校·总数】所。\n"),
            ("# 甲\n\n有【督导学校·总数】所：\n\n- 乙\n- 丙\n\n", "丁。\n"),
            ("## 甲【督导学校·总数】所。\n\n乙。\n\n", "丙。\n"),
        ] {
            let number = |text: &str| text.replace("【督导学校·总数】", "27");
            let wanted = format!("{}{chart}{}", number(before), number(after));
            assert_eq!(placed(schools, &format!("{before}{after}")).0, wanted);
        }
        assert_eq!(placed(schools, "甲。\n").0, "甲。\n");
    }

    #[test]
    fn a_share_chart_is_of_this_year() {
        let grades = "[{名称: 等次, 总数: 3, 单位: 所, 图: 占比图, 分项: \
                      [{名称: 合格, 数: 3, 上年: 2}, {名称: 不合格, 数: 0, 上年: 1}]}]";
        let (text, quoted) = placed(grades, "【等次·分项·合格占比】。\n");
        assert_eq!(
            text,
            "100%。\n\n占比图：2014年等次构成（所）\n| 分项 | 2014年 |\n|:--|--:|\n\
             | 合格 | 3 |\n| 不合格 | 0 |\n"
        );
        assert_eq!(quoted, ["等次·分项·合格占比", "等次·分项·合格", "等次·分项·不合格"]);
    }
}
