//! Numbers written in Han characters: by value with 十百千万亿, as a count or an ordinal
//! needs them, and digit by digit, as a year does. Zero is 零 in the first and 〇
//! (U+3007) in the second (GB/T 15835-2011, 5.2.5).

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES: [&str; 4] = ["", "十", "百", "千"];
const WAN: u64 = 10_000;
const YI: u64 = 100_000_000;

/// `n` by value: 二十七, 一百一十, 一千零四, 二万. From a million million on, 亿 counts
/// itself in 万 and 亿 (一万亿), since 兆 is read in two ways.
pub fn han(n: u64) -> String {
    if n == 0 {
        return DIGITS[0].to_string();
    }
    let mut out = String::new();
    write_value(n, &mut out);
    // Only at the very front is 一十 shortened: 十二, but 一百一十二.
    match out.strip_prefix('一') {
        Some(rest) if rest.starts_with('十') => rest.to_string(),
        _ => out,
    }
}

/// `n` as it stands before a measure word, where two is 两: 两个方面, 十二项.
pub fn count(n: u64) -> String {
    if n == 2 { "两".to_string() } else { han(n) }
}

/// The digits of `n` one by one: 二〇一四 (NUM-01).
pub fn digits(n: u64) -> String {
    n.to_string()
        .bytes()
        .map(|byte| match byte - b'0' {
            0 => '〇',
            digit => DIGITS[usize::from(digit)],
        })
        .collect()
}

/// The value of a numeral that [`han`] or [`count`] could have written, or one that says
/// 一十二 for 十二 or 两千 for 二千. `None` for everything else: 三四 (about three or
/// four), 一百二 (spoken), 十百.
pub fn parse_han(text: &str) -> Option<u64> {
    let plain = plain_form(text);
    let value = value_of(&plain)?;
    // Reading is lenient and writing is not: what does not come out again was not right.
    let written = han(value);
    let in_full = plain.starts_with("一十") && plain.strip_prefix('一') == Some(&written);
    (plain == written || in_full).then_some(value)
}

/// The value of a number written digit by digit, the inverse of [`digits`]: 二〇一四.
/// Any other zero than 〇 is refused, and so is a single character, which is no
/// different from a value, and a leading 〇.
pub fn parse_digits(text: &str) -> Option<u64> {
    let mut value: u64 = 0;
    for c in text.chars() {
        let digit = if c == '〇' { 0 } else { digit_of(c).filter(|digit| *digit > 0)? };
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    (value > 9 && !text.starts_with('〇')).then_some(value)
}

fn write_value(n: u64, out: &mut String) {
    for (unit, name) in [(YI, "亿"), (WAN, "万")] {
        if n >= unit {
            write_value(n / unit, out);
            out.push_str(name);
            write_rest(n % unit, unit, out);
            return;
        }
    }
    for place in (0..4).rev() {
        let unit = 10u64.pow(place);
        if n >= unit {
            out.push(DIGITS[(n / unit) as usize]);
            out.push_str(PLACES[place as usize]);
            write_rest(n % unit, unit, out);
            return;
        }
    }
}

/// What follows the place of `unit`; one 零 stands for all places skipped.
fn write_rest(rest: u64, unit: u64, out: &mut String) {
    if rest == 0 {
        return;
    }
    if rest < unit / 10 {
        out.push(DIGITS[0]);
    }
    write_value(rest, out);
}

/// The text with 两 written 二 where 两 may stand: alone, or before 百千万亿.
fn plain_form(text: &str) -> String {
    if text == "两" {
        return "二".to_string();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let before_place = rest.peek().is_some_and(|next| "百千万亿".contains(*next));
        let replace = c == '两' && before_place && !out.ends_with('十');
        out.push(if replace { '二' } else { c });
    }
    out
}

fn value_of(text: &str) -> Option<u64> {
    for (unit, name) in [(YI, '亿'), (WAN, '万')] {
        if let Some((high, low)) = text.rsplit_once(name) {
            let low = if low.is_empty() { 0 } else { value_of(low)? };
            return value_of(high)?.checked_mul(unit)?.checked_add(low);
        }
    }
    let mut value: u64 = 0;
    let mut digit = None;
    for c in text.chars() {
        if let Some(d) = digit_of(c) {
            digit = Some(d);
        } else {
            let place = PLACES.iter().position(|name| name.chars().eq([c]))?;
            // 十 at the front stands for 一十.
            value = value.checked_add(digit.take().unwrap_or(1) * 10u64.pow(place as u32))?;
        }
    }
    if text.is_empty() { None } else { value.checked_add(digit.unwrap_or(0)) }
}

fn digit_of(c: char) -> Option<u64> {
    DIGITS.iter().position(|digit| *digit == c).map(|digit| digit as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: &[(u64, &str)] = &[
        (0, "零"),
        (9, "九"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (27, "二十七"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (1_004, "一千零四"),
        (1_010, "一千零一十"),
        (3_052, "三千零五十二"),
        (20_000, "二万"),
        (20_500, "二万零五百"),
        (100_010, "十万零一十"),
        (120_000, "十二万"),
        (205_000, "二十万五千"),
        (10_001_000, "一千万一千"),
        (100_120_000, "一亿零一十二万"),
        (1_000_000_000, "十亿"),
        (1_000_000_000_000, "一万亿"),
    ];

    #[test]
    fn values_read_as_they_are_written() {
        for (n, text) in VALUES {
            assert_eq!(han(*n), *text);
            assert_eq!(parse_han(text), Some(*n), "{text}");
        }
    }

    #[test]
    fn every_value_comes_back() {
        for n in (0..20_000).chain([u64::MAX, u64::MAX - 1, 10_u64.pow(16), 99_999_999]) {
            assert_eq!(parse_han(&han(n)), Some(n), "{}", han(n));
        }
    }

    #[test]
    fn two_is_liang_before_a_measure_word() {
        assert_eq!([1, 2, 3, 12, 20].map(count), ["一", "两", "三", "十二", "二十"]);
        for (text, n) in [("两", 2), ("两千", 2_000), ("一万两千", 12_000), ("一十二", 12)]
        {
            assert_eq!(parse_han(text), Some(n), "{text}");
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in [
            "",
            "三四",
            "一百二",
            "十百",
            "十两",
            "十两万",
            "两十",
            "二〇一四",
            "零五",
            "万",
            "一二",
            "五个",
            "一百〇二",
            "5",
        ] {
            assert_eq!(parse_han(text), None, "{text}");
        }
    }

    #[test]
    fn years_are_digit_by_digit() {
        assert_eq!(digits(2014), "二〇一四");
        assert_eq!(digits(2000), "二〇〇〇");
        assert_eq!(parse_digits("二〇一四"), Some(2014));
        for text in ["二0一四", "二零一四", "二○一四", "二OO九", "〇九", "九", "十", ""]
        {
            assert_eq!(parse_digits(text), None, "{text}");
        }
    }
}
