//! What somebody says beside a recording, as it is written down: by hand in a file, or by a form.

mod check;
mod form;
mod secret;

use lint::Settings;
use oauth::RegisteredClient;
use serde::{Deserialize, Serialize};

pub use check::{CheckedSettings, FormProblem};
pub(crate) use check::{check, form, pasted};
pub use form::{Choice, FormInput, FormSection, InputKind, SettingsForm};

/// Settings as they are written. Nothing in them is secret.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct WrittenSettings {
    /// The ids of rules that find nothing.
    pub rules_off: Vec<String>,
    /// Hosts whose messages are passed over; `*.example.com` is every host below.
    pub ignore_hosts: Vec<String>,
    /// Clients as they are registered.
    pub client: Vec<WrittenClient>,
}

/// A client in the words of RFC 7591 §2, as far as rules compare with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenClient {
    /// Its identifier at the provider.
    pub client_id: String,
    /// The provider, as its metadata calls it; without it the identifier alone is meant.
    #[serde(default)]
    pub issuer: String,
    /// Where the provider may send the browser back.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// For whom its access tokens are (RFC 9068 §2.2).
    #[serde(default)]
    pub aud: Vec<String>,
}

/// Why settings cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// There is no rule of that name.
    NoRule(String),
    /// That is no host: the text, and what was expected.
    NoHost(String),
    /// A client has no identifier.
    NoClientId,
}

impl WrittenSettings {
    /// What a session takes.
    ///
    /// # Errors
    /// Where something is named that there is not.
    pub fn read(self) -> Result<Settings, Unusable> {
        let hosts: Vec<String> = self.ignore_hosts.iter().map(|host| as_compared(host)).collect();
        if let Some(other) = hosts.iter().find(|host| !is_host(host)) {
            return Err(Unusable::NoHost(other.clone()));
        }
        if self.client.iter().any(|client| client.client_id.is_empty()) {
            return Err(Unusable::NoClientId);
        }
        let client = |client: WrittenClient| RegisteredClient {
            client_id: client.client_id,
            issuer: client.issuer,
            redirect_uris: client.redirect_uris,
            audiences: client.aud,
        };
        let settings =
            Settings { off: self.rules_off, hosts, clients: self.client.into_iter().map(client).collect() };
        match settings.unknown_rule() {
            Some(id) => Err(Unusable::NoRule(id.to_owned())),
            None => Ok(settings),
        }
    }
}

/// What a session takes of settings that the form wrote, maybe in an earlier version: what there is not any more is left out.
pub fn usable(written: &str) -> Settings {
    let mut written = of_form(written);
    written.rules_off.retain(|id| lint::rule(id).is_some());
    written.ignore_hosts.retain(|host| is_host(&as_compared(host)));
    written.client.retain(|client| !client.client_id.is_empty());
    written.read().unwrap_or_default()
}

/// Settings as the form wrote them; none where it did not.
fn of_form(written: &str) -> WrittenSettings {
    serde_json::from_str(written).unwrap_or_default()
}

/// A host as it is compared.
fn as_compared(host: &str) -> String {
    host.trim_end_matches('.').to_lowercase()
}

/// Whether it is the name of a host, or `*.` before one.
fn is_host(host: &str) -> bool {
    let name = host.strip_prefix("*.").unwrap_or(host);
    let is_address = name.starts_with('[') && name.ends_with(']');
    let is_of_host =
        |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_') || is_address && "[:]".contains(c);
    !name.is_empty() && name.chars().all(is_of_host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_must_be_there() {
        let off = |id: &str| WrittenSettings { rules_off: vec![id.to_owned()], ..Default::default() }.read();
        assert!(off("state/mismatch").is_ok());
        assert_eq!(off("state/mismach"), Err(Unusable::NoRule("state/mismach".to_owned())));
        let host =
            |host: &str| WrittenSettings { ignore_hosts: vec![host.to_owned()], ..Default::default() }.read();
        assert!(host("*.ads.example").is_ok() && host("[::1]").is_ok());
        assert_eq!(host("*.ADS.example.").unwrap().hosts, ["*.ads.example"]);
        assert_eq!(host("ads.example:443"), Err(Unusable::NoHost("ads.example:443".to_owned())));
        assert_eq!(host("https://ads.example/"), Err(Unusable::NoHost("https://ads.example/".to_owned())));
    }

    #[test]
    fn what_is_gone_since_it_was_written_is_left_out() {
        let written = r#"{"rules-off":["state/mismatch","no/rule"],"ignore-hosts":["a.example","a b"],"client":[{"client_id":"shop"}]}"#;
        let settings = usable(written);
        assert_eq!(settings.off, ["state/mismatch"]);
        assert_eq!(settings.hosts, ["a.example"]);
        assert_eq!(settings.clients.len(), 1);
        assert_eq!(usable(""), Settings::default());
        assert_eq!(usable("{\"of\": \"a later version\"}"), Settings::default());
    }
}
