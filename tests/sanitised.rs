//! Whoever takes the secrets out of a recording must not get faults for it that were not there.

use lint::Severity;
use oauth_lens_tests::{scenarios, session_of};

/// What tools that sanitise recordings look for.
const SECRETS: [&str; 12] = [
    "state",
    "code",
    "nonce",
    "code_verifier",
    "code_challenge",
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "device_code",
    "id_token_hint",
    "token",
];

/// The text with a mark in place of each secret parameter, member and `Authorization`.
fn sanitised(text: &str, mark: &str) -> String {
    let mut text = text.to_owned();
    for name in SECRETS {
        for (open, ends) in [
            (format!("?{name}="), "&# \n\""),
            (format!("&{name}="), "&# \n\""),
            (format!("#{name}="), "& \n\""),
            (format!("> {name}="), "&# \n\""),
            (format!("\"{name}\": \""), "\"\n"),
        ] {
            text = replaced(&text, &open, ends, mark);
        }
    }
    replaced(&text, "> Authorization: ", "\n", mark)
}

fn replaced(text: &str, open: &str, ends: &str, mark: &str) -> String {
    let mut pieces = text.split(open);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c| ends.contains(c)).unwrap_or(piece.len());
        out.push_str(open);
        out.push_str(if end == 0 { "" } else { mark });
        out.push_str(&piece[end..]);
    }
    out
}

#[test]
fn a_sanitised_recording_has_no_new_faults() {
    let mut worse = Vec::new();
    for (name, text) in scenarios() {
        let errors = |text: &str| -> Vec<&'static str> {
            let session = session_of(text);
            let analysis = session.analysis();
            let logins = analysis.stories();
            let findings = logins.iter().flat_map(|login| &login.diagnosis().findings);
            findings
                .filter(|finding| finding.severity >= Severity::Warning)
                .map(|finding| finding.rule.id)
                .collect()
        };
        let before = errors(&text);
        for mark in ["[REDACTED]", "***", "<API_KEY>"] {
            // That a request is refused the answer says; what was taken out is what said why.
            let is_new = |id: &&str| !before.contains(id) && *id != "answer/refused";
            let new: Vec<_> = errors(&sanitised(&text, mark)).into_iter().filter(is_new).collect();
            if !new.is_empty() {
                worse.push(format!("{name} with {mark}: {new:?}"));
            }
        }
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}
