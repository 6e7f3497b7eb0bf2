//! What a letter costs, beside plain use of Typst on the same content in the same
//! run: `cargo bench --bench letters`, or with the number of schools of the
//! largest run: `cargo bench --bench letters -- 10000`.
//!
//! Figures are CPU times; ratios between lines of one run are what counts.

#[path = "letters/county.rs"]
mod county;
#[path = "letters/peers.rs"]
mod peers;
#[path = "letters/plain.rs"]
mod plain;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use dudao::batch::{Project, Selection, plan, write_manuscript};
use dudao::diagnostic::{Report, Sources};
use dudao::document::Document;
use dudao::manuscript;
use dudao::typeset::{FontSources, Fonts, Profile, Standard, Typesetter};
use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// Letters that are made in this process, to see where the time goes.
const HERE: usize = 200;

/// How often one thread and two are measured, one after the other.
const ROUNDS: usize = 6;

fn main() {
    let most = std::env::args().filter_map(|argument| argument.parse().ok()).next();
    let most: usize = most.unwrap_or(1000);
    let folder = tempfile::tempdir().expect("a folder for the benchmark");
    // First, for a process inherits the greatest memory that its parent ever had.
    println!("整批生成（dudao build，每校一份两页的信）");
    println!("  份数  线程  CPU毫秒/份  墙钟秒  份/秒  峰值MB  字节/份");
    let mut full = Vec::new();
    for schools in [100, 1000, 10_000].into_iter().filter(|n| *n <= most) {
        full.push(build(folder.path(), schools, 1, &[]));
        // Before a thousand, for only a new greatest memory is known.
        if schools == 100 {
            build(folder.path(), schools, 2, &[]);
        }
    }
    build(folder.path(), most, 2, &[]);
    let again = build(folder.path(), most, 1, &["--resume"]);
    let Some(last) = full.last() else { return };
    if let [.., thousand, ten] = full.as_slice() {
        println!("  每份CPU：最多一批是前一批的 {:.2} 倍", ten / thousand);
    }
    println!("  没有变化时重跑是全跑的 {:.1}%", 100.0 * again / last);
    threads(folder.path(), most.min(1000));
    let documents = stages(folder.path());
    let peer = plain::letters(&documents);
    println!(
        "\n同样的内容直接用 Typst 库排：{peer:.2} 毫秒/份；本程序整批是它的 {:.2} 倍",
        last / peer
    );
    peers::report(folder.path(), &documents, *last);
    single(folder.path());
}

/// The CPU time of this process, in milliseconds.
fn now() -> f64 {
    milliseconds(getrusage(UsageWho::RUSAGE_SELF).expect("a clock"))
}

fn milliseconds(usage: Usage) -> f64 {
    (usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1000.0
}

/// Where the time of a letter goes; gives the documents.
fn stages(folder: &Path) -> Vec<Document> {
    let workbook = folder.join("stages");
    county::write(&workbook, HERE);
    let (mut sources, mut report) = (Sources::new(), Report::new());
    let start = now();
    let project = Project::open(&workbook, None, &mut sources, &mut report).expect("data");
    let opened = now();
    let ledger = project.ledger();
    let writer = project.writer(&ledger, &sources, &mut report).expect("templates");
    let editions =
        plan(&project.workbook, &writer, &Selection::default(), &mut report).documents;
    let planned = now();
    let texts: Vec<String> = editions
        .iter()
        .map(|document| {
            let edition = &project.workbook.record.editions[document.edition];
            write_manuscript(
                &writer.draft(document.kind, edition, document.subject).expect("a draft"),
            )
        })
        .collect();
    let drafted = now();
    let documents: Vec<Document> = texts
        .iter()
        .map(|text| {
            let id = sources.add("", text.as_str());
            manuscript::parse(id, text, &mut report).expect("a document")
        })
        .collect();
    let parsed = now();
    let fonts = Fonts::discover(&FontSources::default()).expect("fonts");
    let typesetter = Typesetter::new(fonts, &Profile::default(), Standard::Archive);
    let (mut layout, mut export, mut pages, mut bytes) = (0.0, 0.0, 0, 0);
    for document in &documents {
        let before = now();
        let set = typesetter.set(document, &Default::default()).expect("pages");
        let middle = now();
        let pdf = set.pdf().expect("a PDF");
        layout += middle - before;
        export += now() - middle;
        pages += set.count();
        bytes += pdf.len();
    }
    let each = |time: f64| time / HERE as f64;
    println!(
        "\n一份信的CPU时间（毫秒，{HERE}份平均，平均{:.1}页、{}字节）",
        pages as f64 / HERE as f64,
        bytes / HERE
    );
    for (name, time) in [
        ("读数据、算数字", opened - start),
        ("备模板、列计划", planned - opened),
        ("写文稿", drafted - planned),
        ("读文稿", parsed - drafted),
        ("排版", layout),
        ("存PDF", export),
    ] {
        println!("  {name:　<7} {:7.3}", each(time));
    }
    documents
}

/// The CPU time of all processes that were started and have ended, in milliseconds.
fn children() -> f64 {
    milliseconds(getrusage(UsageWho::RUSAGE_CHILDREN).expect("a clock"))
}

/// A run of the program on a county of so many schools.
struct Run {
    command: Command,
    out: PathBuf,
}

impl Run {
    /// `name` is that of the folder for its outputs.
    fn new(folder: &Path, name: &str, schools: usize, threads: usize) -> Self {
        let workbook = folder.join(format!("county-{schools}"));
        if !workbook.exists() {
            county::write(&workbook, schools);
        }
        let out = folder.join(name);
        let mut command = Command::new(env!("CARGO_BIN_EXE_dudao"));
        command
            .arg("build")
            .arg(&workbook)
            .args(["--no-system-fonts", "--quiet", "--threads", &threads.to_string(), "--out"])
            .arg(&out)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Self { command, out }
    }

    /// Starts the run; its end is to be waited for.
    fn start(&mut self) -> Child {
        self.command.spawn().expect("the program runs")
    }
}

/// The wall time of runs that begin together, in seconds.
#[expect(clippy::disallowed_methods, reason = "it measures time")]
fn wall<const N: usize>(mut runs: [Run; N]) -> f64 {
    let started = std::time::Instant::now();
    for mut run in runs.each_mut().map(Run::start) {
        assert!(run.wait().expect("an end").success(), "the county builds");
    }
    started.elapsed().as_secs_f64()
}

/// What a second thread gains, beside what the machine gives to a second process. The
/// pace of the machine drifts: only runs that follow one another can be compared, and
/// only their averages say something. Nothing is deleted between, for ext4 takes longer
/// to make files where many were deleted just before.
fn threads(folder: &Path, schools: usize) {
    let (mut one, mut both, mut two) = (0.0, 0.0, 0.0);
    print!("  {schools}份，两个线程比一个线程快几倍：");
    for round in 0..ROUNDS {
        let run = |of: &str, threads| {
            Run::new(folder, &format!("round-{round}-{of}"), schools, threads)
        };
        let alone = wall([run("one", 1)]);
        both += wall([run("left", 1), run("right", 1)]);
        let threads = wall([run("two", 2)]);
        print!(" {:.2}", alone / threads);
        (one, two) = (one + alone, two + threads);
    }
    println!("；平均 {:.2}，两个各一个线程的进程同时跑是 {:.2}", one / two, 2.0 * one / both);
}

/// Runs the program on a county of so many schools; gives the CPU time of a letter, in
/// milliseconds.
fn build(folder: &Path, schools: usize, threads: usize, more: &[&str]) -> f64 {
    let mut run = Run::new(folder, &format!("out-{schools}-{threads}"), schools, threads);
    run.command.args(more);
    let out = run.out.clone();
    let (before, greatest) = (children(), peak());
    let wall = wall([run]);
    let cpu = (children() - before) / schools as f64;
    // Only a new greatest value is known to be this run's.
    let peak = Some(peak()).filter(|peak| *peak > greatest).map(|peak| peak.to_string());
    let entries = std::fs::read_dir(&out).expect("outputs");
    let pdfs = entries.flatten().filter(|e| e.path().extension().is_some_and(|e| e == "pdf"));
    let bytes: u64 = pdfs.filter_map(|entry| Some(entry.metadata().ok()?.len())).sum();
    println!(
        "  {schools:5}  {threads:4}  {cpu:10.2}  {wall:6.2}  {:5.0}  {:>6}  {:7}{}",
        schools as f64 / wall,
        peak.unwrap_or_else(|| "-".to_owned()),
        bytes / schools as u64,
        more.join(" "),
    );
    cpu
}

/// The greatest memory of all processes that were started and have ended, in MB.
fn peak() -> i64 {
    getrusage(UsageWho::RUSAGE_CHILDREN).expect("a clock").max_rss() / 1024
}

/// One summary from a cold start.
fn single(folder: &Path) {
    let workbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-inputs/linxia-2014");
    let before = children();
    let runs = 5;
    for _ in 0..runs {
        let status = Command::new(env!("CARGO_BIN_EXE_dudao"))
            .arg("build")
            .arg(&workbook)
            .args(["--no-system-fonts", "--quiet", "--only", "年度工作总结", "--out"])
            .arg(folder.join("single"))
            .stdout(Stdio::null())
            .status()
            .expect("the program runs");
        assert!(status.success(), "the summary builds");
    }
    let each = (children() - before) / f64::from(runs);
    println!("\n单独一份年度工作总结，从启动到存好：{each:.0} 毫秒");
}
