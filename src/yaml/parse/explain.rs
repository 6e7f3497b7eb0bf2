//! The parser's errors in words that a clerk understands.

use granit_parser::ErrorKind;

use crate::diagnostic::Diagnostic;

/// What the parser says, for a clerk.
pub(super) fn explain(kind: &ErrorKind) -> Diagnostic {
    use ErrorKind as Kind;
    let (id, message, help) = match kind {
        Kind::UnclosedQuotedScalar
        | Kind::InvalidTrailingSingleQuotedScalar
        | Kind::InvalidTrailingDoubleQuotedScalar
        | Kind::InvalidQuotedScalarIndent
        | Kind::DocumentIndicatorInQuotedScalar => (
            "YML-08",
            "引号没有成对",
            "检查这一行和前几行的半角引号：每一个都要有另一半；内容里的引号用中文的“ ”。",
        ),
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => (
            "YML-16",
            "双引号里不能直接写反斜杠“\\”",
            "外面的引号改用单引号 ' '，或者把反斜杠写两遍“\\\\”。",
        ),
        Kind::UnclosedFlowCollection { .. }
        | Kind::MismatchedFlowCollectionEnd { .. }
        | Kind::MisplacedFlowCollectionEnd
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping
        | Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator
        | Kind::BlockEntryInFlowCollection
        | Kind::FlowMappingValueAdjacentCollection
        | Kind::InvalidFlowScalarIndent => (
            "YML-08",
            "括号里的写法不对",
            "检查“[ ]”“{ }”是否成对，各项之间是否用半角逗号隔开。",
        ),
        Kind::InvalidIndentation
        | Kind::ExpectedBlockMappingKey
        | Kind::ExpectedBlockSequenceEntry
        | Kind::BlockSequenceEntryNotAllowed
        | Kind::InvalidBlockScalarIndent
        | Kind::MappingKeyNotAllowed
        | Kind::InvalidBlockEntryWhitespace => (
            "YML-09",
            "这里的缩进或层次和上下文对不上",
            "同一组的各行要左对齐，下一级比上一级多缩进两格；列表的每一项以“- ”开头。",
        ),
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInIndentation
        | Kind::TabInPlainScalar
        | Kind::InvalidMappingValueWhitespace => {
            ("YML-02", "这里不能用制表符（Tab 键）", "把制表符改成半角空格。")
        }
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => (
            "YML-13",
            "这一行没有冒号",
            "写成“名称: 内容”；如果是上一行文字的继续，就比上一行多缩进两格。",
        ),
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement => (
            "YML-14",
            "这里不能有半角冒号",
            "内容里的冒号改用中文的“：”，或者给整个内容加上半角引号 \" \"。",
        ),
        Kind::UnexpectedCharacter { .. } | Kind::PlainScalarStartsWithDashFlowIndicator => {
            ("YML-16", "内容不能以这个符号开头", "给整个内容加上半角引号 \" \"。")
        }
        Kind::InvalidBlockScalarHeader | Kind::ZeroBlockScalarIndent => (
            "YML-16",
            "“|”和“>”后面不能直接写内容",
            "内容另起一行并多缩进两格；如果这个符号是文字的一部分，给整个内容加上半角引号 \" \"。",
        ),
        Kind::CommentNotSeparated | Kind::CommentInterceptedScalar => (
            "YML-16",
            "这里的“#”用得不对",
            "说明文字的“#”前面空一格，不要写在一段文字的中间；是内容的一部分就加上半角引号。",
        ),
        Kind::RecursionLimitExceeded => {
            ("YML-17", "层次太深", "一层套一层的列表和项目最多 200 层，检查括号是否写多了。")
        }
        Kind::UnknownAnchor
        | Kind::MissingAnchorOrAliasName
        | Kind::ExpectedTagBang
        | Kind::MissingTagUri
        | Kind::UndeclaredTagHandle
        | Kind::InvalidTagTerminator
        | Kind::UnclosedVerbatimTag
        | Kind::DirectiveDisallowed
        | Kind::ExpectedDocumentStart => (
            "YML-11",
            "不支持以 &、*、!、% 开头的标记",
            "删去标记；如果是文字的一部分，给文字加上半角引号 \" \"。",
        ),
        Kind::BomInsideDocument => (
            "YML-16",
            "这里有一个看不见的符号（字节顺序标记）",
            "删去这一行开头的不可见字符，或者重打这一行。",
        ),
        _ => (
            "YML-18",
            "这里的写法看不懂",
            "检查这一行和上一行的缩进、冒号、引号和括号，对照样例重写。",
        ),
    };
    Diagnostic::error(id, message).help(help)
}
