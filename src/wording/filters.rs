//! The filters that the wording writes with.

use chrono::{Datelike, NaiveDate};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::chinese::{date, list, number, numeral, punctuation, title};

use super::marks;

/// Registers all filters.
pub fn register(tera: &mut Tera) {
    tera.register_filter("date", |day: &str, _: Kwargs, _: &State| {
        day_of(day).map(date::date)
    });
    tera.register_filter("period", period);
    tera.register_filter("list", |items: Vec<String>, _: Kwargs, _: &State| {
        list::list(&items)
    });
    tera.register_filter("series", |items: Vec<String>, _: Kwargs, _: &State| {
        list::series(&items)
    });
    tera.register_filter("titles", titles);
    tera.register_filter("cite", cite);
    tera.register_filter("clauses", |items: Vec<String>, _: Kwargs, _: &State| {
        list::clauses(&items)
    });
    tera.register_filter("stop", |text: &str, _: Kwargs, _: &State| {
        punctuation::ensure_stop(text)
    });
    tera.register_filter("bare", |text: &str, _: Kwargs, _: &State| {
        punctuation::strip_stop(text).to_owned()
    });
    tera.register_filter("bare_each", |items: Vec<String>, _: Kwargs, _: &State| {
        items.iter().map(|s| punctuation::strip_stop(s).to_owned()).collect::<Vec<String>>()
    });
    tera.register_filter("sentences", |items: Vec<String>, _: Kwargs, _: &State| {
        items.iter().map(|s| punctuation::ensure_stop(s)).collect::<String>()
    });
    tera.register_filter("decimal", |n: f64, _: Kwargs, _: &State| number::decimal(n));
    tera.register_filter("han", |n: u64, _: Kwargs, _: &State| numeral::han(n));
    tera.register_filter("prose", prose);
}

fn day_of(day: &str) -> TeraResult<NaiveDate> {
    day.parse().map_err(|_| Error::message(format!("“{day}”不是日期")))
}

/// `{from, to}` as a range of dates; with `year`, without the year where both
/// days are in it.
fn period(value: Value, options: Kwargs, _: &State) -> TeraResult<String> {
    let day = |key: &str| -> TeraResult<NaiveDate> {
        let text = value.get_from_path(key).and_then(Value::as_str);
        day_of(text.ok_or_else(|| Error::message("这里要一段时间（起、止）"))?)
    };
    let (from, to) = (day("from")?, day("to")?);
    let known = options.get::<i32>("year")?;
    Ok(match known {
        Some(year) if from.year() == year && to.year() == year => {
            date::month_day_range(from, to)
        }
        _ => date::range(from, to),
    })
}

/// Names of documents in 《》, each with its 文号 where it has one.
fn titles(value: Vec<Value>, _: Kwargs, _: &State) -> TeraResult<String> {
    let titles: Vec<String> = value
        .iter()
        .map(|document| {
            let field =
                |key: &'static str| document.get_from_path(key).and_then(Value::as_str);
            let name = field("name").ok_or_else(|| Error::message("这里要文件的名称"))?;
            Ok(title::citation(name, field("number"), None))
        })
        .collect::<TeraResult<_>>()?;
    Ok(list::list(&titles))
}

/// Bases as citations; see [`marks`].
fn cite(value: Vec<Value>, _: Kwargs, _: &State) -> TeraResult<String> {
    let ids: Vec<usize> = value
        .iter()
        .map(|basis| {
            let id = basis.get_from_path("id").and_then(Value::as_u64);
            id.map(|id| id as usize).ok_or_else(|| Error::message("这里要依据"))
        })
        .collect::<TeraResult<_>>()?;
    Ok(marks::citation(&ids))
}

/// Paragraphs, each on its own, escaped; the result is not escaped again.
fn prose(value: Vec<String>, _: Kwargs, _: &State) -> TeraResult<Value> {
    let mut out = Vec::new();
    for (i, paragraph) in value.iter().flat_map(|p| p.lines()).enumerate() {
        if i > 0 {
            out.extend_from_slice(b"\n\n");
        }
        escape(&punctuation::ensure_stop(paragraph.trim()), &mut out)?;
    }
    let text = String::from_utf8(out).map_err(|e| Error::message(e.to_string()))?;
    Ok(Value::safe_string(&text))
}

/// [`escape`] of a text that the program puts into a manuscript itself.
pub fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    // Writing into memory does not fail, and characters are written whole.
    let _ = escape(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes data so that Markdown reads it as the plain text that it is.
pub fn escape(text: &str, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, c) in text.char_indices() {
        let marks_up = match c {
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '`' | '~' | '&' => true,
            '#' | '+' | '-' | '=' => at == 0,
            '.' | ')' => at == digits && digits > 0 && text[at + 1..].starts_with(' '),
            _ => false,
        };
        if marks_up {
            out.write_all(b"\\")?;
        }
        if c != '\n' {
            write!(out, "{c}")?;
            continue;
        }
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = text[at + 1..].chars().next().unwrap_or(' ');
        write!(out, "{}", punctuation::soft_break(before, after))?;
    }
    Ok(())
}
