//! What there is to say of all that is stored: whose page it is, what is missing, what could not be read.

use std::collections::BTreeSet;

use http::Uri;
use oauth::Flow;

use super::formats::What;
use super::login::OfLogin;
use super::{Found, PageStorage, Store, StoredNote, StoredTone};
use crate::mask::{Redactor, Shown, shown};

/// What no script of a page can look into.
const ELSEWHERE: &str = "What is in IndexedDB, in the app's memory, in cookies with HttpOnly or on the app's server is not seen here.";

pub(super) fn notes(
    flow: &Flow<'_>,
    login: &OfLogin,
    page: &PageStorage,
    found: &[Found],
    left_out: usize,
    redactor: &Redactor,
) -> Vec<StoredNote> {
    let mut notes = Vec::new();
    let mut say = |text: Shown, tone: StoredTone| notes.push(StoredNote { text, tone });
    let is_of_app = say_whose(flow, page, redactor, &mut say);
    for store in [Store::LocalStorage, Store::SessionStorage, Store::Cookie] {
        if page.refused.contains(&store) {
            say(
                shown!("The browser does not let this page read its ", store.plural(), "."),
                StoredTone::Warning,
            );
        }
    }
    if left_out > 0 {
        say(
            shown!(
                Shown::number(u32::try_from(left_out).unwrap_or(u32::MAX)),
                " of what is stored was too much or too large to be read."
            ),
            StoredTone::Warning,
        );
    }
    if is_of_app {
        missing(flow, login, found).into_iter().for_each(|text| say(text, StoredTone::Info));
    }
    let nothing =
        if found.is_empty() { "Nothing of a login is stored where scripts can read it. " } else { "" };
    say(shown!(nothing, ELSEWHERE), StoredTone::Info);
    notes
}

/// Says where the page is not the app's; answers whether it is, as far as is known.
fn say_whose(
    flow: &Flow<'_>,
    page: &PageStorage,
    redactor: &Redactor,
    say: &mut impl FnMut(Shown, StoredTone),
) -> bool {
    let Some(own) = Uri::parse(&page.origin).filter(|uri| !uri.host().is_empty()) else {
        say(
            Shown::from(
                "This page has no origin of its own (an empty tab, an error page or a sandbox): it stores nothing.",
            ),
            StoredTone::Warning,
        );
        return false;
    };
    let apps = origins_of_app(flow);
    if apps.is_empty() {
        return true;
    }
    if apps.contains(&own.origin()) {
        return true;
    }
    let shown = |origin: &String| Uri::parse(origin).map(|uri| origin_shown(&uri, redactor));
    let apps: Vec<Shown> = apps.iter().filter_map(shown).collect();
    say(
        shown!(
            "This page is of ",
            origin_shown(&own, redactor),
            ", the app of this login of ",
            Shown::joined(&apps, " or "),
            ": what the app stored is not seen here. Open a page of the app in this tab, and look again."
        ),
        StoredTone::Warning,
    );
    false
}

/// Where the app's pages are: where the login comes back to, and where it began.
fn origins_of_app(flow: &Flow<'_>) -> BTreeSet<String> {
    let Some(request) = flow.authorization_request() else { return BTreeSet::new() };
    let back = request.redirect_uri().and_then(|value| Uri::parse(value.known()?));
    let back = back.filter(|uri| matches!(uri.scheme(), "http" | "https")).map(|uri| uri.origin());
    let start = request
        .exchange
        .context
        .initiator
        .as_ref()
        .and_then(|origin| Uri::parse(origin.text()))
        .map(|uri| uri.origin());
    // A provider's own page can send on to itself.
    let server = request.server_origin();
    back.into_iter().chain(start.filter(|start| *start != server)).collect()
}

fn origin_shown(uri: &Uri, redactor: &Redactor) -> Shown {
    let scheme = if uri.scheme() == "http" { "http://" } else { "" };
    shown!(scheme, redactor.host(uri))
}

/// What was sent and is not there, and why, which is right in one half of all cases.
fn missing(flow: &Flow<'_>, login: &OfLogin, found: &[Found]) -> Option<Shown> {
    let is_there =
        |what: What| found.iter().any(|one| one.what == what && login.is_sent(what, &one.leaf.text));
    let all =
        [(What::State, "the state"), (What::CodeVerifier, "the code verifier"), (What::Nonce, "the nonce")];
    let gone: Vec<_> = all
        .into_iter()
        .filter_map(|(what, name)| Some((name, login.sent(what).filter(|_| !is_there(what))?, what)))
        .collect();
    let (_, message, _) = gone.first()?;
    let message = Shown::number(u32::try_from(*message).unwrap_or(u32::MAX));
    let names: Vec<Shown> = gone.iter().map(|(name, ..)| Shown::from(*name)).collect();
    let needs_verifier = gone.iter().any(|(_, _, what)| *what == What::CodeVerifier);
    let rest = match (flow.authorization_responses().is_empty(), needs_verifier) {
        (false, _) => {
            "Libraries take it out when they read the answer: that is as it should be where the app went on. Where the app says that it does not know the state, or lost the request, it was gone before."
        }
        (true, true) => {
            "Without the verifier the app's page cannot exchange the code that will come. An app with a server keeps it there."
        }
        (true, false) => {
            "The app's page has nothing to compare the answer with that will come. An app with a server keeps it there."
        }
    };
    Some(shown!("Of message ", message, " not stored here now: ", Shown::joined(&names, ", "), ". ", rest))
}

impl Store {
    fn plural(self) -> &'static str {
        match self {
            Store::LocalStorage => "localStorage",
            Store::SessionStorage => "sessionStorage",
            Store::Cookie => "cookies",
        }
    }
}
