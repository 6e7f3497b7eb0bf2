//! Which elements stand on paper. The one table for what is set, what is read
//! out as plain text and what a clerk is warned of.

use super::{Elements, Format};

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
