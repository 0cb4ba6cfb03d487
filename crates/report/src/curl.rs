//! A message of a login as a command that sends it again: every secret is a variable of the environment.

use http::{Body, Exchange};
use oauth::Flow;

use crate::command::is_plain;
use crate::mask::fields::{self, Treatment};
use crate::mask::{Redactor, Shown, shown};

/// Longer than any request that somebody sends again by hand.
const MOST_PARTS: usize = 100;

/// What curl, or the connection, adds by itself.
const OF_THE_CLIENT: [&str; 9] = [
    "host",
    "content-length",
    "connection",
    "accept-encoding",
    "user-agent",
    "referer",
    "cache-control",
    "pragma",
    "te",
];

/// The request as a command for a shell. `None` where there is no such message, its address is not known, what it carried was not
/// seen, or it is too long.
pub(crate) fn curl(flow: &Flow<'_>, index: usize, redactor: &Redactor) -> Option<Shown> {
    let exchange = flow.messages.get(index)?.exchange;
    let uri = &exchange.request.uri;
    if !uri.is_host_known() || !matches!(uri.scheme(), "http" | "https") {
        return None;
    }
    let mut command = Command { redactor, arguments: Vec::new(), variables: Vec::new(), notes: Vec::new() };
    let (method, is_get) = method(exchange)?;
    command.arguments.push(shown!("curl -i -X ", method));
    let endpoint = redactor.endpoint(uri);
    let address = match is_plain(endpoint.as_str()) {
        true => shown!("\"", &endpoint, "\""),
        false => shown!("\"$", command.variable(Shown::from("ADDRESS")), "\""),
    };
    command.arguments.push(address);
    if is_get && uri.query().iter().next().is_some() {
        command.arguments.push(Shown::from("-G"));
    }
    let query = if is_get { "--data-urlencode" } else { "--url-query" };
    for (name, value) in uri.query().iter() {
        command.pair(query, name, value.text());
    }
    command.headers(exchange);
    match exchange.request.body.present() {
        Some(body) => command.body(exchange, body),
        // What it carried has to be known.
        None if is_get => {}
        None => return None,
    }
    (command.arguments.len() <= MOST_PARTS).then(|| command.written())
}

/// The method, where it is a word that everybody knows, and whether it carries nothing.
fn method(exchange: &Exchange) -> Option<(&'static str, bool)> {
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let method = known.into_iter().find(|known| exchange.request.method.eq_ignore_ascii_case(known))?;
    Some((method, matches!(method, "GET" | "HEAD" | "OPTIONS" | "DELETE")))
}

struct Command<'r> {
    redactor: &'r Redactor,
    arguments: Vec<Shown>,
    variables: Vec<Shown>,
    /// Lines before it.
    notes: Vec<Shown>,
}

impl Command<'_> {
    /// `--data-urlencode "code=$CODE"`.
    fn pair(&mut self, option: &'static str, name: &str, value: &str) {
        let name_shown = self.redactor.field_name(name);
        let argument = if name_shown.as_str() != name || !is_plain(name) {
            shown!("$", self.variable(Shown::from("PARAMETER")))
        } else {
            let shown = self.redactor.value(name, fields::parameter(name), value);
            shown!(&name_shown, "=", self.literal(&shown, value, &name_shown))
        };
        self.arguments.push(shown!(option, " \"", argument, "\""));
    }

    fn headers(&mut self, exchange: &Exchange) {
        let Some(headers) = exchange.request.headers.present() else {
            self.notes.push(Shown::from("# Its headers were not recorded."));
            return;
        };
        for (name, value) in headers.iter() {
            let is_left = OF_THE_CLIENT.contains(&name)
                || name.starts_with("sec-")
                || name.starts_with("proxy-")
                || name.starts_with(':')
                || name == "content-type" && exchange.form().is_some();
            if is_left {
                continue;
            }
            let name_shown = self.redactor.field_name(name);
            if name_shown.as_str() != name || !is_plain(name) {
                let header = shown!("-H \"$", self.variable(Shown::from("HEADER")), "\"");
                self.arguments.push(header);
                continue;
            }
            let value = value.text();
            let shown = match fields::header(name) {
                Some(treatment)
                    if treatment != Treatment::Secret && name != "cookie" && name != "authorization" =>
                {
                    self.redactor.value(name, treatment, value)
                }
                _ => Shown::default(),
            };
            let value = self.literal(&shown, value, &name_shown);
            self.arguments.push(shown!("-H \"", &name_shown, ": ", value, "\""));
        }
    }

    fn body(&mut self, exchange: &Exchange, body: &Body) {
        match (exchange.form(), body) {
            (Some(form), _) => {
                for (name, value) in form.iter() {
                    self.pair("--data-urlencode", name, value.text());
                }
            }
            (None, Body::Empty) => {}
            (None, _) => {
                let body = shown!("--data-raw \"$", self.variable(Shown::from("BODY")), "\"");
                self.arguments.push(body);
            }
        }
    }

    /// A value as it stands, where it is no secret and nothing but text to every shell; else the name of a variable.
    fn literal(&mut self, shown: &Shown, value: &str, name: &Shown) -> Shown {
        let words = || value.split(' ').all(is_plain);
        match shown.as_str() == value && words() {
            true => shown.clone(),
            false => shown!("$", self.variable(name.as_variable())),
        }
    }

    /// A variable that no other value has.
    fn variable(&mut self, name: Shown) -> Shown {
        let same = self.variables.iter().filter(|other| other.as_str() == name.as_str()).count();
        self.variables.push(name.clone());
        match same {
            0 => name,
            same => shown!(name, "_", Shown::number(same as u32 + 1)),
        }
    }

    fn written(mut self) -> Shown {
        if !self.variables.is_empty() {
            self.notes.push(Shown::from("# Its secrets are variables: set each of them before."));
        }
        self.notes.push(Shown::joined(&self.arguments, " \\\n  "));
        Shown::lines(self.notes)
    }
}
