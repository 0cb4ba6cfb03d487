//! Packs the known texts: three megabytes as they are written, a sixth of that in the command and the extension, with keys that tell
//! which texts may be meant. Where a text is from is for those who mend the tables: its versions alone are packed.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

use brotli::CompressorWriter;

use self::identifiers::{identifiers, is_numbered};
use self::keys::{GRAM, of_gram, of_word};
use self::pattern::{GAP, Pattern, Plain};
use self::words::{SENTENCE, pairs, words};

#[path = "src/known/identifiers.rs"]
mod identifiers;
#[path = "src/known/keys.rs"]
mod keys;
#[path = "src/known/pattern.rs"]
#[allow(dead_code, reason = "what the search alone needs")]
mod pattern;
#[path = "src/known/words.rs"]
mod words;

const TABLES: &str = "src/known/texts";
const MESSAGES: &str = "src/known/messages.tsv";
const SOURCES: &str = "src/known/sources.tsv";

/// How far back what was said is said again (2 to the power of it), and how hard that is sought: what is shipped is packed as well as it
/// can be, which takes some seconds, and all else so that nobody waits.
const WINDOW: u32 = 21;
const BEST: u32 = 11;
const QUICK: u32 = 5;

fn main() -> Result<(), Box<dyn Error>> {
    for read in ["src/known", "build.rs"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let texts = texts(&tables()?, &fs::read_to_string(MESSAGES)?, &fs::read_to_string(SOURCES)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names a folder")?);
    write_texts(&texts, &out)?;
    write_keys(&texts, &out)?;
    Ok(())
}

/// The tables, one behind another, in the order of their names.
fn tables() -> io::Result<String> {
    let tables: io::Result<Vec<PathBuf>> =
        fs::read_dir(TABLES)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut tables = tables?;
    tables.sort();
    tables.iter().map(fs::read_to_string).collect()
}

/// A text with the line that is packed for it: a row of a table, a message, or only the text where it is said of the line before.
struct Text {
    line: String,
    text: String,
    pattern: Pattern,
    rank: Rank,
}

#[derive(Clone, Copy, PartialEq)]
enum Rank {
    Wrapper,
    Code,
    Fault,
}

impl Text {
    fn new(line: String, text: &str, rank: Rank) -> Option<Self> {
        Some(Text { line, text: text.to_owned(), pattern: Pattern::new(text)?, rank })
    }
}

/// All texts in the order of their numbers: each row, what it is in other languages and without the name of its class.
fn texts(tables: &str, messages: &str, sources: &str) -> Vec<Text> {
    let versions = versions(sources);
    let lines = || tables.lines().filter(|line| !line.is_empty());
    let mut translated: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in lines().filter_map(|line| line.strip_prefix('=')) {
        let mut cells = line.split('\t');
        let (Some(id), Some(_language), Some(text)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        translated.entry(id).or_default().push(text);
    }
    let mut texts = Vec::new();
    for line in lines().filter(|line| !line.starts_with(['#', '='])) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, _, text, marks, ..] = cells.as_slice() else { continue };
        let has = |mark: &str| marks.split(' ').any(|own| own == mark);
        let rank = match (has("~"), has("#")) {
            (true, _) => Rank::Wrapper,
            (false, true) => Rank::Code,
            (false, false) => Rank::Fault,
        };
        texts.extend(Text::new(packed(&cells, &versions), text, rank));
        let others = translated.get(id).into_iter().flatten();
        texts.extend(others.filter_map(|text| Text::new(format!("=\t{text}"), text, rank)));
    }
    let plain = |text: &str| Plain::of(text).text;
    let mut known: HashSet<String> = texts.iter().map(|text| plain(&text.text)).collect();
    // Where a row says what a sentence means, it means that without the name of its class, too.
    let bare_rows: HashSet<String> =
        texts.iter().filter_map(without_class).map(|text| plain(&text.text)).collect();
    let codes: HashSet<String> =
        texts.iter().filter(|text| text.rank == Rank::Code).map(|text| bare(&text.text)).collect();
    for (number, line) in messages.lines().filter(|line| !line.starts_with('#')).enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [product, text, rules, ..] = cells.as_slice() else { continue };
        // A code with a gap behind it is the code.
        let is_code = product.ends_with("error code") || codes.contains(&bare(text));
        let (rank, mark) = if is_code { (Rank::Code, "#") } else { (Rank::Fault, "") };
        if !bare_rows.contains(&plain(text)) && known.insert(plain(text)) {
            let line = format!("@\t{number}\t{product}\t{text}\t{mark}\t{rules}");
            texts.extend(Text::new(line, text, rank));
        }
    }
    let mut all = Vec::new();
    // A sentence with which another text begins is not of this class alone.
    let mut begins: Vec<String> = texts.iter().map(|text| plain(&text.text)).collect();
    begins.sort_unstable();
    let is_begun = |bare: &str| {
        let at = begins.partition_point(|other| other.as_str() < bare);
        begins.get(at).is_some_and(|other| other.starts_with(bare))
    };
    for text in texts {
        let bare = without_class(&text)
            .filter(|bare| !is_begun(&plain(&bare.text)) && known.insert(plain(&bare.text)));
        all.push(text);
        all.extend(bare);
    }
    all
}

/// The marks of a row.
const MARKS: usize = 3;

/// Cells of a row as it is written.
const CELLS: usize = 8;

/// Of each source the versions of its product in which a text is said, as people say it; most have none.
fn versions(sources: &str) -> HashMap<&str, String> {
    let in_words = |versions: &str| {
        let marks = [(">=", "", " and later"), ("<=", "up to ", ""), ("<", "before ", "")];
        let marked = marks.into_iter().find_map(|(mark, before, after)| {
            let version = versions.strip_prefix(mark)?;
            Some(format!("{before}{version}{after}"))
        });
        marked.unwrap_or_else(|| versions.to_owned())
    };
    let cells = sources.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let versioned = cells.filter_map(|cells| match cells.as_slice() {
        [key, _, versions] if !versions.is_empty() => Some((*key, in_words(versions))),
        _ => None,
    });
    versioned.collect()
}

/// Whether one program goes by that name. Of what several say, or a specification, the versions of one tell nothing.
fn is_one(product: &str) -> bool {
    let name = product.split(" (").next().unwrap_or(product);
    let is_several = name.contains(", ") || product.split(' ').any(|word| matches!(word, "and" | "others)"));
    !is_several && !["OAuth", "RFC", "a ", "an "].iter().any(|begins| name.starts_with(begins))
}

/// A row as it is packed: in place of its source, which stands among the marks, the versions behind its cells.
fn packed(row: &[&str], versions: &HashMap<&str, String>) -> String {
    let marks = row.get(MARKS).copied().unwrap_or_default();
    let (sources, marks): (Vec<&str>, Vec<&str>) = marks.split(' ').partition(|mark| mark.starts_with('='));
    let marks = marks.join(" ");
    let mut cells = row.to_vec();
    if let Some(cell) = cells.get_mut(MARKS) {
        *cell = &marks;
    }
    let said_in = sources.iter().find_map(|source| versions.get(&source[1..]));
    if let Some(versions) = said_in.filter(|_| row.get(1).is_some_and(|product| is_one(product))) {
        cells.resize(CELLS, "");
        cells.push(versions);
    }
    cells.join("\t")
}

/// A text without its gaps and what stands around them.
fn bare(text: &str) -> String {
    Plain::of(text).text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Letters and digits of a sentence that is known without the name of its class.
const LONG_ENOUGH: usize = 20;
/// The same of its longest piece where it has gaps: `… Status code: … More details: …` are words of everybody.
const LONG_PIECE: usize = 14;

/// The sentence behind the name of a class: programs show it alone, too (`RPError: state missing from the response`). So it is
/// less sure whose it is.
fn without_class(text: &Text) -> Option<Text> {
    let (class, sentence) = text.text.split_once(": ")?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '\\' | ':');
    let capitals = class.matches(|c: char| c.is_ascii_uppercase()).count();
    let is_class =
        class.chars().all(is_part) && capitals > 1 && class.contains(|c: char| c.is_ascii_lowercase());
    if !is_class || !sentence.contains(' ') || text.rank != Rank::Fault {
        return None;
    }
    let bare = Text::new(format!("?\t{sentence}"), sentence, text.rank)?;
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let is_telling = bare.pattern.gaps() == 0 || letters(bare.pattern.anchor()) >= LONG_PIECE;
    // `Read more at https://…` is what every error of a library ends with.
    let words: usize = sentence.split_whitespace().filter(|word| !word.contains("://")).map(letters).sum();
    (words >= LONG_ENOUGH && is_telling).then_some(bare)
}

/// The lines in one stream: what they have in common stands all over them, and in blocks of 16 KiB they would take twice as much.
fn write_texts(texts: &[Text], out: &Path) -> Result<(), Box<dyn Error>> {
    let lines: String = texts.iter().flat_map(|text| [text.line.as_str(), "\n"]).collect();
    let quality =
        if env::var_os("PROFILE").is_some_and(|profile| profile == "release") { BEST } else { QUICK };
    let mut packed = CompressorWriter::new(Vec::new(), 1 << 16, quality, WINDOW);
    packed.write_all(lines.as_bytes())?;
    fs::write(out.join("texts.br"), packed.into_inner())?;
    fs::write(out.join("size.rs"), format!("({}, {})", texts.len(), lines.len()))?;
    Ok(())
}

/// The keys of the texts, in the order of their numbers: a byte says how much larger a number is than the one before, three are the
/// key. Where the next number is further away, texts between have the key, too: who looks one up compares it.
fn write_keys(texts: &[Text], out: &Path) -> Result<(), Box<dyn Error>> {
    let (mut grams, mut sentences, mut names) = (Vec::new(), Vec::new(), Vec::new());
    let mut short = String::new();
    let mut times: HashMap<u32, usize> = HashMap::new();
    let mut said: HashMap<String, usize> = HashMap::new();
    let of_anchor =
        |text: &Text| text.pattern.anchor().as_bytes().windows(GRAM).map(of_gram).collect::<Vec<_>>();
    let of_text = |text: &Text| -> Vec<Vec<String>> {
        text.text.split(GAP).map(|piece| words(piece).collect()).collect()
    };
    for text in texts {
        of_anchor(text).into_iter().for_each(|gram| *times.entry(gram).or_default() += 1);
        of_text(text)
            .iter()
            .flat_map(|piece| pairs(piece))
            .for_each(|pair| *said.entry(pair).or_default() += 1);
    }
    for (number, text) in texts.iter().enumerate() {
        let number = u16::try_from(number)?;
        match of_anchor(text).into_iter().min_by_key(|gram| times.get(gram)) {
            Some(gram) => grams.push((gram, number)),
            None => write!(short, "{number},")?,
        }
        // What wraps an error says nothing, all the less so when it is only nearly there; its number alone still names it.
        if text.rank == Rank::Wrapper {
            let numbered = identifiers(&text.text).into_iter().filter(|name| is_numbered(name));
            names.extend(numbered.map(|name| (of_word(&name), number)));
            continue;
        }
        let pieces = of_text(text);
        if pieces.iter().map(Vec::len).sum::<usize>() >= SENTENCE {
            let all: Vec<String> = pieces.iter().flat_map(|piece| pairs(piece)).collect();
            let rarest = all.iter().min_by_key(|pair| said.get(*pair)).cloned();
            // Between gaps that leave single words the longest word.
            let word = || pieces.into_iter().flatten().max_by_key(String::len);
            sentences.extend(rarest.or_else(word).map(|key| (of_word(&key), number)));
        }
        names.extend(identifiers(&text.text).iter().map(|name| (of_word(name), number)));
    }
    for (file, mut keys) in [("grams.bin", grams), ("sentences.bin", sentences), ("names.bin", names)] {
        keys.sort_unstable_by_key(|(key, number)| (*number, *key));
        let (mut bytes, mut before) = (Vec::new(), 0);
        for (key, number) in keys {
            let [a, b, c, _] = key.to_le_bytes();
            let mut further = number - before;
            while further > u16::from(u8::MAX) {
                bytes.extend([u8::MAX, a, b, c]);
                further -= u16::from(u8::MAX);
            }
            bytes.extend([further as u8, a, b, c]);
            before = number;
        }
        fs::write(out.join(file), bytes)?;
    }
    fs::write(out.join("short.rs"), format!("&[{short}]"))?;
    Ok(())
}
