//! RFC 7521 §4.1 and RFC 8693 §2.1: a token of another issuer stands for the client; the server "MUST validate" it, and compares
//! issuer, subject and audience with those that it was told to trust.

use http::Exchange;
use oauth::{Flow, FlowMessage, Part, Pointer, WorkloadIdentity};

use crate::login::succeeds_later;
use crate::placeholder;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::{Evidence, Nowhere, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "token/federated-identity",
    title: "The provider does not trust this identity of the workload",
    lead: "A workload (a build, a pod, a virtual machine) sent a token that its platform had issued, in place of a secret, and \
          the provider refused it: issuer, subject or audience is not the one that it was told to trust.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Exchange,
    actor: Actor::ProviderSettings,
    references: &[Reference::Rfc(7521, "4.1"), Reference::Rfc(7523, "3"), Reference::Rfc(8693, "2.1")],
    why: "The provider takes the platform's token only where an entry of its own (a federated credential, an identity provider, a trust policy) has the same issuer, subject and audience, letter for letter. No entry fits this token.",
    fix: "Compare iss, sub and aud of the token, letter for letter, with the provider's entry for this workload, and make them the same.",
    verify: "Run the workload again: the provider takes the token and gives one of its own.",
    disproof: "The provider's entry has iss, sub and aud exactly as this token has them.",
    explains: &[
        "token/grant-refused",
        "token/invalid-client",
        "token/invalid-grant",
        "token/invalid-request",
    ],
    since: "0.1.0",
    page: page!("federated_identity.md"),
    check: Check::Message(check),
};

const CASE: &str = "Write the subject of the provider's entry with the same upper and lower case letters as sub of the token.";
const SUBJECT: &str = "Set the subject of the provider's entry to sub of the token, letter for letter; a build that runs for a branch, a tag, a pull request or an environment has another sub each.";
const AUDIENCE: &str = "Let the platform issue the token for the audience that the provider expects, or add this audience to the provider's entry.";
const ISSUER: &str =
    "Set the issuer of the provider's entry to iss of the token, letter for letter, slashes included.";
const CONDITION: &str =
    "Compare the condition of the provider's entry with the claims of the token: it has to hold for them.";

fn check(index: usize, message: &FlowMessage<'_>, flow: &Flow<'_>) -> Verdict {
    let exchange = message.exchange;
    let is_refused = exchange.status().is_some_and(|status| (400..500).contains(&status));
    let Some(identity) = WorkloadIdentity::of(index, exchange).filter(|_| is_refused) else {
        return Verdict::NotApplicable;
    };
    let Some(words) = Words::of(index, exchange) else {
        return Verdict::Inconclusive("why the provider refused the token of the workload");
    };
    if succeeds_later(flow, index) {
        return Verdict::NotApplicable;
    }
    let asked = audience_asked_for(index, exchange).filter(|_| is_about_parameter(&words));
    if let Some(asked) = asked {
        return asked
            .evidence()
            .noted(words.place, "What the provider says.")
            .at(Pointer::new(index, Part::Status))
            .into();
    }
    let Some(evidence) = about(&words) else { return Verdict::NotApplicable };
    let claim = |name: &'static str| identity.jwt.claims.contains_key(name).then(|| identity.claim(name));
    evidence
        .noted_if(claim("iss"), "who issued it")
        .noted_if(claim("sub"), "for which workload")
        .noted_if(claim("aud"), "for whom")
        .noted(words.place, "What the provider says.")
        .at(Pointer::new(index, Part::Status))
        .into()
}

/// The parameter `audience` (RFC 8693 §2.1): for whom the new token shall be, at some clouds the name of the entry for this workload.
struct Asked {
    place: Pointer,
    is_unrendered: bool,
}

fn audience_asked_for(index: usize, exchange: &Exchange) -> Option<Asked> {
    let sent = match exchange.form() {
        Some(form) => Some((form.text("audience")?.to_owned(), Part::Form("audience".into()))),
        None => exchange.request.body.present().and_then(|body| {
            let value = body.json()?.get("audience")?.as_str()?;
            Some((value.to_owned(), Part::Json("audience".into())))
        }),
    };
    let (value, part) = sent?;
    Some(Asked { place: Pointer::new(index, part), is_unrendered: placeholder::is_in(&value) })
}

/// Whether words about an audience are about the parameter of that name, and not about the claim of the token.
fn is_about_parameter(words: &Words) -> bool {
    const OF_TOKENS: [&str; 6] = ["token", "claim", "assertion", "jwt", "credential", "subject"];
    // `aud mismatch: expected audience …, got …` compares claims.
    let is_of_claim =
        words.have_whole(&["aud"]) || words.have_whole(&["expected"]) && words.have_whole(&["got"]);
    const OF_VALUES: [&str; 4] =
        ["value for \"audience\"", "value for 'audience'", "audience parameter", "parameter audience"];
    !is_of_claim
        && words.have(&["audience"])
        && (words.have(&OF_VALUES)
            || words.have_whole(&["parameter", "malformed", "format", "formats"]) && !words.have(&OF_TOKENS))
}

impl Asked {
    fn evidence(self) -> Evidence {
        let (words, fix) = match self.is_unrendered {
            true => (
                "The provider refuses the parameter audience of the request: in place of a value it has what a template or a script leaves where it has none.",
                "Set the variable from which the client takes this value, and write it as this client wants variables to be written.",
            ),
            false => (
                "The provider refuses the parameter audience of the request: it is no value that the provider takes.",
                "Send as audience the name of the provider's entry, character for character as its documentation writes it: with or without a scheme in front, and with numbers where it wants numbers.",
            ),
        };
        fail(words).exact_fix(fix).by(Actor::App).noted(self.place, "what was sent")
    }
}

/// What of the token does not fit, as the provider's words tell.
fn about(words: &Words) -> Option<Evidence<Nowhere>> {
    // An entry that is there and switched off fits.
    if words.have_whole(&["disabled", "administrator", "suspended"]) {
        return None;
    }
    let says = |name: &str| words.text.contains(name);
    // Where all three are named in the advice, the one that was presented is the one that does not fit.
    let only = |name: &str| {
        let others = ["subject", "audience", "issuer"].into_iter().filter(|other| *other != name);
        words.text.contains(&format!("assertion {name} '")) || says(name) && !others.into_iter().any(says)
    };
    let begin = Phrase::from("The provider refuses the token of another issuer that the request carries: ");
    let (what, fix) = if says("case-insensitive") || says("case-sensitive") {
        ("its subject (sub) differs from the trusted one in upper and lower case letters alone.", CASE)
    } else if says("condition") {
        ("the condition that the provider sets for its claims does not hold.", CONDITION)
    } else if only("subject") {
        ("no entry at the provider has its subject (sub).", SUBJECT)
    } else if only("audience") {
        ("its audience (aud) is not the one that the provider expects.", AUDIENCE)
    } else if only("issuer") {
        ("no entry at the provider has its issuer (iss).", ISSUER)
    } else if words.have(&["federated", "not authorized", "identity", "assertion", "subject", "issuer"]) {
        ("no entry at the provider fits its issuer, subject and audience.", RULE.fix)
    } else {
        return None;
    };
    Some(fail(begin.text(what)).fix(fix))
}
