//! A message as HTTP has it, line by line: masked like a report, or as it stands where its owner asks to see it.

use http::{Body, Captured, Exchange, Headers};
use oauth::Flow;
use serde_json::Value;

use crate::mask::{Redactor, Shown, shown};
use crate::view::headers::one_header;

use super::body;

/// Lines of a body that are shown as they stand.
const MOST_LINES: usize = 1_000;

/// The message with that index; `None` where it is gone.
pub(crate) fn raw(flow: &Flow<'_>, index: usize, reveal: bool, redactor: &Redactor) -> Option<Shown> {
    let exchange = flow.messages.get(index)?.exchange;
    let view = View { reveal, redactor };
    let mut lines = vec![view.request_line(exchange)];
    lines.extend(view.headers(&exchange.request.headers));
    lines.extend(view.body(&exchange.request.body));
    lines.push(Shown::default());
    if let Some(response) = &exchange.response {
        lines.push(Shown::number(response.status));
        lines.extend(view.headers(&response.headers));
        lines.extend(view.body(&response.body));
    }
    if let Some(error) = &exchange.error {
        lines.push(view.text(error.text.text(), |text| redactor.prose(text)));
    } else if exchange.response.is_none() {
        lines.push(Shown::from("(no answer yet)"));
    }
    Some(Shown::lines(lines))
}

struct View<'r> {
    reveal: bool,
    redactor: &'r Redactor,
}

impl View<'_> {
    fn text(&self, text: &str, masked: impl Fn(&str) -> Shown) -> Shown {
        if self.reveal { Shown::revealed(&Value::from(text)) } else { masked(text) }
    }

    fn request_line(&self, exchange: &Exchange) -> Shown {
        let uri = &exchange.request.uri;
        let address = self.text(uri.text().text(), |_| self.redactor.url(uri));
        shown!(self.redactor.prose(&exchange.request.method), " ", address)
    }

    fn headers(&self, headers: &Captured<Headers>) -> Vec<Shown> {
        match headers {
            Captured::Missing(why) => vec![shown!("(headers: ", why.reason(), ")")],
            Captured::Present(headers) => headers
                .iter()
                .take(MOST_LINES)
                .map(|(name, value)| {
                    let value = self.text(value.text(), |value| one_header(name, value, self.redactor));
                    shown!(self.text(name, |name| self.redactor.field_name(name)), ": ", value)
                })
                .collect(),
        }
    }

    fn body(&self, body: &Captured<Body>) -> Vec<Shown> {
        let body = match body {
            Captured::Missing(why) => return vec![Shown::default(), shown!("(body: ", why.reason(), ")")],
            Captured::Present(Body::Empty) => return Vec::new(),
            Captured::Present(body) => body,
        };
        let mut lines = vec![Shown::default()];
        match (body.text(), body.form()) {
            (Some(text), _) if self.reveal => {
                let all = text.lines().take(MOST_LINES);
                lines.extend(all.map(|line| Shown::revealed(&Value::from(line))));
            }
            (_, Some(form)) => lines.extend(form.iter().take(MOST_LINES).map(|(name, value)| {
                let treatment = crate::mask::fields::parameter(name);
                let shown = self.text(value.text(), |value| self.redactor.value(name, treatment, value));
                shown!(self.text(name, |name| self.redactor.field_name(name)), "=", shown)
            })),
            (Some(_), None) => {
                let view = body::view(body, &body::Marks::default(), self.redactor);
                for line in view.iter().flat_map(|view| &view.lines) {
                    let indent = vec![Shown::from("  "); line.indent as usize];
                    lines.push(Shown::concat(indent.iter().chain(line.runs.iter().map(|run| &run.text))));
                }
                lines.extend(view.and_then(|view| view.left_out));
            }
            (None, None) => lines.push(Shown::from("(no text)")),
        }
        lines
    }
}
