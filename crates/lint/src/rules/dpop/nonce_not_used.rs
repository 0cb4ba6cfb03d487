//! RFC 9449 §8, §9: a server that wants a nonce says so and gives one; the client repeats the request with it.

use oauth::{DpopProof, Flow, Part, Pointer};

use crate::dpop::refusal;
use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::{Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "dpop/nonce-not-used",
    title: "The app does not send the nonce that the server asks for",
    lead: "The server refused a DPoP proof because it wants one with a nonce of its own, and the app did not come \
          back with it.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9449, "8"), Reference::Rfc(9449, "9")],
    why: "The server takes only proofs that hold a value of its own (a nonce), gave one with its refusal, and waits for the same request again with a new proof.",
    fix: "Take DPoP-Nonce from the answer, put it as nonce into a new proof, and send the request again; keep the newest one for each server.",
    verify: "Repeat the request: after use_dpop_nonce the app sends a new proof that has the value of DPoP-Nonce.",
    disproof: "The server's log shows a second request with its nonce, refused for another reason.",
    explains: &["userinfo/failed"],
    since: "0.1.0",
    page: page!("nonce_not_used.md"),
    check: Check::DpopProof(check),
};

const EXPOSE: &str = "Let the server send Access-Control-Expose-Headers: DPoP-Nonce, WWW-Authenticate: without it the page cannot read the nonce.";
const GIVE: &str =
    "Let the server send the header DPoP-Nonce with its refusal: it asks for a nonce and gives none.";

fn check(proof: &DpopProof<'_>, flow: &Flow<'_>) -> Verdict {
    let Some(refusal) = refusal(proof, flow).filter(|said| said.error == "use_dpop_nonce") else {
        return Verdict::Pass;
    };
    let said = refusal.place;
    let Some(headers) = proof.exchange.response.as_ref().and_then(|response| response.headers.present())
    else {
        return Verdict::Inconclusive("the headers of the answer");
    };
    let Some(nonce) = headers.text("dpop-nonce") else {
        return fail("The server asks for a nonce in the DPoP proof and gives none.")
            .fix(GIVE)
            .by(Actor::Provider)
            .at(said)
            .into();
    };
    let later = flow.dpop_proof_after(proof);
    let header = Pointer::new(proof.message, Part::ResponseHeader("dpop-nonce".into()));
    let hidden = proof.exchange.is_cross_origin_fetch()
        && !headers.text("access-control-expose-headers").is_some_and(|exposed| {
            exposed
                .split(',')
                .any(|name| name.trim() == "*" || name.trim().eq_ignore_ascii_case("dpop-nonce"))
        });
    let evidence = match later {
        Some(next) if next.jwt.text("nonce") == Some(nonce) => return Verdict::Pass,
        Some(next) => fail("The server asked for its nonce in the DPoP proof, and the next request to it does not have it.")
            .noted(header, "the nonce that the server gave")
            .at(said)
            .at(next.pointer()),
        None => fail("The server asked for its nonce in the DPoP proof, and the app did not repeat the request with it.")
            .noted(header, "the nonce that the server gave")
            .at(said),
    };
    if hidden { evidence.fix(EXPOSE).by(Actor::Provider).into() } else { evidence.into() }
}
