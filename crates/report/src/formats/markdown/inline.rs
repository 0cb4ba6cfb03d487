//! Captured text within a line of Markdown, so that nothing in it acts where the report is pasted.
//!
//! In a code span GitHub, GitLab, Jira and Slack neither format nor link nor mention. Escapes are no way: what a backslash
//! hides from the parser, the passes after it find again (`\@name` is a mention, `\#1` a reference), Slack has none, and a
//! person reads the report as plain text, too.

use std::ops::Range;

/// A code span. Its characters are those of the text; line breaks and what could be a fence are spelt.
pub(super) fn code(text: &str) -> String {
    let text = text.replace('\n', "U+000A").replace('\r', "U+000D");
    if text.contains('`') {
        // Slack knows a fence of one and of three; neither one nor two backticks end the latter.
        return format!("``` {} ```", without_fences(&text));
    }
    // One space at each end belongs to the fence (CommonMark §6.1).
    if text.is_empty() || text.starts_with(' ') && text.ends_with(' ') {
        return format!("` {text} `");
    }
    format!("`{text}`")
}

/// The text with runs of three and more backticks spelt.
fn without_fences(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let run = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        out.push_str(&rest[..start]);
        out.push_str(&if run < 3 { "`" } else { "U+0060" }.repeat(run));
        rest = &rest[start + run..];
    }
    out.push_str(rest);
    out
}

/// A sentence with captured text somewhere in it: each word that is more than a word or a number becomes code, together with
/// neighbours of its kind.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, word) in words(text) {
        let (before, core, after) = parts(word, &PROSE);
        // What stands behind the sentence is no part of it: `:` before the `)` of a note would smile.
        let is_open = at + word.len() == text.len() && word.ends_with([':', ';']);
        // `…/(path#1 · 36 chars)/authorize` is one address.
        let in_brackets = spans.last().is_some_and(|last| is_closed_by(text, last, at, word));
        let acts = !is_harmless(before, core, after) || at == 0 && begins_a_block(core, after);
        if !(acts || is_open || in_brackets) {
            continue;
        }
        let (before, core, _) = parts(word, &BESIDE_CODE);
        let start = at + before.len();
        let closed = word.rfind(')').filter(|_| in_brackets).map_or(0, |bracket| at + bracket + 1);
        let end = closed.max(start + core.len());
        match spans.last_mut() {
            Some(last) if in_brackets || text[last.end..start].trim().is_empty() => last.end = end,
            _ => spans.push(start..end),
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        push_plain(&mut out, &text[at..span.start]);
        out.push_str(&code(&text[span.clone()]));
        at = span.end;
    }
    push_plain(&mut out, &text[at..]);
    out
}

/// Whether a bracket that a span opens is closed by a word, with no more than the name of a value between.
fn is_closed_by(text: &str, span: &Range<usize>, at: usize, word: &str) -> bool {
    let between = &text[span.end..at];
    let span = &text[span.clone()];
    word.contains(')') && span.matches('(').count() > span.matches(')').count() && between.len() < 16
}

/// The words, each with where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split(char::is_whitespace).filter(|word| !word.is_empty());
    words.map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// Harmless words, white space as single spaces.
fn push_plain(out: &mut String, text: &str) {
    let mut after_space = false;
    for c in text.chars() {
        let is_space = c.is_whitespace();
        if !(is_space && after_space) {
            out.push(if is_space { ' ' } else { c });
        }
        after_space = is_space;
    }
}

/// What a sentence has before and after its words.
const PROSE: [&[char]; 2] = [&['(', '"', '“'], &[')', '"', '”', '\'', ',', ';', ':', '.', '?']];

/// That of it beside which code is code to Slack, too.
const BESIDE_CODE: [&[char]; 2] = [&['('], &[')', ',', '.', '?']];

/// The punctuation of the sentence before a word, the word, and the punctuation after it.
fn parts<'w>(word: &'w str, [open, close]: &[&[char]; 2]) -> (&'w str, &'w str, &'w str) {
    let rest = word.trim_start_matches(*open);
    let core = rest.trim_end_matches(*close);
    if core.is_empty() {
        return ("", word, "");
    }
    let count = |bracket| core.matches(bracket).count();
    let closes = count('(') > count(')') && rest[core.len()..].starts_with(')');
    let (core, after) = rest.split_at(core.len() + usize::from(closes));
    // `:name:`, `??citation??`, `:)`: not the sentence's.
    let stops = after.trim_matches([')', '"', '”', '\'']);
    let ends_in_it = after.ends_with([':', ';']) || !after.contains([':', ';']);
    let is_sentences = stops.len() < 2 && ends_in_it;
    let (core, after) =
        if is_sentences && !core.starts_with([':', '?']) { (core, after) } else { (rest, "") };
    (&word[..word.len() - rest.len()], core, after)
}

/// Whether no platform sees anything but text in a word.
fn is_harmless(before: &str, core: &str, after: &str) -> bool {
    let is_number = core.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && core.bytes().filter(|b| *b == b'.').count() < 2;
    let is_word =
        || core.split(['-', '’', '\'']).all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
    let is_sign = || core.chars().all(|c| "→·…–—✔✖".contains(c));
    // GitHub and GitLab link what can be the hash of a commit.
    let is_hash = || core.len() >= 7 && core.bytes().all(|b| b.is_ascii_hexdigit());
    // Jira's pictures: `(on)`, `(flagoff)`.
    let is_picture =
        || before.ends_with('(') && after.starts_with(')') && (core.len() < 4 || core.starts_with("flag"));
    (is_number || is_word() || is_sign()) && !is_hash() && !is_picture()
}

/// Whether a harmless word at the beginning of a line is the mark of a list, or Jira's of a quotation.
fn begins_a_block(core: &str, after: &str) -> bool {
    let is_mark = after.starts_with(['.', ')']);
    is_mark && (core == "bq" || core.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_span_holds_any_text() {
        for (text, expected) in [
            ("state", "`state`"),
            ("a *b* <c> \\", "`a *b* <c> \\`"),
            ("", "`  `"),
            (" ", "`   `"),
            (" a", "` a`"),
            (" a ", "`  a  `"),
            ("`", "``` ` ```"),
            ("a``b`c", "``` a``b`c ```"),
            ("a```b````", "``` aU+0060U+0060U+0060bU+0060U+0060U+0060U+0060 ```"),
            ("a\r\nb", "`aU+000DU+000Ab`"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn a_sentence_of_words_stays_one() {
        for text in [
            "The provider answered with status 302, not with 200 (after 1.5 s).",
            "The app’s server didn't ask; the self-signed one did: \"yes\".",
            "asks for code · PKCE · state ✔ same → 302",
            "Größe und 大きさ",
        ] {
            assert_eq!(sentence(text), text);
        }
    }

    #[test]
    fn more_than_a_word_becomes_code() {
        for (text, expected) in [
            (
                "The redirect_uri is https://app.example/cb.",
                "The `redirect_uri` is `https://app.example/cb`.",
            ),
            ("state (state#1 · 28 chars), twice", "state (`state#1` · 28 chars), twice"),
            ("\"foo_bar\" and (\"foo_bar\"): x", "`\"foo_bar\"` and (`\"foo_bar\"):` x"),
            (
                "at https://a.b/(path#1 · 36 chars)/c, https://a.b/(path#1 · 36 chars).",
                "at `https://a.b/(path#1 · 36 chars)/c`, `https://a.b/(path#1 · 36 chars)`.",
            ),
            ("a foo_bar, baz_qux and x=1 y=2", "a `foo_bar`, `baz_qux` and `x=1 y=2`"),
            (
                "see @name, octo/repo#1, GH-1, GL-1, !2 %3 ~bug &4",
                "see `@name`, `octo/repo#1`, `GH-1`, `GL-1`, `!2 %3 ~bug &4`",
            ),
            ("defaced 1234567 facade", "`defaced 1234567` facade"),
            ("$x$ :tada: www.x.y a@b.c", "`$x$ :tada: www.x.y a@b.c`"),
            ("**a b** [x](y) <b> <!-- c --> | d", "`**a b** [x](y) <b> <!--` c `--> |` d"),
            ("  1. one", "`1`. one"),
            ("bq. one 1. two", "`bq`. one 1. two"),
            ("# a\n- b\n\n    c\n===", "`#` a `-` b c `===`"),
            ("a `b` \\", "a ``` `b` \\ ```"),
            ("see state:", "see `state:`"),
            ("(x) (on) (flag) (is) (there)", "(`x`) (`on`) (`flag`) (`is`) (there)"),
            (":) ;) a:) ??b??", "`:) ;`) `a:`) `??b??`"),
        ] {
            assert_eq!(sentence(text), expected);
        }
    }
}
