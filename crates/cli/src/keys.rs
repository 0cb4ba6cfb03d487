//! The keys that a user names, from a file or from a URL.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{Timestamp, Uri};
use jose::{KeySet, NoKeys};
use report::Shown;
use ureq::tls::{RootCerts, TlsConfig};

use crate::output::Failure;

/// Keys, and where they come from.
pub(crate) struct Keys {
    pub(crate) set: KeySet,
    pub(crate) from: Shown,
}

/// Larger answers are no key sets, in bytes.
const LARGEST: u64 = 1 << 20;

/// Nobody waits longer.
const PATIENCE: Duration = Duration::from_secs(15);

/// A key set, a key or a public key, from a file or a URL.
pub(crate) fn read(place: &str) -> Result<Keys, Failure> {
    let name = Shown::from_user(place);
    let is_url = Uri::parse(place).is_some_and(|uri| matches!(uri.scheme(), "https" | "http"));
    let text = if is_url { fetch(place, &name)? } else { file(Path::new(place), &name)? };
    let set = KeySet::from_text(&text).map_err(|why| unusable(&name, why))?;
    Ok(Keys { set, from: name })
}

/// The secret of a client, from a file: a line break at its end is the editor's.
pub(crate) fn secret(path: &Path) -> Result<Keys, Failure> {
    let name = Shown::from_user(&path.to_string_lossy());
    let text = file(path, &name)?;
    let secret = text.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        return Err(Failure {
            what: format!("{name} is empty"),
            help: "Write the client's secret into it.".to_owned(),
        });
    }
    Ok(Keys { set: KeySet::from_secret(secret.as_bytes()), from: name })
}

/// This computer's clock.
pub(crate) fn now() -> Option<Timestamp> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Timestamp::from_millis(since.as_secs_f64() * 1000.0)
}

fn file(path: &Path, name: &Shown) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure {
        what: format!("{name} could not be read: {error}"),
        help: "Name a file with a key set (JWKS), a key (JWK) or a public key (PEM), or a URL that begins with https://"
            .to_owned(),
    })
}

fn fetch(url: &str, name: &Shown) -> Result<String, Failure> {
    let trust = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).tls_config(trust);
    let agent: ureq::Agent = config.build().into();
    let answer = agent.get(url).header("Accept", "application/json").call();
    let body = answer.and_then(|mut answer| answer.body_mut().with_config().limit(LARGEST).read_to_string());
    body.map_err(|error| Failure {
        what: format!("{name} could not be fetched: {}", Shown::from_user(&error.to_string())),
        help: "Open the URL in a browser. If it answers there, save the answer and name the file.".to_owned(),
    })
}

fn unusable(name: &Shown, why: NoKeys) -> Failure {
    let (what, help) = match why {
        NoKeys::UnknownForm => (
            "is neither JSON nor PEM",
            "The provider's key set is at the address that its discovery document calls jwks_uri.",
        ),
        NoKeys::NoKeySet => (
            "is JSON, and no key set: it has neither \"keys\" nor \"kty\"",
            "If it is the discovery document, use the address that stands there as jwks_uri.",
        ),
        NoKeys::PrivateKey => {
            ("is a private key", "A signature is checked with the public key: openssl pkey -in FILE -pubout")
        }
        NoKeys::Certificate => {
            ("is a certificate", "Take the public key out of it: openssl x509 -in FILE -pubkey -noout")
        }
    };
    Failure { what: format!("{name} {what}"), help: help.to_owned() }
}
