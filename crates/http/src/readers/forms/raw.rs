//! HTTP as it is: requests and responses as text, as HTTPie, Burp and many logs write it. [`crate::readers::lines`] reads it with
//! all else that is made of lines.

use crate::readers::Form;

pub(crate) static RAW: Form = Form::of_lines("raw", "HTTP requests and responses");

#[cfg(test)]
mod tests {
    use crate::readers::tests::line;

    fn check(text: &str, expected: &[&str]) {
        let recording = crate::readers::read(text.as_bytes())
            .unwrap_or_else(|unreadable| panic!("{unreadable:?}: {text}"));
        let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
        assert_eq!(lines, expected, "{text}");
        assert_eq!(recording.problems, [], "{text}");
    }

    #[test]
    fn a_request_and_its_answer() {
        check(
            "POST /token HTTP/1.1\r\nHost: auth.example.com\r\nContent-Length: 9\r\n\r\ncode=1234\r\n\r\n\
             HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{\"error\":\r\n\r\n\"invalid_grant\"}\r\n",
            &[
                "Server POST https://auth.example.com/token [code=1234] => 400 [{\"error\":\n\n\"invalid_grant\"}]",
            ],
        );
    }

    #[test]
    fn several_in_one_text() {
        // HTTPie.
        check(
            "GET /authorize?a=1 HTTP/1.1\nAccept: text/html\nHost: localhost:4020\nUser-Agent: Mozilla/5.0\n\n\n\n\
             HTTP/1.1 302 Found\nLocation: /login\nContent-Length: 0\n\n\n\n\
             HEAD /x HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nX: y\n",
            &[
                "Page GET http://localhost:4020/authorize?a=1 [] => 302 [] -> http://localhost:4020/login",
                "Server HEAD https://a.example/x [] => 200 []",
            ],
        );
        // Burp's log.
        check(
            "======================================================\n\
             5:09:07 PM  http://app.example:8080  [192.0.2.1]\n\
             ======================================================\n\
             GET / HTTP/2\nHost: app.example:8080\n\n\n\
             ======================================================\n\
             HTTP/2 200 OK\nContent-Type: text/html\n\n<p>\n\
             ======================================================\n\n\n\
             CONNECT a.example:443 HTTP/1.1\nHost: a.example:443\n\nHTTP/1.1 200 Connection established\n\n",
            &["Unknown GET http://app.example:8080/ [] => 200 [<p>]"],
        );
    }

    #[test]
    fn messages_without_a_line_end_between_them() {
        // As Wireshark shows a stream: a form ends in any letter.
        let form = "grant_type=client_credentials&client_id=x";
        let asked = |length: usize, body: &str| {
            format!("POST /token HTTP/1.1\nHost: a.example\nContent-Length: {length}\n\n{body}")
        };
        let answer = "HTTP/1.1 401 Unauthorized\nContent-Type: application/json\nContent-Length: 26\n\n{\"error\":\"invalid_client\"}";
        let next = "GET /me HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok";
        let first = |body: &str| {
            format!("Server POST https://a.example/token [{body}] => 401 [{{\"error\":\"invalid_client\"}}]")
        };
        let second = "Unknown GET https://a.example/me [] => 200 [ok]";
        // The length is that of what was sent, also where somebody changed what is shown.
        for body in [form, "a=1%7D", "a=}", "{\"a\":1}"] {
            for length in [body.len(), body.len() + 2, 3] {
                check(&format!("{}{answer}{next}", asked(length, body)), &[&first(body), second]);
            }
        }
        // Of an answer the length alone tells where it ends.
        let third = "Unknown GET https://a.example/me [] => 200 [not HTTP/1.1 200 OK]";
        let words = next.replace("Length: 2\n\nok", "Length: 19\n\nnot HTTP/1.1 200 OK");
        check(&format!("{next}{next}{words}"), &[second, second, third]);
    }

    #[test]
    fn where_the_scheme_comes_from() {
        let check = |head: &str, url: &str| {
            let text = format!("GET {head}\n\n");
            let recording =
                crate::readers::read(text.as_bytes()).unwrap_or_else(|unreadable| panic!("{unreadable:?}"));
            assert_eq!(recording.exchanges[0].request.uri.text().text(), url);
        };
        check("/ HTTP/1.1\nHost: a.example", "https://a.example/");
        check("/ HTTP/1.1\nHost: a.example:80", "http://a.example:80/");
        check("/ HTTP/1.1\nHost: localhost:8443", "https://localhost:8443/");
        check("/ HTTP/1.1\nHost: a.example\nReferer: http://a.example/x", "http://a.example/");
        check("/ HTTP/1.1\nHost: a.example\nOrigin: http://b.example", "https://a.example/");
        check("http://a.example/x HTTP/1.1\nHost: b.example", "http://a.example/x");
    }

    #[test]
    fn bodies() {
        let check = |message: &str, expected: &str| {
            let text = format!("POST / HTTP/1.1\nHost: a.example\n{message}");
            let recording = crate::readers::read(text.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
            assert_eq!(
                line(&recording.exchanges[0]).strip_prefix("Server POST https://a.example/ "),
                Some(expected)
            );
        };
        check("\na=1", "[a=1]");
        check("Content-Length: 3\n\n", "[not recorded]");
        check("Content-Length: 0\n\n", "[]");
        check("", "[not recorded]");
        check("\n[REDACTED]", "[taken out of the recording]");
        check("\na=1\nHTTP/1.1 204 No Content\n", "[a=1] => 204 []");
        check("\na=1\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n\nb", "[a=1] => 200 [b]");
        check(
            "\na=1\n\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            "[a=1] => 200 [abc]",
        );
        check(
            "\na=1\n\nHTTP/1.1 200 OK\nContent-Encoding: br\n\n\u{1}\u{fffd}",
            "[a=1] => 200 [not readable]",
        );
        check("\na=1\n\nHTTP/1.1 200 OK\nX: y\n", "[a=1] => 200 [not recorded]");
    }

    #[test]
    fn what_is_not_there_is_not_made_up() {
        let text = "HTTP/1.1 401 Unauthorized\n\n{\"error\":\"invalid_client\"}\n\nGET / HTTP/1.1\nHost: a.example\nno header\nX: a\n  b\n\n\nGET /x HTTP/1.1\n\n";
        let recording = crate::readers::read(text.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
        let said: Vec<&str> = recording.statements.iter().map(|said| said.text.text()).collect();
        assert_eq!(said, ["HTTP 401 {\"error\":\"invalid_client\"}", "no header"]);
        assert_eq!(recording.exchanges[0].request_header("x"), Some("a b"));
        assert!(!recording.exchanges[1].request.uri.is_host_known());
    }
}
