//! What providers say about themselves, and where the documents that say it belong.

use std::sync::Arc;

use http::{Exchange, Timestamp, Uri};

use super::Correlator;
use super::draft::Draft;
use super::index::{By, key};
use super::journal::Undo;
use super::member::{Member, near};
use super::waiting::List;
use crate::classify::{Intent, intent};
use crate::discovery::Discovery;
use crate::message::{Join, MessageKind};
use crate::metadata::{Metadata, authorization_servers};
use crate::resource_metadata::ResourceMetadata;

/// How long before its login a discovery document may have been fetched, in milliseconds.
const METADATA_LEAD: f64 = 10.0 * 60.0 * 1000.0;

/// The metadata of a provider, and the exchange that brought it.
pub(super) struct Described {
    pub(super) metadata: Arc<Metadata>,
    pub(super) exchange: Arc<Exchange>,
}

/// Scheme, host, port and path.
fn endpoint(uri: &Uri) -> (String, &str) {
    (uri.origin(), uri.path())
}

pub(super) fn endpoint_key(by: By, uri: &Uri) -> u64 {
    key(by, endpoint(uri))
}

impl Correlator {
    /// What an exchange says it is; a discovery document has the last word.
    pub(super) fn intent(&self, exchange: &Exchange) -> Option<Intent> {
        if exchange.is_preflight() {
            return Some(Intent::Preflight);
        }
        self.stated_intent(exchange).or_else(|| intent(exchange))
    }

    /// What the newest metadata that names its endpoint says a request is.
    fn stated_intent(&self, exchange: &Exchange) -> Option<Intent> {
        let at = endpoint(&exchange.request.uri);
        let newest = |intent: &Intent| {
            let place = self.index.newest(key(By::Stated, (*intent as u8, &at))).next()?;
            Some((place, *intent))
        };
        let by_method: &[Intent] = match exchange.request.method.as_str() {
            "GET" if exchange.request.uri.query().has("client_id") => {
                &[Intent::Jwks, Intent::AuthorizationRequest]
            }
            "GET" => &[Intent::Jwks],
            "POST" if exchange.request.body.present().is_some() => &Metadata::POSTED,
            _ => return None,
        };
        // Of one document the first endpoint in their order counts, of several the newest document.
        let stated = by_method.iter().rev().filter_map(newest);
        stated.max_by_key(|(place, _)| *place).map(|(_, intent)| intent)
    }

    /// Whether metadata names this as the endpoint for such requests.
    pub(super) fn states(&self, intent: Intent, uri: &Uri) -> bool {
        self.index.has(key(By::Stated, (intent as u8, endpoint(uri))))
    }

    pub(super) fn knows_provider(&self, origin: &str) -> bool {
        self.index.has(key(By::Server, origin)) || self.index.has(key(By::Described, origin))
    }

    /// The newest metadata with an endpoint on that origin, the newest first.
    pub(super) fn metadata_of(&self, origin: &str) -> impl Iterator<Item = &Described> {
        self.index.newest(key(By::Described, origin)).filter_map(|at| self.documents.get(at))
    }

    fn learn_metadata(&mut self, metadata: Metadata, exchange: &Arc<Exchange>) {
        let place = self.documents.len() as u32;
        for (intent, uri) in metadata.endpoints() {
            self.put_into_index(key(By::Stated, (intent as u8, endpoint(uri))), place);
        }
        for origin in metadata.described_origins() {
            self.put_into_index(key(By::Described, origin.as_str()), place);
        }
        self.put_into_index(key(By::Issuer, metadata.issuer.as_str()), place);
        self.put_into_index(key(By::MetadataIn, exchange.id), place);
        self.journal.note(Undo::Metadata);
        self.documents.push(Described { metadata: Arc::new(metadata), exchange: Arc::clone(exchange) });
    }

    pub(super) fn add_discovery(&mut self, exchange: &Arc<Exchange>) -> Option<MessageKind> {
        let metadata = Metadata::read(exchange);
        let uri = &exchange.request.uri;
        let mut discovery = Member::new(exchange, MessageKind::Discovery, Join::Provider);
        let body = exchange.response_body();
        discovery.unreadable = metadata.is_none() && body.present().is_some_and(|body| !body.is_part());
        // Behind a redirect the address that the client was given is another.
        let leads_here = |m: &Member| m.location().is_some_and(|to| to.same_resource(uri));
        let is_redirected = self.waiting.recent(List::Documents).iter().any(leads_here);
        discovery.without_pkce = metadata.as_ref().is_some_and(|metadata| !metadata.has_s256());
        discovery.unusable =
            !is_redirected && Discovery::read(0, exchange).is_some_and(|document| !document.is_usable());
        let mut origins = vec![uri.origin()];
        if let Some(metadata) = metadata {
            origins.extend(metadata.described_origins());
            self.learn_metadata(metadata, exchange);
        }
        discovery.origins = origins.into();
        if !discovery.failed() {
            self.put_into_index(key(By::FoundDiscovery, uri.origin()), exchange.id.0);
        }
        self.add_document(discovery)
    }

    pub(super) fn add_resource_metadata(&mut self, exchange: &Arc<Exchange>) -> Option<MessageKind> {
        let mut document = Member::new(exchange, MessageKind::ResourceMetadata, Join::Provider);
        document.unusable = ResourceMetadata::read(0, exchange)
            .is_some_and(|document| document.names_its_address() == Some(false));
        document.origins = authorization_servers(exchange).into();
        self.add_document(document)
    }

    pub(super) fn add_key_set(&mut self, exchange: &Arc<Exchange>) -> Option<MessageKind> {
        let mut keys = Member::new(exchange, MessageKind::Jwks, Join::Provider);
        keys.origins = [exchange.request.uri.origin()].into();
        self.add_document(keys)
    }

    /// What the provider of a login says about itself: in the newest document of this login, else in the last one before it
    /// ended, else in the first one after.
    pub(super) fn metadata_for(&self, draft: &Draft) -> Option<&Arc<Metadata>> {
        let documents = draft.members.iter().filter(|m| m.kind == MessageKind::Discovery);
        let own = documents.filter_map(|m| self.index.first(key(By::MetadataIn, m.exchange.id))).max();
        if let Some(own) = own.and_then(|at| self.documents.get(at)) {
            return Some(&own.metadata);
        }
        let end = draft
            .members
            .iter()
            .filter_map(Member::started)
            .map(Timestamp::as_millis)
            .fold(f64::MIN, f64::max);
        let is_before = |known: &&Described| known.exchange.started.is_none_or(|at| at.as_millis() <= end);
        let near = || self.metadata_of(&draft.server_origin);
        near().find(is_before).or_else(|| near().last()).map(|known| &known.metadata)
    }

    /// Into the newest login at that provider which goes on; what that one does not need any more waits for the next one,
    /// and is its own where none begins.
    fn add_document(&mut self, mut member: Member) -> Option<MessageKind> {
        let current = |draft: &Draft| {
            (member.tab().is_none()
                || draft.tab.is_none()
                || [draft.tab, draft.opener].contains(&member.tab()))
                && draft.is_alive_at(member.started())
        };
        let keys: Vec<u64> = member.origins.iter().map(|origin| key(By::Server, origin.as_str())).collect();
        let draft = self.newest(&keys, |_, draft| current(draft));
        let kind = member.kind;
        match draft {
            Some(draft) if !self.has_enough(draft, kind) => self.put(draft, member),
            or_else => {
                member.or_else = or_else;
                if kind == MessageKind::Discovery {
                    self.put_into_index(key(By::Discovery, member.uri().origin()), 0);
                }
                self.wait(member);
                Some(kind)
            }
        }
    }

    /// Whether a login is through with documents of that kind: with metadata when it has its tokens, or was refused; with
    /// keys when it has some besides.
    fn has_enough(&self, draft: usize, kind: MessageKind) -> bool {
        let draft = &self.drafts[draft];
        let is_over = draft.counts.tokens > 0 || draft.refused;
        match kind {
            MessageKind::Discovery => is_over,
            MessageKind::Jwks => is_over && draft.counts.key_sets > 0,
            _ => false,
        }
    }

    /// Whether a waiting document is one of the provider of a login that begins with this request.
    pub(super) fn is_document_for(&self, member: &Member, draft: &Draft, exchange: &Exchange) -> bool {
        if !near(member.started(), exchange.started, METADATA_LEAD) {
            return false;
        }
        if member.kind == MessageKind::ResourceChallenge {
            let names_it = |m: &Member| {
                m.kind == MessageKind::ResourceMetadata && m.uri().origin() == member.uri().origin()
            };
            let mut documents = self.waiting.recent(List::Documents).iter().filter(|m| names_it(m));
            return documents.any(|m| self.is_document_for(m, draft, exchange));
        }
        if member.kind == MessageKind::ResourceMetadata {
            return member.origins.iter().any(|origin| **origin == *draft.server_origin);
        }
        let is_of_issuer =
            |known: &Described| member.uri().text().text().starts_with(known.metadata.issuer.as_str());
        let context = &exchange.context;
        let described = *member.uri().origin() == *draft.server_origin
            || self.metadata_of(&draft.server_origin).any(is_of_issuer);
        described && (member.tab().is_none() || [context.tab, context.opener].contains(&member.tab()))
    }
}
