//! What specimens are made of.

use chrono::NaiveDate;

use crate::document::{
    Alignment, Attachment, Block, Chart, ChartForm, ChartValue, Document, Elements, Format,
    HeaderCell, Row, Run, Series, SignatureStamp, Style, Table,
};

pub const OFFICE: &str = "临夏市人民政府教育督导室";

pub fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

pub fn elements(format: Format) -> Elements {
    Elements {
        title: "临夏市2014年教育督导工作总结".to_owned(),
        format,
        masthead: Vec::new(),
        copy_number: None,
        secrecy: None,
        secrecy_years: None,
        urgency: None,
        number: None,
        signers: Vec::new(),
        addressees: Vec::new(),
        signature: Vec::new(),
        date: None,
        sealed: true,
        seals: Vec::new(),
        stamps: Vec::new(),
        present: Vec::new(),
        excused: Vec::new(),
        observers: Vec::new(),
        note: None,
        copies_to: Vec::new(),
        printed_by: None,
        printed_on: None,
        numbering: Default::default(),
    }
}

pub fn plain(body: Vec<Block>) -> Document {
    Document { elements: elements(Format::Plain), body, attachments: Vec::new() }
}

/// A notice with what every document in 文件格式 has.
pub fn file(body: Vec<Block>) -> Document {
    let elements = Elements {
        title: "临夏市人民政府教育督导室关于印发2015年教育督导工作计划的通知".to_owned(),
        masthead: strings(&["临夏市人民政府教育督导室文件"]),
        number: Some("临政教督〔2015〕3号".to_owned()),
        addressees: strings(&["各乡镇人民政府", "市直各学校"]),
        signature: strings(&[OFFICE]),
        date: day(2015, 1, 12),
        copies_to: strings(&["临夏州人民政府教育督导室"]),
        printed_by: Some("临夏市人民政府教育督导室办公室".to_owned()),
        printed_on: day(2015, 1, 13),
        ..elements(Format::File)
    };
    Document { elements, body, attachments: Vec::new() }
}

pub fn letter(body: Vec<Block>) -> Document {
    let elements = Elements {
        title: "临夏市城关第一小学督导评估意见书".to_owned(),
        masthead: strings(&[OFFICE]),
        number: Some("临政教督〔2014〕31号".to_owned()),
        addressees: strings(&["城关第一小学"]),
        signature: strings(&[OFFICE]),
        date: day(2014, 12, 22),
        ..elements(Format::Letter)
    };
    Document { elements, body, attachments: Vec::new() }
}

pub fn runs(text: &str) -> Vec<Run> {
    vec![Run { text: text.to_owned(), style: Style::Plain }]
}

pub fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: runs(text) }
}

/// Han characters only, so that every line is full.
pub fn solid(lines: usize) -> Block {
    paragraph(&"督".repeat(28 * lines - 2))
}

/// Sentences with numbers, brackets, quotes and dashes, as reports have them.
pub const SENTENCES: [&str; 8] = [
    "根据《教育督导条例》（国务院令第624号）和《甘肃省义务教育学校办学基本标准（试行）》，\
     市政府教育督导室组成6个督导组，于2014年3月10日至11月28日对全市35所学校进行了综合督导。",
    "督导中，采取听取汇报、随堂听课、访谈师生、查阅档案、实地察看等方式，共听课1286节，\
     访谈师生2140人次，发放问卷5200份、收回有效问卷5136份，回收率98.8%。",
    "评估结果显示：优秀9所，占25.7%；合格21所，占60%；基本合格5所，占14.3%。",
    "各校能够坚持“以评促建、以评促改、评建结合、重在建设”的原则——把标准化建设作为“一把手”工程。",
    "全市生均图书由12.6册增加到18.4册，生均仪器设备值由860元增加到1450元，\
     “班班通”覆盖率达到100%……均衡程度明显提高。",
    "但是，对照标准仍有差距：体育运动场地生均3.2平方米（标准7.0平方米），\
     实验室、功能教室不足；教师结构性缺编问题突出，音乐、体育、美术教师缺口46名。",
    "市教育局、市财政局、市人力资源和社会保障局要按照“谁主管、谁负责”的要求，\
     于2015年6月30日前完成整改，并将整改情况书面报送市政府教育督导室。",
    "责任督学每月到校不少于1次，全年开展经常性督导420次，发现问题612个，督促整改587个，整改率95.9%。",
];

/// So many paragraphs of running text.
pub fn prose(paragraphs: usize) -> Vec<Block> {
    (0..paragraphs)
        .map(|nth| {
            let sentences =
                (0..=nth % 3).map(|step| SENTENCES[(nth + step) % SENTENCES.len()]);
            paragraph(&sentences.collect::<String>())
        })
        .collect()
}

pub fn heading(level: u8, ordinal: &str, text: &str, body: Option<&str>) -> Block {
    Block::Heading {
        level,
        ordinal: ordinal.to_owned(),
        text: runs(text),
        body: body.map(runs),
    }
}

pub fn item(ordinal: &str, text: &str) -> Block {
    Block::Item { level: 3, ordinal: ordinal.to_owned(), text: runs(text) }
}

/// A report with headings of every level, alone and run in.
pub fn chapters(count: usize) -> Vec<Block> {
    let ordinals = ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、"];
    let mut blocks = Vec::new();
    for ordinal in ordinals.into_iter().take(count) {
        blocks.push(heading(1, ordinal, "强化督政职能，推动政府依法履行教育职责", None));
        blocks.extend(prose(2));
        blocks.push(heading(2, "（一）", "抓实综合督导，促进学校规范办学", None));
        blocks.extend(prose(3));
        blocks.push(heading(2, "（二）", "完善督学责任区制度。", Some(SENTENCES[7])));
        blocks.push(heading(3, "1.", "做好挂牌督导。", Some(SENTENCES[1])));
        blocks.push(heading(4, "（1）", "按月到校。", Some(SENTENCES[4])));
        blocks.push(heading(4, "（2）", "及时反馈", None));
        blocks.push(item("1.", SENTENCES[5]));
        blocks.push(item("2.", SENTENCES[2]));
    }
    blocks
}

/// A run that is hard to break.
pub const SITE: &str = "督导评估指标体系和评分细则见临夏市人民政府教育督导室网站，网址为\
    http://www.linxia.gov.cn/jiaoyududao/zhibiaotixi/2014/index.html，各校可以下载。";

/// Groups of bars.
pub fn chart() -> Block {
    let value = |value: f64| ChartValue { value, text: value.to_string(), share: None };
    let series = |name: &str, values: [f64; 3]| Series {
        name: name.to_owned(),
        values: values.map(value).into(),
    };
    Block::Chart(Chart {
        form: ChartForm::Bar,
        caption: "图1　各学段督导学校数".to_owned(),
        unit: Some("所".to_owned()),
        categories: strings(&["幼儿园", "小学", "初中"]),
        series: vec![series("2013年", [6.0, 15.0, 5.0]), series("2014年", [8.0, 18.0, 6.0])],
    })
}

pub fn head(text: &str) -> HeaderCell {
    HeaderCell { text: runs(text), columns: 1, rows: 1 }
}

/// A score table.
pub fn scores(rows: usize) -> Block {
    let row = |nth: usize| Row {
        cells: [format!("A{nth}"), format!("第{nth}项指标落实情况"), "3".into(), "2.5".into()]
            .iter()
            .map(|text| runs(text))
            .collect(),
        total: false,
    };
    let mut rows: Vec<Row> = (1..=rows).map(row).collect();
    rows.push(Row {
        cells: ["合计", "", "100", "92.5"].iter().map(|text| runs(text)).collect(),
        total: true,
    });
    Block::Table(Table {
        caption: Some("表1　督导评估得分".to_owned()),
        columns: vec![Alignment::Center, Alignment::Left, Alignment::Right, Alignment::Right],
        header: vec![["编号", "指标", "分值", "得分"].map(head).into()],
        rows,
        notes: Vec::new(),
        landscape: false,
    })
}

/// A score table whose rows stand in groups of ten.
pub fn groups(rows: usize) -> Block {
    let Block::Table(mut table) = scores(rows) else { return scores(rows) };
    for (nth, row) in table.rows.iter_mut().take(rows).enumerate() {
        let name = ["办学条件", "师资队伍", "教育教学"][nth / 10 % 3];
        row.cells[0] = if nth % 10 == 0 { runs(name) } else { Vec::new() };
    }
    Block::Table(table)
}

/// A timetable so wide that it lies on its side.
pub fn timetable(rows: usize) -> Block {
    let months = (1..=12).map(|month| head(&format!("{month}月")));
    let header: Vec<_> = [head("学校"), head("责任督学")].into_iter().chain(months).collect();
    let row = |nth: usize| Row {
        cells: std::iter::once(runs(&format!("临夏市第{nth}小学")))
            .chain([runs("马成龙")])
            .chain((1..=12).map(|month| runs(&format!("{}", (nth * month) % 7))))
            .collect(),
        total: false,
    };
    Block::Table(Table {
        caption: Some("表1　各校督导次数".to_owned()),
        columns: vec![Alignment::Center; 14],
        header: vec![header],
        rows: (1..=rows).map(row).collect(),
        notes: vec!["寒暑假不到校。".to_owned()],
        landscape: true,
    })
}

pub fn attachment(label: &str, title: &str, body: Vec<Block>) -> Attachment {
    Attachment { label: label.to_owned(), title: title.to_owned(), body }
}

/// With a seal for each 署名.
pub fn sealed(document: Document) -> Document {
    with(document, |e| {
        e.seals = (1..=e.signature.len()).map(|nth| format!("印章{nth}.png")).collect();
    })
}

pub const JOINT: [&str; 5] = [
    "临夏市教育局",
    "临夏市财政局",
    "临夏市人力资源和社会保障局",
    "临夏市人民政府教育督导室",
    "临夏市发展和改革局",
];

/// Issued by several organs.
pub fn joint(document: Document, organs: usize) -> Document {
    with(document, |e| {
        e.masthead = JOINT[..organs].iter().map(|name| format!("{name}文件")).collect();
        e.signature = strings(&JOINT[..organs]);
    })
}

pub fn stamp(post: &str, name: &str) -> SignatureStamp {
    SignatureStamp { post: post.to_owned(), name: name.to_owned(), image: None }
}

pub fn order(body: Vec<Block>) -> Document {
    let elements = Elements {
        title: "临夏市人民政府令".to_owned(),
        masthead: strings(&["临夏市人民政府令"]),
        number: Some("第12号".to_owned()),
        stamps: vec![stamp("市长", "马成龙")],
        date: day(2015, 3, 2),
        ..elements(Format::Order)
    };
    Document { elements, body, attachments: Vec::new() }
}

pub fn minutes(body: Vec<Block>) -> Document {
    let elements = Elements {
        title: "临夏市教育督导委员会第三次会议纪要".to_owned(),
        masthead: strings(&["临夏市教育督导委员会会议纪要"]),
        present: strings(&[
            "马成龙",
            "李晓明",
            "王建国",
            "张志强",
            "赵海燕",
            "孙丽",
            "周文斌",
            "吴秀英",
        ]),
        excused: strings(&["郑国栋"]),
        observers: strings(&["陈志远", "何玉兰"]),
        copies_to: strings(&["临夏州人民政府教育督导室"]),
        printed_by: Some("临夏市人民政府教育督导室".to_owned()),
        printed_on: day(2015, 3, 4),
        ..elements(Format::Minutes)
    };
    Document { elements, body, attachments: Vec::new() }
}

/// Changes the elements of a document.
pub fn with(mut document: Document, change: impl FnOnce(&mut Elements)) -> Document {
    change(&mut document.elements);
    document
}

pub fn attached(mut document: Document, attachments: Vec<Attachment>) -> Document {
    document.attachments = attachments;
    document
}
