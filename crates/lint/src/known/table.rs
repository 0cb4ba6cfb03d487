//! The tables of `known/texts/`, read.
//!
//! A line: `id`, product, text with `…` for what varies, marks, rules likeliest first, what it means, what to do, how its causes
//! are told apart. Marks: `~` it wraps another error, `#` a code with many reasons, `?` said by others too, so that something near
//! has to speak of OAuth, `^` so that the product's name has to stand near, `!` it proves the first rule, `-` a warning, `.` worth
//! knowing, `@stage`, `>actor`, `=source` the key of where it is said, in `known/sources.tsv`; that one is not packed.

use std::collections::{HashMap, HashSet};
use std::io::Read as _;
use std::sync::LazyLock;

use flate2::read::DeflateDecoder;
use oauth::Provider;

use super::pattern::Plain;
use super::{Known, Near, Rank};
use crate::evidence::Verdict;
use crate::level::{Confidence, Severity};
use crate::rule::{Actor, Check, Lane, Requirement, Rule, Stage};

/// The tables, one behind another, packed by the build script.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin"));

/// The tables, unpacked when somebody asks, once.
pub(super) fn tables() -> &'static str {
    static UNPACKED: LazyLock<String> = LazyLock::new(|| {
        let mut text = String::new();
        // What cannot be unpacked is not there; a test counts the lines.
        let read = DeflateDecoder::new(PACKED).read_to_string(&mut text);
        if read.is_ok() { text } else { String::new() }
    });
    &UNPACKED
}

/// What products show to people, and the rules whose faults produce it, likeliest first: product, text, rules.
const MESSAGES: &str = include_str!("messages.tsv");

/// Who says a code that is no single provider's.
const SEVERAL: &str = "the provider";

const WHY: &str =
    "The program that failed wrote this itself: it says what it saw. What led there may lie before it.";
const VERIFY: &str = "Do the same again: the program no longer writes this line.";
const DISPROOF: &str =
    "The line is about another request than the one that failed, or the program goes on after it.";

/// All known texts.
pub(super) fn read() -> Vec<Known> {
    let lines = tables().lines().filter(|line| !line.starts_with(['#', SAME]));
    let mut known: Vec<Known> = lines.filter_map(line).collect();
    known.extend(translated(&known));
    let mut texts: HashSet<String> = known.iter().map(|known| Plain::of(known.text).text).collect();
    let of_specifications: HashSet<String> =
        known.iter().filter(|known| known.rank == Rank::Code).map(|known| bare(known.text)).collect();
    for other in messages(&of_specifications).chain(codes()) {
        if texts.insert(Plain::of(other.text).text) {
            known.push(other);
        }
    }
    let bare = known.iter().filter_map(without_class).filter(|bare| texts.insert(Plain::of(bare.text).text));
    let bare: Vec<Known> = bare.collect();
    known.extend(bare);
    known
}

/// Begins a line that says a text in another language: the id of the row, the language, the text.
const SAME: char = '=';

/// The texts in other languages.
fn translated(known: &[Known]) -> Vec<Known> {
    let by_id: HashMap<&str, &Known> = known.iter().map(|known| (known.own.id, known)).collect();
    let lines = tables().lines().filter_map(|line| line.strip_prefix(SAME));
    let texts = lines.filter_map(|line| {
        let mut cells = line.split('\t');
        let (id, _language, text) = (cells.next()?, cells.next()?, cells.next()?);
        by_id.get(id)?.said_as(text)
    });
    texts.collect()
}

/// Letters and digits of a sentence that is known without the name of its class.
const SENTENCE: usize = 20;

/// The sentence behind the name of a class: programs show it alone, too (`RPError: state missing from the response`). So it is
/// less sure whose it is.
fn without_class(known: &Known) -> Option<Known> {
    let (class, sentence) = known.text.split_once(": ")?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '\\' | ':');
    let words = class.matches(|c: char| c.is_ascii_uppercase()).count();
    let is_class =
        class.chars().all(is_part) && words > 1 && class.contains(|c: char| c.is_ascii_lowercase());
    if !is_class || !sentence.contains(' ') || known.rank != Rank::Fault {
        return None;
    }
    let mut bare = known.said_as(sentence)?;
    if bare.needs == Near::Nothing {
        bare.needs = Near::OAuth;
    }
    (bare.weight() >= SENTENCE).then_some(bare)
}

/// Texts whose meaning is that of a rule. They are sought in what people ask about, and not in logs.
fn messages(codes: &HashSet<String>) -> impl Iterator<Item = Known> {
    let lines = MESSAGES.lines().filter(|line| !line.starts_with('#'));
    lines.enumerate().filter_map(move |(number, line)| {
        let mut cells = line.split('\t');
        let (product, text, ids) = (cells.next()?, cells.next()?, cells.next()?);
        let mut rules: Vec<&'static Rule> = Vec::new();
        for rule in ids.split(' ').filter_map(of_catalogue) {
            if !rules.iter().any(|known| known.id == rule.id) {
                rules.push(rule);
            }
        }
        let first = *rules.first()?;
        // Once for the life of the program: the table is made once.
        let id: &'static str = format!("log/message-{number}").leak();
        let own = Rule {
            stage: first.stage,
            actor: first.actor,
            why: first.why,
            fix: first.fix,
            ..rule(id, first.title)
        };
        // A code with a gap behind it is the code.
        let is_code = product.ends_with("error code") || codes.contains(&bare(text));
        let rank = if is_code { Rank::Code } else { Rank::Fault };
        Known::new(product, text, own, &rules, false, Near::Message, rank)
    })
}

/// The rule of a status that a program says, of which no more is known.
pub(super) fn status() -> Rule {
    Rule {
        lane: Lane::Symptom(&STAGES),
        fix: "Read the lines around this one: they name the address that was called, and the answer's body says why.",
        ..rule("log/status", "A call that a program made for a login was refused")
    }
}

fn line(line: &'static str) -> Option<Known> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next();
    let (id, product, text) = (cell()?, cell()?, cell()?);
    let (marks, ids, means) = (cell()?, cell()?, cell()?);
    let (fix, apart) = (cell().unwrap_or_default(), cell().unwrap_or_default());
    let rules: Vec<&'static Rule> = ids.split(' ').filter_map(of_catalogue).collect();
    let has = |mark: &str| marks.split(' ').any(|own| own == mark);
    let named = |mark: char| marks.split(' ').find_map(|own| own.strip_prefix(mark));
    let rank = match (has("~"), has("#")) {
        (true, _) => Rank::Wrapper,
        (false, true) => Rank::Code,
        (false, false) => Rank::Fault,
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
        actor: named('>').and_then(actor).unwrap_or_else(|| {
            let of_rule = first.map_or(Actor::AppServer, |rule| rule.actor);
            as_said_by(product, fix, of_rule)
        }),
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
    Known::new(product, text, own, &rules, has("!"), needs, rank)
}

/// Who has to act where a product says it: what runs on a device has no server, a program is no provider, and what a console is to
/// be set to is no user's task.
fn as_said_by(product: &str, fix: &str, of_rule: Actor) -> Actor {
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
    let is_on_device = ON_DEVICES.iter().any(|name| product.contains(name));
    match of_rule {
        Actor::AppServer | Actor::Provider if is_on_device => Actor::App,
        Actor::Browser if CONSOLES.iter().any(|word| fix.contains(word)) => Actor::ProviderSettings,
        other => other,
    }
}

/// A text without its gaps and what stands around them.
fn bare(text: &str) -> String {
    Plain::of(text).text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The codes of the providers' own that nobody else says by chance.
fn codes() -> impl Iterator<Item = Known> {
    let errors = Provider::all().iter().flat_map(|p| p.errors.iter().map(move |error| (p.name, error)));
    // What a library says is not the one provider's that is built on it.
    let of_libraries: HashSet<String> =
        MESSAGES.lines().filter_map(|line| Some(Plain::of(line.split('\t').nth(1)?).text)).collect();
    let unmistakable: Vec<_> = errors
        .filter(|(_, error)| error.is_unmistakable() && !of_libraries.contains(&Plain::of(error.code).text))
        .collect();
    let mut said: HashMap<String, Vec<&'static str>> = HashMap::new();
    for (provider, error) in &unmistakable {
        said.entry(Plain::of(error.code).text).or_default().push(provider);
    }
    unmistakable.into_iter().filter_map(move |(provider, error)| {
        let rules: Vec<&'static Rule> = error.rule.and_then(of_catalogue).into_iter().collect();
        // Where several say the same, none of their consoles is the one to name.
        let is_shared = said.remove(&Plain::of(error.code).text)?.iter().any(|other| *other != provider);
        let shared = (SEVERAL, rules.first().map_or(error.fix, |rule| rule.fix));
        let (provider, fix) = if is_shared { shared } else { (provider, error.fix) };
        let slug = |text: &str| text.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        // Once for the life of the program: the table is made once.
        let id: &'static str = format!("log/code-{}-{}", slug(provider), slug(error.code)).leak();
        let own = Rule {
            stage: rules.first().map_or(Stage::Any, |rule| rule.stage),
            actor: rules.first().map_or(Actor::ProviderSettings, |rule| rule.actor),
            fix,
            ..rule(id, error.means)
        };
        Known::new(provider, error.code, own, &rules, error.rule.is_some(), Near::Nothing, Rank::Fault)
    })
}

fn rule(id: &'static str, means: &'static str) -> Rule {
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

/// The rule of an id, also of one that it took over.
fn of_catalogue(id: &str) -> Option<&'static Rule> {
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
    ];
    all.into_iter().find(|actor| actor.id() == word)
}
