//! RFC 7800 §3.1: a token with `cnf` is bound to a key; RFC 9449 §7.1, §7.2 and RFC 8705 §3: an API refuses it from whoever does not prove
//! that the key is theirs.

use oauth::{Flow, ProtectedRequest};

use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};
use crate::said::Words;
use crate::token_use::{asks_for_nonce, error_code, gets_past, gives_no_reason, show, who};
use crate::{Evidence, Nowhere, Phrase, Reference, Verdict, fail};

pub(crate) const RULE: Rule = Rule {
    id: "api/proof-missing",
    title: "The access token is bound to a key, and nothing proves that the caller has it",
    lead: "The access token says that it is bound to a key or certificate (cnf). The API refused it, and the call carries no proof \
           of that key, or the recording cannot show one.",
    severity: Severity::Error,
    confidence: Confidence::High,
    requirement: Requirement::Must,
    lane: Lane::Fault,
    stage: Stage::Any,
    actor: Actor::App,
    references: &[Reference::Rfc(9449, "7.2"), Reference::Rfc(9449, "6.1"), Reference::Rfc(8705, "3")],
    why: "A bound token is worth nothing without its key: who copies it cannot use it. So an API asks each call to prove the key, by a DPoP proof or by the certificate of the connection.",
    fix: "Send the token as Authorization: DPoP with a new proof in the header DPoP for each call, signed with the key with which the token was asked for.",
    verify: "Repeat the call with its proof: the API answers it.",
    disproof: "The API refuses the same token with its proof, too, or takes another bound token without one.",
    explains: &["api/401-invalid-token", "userinfo/failed"],
    since: "0.1.0",
    page: page!("proof_missing.md"),
    check: Check::ProtectedRequest(check),
};

const CERTIFICATE: &str = "Make the call over a connection with the client's certificate with which the token was asked for (curl: --cert and --key). Where a proxy ends TLS before the API, let it hand the certificate on in the header that the API reads.";

/// Words of an API that give another reason.
const OTHER_REASONS: [&str; 10] = [
    "expired",
    "audience",
    "scope",
    "issuer",
    "signature",
    "revoked",
    "inactive",
    "not active",
    "permission",
    "consent",
];

/// Words that name what is missing.
const OF_PROOF: [&str; 9] =
    ["proof", "dpop", "cnf", "certificate", "bound", "binding", "thumbprint", "mtls", "holder-of-key"];

fn check(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> Verdict {
    if !matches!(request.exchange.status(), Some(400 | 401)) || asks_for_nonce(request) {
        return Verdict::NotApplicable;
    }
    let jwt = request.jwt().filter(|_| gives_no_other_reason(request));
    let Some(bound) = jwt.as_ref().and_then(|jwt| jwt.claims.get("cnf")) else {
        return Verdict::NotApplicable;
    };
    if gets_past(request, flow) || is_over(request) || was_taken_without_proof(request, flow) {
        return Verdict::Pass;
    }
    let Some(evidence) = without_proof(request, bound.get("jkt").is_some(), bound.get("x5t#S256").is_some())
    else {
        return Verdict::Pass;
    };
    let is_unseen = Words::of(request.message, request.exchange).is_none()
        && Words::may_be_unseen(request.exchange)
        && request.error().is_none();
    let evidence = evidence.noted_if(Some(request.claim("cnf")), "to what it is bound");
    show(request, evidence.inferred_if(is_unseen)).into()
}

/// Whether the API says nothing of why, or no more than that it does not take the token, or names the proof.
fn gives_no_other_reason(request: &ProtectedRequest<'_>) -> bool {
    let words = Words::of(request.message, request.exchange);
    let code = error_code(request).map(|code| code.to_ascii_lowercase());
    let texts = || words.iter().map(|words| words.text.as_str()).chain(code.as_deref());
    let has = |names: &[&str]| texts().any(|text| names.iter().any(|name| text.contains(name)));
    // Of a call that is malformed the token may be innocent.
    let is_about_token =
        request.exchange.status() == Some(401) || request.error().as_deref() == Some("invalid_token");
    !has(&OTHER_REASONS) && (has(&OF_PROOF) || is_about_token && gives_no_reason(request))
}

/// Whether the token's time was over: then it is that for which it is refused.
fn is_over(request: &ProtectedRequest<'_>) -> bool {
    let expires = request.jwt().and_then(|jwt| jwt.time("exp"));
    let now = request.exchange.server_time().or(request.exchange.started);
    expires.zip(now).is_some_and(|(expires, now)| now.as_seconds() > expires)
}

/// Whether the same token was taken before, without a proof.
fn was_taken_without_proof(request: &ProtectedRequest<'_>, flow: &Flow<'_>) -> bool {
    flow.protected_requests().iter().any(|earlier| {
        earlier.message < request.message
            && earlier.is_ok()
            && earlier.token() == request.token()
            && earlier.exchange.request.headers.present().is_some_and(|headers| !headers.has("dpop"))
    })
}

fn without_proof(
    request: &ProtectedRequest<'_>,
    by_dpop: bool,
    by_certificate: bool,
) -> Option<Evidence<Nowhere>> {
    let refuses = Phrase::from(who(request)).text(" refuses the access token, which is bound to ");
    let headers = request.exchange.request.headers.present()?;
    if by_dpop {
        let is_bearer = request.scheme().is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"));
        let how = match (headers.has("dpop"), is_bearer) {
            (false, true) => {
                "a DPoP key (cnf.jkt): it was sent as a Bearer token, without the proof of that key."
            }
            (false, false) => "a DPoP key (cnf.jkt): it was sent without the proof of that key.",
            (true, true) => {
                "a DPoP key (cnf.jkt): it was sent as a Bearer token, although a proof came along."
            }
            (true, false) => return None,
        };
        return Some(fail(refuses.text(how)));
    }
    by_certificate.then(|| {
        let how = "a client certificate (cnf.x5t#S256). Whether the connection had this certificate, the recording cannot show: an API that does not see it has to refuse the token.";
        fail(refuses.text(how)).confidence(Confidence::Medium).fix(CERTIFICATE)
    })
}
