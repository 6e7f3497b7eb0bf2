//! DAT: the arithmetic that a text states: counts, their shares and rates.

use regex::Captures;

use crate::diagnostic::{Severity, Span};
use crate::document::Passage;
use crate::rules::text::pattern;
use crate::rules::{Check, Example, Findings, Rule, Text};

pub static DAT_03: Rule = Rule {
    id: "DAT-03",
    name: "占比与人数不符",
    severity: Severity::Error,
    reason: "部分除以整体得出的百分比，与写的相差不过末位的半个单位。整体是“其中”前面的数，\
             或者前文里能与多数占比对上的数；对不上的才报。",
    examples: &[Example {
        bad: "全市教师5000人，其中本科学历3012人，占60.1%。",
        good: "全市教师5000人，其中本科学历3012人，占60.2%。",
    }],
    check: Check::Wording(wrong_share),
};

fn wrong_share(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        for Partition { whole, parts } in partitions(words) {
            for part in parts.iter().filter(|part| !part.is_share_of(whole.value)) {
                let exact = part.count.value / whole.value * 100.0;
                let right = format!("{exact:.*}", part.decimals);
                let (value, unit) = (part.count.value, part.count.unit);
                findings.push_with(
                    &[
                        (within(passage, part.share), "占比"),
                        (within(passage, part.count.place), "部分"),
                        (within(passage, whole.place), "整体"),
                    ],
                    format!(
                        "{value}{unit}占{}{unit}的{right}%，写的是{}%",
                        whole.value, part.percent
                    ),
                    "请核对人数和百分比",
                );
            }
        }
    }
}

pub static DAT_19: Rule = Rule {
    id: "DAT-19",
    name: "文中各项合计不等于总数",
    severity: Severity::Warning,
    reason: "一句话里几项的占比合计约为100%，说的是全部，各项的数相加就要等于总数。",
    examples: &[Example {
        bad: "教师5000人。高级职称1000人，占20%；中级职称2500人，占50%；初级职称1450人，占29%。",
        good: "教师5000人。高级职称1000人，占20%；中级职称2500人，占50%；初级及以下1500人，占30%。",
    }],
    check: Check::Wording(wrong_sum),
};

/// How far shares may be from 100% together and still mean all there are.
const ALL: std::ops::RangeInclusive<f64> = 97.0..=103.0;

fn wrong_sum(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        for Partition { whole, parts } in partitions(words) {
            for group in
                parts.chunk_by(|a, b| !words[a.share.1..b.count.place.0].contains('。'))
            {
                let percent: f64 = group.iter().map(|part| part.percent).sum();
                let sum: f64 = group.iter().map(|part| part.count.value).sum();
                let [first, .., last] = group else { continue };
                if !ALL.contains(&percent) || sum == whole.value {
                    continue;
                }
                let unit = whole.unit;
                let side = if sum < whole.value { "少" } else { "多" };
                findings.push_with(
                    &[
                        (within(passage, (first.count.place.0, last.count.place.1)), "各项"),
                        (within(passage, whole.place), "总数"),
                    ],
                    format!(
                        "这{}项合计{sum}{unit}，比总数{}{unit}{side}{}{unit}",
                        group.len(),
                        whole.value,
                        (sum - whole.value).abs()
                    ),
                    "请核对总数和各项；漏了一项的，补上",
                );
            }
        }
    }
}

/// A count, with the bytes of its passage where it stands.
#[derive(Clone, Copy)]
struct Count<'t> {
    value: f64,
    unit: &'t str,
    place: (usize, usize),
}

/// A count with the share that it is said to have.
struct Part<'t> {
    count: Count<'t>,
    percent: f64,
    /// Decimals of the share as written.
    decimals: usize,
    share: (usize, usize),
    /// Whether it names what it is a share of, which may be another whole.
    of_another: bool,
}

impl Part<'_> {
    fn is_share_of(&self, whole: f64) -> bool {
        let exact = self.count.value / whole * 100.0;
        let half = 0.5 * 0.1_f64.powi(self.decimals as i32);
        (exact - self.percent).abs() <= half + 1e-9
    }
}

/// A count and the parts that are shares of it.
struct Partition<'t> {
    whole: Count<'t>,
    parts: Vec<Part<'t>>,
}

/// What a passage divides: the counts with shares, unit by unit. Without a whole
/// that is beyond doubt there is none.
fn partitions(words: &str) -> Vec<Partition<'_>> {
    let mut parts: Vec<Part> = pattern!(
        r"([0-9]+)(人次|人|名|所|件|项|个|份|册|台)[，,]?占([^，。；,;0-9]{0,10})([0-9]+(?:\.[0-9]+)?)%"
    )
    .captures_iter(words)
    .filter_map(|found| part(words, &found))
    .collect();
    let counts = counts(words);
    let mut partitions = Vec::new();
    while let Some(first) = parts.first() {
        let unit = first.count.unit;
        let (same, others) = parts.into_iter().partition(|part| part.count.unit == unit);
        parts = others;
        let whole = whole(words, &counts, &same);
        partitions.extend(whole.map(|whole| Partition { whole, parts: same }));
    }
    partitions
}

fn part<'t>(words: &'t str, found: &Captures<'t>) -> Option<Part<'t>> {
    let (value, unit) = (found.get(1)?, found.get(2)?);
    let (base, percent) = (found.get(3)?, found.get(4)?);
    if !starts_here(words, value.start()) {
        return None;
    }
    Some(Part {
        count: Count {
            value: value.as_str().parse().ok()?,
            unit: unit.as_str(),
            place: (value.start(), unit.end()),
        },
        percent: percent.as_str().parse().ok()?,
        of_another: !is_plain(base.as_str()),
        decimals: percent.as_str().split_once('.').map_or(0, |(_, digits)| digits.len()),
        share: (percent.start(), percent.end() + 1),
    })
}

/// Whether between 占 and a share stands nothing but `比` or `总数的`.
fn is_plain(base: &str) -> bool {
    let base = base.trim_end_matches(['的', '了', '达', '为']);
    base.is_empty() || base == "比" || base.ends_with("总数")
}

fn counts(words: &str) -> Vec<Count<'_>> {
    pattern!(r"([0-9]+)(人次|人|名|所|件|项|个|份|册|台)")
        .captures_iter(words)
        .filter_map(|found| {
            let (value, unit) = (found.get(1)?, found.get(2)?);
            starts_here(words, value.start()).then_some(Count {
                value: value.as_str().parse().ok()?,
                unit: unit.as_str(),
                place: (value.start(), unit.end()),
            })
        })
        .collect()
}

/// Whether a number is whole, not the end of `3.5` or of a masked `x.3`.
fn starts_here(words: &str, at: usize) -> bool {
    !words[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || ".*＊×".contains(c))
}

/// What the parts are shares of: the count before 其中, or the one that agrees
/// with most of them, two at least.
fn whole<'t>(words: &str, counts: &[Count<'t>], parts: &[Part]) -> Option<Count<'t>> {
    let first = parts.first()?;
    let before = || {
        counts.iter().filter(|count| {
            count.unit == first.count.unit
                && count.place.1 <= first.count.place.0
                && count.value >= first.count.value
        })
    };
    if let [only] = parts {
        let nearest = before().next_back()?;
        let between = &words[nearest.place.1..only.count.place.0];
        let one_sentence = !between.contains(['。', '；', ';']);
        let of_this = one_sentence && between.contains("其中") && !only.of_another;
        return of_this.then_some(*nearest);
    }
    let support =
        |count: &Count| parts.iter().filter(|part| part.is_share_of(count.value)).count();
    let best = before().max_by_key(|count| support(count))?;
    let agreed = support(best);
    // A part that agrees with another count is a share of that.
    let stray = parts.iter().filter(|part| !part.is_share_of(best.value)).any(|part| {
        counts
            .iter()
            .any(|count| count.place.1 <= part.count.place.0 && part.is_share_of(count.value))
    });
    (agreed >= 2 && agreed * 2 > parts.len() && !stray).then_some(*best)
}

pub static DAT_05: Rule = Rule {
    id: "DAT-05",
    name: "人数算不出的百分比",
    severity: Severity::Error,
    reason: "人数是整数：400人的入学率可以是96.5%（386人）或者96.8%（387人），不会是96.6%。\
             同一句话里说的是同一群人才查。",
    examples: &[Example {
        bad: "全县适龄残疾儿童400人，适龄残疾儿童入学率达到96.6%。",
        good: "全县适龄残疾儿童400人，适龄残疾儿童入学率达到96.5%。",
    }],
    check: Check::Wording(unreachable_rate),
};

/// So many Han characters in common make two nouns the same people.
const COMMON: usize = 4;

fn unreachable_rate(text: &Text, findings: &mut Findings) {
    for (passage, words) in text.passages() {
        let rates =
            pattern!(r"([\p{Han}]{3,})率(?:达到了|达到|达|为|是)?([0-9]+(?:\.[0-9]+)?)%");
        for found in rates.captures_iter(words) {
            let (Some(noun), Some(percent)) = (found.get(1), found.get(2)) else { continue };
            let sentence =
                words[..noun.start()].rfind('。').map_or(0, |at| at + '。'.len_utf8());
            let decimals = percent.as_str().split_once('.').map_or(0, |(_, d)| d.len());
            let Ok(rate) = percent.as_str().parse::<f64>() else { continue };
            // Of several the first is the whole, the others are its parts.
            let Some(whole) = counts(words).into_iter().find(|count| {
                count.place.0 >= sentence
                    && count.place.1 <= noun.start()
                    && shares_noun(clause_before(words, count.place.0), noun.as_str())
            }) else {
                continue;
            };
            let Some((below, above)) = neighbours(whole.value, rate, decimals) else {
                continue;
            };
            let near =
                |n: f64| format!("{n}{}是{}%", whole.unit, rounded(n / whole.value, decimals));
            findings.push_with(
                &[
                    (within(passage, (percent.start(), percent.end() + 1)), "百分比"),
                    (within(passage, whole.place), "总数"),
                ],
                format!("{}{}怎么也算不出{rate}%", whole.value, whole.unit),
                format!("{}，{}，请核对", near(below), near(above)),
            );
        }
    }
}

/// The whole numbers on either side of a rate that none of them gives.
fn neighbours(whole: f64, rate: f64, decimals: usize) -> Option<(f64, f64)> {
    let below = (rate / 100.0 * whole).floor();
    let half = 0.5 * 0.1_f64.powi(decimals as i32) + 1e-9;
    let reaches = |n: f64| (n / whole * 100.0 - rate).abs() <= half;
    let possible = whole > 0.0 && rate <= 100.0;
    (possible && !reaches(below) && !reaches(below + 1.0)).then_some((below, below + 1.0))
}

fn rounded(share: f64, decimals: usize) -> String {
    format!("{:.*}", decimals, share * 100.0)
}

fn clause_before(words: &str, at: usize) -> &str {
    let start = words[..at]
        .char_indices()
        .rfind(|(_, c)| "，,。；;：:、".contains(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    &words[start..at]
}

fn shares_noun(one: &str, two: &str) -> bool {
    let chars: Vec<char> = one.chars().collect();
    chars
        .windows(COMMON)
        .any(|window| two.contains(window.iter().collect::<String>().as_str()))
}

fn within(passage: Passage, (start, end): (usize, usize)) -> Span {
    let from = passage.span;
    Span::new(from.source, from.start + start, from.start + end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Report, Sources};

    fn found(rule: &Rule, words: &str) -> Vec<String> {
        let mut sources = Sources::new();
        let source = sources.add("文稿", words);
        let mut report = Report::new();
        if let Check::Wording(check) = rule.check {
            let mut findings = Findings::new(rule, rule.severity, &mut report);
            check(&Text::plain(source, words), &mut findings);
        }
        report.iter().map(|found| found.message.clone()).collect()
    }

    const TEACHERS: &str = "全区教师5000人。30岁以下1500人,占30%;31至50岁2500人,占50%;\
        其余1000人,占20%。高级职称1000人,占20%;中级职称2500人,占50%;\
        初级职称1450人,占29%。研究生100人,占2%;本科3000人,占59.8%;专科1900人,占38%。";

    #[test]
    fn a_share_that_the_others_contradict_is_found() {
        assert_eq!(found(&DAT_03, TEACHERS), ["3000人占5000人的60.0%，写的是59.8%"]);
        assert_eq!(
            found(&DAT_03, "受理投诉6件，其中办结4件，占67.7%。"),
            ["4件占6件的66.7%，写的是67.7%"]
        );
        assert!(!found(&DAT_03, "学校40所，其中达标30所，占总数的70%。").is_empty());
    }

    #[test]
    fn a_share_of_something_else_is_left_alone() {
        for words in [
            "受理投诉6件，其中办结4件，占66.7%。",
            // Two wholes, each with its parts.
            "教师200人，女教师120人，占60%，党员50人，占25%；学生3000人，住宿生900人，占30%。",
            // No telling what it is a share of.
            "全县学校40所。乡镇教师1200人，占全市的28.66%。",
            "全县小学30所，其中村小20所，占全县学校的50%。",
            "流失率x.3%，未到校543人，占x.2%。",
        ] {
            assert!(found(&DAT_03, words).is_empty(), "{words}");
        }
    }

    #[test]
    fn parts_that_are_all_there_is_make_up_the_whole() {
        assert_eq!(found(&DAT_19, TEACHERS), ["这3项合计4950人，比总数5000人少50人"]);
        for words in [
            "教师200人，女教师120人，占60%，党员50人，占25%。",
            "教师200人，男教师80人，占40%，女教师120人，占60%。",
        ] {
            assert!(found(&DAT_19, words).is_empty(), "{words}");
        }
    }

    #[test]
    fn a_rate_that_no_number_of_people_gives_is_found() {
        let words = "全区适龄残疾儿童400人，在普通学校就读的320人，适龄残疾儿童入学率96.6%。";
        assert_eq!(found(&DAT_05, words), ["400人怎么也算不出96.6%"]);
        for words in [
            "适龄残疾儿童400人，适龄残疾儿童入学率96.5%。",
            // Not the rate of these.
            "普通高中3所，高中阶段毛入学率达到88.9%。",
            // In another sentence.
            "适龄残疾儿童400人。适龄残疾儿童入学率96.6%。",
            // With so many people every rate is reached.
            "义务教育阶段学生50000人，义务教育阶段学生巩固率96.61%。",
        ] {
            assert!(found(&DAT_05, words).is_empty(), "{words}");
        }
    }
}
