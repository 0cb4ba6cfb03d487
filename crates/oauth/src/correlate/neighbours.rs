//! What a login has to do with the others of its recording.

use std::collections::HashMap;

use http::{Secret, Timestamp};

use super::draft::Draft;
use crate::message::MessageKind;

/// How many logins before it may be the one inside of which a login runs.
const NEAR: usize = 16;

/// What a login has to do with the others of its recording.
#[derive(Default)]
pub(super) struct Neighbours {
    /// States that came back to this login and belong to others.
    pub(super) states_of_others: Vec<Secret<String>>,
    /// The login inside of which this one runs.
    pub(super) outer: Option<usize>,
    /// Whether another one began later in the same tab and frame.
    pub(super) is_superseded: bool,
}

/// For each of the logins, which are in the order in which they began.
pub(super) fn neighbours(drafts: &[Draft]) -> Vec<Neighbours> {
    let mut owners: HashMap<&str, usize> = HashMap::new();
    let mut newest: HashMap<(i64, Option<i64>), Timestamp> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if let Some(state) = &draft.state {
            owners.entry(state.text()).or_insert(index);
        }
        if let (Some(place), Some(began)) = (draft.place(), draft.began) {
            newest.insert(place, began);
        }
    }
    let of = |index: usize| {
        let draft = &drafts[index];
        let is_of_other =
            |state: &&Secret<String>| owners.get(state.text()).is_some_and(|owner| *owner != index);
        let newer = draft.place().and_then(|place| newest.get(&place)).zip(draft.began);
        Neighbours {
            states_of_others: draft.returned.iter().filter(is_of_other).cloned().collect(),
            outer: (index.saturating_sub(NEAR)..index).rev().find(|outer| encloses(&drafts[*outer], draft)),
            is_superseded: newer.is_some_and(|(newest, began)| *newest > began),
        }
    };
    (0..drafts.len()).map(of).collect()
}

/// Whether a login runs inside of another one: that one's provider is a client itself, of a provider further back.
fn encloses(outer: &Draft, inner: &Draft) -> bool {
    let first = |draft: &Draft, kind| draft.members.iter().position(|m| m.kind == kind);
    let Some(request) = first(inner, MessageKind::AuthorizationRequest).map(|at| &inner.members[at]) else {
        return false;
    };
    let answered = first(outer, MessageKind::AuthorizationResponse).and_then(|at| outer.members[at].started);
    let leads_to_it = outer.redirects.iter().any(|uri| uri.same_resource(&request.uri));
    let is_its_client = inner.redirect_uri.as_ref().is_some_and(|uri| uri.origin() == outer.server_origin);
    (leads_to_it || is_its_client)
        && !outer.server_origin.is_empty()
        && outer.place().is_none_or(|place| inner.place().is_none_or(|other| place == other))
        && outer.began.zip(inner.began).is_some_and(|(outer, inner)| outer < inner)
        && answered.is_none_or(|at| inner.began.is_none_or(|began| began <= at))
}
