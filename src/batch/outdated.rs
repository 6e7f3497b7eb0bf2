//! Where a manuscript that a clerk has changed still states the numbers of before.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::chinese::quantity::numbers;
use crate::diagnostic::{Diagnostic, SourceId, Span};

/// How many places are shown.
const SHOWN: usize = 3;

/// What a text is compared by: a number, or a single other character.
struct Token<'a> {
    at: Range<usize>,
    text: &'a str,
    /// In the form that all numbers are compared in.
    number: Option<String>,
}

impl Token<'_> {
    /// The same for all numbers.
    fn key(&self) -> &str {
        if self.number.is_some() { "0" } else { self.text }
    }
}

/// A warning at the numbers of a manuscript that stand between the same words in what
/// the data give now and are others there; none where there are none.
pub(super) fn outdated(id: SourceId, edited: &str, now: &str) -> Option<Diagnostic> {
    let (edited, now) = (tokens(edited), tokens(now));
    let ops = capture_diff_slices(Algorithm::Myers, &keys(&edited), &keys(&now));
    let mut differing = Vec::new();
    for op in ops {
        let DiffOp::Equal { old_index, new_index, len } = op else { continue };
        let pairs = edited[old_index..old_index + len].iter().zip(&now[new_index..]);
        // At either end what stands beside the number is another.
        let inside = pairs.take(len.saturating_sub(1)).skip(1);
        differing.extend(inside.filter(|(old, new)| old.number != new.number));
    }
    if differing.is_empty() {
        return None;
    }
    let message = format!("文稿改过以后数据变了，有{}处数字与现在的数据不同", differing.len());
    let warning = Diagnostic::warning("FIL-03", message)
        .help("请逐处核对，照现在的数据改；自己有意改的，不必理会");
    Some(differing.iter().take(SHOWN).fold(warning, |warning, (old, new)| {
        let place = Span::new(id, old.at.start, old.at.end);
        warning.at(place, format!("现在的数据是{}", new.text))
    }))
}

fn keys<'t>(tokens: &'t [Token]) -> Vec<&'t str> {
    tokens.iter().map(Token::key).collect()
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut from = 0;
    let others = |tokens: &mut Vec<_>, range: Range<usize>| {
        let chars = text[range.clone()].char_indices();
        tokens.extend(chars.map(|(i, c)| {
            let at = range.start + i..range.start + i + c.len_utf8();
            Token { text: &text[at.clone()], at, number: None }
        }));
    };
    for (at, number) in numbers(text) {
        others(&mut tokens, from..at.start);
        from = at.end;
        tokens.push(Token { text: &text[at.clone()], at, number: Some(number) });
    }
    others(&mut tokens, from..text.len());
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    /// The places and what is said there.
    fn said(edited: &str, now: &str) -> Vec<String> {
        let mut sources = Sources::new();
        let id = sources.add("文稿.md", edited);
        let warning = outdated(id, edited, now);
        let labels = warning.into_iter().flat_map(|warning| warning.labels);
        labels.map(|label| format!("{} {}", sources.place(label.span), label.text)).collect()
    }

    #[test]
    fn a_number_is_compared_where_the_words_around_it_are_the_same() {
        let now = "共检查7所学校，发现问题21个。\n\n合格率为96.5%。\n";
        let edited =
            "本次共检查5所学校，其中小学3所，发现突出问题１９个。\n\n合格率为96.5％。\n";
        assert_eq!(
            said(edited, now),
            ["文稿.md:1:6 现在的数据是7", "文稿.md:1:24 现在的数据是21"]
        );
        assert_eq!(said(now, now), [""; 0]);
        assert_eq!(said("全部改写了，一共80字。\n", now), [""; 0]);
    }

    #[test]
    fn three_places_are_shown() {
        let list = |numbers: [u32; 4]| numbers.map(|n| format!("- 有{n}项\n")).concat();
        let places = said(&list([1, 2, 3, 4]), &list([5, 6, 3, 8]));
        assert_eq!(places.len(), 3);
        assert!(places[2].starts_with("文稿.md:4:4"), "{places:?}");
        assert_eq!(said(&list([1, 2, 3, 4]), &list([5, 6, 7, 8])).len(), SHOWN);
    }
}
