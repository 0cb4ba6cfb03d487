//! Lines of our own form and of the access logs of common servers.

use super::*;
use crate::readers::tests::line;

fn exchanges(text: &str) -> Vec<crate::Exchange> {
    let recording =
        crate::readers::read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"));
    assert_eq!(recording.problems, [], "{text}");
    recording.exchanges
}

fn check(text: &str, expected: &str) -> crate::Exchange {
    let exchange = exchanges(text).remove(0);
    assert_eq!(line(&exchange), expected, "{text}");
    exchange
}

fn started(exchange: &crate::Exchange) -> String {
    exchange.started.map_or("-".to_owned(), Timestamp::to_rfc3339)
}

#[test]
fn our_own_form() {
    let exchange = check(
        r#"{"time":"2026-11-23T09:41:07.12Z","duration_ms":80,"method":"POST","url":"https://auth.example.com/token","seen":"server","request_headers":{"Authorization":"Basic YTpi","Accept":["a/b","c/d"]},"request_body":"grant_type=authorization_code&code=c","status":400,"response_headers":[["Content-Type","application/json"],{"name":"X","value":"y"}],"response_body":{"error":"invalid_grant"},"new":[1]}"#,
        r#"Server POST https://auth.example.com/token [grant_type=authorization_code&code=c] => 400 [{"error":"invalid_grant"}]"#,
    );
    assert_eq!(started(&exchange), "2026-11-23T09:41:07.120Z");
    assert_eq!(exchange.finished.map(Timestamp::to_rfc3339).as_deref(), Some("2026-11-23T09:41:07.200Z"));
    assert_eq!(exchange.request_header("authorization"), Some("Basic YTpi"));
    assert_eq!(exchange.request.headers.present().map(|headers| headers.count("accept")), Some(2));
    assert_eq!(exchange.response_header("x"), Some("y"));
    let exchange = check(
        r#"{"method":"GET","url":"https://a.example/","via":"popup","tab":2,"opener":1,"from":"https://b.example","error":"net::ERR_FAILED","response_body_base64":"e30="}"#,
        "Popup GET https://a.example/ [not recorded] ! Blocked",
    );
    assert_eq!((exchange.context.tab, exchange.context.opener), (Some(2), Some(1)));
    assert_eq!(exchange.observer, Observer::Browser);
    check(
        r#"{"method":"POST","url":"https://a.example/","request_body":"","status":204}"#,
        "Server POST https://a.example/ [] => 204 [not recorded]",
    );
    check(
        r#"{"method":"POST","url":"https://a.example/","request_body":7,"status":"200","request_headers":"x"}"#,
        "Server POST https://a.example/ [not recorded] => 200 [not recorded]",
    );
}

#[test]
fn access_logs() {
    let nginx = check(
        r#"{"time_iso8601":"2026-11-23T09:41:08+00:00","remote_addr":"192.0.2.1","request":"GET /callback?code=c&state=s HTTP/1.1","status":"302","body_bytes_sent":"0","request_time":"0.880","http_referrer":"https://auth.example.com/","http_user_agent":"Mozilla/5.0","http_host":"app.example.com","scheme":"https","sent_http_location":"/home"}"#,
        "Unknown GET https://app.example.com/callback?code=c&state=s [not recorded] => 302 [not recorded] -> https://app.example.com/home",
    );
    assert_eq!(started(&nginx), "2026-11-23T09:41:07.120Z");
    assert!(nginx.request.headers.missing().is_some(), "some headers are not all");
    check(
        r#"{"msec":"1795426867.120","request_method":"POST","uri":"/token","args":"","status":"401","host":"auth.example.com","https":"on"}"#,
        "Server POST https://auth.example.com/token [not recorded] => 401 [not recorded]",
    );
    let envoy = check(
        r#"{"start_time":"2026-11-23T09:41:07.120Z","method":"POST","path":"/realms/a/token","protocol":"HTTP/2","response_code":400,"response_flags":"-","bytes_sent":54,"duration":12,"user_agent":"axios/1.6","authority":"auth.example.com","upstream_cluster":"outbound|8080||keycloak"}"#,
        "Server POST https://auth.example.com/realms/a/token [not recorded] => 400 [not recorded]",
    );
    assert_eq!(envoy.finished.map(Timestamp::to_rfc3339).as_deref(), Some("2026-11-23T09:41:07.132Z"));
    let caddy = check(
        r#"{"level":"info","ts":1795426867.2,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.1","proto":"HTTP/2.0","method":"POST","host":"auth.example.com","uri":"/token","headers":{"User-Agent":["curl/8"],"Authorization":["REDACTED"]}},"bytes_read":9,"duration":0.08,"size":54,"status":400,"resp_headers":{"Content-Type":["application/json"]}}"#,
        "Server POST https://auth.example.com/token [not recorded] => 400 [not recorded]",
    );
    assert_eq!(started(&caddy), "2026-11-23T09:41:07.120Z");
    assert!(caddy.request.headers.present().is_some_and(|headers| headers.hides("authorization")));
    check(
        r#"{"ClientHost":"192.0.2.1","DownstreamStatus":302,"Duration":80000000,"OriginStatus":302,"RequestHost":"app.example.com","RequestMethod":"GET","RequestPath":"/callback?code=c","RequestScheme":"https","StartUTC":"2026-11-23T09:41:07.12Z","downstream_Location":"/x","request_User-Agent":"Mozilla/5.0","level":"info","msg":"","time":"2026-11-23T09:41:08Z"}"#,
        "Unknown GET https://app.example.com/callback?code=c [not recorded] => 302 [not recorded] -> https://app.example.com/x",
    );
}

#[test]
fn times_in_every_form() {
    let check = |time: &str, expected: &str| {
        let text = format!(r#"{{"time":{time},"method":"GET","url":"https://a.example/"}}"#);
        assert_eq!(started(&exchanges(&text)[0]), expected, "{time}");
    };
    let expected = "2026-11-23T09:41:07.000Z";
    for time in [
        "1795426867",
        "1795426867000",
        "1795426867000000",
        "1795426867000000000",
        "\"1795426867\"",
        r#""23/Nov/2026:10:41:07 +0100""#,
        r#""2026-11-23T09:41:07Z""#,
    ] {
        check(time, expected);
    }
    for time in ["null", "\"yesterday\"", "{}", "1e300"] {
        check(time, "-");
    }
}

#[test]
fn lines_that_are_no_exchanges() {
    let text = "\n{\"level\":\"info\",\"msg\":\"started\"}\n{\"method\":\"GET\",\"url\":\"https://a.example/\"}\n{broken\n\
                {\"method\":\"GET\"}\n[1]\n{\"method\":\"GET\",\"path\":\"/x\"}\r\n{\"method\":\"frobnicate\",\"url\":\"x\"}\n";
    let recording = crate::readers::read(text.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
    let said: Vec<&str> = recording.statements.iter().map(|said| said.text.text()).collect();
    assert_eq!(
        said,
        ["started", "{broken", "{\"method\":\"GET\"}", "[1]", "{\"method\":\"frobnicate\",\"url\":\"x\"}"]
    );
    let hosts: Vec<bool> =
        recording.exchanges.iter().map(|exchange| exchange.request.uri.is_host_known()).collect();
    assert_eq!(hosts, [true, false]);
}

#[test]
fn the_example_of_the_documentation() {
    let page = include_str!("../../../../../../docs/jsonl.md");
    let example =
        page.split("```").nth(1).and_then(|block| block.split_once('\n')).map_or("", |(_, text)| text);
    assert_eq!(exchanges(example).len(), 3);
}

#[test]
fn lines_longer_than_a_mebibyte() {
    let long = "x".repeat(1 << 20);
    let line =
        format!(r#"{{"method":"GET","url":"https://a.example/","status":200,"response_body":"{long}"}}"#);
    let two = format!("{line}\n{line}\n");
    let recording = crate::readers::read(two.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!((recording.form.name, recording.exchanges.len()), ("jsonl", 2));
}
