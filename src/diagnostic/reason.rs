//! Why the machine failed, in Chinese.

use std::io::{Error, ErrorKind};

/// The reason of an I/O error as a clerk can act on it.
pub fn reason(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限，或文件正被别的程序打开",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘已满",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "有同名的文件占了文件夹的位置",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::InvalidFilename => "文件名太长，或者有不能用的字符",
        ErrorKind::InvalidData => "内容不是 UTF-8 编码的文字",
        _ => return error.to_string(),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::reason;

    #[test]
    fn common_failures_are_told_in_chinese() {
        assert_eq!(reason(&Error::from(ErrorKind::StorageFull)), "磁盘已满");
        assert_eq!(reason(&Error::from_raw_os_error(21)), "这是文件夹，不是文件");
    }
}
