//! Rows of a table as nodes of the tree, the same as the YAML spelling gives.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Report, Span};
use crate::yaml::{Entry, Node, Tree};

use super::cell::{is_unscored, name, scalar, several};
use super::columns::{Column, Columns};
use super::field::{CONTENT, Field, Kind, STAGE, Vocabulary};
use super::known::Codes;
use super::rows::{self, SchoolRow};
use super::sheet::{Cell, Content, Row, Sheet};

/// Codes of fewer digits are counted from 1 as a rule, and are of several lengths.
const LONG_CODE: usize = 4;

/// Scores that a message names.
const SHOWN: usize = 4;

/// A sheet with its headers understood.
pub struct Table<'a> {
    pub sheet: &'a Sheet,
    pub columns: &'a Columns,
    pub vocabulary: Vocabulary<'a>,
}

impl Table<'_> {
    /// 学校, one for each row.
    pub fn schools(&self, report: &mut Report) -> Vec<Node> {
        let rows = rows::of(self.sheet, self.columns, &self.vocabulary, report);
        self.codes_of_one_length(&rows, report);
        rows.iter().filter_map(|row| self.school(row.row, report)).collect()
    }

    /// Long codes kept as numbers have lost the zeros that they began with where some
    /// are a digit or two shorter.
    fn codes_of_one_length(&self, rows: &[SchoolRow], report: &mut Report) {
        let Some(column) = self.columns.find(&Field::Code) else { return };
        let cells = rows.iter().filter_map(|row| row.row.cell(column.at));
        let codes: Vec<(String, Span)> = cells
            .filter(|cell| matches!(cell.content, Content::Number(_)))
            .filter_map(|cell| Some((cell.content.typed()?, cell.span)))
            .collect();
        let short = codes.iter().min_by_key(|(code, _)| code.len());
        let long = codes.iter().max_by_key(|(code, _)| code.len());
        if let (Some((short, at)), Some((long, _))) = (short, long)
            && long.len() >= LONG_CODE
            && (1..=2).contains(&(long.len() - short.len()))
        {
            let message =
                format!("代码 {short} 和 {long} 存成了数字，位数不同，可能少了前面的 0");
            let help = "请把这一列的单元格格式改成“文本”，补上前面的 0，得分表里只写代码、不写\
                        校名的，也要补上；没有少的，存成文本就不再提示";
            report.push(Diagnostic::warning("TAB-14", message).at(*at, "").help(help));
        }
    }

    fn school(&self, row: &Row, report: &mut Report) -> Option<Node> {
        let mut entries = Vec::new();
        for (column, cell) in self.cells(row) {
            let (key, node) = match column.field {
                Field::Code => ("代码", name(cell, column, report)),
                Field::School => ("名称", name(cell, column, report)),
                Field::Single(key, kind) => (key, scalar(cell, column, kind, report)),
                _ => continue,
            };
            put(&mut entries, key, column, node);
        }
        for (field, key) in
            [(Field::School, "名称"), (Field::Single(STAGE, Kind::Plain), STAGE)]
        {
            if entries.iter().any(|entry| entry.key == key) {
                continue;
            }
            // Reported with the headers, with its cell, or here.
            let span = match self.columns.find(&field) {
                None => row.span()?,
                Some(column) => {
                    if row.cell(column.at).is_none() {
                        let message = format!("这所学校没有填“{key}”");
                        self.unfilled(row, column, &message, report);
                    }
                    self.sheet.span(row.number, column.at)
                }
            };
            let value = Node { span, tree: Tree::Unreadable };
            entries.push(Entry { key: key.into(), key_span: span, value });
        }
        mapping(row, entries)
    }

    /// 结果, one for each row.
    pub fn results(&self, codes: &Codes, report: &mut Report) -> Vec<Node> {
        let rows = rows::of(self.sheet, self.columns, &self.vocabulary, report);
        rows.iter().filter_map(|row| self.result(row, codes, report)).collect()
    }

    fn result(&self, school: &SchoolRow, codes: &Codes, report: &mut Report) -> Option<Node> {
        let row = school.row;
        let mut entries = Vec::new();
        let named = name(row.cell(school.column.at)?, school.column, report);
        let code = self.columns.find(&Field::Code).filter(|code| code.at != school.column.at);
        let code = code.and_then(|column| Some((column, row.cell(column.at)?)));
        let is_sound = code.is_none_or(|(column, cell)| name(cell, column, report).is_some());
        let is_known =
            named.is_some() && is_sound && same_school(row, self.columns, codes, report);
        put(&mut entries, "学校", school.column, named);
        let mut groups: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
        let mut lists: BTreeMap<&str, Vec<(u32, Node)>> = BTreeMap::new();
        let (mut scores, mut unscored) = (Vec::new(), Vec::new());
        for (column, cell) in self.cells(row) {
            match &column.field {
                Field::Code | Field::School | Field::Problem(..) => {}
                Field::Single(key, kind) => {
                    put(&mut entries, key, column, scalar(cell, column, *kind, report));
                }
                Field::Part(group, key, kind) => {
                    let of = groups.entry(*group).or_default();
                    put(of, key, column, scalar(cell, column, *kind, report));
                }
                Field::List(key) => {
                    let of = lists.entry(*key).or_default();
                    let nodes = several(cell, column, Kind::Text, report);
                    of.extend(nodes.into_iter().map(|node| (0, node)));
                }
                Field::Item(key, number) => {
                    let of = lists.entry(*key).or_default();
                    let node = scalar(cell, column, Kind::Text, report);
                    of.extend(node.map(|node| (*number, node)));
                }
                Field::Score(_) if is_unscored(cell) => unscored.push((column, cell)),
                Field::Score(i) => {
                    // Columns of scores are of leaves that there are.
                    let Some(leaf) = self.vocabulary.leaves.get(*i) else { continue };
                    let score = scalar(cell, column, Kind::Plain, report);
                    put(&mut scores, &leaf.code, column, score);
                }
            }
        }
        self.whole_groups(row, report);
        for (group, of) in groups {
            let is_part = |field: &&Field| matches!(field, Field::Part(g, ..) if *g == group);
            // What is missing has been reported, and the rest says nothing alone.
            if of.len() == self.vocabulary.fixed.iter().filter(is_part).count() {
                put_all(&mut entries, group, of);
            }
        }
        self.unscored(row, report);
        words_for_scores(&unscored, report);
        if !scores.is_empty() {
            let span = self.place_of_scores(row, &scores);
            let value = Node { span, tree: Tree::Mapping(scores) };
            entries.push(Entry { key: "得分".into(), key_span: span, value });
        }
        for (list, mut items) in lists {
            items.sort_by_key(|(number, _)| *number);
            put_list(&mut entries, list, items.into_iter().map(|(_, node)| node).collect());
        }
        put_list(&mut entries, "问题", self.problems(row, report));
        // Whose it is has been asked; the rest has been looked at.
        mapping(row, entries).filter(|_| is_known)
    }

    fn cells<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = (&'r Column, &'r Cell)> {
        self.columns.list.iter().filter_map(|column| Some((column, row.cell(column.at)?)))
    }

    /// The scores of a row; where some are missing, the first of these.
    fn place_of_scores(&self, row: &Row, scores: &[Entry]) -> Span {
        let is_score = |column: &&Column| matches!(column.field, Field::Score(_));
        let mut columns = self.columns.list.iter().filter(is_score);
        match (columns.find(|column| row.cell(column.at).is_none()), scores) {
            (Some(empty), _) => self.sheet.span(row.number, empty.at),
            (None, [first, .., last]) => Span { end: last.value.span.end, ..first.value.span },
            (None, [only]) => only.value.span,
            (None, []) => self.sheet.span(row.number, 0),
        }
    }

    /// What is said of a school counts little if its scores were forgotten.
    fn unscored(&self, row: &Row, report: &mut Report) {
        let is_score = |column: &&Column| matches!(column.field, Field::Score(_));
        let mut columns = self.columns.list.iter().filter(is_score);
        let Some(first) = columns.clone().next() else { return };
        if columns.all(|column| row.cell(column.at).is_none()) {
            let message = "这所学校一项得分也没有填";
            let span = self.sheet.span(row.number, first.at);
            let help = "请补上得分；这次只提意见、不打分的，不用管";
            report.push(Diagnostic::warning("TAB-13", message).at(span, "").help(help));
        }
    }

    /// A group of data is filled in whole or not at all.
    fn whole_groups(&self, row: &Row, report: &mut Report) {
        let parts = || {
            self.columns.list.iter().filter_map(|column| match column.field {
                Field::Part(group, ..) => Some((group, column)),
                _ => None,
            })
        };
        let filled: BTreeMap<&str, &Column> =
            parts().filter(|(_, column)| row.cell(column.at).is_some()).collect();
        for (group, column) in parts().filter(|(_, column)| row.cell(column.at).is_none()) {
            if let Some(other) = filled.get(group) {
                let message = format!("填了“{}”，没有填“{}”", other.name, column.name);
                self.unfilled(row, column, &message, report);
            }
        }
    }

    fn unfilled(&self, row: &Row, column: &Column, message: &str, report: &mut Report) {
        let span = self.sheet.span(row.number, column.at);
        let help = "请补上";
        report.push(Diagnostic::error("TAB-13", message).at(span, "").help(help));
    }

    /// 问题: those that share cells, then those with columns of their own.
    fn problems(&self, row: &Row, report: &mut Report) -> Vec<Node> {
        let mut numbered: BTreeMap<u32, Vec<Entry>> = BTreeMap::new();
        let mut together: Vec<(&Column, &str, Vec<Node>)> = Vec::new();
        for (column, cell) in self.cells(row) {
            let Field::Problem(number, key, kind) = column.field else { continue };
            match number {
                Some(number) => {
                    let node = scalar(cell, column, kind, report);
                    put(numbered.entry(number).or_default(), key, column, node);
                }
                None => {
                    together.push((column, key, several(cell, column, kind, report)));
                }
            }
        }
        let mut problems = paired(together, report);
        for (number, entries) in numbered {
            let Some(first) = entries.first().map(|entry| entry.key.clone()) else { continue };
            if entries.iter().any(|entry| entry.key == CONTENT) {
                problems.extend(node_of(entries));
                continue;
            }
            let content = Field::Problem(Some(number), CONTENT, Kind::Text);
            if let Some(column) = self.columns.find(&content)
                && row.cell(column.at).is_none()
            {
                let message = format!("填了“{0}{first}”，没有填“{0}”", column.name);
                self.unfilled(row, column, &message, report);
            }
        }
        problems
    }
}

/// The problems of cells that hold several: the first of each, the second of
/// each, …
fn paired(together: Vec<(&Column, &str, Vec<Node>)>, report: &mut Report) -> Vec<Node> {
    let contents = together.iter().find(|(_, key, _)| *key == CONTENT);
    let count = contents.map_or(0, |(_, _, nodes)| nodes.len());
    let mut problems: Vec<Vec<Entry>> = Vec::new();
    problems.resize_with(count, Vec::new);
    for (column, key, nodes) in together {
        if nodes.len() != count {
            let Some(span) = nodes.first().map(|node| node.span) else { continue };
            let message =
                format!("“问题”有 {count} 条，“{}”有 {} 条，对不上", column.name, nodes.len());
            let help = "请一条问题对一条，顺序相同，每条一行（Alt+回车换行）；\
                        或者分列写：问题1、问题1措施、问题2、问题2措施";
            report.push(Diagnostic::error("TAB-17", message).at(span, "").help(help));
            continue;
        }
        for (entries, node) in problems.iter_mut().zip(nodes) {
            put(entries, key, column, Some(node));
        }
    }
    problems.into_iter().filter_map(node_of).collect()
}

/// Words where a school's scores should be.
fn words_for_scores(cells: &[(&Column, &Cell)], report: &mut Report) {
    let Some((_, first)) = cells.first() else { return };
    let said = cells.iter().take(SHOWN).filter_map(|(column, cell)| {
        Some(format!("“{}”写的是“{}”", column.name, cell.content.typed()?))
    });
    let said: Vec<String> = said.collect();
    let etc = if cells.len() > SHOWN { " 等" } else { "" };
    let message = format!("有 {} 项得分不是数：{}{etc}", cells.len(), said.join("，"));
    let help = "得了零分写 0；这次没有评估这所学校的，请删去整行；只提意见、不打分的，各项得分\
                都空着";
    report.push(Diagnostic::error("TAB-17", message).at(first.span, "").help(help));
}

/// Reports a code that is not that of the school beside it, and one alone that a
/// spreadsheet has robbed of its zeros; false if it is either.
fn same_school(row: &Row, columns: &Columns, codes: &Codes, report: &mut Report) -> bool {
    let at = |field| columns.find(&field).and_then(|column| row.cell(column.at));
    let said = |cell: &Cell| cell.content.typed();
    let (code, name) = (at(Field::Code), at(Field::School));
    let Some((cell, typed)) = code.or(name).and_then(|cell| Some((cell, said(cell)?))) else {
        return true;
    };
    let mut fault = |message: String, help: &str| {
        report.push(Diagnostic::error("TAB-14", message).at(cell.span, "").help(help));
        false
    };
    let named = || code.and(name).and_then(said);
    let own = named().and_then(|name| codes.code_of(&name));
    let is_own = |own: &str| own.trim_start_matches('0') == typed.trim_start_matches('0');
    // The name beside it makes up for zeros that one of the tables has lost.
    if codes.name_of(&typed).is_none() && own.is_some_and(is_own) {
        return true;
    }
    if let Some(whole) = codes.without_zeros(&typed) {
        let message = format!("代码 {typed} 少了前面的 0，应当是 {whole}");
        return fault(message, "请把这一列的单元格格式改成“文本”，重新填写代码");
    }
    let Some(name) = named().filter(|name| *name != typed) else {
        return true;
    };
    let help = "请改正代码或者校名";
    match (codes.name_of(&typed), codes.code_of(&name)) {
        (Some(other), _) if other != name => {
            fault(format!("代码 {typed} 是“{other}”，不是“{name}”"), help)
        }
        (None, Some(own)) => fault(format!("“{name}”的代码是 {own}，不是 {typed}"), help),
        _ => true,
    }
}

fn put(entries: &mut Vec<Entry>, key: &str, column: &Column, value: Option<Node>) {
    if let Some(value) = value {
        entries.push(Entry { key: key.into(), key_span: column.span, value });
    }
}

fn put_all(entries: &mut Vec<Entry>, key: &str, of: Vec<Entry>) {
    let key_span = of.first().map(|entry| entry.key_span);
    if let (Some(key_span), Some(value)) = (key_span, node_of(of)) {
        entries.push(Entry { key: key.into(), key_span, value });
    }
}

fn put_list(entries: &mut Vec<Entry>, key: &str, items: Vec<Node>) {
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return };
    let span = Span { end: last.span.end.max(first.span.end), ..first.span };
    let value = Node { span, tree: Tree::Sequence(items) };
    entries.push(Entry { key: key.into(), key_span: span, value });
}

/// A mapping at the place of its first entry.
fn node_of(entries: Vec<Entry>) -> Option<Node> {
    let span = entries.first()?.value.span;
    Some(Node { span, tree: Tree::Mapping(entries) })
}

fn mapping(row: &Row, entries: Vec<Entry>) -> Option<Node> {
    Some(Node { span: row.span()?, tree: Tree::Mapping(entries) })
}
