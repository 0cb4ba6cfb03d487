//! Where to look next, where nothing is proved: ranked, with the line of the log or the command that would decide it.

use oauth::{Flow, Part, Pointer};

use crate::diagnosis::{Hypothesis, Outcome, is_page_of_app};
use crate::evidence::Phrase;
use crate::framework::Framework;

/// The hypotheses of a login in which nothing is proved, likeliest first.
pub(crate) fn hypotheses(flow: &Flow<'_>, outcome: Outcome) -> Vec<Hypothesis> {
    match outcome {
        Outcome::OutOfSight => {
            let log = Framework::of(flow).map_or(
                Phrase::from(
                    "The server's log around the callback: search for invalid_grant and invalid_client.",
                ),
                |framework| {
                    Phrase::from("The app is made with ").text(framework.name).text(". ").text(framework.log)
                },
            );
            let by_page = is_page_of_app(flow).then_some(Hypothesis {
                rule: "state/mismatch",
                because: "If the app's page exchanges the code itself: it stopped before, for it does not find the state that it stored (another tab, the address with and without www, a storage that was cleared).",
                look_at: "The browser's console on the page of the redirect URI: search for state.".into(),
            });
            let by_server = [
                Hypothesis {
                    rule: "token/invalid-client",
                    because: "If the app does not sign the user in: its server exchanges the code, and the provider may refuse the app's own credentials there.",
                    look_at: log,
                },
                Hypothesis {
                    rule: "token/invalid-grant",
                    because: "Or the provider refuses the code there: another redirect_uri, another code verifier, or a code that is used or too old.",
                    look_at: Phrase::from("Make the server's token call by hand with a fresh code, save what it prints as token.txt, and check both files together (oauth-lens check login.har token.txt): ")
                        .append(token_call(flow)),
                },
            ];
            by_server.into_iter().chain(by_page).collect()
        }
        Outcome::Failed if flow.is_calls_alone() => vec![Hypothesis {
            rule: "api/401-invalid-token",
            because: "The API refuses the token and does not say why.",
            look_at: "What the token says of itself (oauth-lens token TOKEN: for whom it is, who issued it, until when), and the API's log at this time.".into(),
        }],
        Outcome::Abandoned if flow.authorization_responses().is_empty() => vec![Hypothesis {
            rule: "authorize/error-page",
            because: "The provider never sent the browser back to the app.",
            look_at: "The last page of the provider: does it show an error, or did somebody close it?".into(),
        }],
        Outcome::Succeeded | Outcome::Failed | Outcome::Abandoned | Outcome::Running => Vec::new(),
    }
}

/// The token request as a `curl` command, as far as the recording knows it.
fn token_call(flow: &Flow<'_>) -> Phrase {
    let mut call = Phrase::from("curl -v ");
    let endpoint = flow
        .discovery()
        .filter(|document| document.text("token_endpoint").is_some())
        .map(|document| document.pointer("token_endpoint"));
    call = match endpoint {
        Some(endpoint) => call.value(endpoint),
        None => call.text("TOKEN_ENDPOINT"),
    };
    call = call.text(" -d grant_type=authorization_code -d code=CODE");
    if let Some(request) = flow.authorization_request() {
        let part = |name: &'static str| Pointer::new(request.message, Part::Query(name.into()));
        let has = |name: &str| request.exchange.request.uri.query().has(name);
        if has("redirect_uri") {
            call = call.text(" --data-urlencode \"redirect_uri=").value(part("redirect_uri")).text("\"");
        }
        if has("client_id") {
            call = call.text(" -d client_id=").value(part("client_id"));
        }
        if request.code_challenge().is_some() {
            call = call.text(" -d code_verifier=VERIFIER");
        }
    }
    call.text(" -d client_secret=SECRET > token.txt 2>&1")
}
