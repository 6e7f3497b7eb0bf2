//! Blanks that are not the half-width one, the only one that YAML knows.

/// What the eye takes for a blank or does not see, whatever YAML makes of it.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_unseen(c)
}

/// A character that takes no room.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The columns that a blank takes.
pub fn width(blank: char) -> usize {
    match blank {
        '\u{3000}' => 2,
        c if is_unseen(c) => 0,
        _ => 1,
    }
}

/// What stands in the place of a half-width blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    Tab,
    /// U+3000.
    Wide,
    /// A blank of another width, as web pages and word processors have them.
    Other,
    /// What takes no room.
    Unseen,
}

impl Odd {
    pub fn of(c: char) -> Self {
        match c {
            '\t' => Odd::Tab,
            '\u{3000}' => Odd::Wide,
            c if is_unseen(c) => Odd::Unseen,
            _ => Odd::Other,
        }
    }
}

impl std::fmt::Display for Odd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Odd::Tab => "制表符（Tab 键）",
            Odd::Wide => "全角空格",
            Odd::Other => "粘贴来的特殊空格",
            Odd::Unseen => "看不见的字符",
        })
    }
}
