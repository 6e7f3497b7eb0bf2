//! Text that `#` makes a comment although it goes on, and comments that it
//! does not make.

use crate::diagnostic::Diagnostic;

use super::Pass;

/// What a text does not end with.
const UNFINISHED: [char; 14] =
    ['，', '、', '：', '；', '（', '“', '《', '〔', '‘', '第', '和', '及', '与', '或'];

/// Pairs of which the first half alone leaves a text unfinished.
const PAIRS: [(char, char); 4] = [('（', '）'), ('“', '”'), ('《', '》'), ('(', ')')];

/// Where the comment begins that a text without quotes ends with.
pub(super) fn comment(text: &str) -> Option<usize> {
    [" #", "\t#"].iter().filter_map(|mark| text.find(mark)).min().map(|at| at + 1)
}

impl Pass<'_> {
    /// Looks at the comment after the text between two offsets.
    pub(super) fn comment_after(&mut self, at: usize, end: usize) {
        let whole = self.text[at..end].trim_end();
        let Some(mark) = comment(whole) else {
            return self.wide_blank_before_comment(at, whole);
        };
        let (text, dropped) = (whole[..mark].trim_end(), &whole[mark..]);
        if !goes_on(text, dropped) {
            return;
        }
        self.push(
            Diagnostic::warning("YML-20", format!("“{dropped}”不会写进文书"))
                .at(self.span(at + mark, at + whole.len()), "从“#”起算作说明")
                .help("空格加“#”表示后面是说明。如果是内容的一部分，去掉“#”前面的空格，或者给整个内容加上半角引号 \" \"；确是说明的，“#”后面空一格。"),
        );
    }

    /// `#1号楼` or a colour like `#E60012` for the whole of a value. Tells whether
    /// that is what it is.
    pub(super) fn number_as_comment(&mut self, at: usize, end: usize) -> bool {
        let text = self.text[at..end].trim_end();
        let word = text[1..].split_whitespace().next().unwrap_or_default();
        let colour = word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !colour && !text[1..].starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        self.push(
            Diagnostic::error("YML-20", format!("“{text}”不会写进文书"))
                .at(self.span(at, at + text.len()), "从“#”起算作说明")
                .help("如果是内容，给它加上半角引号 \" \"；确是说明的，“#”后面空一格。"),
        );
        true
    }

    /// `甲　# 待核实`, which is all text.
    fn wide_blank_before_comment(&mut self, at: usize, text: &str) {
        let Some((mark, blank)) = text
            .match_indices(['\u{3000}', '\u{a0}'])
            .find(|(mark, blank)| text[mark + blank.len()..].starts_with("# "))
        else {
            return;
        };
        let start = at + mark + blank.len();
        self.push(
            Diagnostic::warning("YML-20", "“#”和后面的话会写进文书")
                .at(self.span(start, at + text.len()), "")
                .help(
                    "“#”前面是全角空格，后面的话就不算说明。是说明的，把这个空格改成半角的。",
                ),
        );
    }
}

/// Whether a text plainly does not end where its comment begins.
fn goes_on(text: &str, dropped: &str) -> bool {
    let name = dropped[1..].starts_with(|c: char| c.is_ascii_digit());
    let words = text.chars().any(|c| c.is_alphabetic());
    let open = PAIRS.iter().any(|(open, close)| {
        let unclosed = text.matches(*open).count() > text.matches(*close).count();
        unclosed && dropped.contains(*close)
    });
    (name && words) || open || text.ends_with(UNFINISHED)
}
