//! What a provider refuses in an authorization request: said to the app, or on a page to the user.

use oauth::{AuthorizationRequest, Flow, Pointer};

use crate::error_page::ErrorPage;

/// Where the provider says that it refuses the request for a certain reason: with one of these error codes, or (in lower
/// case) with one of these words. `None` where it does not refuse, or says something else.
pub(crate) fn refusal_about(
    request: &AuthorizationRequest<'_>,
    flow: &Flow<'_>,
    codes: &[&str],
    words: &[&str],
) -> Option<Pointer> {
    if let Some(response) = flow.authorization_responses().last() {
        let error = response.error()?;
        if codes.contains(&error) {
            return Some(response.pointer("error"));
        }
        let description = response.parameters.text("error_description")?.to_ascii_lowercase();
        let says = words.iter().any(|word| description.contains(word));
        return says.then(|| response.pointer("error_description"));
    }
    let page = ErrorPage::of(request, flow)?;
    let said = page.says(codes).or_else(|| page.says(words)).map(|range| page.pointer(range));
    said.or_else(|| page.url_says(codes))
}
