//! Messages of wallets: which login, issuance or presentation they belong to.

use std::sync::Arc;

use http::{Exchange, Uri};

use super::Correlator;
use super::documents::endpoint_key;
use super::draft::Draft;
use super::index::{By, key};
use super::member::Member;
use super::waiting::List;
use crate::classify::request_parameters;
use crate::message::{Join, MessageKind};
use crate::wallet::{self, RequestObject};

/// Most messages of wallets that are looked at.
const MESSAGES: usize = 64;

fn wallet_endpoint(kind: MessageKind, uri: &Uri) -> u64 {
    key(By::WalletEndpoint, (kind, uri.origin(), uri.path()))
}

impl Correlator {
    /// What an exchange is between a wallet and its peers: as they said of the endpoint, else by itself.
    pub(super) fn wallet_kind(&self, exchange: &Exchange) -> Option<MessageKind> {
        const POSTED: [MessageKind; 3] =
            [MessageKind::CredentialRequest, MessageKind::NonceRequest, MessageKind::PresentationResponse];
        let uri = &exchange.request.uri;
        let is_post = exchange.request.method == "POST";
        let stated = POSTED.into_iter().find(|kind| is_post && self.index.has(wallet_endpoint(*kind, uri)));
        stated.or_else(|| wallet::kind(exchange))
    }

    pub(super) fn add_wallet_message(
        &mut self,
        kind: MessageKind,
        exchange: &Arc<Exchange>,
    ) -> Option<MessageKind> {
        let mut member = Member::new(exchange, kind, Join::Start);
        match kind {
            MessageKind::CredentialRequest => {
                if let Some(draft) = self.flow_of_resource_request(exchange) {
                    return self.put(draft, Member { join: Join::Token, ..member });
                }
            }
            MessageKind::RequestObject => {
                let object = RequestObject::read(0, exchange);
                if let Some(answered_at) = object.text("response_uri").and_then(Uri::parse) {
                    self.put_into_index(wallet_endpoint(MessageKind::PresentationResponse, &answered_at), 0);
                }
                let asked = key(By::RequestUri, exchange.request.uri.text().text());
                if let Some(draft) = self.newest(&[asked], |_, _| true) {
                    return self.put(draft, Member { join: Join::RequestUri, ..member });
                }
            }
            MessageKind::CredentialIssuerMetadata | MessageKind::CredentialOffer => {
                for (kind, uri) in wallet::endpoints(exchange) {
                    self.put_into_index(wallet_endpoint(kind, &uri), 0);
                }
                member.origins = wallet::named_origins(exchange).into();
            }
            _ => {}
        }
        self.wait(member)
    }

    /// What wallets did without a login, or beside one.
    pub(super) fn close_wallet(&mut self) {
        let messages: Vec<Member> = self.waiting.list(List::Wallet).iter().take(MESSAGES).cloned().collect();
        // A client of anything may ask for a document that is not there.
        let is_told =
            !self.is_by_hand() && messages.iter().all(|message| message.failed() && is_document(message));
        for message in messages.into_iter().filter(|_| !is_told) {
            match message.kind {
                MessageKind::RequestObject => self.close_request_object(message),
                MessageKind::PresentationResponse => self.close_presentation(message),
                _ => self.close_issuance(message),
            }
        }
    }

    fn close_issuance(&mut self, message: Member) {
        let offered = wallet::offered_code(&message.exchange).map(|code| key(By::PreAuthorizedCode, code));
        if let Some(draft) = self.newest(offered.as_slice(), |_, _| true) {
            return self.push_member(draft, Member { join: Join::Offer, ..message });
        }
        let own = message.uri().origin();
        let servers: Vec<u64> =
            message.origins.iter().chain([&own]).map(|origin| key(By::Server, origin.as_str())).collect();
        let gets_token = |_: usize, draft: &Draft| draft.has_token_request();
        if let Some(draft) = self.newest(&servers, gets_token) {
            return self.push_member(draft, Member { join: Join::Provider, ..message });
        }
        self.put_at(key(By::Unbegun, "issuance"), message);
    }

    fn close_request_object(&mut self, message: Member) {
        let object = RequestObject::read(0, &message.exchange);
        let answered_at = object.text("response_uri").and_then(Uri::parse);
        let state = object.text("state").map(str::to_owned);
        let draft = self.begin_draft(Draft::beside(&message));
        self.push_member(draft, message);
        let Some(answered_at) = answered_at else { return };
        self.put_into_index(endpoint_key(By::Presentation, &answered_at), draft as u32);
        if let Some(state) = state {
            self.put_into_index(key(By::Presentation, state), draft as u32);
        }
    }

    fn close_presentation(&mut self, message: Member) {
        let state = request_parameters(&message.exchange).and_then(|form| form.text("state"));
        let by_state = state.map(|state| key(By::Presentation, state));
        let by_place = [endpoint_key(By::Presentation, message.uri())];
        let asked = self.newest(by_state.as_slice(), |_, _| true);
        match asked.or_else(|| self.newest(&by_place, |_, _| true)) {
            Some(draft) => self.push_member(draft, Member { join: Join::ResponseUri, ..message }),
            None => self.put_beside(message),
        }
    }
}

fn is_document(message: &Member) -> bool {
    matches!(message.kind, MessageKind::CredentialOffer | MessageKind::CredentialIssuerMetadata)
}
