//! Where a manuscript that a clerk has changed still states the numbers of before.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::chinese::quantity::numbers;
use crate::diagnostic::{Diagnostic, SourceId, Sources, Span};

/// How many places are shown where they stand; of the others the lines are told.
const SHOWN: usize = 5;

/// What a text is compared by: a number, or a single other character.
struct Token<'a> {
    at: Range<usize>,
    text: &'a str,
    /// In the form that all numbers are compared in.
    number: Option<String>,
}

impl Token<'_> {
    fn key(&self) -> &str {
        self.number.as_deref().unwrap_or(self.text)
    }
}

/// A warning that the data have changed since a clerk changed a manuscript, at the
/// numbers that stand between the same words in what the data give now and are others
/// there.
pub(super) fn outdated(id: SourceId, sources: &Sources, now: &str) -> Diagnostic {
    let source = sources.get(id);
    let (edited, now) = (tokens(&source.text), tokens(now));
    let ops = capture_diff_slices(Algorithm::Myers, &keys(&edited), &keys(&now));
    let mut differing = Vec::new();
    for op in ops {
        // What is the same lies between one difference and the next.
        let DiffOp::Replace { old_index, old_len: 1, new_index, new_len: 1 } = op else {
            continue;
        };
        let (old, new) = (&edited[old_index], &now[new_index]);
        if old.number.is_some() && new.number.is_some() {
            differing.push((old, new));
        }
    }
    let (count, whole) = (differing.len(), Span::new(id, 0, 0));
    if differing.is_empty() {
        return Diagnostic::warning("FIL-03", "文稿改过以后，数据变了").at(whole, "").help(
            "请与现在的数据核对：在另一个文件夹里运行 dudao draft，就有按现在的数据写的文稿",
        );
    }
    let message = format!("文稿改过以后，数据变了，有{count}处数字与现在的数据不同");
    let rest: Vec<String> = differing
        .iter()
        .skip(SHOWN)
        .map(|(old, new)| {
            let line = source.position(old.at.start).line;
            format!("第{line}行的{}，现在是{}", old.text, new.text)
        })
        .collect();
    let rest = match rest.is_empty() {
        true => String::new(),
        false => format!("其余的是：{}。", rest.join("；")),
    };
    let warning = Diagnostic::warning("FIL-03", message)
        .help(format!("{rest}请逐处核对，照现在的数据改；自己有意改的，不必理会"));
    differing.iter().take(SHOWN).fold(warning, |warning, (old, new)| {
        let place = Span::new(id, old.at.start, old.at.end);
        warning.at(place, format!("现在的数据是{}", new.text))
    })
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

    /// The places of numbers and what is said there.
    fn said(edited: &str, now: &str) -> Vec<String> {
        let mut sources = Sources::new();
        let id = sources.add("文稿.md", edited);
        let labels = outdated(id, &sources, now).labels.into_iter();
        let numbers = labels.filter(|label| !label.text.is_empty());
        numbers.map(|label| format!("{} {}", sources.place(label.span), label.text)).collect()
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
        assert_eq!(said("全部改写了，一共80字。\n", now), [""; 0]);
    }

    #[test]
    fn a_line_that_was_taken_out_is_no_other_number() {
        let line = |class: &str, n: u32| format!("- {class}班有{n}名学生没有建立学籍档案\n");
        let three = [line("一年级2", 3), line("二年级3", 5), line("三年级4", 9)].concat();
        let now = format!("听课6节。\n\n{three}");
        let edited = format!("听课5节。\n\n{}", &three[line("一年级2", 3).len()..]);
        assert_eq!(said(&edited, &now), ["文稿.md:1:3 现在的数据是6"]);
    }

    #[test]
    fn no_place_is_left_out() {
        let list = |numbers: [u32; 8]| numbers.map(|n| format!("- 有{n}项\n")).concat();
        let (edited, now) = (list([1, 2, 3, 4, 9, 1, 2, 3]), list([5, 6, 3, 8, 7, 6, 5, 4]));
        let places = said(&edited, &now);
        assert_eq!(places.len(), SHOWN);
        assert!(places[2].starts_with("文稿.md:4:4"), "{places:?}");
        let mut sources = Sources::new();
        let id = sources.add("文稿.md", edited);
        let help = outdated(id, &sources, &now).help.unwrap();
        assert!(help.contains("第7行的2，现在是5；第8行的3，现在是4。"), "{help}");
    }
}
