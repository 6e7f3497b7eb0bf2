//! What stands above the title (7.2), and the heads of the special formats (10).

use super::*;
use crate::document::Format;

checks![
    "7.2.1" copy_number_is_on_line_1,
    "7.2.2" secrecy_is_on_line_2,
    "7.2.3" urgency_follows,
    "7.2.4" masthead_says_the_names,
    "7.2.4" masthead_is_biaosong,
    "7.2.4" masthead_is_35_mm_below_the_upper_edge,
    "7.2.4" masthead_is_centred_within_the_type_area,
    "7.2.4" joint_masthead_stands_in_rows,
    "7.2.5" number_stands_two_lines_below_the_masthead,
    "7.2.5" number_is_in_the_middle_or_one_character_in,
    "7.2.6" signers_stand_two_a_row_at_the_right,
    "7.2.6" signers_are_in_kai,
    "7.2.7" red_rule_is_4_mm_below_the_number,
    "7.2.7" red_rule_is_as_wide_as_the_type_area,
    "10.1" letter_masthead_is_30_mm_below_the_paper_edge,
    "10.1" letter_rules_are_170_mm_wide,
    "10.1" letter_rules_stand_at_their_heights,
    "10.1" letter_rules_have_thick_outside,
    "10.1" letter_number_is_at_the_right_below_the_rule,
    "10.1" letter_marks_are_at_the_left_below_the_rule,
    "10.2" order_masthead_is_20_mm_below_the_upper_edge,
    "10.2" order_text_stands_two_lines_below_its_number,
    "10.3" minutes_masthead_is_35_mm_below_the_upper_edge,
];

fn format(reading: &Reading) -> Format {
    reading.document.elements.format
}

/// Whether the head is one of 7.2; a letter has its own (10.1).
fn above_rule(reading: &Reading) -> bool {
    format(reading) != Format::Letter
}

fn mark(span: &Span, line: f64, role: Role) -> Vec<String> {
    if span.is_empty() {
        return Vec::new();
    }
    [
        off(&format!("{} on line", quoted(span)), span.row() + 1.0, line, 0.01),
        off(&format!("{} at", quoted(span)), span.left(), TYPE_AREA.left, NEAR),
        wrong_size(span, SIZE_3),
        wrong_face(span, role),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn copy_number_is_on_line_1(reading: &Reading) -> Vec<String> {
    if !above_rule(reading) {
        return Vec::new();
    }
    mark(&reading.copy_number, 1.0, Role::Fangsong)
}

/// On the second line also where there is no 份号.
fn secrecy_is_on_line_2(reading: &Reading) -> Vec<String> {
    if !above_rule(reading) {
        return Vec::new();
    }
    mark(&reading.secrecy, 2.0, Role::Hei)
}

fn urgency_follows(reading: &Reading) -> Vec<String> {
    if !above_rule(reading) {
        return Vec::new();
    }
    let line = match (reading.secrecy.is_empty(), reading.copy_number.is_empty()) {
        (false, _) => 3.0,
        (true, false) => 2.0,
        (true, true) => 1.0,
    };
    mark(&reading.urgency, line, Role::Hei)
}

/// The organs as they are printed: 文件 once beside all of them, and in a letter
/// the 主办机关 alone (10.1).
fn masthead_says_the_names(reading: &Reading) -> Vec<String> {
    let names = &reading.document.elements.masthead;
    let suffix = names.len() > 1 && names.iter().any(|name| name.ends_with("文件"));
    let wanted: String = match names.as_slice() {
        [first, ..] if format(reading) == Format::Letter => first.clone(),
        names if suffix => {
            let bare = names.iter().map(|name| name.trim_end_matches("文件"));
            bare.collect::<String>() + "文件"
        }
        names => names.concat(),
    };
    let wanted = if format(reading) == Format::Plain { String::new() } else { wanted };
    let text = reading.masthead.text();
    (text != wanted).then(|| format!("“{text}”, not “{wanted}”")).into_iter().collect()
}

fn masthead_is_biaosong(reading: &Reading) -> Vec<String> {
    wrong_face(&reading.masthead, Role::BiaoSong).into_iter().collect()
}

fn masthead_top(reading: &Reading, of: &[Format], wanted: f64) -> Vec<String> {
    if reading.masthead.is_empty() || !of.contains(&format(reading)) {
        return Vec::new();
    }
    off("top edge at", reading.masthead.ink().top, wanted, INK).into_iter().collect()
}

fn masthead_is_35_mm_below_the_upper_edge(reading: &Reading) -> Vec<String> {
    masthead_top(reading, &[Format::File], TYPE_AREA.top + 35.0)
}

fn letter_masthead_is_30_mm_below_the_paper_edge(reading: &Reading) -> Vec<String> {
    masthead_top(reading, &[Format::Letter], 30.0)
}

fn order_masthead_is_20_mm_below_the_upper_edge(reading: &Reading) -> Vec<String> {
    masthead_top(reading, &[Format::Order], TYPE_AREA.top + 20.0)
}

fn minutes_masthead_is_35_mm_below_the_upper_edge(reading: &Reading) -> Vec<String> {
    masthead_top(reading, &[Format::Minutes], TYPE_AREA.top + 35.0)
}

/// 令号 two blank lines above the text.
fn order_text_stands_two_lines_below_its_number(reading: &Reading) -> Vec<String> {
    let (Format::Order, Some(first)) = (format(reading), reading.body.first()) else {
        return Vec::new();
    };
    let wanted = reading.number.row() + 4.0;
    off("text on line", first.whole.row() + 1.0, wanted, 0.01).into_iter().collect()
}

fn masthead_is_centred_within_the_type_area(reading: &Reading) -> Vec<String> {
    if reading.masthead.is_empty() {
        return Vec::new();
    }
    let ink = reading.masthead.ink();
    let beyond = f64::max(TYPE_AREA.left - ink.left, ink.right - TYPE_AREA.right);
    let wide = (beyond > NEAR).then(|| format!("{beyond:.2} mm wider than 版心"));
    // The white at both sides of a character differs by up to a twentieth of it.
    let centre = off("middle at", reading.masthead.centre(), middle(), INK);
    wide.into_iter().chain(centre).collect()
}

/// 联合行文: a row for each organ, all of one width, 文件 beside their middle.
fn joint_masthead_stands_in_rows(reading: &Reading) -> Vec<String> {
    let names = &reading.document.elements.masthead;
    if names.len() < 2 || !matches!(format(reading), Format::File) {
        return Vec::new();
    }
    let glyphs = &reading.masthead.0;
    let suffix = names.iter().any(|name| name.ends_with("文件"));
    let (names_of, beside) = glyphs.split_at(glyphs.len() - if suffix { 2 } else { 0 });
    let stack = Span(names_of.to_vec());
    let rows = stack.lines();
    let mut found = Vec::new();
    if rows.len() != names.len() {
        found.push(format!("{} rows for {} organs", rows.len(), names.len()));
    }
    for row in &rows {
        // Ink: the first and last characters differ in the white at their sides.
        found.extend(off("a row begins at", row.left(), stack.left(), 1.0));
        found.extend(off("a row ends at", row.right(), stack.right(), 1.0));
    }
    if suffix {
        let beside = Span(beside.to_vec());
        let (_, middle) = stack.ink().middle();
        found.extend(off("文件 has its middle at", beside.ink().middle().1, middle, 1.0));
        if beside.left() < stack.right() {
            found.push("文件 is not at the right of the names".to_owned());
        }
    }
    found
}

/// 下空二行 to the line, since the number stands on the page's grid and the
/// masthead, whose height is free, does not: half a line more or less.
fn number_stands_two_lines_below_the_masthead(reading: &Reading) -> Vec<String> {
    let first = reading.signer_label.0.first().or(reading.number.0.first());
    let (Some(first), true) = (first, above_rule(reading)) else { return Vec::new() };
    if reading.masthead.is_empty() {
        return Vec::new();
    }
    let line_top = TYPE_AREA.top + row(first) * PITCH;
    let lines = (line_top - reading.masthead.ink().bottom) / PITCH;
    let mut found: Vec<String> =
        off("blank lines below 发文机关标志:", lines, 2.0, 0.51).into_iter().collect();
    found.extend(wrong_size(&reading.number, SIZE_3));
    found.extend(wrong_face(&reading.number, Role::Fangsong));
    found
}

fn number_is_in_the_middle_or_one_character_in(reading: &Reading) -> Vec<String> {
    let number = &reading.number;
    if number.is_empty() || !above_rule(reading) {
        return Vec::new();
    }
    match reading.signers.last() {
        None => off("middle at", number.centre(), middle(), INK).into_iter().collect(),
        Some(last) => [
            off("number at", number.left(), column(1.0), NEAR),
            off("number on the line of the last 签发人:", number.row(), last.row(), 0.01),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

/// Two names a row, further rows under the first name; the block ends one
/// character before the edge.
fn signers_stand_two_a_row_at_the_right(reading: &Reading) -> Vec<String> {
    let Some(first) = reading.signers.first() else { return Vec::new() };
    let mut found = Vec::new();
    for (nth, name) in reading.signers.iter().enumerate() {
        let row = first.row() + (nth / 2) as f64;
        found.extend(off(&format!("{} on line", quoted(name)), name.row(), row, 0.01));
        if nth % 2 == 0 {
            let what = format!("{} at", quoted(name));
            found.extend(off(&what, name.left(), first.left(), NEAR));
        }
    }
    let label = &reading.signer_label;
    found.extend(off("签发人： on line", label.row(), first.row(), 0.01));
    let widest = reading.signers.iter().map(Span::right).fold(0.0, f64::max);
    found.extend(off("names end at", widest, right_less(1.0), INK));
    if reading.number.right() > label.left() {
        found.push("发文字号 runs into 签发人".to_owned());
    }
    found
}

fn signers_are_in_kai(reading: &Reading) -> Vec<String> {
    let names = reading.signers.iter().flat_map(|name| {
        [wrong_face(name, Role::Kai), wrong_size(name, SIZE_3)].into_iter().flatten()
    });
    names.chain(wrong_face(&reading.signer_label, Role::Fangsong)).collect()
}

/// Red rules of page 1 from top to bottom.
fn red_rules(reading: &Reading) -> Vec<Bar> {
    let bars = reading.sheets.first().map(|sheet| sheet.bars.as_slice()).unwrap_or_default();
    let mut red: Vec<Bar> =
        bars.iter().copied().filter(|bar| bar.colour == Colour::Red).collect();
    red.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    red
}

fn red_rule_is_4_mm_below_the_number(reading: &Reading) -> Vec<String> {
    if format(reading) != Format::File || reading.number.is_empty() {
        return Vec::new();
    }
    let Some(rule) = red_rules(reading).first().copied() else {
        return vec!["there is none".to_owned()];
    };
    let gap = rule.area.top - reading.number.ink().bottom;
    off("red rule below 发文字号:", gap, 4.0, INK).into_iter().collect()
}

fn red_rule_is_as_wide_as_the_type_area(reading: &Reading) -> Vec<String> {
    if format(reading) != Format::File {
        return Vec::new();
    }
    let rules = red_rules(reading);
    let count = (rules.len() != 1).then(|| format!("{} red rules, not 1", rules.len()));
    let ends = rules.iter().flat_map(|rule| {
        [
            off("begins at", rule.area.left, TYPE_AREA.left, NEAR),
            off("ends at", rule.area.right, TYPE_AREA.right, NEAR),
        ]
    });
    ends.flatten().chain(count).collect()
}

/// The upper and the lower double rule of a letter, each from top to bottom.
fn double_rules(reading: &Reading) -> Option<[Bar; 4]> {
    red_rules(reading).try_into().ok()
}

fn letter_rules_are_170_mm_wide(reading: &Reading) -> Vec<String> {
    if format(reading) != Format::Letter {
        return Vec::new();
    }
    let Some(rules) = double_rules(reading) else {
        return vec![format!("{} red rules, not two double ones", red_rules(reading).len())];
    };
    let ends = rules.iter().flat_map(|rule| {
        [
            off("begins at", rule.area.left, middle() - 85.0, NEAR),
            off("ends at", rule.area.right, middle() + 85.0, NEAR),
        ]
    });
    ends.flatten().collect()
}

fn letter_rules_stand_at_their_heights(reading: &Reading) -> Vec<String> {
    let (Format::Letter, Some(rules)) = (format(reading), double_rules(reading)) else {
        return Vec::new();
    };
    let below_name = rules[0].area.top - reading.masthead.ink().bottom;
    [
        off("upper double rule below 发文机关标志:", below_name, 4.0, INK),
        off("lower double rule ends at", rules[3].area.bottom, 297.0 - 20.0, NEAR),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// 上粗下细 above, 上细下粗 below.
fn letter_rules_have_thick_outside(reading: &Reading) -> Vec<String> {
    let (Format::Letter, Some(rules)) = (format(reading), double_rules(reading)) else {
        return Vec::new();
    };
    let [first, second, third, fourth] = rules.map(|rule| rule.area.height());
    let upper = (first <= second).then(|| "upper: the thick rule is below".to_owned());
    let lower = (fourth <= third).then(|| "lower: the thick rule is above".to_owned());
    upper.into_iter().chain(lower).collect()
}

/// 距第一条双线 7/8 of the height of a character of 3号.
const BELOW_RULE: f64 = 7.0 / 8.0 * SIZE_3 * MM_PER_PT;

fn letter_number_is_at_the_right_below_the_rule(reading: &Reading) -> Vec<String> {
    let (Format::Letter, Some(rules)) = (format(reading), double_rules(reading)) else {
        return Vec::new();
    };
    if reading.number.is_empty() {
        return Vec::new();
    }
    let gap = reading.number.ink().top - rules[1].area.bottom;
    [
        off("ends at", reading.number.right(), TYPE_AREA.right, NEAR),
        off("below the double rule:", gap, BELOW_RULE, INK),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn letter_marks_are_at_the_left_below_the_rule(reading: &Reading) -> Vec<String> {
    let (Format::Letter, Some(rules)) = (format(reading), double_rules(reading)) else {
        return Vec::new();
    };
    let marks = [
        (&reading.copy_number, Role::Fangsong),
        (&reading.secrecy, Role::Hei),
        (&reading.urgency, Role::Hei),
    ];
    let marks = marks.into_iter().filter(|(span, _)| !span.is_empty()).enumerate();
    marks
        .flat_map(|(nth, (span, role))| {
            // Digits are less tall than Chinese characters.
            let top = span.0[0].baseline - 0.86 * SIZE_3 * MM_PER_PT;
            let wanted = rules[1].area.bottom + BELOW_RULE + nth as f64 * PITCH;
            [
                off(&format!("{} at", quoted(span)), span.left(), TYPE_AREA.left, NEAR),
                off(&format!("{} with its top at", quoted(span)), top, wanted, 0.5),
                wrong_face(span, role),
                wrong_size(span, SIZE_3),
            ]
        })
        .flatten()
        .collect()
}
