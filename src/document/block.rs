//! The blocks of a body.

use serde::Serialize;

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
    Image(Image),
}

/// A table with one header row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    pub caption: Option<String>,
    pub columns: Vec<Alignment>,
    pub header: Vec<Vec<Run>>,
    pub rows: Vec<Row>,
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
