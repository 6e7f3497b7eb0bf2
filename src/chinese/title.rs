//! Titles of documents in running text: 书名号, the 文号 behind the title, and the short
//! name given at first use.

use super::punctuation::enclosed;

/// The title in 《》, put on once. Titles inside it take 〈〉, and those inside again 《》
/// (GB/T 15834-2011, 4.15.3.5; PUN-07); `<>`, typed for want of 〈〉, is read as such.
/// Where the marks of the title do not pair, they are left as they are, for the wording
/// rules to report.
pub fn book(title: &str) -> String {
    let title = title.trim();
    let inner = enclosed(title, '《', '》').unwrap_or(title);
    format!("《{}》", nested(inner).unwrap_or_else(|| inner.to_string()))
}

/// A document cited by title, then by 文号 (REF-02), then with the short name by which it
/// goes from there on (REF-08): 《甲》（国教督办〔2013〕2号，以下简称《办法》）. The short
/// name is a title unless it comes in quotes (“两办意见”).
pub fn citation(title: &str, number: Option<&str>, short: Option<&str>) -> String {
    let short = short.map(|short| format!("以下简称{}", short_name(short)));
    let notes: Vec<&str> = number.into_iter().chain(short.as_deref()).collect();
    with_notes(book(title), &notes)
}

/// The name under which a document goes after its first [`citation`].
pub fn short_name(short: &str) -> String {
    let short = short.trim();
    if enclosed(short, '“', '”').is_some() { short.to_string() } else { book(short) }
}

/// A name other than a document's with its short form at first use:
/// 临夏市人民政府教育督导室（以下简称“市督导室”）.
pub fn abbreviated(name: &str, short: &str) -> String {
    let short = enclosed(short, '“', '”').unwrap_or(short);
    with_notes(name.to_string(), &[&format!("以下简称“{short}”")])
}

fn with_notes(name: String, notes: &[&str]) -> String {
    if notes.is_empty() { name } else { format!("{name}（{}）", notes.join("，")) }
}

/// The inside of a title with its marks in turn 〈〉 and 《》; `None` if they do not pair.
fn nested(inner: &str) -> Option<String> {
    let mut depth = 0usize;
    let mut out = String::with_capacity(inner.len());
    for c in inner.chars() {
        match c {
            '《' | '〈' | '<' | '＜' => {
                depth += 1;
                out.push(if depth % 2 == 1 { '〈' } else { '《' });
            }
            '》' | '〉' | '>' | '＞' => {
                out.push(if depth % 2 == 1 { '〉' } else { '》' });
                depth = depth.checked_sub(1)?;
            }
            _ => out.push(c),
        }
    }
    (depth == 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_marks_are_put_on_once_and_alternate_inside() {
        for (title, text) in [
            ("教育督导条例", "《教育督导条例》"),
            ("《教育督导条例》", "《教育督导条例》"),
            (" 教育督导条例 ", "《教育督导条例》"),
            ("关于印发《办法》的通知", "《关于印发〈办法〉的通知》"),
            ("《关于印发<办法>的通知》", "《关于印发〈办法〉的通知》"),
            ("《关于印发〈办法〉的通知》", "《关于印发〈办法〉的通知》"),
            ("《办法》实施细则", "《〈办法〉实施细则》"),
            ("《甲》和《乙》", "《〈甲〉和〈乙〉》"),
            (
                "转发《关于印发《办法》的通知》的通知",
                "《转发〈关于印发《办法》的通知〉的通知》",
            ),
            // Not paired: left for the rules to report.
            ("关于印发《办法的通知", "《关于印发《办法的通知》"),
        ] {
            assert_eq!(book(title), text);
        }
    }

    #[test]
    fn a_citation_has_title_number_and_short_name_in_this_order() {
        let title = "中小学校责任督学挂牌督导办法";
        let number = Some("国教督办〔2013〕2号");
        for (number, short, text) in [
            (None, None, "《中小学校责任督学挂牌督导办法》"),
            (number, None, "《中小学校责任督学挂牌督导办法》（国教督办〔2013〕2号）"),
            (None, Some("办法"), "《中小学校责任督学挂牌督导办法》（以下简称《办法》）"),
            (
                number,
                Some("《办法》"),
                "《中小学校责任督学挂牌督导办法》（国教督办〔2013〕2号，以下简称《办法》）",
            ),
            (
                None,
                Some("“挂牌办法”"),
                "《中小学校责任督学挂牌督导办法》（以下简称“挂牌办法”）",
            ),
        ] {
            assert_eq!(citation(title, number, short), text);
        }
    }

    #[test]
    fn an_organ_is_abbreviated_in_quotes() {
        for short in ["市督导室", "“市督导室”"] {
            assert_eq!(
                abbreviated("临夏市人民政府教育督导室", short),
                "临夏市人民政府教育督导室（以下简称“市督导室”）"
            );
        }
    }
}
