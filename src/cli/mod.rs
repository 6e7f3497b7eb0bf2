//! The command line. The only user of clap; one file per command.

mod build;
mod check;
mod figures;
mod fonts;
mod kinds;
mod manifest;
mod new;
mod output;
mod progress;
mod rules;
mod schema;
mod sheet;
mod told;
mod typeset;
mod usage;

use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::batch::Shard;

/// 0: clean.
const CLEAN: u8 = 0;
/// 1: errors in the data or the wording.
const FOUND: u8 = 1;
/// 2: wrong use, or a failing machine.
const FAILED: u8 = 2;
/// 130: stopped by Ctrl-C, as shells count it.
const STOPPED: u8 = 130;

#[derive(Parser)]
#[command(
    name = "dudao",
    version,
    about = "督导：把一年的教育督导数据写成公文",
    after_help = "第一次使用：dudao new 我的工作簿，然后 dudao build 我的工作簿"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 生成文书：按工作簿里的“文书”逐份写成、排版、存成 PDF
    Build(Build),
    /// 检查工作簿，或者一份文稿（.md）、一篇文字（.txt）：列出所有问题，加 --fix 改正有把握的
    Check(Check),
    /// 列出检查的规则
    Rules,
    /// 说明一条规则：查什么、依据什么、对错举例
    Explain {
        /// 规则的编号，如 PUN-01
        #[arg(value_name = "编号")]
        id: String,
    },
    /// 只写文稿：把每份文书写成可以修改的 Markdown 文稿
    Draft(Draft),
    /// 排版文稿：把改好的文稿排成 PDF
    Typeset(Typeset),
    /// 清单：几台电脑分着做完以后，把各份的清单合成一份
    #[command(subcommand)]
    Manifest(ManifestCommand),
    /// 数字台账：列出算出的每个数字、怎么算的、出自哪里、用在哪里
    Figures(Workbook),
    /// 列出可以写的文种
    Kinds(Templates),
    /// 列出所用的字体和来源
    Fonts(FontList),
    /// 输出工作簿的 JSON Schema，供编辑器自动补全
    Schema,
    /// 得分表：生成一项督导活动的 Excel 表，供填写各校的得分、亮点、问题
    Sheet(Sheet),
    /// 新建一个带说明、可以直接生成的工作簿
    New {
        /// 新文件夹的名称
        #[arg(value_name = "文件夹")]
        folder: PathBuf,
    },
}

#[derive(Args)]
struct Workbook {
    /// 工作簿：一个 YAML 文件，或者装有若干 YAML 文件的文件夹
    #[arg(value_name = "工作簿")]
    workbook: PathBuf,
    #[command(flatten)]
    templates: Templates,
}

#[derive(Args)]
struct Check {
    #[command(flatten)]
    workbook: Workbook,
    /// 列成什么样子：text 给人看，json 和 sarif 给程序读；不写就是 text
    #[arg(long, value_name = "格式", value_enum, default_value = "text")]
    format: ReportFormat,
    /// 改正有把握的问题（标点、写法等，从不改数），写回原来的文件，再列出剩下的
    #[arg(long)]
    fix: bool,
    /// 和 --fix 一起用：只显示会改哪些地方，不写文件
    #[arg(long, requires = "fix")]
    dry_run: bool,
    #[command(flatten)]
    fonts: Fonts,
}

#[derive(Args)]
struct Templates {
    /// 自己的模板文件夹，逐个文件替换自带的模板
    #[arg(long, value_name = "文件夹")]
    templates: Option<PathBuf>,
}

#[derive(Args)]
struct Fonts {
    /// 字体文件夹，放自己的字体
    #[arg(long, value_name = "文件夹")]
    fonts: Option<PathBuf>,
    /// 不用电脑上安装的字体，各台电脑排出的结果一样
    #[arg(long)]
    no_system_fonts: bool,
}

#[derive(Args)]
struct FontList {
    /// 工作簿，或者文稿所在的文件夹：按其中的 版式.yaml 选字体
    #[arg(value_name = "文件夹")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    fonts: Fonts,
}

#[derive(Args)]
struct Pages {
    #[command(flatten)]
    fonts: Fonts,
    /// PDF 按无障碍标准（PDF/UA-1）存；不写就按存档标准（PDF/A-2b）
    #[arg(long)]
    accessible: bool,
}

#[derive(Subcommand)]
enum ManifestCommand {
    /// 合并各份的 manifest-几-几.json，核对有没有缺的、重的
    Merge(Merge),
}

#[derive(Args)]
struct Merge {
    /// 各份的清单，一份也不能少
    #[arg(value_name = "清单", required = true)]
    manifests: Vec<PathBuf>,
    /// 合成的清单存到哪个文件夹；不写就存在第一份旁边
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
}

/// What `build` and `draft` have in common.
#[derive(Args)]
struct Making {
    #[command(flatten)]
    workbook: Workbook,
    /// 只做文种、标题或学校含有这些字的文书
    #[arg(long, value_name = "文种或标题")]
    only: Option<String>,
    /// 只做给这所学校的，写名称或代码；可以写几次
    #[arg(long, value_name = "学校")]
    school: Vec<String>,
    /// 只做给这个责任区各校的；可以写几次
    #[arg(long, value_name = "责任区")]
    zone: Vec<String>,
    /// 几台电脑分着做时，这台做第几份：1/8 是分成8份做第1份
    #[arg(long, value_name = "第几份/共几份")]
    shard: Option<Shard>,
    /// 存到哪个文件夹，不写就是 out
    #[arg(long, value_name = "文件夹", default_value = "out")]
    out: PathBuf,
    /// 只列出要做哪些文书，不做
    #[arg(long)]
    dry_run: bool,
    /// 接着上次做：没有变化的不重做，缺的、变了的才做
    #[arg(long)]
    resume: bool,
    /// 同时做几份；不写就看电脑有几个核
    #[arg(long, value_name = "份数", value_parser = at_least_one)]
    threads: Option<NonZero<usize>>,
    /// 不逐份列出，只说问题和总数
    #[arg(long)]
    quiet: bool,
}

#[derive(Args)]
struct Build {
    #[command(flatten)]
    making: Making,
    /// 存成哪些格式：pdf 成品，md 文稿；用逗号隔开，不写就是 pdf
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        value_delimiter = ',',
        default_value = "pdf"
    )]
    format: Vec<OutputFormat>,
    /// 再合成一个 PDF 交付印刷：各份都从单数页起
    #[arg(long, value_name = "文件.pdf")]
    merge: Option<PathBuf>,
    #[command(flatten)]
    pages: Pages,
}

#[derive(Args)]
struct Draft {
    #[command(flatten)]
    making: Making,
}

#[derive(Args)]
struct Sheet {
    /// 工作簿：一个 YAML 文件，或者装有若干 YAML 文件的文件夹
    #[arg(value_name = "工作簿")]
    workbook: PathBuf,
    /// 督导活动的名称或简称
    #[arg(value_name = "督导活动")]
    activity: String,
    /// 存成哪个文件（.xlsx）；不写就存成这项活动的“结果表”，或者存在工作簿的文件夹里
    #[arg(long, value_name = "文件")]
    out: Option<PathBuf>,
}

#[derive(Args)]
struct Typeset {
    /// 文稿，可以一次给几个；给文件夹就是其中所有的 .md
    #[arg(value_name = "文稿", required = true)]
    manuscripts: Vec<PathBuf>,
    /// 存到哪个文件夹；不写就存在文稿旁边
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
    #[command(flatten)]
    pages: Pages,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    Text,
    Json,
    Sarif,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    Pdf,
    Md,
}

fn at_least_one(text: &str) -> Result<NonZero<usize>, &'static str> {
    text.parse().map_err(|_| "要写一个数，最少是1")
}

/// Runs the program with these arguments, the program's own name first.
pub fn run(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
    give_back: fn(),
) -> ExitCode {
    let command = usage::in_chinese(Cli::command());
    let cli = match command.try_get_matches_from(arguments) {
        Ok(matches) => match Cli::from_arg_matches(&matches) {
            Ok(cli) => cli,
            Err(error) => return usage::report(&error),
        },
        Err(error) => return usage::report(&error),
    };
    let code = match cli.command {
        Command::Build(arguments) => build::build(&arguments, give_back),
        Command::Check(arguments) => check::run(&arguments),
        Command::Rules => rules::list(),
        Command::Explain { id } => rules::explain(&id),
        Command::Draft(arguments) => build::draft(&arguments, give_back),
        Command::Typeset(arguments) => typeset::run(&arguments),
        Command::Manifest(ManifestCommand::Merge(arguments)) => manifest::merge(&arguments),
        Command::Figures(arguments) => figures::run(&arguments),
        Command::Kinds(arguments) => kinds::run(&arguments),
        Command::Fonts(arguments) => fonts::run(&arguments),
        Command::Schema => schema::run(),
        Command::Sheet(arguments) => sheet::run(&arguments),
        Command::New { folder } => new::run(&folder),
    };
    ExitCode::from(if output::is_cut() { FAILED } else { code })
}
