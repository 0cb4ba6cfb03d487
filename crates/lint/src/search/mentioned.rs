//! Texts that describe or quote a code: documentation, changelogs, tests, source. What the code means is told, and not that it
//! happened. A line of a log or an error is none of these: each is known by how it begins, and all lines have to be such.

/// Lines of the longest such text.
const MOST_LINES: usize = 6;

/// Whether a message is such a text.
pub(super) fn is_mentioned(message: &str) -> bool {
    let lines: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    !lines.is_empty() && lines.len() <= MOST_LINES && lines.iter().all(|line| is_text(line))
}

fn is_text(line: &str) -> bool {
    is_commit(line)
        || is_change(line)
        || is_reference(line)
        || is_test(line)
        || is_code(line)
        || is_question(line)
        || is_row(line)
        || is_link(line)
        || is_comment(line)
        || is_definition(line)
}

/// A comment in a program, or a line that a change takes away or adds.
fn is_comment(line: &str) -> bool {
    const BEGINS: [&str; 9] = ["// ", "/// ", "//! ", "/* ", "/** ", "# TODO", "# FIXME", "<!-- ", "-- TODO"];
    // `+ "error": "slow_down",`: what is copied of an answer has no sign before it.
    let changed = line.strip_prefix(['+', '-']).map(str::trim_start);
    let is_member = |text: &str| text.starts_with('"') && text.contains("\": ");
    BEGINS.iter().any(|begin| line.starts_with(begin)) && !line.contains("://")
        || changed.is_some_and(is_member)
}

/// Where a name gets the code as its value, or a specification or manual says what it means.
fn is_definition(line: &str) -> bool {
    const DECLARES: [&str; 12] = [
        "const ",
        "let ",
        "var ",
        "val ",
        "static ",
        "final ",
        "public const ",
        "public static ",
        "private static ",
        "export const ",
        "pub const ",
        "#define ",
    ];
    const SPEAKS: [&str; 6] = [
        "the documentation says",
        "the docs say",
        "the spec says",
        "the specification says",
        "the manual says",
        "the standard says",
    ];
    let lower = line.to_ascii_lowercase();
    let is_rfc = || {
        let mut words = lower.split_whitespace();
        let begins = matches!(words.next(), Some("rfc" | "rfc6749" | "rfc6750" | "oauth" | "openid"));
        begins && words.take(3).any(|word| matches!(word, "defines" | "describes" | "specifies" | "lists"))
    };
    // `const EXPIRED = "…"`: a name, its sign, and the code in quotes.
    let is_declared = |begin: &&str| {
        let declared = line.strip_prefix(*begin).and_then(|rest| rest.split_once('='));
        declared.is_some_and(|(name, value)| {
            let is_name = |c: char| c.is_ascii_alphanumeric() || "_:<>[]& '".contains(c);
            name.split_whitespace().count() <= 3
                && name.chars().all(is_name)
                && value.trim_start().starts_with(['"', '\'', '`'])
        })
    };
    DECLARES.iter().any(is_declared)
        || SPEAKS.iter().any(|begin| lower.starts_with(begin)) && !is_of_somebody(&lower)
        || is_rfc()
}

/// The first line of a commit as it is told by convention, of a merge, or of one that takes another back.
fn is_commit(line: &str) -> bool {
    const KINDS: [&str; 8] = ["feat", "fix", "docs", "chore", "refactor", "perf", "revert", "changelog"];
    /// A program may say these of itself, so that the part has to stand with them.
    const KINDS_OF_PARTS: [&str; 4] = ["test", "build", "ci", "style"];
    let lower = line.to_ascii_lowercase();
    // What failed in a step of a pipeline says so.
    if lower.contains("failed") || lower.contains("error:") {
        return false;
    }
    if ["merge pull request #", "merge branch '", "revert \""].iter().any(|begin| lower.starts_with(begin)) {
        return true;
    }
    // By convention in small letters.
    let Some((kind, _)) = line.split_once(": ") else { return false };
    let kind = kind.trim_end_matches('!');
    let (name, part) = kind.split_once('(').map_or((kind, None), |(name, part)| (name, Some(part)));
    let is_part = |part: &str| part.len() > 1 && part.find(')') == Some(part.len() - 1);
    match part {
        Some(part) => is_part(part) && (KINDS.contains(&name) || KINDS_OF_PARTS.contains(&name)),
        None => KINDS.contains(&name),
    }
}

/// A line of a list of changes: a heading with a version, or an item that begins with what was done.
fn is_change(line: &str) -> bool {
    let is_version = |text: &str| {
        let number = text.trim_start_matches(['[', 'v']);
        number.starts_with(|c: char| c.is_ascii_digit())
            && number
                .split(|c: char| !c.is_ascii_digit() && c != '.')
                .next()
                .is_some_and(|n| n.matches('.').count() >= 1)
    };
    let heading = line.trim_start_matches('#');
    let is_heading = heading.len() < line.len() && is_version(heading.trim_start());
    let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or_default();
    is_heading || is_commit(item)
}

/// What a reference says of a function or an endpoint: `Raises X when …`, `:raises X:`, `The server returns X if …`.
fn is_reference(line: &str) -> bool {
    const MARKS: [&str; 8] = [
        ":raises ",
        ":raise ",
        ":throws ",
        "@throws ",
        "@exception ",
        "\\throws ",
        ":returns: ",
        "@returns ",
    ];
    const BEGINS: [&str; 8] = [
        "raises ",
        "throws ",
        "returns ",
        "thrown when ",
        "thrown if ",
        "raised when ",
        "raised if ",
        "returned when ",
    ];
    const WHO: [&str; 9] =
        ["server", "endpoint", "provider", "library", "function", "method", "api", "client", "sdk"];
    const DOES: [&str; 5] = ["returns", "raises", "throws", "responds", "answers"];
    let lower = line.trim_start_matches(['*', '/', '-', ' ']).to_ascii_lowercase();
    if MARKS.iter().any(|mark| lower.starts_with(mark)) {
        return true;
    }
    // `when logging in`: it happens to somebody.
    let has_condition = [" if ", " unless ", " when the ", " when a ", " when an ", " when no "]
        .iter()
        .any(|word| lower.contains(word));
    let words: Vec<&str> = lower.split_whitespace().collect();
    // `the server returns`, `the token endpoint returns`.
    let is_who = |at: usize| {
        let (who, does) = (words.get(at), words.get(at + 1));
        who.is_some_and(|who| WHO.contains(who)) && does.is_some_and(|does| DOES.contains(does))
    };
    let is_told = words.first() == Some(&"the") && (is_who(1) || is_who(2));
    has_condition
        && !is_of_somebody(&lower)
        && (is_told || is_given_when(&words) || BEGINS.iter().any(|begin| lower.starts_with(begin)))
}

/// Whether a text says of a code when it comes: `AADSTS50011 is returned when the …`.
fn is_given_when(words: &[&str]) -> bool {
    const IS: [&[&str]; 4] = [&["is"], &["will", "be"], &["can", "be"], &["gets"]];
    const GIVEN: [&str; 8] =
        ["returned", "thrown", "raised", "sent", "issued", "emitted", "shown", "reported"];
    let is_code = |word: &str| word.contains(['_', '/', '-']) || word.ends_with(|c: char| c.is_ascii_digit());
    let behind = match words {
        [code, rest @ ..] if is_code(code) => rest,
        ["the", "error" | "code", code, rest @ ..] if is_code(code) => rest,
        _ => return false,
    };
    let given = IS.iter().find_map(|is| behind.strip_prefix(*is));
    matches!(given, Some([given, "when" | "if" | "unless", ..]) if GIVEN.contains(given))
}

/// A test by its name, or what it expects.
fn is_test(line: &str) -> bool {
    const BEGINS: [&str; 15] = [
        "it('",
        "it(\"",
        "it(`",
        "test('",
        "test(\"",
        "test(`",
        "describe('",
        "describe(\"",
        "context('",
        "def test_",
        "fn test_",
        "expect(",
        "assert_eq!(",
        "assertEquals(",
        "AssertionError: expected '",
    ];
    BEGINS.iter().any(|begin| line.starts_with(begin))
}

/// A line of source that compares something with the code, or catches it.
fn is_code(line: &str) -> bool {
    const QUESTIONS: [&str; 8] =
        ["if (", "if ", "} else if (", "else if ", "elif ", "while (", "when ", "assert "];
    const CATCHES: [&str; 7] = ["except ", "except(", "catch (", "} catch (", "catch(", "case '", "case \""];
    let compares = [
        " == ",
        " === ",
        " != ",
        " !== ",
        "==='",
        "=='",
        "==\"",
        ".includes(",
        ".is_a?(",
        " instanceof ",
        "isinstance(",
    ]
    .iter()
    .any(|sign| line.contains(sign));
    let is_closed = line.ends_with([':', '{', '}', ')', ';']);
    QUESTIONS.iter().any(|word| line.starts_with(word)) && compares
        || CATCHES.iter().any(|word| line.starts_with(word)) && is_closed
        || line.starts_with("rescue ") && line.contains("::")
}

/// A question about a code, of somebody who does not say that it happened to him.
fn is_question(line: &str) -> bool {
    const WORDS: [&str; 7] = ["what", "when", "where", "which", "who", "how", "does"];
    let lower = line.to_ascii_lowercase();
    let first = lower.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let asks = [
        " mean",
        " happen",
        " thrown",
        " raised",
        " returned",
        " documented",
        " stand for",
        "difference between",
    ]
    .iter()
    .any(|word| lower.contains(word));
    line.ends_with('?') && WORDS.contains(&first) && asks && !is_of_somebody(&lower)
}

/// Whether somebody tells of himself.
fn is_of_somebody(lower: &str) -> bool {
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.any(|word| matches!(word, "i" | "i'm" | "i've" | "we" | "my" | "our" | "me" | "us"))
}

/// A row of a table in Markdown that explains a code: one cell is the code, another a sentence about it. What somebody copied of an
/// error has other names and numbers.
fn is_row(line: &str) -> bool {
    let Some(cells) = line.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) else { return false };
    let cells: Vec<&str> = cells.split('|').map(str::trim).collect();
    let is_code = |cell: &&str| {
        let cell = cell.trim_matches('`');
        let is_number = cell.len() > 5
            && cell.ends_with(|c: char| c.is_ascii_digit())
            && cell.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        is_number || cell.contains('_') && cell.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    let is_sentence = |cell: &&str| {
        cell.split_whitespace().count() > 2
            && cell.starts_with(|c: char| c.is_ascii_uppercase())
            && !cell.contains(|c: char| c.is_ascii_digit())
    };
    let names = ["error", "error_description", "message"];
    let is_of_answer = cells.iter().any(|cell| names.iter().any(|name| cell.eq_ignore_ascii_case(name)));
    !is_of_answer && cells.iter().any(is_code) && cells.iter().any(is_sentence)
}

/// A sentence that only leads to a page.
fn is_link(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    ["see http", "see also http", "see also: http", "see: http", "docs: http", "documentation: http"]
        .iter()
        .any(|begin| lower.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Certainty, MENTIONED, search};

    #[test]
    fn texts_that_describe_or_quote_a_code() {
        for message in [
            "docs: explain invalid_client",
            "feat(auth): handle interaction_required by redirecting to the login page",
            "revert \"map unauthorized_client to 403\"",
            "Merge pull request #12 from acme/fix-redirect_uri_mismatch",
            "## 2.3.0 - fix: retry on invalid_grant during refresh",
            "- fix: invalid_grant is not retried",
            "Raises MismatchingStateError when the state in the callback differs.",
            ":raises InvalidGrantError: if the code was used",
            "@throws {InvalidGrantError} the code was used",
            "The server returns AADSTS50011 if the redirect URI does not match.",
            "it('throws invalid_grant when the code was used', async () => {",
            "AssertionError: expected 'invalid_grant' to equal 'ok'",
            "if (err.code === 'invalid_grant') return redirect('/login');",
            "if e.error == \"invalid_grant\":",
            "except InvalidGrantError:",
            "case 'invalid_grant':",
            "What does invalid_client mean?",
            "When is AADSTS50011 returned?",
            "| invalid_scope | The requested scope is invalid |",
            "See https://errors.authjs.dev#invalidcheck for more",
            "| AADSTS700016 | UnauthorizedClient - the application was not found |",
            "| AADSTS700016 | The application was not found |",
            "// TODO: map IDX10501 to a 401",
            "-    \"error\": \"slow_down\",",
            "+ \"error\": \"authorization_pending\",",
            "The documentation says that MSIS9604 means the client is unknown",
            "const EXPIRED = \"AADSTS700082\"",
            "RFC 6749 defines invalid_grant as a code that was used",
        ] {
            assert!(is_mentioned(message), "{message}");
            let explained = search(message);
            assert_ne!(explained.certainty, Certainty::Known, "{message}");
            assert!(explained.causes.is_empty() || explained.why == MENTIONED, "{message}");
        }
        assert_eq!(search("docs: explain invalid_client").why, MENTIONED);
    }

    #[test]
    fn what_happened_is_no_documentation() {
        for message in [
            "invalid_client",
            "ERROR auth: invalid_client",
            "test: invalid_grant",
            "auth: docs: invalid_client",
            "2026-11-28 09:41:07 fix: invalid_grant",
            "The server returns invalid_client when I log in",
            "Why do I get redirect_uri_mismatch?",
            "How can we fix invalid_grant?",
            "What is wrong? AADSTS50011",
            "Returned error: invalid_grant",
            "The server returned invalid_grant",
            "raise MismatchingStateError()",
            "Traceback (most recent call last):\n  if e.error == \"invalid_grant\":\nInvalidGrantError: (invalid_grant)",
            "| ERROR | auth | invalid_grant |",
            "| 09:41:07 | auth | invalid_grant |",
            "[auth][error] InvalidCheck: pkceCodeVerifier could not be parsed. Read more at https://errors.authjs.dev#invalidcheck",
            "if the problem persists: invalid_grant",
            "case closed: invalid_grant",
            "AssertionError: SessionMiddleware must be installed",
            "## Error: invalid_grant",
            "",
        ] {
            assert!(!is_mentioned(message), "{message}");
        }
    }
}
