//! Texts that are one piece over and over: what begins a search anew at each place shows there.

use std::hint::black_box;

use report::{Shown, files::Files};

/// Signs, words of logs and of HTTP, names with values, and the beginnings of what nests.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "[", "]", "{", "}", "(", ")", "<", ">", "\"", "'", "`", "&", "%", "\\", ":", "=", ",", ";", " ", "\t",
    "\n", "\r\n", "/", "-", "_", ".", "+", "#", "@", "|", "~", "$", "!", "?", "*", "^", "^\n", "`\n", "\\\n",
    "=\n", "a", "0", "A", "é", "\u{202e}", "\u{1b}[", "\u{1b}]", "[[", "[{", "{\"", "{\"a\":", "\"a\":\"",
    "{a=b, ", "(a", "<a", "</", "<!--", "<?", "<a b=\"", "&#", "&amp;", "%2", "%25", "%253A", "\\u", "\\\"",
    "\\n", "\\x", "${", "=\"", "='", "a=", "a=&", "a:", "a: ", "a, ", "; a=", "1.", "::", "..", "//", "://",
    "http://", "http://a/?", "https%3A%2F%2Fa%2F%3Fa%3D", "?a=", "a.b", "a@b.c ", "eyJ", "eyJ.", "eyJ.eyJ.",
    "Bearer ", "Basic ", "state=", "code=", "redirect_uri=", "redirect_uri=http://a/?", "error=", "error: ",
    "error_uri=", "client_secret=", "password: ", "token: ", "state: a ", "code: ", "Cookie: ", "cookie=",
    "Set-Cookie: a=b; ", "invalid_grant ", "state ", "token ", "client ", "token endpoint ", "error ",
    "Exception: ", "java.lang.X: ", "Caused by: ", "Caused by: a\n", "at a.b(c.java:1)\n", "Traceback\n",
    "  File \"a\"\n", "goroutine 1\n", "> ", "< ", "* ", "$ ", "curl ", "curl -H '", "-d '", "POST ",
    "POST / HTTP/1.1\n", "HTTP/1.1 200\n", "HTTP/1.1 400 \r\n\r\n", "GET http://a/ ",
    "GET /cb?code=x&state=y\n", "--> POST http://a/\n", "<-- 400 http://a/\n", "=> ", "---\n",
    "2026-01-01T00:00:00Z ", "2026-01-01T00:00:00Z a\n", "[a] ", "[a]\n", "level=error msg=\"", "msg=",
    "ERROR ", "ERROR a\n", "{\"log\":\"", "{\"message\":\"{", "data: {}\n", "b'", "[123, ", "[123 ", "NaN,",
    "null,",
];

/// What stands before them.
const SETTINGS: [(&str, &str); 4] = [
    ("alone", ""),
    ("behind an error", "ERROR login failed: invalid_grant "),
    (
        "as a query",
        "203.0.113.7 - - [28/Nov/2026:04:29:26 +0000] \"GET /cb?error=access_denied&error_description=",
    ),
    (
        "as a token response",
        "> POST /token HTTP/1.1\n> Host: auth.example.com\n>\n> grant_type=authorization_code&code=x\n\
         < HTTP/1.1 400 Bad Request\n<\n",
    ),
];

/// Settings by their names.
pub fn settings() -> impl Iterator<Item = (&'static str, Vec<Repeated>)> {
    SETTINGS
        .into_iter()
        .map(|(name, before)| (name, PIECES.iter().map(|piece| Repeated { before, piece }).collect()))
}

pub struct Repeated {
    before: &'static str,
    pub piece: &'static str,
}

impl Repeated {
    /// A text of so many bytes.
    pub fn text(&self, bytes: usize) -> String {
        self.before.to_owned() + &self.piece.repeat(bytes / self.piece.len())
    }
}

/// Reads a file and reports it.
pub fn check(text: &str) {
    let mut files = Files::new(u64::MAX);
    files.read(Shown::from_user("repeated.txt"), text.as_bytes(), None);
    black_box(report::report(files.session(), files.sources(), None));
}
