//! Which characters of the pages are which part of the document. The parts are
//! looked for one after the other, so a part out of order is lost.

use super::sheet::{Area, Colour, Glyph, Sheet};
use crate::chinese::date;
use crate::document::{Block, Document, Format, Run, Style, Table, runs_text};
use crate::typeset::Role;

/// 版心 (5.2.1), mm from the top left of the paper.
pub const TYPE_AREA: Area = Area { left: 28.0, top: 37.0, right: 184.0, bottom: 262.0 };
/// 版心 of a page that lies on its side: the upright sheet turned with its left
/// edge up (8).
pub const LYING_AREA: Area = Area { left: 35.0, top: 28.0, right: 260.0, bottom: 184.0 };
/// 字: 28 in a line (5.2.3).
pub const CELL: f64 = 156.0 / 28.0;
/// 行: 22 on a page (5.2.3).
pub const PITCH: f64 = 225.0 / 22.0;
pub const MM_PER_PT: f64 = 25.4 / 72.0;
/// The ink of a Chinese character is centred so far above its baseline, in em:
/// `fonts/build.py` sees to it for every default face.
const INK_CENTRE: f64 = 0.36;

/// Characters that belong together, in reading order.
#[derive(Debug, Clone, Default)]
pub struct Span<'a>(pub Vec<&'a Glyph>);

impl<'a> Span<'a> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn text(&self) -> String {
        self.0.iter().map(|glyph| glyph.text.as_str()).collect()
    }

    pub fn page(&self) -> usize {
        self.0.first().map_or(0, |glyph| glyph.page)
    }

    /// Lines in reading order: a new one where the baseline or the page changes.
    pub fn lines(&self) -> Vec<Span<'a>> {
        self.0.chunk_by(|a, b| a.is_on_line_of(b)).map(|line| Span(line.to_vec())).collect()
    }

    pub fn left(&self) -> f64 {
        self.0.iter().map(|glyph| glyph.x).fold(f64::INFINITY, f64::min)
    }

    pub fn right(&self) -> f64 {
        self.0.iter().map(|glyph| glyph.right()).fold(f64::NEG_INFINITY, f64::max)
    }

    pub fn centre(&self) -> f64 {
        (self.left() + self.right()) / 2.0
    }

    /// 版心 of its first page.
    pub fn area(&self) -> Area {
        self.0.first().map_or(TYPE_AREA, |glyph| type_area(glyph))
    }

    pub fn ink(&self) -> Area {
        let none = Area { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 };
        Area::around(self.0.iter().map(|glyph| glyph.ink)).unwrap_or(none)
    }

    /// Line of the page's grid that the first character stands on, from 0.
    pub fn row(&self) -> f64 {
        self.0.first().map_or(f64::NAN, |glyph| row(glyph))
    }

    pub fn last_row(&self) -> f64 {
        self.0.last().map_or(f64::NAN, |glyph| row(glyph))
    }
}

/// Line of the page's grid that a character stands on, from 0; no whole number
/// where it stands between two.
pub fn row(glyph: &Glyph) -> f64 {
    let middle = glyph.baseline - INK_CENTRE * glyph.size * MM_PER_PT;
    (middle - type_area(glyph).top) / PITCH - 0.5
}

/// 版心 of the page that a character stands on.
pub fn type_area(glyph: &Glyph) -> Area {
    if glyph.lying { LYING_AREA } else { TYPE_AREA }
}

/// A block of a body and where its words stand.
pub struct Part<'a> {
    pub block: &'a Block,
    pub whole: Span<'a>,
    /// Words that are in one face each; not for tables and charts.
    pub runs: Vec<(Role, Span<'a>)>,
}

pub struct AttachmentPart<'a> {
    pub label: Span<'a>,
    pub title: Span<'a>,
    pub body: Vec<Part<'a>>,
}

/// One line of the 附件说明: `1.` where they are numbered, and the name.
pub struct Listed<'a> {
    /// `附件：`, on the first line.
    pub label: Span<'a>,
    pub ordinal: Span<'a>,
    pub name: Span<'a>,
}

/// A document and its pages, part by part. A part that the document does not
/// have is empty.
pub struct Reading<'a> {
    pub document: &'a Document,
    pub sheets: &'a [Sheet],
    /// Whether the 版记 was asked for on an even page.
    pub duplex: bool,
    pub masthead: Span<'a>,
    pub copy_number: Span<'a>,
    pub secrecy: Span<'a>,
    pub urgency: Span<'a>,
    pub number: Span<'a>,
    pub signer_label: Span<'a>,
    pub signers: Vec<Span<'a>>,
    pub title: Span<'a>,
    pub addressees: Span<'a>,
    /// 主送 in the 版记, where page 1 had no room for it (7.3.2).
    pub moved_addressees: Span<'a>,
    pub body: Vec<Part<'a>>,
    pub listed: Vec<Listed<'a>>,
    /// 出席, 请假, 列席: the label and the names.
    pub attendance: Vec<(Span<'a>, Span<'a>)>,
    pub posts: Vec<Span<'a>>,
    pub stamp_names: Vec<Span<'a>>,
    pub signature: Vec<Span<'a>>,
    pub date: Span<'a>,
    pub note: Span<'a>,
    pub attachments: Vec<AttachmentPart<'a>>,
    pub copies: Span<'a>,
    pub printed_by: Span<'a>,
    pub printed_on: Span<'a>,
    /// For each page the folio below 版心, empty if it has none.
    pub folios: Vec<Span<'a>>,
    /// Texts that do not stand where reading order has them.
    pub lost: Vec<String>,
    /// Texts that stand between the parts and belong to none.
    pub stray: Vec<String>,
}

/// Goes through the characters of the pages in reading order.
struct Finder<'a> {
    glyphs: Vec<&'a Glyph>,
    /// Every character and the glyph that shows it.
    chars: Vec<(char, usize)>,
    at: usize,
    lost: Vec<String>,
    stray: Vec<String>,
}

impl<'a> Finder<'a> {
    fn new(glyphs: Vec<&'a Glyph>) -> Self {
        let chars = glyphs
            .iter()
            .enumerate()
            .flat_map(|(nth, glyph)| glyph.text.chars().map(move |c| (c, nth)))
            .collect();
        Self { glyphs, chars, at: 0, lost: Vec::new(), stray: Vec::new() }
    }

    fn position(&self, text: &str) -> Option<(usize, usize)> {
        let wanted: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let rest = &self.chars[self.at..];
        let start = rest
            .windows(wanted.len().max(1))
            .position(|window| window.iter().map(|(c, _)| c).eq(&wanted))?;
        Some((self.at + start, self.at + start + wanted.len()))
    }

    fn span(&self, start: usize, end: usize) -> Span<'a> {
        let mut glyphs: Vec<usize> = self.chars[start..end].iter().map(|c| c.1).collect();
        glyphs.dedup();
        Span(glyphs.into_iter().map(|nth| self.glyphs[nth]).collect())
    }

    /// A text that comes next; blanks do not count.
    fn next(&mut self, text: &str) -> Span<'a> {
        let (from, span) = (self.at, self.skip_to(text));
        self.strays(from, self.at - span.text().chars().count());
        span
    }

    fn strays(&mut self, from: usize, to: usize) {
        if from < to {
            self.stray.push(self.span(from, to).text());
        }
    }

    /// The next place where a text stands, whatever stands before it.
    fn skip_to(&mut self, text: &str) -> Span<'a> {
        if text.trim().is_empty() {
            return Span::default();
        }
        match self.position(text) {
            Some((start, end)) => {
                self.at = end;
                self.span(start, end)
            }
            None => {
                self.lost.push(text.to_owned());
                Span::default()
            }
        }
    }

    fn next_of(&mut self, text: Option<&str>) -> Span<'a> {
        text.map(|text| self.next(text)).unwrap_or_default()
    }

    fn runs(&mut self, runs: &[(Role, &str)]) -> (Span<'a>, Vec<(Role, Span<'a>)>) {
        let text: String = runs.iter().map(|(_, text)| *text).collect();
        let whole = self.next(&text);
        let mut rest = whole.0.as_slice();
        let parted = runs.iter().map(|(role, text)| {
            let mut wanted = text.chars().filter(|c| !c.is_whitespace()).count();
            let mut taken = 0;
            while wanted > 0 && taken < rest.len() {
                wanted = wanted.saturating_sub(rest[taken].text.chars().count());
                taken += 1;
            }
            let (run, after) = rest.split_at(taken);
            rest = after;
            (*role, Span(run.to_vec()))
        });
        let parted = parted.collect();
        (whole, parted)
    }

    fn block(&mut self, block: &'a Block) -> Part<'a> {
        let (whole, runs) = match block {
            Block::Heading { level, ordinal, text, body } => {
                let face = match level {
                    1 => Role::Hei,
                    2 => Role::Kai,
                    _ => Role::Fangsong,
                };
                let mut all = vec![(face, ordinal.as_str())];
                all.extend(styled(face, text));
                all.extend(styled(Role::Fangsong, body.as_deref().unwrap_or_default()));
                self.runs(&all)
            }
            Block::Paragraph { text } => self.runs(&styled(Role::Fangsong, text)),
            Block::Item { ordinal, text, .. } => {
                let mut all = vec![(Role::Fangsong, ordinal.as_str())];
                all.extend(styled(Role::Fangsong, text));
                self.runs(&all)
            }
            Block::Table(table) => (self.table(table), Vec::new()),
            // Its numbers and names stand above the caption.
            Block::Chart(chart) => (self.skip_to(&chart.caption), Vec::new()),
            Block::Image(image) => (self.next_of(image.caption.as_deref()), Vec::new()),
        };
        Part { block, whole, runs }
    }

    /// Names whatever parts them, with the mark that ends them.
    fn names(&mut self, names: &[String]) -> Span<'a> {
        let start = names.first().and_then(|name| self.position(name)).map(|(start, _)| start);
        for (nth, name) in names.iter().enumerate() {
            if nth == 0 {
                self.next(name)
            } else {
                self.skip_to(name)
            };
        }
        if self.chars.get(self.at).is_some_and(|(c, _)| "。：".contains(*c)) {
            self.at += 1;
        }
        self.span(start.unwrap_or(self.at), self.at)
    }

    /// 主送 below the title, or that it is not there but in the 版记 (7.3.2).
    fn addressees(&mut self, document: &Document) -> (Span<'a>, bool) {
        let names = &document.elements.addressees;
        let Some(first) = names.first() else { return (Span::default(), false) };
        let body = document.body.first().and_then(|block| match block {
            Block::Heading { ordinal, .. } => self.position(ordinal),
            Block::Paragraph { text } | Block::Item { text, .. } => {
                self.position(&runs_text(text))
            }
            Block::Table(_) | Block::Chart(_) | Block::Image(_) => None,
        });
        match (self.position(first), body) {
            (Some((name, _)), Some((text, _))) if name > text => (Span::default(), true),
            _ => (self.names(names), false),
        }
    }

    /// 附件说明 (7.3.4).
    fn listed(&mut self, document: &Document) -> Vec<Listed<'a>> {
        let several = document.attachments.len() > 1;
        let numbered = document.attachments.iter().enumerate();
        numbered
            .map(|(nth, attachment)| Listed {
                label: self.next_of((nth == 0).then_some("附件：")),
                ordinal: self.next_of(several.then(|| format!("{}.", nth + 1)).as_deref()),
                name: self.next(&attachment.title),
            })
            .collect()
    }

    /// From its caption to its last note. Overleaf a table says its header again,
    /// and a group of rows its first cell.
    fn table(&mut self, table: &Table) -> Span<'a> {
        let start = self.at;
        self.next_of(table.caption.as_deref());
        let heads = table.header.iter().flatten().map(|cell| runs_text(&cell.text));
        let groups = table.rows.iter().filter_map(|row| row.cells.first());
        let groups = groups.map(|cell| runs_text(cell)).filter(|words| !words.is_empty());
        let repeated: Vec<String> =
            std::iter::once(heads.clone().collect()).chain(groups).collect();
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        for words in heads.chain(cells.map(|cell| runs_text(cell))) {
            while !self.stands_here(&words) {
                let again = repeated.iter().find(|words| self.stands_here(words));
                let Some(again) = again else { break };
                self.at += again.chars().filter(|c| !c.is_whitespace()).count();
            }
            self.next(&words);
        }
        for note in &table.notes {
            self.next(note);
        }
        self.span(start, self.at)
    }

    fn stands_here(&self, words: &str) -> bool {
        let wanted = words.chars().filter(|c| !c.is_whitespace());
        self.chars[self.at..].iter().map(|(c, _)| *c).zip(wanted.clone()).all(|(a, b)| a == b)
            && self.chars.len() - self.at >= wanted.count()
    }
}

fn styled(face: Role, runs: &[Run]) -> Vec<(Role, &str)> {
    let role = |style| match style {
        Style::Plain => face,
        Style::Strong => Role::Hei,
        Style::Emphasis => Role::Kai,
    };
    runs.iter().map(|run| (role(run.style), run.text.as_str())).collect()
}

impl<'a> Reading<'a> {
    pub fn new(document: &'a Document, sheets: &'a [Sheet], duplex: bool) -> Self {
        let e = &document.elements;
        let folio = |glyph: &&Glyph| {
            if glyph.lying { glyph.turned } else { glyph.ink.top > TYPE_AREA.bottom }
        };
        let all = || sheets.iter().flat_map(|sheet| &sheet.glyphs);
        let red_head = |glyph: &&Glyph| glyph.page == 0 && is_masthead(glyph);
        let masthead = Span(all().filter(red_head).collect());
        let folios = sheets
            .iter()
            .map(|sheet| Span(sheet.glyphs.iter().filter(folio).collect()))
            .collect();
        let mut find = Finder::new(all().filter(|g| !red_head(g) && !folio(g)).collect());

        let years = e.secrecy_years.map(|years| format!("★{years}年")).unwrap_or_default();
        let copy_number = find.next_of(e.copy_number.as_deref());
        let secrecy = e.secrecy.map(|s| format!("{}{years}", s.name()));
        let secrecy = find.next_of(secrecy.as_deref());
        let urgency = find.next_of(e.urgency.map(|urgency| urgency.name()));
        let number = find.next_of(e.number.as_deref());
        let signer_label = find.next_of((!e.signers.is_empty()).then_some("签发人："));
        let signers = e.signers.iter().map(|name| find.next(name)).collect();
        // A 命令 has none on paper (10.2).
        let title = (e.format != Format::Order).then_some(e.title.as_str());
        let title = find.next_of(title);
        let (addressees, moved) = find.addressees(document);
        let body: Vec<_> = document.body.iter().map(|block| find.block(block)).collect();
        let listed = find.listed(document);
        let attendance = [("出席", &e.present), ("请假", &e.excused), ("列席", &e.observers)]
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(label, names)| (find.next(&format!("{label}：")), find.names(names)))
            .collect();
        let (mut posts, mut stamp_names) = (Vec::new(), Vec::new());
        for stamp in &e.stamps {
            posts.push(find.next(&stamp.post));
            if stamp.image.is_none() {
                stamp_names.push(find.next(&stamp.name));
            }
        }
        let signature = e.signature.iter().map(|name| find.next(name)).collect();
        let day = find.next_of(e.date.map(date::date).as_deref());
        let note = find.next_of(e.note.as_ref().map(|note| format!("（{note}）")).as_deref());
        let attachments = document
            .attachments
            .iter()
            .map(|attachment| AttachmentPart {
                label: find.next(&attachment.label),
                title: find.next(&attachment.title),
                body: attachment.body.iter().map(|block| find.block(block)).collect(),
            })
            .collect();
        let mut labelled = |label: &str, names: &[String]| {
            if names.is_empty() {
                return Span::default();
            }
            let label = find.next(label);
            Span([label.0, find.names(names).0].concat())
        };
        let moved_addressees = labelled("主送：", if moved { &e.addressees } else { &[] });
        let copies = labelled("抄送：", &e.copies_to);
        let printed_by = find.next_of(e.printed_by.as_deref());
        let printed_on = e.printed_on.map(|day| format!("{}印发", date::date(day)));
        let printed_on = find.next_of(printed_on.as_deref());
        find.strays(find.at, find.chars.len());
        Self {
            document,
            sheets,
            duplex,
            masthead,
            copy_number,
            secrecy,
            urgency,
            number,
            signer_label,
            signers,
            title,
            addressees,
            moved_addressees,
            body,
            listed,
            attendance,
            posts,
            stamp_names,
            signature,
            date: day,
            note,
            attachments,
            copies,
            printed_by,
            printed_on,
            folios,
            lost: find.lost,
            stray: find.stray,
        }
    }

    /// Body text of the document and of its 附件, block by block.
    pub fn blocks(&self) -> impl Iterator<Item = &Part<'a>> {
        self.body.iter().chain(self.attachments.iter().flat_map(|one| &one.body))
    }
}

/// Only 小标宋 in red belongs to 发文机关标志 (7.2.4).
fn is_masthead(glyph: &Glyph) -> bool {
    glyph.colour == Colour::Red && glyph.size > 20.0
}
