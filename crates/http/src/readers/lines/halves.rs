//! What a console shows in one line and a copy has in several: the address before or behind the words about it, Firefox's method,
//! address and answer, Postman's request with its status and its time.

use super::pattern::is_method;

/// What browsers say of an answer that is an error.
const FAILED: &str = "Failed to load resource: the server responded with a status of ";

/// The one line that a line and those behind it stand for, and how many of these belong to it.
pub(super) fn join(line: &str, mut next: impl FnMut(usize) -> Option<String>) -> Option<(String, usize)> {
    let line = line.trim();
    if let Some(words) = failed(line) {
        let next = next(0)?;
        return Some((format!("{}:1 {words}", address(&next)?), 1));
    }
    if let Some(address) = address(line) {
        let next = next(0)?;
        return Some((format!("{address}:1 {}", failed(&next)?), 1));
    }
    if let Some((method, url)) = line.split_once(' ')
        && is_method(method)
        && url.starts_with("http")
    {
        let (status, took) = (next(0)?, next(1)?);
        let is_status = status.trim().len() == 3 && is_number(status.trim());
        // A number may have been taken for what stands before lines.
        let is_time = took.trim().strip_suffix("ms").is_some_and(|number| is_number(number.trim()));
        return (is_status && is_time).then(|| (format!("▶ {line} {} 0 ms", status.trim()), 2));
    }
    let method = line.strip_prefix("XHR").unwrap_or(line);
    if is_method(method) {
        let (asked, answer) = (next(0)?, next(1)?);
        let is_answer = answer.trim().starts_with("[HTTP/") && asked.trim().starts_with("http");
        return is_answer.then(|| (format!("{method} {} {}", asked.trim(), answer.trim()), 2));
    }
    None
}

/// The words about an address that does not stand in their line.
fn failed(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = line.strip_prefix("[Error] ").unwrap_or(line);
    // Safari names the file behind them.
    (line.starts_with(FAILED) && line.ends_with(')') && !line.contains(", line ")).then_some(line)
}

/// A line that is nothing but an address, without the number of a line behind it.
fn address(line: &str) -> Option<&str> {
    let line = line.trim();
    let is_one = line.starts_with("http://") || line.starts_with("https://") || line.starts_with('/');
    let bare = line.rsplit_once(':').filter(|(_, number)| !number.is_empty() && is_number(number));
    // `https://a.example:8443` ends with its port.
    let bare = bare.map(|(address, _)| address).filter(|address| address.matches('/').count() != 2);
    (is_one && !line.contains(' ')).then_some(bare.unwrap_or(line))
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::readers::read;
    use crate::readers::tests::line;

    fn told(text: &str) -> Vec<String> {
        read(text.as_bytes()).map(|read| read.exchanges.iter().map(line).collect()).unwrap_or_default()
    }

    #[test]
    fn an_address_and_the_words_about_it_are_one() {
        const WORDS: &str = "Failed to load resource: the server responded with a status of 401 ()";
        let expected = "GET https://app.example/cb?code=c&state=s [not recorded] => 401 [not recorded]";
        let url = "https://app.example/cb?code=c&state=s";
        for text in [
            format!("{url}\n{WORDS}\n"),
            format!("{WORDS}\n{url}\n"),
            format!("[Error] {WORDS}\n{url}:1\n"),
            format!("ready\n{url}:1\n{WORDS}\ndone\n"),
        ] {
            let told = told(&text);
            assert!(told.len() == 1 && told[0].ends_with(expected), "{text}: {told:?}");
        }
        let path = told(&format!(":3000/api/auth/callback/x:1  {WORDS}\n"));
        assert!(path.len() == 1 && path[0].contains("/api/auth/callback/x "), "{path:?}");
        assert!(told(&format!("{WORDS}\nand then\n{url}x\n")).iter().all(|told| !told.contains("401")));
    }

    #[test]
    fn what_firefox_has_in_three_lines_is_one_request() {
        let told = told("XHRPOST\nhttps://id.example/token\n[HTTP/2 400 Bad Request 120ms]\n");
        assert!(told.len() == 1 && told[0].contains("POST https://id.example/token"), "{told:?}");
        assert!(told[0].contains("=> 400"), "{told:?}");
    }

    #[test]
    fn a_request_with_its_status_and_its_time() {
        let text = "POST https://a.example/token\n401\n120 ms\nRequest Body\na: \"1\"\nResponse Body\n{\"error\":\"invalid_client\"}\n";
        let expected = r#"Server POST https://a.example/token [a=1] => 401 [{"error":"invalid_client"}]"#;
        assert_eq!(told(text), [expected]);
        let logged: String = text.lines().map(|line| format!("2026-11-28T10:00:00Z {line}\n")).collect();
        assert_eq!(told(&logged), [expected]);
        let other = told("POST https://a.example/token\n401\nmore\n");
        assert!(!other.iter().any(|told| told.contains("401")), "{other:?}");
    }
}
