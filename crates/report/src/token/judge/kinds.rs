//! What is demanded of each kind of token alone.

use http::{Secret, Uri};
use jose::Jwt;
use lint::Reference;
use oauth::TokenKind;
use serde_json::Value;

use super::super::model::JudgementKind;
use super::Judge;

impl Judge<'_, '_> {
    pub(super) fn by_kind(&mut self, kind: TokenKind) {
        let claims = &self.jwt.claims;
        match kind {
            TokenKind::Id if self.context.expected.is_sent_to_api => {
                let text =
                    "The app sent it to an API. ID tokens are for the app alone: send the access token.";
                self.say(JudgementKind::Warning, text, Reference::OidcCore("2"));
            }
            TokenKind::Access if claims.contains_key("nonce") && self.jwt.header.contains_key("nonce") => {
                let text = "It is for Microsoft Graph: it cannot be checked by anybody else, on purpose.";
                self.say(JudgementKind::Info, text, Reference::Rfc(6749, "1.4"));
            }
            TokenKind::Access if !self.is_typed("at+jwt") => {
                let text = "It is an access token in a form of the provider's own (RFC 9068 tokens say typ: at+jwt).";
                self.say(JudgementKind::Info, text, Reference::Rfc(9068, "2.1"));
            }
            TokenKind::Logout => self.logout(),
            TokenKind::DpopProof => self.proof(),
            _ => {}
        }
    }

    fn logout(&mut self) {
        const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
        let reference = || Reference::BackChannelLogout("2.4");
        let events = self.jwt.claims.get("events").and_then(Value::as_object);
        if events.is_none_or(|events| !events.contains_key(EVENT)) {
            self.say(
                JudgementKind::Wrong,
                "Its events do not have the one of back-channel logout.",
                reference(),
            );
        }
        if !self.jwt.claims.contains_key("sub") && !self.jwt.claims.contains_key("sid") {
            self.say(JudgementKind::Wrong, "It names neither a user (sub) nor a session (sid).", reference());
        }
        if self.jwt.claims.contains_key("nonce") {
            self.say(JudgementKind::Wrong, "It has a nonce, which logout tokens must not have.", reference());
        }
    }

    fn proof(&mut self) {
        let reference = || Reference::Rfc(9449, "4.2");
        if !self.is_typed("dpop+jwt") {
            self.say(JudgementKind::Wrong, "Its header does not say typ: dpop+jwt.", reference());
        }
        match self.jwt.header.get("jwk").and_then(Value::as_object) {
            None => self.say(JudgementKind::Wrong, "It brings no key along (jwk).", reference()),
            Some(key) if key.contains_key("d") || key.contains_key("k") => {
                let text =
                    "It brings its private key along: whoever sees it can sign in its place. Make a new key.";
                self.say(JudgementKind::Wrong, text, reference());
            }
            Some(_) => {}
        }
        self.proof_of_request();
    }

    /// What a proof says of the request that it was sent with (RFC 9449 §4.3).
    fn proof_of_request(&mut self) {
        let Some(request) = &self.context.expected.request else { return };
        let reference = || Reference::Rfc(9449, "4.3");
        let is_for_address =
            self.jwt.text("htu").and_then(Uri::parse).is_some_and(|uri| uri.same_endpoint(&request.uri));
        let is_for_method = self.jwt.text("htm") == Some(request.method.as_str());
        let mut said = vec![match (is_for_address, is_for_method) {
            (true, true) => (JudgementKind::Right, "It is for the request that it was sent with (htm, htu)."),
            (false, _) => (JudgementKind::Wrong, "It is for another address than the request's (htu)."),
            (true, false) => (JudgementKind::Wrong, "It is for another method than the request's (htm)."),
        }];
        if let Some(token) = request.access_token.as_ref().map(Secret::text) {
            let fits = self.jwt.text("ath") == Some(jose::s256(token).as_str());
            said.push(if fits {
                (JudgementKind::Right, "It fits the access token beside it (ath).")
            } else {
                (JudgementKind::Wrong, "It does not fit the access token beside it (ath).")
            });
            let bound =
                Jwt::read(token).claims.get("cnf").and_then(|cnf| Some(cnf.get("jkt")?.as_str()?.to_owned()));
            let own = self.jwt.header.get("jwk").and_then(Value::as_object).and_then(jose::thumbprint);
            if let Some((bound, own)) = bound.zip(own) {
                said.push(if bound == own {
                    (JudgementKind::Right, "Its key is the one that the access token is bound to (cnf).")
                } else {
                    (JudgementKind::Wrong, "Its key is not the one that the access token is bound to (cnf).")
                });
            }
        }
        for (state, text) in said {
            self.say(state, text, reference());
        }
    }
}
