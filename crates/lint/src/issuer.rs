//! Who should have issued a token of a login.

use oauth::{AuthorizationRequest, Flow, Pointer};

use crate::token::TokenUnderTest;

/// The issuer that a token of this login has to be from, and where it stands: in the metadata, else in the authorization
/// response (RFC 9207 §2).
pub(crate) fn expected_issuer(
    token: &TokenUnderTest<'_, '_>,
    flow: &Flow<'_>,
) -> Option<(String, Option<Pointer>)> {
    let asked = flow.authorization_request();
    let about_this = |request: &AuthorizationRequest<'_>, endpoint: &http::Uri| {
        endpoint.same_endpoint(&request.exchange.request.uri)
    };
    let metadata = flow.metadata.as_ref().filter(|metadata| match &asked {
        // One host has many issuers: tenants, realms.
        Some(request) => metadata.authorization_endpoint.as_ref().is_some_and(|uri| about_this(request, uri)),
        None => {
            let called = token.exchange().map(|exchange| &exchange.request.uri);
            let endpoint = metadata.token_endpoint.as_ref();
            endpoint.zip(called).is_some_and(|(endpoint, called)| endpoint.same_endpoint(called))
        }
    });
    if let Some(metadata) = metadata {
        // Microsoft Entra's metadata for all tenants has a placeholder in its issuer.
        let tenant = token.jwt.text("tid").unwrap_or("{tenantid}");
        let place = flow.metadata_source().map(|document| document.pointer("issuer"));
        return Some((metadata.issuer.replace("{tenantid}", tenant), place));
    }
    flow.authorization_responses().iter().filter(|response| response.jwt.is_none()).find_map(|response| {
        Some((response.parameters.text("iss")?.to_owned(), Some(response.pointer("iss"))))
    })
}

/// Whether both name one issuer. Google documents both forms as valid.
pub(crate) fn is_same_issuer(expected: &str, stated: &str) -> bool {
    expected == stated || expected == "https://accounts.google.com" && stated == "accounts.google.com"
}
