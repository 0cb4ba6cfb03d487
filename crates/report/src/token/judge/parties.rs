//! Who issued a token, for whom, and for which login.

use http::{Secret, Uri};
use jose::left_half_hash;
use lint::Reference;
use oauth::TokenKind;

use super::super::model::JudgementKind;
use super::Judge;
use crate::fields::Treatment;
use crate::redact::shown;

impl Judge<'_, '_> {
    pub(super) fn parties(&mut self, kind: TokenKind) {
        let expected = &self.context.expected;
        if let Some((issuer, wanted)) = self.jwt.text("iss").zip(expected.issuer.as_deref())
            && matches!(kind, TokenKind::Id | TokenKind::Logout | TokenKind::AuthorizationResponse)
        {
            let [found, wanted_shown] =
                [issuer, wanted].map(|text| self.redactor.value("iss", Treatment::Url, text));
            if issuer == wanted {
                self.say(
                    JudgementKind::Right,
                    shown!("It comes from ", found, ", which this login asked."),
                    Reference::OidcCore("3.1.3.7"),
                );
            } else {
                let text = shown!("It comes from ", found, "; this login asked ", wanted_shown, " (iss).");
                self.say(JudgementKind::Wrong, text, Reference::OidcCore("3.1.3.7"));
            }
        }
        if matches!(kind, TokenKind::Id | TokenKind::Logout | TokenKind::AuthorizationResponse)
            && let Some(client) = expected.client_id.as_deref()
        {
            self.audience(client);
        }
        if let Some(issuer) = self.jwt.text("iss")
            && Uri::parse(issuer).is_none_or(|uri| !http::cookie::is_trustworthy(&uri))
            && kind == TokenKind::Id
        {
            let text = "Its issuer (iss) is no https address: readers that go by the letter refuse it.";
            self.say(JudgementKind::Warning, text, Reference::OidcCore("2"));
        }
    }

    fn audience(&mut self, client: &str) {
        let audiences = self.jwt.audiences();
        let client_shown = &self.redactor.value("client_id", Treatment::Plain, client);
        if audiences.contains(&client) {
            let text = shown!("It is for this client, ", client_shown, " (aud).");
            self.say(JudgementKind::Right, text, Reference::OidcCore("3.1.3.7"));
        } else if let Some(first) = audiences.first() {
            let found = self.redactor.value("aud", Treatment::Plain, first);
            let text = shown!("It is for ", found, ", not for this client, ", client_shown, " (aud).");
            self.say(JudgementKind::Wrong, text, Reference::OidcCore("3.1.3.7"));
        }
        if let Some(party) = self.jwt.text("azp").filter(|party| *party != client) {
            let party = self.redactor.value("azp", Treatment::Plain, party);
            let text = shown!("Another client asked for it: ", party, ", not ", client_shown, " (azp).");
            self.say(JudgementKind::Wrong, text, Reference::OidcCore("3.1.3.7"));
        }
    }

    /// What ties it to this login: nonce and hashes.
    pub(super) fn ties(&mut self, kind: TokenKind) {
        if kind != TokenKind::Id {
            return;
        }
        let expected = &self.context.expected;
        match (self.jwt.text("nonce"), expected.nonce.as_ref().map(Secret::text)) {
            (Some(found), Some(sent)) if found == sent => {
                self.say(
                    JudgementKind::Right,
                    "It has the nonce that this login sent.",
                    Reference::OidcCore("3.1.3.7"),
                );
            }
            (Some(_), Some(_)) => {
                let text = "Its nonce is not the one that this login sent: it belongs to another login.";
                self.say(JudgementKind::Wrong, text, Reference::OidcCore("3.1.3.7"));
            }
            (None, Some(_)) => {
                self.say(
                    JudgementKind::Wrong,
                    "It lacks the nonce that this login sent.",
                    Reference::OidcCore("3.1.3.7"),
                );
            }
            (_, None) => {}
        }
        let ties = [
            ("at_hash", "access token", &expected.access_token),
            ("c_hash", "code", &expected.code),
            ("s_hash", "state", &expected.state),
        ];
        for (claim, what, value) in ties {
            let found = self.jwt.text(claim);
            let Some((found, value)) = found.zip(value.as_ref().map(Secret::text)) else { continue };
            let Some(computed) = self.jwt.alg().and_then(|alg| left_half_hash(alg, value)) else { continue };
            if found == computed {
                let text = shown!("Its ", claim, " fits the ", what, " of this login.");
                self.say(JudgementKind::Right, text, Reference::OidcCore("3.1.3.8"));
            } else {
                let text = shown!("Its ", claim, " does not fit the ", what, " of this login.");
                self.say(JudgementKind::Wrong, text, Reference::OidcCore("3.1.3.8"));
            }
        }
    }
}
