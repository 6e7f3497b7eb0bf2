//! Dates and spans of time as running text gives them: Arabic digits, the year in full,
//! no leading zeros (GB/T 9704-2012, 7.3.5.4; GB/T 15835-2011; NUM-02). Days are joined
//! by 至; years and months, when the unit is said once at the end, by the 一字线 — (U+2014;
//! GB/T 15834-2011, 4.13.3; NUM-03).
//!
//! A span that runs backwards is a mistake in the data and for the data rules to report.
//! Here it is written with both ends in full, so that it reads as the mistake it is.

use chrono::{Datelike, NaiveDate};

/// 2014年3月5日.
pub fn date(day: NaiveDate) -> String {
    format!("{}年{}", day.year(), month_day(day))
}

/// 3月5日, where the year has been named.
pub fn month_day(day: NaiveDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// From one day to another, what they share said once: 2014年3月10日至28日,
/// 2014年3月10日至11月28日, 2014年12月29日至2015年1月4日; one date for one day.
pub fn range(from: NaiveDate, to: NaiveDate) -> String {
    match end(from, to) {
        Some(end) => date(from) + &end,
        None => format!("{}至{}", date(from), date(to)),
    }
}

/// A [`range`] where the year has been named: 3月10日至28日. Two years are written all
/// the same when the span has two.
pub fn month_day_range(from: NaiveDate, to: NaiveDate) -> String {
    match end(from, to) {
        Some(end) => month_day(from) + &end,
        None => range(from, to),
    }
}

/// 3—4月; one month for equal ends.
pub fn months(from: u32, to: u32) -> String {
    span(from, to, "月")
}

/// 2010—2020年; one year for equal ends.
pub fn years(from: i32, to: i32) -> String {
    span(from, to, "年")
}

/// What follows the first day of a span inside one year.
fn end(from: NaiveDate, to: NaiveDate) -> Option<String> {
    if from == to {
        Some(String::new())
    } else if from > to || from.year() != to.year() {
        None
    } else if from.month() == to.month() {
        Some(format!("至{}日", to.day()))
    } else {
        Some(format!("至{}", month_day(to)))
    }
}

fn span<T: PartialEq + std::fmt::Display>(from: T, to: T, unit: &str) -> String {
    if from == to { format!("{from}{unit}") } else { format!("{from}—{to}{unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn no_leading_zeros() {
        assert_eq!(date(day("2014-03-05")), "2014年3月5日");
        assert_eq!(month_day(day("2014-12-20")), "12月20日");
    }

    #[test]
    fn a_range_says_once_what_its_ends_share() {
        for (from, to, whole, short) in [
            ("2014-03-10", "2014-03-10", "2014年3月10日", "3月10日"),
            ("2014-03-10", "2014-03-28", "2014年3月10日至28日", "3月10日至28日"),
            ("2014-03-10", "2014-11-28", "2014年3月10日至11月28日", "3月10日至11月28日"),
            (
                "2014-12-29",
                "2015-01-04",
                "2014年12月29日至2015年1月4日",
                "2014年12月29日至2015年1月4日",
            ),
            // Same month of another year: the month is not shared.
            (
                "2014-03-10",
                "2015-03-28",
                "2014年3月10日至2015年3月28日",
                "2014年3月10日至2015年3月28日",
            ),
        ] {
            assert_eq!(range(day(from), day(to)), whole);
            assert_eq!(month_day_range(day(from), day(to)), short);
        }
    }

    #[test]
    fn a_backward_range_hides_nothing() {
        assert_eq!(
            range(day("2014-03-28"), day("2014-03-10")),
            "2014年3月28日至2014年3月10日"
        );
    }

    #[test]
    fn months_and_years_take_the_one_em_dash() {
        assert_eq!(months(3, 4), "3—4月");
        assert_eq!(months(3, 3), "3月");
        assert_eq!(years(2010, 2020), "2010—2020年");
        assert_eq!(years(2014, 2014), "2014年");
    }
}
