//! An archive read entry by entry.
//!
//! Of an entry its borders are sought first, and on the way what tells whether it can play a role: most cannot, and are passed
//! over with their bodies. The others are read as those of a short archive.

use std::borrow::Cow;
use std::io::Read;

use memchr::memmem;

use super::json::{Cursor, Member, Skim};
use super::source::Source;
use super::{Problems, Settled, Sink, Streamed};
use crate::readers::Unreadable;
use crate::readers::forms::har::{self, HAR, Places};
use crate::{Body, Captured, Missing, Place, Uri};

/// Bytes of the longest entry that is held. Of one that is longer the longest texts are left out.
const LONGEST: usize = 8 << 20;

/// Bytes of the longest text in an entry that is longer.
const LONGEST_TEXT: usize = 256 << 10;

/// Bytes of the largest body in which keys are sought, as it is escaped.
const LARGEST_KEY_SET: usize = 2 << 20;

/// Reads an archive to its end.
pub(super) fn read<S: Sink>(
    source: &mut Source<impl Read>,
    sink: &mut Settled<S>,
) -> Result<Streamed, Unreadable> {
    let mut reading = Reading { sink, places: Places::default(), problems: Problems::default(), entries: 0 };
    let broken = reading.document(source);
    let Reading { entries, mut problems, sink, .. } = reading;
    if sink.exchanges == 0 {
        return Err(har::nothing_streamed(entries, problems.all.first()));
    }
    if let Some(what) = broken {
        problems.add(format!("entry {}", entries + 1), what);
    }
    Ok(Streamed { form: &HAR, problems: problems.end() })
}

struct Reading<'s, 'k, S> {
    sink: &'s mut Settled<'k, S>,
    places: Places,
    problems: Problems,
    entries: usize,
}

const BREAKS_OFF: &str = "the file breaks off; this entry and all after it are lost";
const NO_JSON: &str = "it is no JSON; this entry and all after it are lost";
const BREAKS_OFF_BEHIND: &str = "the file breaks off here, after its last entry";
const BROKEN_BEHIND: &str = "it is no JSON from here on, after its last entry";

/// What a cursor found in what is held of a stream, of which it takes what it read; more is got where that is not enough.
/// `None` at the end of the stream.
fn take<T>(source: &mut Source<impl Read>, read: impl Fn(&mut Cursor) -> Option<T>) -> Option<T> {
    loop {
        let mut cursor = Cursor::new(source.bytes());
        if let Some(found) = read(&mut cursor) {
            let read = cursor.at();
            source.consume(read);
            return Some(found);
        }
        if !source.fill() {
            return None;
        }
    }
}

/// Passes over a value, however long it is.
fn pass_over(source: &mut Source<impl Read>) -> Option<()> {
    if !matches!(take(source, |cursor| cursor.peek())?, b'{' | b'[' | b'"') {
        return take(source, |cursor| cursor.value().map(drop));
    }
    let mut skim = Skim::default();
    loop {
        match skim.end(source.bytes()) {
            Some(end) => {
                source.consume(end);
                return Some(());
            }
            None => {
                source.consume(source.bytes().len());
                if !source.more() {
                    return None;
                }
            }
        }
    }
}

/// Where an archive broke.
enum Broken {
    /// Before the end of its entries.
    Off(&'static str),
    /// After them.
    Behind(&'static str),
}

impl<S: Sink> Reading<'_, '_, S> {
    /// Answers why not all of it was read.
    fn document(&mut self, source: &mut Source<impl Read>) -> Option<&'static str> {
        match self.object(source, true) {
            Err(Broken::Off(what) | Broken::Behind(what)) => Some(what),
            Ok(()) => take(source, |cursor| cursor.peek())
                .map(|_| "the archive ends here; what follows it was not read"),
        }
    }

    fn object(&mut self, source: &mut Source<impl Read>, is_outermost: bool) -> Result<(), Broken> {
        let mut has_entries = false;
        let ends = |has_entries: bool, before, behind| match has_entries {
            true => Broken::Behind(behind),
            false => Broken::Off(before),
        };
        let broken = |has_entries| ends(has_entries, NO_JSON, BROKEN_BEHIND);
        let off = |has_entries| ends(has_entries, BREAKS_OFF, BREAKS_OFF_BEHIND);
        if !take(source, |cursor| cursor.takes(b'{')).ok_or_else(|| off(false))? {
            return Err(broken(false));
        }
        loop {
            let name = take(source, |cursor| {
                Some(match cursor.member()? {
                    Member::Named(b"log") => Ok(Some(true)),
                    Member::Named(b"entries") => Ok(Some(false)),
                    Member::Named(_) => Ok(None),
                    Member::None => Err(true),
                    Member::NoJson => Err(false),
                })
            });
            match name.ok_or_else(|| off(has_entries))? {
                Err(true) => return Ok(()),
                Err(false) => return Err(broken(has_entries)),
                Ok(name) => {
                    let next = take(source, |cursor| cursor.peek()).ok_or_else(|| off(has_entries))?;
                    match (name, next) {
                        (Some(false), b'[') => {
                            self.list(source)?;
                            has_entries = true;
                        }
                        (Some(true), b'{') if is_outermost => {
                            self.object(source, false)?;
                            has_entries = true;
                        }
                        _ => pass_over(source).ok_or_else(|| off(has_entries))?,
                    }
                }
            }
        }
    }

    fn list(&mut self, source: &mut Source<impl Read>) -> Result<(), Broken> {
        let off = || Broken::Off(BREAKS_OFF);
        take(source, |cursor| cursor.takes(b'[')).ok_or_else(off)?;
        loop {
            let is_over = take(source, |cursor| {
                cursor.takes(b',')?;
                cursor.takes(b']')
            });
            if is_over.ok_or_else(off)? {
                return Ok(());
            }
            match take(source, |cursor| cursor.peek()).ok_or_else(off)? {
                b'{' => self.entry(source).ok_or_else(off)?,
                b'}' | b':' => return Err(Broken::Off(NO_JSON)),
                _ => {
                    pass_over(source).ok_or_else(off)?;
                    self.entries += 1;
                    self.problems.add(format!("entry {}", self.entries), "it is no object");
                }
            }
        }
    }

    /// Reads an entry; `None` where the stream ends in it.
    fn entry(&mut self, source: &mut Source<impl Read>) -> Option<()> {
        loop {
            let held = source.bytes();
            let mut cursor = Cursor::new(held);
            if let Some(glance) = glance(&mut cursor) {
                let end = cursor.at();
                self.entries += 1;
                if self.is_wanted(&glance) {
                    let bytes = held.get(..end).unwrap_or_default();
                    self.take(bytes, false);
                }
                source.consume(end);
                return Some(());
            }
            if held.len() >= LONGEST {
                return self.long_entry(source);
            }
            if !source.fill() {
                return None;
            }
        }
    }

    /// Reads an entry without its longest texts.
    fn long_entry(&mut self, source: &mut Source<impl Read>) -> Option<()> {
        let (mut skim, mut short) = (Skim::default(), Vec::new());
        // Where the text begins that goes on, and how long it is.
        let (mut begun, mut length) = (0, 0);
        loop {
            let held = source.bytes();
            if held.is_empty() {
                source.more().then_some(())?;
                continue;
            }
            let read = if skim.is_in_string() {
                let (read, has_ended) = skim.text(held);
                length += read;
                if length > LONGEST_TEXT {
                    short.truncate(begun);
                    short.extend(has_ended.then_some(b'"'));
                } else {
                    short.extend_from_slice(held.get(..read).unwrap_or_default());
                }
                read
            } else {
                let read = skim.outside(held);
                short.extend_from_slice(held.get(..read).unwrap_or_default());
                (begun, length) = (short.len(), 0);
                read
            };
            source.consume(read);
            if skim.is_over() {
                break;
            }
        }
        self.entries += 1;
        self.take(&short, true);
        Some(())
    }

    /// Whether an entry may play a role.
    fn is_wanted(&mut self, glance: &Glance) -> bool {
        let Some(url) = glance.plain_url() else { return true };
        Uri::parse(url).is_none_or(|uri| self.sink.wants(&uri, 200))
    }

    fn take(&mut self, bytes: &[u8], is_shortened: bool) {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(bytes),
        };
        match har::entry_of(&text, Place::Entry(self.entries as u32), &mut self.places) {
            Ok(Some(mut exchange)) => {
                if let Some(response) = exchange.response.as_mut().filter(|_| is_shortened)
                    && !matches!(&response.body, Captured::Present(body) if !matches!(body, Body::Empty))
                {
                    response.body = Captured::Missing(Missing::TooLarge);
                }
                self.sink.exchange(exchange);
            }
            Ok(None) => {}
            Err(what) => self.problems.add(format!("entry {}", self.entries), what),
        }
    }
}

/// What an entry tells at a glance, as it is written.
#[derive(Default)]
struct Glance<'b> {
    method: &'b [u8],
    url: &'b [u8],
    status: &'b [u8],
    sent: &'b [u8],
    mime_type: &'b [u8],
    encoding: &'b [u8],
    text: &'b [u8],
    /// It says something else that may matter: an error, a redirect, a tab that has a number.
    is_special: bool,
}

/// Looks at an entry; `None` where it goes on behind what is here.
fn glance<'b>(cursor: &mut Cursor<'b>) -> Option<Glance<'b>> {
    let mut glance = Glance::default();
    let start = cursor.clone();
    if members(cursor, |name, cursor| glance.member(name, cursor))? {
        return Some(glance);
    }
    // It is no JSON as it should be: where its brackets end, it ends.
    *cursor = start;
    cursor.value()?;
    Some(Glance { is_special: true, ..Glance::default() })
}

/// Takes an object; says whether it is one to its end.
fn members<'b>(
    cursor: &mut Cursor<'b>,
    mut member: impl FnMut(&'b [u8], &mut Cursor<'b>) -> Option<()>,
) -> Option<bool> {
    if !cursor.takes(b'{')? {
        cursor.value()?;
        return Some(true);
    }
    loop {
        match cursor.member()? {
            Member::Named(name) => member(name, cursor)?,
            Member::None => return Some(true),
            Member::NoJson => return Some(false),
        }
    }
}

impl<'b> Glance<'b> {
    fn member(&mut self, name: &[u8], cursor: &mut Cursor<'b>) -> Option<()> {
        match name {
            b"request" => self.is_special |= !members(cursor, |name, cursor| self.of_request(name, cursor))?,
            b"response" => {
                self.is_special |= !members(cursor, |name, cursor| self.of_response(name, cursor))?
            }
            b"pageref" => self.is_special |= cursor.value()?.starts_with(b"\"page@"),
            b"_frameref" | b"_error" | b"_failureText" => self.is_special |= is_set(cursor.value()?),
            _ => {
                cursor.value()?;
            }
        }
        Some(())
    }

    fn of_request(&mut self, name: &[u8], cursor: &mut Cursor<'b>) -> Option<()> {
        let value = cursor.value()?;
        match name {
            b"method" => self.method = value,
            b"url" => self.url = value,
            b"headers" => self.sent = value,
            _ => {}
        }
        Some(())
    }

    fn of_response(&mut self, name: &[u8], cursor: &mut Cursor<'b>) -> Option<()> {
        if name == b"content" {
            self.is_special |= !members(cursor, |name, cursor| self.of_content(name, cursor))?;
            return Some(());
        }
        let value = cursor.value()?;
        match name {
            b"status" => self.status = value,
            b"redirectURL" | b"_error" | b"_failureText" => self.is_special |= is_set(value),
            _ => {}
        }
        Some(())
    }

    fn of_content(&mut self, name: &[u8], cursor: &mut Cursor<'b>) -> Option<()> {
        let value = cursor.value()?;
        match name {
            b"mimeType" => self.mime_type = value,
            b"encoding" => self.encoding = value,
            b"text" => self.text = value,
            _ => {}
        }
        Some(())
    }

    /// The URL, where this is a GET without credentials of its own that was answered with what it asked for, and not with keys.
    fn plain_url(&self) -> Option<&'b str> {
        let is_answered = matches!(self.status, [b'2', _, _] | b"304");
        if self.is_special || self.method != b"\"GET\"" || !is_answered {
            return None;
        }
        let has = |name: &[u8]| memmem::find(self.sent, name).is_some();
        if has(b"uthorization") || has(b"UTHORIZATION") || self.may_hold_keys() {
            return None;
        }
        let url = self.url.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        let is_http = url.starts_with(b"https://") || url.starts_with(b"http://");
        std::str::from_utf8(url).ok().filter(|url| is_http && !url.contains('\\'))
    }

    fn may_hold_keys(&self) -> bool {
        const OTHERS: [&[u8]; 9] = [
            b"image/",
            b"font/",
            b"audio/",
            b"video/",
            b"text/css",
            b"text/javascript",
            b"application/javascript",
            b"application/font",
            b"application/wasm",
        ];
        if is_set(self.encoding) {
            let mime = self.mime_type.get(1..).unwrap_or_default();
            return !OTHERS.iter().any(|other| mime.starts_with(other));
        }
        self.text.len() <= LARGEST_KEY_SET && memmem::find(self.text, b"kty").is_some()
    }
}

/// Whether a value is more than nothing.
fn is_set(value: &[u8]) -> bool {
    !matches!(value, b"" | b"\"\"" | b"null" | b"false")
}
