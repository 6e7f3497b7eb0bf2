//! The shape of a table: how wide its columns are, in which size of type, and
//! whether it lies on its side. Decided from counts of characters alone, before
//! anything is laid out. GB/T 9704-2012 leaves all of it open (8).

use crate::chinese::punctuation::is_han;
use crate::document::{Alignment, Table, runs_text};

/// 版心 in pt, upright and on its side (5.2.1).
const UPRIGHT: f64 = 156.0 / 25.4 * 72.0;
const LYING: f64 = 225.0 / 25.4 * 72.0;

/// 小四 if that will do, or 5号. Smaller type is told.
const SIZES: [f64; 2] = [12.0, 10.5];
/// 5号 is taken only if it saves so much of the height.
const WORTH_SMALLER: f64 = 0.85;
/// Lines are half a pitch apart; taller characters would touch.
const OF_LINE: f64 = 0.9;

/// Blank at either side of a cell's words, in em.
pub(super) const INSET: f64 = 0.3;

/// Shorter words are not broken, however narrow the column.
const WORD: f64 = 4.0;
/// A cell of more characters is running text, which needs some measure to be
/// read at all.
const RUNNING_TEXT: f64 = 24.0;
const RUNNING_MEASURE: f64 = 8.0;
/// With more lines in a cell it does not matter that all have them.
const MOST_ALIKE: u8 = 12;
/// A run of more Latin characters breaks as it does in running text.
const LONGEST_RUN: usize = 13;

/// How a table is set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    pub(super) landscape: bool,
    /// Of type, in pt.
    pub(super) size: f64,
    /// Of the columns, in pt.
    pub(super) widths: Vec<f64>,
}

/// Whether type of a size, in pt, is smaller than 5号.
pub(super) fn is_small(size: f64) -> bool {
    size < SIZES[1] - 0.01
}

/// Upright if that will do. `pitch` is 行距 in pt.
pub(super) fn shape(table: &Table, heads: &[PlacedHead], pitch: f64) -> Shape {
    let demands = demands(table, heads);
    let sizes = SIZES.map(|size| size.min(OF_LINE * pitch / 2.0));
    let directions = [(false, UPRIGHT), (true, LYING)];
    let set = directions
        .into_iter()
        .filter(|(landscape, _)| *landscape || !table.landscape)
        .find_map(|(landscape, width)| {
            let (size, widths) = widths_within(&demands, sizes, width)?;
            Some(Shape { landscape, size, widths })
        });
    set.unwrap_or_else(|| {
        // Too much even for that: smaller type, so that at least nothing is lost.
        let least: Vec<f64> =
            demands.iter().map(|demand| demand.least + 2.0 * INSET).collect();
        let size = LYING / least.iter().sum::<f64>();
        let widths = least.into_iter().map(|width| width * size).collect();
        Shape { landscape: true, size, widths }
    })
}

/// What a column holds, in em.
struct Demand {
    /// No number and no short word is broken.
    least: f64,
    /// All on one line.
    full: f64,
    /// The lengths of its cells row by row, the head first.
    cells: Vec<f64>,
}

fn demands(table: &Table, heads: &[PlacedHead]) -> Vec<Demand> {
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(nth, alignment)| {
            // A common head counts for its share.
            let above = heads.iter().filter(|(_, columns)| columns.contains(&nth));
            let head = above.map(|(text, columns)| em_width(text) / columns.len() as f64);
            let head = head.fold(1.0, f64::max);
            let cells: Vec<String> = table
                .rows
                .iter()
                .map(|row| row.cells.get(nth).map(|cell| runs_text(cell)).unwrap_or_default())
                .collect();
            let lengths = cells.iter().map(|cell| em_width(cell));
            let mut body = lengths.clone().fold(1.0, f64::max);
            if *alignment == Alignment::Right {
                body = body.max(aligned_numbers(&cells));
            }
            let word = if body > RUNNING_TEXT { RUNNING_MEASURE } else { body.min(WORD) };
            // A head may take two lines.
            let least_head = (head / 2.0).clamp(2.0, WORD);
            let numbers = cells.iter().map(|cell| longest_number(cell));
            Demand {
                least: numbers.fold(word.max(least_head), f64::max),
                full: body.max(head),
                cells: std::iter::once(head).chain(lengths).collect(),
            }
        })
        .collect()
}

/// The words of a head and the columns that it stands over.
pub(super) type PlacedHead = (String, Vec<usize>);

/// The heads row by row. The second row has no cells where one of the first
/// reaches down.
pub(super) fn placed_heads(table: &Table) -> Vec<PlacedHead> {
    let mut open: Vec<usize> = (0..table.columns.len()).collect();
    let mut placed = Vec::new();
    for row in &table.header {
        let mut below = Vec::new();
        let mut at = open.into_iter();
        for cell in row {
            let columns: Vec<usize> = at.by_ref().take(cell.columns).collect();
            if cell.rows == 1 {
                below.extend(&columns);
            }
            placed.push((runs_text(&cell.text), columns));
        }
        open = below;
    }
    placed
}

/// Numbers stand on their decimal points: the width of the widest whole part and
/// the widest fraction.
fn aligned_numbers(cells: &[String]) -> f64 {
    let parts = cells.iter().filter_map(|cell| number_parts(cell));
    let (whole, decimals) = parts.fold((0.0, 0.0), |(whole, decimals), parts| {
        (f64::max(whole, em_width(parts.0)), f64::max(decimals, em_width(parts.1)))
    });
    whole + decimals
}

/// A number, parted before its decimal point or its %.
pub(super) fn number_parts(cell: &str) -> Option<(&str, &str)> {
    let digits = |text: &str, more: &str| {
        text.find(|c: char| !c.is_ascii_digit() && !more.contains(c)).unwrap_or(text.len())
    };
    let bare = cell.trim_start_matches(['-', '−', '+']);
    let sign = cell.len() - bare.len();
    let (whole, rest) = cell.split_at(sign + digits(bare, ","));
    let fraction = rest.strip_prefix('.').map_or(rest, |rest| &rest[digits(rest, "")..]);
    let is_number = bare.starts_with(|c: char| c.is_ascii_digit());
    (is_number && matches!(fraction, "" | "%" | "‰")).then_some((whole, rest))
}

/// Width in em, or a little more than it: a digit takes up to 0.58, a capital and
/// a few others up to 1.
pub(super) fn em_width(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            'A'..='Z' | 'm' | 'w' | '%' | '@' | '&' => 1.0,
            '\0'..='\x7f' => 0.58,
            _ => 1.0,
        })
        .sum()
}

/// Numbers are not broken, nor parted from the character after them.
fn longest_number(text: &str) -> f64 {
    let width = |run: &str| if run.len() > LONGEST_RUN { WORD } else { em_width(run) };
    let is_latin = |c: char| c.is_ascii_graphic();
    let mut longest = 0.0;
    let mut rest = text;
    while let Some(start) = rest.find(is_latin) {
        let run = &rest[start..];
        let end = run.find(|c| !is_latin(c)).unwrap_or(run.len());
        let after = run[end..].chars().next().filter(|c| is_han(*c)).map_or(0, char::len_utf8);
        longest = f64::max(longest, width(&run[..end + after]));
        rest = &run[end..];
    }
    longest
}

fn widths_within(demands: &[Demand], sizes: [f64; 2], width: f64) -> Option<(f64, Vec<f64>)> {
    let room = |size: f64| width / size - 2.0 * INSET * demands.len() as f64;
    let full: f64 = demands.iter().map(|demand| demand.full).sum();
    let in_pt = |size: f64, ems: Vec<f64>| {
        let ems = spread(ems, room(size));
        (size, ems.into_iter().map(|em| (em + 2.0 * INSET) * size).collect())
    };
    if let Some(size) = sizes.into_iter().find(|size| full <= room(*size)) {
        return Some(in_pt(size, demands.iter().map(|demand| demand.full).collect()));
    }
    let [large, small] = sizes.map(|size| Some((size, wrapped(demands, room(size))?)));
    let lines = |wrapped: &Option<(f64, Vec<f64>)>| {
        wrapped.as_ref().map(|(_, widths)| height(demands, widths))
    };
    let chosen = match (lines(&large), lines(&small)) {
        (Some(large_lines), Some(small_lines))
            if small_lines > WORTH_SMALLER * large_lines =>
        {
            large
        }
        _ => small,
    };
    chosen.map(|(size, widths)| in_pt(size, widths))
}

/// What is left goes to all columns in the measure of their widths.
fn spread(widths: Vec<f64>, room: f64) -> Vec<f64> {
    let sum: f64 = widths.iter().sum();
    widths.into_iter().map(|width| width * room / sum).collect()
}

/// Columns in which some cells take several lines, so that the rows are few lines
/// high altogether: widened from the least widths on, or from those at which no
/// cell takes more than as few lines as there is room for.
fn wrapped(demands: &[Demand], room: f64) -> Option<Vec<f64>> {
    let least: Vec<f64> = demands.iter().map(|demand| demand.least).collect();
    if least.iter().sum::<f64>() > room {
        return None;
    }
    let alike = (2..MOST_ALIKE).map(|most| {
        let longest = demands.iter().map(|demand| demand.cells.iter().copied());
        let longest = longest.map(|cells| cells.fold(0.0, f64::max));
        let widths = longest.zip(&least).map(|(length, least)| {
            f64::max((length / f64::from(most)).ceil().min(length), *least)
        });
        widths.collect::<Vec<_>>()
    });
    let alike = alike.into_iter().find(|widths| widths.iter().sum::<f64>() <= room);
    let starts = [Some(least), alike].into_iter().flatten();
    let widened = starts.map(|widths| widen(demands, widths, room));
    widened.min_by(|a, b| cost(demands, a).total_cmp(&cost(demands, b)))
}

/// Widens the column that saves most lines for what it takes, until none can be
/// widened.
fn widen(demands: &[Demand], mut widths: Vec<f64>, room: f64) -> Vec<f64> {
    loop {
        let left = room - widths.iter().sum::<f64>();
        let cost = cost(demands, &widths);
        let widened = demands.iter().enumerate().filter_map(|(nth, demand)| {
            let wider = next_width(demand, widths[nth])?;
            let takes = wider - widths[nth];
            let mut with = widths.clone();
            with[nth] = wider;
            (takes <= left).then(|| ((cost - self::cost(demands, &with)) / takes, with))
        });
        match widened.max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((_, with)) => widths = with,
            None => return widths,
        }
    }
}

/// The next width at which a cell of this column takes a line less.
fn next_width(demand: &Demand, width: f64) -> Option<f64> {
    let wider = demand.cells.iter().filter_map(|length| {
        let lines = lines(*length, width);
        // Whole characters stand on a line.
        (lines > 1.0).then(|| (length / (lines - 1.0)).ceil().min(length.max(width + 0.5)))
    });
    wider.filter(|wider| *wider > width).min_by(f64::total_cmp)
}

fn lines(length: f64, width: f64) -> f64 {
    if length <= width + 0.01 { 1.0 } else { (length / width.floor().max(1.0)).ceil() }
}

/// Lines of all rows.
fn height(demands: &[Demand], widths: &[f64]) -> f64 {
    let rows = demands.first().map_or(0, |demand| demand.cells.len());
    let tallest = |row: usize| {
        let cells = demands.iter().zip(widths);
        cells.map(|(demand, width)| lines(demand.cells[row], *width)).fold(1.0, f64::max)
    };
    (0..rows).map(tallest).sum()
}

/// The height, and a little for every cell of several lines.
fn cost(demands: &[Demand], widths: &[f64]) -> f64 {
    let cells = demands.iter().zip(widths).flat_map(|(demand, width)| {
        demand.cells.iter().map(|length| lines(*length, *width) - 1.0)
    });
    height(demands, widths) + 0.1 * cells.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{HeaderCell, Row, Run, Style};

    const PITCH: f64 = 28.99;

    fn runs(text: &str) -> Vec<Run> {
        vec![Run { text: text.to_owned(), style: Style::Plain }]
    }

    fn table(heads: &[&str], rows: &[&[&str]]) -> Table {
        let head = |text: &&str| HeaderCell { text: runs(text), columns: 1, rows: 1 };
        let row = |cells: &&[&str]| Row {
            cells: cells.iter().map(|cell| runs(cell)).collect(),
            total: false,
        };
        Table {
            caption: None,
            columns: vec![Alignment::Left; heads.len()],
            header: vec![heads.iter().map(head).collect()],
            rows: rows.iter().map(row).collect(),
            notes: Vec::new(),
            landscape: false,
        }
    }

    /// Lines of each cell of the first row.
    fn lines_of(table: &Table) -> Vec<f64> {
        let heads = placed_heads(table);
        let shape = shape(table, &heads, PITCH);
        let columns = demands(table, &heads).into_iter().zip(&shape.widths);
        columns
            .map(|(demand, width)| lines(demand.cells[1], width / shape.size - 2.0 * INSET))
            .collect()
    }

    #[test]
    fn long_texts_share_the_width_so_that_rows_are_low() {
        let rows: [&[&str]; 1] = [&[
            "1",
            "部分学校体育运动场地不足，生均面积低于标准",
            "统筹安排资金，分期扩建运动场地，优先安排寄宿制学校",
            "市教育局、市财政局",
            "2015年6月底前",
        ]];
        let heads = ["序号", "存在问题", "整改措施", "责任单位", "完成时限"];
        assert_eq!(lines_of(&table(&heads, &rows)), [1.0, 2.0, 2.0, 2.0, 1.0]);
    }
}
