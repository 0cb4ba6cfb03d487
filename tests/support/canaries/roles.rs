//! Where else in a recording a value stands as a secret.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::kinds::Recording;
use super::messages::{Body, Form, percent, set};
use super::places::Place;
use super::values::{Random, Shape};

/// What a value is, elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Code,
    State,
    UnknownParameter,
    LoginHint,
    Claim,
    Cookie,
    SetCookie,
    ClientSecret,
    Basic,
    Password,
    Bearer,
    Member,
    NestedMember,
    FormAnswer,
    Number,
    /// A password in the address of the token endpoint.
    UserInfo,
    /// A password in a call that is no message of the login.
    Beside,
    /// A password in a line of a log.
    Line,
}

use Role::*;

/// Those in the address of the authorization request; those in what comes before the token request.
const IN_ADDRESS: [Role; 5] = [Code, State, UnknownParameter, LoginHint, Claim];
const IN_TOKEN_REQUEST: [Role; 9] =
    [ClientSecret, Basic, Password, Bearer, Member, NestedMember, FormAnswer, Member, Password];

impl Role {
    /// One that the place leaves alone and the form keeps.
    pub(super) fn of(place: &Place, shape: Shape, form: Form, random: &mut Random) -> Role {
        let is_first = place.kind.target() < 2;
        let mut roles: Vec<Role> = Vec::new();
        if form == Form::CutLines && !is_first {
            // Of these the line of the authorization request cannot be read.
            roles.extend([Code, State, Cookie, SetCookie]);
        } else if !is_first || !form.is_whole() {
            roles.extend(IN_ADDRESS);
            roles.extend(if form.is_whole() { vec![Cookie, SetCookie] } else { Vec::new() });
        }
        if form.is_whole() {
            roles.extend(IN_TOKEN_REQUEST);
            roles.extend((shape == Shape::Digits).then_some(Number));
        }
        match form {
            Form::JsonLines | Form::Har => roles.extend([UserInfo, Beside]),
            Form::Log => roles.extend([Line, Line, Line]),
            _ => {}
        }
        roles[random.below(roles.len())]
    }

    /// Whether it is a secret whatever it looks like.
    pub(super) fn is_credential(self) -> bool {
        matches!(
            self,
            ClientSecret
                | Basic
                | Password
                | Bearer
                | Member
                | NestedMember
                | FormAnswer
                | LoginHint
                | UserInfo
                | Beside
                | Line
        )
    }

    pub(super) fn plant(self, recording: &mut Recording, text: &str) {
        let messages = &mut recording.messages;
        // The last login message before the target: the token request that was answered.
        let token = messages.iter().position(|m| m.url.path == "/token").unwrap_or(1);
        match self {
            Code => {
                set(&mut messages[1].url.query, "code", text);
                messages[token].body.set("code", text);
            }
            State => {
                set(&mut messages[0].url.query, "state", text);
                set(&mut messages[1].url.query, "state", text);
            }
            UnknownParameter => set(&mut messages[0].url.query, "invitation", text),
            LoginHint => set(&mut messages[0].url.query, "login_hint", text),
            Claim => set(&mut messages[0].url.query, "id_token_hint", &token_of(text)),
            Cookie => {
                messages[1].headers.push(("cookie".to_owned(), format!("session={}", text.replace(';', ""))))
            }
            SetCookie => {
                messages[1].answer_headers.push(("set-cookie".to_owned(), format!("session={text}; Path=/")))
            }
            ClientSecret => messages[token].body.set("client_secret", text),
            Basic => {
                let credentials = STANDARD.encode(format!("web-shop:{}", percent(text)));
                set(&mut messages[token].headers, "authorization", &format!("Basic {credentials}"));
            }
            Password => messages[token].body.set("password", text),
            Bearer => set(&mut messages[token].headers, "authorization", &format!("Bearer {text}")),
            Member => messages[token].answer.set("refresh_token", text),
            NestedMember => messages[token].answer = Body::Json(json!({ "user": { "password": [text] } })),
            FormAnswer => {
                let pairs = [("access_token", text), ("token_type", "bearer")];
                messages[token].answer = Body::Form(
                    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
                );
            }
            UserInfo => {
                let host = &mut messages[token].url.host;
                *host = format!("svc:{}@{host}", percent(text));
            }
            Beside => {
                let mut call = messages[token].clone();
                call.url.path = "/login".to_owned();
                call.body = Body::Json(json!({ "user": { "password": text } }));
                call.headers.clear();
                call.answer = Body::Json(json!({ "ok": true }));
                messages.push(call);
            }
            // What has spaces stands in quotes.
            Line => {
                let value = if text.contains(' ') { format!("\"{text}\"") } else { text.to_owned() };
                messages[token].line = Some(format!("connecting as svc, password={value}"));
            }
            Number => {
                let number = text.parse::<u64>().map_or_else(|_| Value::from(text), Value::from);
                messages[token].answer = Body::Json(json!({ "otp": number }));
            }
        }
        // What the provider sends is what the app gets.
        if messages[0].location.is_some() && recording.target != 0 {
            messages[0].location = Some(messages[1].url.clone());
        }
    }
}

fn token_of(subject: &str) -> String {
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!(
        "{}.{}.{}",
        part(json!({ "alg": "RS256" })),
        part(json!({ "sub": subject })),
        URL_SAFE_NO_PAD.encode("not a real signature, 32 bytes..")
    )
}
