//! Lines and paragraphs of a wording. In a template only a blank line parts
//! paragraphs: the lines into which an author breaks one are joined, and a line
//! whose conditions leave nothing of it leaves no hole. Headings, rows, items
//! and captions are lines of their own.

use crate::chinese::punctuation;

/// Stands for the end of a line that parts nothing. One byte like the newline
/// it replaces, so that places in the template hold, and white space to tera.
const SOFT: char = '\r';

/// A template with the ends of those lines marked that part nothing.
pub fn soft_lines(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut lines = template.split('\n').peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        let Some(next) = lines.peek() else { break };
        let parts = line.trim().is_empty()
            || next.trim().is_empty()
            || marker(line).is_some()
            || marker(next).is_some();
        out.push(if parts { '\n' } else { SOFT });
    }
    out
}

/// One block a line, one blank line between blocks; rows and items follow one
/// another.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for line in text.lines().map(join).filter(|line| !line.is_empty()) {
        let kind = marker(&line);
        let follows = matches!(kind, Some('|' | '-' | '1')) && before == Some(kind)
            || before == Some(Some('表'));
        if before.is_some() && !follows {
            out.push('\n');
        }
        out.push_str(&line);
        out.push('\n');
        before = Some(kind);
    }
    out
}

/// A line with its soft ends taken out, as the language joins words.
fn join(line: &str) -> String {
    let soft = |c: char| c == SOFT || c.is_whitespace();
    let mut out = String::with_capacity(line.len());
    for piece in line.split(SOFT).map(|piece| piece.trim_matches(soft)) {
        if let (Some(last), Some(first)) = (out.chars().next_back(), piece.chars().next()) {
            out.push_str(punctuation::soft_break(last, first));
        }
        out.push_str(piece);
    }
    out
}

/// What makes a line a block of its own: `|` a row, `-` and `1` items, `#` a
/// heading, `表` a caption, `注` a note.
const STARTS: [(&str, char); 9] = [
    ("|", '|'),
    ("- ", '-'),
    ("1. ", '1'),
    ("#", '#'),
    ("表：", '表'),
    ("横表：", '表'),
    ("注：", '注'),
    ("柱图：", '表'),
    ("占比图：", '表'),
];

fn marker(line: &str) -> Option<char> {
    let line = line.trim_start();
    STARTS.iter().find(|(start, _)| line.starts_with(start)).map(|&(_, marker)| marker)
}

#[cfg(test)]
mod tests {
    use super::{soft_lines, tidy};

    #[test]
    fn lines_of_a_paragraph_are_joined_and_empty_ones_leave_no_hole() {
        let template = "甲，\n{% if x %}乙，{% endif %}\n丙 and\n1 day。\n\n丁。\n";
        let rendered = soft_lines(template).replace("{% if x %}乙，{% endif %}", "");
        assert_eq!(tidy(&rendered), "甲，丙 and 1 day。\n\n丁。\n");
        assert_eq!(soft_lines(template).len(), template.len());
    }

    #[test]
    fn rows_and_items_follow_one_another() {
        let text = "# 甲\n\n1. 一\n\n1. 二\n\n表：乙\n\n| a |\n\n| b |\n";
        assert_eq!(tidy(text), "# 甲\n\n1. 一\n1. 二\n\n表：乙\n| a |\n| b |\n");
    }

    #[test]
    fn captions_and_notes_are_lines_of_their_own() {
        for caption in ["表：", "横表：", "柱图：", "占比图："] {
            let text = format!("甲。\n{caption}乙\n| a |\n注：丙。\n注：丁。\n");
            assert_eq!(
                tidy(&soft_lines(&text)),
                format!("甲。\n\n{caption}乙\n| a |\n\n注：丙。\n\n注：丁。\n")
            );
        }
    }
}
