//! A recording with one message of every kind, and the parameters that such a message has.

use serde_json::{Value, json};

use super::messages::{Body, Message, Url};

pub(super) const APP: &str = "app.example.com";
pub(super) const PROVIDER: &str = "auth.example.com";
pub(super) const CALLBACK: &str = "https://app.example.com/cb";

/// A login, and the message in it that values are planted in.
#[derive(Clone)]
pub(super) struct Recording {
    pub(super) messages: Vec<Message>,
    pub(super) target: usize,
}

impl Recording {
    pub(super) fn target(&mut self) -> &mut Message {
        &mut self.messages[self.target]
    }
}

/// A kind of message.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Parameters of its query.
    pub(super) query: &'static [&'static str],
    /// Parameters of its form, or members of its body.
    pub(super) body: &'static [&'static str],
    /// Members of its answer.
    pub(super) answer: &'static [&'static str],
    make: fn() -> Message,
}

const AUTHORIZE: &[&str] = &[
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "display",
    "max_age",
    "ui_locales",
    "id_token_hint",
    "login_hint",
    "acr_values",
    "response_mode",
    "resource",
    "audience",
    "request",
    "request_uri",
    "claims",
    "registration",
    "dpop_jkt",
    "authorization_details",
    "hd",
    "domain_hint",
    "kc_idp_hint",
    "access_type",
    "session_id",
    "ticket",
    "phone",
    "user_code",
    "invitation",
];
const CALLED_BACK: &[&str] = &[
    "code",
    "state",
    "iss",
    "session_state",
    "error",
    "error_description",
    "error_uri",
    "scope",
    "id_token",
    "access_token",
    "token_type",
    "expires_in",
    "response",
    "authuser",
    "error_reason",
    "device_id",
];
const TOKEN: &[&str] = &[
    "grant_type",
    "code",
    "redirect_uri",
    "client_id",
    "client_secret",
    "code_verifier",
    "client_assertion",
    "client_assertion_type",
    "scope",
    "resource",
    "audience",
    "username",
    "password",
    "assertion",
    "subject_token",
    "subject_token_type",
    "actor_token",
    "device_code",
    "refresh_token",
    "otp",
    "mfa_token",
    "auth_req_id",
];
const TOKENS: &[&str] = &[
    "access_token",
    "refresh_token",
    "id_token",
    "token_type",
    "expires_in",
    "scope",
    "issued_token_type",
    "error",
    "error_description",
    "error_uri",
    "error_codes",
    "trace_id",
    "correlation_id",
    "message",
    "suberror",
    "claims",
    "user",
    "session",
];
const PERSON: &[&str] =
    &["sub", "name", "email", "phone_number", "address", "picture", "preferred_username", "iss"];

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "authorization request", query: AUTHORIZE, body: &[], answer: &[], make: authorization },
    Kind { name: "callback", query: CALLED_BACK, body: &[], answer: &[], make: callback },
    Kind { name: "callback with a form", query: &[], body: CALLED_BACK, answer: &[], make: form_post },
    Kind { name: "callback with a fragment", query: &[], body: &[], answer: &[], make: fragment },
    Kind { name: "provider's error page", query: AUTHORIZE, body: &[], answer: &[], make: error_page },
    Kind { name: "refused token request", query: &["tenant"], body: TOKEN, answer: TOKENS, make: refused },
    Kind { name: "token request", query: &["tenant"], body: TOKEN, answer: TOKENS, make: token },
    Kind { name: "token request of a page", query: &[], body: TOKEN, answer: TOKENS, make: page_token },
    Kind { name: "token request in JSON", query: &[], body: TOKEN, answer: TOKENS, make: json_token },
    Kind {
        name: "refresh",
        query: &[],
        body: &["grant_type", "refresh_token", "client_id", "client_secret", "scope"],
        answer: TOKENS,
        make: refresh,
    },
    Kind {
        name: "userinfo",
        query: &["access_token", "schema"],
        body: &["access_token"],
        answer: PERSON,
        make: userinfo,
    },
    Kind {
        name: "introspection",
        query: &[],
        body: &["token", "token_type_hint", "client_id", "client_secret"],
        answer: &["active", "scope", "client_id", "username", "sub", "token_type", "jti", "cnf"],
        make: introspection,
    },
    Kind {
        name: "revocation",
        query: &[],
        body: &["token", "token_type_hint", "client_id", "client_secret"],
        answer: &["error", "error_description"],
        make: revocation,
    },
    Kind {
        name: "pushed authorization request",
        query: &[],
        body: AUTHORIZE,
        answer: &["request_uri", "expires_in", "error", "error_description"],
        make: pushed,
    },
    Kind {
        name: "device authorization",
        query: &[],
        body: &["client_id", "scope", "client_secret"],
        answer: &[
            "device_code",
            "user_code",
            "verification_uri",
            "verification_uri_complete",
            "expires_in",
            "interval",
            "message",
        ],
        make: device,
    },
    Kind {
        name: "registration",
        query: &[],
        body: &[
            "redirect_uris",
            "client_name",
            "contacts",
            "jwks_uri",
            "software_statement",
            "client_uri",
            "scope",
            "token_endpoint_auth_method",
        ],
        answer: &[
            "client_id",
            "client_secret",
            "registration_access_token",
            "registration_client_uri",
            "error",
        ],
        make: registration,
    },
    Kind {
        name: "logout",
        query: &[
            "id_token_hint",
            "post_logout_redirect_uri",
            "state",
            "logout_hint",
            "client_id",
            "ui_locales",
            "sid",
        ],
        body: &[],
        answer: &[],
        make: logout,
    },
    Kind {
        name: "discovery",
        query: &["appid"],
        body: &[],
        answer: &["issuer", "token_endpoint", "jwks_uri", "scopes_supported", "client_secret", "x_internal"],
        make: discovery,
    },
    Kind { name: "key set", query: &["v"], body: &[], answer: &["kid", "d", "x_internal"], make: keys },
    Kind { name: "preflight", query: &["tenant"], body: &[], answer: &[], make: preflight },
    Kind {
        name: "API call",
        query: &["access_token", "api_key", "page"],
        body: &["note"],
        answer: &["error", "error_description", "message", "owner"],
        make: api,
    },
];

const STATE: &str = "st8Qm2Vx0Lk7";
const CODE: &str = "cd5Tn9Wb3Rp1";

impl Kind {
    /// Which message of the recording it is.
    pub(super) fn target(&self) -> usize {
        match self.name {
            "authorization request" | "provider's error page" => 0,
            "callback" | "callback with a form" | "callback with a fragment" => 1,
            _ => 3,
        }
    }

    /// A recording with a message of this kind.
    pub(super) fn recording(&self) -> Recording {
        let mut messages = vec![authorization(), callback(), token(), refused()];
        let target = self.target();
        messages[target] = (self.make)();
        if self.name == "provider's error page" {
            messages.remove(1);
        }
        Recording { messages, target }
    }
}

fn message(
    method: &'static str,
    url: Url,
    in_browser: bool,
    body: Body,
    status: u16,
    answer: Body,
) -> Message {
    Message {
        method,
        url,
        in_browser,
        headers: Vec::new(),
        body,
        status,
        answer_headers: Vec::new(),
        location: None,
        answer,
        error: None,
        line: None,
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Body {
    Body::Form(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

fn page() -> Body {
    Body::Text("text/html", "<p>Signing in</p>".to_owned())
}

fn asked() -> Url {
    let query = [
        ("response_type", "code"),
        ("client_id", "web-shop"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid"),
        ("state", STATE),
    ];
    Url::new(PROVIDER, "/authorize", &query)
}

fn called_back() -> Url {
    Url::new(APP, "/cb", &[("code", CODE), ("state", STATE)])
}

fn authorization() -> Message {
    let mut message = message("GET", asked(), true, Body::None, 302, Body::None);
    message.location = Some(called_back());
    message
}

fn callback() -> Message {
    message("GET", called_back(), true, Body::None, 200, page())
}

fn form_post() -> Message {
    let sent = pairs(&[("code", CODE), ("state", STATE)]);
    message("POST", Url::new(APP, "/cb", &[]), true, sent, 200, page())
}

fn fragment() -> Message {
    let mut url = Url::new(APP, "/cb", &[]);
    url.fragment = format!("access_token=at3Gd8Kz&token_type=Bearer&state={STATE}");
    message("GET", url, true, Body::None, 200, page())
}

fn error_page() -> Message {
    let text = "<html><title>Error</title><h1>Error 400: redirect_uri_mismatch</h1></html>";
    message("GET", asked(), true, Body::None, 400, Body::Text("text/html", text.to_owned()))
}

fn at(path: &str) -> Url {
    Url::new(PROVIDER, path, &[])
}

fn code_form() -> Body {
    pairs(&[
        ("grant_type", "authorization_code"),
        ("code", CODE),
        ("redirect_uri", CALLBACK),
        ("client_id", "web-shop"),
    ])
}

fn tokens() -> Body {
    Body::Json(json!({ "access_token": "at7Hj2Nc", "token_type": "Bearer", "expires_in": 3600 }))
}

fn token() -> Message {
    message("POST", at("/token"), false, code_form(), 200, tokens())
}

fn refused() -> Message {
    message("POST", at("/token"), false, code_form(), 400, Body::Json(json!({ "error": "invalid_grant" })))
}

fn with_origin(mut message: Message) -> Message {
    message.in_browser = true;
    message.headers.push(("origin".to_owned(), format!("https://{APP}")));
    message
}

fn page_token() -> Message {
    with_origin(refused())
}

fn json_token() -> Message {
    let sent = json!({ "grant_type": "authorization_code", "code": CODE, "redirect_uri": CALLBACK, "client_id": "web-shop" });
    message(
        "POST",
        at("/token"),
        false,
        Body::Json(sent),
        400,
        Body::Json(json!({ "error": "invalid_request" })),
    )
}

fn refresh() -> Message {
    let sent =
        pairs(&[("grant_type", "refresh_token"), ("refresh_token", "rt4Fs6Yw"), ("client_id", "web-shop")]);
    message("POST", at("/token"), false, sent, 400, Body::Json(json!({ "error": "invalid_grant" })))
}

fn userinfo() -> Message {
    let mut message =
        message("GET", at("/userinfo"), false, Body::None, 200, Body::Json(json!({ "sub": "u-1" })));
    message.headers.push(("authorization".to_owned(), "Bearer at7Hj2Nc".to_owned()));
    message
}

fn introspection() -> Message {
    let sent = pairs(&[("token", "at7Hj2Nc"), ("token_type_hint", "access_token")]);
    message("POST", at("/introspect"), false, sent, 200, Body::Json(json!({ "active": false })))
}

fn revocation() -> Message {
    let sent = pairs(&[("token", "at7Hj2Nc"), ("client_id", "web-shop")]);
    message("POST", at("/revoke"), false, sent, 400, Body::Json(json!({ "error": "unsupported_token_type" })))
}

fn pushed() -> Message {
    let sent = Body::Form(asked().query);
    message("POST", at("/par"), false, sent, 400, Body::Json(json!({ "error": "invalid_request" })))
}

fn device() -> Message {
    let answer = json!({
        "device_code": "dc9Lr1Xu", "user_code": "BDWP-HQPK", "verification_uri": "https://auth.example.com/device",
        "expires_in": 600, "interval": 5,
    });
    let sent = pairs(&[("client_id", "tv"), ("scope", "openid")]);
    message("POST", at("/device_authorization"), false, sent, 200, Body::Json(answer))
}

fn registration() -> Message {
    let sent = json!({ "redirect_uris": [CALLBACK], "client_name": "Shop" });
    let answer = json!({ "error": "invalid_redirect_uri" });
    message("POST", at("/register"), false, Body::Json(sent), 400, Body::Json(answer))
}

fn logout() -> Message {
    let url = Url::new(PROVIDER, "/logout", &[("post_logout_redirect_uri", "https://app.example.com/bye")]);
    message("GET", url, true, Body::None, 400, page())
}

fn discovery() -> Message {
    let answer = json!({
        "issuer": "https://auth.example.com", "authorization_endpoint": "https://auth.example.com/authorize",
        "token_endpoint": "https://auth.example.com/token", "jwks_uri": "https://auth.example.com/jwks",
        "response_types_supported": ["code"],
    });
    message("GET", at("/.well-known/openid-configuration"), false, Body::None, 200, Body::Json(answer))
}

fn keys() -> Message {
    let key = json!({ "kty": "RSA", "kid": "key-1", "n": "AQAB", "e": "AQAB" });
    message("GET", at("/jwks"), false, Body::None, 200, Body::Json(json!({ "keys": [key] })))
}

fn preflight() -> Message {
    let mut message = with_origin(message("OPTIONS", at("/token"), true, Body::None, 403, Body::None));
    message.headers.push(("access-control-request-method".to_owned(), "POST".to_owned()));
    message
}

fn api() -> Message {
    let url = Url::new("api.example.com", "/orders", &[]);
    let mut message =
        message("GET", url, false, Body::None, 401, Body::Json(json!({ "error": "invalid_token" })));
    message.headers.push(("authorization".to_owned(), "Bearer at7Hj2Nc".to_owned()));
    message
}

/// Plants a member of an answer: of a key set in its key.
pub(super) fn set_member(answer: &mut Body, name: &str, value: Value) {
    if let Body::Json(json) = answer {
        match json.get_mut("keys").and_then(|keys| keys.get_mut(0)) {
            Some(key) => key[name] = value,
            None => json[name] = value,
        }
    } else {
        *answer = Body::Json(json!({ name: value }));
    }
}
