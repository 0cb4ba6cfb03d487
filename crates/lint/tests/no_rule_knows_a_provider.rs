//! Providers are declared in `oauth::Provider`, and rules ask those declarations: no name and no code of a product stands in the
//! sources of the rules.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use oauth::Provider;

/// Tables whose matter is products: client libraries and what they show; and the test of one.
const TABLES: [&str; 5] =
    ["framework.rs", "responder/products.rs", "retired.rs", "known/tests.rs", "search/tests.rs"];

/// Words in names of providers that are also plain ones.
const PLAIN: [&str; 1] = ["identity"];

#[test]
fn no_source_names_a_provider_or_its_codes() {
    let mut found = Vec::new();
    let marks = names().into_iter().chain(codes()).collect::<Vec<_>>();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let source = fs::read_to_string(&path).unwrap();
        let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
        for literal in literals(shipped) {
            let lower = literal.to_lowercase();
            let known = marks.iter().filter(|mark| stands_in(&lower, mark));
            found.extend(known.map(|mark| format!("{}: {mark:?} in {literal:?}", path.display())));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_planted_name_or_code_is_found() {
    let marks = names().into_iter().chain(codes()).collect::<Vec<_>>();
    let is_found = |source: &str| {
        literals(source).iter().any(|text| marks.iter().any(|mark| stands_in(&text.to_lowercase(), mark)))
    };
    assert!(is_found(r#"page.says(&["aadsts90015"])"#));
    assert!(is_found(r#"let text = "The Entra admin center";"#));
    assert!(is_found(r#"const WORDS: [&str; 1] = ["invalid parameter: redirect_uri"];"#));
    assert!(!is_found(r#"// Apple's client secrets are "signed""#));
    assert!(!is_found(r#"let library = "google-auth"; let cookie = "com.auth0.auth.";"#));
}

/// The names of all providers, and the words that make them up.
fn names() -> Vec<String> {
    let names = Provider::all().iter().map(|provider| provider.name.to_lowercase());
    let words = |name: String| {
        let words: Vec<String> = name.split(' ').filter(|word| word.len() > 3).map(str::to_owned).collect();
        words.into_iter().chain(std::iter::once(name))
    };
    // X is a letter.
    names.flat_map(words).filter(|name| name.len() > 1 && !PLAIN.contains(&name.as_str())).collect()
}

/// The codes of one provider alone that nobody else says by chance, and the letters before their numbers.
fn codes() -> Vec<String> {
    let all = || Provider::all().iter().flat_map(|provider| provider.errors);
    let is_shared = |code: &str| all().filter(|error| error.code.eq_ignore_ascii_case(code)).count() > 1;
    let own = all().filter(|error| error.is_unmistakable() && !is_shared(error.code));
    let whole = own.map(|error| error.code.to_lowercase());
    let series = all().filter(|error| error.is_unmistakable() && !error.code.contains([' ', '_']));
    let letters = series.map(|error| error.code.trim_end_matches(|c: char| c.is_ascii_digit()));
    whole.chain(letters.map(str::to_lowercase).filter(|letters| letters.len() > 3)).collect()
}

/// Whether a text has a mark as a word of its own, or as the beginning of a number; not as a part of an identifier as of a
/// library (`google-auth`) or a host.
fn stands_in(text: &str, mark: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices(mark).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + mark.len()..].chars();
        let next = after.next();
        let is_longer = match next {
            Some('.') => after.next().is_some_and(char::is_alphanumeric),
            // A series of codes goes on with its number.
            Some(c) if c.is_ascii_digit() => mark.ends_with(|c: char| c.is_ascii_digit()),
            other => other.is_some_and(is_part),
        };
        !before.is_some_and(|c| is_part(c) || c == '.') && !is_longer
    })
}

/// The string literals of a source, as they are written there. Comments are none.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let from = &rest[at..];
        if from.starts_with("//") {
            rest = from.find('\n').map_or("", |end| &from[end..]);
        } else if from.starts_with("'\"'") || from.starts_with("'/'") {
            rest = &from[3..];
        } else if let Some(text) = from.strip_prefix('"') {
            let mut is_escaped = false;
            let end = text.find(|c| {
                let is_end = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                is_end
            });
            let end = end.unwrap_or(text.len());
            found.push(text[..end].to_owned());
            rest = text.get(end + 1..).unwrap_or_default();
        } else {
            rest = &from[1..];
        }
    }
    // Names of pages are file names.
    found.retain(|text| !text.ends_with(".md"));
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !TABLES.iter().any(|table| path.ends_with(table))
        {
            found.push(path);
        }
    }
    found
}
