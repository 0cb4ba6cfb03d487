//! What a provider says of the scope that it was asked for.

use std::ops::Range;

use oauth::{AuthorizationRequest, Flow, Pointer, Provider};

use crate::error_page::ErrorPage;

/// Where the provider refuses the scope: an error that names it (`invalid_scope`, or a provider's own word with `scope`
/// in it), in the authorization response, in the token response or on a page.
pub(crate) fn refusals(flow: &Flow<'_>) -> Vec<ScopeRefusal> {
    let mut found = Vec::new();
    for response in flow.authorization_responses().iter() {
        let words = response.parameters.text("error_description").unwrap_or_default();
        let is_said = response.error().is_some() && says_scope(words, flow);
        if is_said || response.error().is_some_and(is_about_scope) {
            let described = response.parameters.has("error_description");
            found.push(ScopeRefusal {
                error: response.pointer("error"),
                description: described.then(|| response.pointer("error_description")),
                at_token_endpoint: None,
            });
        }
    }
    for token in flow.token_exchanges().iter() {
        let response = token.response();
        let words = response.text("error_description").unwrap_or_default();
        let is_said = response.error().is_some() && says_scope(words, flow);
        if is_said || response.error().is_some_and(is_about_scope) {
            let described = response.text("error_description").is_some();
            found.push(ScopeRefusal {
                error: response.pointer("error"),
                description: described.then(|| response.pointer("error_description")),
                at_token_endpoint: Some(token.message),
            });
        }
    }
    let page = flow.authorization_request().and_then(|request| {
        let page = ErrorPage::of(request, flow)?;
        let said = page.says(&["invalid_scope"]).map(|range| page.pointer(range));
        said.or_else(|| page.url_says(&["invalid_scope"]))
            .or_else(|| page.provider_says(flow, "scope/refused"))
    });
    found.extend(page.map(|error| ScopeRefusal { error, description: None, at_token_endpoint: None }));
    found
}

/// A refusal of the scope.
pub(crate) struct ScopeRefusal {
    /// Where the error stands.
    pub(crate) error: Pointer,
    /// The provider's description of it.
    pub(crate) description: Option<Pointer>,
    /// The message of the token request that was refused.
    pub(crate) at_token_endpoint: Option<usize>,
}

/// Words (in lower case) with which a description says that a scope is at fault, whatever the code beside it.
const SCOPE_WORDS: [&str; 8] = [
    "asked for scope",
    "invalid scope",
    "unknown scope",
    "unsupported scope",
    "scope is not valid",
    "scope does not exist",
    "scope doesn't exist",
    "requested scope is",
];

/// Whether a description is about the scope: words before codes.
pub(crate) fn says_scope(words: &str, flow: &Flow<'_>) -> bool {
    let lower = words.to_ascii_lowercase();
    SCOPE_WORDS.iter().any(|word| lower.contains(word))
        || Provider::proof_in(words, "scope/refused", flow).is_some()
}

fn is_about_scope(error: &str) -> bool {
    error.contains("scope") && error != "insufficient_scope"
}

/// Whether something went wrong that a `scope` which the provider cannot read explains: it refused the scope, or it gave
/// tokens and no ID token although the text of the scope has `openid` in it.
pub(crate) fn is_unread(request: &AuthorizationRequest<'_>, flow: &Flow<'_>) -> bool {
    let says_openid =
        request.parameters.text("scope").is_some_and(|scope| scope.to_ascii_lowercase().contains("openid"));
    let no_id_token = || {
        flow.id_tokens().is_empty()
            && flow.token_exchanges().iter().any(|token| token.response().access_token().is_some())
    };
    !refusals(flow).is_empty() || says_openid && no_id_token()
}

/// So many names of a scope are looked at.
const MOST_NAMES: usize = 200;

/// Where names that fulfil a condition stand in a scope.
pub(crate) fn ranges(scope: &str, wanted: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for name in scope.split(char::is_whitespace).take(MOST_NAMES) {
        if !name.is_empty() && wanted(name) {
            found.push(at..at + name.len());
        }
        // Every white space is one character of its own.
        let rest = scope.get(at + name.len()..).unwrap_or_default();
        at += name.len() + rest.chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// So many marks are enough to see it.
const MARKS: usize = 20;

/// Where a separator stands, if a scope is a list of names with it between them, and no white space but beside it.
pub(crate) fn separators(scope: &str, separator: &str) -> Option<Vec<Range<usize>>> {
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._:/-".contains(c))
    };
    let is_list = scope.contains(separator) && scope.split(separator).all(|name| is_name(name.trim()));
    let places = scope.match_indices(separator).map(|(at, found)| at..at + found.len());
    is_list.then(|| places.take(MARKS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_lists_by_their_separator() {
        assert_eq!(separators("openid, email", ","), Some(vec![std::ops::Range { start: 6, end: 7 }]));
        assert_eq!(separators("openid%20a.read%20b", "%20").map(|places| places.len()), Some(2));
        for text in ["openid", "openid email", "openid,", "openid email,phone", "openid,e\"mail"] {
            assert_eq!(separators(text, ","), None, "{text}");
        }
    }

    #[test]
    fn finds_names() {
        assert_eq!(ranges("openid  api.read api", |name| name.starts_with("api")), [8..16, 17..20]);
        assert_eq!(ranges("ä\u{3000}b", |name| name == "b"), std::slice::from_ref(&(5..6)));
    }
}
