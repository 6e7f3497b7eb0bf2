//! The command line. The only user of clap; one file per command.

mod build;
mod check;
mod figures;
mod fonts;
mod kinds;
mod new;
mod output;
mod rules;
mod schema;
mod typeset;
mod usage;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

/// 0: clean.
const CLEAN: u8 = 0;
/// 1: errors in the data or the wording.
const FOUND: u8 = 1;
/// 2: wrong use, or a failing machine.
const FAILED: u8 = 2;

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
    /// 数字台账：列出算出的每个数字、怎么算的、出自哪里、用在哪里
    Figures(Workbook),
    /// 列出可以写的文种
    Kinds(Templates),
    /// 列出所用的字体和来源
    Fonts(FontList),
    /// 输出工作簿的 JSON Schema，供编辑器自动补全
    Schema,
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

#[derive(Args)]
struct Selection {
    #[command(flatten)]
    workbook: Workbook,
    /// 只做文种、标题或学校含有这些字的文书
    #[arg(long, value_name = "文种或标题")]
    only: Option<String>,
    /// 存到哪个文件夹，不写就是 out
    #[arg(long, value_name = "文件夹", default_value = "out")]
    out: PathBuf,
}

#[derive(Args)]
struct Build {
    #[command(flatten)]
    selection: Selection,
    /// 存成哪些格式：pdf 成品，md 文稿；用逗号隔开，不写就是 pdf
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        value_delimiter = ',',
        default_value = "pdf"
    )]
    format: Vec<OutputFormat>,
    #[command(flatten)]
    pages: Pages,
}

#[derive(Args)]
struct Draft {
    #[command(flatten)]
    selection: Selection,
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

/// Runs the program with these arguments, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let command = usage::in_chinese(Cli::command());
    let cli = match command.try_get_matches_from(arguments) {
        Ok(matches) => match Cli::from_arg_matches(&matches) {
            Ok(cli) => cli,
            Err(error) => return usage::report(&error),
        },
        Err(error) => return usage::report(&error),
    };
    let code = match cli.command {
        Command::Build(arguments) => build::build(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Rules => rules::list(),
        Command::Explain { id } => rules::explain(&id),
        Command::Draft(arguments) => build::draft(&arguments),
        Command::Typeset(arguments) => typeset::run(&arguments),
        Command::Figures(arguments) => figures::run(&arguments),
        Command::Kinds(arguments) => kinds::run(&arguments),
        Command::Fonts(arguments) => fonts::run(&arguments),
        Command::Schema => schema::run(),
        Command::New { folder } => new::run(&folder),
    };
    ExitCode::from(code)
}
