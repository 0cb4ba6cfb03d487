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
    /// A token or a user in a header of credentials that has parameters.
    Scheme,
    /// The same where its name says nothing.
    SchemeId,
    /// A part of a cookie: in quotes, signed, in JSON, in a list.
    CookiePart,
    /// A parameter of an address that is a parameter.
    Nested,
    /// A password in such an address.
    NestedUserInfo,
    /// A parameter of an address in a header.
    HeaderAddress,
    /// In XML that a form holds in base64.
    Assertion,
    /// In the text of a query, of a call that is no message of the login.
    Query,
}

use Role::*;

/// Those in the address of the authorization request; those in what comes before the token request.
const IN_ADDRESS: [Role; 7] = [Code, State, UnknownParameter, LoginHint, Claim, Nested, NestedUserInfo];
const IN_TOKEN_REQUEST: [Role; 13] = [
    ClientSecret,
    Basic,
    Password,
    Bearer,
    Member,
    NestedMember,
    FormAnswer,
    Member,
    Password,
    Scheme,
    SchemeId,
    HeaderAddress,
    Assertion,
];

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
            roles.extend(if form.is_whole() { vec![Cookie, SetCookie, CookiePart] } else { Vec::new() });
        }
        if form.is_whole() {
            roles.extend(IN_TOKEN_REQUEST);
            roles.extend((shape == Shape::Digits).then_some(Number));
        }
        match form {
            Form::JsonLines | Form::Har => roles.extend([UserInfo, Beside, Query]),
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
                | Scheme
                | NestedUserInfo
                | Query
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
            Scheme => {
                let quoted = quoted(text);
                let value = one_of(
                    text,
                    &[
                        format!("Token token={quoted}"),
                        format!("Bearer realm=\"x\", token={quoted}"),
                        format!("OAuth oauth_version=\"1.0\", oauth_token={quoted}"),
                        format!("Digest username={quoted}, realm=\"r\""),
                    ],
                );
                set(&mut messages[token].headers, "authorization", &value);
            }
            SchemeId => {
                let quoted = quoted(text);
                let value = one_of(
                    text,
                    &[
                        format!("Hawk id={quoted}, mac=\"x\""),
                        format!("Signature keyId={quoted},algorithm=\"hs2019\""),
                    ],
                );
                set(&mut messages[token].headers, "authorization", &value);
            }
            CookiePart => {
                let value = one_of(
                    text,
                    &[
                        format!("sid={}", quoted(text)),
                        format!("sid=s%3A{}.AbC3dEf9", percent(text)),
                        format!("u={}", percent(&json!({ "user": text }).to_string())),
                        format!("u=7%7C{}%7Cx", percent(text)),
                        format!("u=7:{}", percent(text)),
                    ],
                );
                messages[1].headers.push(("cookie".to_owned(), value));
            }
            Nested => {
                let inner = format!("/y?key={}", percent(text));
                let value = one_of(
                    text,
                    &[
                        format!("/x?key={}", percent(text)),
                        format!("https://app.example.com/x?n={}", percent(&inner)),
                        format!("a=1;user={}", percent(text)),
                    ],
                );
                set(&mut messages[0].url.query, "returnTo", &value);
            }
            NestedUserInfo => {
                let value = format!("https://svc:{}@files.example.com/", percent(text));
                set(&mut messages[0].url.query, "returnTo", &value);
            }
            HeaderAddress => {
                let address = format!("/a?key={}", percent(text));
                let (name, value) = match text.len() % 3 {
                    0 => ("x-original-url", address),
                    1 => ("x-forwarded-uri", address),
                    _ => ("x-link", format!("<https://files.example.com{address}>; rel=next")),
                };
                messages[token].headers.push((name.to_owned(), value));
            }
            Assertion => {
                let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
                let xml = one_of(
                    &text,
                    &[
                        format!("<a><NameID>{text}</NameID></a>"),
                        format!("<a><Attribute Name=\"u\" x=\"{text}\"/></a>"),
                        format!("<a><!-- {text} --></a>"),
                    ],
                );
                messages[token].body.set("SAMLResponse", &STANDARD.encode(xml));
            }
            Query => {
                let query = format!("mutation{{login(password:{}){{id}}}}", quoted(text));
                let mut call = messages[token].clone();
                call.url.path = "/graphql".to_owned();
                call.body = Body::Json(json!({ "query": query }));
                call.headers.clear();
                call.answer = Body::Json(json!({ "ok": true }));
                messages.insert(token + 1, call);
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

/// One of several ways, by the length of a value.
fn one_of(text: &str, ways: &[String]) -> String {
    ways[text.len() % ways.len()].clone()
}

/// A text in quotes, as JSON and HTTP write it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
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
