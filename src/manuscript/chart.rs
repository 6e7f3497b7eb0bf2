//! Charts: a table under a line `柱图：…（单位）` or `占比图：…（单位）`. Its first
//! column has the categories, every further one a series.

use super::blocks::{Kind, Piece};
use super::id;
use super::inline::bare;
use crate::diagnostic::{Diagnostic, Report, Span};
use crate::document::{Chart, ChartForm, ChartValue, Run, Series, Table};

const HOW: &str = "“柱图：”或“占比图：”开头的一段是图题，写作“柱图：各学段督导学校（所）”，\
                   下面紧接着写表格";

/// Puts a chart in the place of each caption and the table under it.
pub(super) fn draw(pieces: Vec<Piece>, text: &str, report: &mut Report) -> Vec<Piece> {
    let mut drawn = Vec::new();
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let caption = match &piece.kind {
            Kind::Paragraph(runs) => caption(runs).map(|(form, words)| (form, words, runs)),
            _ => None,
        };
        let Some((form, words, runs)) = caption else {
            drawn.push(piece);
            continue;
        };
        let span = piece.span;
        bare(runs, span, "图题", report);
        let below = pieces.next_if(|next| matches!(next.kind, Kind::Table(_) | Kind::Broken));
        let (words, unit) = split_unit(words);
        let problem = match &below {
            None => Some(format!("“{}：”下面没有表格，画不出图", form.name())),
            Some(_) if words.is_empty() => Some(format!("“{}：”后面没有图题", form.name())),
            Some(_) => None,
        };
        if let Some(problem) = problem {
            report.push(
                Diagnostic::error(id::BAD_CHART_CAPTION, problem).at(span, "").help(HOW),
            );
        }
        let kind = match below {
            Some(Piece { span: place, kind: Kind::Table(data) }) => {
                let reader = Reader { text, table: place, report };
                reader.chart(form, words, unit, data, span)
            }
            _ => None,
        };
        drawn.push(Piece { span, kind: kind.map_or(Kind::Broken, Kind::Chart) });
    }
    drawn
}

/// What a caption line asks for, and its words. `None` for any other paragraph.
fn caption(runs: &[Run]) -> Option<(ChartForm, &str)> {
    marked(runs.first()?.text.as_str())
}

/// What follows `柱图：` or `占比图：` at the start of a text.
pub(super) fn caption_words(text: &str) -> Option<&str> {
    marked(text).map(|(_, words)| words)
}

fn marked(text: &str) -> Option<(ChartForm, &str)> {
    ChartForm::ALL.into_iter().find_map(|form| {
        let words = text.strip_prefix(form.name())?.strip_prefix(['：', ':'])?;
        Some((form, words.trim()))
    })
}

/// The words and the unit in the brackets at their end. Brackets with anything
/// else, such as `（含幼儿园）`, belong to the words.
fn split_unit(words: &str) -> (&str, Option<&str>) {
    let split = || {
        let open = words.strip_suffix(['）', ')'])?;
        let (before, inside) = open.rsplit_once(['（', '('])?;
        Some((before.trim_end(), Some(unit(inside.trim())?)))
    };
    split().unwrap_or((words, None))
}

/// A unit by its own name, or after `单位：` whatever stands there.
fn unit(inside: &str) -> Option<&str> {
    let named = inside.strip_prefix("单位").and_then(|rest| rest.strip_prefix(['：', ':']));
    let named = named.map(str::trim).filter(|unit| !unit.is_empty());
    named.or_else(|| Chart::is_known_unit(inside).then_some(inside))
}

/// Reads one table as numbers.
struct Reader<'a, 'r> {
    text: &'a str,
    table: Span,
    report: &'r mut Report,
}

impl Reader<'_, '_> {
    /// `None` where something is wrong, which is then in the report.
    fn chart(
        mut self,
        form: ChartForm,
        words: &str,
        unit: Option<&str>,
        data: Table,
        caption: Span,
    ) -> Option<Chart> {
        let header = data.header.last()?;
        let names: Vec<String> = (header.iter().enumerate().skip(1))
            .map(|(column, cell)| self.name(&cell.text, 0, column))
            .collect();
        if names.is_empty() {
            self.wrong("画图的表格只有一列，没有数", caption, "第一列写项目，第二列起写数");
            return None;
        }
        let mut series: Vec<Series> =
            names.into_iter().map(|name| Series { name, values: Vec::new() }).collect();
        let mut categories = Vec::new();
        for (row, line) in (2..).zip(&data.rows) {
            let mut cells = line.cells.iter();
            categories.push(self.name(cells.next()?, row, 0));
            if let (true, Some(place)) = (line.total, self.place(row, 0)) {
                self.wrong("图里不画合计", place, "删去合计这一行；合计数可以写进正文");
            }
            for ((column, cell), series) in (1..).zip(cells).zip(&mut series) {
                series.values.extend(self.number(cell, row, column));
            }
        }
        if categories.iter().any(String::is_empty)
            || series.iter().any(|series| series.values.len() < categories.len())
        {
            return None;
        }
        let unit = unit.map(str::to_owned);
        let drawn = Chart::new(form, words.to_owned(), unit, categories, series);
        drawn.map_err(|fault| self.wrong(&fault.message, caption, fault.help)).ok()
    }

    fn name(&mut self, cell: &[Run], row: usize, column: usize) -> String {
        let Some(place) = self.place(row, column) else { return String::new() };
        let name = bare(cell, place, "图里", self.report);
        if name.is_empty() {
            self.wrong("图里的这一格没有名称", place, "写上名称");
        }
        name
    }

    /// A number without sign, unit or thousands separators.
    fn number(&mut self, cell: &[Run], row: usize, column: usize) -> Option<ChartValue> {
        let place = self.place(row, column)?;
        let text = bare(cell, place, "图里", self.report);
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
        if digits(whole)
            && digits(fraction)
            && let Ok(value) = text.parse()
        {
            return Some(ChartValue::new(value, text));
        }
        let (message, help) = if text.is_empty() {
            ("图里的这一格没有数".to_owned(), "写上数；没有就写0")
        } else {
            let help = if text.contains([',', '，']) {
                "数里不加逗号，如“1234”"
            } else {
                "只写半角数字和一个小数点，如“12.5”；单位和“%”写在图题最后的括号里"
            };
            (format!("“{text}”不是能画的数"), help)
        };
        self.report.push(Diagnostic::error(id::NO_NUMBER, message).at(place, "").help(help));
        None
    }

    fn wrong(&mut self, message: &str, place: Span, help: &str) {
        self.report.push(Diagnostic::error(id::NO_CHART, message).at(place, "").help(help));
    }

    /// Where a cell was typed; `row` counts lines from the header. `None` for a
    /// cell that the line does not have, which is already in the report.
    fn place(&self, row: usize, column: usize) -> Option<Span> {
        let lines = self.text[self.table.start..self.table.end].split_inclusive('\n');
        let line = lines.clone().nth(row)?;
        let start = self.table.start + lines.take(row).map(str::len).sum::<usize>();
        let &(cell, end) = cells(line).get(column)?;
        Some(Span::new(self.table.source, start + cell, start + end))
    }
}

/// Start and end of what stands in each cell of a line, of an empty one its
/// blanks; a `\|` is text.
fn cells(line: &str) -> Vec<(usize, usize)> {
    let mut escaped = false;
    let mut bars: Vec<usize> = line
        .char_indices()
        .filter(|(_, c)| {
            let bar = *c == '|' && !escaped;
            escaped = *c == '\\' && !escaped;
            bar
        })
        .map(|(at, _)| at)
        .collect();
    let end = line.trim_end().len();
    // The closing one may be left out.
    if bars.last().is_none_or(|last| last + 1 < end) {
        bars.push(end);
    }
    let cell = |pair: &[usize]| {
        let (start, end) = (pair[0] + 1, pair[1]);
        let inside = &line[start..end];
        match inside.trim() {
            "" => (start, end),
            words => {
                let start = start + inside.len() - inside.trim_start().len();
                (start, start + words.len())
            }
        }
    };
    bars.windows(2).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Report, Sources};
    use crate::document::{Block, Document, plain_text};

    /// The document, or what is wrong: line and column counted in the text,
    /// the id and the message.
    fn read(text: &str) -> Result<Document, Vec<String>> {
        let front = "---\n标题: 总结\n版式: 普通\n---\n";
        let whole = format!("{front}{text}");
        let (mut sources, mut report) = (Sources::new(), Report::new());
        let source = sources.add("稿", whole.as_str());
        let document = super::super::parse(source, &whole, &mut report);
        let found = report.iter().map(|found| {
            let at = sources.get(source).position(found.labels[0].span.start);
            format!("{}:{} {} {}", at.line - 4, at.column, found.id, found.message)
        });
        let found: Vec<String> = found.collect();
        document.ok_or(found)
    }

    fn words(text: &str) -> String {
        plain_text(&read(text).unwrap()).replacen("总结\n", "", 1)
    }

    #[test]
    fn a_caption_makes_a_chart_of_the_table_below() {
        let bars = "甲。\n\n柱图：2013年与2014年督导学校（所）\n\n\
                    | 学段 | 2013年 | 2014年 |\n|--|--:|--:|\n| 小学 | 12 | 15.5 |\n| 初中 | 0 | 7 |\n\n乙。\n";
        let document = read(bars).unwrap();
        assert!(matches!(document.body.as_slice(), [_, Block::Chart(_), _]));
        assert_eq!(
            words(bars),
            "甲。\n2013年\t小学12所\t初中0所\n2014年\t小学15.5所\t初中7所\n\
             2013年与2014年督导学校\n乙。\n"
        );
        let shares =
            "占比图: 评估等次 (所)\n| 等次 | 学校 |\n|--|--|\n| 合\\|格 | 7\n| 良好 | 20 |\n";
        assert_eq!(words(shares), "学校\t合|格7所，25.9%\t良好20所，74.1%\n评估等次\n");
        assert!(
            words("柱图：在校生\n| 甲 | 乙 |\n|--|--|\n| 丙 | 7 |\n")
                .ends_with("丙7\n在校生\n")
        );
    }

    #[test]
    fn only_a_measure_in_the_last_brackets_is_the_unit() {
        for (caption, unit, words) in [
            ("督导学校（所）", "所", "督导学校"),
            ("经费(万元)", "万元", "经费"),
            ("合格率（%）", "%", "合格率"),
            ("受训（试点）（人次）", "人次", "受训（试点）"),
            ("生均图书（单位：册/生）", "册/生", "生均图书"),
            ("督导学校（含幼儿园）", "", "督导学校（含幼儿园）"),
            ("等次（试行）", "", "等次（试行）"),
            ("等次（2014年）", "", "等次（2014年）"),
            ("等次（单位：）", "", "等次（单位：）"),
        ] {
            let text = format!("柱图：{caption}\n\n| 甲 | 乙 |\n|--|--|\n| 丙 | 7 |\n");
            assert_eq!(self::words(&text), format!("乙\t丙7{unit}\n{words}\n"));
        }
    }

    #[test]
    fn what_makes_no_chart_is_said_where_it_stands() {
        let chart = |caption: &str, rows: &str| {
            let columns = rows.lines().next().unwrap().matches('|').count() - 1;
            let rule = "|--".repeat(columns);
            let (head, rest) = rows.split_once('\n').unwrap_or((rows, ""));
            format!("{caption}\n\n{head}\n{rule}|\n{rest}\n")
        };
        let thirteen: String = (0..13).map(|i| format!("\n| 第{i}所 | 1 |")).collect();
        for (text, found) in [
            (
                "柱图：甲（所）\n\n乙。\n".to_owned(),
                "1:1 MAN-80 “柱图：”下面没有表格，画不出图",
            ),
            (
                chart("占比图：（所）", "| 甲 | 乙 |\n| 丙 | 1 |"),
                "1:1 MAN-80 “占比图：”后面没有图题",
            ),
            (
                chart("柱图：甲", "| 甲 | 乙 |\n| 丙 | 1,200 |\n| 丁 | 5所 |"),
                "5:7 MAN-81 “1,200”不是能画的数, 6:7 MAN-81 “5所”不是能画的数",
            ),
            (
                chart("柱图：甲", "| 甲 | 乙 | 丙 |\n| 丁 | 3% | -2 |\n| 戊 | 1. |  |"),
                "5:7 MAN-81 “3%”不是能画的数, 5:12 MAN-81 “-2”不是能画的数, \
                 6:7 MAN-81 “1.”不是能画的数, 6:11 MAN-81 图里的这一格没有数",
            ),
            (
                chart("柱图：甲", "| 甲 | 乙 |\n| 丙 | 1 |\n|  | 2 |\n| 合计 | 3 |"),
                "6:2 MAN-82 图里的这一格没有名称, 7:3 MAN-82 图里不画合计",
            ),
            (
                chart("占比图：甲", "| 甲 | 乙 | 丙 |\n| 丁 | 1 | 2 |"),
                "1:1 MAN-82 占比图只能有一列数，这里有2列",
            ),
            (chart("柱图：甲", "| 甲 |\n| 丁 |"), "1:1 MAN-82 画图的表格只有一列，没有数"),
            (
                chart("柱图：甲", &format!("| 甲 | 乙 |{thirteen}")),
                "1:1 MAN-82 柱图最多画12项，这里有13项",
            ),
            (
                chart("柱图：甲", "| 甲 | 乙 |\n| 丙 | 0 |\n| 丁 | 0.0 |"),
                "1:1 MAN-82 各项都是0，没有可画的",
            ),
            // What is wrong with the table itself is said once.
            (
                chart("柱图：甲", "| 甲 | 乙 |\n| 丙 |"),
                "5:1 MAN-30 表格的这一行有1格，表头有2格",
            ),
        ] {
            assert_eq!(read(&text).unwrap_err().join(", "), found, "{text}");
        }
    }
}
