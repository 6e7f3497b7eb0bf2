//! Ordinals that a clerk typed although the program writes them.

const HAN: &str = "〇零一二三四五六七八九十百";
/// What stands after 三、四 in 三、四年级: then it is a list of two, no ordinal.
const COUNTED_TOGETHER: &str = "年月季班期批类级组";

/// The ordinal at the start of a text, as typed: `一、` `（一）` `1.` `1、` `（1）`
/// `1)` `①` `1.1 `. `None` for text that only begins with a number: 1.5万人,
/// 三、四年级, 2014年, （2014年）.
pub fn find(text: &str) -> Option<&str> {
    let len = bracketed(text).or_else(|| marked(text)).or_else(|| circled(text))?;
    Some(text[..len].trim_end())
}

/// The clause label at the start of a text, as typed: 一是, 二是.
pub fn find_clause(text: &str) -> Option<&str> {
    let digits = run(text, |c| HAN.contains(c));
    (digits > 0 && text[digits..].starts_with('是')).then(|| &text[..digits + '是'.len_utf8()])
}

fn bracketed(text: &str) -> Option<usize> {
    let inner = text.strip_prefix(['（', '('])?;
    let open = text.len() - inner.len();
    let digits = number(inner)?;
    let close = inner[digits..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
    Some(open + digits + close.len_utf8())
}

fn marked(text: &str) -> Option<usize> {
    let digits = number(text)?;
    let han = text.starts_with(|c| HAN.contains(c));
    let mark = text[digits..].chars().next()?;
    let end = digits + mark.len_utf8();
    let rest = &text[end..];
    match mark {
        '、' if han => {
            let more = run(rest, |c| HAN.contains(c));
            let listed =
                more > 0 && rest[more..].starts_with(|c| COUNTED_TOGETHER.contains(c));
            (!listed).then_some(end)
        }
        // 1. and 1、 but not 1.5 and 3、4月; 1.2014年 is an ordinal before a year.
        '.' | '．' | '、' if !rest.starts_with(is_digit) || is_year(rest) => Some(end),
        '.' if !han => decimal(text),
        ')' | '）' => Some(end),
        _ => None,
    }
}

/// `1.1 ` or `2.3.1 `: the blank tells it from a measured value.
fn decimal(text: &str) -> Option<usize> {
    let digits = run(text, |c| is_digit(c) || c == '.');
    let short = text[..digits].split('.').all(|part| (1..=2).contains(&part.len()));
    (short && text[digits..].starts_with([' ', '\u{3000}'])).then_some(digits)
}

fn circled(text: &str) -> Option<usize> {
    text.chars().next().filter(|c| ('①'..='⑳').contains(c)).map(char::len_utf8)
}

/// The length of a number short enough for an ordinal: a year is none.
fn number(text: &str) -> Option<usize> {
    let digits = run(text, is_digit);
    let han = run(text, |c| HAN.contains(c));
    match (text[..digits].chars().count(), text[..han].chars().count()) {
        (1..=3, _) => Some(digits),
        (_, 1..=4) => Some(han),
        _ => None,
    }
}

fn is_year(text: &str) -> bool {
    run(text, |c| c.is_ascii_digit()) == 4 && text[4..].starts_with('年')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_ordinals_are_found() {
        for (text, ordinal) in [
            ("一、总体情况", "一、"),
            ("十二、保障措施", "十二、"),
            ("一、三项重点工作", "一、"),
            ("（一）加强领导", "（一）"),
            ("(1)加强领导", "(1)"),
            ("1.抓好落实", "1."),
            ("１．抓好落实", "１．"),
            ("1、抓好落实", "1、"),
            ("1.2014年工作", "1."),
            ("1.1 基本情况", "1.1"),
            ("2）抓好落实", "2）"),
            ("③抓好落实", "③"),
        ] {
            assert_eq!(find(text), Some(ordinal), "{text}");
        }
        assert_eq!(find_clause("一是抓好落实"), Some("一是"));
    }

    #[test]
    fn numbers_that_begin_a_text_are_not_ordinals() {
        for text in [
            "1.5万名学生入学",
            "三、四年级教学情况",
            "3、4月份工作",
            "2014年工作",
            "（2014年）总体情况",
            "一、二类学校督导",
            "27所学校达标",
            "三个提升",
            "第一，抓好落实",
            "十年来的变化",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
        assert_eq!(find_clause("一些学校是民办的"), None);
    }
}
