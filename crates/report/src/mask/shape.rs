//! What a value looks like, judged without knowing what it is.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::named::{CHOSEN, is_chosen_short};
use super::words::{Word, is_made_of_terms, judge};

/// How a text is judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// People wrote it: words of any language, names, numbers of few digits.
    Prose,
    /// A path or a name: as prose, with shorter numbers.
    Path,
    /// What no parser recognises: words of the dictionary alone.
    Closed,
}

/// What the name of a value says of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Strength {
    /// Not that it is secret.
    None,
    /// It belongs to one login: a word there says nothing.
    Weak,
    /// A credential or a person, whatever it looks like.
    Strong,
}

/// Characters of the shortest random run.
const SHORTEST_RANDOM: usize = 6;

/// Small letters of the longest run that nobody takes for a credential.
const SHORTEST_DRAWN: usize = 5;

/// Characters of the longest run that is read as words.
const LONGEST_WORDS: usize = 200;

/// Pieces with digits in them that a run of words has at most.
const MOST_MIXED: usize = 2;

/// What is made of letters and digits, and a word: parameters, algorithms, encodings.
const TERMS: &[&str] = &[
    "a11y",
    "b64",
    "base32",
    "base58",
    "base64",
    "base64url",
    "ed25519",
    "ed448",
    "es256k",
    "ipv4",
    "ipv6",
    "k8s",
    "i18n",
    "l10n",
    "md5",
    "nb3",
    "oauth1",
    "oauth10a",
    "oauth2",
    "p256",
    "p384",
    "s256",
    "p521",
    "pkcs1",
    "pkcs12",
    "pkcs8",
    "secp256k1",
    "secp256r1",
    "hs256",
    "hs384",
    "hs512",
    "rs256",
    "rs384",
    "rs512",
    "es256",
    "es384",
    "es512",
    "ps256",
    "ps384",
    "ps512",
    "a128kw",
    "a192kw",
    "a256kw",
    "a128gcm",
    "a192gcm",
    "a256gcm",
    "a128gcmkw",
    "a192gcmkw",
    "a256gcmkw",
    "a128cbc",
    "a192cbc",
    "a256cbc",
    "sha1",
    "sha256",
    "sha384",
    "sha512",
    "rsa1",
    "c14n",
    "auth0",
    "x25519",
    "x448",
    "x509",
    "x5c",
    "x5t",
    "x5u",
    "xchacha20",
    "xoauth2",
    "log4j",
    "log4j2",
    "http2",
    "http3",
];

/// Beginnings of providers' error codes, which end in a number.
const CODE_PREFIXES: [&str; 30] = [
    "AADB2C", "AADSTS", "ADAL", "AUTH", "BX", "CAA", "CODE", "CWOAU", "CWWKS", "E", "ERR", "ERROR", "FBTOAU",
    "HTTP", "ID", "IDM", "IDS", "IDW", "IDX", "JBWEB", "KC", "MSAL", "MSIS", "ORA", "PS", "RFC", "SAML",
    "WIF", "WSO", "IDP",
];

/// What may follow a number.
const UNITS: [&str; 24] = [
    "s", "ms", "us", "ns", "m", "h", "d", "w", "st", "nd", "rd", "th", "x", "xx", "b", "kb", "mb", "gb", "k",
    "kib", "mib", "min", "sec", "px",
];

/// Words in the names of credentials and of what tells a person, besides those of what people choose.
const STRONG: [&str; 24] = [
    "credential",
    "token",
    "otp",
    "pin",
    "apikey",
    "api_key",
    "api-key",
    "apikeys",
    "bearer",
    "basic",
    "email",
    "e-mail",
    "mail",
    "phone",
    "birthdate",
    "username",
    "login_hint",
    "userinfo",
    "ticket",
    "assertion",
    "verifier",
    "given_name",
    "family_name",
    "user_code",
];

/// Whole names of such values.
const STRONG_ALONE: [&str; 2] = ["key", "authorization"];

/// Words in the names of what belongs to one login.
const WEAK: [&str; 17] = [
    "code",
    "state",
    "nonce",
    "session",
    "sid",
    "csrf",
    "xsrf",
    "cookie",
    "proof",
    "signature",
    "request_uri",
    "hint",
    "challenge",
    "jti",
    "user",
    "login",
    "auth",
];

/// Finds the words of both in a name; names are judged more often than anything else.
static WORDS_OF_NAMES: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(STRONG.iter().chain(&CHOSEN).chain(&WEAK)).ok());

/// Whether it is a word of the protocols that has digits.
pub(super) fn is_term(word: &str) -> bool {
    TERMS.contains(&word.to_ascii_lowercase().as_str())
}

/// `InvalidTokenError: …`: the name of a class, behind which a sentence stands and no value.
fn is_error_class(label: &str) -> bool {
    const ENDINGS: [&str; 4] = ["Error", "Exception", "Failure", "Fault"];
    label.starts_with(|c: char| c.is_ascii_uppercase())
        && ENDINGS.iter().any(|ending| label.len() > ending.len() && label.ends_with(ending))
}

/// What the name of a value says of it.
pub(crate) fn strength(label: &str) -> Strength {
    if is_error_class(label) {
        return Strength::None;
    }
    let label = if label.is_ascii() { label.to_ascii_lowercase() } else { label.to_lowercase() };
    let is_endpoint = label.ends_with("_type") || label == "token_endpoint";
    let Some(words) = &*WORDS_OF_NAMES else { return Strength::Strong };
    let named = label.trim_end_matches(|c: char| c.is_ascii_digit() || c == ']');
    let mut is_strong = STRONG_ALONE.contains(&label.as_str()) || is_chosen_short(named);
    let mut is_weak = label.ends_with("key");
    for found in words.find_overlapping_iter(&label) {
        match found.pattern().as_usize() < STRONG.len() + CHOSEN.len() {
            true => is_strong |= !is_endpoint,
            false => is_weak = true,
        }
    }
    match (is_strong, is_weak) {
        (true, _) => Strength::Strong,
        (false, true) => Strength::Weak,
        (false, false) => Strength::None,
    }
}

/// Whether a value is one word or a small number: sought inside of text, it would be found everywhere.
pub(crate) fn is_word(value: &str) -> bool {
    let is_one = value.bytes().all(|b| b.is_ascii_alphabetic())
        && matches!(judge(value), Word::Technical | Word::Common);
    // `invalid_grant`, `web-shop`: words of the protocol.
    let are_technical =
        value.split(['_', '-', '.', ' ', ':']).all(|piece| judge_piece(piece) == Some(Word::Technical));
    is_one || are_technical || value.len() <= 3 && value.bytes().all(|b| b.is_ascii_digit())
}

/// Whether all letters of a name are words of the protocols.
pub(crate) fn is_technical(name: &str) -> bool {
    let pieces = || name.split(|c: char| !c.is_ascii_alphabetic()).filter(|piece| !piece.is_empty());
    pieces().flat_map(humps).all(|piece| piece.len() == 1 || judge(piece) == Word::Technical)
        || pieces().all(|piece| piece.len() == 1 || judge(piece) == Word::Technical)
}

fn judge_piece(piece: &str) -> Option<Word> {
    (!piece.is_empty() && piece.bytes().all(|b| b.is_ascii_alphabetic())).then(|| judge(piece))
}

/// Whether a run of token characters looks as if a machine had drawn it.
pub(crate) fn looks_random(run: &str) -> bool {
    run.chars().count() >= SHORTEST_RANDOM && !is_open(run, Mode::Prose)
}

/// Whether a run of characters without white space may be shown as it stands.
pub(crate) fn is_open(run: &str, mode: Mode) -> bool {
    if run.len() > LONGEST_WORDS {
        return !run.contains(char::is_alphanumeric);
    }
    if is_moment(run) || is_address(run) && mode != Mode::Closed {
        return true;
    }
    if jose::Jwt::is_likely(run) {
        return false;
    }
    if is_thread(run) || is_module(run) || is_class(run) {
        return true;
    }
    let pieces = || run.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty());
    let is_mixed = |piece: &str| {
        piece.contains(|c: char| c.is_ascii_digit()) && piece.contains(|c: char| c.is_alphabetic())
    };
    // Too short to be one that a machine drew: `ls`, `kc`.
    let is_small = |text: &str, most| text.len() <= most && text.bytes().all(|b| b.is_ascii_lowercase());
    if mode != Mode::Closed && (is_small(run, SHORTEST_DRAWN) || is_release(run)) {
        return true;
    }
    // `pp.sid`, `oc_session`: a few letters beside a word.
    let has_word = mode != Mode::Closed
        && pieces().any(|piece| {
            piece.len() > 2 && matches!(judge_piece(piece), Some(Word::Technical | Word::Common))
        });
    let digits =
        pieces().filter(|piece| piece.bytes().all(|b| b.is_ascii_digit())).map(str::len).sum::<usize>();
    let most_digits = if mode == Mode::Prose { 5 } else { 4 };
    let is_version = run.contains('.') && pieces().all(|piece| piece.len() <= 3);
    (digits <= most_digits || is_version && digits <= 12)
        && pieces().filter(|piece| is_mixed(piece)).count() <= MOST_MIXED
        && pieces().all(|piece| piece_is_open(piece, mode) || has_word && is_small(piece, 3))
}

/// Bytes of the longest name of a thread or a module.
const LONGEST_NAME: usize = 80;

/// `http-nio-8080-exec-2`, `pool-3-thread-17`, `qtp1698756452-34`: what programs call the threads in which they work.
fn is_thread(run: &str) -> bool {
    const THREADS: [&str; 15] = [
        "dispatcher",
        "epoll",
        "eventloop",
        "exec",
        "executor",
        "kqueue",
        "nio",
        "pool",
        "qtp",
        "scheduler",
        "task",
        "thread",
        "threads",
        "worker",
        "xnio",
    ];
    /// Digits of the longest number in one: a port, a count; behind `qtp` one that Jetty makes.
    const MOST_DIGITS: usize = 5;
    let pieces = || run.split(['-', '_', '.']).filter(|piece| !piece.is_empty());
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    if digits > MOST_DIGITS && !run.starts_with("qtp") {
        return false;
    }
    let is_known = |piece: &str| match piece.strip_prefix("qtp").filter(|number| !number.is_empty()) {
        Some(number) => is_number(number) && number.len() <= 2 * MOST_DIGITS,
        None if is_number(piece) => piece.len() <= MOST_DIGITS,
        None => piece.bytes().all(|b| b.is_ascii_alphabetic()) && letters_are_open(piece, Mode::Closed),
    };
    let names_thread = |piece: &str| {
        let piece = piece.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
        THREADS.contains(&piece.as_str())
    };
    run.len() <= LONGEST_NAME && pieces().count() > 1 && pieces().any(names_thread) && pieces().all(is_known)
}

/// `homeassistant.helpers.config_entry_oauth2_flow`, `sqlpage::webserver::oidc`: a module of a program, of which most words are those
/// of programs.
pub(super) fn is_module(run: &str) -> bool {
    let pieces = || run.split(['.', '_', '/', ':']).filter(|piece| !piece.is_empty());
    let is_lower = |piece: &str| piece.bytes().all(|b| b.is_ascii_lowercase());
    let is_technical =
        |piece: &&str| is_term(piece) || piece.len() > 2 && judge_piece(piece) == Some(Word::Technical);
    let is_known = |piece: &str| {
        is_term(piece)
            || is_lower(piece)
                && (judge_piece(piece).is_some_and(is_of_dictionary) || is_made_of_terms(piece))
    };
    let count = pieces().count();
    run.len() <= LONGEST_NAME
        && (run.contains('.') || run.contains("::"))
        && count > 2
        && 3 * pieces().filter(is_technical).count() >= 2 * count
        && pieces().all(is_known)
}

/// `com.nimbusds.oauth2.sdk.TokenErrorResponse`: a class of words of the dictionary in a package, of which a word may be a name.
fn is_class(run: &str) -> bool {
    const ROOTS: [&str; 12] =
        ["com", "org", "io", "net", "dev", "java", "javax", "jakarta", "sun", "jdk", "kotlin", "scala"];
    let Some((package, class)) = run.rsplit_once('.') else { return false };
    let is_package = |piece: &str| {
        is_term(piece)
            || piece.bytes().all(|b| b.is_ascii_lowercase()) && letters_are_open(piece, Mode::Prose)
    };
    run.len() <= LONGEST_NAME
        && package.split_once('.').is_some_and(|(root, _)| ROOTS.contains(&root))
        && package.split('.').skip(1).all(is_package)
        && class.starts_with(|c: char| c.is_ascii_uppercase())
        && class.bytes().all(|b| b.is_ascii_alphabetic())
        && humps(class).len() > 1
        && (letters_are_open(class, Mode::Closed)
            || is_error_class(class) && letters_are_open(class, Mode::Prose))
}

fn is_of_dictionary(word: Word) -> bool {
    matches!(word, Word::Technical | Word::Common)
}

/// `v19.0`, `v2`.
fn is_release(run: &str) -> bool {
    let number = run.strip_prefix(['v', 'V']).unwrap_or_default();
    !number.is_empty()
        && number.len() <= 6
        && number.split('.').all(|part| part.len() <= 3 && is_number(part))
}

fn piece_is_open(piece: &str, mode: Mode) -> bool {
    let groups = groups(piece);
    let lower = || piece.to_ascii_lowercase();
    match groups.as_slice() {
        [one] if is_number(one) => match mode {
            Mode::Prose => one.len() <= 5,
            Mode::Path => one.len() <= 3 || is_year(one),
            Mode::Closed => one.len() <= 3 || is_year(one),
        },
        [letters] => letters_are_open(letters, mode),
        _ if TERMS.contains(&lower().as_str()) || is_error_code(piece) => true,
        [letters, number] if is_number(number) => {
            let is_code = CODE_PREFIXES.contains(letters) && number.len() <= 7;
            let is_term = number.len() <= 4 && judge(letters) == Word::Technical;
            // `v2`, `S256`, `h3`.
            is_code
                || is_term
                || letters.len() == 1 && number.len() <= 3 && !matches!(mode, Mode::Path if number.len() > 1)
        }
        [number, letters] => {
            let letters = letters.to_ascii_lowercase();
            number.len() <= 4 && UNITS.contains(&letters.as_str())
                || number.len() == 1 && judge(&letters) == Word::Technical
        }
        // `OAuth2LoginAuthenticationFilter`
        [before, number, after]
            if is_term(&format!("{before}{number}")) && letters_are_open(after, Mode::Closed) =>
        {
            true
        }
        [before, number, after] => {
            number.len() <= 3 && judge(before) == Word::Technical && judge(after) == Word::Technical
        }
        _ => false,
    }
}

/// `AADB2C90118`, `FBTOAU228E`, `CAA2000C`, `0xCAA20003`: the beginning of a known family of codes, and its number, which may end in
/// a letter.
fn is_error_code(piece: &str) -> bool {
    /// Characters of the shortest beginning that tells a family behind whose numbers letters may stand.
    const TELLING: usize = 3;
    let is_hexadecimal =
        |number: &str| number.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
    if let Some(number) = piece.strip_prefix("0x") {
        return number.len() == 8 && number.starts_with(['8', 'C']) && is_hexadecimal(number);
    }
    CODE_PREFIXES.iter().filter(|prefix| prefix.len() >= TELLING).any(|prefix| {
        piece.strip_prefix(prefix).is_some_and(|number| {
            (3..=7).contains(&number.len())
                && number.starts_with(|c: char| c.is_ascii_digit())
                && is_hexadecimal(number)
        })
    })
}

fn letters_are_open(letters: &str, mode: Mode) -> bool {
    if letters.chars().count() == 1 {
        return true;
    }
    // No word has letters of two scripts: what is drawn may stand between words that know no spaces.
    if !letters.is_ascii() {
        let scripts = scripts(letters);
        if scripts.len() > 1 {
            return scripts.into_iter().all(|part| letters_are_open(part, mode));
        }
    }
    let is_word = |word: &str, is_regular: bool| match judge(word) {
        Word::Technical | Word::Common => true,
        Word::Plausible => is_regular && mode != Mode::Closed,
        Word::Unlikely => false,
    };
    let upper = letters.chars().filter(|c| c.is_uppercase()).count();
    let first_is_upper = letters.chars().next().is_some_and(char::is_uppercase);
    let is_regular = upper == 0 || upper == letters.chars().count() || upper == 1 && first_is_upper;
    if is_word(letters, is_regular) {
        return true;
    }
    if is_regular {
        return false;
    }
    let humps = humps(letters);
    let short = humps.iter().filter(|hump| hump.chars().count() < 2).count();
    humps.len() <= 8
        && short <= 1
        && humps.iter().all(|hump| match hump.chars().count() {
            1 => true,
            2 => matches!(judge(hump), Word::Technical | Word::Common),
            _ => is_word(hump, true),
        })
}

/// The parts of `invalidClientError` and `HTTPServer`.
pub(super) fn humps(letters: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = letters.char_indices().collect();
    let mut starts = vec![0];
    for at in 1..chars.len() {
        let (before, here) = (chars[at - 1].1, chars[at].1);
        let after_is_lower = chars.get(at + 1).is_some_and(|(_, c)| c.is_lowercase());
        if here.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && after_is_lower) {
            starts.push(chars[at].0);
        }
    }
    let ends = starts[1..].iter().copied().chain([letters.len()]);
    starts.iter().zip(ends).map(|(start, end)| &letters[*start..end]).collect()
}

/// The parts of a text in Latin letters and those in others, in turn; what is no letter belongs to what stands before it.
pub(super) fn scripts(text: &str) -> Vec<&str> {
    let is_latin = |c: char| matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let mut parts = Vec::new();
    let (mut start, mut was) = (0, None);
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
        let here = is_latin(c);
        if was.is_some_and(|was| was != here) {
            parts.push(&text[start..at]);
            start = at;
        }
        was = Some(here);
    }
    parts.push(&text[start..]);
    parts
}

/// Letters and digits in turn.
fn groups(piece: &str) -> Vec<&str> {
    let mut groups = Vec::new();
    let mut start = 0;
    let mut was_digit = None;
    for (at, c) in piece.char_indices() {
        let is_digit = c.is_numeric();
        if was_digit.is_some_and(|was| was != is_digit) {
            groups.push(&piece[start..at]);
            start = at;
        }
        was_digit = Some(is_digit);
    }
    groups.push(&piece[start..]);
    groups
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
}

/// A date, a time or both (RFC 3339): `2026-11-28`, `09:41:08.123Z`, `2026-11-28T09:41:08+01:00`.
pub(crate) fn is_moment(run: &str) -> bool {
    let pattern = |text: &str, pattern: &str| {
        text.len() == pattern.len()
            && text
                .bytes()
                .zip(pattern.bytes())
                .all(|(b, p)| if p == b'0' { b.is_ascii_digit() } else { b == p })
    };
    let is_date = |text: &str| pattern(text, "0000-00-00") || pattern(text, "0000/00/00");
    let is_time = |text: &str| {
        let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
        let text = match text.len() {
            6.. if text.is_char_boundary(text.len() - 6)
                && (pattern(&text[text.len() - 6..], "+00:00")
                    || pattern(&text[text.len() - 6..], "-00:00")) =>
            {
                &text[..text.len() - 6]
            }
            _ => text,
        };
        let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
        (pattern(clock, "00:00:00") || pattern(clock, "00:00")) && is_number(fraction) && fraction.len() <= 9
    };
    // ISO 8601 has a form without marks: `20261128T094107Z`.
    let is_basic = |date: &str, time: &str| {
        let clock = time.strip_suffix('Z').unwrap_or(time);
        date.starts_with("20") && pattern(date, "00000000") && pattern(clock, "000000")
    };
    match run.split_once(['T', 't']) {
        Some((date, time)) => is_date(date) && is_time(time) || is_basic(date, time),
        None => is_date(run) || is_time(run),
    }
}

/// A UUID as it is usually written (RFC 9562 §4).
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// An IPv4 address, with a port or without.
fn is_address(run: &str) -> bool {
    let (address, port) = run.split_once(':').unwrap_or((run, "0"));
    address.parse::<std::net::Ipv4Addr>().is_ok() && port.parse::<u16>().is_ok()
}

/// Characters that tokens are made of.
pub(crate) fn is_token_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_credentials_from_names() {
        for secret in [
            "SplxlOBeZQQYbYS6WxSbIA",
            "40ad2a57cd1d4eb7866fc8b9a499ffdd",
            "eyJhbGciOiJub25lIn0.e30.",
            "a1b2c3d4-0000-4000-8000-00000000000a",
            "0cfd8b6e-7d1c-4d0e-9a55-3c2f1f7f7a10.5b1f6e0c-3ad2-4f0b-8a51-9d0f6f6a2f11",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "xKqPzRtWvYnMbLcJhGfDsA",
            "hunter2-horse",
            "482913",
            "1234-5678-9012",
            "WDJB-MJHT",
            "a8Kd2x",
            "qzxkwvjp",
        ] {
            assert!(!is_open(secret, Mode::Prose), "{secret}");
            assert!(!is_open(secret, Mode::Path), "{secret}");
            assert!(!is_open(secret, Mode::Closed), "{secret}");
        }
        for name in [
            "web-shop",
            "openid-connect-auth",
            "my-long-realm-name",
            "authorization_code",
            "callback",
            "oauth2-v2-endpoint-for-production",
            "invalidClientError",
            "code_challenge_method",
            "v2.0",
            "RS256",
            "S256",
            "401",
            "base64url",
        ] {
            assert!(is_open(name, Mode::Prose), "{name}");
            assert!(is_open(name, Mode::Path), "{name}");
        }
        for glued in ["用户zynfvztccwpptqyvsw不存在", "пользовательhqzvxkwpbnfrtdzz", "사용자qzxkwvjp"]
        {
            assert!(!is_open(glued, Mode::Prose), "{glued}");
        }
        assert_eq!(scripts("用户zyn不存在"), ["用户", "zyn", "不存在"]);
        for prose in [
            "用户login不存在",
            "AADSTS50011",
            "3600",
            "30s",
            "2026-11-28T09:41:08.123Z",
            "09:41:08",
            "2026-11-28",
            "Keycloak",
            "contoso",
            "Anmeldung",
            "ungültig",
            "10.0.0.17",
            "8080",
            "1.21.3",
        ] {
            assert!(is_open(prose, Mode::Prose), "{prose}");
        }
    }

    #[test]
    fn names_of_programs_are_told_by_their_words() {
        for name in [
            "nio-8080-exec-2",
            "http-nio-8082-exec-6",
            "pool-3-thread-17",
            "XNIO-1",
            "reactor-http-epoll-3",
            "qtp1698756452-34",
            "worker-3",
            "vert.x-eventloop-thread-0",
            "homeassistant.helpers.config_entry_oauth2_flow",
            "o.k.adapters.OAuthRequestAuthenticator",
            "o.s.s.o.c.w.OAuth2LoginAuthenticationFilter",
            "EADDRINUSE",
            "com.nimbusds.oauth2.sdk.TokenErrorResponse",
            "XOAUTH2",
        ] {
            assert!(is_open(name, Mode::Closed), "{name}");
        }
        for other in [
            "nio-8080-exec-hunter",
            "pool-482913-thread-1",
            "task-4111-1111-1111-1111",
            "pool-48213-99120",
            "auth.token.correcthorse",
            "mueller.auth.login",
            "com.mueller.Geheim",
            "com.mueller.TokenQzxkwvj",
            "a8Kd2x-thread-1",
            "OAuth2Hunter7",
            "qtp169875645212-34",
            "thread-48a2913",
        ] {
            assert!(!is_open(other, Mode::Closed), "{other}");
        }
    }

    #[test]
    fn a_closed_text_shows_words_of_the_dictionary_alone() {
        for word in ["error", "redirect_uri_mismatch", "Bad", "gateway", "502", "HTTP"] {
            assert!(is_open(word, Mode::Closed), "{word}");
        }
        for other in ["mueller", "4711", "1234567", "Qxw"] {
            assert!(!is_open(other, Mode::Closed), "{other}");
        }
    }

    #[test]
    fn the_name_says_how_strong_a_value_is() {
        for (label, strength_of) in [
            ("client_secret", Strength::Strong),
            ("X-Api-Key", Strength::Strong),
            ("access_token", Strength::Strong),
            ("otp", Strength::Strong),
            ("code", Strength::Weak),
            ("state", Strength::Weak),
            ("cookie", Strength::Weak),
            ("flow", Strength::None),
            ("hd", Strength::None),
        ] {
            assert_eq!(strength(label), strength_of, "{label}");
        }
    }

    #[test]
    fn a_name_says_nothing_where_its_word_only_looks_like_one() {
        for (label, strength_of) in [
            ("token_type", Strength::None),
            ("token_endpoint", Strength::None),
            ("passage", Strength::None),
            ("keys", Strength::None),
            ("pass", Strength::Strong),
            ("Key", Strength::Strong),
            ("authorization", Strength::Strong),
            ("signkey", Strength::Weak),
            ("auth_time", Strength::Weak),
        ] {
            assert_eq!(strength(label), strength_of, "{label}");
        }
    }

    #[test]
    fn moments_are_known_by_their_form() {
        for moment in [
            "2026-11-28",
            "2026/11/28",
            "09:41",
            "09:41:08",
            "09:41:08z",
            "09:41:08,5",
            "09:41:08.123456789Z",
            "2026-11-28T09:41:08+01:00",
            "2026-11-28t09:41-05:00",
        ] {
            assert!(is_moment(moment), "{moment}");
        }
        for other in [
            "",
            "+01:00",
            "2026-11-2",
            "2026.11.28",
            "2026-11-28T",
            "2026-11-28X09:41:08",
            "2026-1128T09:41:08",
            "09:41:08.",
            "09:41:08.x",
            "09:41:08.1234567890",
            "09:41:08+1:00",
            "09:41:08*01:00",
            "é:41:08+01",
            "ab:cd:ef",
        ] {
            assert!(!is_moment(other), "{other}");
        }
    }

    #[test]
    fn addresses_of_computers_are_open_in_what_people_wrote() {
        assert!(is_address("10.0.0.17") && is_address("192.168.100.100:65535"));
        assert!(!is_address("10.0.0.17:65536") && !is_address("10.0.0.999") && !is_address("10.0.0.17:x"));
        assert!(is_open("192.168.100.100", Mode::Prose) && is_open("192.168.100.100:50123", Mode::Path));
        assert!(!is_open("192.168.100.100:50123", Mode::Closed));
    }

    #[test]
    fn numbers_are_open_up_to_a_length() {
        use Mode::{Closed, Path, Prose};
        for (run, mode, is_shown) in [
            ("12345", Prose, true),
            ("123456", Prose, false),
            ("123", Path, true),
            ("1234", Path, false),
            ("1999", Path, true),
            ("2026", Closed, true),
            ("2126", Path, false),
            ("2126", Closed, false),
            ("20261", Path, false),
            ("12-345", Prose, true),
            ("123-456", Prose, false),
            ("12-34", Path, true),
            ("123-45", Path, false),
            ("111.222.333.444", Prose, true),
            ("111.222.333.444.5", Prose, false),
            ("111.2222.333", Prose, false),
            ("111-222-333", Prose, false),
            ("AADSTS5001134", Prose, true),
            ("AADSTS50011345", Prose, false),
            ("token1234", Prose, true),
            ("token12345", Prose, false),
            ("qzx12", Prose, false),
            ("S256", Prose, true),
            ("h3", Path, true),
            ("h35", Path, false),
            ("h35", Closed, true),
            ("h1234", Prose, false),
            ("4000ms", Prose, true),
            ("40000ms", Prose, false),
            ("30qq", Prose, false),
            ("3token", Prose, true),
            ("30token", Prose, false),
            ("token2session", Prose, true),
            ("token1234session", Prose, false),
            ("qzx2session", Prose, false),
            ("token2qzx", Prose, false),
            ("1a2b", Prose, false),
            ("v2-v3", Prose, true),
            ("v2-v3-v4", Prose, false),
        ] {
            assert_eq!(is_open(run, mode), is_shown, "{run} {mode:?}");
        }
    }

    #[test]
    fn long_runs_are_no_words() {
        let of = |length: usize| "token-".repeat(40)[..length].to_owned();
        assert!(is_open(&of(LONGEST_WORDS - 1), Mode::Prose));
        assert!(is_open(&"-a".repeat(LONGEST_WORDS / 2), Mode::Prose));
        assert!(!is_open(&of(LONGEST_WORDS + 3), Mode::Prose));
        assert!(is_open(&"-".repeat(LONGEST_WORDS + 1), Mode::Prose));
        assert!(!looks_random("1a2b3") && looks_random("1a2b3c") && !looks_random("callback"));
    }

    #[test]
    fn names_of_programmers_are_read_by_their_humps() {
        assert_eq!(humps("invalidClientError"), ["invalid", "Client", "Error"]);
        assert_eq!(humps("HTTPServer"), ["HTTP", "Server"]);
        assert_eq!(humps("IDs"), ["I", "Ds"]);
        assert_eq!(humps("a"), ["a"]);
        assert_eq!(groups("ab12c"), ["ab", "12", "c"]);
        for name in ["accessTokenHash", "HTTPServer", "xToken", "tokenIDToken", "x", "é"] {
            assert!(is_open(name, Mode::Closed), "{name}");
        }
        for random in
            ["aBcToken", "tokenQzxkw", "TokenTokenTokenTokenTokenTokenTokenTokenToken", "tokenQxToken"]
        {
            assert!(!is_open(random, Mode::Prose), "{random}");
        }
    }

    #[test]
    fn words_are_told_from_values() {
        for word in ["login", "invalid_grant", "web-shop", "a.b", "123", "state code", "grant:type"] {
            assert_eq!(is_word(word), !word.starts_with("a."), "{word}");
        }
        for value in ["qzxkwvjp", "1234", "login1", "invalid_", "correct_horse", ""] {
            assert_eq!(is_word(value), value.is_empty(), "{value}");
        }
        for name in ["code_challenge", "stateTokenScope", "x5c", "OAuth", "42"] {
            assert!(is_technical(name), "{name}");
        }
        for name in ["jane", "state_jane", "qzxkw"] {
            assert!(!is_technical(name), "{name}");
        }
    }

    #[test]
    fn tokens_are_made_of_their_characters() {
        assert!("aé9-_.~+=".chars().all(is_token_char));
        assert!(!" /:@%&\"'".chars().any(is_token_char));
    }
}
