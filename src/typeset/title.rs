//! Where a title breaks (GB/T 9704-2012, 7.3.1): words whole, lines of unlike
//! length in the shape of a 梯形 or a 菱形. Every place has a price by sense and
//! every two neighbouring lines one by shape; the cheapest lines are taken.

mod names;
mod sense;
mod words;

pub(super) use self::names::{Room, name_lines};
use self::sense::{Sense, UNAVOIDABLE, sense};

/// What fits on a line at 2号, in half characters: 156 mm / 22 pt.
const FULL: u32 = 40;
/// A line kept this short leaves some air at both sides.
const AIRY: u32 = 36;

/// The lines of a title, as few as sense allows; blanks between organs that fall
/// on a break are dropped. `names` are organs and schools that the document
/// knows: none is broken that fits on a line.
pub(super) fn title_lines(title: &str, names: &[&str]) -> Vec<String> {
    let chars: Vec<char> = title.chars().collect();
    if width(&chars) <= AIRY {
        return vec![title.to_owned()];
    }
    let sense = sense(&chars, names);
    cheapest(&chars, &sense, UNAVOIDABLE)
        .or_else(|| cheapest(&chars, &sense, u32::MAX))
        // No character is wider than a line.
        .unwrap_or_else(|| vec![title.to_owned()])
}

/// One way to set the title down to `end`, by its last line.
struct Line {
    start: usize,
    width: u32,
    /// Whether a line above is wider than the one that follows it.
    narrowed: bool,
    cost: u32,
    /// The line above, by its place in the list of all lines.
    above: Option<usize>,
}

/// The cheapest lines that break only at places cheaper than `limit`.
fn cheapest(chars: &[char], sense: &Sense, limit: u32) -> Option<Vec<String>> {
    let Sense { prices, issuer_end } = sense;
    let mut lines: Vec<Line> = Vec::new();
    let mut ending_at: Vec<Vec<usize>> = vec![Vec::new(); chars.len() + 1];
    for end in 1..=chars.len() {
        if end < chars.len() && prices[end] >= limit {
            continue;
        }
        for start in (0..end).rev() {
            let width = width(&chars[start..end]);
            if width > FULL {
                break;
            }
            let runs_on = issuer_end.is_some_and(|at| start < at && at < end);
            let own = alone(width) + if runs_on { RUN_ON } else { 0 };
            let fresh = if start == 0 {
                vec![Line { start, width, narrowed: false, cost: own, above: None }]
            } else {
                below(&lines, &ending_at[start], start, width, own + LINE + prices[start])
            };
            for line in fresh {
                ending_at[end].push(lines.len());
                lines.push(line);
            }
        }
    }
    let mut last = ending_at[chars.len()].iter().copied().min_by_key(|nth| lines[*nth].cost);
    let mut end = chars.len();
    let mut texts = Vec::new();
    while let Some(nth) = last {
        let line = &lines[nth];
        texts.push(chars[line.start..end].iter().collect::<String>().trim().to_owned());
        (last, end) = (line.above, line.start);
    }
    texts.reverse();
    (!texts.is_empty()).then_some(texts)
}

/// The cheapest line of this width under those given, one for each shape so far.
fn below(lines: &[Line], above: &[usize], start: usize, width: u32, own: u32) -> Vec<Line> {
    let mut best: [Option<Line>; 2] = [None, None];
    for &nth in above {
        let upper = &lines[nth];
        let narrowed = upper.narrowed || width < upper.width;
        let cost = upper.cost + own + beside(upper, width);
        let kept = &mut best[usize::from(narrowed)];
        if kept.as_ref().is_none_or(|kept| cost < kept.cost) {
            *kept = Some(Line { start, width, narrowed, cost, above: Some(nth) });
        }
    }
    best.into_iter().flatten().collect()
}

/// The price of one line more.
const LINE: u32 = 8;
/// The price of a line that runs on from 发文机关 into 关于.
const RUN_ON: u32 = 40;

/// What a line costs by itself: without air, or a stump.
fn alone(width: u32) -> u32 {
    match width {
        ..8 => 25,
        8..=AIRY => 0,
        _ => 5 * (width - AIRY) + 12,
    }
}

/// What it costs that this width stands below that line: 梯形 and 菱形 are wanted;
/// equal lengths, an hourglass and a step too wide are not.
fn beside(upper: &Line, width: u32) -> u32 {
    let step = upper.width.abs_diff(width);
    let hourglass = if upper.narrowed && width > upper.width { 30 + 2 * step } else { 0 };
    let stairs = match step {
        ..=1 => 30,
        2 => 17,
        3..=4 => 3,
        5..=16 => 0,
        _ => step - 16,
    };
    hourglass + stairs
}

/// In half characters. Capitals of 小标宋 are nearly as wide as a Chinese
/// character, digits and small letters half as wide.
fn width(chars: &[char]) -> u32 {
    chars.iter().map(|c| if c.is_ascii() && !c.is_ascii_uppercase() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests;
