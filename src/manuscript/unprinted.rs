//! Elements that are written but do not come on paper; the clerk hears of it.

use super::id;
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{Elements, Format};
use crate::yaml::{Node, Tree};

/// Always wanted, printed or not: they name and date the file.
const OF_FILE: [&str; 2] = ["标题", "成文日期"];

/// A warning for each key of the front matter that is not printed.
pub(super) fn warn(node: &Node, elements: &Elements, report: &mut Report) {
    let Tree::Mapping(entries) = &node.tree else { return };
    let mut warn = |what: &str, span, why: String, help: String| {
        let message = format!("{why}，{what}不会印出来");
        report.push(Diagnostic::warning(id::UNPRINTED, message).at(span, "").help(help));
    };
    for entry in entries {
        if let Some((why, help)) = reason(&entry.key, elements) {
            warn(&format!("“{}”", entry.key), entry.key_span, why, help);
        }
    }
    if let (Format::Letter, [_, _, ..], Some(masthead)) =
        (elements.format, elements.masthead.as_slice(), node.get("发文机关标志"))
    {
        let why = "信函只印主办机关的标志".to_owned();
        let help = "只留第一个机关；其余机关写在“署名”里".to_owned();
        warn("“发文机关标志”从第二个起", masthead.span, why, help);
    }
}

/// Why an element is not printed, and what to do.
fn reason(key: &str, elements: &Elements) -> Option<(String, String)> {
    let Elements { format, secrecy, stamps, .. } = elements;
    let omitted = format.omits().iter().any(|element| element.key == key);
    if omitted && !OF_FILE.contains(&key) {
        let help = format!("删去“{key}”，或者改用印它的版式");
        return Some((format!("版式是“{}”", format.name()), help));
    }
    match key {
        "署名" | "印章" if !stamps.is_empty() && *format != Format::Minutes => {
            let help = format!("“签名章”和“{key}”只留其中一个");
            Some(("有了“签名章”".to_owned(), help))
        }
        "保密期限" if secrecy.is_none() => {
            let help = "加上“密级:”，写绝密、机密或秘密；不保密就删去“保密期限”".to_owned();
            Some(("没有写“密级”".to_owned(), help))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{id, parse};
    use crate::diagnostic::{Report, Sources};
    use crate::document::plain_text;

    /// What is printed of a manuscript, and the places that are warned of.
    fn read(front: &str) -> (String, BTreeSet<String>) {
        let mut sources = Sources::new();
        let text = format!("---\n{front}---\n正文。\n");
        let source = sources.add("稿", text.as_str());
        let mut report = Report::new();
        let document = parse(source, &text, &mut report);
        let warned = report.iter().filter(|found| found.id == id::UNPRINTED);
        let warned = warned.map(|found| sources.text(found.labels[0].span).to_owned());
        (plain_text(&document.expect(front)), warned.collect())
    }

    #[test]
    fn an_element_is_either_printed_or_warned_of() {
        let elements = [
            ("发文机关标志", "某局令", "某局令"),
            ("份号", "\"000001\"", "000001"),
            ("密级", "秘密", "秘密"),
            ("保密期限", "7", "★7年"),
            ("紧急程度", "特急", "特急"),
            ("发文字号", "某教〔2014〕31号", "某教〔2014〕31号"),
            ("签发人", "赵一", "签发人：赵一"),
            ("主送", "各学校", "各学校："),
            ("署名", "某局", "\n某局\n"),
            ("附注", "此件公开", "（此件公开）"),
            ("出席", "钱二", "出席：钱二"),
            ("请假", "孙三", "请假：孙三"),
            ("列席", "李四", "列席：李四"),
            ("抄送", "某委", "抄送：某委。"),
            ("印发机关", "某办", "某办"),
            ("印发日期", "2014-12-22", "2014年12月22日印发"),
        ];
        for format in ["普通", "文件格式", "信函格式", "命令格式", "纪要格式"]
        {
            let mut front = format!("标题: 总结\n版式: {format}\n成文日期: 2014-12-20\n");
            for (key, value, _) in elements {
                front += &format!("{key}: {value}\n");
            }
            let (printed, warned) = read(&front);
            for (key, _, words) in elements {
                assert_ne!(printed.contains(words), warned.contains(key), "{format} {key}");
            }
            assert_eq!(printed.contains("2014年12月20日"), format != "纪要格式");
            assert_eq!(printed.contains("总结"), format != "命令格式");
        }
    }

    #[test]
    fn what_makes_no_sense_beside_another_is_warned_of() {
        let letter = "标题: 函\n版式: 信函格式\n发文机关标志: [甲, 乙]\n署名: [甲, 乙]\n";
        let stamps = "签名章: [{职务: 主任, 姓名: 张三}]\n";
        for (more, found) in [
            ("", vec!["[甲, 乙]"]),
            ("保密期限: 1\n", vec!["[甲, 乙]", "保密期限"]),
            (stamps, vec!["[甲, 乙]", "署名"]),
            (&format!("{stamps}印章: [甲.png, 乙.png]\n"), vec!["[甲, 乙]", "印章", "署名"]),
        ] {
            let (_, warned) = read(&format!("{letter}{more}"));
            assert_eq!(warned.into_iter().collect::<Vec<_>>(), found, "{more}");
        }
        let minutes =
            "标题: 纪要\n版式: 纪要格式\n发文机关标志: 甲\n加盖印章: 否\n印章: 甲.png\n";
        let (_, warned) = read(&format!("{minutes}{stamps}"));
        assert_eq!(warned.into_iter().collect::<Vec<_>>(), ["加盖印章", "印章", "签名章"]);
    }
}
