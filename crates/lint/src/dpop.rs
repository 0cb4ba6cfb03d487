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

/// The error with which the server refuses, and where it stands: at the token endpoint in the body, at APIs in the
/// challenge (RFC 9449 §5, §7.1).
pub(crate) fn refusal(proof: &DpopProof<'_>, flow: &Flow<'_>) -> Option<(String, Pointer)> {
    if let Some(exchange) = flow.token_exchange(proof.message) {
        let response = exchange.response();
        return Some((response.error()?.to_owned(), response.pointer("error")));
    }
    let request = flow.protected_request(proof.message)?;
    Some((request.error()?, request.challenge_pointer()))
}

/// Whether the server says that this proof is wrong.
pub(crate) fn is_refused(proof: &DpopProof<'_>, flow: &Flow<'_>) -> Option<Pointer> {
    refusal(proof, flow).filter(|(error, _)| error == "invalid_dpop_proof").map(|(_, place)| place)
}

/// A server that took a wrong proof did not stop at it.
pub(crate) fn judged(evidence: Evidence<impl Place>, proof: &DpopProof<'_>) -> Evidence {
    let evidence = evidence.at(Pointer::new(proof.message, Part::Status));
    evidence.warning_if(is_taken(proof))
}
