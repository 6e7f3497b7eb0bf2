//! The numbers that a text states, whatever their form: what may not change when the
//! text is put right.

use std::ops::Range;

const HAN: &str = "一二两三四五六七八九十百千万亿";

/// The numbers of a text in their order: digits of either width, decimals with their
/// point, numerals in Han characters. A zero is 0 in every form that is typed for it,
/// and leading zeros do not count, so that 2014.03.05 and 2014年3月5日 state the same.
pub fn stated(text: &str) -> Vec<String> {
    let mut stated: Vec<String> = Vec::new();
    for (_, number) in numbers(text) {
        // Two points part a date.
        let dated = number.matches('.').count() > 1;
        stated.extend(number.split(|c| dated && c == '.').map(without_leading_zeros));
    }
    stated
}

/// The places of the numbers of a text, each with its digits and numerals in one form.
pub fn numbers(text: &str) -> Vec<(Range<usize>, String)> {
    let mut numbers: Vec<(Range<usize>, String)> = Vec::new();
    for ((at, c), form) in text.char_indices().zip(forms(text).chars()) {
        let end = at + c.len_utf8();
        match numbers.last_mut() {
            // Everything else parts two numbers.
            _ if form == ' ' => {}
            Some((place, number)) if place.end == at => {
                place.end = end;
                number.push(form);
            }
            _ => numbers.push((at..end, form.to_string())),
        }
    }
    numbers
}

/// The text with a blank for every character that belongs to no number, and one form
/// for each that does.
fn forms(text: &str) -> String {
    let mut forms = String::with_capacity(text.len());
    let mut chars = text.chars().map(half_width).peekable();
    while let Some(c) = chars.next() {
        let digit_next = chars.peek().is_some_and(char::is_ascii_digit);
        // In a year such as 二OO九 even letters are zeros.
        let han = || forms.rsplit(' ').next().is_some_and(|number| number.starts_with(is_han));
        forms.push(match c {
            '0'..='9' => c,
            '〇' | '零' | '○' | '◯' => '0',
            'o' | 'O' if han() => '0',
            '.' if digit_next && forms.ends_with(|c: char| c.is_ascii_digit()) => c,
            c if is_han(c) => c,
            _ => ' ',
        });
    }
    forms
}

fn is_han(c: char) -> bool {
    HAN.contains(c)
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' => '.',
        'Ｏ' => 'O',
        c => c,
    }
}

fn without_leading_zeros(number: &str) -> String {
    let bare = number.trim_start_matches('0');
    let starts = bare.starts_with(|c: char| c != '.');
    if starts { bare.to_owned() } else { format!("0{bare}") }
}

#[cfg(test)]
mod tests {
    use super::{numbers, stated};

    #[test]
    fn forms_of_one_number_are_the_same() {
        for (one, other) in [
            ("二0一九年", "二〇一九年"),
            ("二OO九年", "二〇〇九年"),
            ("２０１４年", "2014年"),
            ("2014.03.05", "2014年3月5日"),
            ("第02号", "2号"),
            ("36-45岁", "36～45岁"),
            ("西山镇 6所", "西山镇6所"),
            ("96.8％", "96.8%"),
        ] {
            assert_eq!(stated(one), stated(other));
        }
    }

    #[test]
    fn numbers_have_places() {
        let text = "共１２所，占9.5％、二十项";
        let found: Vec<(&str, String)> =
            numbers(text).into_iter().map(|(at, number)| (&text[at], number)).collect();
        let expected = [("１２", "12"), ("9.5", "9.5"), ("二十", "二十")];
        assert_eq!(found, expected.map(|(text, number)| (text, number.to_owned())));
    }

    #[test]
    fn other_numbers_are_not() {
        for (one, other) in [
            ("1、2014年", "1.2014年"),
            ("12 所", "1 2所"),
            ("3、4个", "三四个"),
            ("13五", "十三五"),
            ("9年", "09年12月"),
            ("1,234", "1234"),
            ("5.6", "56"),
            ("二十", "二0"),
            ("100", "1OO"),
            ("十", ""),
        ] {
            assert_ne!(stated(one), stated(other));
        }
    }
}
