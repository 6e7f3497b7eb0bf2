//! The process edge: arguments in, exit code out.

/// Layout makes and drops millions of small values; measured, this takes a tenth
/// off a letter. Version 2 of mimalloc is as fast as version 3 and holds less of what
/// was dropped: 2 to 8 MB. Without huge pages (`no_thp`), which Linux gives whole where
/// little is used: 20 MB more, and as slow.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    dudao::cli::run(std::env::args_os(), give_back)
}

/// Gives back to the machine what memory was dropped and not taken again; the allocator
/// would wait for the thread that dropped it to need more.
#[expect(unsafe_code, reason = "the function of a library in C")]
fn give_back() {
    // SAFETY: it may be called at any time.
    unsafe { libmimalloc_sys::mi_collect(true) }
}
