//! Messages of wallets: credentials that are issued (OpenID for Verifiable Credential Issuance) and shown (OpenID for
//! Verifiable Presentations). They are recognised and told with the peer's words, not examined.

use http::{Body, Exchange, Parameters, Uri};
use jose::Jwt;
use serde_json::{Map, Value};

use crate::classify::request_parameters;
use crate::message::MessageKind;

/// The grant of a credential offer (OpenID4VCI §6.1).
pub(crate) const PRE_AUTHORIZED_CODE: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

/// The media type of a request object (RFC 9101 §10.2), and without its first word its `typ`.
const REQUEST_OBJECT: &str = "oauth-authz-req+jwt";

/// Names of which one stands in a credential request (OpenID4VCI §8.2).
const CREDENTIAL: [&str; 2] = ["credential_configuration_id", "credential_identifier"];

/// Names of which one stood beside `format` in credential requests of the drafts before.
const FORMAT: [&str; 6] = ["proof", "proofs", "vct", "doctype", "credential_definition", "types"];

/// What an exchange is between a wallet and its peers, by itself.
pub(crate) fn kind(exchange: &Exchange) -> Option<MessageKind> {
    match exchange.request.method.as_str() {
        "GET" => kind_of_get(exchange),
        "POST" => kind_of_post(exchange),
        _ => None,
    }
}

fn kind_of_get(exchange: &Exchange) -> Option<MessageKind> {
    let uri = &exchange.request.uri;
    let answer = answer(exchange);
    let answers = |name: &str| answer.is_some_and(|answer| answer.contains_key(name));
    if uri.path().contains("/.well-known/openid-credential-issuer")
        || answers("credential_issuer") && answers("credential_endpoint")
    {
        Some(MessageKind::CredentialIssuerMetadata)
    } else if answers("credential_issuer") || is_offer(uri) || is_refused(exchange) && is_named_offer(uri) {
        Some(MessageKind::CredentialOffer)
    } else {
        is_request_object(exchange).then_some(MessageKind::RequestObject)
    }
}

fn kind_of_post(exchange: &Exchange) -> Option<MessageKind> {
    let form = request_parameters(exchange);
    let sends = |name| form.is_some_and(|form| form.has(name));
    if sends("grant_type") {
        return None;
    }
    // A wallet may say what it can, and bind the request object to itself (OpenID4VP §5.10).
    let asks_for_object = (sends("wallet_nonce") || sends("wallet_metadata")) && !sends("response_type");
    if asks_for_object || is_request_object(exchange) {
        return Some(MessageKind::RequestObject);
    }
    let is_by_program = !exchange.context.via.is_navigation();
    if sends("vp_token") || is_by_program && form.is_some_and(is_encrypted_response) {
        return Some(MessageKind::PresentationResponse);
    }
    let sent = exchange.request.body.present().and_then(Body::json).and_then(Value::as_object);
    let names = |name: &str| sent.is_some_and(|sent| sent.contains_key(name));
    let is_draft = names("format") && FORMAT.into_iter().any(names);
    if is_by_program && (is_draft || CREDENTIAL.into_iter().any(names)) {
        return Some(MessageKind::CredentialRequest);
    }
    let answer = answer(exchange)?;
    let is_nonce = answer.contains_key("c_nonce") && !answer.contains_key("access_token");
    is_nonce.then_some(MessageKind::NonceRequest)
}

fn is_refused(exchange: &Exchange) -> bool {
    exchange.status().is_some_and(|status| status >= 400)
}

/// The members of the answer, where it is a JSON object.
fn answer(exchange: &Exchange) -> Option<&Map<String, Value>> {
    exchange.response_body().present()?.json()?.as_object()
}

/// The link of a credential offer (OpenID4VCI §4.1).
fn is_offer(uri: &Uri) -> bool {
    uri.query().has("credential_offer") || uri.query().has("credential_offer_uri")
}

fn is_named_offer(uri: &Uri) -> bool {
    let path = uri.path().to_ascii_lowercase();
    ["credential-offer", "credential_offer", "credentialoffer"].iter().any(|name| path.contains(name))
}

/// Whether the address is one at which wallets ask for offers and request objects, as far as it can tell.
pub(crate) fn is_named_like_wallet(uri: &Uri) -> bool {
    let is_object = |name: &&str| uri.path().contains(*name);
    is_offer(uri)
        || is_named_offer(uri)
        || ["request.jwt", "request-object", "request_object", "openid4vp", "oid4vp"].iter().any(is_object)
}

fn is_request_object(exchange: &Exchange) -> bool {
    let is_it = |header: Option<&str>| header.is_some_and(|text| text.contains(REQUEST_OBJECT));
    is_it(exchange.response_header("content-type"))
        || is_it(exchange.request_header("accept"))
        || object(exchange).is_some_and(|jwt| jwt.header.get("typ").is_some_and(|typ| typ == REQUEST_OBJECT))
}

/// The token that is the whole answer.
fn object(exchange: &Exchange) -> Option<Jwt> {
    let text = exchange.response_body().present()?.text()?.trim();
    Jwt::is_likely(text).then(|| Jwt::read(text))
}

/// `direct_post.jwt` (OpenID4VP §8.3.1): nothing but a JWE in compact form, and perhaps the state.
fn is_encrypted_response(form: &Parameters) -> bool {
    let is_jwe =
        form.text("response").is_some_and(|text| text.starts_with("ey") && text.matches('.').count() == 4);
    is_jwe && form.iter().all(|(name, _)| matches!(name, "response" | "state"))
}

/// The code in a credential offer, as the link holds it or the answer does (OpenID4VCI §4.1.1).
pub(crate) fn offered_code(exchange: &Exchange) -> Option<String> {
    let offer = offer(exchange)?;
    let code = offer.get("grants")?.get(PRE_AUTHORIZED_CODE)?.get("pre-authorized_code")?;
    code.as_str().map(str::to_owned)
}

fn offer(exchange: &Exchange) -> Option<Value> {
    let in_link = exchange.request.uri.query().text("credential_offer");
    match in_link {
        Some(text) => serde_json::from_str(text).ok(),
        None => exchange.response_body().present()?.json().cloned(),
    }
}

/// The servers that an offer or an issuer's metadata names, by their origins.
pub(crate) fn named_origins(exchange: &Exchange) -> Vec<String> {
    let Some(document) = offer(exchange) else { return Vec::new() };
    let servers = document.get("authorization_servers").and_then(Value::as_array);
    let all = servers.into_iter().flatten().chain(document.get("credential_issuer"));
    all.filter_map(Value::as_str).filter_map(Uri::parse).map(|uri| uri.origin()).collect()
}

/// The endpoints that an issuer's metadata names, each with what a request to it is (OpenID4VCI §12.2.4).
pub(crate) fn endpoints(exchange: &Exchange) -> Vec<(MessageKind, Uri)> {
    const ENDPOINTS: [(&str, MessageKind); 4] = [
        ("credential_endpoint", MessageKind::CredentialRequest),
        ("deferred_credential_endpoint", MessageKind::CredentialRequest),
        ("notification_endpoint", MessageKind::CredentialRequest),
        ("nonce_endpoint", MessageKind::NonceRequest),
    ];
    let Some(document) = answer(exchange) else { return Vec::new() };
    let endpoint = |(name, kind)| Some((kind, Uri::parse(document.get(name)?.as_str()?)?));
    ENDPOINTS.into_iter().filter_map(endpoint).collect()
}

/// A request object that was fetched, and what it says (RFC 9101 §4, OpenID4VP §5).
pub struct RequestObject<'r> {
    /// The index of the message in its flow.
    pub message: usize,
    /// The exchange that carried it.
    pub exchange: &'r Exchange,
    jwt: Option<Jwt>,
}

impl<'r> RequestObject<'r> {
    pub(crate) fn read(message: usize, exchange: &'r Exchange) -> Self {
        RequestObject { message, exchange, jwt: object(exchange) }
    }

    /// A parameter of the request that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.jwt.as_ref()?.text(name)
    }

    /// Whether a verifier asks for a presentation in it, and no client for a login.
    pub fn is_of_verifier(&self) -> bool {
        let asks = |text: &str| text.split_whitespace().any(|word| word == "vp_token");
        let form = request_parameters(self.exchange);
        self.text("response_type").is_some_and(asks)
            || self.text("response_uri").is_some()
            || form.is_some_and(|form| form.has("wallet_nonce") || form.has("wallet_metadata"))
    }

    /// Whether its `client_id` says by a prefix what kind of identifier it is (OpenID4VP §5.9), as no draft before the 22nd has it.
    pub fn has_client_id_prefix(&self) -> bool {
        const PREFIXES: [&str; 8] = [
            "redirect_uri",
            "openid_federation",
            "decentralized_identifier",
            "verifier_attestation",
            "x509_san_dns",
            "x509_san_uri",
            "x509_hash",
            "origin",
        ];
        let prefix = self.text("client_id").and_then(|id| id.split_once(':')).map(|(prefix, _)| prefix);
        prefix.is_some_and(|prefix| PREFIXES.contains(&prefix))
    }
}
