//! When two shown texts are alike, though another login wrote them.

use std::collections::BTreeSet;

use crate::mask::Shown;
use crate::model::{Login, Party};

/// Texts of two logins, compared by what is in them that does not change with each login.
pub(super) struct Alike {
    /// Hosts of the other login, each with the host that has its part in this one.
    hosts: Vec<(String, String)>,
}

impl Alike {
    pub(super) fn of(other: &Login, this: &Login) -> Self {
        let only = |login: &Login, role: &str| {
            let mut parties =
                login.parties.iter().filter(|party| party.role == role && !party.host.is_empty());
            parties.next().filter(|_| parties.next().is_none()).map(|party| party.host.as_str().to_owned())
        };
        let roles: BTreeSet<&str> = other.parties.iter().map(|party: &Party| party.role).collect();
        let pairs = roles.into_iter().filter_map(|role| only(other, role).zip(only(this, role)));
        Alike { hosts: pairs.filter(|(other, this)| other != this).collect() }
    }

    /// Whether a text of the other login says what a text of this one says.
    pub(super) fn texts(&self, other: &Shown, this: &Shown) -> bool {
        other == this || self.moved(&bare(other)) == bare(this)
    }

    /// Whether that holds apart from numbers: lengths, times, counts.
    pub(super) fn but_for_numbers(&self, other: &Shown, this: &Shown) -> bool {
        without_digits(&self.moved(&bare(other))) == without_digits(&bare(this))
    }

    /// Whether two texts are the same words in another order.
    pub(super) fn words(&self, other: &Shown, this: &Shown) -> bool {
        let (other, this) = (self.moved(&bare(other)), bare(this));
        let words = |text: &str| {
            let mut words: Vec<String> = text.split([' ', ';', ',']).map(str::to_owned).collect();
            words.retain(|word| !word.is_empty());
            words.sort_unstable();
            words
        };
        words(&other) == words(&this)
    }

    /// With the hosts of this login.
    fn moved(&self, text: &str) -> String {
        self.hosts.iter().fold(text.to_owned(), |text, (other, this)| text.replace(other.as_str(), this))
    }
}

/// Without the numbers and lengths of secrets' names: `state#1 · 43 chars` becomes `state · chars`.
fn bare(text: &Shown) -> String {
    let text = text.without_numbers();
    let mut out = String::with_capacity(text.as_str().len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(" · ") {
        let end = at + " · ".len();
        let (before, after) = (&rest[..end], &rest[end..]);
        out.push_str(before);
        let kind = if after.starts_with("JWT, ") { "JWT, ".len() } else { 0 };
        let digits = after[kind..].bytes().take_while(u8::is_ascii_digit).count();
        let is_length = digits > 0 && after[kind + digits..].starts_with(" char");
        out.push_str(&after[..kind]);
        rest = &after[kind + if is_length { digits } else { 0 }..];
    }
    out.push_str(rest);
    out
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|character| !character.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike() -> Alike {
        Alike { hosts: vec![("staging.example.com".to_owned(), "app.example.com".to_owned())] }
    }

    #[test]
    fn secrets_and_hosts_of_another_login_are_alike() {
        let check = |other: &'static str, this: &'static str, expected: bool| {
            assert_eq!(alike().texts(&Shown::from(other), &Shown::from(this)), expected, "{other} / {this}");
        };
        check("state#1 · 43 chars", "state#7 · 22 chars", true);
        check("(code#1 · 22 chars) and", "(code#2 · 9 chars) and", true);
        check("token#1 · JWT, 812 chars", "token#2 · JWT, 900 chars", true);
        check("token#1 · JWT, 812 chars", "token#2 · 900 chars", false);
        check("https://staging.example.com/cb", "https://app.example.com/cb", true);
        check("https://staging.example.com/cb", "https://app.example.com/cb/", false);
        check("openid · PKCE", "openid", false);
    }

    #[test]
    fn an_order_of_words_is_no_difference() {
        assert!(alike().words(&Shown::from("openid email"), &Shown::from("email openid")));
        assert!(!alike().words(&Shown::from("openid email"), &Shown::from("openid")));
    }
}
