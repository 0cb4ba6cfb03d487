//! What is printed acts on no terminal, hides nothing, and names nobody's password.
//!
//! Text from traffic is a [`report::Shown`], which is clean; here comes what the user wrote (names of files, arguments, URLs)
//! and what the operating system says. All that is printed passes here once more at the last moment.

use std::fmt::Write as _;

/// Characters of the longest line that is printed whole.
const LONGEST: usize = 2_000;

/// In place of what is left out.
const LEFT_OUT: char = '…';

/// The name that the user gave to an input: one line, without the user information and the parameters of a URL, and no token.
pub(crate) fn name(text: &str) -> String {
    spelled_out(&without_token(&without_parameters(&without_user(text, true))))
}

/// A sentence with names in it, as one line.
pub(crate) fn line(text: &str) -> String {
    spelled_out(&without_user(text, false))
}

/// Text of several lines in which only this program's own styles act.
pub(crate) fn styled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(acts) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let style = style_length(from);
        if style > 0 {
            let (style, after) = from.split_at(style);
            out.push_str(style);
            rest = after;
        } else {
            let mut chars = from.chars();
            chars.next().into_iter().for_each(|c| spell(&mut out, c));
            rest = chars.as_str();
        }
    }
    out.push_str(rest);
    out
}

/// Text of several lines without any style.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| if acts(c) { spell(&mut out, c) } else { out.push(c) });
    out
}

/// JSON that says the same without a character that acts: these stand in its strings alone.
pub(crate) fn json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if acts(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// On one line, and not endless.
fn spelled_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push(LEFT_OUT);
            break;
        }
        match c {
            '\t' => out.push(' '),
            '\n' => spell(&mut out, c),
            c if acts(c) => spell(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

fn spell(out: &mut String, c: char) {
    let _ = write!(out, "U+{:04X}", u32::from(c));
}

/// How long the style (`ESC [ … m`) is with which a text begins; 0 where it begins with none.
fn style_length(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else { return 0 };
    let end = parameters.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(parameters.len());
    if parameters[end..].starts_with('m') { "\u{1b}[".len() + end + 1 } else { 0 }
}

/// What acts in text of several lines.
fn acts(c: char) -> bool {
    c != '\n' && report::acts(c)
}

/// A URL up to its parameters; `user:password@host` from the host on.
fn without_parameters(text: &str) -> String {
    if text.contains("://") {
        return match text.find(['?', '#']) {
            Some(at) if at + 1 < text.len() => format!("{}{LEFT_OUT}", &text[..=at]),
            _ => text.to_owned(),
        };
    }
    let user = text.rfind('@').map(|at| &text[..at]);
    match user.filter(|user| user.contains(':') && !user.contains(['/', '\\'])) {
        Some(user) => format!("{LEFT_OUT}{}", &text[user.len()..]),
        None => text.to_owned(),
    }
}

/// A token that was pasted where something else belongs.
fn without_token(text: &str) -> String {
    let is_token = text.starts_with("eyJ") && text.contains('.') && !text.contains(['/', '\\', ' ']);
    if is_token { format!("eyJ{LEFT_OUT}") } else { text.to_owned() }
}

/// The text with `…` in place of user names and passwords of the URLs in it. `alone`: all of it is one name, so that a
/// password may hold what ends a URL in a sentence.
fn without_user(text: &str, alone: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = authority_start(rest) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let ends = |c: char| !alone && (c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`'));
        let (whole, after) = from.split_at(from.find(ends).unwrap_or(from.len()));
        let authority = &whole[..whole.find(['/', '\\', '?', '#']).unwrap_or(whole.len())];
        // A password that was not encoded: what stands before its slash is no host with a port.
        let (_, port) = authority.rsplit_once(':').unwrap_or_default();
        let is_host = authority.ends_with(']') || port.bytes().all(|b| b.is_ascii_digit());
        let searched = if is_host && !alone || authority.contains('@') { authority } else { whole };
        match searched.rfind('@') {
            Some(at) => {
                out.push(LEFT_OUT);
                out.push_str(&whole[at..]);
            }
            None => out.push_str(whole),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where the first authority of a URL begins: behind `scheme://`, and behind what browsers read as that.
fn authority_start(text: &str) -> Option<usize> {
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let mut from = 0;
    while let Some(at) = text[from..].find([':', '/', '\\']).map(|at| from + at) {
        let after = &text[at..];
        let (before, rest) = (&text[..at], after.strip_prefix(':').unwrap_or(after));
        let slashes = rest.find(|c| !is_slash(c)).unwrap_or(rest.len());
        let start = text.len() - rest.len() + slashes;
        let scheme = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'));
        let scheme = scheme.map(str::len).next().unwrap_or_default();
        let is_web = ["http", "https"].iter().any(|web| {
            before.len().checked_sub(web.len()).is_some_and(|at| {
                before.get(at..).is_some_and(|name| name.eq_ignore_ascii_case(web)) && scheme == web.len()
            })
        });
        let begins = match after.starts_with(':') {
            // `C:\` is a drive.
            true => is_web || scheme > 1 && slashes >= 1,
            false => slashes >= 2 && scheme == 0,
        };
        if begins {
            return Some(start);
        }
        from = start.max(at + 1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_line_in_which_nothing_acts() {
        assert_eq!(name("a\nb\r\u{1b}[31mc\u{7}\td"), "aU+000AbU+000DU+001B[31mcU+0007 d");
        assert_eq!(name("log\u{202e}rah.exe\u{200b}\u{ad}"), "logU+202Erah.exeU+200BU+00AD");
        assert_eq!(name("日本語 é.har"), "日本語 é.har");
        assert_eq!(name(&"x".repeat(3_000)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn only_own_styles_act() {
        assert_eq!(
            styled("\u{1b}[1;31merror\u{1b}[0m\n\u{1b}[2J\u{1b}]0;t\u{7}"),
            "\u{1b}[1;31merror\u{1b}[0m\nU+001B[2JU+001B]0;tU+0007"
        );
        assert_eq!(plain("a\u{1b}[1mb\nc\u{2028}"), "aU+001B[1mb\ncU+2028");
        assert_eq!(json("\"a\u{7f}\u{e0041}\u{202e}\"\n"), "\"a\\u007f\\udb40\\udc41\\u202e\"\n");
    }

    #[test]
    fn no_url_names_its_user() {
        let secret = "kanari";
        for url in [
            "https://kanari:pass-kanari@idp.example/jwks",
            "HTTPS://kanari@idp.example",
            "https:kanari:x@idp.example/",
            "https:/kanari:x@idp.example/",
            "https:\\\\kanari:x@idp.example/",
            "//kanari:x@idp.example/",
            " \thttps://kanari:x@idp.example/",
            "https://kanari:pa/kanari@idp.example/",
            "https://kanari:pa?kanari#kanari@idp.example/",
            "https://kanari:12/kanari@idp.example/",
            "https://kanari:a@kanari@idp.example/",
            "https://kanari:a b\"kanari@idp.example/",
            "postgres://kanari:x@idp.example/",
            "git+ssh://kanari@idp.example/",
        ] {
            let shown = name(url);
            assert!(!shown.contains(secret) && shown.contains("…@idp.example"), "{url}: {shown}");
        }
        for (given, shown) in [
            ("https://app.example/cb?code=kanari", "https://app.example/cb?…"),
            ("https://app.example/cb#access_token=kanari", "https://app.example/cb#…"),
            ("u:kanari@idp.example", "…@idp.example"),
            ("eyJhbGciOiJub25lIn0.e30.kanari", "eyJ…"),
            ("eyJ/login.har", "eyJ/login.har"),
            ("what?.har", "what?.har"),
        ] {
            assert_eq!(name(given), shown);
        }
        assert_eq!(
            line("https://u:p@a.example/x is not https://u:p/q@b.example, \"http://c@d\" is"),
            "https://…@a.example/x is not https://…@b.example, \"http://…@d\" is"
        );
        for same in [
            "https://a.example:8080/jwks",
            "https://[::1]:80/x",
            "C:\\Users\\a@b\\login.har",
            "./a@b.har",
            "a@b:c.har",
            "see https://cdn.example/pkg@1/x",
            "a: b@c",
            "1:/@",
        ] {
            assert_eq!(line(same), same);
        }
    }
}
