//! What became of a request with a DPoP proof.

use oauth::{DpopProof, Flow, Part, Pointer};
use serde_json::{Map, Value};

use crate::evidence::Evidence;
use crate::rule::Severity;

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

/// A server that took a wrong proof does not check it.
pub(crate) fn judged(evidence: Evidence, proof: &DpopProof<'_>) -> Evidence {
    let evidence = evidence.at(Pointer::new(proof.message, Part::Status));
    if is_taken(proof) { evidence.severity(Severity::Warning) } else { evidence }
}

/// The thumbprint of a public key (RFC 7638 §3); `None` for a type that is not known.
pub(crate) fn thumbprint(key: &Map<String, Value>) -> Option<String> {
    let names: &[&str] = match key.get("kty")?.as_str()? {
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        "RSA" => &["e", "kty", "n"],
        _ => return None,
    };
    let members: Option<Vec<String>> = names
        .iter()
        .map(|name| Some(format!("{}:{}", Value::from(*name), Value::from(key.get(*name)?.as_str()?))))
        .collect();
    Some(jose::s256(&format!("{{{}}}", members?.join(","))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_the_example_of_rfc_7638() {
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let key = serde_json::json!({"kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"});
        let thumbprint = thumbprint(key.as_object().unwrap());
        assert_eq!(thumbprint.as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
    }
}
