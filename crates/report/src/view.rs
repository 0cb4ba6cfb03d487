//! Logins as people read them.

use http::{Captured, Exchange, Observer, Timestamp, Uri, Via};
use lint::{Diagnosis, Session};
use oauth::{Flow, FlowMessage, MessageKind, Part};

use crate::fields::{self, Treatment};
use crate::model::{
    Confidence, Evidence, Field, Finding, FindingKind, Hypothesis, Input, Login, Message, Outcome, Report,
    Run, Seen, SessionView, Severity, Specification, Summary, Tool,
};
use crate::redact::{Redactor, Shown, shown};
use crate::{FORMAT_VERSION, resolve, words};

/// A file that was read into the session.
pub struct Source {
    /// Its name.
    pub name: Shown,
    /// `har`, `curl` or `transcript`.
    pub kind: &'static str,
    /// The ids that its exchanges got.
    pub exchanges: std::ops::Range<u32>,
    /// What could not be read.
    pub problems: Vec<Shown>,
}

/// What the panel shows.
pub fn view(session: &Session) -> SessionView {
    let (logins, kept) = logins(session);
    SessionView { kept: kept.len(), logins, seen: session.seen() }
}

/// The report of all logins, or of the one with that id.
pub fn report(session: &Session, sources: &[Source], login: Option<&str>) -> Report {
    let (mut logins, kept) = logins(session);
    if let Some(id) = login {
        logins.retain(|login| login.id == id);
    }
    let inputs = sources
        .iter()
        .map(|source| Input {
            name: source.name.clone(),
            kind: source.kind,
            exchanges: source.exchanges.len(),
            used: kept.iter().filter(|id| source.exchanges.contains(id)).count(),
            problems: source.problems.clone(),
        })
        .collect();
    let count =
        |severity| logins.iter().flat_map(|login| &login.findings).filter(|f| f.severity == severity).count();
    let summary = Summary {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        logins: logins.len(),
        failed: logins.iter().filter(|login| login.outcome == Outcome::Failed).count(),
    };
    let tool = Tool { name: "oauth-lens", version: env!("CARGO_PKG_VERSION") };
    Report { format: "oauth-lens-report", version: FORMAT_VERSION, tool, inputs, logins, summary }
}

/// The logins, and the ids of the exchanges that belong to one.
fn logins(session: &Session) -> (Vec<Login>, Vec<u32>) {
    let found = session.logins();
    let redactor = Redactor::default();
    for login in &found {
        learn_secrets(&redactor, &login.flow);
    }
    let kept =
        found.iter().flat_map(|login| &login.flow.messages).map(|message| message.exchange.id.0).collect();
    let logins =
        (1..).zip(&found).map(|(number, l)| login(number, &l.flow, &l.diagnosis, &redactor)).collect();
    (logins, kept)
}

/// Names every secret before anything is shown, in the order of the messages: so the names do not depend on what is
/// shown first, and no secret escapes inside a text that is shown before the place where it is known.
fn learn_secrets(redactor: &Redactor, flow: &Flow<'_>) {
    for message in &flow.messages {
        for field in parameters(message) {
            if fields::parameter(&field.name) == Treatment::Secret {
                redactor.learn(&field.name, &field.value.as_str().into());
            }
        }
        let headers = message
            .exchange
            .request
            .headers
            .present()
            .into_iter()
            .chain(message.exchange.response.iter().filter_map(|response| response.headers.present()));
        for (name, value) in headers.flat_map(http::Headers::iter) {
            match name {
                "authorization" | "proxy-authorization" => {
                    let (_, credentials) = value.text().split_once(' ').unwrap_or(("", value.text()));
                    redactor.learn("credentials", &credentials.into());
                }
                "cookie" => value
                    .text()
                    .split(';')
                    .filter_map(|c| c.trim().split_once('='))
                    .for_each(|(_, v)| redactor.learn("cookie", &v.into())),
                "set-cookie" => {
                    let pair = value.text().split(';').next().and_then(|pair| pair.split_once('='));
                    pair.into_iter().for_each(|(_, v)| redactor.learn("cookie", &v.into()));
                }
                "dpop" => redactor.learn("dpop-proof", value),
                _ => {}
            }
        }
        let body = message.exchange.response.as_ref().and_then(|response| response.body.present());
        if let Some(serde_json::Value::Object(members)) = body.and_then(http::Body::json)
            && message.kind != MessageKind::Discovery
        {
            for (name, value) in &members {
                if let Some(text) = value.as_str().filter(|_| fields::parameter(name) == Treatment::Secret) {
                    redactor.learn(name, &text.into());
                }
            }
        }
    }
}

fn login(number: u32, flow: &Flow<'_>, diagnosis: &Diagnosis, redactor: &Redactor) -> Login {
    let began = flow.messages.iter().find_map(|message| message.exchange.started);
    let root = diagnosis.root_cause();
    let outcome = outcome(diagnosis.outcome);
    Login {
        id: format!("login-{number}"),
        title: title(flow, redactor),
        description: description(flow),
        client_id: flow.client_id().map(|id| redactor.value("client_id", Treatment::Plain, &id)),
        issuer: flow.issuer().map(|issuer| redactor.value("iss", Treatment::Url, &issuer)),
        grant: flow.grant(),
        started: began.map(Timestamp::to_rfc3339),
        outcome,
        outcome_text: outcome_text(flow, outcome, root.map(|finding| finding.rule.title)),
        root_cause: root.map(|finding| finding.rule.id),
        hypotheses: diagnosis
            .hypotheses
            .iter()
            .map(|h| Hypothesis { rule: h.rule, because: h.because, look_at: h.look_at })
            .collect(),
        findings: diagnosis.findings.iter().map(|f| finding(f, flow, redactor)).collect(),
        messages: (0..flow.messages.len())
            .map(|index| message(index, flow, diagnosis, began, redactor))
            .collect(),
        not_seen: diagnosis.not_seen.clone(),
    }
}

fn title(flow: &Flow<'_>, redactor: &Redactor) -> Shown {
    let request = flow.authorization_request();
    let app = request.as_ref().and_then(|r| r.redirect_uri()).and_then(Uri::parse);
    let app = app.or_else(|| {
        let exchange = flow.token_exchanges().first().map(|token| token.exchange)?;
        Uri::parse(&exchange.requesting_origin()?)
    });
    let provider = request
        .map(|r| r.exchange.request.uri.clone())
        .or_else(|| flow.token_exchanges().first().map(|token| token.exchange.request.uri.clone()))
        .or_else(|| flow.messages.first().map(|message| message.exchange.request.uri.clone()));
    let provider = provider.map_or(Shown::from("(unknown)"), |uri| redactor.host(&uri));
    match app {
        Some(app) => shown!(redactor.host(&app), " → ", provider),
        None => provider,
    }
}

fn description(flow: &Flow<'_>) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let request = flow.authorization_request();
    parts.push(match flow.grant() {
        "authorization_code" if request.as_ref().is_some_and(|r| r.code_challenge().is_some()) => {
            "Code + PKCE"
        }
        "authorization_code" if request.as_ref().is_some_and(|r| r.is_open()) => "Code, no PKCE",
        "authorization_code" if request.is_none() && !flow.has_token_request() => "Login that did not begin",
        "authorization_code" => "Code",
        "hybrid" => "Hybrid (code and token)",
        "implicit" => "Implicit (tokens in the redirect)",
        "refresh_token" => "Token refresh",
        "client_credentials" => "Client credentials",
        "device_code" => "Device code",
        "password" => "Password grant",
        _ => "Token request",
    });
    if flow.is_silent() {
        parts.push("silent, in a hidden frame");
    } else if let Some(request) = &request {
        match request.exchange.context.via {
            Via::Popup => parts.push("popup"),
            Via::Frame => parts.push("in a frame"),
            Via::Fetch => parts.push("by fetch"),
            Via::Page | Via::Server | Via::Unknown => {}
        }
    }
    match request.as_ref().and_then(|r| r.parameters.text("response_mode")) {
        Some("form_post") => parts.push("form_post"),
        Some("fragment") => parts.push("fragment"),
        _ => {}
    }
    let server_side = flow.token_exchanges().iter().any(|token| token.exchange.observer == Observer::Server);
    if server_side {
        parts.push("token call on the server");
    }
    parts.join(" · ")
}

fn outcome(outcome: lint::Outcome) -> Outcome {
    match outcome {
        lint::Outcome::Succeeded => Outcome::Succeeded,
        lint::Outcome::Failed => Outcome::Failed,
        lint::Outcome::Abandoned => Outcome::Abandoned,
        lint::Outcome::Running => Outcome::Running,
        lint::Outcome::OutOfSight => Outcome::OutOfSight,
    }
}

fn outcome_text(flow: &Flow<'_>, outcome: Outcome, root: Option<&'static str>) -> Shown {
    let reached = flow.messages.iter().rev().find(|message| {
        !matches!(message.kind, MessageKind::Preflight | MessageKind::Discovery | MessageKind::Jwks)
    });
    let step = reached.or(flow.messages.last()).map_or("first step", |message| step(message.kind));
    match outcome {
        Outcome::Succeeded if root.is_some() => {
            Shown::from("Signed in, in spite of a fault that a stricter client refuses.")
        }
        Outcome::Succeeded if flow.grant() == "authorization_code" => {
            Shown::from("Signed in: the code was exchanged for tokens.")
        }
        Outcome::Succeeded => Shown::from("Signed in: tokens arrived."),
        Outcome::Failed => shown!("Failed at the ", step, "."),
        Outcome::Abandoned => shown!("Not finished: the recording ends at the ", step, "."),
        Outcome::Running => shown!("Still going on, at the ", step, "."),
        Outcome::OutOfSight => Shown::from(
            "The browser's half is right: the code reached the app. The app's server exchanges it where no browser looks.",
        ),
    }
}

fn step(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::LoginStart => "start of the login",
        MessageKind::PushedAuthorizationRequest => "pushed authorization request",
        MessageKind::AuthorizationRequest => "authorization request",
        MessageKind::ProviderPage => "provider's page",
        MessageKind::AuthorizationResponse => "authorization response",
        MessageKind::TokenRequest => "token request",
        MessageKind::Preflight => "CORS preflight",
        MessageKind::Discovery => "discovery document",
        MessageKind::Jwks => "key set",
        MessageKind::Userinfo => "UserInfo request",
        MessageKind::Logout => "logout",
    }
}

fn finding(finding: &lint::Finding, flow: &Flow<'_>, redactor: &Redactor) -> Finding {
    let rule = finding.rule;
    let again = match finding.count {
        0 | 1 => Shown::default(),
        count => shown!(" Seen ", Shown::number(count as f64), " times in this login."),
    };
    Finding {
        rule: rule.id,
        title: rule.title,
        severity: match finding.severity {
            lint::Severity::Info => Severity::Info,
            lint::Severity::Warning => Severity::Warning,
            lint::Severity::Error => Severity::Error,
        },
        confidence: match finding.confidence {
            lint::Confidence::Medium => Confidence::Medium,
            lint::Confidence::High => Confidence::High,
        },
        kind: match finding.kind {
            lint::FindingKind::Cause => FindingKind::Cause,
            lint::FindingKind::Consequence(_) => FindingKind::Consequence,
            lint::FindingKind::Hygiene => FindingKind::Hygiene,
        },
        explained_by: match finding.kind {
            lint::FindingKind::Consequence(of) => Some(of),
            lint::FindingKind::Cause | lint::FindingKind::Hygiene => None,
        },
        message: Some(finding.message as u32 + 1),
        evidence: finding
            .points
            .iter()
            .map(|point| {
                let runs: Vec<Run> = resolve::runs(flow, &point.pointer, redactor);
                Evidence {
                    message: point.pointer.message as u32 + 1,
                    part: redactor.prose(&point.pointer.part.path()),
                    shows: Shown::concat(runs.iter().map(|run| &run.text)),
                    runs,
                    note: point.note.as_ref().map(|note| words::phrase(note, flow, redactor)),
                }
            })
            .collect(),
        summary: shown!(words::phrase(&finding.summary, flow, redactor), again),
        why: rule.why,
        fix: finding.fix,
        specifications: rule
            .references
            .iter()
            .map(|reference| Specification { name: reference.name(), url: reference.url() })
            .collect(),
    }
}

fn message(
    index: usize,
    flow: &Flow<'_>,
    diagnosis: &Diagnosis,
    began: Option<Timestamp>,
    redactor: &Redactor,
) -> Message {
    let FlowMessage { kind, join, exchange } = flow.messages[index];
    let since = |from: Option<Timestamp>, to: Option<Timestamp>| {
        from.zip(to).map(|(from, to)| ((to.as_millis() - from.as_millis()) * 10.0).round() / 10.0)
    };
    Message {
        number: index as u32 + 1,
        kind: kind.id(),
        name: kind.name(),
        method: redactor.prose(&exchange.request.method),
        url: redactor.url(&exchange.request.uri),
        status: exchange.status(),
        seen: match exchange.observer {
            Observer::Browser => Seen::Browser,
            Observer::Server => Seen::Server,
        },
        via: match exchange.context.via {
            Via::Page => "page",
            Via::Popup => "popup",
            Via::Frame => "frame",
            Via::Fetch => "fetch",
            Via::Server => "server",
            Via::Unknown => "",
        },
        offset_ms: since(began, exchange.started),
        duration_ms: since(exchange.started, exchange.finished),
        error: exchange.error.as_ref().map(|error| redactor.prose(error.text.text())),
        gist: gist(index, flow, redactor),
        joined_by: join.reason(),
        parameters: shown_parameters(index, flow, redactor),
        request_headers: exchange
            .request
            .headers
            .present()
            .map(|h| headers(h, "header", redactor))
            .unwrap_or_default(),
        response_headers: exchange
            .response
            .as_ref()
            .and_then(|response| response.headers.present())
            .map(|h| headers(h, "response.header", redactor))
            .unwrap_or_default(),
        response_fields: response_fields(index, flow, redactor),
        response_body: response_body(exchange, redactor),
        findings: diagnosis
            .findings
            .iter()
            .filter(|finding| finding.points.iter().any(|point| point.pointer.message == index))
            .map(|finding| finding.rule.id)
            .collect(),
    }
}

fn gist(index: usize, flow: &Flow<'_>, redactor: &Redactor) -> Shown {
    let FlowMessage { kind, exchange, .. } = flow.messages[index];
    let status = match (exchange.status(), &exchange.error) {
        (_, Some(error)) => redactor.prose(error.text.text()),
        (Some(status), None) => match exchange.location() {
            Some(location) => shown!(Shown::number(status), " → ", redactor.endpoint(location)),
            None => Shown::number(status),
        },
        (None, None) => Shown::from("no answer yet"),
    };
    let sent = flow.authorization_request();
    match kind {
        MessageKind::AuthorizationRequest | MessageKind::PushedAuthorizationRequest => {
            let Some(request) = sent else { return status };
            let asks = redactor.value(
                "response_type",
                Treatment::Prose,
                request.parameters.text("response_type").unwrap_or("(no response_type)"),
            );
            let pkce = match (request.code_challenge(), request.code_challenge_method()) {
                (Some(_), "S256") => " · PKCE S256",
                (Some(_), _) => " · PKCE plain",
                (None, _) => "",
            };
            let state = if request.state().is_some() { " · state" } else { "" };
            shown!("asks for ", asks, pkce, state, " · ", status)
        }
        MessageKind::AuthorizationResponse => {
            let responses = flow.authorization_responses();
            let Some(response) = responses.iter().find(|response| response.message == index) else {
                return status;
            };
            let brings = match response.error() {
                Some(error) => shown!("error ", redactor.value("error", Treatment::Prose, error)),
                None if response.code().is_some() => Shown::from("brings a code"),
                None if response.has_tokens() => Shown::from("brings tokens"),
                None => Shown::from("brings neither code nor error"),
            };
            let state = match (sent.as_ref().and_then(|request| request.state()), response.state()) {
                (Some(sent), Some(returned)) if sent == returned => " · state ✔ same",
                (Some(_), Some(_)) => " · state ✖ different",
                (Some(_), None) => " · state ✖ missing",
                (None, _) => "",
            };
            shown!(brings, state, " · ", status)
        }
        MessageKind::TokenRequest => {
            let tokens = flow.token_exchanges();
            let Some(token) = tokens.iter().find(|token| token.message == index) else { return status };
            let answer = match token.response().error() {
                Some(error) => shown!(" ", redactor.value("error", Treatment::Prose, error)),
                None if token.response().gives_tokens() => Shown::from(" tokens"),
                None => Shown::default(),
            };
            shown!(redactor.value("grant_type", Treatment::Prose, token.grant_type()), " · ", status, answer)
        }
        _ => status,
    }
}

struct Parameter {
    part: Part,
    name: String,
    value: String,
}

/// The query, fragment and form parameters of a message; of the provider's own pages nothing, they are not ours.
fn parameters(message: &FlowMessage<'_>) -> Vec<Parameter> {
    let exchange = message.exchange;
    let mut found = Vec::new();
    let mut add = |parameters: http::Parameters, part: fn(oauth::Name) -> Part| {
        found.extend(parameters.iter().map(|(name, value)| Parameter {
            part: part(name.to_owned().into()),
            name: name.to_owned(),
            value: value.text().to_owned(),
        }));
    };
    add(exchange.request.uri.query(), Part::Query);
    add(exchange.request.uri.fragment(), Part::Fragment);
    if let Some(location) = exchange.location() {
        let is_response =
            matches!(message.kind, MessageKind::AuthorizationRequest | MessageKind::ProviderPage);
        if is_response {
            add(location.query(), Part::Location);
            add(location.fragment(), Part::Location);
        }
    }
    if message.kind != MessageKind::ProviderPage {
        match exchange.form() {
            Some(form) => add(form, Part::Form),
            None => {
                let json = exchange.request.body.present().and_then(http::Body::json);
                if let Some(serde_json::Value::Object(members)) = json {
                    let pairs = members
                        .into_iter()
                        .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())));
                    add(http::Parameters::from_pairs(pairs), Part::Json);
                }
            }
        }
    }
    found
}

fn shown_parameters(index: usize, flow: &Flow<'_>, redactor: &Redactor) -> Vec<Field> {
    let message = &flow.messages[index];
    parameters(message)
        .into_iter()
        // The redirect's own parameters are shown where they arrive.
        .filter(|parameter| !matches!(parameter.part, Part::Location(_)))
        .map(|parameter| {
            let treatment = fields::parameter(&parameter.name);
            Field {
                note: parameter_note(index, flow, &parameter),
                part: redactor.prose(&parameter.part.path()),
                name: redactor.field_name(&parameter.name),
                value: redactor.value(&parameter.name, treatment, &parameter.value),
                secret: treatment == Treatment::Secret,
            }
        })
        .collect()
}

/// What a comparison with the messages before says about a value.
fn parameter_note(index: usize, flow: &Flow<'_>, parameter: &Parameter) -> Option<Shown> {
    if parameter.value.is_empty() {
        return None;
    }
    let earlier = || flow.messages[..index].iter().enumerate();
    if parameter.name == "code_verifier" {
        let request = flow.authorization_request()?;
        let challenge = request.code_challenge()?;
        let matches = jose::s256(&parameter.value) == challenge || parameter.value == challenge;
        let number = Shown::number(request.message as u32 + 1);
        return Some(if matches {
            shown!("matches message ", number)
        } else {
            shown!("does not match message ", number)
        });
    }
    let compared = ["state", "code", "redirect_uri", "client_id", "nonce", "refresh_token", "request_uri"];
    if !compared.contains(&parameter.name.as_str()) {
        return None;
    }
    let same = earlier().find(|(_, m)| {
        parameters(m).iter().any(|p| {
            p.name == parameter.name && p.value == parameter.value && !matches!(p.part, Part::Location(_))
        })
    });
    if let Some((at, _)) = same {
        return Some(shown!("same as message ", Shown::number(at as u32 + 1)));
    }
    let other = earlier().find(|(_, m)| {
        m.kind != MessageKind::ProviderPage
            && parameters(m).iter().any(|p| p.name == parameter.name && !matches!(p.part, Part::Location(_)))
    });
    other.map(|(at, _)| shown!("differs from message ", Shown::number(at as u32 + 1)))
}

fn headers(headers: &http::Headers, prefix: &'static str, redactor: &Redactor) -> Vec<Field> {
    headers
        .iter()
        .filter_map(|(name, value)| {
            let treatment = fields::header(name)?;
            Some(Field {
                part: shown!(prefix, ".", redactor.field_name(name)),
                name: redactor.field_name(name),
                value: header_value(name, value.text(), treatment, redactor),
                secret: treatment == Treatment::Secret,
                note: None,
            })
        })
        .collect()
}

fn header_value(name: &str, value: &str, treatment: Treatment, redactor: &Redactor) -> Shown {
    match name {
        "authorization" | "proxy-authorization" => match value.split_once(' ') {
            Some((scheme, credentials)) => {
                shown!(redactor.field_name(scheme), " ", redactor.name("credentials", credentials))
            }
            None => redactor.name("credentials", value),
        },
        "cookie" => {
            let pairs: Vec<Shown> = value.split(';').map(|pair| cookie_pair(pair.trim(), redactor)).collect();
            join(&pairs, "; ")
        }
        "set-cookie" => {
            let mut parts = value.split(';').map(str::trim);
            let mut shown = vec![cookie_pair(parts.next().unwrap_or_default(), redactor)];
            shown.extend(parts.map(|attribute| redactor.prose(attribute)));
            join(&shown, "; ")
        }
        _ => redactor.value(name, treatment, value),
    }
}

fn cookie_pair(pair: &str, redactor: &Redactor) -> Shown {
    match pair.split_once('=') {
        Some((name, value)) => shown!(redactor.field_name(name), "=", redactor.name("cookie", value)),
        None => redactor.name("cookie", pair),
    }
}

fn join(parts: &[Shown], separator: &'static str) -> Shown {
    let separator = Shown::from(separator);
    let mut joined = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            joined.push(&separator);
        }
        joined.push(part);
    }
    Shown::concat(joined)
}

fn response_fields(index: usize, flow: &Flow<'_>, redactor: &Redactor) -> Vec<Field> {
    let FlowMessage { kind, exchange, .. } = flow.messages[index];
    let body = exchange.response.as_ref().and_then(|response| response.body.present());
    let mut fields = Vec::new();
    if kind.expects_json() {
        match body.and_then(http::Body::json) {
            Some(serde_json::Value::Object(members)) => {
                fields.extend(members.iter().filter_map(|(name, value)| {
                    let (value, secret) = resolve::shown_member(redactor, name, value, kind)?;
                    let part = shown!("response.json.", redactor.field_name(name));
                    Some(Field { part, name: redactor.field_name(name), value, secret, note: None })
                }));
            }
            _ => {
                let form = body.and_then(http::Body::form).filter(|_| kind == MessageKind::TokenRequest);
                fields.extend(form.iter().flat_map(http::Parameters::iter).map(|(name, value)| {
                    let treatment = fields::parameter(name);
                    Field {
                        part: shown!("response.form.", redactor.field_name(name)),
                        name: redactor.field_name(name),
                        value: redactor.value(name, treatment, value.text()),
                        secret: treatment == Treatment::Secret,
                        note: None,
                    }
                }));
            }
        }
    }
    for token in flow.id_tokens().iter().filter(|token| token.message == index) {
        let members = token.jwt.header.iter().chain(&token.jwt.claims);
        fields.extend(members.filter_map(|(name, value)| {
            let (shown, secret) = resolve::shown_claim(redactor, name, value)?;
            let part = shown!("id_token.", redactor.field_name(name));
            let note = claim_note(name, value, token.server_time.or(token.local_time));
            Some(Field { part, name: redactor.field_name(name), value: shown, secret, note })
        }));
    }
    fields
}

/// A point in time in a claim, as distance from when the token arrived.
fn claim_note(name: &str, value: &serde_json::Value, arrived: Option<Timestamp>) -> Option<Shown> {
    if !matches!(name, "exp" | "iat" | "nbf" | "auth_time") {
        return None;
    }
    let distance = (value.as_f64()? - arrived?.as_seconds()).round() as i64;
    let span = words::duration(distance);
    Some(match distance {
        0 => Shown::from("as it arrived"),
        1.. => shown!(span, " after it arrived"),
        _ => shown!(span, " before it arrived"),
    })
}

fn response_body(exchange: &Exchange, redactor: &Redactor) -> Shown {
    match exchange.response_body() {
        Captured::Present(body) => {
            let kind = exchange
                .response_header("content-type")
                .map_or(Shown::from("no content type"), |t| redactor.prose(t));
            match body.len() {
                Some(0) => shown!(kind, " · empty"),
                Some(length) => shown!(kind, " · ", Shown::number(length as f64), " bytes"),
                None => kind,
            }
        }
        Captured::Missing(why) => Shown::from(why.reason()),
    }
}
