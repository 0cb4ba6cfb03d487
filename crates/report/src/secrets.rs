//! Every secret of a login, named before anything is shown: so the names do not depend on what is shown first, and no
//! secret escapes inside a text that is shown before the place where it is known.

use http::{Headers, Parameters, Secret};
use oauth::{Flow, FlowMessage, MessageKind};
use serde_json::Value;

use crate::fields::{self, Treatment};
use crate::redact::Redactor;
use crate::view::parameters;

/// How deep into a JSON body secrets are looked for.
const DEEPEST: usize = 16;

pub(crate) fn learn(redactor: &Redactor, flow: &Flow<'_>) {
    for message in &flow.messages {
        learn_parameters(redactor, message);
        let exchange = message.exchange;
        let response = exchange.response.as_ref();
        let received = response.and_then(|response| response.headers.present());
        for headers in exchange.request.headers.present().into_iter().chain(received) {
            learn_headers(redactor, headers);
        }
        let sent = exchange.request.body.present().and_then(http::Body::json);
        let answered = response.and_then(|response| response.body.present()).and_then(http::Body::json);
        for body in sent.into_iter().chain(answered.filter(|_| message.kind != MessageKind::Discovery)) {
            learn_json(redactor, "value", body, DEEPEST);
        }
    }
}

fn learn_parameters(redactor: &Redactor, message: &FlowMessage<'_>) {
    let found = parameters::parameters(message);
    // Without a method, and with `plain`, the challenge is the verifier itself (RFC 7636 §4.2, §4.3).
    let is_hashed = found.iter().any(|field| field.name == "code_challenge_method" && field.value == "S256");
    for field in found {
        if fields::parameter(field.name) == Treatment::Secret {
            redactor.learn(field.name, &field.value.into());
        } else if field.name == "code_challenge" && !is_hashed {
            redactor.learn("code_verifier", &field.value.into());
        }
    }
}

fn learn_headers(redactor: &Redactor, headers: &Headers) {
    for (name, value) in headers.iter() {
        match name {
            "authorization" | "proxy-authorization" => {
                let (scheme, credentials) = value.text().split_once(' ').unwrap_or(("", value.text()));
                redactor.learn("credentials", &credentials.into());
                if scheme.eq_ignore_ascii_case("Basic") {
                    learn_basic(redactor, credentials);
                }
            }
            "cookie" => value
                .text()
                .split(';')
                .filter_map(|cookie| cookie.trim().split_once('='))
                .for_each(|(_, value)| redactor.learn("cookie", &value.into())),
            "set-cookie" => {
                let pair = value.text().split(';').next().and_then(|pair| pair.split_once('='));
                pair.into_iter().for_each(|(_, value)| redactor.learn("cookie", &value.into()));
            }
            "dpop" => redactor.learn("dpop-proof", value),
            _ => {}
        }
    }
}

/// The secret of HTTP Basic, as it stands there and as RFC 6749 §2.3.1 encodes it.
fn learn_basic(redactor: &Redactor, credentials: &str) {
    let Some(decoded) = http::Body::from_base64(credentials) else { return };
    let Some((_, secret)) = decoded.text().and_then(|text| text.split_once(':')) else { return };
    redactor.learn("client_secret", &secret.into());
    let form = Parameters::decode(&format!("secret={secret}"));
    form.value("secret").into_iter().for_each(|secret| redactor.learn("client_secret", secret));
}

fn learn_json(redactor: &Redactor, name: &str, value: &Value, depth: usize) {
    match value {
        Value::String(text) if fields::parameter(name) == Treatment::Secret => {
            redactor.learn(name, &Secret::from(text.as_str()));
        }
        Value::Array(items) if depth > 0 => {
            items.iter().for_each(|item| learn_json(redactor, name, item, depth - 1));
        }
        Value::Object(members) if depth > 0 => {
            members.iter().for_each(|(name, value)| learn_json(redactor, name, value, depth - 1));
        }
        _ => {}
    }
}
