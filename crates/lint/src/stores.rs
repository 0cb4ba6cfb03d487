//! What a program keeps its data in, or hands its mail and jobs to: databases, caches, queues, mail servers. Where one of them cannot be
//! reached, that is no fault of a login, unless the log says that a login needed it.

use crate::known::is_about_oauth;

/// Names of what is no server of OAuth, as they stand in addresses, names of classes and messages.
const NAMES: [&str; 30] = [
    "activemq",
    "amqp",
    "cassandra",
    "clickhouse",
    "database",
    "elasticsearch",
    "hikari",
    "imap",
    "ioredis",
    "jdbc",
    "kafka",
    "mariadb",
    "memcache",
    "memcached",
    "mongo",
    "mongodb",
    "mongoose",
    "mssql",
    "mysql",
    "nodemailer",
    "opensearch",
    "postgres",
    "postgresql",
    "psycopg",
    "rabbitmq",
    "redis",
    "smtp",
    "sqlalchemy",
    "sqlstate",
    "valkey",
];

/// The same as names of hosts, which are too short to count within a word.
const HOSTS: [&str; 5] = ["cache", "db", "mail", "mailhog", "sql"];

/// Ports that IANA's registry and these products give them.
const PORTS: [&str; 19] = [
    "25", "465", "587", "1025", "1433", "1521", "2379", "3306", "4222", "5432", "5671", "5672", "6379",
    "6380", "9042", "9092", "9200", "11211", "27017",
];

/// What is kept there for a login: the state between request and callback, and the session after it.
const SESSIONS: [&str; 11] = [
    "session store",
    "session_store",
    "sessionstore",
    "saving session",
    "save session",
    "save the session",
    "load session",
    "loading session",
    "creating session",
    "create session",
    "redis session",
];

/// What a line says that is about a login, beside the words of OAuth.
const LOGINS: [&str; 12] = [
    "/callback",
    "/login",
    "/signin",
    "/sign-in",
    "callbackrouteerror",
    "adaptererror",
    "authorization code",
    "at login",
    "during login",
    "log in ",
    "sign in ",
    "[auth]",
];

/// Whether a line speaks of one of them: by its name, or by the port that was called. What an address of OAuth is called for, it is
/// called for OAuth, whatever its host has in its name.
pub(crate) fn is_named(text: &str) -> bool {
    let is_address_of_oauth = |at: usize| {
        let address = text.get(at..).unwrap_or_default();
        is_about_oauth(address.split([' ', '"', '\'', '<', '>']).next().unwrap_or_default())
    };
    let mut addresses = text.match_indices("https://").chain(text.match_indices("http://"));
    if addresses.any(|(at, _)| is_address_of_oauth(at)) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    // Where a name was looked up, it tells; the rest of the line may speak of other things.
    if let Some(host) = looked_up(&lower) {
        let first = host.split('.').next().unwrap_or_default();
        return HOSTS.contains(&first) || NAMES.iter().any(|name| first.contains(name)) || has_port(&lower);
    }
    NAMES.iter().any(|name| places(text, &lower, name).next().is_some()) || has_port(&lower)
}

/// Whether a line speaks of sending or fetching mail.
pub(crate) fn is_of_mail(text: &str) -> bool {
    const WORDS: [&str; 9] =
        ["dovecot", "imap", "mailer", "nodemailer", "pop3", "postfix", "sendmail", "smtp", "smtps"];
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| WORDS.iter().any(|of| word.eq_ignore_ascii_case(of)))
}

/// Whether the same line says that a login needed it.
pub(crate) fn is_of_login(text: &str) -> bool {
    // What a container is called, and the host that was called, say whose program it is, not what it was about.
    let said =
        text.split_once(" | ").filter(|(name, _)| !name.trim().contains(' ')).map_or(text, |(_, said)| said);
    let words = said.split(' ').filter(|word| {
        let lower = word.to_ascii_lowercase();
        !NAMES.iter().any(|name| lower.contains(name)) || lower.contains("session")
    });
    let said = words.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    let whole = text.to_ascii_lowercase();
    is_about_oauth(&said)
        || LOGINS.iter().any(|word| said.contains(word))
        || SESSIONS.iter().any(|word| whole.contains(word))
}

/// Where a name stands: no letters of a longer word go before and behind it.
fn places<'t>(text: &'t str, lower: &'t str, name: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_small = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
    lower.match_indices(name).map(|(at, _)| at).filter(move |&at| {
        let begins_word =
            text.get(at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
        (begins_word || !is_small(before)) && !is_small(after)
    })
}

/// The name of a host that has no address, as the resolvers of ten runtimes have it.
fn looked_up(lower: &str) -> Option<&str> {
    const BEFORE: [&str; 8] = [
        "lookup ",
        "enotfound ",
        "eai_again ",
        "unknownhostexception: ",
        "resolve host: ",
        "resolve host ",
        "translate host name ",
        "resolve ",
    ];
    let behind = BEFORE.iter().find_map(|before| Some(lower.split_once(before)?.1))?;
    let behind = behind.trim_start_matches(['"', '\'', '(']);
    let end = behind.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')));
    behind.get(..end.unwrap_or(behind.len())).filter(|host| !host.is_empty())
}

/// Whether one of the ports stands there as one: `:5432`, `port 5432`, `port: 5432`.
fn has_port(lower: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    PORTS.iter().any(|port| {
        lower.match_indices(port).any(|(at, _)| {
            let (before, after) = (&lower[..at], &lower[at + port.len()..]);
            let is_called = before.trim_end_matches([' ', ':', '=', '"', '\'']).ends_with("port")
                || before.strip_suffix(':').is_some_and(is_host);
            is_called && !before.ends_with(is_digit) && !after.starts_with(|c: char| is_digit(c) || c == ':')
        })
    })
}

/// Whether what goes before a colon can be a host: an hour before its minutes is none, and a line of a file's is none.
fn is_host(before: &str) -> bool {
    let host = before
        .rsplit(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']')));
    let host = host.into_iter().next().unwrap_or_default();
    let is_address = host.split('.').count() == 4 || host.ends_with(']') || host.contains("::");
    let is_source = [".go", ".js", ".ts", ".py", ".rb", ".java", ".cs", ".rs", ".php"]
        .iter()
        .any(|of| host.ends_with(of));
    is_address || host.contains(|c: char| c.is_ascii_alphabetic()) && !host.contains(':') && !is_source
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_server_of_oauth() {
        for text in [
            "could not connect to redis: dial tcp 10.0.0.5:6379: connect: connection refused",
            "psycopg2.OperationalError: could not translate host name \"db\" to address",
            "Error: connect ECONNREFUSED 127.0.0.1:5432",
            "Error: connect ECONNREFUSED ::1:5432",
            "MongoServerSelectionError: connect ECONNREFUSED 127.0.0.1:1",
            "connection to server at \"10.0.0.5\", port 5432 failed: Connection refused",
            "RedisConnectionException: Unable to connect",
            "dial tcp: lookup db on 127.0.0.11:53: no such host",
            "Failed to send mail: ETIMEDOUT smtp.mail.example:587",
            "port: 5432",
        ] {
            assert!(is_named(text), "{text}");
        }
        for text in [
            "oidc rediscovery failed: connection refused",
            "Post \"https://redis-sso.example/oauth/token\": dial tcp 10.0.0.1:443: connection refused",
            "10:25:12 ERROR dial tcp 10.0.0.1:443: connection refused",
            "oauth.go:587: dial tcp 10.0.0.1:443: connection refused",
            "port 54321: connection refused",
            "the token cache is empty",
        ] {
            assert!(!is_named(text), "{text}");
        }
    }

    #[test]
    fn what_a_login_needed() {
        for text in [
            "Error creating session during OAuth2 callback: error saving redis session: no such host",
            "connect-redis session store: connect ECONNREFUSED 127.0.0.1:6379",
            "GET /login failed: connect ECONNREFUSED 127.0.0.1:5432",
            "org.keycloak.protocol.oidc.TokenManager: JDBC: connection refused",
        ] {
            assert!(is_of_login(text), "{text}");
        }
        for text in [
            "oauth-demo_1 | Error: connect ECONNREFUSED 127.0.0.1:5432",
            "getaddrinfo ENOTFOUND oauth-demo-postgres",
            "worker: could not connect to redis",
            "Login failed for user 'sa'",
        ] {
            assert!(!is_of_login(text), "{text}");
        }
    }
}
