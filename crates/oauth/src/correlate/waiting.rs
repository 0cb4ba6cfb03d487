//! Messages whose login has not begun yet, by what they are.

use super::member::Member;
use crate::message::MessageKind;

/// So many of the newest messages of a list are looked at when a login begins.
const LOOKBACK: usize = 128;

/// Messages of a sort.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Discovery documents, key sets, protected resources' challenges and metadata.
    Documents,
    /// The app's own redirects.
    Starts,
    /// Pushed requests.
    Pushed,
    /// Registrations.
    Registrations,
    /// Preflights.
    Preflights,
    /// Calls with a token of no login here.
    Calls,
    /// Logouts, introspection and revocation of no login here.
    Others,
    /// Refused requests of which nobody knows what they are for.
    Refused,
    /// Calls to providers' own interfaces.
    Own,
    /// Messages of wallets.
    Wallet,
}

impl List {
    pub(super) const ALL: [List; 10] = [
        List::Documents,
        List::Starts,
        List::Pushed,
        List::Registrations,
        List::Preflights,
        List::Calls,
        List::Others,
        List::Refused,
        List::Own,
        List::Wallet,
    ];

    pub(super) fn of(kind: MessageKind) -> Self {
        match kind {
            MessageKind::Discovery
            | MessageKind::ResourceChallenge
            | MessageKind::ResourceMetadata
            | MessageKind::Jwks => List::Documents,
            MessageKind::LoginStart => List::Starts,
            MessageKind::PushedAuthorizationRequest => List::Pushed,
            MessageKind::Registration => List::Registrations,
            MessageKind::Preflight => List::Preflights,
            MessageKind::ResourceRequest | MessageKind::Userinfo => List::Calls,
            MessageKind::OtherRequest => List::Refused,
            MessageKind::OwnInterface => List::Own,
            MessageKind::CredentialOffer
            | MessageKind::CredentialIssuerMetadata
            | MessageKind::NonceRequest
            | MessageKind::CredentialRequest
            | MessageKind::RequestObject
            | MessageKind::PresentationResponse => List::Wallet,
            _ => List::Others,
        }
    }
}

/// The lists.
#[derive(Default)]
pub(super) struct Waiting {
    lists: [Vec<Member>; List::ALL.len()],
    /// How many of the messages may be stories of their own.
    alone: usize,
}

/// Whether a message has no login to which it belongs where no better one comes.
fn is_alone(member: &Member) -> bool {
    member.or_else.is_none()
}

impl Waiting {
    pub(super) fn list(&self, list: List) -> &[Member] {
        &self.lists[list as usize]
    }

    /// The newest messages of a list, in order.
    pub(super) fn recent(&self, list: List) -> &[Member] {
        let all = self.list(list);
        &all[all.len().saturating_sub(LOOKBACK)..]
    }

    /// The places of the newest messages that are wanted, the last one first.
    pub(super) fn places(&self, list: List, wanted: impl Fn(&Member) -> bool) -> Vec<usize> {
        let all = self.list(list);
        let first = all.len().saturating_sub(LOOKBACK);
        (first..all.len()).rev().filter(|at| wanted(&all[*at])).collect()
    }

    /// How many messages may be stories of their own.
    pub(super) fn alone(&self) -> usize {
        self.alone
    }

    pub(super) fn all_alone(&self) -> impl Iterator<Item = &Member> {
        self.lists.iter().flatten().filter(|member| is_alone(member))
    }

    pub(super) fn push(&mut self, list: List, member: Member) {
        self.alone += usize::from(is_alone(&member));
        self.lists[list as usize].push(member);
    }

    pub(super) fn pop(&mut self, list: List) {
        let popped = self.lists[list as usize].pop();
        self.alone -= usize::from(popped.is_some_and(|member| is_alone(&member)));
    }

    pub(super) fn remove(&mut self, list: List, at: usize) -> Member {
        let removed = self.lists[list as usize].remove(at);
        self.alone -= usize::from(is_alone(&removed));
        removed
    }

    pub(super) fn insert(&mut self, list: List, at: usize, member: Member) {
        self.alone += usize::from(is_alone(&member));
        self.lists[list as usize].insert(at, member);
    }
}
