//! Where to look next, where nothing is proved: ranked, with the line of the log or the command that would decide it.

use oauth::{AuthorizationResponse, Flow, Part, Pointer, RequestObject, StoryKind};

use crate::actor::is_taken_by_server;
use crate::command::Command;
use crate::evidence::Phrase;
use crate::outcome::{Outcome, is_page_of_app};
use crate::responder::Framework;

const TOKEN_ENDPOINT: &str = "TOKEN_ENDPOINT";

/// A cause that the recording cannot prove.
pub struct Hypothesis {
    /// The rule that would fire.
    pub rule: &'static str,
    /// Why it is likely.
    pub because: &'static str,
    /// What would decide it.
    pub look_at: Phrase,
    /// A command that would show it.
    pub command: Option<Command>,
}

/// The hypotheses of a login in which nothing is proved, likeliest first.
pub(crate) fn hypotheses(flow: &Flow<'_>, outcome: Outcome) -> Vec<Hypothesis> {
    match outcome {
        // The call was answered: what came back is in no log.
        Outcome::OutOfSight if flow.has_token_request() => Vec::new(),
        // What stands behind `#` reaches no server (RFC 3986 §3.5).
        Outcome::OutOfSight if flow.authorization_responses().last().is_some_and(AuthorizationResponse::is_in_fragment) => {
            vec![Hypothesis {
                rule: "state/mismatch",
                because: "What stands behind # reaches no server: the app's page has to exchange the code itself. If no token call of it follows, it may not find the state that it stored, or its router took the fragment away before the library read it.",
                look_at: "The browser's console on the page of the redirect URI: search for state.".into(),
                command: None,
            }]
        }
        Outcome::OutOfSight => {
            let log = Framework::of(flow).map_or(
                Phrase::from(
                    "The server's log around the callback: search for invalid_grant and invalid_client.",
                ),
                |framework| {
                    let who = if framework.is_gateway { "The login is done by " } else { "The app is made with " };
                    Phrase::from(who).text(framework.name).text(". ").text(framework.log)
                },
            );
            let by_page = is_page_of_app(flow).then_some(Hypothesis {
                rule: "state/mismatch",
                because: "If the app's page exchanges the code itself: it stopped before, for it does not find the state that it stored (another tab, the address with and without www, a storage that was cleared).",
                look_at: "The browser's console on the page of the redirect URI: search for state.".into(),
                command: None,
            });
            let by_server = [
                Hypothesis {
                    rule: "token/invalid-client",
                    because: "If the app does not sign the user in: its server exchanges the code, and the provider may refuse the app's own credentials there.",
                    look_at: log,
                    command: None,
                },
                Hypothesis {
                    rule: "token/invalid-grant",
                    because: "Or the provider refuses the code there: another redirect_uri, another code verifier, or a code that is used or too old.",
                    look_at: "Make the server's token call by hand with a fresh code, and check what it writes together with the login (oauth-lens check login.har token.txt).".into(),
                    command: Some(token_call(flow)),
                },
            ];
            if is_taken_by_server(flow) {
                by_server.into_iter().chain(by_page).collect()
            } else {
                by_page.into_iter().chain(by_server).collect()
            }
        }
        Outcome::Failed if flow.is_calls_alone() => vec![Hypothesis {
            rule: "api/401-invalid-token",
            because: "The API refuses the token and does not say why.",
            look_at: "What the token says of itself (oauth-lens token TOKEN: for whom it is, who issued it, until when), and the API's log at this time.".into(),
            command: None,
        }],
        Outcome::Abandoned if flow.kind() == StoryKind::Presentation => vec![unanswered_presentation(flow)],
        Outcome::Abandoned if flow.authorization_request().is_some() && flow.authorization_responses().is_empty() => vec![Hypothesis {
            rule: "authorize/error-page",
            because: "The provider never sent the browser back to the app.",
            look_at: "The last page of the provider: does it show an error, or did somebody close it?".into(),
            command: None,
        }],
        Outcome::Succeeded | Outcome::Failed | Outcome::Abandoned | Outcome::Running => Vec::new(),
    }
}

/// A verifier's request after which no answer came.
fn unanswered_presentation(flow: &Flow<'_>) -> Hypothesis {
    let objects = flow.request_objects();
    let has_scheme = objects.iter().any(|object| object.text("client_id_scheme").is_some());
    let because = if has_scheme {
        "The verifier's request (OpenID4VP) reached the wallet, and no answer of the wallet was seen. It says with client_id_scheme what kind of identifier its client_id is, as drafts before the 22nd have it: wallets of later drafts look for a prefix in client_id."
    } else if objects.iter().any(RequestObject::has_client_id_prefix) {
        "The verifier's request (OpenID4VP) reached the wallet, and no answer of the wallet was seen. It says with a prefix of its client_id what kind of identifier that is, as drafts from the 22nd on have it: wallets of earlier drafts look for client_id_scheme and refuse it."
    } else {
        "The verifier's request (OpenID4VP) reached the wallet, and no answer of the wallet was seen: it may have refused the request, its client_id or its signature, or its user did."
    };
    Hypothesis {
        rule: "answer/refused",
        because,
        look_at: "The wallet's own log or screen: what it says of the request. And which draft of OpenID4VP wallet and verifier have: bring both to one.".into(),
        command: None,
    }
}

/// The token request as a `curl` command, as far as the recording knows it.
fn token_call(flow: &Flow<'_>) -> Command {
    let mut call = Command::default().words("curl -v");
    let endpoint = flow
        .metadata_source()
        .filter(|document| document.text("token_endpoint").is_some())
        .map(|document| document.pointer("token_endpoint"));
    call = match endpoint {
        Some(endpoint) => call.value("", endpoint, TOKEN_ENDPOINT),
        None => call.words(TOKEN_ENDPOINT),
    };
    call = call.words("-d grant_type=authorization_code -d code=CODE");
    if let Some(request) = flow.authorization_request() {
        let part = |name: &'static str| Pointer::new(request.message, Part::Query(name.into()));
        let has = |name: &str| request.exchange.request.uri.query().has(name);
        if has("redirect_uri") {
            call =
                call.words("--data-urlencode").value("redirect_uri=", part("redirect_uri"), "REDIRECT_URI");
        }
        if has("client_id") {
            call = call.words("--data-urlencode").value("client_id=", part("client_id"), "CLIENT_ID");
        }
        if request.code_challenge().is_some() {
            call = call.words("-d code_verifier=VERIFIER");
        }
    }
    // A client without a secret gets no command with one.
    call.words(if is_taken_by_server(flow) {
        "-d client_secret=SECRET > token.txt 2>&1"
    } else {
        "> token.txt 2>&1"
    })
}
