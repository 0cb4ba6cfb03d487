//! It says what follows from the evidence: every sentence that claims that something happened has its precondition, and
//! that holds in the messages of the login of which it is said.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use lint::{Claim, Fact, Session, Story};
use oauth_lens_tests::{PARTS, cuts, expand, recorded, scenarios, session_of, transcripts};

/// Words that say that something happened, or did not: a sentence with them is a claim.
const KINDS: [&str; 29] = [
    "began anew",
    "the browser got the code",
    "was issued at one address",
    "answered this refresh token",
    "had expired when it arrived",
    "before the user had answered",
    "came through",
    "overwrote",
    "deleted it",
    "arrived",
    "reached the app",
    "the code reached",
    "did its part",
    "signed in",
    "signs the user in",
    "signed the user in",
    "exchanges the code",
    "exchanges it where",
    "exchanged for",
    "first time",
    "lacks access-control",
    "without access-control",
    "never sent",
    "not sent",
    "no login",
    "the app's server",
    "another login began",
    "the browser hid",
    "got its tokens",
];

/// Words that make a sentence a condition, a guess, or a general one.
const NO_CLAIM: [&str; 6] = ["if ", "may ", "might ", "perhaps", "mostly", "where "];

/// Sentences with such words that are about no login, but about a kind of request, or about what to do.
const GENERAL: [&str; 17] = [
    "without it anybody can send a user's browser",
    "a script can show no login page",
    "those that compare begin no login",
    "max_age says how many seconds ago the user may have signed in",
    "userinfo asks who signed in",
    "with back-channel logout the provider tells the app's server",
    "an app has to refuse a token that is not one of these",
    "the network (a hotel's",
    "this provider takes them only from the app's server",
    "with pushed authorization requests (par) the app's server first sends",
    "a client that meets an api (an mcp server, say) for the first time",
    "the state protects a user from being signed in to",
    "the credentials are wrong, or not sent in the way",
    "the user signed in in another way than",
    "the user signed in in a way",
    "the id token is signed in",
    "the user signed in another way than",
];

/// The product's own sentences about a login: not what verifies or disproves, which is about another one, nor what to do.
fn sentences(login: &report::Login) -> Vec<String> {
    let mut texts = vec![login.outcome_text.to_string()];
    texts.extend(login.hypotheses.iter().map(|hypothesis| hypothesis.because.to_owned()));
    texts.extend(login.not_seen.iter().map(ToString::to_string));
    for finding in &login.findings {
        texts.extend([finding.title.to_owned(), finding.summary.to_string(), finding.why.to_owned()]);
        let notes = finding.evidence.iter().filter_map(|place| Some(place.note.as_ref()?.to_string()));
        texts.extend(notes.filter(|note| note.ends_with('.')));
    }
    texts.iter().flat_map(|text| text.split_inclusive(". ")).map(|text| text.trim().to_owned()).collect()
}

/// What it advises for this login: what to do, and what would verify or disprove it.
fn advice(login: &report::Login) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for hypothesis in &login.hypotheses {
        texts.push(hypothesis.look_at.to_string());
        texts.extend(hypothesis.command.iter().map(ToString::to_string));
    }
    for finding in &login.findings {
        texts.extend([finding.fix.to_string(), finding.verify.to_owned(), finding.disproof.to_owned()]);
    }
    texts.iter().flat_map(|text| text.split_inclusive(". ")).map(|text| text.trim().to_owned()).collect()
}

/// What a sentence of advice takes for granted and the login does not have.
fn presumed(sentence: &str, story: &Story<'_>) -> Option<String> {
    let parsed = parsed(sentence, true);
    let unmet = parsed.claims.iter().find(|claim| !is_met(claim, story))?;
    Some(format!("“{}” takes {:?} for granted", unmet.words, unmet.needs))
}

/// What a sentence says, whatever the login: most are said of many.
struct Parsed {
    /// What it claims, or takes for granted.
    claims: Vec<&'static Claim>,
    /// Whether it claims something that is not declared.
    is_undeclared: bool,
}

/// By the sentence, and whether it is advice.
type Known = HashMap<(String, bool), Arc<Parsed>>;

fn parsed(sentence: &str, is_advice: bool) -> Arc<Parsed> {
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    let key = (sentence.to_owned(), is_advice);
    if let Some(known) = KNOWN.lock().unwrap().get(&key) {
        return Arc::clone(known);
    }
    let parsed = Arc::new(parse(sentence, is_advice));
    KNOWN.lock().unwrap().insert(key, Arc::clone(&parsed));
    parsed
}

fn parse(sentence: &str, is_advice: bool) -> Parsed {
    let mut rest = sentence.to_lowercase();
    let has = |rest: &str, words: &[&str]| words.iter().any(|words| rest.contains(words));
    if is_advice && has(&rest, &CONDITIONS) || !is_advice && has(&rest, &GENERAL) {
        return Parsed { claims: Vec::new(), is_undeclared: false };
    }
    let declared = if is_advice { lint::presumptions() } else { lint::claims() };
    let mut claims = Vec::new();
    for claim in declared {
        if rest.contains(claim.words) {
            rest = rest.replace(claim.words, "…");
            claims.push(claim);
        }
    }
    let is_undeclared = !is_advice && has(&rest, &KINDS) && !has(&rest, &NO_CLAIM);
    Parsed { claims, is_undeclared }
}

fn is_met(claim: &Claim, story: &Story<'_>) -> bool {
    claim.needs.iter().all(|fact: &Fact| fact.is_seen(story.flow()))
}

/// Words that make a piece of advice one for a case that may not be the reader's.
const CONDITIONS: [&str; 6] = ["if ", "where ", "for a ", "of a page", "on a server", "or use"];

/// What is wrong with a sentence.
fn fault(sentence: &str, story: &Story<'_>) -> Option<String> {
    let parsed = parsed(sentence, false);
    if let Some(unmet) = parsed.claims.iter().find(|claim| !is_met(claim, story)) {
        return Some(format!("“{}” needs {:?}", unmet.words, unmet.needs));
    }
    parsed.is_undeclared.then(|| "no claim is declared for it".to_owned())
}

/// The faults by sentence, each with the first recording that has it.
type Faults = BTreeMap<String, Vec<String>>;

fn check(name: &str, session: &Session, faults: &mut Faults) {
    let report = report::report(session, &[], None);
    let analysis = session.analysis();
    for (login, story) in report.logins.iter().zip(analysis.stories()) {
        let said = sentences(login).into_iter().map(|said| (fault(&said, story), said));
        let advised = advice(login).into_iter().map(|advised| (presumed(&advised, story), advised));
        for (fault, sentence) in said.chain(advised) {
            if let Some(fault) = fault {
                faults
                    .entry(format!("{sentence} ({fault})"))
                    .or_default()
                    .push(format!("{name} {}", login.id));
            }
        }
    }
}

fn assert_none(faults: &Faults) {
    let lines: Vec<String> = faults
        .iter()
        .map(|(fault, names)| format!("{fault}\n    {} times, first in {}", names.len(), names[0]))
        .collect();
    assert!(faults.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn no_sentence_is_said_of_a_scenario_without_its_precondition() {
    let mut faults = Faults::new();
    for (name, transcript) in scenarios() {
        check(&name, &session_of(&transcript), &mut faults);
    }
    assert_none(&faults);
}

#[test]
fn no_sentence_is_said_of_a_rules_page_without_its_precondition() {
    let mut faults = Faults::new();
    for rule in lint::catalogue() {
        for part in ["Fires", "Silent"] {
            for (at, text) in transcripts(rule.page, part).iter().enumerate() {
                check(&format!("{} {part} {}", rule.id, at + 1), &session_of(&expand(text)), &mut faults);
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_sentence_is_said_of_a_recording_without_its_precondition() {
    let mut faults = Faults::new();
    for (name, session) in recorded() {
        check(&name, &session, &mut faults);
    }
    assert_none(&faults);
}

/// What is said of half a recording holds in that half: nobody records everything.
#[test]
fn no_sentence_is_said_of_a_part_of_a_recording_without_its_precondition() {
    let mut faults = Faults::new();
    for (name, transcript) in scenarios() {
        let whole = http::readers::read(transcript.as_bytes()).unwrap().exchanges;
        let lacking = PARTS.iter().map(|(part, leave_out)| {
            let mut exchanges = whole.clone();
            exchanges.iter_mut().for_each(leave_out);
            (format!("without {part}"), exchanges)
        });
        for (part, exchanges) in cuts(&whole).into_iter().chain(lacking) {
            let mut session = Session::new();
            session.import(exchanges, Vec::new());
            check(&format!("{name} {part}"), &session, &mut faults);
        }
    }
    assert_none(&faults);
}

/// Whoever adds a claim adds words that some output has.
#[test]
fn a_sentence_of_such_words_is_known_or_a_fault() {
    let session = session_of("> GET https://auth.example.com/.well-known/openid-configuration\n< 404\n");
    let analysis = session.analysis();
    let story = &analysis.stories()[0];
    assert_eq!(fault("The code arrived.", story).as_deref(), Some("“the code arrived” needs [CodeArrived]"));
    assert_eq!(
        fault("Two tokens arrived late.", story).as_deref(),
        Some("“tokens arrived” needs [TokensCame]")
    );
    assert_eq!(fault("A parcel arrived.", story).as_deref(), Some("no claim is declared for it"));
    assert_eq!(fault("If a parcel arrived, open it.", story), None);
}

/// Advice that presumes what a login does not have is a fault, unless it says for whom it is.
#[test]
fn advice_that_presumes_too_much_is_a_fault() {
    let session = session_of(
        "@ fetch from=https://app.example.com\n> POST https://auth.example.com/token\n\
         > content-type: application/x-www-form-urlencoded\n>\n\
         > grant_type=authorization_code&code=C1&client_id=web&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb\n\
         < 400\n< content-type: application/json\n<\n< {\"error\":\"invalid_grant\"}\n",
    );
    let analysis = session.analysis();
    let story = &analysis.stories()[0];
    assert!(presumed("Copy the client secret again.", story).is_some());
    assert!(presumed("Read the log of the app's server.", story).is_some());
    assert_eq!(presumed("Where the client has one, copy the client secret.", story), None);
    assert_eq!(presumed("Exchange this code once.", story), None);
}
