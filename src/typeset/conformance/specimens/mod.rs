//! Documents that have every element, alone and together, short and long.

mod matter;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::matter::*;
use crate::document::{Block, Document, Image, Secrecy, SignatureStamp, Urgency};

pub struct Specimen {
    pub name: &'static str,
    pub document: Document,
    pub images: BTreeMap<String, Arc<[u8]>>,
    /// 版记 on an even page, for printing on both sides (7.4.1).
    pub duplex: bool,
}

/// A seal of 42 mm.
const SEAL: &[u8] = include_bytes!("../seal.png");

fn specimen(name: &'static str, document: Document) -> Specimen {
    let images = document.images().into_iter().map(|path| (path.to_owned(), SEAL.into()));
    Specimen { name, images: images.collect(), document, duplex: false }
}

fn duplex(name: &'static str, document: Document) -> Specimen {
    Specimen { duplex: true, ..specimen(name, document) }
}

pub fn all() -> Vec<Specimen> {
    vec![
        specimen("one_line", plain(vec![paragraph("特此报告。")])),
        specimen("full_lines", plain(vec![solid(22), solid(40), solid(7)])),
        specimen("prose", plain(prose(12))),
        specimen("chapters", plain(chapters(3))),
        specimen("forty_pages", plain([chapters(9), prose(110)].concat())),
        specimen("table", plain([prose(2), vec![scores(8)], prose(2)].concat())),
        specimen("long_table", plain([prose(1), vec![scores(48)], prose(1)].concat())),
        specimen("table_before_the_signature", file([prose(1), vec![scores(6)]].concat())),
        specimen(
            "long_table_before_the_signature",
            file([prose(1), vec![scores(26)]].concat()),
        ),
        specimen(
            "heading_before_the_signature",
            file(
                [prose(2), vec![heading(1, "一、", "其他事项", Some(SENTENCES[6]))]].concat(),
            ),
        ),
        specimen("chart", plain([prose(1), vec![chart()], prose(1)].concat())),
        specimen("address_of_a_site", plain(vec![paragraph(SITE), paragraph(SITE), solid(3)])),
        specimen("file", file(prose(3))),
        specimen("file_of_pages", file(chapters(2))),
        specimen(
            "file_with_marks",
            with(file(prose(2)), |e| {
                e.copy_number = Some("000123".to_owned());
                e.secrecy = Some(Secrecy::Secret);
                e.secrecy_years = Some(5);
                e.urgency = Some(Urgency::Urgent);
            }),
        ),
        specimen(
            "secrecy_alone",
            with(file(prose(2)), |e| e.secrecy = Some(Secrecy::Confidential)),
        ),
        specimen(
            "urgency_alone",
            with(file(prose(2)), |e| e.urgency = Some(Urgency::Expedited)),
        ),
        specimen(
            "joint",
            with(file(prose(2)), |e| {
                e.masthead = strings(&[
                    "临夏市教育局文件",
                    "临夏市人力资源和社会保障局文件",
                    "临夏市财政局文件",
                ]);
            }),
        ),
        specimen(
            "joint_without_wenjian",
            with(file(prose(2)), |e| {
                e.masthead = strings(&["临夏市教育局", "临夏市人力资源和社会保障局"]);
            }),
        ),
        specimen("one_signer", with(file(prose(2)), |e| e.signers = strings(&["马成龙"]))),
        specimen(
            "two_signers",
            with(file(prose(2)), |e| e.signers = strings(&["马成龙", "李晓明"])),
        ),
        specimen(
            "five_signers",
            with(file(prose(2)), |e| {
                e.signers = strings(&["马成龙", "李晓明", "王建国", "张志强", "赵海燕"]);
            }),
        ),
        specimen(
            "copy_number_alone",
            with(file(prose(2)), |e| e.copy_number = Some("000007".to_owned())),
        ),
        specimen(
            "three_signers_and_marks",
            with(file(prose(2)), |e| {
                e.signers = strings(&["马成龙", "李晓明", "王建国"]);
                e.copy_number = Some("000123".to_owned());
                e.secrecy = Some(Secrecy::TopSecret);
            }),
        ),
        specimen("file_without_number", with(file(prose(2)), |e| e.number = None)),
        specimen("file_without_addressees", with(file(prose(2)), |e| e.addressees.clear())),
        specimen("printed_only", with(file(prose(2)), |e| e.copies_to.clear())),
        specimen(
            "copies_only",
            with(file(prose(2)), |e| {
                e.printed_by = None;
                e.printed_on = None;
            }),
        ),
        specimen(
            "title_of_four_lines",
            with(file(prose(2)), |e| {
                e.title = "临夏市人民政府教育督导室临夏市教育局临夏市财政局关于印发《临夏市义务教育\
                           标准化学校建设督导评估实施办法（试行）》和《临夏市义务教育标准化学校建设\
                           督导评估指标体系》的通知"
                    .to_owned();
            }),
        ),
        specimen(
            "short_title",
            with(file(prose(2)), |e| e.title = "关于表彰先进的通报".to_owned()),
        ),
        specimen(
            "long_title",
            with(file(prose(2)), |e| {
                e.title = "临夏市人民政府教育督导室关于转发《甘肃省人民政府教育督导室关于开展2015年义务教育\
                           均衡发展督导评估工作的通知》的通知"
                    .to_owned();
            }),
        ),
        specimen(
            "many_addressees",
            with(file(prose(2)), |e| {
                e.addressees = strings(&[
                    "各乡镇人民政府",
                    "各街道办事处",
                    "市发展和改革局",
                    "市财政局",
                    "市人力资源和社会保障局",
                    "市教育局",
                    "市直各学校",
                ]);
            }),
        ),
        specimen(
            "too_many_addressees",
            with(file(prose(2)), |e| {
                e.addressees = (1..=40).map(|nth| format!("临夏市第{nth}初级中学")).collect();
            }),
        ),
        specimen(
            "one_attachment",
            attached(
                file(prose(2)),
                vec![attachment("附件", "2015年教育督导工作计划", chapters(1))],
            ),
        ),
        specimen(
            "three_attachments",
            attached(
                file(prose(2)),
                vec![
                    attachment("附件1", "2015年教育督导工作计划", prose(3)),
                    attachment(
                        "附件2",
                        "临夏市义务教育标准化学校建设督导评估指标体系及评分细则说明",
                        vec![scores(30)],
                    ),
                    attachment("附件3", "责任区划分表", vec![scores(5)]),
                ],
            ),
        ),
        specimen("lying_table", plain([prose(3), vec![timetable(8)], prose(3)].concat())),
        specimen(
            "lying_attachments",
            attached(
                file(prose(2)),
                vec![
                    attachment("附件1", "责任督学到校督导安排表", vec![timetable(40)]),
                    attachment("附件2", "督导评估得分表", vec![scores(5)]),
                ],
            ),
        ),
        specimen(
            "twelve_attachments",
            attached(
                file(prose(3)),
                (1..=12)
                    .map(|nth| {
                        let title = format!("第{nth}责任区学校名单");
                        attachment(&format!("附件{nth}"), &title, prose(1))
                    })
                    .collect(),
            ),
        ),
        specimen("unsealed", with(file(prose(3)), |e| e.sealed = false)),
        specimen(
            "unsealed_short_name",
            with(file(prose(3)), |e| {
                e.sealed = false;
                e.signature = strings(&["市督导室"]);
            }),
        ),
        specimen(
            "long_name",
            with(file(prose(3)), |e| {
                e.signature =
                    strings(&["临夏州人民政府教育督导委员会义务教育均衡发展评估办公室"]);
            }),
        ),
        specimen(
            "note",
            with(file(prose(3)), |e| {
                e.note = Some("联系人：马成龙，电话：0930—6212345".to_owned());
            }),
        ),
        specimen(
            "wrapped_copies",
            with(file(prose(3)), |e| {
                e.copies_to = strings(&[
                    "临夏州人民政府教育督导室",
                    "市委办公室",
                    "市人大常委会办公室",
                    "市政府办公室",
                    "市政协办公室",
                    "市纪委监委",
                ]);
            }),
        ),
        specimen(
            "record_without_room",
            with(file(vec![solid(7)]), |e| {
                e.signature.clear();
                e.date = None;
            }),
        ),
        specimen("table_in_groups", plain([prose(1), vec![groups(30)], prose(1)].concat())),
        specimen("sealed", sealed(file(prose(3)))),
        specimen(
            "sealed_long_name",
            sealed(with(file(prose(3)), |e| {
                e.signature =
                    strings(&["临夏州人民政府教育督导委员会义务教育均衡发展评估办公室"]);
            })),
        ),
        specimen("sealed_below_a_full_line", sealed(file(vec![solid(9)]))),
        specimen("joint_of_two", joint(file(prose(2)), 2)),
        specimen("joint_of_two_sealed", sealed(joint(file(prose(2)), 2))),
        specimen("joint_of_three_sealed", sealed(joint(file(prose(2)), 3))),
        specimen("joint_of_five_sealed", sealed(joint(file(prose(4)), 5))),
        specimen("joint_unsealed", with(joint(file(prose(2)), 3), |e| e.sealed = false)),
        specimen(
            "stamped",
            with(file(prose(2)), |e| {
                e.signature.clear();
                e.stamps = vec![stamp("市长", "马成龙")];
            }),
        ),
        specimen(
            "stamped_with_picture",
            with(file(prose(2)), |e| {
                e.signature.clear();
                e.stamps = vec![SignatureStamp {
                    image: Some("签名章.png".to_owned()),
                    ..stamp("市长", "马成龙")
                }];
            }),
        ),
        specimen(
            "picture",
            plain(
                [
                    prose(1),
                    vec![Block::Image(Image {
                        path: "操场.png".to_owned(),
                        caption: Some("图1　改造后的操场".to_owned()),
                    })],
                    prose(2),
                ]
                .concat(),
            ),
        ),
        specimen(
            "two_stamps",
            with(file(prose(2)), |e| {
                e.signature.clear();
                e.stamps = vec![stamp("市长", "马成龙"), stamp("市教育局局长", "李晓明")];
            }),
        ),
        specimen("order", order(prose(2))),
        specimen("order_of_pages", order(chapters(1))),
        specimen("minutes", minutes(prose(3))),
        specimen(
            "minutes_with_attachment",
            attached(
                with(minutes(prose(2)), |e| e.excused.clear()),
                vec![attachment("附件", "签到表", vec![scores(9)])],
            ),
        ),
        specimen("minutes_of_pages", minutes(chapters(2))),
        specimen("letter_sealed", sealed(letter(prose(2)))),
        specimen(
            "everything",
            attached(
                sealed(with(joint(file(chapters(2)), 3), |e| {
                    e.copy_number = Some("000123".to_owned());
                    e.secrecy = Some(Secrecy::Secret);
                    e.urgency = Some(Urgency::Urgent);
                    e.signers = strings(&["马成龙", "李晓明", "王建国"]);
                    e.note = Some("此件公开发布".to_owned());
                })),
                vec![
                    attachment("附件1", "2015年教育督导工作计划", chapters(1)),
                    attachment("附件2", "督导评估得分表", vec![scores(50)]),
                ],
            ),
        ),
        duplex("record_overleaf", with(file(Vec::new()), |e| e.copies_to.clear())),
        duplex("record_behind_a_blank_page", file(vec![solid(9), solid(16)])),
        duplex("record_on_page_2", file(prose(2))),
        duplex("record_on_page_4", file(chapters(1))),
        specimen("letter", letter(prose(2))),
        specimen("letter_unsealed", with(letter(prose(2)), |e| e.sealed = false)),
        specimen(
            "letter_of_two_organs",
            with(letter(prose(2)), |e| e.masthead = strings(&[OFFICE, "临夏市教育局"])),
        ),
        specimen("letter_of_pages", letter(chapters(1))),
        specimen(
            "letter_with_marks",
            with(letter(prose(2)), |e| {
                e.copy_number = Some("000001".to_owned());
                e.secrecy = Some(Secrecy::Confidential);
                e.secrecy_years = Some(1);
                e.urgency = Some(Urgency::Expedited);
                e.copies_to = strings(&["临夏市教育局"]);
            }),
        ),
    ]
}
