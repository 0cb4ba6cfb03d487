//! Calls with an access token: UserInfo and APIs (RFC 6750, RFC 9449 §7).

use http::{Exchange, Redaction, Secret};
use jose::Jwt;

use crate::message::MessageKind;
use crate::pointer::{Name, Part, Pointer};

/// A request to a protected resource and what came back.
pub struct ProtectedRequest<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// UserInfo, or another API.
    pub kind: MessageKind,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
}

impl<'r> ProtectedRequest<'r> {
    /// The authentication scheme of `Authorization`, as it was sent.
    pub fn scheme(&self) -> Option<&'r str> {
        Some(self.exchange.authorization()?.0)
    }

    /// What was sent as the access token in `Authorization`.
    pub fn token(&self) -> Option<&'r str> {
        Some(self.exchange.authorization()?.1)
    }

    /// Whether the token was taken out of the recording: then nobody knows whose it was.
    pub fn hides_token(&self) -> bool {
        let headers = self.exchange.request.headers.present();
        let sent = headers.and_then(|headers| headers.captured("authorization")).map(Secret::text);
        sent.is_some_and(|sent| {
            let token = sent.split_once(' ').map_or(sent, |(_, token)| token.trim());
            [sent, token].iter().any(|text| Redaction::of(text) == Some(Redaction::TakenOut))
        })
    }

    /// The access token, where it is a JWT.
    pub fn jwt(&self) -> Option<Jwt> {
        self.token().filter(|token| Jwt::is_likely(token)).map(Jwt::read)
    }

    /// Whether a token was sent in one of the three ways of RFC 6750 §2; `None` where that was not seen.
    pub fn has_token(&self) -> Option<bool> {
        let request = &self.exchange.request;
        let elsewhere = request.uri.query().has("access_token")
            || self.exchange.form().is_some_and(|form| form.has("access_token"));
        if elsewhere {
            return Some(true);
        }
        let sent = request.headers.present()?.has("authorization");
        let body_seen = request.method == "GET" || request.body.present().is_some();
        if !sent && !body_seen { None } else { Some(sent) }
    }

    /// Whether the answer says success.
    pub fn is_ok(&self) -> bool {
        self.exchange.status().is_some_and(|status| (200..300).contains(&status))
    }

    /// What the answer says about the token, for the scheme of the request: `WWW-Authenticate` (RFC 6750 §3).
    pub fn challenge(&self) -> Option<Challenge> {
        let headers = self.exchange.response.as_ref()?.headers.present()?;
        let challenges: Vec<Challenge> = headers
            .iter()
            .filter(|(name, _)| *name == "www-authenticate")
            .flat_map(|(_, value)| Challenge::read_all(value.text()))
            .filter(|challenge| challenge.is("bearer") || challenge.is("dpop"))
            .collect();
        let of_request = |c: &&Challenge| self.scheme().is_some_and(|scheme| c.is(scheme));
        challenges.iter().find(of_request).or_else(|| challenges.first()).cloned()
    }

    /// The `error` of the challenge.
    pub fn error(&self) -> Option<String> {
        self.challenge()?.parameter("error").map(str::to_owned)
    }

    /// Points at the header that carries the token.
    pub fn authorization_pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::RequestHeader("authorization".into()))
    }

    /// Points at `WWW-Authenticate`.
    pub fn challenge_pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::ResponseHeader("www-authenticate".into()))
    }

    /// Points at the status.
    pub fn status_pointer(&self) -> Pointer {
        Pointer::new(self.message, Part::Status)
    }

    /// Points at a claim of the access token.
    pub fn claim(&self, name: impl Into<Name>) -> Pointer {
        Pointer::new(self.message, Part::AccessToken(name.into()))
    }
}

/// One challenge of `WWW-Authenticate` (RFC 9110 §11.6.1).
#[derive(Clone)]
pub struct Challenge {
    scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// The challenges of one header field.
    pub fn read_all(field: &str) -> Vec<Self> {
        let mut challenges: Vec<Challenge> = Vec::new();
        let mut rest = field;
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            let end = rest.find([' ', '\t', ',', '=']).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            if word.is_empty() && after.is_empty() {
                return challenges;
            }
            let value = after.trim_start().strip_prefix('=');
            rest = match (value, challenges.last_mut()) {
                (Some(value), Some(challenge)) => {
                    let (value, after) = parameter_value(value.trim_start());
                    challenge.parameters.push((word.to_ascii_lowercase(), value));
                    after
                }
                (Some(value), None) => value,
                (None, _) => {
                    challenges.push(Challenge { scheme: word.to_owned(), parameters: Vec::new() });
                    after
                }
            };
        }
    }

    /// Whether it is of that scheme.
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// The parameter of that (lower-case) name.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// A token or a quoted string, and what follows it.
fn parameter_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_challenges() {
        let all = Challenge::read_all(
            r#"Bearer realm="a, \"b\"", error="invalid_token", DPoP algs="ES256 EdDSA", error=use_dpop_nonce"#,
        );
        assert_eq!(all.len(), 2);
        assert!(all[0].is("bearer") && all[1].is("DPoP"));
        assert_eq!(all[0].parameter("realm"), Some(r#"a, "b""#));
        assert_eq!(all[0].parameter("error"), Some("invalid_token"));
        assert_eq!(all[1].parameter("error"), Some("use_dpop_nonce"));
        assert_eq!(Challenge::read_all("Bearer").len(), 1);
        assert_eq!(Challenge::read_all("").len(), 0);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics_and_ends(text in ".{0,80}") {
                Challenge::read_all(&text);
            }
        }
    }
}
