//! One entry of each tool that writes archives, as it writes them, without what nobody reads.

use super::tests::one;
use crate::readers::tests::line;
use crate::{Observer, Timestamp};

const STARTED: &str = "2026-11-23T09:41:07.120Z";

fn check(tool: &str, entry: &str, expected: &str) {
    let exchange = one(entry);
    assert_eq!(line(&exchange), expected, "{tool}");
    assert_eq!(exchange.started.map(Timestamp::to_rfc3339).as_deref(), Some(STARTED), "{tool}");
    assert_eq!(exchange.observer, Observer::Browser, "{tool}");
}

#[test]
fn browsers() {
    check(
        "Chromium",
        r#"{"_connectionId":"31","_initiator":{"type":"script","stack":{"callFrames":[]}},"_priority":"High",
            "_resourceType":"fetch","cache":{},"connection":"443","pageref":"page_1","request":{"method":"POST",
              "url":"https://auth.example.com/token","httpVersion":"h2","headers":[{"name":":authority","value":"auth.example.com"},
              {"name":"content-type","value":"application/x-www-form-urlencoded"},{"name":"origin","value":"https://app.example.com"}],
              "queryString":[],"cookies":[],"headersSize":-1,"bodySize":9,"postData":{
              "mimeType":"application/x-www-form-urlencoded","text":"code=1234","params":[{"name":"code","value":"1234"}]}},
            "response":{"status":400,"statusText":"","httpVersion":"h2","headers":[{"name":"access-control-allow-origin","value":"*"},
              {"name":"content-type","value":"application/json"}],"cookies":[],"content":{"size":25,"mimeType":"application/json",
              "text":"{\"error\":\"invalid_grant\"}"},"redirectURL":"","headersSize":-1,"bodySize":-1,"_transferSize":310,
              "_error":null,"_fetchedViaServiceWorker":false},"serverIPAddress":"[2001:db8::1]",
            "startedDateTime":"2026-11-23T09:41:07.120Z","time":80.5,"timings":{"blocked":1.5,"_blocked_queueing":0.6}}"#,
        r#"Fetch POST https://auth.example.com/token [code=1234] => 400 [{"error":"invalid_grant"}]"#,
    );
    check(
        "Firefox",
        r#"{"startedDateTime":"2026-11-23T10:41:07.120+01:00","request":{"bodySize":0,"method":"GET",
              "url":"https://auth.example.com/authorize?a=1","httpVersion":"HTTP/2","headers":[{"name":"Host","value":"auth.example.com"},
              {"name":"Accept","value":"text/html,application/xhtml+xml"},{"name":"Sec-Fetch-Dest","value":"document"}],
              "cookies":[],"queryString":[{"name":"a","value":"1"}],"headersSize":421},
            "response":{"status":302,"statusText":"Found","httpVersion":"HTTP/2","headers":[{"name":"location","value":
              "https://app.example.com/callback?code=c"}],"cookies":[],"content":{"mimeType":"text/plain","size":0,"text":""},
              "redirectURL":"https://app.example.com/callback?code=c","headersSize":90,"bodySize":90},"cache":{},
            "timings":{"blocked":0,"dns":0},"time":80,"_securityState":"secure","serverIPAddress":"192.0.2.1","connection":"443",
            "pageref":"page_2"}"#,
        "Page GET https://auth.example.com/authorize?a=1 [] => 302 [] -> https://app.example.com/callback?code=c",
    );
    check(
        "Firefox, of what CORS hid",
        r#"{"startedDateTime":"2026-11-23T09:41:07.120Z","request":{"bodySize":9,"method":"POST","url":"https://auth.example.com/token",
              "headers":[{"name":"Origin","value":"https://app.example.com"},{"name":"Sec-Fetch-Dest","value":"empty"}],
              "postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"code","value":"1234"}],"text":"code=1234"}},
            "response":{"status":400,"statusText":"Bad Request","headers":[{"name":"content-type","value":"application/json"}],
              "cookies":[],"content":{"mimeType":"application/json","size":0,"text":""},"redirectURL":"","headersSize":90,"bodySize":90}}"#,
        "Fetch POST https://auth.example.com/token [code=1234] => 400 [hidden by the browser]",
    );
    check(
        "Safari",
        r#"{"pageref":"page_0","startedDateTime":"2026-11-23T09:41:07.120Z","time":80.00000001,"request":{"method":"POST",
              "url":"https://auth.example.com/token","httpVersion":"HTTP/2","cookies":[],"headers":[{"name":"Origin","value":
              "https://auth.example.com"},{"name":"Accept","value":"*/*"},{"name":"User-Agent","value":"Mozilla/5.0 (Macintosh)"}],
              "queryString":[],"postData":{"mimeType":"application/x-www-form-urlencoded","text":"code=1234"},"headersSize":500,
              "bodySize":9},"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/2","cookies":[],"headers":[
              {"name":"Content-Type","value":"application/json"},{"name":"Content-Encoding","value":"gzip"}],"content":{"size":2,
              "compression":0,"mimeType":"application/json","text":"{}"},"redirectURL":"","headersSize":150,"bodySize":22,
              "_transferSize":172},"cache":{},"timings":{"blocked":-1},"serverIPAddress":"192.0.2.1","_serverPort":443,
            "_fetchType":"Network Load","_priority":"high"}"#,
        "Fetch POST https://auth.example.com/token [code=1234] => 200 [{}]",
    );
    check(
        "Playwright, with its bodies in other files",
        r#"{"startedDateTime":"2026-11-23T09:41:07.120Z","time":80.1,"request":{"method":"POST","url":"https://auth.example.com/token",
              "httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Accept","value":"*/*"},{"name":"Origin","value":
              "https://app.example.com"}],"queryString":[],"headersSize":300,"bodySize":9,"postData":{
              "mimeType":"application/x-www-form-urlencoded","text":"code=1234","params":[]}},"response":{"status":200,
              "statusText":"OK","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Content-Type","value":"application/json"},
              {"name":"Access-Control-Allow-Origin","value":"*"}],"content":{"size":54,"mimeType":"application/json",
              "_file":"5f2b.json"},"headersSize":120,"bodySize":54,"redirectURL":"","_transferSize":174},"cache":{},
            "timings":{"send":0},"pageref":"page@1","_frameref":"frame@1","_monotonicTime":1,"serverIPAddress":"192.0.2.1"}"#,
        "Fetch POST https://auth.example.com/token [code=1234] => 200 [not recorded]",
    );
}

#[test]
fn proxies() {
    check(
        "Charles",
        r#"{"startedDateTime":"2026-11-23T10:41:07.120+01:00","time":80,"request":{"method":"POST","url":"https://auth.example.com/token",
              "httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Host","value":"auth.example.com"},{"name":"User-Agent","value":
              "okhttp/4.12.0"}],"queryString":[],"postData":{"mimeType":"application/x-www-form-urlencoded","params":[
              {"name":"redirect_uri","value":"https://app.example.com/cb"},{"name":"code","value":"12+34"}]},"headersSize":200,
              "bodySize":60},"response":{"_charlesStatus":"COMPLETE","status":200,"statusText":"OK","httpVersion":"HTTP/1.1",
              "cookies":[],"headers":[{"name":"Content-Type","value":"application/json"}],"content":{"size":2,"compression":20,
              "mimeType":"application/json","text":"e30=","encoding":"base64"},"redirectURL":null,"headersSize":0,"bodySize":22},
            "serverIPAddress":"192.0.2.1","cache":{},"timings":{"dns":-1}}"#,
        "Server POST https://auth.example.com/token form[redirect_uri=https://app.example.com/cb&code=12+34] => 200 [{}]",
    );
    check(
        "Fiddler, of a body that it did not decode",
        r#"{"startedDateTime":"2026-11-23T10:41:07.1200000+01:00","time":80,"request":{"method":"POST",
              "url":"https://auth.example.com/token","httpVersion":"HTTP/1.1","headersSize":300,"bodySize":9,"cookies":[],
              "headers":[{"name":"User-Agent","value":"Mozilla/5.0"}],"queryString":[],"postData":{"text":"code=1234",
              "mimeType":"application/x-www-form-urlencoded"}},"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1",
              "headersSize":100,"redirectURL":"","bodySize":22,"cookies":[],"headers":[{"name":"Content-Encoding","value":"gzip"},
              {"name":"Content-Type","value":"application/json"}],"content":{"size":22,"compression":0,
              "mimeType":"application/json","text":"H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==","encoding":"base64"}},"cache":{},"timings":{"dns":0},
            "connection":"ClientPort:50123;EgressPort:50124","comment":"[#12]"}"#,
        "Fetch POST https://auth.example.com/token [code=1234] => 200 [{}]",
    );
    check(
        "mitmproxy",
        r#"{"startedDateTime":"2026-11-23T09:41:07.120000+00:00","time":80.1,"request":{"method":"POST","url":
              "https://auth.example.com/token","httpVersion":"HTTP/2.0","cookies":[],"headers":[{"name":"user-agent","value":"axios/1.6"},
              {"name":"content-length","value":"9"}],"queryString":[],"headersSize":120,"bodySize":9,"postData":{
              "mimeType":"application/x-www-form-urlencoded","text":"code=1234","params":[{"name":"code","value":"1234"}]}},
            "response":{"status":0,"statusText":"","httpVersion":"","headers":[],"cookies":[],"content":{},"redirectURL":"",
              "headersSize":-1,"bodySize":-1,"_transferSize":0,"_error":"[Errno 111] Connection refused"},"cache":{},
            "timings":{"connect":-1.0},"serverIPAddress":"192.0.2.1"}"#,
        "Server POST https://auth.example.com/token [code=1234] ! Refused",
    );
    check(
        "an extension of Burp",
        r#"{"startedDateTime":"2026-11-23T09:41:07.120Z","time":-1,"request":{"method":"POST","url":"https://auth.example.com:443/token",
              "httpVersion":"HTTP/1.1","headers":[{"name":"Host","value":"auth.example.com"},{"name":"Content-Length","value":"9"},
              {"name":"User-Agent","value":"Mozilla/5.0"}],"queryString":[],"cookies":[],"headersSize":90,"bodySize":9,
              "postData":{"mimeType":"","text":"Y29kZT0xMjM0","encoding":"base64"}},"response":{"status":400,
              "statusText":"Bad Request","httpVersion":"HTTP/1.1","headers":[{"name":"Content-Type","value":"application/json"}],
              "cookies":[],"content":{"size":2,"mimeType":"JSON","text":"e30=","encoding":"base64"},"redirectURL":"",
              "headersSize":60,"bodySize":2},"cache":{},"timings":{"send":-1,"wait":-1,"receive":-1}}"#,
        "Fetch POST https://auth.example.com:443/token [code=1234] => 400 [{}]",
    );
}

#[test]
fn clients() {
    check(
        "Insomnia",
        r#"{"startedDateTime":"2026-11-23T09:41:07.120Z","time":80.25,"request":{"method":"POST","url":"https://auth.example.com/token",
              "httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Content-Type","value":"application/x-www-form-urlencoded"},
              {"name":"User-Agent","value":"insomnia/10.3.0"}],"queryString":[],"postData":{
              "mimeType":"application/x-www-form-urlencoded","params":[{"name":"grant_type","value":"client_credentials","id":"pair_1"},
              {"name":"scope","value":"a b"}]},"headersSize":-1,"bodySize":-1,"settingEncodeUrl":true},"response":{"status":401,
              "statusText":"Unauthorized","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"content-type","value":
              "application/json"}],"content":{"size":2,"mimeType":"application/json","text":"{}"},"redirectURL":"","headersSize":-1,
              "bodySize":-1},"cache":{},"timings":{"blocked":-1,"wait":0},"comment":"Token"}"#,
        "Server POST https://auth.example.com/token form[grant_type=client_credentials&scope=a b] => 401 [{}]",
    );
}

#[test]
fn what_an_entry_may_lack() {
    let check = |entry: &str, expected: &str| assert_eq!(line(&one(entry)), expected, "{entry}");
    check(
        r#"{"request":{"method":"POST","url":"https://a.example/","postData":{"text":""}},"response":{"status":200}}"#,
        "Fetch POST https://a.example/ [] => 200 [not recorded]",
    );
    check(
        r#"{"request":{"method":"GET","url":"https://a.example/"},"response":{"status":200,"content":{"text":"e30=","encoding":"BASE64"}}}"#,
        "Unknown GET https://a.example/ [] => 200 [{}]",
    );
    check(
        r#"{"request":{"method":"GET","url":"https://a.example/"},"response":{"status":200,"headers":[{"name":"content-encoding","value":"br"}],
            "content":{"text":"\u0001\ufffd"}}}"#,
        "Unknown GET https://a.example/ [] => 200 [not readable]",
    );
    check(
        r#"{"request":{"method":"GET","url":"https://a.example/"},"response":{"status":200,"content":{"text":"[REDACTED]"}}}"#,
        "Unknown GET https://a.example/ [] => 200 [taken out of the recording]",
    );
    check(
        r#"{"request":{"method":"GET","url":"https://a.example/"},"response":{"status":302,"redirectURL":"[REDACTED]",
            "headers":[{"name":"Location","value":"[REDACTED]"}]}}"#,
        "Unknown GET https://a.example/ [] => 302 [not recorded]",
    );
}
