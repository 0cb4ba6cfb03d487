//! What the words before a value say of it: a name, a sentence, a command.

use super::shape;
use super::words::{Word, judge};

/// Words before a credential (RFC 9110 §11.4).
const SCHEMES: [&str; 7] = ["basic", "bearer", "dpop", "digest", "negotiate", "token", "apikey"];

/// Names of identifiers by which support finds a request. That of a transaction may be all that keeps a login.
const SUPPORT: [&str; 27] = [
    "sentrytrace",
    "xb3spanid",
    "cfray",
    "traceid",
    "correlationid",
    "requestid",
    "activityid",
    "errorid",
    "eventid",
    "incidentid",
    "logid",
    "referenceid",
    "supportid",
    "rayid",
    "operationid",
    "trackingid",
    "traceparent",
    "timestamp",
    "xrequestid",
    "clientrequestid",
    "errorcode",
    "eventcode",
    "spanid",
    "debugid",
    "ruleid",
    "terminatingruleid",
    "fbtraceid",
];

/// Words in the names of what people choose: a dictionary has what they name.
pub(super) const CHOSEN: [&str; 31] = [
    "password",
    "passwd",
    "passord",
    "passwort",
    "kennwort",
    "contraseña",
    "contrasena",
    "senha",
    "passphrase",
    "passcode",
    "pwd",
    "pswd",
    "passw",
    "secret",
    "пароль",
    "wachtwoord",
    "hasło",
    "parola",
    "lösenord",
    "salasana",
    "şifre",
    "heslo",
    "jelszó",
    "adgangskode",
    "κωδικός",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
    "סיסמה",
    // The last word of `كلمة المرور`: a name is one word.
    "المرور",
];

/// The same, where they are a word of their own, or stand behind whose it is: `db_pass`, `bindpw`, `mot de passe`.
const CHOSEN_SHORT: [&str; 5] = ["pass", "passe", "pw", "psw", "pword"];

const OWNERS: [&str; 10] = ["bind", "db", "root", "user", "admin", "mysql", "store", "key", "smtp", "ldap"];

/// Names of what a service gave to be kept: people write words there, too.
const GIVEN: [&str; 10] = [
    "apikey",
    "api_key",
    "api-key",
    "secretkey",
    "secret_key",
    "secret-key",
    "accesskey",
    "access_key",
    "access-key",
    "bindcredential",
];

/// What stands behind the name where it is asked for more than once: `password_confirmation`, `pass1`, `user[password]`.
const AGAIN: [&str; 7] = ["confirmation", "confirm", "again", "repeat", "verify", "new", "old"];

/// Words in the names of what machines draw: no dictionary has one, and behind such a name and a colon a program may say what is
/// wrong with it.
const DRAWN: [&str; 4] = ["token", "ticket", "assertion", "verifier"];

/// Folders that have one of each person.
const PEOPLE: [&str; 2] = ["home", "users"];

/// Whether the second of two values begins that a program is given as credentials: `HTTPBasicAuth(id, '`, `auth=("app", b"`.
pub(super) fn is_second_of_credentials(before: &str) -> bool {
    /// Characters of the longest name in front of it.
    const LONGEST: usize = 200;
    const NAMES: [&str; 5] = ["auth", "credential", "credentials", "login", "basic"];
    let first = || {
        // `b'…'`, `f"…"`: what a language puts before a quote.
        let rest = match before.strip_suffix(['b', 'f', 'r', 'u']) {
            Some(rest) if rest.ends_with([' ', ',']) => rest,
            _ => before,
        };
        let rest = rest.trim_end().strip_suffix(',')?.trim_end();
        let start = match rest.chars().next_back()? {
            quote @ ('"' | '\'' | '`') => {
                let rest = rest.strip_suffix(quote)?;
                rest.char_indices().rev().take(LONGEST).find(|(_, c)| *c == quote)?.0
            }
            // A variable.
            _ => {
                let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '$');
                let part = rest.char_indices().rev().take(LONGEST).take_while(|(_, c)| is_part(*c));
                part.last()?.0
            }
        };
        let name = rest.get(..start)?.trim_end_matches(['b', 'f', 'r', 'u']).trim_end().strip_suffix('(')?;
        let name = name.trim_end_matches(['=', ':', ' ']);
        let ends = |own: &str| {
            let end = name.len().checked_sub(own.len()).and_then(|at| name.get(at..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(own))
        };
        NAMES.into_iter().any(ends).then_some(())
    };
    first().is_some()
}

pub(super) fn is_scheme(word: &str) -> bool {
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// Names of what a person is called.
pub(super) fn is_person(name: &str) -> bool {
    const PERSONS: [&str; 17] = [
        "user",
        "username",
        "login",
        "uid",
        "account",
        "person",
        "benutzer",
        "benutzername",
        "utilisateur",
        "usuario",
        "usuário",
        "gebruiker",
        "käyttäjä",
        "пользователь",
        "用户名",
        "ユーザー名",
        "användarnamn",
    ];
    PERSONS.iter().any(|person| name.eq_ignore_ascii_case(person))
}

pub(super) fn is_folder_of_people(name: &str) -> bool {
    PEOPLE.iter().any(|folder| name.eq_ignore_ascii_case(folder))
}

/// Names of numbers that people type.
pub(super) fn is_pin(name: &str) -> bool {
    ["pin", "otp", "tan"].iter().any(|pin| name.eq_ignore_ascii_case(pin))
}

/// The name and the value of what somebody chose, with nothing between: `password:umbrella`, `[secret:umbrella`. Words that the
/// protocols have say what is wrong with it.
pub(super) fn chosen_in(body: &str) -> Option<(&str, &str)> {
    let (before, value) = body.rsplit_once(':')?;
    let name = before.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).next()?;
    let is_word = value.chars().all(char::is_alphabetic) && value.len() > 2;
    (is_word && is_chosen(name) && judge(value) != Word::Technical).then_some((name, value))
}

/// Whether a name is one of what people choose.
pub(super) fn is_chosen(name: &str) -> bool {
    /// Bytes of the longest name.
    const LONGEST: usize = 80;
    if name.len() > LONGEST {
        return false;
    }
    let name = name.to_lowercase();
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ']');
    let again = AGAIN.into_iter().find_map(|again| name.strip_suffix(again));
    let name = again.map_or(name, |name| name.trim_end_matches(['_', '-', '.']));
    CHOSEN.iter().chain(&GIVEN).any(|chosen| name.ends_with(chosen)) || is_chosen_short(name)
}

/// Whether a name in small letters ends in a short word for what people choose: `bypass` and `compass` do not.
pub(super) fn is_chosen_short(name: &str) -> bool {
    let is_short = |short: &str| {
        name.strip_suffix(short).is_some_and(|rest| {
            rest.is_empty()
                || rest.ends_with(|c: char| !c.is_alphanumeric())
                || OWNERS.contains(&rest.trim_start_matches('-'))
        })
    };
    name.ends_with(['s', 'w', 'd', 'e']) && CHOSEN_SHORT.into_iter().any(is_short)
}

/// The name of what is asked for in more words than one: `Password for jane:`, `security answer:`.
pub(super) fn asked_before<'t>(before: &'t str, last: &str) -> Option<&'t str> {
    let mut words = before.split_ascii_whitespace().rev();
    let (first, second) = (words.next()?, words.next());
    if first.eq_ignore_ascii_case("for") {
        return second.filter(|name| is_chosen(name));
    }
    let is_answer = first.eq_ignore_ascii_case("security") && last.eq_ignore_ascii_case("answer");
    is_answer.then_some("password")
}

/// Whether a name is one of what machines draw.
pub(super) fn is_drawn(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    DRAWN.iter().any(|drawn| name.ends_with(drawn))
}

/// Whether a text begins with two words: a sentence, and no credential.
pub(super) fn says<'t>(text: &'t str) -> bool {
    let cut = |word: &'t str| word.split(['\n', '\r', ',', ';']).next().unwrap_or(word);
    let trimmed = |word: &'t str| word.trim_end_matches([':', '.', '`']);
    // A long line is not looked through for each of its words.
    let mut words = text.split(' ').take(2);
    let is_word = |word: &str| {
        let is_term = matches!(judge(word), Word::Technical | Word::Common) && word.len() > 1;
        is_term && word.bytes().all(|b| b.is_ascii_alphabetic()) || shape::is_term(word) || is_refusal(word)
    };
    let is_first = |word: &str| is_word(word) && !matches!(word, "Bearer" | "Basic" | "DPoP");
    words.next().map(trimmed).is_some_and(is_first)
        && words
            .next()
            .map(cut)
            .map(trimmed)
            .is_some_and(|second| is_word(second) || second.starts_with(['"', '\'', '\\']))
}

/// What programs do with a thing before they fail at it.
const STEPS: [&str; 22] = [
    "create",
    "creating",
    "decode",
    "decoding",
    "fetch",
    "fetching",
    "get",
    "getting",
    "load",
    "loading",
    "obtain",
    "obtaining",
    "parse",
    "parsing",
    "read",
    "reading",
    "refresh",
    "refreshing",
    "retrieve",
    "retrieving",
    "validate",
    "validating",
];

/// Whether the name before a colon is what a program was at work on, `get access token:`: behind it stands why that failed.
pub(super) fn is_step(before: &str, name: &str) -> bool {
    /// Words between what is done and the last of the name.
    const WORDS: usize = 4;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let words = before.strip_suffix(' ').map(|before| before.rsplit(|c| !is_part(c)));
    name.chars().all(is_part)
        && words
            .into_iter()
            .flatten()
            .take(WORDS)
            .take_while(|word| !word.is_empty())
            .any(|word| STEPS.iter().any(|own| word.eq_ignore_ascii_case(own)))
}

/// Whether a sentence goes on behind a name and its colon: two words of it, or a first one where nobody chooses what has the name.
pub(super) fn goes_on(behind: &str, name: &str) -> bool {
    let Some(behind) = behind.strip_prefix(' ') else { return false };
    let (first, rest) = behind.split_once(' ').unwrap_or((behind, ""));
    let first = first.trim_end_matches([':', ',']);
    let is_word = first.len() > 2
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && matches!(judge(first), Word::Technical | Word::Common);
    // What people choose is words, too: a name in quotes alone is none of them, and is looked at by itself.
    if is_chosen(name) {
        first == "secret" && rest.starts_with(['"', '\'', '`', '\\'])
    } else if is_person(name) || is_pin(name) {
        FAILURES.contains(&first) && !rest.is_empty()
    } else {
        says(behind) || is_word && !rest.is_empty()
    }
}

/// How programs begin to say why they failed.
const FAILURES: [&str; 11] = [
    "connection",
    "context",
    "dial",
    "error",
    "failed",
    "json",
    "lookup",
    "open",
    "request",
    "unexpected",
    "yaml",
];

/// A status with which a server refuses, for no machine draws a token of three digits, or what the system calls its error: `EOF`,
/// `ECONNREFUSED`.
pub(super) fn is_refusal(word: &str) -> bool {
    let is_status =
        word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|b| b.is_ascii_digit());
    let is_errno = word.len() > 2
        && word.starts_with('E')
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && judge(word) == Word::Technical;
    is_status || is_errno
}

/// Whether a name is one of an identifier by which support finds a request.
pub(super) fn is_support(name: &str) -> bool {
    if !is_id_word(name) {
        return false;
    }
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase();
    // `x-ms-request-id`, `X-Amzn-Trace-Id`
    let whose = ["requestid", "correlationid", "traceid"].into_iter().find_map(|id| name.strip_suffix(id));
    // One of a request to log in may be all that keeps it.
    let is_header = whose.is_some_and(|whose| {
        const WHOSE: [&str; 15] = [
            "x",
            "xms",
            "ms",
            "xamzn",
            "xamz",
            "amzn",
            "aws",
            "xgoog",
            "msclient",
            "xmsclient",
            "xgithub",
            "xauth0",
            "xokta",
            "xb3",
            "xdatadog",
        ];
        WHOSE.contains(&whose)
    });
    is_header || SUPPORT.contains(&name.as_str())
}

pub(super) fn is_id_word(word: &str) -> bool {
    let ends_with = |end: &str| {
        let start = word.len().checked_sub(end.len());
        start.is_some_and(|start| word.as_bytes()[start..].eq_ignore_ascii_case(end.as_bytes()))
    };
    ["id", "identifier", "timestamp", "traceparent", "code", "cf-ray", "sentry-trace"]
        .into_iter()
        .any(ends_with)
}
