//! Who speaks of something else: programs that have no login, and compilers, to whom `client_id` is a name like any other.

use super::near::is_of_another_call;
use super::{Certainty, Explained, Match, is_frame};
use crate::known::{Known, Rank, is_about_oauth};
use crate::stores;

/// What names a program or a protocol that has nothing to do with logins.
const SPEAKERS: &str = include_str!("../known/speakers.txt");

/// What a compiler, an interpreter or a database says of a name in a program.
const OF_NAMES: [&str; 27] = [
    "cannot find symbol",
    "cannot find value `",
    "cannot find type `",
    "cannot find function `",
    "cannot find struct",
    "cannot find name '",
    "cannot find variable",
    "cannot use undeclared",
    "can't find variable",
    "use of undeclared identifier",
    "use of unresolved identifier",
    "was not declared in this scope",
    "undeclared variable",
    "undeclared name",
    "unresolved reference",
    "unresolved identifier",
    "undefined variable",
    "undefined local variable or method",
    "undefined constant",
    "undefined name '",
    "does not exist in the current context",
    "does not exist on type",
    "is not assignable to",
    "declared and not used",
    "is declared but its value is never read",
    "unknown column '",
    "no such column",
];

/// Whether what is told of a message is not about it: a foreign program says it, or a compiler does.
pub(super) fn is_foreign(message: &str, explained: &Explained) -> bool {
    match explained.certainty {
        Certainty::Unknown => false,
        Certainty::Known => {
            is_of_any_call(explained) && is_of_speaker(message)
                || is_of_network(explained) && is_of_another_call(message)
        }
        Certainty::Perhaps => {
            is_of_compiler(message)
                || is_of_speaker(message) && !is_of_session(explained)
                || is_of_network(explained) && is_of_another_call(message)
        }
    }
}

/// Whether the first cause is the network.
fn is_of_network(explained: &Explained) -> bool {
    let first = explained.causes.first();
    first.is_some_and(|cause| matches!(cause.by, Match::Known(known) if known.is_of_network()))
}

/// Whether the first cause is the network, or no more than a failure: everybody says that.
fn is_of_any_call(explained: &Explained) -> bool {
    let is_it = |by: Match| match by {
        Match::Known(known) => known.is_of_network() || known.rank() == Rank::Wrapper,
        Match::Text { .. } | Match::Words => false,
    };
    explained.causes.first().is_some_and(|cause| is_it(cause.by))
}

/// Whether it is about the state or the cookie of a login, which a store of sessions speaks of, too.
fn is_of_session(explained: &Explained) -> bool {
    let is_it = |known: &Known| {
        let first = known.suspects.first().map_or("", |rule| rule.id);
        first.starts_with("state/") || first.starts_with("cookie/")
    };
    explained.causes.first().is_some_and(|cause| matches!(cause.by, Match::Known(known) if is_it(known)))
}

/// Whether a program names itself that has no login, in each line that says something: what an app says stands beside what others
/// say in one terminal. Beside words of OAuth it may be that of one all the same: a store of sessions, a database of users.
fn is_of_speaker(message: &str) -> bool {
    let mut lines =
        message.lines().filter(|line| !line.trim().is_empty() && !is_frame(line.trim())).peekable();
    lines.peek().is_some() && lines.all(names_speaker)
}

fn names_speaker(line: &str) -> bool {
    /// Bytes of the beginning of a line in which its program names itself.
    const BEGINNING: usize = 60;
    let lower = line.to_lowercase();
    let is_about_oauth = is_about_oauth(line);
    let head = &line[..line.floor_char_boundary(BEGINNING.min(line.len()))];
    // What stands in brackets is said beside.
    let head = head.split('(').next().unwrap_or(head);
    if !is_about_oauth && stores::is_named(head) {
        return true;
    }
    let speakers = SPEAKERS.lines().filter(|line| !line.starts_with('#'));
    speakers.filter(|name| !is_about_oauth || name.starts_with('!')).any(|name| {
        let name = name.trim_start_matches('!');
        // A host or a sentence tells wherever it stands.
        let is_word = name.bytes().all(|b| b.is_ascii_alphanumeric());
        places(&lower, name).any(|at| !is_word || at < BEGINNING && !lower[..at].contains('('))
    })
}

/// Where a name stands in a text, not as a part of another word, a host or a path.
fn places<'t>(lower: &'t str, name: &'t str) -> impl Iterator<Item = usize> + 't {
    let (name, goes_on) = name.strip_suffix('*').map_or((name, false), |name| (name, true));
    let is_word = name.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_part = move |c: char| c.is_alphanumeric() || is_word && matches!(c, '-' | '.' | '_' | '/');
    lower.match_indices(name).map(|(at, _)| at).filter(move |at| {
        let before = lower.get(..*at).and_then(|text| text.chars().next_back());
        let mut behind = lower.get(at + name.len()..).unwrap_or_default().chars();
        let (next, after) = (behind.next(), behind.next());
        // A full stop ends a sentence, and a class has its package before it.
        let ends =
            next.is_none_or(|c| !is_part(c)) || next == Some('.') && after.is_none_or(char::is_whitespace);
        let begins = name.starts_with(|c: char| !c.is_alphanumeric()) || before.is_none_or(|c| !is_part(c));
        begins && (goes_on || ends || name.ends_with(|c: char| !c.is_alphanumeric()))
    })
}

/// Whether it is about a name in a program and not about what stands in a request.
fn is_of_compiler(message: &str) -> bool {
    let lower = message.to_lowercase();
    OF_NAMES.iter().any(|words| lower.contains(words))
        || is_numbered(&lower)
        || is_undefined(&lower)
        || is_column(&lower)
}

/// `error[E0425]`, `error TS2304:`, `error CS0103:`.
fn is_numbered(lower: &str) -> bool {
    let places = lower.match_indices("error").filter_map(|(at, mark)| lower.get(at + mark.len()..));
    places.filter_map(|rest| rest.strip_prefix(['[', ' '])).any(|rest| {
        let letters = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        let number = rest.get(letters..).unwrap_or_default();
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let is_closed = number.get(digits..).is_some_and(|end| end.starts_with([']', ':']));
        (1..=2).contains(&letters) && digits == 4 && is_closed
    })
}

/// `undefined: clientID` of Go, `name 'client_id' is not defined` of Python, `clientId is not defined` of JavaScript.
fn is_undefined(lower: &str) -> bool {
    let is_name = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$'))
    };
    let of_go = lower
        .lines()
        .filter_map(|line| line.split_once("undefined: "))
        .any(|(before, name)| is_name(name.trim()) && (before.is_empty() || before.ends_with(": ")));
    // A part of the platform may be missing, too: `crypto is not defined`.
    let is_of_program =
        ["client", "token", "redirect", "secret", "scope"].iter().any(|name| lower.contains(name));
    let is_error = ["nameerror", "referenceerror"].iter().any(|kind| lower.contains(kind));
    // What an object lacks may have been an answer.
    let is_of_module = lower.contains("attributeerror: module");
    of_go || is_of_module || is_of_program && is_error && lower.contains("is not defined")
}

/// `column "redirect_uri" does not exist`, `relation users.client_id does not exist`.
fn is_column(lower: &str) -> bool {
    let is_of_table = |rest: &str| {
        rest.split_once(' ').is_some_and(|(_, behind)| behind.trim_start().starts_with("does not exist"))
    };
    ["column ", "relation "]
        .iter()
        .flat_map(|mark| lower.match_indices(mark))
        .filter_map(|(at, mark)| lower.get(at + mark.len()..))
        .any(is_of_table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::search;

    #[test]
    fn compilers_speak_of_names() {
        for message in [
            "error[E0425]: cannot find value `client_id` in this scope",
            "error[E0425]: cannot find value `redirect_uri` in this scope",
            "error TS2304: Cannot find name 'clientId'.",
            "error TS2345: Argument of type 'string | undefined' is not assignable to parameter of type 'string'. clientSecret",
            "Login.java:12: error: cannot find symbol: variable accessToken",
            "./auth.go:12:3: undefined: clientID",
            "NameError: name 'client_secret' is not defined",
            "ReferenceError: redirectUri is not defined",
            "error CS0103: The name 'accessToken' does not exist in the current context",
            "e: Auth.kt:3:5 Unresolved reference: redirectUri",
            "auth.cpp:3:5: error: 'code_verifier' was not declared in this scope",
            "error: use of undeclared identifier 'refreshToken'",
            "PHP Warning: Undefined variable $client_id in /app/login.php on line 3",
            "ERROR: column \"redirect_uri\" does not exist",
            "PG::UndefinedColumn: ERROR: column users.refresh_token does not exist",
            "AttributeError: module 'config' has no attribute 'CLIENT_ID'",
            "warning: declared and not used: refreshToken, client_id required",
        ] {
            assert_eq!(search(message).certainty, Certainty::Unknown, "{message}");
        }
    }

    #[test]
    fn programs_without_a_login_say_nothing_of_one() {
        for message in [
            "Error response from daemon: Get \"https://registry-1.docker.io/v2/\": net/http: TLS handshake timeout",
            "docker: Get \"https://registry.acme.example/v2/\": x509: certificate signed by unknown authority.",
            "fatal: unable to access 'https://git.acme.example/x.git/': SSL certificate problem: self-signed certificate",
            "fatal: unable to access 'https://git.acme.example/x.git/': Could not resolve host: git.acme.example",
            "npm ERR! code SELF_SIGNED_CERT_IN_CHAIN",
            "request to https://registry.npmjs.org/x failed, reason: unable to get local issuer certificate",
            "pip: Could not fetch URL https://pypi.org/simple/x/: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
            "PSQLException: SSL error: PKIX path building failed: unable to find valid certification path to requested target",
            "kafka: SSL handshake failed: PKIX path building failed",
            "redis: Error: self-signed certificate in certificate chain at TLSSocket",
            "Error: connect ECONNREFUSED 127.0.0.1:6379",
            "ssh: connect to host a.example port 22: Connection refused",
            "Could not transfer artifact a:b:pom:1 from central: PKIX path building failed",
            "Unable to connect to the server: x509: certificate signed by unknown authority",
            "nuget: Response status code does not indicate success: 401 (Unauthorized).",
        ] {
            assert_eq!(search(message).certainty, Certainty::Unknown, "{message}");
        }
    }

    #[test]
    fn who_speaks_of_a_login_is_heard() {
        for message in [
            "Error: connect ECONNREFUSED 127.0.0.1:8080",
            "oidc discovery: Get \"https://idp.example/.well-known/openid-configuration\": x509: certificate signed by unknown authority",
            "curl: (60) SSL certificate problem: self-signed certificate",
            "AADSTS50011: the redirect URI of redis does not match",
            "redirect_uri is not allowed for this client; it does not exist here",
            "client_id not found in this realm",
            "redis: the state cookie is missing at the callback",
        ] {
            assert_ne!(search(message).certainty, Certainty::Unknown, "{message}");
        }
        let has = |text, name| places(text, name).next().is_some();
        assert!(
            !has("redistributed", "redis")
                && !has("port 2222", "port 22")
                && !has("lookup keycloak.postgres.svc", "postgres")
        );
        for message in [
            "Redis connected\nRPError: outgoing request timed out after 3500ms",
            "> npm start\nnpm error Lifecycle script failed\nError: self-signed certificate in certificate chain",
            "java.net.UnknownHostException: keycloak.service.consul",
            "ReferenceError: crypto is not defined",
            "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON (redis)",
            "AttributeError: 'dict' object has no attribute 'access_token'",
        ] {
            assert_ne!(search(message).certainty, Certainty::Unknown, "{message}");
        }
    }
}
