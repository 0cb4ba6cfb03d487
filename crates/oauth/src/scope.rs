//! Scopes (RFC 6749 §3.3).

use http::Value;
use serde_json::Value as Json;

use crate::token::{TokenExchange, TokenResponse};

/// So many names are kept: no app asks for more.
const MOST_NAMES: usize = 500;

/// The names in a `scope`, in order.
#[derive(Clone, PartialEq, Eq)]
pub struct Scope(Vec<String>);

impl Scope {
    /// From what a request says: names separated by spaces.
    pub fn asked(text: &str) -> Self {
        Scope(text.split_whitespace().take(MOST_NAMES).map(str::to_owned).collect())
    }

    /// From what an answer says: some providers separate the names by commas.
    fn granted(text: &str) -> Self {
        let names = text.split(|c: char| c.is_whitespace() || c == ',');
        Scope(names.filter(|name| !name.is_empty()).take(MOST_NAMES).map(str::to_owned).collect())
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this name is there, or one of which it is the last part: providers answer with the whole name
    /// (`https://api.example.com/files.read` for `files.read`), or with the short one.
    pub fn covers(&self, name: &str) -> bool {
        let is_end = |whole: &str, end: &str| {
            whole.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(['/', '.', ':']))
        };
        self.names().any(|known| is_end(known, name) || is_end(name, known))
    }
}

impl TokenExchange<'_> {
    /// The scope that the request asks for.
    pub fn scope(&self) -> Option<Scope> {
        self.parameters.text("scope").map(Scope::asked).filter(|scope| !scope.is_empty())
    }
}

impl TokenResponse<'_> {
    /// The scope that the provider granted, where it says so: a text, or as some providers answer an array.
    pub fn scope(&self) -> Option<Scope> {
        let listed = self.members.as_ref().and_then(|members| members.get("scope")?.as_array());
        let scope = match listed {
            Some(list) => {
                Scope(list.iter().filter_map(Json::as_str).take(MOST_NAMES).map(str::to_owned).collect())
            }
            None => Scope::granted(Value::new(self.text("scope")?).known()?),
        };
        Some(scope).filter(|scope| !scope.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_covers_its_end() {
        let scope = Scope::granted("https://www.example.com/auth/userinfo.email,openid api:read");
        assert!(["email", "openid", "read", "userinfo.email"].iter().all(|name| scope.covers(name)));
        assert!(["mail", "open", "write"].iter().all(|name| !scope.covers(name)));
        assert!(Scope::asked("email").covers("https://www.example.com/auth/userinfo.email"));
    }
}
