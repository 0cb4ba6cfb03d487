//! What a masked value is made of: the token in `Token token="…"`, the user in a cookie of JSON, the key in an address that a
//! parameter holds. Each of these may stand elsewhere, in a sentence say, and is sought there like the whole.

use http::Parameters;
use serde_json::Value;

use super::fields::{self, Treatment};
use super::forms::{is_mail, is_of_every_day, is_public_name, without_tags};
use super::named::is_scheme;
use super::shape::{self, Mode, Strength, is_open, strength};
use super::spelling::readable;
use super::uri;
use super::words::{Word, judge};

/// Bytes of the longest value that is taken apart.
const LONGEST: usize = 16 * 1024;

/// How deep in a value a part of it is looked for.
const DEEPEST: usize = 8;

/// Parts of one value that are learnt, and those of them that look random: where these stand in a text, their shape hides them.
const MOST: (usize, usize) = (64, 8);

/// Characters of the shortest part, and of the shortest one that looks random or of which no name says that it is secret.
const SHORTEST: (usize, usize) = (3, 6);

/// A name that says of a value that it belongs to one login, and not that a word there is a secret.
const WEAKER: &str = "session";

/// What parts of a header of credentials are called that anybody may see (RFC 7616 §3.4, RFC 5849 §3.5.1, RFC 9421 §2.3).
const PUBLIC: [&str; 16] = [
    "algorithm",
    "charset",
    "domain",
    "expires",
    "headers",
    "max-age",
    "nc",
    "oauth_signature_method",
    "oauth_version",
    "path",
    "qop",
    "realm",
    "samesite",
    "signedheaders",
    "uri",
    "version",
];

/// Attributes of XML that say how it is read.
const OF_XML: [&str; 8] =
    ["algorithm", "encoding", "format", "friendlyname", "nameformat", "prefixlist", "standalone", "version"];

/// A part of a value, with the name that it has there or that the whole has.
pub(super) type Part = (String, String);

/// What a value is made of.
#[derive(Default)]
pub(super) struct Parts {
    /// The parts that are worth seeking.
    pub(super) sought: Vec<Part>,
    /// Whether there are more than are sought.
    pub(super) is_cut: bool,
}

/// Takes a value apart.
pub(super) fn of(label: &str, value: &str) -> Parts {
    if !is_composed(value) {
        return Parts::default();
    }
    if value.len() > LONGEST {
        return Parts { sought: Vec::new(), is_cut: !jose::Jwt::is_likely(value) };
    }
    let mut found = Found { parts: Parts::default(), random: 0, whole: value };
    found.take_apart(label, value, DEEPEST);
    found.parts
}

/// Whether anything in a value is no letter or digit, but what joins words; or whether something may be encoded in it.
fn is_composed(value: &str) -> bool {
    /// Bytes of the shortest that says something in base64.
    const ENCODED: usize = 8;
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    // `VALUE--signature`, as Rails writes it.
    !value.chars().all(joins) || value.contains("--") || value.len() >= ENCODED && readable(value).is_some()
}

struct Found<'v> {
    parts: Parts,
    random: usize,
    whole: &'v str,
}

impl Found<'_> {
    fn add(&mut self, label: &str, part: &str) {
        let part = part.trim();
        if part == self.whole || part.len() < SHORTEST.0 || is_of_every_day(part) {
            return;
        }
        let is_named = strength(label) == Strength::Strong;
        let has_letter = part.contains(char::is_alphabetic);
        if !is_named && (!has_letter || part.len() < SHORTEST.1 || shape::is_word(part) || is_public(part)) {
            return;
        }
        if !is_open(part, Mode::Prose) {
            if !is_named && self.random >= MOST.1 {
                return;
            }
            self.random += 1;
        }
        self.seek(label, part);
    }

    fn seek(&mut self, label: &str, part: &str) {
        if self.parts.sought.iter().any(|(_, own)| own == part) {
            return;
        }
        if self.parts.sought.len() >= MOST.0 {
            self.parts.is_cut = true;
            return;
        }
        self.parts.sought.push((label.to_owned(), part.to_owned()));
    }

    /// A part, and what it is made of.
    fn part(&mut self, label: &str, part: &str, depth: usize) {
        self.add(label, part);
        self.take_apart(label, part, depth);
    }

    fn take_apart(&mut self, label: &str, text: &str, depth: usize) {
        let text = text.trim();
        if self.parts.is_cut || text.is_empty() || jose::Jwt::is_likely(text) && timed(text).is_none() {
            return;
        }
        if depth == 0 {
            self.parts.is_cut |= is_composed(text);
            return;
        }
        let depth = depth - 1;
        if let Some(inside) = unwrapped(text) {
            let plain = without_escapes(inside);
            if plain != inside {
                self.add(label, &plain);
            }
            return self.part(label, inside, depth);
        }
        if text.starts_with(['{', '['])
            && let Ok(json) = serde_json::from_str::<Value>(text)
        {
            return self.json(label, &json, depth);
        }
        if text.starts_with('<') && text.contains('>') && !is_address(&text[1..]) {
            return self.markup(label, text, depth);
        }
        if label == "userinfo" {
            let (user, password) = text.split_once(':').unwrap_or((text, ""));
            self.add("user", &Parameters::decode_value(user));
            return self.add("password", &Parameters::decode_value(password));
        }
        if is_address(text) || text.starts_with(['/', '?', '#']) {
            return self.address(label, text, depth);
        }
        let plain = if text.contains('%') { Parameters::decode_value(text) } else { String::new() };
        if !plain.is_empty() && plain != text {
            return self.part(label, &plain, depth);
        }
        if let Some(said) = readable(text.trim_end_matches('=')) {
            return self.part(label, &said, depth);
        }
        if text.contains(['{', '(']) && text.contains('"') {
            return self.quoted(label, text, depth);
        }
        self.pieces(label, text, depth);
    }

    /// What stands between separators, of which the first that occurs counts.
    fn pieces(&mut self, label: &str, text: &str, depth: usize) {
        let is_separator = |c: char| matches!(c, ',' | ';' | '|' | '&' | '\n' | '\t');
        let pieces = split(text, is_separator);
        if pieces.len() > 1 {
            return pieces.into_iter().for_each(|piece| self.piece(label, piece, depth));
        }
        if let Some((name, value)) = text.split_once('=').filter(|(name, _)| is_name(name)) {
            return self.pair(name, value, depth);
        }
        if let Some(signed) = signed(text) {
            // `s:VALUE.signature`, as Express writes it; more than what is signed the whole is not made of.
            let value = signed.strip_prefix("s:").unwrap_or(signed);
            if value.len() >= SHORTEST.1 && value.bytes().all(|b| b.is_ascii_digit()) {
                return self.seek(label, value);
            }
            return self.part(label, value, depth);
        }
        if let Some(reference) = text.strip_prefix("urn:ietf:params:oauth:request_uri:") {
            return self.part(label, reference, depth);
        }
        // `X-Authorization: Bearer VALUE`
        if let Some((scheme, credentials)) = text.split_once(' ')
            && (is_scheme(scheme) || scheme.eq_ignore_ascii_case("key"))
            && !credentials.contains(' ')
            && strength(label) != Strength::None
        {
            return self.part("credentials", credentials, depth);
        }
        let words = split(text, |c| c == ' ');
        if words.len() > 1 {
            if !is_sentence(&words) {
                words.into_iter().for_each(|word| self.piece(label, word, depth));
            }
            return;
        }
        // Of what a name calls a secret as a whole a part may say nothing: `AKIA…/20261128/us-east-1`.
        let weaker = if strength(label) == Strength::Strong { WEAKER } else { label };
        for separator in [':', '/'] {
            if text.contains(separator) && !text.starts_with("urn:") {
                let name = text.split(separator).next().filter(|name| strength(name) == Strength::Strong);
                let pieces = text.split(separator).skip(usize::from(name.is_some()));
                return pieces.for_each(|piece| self.part(name.unwrap_or(weaker), piece, depth));
            }
        }
        // Of an address the name; what stands before or behind it is taken apart by what separates it.
        if is_mail(text) {
            // A person is called like a thing: the word alone says nothing of it.
            let local = text.split('@').next().unwrap_or(text);
            return self.add("user", local);
        }
        const AROUND: [char; 4] = ['@', '~', '*', '$'];
        let name = text.trim_matches(AROUND);
        if name.len() < text.len() {
            return self.part(label, name, depth);
        }
        // `dark~VALUE~en`: what little else than such lists has.
        for separator in ['~', '!', '^', '#', '+'] {
            if text.contains(separator) {
                return text.split(separator).for_each(|piece| self.part(weaker, piece, depth));
            }
        }
    }

    fn piece(&mut self, label: &str, piece: &str, depth: usize) {
        let piece = piece.trim();
        match piece.split_once('=').filter(|(name, value)| is_name(name) && !value.is_empty()) {
            Some((name, value)) => self.pair(name, value, depth),
            None => self.part(label, piece, depth),
        }
    }

    fn pair(&mut self, name: &str, value: &str, depth: usize) {
        let name = name.trim();
        let is_public = PUBLIC.iter().any(|own| name.eq_ignore_ascii_case(own));
        match fields::parameter(name) {
            _ if is_public => {}
            Treatment::Secret => self.part(name, value, depth),
            Treatment::Url => self.take_apart("", &Parameters::decode_value(value), depth),
            _ => {}
        }
    }

    fn json(&mut self, label: &str, value: &Value, depth: usize) {
        match value {
            Value::String(text) if fields::member(label) == Treatment::Secret => {
                self.part(label, text, depth)
            }
            Value::Number(number) if strength(label) == Strength::Strong => {
                self.add(label, &number.to_string());
            }
            Value::Array(items) if depth > 0 => {
                items.iter().for_each(|item| self.json(label, item, depth - 1));
            }
            Value::Object(members) if depth > 0 => {
                members.iter().for_each(|(name, value)| self.json(name, value, depth - 1));
            }
            _ => {}
        }
    }

    /// The parameters of an address and who signs in with it; of one that is a secret itself also what its path says.
    fn address(&mut self, label: &str, text: &str, depth: usize) {
        let parts = uri::parts(text, text.find("://").map_or(0, |end| end + 1));
        if let Some((start, end)) = parts.authority
            && let Some((user, _)) = text[start..end].rsplit_once('@')
        {
            self.take_apart("userinfo", user, depth);
        }
        if strength(label) != Strength::None {
            let path = text[parts.path.0..parts.path.1].split('/');
            path.for_each(|segment| self.add(label, &Parameters::decode_value(&segment.replace('+', "%2B"))));
        }
        for (start, end) in parts.query.into_iter().chain(parts.fragment) {
            for (name, value) in Parameters::decode(&text[start..end]).iter() {
                self.pair(name, value.text(), depth);
            }
        }
    }

    /// Texts, values of attributes and comments of XML.
    fn markup(&mut self, label: &str, text: &str, depth: usize) {
        let mut element = label;
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('<') {
            self.part(element, before, depth);
            if let Some(comment) = behind.strip_prefix("!--") {
                let (comment, after) = comment.split_once("-->").unwrap_or((comment, ""));
                self.part(label, comment, depth);
                rest = after;
                continue;
            }
            let (tag, after) = behind.split_once('>').unwrap_or((behind, ""));
            rest = after;
            let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
            element = name.rsplit(':').next().filter(|name| !name.is_empty()).unwrap_or(label);
            if !tag.starts_with(['?', '!']) {
                self.attributes(tag, depth);
            }
        }
        self.part(element, &without_tags(rest), depth);
    }

    fn attributes(&mut self, tag: &str, depth: usize) {
        let mut rest = tag;
        while let Some((before, behind)) = rest.split_once('=') {
            let name = before.trim().rsplit(char::is_whitespace).next().unwrap_or_default();
            let value = behind.trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                rest = behind;
                continue;
            };
            let (value, after) = value[1..].split_once(quote).unwrap_or((&value[1..], ""));
            rest = after;
            let name = name.rsplit(':').next().unwrap_or(name);
            let is_own = OF_XML.iter().any(|own| name.eq_ignore_ascii_case(own));
            if !is_own && !before.contains("xmlns") && !value.contains("://") && !value.starts_with("urn:") {
                self.part(name, value, depth);
            }
        }
    }

    /// What stands in quotes, by the name before it: `mutation{login(password:"…")}`.
    fn quoted(&mut self, label: &str, text: &str, depth: usize) {
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('"') {
            let (value, after) = behind.split_once('"').unwrap_or((behind, ""));
            rest = after;
            let name = before.trim_end().strip_suffix([':', '=']).map(str::trim_end);
            let name = name.and_then(|name| name.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next());
            match name.filter(|name| !name.is_empty()) {
                Some(name) => self.pair(name, value.trim_end_matches('\\'), depth),
                None => self.part(label, value.trim_end_matches('\\'), depth),
            }
        }
    }
}

/// What is left of a text in quotes or brackets without these.
fn unwrapped(text: &str) -> Option<&str> {
    let pairs = [('"', '"'), ('\'', '\''), ('`', '`'), ('(', ')'), ('«', '»'), ('“', '”')];
    let inside = |(open, close)| text.strip_prefix(open)?.strip_suffix(close);
    let address = || text.strip_prefix('<')?.strip_suffix('>').filter(|text| is_address(text));
    pairs.into_iter().find_map(inside).or_else(address)
}

/// A text in quotes as it was before these (RFC 9110 §5.6.4).
fn without_escapes(text: &str) -> String {
    let mut characters = text.chars();
    let next = || characters.next().map(|c| if c == '\\' { characters.next().unwrap_or(c) } else { c });
    std::iter::from_fn(next).collect()
}

/// What is signed in `VALUE.signature` and `VALUE--signature`, as frameworks write cookies; between both may stand the time of it, and
/// behind it the node that keeps the session.
fn signed(text: &str) -> Option<&str> {
    let is_signature = |signature: &str| {
        let is_encoded = signature.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+=".contains(&b));
        is_encoded && signature.len() >= SHORTEST.1 && !is_open(signature, Mode::Prose)
    };
    if let Some((signed, signature)) = text.rsplit_once("--")
        && is_signature(signature)
    {
        return Some(signed);
    }
    let (signed, signature) = text.rsplit_once('.')?;
    // `VALUE.node1`, `VALUE.jvmRoute-2`
    let node = signature.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_node = ["node", "jvm", "route", "server", "worker"].iter().any(|own| node.starts_with(own));
    if is_node && signed.len() >= SHORTEST.1 && !signed.contains('.') {
        return Some(signed);
    }
    if !is_signature(signature) {
        return None;
    }
    Some(timed(text).unwrap_or(signed))
}

/// What is signed in `VALUE.TIME.signature`, as Flask and Django write it: the time, in base62 or base64, is shorter than anything that
/// a token of three parts says.
fn timed(text: &str) -> Option<&str> {
    /// Characters of a time.
    const TIME: std::ops::RangeInclusive<usize> = 5..=8;
    let (signed, _) = text.rsplit_once('.')?;
    let (value, time) = signed.rsplit_once('.')?;
    let is_encoded = time.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let says = TIME.contains(&time.len()) && is_encoded && readable(value.trim_start_matches('.')).is_some();
    says.then_some(value)
}

fn is_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    })
}

/// The pieces of a text between separators that stand in no quotes.
fn split(text: &str, is_separator: impl Fn(char) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut is_quoted, mut is_escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        let was_escaped = is_escaped;
        is_escaped = is_quoted && c == '\\' && !was_escaped;
        if c == '"' && !was_escaped {
            is_quoted = !is_quoted;
        } else if !is_quoted && is_separator(c) {
            pieces.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// Whether a text is what stands before a value, and no value of base64 before its padding.
fn is_name(name: &str) -> bool {
    fields::is_plain_name(name.trim())
}

/// Whether one of some words says something: a sentence, whose words are nobody's secrets.
fn is_sentence(words: &[&str]) -> bool {
    words.iter().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        word.len() > 1
            && word.bytes().all(|b| b.is_ascii_alphabetic())
            && matches!(judge(word), Word::Technical | Word::Common)
            && !words.iter().any(|word| word.contains('='))
    })
}

/// Versions, times, addresses of the network, codes of languages: many say them, and they say nothing of a person.
fn is_public(part: &str) -> bool {
    shape::is_moment(part)
        || is_public_name(part)
        || part.parse::<std::net::IpAddr>().is_ok()
        || fields::names_error("code", part)
        || part
            .split(['.', '-', '_'])
            .all(|piece| piece.len() <= 3 && piece.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_value_is_made_of_is_found() {
        let own = "copper-window";
        for (label, value) in [
            ("credentials", "token=\"copper-window\""),
            ("credentials", "token=copper-window"),
            ("credentials", "realm=\"x\", token=\"copper-window\""),
            ("credentials", "oauth_token=\"copper-window\""),
            ("credentials", "username=\"copper-window\", realm=\"r\""),
            ("credentials", "Credential=copper-window/2026/x, Signature=abc"),
            ("credentials", "id=\"copper-window\", mac=\"x\""),
            ("credentials", "keyId=\"copper-window\",algorithm=\"x\""),
            ("cookie", "\"copper-window\""),
            ("cookie", "s%3Acopper-window.AbC3dEf9"),
            ("credentials", "keyId=\"copper\\-window\", algorithm=\"hs2019\""),
            ("cookie", "%7B%22user%22%3A%20%22copper-window%22%7D"),
            ("cookie", "7|copper-window|x"),
            ("cookie", "7:copper-window"),
            ("link", "<https://h.example/?key=copper-window>; rel=x"),
            ("refresh", "0;url=https://h.example/?key=copper-window"),
            ("authentication-info", "nextnonce=\"copper-window\""),
            ("x-original-url", "/a?code=copper-window"),
            ("q", "copper-window,b"),
            ("q", "copper-window b"),
            ("q", "a=1;user=copper-window"),
            ("login_hint", "copper-window@corp.example"),
            ("returnTo", "/x?key=copper-window"),
            ("returnTo", "https://app.example.com/x?n=%2Fy%3Fkey%3Dcopper-window"),
            ("returnTo", "https://u:copper-window@h.example/"),
            ("request_uri", "https://v.example/copper-window"),
            ("path", "@copper-window"),
            ("userinfo", ":copper-window"),
            ("assertion", "PGE-PE5hbWVJRD5jb3BwZXItd2luZG93PC9OYW1lSUQ-PC9hPg"),
            ("SAMLResponse", "PGE+PEF0dHJpYnV0ZSBOYW1lPSJ1IiB4PSJjb3BwZXItd2luZG93Ii8+PC9hPg=="),
            ("query", "mutation{login(password:\"copper-window\"){id}}"),
            ("body", "<r u=\"copper-window\"/>"),
            ("body", "<r><!-- copper-window --></r>"),
            ("body", "<r><p>copper-window</p></r>"),
            ("cookie", "eyJ1c2VyIjoiY29wcGVyLXdpbmRvdyJ9.Zx1abc.x9Kq7Zp2TbV4nM8sLw3"),
            ("cookie", "eyJ1c2VyIjoiY29wcGVyLXdpbmRvdyJ9--9f86d081884c7d659a2feaa0c55ad015"),
            ("cookie", "copper-window.node1"),
            ("cookie", "dark~copper-window~en"),
            ("cookie", "a^copper-window^b"),
            ("cookie", "*copper-window*"),
            ("x-authorization", "Bearer copper-window"),
            ("x-api-key", "key copper-window"),
            ("request_uri", "urn:ietf:params:oauth:request_uri:copper-window"),
        ] {
            assert!(
                of(label, value).sought.iter().any(|(_, part)| part == own),
                "{label} {value}: {:?}",
                of(label, value).sought
            );
        }
    }

    #[test]
    fn what_is_signed_is_one_value() {
        let parts = of("cookie", "s%3Acopper%20window%20of%20the%20north.AbC3dEf9").sought;
        assert!(parts.iter().any(|(_, part)| part == "copper window of the north"), "{parts:?}");
        for value in [
            "bob@corp.com:copper-window:17644:x9Kq7Zp2T",
            "a.k:copper-window:x9Kq7Zp2T",
            "10.0.0.7:copper-window:x9Kq7Zp2T",
            "a.k copper-window x9Kq7Zp2T",
        ] {
            let parts = of("cookie", value).sought;
            assert!(parts.iter().any(|(_, part)| part == "copper-window"), "{value}: {parts:?}");
        }
        assert!(of("cookie", "s%3A564830.AbC3dEf9").sought.iter().any(|(_, part)| part == "564830"));
        let parts = of("credentials", "keyId=\"North\\\"77, a=b\",algorithm=\"hs2019\"").sought;
        assert!(parts.iter().any(|(_, part)| part == "North\"77, a=b"), "{parts:?}");
    }

    #[test]
    fn what_many_say_is_no_part() {
        for (label, value) in [
            ("cookie", "GA1.2.1234567.1795426860"),
            ("cookie", "{\"theme\":\"dark\",\"lang\":\"en-US\",\"error\":\"sign-in\"}"),
            ("x-note", "Invalid sign-in attempt"),
            ("state", "/my-account?lang=de-DE"),
            ("returnTo", "https://app.example.com/order-history"),
            ("x-forwarded-for", "203.0.113.5, 10.0.0.1"),
            ("credentials", "realm=\"shop-realm\", algorithm=SHA-256, qop=auth, nc=00000001"),
            ("path", "openid-connect"),
            ("user", "admin@corp.example"),
            ("q", "2026-11-28T09:41:08Z,v1.2.3"),
            ("value", "copper-window"),
        ] {
            let parts = of(label, value).sought;
            let shown: Vec<_> = parts.iter().filter(|(_, part)| is_open(part, Mode::Prose)).collect();
            assert!(shown.is_empty(), "{label} {value}: {shown:?}");
        }
    }

    #[test]
    fn what_is_sought_has_an_end_and_says_so() {
        let long = of("cookie", &"a=b-c-d-e-f&".repeat(20_000));
        assert!(long.sought.is_empty() && long.is_cut);
        let words =
            ["copper", "window", "garden", "velvet", "harbour", "lantern", "meadow", "orchard", "river"];
        let pairs = words.iter().flat_map(|one| words.map(|other| format!("{one}-{other}|")));
        let many = of("cookie", &pairs.collect::<String>());
        assert!(many.sought.len() == MOST.0 && many.is_cut);
        let deep = of("cookie", &format!("{}'copper-window'{}", "('".repeat(9), "')".repeat(9)));
        assert!(deep.is_cut);
        let few = of("cookie", "{\"user\":\"copper-window\",\"theme\":[[\"dark\"]]}");
        assert!(few.sought.len() == 1 && !few.is_cut);
    }
}
