//! Free text: addresses, pairs, JSON, markup, mail addresses, phone numbers and whatever else stands in it are masked as such;
//! of the rest words stay.

use std::ops::Range;

use http::{Parameters, Uri};

use super::forms::{
    PLACEHOLDERS, base85, inside_of_type, is_base64, is_code_of_error, is_date, is_identifier, is_mail,
    is_name_of_thing, is_number_of_rule, is_padded, is_padding, is_place, is_port, is_public_name, is_status,
    is_technical_value, name_of_report, one_time_code, program, unicode_escape, without_tags,
};
use super::masked::Edit;
use super::named::{
    asked_before, chosen_in, goes_on, is_chosen, is_drawn, is_folder_of_people, is_id_word, is_person,
    is_pin, is_refusal, is_scheme, is_second_of_credentials, is_step, is_support, says,
};
use super::redactor::Redactor;
use super::shape::{self, Mode, Strength, is_open};
use super::spelling::{is_hidden, unescaped};
use super::words::{Word, judge};
use super::{fields, json, markup, spelled, uri};

/// What opened a value: `password:` or `code=`.
#[derive(Clone, Copy)]
struct Key<'t> {
    name: &'t str,
    equals: bool,
    /// Whether it was the scheme in a header of credentials.
    is_header: bool,
}

/// Reads a text once and says what is replaced.
pub(super) struct Scanner<'r, 't> {
    pub(super) redactor: &'r Redactor,
    pub(super) text: &'t str,
    pub(super) mode: Mode,
    pub(super) edits: Vec<Edit>,
    /// The XML element or HTML tag that is open.
    pub(super) element: Option<&'t str>,
    key: Option<Key<'t>>,
    /// The last two runs: what they say of the next.
    last: [&'t str; 2],
    /// Where the last run ends.
    last_end: usize,
    /// Where words stand that are no secret, however they look.
    open: &'t [Range<usize>],
    /// Whether an element is closed somewhere, once that was asked.
    is_markup: Option<bool>,
}

/// What the second part of credentials is.
const PASSWORD: Key<'static> = Key { name: "password", equals: true, is_header: false };

/// Bytes of the longest text in quotes that is looked at as what somebody chose.
const LONGEST_CHOSEN: usize = 40;

/// Words between a name and its value.
const COPULAS: [&str; 4] = ["is", "was", "equals", "to"];

/// The name of what stands behind a folder of people, which no text has.
const FOLDER: &str = "user folder";

/// Bytes of the shortest name that may be shown because it stands in the open: shorter ones are words, or parts of others.
const SHORTEST_OPEN: usize = 20;

/// What stands before a user and a password in a command.
const USER_OPTIONS: [&str; 4] = ["-u", "--user", "--proxy-user", "-U"];

/// What people put around a value besides quotes and brackets.
const MARKS: &str = "\"'`([{<>|→＝：«»‹›“”„‘’‚「」『』《》〈〉（）【】＂*";

/// Words beside a moment in seconds.
const MOMENTS: [&str; 16] = [
    "exp",
    "iat",
    "nbf",
    "now",
    "time",
    "at",
    "expired",
    "expires",
    "issued",
    "valid",
    "until",
    "before",
    "after",
    "auth_time",
    "since",
    "is",
];

impl<'r, 't> Scanner<'r, 't> {
    pub(super) fn new(redactor: &'r Redactor, text: &'t str, mode: Mode) -> Self {
        Scanner {
            redactor,
            text,
            mode,
            edits: Vec::new(),
            element: None,
            key: None,
            last: [""; 2],
            last_end: 0,
            open: &[],
            is_markup: None,
        }
    }

    /// The same of a text in which the words at these places are no secret.
    pub(super) fn opening(self, open: &'t [Range<usize>]) -> Self {
        Scanner { open, ..self }
    }

    /// What is replaced in the text.
    pub(super) fn edits(mut self) -> Vec<Edit> {
        let mut at = 0;
        while let Some(first) = self.text[at..].chars().next() {
            let rest = &self.text[at..];
            at = match first {
                '{' | '[' if json::begins(rest) => {
                    let end = json::scan(&mut self, at);
                    self.leave_index(at, end);
                    end
                }
                '<' if markup::begins(rest) && !self.is_placeholder(at) => markup::scan(&mut self, at),
                '(' if name_of_report(rest).is_some() => {
                    // Whatever stood there has a name already.
                    self.key = None;
                    at + name_of_report(rest).unwrap_or(1)
                }
                '+' | '(' | '0'..='9' if self.phone(at).is_some() => {
                    let end = self.phone(at).unwrap_or(at + 1);
                    self.replace(at..end, "phone");
                    end
                }
                // `_+49 171 …_`: what Markdown puts around.
                '_' | '*' if self.phone(at + 1).is_some_and(|_| !self.is_inside(at)) => at + 1,
                _ if !self.is_inside(at) && base85(rest).is_some() => {
                    let end = at + base85(rest).unwrap_or(first.len_utf8());
                    self.replace(at..end, "value");
                    self.key = None;
                    end
                }
                _ if is_delimiter(first) => self.delimiter(first, at),
                _ => self.run(at),
            };
        }
        for place in spelled::places(self.text) {
            let name = self.redactor.name("value", &self.text[place.clone()]);
            // A list of JSON stays one.
            let before = self.text[..place.start].trim_end();
            let is_list = before.ends_with(['[', ',']) && !self.text[place.clone()].contains(['"', '\'']);
            let by = if is_list { format!("\"{name}\"") } else { format!("({name})") };
            self.edits.push(Edit { at: place, by });
        }
        self.edits
    }

    /// Whether a run of any characters that began before goes on there.
    fn is_inside(&self, at: usize) -> bool {
        let before = self.text[..at].chars().next_back();
        before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '`' | '_' | '*' | '=' | ':'))
    }

    /// Whether what looks like a tag is what somebody wrote for a value, `<REDACTED>`, `<your host>`: nothing in the text is closed, and
    /// a sentence or a list goes on behind it.
    fn is_placeholder(&mut self, at: usize) -> bool {
        let rest = &self.text[at..];
        let Some(name) = markup::placeholder(rest) else { return false };
        let is_secret = is_chosen(name) || is_person(name) || is_pin(name);
        let goes_on = match rest[name.len() + 2..].chars().next() {
            None | Some(',' | '.' | ')' | ']' | '"' | '\'' | ';') => true,
            Some(':') => rest[name.len() + 3..]
                .starts_with(|c: char| c.is_ascii_digit() || c == '/' || c == ' ' && !is_secret),
            Some(' ') => !is_secret,
            _ => false,
        };
        goes_on && !*self.is_markup.get_or_insert_with(|| self.text.contains("</"))
    }

    /// Puts the name of what stands there in its place.
    pub(super) fn replace(&mut self, at: Range<usize>, label: &str) {
        match beside(self.text, &at, self.open) {
            None => self.replace_whole(at, label),
            // What is left beside open words is a value of its own.
            Some(rest) => rest.into_iter().for_each(|at| self.replace_whole(at, "value")),
        }
    }

    fn replace_whole(&mut self, at: Range<usize>, label: &str) {
        let value = &self.text[at.clone()];
        // A word that only this text does not show is none that others hide.
        let name = match label == "value" && is_open(value, Mode::Prose) {
            true => self.redactor.name_here(label, value),
            false => self.redactor.name(label, value),
        };
        self.edits.push(Edit { at, by: format!("({name})") });
    }

    fn delimiter(&mut self, c: char, at: usize) -> usize {
        let next = at + c.len_utf8();
        match c {
            // `password:`, and below it, further in, its value.
            '\n' => {
                let below = &self.text[next..];
                let line = below.lines().next().unwrap_or_default().trim_end();
                // A line that is one word says nothing but this value.
                let goes_on = below.starts_with([' ', '\t'])
                    || !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_alphanumeric());
                self.key = self.key.filter(|key| goes_on && !key.equals && is_chosen(key.name));
            }
            '\r' | ',' | ';' => self.key = None,
            '"' | '\'' | '`' => {
                let second = || is_second_of_credentials(&self.text[..at]).then_some(PASSWORD);
                let Some(key) = self.key.take().or_else(second) else { return next };
                let Some(length) = self.text[next..].find([c, '\n']) else { return next };
                if length > 0 && self.hides(key, &self.text[next..next + length]) {
                    self.replace(next..next + length, key.name);
                    return next + length;
                }
            }
            _ => {}
        }
        next
    }

    /// Whether the value after a key is masked, whatever it looks like.
    fn hides(&self, key: Key<'_>, value: &str) -> bool {
        let is_word = matches!(judge(value), Word::Technical | Word::Common)
            || value.len() <= 3 && value.bytes().all(|b| b.is_ascii_digit());
        match shape::strength(key.name) {
            Strength::Strong => key.equals || self.mode == Mode::Closed || !is_word,
            Strength::Weak => key.equals || !is_word && !is_open(value, Mode::Closed),
            Strength::None => false,
        }
    }

    fn run(&mut self, at: usize) -> usize {
        let end = end_of_run(self.text, at);
        let whole = &self.text[at..end];
        // `password **umbrella**`: what Markdown puts around.
        if whole.starts_with('*') && is_chosen(self.last[1]) {
            return at + 1;
        }
        // `curl -ujane:umbrella`: the value of an option right behind it.
        if let Some(user) =
            whole.strip_prefix("-u").filter(|user| user.contains(':') && !user.starts_with('-'))
            && self.text[..at].contains("curl")
        {
            self.replace(end - user.len()..end, "credentials");
            self.key = None;
            return end;
        }
        let body = whole.trim_end_matches(['.', ':', '!', '?', '=', '>']);
        let body = if is_padded(body, whole) { whole.trim_end_matches(['.', ':', '!', '?']) } else { body };
        if body.is_empty() {
            // `key = value`, `key : value`.
            if whole.ends_with(['=', ':']) {
                self.open_key(self.last[1], whole.ends_with('='));
            }
            return end;
        }
        if !body.contains(char::is_alphanumeric) && body != self.text {
            return end;
        }
        if self.key.is_none()
            && let Some(length) = program(&self.text[..at], &self.text[at..])
            && self.said_before(at).is_none()
        {
            self.last = [self.last[1], body];
            self.last_end = at + length;
            return at + length;
        }
        let range = at..at + body.len();
        // `password=b'…'`: what a language puts before the quote of a string.
        let marks = ["rb", "br", "b", "u", "r", "f", "B", "N"].into_iter();
        let name = marks.filter_map(|mark| body.strip_suffix(mark)?.strip_suffix('=')).next();
        let is_string = self.text[at + body.len()..].starts_with(['\'', '"']);
        if let Some(name) = name.filter(|name| is_string && fields::is_plain_name(name)) {
            self.tokens(at..at + name.len());
            self.open_key(name, true);
            self.last = [self.last[1], name];
            self.last_end = at + body.len();
            return at + body.len();
        }
        // `password=Some("hunter2")`.
        if let Some((name, _)) = body.split_once('=').filter(|(name, _)| is_chosen(name))
            && let Some(value) = inside_of_type(&self.text[at + name.len() + 1..])
        {
            self.tokens(at..at + name.len());
            self.open_key(name, true);
            self.last = [self.last[1], name];
            self.last_end = at + name.len() + 1 + value;
            return self.last_end;
        }
        if let Some((name, value)) = chosen_in(body) {
            let begin = at + body.len() - value.len();
            self.replace(begin..at + body.len(), name);
            self.key = None;
            self.last = [self.last[1], name];
            self.last_end = begin;
            return at + body.len();
        }
        let key = self.key.take().or_else(|| self.said_before(at));
        if let Some(key) = key.filter(|key| is_chosen(key.name) || is_person(key.name))
            && let Some(value) = inside_of_type(&self.text[at..])
        {
            // `Some("hunter2")`, `string(7) "hunter2"`.
            self.key = Some(key);
            return at + value;
        }
        // `fetch token: Post "…"`, `"…/token": dial tcp`: a sentence, of which each word is judged.
        let rest = &self.text[at..];
        let is_said = || says(rest) || is_refusal(body);
        let key = key.filter(|key| key.equals || key.is_header || !is_drawn(key.name) || !is_said());
        let is_header =
            is_scheme(body) && key.is_some_and(|key| shape::strength(key.name) == Strength::Strong);
        match key {
            Some(_) if is_header => {}
            Some(key)
                if shape::strength(key.name) == Strength::Strong
                    && (self.mode == Mode::Closed || key.is_header)
                    || is_cookie(key) && self.hides(key, body) =>
            {
                // `password: correct horse`: to the end of the line.
                let rest = &self.text[at..];
                let length = rest.find(['\n', '\r', '<', '"', ',', ';', '}']).unwrap_or(rest.len());
                let value = rest[..length].trim_end();
                self.replace(at..at + value.len(), key.name);
                return at + length;
            }
            Some(key) if is_support(key.name) || is_support(self.last[1]) => {
                let is_code = key.name.to_ascii_lowercase().ends_with("code");
                if !is_identifier(body) || is_code && !is_code_of_error(body) {
                    self.judge(range);
                }
            }
            Some(key) if fields::names_error(key.name, body) => {}
            Some(key) if self.hides(key, body) => self.replace(range, key.name),
            Some(key) if let Some(end) = is_chosen(key.name).then(|| self.end_of_chosen(at)).flatten() => {
                self.replace(at..end, key.name);
                return end;
            }
            _ if is_pin(self.last[1]) && body.len() >= 3 && body.bytes().all(|b| b.is_ascii_digit()) => {
                self.replace(range, "pin");
            }
            // `cannot fetch token: 200 OK`
            _ if self.follows_scheme()
                && !is_status(body)
                && !matches!(judge(body), Word::Technical | Word::Common)
                && !body.contains('=')
                && !shape::is_term(body)
                && !is_said() =>
            {
                self.replace(range, "credentials");
            }
            _ if self.names_support(body)
                || self.names_registration(at, body)
                || self.names_thing(at, body) => {}
            _ if is_number_of_rule(self.text, at, body) => {}
            _ => self.judge(range),
        }
        let separators = &whole[body.len()..];
        let range_end = at + body.len();
        let last_token = body.rsplit(['/', ':', '&', '?', '=', '@', '#', '%']).next().unwrap_or(body);
        // `user[password]=`
        let indexed = last_token.strip_suffix(']').and_then(|name| name.rsplit_once('['));
        let last_token = indexed.map_or(last_token, |(_, name)| name);
        self.last = [self.last[1], last_token];
        self.last_end = range_end;
        if is_header {
            // `Authorization: Bearer …`: whatever follows is it.
            self.key = Some(Key { name: "credentials", equals: true, is_header: true });
        } else if separators.starts_with('=') {
            self.open_key(last_token, true);
        } else if separators.starts_with(':') {
            // `Password is: …`
            let is_copula = COPULAS.contains(&last_token) && is_chosen(self.last[0]);
            let is_chain = is_step(&self.text[..at], body) && goes_on(&self.text[end..], last_token);
            let name = match is_copula {
                true => self.last[0],
                false => asked_before(&self.text[..at], last_token).unwrap_or(last_token),
            };
            if !is_chain {
                self.open_key(name, false);
            }
        }
        end
    }

    /// Where what somebody chose ends, where that are words of the dictionary behind the name of it: all that its quotes hold, or one
    /// word at the end of what is said.
    fn end_of_chosen(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let quote = self.text[..at].chars().next_back().and_then(closing_quote);
        let quoted = quote
            .and_then(|quotes| rest.split_once(|c| quotes.contains(c)))
            .map(|(value, _)| value.trim_end_matches('\\'));
        let word = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())];
        let value = quoted.filter(|value| value.len() <= LONGEST_CHOSEN).unwrap_or(word);
        let ends = |c: char| ".!,;)]}<>|*»”“’」』\"'`\\\n\r".contains(c);
        let behind = rest[value.len()..].trim_start_matches(' ');
        let is_said = |word: &str| {
            judge(word) != Word::Common || PLACEHOLDERS.iter().any(|own| word.eq_ignore_ascii_case(own))
        };
        let is_whole = quoted.is_some() || behind.is_empty() || behind.starts_with(ends);
        // `secret "oidc" not found`: the name of a thing.
        let is_of_cluster = ["secret", "secrets"].contains(&self.last[1]) && self.last[0] != "client";
        let is_thing = quoted.is_some() && is_of_cluster && {
            let behind = rest[value.len()..].trim_start_matches(['\\', '"', '\'', '`', ' ']);
            ["not found", "in namespace", "does not exist"].iter().any(|words| behind.starts_with(words))
        };
        let mut words = value.split(' ').flat_map(shape::humps);
        (value.len() > 2 && is_whole && !is_thing && !words.any(is_said)).then_some(at + value.len())
    }

    /// Whether the word before is a scheme of credentials, and no end of a path: `POST /token`.
    fn follows_scheme(&self) -> bool {
        let last = self.last[1];
        let before = self.text[..self.last_end].strip_suffix(last);
        is_scheme(last) && !before.is_some_and(|before| before.ends_with('/'))
    }

    fn open_key(&mut self, name: &'t str, equals: bool) {
        let is_name = !name.is_empty() && name.len() <= 48;
        self.key = is_name.then_some(Key { name, equals, is_header: false });
    }

    /// The key of a value that stands behind its name in another way than `name: value`: in quotes or brackets, behind an arrow,
    /// behind `is`. Only values that people choose: all others look like what they are.
    fn said_before(&self, at: usize) -> Option<Key<'t>> {
        /// Bytes of the longest that stands between both.
        const LONGEST: usize = 24;
        let [before, last] = self.last;
        if let Some(key) = self.credentials_in_lines(at) {
            return Some(key);
        }
        let is_name = is_chosen(last) || is_person(last) || last == "-p" && before == "sshpass";
        let is_told = is_chosen(before) && COPULAS.contains(&last);
        let (is_option, is_folder) = (USER_OPTIONS.contains(&last), is_folder_of_people(last));
        if !(is_name || is_told || is_option || is_folder) {
            return None;
        }
        let between = self.text.get(self.last_end..at).filter(|between| between.len() <= LONGEST)?;
        let value = self.text[at..end_of_run(self.text, at)].trim_end_matches(['.', ':', '!', '?']);
        let is_word = self.last.iter().any(|name| is_chosen(name))
            && (self.end_of_chosen(at).is_some() || inside_of_type(&self.text[at..]).is_some());
        // `<th>Password</th><td>…`: a value in the next element.
        let tagless = without_tags(between);
        let is_next_element = tagless.len() < between.len();
        let between = tagless.as_str();
        // `--password umbrella`
        // `-storepass umbrella`, `sshpass -p umbrella`
        let is_short = last.starts_with('-') && last.len() > 2 && self.text[..self.last_end].ends_with(last);
        let is_flag = is_short && is_chosen(last) || last == "-p" && before == "sshpass";
        let is_value = || last == "-p" || !says(&self.text[at..]);
        if is_flag && between.trim_matches([' ', ':']).is_empty() && is_value() {
            let name = if last == "-p" { PASSWORD.name } else { last.trim_start_matches('-') };
            return Some(Key { name, equals: true, is_header: false });
        }
        let is_of_folder = is_folder && judge(value) == Word::Common;
        if between.contains(char::is_alphanumeric)
            || is_open(value, Mode::Closed) && !is_word && !is_of_folder
        {
            return None;
        }
        let key = |name, equals| Some(Key { name, equals, is_header: false });
        let quotes = |c: char| matches!(c, ' ' | '"' | '\'' | '`' | '\\');
        if is_told && between.trim_matches(quotes).is_empty() {
            return key(before, false);
        }
        if is_option && between.trim_matches(['"', '\'', ' ']).is_empty() {
            return key("credentials", true);
        }
        if is_folder && matches!(between, "\\" | "\\\\") {
            return key("user", true);
        }
        // `(password . "umbrella")`, `[password, umbrella]`: how Lisp and .NET print a pair.
        let opening = self.text[..self.last_end].strip_suffix(last).and_then(|text| text.chars().next_back());
        let closing = self.text[at + value.len()..].trim_start_matches(['"', '\'']).chars().next();
        let is_pair = match opening {
            Some('(') => between.trim_end_matches(['"', '\'']) == " . ",
            Some('[') => between == ", " && closing == Some(']'),
            _ => false,
        };
        if is_pair && is_chosen(last) {
            return key(last, false);
        }
        if !is_name || between.contains(['.', '!', '?', ';']) {
            return None;
        }
        // `user jane.doe does not exist`
        if is_person(last)
            && !is_word
            && !is_mail(value)
            && !between.is_empty()
            && between.bytes().all(|b| b == b' ')
        {
            return key(last, false);
        }
        // Behind a comma a value stands in quotes: else it is the next word of a list.
        let after = between.rsplit(',').next().unwrap_or(between);
        let is_marked = is_next_element && is_chosen(last) || after.contains(|c| MARKS.contains(c));
        let is_symbol = self.text[..self.last_end].strip_suffix(last).is_some_and(|text| text.ends_with(':'));
        if is_marked || is_symbol { key(last, false) } else { None }
    }

    /// What only the words before tell: `Authorization:` with the scheme on a line of its own, as YAML has it, and the file of
    /// passwords that curl and git read, `machine a.example login jane password umbrella`.
    fn credentials_in_lines(&self, at: usize) -> Option<Key<'t>> {
        let [before, last] = self.last;
        let key = |name| Some(Key { name, equals: true, is_header: false });
        let is_next = self.text.get(self.last_end..at)?.bytes().all(|byte| byte.is_ascii_whitespace());
        if !is_next || !(is_scheme(last) || matches!(last, "login" | "password")) {
            return None;
        }
        let until_last = self.text[..self.last_end].strip_suffix(last)?;
        if is_scheme(last) {
            let list = until_last.trim_end_matches([' ', '-', '"', '\'']);
            let name = list.trim_end().strip_suffix(':')?.trim_end_matches(['"', '\'']);
            let is_field = list.ends_with(['\n', '\r'])
                && name.ends_with(before)
                && shape::strength(before) == Strength::Strong;
            return if is_field { key("credentials") } else { None };
        }
        let words: Vec<&str> = until_last.split_ascii_whitespace().rev().take(4).collect();
        match (last, &words[..]) {
            (
                "password",
                [_, "login" | "account", _, "machine"] | [_, "login" | "account", "default", ..],
            ) => key("password"),
            ("login", [_, "machine", ..] | ["default", ..]) => key("user"),
            _ => None,
        }
    }

    /// Reads what JSON was taken for as an index: `["password"]=>`.
    fn leave_index(&mut self, at: usize, end: usize) {
        let inside = self.text[at..end].strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let name = inside.map(|name| name.trim_matches(['"', '\'']));
        if let Some(name) = name.filter(|name| fields::is_plain_name(name)) {
            self.last = [self.last[1], name];
            self.last_end = end;
        }
    }

    /// Whether the words before say that an identifier for support follows: `Trace ID:`, `request id`.
    fn names_support(&self, value: &str) -> bool {
        let [before, last] = self.last;
        // What a colon parts are two things: `Error: code 4711`.
        let is_beside = || {
            let text = self.text[..self.last_end].strip_suffix(last)?;
            text.strip_suffix([' ', '-', '_'])?.ends_with(before).then_some(())
        };
        let joined = is_beside().map_or(last.to_owned(), |()| format!("{before}{last}"));
        is_id_word(last)
            && is_identifier(value)
            && (is_support(&joined) || last.eq_ignore_ascii_case("kid") && !value.contains(':'))
            && (!last.to_ascii_lowercase().ends_with("code") || is_code_of_error(value))
    }

    /// Whether the words before say that the UUID of a tenant or an application follows, which the fix is about: `Tenant '…'`,
    /// `Application with identifier '…'`.
    fn names_registration(&self, at: usize, value: &str) -> bool {
        let [before, last] = self.last;
        let is_beside = self
            .text
            .get(self.last_end..at)
            .is_some_and(|between| between.len() <= 4 && between.chars().all(|c| " '\"`:=([".contains(c)));
        let is_one = |name: &str, names: &[&str]| names.iter().any(|own| name.eq_ignore_ascii_case(own));
        let asks_by_id = || {
            const MARK: &[u8] = b"application with identifier";
            let head = self.text.as_bytes().get(..self.last_end).unwrap_or_default().trim_ascii_end();
            let from = head.len().saturating_sub(MARK.len());
            head.get(from..).is_some_and(|end| end.eq_ignore_ascii_case(MARK))
        };
        let is_registered = is_one(last, &["tenant", "tenantid", "application", "applicationid", "appid"])
            || is_one(last, &["id"]) && is_one(before, &["tenant", "application", "app", "client"])
            || is_one(last, &["identifier"]) && asks_by_id();
        is_beside && is_registered && shape::is_uuid(value)
    }

    /// Whether the word before says that what follows is the name of a thing, which support asks for.
    fn names_thing(&self, at: usize, value: &str) -> bool {
        let [before, last] = self.last;
        let between = self.text.get(self.last_end..at);
        between
            .is_some_and(|text| (1..=3).contains(&text.len()) && text.chars().all(|c| " '\"`:=/".contains(c)))
            && is_name_of_thing(before, last, value)
    }

    fn judge(&mut self, range: Range<usize>) {
        let run = &self.text[range.clone()];
        let hides = run.contains(is_hidden);
        if hides || run.contains('&') && run.contains(';') || run.contains('\\') {
            let plain = unescaped(run).replace(is_hidden, "");
            if plain != run && !self.redactor.mask_text(&plain, self.mode).is_as_sent() {
                return self.replace(range, "value");
            }
        }
        if jose::Jwt::is_likely(run) {
            self.replace(range, "value");
        } else if let Some(scheme_end) = run.find("://") {
            self.address(range, scheme_end);
        } else if run.find('=').is_some_and(|at| at > 0 && at + 1 < run.len() && !is_padding(&run[at..])) {
            self.pairs(range);
        } else if is_mail(run) {
            self.mail(range);
        } else {
            self.tokens(range);
        }
    }

    /// `https://…`, also behind a name: `redirect_uri=https://…`.
    fn address(&mut self, range: Range<usize>, scheme_end: usize) {
        let run = &self.text[range.clone()];
        let scheme = run[..scheme_end]
            .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'))
            .map_or(0, |at| at + run[at..].chars().next().map_or(1, char::len_utf8));
        let start = range.start + scheme;
        if scheme > 0 {
            let before = run[..scheme].trim_end_matches(['=', ':']);
            let name = before.rsplit(['&', '?', '/', ':', '=']).next().unwrap_or(before);
            if run[..scheme].ends_with('=') && shape::strength(name) != Strength::None {
                self.tokens(range.start..range.start + before.len());
                return self.replace(start..range.end, name);
            }
            self.tokens(range.start..start);
        }
        let address = &self.text[start..range.end];
        match Uri::parse(address) {
            Some(uri) => {
                let edits = uri::edits(self.redactor, &uri, address);
                self.edits.extend(edits.into_iter().map(|edit| shifted(edit, start)));
            }
            None => self.tokens(start..range.end),
        }
    }

    /// `a=b&c=d`.
    fn pairs(&mut self, range: Range<usize>) {
        let run = &self.text[range.clone()];
        let mut start = range.start;
        for pair in run.split('&') {
            let own = start..start + pair.len();
            start = own.end + 1;
            let Some((name, value)) = pair.split_once('=') else {
                self.tokens(own);
                continue;
            };
            // `at.https?code=`: the name is what stands last.
            let last = name.rfind(['/', '?', ':', ';']).map_or(0, |at| at + 1);
            self.tokens(own.start..own.start + name.len());
            let name = &name[last..];
            let value_range = own.end - value.len()..own.end;
            if value.is_empty() {
                continue;
            }
            if let Some(rest) = beside(self.text, &value_range, self.open) {
                rest.into_iter().for_each(|at| self.replace_whole(at, "value"));
                continue;
            }
            let decoded = Parameters::decode_value(value);
            // `Description=Client credentials …`: the first word of what somebody says.
            let is_said = |name: &str| {
                let name = name.to_ascii_lowercase();
                ["description", "errordescription", "reason", "detail", "msg"].contains(&name.as_str())
            };
            let treatment = if is_said(name) { fields::Treatment::Body } else { fields::parameter(name) };
            if fields::shows_number(name, treatment, &decoded) || fields::names_error(name, &decoded) {
                continue;
            }
            // `module=oauth2`, `ts=2026-11-02T10:00:00Z`
            let says_nothing =
                shape::is_term(&decoded) || shape::is_moment(&decoded) && decoded.contains('T');
            if says_nothing && shape::strength(name) == Strength::None {
                continue;
            }
            if treatment != fields::Treatment::Secret {
                let shown = self.redactor.value(name, treatment, &decoded);
                if shown.as_str() != decoded {
                    self.edits.push(Edit { at: value_range, by: shown.to_string() });
                }
            } else if shape::strength(name) != Strength::None
                || self.mode != Mode::Prose
                || !is_technical_value(&decoded)
            {
                let name = self.redactor.name(name, &decoded);
                self.edits.push(Edit { at: value_range, by: format!("({name})") });
            }
        }
    }

    /// The part of a run that is a mail address.
    fn mail(&mut self, range: Range<usize>) {
        let run = &self.text[range.clone()];
        let sign = run.find('@').or_else(|| run.find("%40")).unwrap_or(0);
        let start = run[..sign].rfind([':', '/', '?', '&']).map_or(0, |at| at + 1);
        let end = run[sign..].find(['/', '?', '&']).map_or(run.len(), |end| sign + end);
        self.tokens(range.start..range.start + start);
        let at = range.start + start..range.start + end;
        let address = Parameters::decode_value(&self.text[at.clone()]);
        let name = self.redactor.name("e-mail", &address);
        self.edits.push(Edit { at, by: format!("({name})") });
        self.tokens(range.start + end..range.end);
    }

    /// What is neither address nor pair: its parts, each by its shape.
    fn tokens(&mut self, range: Range<usize>) {
        let run = &self.text[range.clone()];
        if run.contains('%') {
            let plain = Parameters::decode_value(run);
            if plain != run {
                // Its escapes are no words of their own.
                match self.redactor.mask_text(&plain, self.mode).is_as_sent() {
                    true => return,
                    false => return self.replace(range, "value"),
                }
            }
        }
        if shape::is_moment(run) || self.is_moment_in_seconds(run) || is_measured(self.text, &range) {
            return;
        }
        let is_network = self.mode != Mode::Closed && is_ipv6(run);
        if is_network || run.contains("::") && shape::is_module(run) || is_public_reference(run) {
            return;
        }
        if is_base64(run) {
            return self.replace(range, "value");
        }
        let mut start = range.start;
        let mut before: Option<&str> = None;
        for token in run.split(|c: char| !shape::is_token_char(c)) {
            let own = start..start + token.len();
            let separator = self.text[own.end..range.end].chars().next();
            start = own.end + separator.map_or(0, char::len_utf8);
            // A person may be called like a thing.
            let is_of_name = |name: &str| match judge(token) {
                Word::Technical => false,
                Word::Common => name == FOLDER,
                _ => true,
            };
            let follows_key = before.is_some_and(|name| {
                let is_strong = shape::strength(name) == Strength::Strong && !is_scheme(name);
                (is_strong || is_person(name) || name == FOLDER) && is_of_name(name)
            });
            // `TraceId:0af7…`, `10.0.0.12:8443`, `client.js:1234`
            let is_told = before.is_some_and(|name| {
                is_support(name) && is_identifier(token) || is_place(name) && is_port(token)
            });
            // `error:0A000418:SSL routines`
            let is_of_openssl =
                before == Some("error") && token.len() == 8 && token.starts_with(['0', '1']) && is_hex(token);
            let is_shown = is_told
                || is_of_openssl
                || is_public_name(token)
                || is_open(token, self.mode)
                || token.len() >= SHORTEST_OPEN && self.redactor.stands_open(token);
            if !token.is_empty() && (follows_key || !is_shown) {
                let label = before.filter(|_| follows_key).unwrap_or("value");
                let scripts =
                    if follows_key || token.is_ascii() { Vec::new() } else { shape::scripts(token) };
                if scripts.len() > 1 {
                    self.replace_parts(own.start, scripts);
                } else {
                    self.replace(own, if label == FOLDER { "user" } else { label });
                }
            }
            before = match separator {
                Some(':') => Some(token),
                // `/home/jane.doe`
                Some('/') => is_folder_of_people(token).then_some(FOLDER),
                _ => None,
            };
        }
    }

    /// Puts names in place of what is no word, of the parts of a token that has letters of several scripts.
    fn replace_parts(&mut self, start: usize, parts: Vec<&str>) {
        let mut at = start;
        for part in parts {
            let own = at..at + part.len();
            at = own.end;
            if !is_open(part, self.mode) {
                self.replace(own, "value");
            }
        }
    }

    /// Seconds since 1970 beside a word that says so.
    fn is_moment_in_seconds(&self, run: &str) -> bool {
        let names = |word: &str| MOMENTS.iter().any(|moment| word.eq_ignore_ascii_case(moment));
        run.len() >= 10
            && fields::is_time(run)
            && (self.last.iter().any(|word| names(word)) || self.key.is_some_and(|key| names(key.name)))
    }

    /// The end of a phone number, or of a one-time code in two parts, that begins there.
    fn phone(&self, at: usize) -> Option<usize> {
        if self.text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ':' | '-' | '/' | '=' | '%' | '+'))
        {
            return None;
        }
        if self.text[..at].ends_with('_')
            && self.text[..at]
                .trim_end_matches('_')
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | '-' | '/'))
        {
            return None;
        }
        /// Bytes of a UUID.
        const UUID: usize = 36;
        // The longest number with all that may stand in it.
        const LONGEST: usize = 48;
        let rest = &self.text[at..];
        let rest = rest.char_indices().nth(LONGEST).map_or(rest, |(end, _)| &rest[..end]);
        let length =
            rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '+' | ' ' | '-' | '.' | '(' | ')' | '/'));
        let span = rest[..length.unwrap_or(rest.len())].trim_end_matches(|c: char| !c.is_ascii_digit());
        if rest[span.len()..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '=' | '@')) {
            return None;
        }
        // `00000003-0000-0000-c000-…`: an identifier that begins with digits.
        if self.text[at..].get(..UUID).is_some_and(shape::is_uuid) {
            return None;
        }
        if span.starts_with('(') && !span.contains(')') {
            return None;
        }
        let first = span.split(' ').next().unwrap_or(span);
        if shape::is_moment(first) || first.parse::<std::net::Ipv4Addr>().is_ok() {
            return None;
        }
        let groups: Vec<&str> = span
            .split(' ')
            .filter(|piece| !is_date(piece))
            .flat_map(|piece| piece.split(|c: char| !c.is_ascii_digit()))
            .filter(|group| !group.is_empty())
            .collect();
        let digits: usize = groups.iter().map(|group| group.len()).sum();
        let is_grouped = groups.len() >= 2 && groups.iter().all(|group| (2..=8).contains(&group.len()));
        let is_phone = span.starts_with('+') && (7..=15).contains(&digits)
            || span.starts_with(['0', '(']) && (8..=15).contains(&digits) && is_grouped
            || groups.len() >= 3 && (10..=19).contains(&digits) && is_grouped;
        if let Some(length) = one_time_code(rest, self.last[1]) {
            return Some(at + length);
        }
        let is_code = groups.len() == 2
            && groups.iter().all(|group| group.len() == 3)
            && span.len() == 7
            && !span.contains(['.', '/', '(']);
        // `4938 1726`, `48 29 13`, where a word says what it is.
        let named = ["code", "codes", "passcode"].iter().any(|own| self.last[1].eq_ignore_ascii_case(own));
        let is_long_code = (named || is_pin(self.last[1]))
            && groups.len() >= 2
            && (6..=10).contains(&digits)
            && groups.iter().all(|group| group.len() == groups[0].len())
            && span.bytes().all(|b| b.is_ascii_digit() || b == b' ' || b == b'-');
        (is_phone || is_code || is_long_code).then_some(at + span.len())
    }
}

/// What of a place lies beside others; `None` where none of them touches it, or one begins or ends inside a character.
fn beside(text: &str, at: &Range<usize>, others: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
    let is_touched = |other: &&Range<usize>| other.start < at.end && at.start < other.end;
    let mut others: Vec<&Range<usize>> = others.iter().filter(is_touched).collect();
    if others.is_empty() {
        return None;
    }
    others.sort_by_key(|other| other.start);
    let mut rest = Vec::new();
    let mut from = at.start;
    for other in others {
        if from < other.start {
            rest.push(from..other.start);
        }
        from = from.max(other.end);
    }
    if from < at.end {
        rest.push(from..at.end);
    }
    rest.iter().all(|part| text.get(part.clone()).is_some()).then_some(rest)
}

/// Which characters close what one opens.
fn closing_quote(open: char) -> Option<&'static str> {
    match open {
        '"' => Some("\""),
        '\'' => Some("'"),
        '`' => Some("`"),
        '«' | '»' => Some("«»"),
        '‹' | '›' => Some("‹›"),
        '“' | '”' | '„' => Some("“”"),
        '‘' | '’' | '‚' => Some("‘’"),
        '「' => Some("」"),
        '『' => Some("』"),
        '《' => Some("》"),
        '〈' => Some("〉"),
        '（' => Some("）"),
        '【' => Some("】"),
        '＂' => Some("＂"),
        '*' => Some("*"),
        _ => None,
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether a number is measured: seconds since 1970 that are compared with others (`1764322868 < 1764322900`), or an amount of time
/// (`301123 milliseconds`).
fn is_measured(text: &str, at: &Range<usize>) -> bool {
    /// Digits of the longest amount.
    const LONGEST: usize = 9;
    const SIGNS: [&str; 6] = ["<", ">", "<=", ">=", "≤", "≥"];
    const UNITS: [&str; 6] = ["milliseconds", "millis", "seconds", "minutes", "nanoseconds", "microseconds"];
    let run = &text[at.clone()];
    if run.is_empty() || !run.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let is_time = |number: &str| number.len() >= 10 && fields::is_time(number);
    let trimmed = |word: &str| word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let mut behind = text[at.end..].split(' ');
    let behind = (behind.next(), behind.next(), behind.next());
    let mut before = text[..at.start].rsplit(' ');
    let before = (before.next(), before.next(), before.next());
    let is_compared = |near: (Option<&str>, Option<&str>, Option<&str>)| match near {
        (Some(""), Some(sign), Some(number)) => SIGNS.contains(&sign) && is_time(&number[..trimmed(number)]),
        _ => false,
    };
    let is_amount = || match behind {
        (Some(""), Some(unit), _) => UNITS.contains(&&unit[..trimmed(unit)]),
        _ => false,
    };
    is_time(run) && (is_compared(behind) || is_compared(before)) || run.len() <= LONGEST && is_amount()
}

/// An address of the network as RFC 5952 writes it, and no list of bytes: those have two digits each.
fn is_ipv6(run: &str) -> bool {
    let has_long = run.split(':').any(|group| group.len() > 2);
    run.contains(':')
        && run.bytes().all(|b| b.is_ascii_hexdigit() || b == b':')
        && has_long
        && run.parse::<std::net::Ipv6Addr>().is_ok()
}

/// What Akamai calls a request that it refused: `#18.2f3a1b02.1764322868.1a2b3c4d`.
fn is_public_reference(run: &str) -> bool {
    let Some(rest) = run.strip_prefix('#') else { return false };
    let parts: Vec<&str> = rest.trim_end_matches('.').split('.').collect();
    match parts[..] {
        [kind, edge, time, own] => {
            kind.len() <= 2
                && [kind, edge, own]
                    .into_iter()
                    .all(|part| !part.is_empty() && part.len() <= 8 && is_hex(part))
                && time.len() == 10
                && fields::is_time(time)
        }
        _ => false,
    }
}

pub(super) fn shifted(edit: Edit, by: usize) -> Edit {
    Edit { at: edit.at.start + by..edit.at.end + by, by: edit.by }
}

/// Where a run ends; an entity of HTML and a character in the spelling of JSON end none.
fn end_of_run(text: &str, at: usize) -> usize {
    let mut from = at;
    loop {
        let Some(end) = text[from..].find(is_delimiter).map(|end| from + end) else { return text.len() };
        let entity = text[at..end].rfind('&').map(|start| &text[at + start + 1..end]);
        let hidden = || text[end..].chars().next().filter(|c| is_hidden(*c)).map(char::len_utf8);
        if let Some(length) = unicode_escape(&text[end..]).or_else(hidden) {
            from = end + length;
            continue;
        }
        let is_entity = text[end..].starts_with(';')
            && entity.is_some_and(|name| {
                // `&amp;#64;`: what was spelled twice.
                let name = name.trim_start_matches("amp;");
                let name = name.strip_prefix('#').unwrap_or(name);
                (1..=8).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        if !is_entity {
            return end;
        }
        from = end + 1;
    }
}

/// What ends a run.
fn is_delimiter(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\'' | '`' | '<' | '>' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | ',' | ';' | '\\'
        )
        || !c.is_ascii() && !c.is_alphanumeric()
}

/// `Cookie:`, whose value goes on to the next one.
fn is_cookie(key: Key<'_>) -> bool {
    !key.equals && ["cookie", "set-cookie"].iter().any(|name| key.name.eq_ignore_ascii_case(name))
}
