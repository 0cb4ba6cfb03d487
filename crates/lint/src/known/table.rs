//! The tables of `known/texts/`, read.
//!
//! A line: `id`, product, text with `…` for what varies, marks, rules likeliest first, what it means, what to do, how its causes
//! are told apart. Marks: `~` it wraps another error, `&` it gives way to a reason beside it, `#` a code with many reasons, `?` said by others too, so that something near
//! has to speak of OAuth, `^` so that the product's name has to stand near, `!` it proves the first rule, `-` a warning, `.` worth
//! knowing, `@stage`, `>actor`, `=source` the key of where it is said, in `known/sources.tsv`, of
//! which the versions alone are packed, behind the row's cells.

use super::finished::is_finished_product;
use super::packed;
use super::{Known, Near, Rank, is_about_oauth};
use crate::evidence::Verdict;
use crate::level::{Confidence, Severity};
use crate::rule::{Actor, Check, Lane, Requirement, Rule, Stage};

const WHY: &str =
    "The program that failed wrote this itself: it says what it saw. What led there may lie before it.";
const VERIFY: &str = "Do the same again: the program no longer writes this line.";
const DISPROOF: &str =
    "The line is about another request than the one that failed, or the program goes on after it.";

/// The text of a number.
pub(super) fn known(number: usize) -> Option<Known> {
    let (of, own) = packed::line(number)?;
    let known = match of.strip_prefix("@\t") {
        Some(message) => self::message(message),
        None => line(of),
    }?;
    let Some((mark, text)) = own.and_then(|own| own.split_once('\t')) else { return Some(known) };
    let mut said = known.said_as(text)?;
    // Without the name of its class it is less sure whose it is, and others do not mean what is told of one product.
    // A long sentence that speaks of OAuth by itself is told by nobody else.
    if mark == "?" && said.needs == Near::Nothing {
        let is_own = said.is_telling() && is_about_oauth(text);
        said.needs = if said.is_about_product() && !is_own { Near::Product } else { Near::OAuth };
    }
    Some(said)
}

/// A text whose meaning is that of a rule. It is sought in what people ask about, and not in logs.
fn message(line: &'static str) -> Option<Known> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next();
    let (number, product, text, mark, ids) = (cell()?, cell()?, cell()?, cell()?, cell()?);
    let mut rules: Vec<&'static Rule> = Vec::new();
    for rule in ids.split(' ').filter_map(of_catalogue) {
        if !rules.iter().any(|known| known.id == rule.id) {
            rules.push(rule);
        }
    }
    let first = *rules.first()?;
    // Once for the life of the program: a text is made once.
    let id: &'static str = format!("{MESSAGE}{number}").leak();
    let own = Rule {
        stage: first.stage,
        actor: first.actor,
        why: first.why,
        fix: first.fix,
        ..rule(id, first.title)
    };
    let rank = if mark == "#" { Rank::Code } else { Rank::Fault };
    Known::new(product, text, own, &rules, false, Near::Message, rank)
}

/// Before the number of a message in its id.
const MESSAGE: &str = "log/message-";

/// The number of the text that has this id.
pub(super) fn with_id(id: &str) -> Option<usize> {
    match id.strip_prefix(MESSAGE) {
        Some(number) => packed::with_id(&format!("@\t{number}")),
        None => packed::with_id(id),
    }
}

/// The rule of a status that a program says, of which no more is known.
pub(super) fn status() -> Rule {
    Rule {
        lane: Lane::Symptom(&STAGES),
        fix: "Read the lines around this one: they name the address that was called, and the answer's body says why.",
        ..rule("log/status", "A call that a program made was refused")
    }
}

/// The rule of a failure that a program states in words that are not known.
pub(super) fn failure() -> Rule {
    Rule {
        lane: Lane::Symptom(&STAGES),
        fix: "Read the lines before and after this one: what the program called, and what it was answered. Raise its log level where they say no more, and record the login in the browser too.",
        ..rule(
            "log/failure",
            "A program says that a step of a login failed, in words that are not known here",
        )
    }
}

/// The rule of an error in a paste that has the address of a login and says no more of it.
pub(super) fn beside() -> Rule {
    Rule {
        lane: Lane::Symptom(&STAGES),
        fix: "Read the lines before and after this one: what the program called, and what it was answered. Raise its log level where they say no more, and record the login in the browser too.",
        ..rule("log/beside", "Beside this login a program says an error, in words that are not known here")
    }
}

/// The rule of an error that a program states while a server fails a login's request: whether the one is why is not told.
pub(super) fn moment() -> Rule {
    Rule {
        severity: Severity::Info,
        lane: Lane::Symptom(&STAGES),
        why: "It stands directly beside the request that failed. The log does not say whether it is the reason.",
        fix: "Read both lines by their times, and the lines around them: where the request waited for this, it is the reason.",
        ..rule("log/moment", "At this moment the program says an error of its own")
    }
}

fn line(line: &'static str) -> Option<Known> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next();
    let (id, product, text) = (cell()?, cell()?, cell()?);
    let (marks, ids, means) = (cell()?, cell()?, cell()?);
    let (fix, apart) = (cell().unwrap_or_default(), cell().unwrap_or_default());
    let versions = cell().unwrap_or_default();
    let rules: Vec<&'static Rule> = ids.split(' ').filter_map(of_catalogue).collect();
    let has = |mark: &str| marks.split(' ').any(|own| own == mark);
    let named = |mark: char| marks.split(' ').find_map(|own| own.strip_prefix(mark));
    let rank = match (has("~"), has("#"), has("&")) {
        (true, ..) => Rank::Wrapper,
        (false, true, _) => Rank::Code,
        (false, false, true) => Rank::General,
        (false, false, false) => Rank::Fault,
    };
    let first = rules.first();
    let own = Rule {
        lead: apart,
        severity: match (has("-"), has(".")) {
            (true, _) => Severity::Warning,
            (_, true) => Severity::Info,
            _ => Severity::Error,
        },
        lane: if rank == Rank::Wrapper { Lane::Symptom(&STAGES) } else { Lane::Fault },
        stage: named('@').and_then(stage).or(first.map(|rule| rule.stage)).unwrap_or(Stage::Any),
        actor: named('>').and_then(actor).map_or_else(
            || as_said_by(product, fix, first.map_or_else(|| by_advice(fix), |rule| rule.actor)),
            |named| of_finished_program(product, named),
        ),
        why: if apart.is_empty() { WHY } else { apart },
        fix: match (fix, first) {
            ("", Some(rule)) if has("!") || rules.len() == 1 => rule.fix,
            ("", _) if !apart.is_empty() => apart,
            ("", Some(rule)) => rule.fix,
            (fix, _) => fix,
        },
        ..rule(id, means)
    };
    let needs = match (has("^"), has("?")) {
        (true, _) => Near::Product,
        (false, true) => Near::OAuth,
        (false, false) => Near::Nothing,
    };
    let known = Known::new(product, text, own, &rules, has("!"), needs, rank)?;
    Some(Known { versions, ..known })
}

/// Who has to act where a product says it: what runs on a device has no server, a program is no provider, and what a console is to
/// be set to is no user's task.
pub(super) fn as_said_by(product: &str, fix: &str, of_rule: Actor) -> Actor {
    const ON_DEVICES: [&str; 22] = [
        "Android",
        "iOS",
        "URLSession",
        "ASWebAuthenticationSession",
        "AppAuth",
        "Expo",
        "expo-",
        "Flutter",
        "flutter",
        "react-native",
        "Cordova",
        "Capacitor",
        "Electron",
        "Chrome identity",
        "Firefox identity",
        "MSAL.js",
        "angular",
        "oidc-client",
        "keycloak-js",
        "auth0-spa-js",
        "okta-auth-js",
        "Sign in with",
    ];
    const CONSOLES: [&str; 6] =
        ["Assign", "dmin console", "dmin Console", "dministrator", "Dashboard", "olicy"];
    /// What a server sets, or how it runs.
    const OF_SERVERS: [&str; 9] = [
        "SameSite",
        "sameSite",
        "trust proxy",
        "orwarded",
        "session store",
        "nstances",
        "secrets.cookie",
        "server.servlet",
        "NTP",
    ];
    let of_rule = of_finished_program(product, of_rule);
    let is_on_device = ON_DEVICES.iter().any(|name| product.contains(name));
    match of_rule {
        Actor::AppServer | Actor::Provider if is_on_device => Actor::App,
        Actor::ProviderSettings if !is_set_at_provider(fix) => Actor::App,
        Actor::Browser if CONSOLES.iter().any(|word| fix.contains(word)) => Actor::ProviderSettings,
        Actor::Browser if !is_on_device && OF_SERVERS.iter().any(|word| fix.contains(word)) => {
            Actor::AppServer
        }
        other => other,
    }
}

/// Who has to act where no rule says it: an advice that begins at a provider's console is for who may change it.
fn by_advice(fix: &str) -> Actor {
    const CONSOLES: [&str; 5] = ["onsole, ", "ashboard, ", "dmin center, ", "ortal, ", "onsole: "];
    let at = CONSOLES.iter().filter_map(|word| fix.find(word)).min();
    if at.is_some_and(|at| at < LONGEST_NAME) { Actor::ProviderSettings } else { Actor::AppServer }
}

/// Bytes of the longest name of a console with which an advice begins.
const LONGEST_NAME: usize = 40;

/// In place of an app, whoever sets up or runs a program that is no work of the reader's.
pub(crate) fn of_finished_program(product: &str, actor: Actor) -> Actor {
    let is_app = matches!(actor, Actor::App | Actor::AppPage | Actor::AppServer);
    if is_app && is_finished_product(product) { Actor::Operator } else { actor }
}

/// Whether an advice leads to what is registered or set at the provider. What the app is to send, keep or read is the app's own.
fn is_set_at_provider(fix: &str) -> bool {
    const OF_APPS: [&str; 16] = [
        "Ask for ",
        "Begin ",
        "Call ",
        "Compare ",
        "Decode ",
        "Exchange ",
        "Get a new ",
        "Keep ",
        "Poll ",
        "Read ",
        "Refresh ",
        "Retry ",
        "Send ",
        "Start ",
        "Store ",
        "Wait ",
    ];
    const OF_SETTINGS: [&str; 18] = [
        "ssign",
        "dmin",
        "ashboard",
        "olicy",
        "onsole",
        "ortal",
        "egister",
        "etting",
        "nable",
        "llow",
        "pplication",
        "Setup",
        "ermission",
        "onfigur",
        "licen",
        "Licen",
        "switch",
        "consent",
    ];
    !OF_APPS.iter().any(|word| fix.starts_with(word)) || OF_SETTINGS.iter().any(|word| fix.contains(word))
}

/// A rule that no traffic can break: what a text means.
pub(super) fn rule(id: &'static str, means: &'static str) -> Rule {
    Rule {
        id,
        title: means.trim_end_matches('.'),
        lead: "",
        severity: Severity::Error,
        confidence: Confidence::Medium,
        requirement: Requirement::Practice,
        lane: Lane::Fault,
        stage: Stage::Any,
        actor: Actor::AppServer,
        references: &[],
        why: WHY,
        fix: "",
        verify: VERIFY,
        disproof: DISPROOF,
        explains: &[],
        since: "0.1.0",
        page: "",
        check: Check::Login(|_| Verdict::NotApplicable),
    }
}

/// The rule of the catalogue that has this id, also of an id that it took over.
pub(super) fn of_catalogue(id: &str) -> Option<&'static Rule> {
    let now = crate::retired(id).and_then(|retired| retired.now).unwrap_or(id);
    crate::catalogue().iter().copied().find(|rule| rule.id == now)
}

const STAGES: [Stage; 10] = [
    Stage::Discovery,
    Stage::Registration,
    Stage::Request,
    Stage::Provider,
    Stage::Response,
    Stage::Exchange,
    Stage::Token,
    Stage::Userinfo,
    Stage::After,
    Stage::Any,
];

fn stage(word: &str) -> Option<Stage> {
    STAGES.into_iter().find(|stage| stage.id() == word)
}

fn actor(word: &str) -> Option<Actor> {
    let all = [
        Actor::App,
        Actor::AppPage,
        Actor::AppServer,
        Actor::ProviderSettings,
        Actor::Provider,
        Actor::Network,
        Actor::Browser,
        Actor::Operator,
    ];
    all.into_iter().find(|actor| actor.id() == word)
}
