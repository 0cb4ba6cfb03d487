//! The few styles of the terminal's text, and how it is wrapped.

use anstyle::{AnsiColor, Style};
use clap::builder::Styles;
use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const INFO: Style = AnsiColor::Cyan.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const HELP: Style = AnsiColor::Green.on_default().bold();
pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const STRUCK: Style = Style::new().strikethrough();
pub(crate) const CODE: Style = AnsiColor::Cyan.on_default();

/// The styles of `--help` and of messages about the command line.
pub(crate) const CLAP: Styles = Styles::styled()
    .header(STRONG)
    .usage(STRONG)
    .literal(CODE)
    .placeholder(Style::new())
    .error(ERROR)
    .valid(GOOD)
    .invalid(WARNING);

/// Text in a style.
pub(crate) fn styled(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// A severity's word and style.
pub(crate) fn severity(severity: lint::Severity) -> (&'static str, Style) {
    match severity {
        lint::Severity::Error => ("error", ERROR),
        lint::Severity::Warning => ("warning", WARNING),
        lint::Severity::Info => ("info", INFO),
    }
}

/// Text within a width: its first line stands behind the label, the others behind as much space.
pub(crate) fn hang(label: &str, text: &str, width: usize) -> String {
    wrap(label, &" ".repeat(display_width(label)), text, width)
}

/// Text within a width, behind a label and an indentation. No word is broken: URLs and the names of secrets stay
/// whole.
pub(crate) fn wrap(label: &str, indentation: &str, text: &str, width: usize) -> String {
    let options = Options::new(width)
        .initial_indent(label)
        .subsequent_indent(indentation)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let mut out = textwrap::fill(&bound(text), options).replace(BOUND, " ");
    out.push('\n');
    out
}

/// A space at which no line ends.
const BOUND: char = '\u{a0}';

/// The names of secrets (`state#1 · 43 chars`, `id_token#1 · JWT, 812 chars`) without a space to break them at.
fn bound(text: &str) -> String {
    // An arrow stays with what it points at.
    let text = text.replace("→ ", &format!("→{BOUND}"));
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(" · ") {
        let number = out.rsplit('#').next().and_then(|after| after.strip_suffix(" · ")).unwrap_or_default();
        if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
            out.truncate(out.len() - " · ".len());
            out.extend([BOUND, '·', BOUND]);
            let name = piece.replacen("JWT, ", &format!("JWT,{BOUND}"), 1);
            out.push_str(&name.replacen(" char", &format!("{BOUND}char"), 1));
        } else {
            out.push_str(piece);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_secrets_are_not_broken() {
        let check = |text: &str, expected: &str| assert_eq!(bound(text).replace(BOUND, "_"), expected);
        check("a (state#1 · 43 chars) b · c", "a (state#1_·_43_chars) b · c");
        check("t#12 · JWT, 812 chars", "t#12_·_JWT,_812_chars");
        check("asks for code · PKCE S256", "asks for code · PKCE S256");
        check("302 → https://app.example.com/", "302 →_https://app.example.com/");
        check("see #a · b", "see #a · b");
    }
}
