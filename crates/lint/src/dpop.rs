//! What became of a request with a DPoP proof.

use oauth::{DpopProof, Flow, Part, Pointer, TokenKind};

use crate::evidence::{Evidence, Place};
use crate::token::TokenUnderTest;

/// A proof that can be read where it was sent.
pub(crate) fn sent_proof<'a, 'r>(token: &TokenUnderTest<'a, 'r>) -> Option<(DpopProof<'r>, &'a Flow<'r>)> {
    let flow = token.around.filter(|_| token.kind == TokenKind::DpopProof)?;
    Some((flow.dpop_proof(token.message())?, flow))
}

/// Whether the server took the proof.
pub(crate) fn is_taken(proof: &DpopProof<'_>) -> bool {
    let ok = proof.exchange.status().is_some_and(|status| (200..300).contains(&status));
    ok && proof.exchange.error.is_none()
}

/// What a server says of a request with a proof that it refuses: APIs in the challenge (RFC 9449 §7.1), all endpoints of a
/// provider in the body (RFC 9449 §5, RFC 9126 §2.3).
pub(crate) struct Refusal {
    /// `error`.
    pub(crate) error: String,
    /// Where it stands.
    pub(crate) place: Pointer,
    /// `error_description`, and where it stands.
    pub(crate) description: Option<(String, Pointer)>,
}

/// Why the server refuses the request of a proof; `None` where it does not, or does not say.
pub(crate) fn refusal(proof: &DpopProof<'_>, flow: &Flow<'_>) -> Option<Refusal> {
    let challenged = flow.protected_request(proof.message).and_then(|request| {
        let challenge = request.challenge()?;
        let text = |name| challenge.parameter(name).map(str::to_owned);
        let place = request.challenge_pointer();
        let description = text("error_description").map(|said| (said, place.clone()));
        Some(Refusal { error: text("error")?, place, description })
    });
    challenged.or_else(|| {
        let answer = proof.exchange.response_body().present().copied()?.json()?;
        let member = |name: &'static str| {
            let text = answer.get(name)?.as_str()?.to_owned();
            Some((text, Pointer::new(proof.message, Part::ResponseJson(name.into()))))
        };
        let (error, place) = member("error")?;
        Some(Refusal { error, place, description: member("error_description") })
    })
}

/// Whether the server says that this proof is wrong.
pub(crate) fn is_refused(proof: &DpopProof<'_>, flow: &Flow<'_>) -> Option<Pointer> {
    refusal(proof, flow).filter(|said| said.error == "invalid_dpop_proof").map(|said| said.place)
}

/// A server that took a wrong proof did not stop at it.
pub(crate) fn judged(evidence: Evidence<impl Place>, proof: &DpopProof<'_>) -> Evidence {
    let evidence = evidence.at(Pointer::new(proof.message, Part::Status));
    evidence.warning_if(is_taken(proof))
}
