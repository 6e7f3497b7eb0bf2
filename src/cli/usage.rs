//! Help and wrong use in Chinese: clap's own words are English.

use std::error::Error;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::output;

const HELP: &str = "\
{before-help}{about-with-newline}
用法：{usage}

{all-args}{after-help}";

/// The command with Chinese headings and help for its own flags.
pub fn in_chinese(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let version = Arg::new("version").short('V').long("version");
    let version = version.action(ArgAction::Version).help("显示版本").help_heading("选项");
    below(command, &name).arg(version)
}

/// A command that is called by these words.
fn below(command: Command, words: &str) -> Command {
    let usage = usage(&command, words);
    command
        .override_usage(usage)
        .help_template(HELP)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示说明"))
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            let takes_values = arg.get_action().takes_values();
            arg.help_heading(heading)
                .hide_possible_values(takes_values)
                .hide_default_value(takes_values)
        })
        .mut_subcommands(|command| {
            let words = format!("{words} {}", command.get_name());
            below(command, &words)
        })
}

/// The usage line, which clap would write with English words.
fn usage(command: &Command, words: &str) -> String {
    if command.has_subcommands() {
        return format!("{words} 命令 [选项]");
    }
    let positionals: String = command
        .get_positionals()
        .map(|arg| {
            let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |n| n);
            let more = if matches!(arg.get_action(), ArgAction::Append) { "..." } else { "" };
            format!(" {name}{more}")
        })
        .collect();
    format!("{words}{positionals} [选项]")
}

/// Shows help where it was asked for, or says what is wrong with the command
/// line.
pub fn report(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        output::text(&error.render().to_string());
        return ExitCode::from(super::CLEAN);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        output::complaint(&error.render().to_string());
        return ExitCode::from(super::FAILED);
    }
    let mut help = String::new();
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg] {
        if let Some(meant) = text(error, kind) {
            help += &format!("是不是“{meant}”？\n  ");
        }
    }
    help += "用法请看 dudao --help，某个命令的用法请看 dudao 命令 --help";
    ExitCode::from(output::wrong(fact(error), help))
}

fn fact(error: &clap::Error) -> String {
    let argument = || {
        // `--format <格式>`: the flag alone says it.
        let argument = text(error, ContextKind::InvalidArg).unwrap_or_default();
        match argument.split_once(' ') {
            Some((flag, _)) if flag.starts_with("--") => flag.to_owned(),
            _ => argument.replace(['<', '>'], ""),
        }
    };
    let value = || text(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("没有“{command}”这个命令")
        }
        ErrorKind::UnknownArgument => format!("不认识“{}”", argument()),
        ErrorKind::MissingRequiredArgument => format!("缺少“{}”", argument()),
        ErrorKind::InvalidValue if value().is_empty() => {
            format!("“{}”后面缺少内容", argument())
        }
        ErrorKind::InvalidValue => match text(error, ContextKind::ValidValue) {
            Some(valid) => format!("“{}”不能是“{}”，可以是：{valid}", argument(), value()),
            None => format!("“{}”不能是“{}”", argument(), value()),
        },
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            format!("“{}”不能是“{}”：{why}", argument(), value())
        }
        ErrorKind::ArgumentConflict => format!("“{}”写了两次或不能一起用", argument()),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("“{}”后面的内容太多或太少", argument())
        }
        _ => "命令写得不对".to_owned(),
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join("、")),
        _ => None,
    }
}
