//! Decimals and percentages in running text: Arabic digits, no thousands separators
//! (NUM-15), no blank before % (NUM-06), no digits that say nothing.
//!
//! Rounding is half up on the decimal digits, as a clerk or a spreadsheet does it: a
//! half-way case such as 2.675 is decided by the digits written, not by their binary
//! approximation.

/// The most decimals that [`decimal`] keeps.
const DECIMALS: usize = 4;
/// Where [`percent_of`] stops looking for the decimal that tells a rate from 0% or 100%:
/// closer than that, two values of f64 are one.
const MOST_DECIMALS: usize = 10;

/// The number with at most four decimals and no trailing zeros: 90, 3.2. A value that is
/// not finite comes out as `NaN` or `inf`, never as a figure.
pub fn decimal(value: f64) -> String {
    rounded(value, DECIMALS)
}

/// The number with at most so many decimals, as [`decimal`].
pub fn rounded(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    // Fifteen significant digits are what an f64 holds of a decimal; the rest is the noise
    // of 0.1 + 0.2. What `format!` wrote parses, so the fallback is never taken.
    let clean = format!("{:.14e}", value.abs()).parse().unwrap_or(value.abs());
    let text = clean.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let text = half_up(whole, fraction, decimals);
    if value < 0.0 && text != "0" { format!("-{text}") } else { text }
}

/// `part` of `whole` in per cent with at most so many decimals: 25 of 27 is 92.6%.
/// `None` for a whole of 0. Only all is written 100% and only nothing 0%: a rate close
/// to them gets the decimals that tell it apart (1999 of 2000 is 99.95%).
pub fn percent(part: u64, whole: u64, decimals: usize) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let exact = part == 0 || part == whole;
    (decimals..)
        .map(|decimals| quotient(u128::from(part) * 100, whole.into(), decimals))
        .find(|text| exact || !is_limit(text))
        .map(|text| text + "%")
}

/// [`percent`] of values that are not counts, such as scores or amounts of money. `None`
/// for a whole of 0 and where the result is not finite.
pub fn percent_of(part: f64, whole: f64, decimals: usize) -> Option<String> {
    let value = part / whole * 100.0;
    if !value.is_finite() {
        return None;
    }
    (decimals..MOST_DECIMALS)
        .map(|decimals| rounded(value, decimals))
        .find(|text| !is_limit(text))
        .or_else(|| Some(rounded(value, decimals)))
        .map(|text| text + "%")
}

fn is_limit(text: &str) -> bool {
    matches!(text, "0" | "100")
}

/// A quotient of integers by long division, exact to the last digit kept.
fn quotient(dividend: u128, divisor: u128, decimals: usize) -> String {
    let mut remainder = dividend % divisor;
    let mut fraction = String::new();
    for _ in 0..=decimals {
        remainder *= 10;
        fraction += &(remainder / divisor).to_string();
        remainder %= divisor;
    }
    half_up(&(dividend / divisor).to_string(), &fraction, decimals)
}

/// The decimal number `whole.fraction`, both given as digits, rounded half up to at most
/// so many decimals, without trailing zeros.
fn half_up(whole: &str, fraction: &str, decimals: usize) -> String {
    let kept = &fraction[..decimals.min(fraction.len())];
    let mut digits: Vec<u8> = whole.bytes().chain(kept.bytes()).collect();
    if fraction.as_bytes().get(decimals).is_some_and(|next| *next >= b'5') {
        let nines = digits.iter().rev().take_while(|digit| **digit == b'9').count();
        let carried = digits.len() - nines;
        digits[carried..].fill(b'0');
        match carried.checked_sub(1) {
            Some(last) => digits[last] += 1,
            None => digits.insert(0, b'1'),
        }
    }
    let point = digits.len() - kept.len();
    let mut text = String::with_capacity(digits.len() + 1);
    for (at, digit) in digits.into_iter().enumerate() {
        if at == point {
            text.push('.');
        }
        text.push(char::from(digit));
    }
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_the_shortest() {
        for (value, text) in [
            (90.0, "90"),
            (100.0, "100"),
            (3.2, "3.2"),
            (0.0, "0"),
            (-0.0, "0"),
            (-3.2, "-3.2"),
            (-0.000_01, "0"),
            (0.1 + 0.2, "0.3"),
            (7.371_923, "7.3719"),
            (1.000_05, "1.0001"),
            (11_648.78, "11648.78"),
            (123_456_789.0, "123456789"),
            (9.999_96, "10"),
            (99.999_99, "100"),
            (f64::NAN, "NaN"),
        ] {
            assert_eq!(decimal(value), text);
        }
    }

    #[test]
    fn half_way_goes_up_as_written() {
        // In binary these lie just below the half.
        assert_eq!(rounded(2.675, 2), "2.68");
        assert_eq!(rounded(1.005, 2), "1.01");
        assert_eq!(rounded(0.5, 0), "1");
        assert_eq!(rounded(-2.5, 0), "-3");
    }

    #[test]
    fn rates_are_rounded_in_integers() {
        for (part, whole, decimals, text) in [
            (25, 27, 1, "92.6%"),
            (25, 27, 2, "92.59%"),
            (27, 27, 1, "100%"),
            (0, 27, 1, "0%"),
            (24, 25, 1, "96%"),
            (1, 8, 1, "12.5%"),
            (1, 8, 0, "13%"),
            (3466, 7171, 1, "48.3%"),
            (574, 594, 2, "96.63%"),
            (575, 594, 2, "96.8%"),
            (30, 27, 1, "111.1%"),
            (u64::MAX, u64::MAX, 3, "100%"),
        ] {
            assert_eq!(percent(part, whole, decimals).as_deref(), Some(text));
        }
        assert_eq!(percent(0, 0, 1), None);
        assert_eq!(percent(3, 0, 1), None);
    }

    #[test]
    fn only_all_is_a_hundred_and_only_nothing_is_zero() {
        assert_eq!(percent(1999, 2000, 1).as_deref(), Some("99.95%"));
        assert_eq!(percent(1, 3000, 1).as_deref(), Some("0.03%"));
        assert_eq!(percent(20_001, 20_000, 1).as_deref(), Some("100.01%"));
        assert_eq!(percent_of(99.96, 100.0, 1).as_deref(), Some("99.96%"));
    }

    #[test]
    fn rates_of_amounts() {
        assert_eq!(percent_of(66.0, 318.0, 2).as_deref(), Some("20.75%"));
        assert_eq!(percent_of(98.0, 100.0, 1).as_deref(), Some("98%"));
        assert_eq!(percent_of(0.1 + 0.2, 0.3, 1).as_deref(), Some("100%"));
        assert_eq!(percent_of(-5.0, 40.0, 1).as_deref(), Some("-12.5%"));
        assert_eq!(percent_of(1.0, 0.0, 1), None);
        assert_eq!(percent_of(0.0, 0.0, 1), None);
    }
}
