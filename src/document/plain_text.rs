//! The words of a document in reading order, without any layout.

use super::{Block, Chart, Document, Elements, Format, Run, Series};

/// Each paragraph-like part as a line, in the order a reader meets them on
/// paper: head, title, addressees, body, list of attachments, signature, date,
/// note, attachments, 版记. Cells of a table row are parted by tabs.
pub fn plain_text(document: &Document) -> String {
    let Document { elements, body, attachments } = document;
    let elements = &elements.printed();
    let words = elements.words();
    let mut lines = head(elements, words.secrecy);
    if !elements.title.is_empty() {
        lines.push(elements.title.clone());
    }
    lines.extend(words.addressees);
    lines.extend(body.iter().flat_map(block_lines));
    lines.extend(document.attachment_list().enumerate().map(|(nth, (ordinal, title))| {
        let lead = if nth == 0 { "附件：" } else { "" };
        let ordinal = ordinal.map(|ordinal| ordinal + " ").unwrap_or_default();
        format!("{lead}{ordinal}{title}")
    }));
    lines.extend(attendance(elements));
    let stamps = elements.stamps.iter();
    lines.extend(stamps.map(|stamp| format!("{}　{}", stamp.post, stamp.name)));
    lines.extend(elements.signature.iter().cloned());
    lines.extend(words.date);
    lines.extend(words.note);
    for attachment in attachments {
        lines.push(attachment.label.clone());
        lines.push(attachment.title.clone());
        lines.extend(attachment.body.iter().flat_map(block_lines));
    }
    lines.extend(words.copies_to.map(|names| format!("抄送：{names}")));
    lines.extend(elements.printed_by.clone());
    lines.extend(words.printed_on);
    lines.into_iter().map(|line| line + "\n").collect()
}

/// The text of runs without their styles.
pub fn runs_text(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// What stands above the title. A letter has its name above the marks (GB/T
/// 9704-2012, 10.1), a document in 文件格式 below them (7.2).
fn head(elements: &Elements, secrecy: Option<String>) -> Vec<String> {
    let urgency = elements.urgency.map(|urgency| urgency.name().to_string());
    let marks = [elements.copy_number.clone(), secrecy, urgency].into_iter().flatten();
    let masthead = elements.masthead.iter().cloned();
    let mut lines: Vec<String> = match elements.format {
        Format::Letter => masthead.chain(marks).collect(),
        Format::File | Format::Order | Format::Minutes | Format::Plain => {
            marks.chain(masthead).collect()
        }
    };
    lines.extend(elements.number.clone());
    if !elements.signers.is_empty() {
        lines.push(format!("签发人：{}", elements.signers.join("　")));
    }
    lines
}

/// 出席, 请假 and 列席 (10.3).
fn attendance(elements: &Elements) -> Vec<String> {
    [("出席", &elements.present), ("请假", &elements.excused), ("列席", &elements.observers)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(label, names)| format!("{label}：{}", names.join("　")))
        .collect()
}

fn block_lines(block: &Block) -> Vec<String> {
    match block {
        Block::Heading { ordinal, text, body, .. } => {
            let body = body.as_deref().map(runs_text).unwrap_or_default();
            vec![format!("{ordinal}{}{body}", runs_text(text))]
        }
        Block::Paragraph { text } => vec![runs_text(text)],
        Block::Item { ordinal, text, .. } => vec![format!("{ordinal}{}", runs_text(text))],
        Block::Table(table) => {
            let tabs = |cells: Vec<String>| cells.join("\t");
            let header = table
                .header
                .iter()
                .map(|cells| tabs(cells.iter().map(|cell| runs_text(&cell.text)).collect()));
            let rows = table
                .rows
                .iter()
                .map(|row| tabs(row.cells.iter().map(|cell| runs_text(cell)).collect()));
            let caption = table.caption.iter().cloned();
            caption.chain(header).chain(rows).chain(table.notes.iter().cloned()).collect()
        }
        Block::Chart(chart) => chart_lines(chart),
        // The words of a picture itself are not known.
        Block::Image(image) => image.caption.iter().cloned().collect(),
    }
}

/// The numbers series by series, each after its category; the caption stands
/// below.
fn chart_lines(chart: &Chart) -> Vec<String> {
    let line = |series: &Series| {
        let values = chart.categories.iter().zip(&series.values);
        let words = values.map(|(category, value)| {
            let share = value.share.as_deref().map(|share| format!("，{share}"));
            let unit = chart.unit.as_deref().unwrap_or_default();
            format!("{category}{}{unit}{}", value.text, share.unwrap_or_default())
        });
        std::iter::once(series.name.clone()).chain(words).collect::<Vec<_>>().join("\t")
    };
    chart.series.iter().map(line).chain([chart.caption.clone()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{
        Alignment, Attachment, HeaderCell, Image, Numbering, Row, Secrecy, Style, Table,
    };

    fn runs(text: &str) -> Vec<Run> {
        vec![Run { text: text.into(), style: Style::Plain }]
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| name.to_string()).collect()
    }

    #[test]
    fn parts_come_in_the_order_of_the_paper() {
        let table = Table {
            caption: Some("各校得分".into()),
            columns: vec![Alignment::Left, Alignment::Right],
            header: vec![vec![
                HeaderCell { text: runs("学校"), columns: 1, rows: 1 },
                HeaderCell { text: runs("得分"), columns: 1, rows: 1 },
            ]],
            rows: vec![Row { cells: vec![runs("一小"), Vec::new()], total: false }],
            notes: Vec::new(),
            landscape: false,
        };
        let document = Document {
            elements: Elements {
                title: "关于督导情况的报告".into(),
                format: Format::File,
                masthead: names(&["某某市人民政府教育督导室文件"]),
                copy_number: Some("000001".into()),
                secrecy: Some(Secrecy::Confidential),
                secrecy_years: Some(1),
                urgency: None,
                number: Some("某政教督〔2014〕31号".into()),
                signers: names(&["张三", "李四"]),
                addressees: names(&["市政府", "市教育局"]),
                signature: names(&["某某市人民政府教育督导室"]),
                date: "2014-12-05".parse().ok(),
                sealed: true,
                seals: Vec::new(),
                stamps: Vec::new(),
                present: Vec::new(),
                excused: Vec::new(),
                observers: Vec::new(),
                note: Some("此件公开发布".into()),
                copies_to: names(&["市人大", "市政协"]),
                printed_by: Some("某某市政府办公室".into()),
                printed_on: "2014-12-22".parse().ok(),
                numbering: Numbering::Nested,
            },
            body: vec![
                Block::Heading {
                    level: 1,
                    ordinal: "一、".into(),
                    text: runs("加强领导。"),
                    body: Some(runs("成立了领导小组。")),
                },
                Block::Item {
                    level: 2, ordinal: "（一）".into(), text: runs("抓好落实。")
                },
                Block::Image(Image {
                    path: "图.png".into(), caption: Some("示意图".into())
                }),
            ],
            attachments: vec![
                Attachment {
                    label: "附件1".into(),
                    title: "得分表".into(),
                    body: vec![Block::Table(table)],
                },
                Attachment {
                    label: "附件2".into(),
                    title: "名单".into(),
                    body: vec![Block::Paragraph { text: runs("一小。") }],
                },
            ],
        };
        assert_eq!(
            plain_text(&document),
            "000001\n秘密★1年\n某某市人民政府教育督导室文件\n某政教督〔2014〕31号\n\
             签发人：张三　李四\n关于督导情况的报告\n市政府、市教育局：\n\
             一、加强领导。成立了领导小组。\n（一）抓好落实。\n示意图\n\
             附件：1. 得分表\n2. 名单\n某某市人民政府教育督导室\n2014年12月5日\n\
             （此件公开发布）\n附件1\n得分表\n各校得分\n学校\t得分\n一小\t\n\
             附件2\n名单\n一小。\n抄送：市人大，市政协。\n某某市政府办公室\n\
             2014年12月22日印发\n"
        );
    }
}
