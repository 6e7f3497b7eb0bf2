//! Which elements stand on paper, and in which words. The one table for what is
//! set, what is read out as plain text and what a clerk is warned of.

use serde::Serialize;

use super::{Elements, Format};
use crate::chinese::date;

/// An element that some format leaves out.
pub struct Element {
    /// Its key in the front matter.
    pub key: &'static str,
    clear: fn(&mut Elements),
}

const fn element(key: &'static str, clear: fn(&mut Elements)) -> Element {
    Element { key, clear }
}

const TITLE: Element = element("标题", |e| e.title.clear());
const MASTHEAD: Element = element("发文机关标志", |e| e.masthead.clear());
const COPY_NUMBER: Element = element("份号", |e| e.copy_number = None);
const SECRECY: Element = element("密级", |e| e.secrecy = None);
const SECRECY_YEARS: Element = element("保密期限", |e| e.secrecy_years = None);
const URGENCY: Element = element("紧急程度", |e| e.urgency = None);
const NUMBER: Element = element("发文字号", |e| e.number = None);
const SIGNERS: Element = element("签发人", |e| e.signers.clear());
const ADDRESSEES: Element = element("主送", |e| e.addressees.clear());
const SIGNATURE: Element = element("署名", |e| e.signature.clear());
const DATE: Element = element("成文日期", |e| e.date = None);
const SEALED: Element = element("加盖印章", |e| e.sealed = false);
const SEALS: Element = element("印章", |e| e.seals.clear());
const STAMPS: Element = element("签名章", |e| e.stamps.clear());
const NOTE: Element = element("附注", |e| e.note = None);
const PRESENT: Element = element("出席", |e| e.present.clear());
const EXCUSED: Element = element("请假", |e| e.excused.clear());
const OBSERVERS: Element = element("列席", |e| e.observers.clear());
const COPIES_TO: Element = element("抄送", |e| e.copies_to.clear());
const PRINTED_BY: Element = element("印发机关", |e| e.printed_by = None);
const PRINTED_ON: Element = element("印发日期", |e| e.printed_on = None);

impl Format {
    /// The elements for which its paper has no place.
    pub fn omits(self) -> &'static [Element] {
        match self {
            Format::File => &[PRESENT, EXCUSED, OBSERVERS],
            // 10.1: a 版记 of 抄送 alone.
            Format::Letter => &[SIGNERS, PRINTED_BY, PRINTED_ON, PRESENT, EXCUSED, OBSERVERS],
            // 10.2: neither title nor addressee.
            Format::Order => &[TITLE, ADDRESSEES, SIGNERS, PRESENT, EXCUSED, OBSERVERS],
            // 10.3: nobody signs.
            Format::Minutes => {
                &[ADDRESSEES, SIGNERS, SIGNATURE, DATE, SEALED, SEALS, STAMPS, NOTE]
            }
            // Neither red head nor 版记.
            Format::Plain => &[
                MASTHEAD,
                COPY_NUMBER,
                SECRECY,
                SECRECY_YEARS,
                URGENCY,
                NUMBER,
                SIGNERS,
                COPIES_TO,
                PRINTED_BY,
                PRINTED_ON,
                PRESENT,
                EXCUSED,
                OBSERVERS,
            ],
        }
    }
}

impl Elements {
    /// What of them stands on paper: without those that the format omits and
    /// those that make no sense beside or without another.
    pub fn printed(&self) -> Elements {
        let mut printed = self.clone();
        for element in self.format.omits() {
            (element.clear)(&mut printed);
        }
        if self.secrecy.is_none() {
            printed.secrecy_years = None;
        }
        if !printed.stamps.is_empty() {
            printed.signature.clear();
            printed.seals.clear();
        }
        if self.format == Format::Letter {
            // Of a joint letter the 主办机关 alone (10.1).
            printed.masthead.truncate(1);
        }
        printed
    }
}

/// Elements that are data, in the words that stand for them on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// 秘密★1年 (7.2.2).
    pub secrecy: Option<String>,
    /// 主送机关 with what parts and ends them (7.3.2).
    pub addressees: Option<String>,
    /// 2014年12月2日 (7.3.5.4).
    pub date: Option<String>,
    /// In its brackets (7.3.6).
    pub note: Option<String>,
    /// 抄送机关 without the label (7.4.2).
    pub copies_to: Option<String>,
    /// 主送机关 in the same form, should they go to the 版记 (7.3.2).
    pub moved_to: Option<String>,
    /// 2014年12月3日印发 (7.4.3).
    pub printed_on: Option<String>,
}

impl Elements {
    /// The words of what [`printed`](Self::printed) leaves.
    pub fn words(&self) -> Words {
        // Between groups that are lists of their own stands a comma.
        let grouped = self.addressees.iter().any(|name| name.contains('、'));
        let names = |names: &[String], between: &str, mark: &str| {
            (!names.is_empty()).then(|| names.join(between) + mark)
        };
        Words {
            secrecy: self.secrecy.map(|secrecy| match self.secrecy_years {
                Some(years) => format!("{}★{years}年", secrecy.name()),
                None => secrecy.name().to_owned(),
            }),
            addressees: names(&self.addressees, if grouped { "，" } else { "、" }, "："),
            date: self.date.map(date::date),
            note: self.note.as_ref().map(|note| format!("（{note}）")),
            copies_to: names(&self.copies_to, "，", "。"),
            moved_to: names(&self.addressees, "，", "。"),
            printed_on: self.printed_on.map(|day| date::date(day) + "印发"),
        }
    }
}
