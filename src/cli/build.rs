//! `dudao build` and `dudao draft`.

use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::batch::{
    self, Asked, BookList, Bound, Build, Fault, Folder, Formats, Outcome, Plan, Planned,
    Project, Renumbered, Selection,
};
use crate::diagnostic::{Report, Sources, reason};
use crate::rules;
use crate::typeset::Typesetter;
use crate::workbook::PROFILE;

use super::progress::Progress;
use super::told::Told;
use super::{Draft, Making, OutputFormat, Pages, fonts, output};

pub fn build(arguments: &super::Build, give_back: fn()) -> u8 {
    let formats = Formats {
        pdf: arguments.format.contains(&OutputFormat::Pdf),
        md: arguments.format.contains(&OutputFormat::Md),
    };
    if arguments.merge.is_some() && !formats.pdf {
        return output::wrong("“--merge”要和 PDF 一起做", "请在 --format 后面加上 pdf");
    }
    if let Some(folder) = arguments.merge.as_deref().filter(|book| book.is_dir()) {
        let message = format!("“--merge”后面要写文件名，{} 是文件夹", folder.display());
        return output::wrong(message, "请写成 付印.pdf 这样的文件名");
    }
    if let Some(book) = arguments.merge.as_deref().filter(|book| !is_pdf(book)) {
        let message = format!("“--merge”只能存成 PDF，不能存成 {}", book.display());
        return output::wrong(message, "请写成 付印.pdf 这样的文件名");
    }
    let pages = formats.pdf.then_some(&arguments.pages);
    make(&arguments.making, pages, formats, arguments.merge.as_deref(), give_back)
}

pub fn draft(arguments: &Draft, give_back: fn()) -> u8 {
    make(&arguments.making, None, Formats { pdf: false, md: true }, None, give_back)
}

fn make(
    making: &Making,
    pages: Option<&Pages>,
    formats: Formats,
    book: Option<&Path>,
    give_back: fn(),
) -> u8 {
    let stop = |report: &mut Report, sources: &Sources| {
        let code = output::stop(report, sources);
        output::complain("没有生成任何文书，请先改正错误");
        code
    };
    let mut sources = Sources::new();
    let mut report = Report::new();
    let templates = making.workbook.templates.templates.as_deref();
    let Some(project) =
        Project::open(&making.workbook.workbook, templates, &mut sources, &mut report)
    else {
        return stop(&mut report, &sources);
    };
    let ledger = project.ledger();
    rules::check_data(&project.workbook, &ledger, &mut report);
    let Some(writer) = project.writer(&ledger, &sources, &mut report) else {
        return stop(&mut report, &sources);
    };
    let selection = Selection {
        only: making.only.clone(),
        schools: making.school.clone(),
        zones: making.zone.clone(),
        shard: making.shard,
    };
    let plan = batch::plan(&project.workbook, &writer, &selection, &mut report);
    if report.has_errors() {
        return stop(&mut report, &sources);
    }
    output::advise(report, &sources);
    if making.dry_run {
        return list(&plan);
    }
    let typesetter =
        match pages.map(|pages| fonts::typesetter(pages, &project.profile.profile)) {
            None => None,
            Some(Ok(typesetter)) => Some(typesetter.on_threads(making.threads().get())),
            Some(Err(code)) => return code,
        };
    let by_hand = match pages.map(|pages| by_hand(making, pages, &project, &plan)) {
        None => None,
        Some(Ok(by_hand)) => by_hand.map(|it| it.on_threads(making.threads().get())),
        Some(Err(code)) => return code,
    };
    let asked = Asked { selection, formats, resume: making.resume };
    let read = project.digest(&sources);
    let run = Run {
        making,
        build: Build {
            project: &project,
            read,
            writer: &writer,
            typesetter: typesetter.as_ref(),
            by_hand: by_hand.as_ref(),
            asked: &asked,
            threads: making.threads(),
            give_back,
        },
        book,
    };
    match run.all(&plan, &mut sources) {
        Ok(code) => code,
        Err(fault) => output::fault(&fault),
    }
}

/// The typesetter for manuscripts that lie in the output folder, where that has a
/// 版式.yaml of its own; the error is the exit code, after the message was printed.
fn by_hand(
    making: &Making,
    pages: &Pages,
    project: &Project,
    plan: &Plan,
) -> Result<Option<Typesetter>, u8> {
    let is_there =
        |planned: &Planned| making.out.join(format!("{}.md", planned.stem)).exists();
    if !batch::has_own_profile(&making.out) || !plan.documents.iter().any(is_there) {
        return Ok(None);
    }
    let profile = fonts::profile(Some(&making.out))?;
    if profile == project.profile.profile {
        return Ok(None);
    }
    fonts::typesetter(pages, &profile).map(Some)
}

/// What would be made.
fn list(plan: &Plan) -> u8 {
    let (selected, rest): (Vec<&Planned>, Vec<&Planned>) =
        plan.documents.iter().partition(|document| document.selected);
    for document in &selected {
        output::line(&document.stem);
    }
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for document in &selected {
        match kinds.iter_mut().find(|(kind, _)| *kind == document.kind.name) {
            Some((_, count)) => *count += 1,
            None => kinds.push((&document.kind.name, 1)),
        }
    }
    let kinds: Vec<String> =
        kinds.iter().map(|(kind, count)| format!("{kind}{count}份")).collect();
    let left = if rest.is_empty() {
        String::new()
    } else {
        format!("，没有选的{}份", rest.len())
    };
    output::line(format_args!("要做{}份：{}{left}", selected.len(), kinds.join("，")));
    super::CLEAN
}

struct Run<'a> {
    making: &'a Making,
    build: Build<'a>,
    /// The one PDF for the print shop.
    book: Option<&'a Path>,
}

impl Run<'_> {
    fn all(&self, plan: &Plan, sources: &mut Sources) -> Result<u8, Fault> {
        if let Some(book) = self.book {
            batch::make_folder(batch::folder_of(book))?;
            if let Err(fault) = batch::may_be_bound(book) {
                return Ok(unbound(book, &fault));
            }
        }
        let folder = Folder::open(&self.making.out, self.build.asked.selection.shard)?;
        if let Some(unread) = folder.unread() {
            output::complain(format_args!(
                "警告: 读不了 {}（{}），以前做的全部重做；里面的文稿改过没有，也看不出来了",
                unread.path.display(),
                reason(&unread.source)
            ));
        }
        let stop = stop_on_ctrl_c();
        let mut progress = Progress::new(&plan.documents, self.making.quiet);
        let mut told = Told::default();
        let tell = |document: &Planned, outcome: &mut Outcome, sources: &Sources| {
            progress.pause(|| told.outcome(outcome, sources));
            let pages = outcome.row.pages().filter(|_| self.build.asked.formats.pdf);
            progress.step(document, &outcome.row.status, pages);
        };
        let built = self.build.run(plan, &folder, sources, &stop, tell)?;
        progress.end();
        told.end();
        let counts = built.manifest.counts;
        if self.build.by_hand.is_some() && counts.by_hand > 0 {
            output::complain(format_args!(
                "提示: 改过的文稿照 {} 排版，其余的照工作簿的版式",
                self.making.out.join(PROFILE).display()
            ));
        }
        let mut failing = told.failures() > 0;
        for fault in &built.faults {
            failing = true;
            output::fault(fault);
        }
        abandoned(&built.abandoned.made);
        lost(&built.abandoned.edited);
        renumbered(&built.renumbered);
        output::same_numbers(&built.same_numbers);
        let mut lacking = false;
        if let Some(book) = self.book {
            let letters = BookList::of(&built.manifest.editions);
            match self.bind(book, &folder, &letters, &stop, progress) {
                Ok(bound) => lacking = matches!(bound, Bound::Lacking(_)),
                Err(fault) => {
                    failing = true;
                    unbound(book, &fault);
                }
            }
        }
        output::counts(&counts, &self.making.out);
        let failures = told.failures();
        if counts.stopped + failures > 0 {
            let first = if failures > 0 { "照上面说的办好以后，" } else { "" };
            let undone = counts.stopped + failures;
            output::line(format_args!(
                "还有{undone}份没有做，{first}加 --resume 再运行一次就接着做"
            ));
        }
        if built.listed {
            folder.close()?;
        }
        Ok(if failing {
            super::FAILED
        } else if stop.load(Ordering::Relaxed) {
            super::STOPPED
        } else if counts.failed > 0 || lacking {
            super::FOUND
        } else {
            super::CLEAN
        })
    }

    /// All documents that were picked, as one PDF; none where one of them is
    /// lacking.
    fn bind(
        &self,
        book: &Path,
        folder: &Folder,
        letters: &BookList,
        stop: &AtomicBool,
        mut progress: Progress,
    ) -> Result<Bound, Fault> {
        progress.bind(letters.count());
        let bound = batch::bind(book, folder, letters, stop, || progress.bound());
        progress.end();
        let place = book.display();
        let bound = bound?;
        match bound {
            Bound::Book(count) => output::line(format_args!("已合成 {place}（{count}份）")),
            Bound::Lacking(count) => {
                output::complain(format_args!(
                    "错误: 还有{count}份没有做成，没有合成 {place}"
                ));
            }
            Bound::Stopped => output::complain(format_args!("中途停止，没有合成 {place}")),
        }
        Ok(bound)
    }
}

/// Prints why there is no book; gives the exit code.
fn unbound(book: &Path, fault: &Fault) -> u8 {
    let (why, help) = if fault.is_in_the_way() {
        let help = "请把它改名或者移走，或者在 --merge 后面换一个文件名";
        ("已有同名的文件，不是程序合成的".to_owned(), help)
    } else if fault.is_full() {
        (reason(&fault.source), "请腾出磁盘空间，或者在 --merge 后面换到别的磁盘上")
    } else {
        let help =
            "请关上正打开它的程序；没有打开的，请检查权限，或者在 --merge 后面换一个地方";
        (reason(&fault.source), help)
    };
    output::wrong(format_args!("没有合成 {}：{why}", book.display()), help)
}

/// Names some of the files that this run would not make, and says how many there are.
fn abandoned(files: &[String]) {
    const SHOWN: usize = 5;
    if files.is_empty() {
        return;
    }
    let etc = if files.len() > SHOWN { "等" } else { "" };
    output::line(format_args!(
        "以前做的、这次没有的{}个文件还在，用不着就请删去：{}{etc}",
        files.len(),
        files[..files.len().min(SHOWN)].join("、")
    ));
}

/// Names the manuscripts that were changed by hand and belong to no document any more.
fn lost(manuscripts: &[String]) {
    if manuscripts.is_empty() {
        return;
    }
    output::complain(format_args!(
        "警告: 有{}份改过的文稿没有用上，编号、日期或学校变了，对不上现在的文书：{}\n  \
         要用的，请把改动写到现在的文稿里，或者把数据改回去",
        manuscripts.len(),
        manuscripts.join("、"),
    ));
}

/// Says which letters have another 发文字号 than before: what has been sent out keeps
/// its own.
fn renumbered(letters: &[Renumbered]) {
    let Some(first) = letters.first() else { return };
    output::complain(format_args!(
        "警告: 有{}份文书的发文字号与以前做的不同，如“{}”由 {} 变成 {}\n  \
         已经印发的不能改号：请照原来的次序排列结果，新增的排在最后",
        letters.len(),
        first.addressee,
        first.before,
        first.now,
    ));
}

fn is_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"))
}

/// Set when the clerk presses Ctrl-C; a second time ends the program at once,
/// which loses no more than the documents at hand.
///
/// A signal that the program was started to ignore, as under `nohup`, is not taken
/// over, nor are the others then: they end the program at once.
fn stop_on_ctrl_c() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let pressed = stop.clone();
    let handled = ctrlc::try_set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(super::STOPPED.into());
        }
        output::complain("正在停下：手上的几份做完就停；再按一次 Ctrl-C 马上停");
    });
    match handled {
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => {}
        Err(error) => {
            output::complain(format_args!("提示: 这台电脑上 Ctrl-C 会马上停下（{error}）"))
        }
    }
    stop
}

impl Making {
    /// How many documents are made at the same time.
    fn threads(&self) -> NonZero<usize> {
        let cores = || thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        self.threads.unwrap_or_else(cores)
    }
}
