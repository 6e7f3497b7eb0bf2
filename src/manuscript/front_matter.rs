//! The YAML between the two `---` lines at the top of a manuscript.

use serde_yaml::{Mapping, Value};

use super::id;
use crate::diagnostic::{Diagnostic, Report, SourceId, Span};
use crate::document::{Elements, Format, Numbering, Passage, PassageKind, SignatureStamp};
use crate::yaml::{self, Entry, Node, Tree};

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

/// Elements of a red head and a 版记, which 普通 has not (7.2, 7.4).
const OF_RED_HEADS: [&str; 10] = [
    "发文机关标志",
    "份号",
    "密级",
    "保密期限",
    "紧急程度",
    "发文字号",
    "签发人",
    "抄送",
    "印发机关",
    "印发日期",
];
/// Elements of 纪要格式 alone (10.3).
const OF_MINUTES: [&str; 3] = ["出席", "请假", "列席"];

/// What a format does not print.
fn unprinted(format: Format) -> Vec<&'static str> {
    let letter = ["签发人", "印发机关", "印发日期"];
    match format {
        Format::File => OF_MINUTES.to_vec(),
        Format::Letter => [&letter[..], &OF_MINUTES].concat(),
        Format::Order => [&["签发人", "主送"][..], &OF_MINUTES].concat(),
        Format::Minutes => {
            vec!["签发人", "主送", "署名", "加盖印章", "印章", "签名章"]
        }
        Format::Plain => [&OF_RED_HEADS[..], &OF_MINUTES].concat(),
    }
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
            report.push(diagnostic);
            (None, body_start)
        }
    }
}

/// The elements that have words of the clerk's own.
const WORDED: [&str; 17] = [
    "版式",
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
    let node = fenced(source, text)
        .ok()
        .and_then(|fenced| yaml::parse(source, &padded(text, &fenced), &mut Report::new()));
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
    match (&value.tree, text[start..end].len()) {
        (Tree::Scalar { quoted: true, .. }, 2..) => Span::new(source, start + 1, end - 1),
        _ => value.span,
    }
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
    let mapping: Mapping = entries
        .into_iter()
        .filter_map(|(key, value)| Some((Value::from(key), value?)))
        .collect();
    // Text, numbers and lists of text only: nothing here that YAML cannot say.
    let yaml = serde_yaml::to_string(&mapping).expect("a mapping of scalars and lists");
    format!("{FENCE}\n{yaml}{FENCE}\n")
}

fn stamp(stamp: &SignatureStamp) -> Value {
    let entries = [
        ("职务", Some(&stamp.post)),
        ("姓名", Some(&stamp.name)),
        ("图", stamp.image.as_ref()),
    ];
    let entries = entries
        .into_iter()
        .filter_map(|(key, value)| Some((Value::from(key), Value::from(value?.as_str()))));
    Value::Mapping(entries.collect())
}

/// Finds the fences. The error comes with the offset from which the text can
/// still be checked as a body.
fn fenced(source: SourceId, text: &str) -> Result<Fenced, (Diagnostic, Option<usize>)> {
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
            return Err((diagnostic, Some(start)));
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
            Err((diagnostic, None))
        }
    }
}

fn elements(
    source: SourceId,
    text: &str,
    fenced: &Fenced,
    report: &mut Report,
) -> Option<Elements> {
    let node = yaml::parse(source, &padded(text, fenced), report)?;
    let value = yaml::check(&node, &schemars::schema_for!(Elements), report)?;
    let whole = Span::new(source, fenced.yaml_start, fenced.yaml_end);
    let elements: Elements = match serde_yaml::from_value(value) {
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
    if elements.title.trim().is_empty() {
        let span = node.get("标题").map_or(whole, |title| title.span);
        report.push(
            Diagnostic::error(id::BAD_ELEMENT, "标题是空的")
                .at(span, "")
                .help("在“标题:”后面写上公文的标题"),
        );
        return None;
    }
    if elements.format != Format::Plain && elements.masthead.is_empty() {
        let name = elements.format.name();
        let span = node.get("版式").map_or(whole, |format| format.span);
        report.push(
            Diagnostic::error(id::BAD_ELEMENT, format!("{name}要有发文机关标志"))
                .at(span, "")
                .help("加上“发文机关标志:”，后面写发文机关的名称；不用红头就把版式改为“普通”"),
        );
        return None;
    }
    warn_of_unprinted(&node, &elements, report);
    match wrong_seals(&elements) {
        None => Some(elements),
        Some((message, help)) => {
            let span = node.get("印章").map_or(whole, |seals| seals.span);
            report.push(Diagnostic::error(id::BAD_ELEMENT, message).at(span, "").help(help));
            None
        }
    }
}

/// What is wrong with the pictures of seals, and what to do.
fn wrong_seals(elements: &Elements) -> Option<(&'static str, &'static str)> {
    if elements.seals.is_empty() {
        None
    } else if !elements.sealed {
        Some(("写了印章，又写了不加盖印章", "删去“印章”，或者删去“加盖印章: 否”"))
    } else if elements.seals.len() != elements.signature.len() {
        Some(("印章和署名的个数不一样", "每个署名配一个印章的图片，次序一样"))
    } else {
        None
    }
}

/// Elements that the document has no place for are not printed; the clerk hears
/// of it.
fn warn_of_unprinted(node: &Node, elements: &Elements, report: &mut Report) {
    let Tree::Mapping(entries) = &node.tree else { return };
    let mut warn = |key: &str, span, why: String, help: String| {
        let message = format!("{why}，“{key}”不会印出来");
        report.push(Diagnostic::warning(id::UNPRINTED, message).at(span, "").help(help));
    };
    let unprinted = unprinted(elements.format);
    for entry in entries {
        let (key, span) = (entry.key.as_str(), entry.key_span);
        let format = elements.format.name();
        if unprinted.contains(&key) {
            let help = format!("删去“{key}”，或者改用印它的版式");
            warn(key, span, format!("版式是“{format}”"), help);
        } else if key == "署名" && !elements.stamps.is_empty() {
            warn(key, span, "有了“签名章”".to_owned(), "只留其中一个".to_owned());
        }
    }
    if let (Format::Letter, [_, _, ..], Some(masthead)) =
        (elements.format, elements.masthead.as_slice(), node.get("发文机关标志"))
    {
        let why = "信函只印主办机关的标志".to_owned();
        let help = "只留第一个机关；其余机关写在“署名”里".to_owned();
        warn("发文机关标志”的第二个起", masthead.span, why, help);
    }
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
    use super::*;
    use crate::diagnostic::Sources;
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
            // 出席, 请假 and 列席 belong to 纪要格式, and 签名章 stands for 署名.
            let ids: Vec<_> = report.iter().map(|d| d.id).collect();
            assert_eq!(ids, [id::UNPRINTED; 4]);
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
    fn elements_without_a_place_on_paper_are_told() {
        let keys = "发文机关标志: 某某市教育督导室\n发文字号: 某政教督〔2014〕31号\n\
                    印发机关: 市政府办公室\n";
        for (format, count) in [("普通", 3), ("信函格式", 1), ("文件格式", 0)] {
            let (elements, _, report, _) =
                read(&format!("---\n标题: 总结\n版式: {format}\n{keys}---\n"));
            assert!(elements.is_some());
            let ids: Vec<_> = report.iter().map(|d| d.id).collect();
            assert_eq!(ids, vec![id::UNPRINTED; count], "{format}");
        }
    }

    #[test]
    fn what_cannot_stand_together_is_told() {
        let letter = "---\n标题: 函\n版式: 信函格式\n发文机关标志: [甲, 乙]\n署名: [甲, 乙]\n";
        for (more, id) in [
            ("", id::UNPRINTED),
            ("印章: [甲.png]\n", id::BAD_ELEMENT),
            ("印章: [甲.png, 乙.png]\n加盖印章: 否\n", id::BAD_ELEMENT),
            ("签名章: [{职务: 主任, 姓名: 张三}]\n", id::UNPRINTED),
        ] {
            let (_, _, report, _) = read(&format!("{letter}{more}---\n"));
            assert!(report.iter().any(|d| d.id == id), "{more}: {report:?}");
        }
    }

    #[test]
    fn a_red_head_needs_a_name() {
        let (elements, _, report, _) = read("---\n标题: 通知\n版式: 文件格式\n---\n");
        assert_eq!(elements, None);
        assert_eq!(report.iter().map(|d| d.id).collect::<Vec<_>>(), [id::BAD_ELEMENT]);
    }

    #[test]
    fn spans_count_from_the_top_of_the_manuscript() {
        let (_, _, report, sources) =
            read("\u{feff}---\r\n标题: \"\"\r\n版式: 普通\r\n---\r\n");
        let places: Vec<_> = report.iter().map(|d| sources.place(d.labels[0].span)).collect();
        assert_eq!(places, ["文稿.md:2:5"]);
    }
}
