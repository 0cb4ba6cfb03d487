//! Texts that programs say when a login fails, and what each means in the program that says it.
//!
//! A text is a line of a table of `known/`. It becomes a [`Rule`] of its own, so that what a log says is a finding like any
//! other. A false match is worse than none: a text counts where it stands whole, in its order, and everyday words only beside
//! others that speak of OAuth.

mod pattern;
mod table;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use self::pattern::{Pattern, Plain};
use crate::rule::Rule;

/// A text that a program says.
pub struct Known {
    /// Who says it: a product, a library, a provider.
    pub product: &'static str,
    /// The text, with `…` for what varies.
    pub text: &'static str,
    /// What it means, as a rule that no traffic can break: `log/…`.
    pub(crate) own: Rule,
    /// The rule whose fault it proves.
    pub proves: Option<&'static Rule>,
    /// The rules whose faults make a program say it, likeliest first.
    pub suspects: Vec<&'static Rule>,
    /// Whether it is said by others too, so that something beside it has to speak of OAuth.
    needs_context: bool,
    rank: Rank,
    pattern: Pattern,
}

/// How much a text says. Of two in one statement the one that says more counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Rank {
    /// That something failed, whose reason stands beside it.
    Wrapper,
    /// An error code of the specifications, which has many reasons.
    Code,
    /// What the fault is.
    Fault,
}

impl Known {
    /// The rule under which it is found: the one that it proves, or its own.
    pub fn rule(&'static self) -> &'static Rule {
        self.proves.unwrap_or(&self.own)
    }

    /// What it means in this product, in a sentence.
    pub fn means(&self) -> &'static str {
        self.own.title
    }

    /// What to do.
    pub fn fix(&self) -> &'static str {
        self.own.fix
    }

    /// How to tell its causes apart; empty where it has one.
    pub fn apart(&self) -> &'static str {
        self.own.lead
    }

    /// How many letters and digits it has.
    pub(crate) fn weight(&self) -> usize {
        self.pattern.weight
    }

    pub(crate) fn rank(&self) -> Rank {
        self.rank
    }

    fn new(
        product: &'static str,
        text: &'static str,
        own: Rule,
        rules: &[&'static Rule],
        is_proof: bool,
        needs_context: bool,
        rank: Rank,
    ) -> Option<Self> {
        Some(Known {
            product,
            text,
            own,
            proves: rules.first().copied().filter(|_| is_proof),
            suspects: rules.to_vec(),
            needs_context,
            rank,
            pattern: Pattern::new(text)?,
        })
    }
}

/// A known text in what a program said.
#[derive(Clone)]
pub(crate) struct Said {
    /// The text.
    pub(crate) known: &'static Known,
    /// Where it stands.
    pub(crate) at: Range<usize>,
    /// Whether it says nothing unless something beside it speaks of OAuth.
    pub(crate) needs_context: bool,
}

/// All texts that are known.
#[cfg(test)]
pub(crate) fn all() -> &'static [Known] {
    &INDEX.known
}

/// The rule of a known text.
pub(crate) fn rule(id: &str) -> Option<&'static Rule> {
    INDEX.known.iter().map(|known| &known.own).find(|rule| rule.id == id)
}

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(table::read()));

struct Index {
    known: Vec<Known>,
    /// Finds the longest piece of each text.
    anchors: Option<AhoCorasick>,
    /// The texts that have that piece.
    by_anchor: Vec<Vec<usize>>,
}

impl Index {
    fn new(known: Vec<Known>) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut anchors: Vec<&str> = Vec::new();
        let mut by_anchor: Vec<Vec<usize>> = Vec::new();
        for (at, one) in known.iter().enumerate() {
            let anchor = one.pattern.anchor();
            let place = *places.entry(anchor).or_insert_with(|| {
                anchors.push(anchor);
                by_anchor.push(Vec::new());
                anchors.len() - 1
            });
            by_anchor[place].push(at);
        }
        let anchors = AhoCorasick::new(&anchors).ok();
        Index { known, anchors, by_anchor }
    }
}

/// Looks for known texts in one statement after the other.
#[derive(Default)]
pub(crate) struct Matcher {
    plain: Plain,
}

impl Matcher {
    /// All known texts in a statement, the one that says most first. What is part of a longer one is left out.
    pub(crate) fn find_all(&mut self, statement: &str) -> Vec<Said> {
        let index = &*INDEX;
        let Some(anchors) = &index.anchors else { return Vec::new() };
        self.plain.read(statement);
        let text = &self.plain.text;
        let mut found: Vec<(&'static Known, Range<usize>)> = Vec::new();
        for anchor in anchors.find_overlapping_iter(text) {
            for known in index.by_anchor[anchor.pattern().as_usize()].iter().map(|at| &index.known[*at]) {
                if let Some(place) = known.pattern.around(anchor.range(), text)
                    && !found.iter().any(|(other, _)| std::ptr::eq(*other, known))
                {
                    found.push((known, place));
                }
            }
        }
        // What is a piece of a longer text that stands here says nothing of its own.
        let whole: Vec<&'static Known> = found.iter().map(|(known, _)| *known).collect();
        found.retain(|(known, _)| !whole.iter().any(|other| other.pattern.has(&known.pattern)));
        // One without context is heard only where there is some; it must not silence those that need none.
        let speaks = found.iter().any(|(known, _)| known.needs_context) && speaks_of_oauth(text);
        found.sort_by_key(|(known, _)| {
            let is_sure = !known.needs_context || speaks;
            (!is_sure, Reverse(known.rank), Reverse(known.pattern.weight))
        });
        let said = found.into_iter().map(|(known, place)| Said {
            known,
            at: self.plain.original(place, statement),
            needs_context: known.needs_context && !speaks && !names(text, known.product),
        });
        said.collect()
    }
}

/// Whether a statement speaks of OAuth, so that everyday words beside it do.
pub(crate) fn is_about_oauth(statement: &str) -> bool {
    speaks_of_oauth(&Plain::of(statement).text)
}

/// What nobody writes who does not speak of OAuth, OpenID Connect or their tokens.
const OF_OAUTH: [&str; 28] = [
    "oauth",
    "oidc",
    "openid",
    "jwks",
    "jwt",
    "id_token",
    "id token",
    "access_token",
    "access token",
    "refresh_token",
    "refresh token",
    "client_id",
    "client_secret",
    "redirect_uri",
    "redirecturi",
    ".well-known",
    "/authorize",
    "/token",
    "token endpoint",
    "token_endpoint",
    "grant_type",
    "invalid_grant",
    "invalid_client",
    "code_verifier",
    "pkce",
    "userinfo",
    "identity provider",
    "authorization code",
];

fn speaks_of_oauth(plain: &str) -> bool {
    OF_OAUTH.iter().any(|word| plain.contains(word))
}

/// Whether a text has the first word of a product's name.
fn names(plain: &str, product: &str) -> bool {
    let word = product.split([' ', '(', '/']).next().unwrap_or_default().to_ascii_lowercase();
    word.len() > 3 && plain.contains(&word)
}

#[cfg(test)]
mod tests;
