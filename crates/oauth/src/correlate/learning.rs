//! What a login learns from its messages, and by what it is found from then on.

use std::sync::Arc;

use http::{Exchange, Parameters, Secret, Uri, Value};
use jose::Jwt;
use serde_json::Value as Json;

use super::Correlator;
use super::documents::endpoint_key;
use super::draft::Asked;
use super::index::{By, key};
use super::journal::Undo;
use super::resource;
use super::response::response_parameters;
use crate::authorization::request_object;
use crate::hashes::{challenge_of, index_of_hash, index_of_value};
use crate::token::TokenExchange;

/// Characters of the shortest code that is looked for inside of other texts, and of the beginning by which it is found.
pub(super) const SHORTEST_CODE: usize = 8;

/// In place of a hash: whether there is any.
const ANY: &str = "";

impl Correlator {
    pub(super) fn change_asked(&mut self, draft: usize, change: impl FnOnce(&mut Asked)) {
        change(Arc::make_mut(&mut self.change(draft).asked));
        let asked = Arc::clone(&self.drafts[draft].asked);
        let secret = |by, value: &Option<Secret<String>>| Some(key(by, value.as_ref()?.text()));
        let keys = [
            secret(By::State, &asked.state),
            asked.challenge.as_ref().map(|challenge| key(By::Challenge, index_of_hash(challenge.text()))),
            secret(By::Nonce, &asked.nonce),
            secret(By::RequestUri, &asked.request_uri),
            asked.client_id.as_deref().map(|client| key(By::Client, client)),
            asked.redirect_uri.as_ref().map(|uri| endpoint_key(By::RedirectUri, uri)),
        ];
        for key in keys.into_iter().flatten() {
            self.put_into_index(key, draft as u32);
        }
    }

    /// What a request asks for, in its parameters or in a request object among them (RFC 9101 §4).
    pub(super) fn learn_request(
        &mut self,
        draft: usize,
        parameters: &Parameters,
        request_uri: Option<Secret<String>>,
    ) {
        self.change_asked(draft, |asked| {
            asked.request_uri = request_uri.or(asked.request_uri.take());
            asked.learn(parameters);
            if let Some(object) = request_object(parameters) {
                let text = |(name, value): (String, Json)| Some((name, value.as_str()?.to_owned()));
                asked.learn(&Parameters::from_pairs(object.claims.into_iter().filter_map(text)));
            }
        });
    }

    /// Where the provider sends the browser. It follows, whether or not that was recorded.
    pub(super) fn learn_redirect(&mut self, draft: usize, to: &Uri) {
        let at = self.drafts[draft].redirects.len() as u32;
        self.change(draft).redirects.push(to.clone());
        self.put_into_index(key(By::Redirect, resource(to)), draft as u32);
        self.put_into_index(key(By::RedirectOf, (draft, resource(to))), at);
        self.learn_code(draft, to.query().value("code"));
    }

    /// What arrives at the redirect URI.
    pub(super) fn learn_response(&mut self, draft: usize, exchange: &Exchange) {
        let uri = &exchange.request.uri;
        let redirect = self.redirect_to(draft, uri).cloned();
        let parameters = response_parameters(exchange, redirect.as_ref());
        let value = |name| parameters.value(name).filter(|value| !value.text().is_empty()).cloned();
        if self.drafts[draft].asked.redirect_uri.is_none() {
            self.change_asked(draft, |asked| asked.redirect_uri = Some(uri.clone()));
        }
        let found = self.change(draft);
        found.responded = true;
        found.refused = value("error").is_some() && value("code").is_none();
        found.returned.extend(value("state"));
        self.learn_code(draft, value("code").as_ref());
        for name in ["access_token", "id_token"] {
            self.learn_token(draft, value(name).as_ref().map(Secret::text));
        }
        if value("access_token").is_some() {
            self.change(draft).counts.access_tokens += 1;
        }
        self.learn_id_token(draft, parameters.text("id_token"));
    }

    /// What a token request proves and what its response gives.
    pub(super) fn learn_exchange(&mut self, draft: usize, exchange: &Exchange) {
        let token = TokenExchange::read(0, exchange);
        if let Some(verifier) = token.code_verifier() {
            self.change(draft).proofs.extend(challenge_of(verifier).map(Secret::new));
        }
        for token in token.response().tokens() {
            self.learn_token(draft, Some(token.text()));
        }
        if token.response().access_token().is_some() {
            self.change(draft).counts.access_tokens += 1;
        }
        self.learn_id_token(draft, token.response().id_token());
        let is_refused = exchange.status().is_some_and(|status| matches!(status, 400 | 401));
        if let Some(nonce) = exchange.response_header("dpop-nonce").filter(|_| is_refused) {
            self.put_into_index(key(By::DpopNonce, nonce), draft as u32);
        }
    }

    pub(super) fn learn_token(&mut self, draft: usize, token: Option<&str>) {
        let Some(token) = token else { return };
        self.put_into_index(key(By::Token, token), draft as u32);
        self.change(draft).counts.tokens += 1;
    }

    /// What an ID token says about codes and access tokens that come another way (OpenID Connect Core §3.3.2.11).
    fn learn_id_token(&mut self, draft: usize, compact: Option<&str>) {
        let Some(jwt) = compact.map(Jwt::read) else { return };
        if let Some(nonce) = jwt.text("nonce") {
            self.change(draft).stated_nonces.push(nonce.into());
        }
        for (claim, by) in [("c_hash", By::CodeHash), ("at_hash", By::TokenHash)] {
            if let Some(hash) = jwt.text(claim) {
                self.put_into_index(key(by, ANY), draft as u32);
                self.put_into_index(key(by, index_of_hash(hash)), draft as u32);
            }
        }
    }

    pub(super) fn learn_code(&mut self, draft: usize, code: Option<&Secret<String>>) {
        let Some(code) = code.filter(|code| !code.text().is_empty()) else { return };
        self.change(draft).counts.codes += 1;
        let by_code = key(By::Code, code.text());
        if self.index.newest(by_code).next() == Some(draft) {
            return;
        }
        self.put_into_index(by_code, draft as u32);
        if let Some(beginning) = code.text().as_bytes().get(..SHORTEST_CODE) {
            self.put_into_index(key(By::CodeBeginning, beginning), self.codes.len() as u32);
            self.openings.note(beginning);
            self.codes.push((code.clone(), draft));
            self.journal.note(Undo::Code);
        }
    }

    /// The newest redirect of the provider that leads to an address.
    pub(super) fn redirect_to(&self, draft: usize, uri: &Uri) -> Option<&Uri> {
        let at = self.index.newest(key(By::RedirectOf, (draft, resource(uri)))).next()?;
        self.drafts[draft].redirects.get(at)
    }

    /// Keys of the logins that may have that token: it is theirs, or an ID token of theirs has its hash.
    pub(super) fn token_keys(&self, token: Value<'_>) -> Vec<u64> {
        let mut keys: Vec<u64> = token.comparable().map(|token| key(By::Token, token)).into_iter().collect();
        keys.extend(self.hash_keys(By::TokenHash, token));
        keys
    }

    /// Keys of the hashes of a value, as ID tokens of any algorithm have them.
    pub(super) fn hash_keys(&self, by: By, value: Value<'_>) -> Vec<u64> {
        if !self.index.has(key(by, ANY)) {
            return Vec::new();
        }
        if let Some(name) = index_of_value(value) {
            return vec![key(by, name.as_str())];
        }
        let Some(value) = value.known() else { return Vec::new() };
        let algorithms = ["RS256", "RS384", "RS512"];
        let hashes = algorithms.into_iter().filter_map(|alg| jose::left_half_hash(alg, value));
        hashes.map(|hash| key(by, hash.as_str())).collect()
    }
}
