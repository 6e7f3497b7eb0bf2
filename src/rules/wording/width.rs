//! The repair of half-width marks beside Chinese (PUN-04, ING-01).

use crate::chinese::punctuation::is_cjk;
use crate::diagnostic::Span;
use crate::document::{Passage, PassageKind};
use crate::rules::text::Hit;

/// The half-width marks of a passage that are to be full-width, each with its place:
/// those with Chinese on one side at least, and the other bracket of a pair that has
/// one. None in numbers, addresses and what Markdown reads as its own.
pub fn widened(passage: Passage, words: &str) -> Vec<(Span, char)> {
    if passage.kind != PassageKind::Line && words.contains("](") {
        return Vec::new();
    }
    let mut wide: Vec<usize> = Vec::new();
    // Open brackets, each with its offset, and whether it is or becomes full-width.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (at, c) in words.char_indices() {
        let end = at + c.len_utf8();
        let (prev, next) = (words[..at].chars().next_back(), words[end..].chars().next());
        let chinese = prev.is_some_and(is_cjk) || next.is_some_and(is_cjk);
        let free = || prev != Some('\\') && !Hit::new(passage, words, at..end).is_address();
        match c {
            '（' => open.push((at, true)),
            '(' => open.push((at, chinese && free())),
            '）' => {
                if let Some((opened, _)) = open.pop() {
                    wide.push(opened);
                }
            }
            ')' => {
                let opened = open.pop();
                let paired = opened.is_some_and(|(_, wide)| wide);
                if (chinese || paired) && free() {
                    wide.extend(opened.map(|(opened, _)| opened));
                    wide.push(at);
                } else if let Some((opened, true)) = opened {
                    wide.push(opened);
                }
            }
            ',' | ';' | ':' | '!' | '?' | '~' if chinese && free() => wide.push(at),
            _ => {}
        }
    }
    wide.extend(open.into_iter().filter(|(_, wide)| *wide).map(|(at, _)| at));
    wide.sort_unstable();
    let Span { source, start, .. } = passage.span;
    wide.into_iter()
        .filter_map(|at| {
            let mark = words[at..].chars().next().filter(char::is_ascii)?;
            Some((Span::new(source, start + at, start + at + 1), full_width(mark)))
        })
        .collect()
}

/// The full-width form of an ASCII mark.
pub fn full_width(mark: char) -> char {
    char::from_u32(u32::from(mark) + 0xfee0).unwrap_or(mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    fn repaired(words: &str) -> String {
        let source = Sources::new().add("稿", words);
        let span = Span::new(source, 0, words.len());
        let mut out = words.to_owned();
        for (place, mark) in
            widened(Passage { kind: PassageKind::Line, span }, words).into_iter().rev()
        {
            out.replace_range(place.start..place.end, &mark.to_string());
        }
        out
    }

    #[test]
    fn both_brackets_of_a_pair_have_one_width() {
        for (typed, right) in [
            ("会议(2014)。", "会议（2014）。"),
            (
                "加强领导,落实责任;共1,234人,9:30开始",
                "加强领导，落实责任；共1,234人，9:30开始",
            ),
            ("网址为http://a.cn/b(c)；(见附件)", "网址为http://a.cn/b(c)；（见附件）"),
            ("f(x)=1", "f(x)=1"),
            ("学校(12所", "学校（12所"),
            ("教师（2014)", "教师（2014）"),
            ("分为(1)(2)两类", "分为（1）（2）两类"),
        ] {
            assert_eq!(repaired(typed), right);
        }
    }
}
