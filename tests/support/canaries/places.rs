//! Every place of a message that a value can stand in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::kinds::{APP, CALLBACK, KINDS, Kind, PROVIDER, Recording, set_member};
use super::messages::{Body, Url, percent, set};

/// What may be seen of a value that stands nowhere else in the recording as a secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Open {
    /// Everything: a diagnosis needs it as it is.
    Wholly,
    /// What looks like words.
    ToWords,
    /// What looks like words, and numbers.
    ToNumbers,
    /// The hash of a verifier, and what looks like words.
    ToHashes,
    /// Nothing.
    Closed,
}

type Plant = Box<dyn Fn(&mut Recording, &str) + Send + Sync>;

/// A place that values are planted in.
pub struct Place {
    pub(super) kind: &'static Kind,
    /// `refused token request · error text with JSON`.
    pub name: String,
    /// Places that work alike.
    pub class: &'static str,
    /// What may be seen of what stands only here.
    pub open: Open,
    /// Whether a line feed can stand here.
    pub(super) has_lines: bool,
    pub(super) plant: Plant,
}

impl Place {
    /// Its name, whatever the kind of message.
    pub(super) fn slot(&self) -> &str {
        self.name.split_once(" · ").map_or("", |(_, slot)| slot)
    }

    /// Whether it is the host of an address.
    pub(super) fn names_host(&self) -> bool {
        self.class == "address, host" || self.slot().ends_with("host")
    }

    /// Whether it is a value in a sentence that goes on without a border: the words after the first are its.
    pub(super) fn goes_on(&self) -> bool {
        ["glued", "list", "pair", "logfmt", "key=value", "cookie"]
            .iter()
            .any(|end| self.slot().ends_with(end))
    }
}

/// All of them.
pub fn places() -> Vec<Place> {
    KINDS.iter().flat_map(of_kind).collect()
}

fn of_kind(kind: &'static Kind) -> Vec<Place> {
    let mut places = Places { kind, places: Vec::new() };
    parameters(&mut places);
    addresses(&mut places);
    headers(&mut places);
    answers(&mut places);
    bodies(&mut places);
    errors(&mut places);
    places.places
}

struct Places {
    kind: &'static Kind,
    places: Vec<Place>,
}

impl Places {
    fn add(
        &mut self,
        class: &'static str,
        open: Open,
        name: impl AsRef<str>,
        plant: impl Fn(&mut Recording, &str) + Send + Sync + 'static,
    ) {
        // By these support finds a request.
        let is_support = ["trace_id", "correlation_id", "request-id", "traceparent", "request_id"]
            .iter()
            .any(|id| name.as_ref().contains(id));
        let open = if is_support { Open::Wholly } else { open };
        let name = format!("{} · {}", self.kind.name, name.as_ref());
        let has_lines =
            class.starts_with("body") || class.starts_with("error text") || class.contains("member");
        self.places.push(Place { kind: self.kind, name, class, open, has_lines, plant: Box::new(plant) });
    }
}

/// What `SECURITY.md` says is shown of a parameter, member or claim.
fn openness(name: &str) -> Open {
    match name {
        "client_id" => Open::Wholly,
        "code_challenge" => Open::ToHashes,
        "max_age" | "expires_in" | "interval" | "error_codes" => Open::ToNumbers,
        "response_type"
        | "response_mode"
        | "scope"
        | "grant_type"
        | "code_challenge_method"
        | "prompt"
        | "display"
        | "ui_locales"
        | "acr_values"
        | "error"
        | "error_description"
        | "error_reason"
        | "token_type"
        | "audience"
        | "resource"
        | "client_assertion_type"
        | "subject_token_type"
        | "issued_token_type"
        | "token_type_hint"
        | "token_endpoint_auth_method"
        | "access_type"
        | "message"
        | "kid"
        | "redirect_uri"
        | "redirect_uris"
        | "post_logout_redirect_uri"
        | "error_uri"
        | "verification_uri"
        | "iss"
        | "suberror"
        | "issuer" => Open::ToWords,
        _ => Open::Closed,
    }
}

fn class(open: Open, kept: &'static str, closed: &'static str) -> &'static str {
    if open == Open::Closed { closed } else { kept }
}

fn parameters(places: &mut Places) {
    let kind = places.kind;
    for &name in kind.query.iter().chain(["key", "x"].iter()) {
        let open = openness(name);
        let class = class(open, "parameter, kept", "parameter, closed");
        places.add(class, open, format!("query {name}"), move |recording, text| {
            set(&mut recording.target().url.query, name, text);
        });
        if name.ends_with("uri") || name == "resource" || name == "iss" {
            for (part, open, url) in nested(name) {
                places.add(
                    "parameter, address in it",
                    open,
                    format!("query {name}, {part}"),
                    move |recording, text| {
                        set(&mut recording.target().url.query, name, &url(text));
                    },
                );
            }
        }
    }
    places.add("parameter, name", Open::ToWords, "query, a name", |recording, text| {
        set(&mut recording.target().url.query, text, "1");
    });
    places.add("parameter, closed", Open::ToWords, "query without a name", |recording, text| {
        let url = recording.target().url.text();
        let end = if url.contains('?') { "&" } else { "?" };
        recording.target().url.raw = Some(format!("{url}{end}{}", percent(text)));
    });
    for &name in kind.body.iter().chain(["key", "x"].iter().filter(|_| !kind.body.is_empty())) {
        let open = openness(name);
        let class = class(open, "form, kept", "form, closed");
        places.add(class, open, format!("form {name}"), move |recording, text| {
            recording.target().body.set(name, text);
        });
        places.add("body, sent as JSON", open, format!("JSON {name}"), move |recording, text| {
            recording.target().body = Body::Json(json!({ "grant_type": "authorization_code", name: text }));
        });
        // A name says the same at any depth, but for one that stands for a whole there.
        let nested = if open == Open::ToWords { open } else { Open::Closed };
        places.add("body, sent as JSON", nested, format!("JSON {name}, nested"), move |recording, text| {
            recording.target().body = Body::Json(json!({ "user": { name: [text, { "inner": text }] } }));
        });
    }
    if !kind.body.is_empty() {
        places.add("parameter, name", Open::ToWords, "form, a name", |recording, text| {
            recording.target().body.set(text, "1")
        });
        places.add("body, sent as number", Open::Closed, "JSON number", |recording, text| {
            recording.target().body = Body::Json(json!({ "grant_type": "password", "otp": number(text) }));
        });
        for (name, open, write) in texts() {
            places.add("body, sent", open, format!("body, {name}"), move |recording, text| {
                recording.target().body = Body::Text("text/plain", write(text));
            });
        }
    }
}

/// A number where the text is one.
fn number(text: &str) -> Value {
    text.parse::<u64>().map_or_else(|_| Value::from(text), Value::from)
}

type Write = fn(&str) -> String;

/// A value in a URL that is a value.
fn nested(name: &'static str) -> [(&'static str, Open, Write); 6] {
    let host = if name == "client_id" { Open::Wholly } else { Open::ToWords };
    [
        ("in its query", Open::Closed, |text| format!("{CALLBACK}?tenant={}", percent(text))),
        ("in its path", host, |text| format!("{CALLBACK}/{}/x", percent(text))),
        ("in its fragment", Open::Closed, |text| format!("{CALLBACK}#key={}", percent(text))),
        ("its user", Open::Closed, |text| format!("https://u:{}@app.example.com/cb", percent(text))),
        ("opaque", Open::ToWords, |text| format!("com.example.app:cb;t={}", percent(text))),
        ("its host", Open::Wholly, |text| format!("https://{}.example.com/cb", label(text))),
    ]
}

/// A text as a label of a host name.
fn label(text: &str) -> String {
    let clean: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("h{}h", clean.get(..61).unwrap_or(&clean)).replace("--", "-")
}

fn addresses(places: &mut Places) {
    let target = |change: fn(&mut Url, &str)| {
        move |recording: &mut Recording, text: &str| change(&mut recording.target().url, text)
    };
    places.add(
        "address, path",
        Open::ToWords,
        "path",
        target(|url, text| url.path = format!("/{}{}", percent(text), url.path)),
    );
    places.add(
        "address, path",
        Open::ToWords,
        "path, inside",
        target(|url, text| {
            url.path = format!("/magic-{}{}", percent(text), url.path);
        }),
    );
    places.add(
        "address, path",
        Open::ToWords,
        "path, as it stands",
        target(|url, text| {
            let text =
                text.replace(|c: char| !(c.is_ascii_alphanumeric() || "-._~@:+=!$&'(),;".contains(c)), "");
            url.path = format!("/{text}{}", url.path);
        }),
    );
    places.add(
        "address, path",
        Open::ToWords,
        "path, matrix",
        target(|url, text| url.path = format!("{};jsessionid={}", url.path, percent(text))),
    );
    places.add("address, user", Open::Closed, "user", target(|url, text| url.user = percent(text)));
    places.add(
        "address, user",
        Open::Closed,
        "password",
        target(|url, text| url.user = format!("jane:{}", percent(text))),
    );
    places.add(
        "address, fragment",
        Open::Closed,
        "fragment",
        target(|url, text| url.fragment = format!("key={}", percent(text))),
    );
    places.add(
        "address, fragment",
        Open::ToWords,
        "fragment without a name",
        target(|url, text| url.fragment = percent(text)),
    );
    places.add(
        "address, host",
        Open::Wholly,
        "host",
        target(|url, text| url.host = format!("{}.{}", label(text), url.host)),
    );
    let place = |change: fn(&mut Url, &str)| {
        move |recording: &mut Recording, text: &str| {
            let message = recording.target();
            message.status = 302;
            let mut url = message.location.clone().unwrap_or_else(|| Url::new(APP, "/cb", &[("state", "s")]));
            change(&mut url, text);
            message.location = Some(url);
        }
    };
    places.add(
        "location",
        Open::ToWords,
        "Location, path",
        place(|url, text| url.path = format!("/u/{}/login", percent(text))),
    );
    places.add(
        "location",
        Open::ToWords,
        "Location, matrix",
        place(|url, text| url.path.push_str(&format!(";t={}", percent(text)))),
    );
    for name in ["code", "key", "ticket", "id_token", "login_hint"] {
        places.add("location", Open::Closed, format!("Location, query {name}"), move |recording, text| {
            place(|_, _| ())(recording, text);
            if let Some(url) = &mut recording.target().location {
                set(&mut url.query, name, text);
            }
        });
    }
    places.add(
        "location",
        Open::ToWords,
        "Location, query, a name",
        place(|url, text| set(&mut url.query, text, "1")),
    );
    places.add(
        "location",
        Open::Closed,
        "Location, fragment",
        place(|url, text| url.fragment = format!("access_token={}&key={}", percent(text), percent(text))),
    );
    places.add(
        "location",
        Open::Closed,
        "Location, user",
        place(|url, text| url.user = format!("u:{}", percent(text))),
    );
    places.add(
        "address, host",
        Open::Wholly,
        "Location, host",
        place(|url, text| url.host = format!("{}.example.com", label(text))),
    );
    places.add(
        "location, opaque",
        Open::Closed,
        "Location, opaque",
        place(|url, text| url.raw = Some(format!("myapp:{}", percent(text)))),
    );
    places.add(
        "location, opaque",
        Open::Closed,
        "Location, opaque with a query",
        place(|url, text| {
            url.raw = Some(format!("com.example.app:cb;t={}?state=x", percent(text)));
        }),
    );
    places.add(
        "location, opaque",
        Open::Closed,
        "Location, app's own scheme",
        place(|url, text| url.raw = Some(format!("myapp://cb?key={}", percent(text)))),
    );
    places.add(
        "location",
        Open::Closed,
        "Location, relative",
        place(|url, text| url.raw = Some(format!("/e?token={}", percent(text)))),
    );
    places.add(
        "location",
        Open::ToWords,
        "Location, relative path",
        place(|url, text| url.raw = Some(format!("../{}", percent(text)))),
    );
}

fn headers(places: &mut Places) {
    let mut add = |class, open, name: &'static str, header: &'static str, write: Write| {
        places.add(class, open, format!("request header {name}"), move |recording, text| {
            set(&mut recording.target().headers, header, &write(text));
        });
    };
    for name in [
        "accept",
        "cache-control",
        "content-type",
        "date",
        "via",
        "sec-fetch-mode",
        "sec-fetch-dest",
        "sec-fetch-site",
        "access-control-request-method",
        "access-control-request-headers",
        "content-encoding",
        "transfer-encoding",
    ] {
        add("header, kept", Open::ToWords, name, name, |text| text.to_owned());
    }
    add("header, kept", Open::ToNumbers, "content-length", "content-length", |text| text.to_owned());
    add("header, kept", Open::ToWords, "content-type, parameter", "content-type", |text| {
        format!("text/plain; boundary=\"{text}\"")
    });
    for name in [
        "x-api-key",
        "x-user",
        "x-amz-security-token",
        "user-agent",
        "x-forwarded-for",
        "x-csrf-token",
        "forwarded",
        "x-goog-iap-jwt-assertion",
        "x-ms-token-aad-id-token",
        "cf-access-jwt-assertion",
        "x-forwarded-access-token",
        "oauth-client-attestation-pop",
    ] {
        add("header, other", Open::Closed, name, name, |text| text.to_owned());
    }
    add("credentials", Open::Closed, "Authorization Bearer", "authorization", |text| {
        format!("Bearer {text}")
    });
    add("credentials", Open::Closed, "Authorization Bearer, several spaces", "authorization", |text| {
        format!("bearer    {text}")
    });
    add("credentials", Open::Closed, "Authorization OAuth", "authorization", |text| {
        format!("OAuth oauth_consumer_key=\"web\", oauth_token=\"{text}\"")
    });
    add("credentials", Open::Closed, "Authorization DPoP", "authorization", |text| format!("DPoP {text}"));
    add("credentials", Open::Closed, "Authorization, lone", "authorization", |text| text.to_owned());
    add("credentials", Open::Closed, "Authorization Token", "authorization", |text| {
        format!("Token token={text}")
    });
    add("credentials", Open::Closed, "Authorization Basic, secret", "authorization", |text| {
        format!("Basic {}", STANDARD.encode(format!("web-shop:{text}")))
    });
    add("credentials", Open::Closed, "Authorization Basic, encoded", "authorization", |text| {
        format!("Basic {}", STANDARD.encode(format!("web-shop:{}", percent(text))))
    });
    add("credentials", Open::Closed, "Authorization Basic, not encoded", "authorization", |text| {
        format!("Basic web-shop:{text}")
    });
    add("credentials", Open::Wholly, "Authorization Basic, client", "authorization", |text| {
        format!("Basic {}", STANDARD.encode(format!("{text}:pw")))
    });
    add("credentials", Open::Closed, "Authorization Digest", "authorization", |text| {
        format!("Digest username=\"{text}\", realm=\"x\"")
    });
    add("credentials", Open::Closed, "Proxy-Authorization", "proxy-authorization", |text| {
        format!("Basic {}", STANDARD.encode(format!("jane:{text}")))
    });
    add("credentials", Open::Closed, "DPoP", "dpop", |text| text.to_owned());
    add("cookie", Open::Closed, "Cookie", "cookie", |text| format!("session={text}; theme=dark"));
    add("cookie", Open::Closed, "Cookie, encoded", "cookie", |text| {
        format!("a=1; session={}", percent(text))
    });
    add("cookie", Open::Closed, "Cookie, JSON", "cookie", |text| {
        format!("user={}; theme=dark", percent(&json!({ "token": text }).to_string()))
    });
    add("cookie", Open::Closed, "Cookie without a name", "cookie", |text| text.to_owned());
    add("cookie", Open::ToWords, "Cookie, a name", "cookie", |text| format!("{text}=1"));
    add("header, address", Open::Closed, "Referer, query", "referer", |text| {
        format!("https://{APP}/start?key={}", percent(text))
    });
    add("header, address", Open::ToWords, "Referer, path", "referer", |text| {
        format!("https://{APP}/reset/{}", percent(text))
    });
    add("header, address", Open::Closed, "Referer, fragment", "referer", |text| {
        format!("https://{APP}/#token={}", percent(text))
    });
    add("header, address", Open::Closed, "Referer, user", "referer", |text| {
        format!("https://u:{}@{APP}/", percent(text))
    });
    add("header, address", Open::ToWords, "Referer, no URL", "referer", |text| text.to_owned());
    add("header, address", Open::Closed, "Origin, user", "origin", |text| {
        format!("https://u:{}@{APP}", percent(text))
    });
    add("header, address", Open::Closed, "Origin, query", "origin", |text| {
        format!("https://{APP}/?key={}", percent(text))
    });
    add("header, address", Open::ToWords, "Origin, no URL", "origin", |text| text.to_owned());
    add("address, host", Open::Wholly, "Origin, host", "origin", |text| {
        format!("https://{}.example.com", label(text))
    });
    add("address, host", Open::Wholly, "Host", "host", |text| format!("{}.example.com", label(text)));
    add("header, address", Open::Closed, "Host, user", "host", |text| {
        format!("u:{}@{PROVIDER}", percent(text))
    });
    places.add("header, other", Open::ToWords, "request header, a name", |recording, text| {
        let name: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        set(&mut recording.target().headers, &name.to_lowercase(), "1");
    });
}

fn answers(places: &mut Places) {
    let mut add = |class, open, name: &'static str, header: &'static str, write: Write| {
        places.add(class, open, format!("response header {name}"), move |recording, text| {
            set(&mut recording.target().answer_headers, header, &write(text));
        });
    };
    for name in [
        "allow",
        "cache-control",
        "cf-mitigated",
        "content-encoding",
        "content-type",
        "cross-origin-opener-policy",
        "date",
        "last-modified",
        "proxy-authenticate",
        "referrer-policy",
        "server",
        "vary",
        "via",
        "www-authenticate",
        "x-frame-options",
        "transfer-encoding",
        "x-vercel-mitigated",
        "access-control-allow-headers",
        "access-control-expose-headers",
        "access-control-allow-origin",
        "access-control-x",
    ] {
        add("header, kept", Open::ToWords, name, name, |text| text.to_owned());
    }
    for name in ["age", "content-length", "retry-after", "access-control-max-age"] {
        add("header, kept", Open::ToNumbers, name, name, |text| text.to_owned());
    }
    for name in [
        "x-request-id",
        "set-cookie2",
        "x-auth-token",
        "link",
        "refresh",
        "etag",
        "x-ratelimit-user",
        "content-location",
    ] {
        add("header, other", Open::Closed, name, name, |text| text.to_owned());
    }
    add("header, kept", Open::Closed, "Content-Security-Policy, report", "content-security-policy", |text| {
        format!("default-src 'self'; report-uri https://{APP}/csp?key={}", percent(text))
    });
    add("header, kept", Open::ToWords, "Content-Security-Policy, nonce", "content-security-policy", |text| {
        format!("script-src 'nonce-{text}'")
    });
    add(
        "header, address",
        Open::Closed,
        "Access-Control-Allow-Origin, user",
        "access-control-allow-origin",
        |text| format!("https://u:{}@{APP}", percent(text)),
    );
    add(
        "header, folded",
        Open::Closed,
        "Access-Control-Allow-Headers, pair",
        "access-control-allow-headers",
        |text| format!("x-token={text}, accept"),
    );
    add("set-cookie", Open::Closed, "Set-Cookie", "set-cookie", |text| {
        format!("session={text}; Path=/; HttpOnly")
    });
    add("set-cookie", Open::Closed, "Set-Cookie, encoded", "set-cookie", |text| {
        format!("session={}; Path=/", percent(text))
    });
    add("set-cookie", Open::ToWords, "Set-Cookie, a name", "set-cookie", |text| format!("{text}=1; Path=/"));
    add("set-cookie", Open::ToWords, "Set-Cookie, Path", "set-cookie", |text| {
        format!("a=1; Path=/{}", percent(text))
    });
    add("address, host", Open::Wholly, "Set-Cookie, Domain", "set-cookie", |text| {
        format!("a=1; Domain={}.example.com", label(text))
    });
    add("set-cookie", Open::Closed, "Set-Cookie, attribute", "set-cookie", |text| {
        format!("a=1; X-Token={text}")
    });
    add("header, folded", Open::Closed, "Set-Cookie, folded", "set-cookie", |text| {
        format!("a=1; Path=/, sid={text}; HttpOnly")
    });
    add("header, folded", Open::Closed, "Set-Cookie, folded with a line feed", "set-cookie", |text| {
        format!("a=1; Path=/\nsid={text}; HttpOnly")
    });
    add("challenge", Open::ToWords, "WWW-Authenticate, realm", "www-authenticate", |text| {
        format!("Bearer realm=\"{}\"", quoted(text))
    });
    add("challenge", Open::ToWords, "WWW-Authenticate, description", "www-authenticate", |text| {
        format!("Bearer error=\"invalid_token\", error_description=\"the token {} is bad\"", quoted(text))
    });
    add("challenge", Open::Closed, "WWW-Authenticate, unknown", "www-authenticate", |text| {
        format!("Bearer realm=\"x\", ticket=\"{}\"", quoted(text))
    });
    add("challenge", Open::Closed, "WWW-Authenticate, nonce", "www-authenticate", |text| {
        format!("DPoP nonce=\"{}\"", quoted(text))
    });
    add("challenge", Open::ToWords, "WWW-Authenticate, scheme's word", "www-authenticate", |text| {
        format!("Negotiate {text}")
    });
    add("challenge", Open::Closed, "WWW-Authenticate, address", "www-authenticate", |text| {
        format!("Bearer resource_metadata=\"https://api.example.com/?key={}\"", percent(text))
    });
    for (name, open, write) in errors_in_words() {
        places.add("challenge", open, format!("WWW-Authenticate, {name}"), move |recording, text| {
            let words = quoted(&write(text)).replace('\n', " ");
            set(
                &mut recording.target().answer_headers,
                "www-authenticate",
                &format!("Bearer error=\"invalid_token\", error_description=\"{words}\""),
            );
        });
    }
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// What an error says in words.
fn errors_in_words() -> Vec<(&'static str, Open, Write)> {
    vec![
        ("bare", Open::ToWords, |text| text.to_owned()),
        ("sentence", Open::ToWords, |text| format!("The code {text} is not valid.")),
        ("in quotes", Open::ToWords, |text| format!("Unknown user '{text}'")),
        ("in brackets", Open::ToWords, |text| format!("no such grant ({text}) [id <{text}>]")),
        ("key=value", Open::Closed, |text| format!("otp={text}&pin=0")),
        ("glued", Open::Closed, |text| format!("session_id={text} not found")),
        ("key: value", Open::ToWords, |text| format!("Code not valid: {text}")),
        ("list", Open::Closed, |text| format!("user={text};role=admin")),
        ("JSON", Open::Closed, |text| json!({ "user": "jane", "password": text }).to_string()),
        ("JSON in a sentence", Open::Closed, |text| {
            format!("got {} from upstream", json!({ "password": text }))
        }),
        ("address, query", Open::Closed, |text| {
            format!("see https://auth.example.com/help?ticket={} for more", percent(text))
        }),
        ("address, user", Open::Closed, |text| {
            format!("POST https://svc:{}@auth.example.com/token failed", percent(text))
        }),
        ("address, path", Open::ToWords, |text| {
            format!("GET https://auth.example.com/invite/{} failed", percent(text))
        }),
        ("address, relative", Open::Closed, |text| format!("GET /invite?key={} failed", percent(text))),
        ("mail", Open::Closed, |text| {
            format!("user {}@corp.example is locked", text.split_whitespace().collect::<Vec<_>>().join("."))
        }),
        ("mail, encoded", Open::Closed, |text| format!("user {}%40corp.example is locked", percent(text))),
        ("header", Open::Closed, |text| format!("sent Authorization: Bearer {text}")),
        ("cookie", Open::Closed, |text| format!("sent Cookie: session={text}; a=1")),
        ("base64 of JSON", Open::Closed, |text| {
            format!("trace {}", STANDARD.encode(json!({ "password": text }).to_string()))
        }),
        ("two lines", Open::ToWords, |text| format!("Invalid grant.\nCode {text}")),
        ("code, then text", Open::ToWords, |text| {
            format!("AADSTS70000: the grant {text} expired. Trace ID: {text}")
        }),
        ("beyond 160", Open::ToWords, |text| {
            format!("{}{text} end", "Headers sent: accept, host, user-agent, ".repeat(4))
        }),
    ]
}

fn errors(places: &mut Places) {
    let kind = places.kind;
    for (name, open, write) in errors_in_words() {
        let class = if open == Open::Closed { "error text, data" } else { "error text, words" };
        let described = move |recording: &mut Recording, text: &str| {
            let target = recording.target();
            match kind.name {
                "callback" | "callback with a fragment" => {
                    set(&mut target.url.query, "error", "access_denied");
                    set(&mut target.url.query, "error_description", &write(text));
                }
                "callback with a form" => {
                    target.body.set("error", "access_denied");
                    target.body.set("error_description", &write(text));
                }
                _ => {
                    target.status = 400;
                    target.answer =
                        Body::Json(json!({ "error": "invalid_grant", "error_description": write(text) }));
                }
            }
        };
        places.add(class, open, format!("error text, {name}"), described);
        places.add("error text, network", open, format!("network error, {name}"), move |recording, text| {
            recording.target().error =
                Some(format!("getaddrinfo ENOTFOUND {}", write(text).replace('\n', " ")));
        });
    }
    for (name, open, write) in [
        (
            "address",
            Open::Closed,
            (|text| format!("https://auth.example.com/e?ticket={}", percent(text))) as Write,
        ),
        ("address, relative", Open::Closed, |text| format!("/e?token={}", percent(text))),
        ("address, path", Open::ToWords, |text| format!("https://auth.example.com/e/{}", percent(text))),
        ("opaque", Open::Closed, |text| format!("urn:{}", percent(text))),
        ("no address", Open::ToWords, |text| text.to_owned()),
    ] {
        places.add("error text, address", open, format!("error_uri, {name}"), move |recording, text| {
            let target = recording.target();
            target.status = 400;
            target.answer = Body::Json(json!({ "error": "invalid_grant", "error_uri": write(text) }));
        });
    }
}

fn bodies(places: &mut Places) {
    let kind = places.kind;
    for &name in kind.answer.iter().chain(["key", "x"].iter().filter(|_| !kind.answer.is_empty())) {
        let mut open = openness(name);
        // Of a document that is public by nature.
        if matches!(kind.name, "discovery" | "key set") && !matches!(name, "d" | "client_secret") {
            open = Open::ToWords;
        }
        places.add(
            class(open, "member, kept", "member, closed"),
            open,
            format!("answer's {name}"),
            move |recording, text| {
                set_member(&mut recording.target().answer, name, Value::from(text));
            },
        );
        places.add(
            class(open, "member, kept", "member, closed"),
            open,
            format!("answer's {name}, listed"),
            move |recording, text| {
                set_member(&mut recording.target().answer, name, json!([text]));
            },
        );
        places.add("member, number", open, format!("answer's {name}, a number"), move |recording, text| {
            set_member(&mut recording.target().answer, name, number(text));
        });
        places.add(
            "member, nested",
            Open::Closed,
            format!("answer's {name}, nested"),
            move |recording, text| {
                set_member(
                    &mut recording.target().answer,
                    name,
                    json!({ "user": { "password": text }, "message": ["no", { "access_token": text }] }),
                );
            },
        );
        places.add(
            "member, JSON in it",
            Open::Closed,
            format!("answer's {name}, JSON in a string"),
            move |recording, text| {
                let inner = json!({ "password": text }).to_string();
                set_member(&mut recording.target().answer, name, Value::from(inner));
            },
        );
    }
    places.add("member, name", Open::ToWords, "answer, a member's name", |recording, text| {
        set_member(&mut recording.target().answer, text, Value::from(1));
    });
    let statuses: &[(u16, &str)] = match kind.name {
        "authorization request"
        | "callback"
        | "callback with a form"
        | "callback with a fragment"
        | "provider's error page" => &[(400, "")],
        _ => &[(200, ""), (500, "failed, ")],
    };
    for &(status, failed) in statuses {
        for (name, content_type, open, write) in documents() {
            let class = match content_type {
                "text/html" => "body, page",
                "application/xml" => "body, XML",
                "application/json" | "text/javascript" => "body, JSON that none reads",
                "application/x-www-form-urlencoded" => "body, form",
                _ => "body, text",
            };
            places.add(class, open, format!("{failed}body, {name}"), move |recording, text| {
                let target = recording.target();
                target.status = status;
                target.answer = Body::Text(content_type, write(text));
            });
        }
        for (turn, (name, open, write)) in texts().into_iter().chain(inspected()).enumerate() {
            // Its type says little of what a body is.
            let types = ["text/plain", "text/html", "application/json"];
            let content_type = types[(turn + kind.name.len()) % types.len()];
            places.add("body, text", open, format!("{failed}body, {name}"), move |recording, text| {
                let target = recording.target();
                target.status = status;
                target.answer = Body::Text(content_type, write(text));
            });
        }
    }
}

/// Texts that are no document.
fn texts() -> Vec<(&'static str, Open, Write)> {
    vec![
        ("the value", Open::ToWords, |text| text.to_owned()),
        ("a sentence", Open::ToWords, |text| format!("Bad gateway: the service refused {text}.")),
        ("across 160", Open::ToWords, |text| {
            format!(
                "{}{text} end",
                "Bad gateway: headers sent: accept, host, user-agent, content-length, content-type, forwarded, connection, upgrade-insecure-requests, date"
            )
        }),
        ("YAML", Open::Closed, |text| format!("access_token: {text}\ntoken_type: bearer\n")),
        ("INI", Open::Closed, |text| format!("[token]\naccess_token = {text}\n")),
        ("logfmt", Open::Closed, |text| format!("level=error user={text} msg=\"failed\"")),
        ("headers", Open::Closed, |text| format!("Authorization: Bearer {text}\nAccept: */*")),
        ("Python", Open::Closed, |text| format!("{{'access_token': '{text}', 'ok': True}}")),
        ("a list", Open::ToWords, |text| format!("code,user\n1,{text}\n")),
        ("a stack trace", Open::Closed, |text| {
            format!("Error: failed\n    at https://app.example.com/a.js?key={}:1:2", percent(text))
        }),
    ]
}

/// How languages and tools write out an object with a credential in it.
fn inspected() -> Vec<(&'static str, Open, Write)> {
    vec![
        ("Ruby's inspect", Open::Closed, |text| {
            format!("#<OAuth2::Client @id=\"web\", @client_secret=\"{text}\">")
        }),
        ("Java's toString, pair", Open::Closed, |text| {
            format!("TokenRequest[grantType=password, clientSecret={text}, scope=openid]")
        }),
        ("Go's %+v, pair", Open::Closed, |text| {
            format!("config: &{{ClientID:web ClientSecret:{text} Scopes:[openid]}}")
        }),
        ("Go's %#v", Open::Closed, |text| {
            format!(
                "url.Values{{\"client_secret\":[]string{{\"{text}\"}}, \"scope\":[]string{{\"openid\"}}}}"
            )
        }),
        ("PHP's var_dump", Open::Closed, |text| {
            format!("array(1) {{\n  [\"client_secret\"]=>\n  string({}) \"{text}\"\n}}", text.len())
        }),
        ("PHP's print_r, pair", Open::Closed, |text| format!("Array\n(\n    [client_secret] => {text}\n)")),
        ("a C# record, pair", Open::Closed, |text| {
            format!("TokenRequest {{ GrantType = password, ClientSecret = {text}, Scope = openid }}")
        }),
        ("Rust's Debug", Open::Closed, |text| {
            format!("TokenRequest {{ client_secret: Some(\"{text}\"), scope: None }}")
        }),
        ("Elixir's inspect", Open::Closed, |text| {
            format!("%OAuth2.Client{{client_secret: \"{text}\", token: nil}}")
        }),
        ("Erlang", Open::Closed, |text| format!("#{{client_secret => <<\"{text}\">>}}")),
        ("a Map of Node.js", Open::Closed, |text| format!("Map(1) {{ 'client_secret' => '{text}' }}")),
        ("multipart", Open::Closed, |text| {
            format!(
                "------b_=Odd\r\nContent-Disposition: form-data; name=\"client_secret\"\r\n\r\n{text}\r\n------b_=Odd--\r\n"
            )
        }),
        ("a connection, pair", Open::Closed, |text| {
            format!("Server=db;User Id=sa;Password={text};Encrypt=true")
        }),
        ("GraphQL", Open::Closed, |text| format!("mutation {{ login(password: \"{text}\") {{ id }} }}")),
        ("netrc, pair", Open::Closed, |text| format!("machine auth.example.com login svc password {text}")),
        ("an environment, pair", Open::Closed, |text| format!("AWS_SECRET_ACCESS_KEY={text}")),
        ("a cassette", Open::Closed, |text| {
            format!("- request:\n    headers:\n      Authorization:\n      - Bearer {text}\n    method: POST")
        }),
        ("SAML in base64", Open::Closed, |text| {
            let response = format!("<samlp:Response><saml:NameID>{text}</saml:NameID></samlp:Response>");
            format!("SAMLResponse={}", STANDARD.encode(response))
        }),
        ("JSON in JSON in base64", Open::Closed, |text| {
            let inner = json!({ "password": text }).to_string();
            format!("data {}", STANDARD.encode(json!({ "a": inner }).to_string()))
        }),
    ]
}

/// Documents of other kinds than JSON that is right.
fn documents() -> Vec<(&'static str, &'static str, Open, Write)> {
    vec![
        ("form", "application/x-www-form-urlencoded", Open::Closed, |text| {
            format!("access_token={}&token_type=bearer", percent(text))
        }),
        ("form as text", "text/plain", Open::Closed, |text| {
            format!("token_type=bearer&access_token={}", percent(text))
        }),
        ("form beyond 160", "application/x-www-form-urlencoded", Open::Closed, |text| {
            format!("access_token={}&scope={}&token_type=bearer", percent(text), "a%2C".repeat(50))
        }),
        ("form across 160", "text/plain", Open::Closed, |text| {
            format!("token_type=bearer&scope={}&access_token={}", "a%2C".repeat(30), percent(text))
        }),
        ("form, JSON in it", "application/x-www-form-urlencoded", Open::Closed, |text| {
            format!("error=x&detail={}", percent(&json!({ "password": text }).to_string()))
        }),
        ("JSONP", "text/javascript", Open::Closed, |text| format!("cb({})", json!({ "access_token": text }))),
        ("XSSI prefix", "application/json", Open::Closed, |text| {
            format!(")]}}',\n{}", json!({ "access_token": text }))
        }),
        ("XSSI prefix, one line", "application/json", Open::Closed, |text| {
            format!(")]}}'{}", json!({ "access_token": text }))
        }),
        ("JSON, broken off", "application/json", Open::Closed, |text| {
            format!("{{\"token_type\": \"Bearer\", \"access_token\": \"{text}")
        }),
        ("JSON, comma missing", "application/json", Open::Closed, |text| {
            format!("{{\"access_token\": \"{text}\" \"token_type\": \"Bearer\"}}")
        }),
        ("JSON, comma too many", "application/json", Open::Closed, |text| {
            format!("{{\"error\": \"x\", \"password\": \"{text}\",}}")
        }),
        ("JSON, single quotes", "application/json", Open::Closed, |text| {
            format!("{{'access_token': '{text}', 'token_type': 'Bearer'}}")
        }),
        ("JSON, no quotes", "application/json", Open::Closed, |text| {
            format!("{{access_token: {text}, token_type: Bearer}}")
        }),
        ("JSON, two of them", "application/json", Open::Closed, |text| {
            format!("{{\"error\":\"x\"}}{}", json!({ "password": text }))
        }),
        ("JSON, a string", "application/json", Open::ToWords, |text| json!(text).to_string()),
        ("JSON in a string", "application/json", Open::Closed, |text| {
            json!(json!({ "access_token": text }).to_string()).to_string()
        }),
        ("JSON, a list", "application/json", Open::Closed, |text| {
            json!([{ "access_token": text }]).to_string()
        }),
        ("JSON after a warning", "text/html", Open::Closed, |text| {
            format!("<br />\nWarning: x in /a.php on line 3\n{}", json!({ "access_token": text }))
        }),
        ("base64 of JSON", "text/plain", Open::Closed, |text| {
            STANDARD.encode(json!({ "access_token": text }).to_string())
        }),
        ("XML, element", "application/xml", Open::Closed, |text| {
            format!("<r><access_token>{text}</access_token></r>")
        }),
        ("XML, attribute", "application/xml", Open::Closed, |text| {
            format!("<?xml version=\"1.0\"?><r token=\"{text}\"/>")
        }),
        ("XML, CDATA", "application/xml", Open::Closed, |text| {
            format!("<r><access_token><![CDATA[{text}]]></access_token></r>")
        }),
        ("XML with a title", "application/xml", Open::Closed, |text| {
            format!("<problem><title>x</title><secret>{text}</secret></problem>")
        }),
        ("XML, comment", "application/xml", Open::Closed, |text| format!("<r><!-- {text} --></r>")),
        ("XML, SOAP", "application/xml", Open::ToWords, |text| {
            format!("<s:Envelope><s:Body><s:Fault><detail>{text}</detail></s:Fault></s:Body></s:Envelope>")
        }),
        ("page, title", "text/html", Open::ToWords, |text| {
            format!("<html><title>Error {text}</title><h1>Error</h1></html>")
        }),
        ("page, text", "text/html", Open::ToWords, |text| {
            format!("<html><body><p>Signed in as {text}</p></body></html>")
        }),
        ("page, near what tells", "text/html", Open::ToWords, |text| {
            format!(
                "<html><body><div>Signed in as {text} Error 400: redirect_uri_mismatch {text} end</div></body></html>"
            )
        }),
        ("page, near a status", "text/html", Open::ToWords, |text| {
            format!(
                "<html><head><title>502 Bad Gateway</title></head><body>{text}<center><h1>502 Bad Gateway</h1></center>{text}</body></html>"
            )
        }),
        ("page, hidden input", "text/html", Open::Closed, |text| {
            format!("<html><form><input type=hidden name=password value=\"{text}\"></form>")
        }),
        ("page, hidden input without quotes", "text/html", Open::Closed, |text| {
            format!("<html><form><input type=hidden name=password value={text}></form>")
        }),
        ("page, attribute", "text/html", Open::Closed, |text| {
            format!("<html><body data-user='{text}'><h1>redirect_uri_mismatch</h1>")
        }),
        ("page, script", "text/html", Open::Closed, |text| {
            format!("<html><script>var csrf = \"{text}\";</script><p>redirect_uri_mismatch")
        }),
        ("page, JSON in a script", "text/html", Open::Closed, |text| {
            format!("<html><script type=\"application/json\">{}</script>", json!({ "csrf": text }))
        }),
        ("page, comment", "text/html", Open::Closed, |text| {
            format!("<html><!-- {text} --><p>redirect_uri_mismatch</p>")
        }),
        ("page, link", "text/html", Open::Closed, |text| {
            format!("<html><a href=\"/reset?key={}\">redirect_uri_mismatch</a>", percent(text))
        }),
        ("page, form_post", "text/html", Open::Closed, |text| {
            format!(
                "<html><body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\"https://app.example.com/cb\"><input type=\"hidden\" name=\"code\" value=\"{text}\"/></form></body></html>"
            )
        }),
    ]
}
