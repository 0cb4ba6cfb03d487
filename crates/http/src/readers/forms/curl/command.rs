//! The command line above an output of curl: it names the URL and, with `-d`, the body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{State, powershell, tools};
use crate::readers::lines::{Step, content};
use crate::{Parameters, Uri};

/// In bytes: what is longer has a quote that nobody closed.
const LONGEST: usize = 100_000;

/// `curl …` at the start of a line or after a prompt.
pub(super) fn command_line(line: &str, state: State) -> Option<&str> {
    if matches!(state, State::RequestHead | State::RequestBody | State::ResponseHead) {
        return None;
    }
    let line = line.trim_start();
    if powershell::is_call(line) || tools::is_call(line) {
        return Some(line).filter(|_| state == State::Notes);
    }
    let prompted = ["$ ", "# ", "% ", "> ", "❯ "].iter().find_map(|prompt| {
        let at = line.find(&format!("{prompt}curl "))?;
        line.get(at + prompt.len()..)
    });
    let bare = line.starts_with("curl ").then_some(line).filter(|_| state == State::Notes);
    prompted.or(bare)
}

/// Whether a command goes on in the next line: a line end that is escaped, or inside quotes.
pub(super) fn continues(command: &str) -> bool {
    if powershell::is_call(command) {
        return command.len() < LONGEST && powershell::continues(command);
    }
    let last = command.trim_end_matches([' ', '\r']);
    command.len() < LONGEST && (last.ends_with(['\\', '^', '`']) || words(command).is_none())
}

/// The words of a shell command; `None` where a quote is open.
pub(super) fn words(command: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut begun, mut quote) = (Vec::new(), String::new(), false, None);
    let uncaret = without_carets(command);
    let mut chars = uncaret.as_deref().unwrap_or(command).chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some('"'), '\\') if matches!(chars.peek(), Some('"' | '\\' | '$' | '`')) => {
                word.extend(chars.next())
            }
            (Some(_), c) => word.push(c),
            (None, '$') if chars.peek() == Some(&'\'') => {
                chars.next();
                word.push_str(&ansi_quoted(&mut chars)?);
                begun = true;
            }
            (None, '\'' | '"') => (quote, begun) = (Some(c), true),
            (None, '\\' | '^' | '`') if matches!(chars.peek(), Some('\n' | '\r')) => {
                chars.next();
            }
            (None, '\\') => {
                word.extend(chars.next());
                begun = true;
            }
            (None, c) if c.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (None, c) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    quote.is_none().then_some(words)
}

/// A command of Windows' shell, where a caret stands before what is meant as it is; `None` where it is none.
fn without_carets(command: &str) -> Option<String> {
    if !command.contains("^\"") {
        return None;
    }
    let mut out = String::with_capacity(command.len());
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match c {
            '^' => match chars.next() {
                // A line that goes on; a caret and two line ends are one in the text.
                Some('\r' | '\n') => {
                    if chars.as_str().starts_with('\n') {
                        out.extend(chars.next());
                    }
                    out.push(' ');
                }
                other => out.extend(other),
            },
            c => out.push(c),
        }
    }
    Some(out)
}

/// The rest of `$'…'`, with the escapes of C; `None` where it is open.
fn ansi_quoted(chars: &mut std::iter::Peekable<std::str::Chars>) -> Option<String> {
    let mut inner = String::new();
    loop {
        match chars.next()? {
            '\'' => return Some(content(&format!("'{inner}'")).into_owned()),
            '\\' => {
                inner.push('\\');
                inner.push(chars.next()?);
            }
            c => inner.push(c),
        }
    }
}

/// What a command says about its request.
#[derive(Default)]
pub(super) struct Command {
    pub(super) url: Option<Uri>,
    pub(super) method: Option<String>,
    pub(super) data: Option<String>,
    /// It sends something that the command line does not show: a file.
    pub(super) unseen: bool,
    /// As what curl sends it, where no field says another thing.
    kind: Option<&'static str>,
    get: bool,
    /// What `jq` cuts out of the answer, where it cuts.
    pub(super) cut: Option<Vec<Step>>,
    /// The fields that it names.
    pub(super) headers: Vec<(String, String)>,
}

impl Command {
    pub(super) fn parse(line: &str) -> Self {
        if powershell::is_call(line) {
            return powershell::parse(line);
        }
        if let Some(command) = tools::parse(line) {
            return command;
        }
        let mut command = Command::default();
        let words = words(line).unwrap_or_default();
        let pipe = words.iter().position(|word| word == "|").unwrap_or(words.len());
        command.cut = cut(words.get(pipe + 1..).unwrap_or_default());
        let mut words = words.into_iter().take(pipe).skip(1);
        while let Some(word) = words.next() {
            let (name, mut attached) = match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name.to_owned(), Some(value.to_owned())),
                _ => (word.clone(), None),
            };
            let short = word.strip_prefix('-').filter(|rest| !rest.starts_with('-') && rest.len() > 1);
            let name = match short.and_then(|rest| rest.chars().next()) {
                Some(letter @ ('d' | 'X' | 'F' | 'H' | 'u' | 'U' | 'x' | 'A' | 'o' | 'e' | 'b' | 'c')) => {
                    attached = word.get(2..).map(str::to_owned);
                    format!("-{letter}")
                }
                _ => name,
            };
            let mut value = || attached.take().or_else(|| words.next()).unwrap_or_default();
            match name.as_str() {
                "-d" | "--data" | "--data-ascii" | "--data-binary" | "--json" => {
                    let value = value();
                    command.kind = Some(if name == "--json" { JSON } else { FORM });
                    if value.starts_with('@') { command.unseen = true } else { command.add(value) }
                }
                "--data-raw" => {
                    command.kind = Some(FORM);
                    command.add(value());
                }
                "--data-urlencode" => {
                    command.kind = Some(FORM);
                    match urlencode(&value()) {
                        Some(encoded) => command.add(encoded),
                        None => command.unseen = true,
                    }
                }
                "-F" | "--form" | "--form-string" => {
                    command.kind = Some(MULTIPART);
                    match part(&value()) {
                        Some(pair) => command.add(pair),
                        None => command.unseen = true,
                    }
                }
                "-T" | "--upload-file" => {
                    value();
                    command.unseen = true;
                }
                "-X" | "--request" => command.method = Some(value()),
                "-G" | "--get" => command.get = true,
                "--url" => command.url = Uri::parse(&value()),
                "-H" | "--header" => {
                    let value = value();
                    command
                        .headers
                        .extend(value.split_once(':').map(|(n, v)| (n.to_owned(), v.trim().to_owned())));
                }
                "-b" | "--cookie" => command.headers.push(("cookie".to_owned(), value())),
                "-u" | "--user" => {
                    let credentials = BASE64.encode(value());
                    command.headers.push(("authorization".to_owned(), format!("Basic {credentials}")));
                }
                "-A" | "--user-agent" | "-o" | "--output" | "-e" | "--referer" | "-c" | "--cookie-jar"
                | "--cacert" | "--resolve" | "-m" | "--max-time" | "-E" | "--cert" | "--key" | "--pass" => {
                    value();
                }
                "-x" | "--proxy" | "--preproxy" => {
                    let proxy = Uri::parse(&value());
                    let user = proxy.as_ref().and_then(|proxy| {
                        let address = proxy.url();
                        Some((address.username(), address.password()?))
                    });
                    if let Some((user, password)) = user {
                        let decoded = |text: &str| Parameters::decode_value(text);
                        command.asks_proxy(&format!("{}:{}", decoded(user), decoded(password)));
                    }
                }
                "-U" | "--proxy-user" => {
                    let user = value();
                    command.asks_proxy(&user);
                }
                _ if !name.starts_with('-') && command.url.is_none() => command.url = Uri::parse(&word),
                _ => {}
            }
        }
        command.add_kind();
        command
    }

    /// Who signs in at the proxy is told there in a field of the request (RFC 9110 §11.7.2).
    fn asks_proxy(&mut self, user: &str) {
        self.headers.push(("proxy-authorization".to_owned(), format!("Basic {}", BASE64.encode(user))));
    }

    /// curl says what it sends; of a form of several parts also where no other field is known.
    fn add_kind(&mut self) {
        let is_said = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let is_worth = !self.headers.is_empty() || self.kind == Some(MULTIPART);
        if let Some(kind) = self.kind.filter(|_| is_worth && !is_said && !self.get) {
            self.headers.push(("content-type".to_owned(), kind.to_owned()));
        }
    }

    pub(super) fn add(&mut self, data: String) {
        match &mut self.data {
            Some(before) => {
                before.push('&');
                before.push_str(&data);
            }
            None => self.data = Some(data),
        }
    }

    pub(super) fn method(&self) -> &str {
        let sends = (self.data.is_some() || self.unseen) && !self.get;
        self.method.as_deref().unwrap_or(if sends { "POST" } else { "GET" })
    }

    /// Whether a request for this host and target is another than the command's, and not one whose names somebody replaced.
    pub(super) fn is_of_another(&self, authority: &str, target: &str) -> bool {
        let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        let names_host = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host"));
        let is_other = |url: &Uri| {
            let path = target.split(['?', '#']).next().unwrap_or_default();
            !url.host().eq_ignore_ascii_case(host) && url.url().path() != path
        };
        !names_host && self.url.as_ref().is_some_and(is_other)
    }

    pub(super) fn body(&self) -> Option<&str> {
        self.data.as_deref().filter(|_| !self.unseen && !self.get)
    }
}

/// What `jq` and its filter cut out: `.authorization_servers[0]`. A filter that does more is an empty path, of which nothing is
/// known.
fn cut(words: &[String]) -> Option<Vec<Step>> {
    let (program, arguments) = words.split_first()?;
    if program == "python" || program == "python3" || program == "json_pp" {
        return None;
    }
    let filter = arguments.iter().find(|word| !word.starts_with('-')).map_or(".", String::as_str);
    if program == "jq" && filter == "." {
        return None;
    }
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let mut path = Vec::new();
    for step in filter.strip_prefix('.').filter(|_| program == "jq").unwrap_or_default().split('.') {
        let (name, element) =
            step.split_once('[').map_or((step, None), |(name, rest)| (name, rest.strip_suffix(']')));
        let is_element = element.is_some_and(|index| index.bytes().all(|b| b.is_ascii_digit()));
        if !is_name(name) || step.contains('[') && !is_element {
            return Some(Vec::new());
        }
        path.push(Step::Member(name.to_owned()));
        path.extend(is_element.then_some(Step::Element));
    }
    Some(path)
}

/// What curl sends a form of several parts as (RFC 7578).
const MULTIPART: &str = "multipart/form-data";

/// The same of other data, and of `--json`.
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// `name=value` of a form of several parts, as a pair of a form; `None` where the value is in a file.
fn part(text: &str) -> Option<String> {
    let (name, value) = text.split_once('=').filter(|(_, value)| !value.starts_with(['@', '<']))?;
    Some(url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish())
}

/// `name=value` with the value encoded, as `--data-urlencode` does it.
fn urlencode(argument: &str) -> Option<String> {
    let encode = |text: &str| percent_encoding::utf8_percent_encode(text, UNRESERVED).to_string();
    match argument.split_once('=') {
        Some(("", value)) => Some(encode(value)),
        Some((name, value)) => Some(format!("{name}={}", encode(value))),
        None if argument.contains('@') => None,
        None => Some(encode(argument)),
    }
}

const UNRESERVED: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_of_several_parts_is_read_where_no_file_is_in_it() {
        let command = Command::parse("curl https://a.example/token -F grant_type=password -F 'name=b c'");
        assert_eq!((command.method(), command.body()), ("POST", Some("grant_type=password&name=b+c")));
        assert_eq!(command.headers, [("content-type".to_owned(), MULTIPART.to_owned())]);
        let command = Command::parse("curl https://a.example/token -F a=1 -F file=@b.txt");
        assert_eq!((command.method(), command.body()), ("POST", None));
    }

    #[test]
    fn what_is_sent_has_its_kind_beside_other_fields() {
        let kind = |rest: &str| {
            let command = Command::parse(&format!("curl https://a.example/token {rest}"));
            command
                .headers
                .into_iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
                .map(|(_, kind)| kind)
        };
        for (rest, expected) in [
            ("-u a:b -d c=d", Some(FORM)),
            ("-u a:b --data-raw @c", Some(FORM)),
            ("-u a:b -d @file", Some(FORM)),
            ("-u a:b --json '{}'", Some(JSON)),
            ("-u a:b -F c=d", Some(MULTIPART)),
            ("-d c=d -H 'Content-Type: text/plain'", Some("text/plain")),
            ("-u a:b -G -d c=d", None),
            ("-u a:b", None),
            ("-d c=d", None),
        ] {
            assert_eq!(kind(rest).as_deref(), expected, "{rest}");
        }
    }
}
