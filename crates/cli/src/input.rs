//! Files become one recording.

use std::fs::{self, File, FileType};
use std::io::{self, ErrorKind, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use clap::Args;
use http::readers::{self, AccessLogFormat, Begun};
use lint::{Session, Settings};
use report::files::{self, Files, RECORD_LESS, Unread};
use report::{Shown, Source};

use crate::output::{self, Failure};
use crate::terminal;

/// The name of standard input.
const STDIN: &str = "-";

/// What is read first, in bytes: where it is all NUL, the rest is not looked at.
const FIRST: usize = 64 << 10;

/// After this time somebody is told that a pipe is waited for.
const SILENCE: Duration = Duration::from_secs(5);

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// Bytes of what has to be held as a whole, unless more are allowed: that of V8's longest string, so that no browser built on it
/// exports a larger HAR.
const HELD: u64 = 512 * MIB;

/// How many times longer than itself a compressed log is, nearly always.
const PACKED: u64 = 32;

/// How much is read.
#[derive(Args)]
pub(crate) struct Limit {
    /// The most that is read, of all files together: bytes, or a number with KB, MB, GB, KiB, MiB or GiB. A HAR or a log may be
    /// as long as it likes unless this is given; what cannot be read piece by piece, 512MiB
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_size: Option<u64>,
}

impl Limit {
    /// So many bytes may come, of what is read piece by piece.
    fn left(&self, files: &Files) -> u64 {
        self.max_size.map_or(u64::MAX, |_| files.left())
    }

    fn most(&self) -> u64 {
        self.max_size.unwrap_or(HELD)
    }
}

/// All files as one recording. One that cannot be read is left out, which the report says. Long files come last: what they hold
/// is judged by what the others tell.
///
/// # Errors
/// When none can be read: why not the first.
pub(crate) fn read(
    files: &[PathBuf],
    limit: &Limit,
    format: Option<&AccessLogFormat>,
    settings: Settings,
) -> Result<(Session, Vec<Source>), Failure> {
    let mut read = Files::new(limit.most());
    read.set(settings);
    let mut files: Vec<&PathBuf> = files.iter().collect();
    files.sort_by_key(|file| (is_long(file), is_long(file) && !is_har(file)));
    for file in files {
        let name = Shown::from_user(&terminal::name(&file.to_string_lossy()));
        if let Err(stop) = read_one(file, &name, format, limit, &mut read) {
            let Failure { what, help } = stop.failure(&name, file, limit.most(), read.used());
            read.leave_out(name, Unread { what, help });
        }
    }
    read.into_parts().map_err(|Unread { what, help }| Failure { what, help })
}

/// Whether a file will be read piece by piece, as far as its size and its name tell.
fn is_long(file: &Path) -> bool {
    let is_packed = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"));
    let most = readers::HEAD as u64 / if is_packed { PACKED } else { 1 };
    fs::metadata(file).is_ok_and(|about| about.is_file() && about.len() > most)
}

/// Reads a file into the recording.
fn read_one(
    file: &Path,
    name: &Shown,
    format: Option<&AccessLogFormat>,
    limit: &Limit,
    files: &mut Files,
) -> Result<(), Stop> {
    // Said until all was read.
    let Opened { source, size, kind, announced: _announced } = open(file, limit.left(files))?;
    let mut counted = Counted { source, left: limit.left(files), count: 0, goes_on: false };
    let begun = readers::begin(&mut counted).map_err(Stop::Failed)?;
    let (held, rest) = match begun {
        Begun::Long(long) => {
            let mut sieve = files.session().sieve();
            let streamed = long.read(format, &mut sieve);
            if counted.goes_on {
                return Err(Stop::Endless(kind));
            }
            files.add_sifted(name.clone(), counted.count, sieve, streamed);
            return Ok(());
        }
        Begun::Whole(..) if size > files.left() => return Err(Stop::Large(size)),
        Begun::Whole(head, rest) if !is_hollow(&head) => (head, Some(rest)),
        Begun::Short(bytes) | Begun::Whole(bytes, _) => (bytes, None),
    };
    let bytes = match rest {
        Some(rest) => read_at_most(rest, held, size, files.left(), kind)?,
        None => held,
    };
    if counted.goes_on {
        return Err(Stop::Endless(kind));
    }
    files.read(name.clone(), &bytes, format);
    Ok(())
}

/// A source that ends after so many bytes.
struct Counted<R> {
    source: R,
    left: u64,
    count: u64,
    /// More came than was left.
    goes_on: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.count == self.left {
            self.goes_on |= !room.is_empty() && self.source.read(&mut [0])? > 0;
            return Ok(0);
        }
        let most = usize::try_from(self.left - self.count).unwrap_or(usize::MAX).min(room.len());
        let count = self.source.read(room.get_mut(..most).unwrap_or_default())?;
        self.count += count as u64;
        Ok(count)
    }
}

/// Holes of a file, /dev/zero: the readers say what it is.
fn is_hollow(bytes: &[u8]) -> bool {
    bytes.len() >= FIRST && bytes.iter().take(FIRST).all(|byte| *byte == 0)
}

/// What an input can be.
pub(crate) fn help() -> String {
    "Recordings and logs, together one; `oauth-lens inputs` lists what is read; `-` is standard input"
        .to_owned()
}

/// Why an input was not read to its end.
pub(crate) enum Stop {
    /// It says how many bytes it has, which are too many.
    Large(u64),
    /// It goes on: what it is.
    Endless(&'static str),
    Memory,
    Socket,
    Failed(io::Error),
}

/// An input that can be read.
struct Opened {
    source: Box<dyn Read>,
    /// So many bytes will come, as far as one knows.
    size: u64,
    kind: &'static str,
    /// Ends when it is dropped: opening waits for a writer, and reading for what it writes.
    announced: Option<mpsc::Sender<()>>,
}

/// The bytes of a file, a pipe, a device or standard input, at most so many.
pub(crate) fn bytes(file: &Path, most: u64) -> Result<Vec<u8>, Stop> {
    let Opened { source, size, kind, announced } = open(file, most)?;
    let bytes = read_at_most(source, Vec::new(), size, most, kind);
    drop(announced);
    bytes
}

/// Opens an input, unless it says that it is longer than that.
fn open(file: &Path, most: u64) -> Result<Opened, Stop> {
    if file.as_os_str() == STDIN {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            output::hint("Paste the recording, then press Enter and Ctrl-D.");
        }
        let source = Box::new(stdin.lock());
        return Ok(Opened { source, size: 0, kind: "standard input", announced: None });
    }
    let about = fs::metadata(file).map_err(Stop::Failed)?;
    if about.is_dir() {
        return Err(Stop::Failed(ErrorKind::IsADirectory.into()));
    }
    if about.is_file() && about.len() > most {
        return Err(Stop::Large(about.len()));
    }
    let (kind, size) = match about.is_file() {
        true => ("a file", about.len()),
        false => match special(about.file_type()) {
            Special::Socket => return Err(Stop::Socket),
            Special::Pipe => ("a pipe", 0),
            Special::Device => ("a device", 0),
        },
    };
    let announced = waiting(file, "nothing has ended it");
    let source = Box::new(File::open(file).map_err(Stop::Failed)?);
    Ok(Opened { source, size, kind, announced })
}

/// Says that a file is waited for, and why, if what this returns is not dropped soon: a pipe, a device, what the system writes when
/// something happens and calls a file without bytes (`/proc/kmsg`).
pub(crate) fn waiting(file: &Path, why: &str) -> Option<mpsc::Sender<()>> {
    let about = fs::metadata(file).ok()?;
    let what = match special(about.file_type()) {
        _ if about.is_file() && about.len() > 0 || about.is_dir() => return None,
        Special::Pipe if !about.is_file() => "the pipe ",
        _ => "",
    };
    let name = terminal::name(&file.to_string_lossy());
    Some(announce(format!("Waiting for {what}{name}: {why}. Ctrl-C gives up.")))
}

enum Special {
    Pipe,
    Socket,
    Device,
}

#[cfg(unix)]
fn special(kind: FileType) -> Special {
    use std::os::unix::fs::FileTypeExt as _;

    if kind.is_fifo() {
        Special::Pipe
    } else if kind.is_socket() {
        Special::Socket
    } else {
        Special::Device
    }
}

#[cfg(not(unix))]
fn special(_: FileType) -> Special {
    Special::Device
}

/// Says something to whoever waits, unless what this returns is dropped soon.
fn announce(text: String) -> mpsc::Sender<()> {
    let (ended, waiting) = mpsc::channel();
    thread::spawn(move || {
        if waiting.recv_timeout(SILENCE) == Err(RecvTimeoutError::Timeout) {
            output::hint(&text);
        }
    });
    ended
}

/// Reads what comes behind these bytes. Memory is taken as they come. `expected`: so many are all, as far as one knows.
fn read_at_most(
    mut source: impl Read,
    mut bytes: Vec<u8>,
    expected: u64,
    most: u64,
    kind: &'static str,
) -> Result<Vec<u8>, Stop> {
    // One more shows whether it goes on.
    let most = usize::try_from(most).unwrap_or(usize::MAX).saturating_add(1);
    let expected = usize::try_from(expected).unwrap_or(usize::MAX).saturating_add(1);
    loop {
        let wanted =
            if bytes.is_empty() { FIRST } else { bytes.len().max(expected.saturating_sub(bytes.len())) };
        let wanted = wanted.min(most.saturating_sub(bytes.len()));
        bytes.try_reserve_exact(wanted).map_err(|_| Stop::Memory)?;
        let came = source.by_ref().take(wanted as u64).read_to_end(&mut bytes).map_err(Stop::Failed)?;
        if bytes.len() >= most {
            return Err(Stop::Endless(kind));
        }
        if came < wanted || bytes.len() == FIRST && is_hollow(&bytes) {
            return Ok(bytes);
        }
    }
}

impl Stop {
    /// What to say of it. `used`: so many bytes of the limit came from other files.
    pub(crate) fn failure(self, file: &Shown, path: &Path, limit: u64, used: u64) -> Failure {
        let name = files::called(file);
        match self {
            Stop::Large(size) => {
                let needed = size.saturating_add(used);
                let enough = match needed {
                    GIB.. => format!("{}GiB", needed.div_ceil(GIB)),
                    _ => format!("{}MiB", needed.div_ceil(MIB)),
                };
                let or = format!("allow more: --max-size {enough}");
                let Unread { what, help } = Unread::too_large(file, size, limit, used, &or);
                Failure { what, help }
            }
            Stop::Endless(kind) => {
                let it = if kind == name { "it".to_owned() } else { format!("it is {kind} that") };
                let allowed = files::allowed(limit, used);
                Failure {
                    what: format!("{name} is too large: {it} goes on, and {allowed}"),
                    help: format!("{RECORD_LESS}, or allow more with --max-size"),
                }
            }
            Stop::Memory => Failure {
                what: format!("{name} does not fit into the memory of this computer"),
                help: format!("{RECORD_LESS}."),
            },
            Stop::Socket => Failure {
                what: format!("{name} is a socket, from which nothing can be read as from a file"),
                help: "Save what comes out of it to a file, and name that.".to_owned(),
            },
            Stop::Failed(error) => not_opened(name, path, &error),
        }
    }
}

/// Bytes, or a number with a unit: `512MiB`, `2 GB`, `100k`.
fn size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => Some(1),
        "k" | "kib" => Some(KIB),
        "m" | "mib" => Some(MIB),
        "g" | "gib" => Some(GIB),
        "kb" => Some(1_000),
        "mb" => Some(1_000_000),
        "gb" => Some(1_000_000_000),
        _ => None,
    };
    let bytes = unit.and_then(|unit| number.parse::<u64>().ok()?.checked_mul(unit));
    bytes.filter(|bytes| *bytes > 0).ok_or_else(|| "write it as 512MiB, 2GB, or in bytes".to_owned())
}

fn not_opened(name: &str, file: &Path, error: &io::Error) -> Failure {
    let failure = |what: String, help: &str| Failure { what, help: help.to_owned() };
    match error.kind() {
        _ if file.as_os_str().is_empty() => {
            failure("the name of a file is empty".to_owned(), "Name the file: oauth-lens check login.har")
        }
        ErrorKind::IsADirectory => {
            let example = match some_har(file) {
                Some(har) => terminal::name(&har.to_string_lossy()),
                None => "login.har".to_owned(),
            };
            Failure {
                what: format!("{name} is a directory"),
                help: format!("Name the files to check: oauth-lens check {example}"),
            }
        }
        ErrorKind::NotFound | ErrorKind::InvalidFilename if is_url(file) => failure(
            format!("{name} is a URL; only files are read"),
            "Save what is there to a file, and name that; nothing is fetched to check a login. What the address itself says: oauth-lens explain 'ADDRESS'.",
        ),
        ErrorKind::NotFound => failure(
            format!("{name}: there is no such file"),
            "Look at the path; it is relative to the current directory.",
        ),
        ErrorKind::NotADirectory => failure(
            format!("{name}: there is no such file, for a part of its path is no directory"),
            "Look at the path; it is relative to the current directory.",
        ),
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => failure(
            format!("{name}: no file can have this name"),
            "Look at the path: is it the text of a recording? Pipe that in: oauth-lens check -",
        ),
        ErrorKind::PermissionDenied => failure(
            format!("{name}: you may not read this file"),
            "Give yourself the permission to read it, or make a copy.",
        ),
        _ => failure(
            format!("{name} could not be read: {error}"),
            "Copy the file to a local disk and try again.",
        ),
    }
}

fn is_url(file: &Path) -> bool {
    let text = file.to_string_lossy();
    let scheme = text.trim_start().split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https"))
}

/// The first HAR file of a directory by name.
fn some_har(directory: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(directory).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    files.filter(|file| is_har(file)).min()
}

fn is_har(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("har"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_in_many_ways() {
        for (text, bytes) in [
            ("1", 1),
            ("17b", 17),
            ("100k", 102_400),
            ("512MiB", 512 << 20),
            (" 2 GB ", 2_000_000_000),
            ("3g", 3 << 30),
        ] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in
            ["", "0", "0GiB", "-1", "1.5GiB", "1TB", "x", "99999999999999999999", "18446744073709551615k"]
        {
            assert!(size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn memory_is_taken_as_bytes_come() {
        let read = |source: &[u8], expected, most| read_at_most(source, Vec::new(), expected, most, "a file");
        assert!(read(b"", 0, 10).is_ok_and(|bytes| bytes.is_empty()));
        assert!(read(b"1234567890", 10, 10).is_ok_and(|bytes| bytes == b"1234567890"));
        assert!(matches!(read(b"1234567890", 10, 9), Err(Stop::Endless(_))));
        // More comes than was expected, or less.
        let long = vec![b'x'; 1 << 20];
        for expected in [0, 10, 70_000, 1 << 20, 1 << 24] {
            assert!(read(&long, expected, 1 << 25).is_ok_and(|bytes| bytes == long), "{expected}");
        }
        assert!(read(b"short", 0, u64::MAX).is_ok_and(|bytes| bytes.capacity() <= FIRST));
        assert!(
            read_at_most(io::repeat(0), Vec::new(), 0, u64::MAX, "a device")
                .is_ok_and(|bytes| bytes.len() == FIRST)
        );
        assert!(matches!(
            read_at_most(io::repeat(1), Vec::new(), 0, 1 << 20, "a device"),
            Err(Stop::Endless("a device"))
        ));
    }
}
