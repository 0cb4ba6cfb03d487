//! The keys that a user names, from a file or from a URL.

use std::io::ErrorKind;
use std::net::IpAddr;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{Timestamp, Uri};
use jose::{KeySet, NoKeys};
use report::Shown;
use ureq::tls::{RootCerts, TlsConfig};

use crate::input::{self, Stop};
use crate::output::Failure;
use crate::terminal;

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
    let (name, text) = if begins_as_url(place) {
        let address = Address::read(place)?;
        let text = address.fetch()?;
        (Shown::from_user(&terminal::line(&address.name)), text)
    } else {
        let name = Shown::from_user(&terminal::name(place));
        let text = file(Path::new(place), &name)?;
        (name, text)
    };
    let set = KeySet::from_text(&text).map_err(|why| unusable(&name, why))?;
    Ok(Keys { set, from: name })
}

/// The secret of a client, from a file: a line break at its end is the editor's.
pub(crate) fn secret(path: &Path) -> Result<Keys, Failure> {
    let name = Shown::from_user(&terminal::name(&path.to_string_lossy()));
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

/// A name of standard input is none here: the token comes from there.
fn file(path: &Path, name: &Shown) -> Result<String, Failure> {
    let path = if path.as_os_str() == "-" { Path::new("./-") } else { path };
    let failure = |what: String| Failure { what, help: NAME_KEYS.to_owned() };
    let bytes = input::bytes(path, LARGEST).map_err(|stop| match stop {
        Stop::Large(_) | Stop::Endless(_) => {
            failure(format!("{name} is larger than 1 MiB: it holds no keys"))
        }
        Stop::Failed(error) if error.kind() == ErrorKind::IsADirectory => {
            failure(format!("{name} is a directory"))
        }
        Stop::Failed(error) if error.kind() == ErrorKind::NotFound => {
            failure(format!("{name}: there is no such file"))
        }
        stop => Failure { help: NAME_KEYS.to_owned(), ..stop.failure(name, path, LARGEST, 0) },
    })?;
    text(bytes).ok_or_else(|| failure(format!("{name} is no text in UTF-8 or UTF-16")))
}

const NAME_KEYS: &str = "Name a file with a key set (JWKS), a key (JWK) or a public key (PEM), or a URL that begins with https://";

/// Windows' own tools write UTF-16.
fn text(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(http::readers::text(&bytes).ok()?.into_owned()).ok()
}

// --- From a URL ---------------------------------------------------------------------------------------------------

/// Where a user says that keys are.
struct Address {
    url: Uri,
    /// How it is called in all that is said: without user information, query and fragment.
    name: String,
    /// On this computer, where no TLS is needed.
    is_loopback: bool,
}

/// Whether it is meant as a URL, be it a right one or not.
fn begins_as_url(place: &str) -> bool {
    let place = place.trim_start_matches(|c: char| c.is_control() || c.is_whitespace()).as_bytes();
    let begins = |scheme: &[u8]| place.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    begins(b"https:") || begins(b"http:")
}

impl Address {
    /// What may be fetched: `https`, and `http` from this computer.
    fn read(place: &str) -> Result<Self, Failure> {
        let Some(url) = Uri::parse(place) else {
            return Err(Failure {
                what: format!("{} is no URL that can be read", terminal::name(place)),
                help: "Write it as https://auth.example.com/jwks".to_owned(),
            });
        };
        let name = named(&url);
        if !url.url().username().is_empty() || url.url().password().is_some() {
            return Err(Failure {
                what: format!(
                    "{name} was written with a user name or a password: keys are public, and none is sent"
                ),
                help:
                    "Leave it out. Where the server asks for it, save its answer with curl and name the file."
                        .to_owned(),
            });
        }
        let is_loopback = is_loopback(url.host());
        if url.scheme() != "https" && !is_loopback {
            return Err(Failure {
                what: format!(
                    "{name} is not fetched: without TLS anybody on the way can put other keys there"
                ),
                help: "Write https://. Only localhost, 127.0.0.1 and [::1] are asked over http.".to_owned(),
            });
        }
        Ok(Address { url, name, is_loopback })
    }

    fn fetch(&self) -> Result<String, Failure> {
        let failure = |what: String, help: &str| Failure {
            what: format!("{} could not be fetched: {what}", self.name),
            help: help.to_owned(),
        };
        let in_browser = "Open the URL in a browser. If it answers there, save the answer and name the file.";
        let trust = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let mut config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .tls_config(trust)
            .https_only(!self.is_loopback)
            .max_redirects(0)
            .http_status_as_error(false);
        if self.is_loopback {
            config = config.proxy(None);
        }
        let agent: ureq::Agent = config.build().into();
        let mut url = self.url.url().clone();
        url.set_fragment(None);
        let answer = agent.get(url.as_str()).header("Accept", "application/json").call();
        let mut answer = answer.map_err(|error| failure(reason(&error), in_browser))?;
        match answer.status().as_u16() {
            200..=299 => {}
            300..=399 => {
                let location = answer.headers().get("location").and_then(|location| location.to_str().ok());
                return Err(match location.and_then(|location| self.url.join(location)) {
                    Some(target) => failure(
                        format!("it answers with a redirect to {}, which is not followed", named(&target)),
                        "Look whether the provider's keys are there. If so, name that URL.",
                    ),
                    None => failure(
                        "it answers with a redirect that says no address".to_owned(),
                        "Open the URL in a browser, and name the one that answers.",
                    ),
                });
            }
            status => {
                return Err(failure(
                    format!("it answers with status {status}"),
                    "The provider's key set is at the address that its discovery document calls jwks_uri.",
                ));
            }
        }
        let bytes = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
        let bytes = bytes.map_err(|error| failure(reason(&error), in_browser))?;
        text(bytes).ok_or_else(|| failure("its answer is no text".to_owned(), in_browser))
    }
}

/// A URL without what may be a secret in it: user information, query and fragment.
fn named(url: &Uri) -> String {
    let mut shown = url.url().clone();
    let _ = (shown.set_username(""), shown.set_password(None));
    shown.set_fragment(None);
    let has_query = shown.query().is_some();
    shown.set_query(None);
    format!("{}{}", terminal::line(shown.as_str()), if has_query { "?…" } else { "" })
}

/// Whether a host, as the URL standard writes it, is this computer by its own name: no other name is asked for.
fn is_loopback(host: &str) -> bool {
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => format!("no answer came within {} seconds", PATIENCE.as_secs()),
        ureq::Error::HostNotFound => "there is no host of that name".to_owned(),
        ureq::Error::BodyExceedsLimit(_) => "its answer is larger than 1 MiB, and no key set".to_owned(),
        ureq::Error::Io(error) => error.to_string(),
        error => error.to_string(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_computer_alone() {
        let may = |place: &str| begins_as_url(place) && Address::read(place).is_ok();
        for place in [
            "https://idp.example/jwks",
            "HTTPS://idp.example/jwks?p=x#y",
            "https://192.168.0.1/jwks",
            "http://localhost:8080/jwks",
            "http://LOCALHOST/jwks",
            "http://127.0.0.1:8080/",
            "http://127.9.8.7/",
            "http://[::1]:8080/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[::ffff:127.0.0.1]/",
            // Other ways to write 127.0.0.1, which browsers and curl read so too.
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
        ] {
            assert!(may(place), "{place}");
        }
        for place in [
            "http://idp.example/jwks",
            "http://localhost.evil.example/",
            "http://127.0.0.1.evil.example/",
            "http://localhost@evil.example/",
            "http://evil.example#@localhost/",
            "http://evil.example\\@localhost/",
            "http://evil.example?localhost",
            "http://0.0.0.0/",
            "http://[::]/",
            "http://[::ffff:10.0.0.1]/",
            "http://10.0.0.1/",
            "http://169.254.169.254/",
            "http://3232235521/",
            "http://localhost./",
            "http://xlocalhost/",
            "https://user@idp.example/",
            "https://:pass@idp.example/",
            "http://user:pass@localhost/",
            "https://",
            "http:",
            "https://user:pa/ss@idp.example/",
        ] {
            assert!(begins_as_url(place) && Address::read(place).is_err(), "{place}");
        }
        for place in ["keys.json", "./https:", "C:\\keys.pem", "ftp://idp.example/", ""] {
            assert!(!begins_as_url(place), "{place}");
        }
    }

    #[test]
    fn an_address_is_called_without_its_secrets() {
        let name = |url: &str| Uri::parse(url).map_or(String::new(), |url| named(&url));
        assert_eq!(
            name("https://kanari:kanari@idp.example:8443/a@b/jwks?key=kanari#kanari"),
            "https://idp.example:8443/a@b/jwks?…"
        );
        assert_eq!(name("http://2130706433/x"), "http://127.0.0.1/x");
        assert_eq!(name("myapp:kanari@x"), "myapp:kanari@x");
    }
}
