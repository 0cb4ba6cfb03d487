//! What Django writes of a request of a login that it refused: the reason phrase of the answer, the path, and behind them the trace
//! of what was raised, which is longer than what is looked at ahead.

use std::ops::Range;

use http::{Secret, Statement};

use crate::trace::raised;

/// Lines of the longest trace behind such a line.
const LONGEST: usize = 300;

/// Lines between it and the head of its trace, where several programs write.
const GAP: usize = 3;

/// The line of a refusal whose trace may come.
#[derive(Default)]
pub(crate) struct Refused {
    open: Option<Open>,
}

struct Open {
    statement: Statement,
    /// Lines behind it.
    lines: usize,
    has_trace: bool,
}

impl Refused {
    /// Takes the next line; what is known of the refusal before it once nothing more can come.
    pub(crate) fn hear(&mut self, statement: &Statement) -> Option<Statement> {
        let text = statement.text.text();
        if place(text).is_some() {
            let before = self.end();
            self.open = Some(Open { statement: statement.clone(), lines: 0, has_trace: false });
            return before;
        }
        let open = self.open.as_mut()?;
        open.lines += 1;
        open.has_trace |= text.starts_with("Traceback (most recent call last)");
        if open.lines > if open.has_trace { LONGEST } else { GAP } {
            return self.end();
        }
        // Of several exceptions the one that was raised first stands first.
        let reason = raised(text).filter(|_| open.has_trace)?;
        let Open { statement, .. } = self.open.take()?;
        let text = Secret::new(format!("{}: {reason}", statement.text.text()));
        Some(Statement { text, ..statement })
    }

    /// The last refusal, whose reason did not come.
    pub(crate) fn end(&mut self) -> Option<Statement> {
        self.open.take().map(|open| open.statement)
    }
}

/// Where the phrase stands and the path behind it, of a path that only logins have.
pub(crate) fn place(text: &str) -> Option<Range<usize>> {
    const PHRASES: [&str; 7] = [
        "Internal Server Error",
        "Bad Request",
        "Unauthorized",
        "Forbidden",
        "Not Found",
        "Method Not Allowed",
        "Service Unavailable",
    ];
    PHRASES.iter().find_map(|phrase| {
        let at = text.find(phrase)?;
        let mut behind = text.get(at + phrase.len()..)?;
        // `Forbidden (CSRF cookie not set.): /path`
        if let Some(inner) = behind.strip_prefix(" (") {
            behind = inner.split_once("): ").map(|(_, path)| path)?;
        } else {
            behind = behind.strip_prefix(": ")?;
        }
        let path = behind.split(' ').next().filter(|path| path.starts_with('/') && is_of_login(path))?;
        let end = path.as_ptr() as usize - text.as_ptr() as usize + path.len();
        Some(at..end)
    })
}

/// The path, where nothing is said of the reason: an access log says as much.
pub(crate) fn bare_path(text: &str) -> Option<&str> {
    let said = text.get(place(text)?)?;
    let path = said.split_once(": ").map(|(_, path)| path).filter(|_| !said.contains('('))?;
    text.ends_with(path).then_some(path)
}

/// Whether only logins have such a path: a callback or a token may be one of something else.
fn is_of_login(path: &str) -> bool {
    const OF_OAUTH: [&str; 3] = ["oauth", "oidc", "openid"];
    const STEPS: [&str; 5] = ["callback", "complete", "authorize", "token", "oauth-callback"];
    /// Where a login begins.
    const LOGINS: [&str; 5] = ["authenticate", "begin", "login", "start", "userinfo"];
    const OF_LOGINS: [&str; 9] =
        ["o", "auth", "login", "signin", "sign-in", "sso", "social", "accounts", "social-auth"];
    let path = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // Pages, pictures and documents about it are none; somebody else asks for what may be there.
    let is_file = parts.last().is_some_and(|last| last.contains('.'));
    if is_file || parts.contains(&".well-known") {
        return false;
    }
    let has = |names: &[&str]| parts.iter().any(|part| names.contains(part));
    // A token of an app's own API is one for a password as well.
    let is_step = if has(&["token"]) { has(&["o"]) } else { has(&STEPS) && has(&OF_LOGINS) };
    let is_of_oauth = parts.iter().any(|part| OF_OAUTH.iter().any(|word| part.contains(word)));
    is_step || is_of_oauth && (has(&STEPS) || has(&LOGINS))
}

#[cfg(test)]
mod tests {
    use http::{LogLevel, Provenance};

    use super::*;

    fn said(text: &str) -> Statement {
        let (text, level) = (Secret::from(text), LogLevel::Unsaid);
        Statement { provenance: Provenance::Live, time: None, text, level }
    }

    #[test]
    fn the_paths_of_logins() {
        for (text, expected) in [
            ("Internal Server Error: /accounts/google/login/callback/", true),
            ("[ERROR] django.request: Bad Request: /o/token/", true),
            ("Unauthorized: /oauth/token", true),
            ("Forbidden (CSRF cookie not set.): /accounts/google/login/callback/", true),
            (
                "Forbidden (Origin checking failed - null does not match any trusted origins.): /oidc/callback/",
                true,
            ),
            ("Internal Server Error: /complete/google-oauth2/", true),
            ("Method Not Allowed (POST): /auth/callback", true),
            ("Unauthorized: /api/token/", false),
            ("Unauthorized: /api/token-usage/report", false),
            ("Forbidden (CSRF cookie not set.): /payments/callback/", false),
            ("Internal Server Error: /shop/", false),
            ("Not Found: /favicon.ico", false),
            ("Internal Server Error: the page", false),
            ("Forbidden: you may not use OAuth", false),
        ] {
            assert_eq!(place(text).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn a_refusal_without_a_reason() {
        assert_eq!(bare_path("x Bad Request: /o/token/"), Some("/o/token/"));
        assert_eq!(bare_path("Bad Request: /o/token/: KeyError: 'a'"), None);
        assert_eq!(bare_path("Forbidden (CSRF cookie not set.): /oidc/cb"), None);
    }

    #[test]
    fn what_was_raised_first_is_the_reason_however_long_the_trace_is() {
        let frames = "File \"/a/b.py\", line 5, in get\nreturn KeyValue(a)\n^^^^^\n".repeat(20);
        let heard = |text: &str| -> Vec<String> {
            let mut refused = Refused::default();
            let mut all: Vec<_> = text.lines().filter_map(|line| refused.hear(&said(line))).collect();
            all.extend(refused.end());
            all.iter().map(|statement| statement.text.text().to_owned()).collect()
        };
        let head = "Internal Server Error: /oidc/callback/";
        let trace = format!("Traceback (most recent call last):\n{frames}");
        let text = format!("{head}\n{trace}KeyError: 'email'\nDuring handling of it\n{trace}a.b.Wrong: no\n");
        assert_eq!(heard(&text), [format!("{head}: KeyError: 'email'")]);
        assert_eq!(heard(&format!("{head}\n{trace}app.models.User.DoesNotExist\n")).len(), 1);
        assert_eq!(heard(&format!("{head}\nx\ny\nz\nw\n{trace}KeyError: 'other'")), [head]);
        assert_eq!(heard(&format!("{head}\n{head}\n")), [head, head]);
        assert_eq!(heard("x\nKeyError: 'a'"), Vec::<String>::new());
    }
}
