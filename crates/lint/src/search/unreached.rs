//! What the network did to a call of a login, whatever library or language words it: a name that is not found, a connection that is
//! refused or cut, a certificate that is not trusted, no answer in time. A program tells of a step that failed, and behind that the
//! reason; the reason counts.

use crate::known::{Known, is_about_oauth, just};

use super::{is_of_login, status};
use crate::stores;

/// What the reasons say, the most telling first, and the row that says what each means; systems say them in the user's language, too. Single words are the names of errors, which
/// nobody says of anything else; sentences about time name what was waited for, since sessions and tokens time out, too.
const REASONS: [(&str, &[&str]); 7] = [
    (
        "the name of the server is not found",
        &[
            "nxdomain",
            "enotfound",
            "eai_again",
            "name or service not known",
            "nodename nor servname",
            "name resolution",
            "failed to lookup address",
            "failed host lookup",
            "no address associated with",
            "no such host is known",
            "could not resolve host",
            "couldn't resolve host",
            "php_network_getaddresses",
            "dns error",
            "dns lookup failed",
            "name oder dienst nicht bekannt",
            "host ist unbekannt",
            "host unbekannt",
            "nom ou service inconnu",
            "hôte inconnu",
            "nombre o servicio desconocido",
            "host desconocido",
            "不知道这样的主机",
        ],
    ),
    (
        "the server's certificate or TLS is not accepted",
        &[
            "certificate verify failed",
            "certificate_verify_failed",
            "invalid peer certificate",
            "unknown_ca",
            "tls_alert",
            "ssl_error_syscall",
            "ssleoferror",
            "eof occurred in violation of protocol",
            "handshakeexception",
            "tls handshake failed",
            "ssl handshake failed",
            "certificate signed by unknown authority",
            "ssl routines::wrong version number",
            "ssl3_get_record:wrong version number",
            "ssl: wrong_version_number",
            "remotezertifikat ist ungültig",
            "le certificat distant n'est pas valide",
            "certificado remoto no es válido",
            "远程证书无效",
        ],
    ),
    (
        "nothing listens at the address",
        &[
            "connection refused",
            "econnrefused",
            "actively refused",
            "os error 10061",
            "errno 111",
            "errno 61]",
            "verbindung verweigerte",
            "verbindungsaufbau abgelehnt",
            "expressément refusée",
            "connexion refusée",
            "denegó expresamente",
            "conexión rehusada",
            "conexão recusada",
            "recusou ativamente",
            "connessione rifiutata",
            "目标计算机积极拒绝",
            "连接被拒绝",
            "拒绝连接",
            "接続を拒否",
            "によって拒否されたため",
        ],
    ),
    (
        "there is no way to the address",
        &[
            "network is unreachable",
            "network unreachable",
            "no route to host",
            "host unreachable",
            "host is unreachable",
            "enetunreach",
            "ehostunreach",
        ],
    ),
    (
        "the connection was cut",
        &[
            "connection reset",
            "econnreset",
            "socket hang up",
            "broken pipe",
            "connection closed before",
            "connection was closed",
            "closed connection without",
            "{reason: :closed",
            "reason: :closed",
        ],
    ),
    (
        "no answer came in time",
        &[
            "etimedout",
            "econnaborted",
            "connection timed out",
            "connection attempt timed out",
            "connect timed out",
            "connect timeout",
            "connection timeout",
            "request timed out",
            "request timeout",
            "operation timed out",
            "read timed out",
            "read timeout",
            "read operation timed out",
            "source: timedout",
            "reason: :timeout",
            "reason: :connect_timeout",
            "did not observe any item or terminal signal within",
            "os error 10060",
            "errno 110]",
            "timeoutexception",
            "deadline exceeded",
            "deadline has elapsed",
            "zeitüberschreitung",
            "expiration du délai",
            "expiró el tiempo",
            "tempo limite",
            "tiempo de espera agotado",
            "连接超时",
            "请求超时",
            "タイムアウト",
            "время ожидания",
        ],
    ),
    (
        "the call did not get through",
        &["error sending request for url", "error trying to connect", "failed to establish a new connection"],
    ),
];

/// What the network did to the call that a message tells of; `None` where it is no call of a login, or nothing is said of the network.
pub(super) fn reason(message: &str) -> Option<&'static Known> {
    let lower = message.to_lowercase();
    let has = |words: &&str| lower.contains(words);
    let is_told = |words: &[&str]| words.iter().any(has) || is_limit(&lower);
    let rows = REASONS.iter().filter(|(row, words)| match *row {
        LATE => is_told(words),
        _ => words.iter().any(has),
    });
    let row = rows.map(|(row, _)| *row).next()?;
    if stores::is_named(message)
        || OF_OTHER_THINGS.iter().any(|word| lower.contains(word))
        || is_setting(&lower)
    {
        return None;
    }
    let is_callback = lower.contains("callback") && is_of_login(message);
    let is_of_login = is_about_oauth(message) || status::names_endpoint(message) || is_callback;
    is_of_login.then(|| just(row)).flatten()
}

/// The row of an answer that came too late.
const LATE: &str = "no answer came in time";

/// Whether a limit in milliseconds or seconds was exceeded: `timeout of 15000ms exceeded`.
fn is_limit(lower: &str) -> bool {
    let behind = lower.split("timeout of ").nth(1).unwrap_or_default();
    let number = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    number.len() < behind.len() && number.trim_start().starts_with(['m', 's']) && behind.contains("exceeded")
}

/// What says that it is over, is meant for later, or is a test's or a session's.
const OF_OTHER_THINGS: [&str; 9] = [
    "works",
    "worked",
    "fixed",
    "resolved",
    "set the",
    "increase the",
    "for async tests",
    "session store",
    "package.json",
];

/// Whether a reason stands before a value, as settings and counters are written: `connect timeout = 5s`, `connection refused: 0`.
fn is_setting(lower: &str) -> bool {
    let all = REASONS.iter().flat_map(|(_, words)| words.iter());
    let behind = all.filter_map(|words| lower.split_once(words).map(|(_, behind)| behind.trim_start()));
    let is_value = |text: &str| {
        let value = text.strip_prefix(['=', ':']).map(str::trim_start);
        value.is_some_and(|value| value.starts_with(|c: char| c.is_ascii_digit()))
    };
    behind.into_iter().any(is_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_the_table() {
        for (row, _) in REASONS {
            assert!(just(row).is_some_and(Known::is_of_network), "{row}");
        }
        assert!(REASONS.iter().any(|(row, _)| *row == LATE));
    }

    #[test]
    fn what_the_network_did_is_told_whoever_words_it() {
        for (message, row) in [
            ("OAuth error: timeout of 15000ms exceeded", "no answer came in time"),
            (
                "Token exchange request failed: error sending request for url (https://idp.example/token)",
                "the call did not get through",
            ),
            (
                "{:error, %HTTPoison.Error{reason: :nxdomain}} in Acme.OAuth.get_access_token",
                "the name of the server is not found",
            ),
            (
                "ClientException with SocketException: Connection refused (OS Error, errno = 111), uri=http://localhost:8080/realms/x/protocol/openid-connect/token",
                "nothing listens at the address",
            ),
            (
                "oidc token request: EOF occurred in violation of protocol (_ssl.c:1007)",
                "the server's certificate or TLS is not accepted",
            ),
            (
                "java.net.SocketException: Network is unreachable https://idp.example/token",
                "there is no way to the address",
            ),
            ("could not reach https://idp.example/oauth2/token: connection reset", "the connection was cut"),
            (
                "ConnectionError at /login/callback/: Max retries exceeded (Caused by <class 'socket.error'>: [Errno 110] timeout)",
                "no answer came in time",
            ),
            (
                "https://idp.example/token: Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung verweigerte.",
                "nothing listens at the address",
            ),
        ] {
            assert_eq!(reason(message).map(|known| known.text), Some(row), "{message}");
        }
    }

    #[test]
    fn calls_of_others_and_other_times_are_none() {
        for message in [
            "timeout of 15000ms exceeded",
            "Request timed out",
            "the build timed out",
            "your session timed out, please log in with OpenID again",
            "OAuth token expired after a timeout of inactivity",
            "https://shop.example/orders: connection refused",
            "oauth2: connect timeout = 5s, read timeout = 10s",
            "OAuth proxy: certificate verify failed: 0, connection refused: 0",
            "Set the OAuth request timeout of 30s",
            "wrong version number in package.json of oauth-lib",
            "Timeout of 2000ms exceeded. For async tests, ensure done() is called (oauth callback test)",
            "Failed to save OAuth state: connection refused (postgres 5432)",
            "OAuth: invalid state, session store: redis connection timed out",
            "My OAuth login works since I fixed the connection refused error",
            "",
        ] {
            assert!(reason(message).is_none(), "{message}");
        }
    }
}
