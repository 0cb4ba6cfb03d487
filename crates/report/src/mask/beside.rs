//! Credentials in the bodies of calls that belong to no login: of a form and of JSON by their names, of all else by how a name stands
//! before its value, for who signs in beside a login does so in XML, YAML, lines of JSON and what is encoded in them.

use http::{Body, Exchange, Parameters};
use serde_json::Value;

use super::fields::{self, Treatment};
use super::named::is_chosen;
use super::parts;
use super::redactor::Redactor;
use super::shape::{Strength, strength};
use super::spelling::readable;

/// Credentials that are learnt.
const MOST: usize = 1_000;

/// Bytes of a text of no known form that are read, and of all these together.
const LONGEST: usize = 64 * 1024;
const MOST_BYTES: usize = 1024 * 1024;

/// How deep into JSON, and into what is encoded in a text.
const DEEPEST: (usize, usize) = (16, 4);

/// Whether a field of that name holds what somebody chose or was given to keep.
pub(super) fn is_credential(name: &str) -> bool {
    strength(name) != Strength::None && fields::member(name) == Treatment::Secret
}

/// What is learnt of all these calls.
pub(super) struct Beside<'r> {
    redactor: &'r Redactor,
    left: usize,
    bytes_left: usize,
}

impl<'r> Beside<'r> {
    pub(super) fn new(redactor: &'r Redactor) -> Self {
        Beside { redactor, left: MOST, bytes_left: MOST_BYTES }
    }

    /// Learns what both bodies of a call hold.
    pub(super) fn learn(&mut self, exchange: &Exchange) {
        if let Some(sent) = exchange.request.body.present() {
            self.body(sent);
        }
        let answered = exchange.response.as_ref().and_then(|response| response.body.present());
        // Pages and scripts name passwords all the time, and have none.
        if let Some(answered) =
            answered.filter(|body| body.json().is_some() || body.text().is_some_and(is_data))
        {
            self.body(answered);
        }
    }

    fn body(&mut self, body: &Body) {
        if let Some(json) = body.json() {
            return self.json("", json, DEEPEST.0);
        }
        match body.form() {
            // Its fields are learnt by their names: what is encoded in others is left.
            Some(form) => form.iter().filter(|(name, _)| !is_credential(name)).for_each(|(name, value)| {
                [name, value.text()].into_iter().for_each(|text| self.text(text, DEEPEST.1))
            }),
            None => body.text().into_iter().for_each(|text| self.text(text, DEEPEST.1)),
        }
    }

    fn credential(&mut self, name: &str, value: &str) {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                self.redactor.learn_beside(name, value);
            }
            None => self.redactor.set_cut(),
        }
    }

    /// `under`: the name whose value it is, or the one of a credential that it is a part of.
    fn json(&mut self, under: &str, value: &Value, depth: usize) {
        if depth == 0 || self.left == 0 {
            return self.redactor.set_cut();
        }
        match value {
            Value::String(text) if is_credential(under) => self.credential(under, text),
            Value::Number(number) if is_credential(under) => self.credential(under, &number.to_string()),
            // `mutation{login(password:"…")}`
            Value::String(text) if text.contains('"') => self.parts(text),
            // `{"body":"user=joan&password=…"}`
            Value::String(text) if text.contains('=') && !text.contains(char::is_whitespace) => {
                self.text(text, DEEPEST.1)
            }
            Value::Array(items) => items.iter().for_each(|item| self.json(under, item, depth - 1)),
            Value::Object(members) => {
                // `{"name":"password","value":"…"}`
                let text = |name: &str| members.get(name).and_then(Value::as_str);
                let named = NAMES.into_iter().find_map(text).filter(|name| is_credential(name));
                for (own, value) in members {
                    let is_value = VALUES.iter().any(|name| own.eq_ignore_ascii_case(name));
                    // `{"password":{"value":"…"}}`
                    let is_part =
                        is_chosen(under) && !DESCRIBING.iter().any(|name| own.eq_ignore_ascii_case(name));
                    let under = match named {
                        Some(named) if is_value => named,
                        _ if is_part && !is_credential(own) && fields::member(own) == Treatment::Secret => {
                            under
                        }
                        _ => own,
                    };
                    self.json(under, value, depth - 1);
                }
            }
            _ => {}
        }
    }

    /// A text of another form, or what is left of one.
    fn text(&mut self, text: &str, depth: usize) {
        let text = text.trim();
        let read = &text[..text.floor_char_boundary(LONGEST.min(self.bytes_left).min(text.len()))];
        if read.len() < text.len() && lint::speaks_of_credentials(text) {
            self.redactor.set_cut();
        }
        if !lint::speaks_of_credentials(read) {
            return self.encoded(read, depth);
        }
        self.bytes_left -= read.len();
        match serde_json::from_str::<Value>(read) {
            Ok(json) => self.json("", &json, DEEPEST.0),
            Err(_) => {
                self.parts(read);
                self.redactor.study_credentials(read);
            }
        }
    }

    /// What a text in percent encoding or base64 says.
    fn encoded(&mut self, text: &str, depth: usize) {
        /// Bytes of the shortest that can hold a name and a value.
        const SHORTEST: usize = 12;
        let Some(depth) = depth.checked_sub(1).filter(|_| text.len() >= SHORTEST) else { return };
        let is_encoded = !text.contains(char::is_whitespace);
        let plain =
            if is_encoded && text.contains('%') { Parameters::decode_value(text) } else { String::new() };
        if !plain.is_empty() && plain != text {
            return self.text(&plain, depth);
        }
        let Some(plain) = is_encoded.then(|| readable(text.trim_end_matches('='))).flatten() else { return };
        for (name, value) in Parameters::decode(&plain).iter() {
            if is_credential(name) && !value.text().is_empty() {
                self.credential(name, value.text());
            }
        }
        self.text(&plain, depth);
    }

    fn parts(&mut self, text: &str) {
        let parts = parts::of("body", text);
        for (name, part) in parts.sought.iter().filter(|(name, _)| is_credential(name)) {
            self.credential(name, part);
        }
    }
}

/// What a member is called that has the name of another, and that other.
const NAMES: [&str; 6] = ["name", "key", "field", "id", "Name", "Key"];
const VALUES: [&str; 4] = ["value", "val", "values", "text"];

/// What describes a credential and is none.
const DESCRIBING: [&str; 10] =
    ["name", "type", "kind", "id", "namespace", "path", "algorithm", "hash", "label", "hint"];

/// Whether a text is data for programs, and no page and no script.
fn is_data(text: &str) -> bool {
    let text = text.trim_start();
    let begins = |mark: &str| text.get(..mark.len()).is_some_and(|own| own.eq_ignore_ascii_case(mark));
    // What stands before JSON that no page shall read as a script.
    let is_guarded = [")]}'", "while(1)", "for(;;)"].into_iter().any(begins);
    let is_page = ["<!doctype html", "<html", "<svg", "<head", "<!--"].into_iter().any(begins);
    is_guarded || text.starts_with(['{', '[', '<']) && !is_page
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a sentence that has the password, after a call with this body.
    fn sentence(body: &str) -> String {
        let redactor = Redactor::default();
        Beside::new(&redactor).body(&Body::from_text(body));
        redactor.prose("Unknown umbrella-lantern here").to_string()
    }

    #[test]
    fn credentials_are_known_whatever_the_body_is_written_in() {
        for body in [
            r#"{"password":"umbrella-lantern"}"#,
            r#"{"password":["umbrella-lantern"]}"#,
            r#"{"password":{"value":"umbrella-lantern"}}"#,
            r#"{"credentials":{"passcode":{"plain":["umbrella-lantern"]}}}"#,
            r#"[{"name":"j","value":"x"},{"name":"password","value":"umbrella-lantern"}]"#,
            r#"{"pw":"umbrella-lantern"}"#,
            r#"{"pass1":"umbrella-lantern"}"#,
            r#"{"a":{"kennwort":"umbrella-lantern"}}"#,
            "{\"user\":\"j\"}\n{\"password\":\"umbrella-lantern\"}\n",
            ")]}',\n{\"password\":\"umbrella-lantern\"}",
            r#"while(1);{"password":"umbrella-lantern"}"#,
            r#"{"user":"j","password":"umbrella-lantern",}"#,
            "{'user':'j','password':'umbrella-lantern'}",
            r#"{"user":"j","password":"umbrella-lantern"#,
            "user: j\npassword: umbrella-lantern\n",
            "%7B%22user%22%3A%22j%22%2C%22password%22%3A%22umbrella-lantern%22%7D",
            "request=%7B%22password%22%3A%22umbrella-lantern%22%7D",
            "dXNlcj1qJnBhc3N3b3JkPXVtYnJlbGxhLWxhbnRlcm4=",
            "<s:Envelope><o:Username>joan</o:Username><o:Password>umbrella-lantern</o:Password></s:Envelope>",
            "<?xml version=\"1.0\"?><login user=\"joan\" password=\"umbrella-lantern\"/>",
            "mutation { login(user: \"j\", password: \"umbrella-lantern\") { id } }",
        ] {
            let said = sentence(body);
            assert!(!said.contains("umbrella") && said.starts_with("Unknown ("), "{body}: {said}");
        }
    }

    #[test]
    fn what_describes_a_credential_is_none() {
        for body in [
            r#"{"note":"umbrella-lantern","password":"x"}"#,
            r#"{"secret":{"name":"umbrella-lantern","type":"opaque"}}"#,
            "<a><Action>umbrella-lantern</Action><Password>qwert-77</Password></a>",
            "action: umbrella-lantern\npassword: qwert-77\n",
        ] {
            assert_eq!(sentence(body), "Unknown umbrella-lantern here", "{body}");
        }
        assert!(is_data("{") && is_data(" <a>") && is_data(")]}'"));
        assert!(!is_data("<!DOCTYPE html><p>") && !is_data("function f() {}") && !is_data(""));
    }
}
