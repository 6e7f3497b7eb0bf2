//! The blocks of a body.

use serde::Serialize;

use super::Chart;

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    pub text: String,
    pub style: Style,
}

/// How a run is told apart from its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    Plain,
    /// `**…**`: set in 黑体.
    Strong,
    /// `*…*`: set in 楷体.
    Emphasis,
}

/// One block of a body, in reading order. Ordinals are text, already numbered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A heading of level 1 to 4: 一、（一）1.（1） (GB/T 9704-2012, 7.3.3).
    /// With a `body` it runs in: heading and text form one paragraph.
    Heading {
        level: u8,
        ordinal: String,
        text: Vec<Run>,
        body: Option<Vec<Run>>,
    },
    Paragraph {
        text: Vec<Run>,
    },
    /// An item of a numbered list: a paragraph that starts with its ordinal.
    Item {
        level: u8,
        ordinal: String,
        text: Vec<Run>,
    },
    Table(Table),
    Chart(Chart),
    Image(Image),
}

/// A table. Its header is repeated on every page that it reaches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    pub caption: Option<String>,
    pub columns: Vec<Alignment>,
    /// One row of cells, or two where columns stand under a common head.
    pub header: Vec<Vec<HeaderCell>>,
    pub rows: Vec<Row>,
    /// 注, printed below; each a paragraph.
    pub notes: Vec<String>,
    /// Whether it was asked to lie on its side; a table too wide for an upright
    /// page does so anyway.
    pub landscape: bool,
}

/// A cell of a table's header and how many columns and rows it takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeaderCell {
    pub text: Vec<Run>,
    pub columns: usize,
    pub rows: usize,
}

/// One row of a table, a cell per column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    pub cells: Vec<Vec<Run>>,
    /// A row of totals (first cell 合计, 总计, 小计, 总分).
    pub total: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    Left,
    Center,
    Right,
}

/// A picture, named by its path beside the manuscript.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Image {
    pub path: String,
    pub caption: Option<String>,
}
