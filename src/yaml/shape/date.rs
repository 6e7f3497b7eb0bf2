//! Dates as clerks type them.

use chrono::{Datelike, Days, NaiveDate};

use crate::chinese::numeral::{parse_digits, parse_han};
use crate::diagnostic::{Diagnostic, half_width};

/// What is wrong with a date.
pub(super) struct Fault {
    /// A message of its own, where it is not merely written otherwise.
    pub(super) said: Option<String>,
    pub(super) help: String,
    /// The same day as it is to be written.
    pub(super) right: Option<String>,
}

/// How a date is to be written, where nothing can be said about this one.
const FORM: &str = "写成“年-月-日”，年四位、月日各两位，例如 2014-03-05。";

/// The day that a text means, as `2014-03-05`, however it is written; else what is
/// wrong with what `name` calls, without its place.
pub fn read(text: &str, name: &str) -> Result<String, Diagnostic> {
    let Err(Fault { said, help, right }) = date(text) else { return Ok(text.to_owned()) };
    right.ok_or_else(|| {
        let said =
            said.unwrap_or_else(|| format!("要写成日期（如 2014-03-05），现在是“{text}”"));
        Diagnostic::error("SHP-07", format!("“{name}”{said}")).help(help)
    })
}

/// Reads `2014-03-05`; what is written otherwise is an error that shows it so.
pub(super) fn date(text: &str) -> Result<(), Fault> {
    let fault = |help: String| Err(Fault { said: None, help, right: None });
    let narrow: String = text.chars().map(half_width).collect();
    let numbers = in_digits(&narrow);
    let narrow = numbers.as_deref().unwrap_or(&narrow);
    // A spreadsheet adds the time of day.
    let day = narrow.split(" 00:00").next().unwrap_or(narrow);
    let parts: Vec<&str> =
        day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let marks = day.chars().all(|c| c.is_ascii_digit() || " -./年月日号—–“”、,".contains(c));
    if !marks {
        return fault(FORM.to_string());
    }
    match parts.as_slice() {
        [all] if all.len() == 8 => written(text, &all[..4], &all[4..6], &all[6..]),
        [all] if all.len() == 5 && *all == day => match from_spreadsheet(all) {
            Some(day) => fault(format!(
                "{all} 像是 Excel 里日期的序号，那就是 {day}。请核对后写成“年-月-日”。"
            )),
            None => fault(FORM.to_string()),
        },
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            written(text, year, month, day)
        }
        [year, month, day] if is_day(&format!("20{year}"), month, day) => fault(format!(
            "年份写四位。如果是20{year}年，写成 20{year}-{month:0>2}-{day:0>2}。"
        )),
        [day, month, year] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            fault("年写在前面，再写月和日，例如 2014-03-05。".to_string())
        }
        [year, _] if year.len() == 4 => {
            fault("年、月、日都要写，例如 2014-03-05。".to_string())
        }
        [month, day] if is_day(A_LEAP_YEAR, month, day) => {
            fault(format!("前面加上四位的年份，后面写成 -{month:0>2}-{day:0>2}。"))
        }
        [_, _, _] => fault("一处只写一天，写成“年-月-日”，例如 2014-03-05。".to_string()),
        _ => fault(FORM.to_string()),
    }
}

/// In which each day of any year is.
const A_LEAP_YEAR: &str = "2012";

/// Whether there is such a day, its month and day of one or two digits.
fn is_day(year: &str, month: &str, day: &str) -> bool {
    let is_short = |part: &str| part.len() <= 2;
    year.len() == 4 && is_short(month) && is_short(day) && there_is(year, month, day)
}

fn there_is(year: &str, month: &str, day: &str) -> bool {
    let day =
        || NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    day().is_some()
}

/// Two dates in one text, of which the second may leave out what it has in
/// common with the first: `2014.3.10—11.28`, `2014年3月10日至28日`.
pub(super) fn range(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let narrow: String = text.chars().map(half_width).collect();
    if !narrow.chars().all(|c| c.is_ascii_digit() || " -./年月日号—–~至到从、".contains(c))
    {
        return None;
    }
    let parts: Vec<u32> = narrow
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let (from, to) = match *parts.as_slice() {
        [y, m, d, end] => ((y, m, d), (y, m, end)),
        [y, m, d, month, end] => ((y, m, d), (y, month, end)),
        [y, m, d, year, month, end] => ((y, m, d), (year, month, end)),
        _ => return None,
    };
    let day = |(y, m, d): (u32, u32, u32)| NaiveDate::from_ymd_opt(y.try_into().ok()?, m, d);
    let (from, to) = (day(from)?, day(to)?);
    (1900..2100).contains(&from.year()).then_some((from, to))
}

/// The parts have one to four digits each.
fn written(text: &str, year: &str, month: &str, day: &str) -> Result<(), Fault> {
    let number = |part: &str| part.parse::<u32>().unwrap_or(0);
    let (y, m, d) = (number(year), number(month), number(day));
    if !there_is(year, month, day) {
        let help = if (1..=12).contains(&m) {
            format!("{y}年{m}月没有{d}日，检查月和日。")
        } else {
            format!("没有{m}月，写成“年-月-日”，例如 2014-03-05。")
        };
        return Err(Fault {
            said: Some(format!("没有这一天：{text}")), help, right: None
        });
    }
    let written = format!("{y:04}-{m:02}-{d:02}");
    if written != text {
        let help = format!("写成 {written}。");
        return Err(Fault { said: None, help, right: Some(written) });
    }
    Ok(())
}

/// 二〇一四年三月五日 with digits; 〇 may be typed as a letter or a digit.
fn in_digits(text: &str) -> Option<String> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.trim_end_matches(['日', '号']);
    let year: String =
        year.chars().map(|c| if "0OoО○零".contains(c) { '〇' } else { c }).collect();
    let (year, month, day) = (parse_digits(&year)?, parse_han(month)?, parse_han(day)?);
    Some(format!("{year}-{month}-{day}"))
}

/// The day that a spreadsheet counts so from 1899-12-30, in the years that a
/// clerk writes about.
fn from_spreadsheet(serial: &str) -> Option<NaiveDate> {
    let days = serial.parse::<u64>().ok()?;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    (1980..2080).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_help_has_a_day_that_there_is_not() {
        for (text, help) in [
            ("25.10.14", "年份写四位。如果是2025年，写成 2025-10-14。"),
            ("10.14-15", "一处只写一天，写成“年-月-日”，例如 2014-03-05。"),
            ("2月29日", "前面加上四位的年份，后面写成 -02-29。"),
            ("14.10", FORM),
        ] {
            assert_eq!(date(text).unwrap_err().help, help, "{text}");
        }
    }

    #[test]
    fn two_dates_in_one_text() {
        for (text, written) in [
            ("2014.3.10-11.28", Some("2014-03-10 2014-11-28")),
            ("2014年3月10日至28日", Some("2014-03-10 2014-03-28")),
            ("2014-12-29～2015-01-04", Some("2014-12-29 2015-01-04")),
            ("2014.3.10", None),
            ("2014.3.10-13.28", None),
            ("三月起", None),
        ] {
            let found = range(text).map(|(from, to)| format!("{from} {to}"));
            assert_eq!(found.as_deref(), written, "{text}");
        }
    }
}
