//! The wording of one document as a clerk can read and change it: Markdown with
//! the elements in front, limited to what a 公文 has. Whatever else is written
//! is an error at its place, never dropped.
//!
//! ```text
//! ---                          the elements, YAML with Chinese keys
//! 标题: 2014年度教育督导工作总结
//! 版式: 普通
//! ---
//!
//! # 主要工作                   一、主要工作; # to ####, numbered by the program
//!
//! ## 加强领导。                （一）加强领导。成立了…… as one paragraph
//!
//! 成立了……
//!
//! 1. 抓好落实。                an item one level below, a paragraph with its ordinal
//!
//! 存在三个问题：
//!
//! - 经费不足                   存在三个问题：一是经费不足；二是…… as one paragraph
//! - 师资薄弱
//!
//! 表：各校得分                 the caption of the table below; 横表： lays it on its side
//!
//! | 学校 | 得分 > 自评 | 得分 > 复评 |       自评 and 复评 under the common head 得分
//! | --- | ---: | ---: |
//! | 一小 | 92 | 90 |
//! |  | 94 | 93 |               an empty first cell goes with the one above
//! | 合计 | 186 | 183 |         a row of totals by its first cell
//!
//! 注：满分100分。              a note, printed below the table
//!
//! 柱图：各学段督导学校（所）   a chart of bars of the table below, the unit in the
//!                              last brackets; 占比图：… shows shares of the whole
//! | 学段 | 2013年 | 2014年 |   the first column names what each bar stands for,
//! | --- | --: | --: |          every further one is a series (only one for shares)
//! | 小学 | 12 | 15 |
//!
//! ![图题](图片.png)            a picture, alone in its paragraph
//!
//! # 附件：得分一览表           an attachment, numbered inside from 一、 again
//!
//! <!-- 不查 PUN-01：原文如此 -->  the block below need not keep to that rule
//! ```
//!
//! `**…**` and `*…*` emphasise. A line break inside a paragraph means nothing,
//! and neither does a blank at the start of a paragraph: the layout indents.

mod assemble;
mod attachment;
mod blocks;
mod chart;
mod excuse;
mod front_matter;
mod id;
mod inline;
mod lines;
mod numbering;
mod passages;
mod table;
mod unprinted;

pub use self::front_matter::write_front_matter;
pub use self::passages::passages;

use crate::diagnostic::{Report, SourceId, Span};
use crate::document::{Document, Numbering};

/// Reads a manuscript. Everything that is wrong with it is in the report, in
/// the order of the text; with any error there is no document.
pub fn parse(source: SourceId, text: &str, report: &mut Report) -> Option<Document> {
    let mut found = Report::new();
    let (elements, body_start) = front_matter::parse(source, text, &mut found);
    let numbering = elements.as_ref().map_or(Numbering::Nested, |e| e.numbering);
    let (body, attachments) = body_start
        .map(|start| {
            let pieces = blocks::read(source, text, start, &mut found).pieces;
            let pieces = chart::draw(pieces, text, &mut found);
            let place = Span::new(source, start, start);
            assemble::assemble(pieces, numbering, place, &mut found)
        })
        .unwrap_or_default();
    let failed = found.has_errors();
    found.sort();
    report.append(found);
    elements.filter(|_| !failed).map(|elements| Document { elements, body, attachments })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Sources;
    use crate::document::{Block, HeaderCell, Image, plain_text, runs_text};

    const FRONT: &str = "---\n标题: 总结\n版式: 普通\n---\n";

    fn read(text: &str) -> (Option<Document>, Vec<String>) {
        let mut sources = Sources::new();
        let source = sources.add("稿", text);
        let mut report = Report::new();
        let document = parse(source, text, &mut report);
        let found = report
            .iter()
            .map(|d| format!("{} {}", sources.place(d.labels[0].span), d.id))
            .collect();
        (document, found)
    }

    fn body(text: &str) -> Vec<Block> {
        let (document, found) = read(&format!("{FRONT}{text}"));
        assert_eq!(found, Vec::<String>::new(), "{text}");
        document.unwrap().body
    }

    fn lines(text: &str) -> String {
        let (document, found) = read(&format!("{FRONT}{text}"));
        assert_eq!(found, Vec::<String>::new(), "{text}");
        plain_text(&document.unwrap()).replacen("总结\n", "", 1)
    }

    /// Places are counted from the first line of the body.
    fn wrong(text: &str) -> String {
        let (document, found) = read(&format!("{FRONT}{text}"));
        assert_eq!(document, None, "{text}");
        let moved = found.iter().map(|found| {
            let mut parts = found.splitn(3, ':');
            let line: usize = parts.nth(1).unwrap().parse().unwrap();
            format!("{}:{}", line - 4, parts.next().unwrap())
        });
        moved.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn a_manuscript_reads_as_the_document_it_stands_for() {
        let text = "2014年，我们认真贯彻《教育督导条例》，\n扎实开展工作。\n\n\
            # 主要工作\n\n## 加强领导。\n\n成立了以**市长**为组长的小组。\n\n\
            ## 健全制度\n\n1. 抓好甲。\n2. 抓好乙。\n\n### 完善\n\n1. 丙。\n\n\
            # 存在问题\n\n主要有：\n- 场地不足。\n- 器材\\*陈旧；\n\n\
            表：各校得分\n| 学校 | 得分 |\n| --- | --: |\n| 一小 | |\n| 合　计 | 90 |\n\n\
            # 附件：得分表\n\n# 情况\n\n甲。\n\n# 附件：名单\n\n乙。\n";
        assert_eq!(
            lines(text),
            "2014年，我们认真贯彻《教育督导条例》，扎实开展工作。\n一、主要工作\n\
             （一）加强领导。成立了以市长为组长的小组。\n（二）健全制度\n1.抓好甲。\n2.抓好乙。\n\
             3.完善\n（1）丙。\n二、存在问题\n主要有：一是场地不足；二是器材*陈旧。\n\
             各校得分\n学校\t得分\n一小\t\n合　计\t90\n附件：1. 得分表\n2. 名单\n\
             附件1\n得分表\n一、情况\n甲。\n附件2\n名单\n乙。\n"
        );
    }

    #[test]
    fn a_heading_with_a_stop_takes_in_what_is_below_it() {
        assert_eq!(
            lines("# 强领导。\n\n甲：\n- 乙\n- 丙\n"),
            "一、强领导。甲：一是乙；二是丙。\n"
        );
        assert_eq!(lines("# 强领导。\n- 乙\n- 丙\n"), "一、强领导。一是乙；二是丙。\n");
        assert_eq!(
            lines("# 强领导。\n\n# 建制度\n\n甲。\n"),
            "一、强领导。\n二、建制度\n甲。\n"
        );
    }

    #[test]
    fn clauses_keep_their_emphasis() {
        let blocks = body("有：\n- **甲**乙\n- 丙*丁。*\n");
        let [Block::Paragraph { text }] = blocks.as_slice() else { panic!("{blocks:?}") };
        let runs: Vec<_> = text.iter().map(|run| (run.text.as_str(), run.style)).collect();
        use crate::document::Style::{Emphasis, Plain, Strong};
        let expected = [
            ("有：一是", Plain),
            ("甲", Strong),
            ("乙；二是丙", Plain),
            ("丁", Emphasis),
            ("。", Plain),
        ];
        assert_eq!(runs, expected);
    }

    #[test]
    fn neighbours_under_the_same_head_share_it() {
        let rest = "\n|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 |\n";
        let heads = "| 学校 | 达标 > 小学 |达标　>　*初中*| 未达标 > 小学 | x>5 \\> 3 |";
        let blocks = body(&format!("{heads}{rest}"));
        let [Block::Table(table)] = blocks.as_slice() else { panic!("{blocks:?}") };
        let cells = |row: &[HeaderCell]| {
            row.iter()
                .map(|cell| (runs_text(&cell.text), cell.columns, cell.rows))
                .collect::<Vec<_>>()
        };
        let cell = |text: &str, columns, rows| (text.to_string(), columns, rows);
        assert_eq!(
            [cells(&table.header[0]), cells(&table.header[1])],
            [
                vec![
                    cell("学校", 1, 2),
                    cell("达标", 2, 1),
                    cell("未达标", 1, 1),
                    cell("x>5 > 3", 1, 2)
                ],
                vec![cell("小学", 1, 1), cell("初中", 1, 1), cell("小学", 1, 1)],
            ]
        );
        for (heads, found) in [
            ("| 甲 > 乙 > 丙 |", "1:3 MAN-35"),
            ("| > 乙 |", "1:3 MAN-35"),
            ("| 甲 > |", "1:3 MAN-35"),
            ("| 甲 > 乙 | 丙 | 甲 > 丁 |", "1:15 MAN-35"),
        ] {
            let columns = heads.matches('|').count() - 1;
            let text =
                format!("{heads}\n|{}\n|{}\n", "---|".repeat(columns), " 1 |".repeat(columns));
            assert_eq!(wrong(&text), found, "{heads}");
        }
    }

    #[test]
    fn a_note_belongs_to_the_table_above_it() {
        let table = "横表：甲\n\n| 乙 |\n|---|\n| 1 |\n\n";
        let blocks = body(&format!("{table}注：丙。\n\n注: 丁。\n\n戊。\n\n注：己。\n"));
        let [Block::Table(table), Block::Paragraph { .. }, Block::Paragraph { .. }] =
            blocks.as_slice()
        else {
            panic!("{blocks:?}")
        };
        assert_eq!(table.notes, ["注：丙。", "注：丁。"]);
        assert!(table.landscape);
        assert_eq!(table.caption.as_deref(), Some("甲"));
        assert_eq!(wrong("| 乙 |\n|---|\n| 1 |\n\n注：*丙*。\n"), "5:1 MAN-52");
        assert_eq!(wrong("横表：甲\n\n乙\n"), "1:1 MAN-33");
    }

    #[test]
    fn a_picture_stands_alone() {
        let image = Image { path: "图 1.png".into(), caption: Some("校园".into()) };
        assert_eq!(body("![校园](<图 1.png>)\n"), [Block::Image(image)]);
        assert_eq!(wrong("见![校园](图.png)。\n"), "1:2 MAN-40");
    }

    #[test]
    fn an_excuse_is_not_printed_and_gives_its_reason() {
        assert_eq!(
            lines(
                "甲。\n<!-- 不查 PUN-01：原文如此 -->\n乙。\n\n表：丙\n\n<!-- 不查 NUM-04：同上 -->\n| 丁 |\n|---|\n| 1 |\n"
            ),
            "甲。\n乙。\n丙\n丁\n1\n"
        );
        assert_eq!(
            wrong("<!-- 不查 PUN-01 -->\n甲。\n\n<!-- 待核 -->\n"),
            "1:1 MAN-71, 4:1 MAN-70"
        );
    }

    #[test]
    fn blanks_of_a_word_processor_mean_nothing() {
        assert_eq!(lines("　　甲。\r\n\r\n　　\r\n\r\n- 乙\r\n  丙\r\n"), "甲。\n乙丙。\n");
    }

    #[test]
    fn what_only_looks_like_a_mark_is_text() {
        let text = "10~20人，30~40人，x<5，A&B，a_b_c，《甲》[2014]，1.抓好。";
        assert_eq!(lines(text), format!("{text}\n"));
    }

    #[test]
    fn a_list_below_the_last_level_is_told() {
        let text = "# 甲\n\n## 乙\n\n### 丙\n\n#### 丁\n\n1. 戊\n2. 己\n";
        let (document, found) = read(&format!("{FRONT}{text}"));
        assert_eq!(found, ["稿:13:1 MAN-26"]);
        assert!(plain_text(&document.unwrap()).ends_with("（1）丁\n（2）戊\n（3）己\n"));
    }

    #[test]
    fn everything_outside_the_dialect_is_an_error_at_its_place() {
        for (text, found) in [
            (
                "# 一、甲\n\n1. （1）乙\n\n- 一是丙\n- 丁\n",
                "1:1 MAN-13, 3:1 MAN-13, 5:1 MAN-13",
            ),
            ("## 甲\n\n##### 乙\n", "1:1 MAN-12, 3:1 MAN-11"),
            ("# 甲\n\n### 乙\n\n## 丙\n", "5:1 MAN-12"),
            ("#\n\n甲\n---\n\n---\n", "1:1 MAN-10, 3:1 MAN-14, 6:1 MAN-70"),
            ("甲。\n\n# 附件\n\n乙。\n\n# 附件2：丙\n", "3:1 MAN-15, 7:1 MAN-15"),
            ("3. 甲\n\n乙\n\n1) 丙\n", "1:1 MAN-20, 5:1 MAN-21"),
            ("1. 甲\n   - 乙\n2. 丙\n\n   丁\n", "2:4 MAN-22, 5:4 MAN-23"),
            ("- 甲\n-\n- 乙\n丙。\n", "2:1 MAN-24, 4:1 MAN-25"),
            (
                "| 甲 | 乙 |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n丙。\n",
                "3:1 MAN-30, 4:1 MAN-30, 5:1 MAN-31",
            ),
            ("表：甲\n\n乙\n\n| 甲 | 乙 |\n|---|\n", "1:1 MAN-33, 5:1 MAN-32"),
            ("**甲。**乙\n\n***丙***\n\n__年\n__年__\n", "1:1 MAN-51, 3:2 MAN-50, 6:1 MAN-50"),
            ("甲  \n乙\\\n丙\n", "1:2 MAN-53, 2:2 MAN-53"),
            (
                "<b>甲</b>\n\n`乙`\n\n[丙](d)\n",
                "1:1 MAN-70, 1:5 MAN-70, 3:1 MAN-70, 5:1 MAN-70",
            ),
            ("> 甲\n\n    乙\n\n```\n丙\n```\n", "1:1 MAN-70, 3:5 MAN-70, 5:1 MAN-70"),
            (
                "甲[^1]，~~乙~~\n\n[^1]: 丙\n\n[丁]: d\n",
                "1:2 MAN-70, 1:7 MAN-70, 3:1 MAN-70, 5:1 MAN-70",
            ),
            ("- [x] 甲\n\n&nbsp;\n", "1:3 MAN-70, 3:1 MAN-70"),
            ("\n", "1:1 MAN-04"),
        ] {
            assert_eq!(wrong(text), found, "{text}");
        }
    }

    #[test]
    fn a_wrong_head_does_not_hide_a_wrong_body() {
        let (document, found) = read("---\n标题: \"\"\n版式: 普通\n---\n# 一、甲\n");
        assert_eq!(document, None);
        assert_eq!(found, ["稿:2:5 MAN-03", "稿:5:1 MAN-13"]);
    }

    proptest! {
        /// Whatever is typed, either it is in the document or there is an error.
        #[test]
        fn nothing_is_dropped_in_silence(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "甲", "乙。", "丙：", "\n", "\n\n", "# ", "## ", "- ", "1. ", "**", "*", "_",
                "`", "| ", "|\n| --- |\n", "    ", "　　", "[", "](", "![", "<b>", "<!--",
                "\\", "\n---\n", "> ", "~~", "&amp;", "[^1]: ", "[x]: ", "表：", "# 附件：丁\n",
                "\r\n", "一、", "1.", "+ ", "```\n", "柱图：", " > ", "注：", "横表：",
            ]), 1..14),
        ) {
            let typed = parts.concat();
            let (document, _) = read(&format!("{FRONT}{typed}"));
            let han = |text: &str| {
                let mut han: Vec<char> =
                    text.chars().filter(|c| "甲乙丙丁".contains(*c)).collect();
                han.sort_unstable();
                han
            };
            // A picture is named by its path, which is not a word of the text.
            if let Some(mut document) = document && !typed.contains("](") {
                let attachments = std::mem::take(&mut document.attachments);
                let mut words = plain_text(&document);
                for attachment in attachments {
                    words += &attachment.title;
                    document.body = attachment.body;
                    words += &plain_text(&document);
                }
                prop_assert_eq!(han(&words), han(&typed));
            }
        }
    }
}
