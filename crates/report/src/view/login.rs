//! One login: what it is, how it ended.

use std::fmt::Write as _;

use http::{Exchange, Observer, Provenance, Timestamp, Uri, Via};
use lint::{Analysis, AskedAgain, Story};
use oauth::{Flow, MessageKind, StoryKind};

use super::Source;
use super::budget::Budget;
use super::finding::finding;
use super::message::message;
use super::parameters::FirstSeen;
use super::parties::Parties;
use crate::mask::fields::Treatment;
use crate::mask::{Redactor, Shown, shown};
use crate::model::{Group, Hypothesis, Login, Mark, Outcome, Role, Undecided};
use crate::words;

pub(crate) fn login(
    story: &Story<'_>,
    analysis: &Analysis<'_>,
    sources: &[Source],
    redactor: &Redactor,
) -> Login {
    let (flow, diagnosis) = (story.flow(), story.diagnosis());
    let outer = analysis.outer(story).map(id);
    let first = FirstSeen::of(flow);
    let began = moment(flow);
    let root = diagnosis.root_cause();
    let outcome = outcome(diagnosis.outcome);
    let mut budget = Budget::new();
    let findings =
        diagnosis.findings.iter().map(|f| finding(f, flow, &mut budget, sources, redactor)).collect();
    let shown = budget.messages(flow.messages.len(), diagnosis);
    let parties = Parties::of(flow, &shown, redactor);
    let messages = shown
        .into_iter()
        .map(|index| message(index, flow, &first, diagnosis, began, &parties, sources, &mut budget, redactor))
        .collect();
    if redactor.is_closed() {
        budget.note_closed();
    }
    if redactor.is_cut() {
        budget.note_cut();
    }
    let left_out = budget.left_out();
    let not_seen = diagnosis.not_seen.iter().copied().map(Shown::from);
    Login {
        id: id(story),
        kind: story.kind().id(),
        key: key(flow),
        title: title(flow, redactor),
        description: description(flow, outer.as_deref()),
        inside: outer,
        client_id: client_id(flow, redactor),
        issuer: issuer(flow, redactor),
        grant: flow.grant(),
        started: self::began(flow),
        outcome,
        outcome_text: outcome_text(story, analysis, outcome),
        mark: mark(outcome, root.is_some()),
        root_cause: root.map(|finding| finding.rule.id),
        hypotheses: diagnosis
            .hypotheses
            .iter()
            .map(|h| Hypothesis {
                rule: h.rule,
                because: h.because,
                look_at: words::phrase(&h.look_at, flow, redactor),
                command: h.command.as_ref().map(|command| crate::command::command(command, flow, redactor)),
            })
            .collect(),
        findings,
        groups: diagnosis.groups().into_iter().map(group).collect(),
        telling: root
            .map(|finding| finding.message)
            .or_else(|| flow.token_exchanges().last().map(|token| token.message))
            .filter(|index| *index < flow.messages.len())
            .map(|index| index as u32 + 1),
        parties: parties.all,
        messages,
        not_seen: not_seen.chain(left_out.iter().map(|left_out| left_out.text.clone())).collect(),
        left_out,
        undecided: diagnosis
            .undecided
            .iter()
            .map(|undecided| Undecided { rule: undecided.rule.id, unseen: undecided.unseen })
            .collect(),
    }
}

/// `login-1`.
pub(crate) fn id(story: &Story<'_>) -> String {
    format!("login-{}", story.number)
}

/// That of its first exchange.
pub(crate) fn key(flow: &Flow<'_>) -> String {
    if let Some(Provenance::File { input, .. }) =
        flow.statements.first().filter(|_| flow.messages.is_empty()).map(|said| said.provenance)
    {
        return format!("log-{input}");
    }
    let first = flow.messages.iter().map(|message| message.exchange).min_by_key(|exchange| exchange.id);
    first.map_or_else(|| "0".to_owned(), key_of)
}

/// The browser's id of the request where there is one: a worker that was stopped counts exchanges anew.
pub(super) fn key_of(exchange: &Exchange) -> String {
    match (&exchange.context.request, exchange.started) {
        (Some(request), Some(started)) => format!("{request}@{}", started.as_millis()),
        _ => exchange.id.0.to_string(),
    }
}

pub(crate) fn client_id(flow: &Flow<'_>, redactor: &Redactor) -> Option<Shown> {
    flow.client_id().map(|id| redactor.value("client_id", Treatment::Plain, &id))
}

pub(crate) fn issuer(flow: &Flow<'_>, redactor: &Redactor) -> Option<Shown> {
    flow.issuer().map(|issuer| redactor.value("iss", Treatment::Url, &issuer))
}

/// When it began (RFC 3339, UTC).
pub(crate) fn began(flow: &Flow<'_>) -> Option<String> {
    moment(flow).map(Timestamp::to_rfc3339)
}

/// Whether a program wrote it: its lines have a time or a level.
fn is_log(flow: &Flow<'_>) -> bool {
    flow.statements.iter().any(|said| lint::is_of_log(said))
}

fn moment(flow: &Flow<'_>) -> Option<Timestamp> {
    let said = flow.statements.iter().filter(|_| flow.messages.is_empty()).find_map(|said| said.time);
    flow.messages.iter().find_map(|message| message.exchange.started).or(said)
}

pub(crate) fn title(flow: &Flow<'_>, redactor: &Redactor) -> Shown {
    if flow.kind() == StoryKind::Statement {
        return Shown::from(if is_log(flow) { "What a log says" } else { "What the text says" });
    }
    let request = flow.authorization_request();
    let app = request.as_ref().and_then(|r| r.redirect_uri()?.known()).and_then(Uri::parse);
    let app = app.or_else(|| {
        let exchange = flow.token_exchanges().first().map(|token| token.exchange)?;
        Uri::parse(&exchange.requesting_origin()?)
    });
    let provider = provider(flow, redactor);
    match app {
        Some(app) => shown!(redactor.host(&app), " → ", provider),
        None => provider,
    }
}

/// The host that is asked for the login, or the first that is asked for anything.
pub(crate) fn provider(flow: &Flow<'_>, redactor: &Redactor) -> Shown {
    let asked = flow.authorization_request().map(|request| request.exchange);
    let asked = asked.or_else(|| flow.token_exchanges().first().map(|token| token.exchange));
    let asked = asked.or_else(|| flow.messages.first().map(|message| message.exchange));
    asked.map_or(Shown::from("(unknown)"), |exchange| redactor.host(&exchange.request.uri))
}

pub(crate) fn description(flow: &Flow<'_>, outer: Option<&str>) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let request = flow.authorization_request();
    parts.push(match flow.grant() {
        "authorization_code" if request.as_ref().is_some_and(|r| r.code_challenge().is_some()) => {
            "Code + PKCE"
        }
        "authorization_code" if request.as_ref().is_some_and(|r| r.is_open()) => "Code, no PKCE",
        _ if !flow.kind().ends_in_tokens() => beside(flow),
        "authorization_code" if flow.kind() == StoryKind::Callback => "Callback, no request seen",
        "authorization_code" => "Code",
        "hybrid" => "Hybrid (code and token)",
        "implicit" => "Implicit (tokens in the redirect)",
        "refresh_token" => "Token refresh",
        "client_credentials" => "Client credentials",
        "device_code" => "Device code",
        "ciba" => "Backchannel login (CIBA)",
        "pre-authorized_code" => "Credential offer (pre-authorized code)",
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
    let mut description = parts.join(" · ");
    if let Some(outer) = outer {
        let _ = write!(description, " · inside {outer}");
    }
    description
}

/// What happens without a login, in a few words.
fn beside(flow: &Flow<'_>) -> &'static str {
    match flow.kind() {
        StoryKind::Registration => "Client registration",
        StoryKind::Discovery => "Discovery, no login seen",
        StoryKind::Introspection => "Token introspection",
        StoryKind::Revocation => "Token revocation",
        StoryKind::Logout => "Logout",
        StoryKind::Preflight => "CORS preflight, no request seen",
        StoryKind::ApiCall => "API call, no login seen",
        StoryKind::Issuance => "Credential issuance (OpenID4VCI)",
        StoryKind::Presentation => "Presentation to a verifier (OpenID4VP)",
        StoryKind::RequestObject => "Request object, no login seen",
        StoryKind::OwnInterface => "Login by the provider's own interface",
        StoryKind::Request => "Request, no login seen",
        StoryKind::Statement if is_log(flow) => "A log, no request seen",
        StoryKind::Statement => "A text, no request seen",
        StoryKind::Login
        | StoryKind::Callback
        | StoryKind::TokenRequest
        | StoryKind::Refresh
        | StoryKind::ClientCredentials => "Login",
    }
}

pub(crate) fn outcome(outcome: lint::Outcome) -> Outcome {
    match outcome {
        lint::Outcome::Succeeded => Outcome::Succeeded,
        lint::Outcome::Failed => Outcome::Failed,
        lint::Outcome::Abandoned => Outcome::Abandoned,
        lint::Outcome::Running => Outcome::Running,
        lint::Outcome::OutOfSight => Outcome::OutOfSight,
    }
}

/// By the root cause as the sentence about the outcome is: a habit worth changing is no fault of the login.
pub(crate) fn mark(outcome: Outcome, has_fault: bool) -> Mark {
    match outcome {
        Outcome::Succeeded if has_fault => Mark::Warning,
        Outcome::Succeeded => Mark::Ok,
        Outcome::Failed => Mark::Failed,
        Outcome::Abandoned => Mark::Abandoned,
        Outcome::Running => Mark::Running,
        Outcome::OutOfSight => Mark::OutOfSight,
    }
}

fn group(group: lint::Group) -> Group {
    Group {
        role: match group.role {
            lint::Role::Cause => Role::Cause,
            lint::Role::Independent => Role::Independent,
            lint::Role::Hygiene => Role::Hygiene,
        },
        head: group.head,
        followers: group.followers,
    }
}

pub(crate) fn outcome_text(story: &Story<'_>, analysis: &Analysis<'_>, outcome: Outcome) -> Shown {
    let (flow, diagnosis) = (story.flow(), story.diagnosis());
    let reached = flow.messages.iter().rev().find(|message| message.kind.is_step());
    let step = reached.or(flow.messages.last()).map_or("first step", |message| message.kind.step());
    let after = diagnosis.root_cause().and_then(|cause| flow.purpose(cause.message));
    let after = after.filter(|kind| kind.is_after_login());
    match outcome {
        Outcome::Succeeded if !flow.kind().ends_in_tokens() => Shown::from(answered(flow.kind())),
        Outcome::Succeeded if after.is_some() => {
            let step = after.map_or("", MessageKind::step);
            shown!(got_tokens(flow), ". The fault is in what came after: the ", step, ".")
        }
        Outcome::Succeeded if diagnosis.root_cause().is_some() => {
            shown!(got_tokens(flow), ", in spite of a fault.")
        }
        Outcome::Succeeded => match got_tokens(flow) {
            SIGNED_IN if flow.has_exchanged_code() => {
                Shown::from("Signed in: the code was exchanged for tokens.")
            }
            SIGNED_IN => Shown::from("Signed in: tokens arrived."),
            other => shown!(other, "."),
        },
        _ if flow.kind() == StoryKind::Statement && is_log(flow) => {
            Shown::from("A program says what went wrong; no request of it was seen.")
        }
        _ if flow.kind() == StoryKind::Statement => {
            Shown::from("An error stands in the text; no request of it was seen.")
        }
        Outcome::Failed => match analysis.failed_inside(story) {
            Some(inner) => {
                let inner = Shown::number(inner.number);
                shown!(
                    "Failed at the ",
                    step,
                    ", because login-",
                    inner,
                    " inside of it failed. Mend that one first."
                )
            }
            None => shown!("Failed at the ", step, "."),
        },
        Outcome::Abandoned => match AskedAgain::of(flow) {
            Some(AskedAgain::ToTheEnd) => Shown::from(
                "The provider had to show a page, and might not. The login in which it could came through: nothing failed.",
            ),
            Some(AskedAgain::WithPages) => Shown::from(
                "The provider had to show a page, and might not. The app began a login in which it could.",
            ),
            Some(AskedAgain::InARow) => Shown::from(
                "The provider had to show a page, and might not. The app asked for the same again.",
            ),
            None => shown!("Not finished: the recording ends at the ", step, "."),
        },
        Outcome::Running if flow.has_code() && !flow.has_token_request() => {
            Shown::from("The code reached the app. No token call was seen yet.")
        }
        Outcome::Running => shown!("Still going on, at the ", step, "."),
        Outcome::OutOfSight if flow.has_token_request() => Shown::from(
            "The token endpoint answered with success. What it answered was not seen, and so not whether tokens came.",
        ),
        Outcome::OutOfSight if lint::is_taken_by_server(flow) => Shown::from(
            "The browser's half is right: the code reached the app. The app's server exchanges it where no browser looks.",
        ),
        Outcome::OutOfSight => {
            Shown::from("The code reached the app's address. What was done with it is not in this recording.")
        }
    }
}

const SIGNED_IN: &str = "Signed in";

/// Who has tokens now.
fn got_tokens(flow: &oauth::Flow<'_>) -> &'static str {
    match flow.kind() {
        StoryKind::Refresh => "New tokens arrived",
        StoryKind::ClientCredentials => "The client got its tokens",
        _ if flow.grant() == "pre-authorized_code" => "The wallet got its tokens",
        _ => SIGNED_IN,
    }
}

/// That something without a login went well.
fn answered(kind: StoryKind) -> &'static str {
    match kind {
        StoryKind::Registration => "The client was registered.",
        StoryKind::Discovery => "The documents arrived. No login was seen.",
        StoryKind::Logout => "The logout was answered.",
        StoryKind::Presentation => "The verifier took the wallet's answer.",
        StoryKind::RequestObject => "The address of the request object answered. No login was seen.",
        _ => "It was answered.",
    }
}
