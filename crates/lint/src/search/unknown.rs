//! What to record, where a message is not known: what tells more of a message of this kind.

use crate::responder::Framework;

/// For messages of a browser's console.
const OF_A_PAGE: [&str; 3] = [
    "Open DevTools before the login begins, switch on Preserve log in the Network tab, log in again, and save all as HAR: \
     oauth-lens check login.har",
    "Look at the console line above this one: it often names the request that was blocked, and why.",
    "Look at the address bar after the failure: error and error_description stand in it when the provider refused.",
];

/// For exceptions of a server's program.
const OF_A_SERVER: [&str; 3] = [
    "Take the whole stack trace: the innermost cause (the last \"Caused by\") says more than the first line.",
    "Switch the debug log of the HTTP client or of the login library on and take the lines around the failure: oauth-lens inputs \
     says how for each.",
    "Record the browser's half, too (DevTools, Network, Preserve log, save all as HAR): oauth-lens check login.har app.log",
];

/// For a provider's page or code.
const OF_A_PROVIDER: [&str; 3] = [
    "Copy the whole address of the page on which it stands: error, error_description and the provider's own number are in it.",
    "Look the number up in the provider's own sign-in log, by the time or by the trace or correlation id of the page.",
    "Record the login (DevTools, Network, Preserve log, save all as HAR): oauth-lens check login.har",
];

/// For everything else.
const OF_ANYTHING: [&str; 3] = [
    "Record the login in the browser (DevTools, Network, Preserve log, save all as HAR): oauth-lens check login.har",
    "Take the log of the program that says it, with the lines before it: oauth-lens check app.log",
    "Copy the message whole, with its code and what stands behind \"Caused by\".",
];

/// Signs of a browser's console.
const PAGE: [&str; 12] = [
    "uncaught",
    "domexception",
    "typeerror",
    "syntaxerror",
    "referenceerror",
    "console",
    "popup",
    "pop-up",
    "iframe",
    "chunk",
    ".js:",
    "webpack",
];
/// Signs of a server's program.
const SERVER: [&str; 12] = [
    "exception",
    "traceback",
    "caused by",
    "\tat ",
    " at com.",
    " at org.",
    "panic:",
    "goroutine",
    ".java:",
    ".py\"",
    "level=",
    "fatal",
];
/// Signs of a provider's page.
const PROVIDER: [&str; 8] = [
    "trace id",
    "correlation id",
    "request id",
    "contact your administrator",
    "sign in",
    "error code",
    "support",
    "tenant",
];

/// Where the numbers of a product are told, by how they begin.
const FAMILIES: &str = include_str!("../known/families.tsv");

/// Where a number is told whose family is known.
fn of_family(lower: &str) -> Option<&'static str> {
    let words = || lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let rows =
        FAMILIES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.filter(|(begin, _)| {
        let is_number = |word: &str| {
            let number =
                word.strip_prefix(begin).map(|rest| rest.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
            number.is_some_and(|number| number.len() >= 4 && number.bytes().all(|b| b.is_ascii_digit()))
        };
        words().any(is_number)
    })
    .map(|(_, next)| next)
    .next()
}

/// The things to record next, the most telling first: what to switch on in the framework that the message names stands before.
pub(super) fn next(message: &str) -> Vec<&'static str> {
    let lower = message.to_lowercase();
    let has = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
    let of_kind = if has(&SERVER) && !has(&PAGE) {
        &OF_A_SERVER
    } else if has(&PAGE) {
        &OF_A_PAGE
    } else if has(&PROVIDER) {
        &OF_A_PROVIDER
    } else {
        &OF_ANYTHING
    };
    let log = Framework::named_in(message).map(|framework| framework.log);
    of_family(&lower).into_iter().chain(log).chain(of_kind.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_switch_on_in_a_framework_that_is_named_comes_first() {
        assert!(next("login does not work in Grafana")[0].contains("[log] of Grafana"));
        assert_eq!(next("login does not work"), OF_ANYTHING);
    }

    #[test]
    fn a_number_of_a_known_family_says_where_it_is_told() {
        for (message, mark) in [
            ("AADSTS1234567: Something went wrong", "error?code="),
            ("CWOAU9999E: odd", "oauth20"),
            ("(ORA-99999)", "Oracle"),
            ("errorCode E0000999", "Okta"),
        ] {
            assert!(next(message)[0].contains(mark), "{message}");
        }
        for message in ["aadsts", "idx: 12345", "auth0 is down", "index12345"] {
            assert_eq!(of_family(message), None, "{message}");
        }
    }
}
