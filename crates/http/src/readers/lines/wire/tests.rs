//! Logs that are told by what is left of them.

use crate::readers::read;
use crate::readers::tests::line;

/// What is read of a log: its exchanges, then what is said in it, each with its line.
fn check(log: &str, exchanges: &[impl AsRef<str>], said: &[&str]) {
    let recording = read(log.as_bytes()).unwrap();
    let found: Vec<String> = recording.exchanges.iter().map(line).collect();
    let exchanges: Vec<&str> = exchanges.iter().map(AsRef::as_ref).collect();
    assert_eq!(found, exchanges, "{log}");
    let found: Vec<&str> = recording.statements.iter().map(|statement| statement.text.text()).collect();
    assert_eq!(found, said, "{log}");
}

const NONE: [&str; 0] = [];

#[test]
fn what_stands_behind_a_forms_own_words_is_said() {
    // Alone, and between two talks.
    let failed = "http2: Transport failed to get client conn for auth.example.com:443: x509: certificate signed by unknown authority";
    check(failed, &NONE, &[failed]);
    let talk = |path: &str| {
        let field =
            |name: &str, value: &str| format!("http2: Transport encoding header \"{name}\" = \"{value}\"\n");
        field(":method", "GET") + &field(":path", path)
    };
    check(
        &format!("{}{failed}\n{}", talk("/a"), talk("/b")),
        &["/a", "/b"]
            .map(|path| format!("Unknown GET https://host-not-recorded.invalid{path} [not recorded]")),
        &[failed],
    );
    let failed = "Loader: request NSURLErrorDomain -1202";
    check(&format!("starting\n{failed}\nstopped\n"), &NONE, &["starting", failed, "stopped"]);
    // Words that leave nothing open say nothing.
    check("---request begin---\nsigned out: access_denied", &NONE, &["signed out: access_denied"]);
}

#[test]
fn an_answer_that_names_its_url_finds_its_request_among_many() {
    let asked: String =
        (0..40).map(|at| format!("--> POST https://a.example/{at}\n--> END POST\n")).collect();
    let exchange =
        |at: usize, answer: &str| format!("Server POST https://a.example/{at} [not recorded]{answer}");
    let expected: Vec<String> =
        (0..40).map(|at| exchange(at, if at == 3 { " => 400 [not recorded]" } else { "" })).collect();
    check(&format!("{asked}<-- 400 https://a.example/3 (9ms)\n<-- END HTTP\n"), &expected, &[]);
}

#[test]
fn a_body_that_is_printed_behind_its_status() {
    // What Node 20 writes with NODE_DEBUG=fetch, and `console.log(answer.status, await answer.json())`.
    let log = "FETCH 1561: connecting to 127.0.0.1:18090 using http:undefined\n\
        FETCH 1561: connected to 127.0.0.1:18090 using http:h1\n\
        FETCH 1561: sending request to POST http://127.0.0.1:18090//token\n\
        FETCH 1561: received response to POST http://127.0.0.1:18090//token - HTTP 400\n\
        FETCH 1561: trailers received from POST http://127.0.0.1:18090//token\n\
        400 {\n  error: 'invalid_grant',\n  error_description: 'The authorization code expired'\n}\n";
    let body = r#"[{"error":"invalid_grant","error_description":"The authorization code expired"}]"#;
    let recording = read(log.as_bytes()).unwrap();
    let found: Vec<String> = recording.exchanges.iter().map(line).collect();
    assert_eq!(found, [format!("Server POST http://127.0.0.1:18090/token [not recorded] => 400 {body}")]);
}

#[test]
fn a_program_may_say_of_a_request_that_it_has_credentials() {
    let calls = |said: &str| {
        let first = "Requesting url https://id.example.org/token using method POST.";
        let log =
            format!("{said}{first}\nSupplying headers {{'Accept': '*/*'}} and data {{'grant_type': 'x'}}\n");
        let exchange = read(log.as_bytes()).unwrap().exchanges.remove(0);
        exchange.request.headers.present().is_some_and(|headers| headers.has("authorization"))
    };
    let said = "Encoding `client_id` \"web\" with `client_secret` as Basic auth credentials.\n";
    assert!(calls(said));
    // Not where it was said of another one long before.
    assert!(!calls(&format!("{said}{}", "other\n".repeat(9))));
    assert!(!calls(""));
}

#[test]
fn an_answer_is_written_again_behind_its_body() {
    // HttpClient's loggers of the bytes and of the fields, where an answer comes in one packet.
    let wire =
        |way: &str, text: &str| format!("DEBUG org.apache.http.wire - http-outgoing-0 {way} \"{text}\"\n");
    let head = |text: &str| format!("DEBUG org.apache.http.headers - http-outgoing-0 << {text}\n");
    let asked = wire(">>", "POST /token HTTP/1.1[\\r][\\n]")
        + &wire(">>", "Host: a.example[\\r][\\n]")
        + &wire(">>", "[\\r][\\n]");
    let answered = wire("<<", "HTTP/1.1 401 Unauthorized[\\r][\\n]")
        + &wire("<<", "[\\r][\\n]")
        + &wire("<<", "{\"error\":\"invalid_client\"}")
        + &head("HTTP/1.1 401 Unauthorized")
        + &head("Content-Type: application/json");
    let call = format!("{asked}{answered}");
    let exchange =
        r#"Server POST https://a.example/token [not recorded] => 401 [{"error":"invalid_client"}]"#;
    check(&call, &[exchange], &[]);
    check(&call.repeat(2), &[exchange, exchange], &[]);
    // Another status is no copy of it.
    let other = call.replace(
        "headers - http-outgoing-0 << HTTP/1.1 401 Unauthorized",
        "headers - http-outgoing-0 << HTTP/1.1 200 OK",
    );
    assert_eq!(read(other.as_bytes()).unwrap().exchanges[0].status(), Some(401));
}
