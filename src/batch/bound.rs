//! All letters in one PDF for the print shop.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use lopdf::{Dictionary, Document, Object, ObjectId};
use pdf_writer::{Chunk, Finish, Name, Null, Obj, Ref, Str, TextStr};

use crate::diagnostic::reason;

use super::digest::Digest;
use super::files::{self, Fault};
use super::folder::Folder;
use super::manifest::{Row, Skip, Status};
use super::program::PROGRAM;

/// What came of binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A book of so many letters.
    Book(usize),
    /// No book, for so many letters are lacking.
    Lacking(usize),
    /// No book: stopped.
    Stopped,
}

/// The letters of a run that a book holds: all that were picked.
#[derive(Debug)]
pub struct BookList {
    keys: Vec<String>,
    /// How many are not there as this run would make them.
    lacking: usize,
}

impl BookList {
    pub fn of(rows: impl IntoIterator<Item: Borrow<Row>>) -> BookList {
        let mut letters = BookList { keys: Vec::new(), lacking: 0 };
        for row in rows {
            let row = row.borrow();
            if row.status == Status::Skipped(Skip::Unselected) {
                continue;
            }
            if row.status.is_current() && row.output(".pdf").is_some() {
                letters.keys.push(row.key.clone());
            } else {
                letters.lacking += 1;
            }
        }
        letters
    }

    /// How many there are, with those that are lacking.
    pub fn count(&self) -> usize {
        self.keys.len() + self.lacking
    }
}

/// Binds the PDFs of a run into one, each beginning on an odd page and under a
/// bookmark of its own; none where one of them is lacking. The file appears whole or
/// not at all. It is a plain PDF 1.7, without the tags for reading aloud. `tell` is
/// called after each letter.
pub fn bind(
    target: &Path,
    folder: &Folder,
    letters: &BookList,
    stop: &AtomicBool,
    mut tell: impl FnMut(),
) -> Result<Bound, Fault> {
    if letters.lacking > 0 {
        return Ok(Bound::Lacking(letters.lacking));
    }
    may_be_bound(target)?;
    // Its own name in that of the part: other books may be bound beside it.
    let name = target.file_name().unwrap_or_default().display();
    let temporary = files::temporary(&format!("-{name}"));
    files::sweep(files::folder_of(target), &temporary)?;
    let mut stopped = false;
    let written = files::write_with(target, &temporary, |file| {
        let mut book = Book::new(BufWriter::new(file))?;
        for key in &letters.keys {
            let path = folder.path().join(format!("{key}.pdf"));
            stopped = stop.load(Ordering::Relaxed);
            if stopped {
                return Err(io::Error::from(io::ErrorKind::Interrupted));
            }
            let of_letter = |error| {
                io::Error::other(format!("放不进 {}（{}）", path.display(), reason(&error)))
            };
            let letter = std::fs::read(&path).map_err(of_letter)?;
            book.add(key, &letter).map_err(|error| match error.raw_os_error() {
                // The machine fails at the book, not at the letter.
                Some(_) => error,
                None => of_letter(error),
            })?;
            tell();
        }
        book.finish()
    });
    match written {
        Err(_) if stopped => Ok(Bound::Stopped),
        written => written.map(|()| Bound::Book(letters.keys.len())),
    }
}

/// Fails where a file is in the way that is no book of ours.
pub fn may_be_bound(target: &Path) -> Result<(), Fault> {
    let fault = |source| Fault { path: target.to_owned(), source };
    let mut file = match File::open(target) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(fault(error)),
    };
    let mut beginning = vec![0; HEADER.len()];
    match file.read_exact(&mut beginning) {
        Ok(()) if beginning == HEADER => Ok(()),
        _ => Err(fault(io::Error::from(io::ErrorKind::AlreadyExists))),
    }
}

/// How a book begins; the comment tells ours from other files.
const HEADER: &[u8] = b"%PDF-1.7\n%\x80\x80\x80\x80\n% bound by dudao\n";

/// A PDF that grows letter by letter. What several letters share, such as a
/// seal, is written once. Memory holds places, bookmarks and a digest of each
/// object: 2 to 3 KB a letter.
struct Book<W> {
    out: W,
    written: u64,
    /// Where each object begins, by its number less one.
    places: Vec<u64>,
    shared: BTreeMap<[u8; 32], Ref>,
    letters: Vec<Letter>,
    root: Ref,
}

struct Letter {
    title: String,
    node: Ref,
    first: Ref,
    /// Pages, with the blank one if there is one.
    count: i32,
}

/// The numbers of objects in a letter and in the book.
type Numbers = BTreeMap<ObjectId, Ref>;

impl<W: Write> Book<W> {
    fn new(mut out: W) -> io::Result<Self> {
        out.write_all(HEADER)?;
        let mut book = Self {
            out,
            written: HEADER.len() as u64,
            places: Vec::new(),
            shared: BTreeMap::new(),
            letters: Vec::new(),
            root: Ref::new(1),
        };
        book.root = book.number();
        Ok(book)
    }

    fn add(&mut self, title: &str, bytes: &[u8]) -> io::Result<()> {
        let document = Document::load_mem(bytes).map_err(io::Error::other)?;
        let pages: Vec<ObjectId> = document.page_iter().collect();
        let node = self.number();
        let mut numbers = Numbers::new();
        let mut kids: Vec<Ref> = Vec::new();
        let mut paper = Object::Null;
        for &page in &pages {
            let mut dictionary = page_alone(&document, page)?;
            let number = self.number();
            self.follow_all(&document, &dictionary, &mut numbers)?;
            let mut chunk = Chunk::new();
            let mut dict = chunk.indirect(number).dict();
            dict.pair(Name(b"Parent"), node);
            write_entries(&mut dict, &dictionary, &numbers);
            dict.finish();
            self.put(number, &chunk)?;
            kids.push(number);
            paper = dictionary.remove(b"MediaBox").unwrap_or(Object::Null);
        }
        let Some(&first) = kids.first() else { return Ok(()) };
        if kids.len() % 2 == 1 {
            let blank = self.number();
            let mut chunk = Chunk::new();
            let mut dict = chunk.indirect(blank).dict();
            dict.pair(Name(b"Type"), Name(b"Page"));
            dict.pair(Name(b"Parent"), node);
            write(dict.insert(Name(b"MediaBox")), &paper, &numbers);
            dict.insert(Name(b"Resources")).dict();
            dict.finish();
            self.put(blank, &chunk)?;
            kids.push(blank);
        }
        let count = kids.len() as i32;
        let mut chunk = Chunk::new();
        let mut dict = chunk.indirect(node).dict();
        dict.pair(Name(b"Type"), Name(b"Pages"));
        dict.pair(Name(b"Parent"), self.root);
        dict.pair(Name(b"Count"), count);
        dict.insert(Name(b"Kids")).array().items(kids);
        dict.finish();
        self.put(node, &chunk)?;
        self.letters.push(Letter { title: title.to_owned(), node, first, count });
        Ok(())
    }

    /// Copies everything that a value refers to.
    fn follow(
        &mut self,
        document: &Document,
        value: &Object,
        numbers: &mut Numbers,
    ) -> io::Result<()> {
        match value {
            Object::Reference(id) => self.copy(document, *id, numbers),
            Object::Array(items) => {
                items.iter().try_for_each(|item| self.follow(document, item, numbers))
            }
            Object::Dictionary(entries) => self.follow_all(document, entries, numbers),
            Object::Stream(stream) => self.follow_all(document, &stream.dict, numbers),
            _ => Ok(()),
        }
    }

    fn follow_all(
        &mut self,
        document: &Document,
        entries: &Dictionary,
        numbers: &mut Numbers,
    ) -> io::Result<()> {
        entries.iter().try_for_each(|(_, value)| self.follow(document, value, numbers))
    }

    fn copy(
        &mut self,
        document: &Document,
        id: ObjectId,
        numbers: &mut Numbers,
    ) -> io::Result<()> {
        if numbers.contains_key(&id) {
            return Ok(());
        }
        let object = document.get_object(id).map_err(io::Error::other)?;
        // Our letters do not refer in circles; one that did would not go on for
        // ever, but lead to the root of the pages there.
        numbers.insert(id, self.root);
        self.follow(document, object, numbers)?;
        let number = self.number();
        let mut chunk = Chunk::new();
        match object {
            Object::Stream(stream) => {
                let mut written = chunk.stream(number, &stream.content);
                let mut dictionary = stream.dict.clone();
                dictionary.remove(b"Length");
                write_entries(&mut written, &dictionary, numbers);
            }
            _ => write(chunk.indirect(number), object, numbers),
        }
        let header = format!("{} 0 obj", number.get());
        let content = Digest::of(&chunk.as_bytes()[header.len()..]);
        let there = self.shared.get(content.as_bytes()).copied();
        match there {
            Some(there) => {
                self.places.pop();
                numbers.insert(id, there);
            }
            None => {
                self.put(number, &chunk)?;
                self.shared.insert(*content.as_bytes(), number);
                numbers.insert(id, number);
            }
        }
        Ok(())
    }

    /// A number for a new object.
    fn number(&mut self) -> Ref {
        self.places.push(0);
        Ref::new(self.places.len() as i32)
    }

    /// Writes the one object of a chunk.
    fn put(&mut self, number: Ref, chunk: &Chunk) -> io::Result<()> {
        self.places[number.get() as usize - 1] = self.written;
        self.out.write_all(chunk.as_bytes())?;
        self.written += chunk.len() as u64;
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        let letters = std::mem::take(&mut self.letters);
        let mut chunk = Chunk::new();
        let mut dict = chunk.indirect(self.root).dict();
        dict.pair(Name(b"Type"), Name(b"Pages"));
        dict.pair(Name(b"Count"), letters.iter().map(|letter| letter.count).sum::<i32>());
        dict.insert(Name(b"Kids")).array().items(letters.iter().map(|letter| letter.node));
        dict.finish();
        self.put(self.root, &chunk)?;
        let bookmarks = self.bookmarks(&letters)?;
        let catalog = self.number();
        let mut chunk = Chunk::new();
        let mut dict = chunk.indirect(catalog).dict();
        dict.pair(Name(b"Type"), Name(b"Catalog"));
        dict.pair(Name(b"Pages"), self.root);
        dict.pair(Name(b"Outlines"), bookmarks);
        dict.pair(Name(b"PageMode"), Name(b"UseOutlines"));
        dict.finish();
        self.put(catalog, &chunk)?;
        let about = self.number();
        let mut chunk = Chunk::new();
        chunk.indirect(about).dict().pair(Name(b"Creator"), TextStr(PROGRAM));
        self.put(about, &chunk)?;
        let (table, size) = (self.written, self.places.len() + 1);
        write!(self.out, "xref\n0 {size}\n0000000000 65535 f\r\n")?;
        for place in &self.places {
            write!(self.out, "{place:010} 00000 n\r\n")?;
        }
        write!(
            self.out,
            "trailer\n<< /Size {size} /Root {} 0 R /Info {} 0 R >>\nstartxref\n{table}\n%%EOF\n",
            catalog.get(),
            about.get()
        )?;
        self.out.flush()
    }

    fn bookmarks(&mut self, letters: &[Letter]) -> io::Result<Ref> {
        let root = self.number();
        let numbers: Vec<Ref> = letters.iter().map(|_| self.number()).collect();
        for (i, letter) in letters.iter().enumerate() {
            let mut chunk = Chunk::new();
            let mut dict = chunk.indirect(numbers[i]).dict();
            dict.pair(Name(b"Title"), TextStr(&letter.title));
            dict.pair(Name(b"Parent"), root);
            if i > 0 {
                dict.pair(Name(b"Prev"), numbers[i - 1]);
            }
            if let Some(&next) = numbers.get(i + 1) {
                dict.pair(Name(b"Next"), next);
            }
            let mut place = dict.insert(Name(b"Dest")).array();
            place.item(letter.first);
            place.item(Name(b"Fit"));
            place.finish();
            dict.finish();
            self.put(numbers[i], &chunk)?;
        }
        let mut chunk = Chunk::new();
        let mut dict = chunk.indirect(root).dict();
        dict.pair(Name(b"Type"), Name(b"Outlines"));
        if let (Some(&first), Some(&last)) = (numbers.first(), numbers.last()) {
            dict.pair(Name(b"First"), first);
            dict.pair(Name(b"Last"), last);
            dict.pair(Name(b"Count"), numbers.len() as i32);
        }
        dict.finish();
        self.put(root, &chunk)?;
        Ok(root)
    }
}

/// A page with what it inherits, and without what leads out of it.
fn page_alone(document: &Document, page: ObjectId) -> io::Result<Dictionary> {
    let get = |id| document.get_dictionary(id).map_err(io::Error::other);
    let mut own = get(page)?.clone();
    for key in [&b"Resources"[..], b"MediaBox", b"CropBox", b"Rotate"] {
        let mut above = get(page)?;
        while !own.has(key)
            && let Ok(parent) = above.get(b"Parent").and_then(Object::as_reference)
        {
            above = get(parent)?;
            if let Ok(value) = above.get(key) {
                own.set(key, value.clone());
            }
        }
    }
    for key in [&b"Parent"[..], b"StructParents", b"Tabs", b"Annots"] {
        own.remove(key);
    }
    Ok(own)
}

fn write_entries(dict: &mut pdf_writer::Dict, entries: &Dictionary, numbers: &Numbers) {
    for (key, value) in entries {
        write(dict.insert(Name(key)), value, numbers);
    }
}

fn write(target: Obj, object: &Object, numbers: &Numbers) {
    match object {
        Object::Boolean(value) => target.primitive(*value),
        Object::Integer(value) => match i32::try_from(*value) {
            Ok(value) => target.primitive(value),
            Err(_) => target.primitive(*value as f32),
        },
        Object::Real(value) => target.primitive(*value),
        Object::Name(name) => target.primitive(Name(name)),
        Object::String(text, _) => target.primitive(Str(text)),
        Object::Array(items) => {
            let mut array = target.array();
            for item in items {
                write(array.push(), item, numbers);
            }
        }
        Object::Dictionary(entries) => write_entries(&mut target.dict(), entries, numbers),
        Object::Reference(id) => match numbers.get(id) {
            Some(number) => target.primitive(*number),
            None => target.primitive(Null),
        },
        // A stream stands alone, and nothing is nothing.
        Object::Null | Object::Stream(_) => target.primitive(Null),
    }
}
