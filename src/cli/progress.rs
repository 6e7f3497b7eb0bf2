//! How far a run is: a bar on a terminal, else a line for each document.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::batch::{Planned, Status};

use super::output;

pub struct Progress {
    /// Hidden where nobody sees it.
    bar: ProgressBar,
    seen: bool,
    lines: bool,
    failed: usize,
}

impl Progress {
    pub fn new(planned: &[Planned], quiet: bool) -> Self {
        let seen = !quiet && io::stderr().is_terminal();
        let lines = !(quiet || seen && io::stdout().is_terminal());
        Self { bar: bar(seen, planned.len()), seen, lines, failed: 0 }
    }

    /// Prints while the bar is out of the way.
    pub fn pause(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Counts a document that is done with.
    pub fn step(&mut self, document: &Planned, status: &Status, pages: Option<usize>) {
        if status.is_failed() {
            self.failed += 1;
            self.bar.set_message(format!("，失败{}份", self.failed));
        }
        self.bar.inc(1);
        if !self.lines {
            return;
        }
        let stem = &document.stem;
        match (status, pages) {
            (Status::Made, Some(pages)) => {
                output::line(format_args!("已生成 {stem}（{pages}页）"))
            }
            (Status::Made, None) => output::line(format_args!("已写成 {stem}")),
            (Status::Failed(_), _) => output::line(format_args!("未生成 {stem}")),
            (Status::Skipped(_), _) => {}
        }
    }

    /// Starts over with the letters of the book.
    pub fn bind(&mut self, letters: usize) {
        self.bar = bar(self.seen, letters).with_prefix("合成 ");
    }

    /// Counts a letter that is in the book.
    pub fn bound(&self) {
        self.bar.inc(1);
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

fn bar(seen: bool, documents: usize) -> ProgressBar {
    if !seen {
        return ProgressBar::hidden();
    }
    let template = "{prefix}{bar:24} {pos}/{len}份，每秒{rate}份，还要{rest}{msg}";
    let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let _to_the_terminal = write!(out, "{:.0}", state.per_sec());
    };
    let rest = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let _to_the_terminal = out.write_str(&time(state.eta()));
    };
    let bar = ProgressBar::new(documents as u64);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style.with_key("rate", rate).with_key("rest", rest)),
        Err(_) => bar,
    }
}

/// As people say it: `2分5秒`.
fn time(left: Duration) -> String {
    match (left.as_secs() / 3600, left.as_secs() / 60 % 60, left.as_secs() % 60) {
        (0, 0, seconds) => format!("{seconds}秒"),
        (0, minutes, seconds) => format!("{minutes}分{seconds}秒"),
        (hours, minutes, _) => format!("{hours}小时{minutes}分"),
    }
}
