//! `dudao new`.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::batch;

use super::output;

/// The starter workbook, compiled in.
static STARTER: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates/starter");

/// Lays a starter workbook into a folder that is new or empty.
pub fn run(folder: &Path) -> u8 {
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        let message = format!("文件夹 {} 里已经有东西，没有改动它", folder.display());
        return output::wrong(message, "请换一个名称，或者先清空这个文件夹");
    }
    let laid = batch::make_folder(folder).and_then(|()| {
        STARTER
            .files()
            .try_for_each(|file| batch::write_file(&folder.join(file.path()), file.contents()))
    });
    if let Err(fault) = laid {
        return output::fault(&fault);
    }
    output::line(format_args!("已建好工作簿 {}，里面的示例可以直接生成：", folder.display()));
    output::line(format_args!("  dudao build {}", folder.display()));
    output::line(format_args!("然后用记事本打开各个 .yaml 文件，换成自己的数据。"));
    super::CLEAN
}
