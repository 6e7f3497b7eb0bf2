//! The YAML between the two `---` lines at the top of a manuscript.

use std::sync::LazyLock;

use serde_yaml::Value;

use super::{id, unprinted};
use crate::diagnostic::{Diagnostic, Report, SourceId, Span};
use crate::document::{Elements, Format, Numbering, Passage, PassageKind, SignatureStamp};
use crate::yaml::{self, Entry, Node, Tree};

/// What a front matter may say; made once for thousands of manuscripts.
static SCHEMA: LazyLock<schemars::Schema> = LazyLock::new(|| schemars::schema_for!(Elements));

const FENCE: &str = "---";

/// What a manuscript needs at least; shown where it is missing.
const EXAMPLE: &str = "在文稿最前面写上（三个减号各占一行，冒号后面空一格）：\n\
    ---\n标题: 2014年度教育督导工作总结\n版式: 普通\n---";

/// Where the front matter stands, as byte offsets in the manuscript.
struct Fenced {
    yaml_start: usize,
    yaml_end: usize,
    body_start: usize,
}

/// Reads the elements. The second value is the byte offset at which the body
/// begins; it is known, and the body worth checking, even where the elements
/// are wrong. `None` where nobody can say.
pub(super) fn parse(
    source: SourceId,
    text: &str,
    report: &mut Report,
) -> (Option<Elements>, Option<usize>) {
    match fenced(source, text) {
        Ok(fenced) => (elements(source, text, &fenced, report), Some(fenced.body_start)),
        Err((diagnostic, body_start)) => {
            report.push(*diagnostic);
            (None, body_start)
        }
    }
}

/// The elements that have words of the clerk's own.
const WORDED: [&str; 18] = [
    "版式",
    "份号",
    "发文机关标志",
    "发文字号",
    "签发人",
    "主送",
    "署名",
    "签名章",
    "成文日期",
    "附注",
    "出席",
    "请假",
    "列席",
    "抄送",
    "印发机关",
    "印发日期",
    "密级",
    "紧急程度",
];

/// The values of the front matter, for the rules on wording.
pub(super) fn passages(source: SourceId, text: &str) -> Vec<Passage> {
    let node = fenced(source, text).ok().and_then(|fenced| {
        yaml::parse(source, &padded(text, &fenced), &SCHEMA, &mut Report::new())
    });
    let Some(Node { tree: Tree::Mapping(entries), .. }) = node else { return Vec::new() };
    let mut passages = Vec::new();
    for Entry { key, value, .. } in entries {
        let kind = match WORDED.iter().find(|worded| **worded == key) {
            Some(key) => PassageKind::Element(key),
            None if key == "标题" => PassageKind::Title,
            None => continue,
        };
        leaves(text, &value, kind, &mut passages);
    }
    passages
}

/// A passage for each word or phrase of a value; a picture has none.
fn leaves(text: &str, value: &Node, kind: PassageKind, passages: &mut Vec<Passage>) {
    match &value.tree {
        Tree::Scalar { .. } => passages.push(Passage { kind, span: words(text, value) }),
        Tree::Sequence(values) => {
            values.iter().for_each(|value| leaves(text, value, kind, passages));
        }
        Tree::Mapping(entries) => entries
            .iter()
            .filter(|entry| entry.key != "图")
            .for_each(|entry| leaves(text, &entry.value, kind, passages)),
        Tree::Unreadable => {}
    }
}

/// The place of a value without its quotes.
fn words(text: &str, value: &Node) -> Span {
    let Span { source, start, end } = value.span;
    // One that the parser read as if it were quoted has no quotes of its own.
    let typed = &text[start..end];
    let own = ['"', '\'']
        .iter()
        .any(|quote| typed.len() > 1 && typed.starts_with(*quote) && typed.ends_with(*quote));
    if own { Span::new(source, start + 1, end - 1) } else { value.span }
}

/// The front matter of these elements with its fences: Chinese keys in the
/// order of the struct, only what is set. [`super::parse`] reads it back.
pub fn write_front_matter(elements: &Elements) -> String {
    // All fields are named so that a new element cannot be forgotten here.
    let Elements {
        title,
        format,
        masthead,
        copy_number,
        secrecy,
        secrecy_years,
        urgency,
        number,
        signers,
        addressees,
        signature,
        date,
        sealed,
        seals,
        stamps,
        note,
        present,
        excused,
        observers,
        copies_to,
        printed_by,
        printed_on,
        numbering,
    } = elements;
    let one = |text: &str| Value::from(text);
    let many = |names: &[String]| {
        (!names.is_empty()).then(|| Value::Sequence(names.iter().map(|n| one(n)).collect()))
    };
    let entries = [
        ("标题", Some(one(title))),
        ("版式", Some(one(format.name()))),
        ("发文机关标志", many(masthead)),
        ("份号", copy_number.as_deref().map(one)),
        ("密级", secrecy.map(|secrecy| one(secrecy.name()))),
        ("保密期限", secrecy_years.map(Value::from)),
        ("紧急程度", urgency.map(|urgency| one(urgency.name()))),
        ("发文字号", number.as_deref().map(one)),
        ("签发人", many(signers)),
        ("主送", many(addressees)),
        ("署名", many(signature)),
        ("成文日期", date.map(|day| one(&day.to_string()))),
        ("加盖印章", (!sealed).then(|| one("否"))),
        ("印章", many(seals)),
        ("签名章", (!stamps.is_empty()).then(|| stamps.iter().map(stamp).collect())),
        ("附注", note.as_deref().map(one)),
        ("出席", many(present)),
        ("请假", many(excused)),
        ("列席", many(observers)),
        ("抄送", many(copies_to)),
        ("印发机关", printed_by.as_deref().map(one)),
        ("印发日期", printed_on.map(|day| one(&day.to_string()))),
        ("条目编号", (*numbering == Numbering::Continuous).then(|| one("连续"))),
    ];
    let mut yaml = String::new();
    for (key, value) in entries {
        match value {
            None => {}
            Some(Value::Sequence(items)) => {
                let items = items.iter().map(|item| format!("- {}\n", written(item)));
                yaml += &format!("{key}:\n{}", items.collect::<String>());
            }
            Some(value) => yaml += &format!("{key}: {}\n", written(&value)),
        }
    }
    format!("{FENCE}\n{yaml}{FENCE}\n")
}

/// A value of an element or of a list. A text with marks that a clerk mistypes in YAML
/// stands in quotes: the reader of manuscripts is stricter than YAML.
fn written(value: &Value) -> String {
    if let Value::Mapping(entries) = value {
        let entry =
            |(key, value): (&Value, &Value)| format!("{}: {}", written(key), written(value));
        return entries.iter().map(entry).collect::<Vec<_>>().join("\n  ");
    }
    // Text and numbers: nothing here that YAML cannot say.
    let yaml = serde_yaml::to_string(value).expect("a scalar");
    let yaml = yaml.strip_suffix('\n').unwrap_or(&yaml);
    let is_word = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || c == '-';
    let is_plain = |text: &str| !text.starts_with('-') && text.chars().all(is_word);
    match value {
        Value::String(text) if yaml == text && !is_plain(text) => {
            serde_json::to_string(text).expect("a text")
        }
        _ => yaml.to_owned(),
    }
}

fn stamp(stamp: &SignatureStamp) -> Value {
    let SignatureStamp { post, name, image } = stamp;
    let entries = [("职务", Some(post)), ("姓名", Some(name)), ("图", image.as_ref())];
    let entries = entries
        .into_iter()
        .filter_map(|(key, value)| Some((Value::from(key), Value::from(value?.as_str()))));
    Value::Mapping(entries.collect())
}

/// Finds the fences. The error comes with the offset from which the text can
/// still be checked as a body.
fn fenced(source: SourceId, text: &str) -> Result<Fenced, (Box<Diagnostic>, Option<usize>)> {
    let mut lines = lines(text).skip_while(|(_, line)| is_blank(line));
    let first = lines.next();
    let opening = match first {
        Some((start, line)) if is_fence(line) => Span::new(source, start, start + FENCE.len()),
        _ => {
            let (start, line) = first.unwrap_or((0, ""));
            let span = Span::new(source, start, start + line.trim_end().len());
            let diagnostic =
                Diagnostic::error(id::NO_FRONT_MATTER, "文稿开头没有写标题、版式等要素")
                    .at(span, "这里应当是单独一行的“---”")
                    .help(EXAMPLE);
            return Err((Box::new(diagnostic), Some(start)));
        }
    };
    let yaml_start = lines.clone().next().map_or(text.len(), |(start, _)| start);
    match lines.find(|(_, line)| is_fence(line)) {
        Some((start, line)) => {
            Ok(Fenced { yaml_start, yaml_end: start, body_start: start + line.len() })
        }
        None => {
            let diagnostic =
                Diagnostic::error(id::OPEN_FRONT_MATTER, "文稿开头的要素没有用“---”结束")
                    .at(opening, "从这里开始，后面再没有单独一行的“---”")
                    .help("在最后一个要素的下一行写上“---”（三个半角减号），再写正文");
            Err((Box::new(diagnostic), None))
        }
    }
}

fn elements(
    source: SourceId,
    text: &str,
    fenced: &Fenced,
    report: &mut Report,
) -> Option<Elements> {
    let node = yaml::parse(source, &padded(text, fenced), &SCHEMA, report)?;
    let sound = yaml::check(&node, &SCHEMA, report)?;
    let whole = Span::new(source, fenced.yaml_start, fenced.yaml_end);
    let elements: Elements = match sound.typed() {
        Ok(elements) => elements,
        Err(error) => {
            report.push(
                Diagnostic::error(id::BAD_ELEMENT, format!("文稿开头的要素读不懂：{error}"))
                    .at(whole, "")
                    .help("对照说明检查各要素的写法，日期写成 2014-12-20 的样子"),
            );
            return None;
        }
    };
    unprinted::warn(&node, &elements, report);
    let faults = [empty_title(&elements), no_masthead(&elements), wrong_seals(&elements)];
    let mut right = true;
    for Fault { key, message, help } in faults.into_iter().flatten() {
        let span = node.get(key).map_or(whole, |value| value.span);
        report.push(Diagnostic::error(id::BAD_ELEMENT, message).at(span, "").help(help));
        right = false;
    }
    right.then_some(elements)
}

/// Elements that can be read but make no document.
struct Fault {
    /// Where it is shown.
    key: &'static str,
    message: String,
    help: &'static str,
}

fn empty_title(elements: &Elements) -> Option<Fault> {
    elements.title.trim().is_empty().then(|| Fault {
        key: "标题",
        message: "标题是空的".to_owned(),
        help: "在“标题:”后面写上公文的标题",
    })
}

fn no_masthead(elements: &Elements) -> Option<Fault> {
    let missing = elements.format != Format::Plain && elements.masthead.is_empty();
    missing.then(|| Fault {
        key: "版式",
        message: format!("{}要有发文机关标志", elements.format.name()),
        help: "加上“发文机关标志:”，后面写发文机关的名称；不用红头就把版式改为“普通”",
    })
}

/// Pictures of seals that do not go with the rest, if they are printed at all.
fn wrong_seals(elements: &Elements) -> Option<Fault> {
    let Elements { seals, signature, sealed, .. } = elements.printed();
    let (message, help) = if seals.is_empty() {
        return None;
    } else if !sealed {
        ("写了印章，又写了不加盖印章", "删去“印章”，或者删去“加盖印章: 否”")
    } else if seals.len() != signature.len() {
        ("印章和署名的个数不一样", "每个署名配一个印章的图片，次序一样")
    } else {
        return None;
    };
    Some(Fault { key: "印章", message: message.to_owned(), help })
}

/// The YAML at its own offsets: what stands before it is blanked byte by byte,
/// so that every span the parser gives is one of the whole manuscript.
fn padded(text: &str, fenced: &Fenced) -> String {
    let mut padded: String = text[..fenced.yaml_start]
        .bytes()
        .map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' })
        .collect();
    padded.push_str(&text[fenced.yaml_start..fenced.yaml_end]);
    padded
}

/// Lines with their marks of end and byte offsets.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    text.split_inclusive('\n').scan(0, |offset, line| {
        let start = *offset;
        *offset += line.len();
        Some((start, line))
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').trim_end() == FENCE
}

fn is_blank(line: &str) -> bool {
    line.trim_start_matches('\u{feff}').trim().is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::{Sources, to_terminal};
    use crate::document::{Secrecy, Urgency};

    fn read(text: &str) -> (Option<Elements>, Option<usize>, Report, Sources) {
        let mut sources = Sources::new();
        let source = sources.add("文稿.md", text);
        let mut report = Report::new();
        let (elements, body) = parse(source, text, &mut report);
        (elements, body, report, sources)
    }

    fn full() -> Elements {
        let list = |names: &[&str]| names.iter().map(|n| n.to_string()).collect();
        Elements {
            title: "关于“两基”: 复查 # 的报告".into(),
            format: Format::File,
            masthead: list(&["临夏市人民政府教育督导室文件"]),
            copy_number: Some("000001".into()),
            secrecy: Some(Secrecy::Confidential),
            secrecy_years: Some(1),
            urgency: Some(Urgency::Urgent),
            number: Some("临政教督〔2014〕31号".into()),
            signers: list(&["张三", "no"]),
            addressees: list(&["各学校", "- 各幼儿园"]),
            signature: list(&["临夏市人民政府教育督导室"]),
            date: "2014-12-05".parse().ok(),
            sealed: true,
            seals: list(&["图/章.png"]),
            stamps: vec![SignatureStamp {
                post: "市长".into(),
                name: "张三".into(),
                image: Some("签名.png".into()),
            }],
            present: list(&["李四"]),
            excused: list(&["王五"]),
            observers: list(&["赵六"]),
            note: Some("联系人：李四，电话：0930".into()),
            copies_to: list(&["州政府教育督导室"]),
            printed_by: Some("2014".into()),
            printed_on: "2014-12-22".parse().ok(),
            numbering: Numbering::Continuous,
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let unsealed = Elements { sealed: false, seals: Vec::new(), ..full() };
        for written in [full(), unsealed] {
            let text = write_front_matter(&written) + "正文。\n";
            let (elements, body, report, _) = read(&text);
            assert!(!report.has_errors());
            assert_eq!(elements, Some(written));
            assert_eq!(&text[body.unwrap()..], "正文。\n");
        }
    }

    #[test]
    fn only_what_is_set_is_written() {
        let (elements, ..) = read("---\n标题: 总结\n版式: 普通\n---\n");
        assert_eq!(
            write_front_matter(&elements.unwrap()),
            "---\n标题: 总结\n版式: 普通\n---\n"
        );
    }

    #[test]
    fn a_missing_or_open_front_matter_is_shown_at_its_line() {
        for (text, id, place) in [
            ("\n# 总体情况\n", id::NO_FRONT_MATTER, "文稿.md:2:1"),
            ("", id::NO_FRONT_MATTER, "文稿.md:1:1"),
            ("---\n标题: 总结\n\n正文。\n", id::OPEN_FRONT_MATTER, "文稿.md:1:1"),
        ] {
            let (elements, _, report, sources) = read(text);
            assert_eq!(elements, None);
            let found: Vec<_> =
                report.iter().map(|d| (d.id, sources.place(d.labels[0].span))).collect();
            assert_eq!(found, [(id, place.to_string())]);
        }
    }

    #[test]
    fn all_that_makes_no_document_is_told_at_once() {
        let (elements, _, report, sources) =
            read("---\n标题: \"\"\n版式: 文件格式\n署名: [甲, 乙]\n印章: 甲.png\n---\n");
        assert_eq!(elements, None);
        let found: Vec<_> = report
            .iter()
            .map(|found| (sources.place(found.labels[0].span), found.message.as_str()))
            .collect();
        let expected = [
            ("2:5", "标题是空的"),
            ("3:5", "文件格式要有发文机关标志"),
            ("5:5", "印章和署名的个数不一样"),
        ];
        assert_eq!(found, expected.map(|(at, message)| (format!("文稿.md:{at}"), message)));
        let (_, _, report, _) =
            read("---\n标题: 函\n版式: 普通\n署名: 甲\n印章: 甲.png\n加盖印章: 否\n---\n");
        let found: Vec<_> = report.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(found, ["写了印章，又写了不加盖印章"]);
    }

    #[test]
    fn spans_count_from_the_top_of_the_manuscript() {
        let (_, _, report, sources) =
            read("\u{feff}---\r\n标题: \"\"\r\n版式: 普通\r\n---\r\n");
        let places: Vec<_> = report.iter().map(|d| sources.place(d.labels[0].span)).collect();
        assert_eq!(places, ["文稿.md:2:5"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        /// Names and titles come out of Excel, where nothing is a mark.
        #[test]
        fn whatever_a_school_is_called_is_read_back(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "学校", "第一", "1", "0", ".", "-", "?", ":", "：", ": ", " ", " #", "#", "，", ",", "“",
                "\"", "'", "[", "]", "{", "}", "&", "*", "!", "|", ">", "%", "@", "`", "~", "是", "否",
                "null", "yes", "---", "（", "(", "、", "·", "/", "\\", "=", "<<", "e", "rf", "—",
            ]), 1..5)
        ) {
            let name = parts.concat().trim().to_owned();
            prop_assume!(!name.is_empty());
            let written = Elements {
                title: name.clone(),
                addressees: vec![name.clone()],
                number: Some(name.clone()),
                stamps: vec![SignatureStamp {
                    post: name.clone(),
                    name: name.clone(),
                    image: Some(name),
                }],
                ..full()
            };
            let text = write_front_matter(&written);
            let (elements, _, report, sources) = read(&text);
            prop_assert!(!report.has_errors(), "{}", to_terminal(&report, &sources, false));
            prop_assert_eq!(elements, Some(written));
        }
    }
}
