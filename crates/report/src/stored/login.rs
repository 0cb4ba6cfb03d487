//! What a login sent and got, to compare what is stored with.

use http::Value;
use lint::Session;
use oauth::{Flow, TokenKind};

use super::StoredTone;
use super::formats::What;
use crate::mask::{Shown, shown};

/// A value of the login and the number of the message that has it.
type At = (usize, String);

/// What a login sent and got.
#[derive(Default)]
pub(super) struct OfLogin {
    sent_state: Option<At>,
    returned_state: Option<At>,
    sent_nonce: Option<At>,
    returned_nonce: Option<At>,
    /// With whether it is the hash of the verifier, or the verifier itself.
    challenge: Option<(At, bool)>,
    verifier: Option<At>,
    code: Option<At>,
    tokens: Vec<(What, At)>,
}

/// The states, nonces and verifiers that other logins of the recording sent.
pub(super) struct OtherLogins(Vec<String>);

impl OtherLogins {
    pub(super) fn of(session: &Session, flow: &Flow<'_>) -> Self {
        let analysis = session.analysis();
        let own = flow.messages.first().map(|message| std::ptr::from_ref(message.exchange));
        let is_other = |other: &&Flow<'_>| {
            other.messages.first().map(|message| std::ptr::from_ref(message.exchange)) != own
        };
        let flows = analysis.stories().iter().map(lint::Story::flow).filter(is_other);
        OtherLogins(flows.flat_map(|other| OfLogin::of(other).own_values()).collect())
    }

    pub(super) fn have(&self, text: &str) -> bool {
        self.0.iter().any(|other| other == text)
    }
}

impl OfLogin {
    pub(super) fn of(flow: &Flow<'_>) -> Self {
        let known = |at: usize, value: Option<Value<'_>>| {
            let text = value?.known()?;
            (!text.is_empty()).then(|| (at + 1, text.to_owned()))
        };
        let mut login = OfLogin::default();
        if let Some(request) = flow.authorization_request() {
            login.sent_state = known(request.message, request.state());
            login.sent_nonce = known(request.message, request.nonce());
            // Where the method is not known, nothing can be said of the two.
            let is_hash = match request.code_challenge_method() {
                Some("S256") => Some(true),
                Some("plain") => Some(false),
                _ => None,
            };
            login.challenge = known(request.message, request.code_challenge()).zip(is_hash);
        }
        if let Some(response) = flow.authorization_responses().last() {
            login.returned_state = known(response.message, response.state());
            login.code = known(response.message, response.code());
        }
        if let Some(token) = flow.id_tokens().last() {
            login.returned_nonce = token.jwt.text("nonce").map(|nonce| (token.message + 1, nonce.to_owned()));
        }
        let exchanges = flow.token_exchanges().iter().rev();
        login.verifier = exchanges.into_iter().find_map(|one| known(one.message, one.code_verifier()));
        for token in flow.tokens() {
            let what = match token.kind {
                TokenKind::Id => What::IdToken,
                TokenKind::Access => What::AccessToken,
                TokenKind::Refresh => What::RefreshToken,
                _ => continue,
            };
            let Some(place) = token.came.first().or_else(|| token.went.first()) else { continue };
            login.tokens.push((what, (place.message + 1, token.text.text().to_owned())));
        }
        login
    }

    fn own_values(self) -> Vec<String> {
        let values = [self.sent_state, self.sent_nonce, self.verifier];
        let tokens = self.tokens.into_iter().map(|(_, at)| Some(at));
        values.into_iter().chain(tokens).flatten().map(|(_, text)| text).collect()
    }

    /// What a text is, because this login has it.
    pub(super) fn what(&self, text: &str) -> Option<What> {
        let is = |at: &Option<At>| at.as_ref().is_some_and(|(_, own)| own == text);
        if let Some((what, _)) = self.tokens.iter().find(|(_, (_, own))| own == text) {
            return Some(*what);
        }
        match () {
            () if is(&self.sent_state) || is(&self.returned_state) => Some(What::State),
            () if is(&self.sent_nonce) || is(&self.returned_nonce) => Some(What::Nonce),
            () if is(&self.verifier) || self.fits_challenge(text).is_some_and(|(_, fits)| fits) => {
                Some(What::CodeVerifier)
            }
            () if is(&self.code) => Some(What::Code),
            () => None,
        }
    }

    /// Whether a text is the verifier of the challenge, and which message sent that.
    fn fits_challenge(&self, text: &str) -> Option<(usize, bool)> {
        let ((message, challenge), is_hash) = self.challenge.as_ref()?;
        // RFC 7636 §4.1: 43 to 128 characters; nothing else is hashed.
        if !(20..=256).contains(&text.len()) {
            return Some((*message, false));
        }
        let own = if *is_hash { jose::s256(text) } else { text.to_owned() };
        Some((*message, own == *challenge))
    }

    /// The value that this login sent, for which one is looked for in what is stored.
    pub(super) fn sent(&self, what: What) -> Option<usize> {
        match what {
            What::State => self.sent_state.as_ref().map(|(message, _)| *message),
            What::Nonce => self.sent_nonce.as_ref().map(|(message, _)| *message),
            What::CodeVerifier => self.challenge.as_ref().map(|((message, _), _)| *message),
            _ => None,
        }
    }

    /// Whether a text is what this login sent.
    pub(super) fn is_sent(&self, what: What, text: &str) -> bool {
        let is = |at: &Option<At>| at.as_ref().is_some_and(|(_, own)| own == text);
        match what {
            What::State => is(&self.sent_state),
            What::Nonce => is(&self.sent_nonce),
            What::CodeVerifier => self.fits_challenge(text).is_some_and(|(_, fits)| fits),
            _ => false,
        }
    }

    /// How a stored value stands to this login.
    pub(super) fn verdict(&self, what: What, text: &str, others: &OtherLogins) -> (Shown, StoredTone) {
        match what {
            What::State => {
                let names = ("in the callback", "The callback");
                sent_and_returned(text, self.sent_state.as_ref(), self.returned_state.as_ref(), names, others)
            }
            What::Nonce => {
                let names = ("in the ID token", "The ID token");
                sent_and_returned(text, self.sent_nonce.as_ref(), self.returned_nonce.as_ref(), names, others)
            }
            What::CodeVerifier => self.verdict_of_verifier(text, others),
            What::Code => match &self.code {
                Some((message, own)) if own == text => {
                    (shown!("The code that came with message ", number(*message), "."), StoredTone::Info)
                }
                _ => (Shown::from("Not the code of this login."), StoredTone::Info),
            },
            What::AccessToken | What::IdToken | What::RefreshToken => {
                match self.tokens.iter().find(|(_, (_, own))| own == text) {
                    Some((_, (message, _))) => {
                        (shown!("The one of message ", number(*message), "."), StoredTone::Info)
                    }
                    None if others.have(text) => {
                        (Shown::from("Of another login of this recording."), StoredTone::Info)
                    }
                    None if self.tokens.iter().any(|(own, _)| *own == what) => {
                        (Shown::from("Not one that this login got."), StoredTone::Info)
                    }
                    None => (
                        Shown::from(
                            "No token of this kind was seen in this login: nothing to compare it with.",
                        ),
                        StoredTone::Info,
                    ),
                }
            }
        }
    }

    fn verdict_of_verifier(&self, text: &str, others: &OtherLogins) -> (Shown, StoredTone) {
        let sent = self.verifier.as_ref();
        let is_sent = sent.is_some_and(|(_, own)| own == text);
        match (self.fits_challenge(text), sent) {
            (Some((challenge, true)), Some((message, _))) if is_sent => (
                shown!(
                    "Belongs to the code_challenge of message ",
                    number(challenge),
                    ", and message ",
                    number(*message),
                    " sent it."
                ),
                StoredTone::Ok,
            ),
            (Some((challenge, true)), Some((message, _))) => (
                shown!(
                    "Belongs to the code_challenge of message ",
                    number(challenge),
                    ", but message ",
                    number(*message),
                    " sent another one."
                ),
                StoredTone::Error,
            ),
            (Some((challenge, true)), None) => {
                (shown!("Belongs to the code_challenge of message ", number(challenge), "."), StoredTone::Ok)
            }
            (Some((challenge, false)), Some((message, _))) if is_sent => (
                shown!(
                    "Message ",
                    number(*message),
                    " sent it, but it does not belong to the code_challenge of message ",
                    number(challenge),
                    "."
                ),
                StoredTone::Error,
            ),
            (Some((challenge, false)), _) if !others.have(text) => (
                shown!(
                    "Does not belong to the code_challenge of message ",
                    number(challenge),
                    ": left over from another attempt, or of another login."
                ),
                StoredTone::Warning,
            ),
            (None, Some((message, _))) if is_sent => {
                (shown!("The one that message ", number(*message), " sent."), StoredTone::Ok)
            }
            (None, _) if !others.have(text) => (
                Shown::from("No code_challenge was seen in this login: nothing to compare it with."),
                StoredTone::Info,
            ),
            _ => (Shown::from("Of another login of this recording."), StoredTone::Info),
        }
    }
}

/// A value that goes out and comes back the same. `names`: where it comes back, within a sentence and at its beginning.
fn sent_and_returned(
    text: &str,
    sent: Option<&At>,
    returned: Option<&At>,
    (within, beginning): (&'static str, &'static str),
    others: &OtherLogins,
) -> (Shown, StoredTone) {
    let is = |at: Option<&At>| at.is_some_and(|(_, own)| own == text);
    match (sent, returned) {
        (Some((out, _)), Some((back, _))) if is(sent) && is(returned) => (
            shown!(
                "Same as sent (message ",
                number(*out),
                ") and as it came back ",
                within,
                " (message ",
                number(*back),
                ")."
            ),
            StoredTone::Ok,
        ),
        (Some((out, _)), Some((back, _))) if is(sent) => (
            shown!(
                "Same as sent (message ",
                number(*out),
                "). ",
                beginning,
                " (message ",
                number(*back),
                ") has another one."
            ),
            StoredTone::Error,
        ),
        (Some((out, _)), None) if is(sent) => {
            (shown!("Same as sent (message ", number(*out), ")."), StoredTone::Ok)
        }
        (Some((out, _)), Some((back, _))) if is(returned) => (
            shown!(
                "Not the one that was sent (message ",
                number(*out),
                ") but the one that came back ",
                within,
                " (message ",
                number(*back),
                ")."
            ),
            StoredTone::Error,
        ),
        (None, Some((back, _))) if is(returned) => {
            (shown!("Same as it came back ", within, " (message ", number(*back), ")."), StoredTone::Ok)
        }
        _ if others.have(text) => (Shown::from("Of another login of this recording."), StoredTone::Info),
        (Some((out, _)), _) => (
            shown!(
                "Not the one of this login (message ",
                number(*out),
                "): left over from another attempt, or of another login."
            ),
            StoredTone::Warning,
        ),
        (None, _) => (
            Shown::from("This login was not seen to send one: nothing to compare it with."),
            StoredTone::Info,
        ),
    }
}

fn number(message: usize) -> Shown {
    Shown::number(u32::try_from(message).unwrap_or(u32::MAX))
}
