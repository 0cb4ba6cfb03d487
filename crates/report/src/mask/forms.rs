//! What the form of a value says of it: numbers, names of things, keys of services, placeholders.

use super::fields;
use super::named::{is_person, is_pin};
use super::shape::{self, Mode, Strength, is_open};
use super::words::{Word, judge};

/// How tokens and keys of services begin, which are none that support asks for.
const KEYS: [&str; 17] = [
    "npm_",
    "SG.",
    "pypi-",
    "1//",
    "AIza",
    "AKIA",
    "ASIA",
    "EAA",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "sk_",
    "xox",
    "ya29.",
];

/// Whether a text is a token or key of a service, by how those begin.
pub(crate) fn is_key_of_service(text: &str) -> bool {
    /// Characters of the shortest.
    const SHORTEST: usize = 20;
    let rest = KEYS.iter().find_map(|begins| text.strip_prefix(begins));
    text.len() >= SHORTEST && rest.is_some_and(shape::looks_random)
}

/// Words that stand where a value would, and say that there is none or what is wrong with it.
pub(super) const PLACEHOLDERS: [&str; 27] = [
    "not",
    "none",
    "null",
    "nil",
    "empty",
    "missing",
    "required",
    "optional",
    "wrong",
    "incorrect",
    "hidden",
    "masked",
    "removed",
    "protected",
    "true",
    "false",
    "unset",
    "changed",
    "forgotten",
    "rejected",
    "unknown",
    "given",
    "provided",
    "default",
    "disabled",
    "enabled",
    "needed",
];

/// The length of a one-time code that is written like a large number, `482,913`: two numbers of a list are mostly statuses.
pub(super) fn one_time_code(text: &str, before: &str) -> Option<usize> {
    const LENGTH: usize = 7;
    let (number, behind) = text.split_at_checked(LENGTH)?;
    let [a, b, c, separator, d, e, f] = number.as_bytes() else { return None };
    let is_written_so = [a, b, c, d, e, f].into_iter().all(u8::is_ascii_digit) && b",'.".contains(separator);
    let goes_on = behind.strip_prefix([',', '.', '\'']).unwrap_or(behind);
    let is_status = |digit: &u8| (b'1'..=b'5').contains(digit);
    let is_named = is_pin(before) || before.eq_ignore_ascii_case("code");
    let is_list = *separator == b'.' || is_status(a) && is_status(d);
    (is_written_so && !goes_on.starts_with(char::is_alphanumeric) && (is_named || !is_list)).then_some(LENGTH)
}

/// The length of `keycloak[1234]`: the program that a line of syslog is of, and its process (RFC 3164 §5.3), before the colon.
pub(super) fn program(before: &str, text: &str) -> Option<usize> {
    /// Bytes of the longest name, and digits of the longest number.
    const LONGEST: (usize, usize) = (32, 7);
    /// Bytes of a line in which it stands.
    const FRONT: usize = 200;
    let name = text.get(..text.bytes().take(LONGEST.0 + 1).position(|b| b == b'[')?)?;
    let rest = text.get(name.len() + 1..)?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let is_name = |c: char| c.is_ascii_lowercase() || matches!(c, '-' | '_' | '/');
    let is_process = (1..=LONGEST.1).contains(&digits) && rest.get(digits..)?.starts_with("]:");
    if !is_process {
        return None;
    }
    // It stands before what the line says.
    let front = before.as_bytes().get(before.len().saturating_sub(FRONT)..).unwrap_or_default();
    let line = front.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_front = line.len() < FRONT && !line.windows(2).any(|pair| pair == b": ");
    let is_tag = is_front && line.last().is_none_or(u8::is_ascii_whitespace);
    let is_secret = shape::strength(name) != Strength::None || is_person(name) || is_pin(name);
    let is_program = (2..=LONGEST.0).contains(&name.len())
        && name.chars().all(is_name)
        // `systemd-networkd`
        && name.split(['-', '_', '/']).all(|word| {
            is_open(word, Mode::Closed) || word.strip_suffix('d').is_some_and(|word| is_open(word, Mode::Closed))
        });
    (is_tag && is_program && !is_secret).then_some(name.len() + digits + 2)
}

/// The length of the name of a report in its brackets, with which a text begins.
pub(super) fn name_of_report(text: &str) -> Option<usize> {
    /// Bytes of the longest.
    const LONGEST: usize = 120;
    let end = text.bytes().take(LONGEST).position(|b| b == b')')?;
    http::redaction::report_name(text.get(1..end)?).map(|_| end + 1)
}

/// The length of the escape with which a text begins: `\u0041`, `\u{41}`.
pub(super) fn unicode_escape(text: &str) -> Option<usize> {
    /// Digits of the longest in braces.
    const LONGEST: usize = 6;
    let rest = text.strip_prefix("\\u")?;
    let (mark, digits) = match rest.strip_prefix('{') {
        Some(inside) => {
            ("\\u{}".len(), inside.get(..inside.bytes().take(LONGEST + 1).position(|b| b == b'}')?)?)
        }
        None => ("\\u".len(), rest.get(..4)?),
    };
    let is_hex = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_hex.then_some(mark + digits.len())
}

/// A text without the tags in it.
pub(super) fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('<') {
        out.push_str(before);
        let Some((_, behind)) = from.split_once('>') else {
            out.push('<');
            rest = from;
            break;
        };
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The number of a firewall's rule, as ModSecurity writes it: `[id "942100"]`.
pub(super) fn is_number_of_rule(text: &str, at: usize, body: &str) -> bool {
    /// Bytes around it in which the rest of the firewall's line stands.
    const AROUND: usize = 400;
    let is_number = body.len() <= 7 && body.bytes().all(|b| b.is_ascii_digit());
    if !is_number || !text[..at].ends_with("[id \"") {
        return false;
    }
    let near = text.as_bytes().get(at.saturating_sub(AROUND)..text.len().min(at + AROUND));
    let near = String::from_utf8_lossy(near.unwrap_or_default());
    ["ModSecurity", "[msg \""].iter().any(|mark| near.contains(mark))
}

/// Where the value begins that stands in a type: `Some(`, `string(7) "`.
pub(super) fn inside_of_type(text: &str) -> Option<usize> {
    let name = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.')?;
    let inside = text[name..].strip_prefix('(').filter(|_| name > 0)?;
    let length = inside.find(|c: char| !c.is_ascii_digit()).unwrap_or(inside.len());
    let is_length = length > 0 && inside[length..].starts_with(") \"");
    Some(if is_length { name + 1 + length + 2 } else { name + 1 })
}

/// An address of the network, or a file of a program.
pub(super) fn is_place(name: &str) -> bool {
    const FILES: [&str; 12] =
        [".c", ".cs", ".go", ".java", ".js", ".kt", ".mjs", ".php", ".py", ".rb", ".rs", ".ts"];
    name.parse::<std::net::Ipv4Addr>().is_ok() || FILES.iter().any(|ending| name.ends_with(ending))
}

pub(super) fn is_status(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit())
}

/// A port or the number of a line.
pub(super) fn is_port(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// An error of a database by its number, or a region of a cloud: `ORA-01017`, `ap-southeast-2`.
pub(super) fn is_public_name(text: &str) -> bool {
    let is_number = |text: &str| is_port(text);
    let is_error = text.strip_prefix("ORA-").or(text.strip_prefix("TNS-")).is_some_and(is_number);
    let mut parts = text.split('-');
    const SIDES: [&str; 9] =
        ["north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest"];
    let is_region = parts.next().is_some_and(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_lowercase()))
        && parts.next().is_some_and(|side| SIDES.contains(&side))
        && parts.next().is_some_and(|number| number.len() == 1 && is_number(number))
        && parts.next().is_none();
    is_error || is_region || is_of_cloud(text)
}

/// Names that clouds give to what many know: a policy and a pool of users, a machine by its address: `B2C_1A_signup`,
/// `eu-west-1_AbCdEf123`, `ip-10-0-12-7.eu-west-1.compute.internal`.
fn is_of_cloud(text: &str) -> bool {
    /// Characters behind the region of a pool of users.
    const POOL: usize = 9;
    let is_policy = ["B2C_1_", "B2C_1A_"].iter().any(|begins| {
        text.strip_prefix(begins).is_some_and(|name| name.split('_').all(|word| is_open(word, Mode::Path)))
    });
    let is_pool = text.split_once('_').is_some_and(|(region, pool)| {
        pool.len() == POOL
            && pool.bytes().all(|b| b.is_ascii_alphanumeric())
            && region.contains('-')
            && is_public_name(region)
    });
    let is_machine = text.strip_prefix("ip-").is_some_and(|rest| {
        let (address, domain) = rest.split_once('.').unwrap_or((rest, ""));
        address.replace('-', ".").parse::<std::net::Ipv4Addr>().is_ok()
            && domain.split('.').all(|label| is_open(label, Mode::Closed) || is_public_name(label))
    });
    is_policy || is_pool || is_machine
}

/// Whether a word says that the next one is a name that support asks for, and that one is written so: `span 00f067aa0ba902b7`,
/// `version 2.14.3-rc1`, `pod oauth-proxy-7d9f8b6c5-x2x4k`.
pub(super) fn is_name_of_thing(before: &str, name: &str, value: &str) -> bool {
    let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    match name.to_ascii_lowercase().as_str() {
        "span" | "trace" => {
            matches!(value.len(), 16 | 32) && is_hex(value)
                || name.eq_ignore_ascii_case("trace")
                    && (10..=11).contains(&value.len())
                    && is_identifier(value)
        }
        "reference" => {
            ["error", "support", "incident"].iter().any(|own| before.eq_ignore_ascii_case(own))
                && value.len() <= 16
                && is_identifier(value)
        }
        "container" => matches!(value.len(), 12 | 64) && is_hex(value),
        "version" | "release" | "build" => is_version(value),
        "pod" => is_pod(value),
        "organization" | "organisation" | "org" => value
            .strip_prefix("org_")
            .is_some_and(|id| (12..=24).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric())),
        "client_id" | "clientid" => value.len() <= 64 && is_identifier(value),
        _ => false,
    }
}

/// `2.14.3-rc1`, `20261123.4`.
fn is_version(text: &str) -> bool {
    /// Characters of the longest, and digits of the longest part.
    const LONGEST: (usize, usize) = (24, 4);
    const KINDS: [&str; 10] =
        ["alpha", "b", "beta", "build", "final", "ga", "p", "preview", "rc", "snapshot"];
    let is_part = |(at, part): (usize, &str)| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = part.len() - letters.len();
        let is_day = at == 0 && part.len() == 8 && part.starts_with("20");
        let is_number = letters.is_empty() && (1..=LONGEST.1).contains(&digits);
        let letters = letters.to_ascii_lowercase();
        is_number || is_day && letters.is_empty() || digits <= 3 && KINDS.contains(&letters.as_str())
    };
    text.len() <= LONGEST.0 && text.contains('.') && text.split(['.', '-']).enumerate().all(is_part)
}

/// The name of a pod of Kubernetes: that of what it belongs to, of a revision and of itself, in letters and digits that make no words.
fn is_pod(text: &str) -> bool {
    let mut parts = text.rsplitn(3, '-');
    let is_drawn = |part: &str| part.bytes().all(|b| b"bcdfghjklmnpqrstvwxz2456789".contains(&b));
    let own = parts.next().is_some_and(|part| part.len() == 5 && is_drawn(part));
    let revision = parts.next().is_some_and(|part| (8..=10).contains(&part.len()) && is_drawn(part));
    own && revision && parts.next().is_some_and(|name| is_open(name, Mode::Prose))
}

/// Whether a part of a host's name begins as the keys of known services do, or as a token. Those of letters alone begin names, too:
/// `asia-northeast1-docker`.
pub(super) fn is_key(text: &str) -> bool {
    /// Bytes of the shortest: shorter ones are names that begin like one.
    const SHORTEST: usize = 16;
    let begins = |mark: &str| {
        let rest = text.strip_prefix(mark);
        rest.is_some_and(|rest| rest.bytes().any(|b| b.is_ascii_digit()))
    };
    let telling = KEYS.iter().filter(|mark| mark.ends_with(['_', '-']));
    text.len() >= SHORTEST && telling.chain(&["eyJ"]).any(|mark| begins(mark))
}

/// Whether a value is a word that stands in settings, examples and sentences: one of the protocols, the code of an error,
/// a placeholder, a path.
pub(super) fn is_of_every_day(value: &str) -> bool {
    const ORDINARY: [&str; 14] = [
        "admin", "changeme", "default", "disabled", "enabled", "expired", "guest", "login", "password",
        "root", "secret", "string", "user", "value",
    ];
    /// Bytes of what stands everywhere.
    const SHORT: usize = 3;
    let is_ordinary = |own: &str| value.eq_ignore_ascii_case(own);
    // A digit, another sign or another script makes it somebody's own: `Secret2024`.
    let is_of_words = value.bytes().any(|b| b.is_ascii_alphabetic())
        && value.bytes().all(|b| b.is_ascii_alphabetic() || b"_-.: /".contains(&b));
    value.len() <= SHORT
        || value.starts_with('/')
        || fields::names_error("code", value)
        || PLACEHOLDERS.into_iter().chain(ORDINARY).any(is_ordinary)
        || is_of_words && shape::is_technical(value)
        || shape::is_term(value)
}

/// The form of an identifier for support: no white space, not long, no token.
pub(super) fn is_identifier(text: &str) -> bool {
    /// Characters of the shortest part of one in parts, `TRACE/SPAN`: a slash that people put there has less before it.
    const SHORTEST: usize = 16;
    text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:./".contains(&b))
        && !jose::Jwt::is_likely(text)
        && !text.split(['-', '/', ':']).any(|part| KEYS.iter().any(|begins| part.starts_with(begins)))
        && !KEYS.iter().any(|begins| text.starts_with(begins))
        && (!text.contains('/') || text.split('/').all(|part| part.len() >= SHORTEST))
}

/// Whether it is written as the codes of errors are: a number, `ORA-01017`, `E1234`, `BAD_REQUEST`.
pub(super) fn is_code_of_error(text: &str) -> bool {
    /// Digits of the longest number, and letters and digits of the longest name.
    const LONGEST: (usize, usize) = (8, 40);
    let is_number = text.len() <= LONGEST.0 && text.bytes().all(|b| b.is_ascii_digit());
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_numbered = letters.len() < text.len()
        && letters.len() <= 12
        && text.len() - letters.len() <= LONGEST.0
        && letters.bytes().all(|b| b.is_ascii_uppercase() || b"-_".contains(&b));
    is_number || is_numbered || text.len() <= LONGEST.1 && is_open(text, Mode::Closed)
}

/// Whether a value says what a protocol says, and nothing of a person: `utf-8`, `no-cache`, `active`.
pub(super) fn is_technical_value(value: &str) -> bool {
    let mut pieces = value.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty());
    pieces.all(|piece| {
        judge(piece) == Word::Technical
            || shape::is_term(piece)
            || piece.len() <= 3 && piece.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The length of the base85 with which a text begins: signs of many kinds between letters and digits, and no word.
pub(super) fn base85(text: &str) -> Option<usize> {
    /// Characters of the shortest and of the longest that is looked at, signs in it at least, and letters of the shortest word.
    const LENGTH: (usize, usize) = (20, 400);
    const SIGNS: usize = 4;
    const WORD: usize = 4;
    let is_sign = |b: &u8| b"!#$%&()*;<>?@^`{|}~".contains(b);
    let is_own = |b: &u8| b.is_ascii_alphanumeric() || is_sign(b) || b"+-=_".contains(b);
    let length = text.bytes().take(LENGTH.1).take_while(is_own).count();
    let (own, behind) = text.split_at_checked(length)?;
    if length < LENGTH.0
        || behind.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '"' | '\'' | ',' | '.'))
    {
        return None;
    }
    let has = |class: fn(&u8) -> bool| own.bytes().any(|b| class(&b));
    let has_word = || {
        let mut pieces = own.split(|c: char| !c.is_ascii_alphabetic()).filter(|piece| piece.len() >= WORD);
        pieces.any(|piece| judge(piece) != Word::Unlikely)
    };
    let is_drawn = own.bytes().filter(is_sign).count() >= SIGNS
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && !has_word();
    is_drawn.then_some(length)
}

/// `=` at the end of base64.
pub(super) fn is_padding(rest: &str) -> bool {
    rest.bytes().all(|b| b == b'=')
}

pub(super) fn is_padded(body: &str, whole: &str) -> bool {
    let padding = whole[body.len()..].bytes().take_while(|b| *b == b'=').count();
    padding > 0 && (body.len() + padding).is_multiple_of(4) && body.len() >= 8 && !is_open(body, Mode::Prose)
}

/// Standard base64 with its `/`, which looks like a path.
pub(super) fn is_base64(run: &str) -> bool {
    let has = |class: fn(&u8) -> bool| run.bytes().any(|b| class(&b));
    run.len() >= 12
        && !run.starts_with('/')
        && run.contains(['/', '+'])
        && run.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b))
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && run.split(['/', '+']).any(|part| !is_open(part, Mode::Prose))
}

/// Whether a run holds a mail address, its sign in percent encoding or not.
pub(super) fn is_mail(run: &str) -> bool {
    ["@", "%40"].iter().any(|sign| {
        run.split_once(sign).is_some_and(|(local, domain)| {
            local.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')
                && domain.starts_with(char::is_alphanumeric)
                && !is_hash_of_object(domain)
        })
    })
}

/// `04/24/2025`, `24.04.2025`.
pub(super) fn is_date(text: &str) -> bool {
    let numbers: Vec<&str> = text.split(['/', '.']).collect();
    let is_between = |number: &str, most: u16| number.parse::<u16>().is_ok_and(|of| (1..=most).contains(&of));
    match numbers.as_slice() {
        [one, other, year] if year.len() == 4 && one.len() <= 2 && other.len() <= 2 => {
            let (is_month, is_day) =
                (|number: &str| is_between(number, 12), |number: &str| is_between(number, 31));
            (year.starts_with("19") || year.starts_with("20"))
                && (is_month(one) && is_day(other) || is_day(one) && is_month(other))
        }
        _ => false,
    }
}

/// What Java writes behind the name of a class: `OAuth2Request@3f5a9b1c`.
fn is_hash_of_object(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    (6..=8).contains(&end)
        && !text[end..].starts_with(['.', '-'])
        && text[..end].bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && text[..end].bytes().any(|byte| byte.is_ascii_digit())
}
