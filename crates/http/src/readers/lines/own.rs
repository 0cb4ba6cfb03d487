//! Access logs in a format of one's own: the format string of nginx or Apache, made a pattern.

use std::fmt;

use serde_json::Value;

use super::line::Line;
use super::pattern::{Characters, Pattern};
use super::talk::Talk;
use crate::Exchange;
use crate::readers::forms::jsonl;

/// What the lines of an access log look like, by the format string of nginx (`log_format`) or Apache (`LogFormat`; Tomcat,
/// Jetty and Undertow have it too).
#[derive(Clone, Debug)]
pub struct AccessLogFormat {
    pattern: Pattern,
}

/// Why a text is no format of an access log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormatError(String);

impl fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for FormatError {}

impl AccessLogFormat {
    /// Reads a format string, alone or in its directive.
    ///
    /// # Errors
    /// When it has neither variables nor directives, one that is not known, or names no request.
    pub fn new(text: &str) -> Result<Self, FormatError> {
        let (format, is_nginx) = string(text);
        if !format.contains(if is_nginx { '$' } else { '%' }) {
            let what = "it has neither variables of nginx ($request) nor directives of Apache (%r)";
            return Err(FormatError(what.to_owned()));
        }
        let mut builder = Builder { pattern: Pattern::empty(), names: Vec::new() };
        if is_nginx {
            nginx(&format, &mut builder)
        } else {
            apache(&format, &mut builder)?
        }
        let has = |name: &str| builder.names.contains(&name);
        if !has("target") || !has("method") {
            let needed =
                if is_nginx { "$request, or $request_method and $request_uri" } else { "%r, or %m and %U%q" };
            return Err(FormatError(format!("it names no request: that takes {needed}")));
        }
        Ok(AccessLogFormat { pattern: builder.pattern })
    }

    pub(super) fn fits(&self, text: &str) -> bool {
        self.pattern.holes(text, Characters::of(text)).is_some()
    }

    /// The exchange of a line that has the format.
    pub(super) fn exchange(&self, line: &Line) -> Option<Exchange> {
        let holes = self.pattern.holes(&line.text, Characters::of(&line.text))?;
        let talk = if holes.get("status").is_some() {
            Talk::of_one_line(line, &holes)
        } else {
            Talk::told(line, &holes)
        };
        let mut exchange = talk?.exchange()?;
        let own = holes.get("time").and_then(|time| jsonl::time(&Value::String(time.to_owned())));
        exchange.started = own.or(exchange.started);
        Some(exchange)
    }
}

/// The string in a directive, and whether it is nginx's.
fn string(text: &str) -> (String, bool) {
    let text = text.trim().trim_end_matches(';').trim_end();
    let words = |name: &str| text.strip_prefix(name).filter(|rest| rest.starts_with([' ', '\t']));
    let rest = words("log_format").or(words("LogFormat")).unwrap_or(text).trim_start();
    // A name may stand before the string, and behind it.
    let quote = ['\'', '"'].into_iter().filter_map(|quote| Some((rest.find(quote)?, quote))).min();
    let is_quoted = quote.is_some_and(|(at, _)| !rest[..at].contains(['$', '%']));
    let has_name = rest.len() < text.len();
    let format = quote.filter(|_| is_quoted).and_then(|(at, quote)| {
        let strings = literals(&rest[at..], quote);
        // Without its directive the format itself may begin with a quote: `"$http_referer" "$request"`.
        let is_one = quote == '\'' || strings.count == 1;
        let is_all = strings.is_closed && (has_name || is_one && !strings.behind.contains(['$', '%']));
        is_all.then_some(strings.content)
    });
    let format = format.unwrap_or_else(|| rest.to_owned());
    let is_nginx = format.contains('$') && !format.contains("%r") && !format.contains("%h");
    (format, is_nginx)
}

/// Strings in quotes, one behind another.
struct Strings<'t> {
    content: String,
    count: usize,
    is_closed: bool,
    /// A name, or anything else.
    behind: &'t str,
}

/// The strings with which a text begins; a quote with a backslash is none.
fn literals(text: &str, quote: char) -> Strings<'_> {
    let mut strings = Strings { content: String::new(), count: 0, is_closed: true, behind: "" };
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if !strings.is_closed => match chars.next() {
                Some((_, 't')) => strings.content.push('\t'),
                Some((_, escaped)) => strings.content.push(escaped),
                None => {}
            },
            c if c == quote => {
                strings.is_closed = !strings.is_closed;
                strings.count += usize::from(strings.is_closed);
            }
            c if !strings.is_closed => strings.content.push(c),
            c if c.is_whitespace() => {}
            _ => {
                strings.behind = text.get(at..).unwrap_or_default();
                break;
            }
        }
    }
    strings
}

struct Builder {
    pattern: Pattern,
    names: Vec<&'static str>,
}

impl Builder {
    fn literal(&mut self, c: char) {
        if c == ' ' || c == '\t' {
            self.pattern.blank();
        } else {
            self.pattern.text(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn hole(&mut self, name: &'static str) {
        self.names.push(name);
        self.pattern.hole(name);
    }

    fn request_line(&mut self) {
        self.hole("method");
        self.pattern.blank();
        self.hole("target");
        self.pattern.blank();
        self.hole("version");
    }
}

/// Variables of nginx (`ngx_http_core_module`, `ngx_http_log_module`).
fn nginx(format: &str, builder: &mut Builder) {
    let mut rest = format;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '$' {
            builder.literal(c);
            continue;
        }
        let bare = rest.strip_prefix('{').unwrap_or(rest);
        let end = bare.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(bare.len());
        let (name, after) = bare.split_at(end);
        rest = if bare.len() < rest.len() { after.strip_prefix('}').unwrap_or(after) } else { after };
        match name {
            "request" => builder.request_line(),
            "request_method" => builder.hole("method"),
            "request_uri" | "uri" | "document_uri" => builder.hole("target"),
            "args" | "query_string" => builder.hole("query"),
            "is_args" => builder.hole("question"),
            "server_protocol" => builder.hole("version"),
            "status" => builder.hole("status"),
            "host" | "http_host" | "server_name" => builder.hole("host"),
            "scheme" | "http_x_forwarded_proto" => builder.hole("scheme"),
            "http_referer" => builder.hole("referer"),
            "http_user_agent" => builder.hole("agent"),
            "sent_http_location" => builder.hole("location"),
            "request_body" => builder.hole("body"),
            "time_local" | "time_iso8601" | "msec" => builder.hole("time"),
            _ => builder.hole("any"),
        }
    }
}

/// Directives of Apache (`mod_log_config`) and of Tomcat's AccessLogValve.
fn apache(format: &str, builder: &mut Builder) -> Result<(), FormatError> {
    let mut rest = format;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '%' {
            builder.literal(c);
            continue;
        }
        let directive = rest;
        // Statuses for which it counts, and which request of several.
        let bare =
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '!' | '<' | '>'));
        let (argument, bare) = match bare.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            Some((argument, after)) => (argument, after),
            None => ("", bare),
        };
        let letter = bare.chars().next();
        rest = letter.map_or("", |letter| &bare[letter.len_utf8()..]);
        match letter {
            Some('%') => builder.literal('%'),
            Some('r') => builder.request_line(),
            Some('m') => builder.hole("method"),
            Some('U') => builder.hole("target"),
            Some('q') => builder.hole("query"),
            Some('H') => builder.hole("version"),
            Some('s') => builder.hole("status"),
            Some('v' | 'V') => builder.hole("host"),
            Some('t') if argument.is_empty() => {
                builder.literal('[');
                builder.hole("time");
                builder.literal(']');
            }
            Some('t') => builder.hole("time"),
            Some('i') => builder.hole(match argument.to_ascii_lowercase().as_str() {
                "host" => "host",
                "referer" => "referer",
                "user-agent" => "agent",
                "x-forwarded-proto" => "scheme",
                _ => "any",
            }),
            Some('o') if argument.eq_ignore_ascii_case("location") => builder.hole("location"),
            Some('^') => {
                rest = rest.get(2..).unwrap_or_default();
                builder.hole("any");
            }
            Some(
                'a' | 'A' | 'b' | 'B' | 'C' | 'c' | 'D' | 'e' | 'f' | 'F' | 'h' | 'I' | 'k' | 'l' | 'L' | 'n'
                | 'o' | 'O' | 'p' | 'P' | 'R' | 'S' | 'T' | 'u' | 'x' | 'X',
            ) => builder.hole("any"),
            _ => {
                let known: String = directive.chars().take_while(|c| !c.is_whitespace()).take(20).collect();
                return Err(FormatError(format!("%{known} is no directive of Apache's LogFormat")));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read_as;
    use crate::readers::tests::line;

    fn check(format: &str, log: &str, expected: &str) {
        let format = AccessLogFormat::new(format).unwrap();
        let recording = read_as(log.as_bytes(), Some(&format)).unwrap();
        let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
        assert_eq!(lines.join("\n"), expected, "{format:?}");
    }

    #[test]
    fn formats_of_nginx_and_apache() {
        check(
            "log_format own escape=default '$time_iso8601|$scheme|$host|$request_method|$uri$is_args$args|$status|'\n '$sent_http_location|$request_body';",
            "2026-11-28T04:24:35+00:00|http|a.example|GET|/cb?code=1&state=2|302|/home|-\n\
             2026-11-28T04:24:35+00:00|https|a.example|POST|/token|400|-|a=1&b=\\x22",
            "Unknown GET http://a.example/cb?code=1&state=2 [not recorded] => 302 [not recorded] -> http://a.example/home\n\
             Server POST https://a.example/token [a=1&b=\"] => 400 [not recorded]",
        );
        check(
            r#"LogFormat "%{Host}i %h %t \"%m %U%q\" %>s %D loc=%{Location}o" own"#,
            "a.example:443 10.0.0.1 [28/Nov/2026:04:24:35 +0000] \"GET /login\" 302 12 loc=https://b.example/\n\
             a.example 10.0.0.1 [28/Nov/2026:04:24:35 +0000] \"GET /cb?code=1\" 200 12 loc=-",
            "Unknown GET https://a.example:443/login [not recorded] => 302 [not recorded] -> https://b.example/\n\
             Unknown GET https://a.example/cb?code=1 [not recorded] => 200 [not recorded]",
        );
        check(
            "\"$http_referer\" \"$request\" $status",
            "\"-\" \"GET /cb HTTP/1.1\" 200",
            "Unknown GET https://host-not-recorded.invalid/cb [not recorded] => 200 [not recorded]",
        );
        check(
            "$remote_addr $request",
            "web1 nginx: 10.0.0.1 GET /cb HTTP/1.1\nweb1 nginx: 10.0.0.1 GET /x HTTP/1.1",
            "Unknown GET https://host-not-recorded.invalid/cb [not recorded]\n\
             Unknown GET https://host-not-recorded.invalid/x [not recorded]",
        );
    }

    #[test]
    fn what_is_no_format_is_said() {
        let check = |format: &str, expected: &str| {
            assert_eq!(AccessLogFormat::new(format).unwrap_err().to_string(), expected, "{format}");
        };
        check("combined", "it has neither variables of nginx ($request) nor directives of Apache (%r)");
        check("%h %Z", "%Z is no directive of Apache's LogFormat");
        check("%h %t", "it names no request: that takes %r, or %m and %U%q");
        check("$status", "it names no request: that takes $request, or $request_method and $request_uri");
    }

    #[test]
    fn a_format_that_no_line_has_is_a_problem() {
        let format = AccessLogFormat::new("$request $status").unwrap();
        let recording = read_as(b"starting\n", Some(&format)).unwrap();
        assert_eq!(recording.problems.len(), 1);
    }

    mod properties {
        use super::*;

        /// Parts of a line: as nginx names it, as Apache does, and what stands there.
        const PARTS: [(&str, &str, &str); 8] = [
            ("$remote_addr", "%h", "10.0.0.1"),
            ("[$time_local]", "%t", "[28/Nov/2026:04:24:35 +0000]"),
            ("$status", "%>s", "302"),
            ("\"$http_user_agent\"", "\"%{User-Agent}i\"", "\"Mozilla/5.0 (X11; Linux)\""),
            ("$body_bytes_sent", "%b", "12"),
            ("host=$host", "host=%{Host}i", "host=a.example"),
            ("loc=\"$sent_http_location\"", "loc=\"%{Location}o\"", "loc=\"/next?a=b\""),
            ("rt=$request_time", "rt=%T", "rt=0.002"),
        ];

        proptest::proptest! {
            #[test]
            fn never_panics(format in "[%$a-z{}'\"\\\\ é]{0,30}", log in "[ -~é\n\t]{0,80}") {
                if let Ok(format) = AccessLogFormat::new(&format) {
                    let _ = read_as(log.as_bytes(), Some(&format));
                }
            }

            #[test]
            fn a_line_in_the_format_is_its_exchange(
                parts in proptest::sample::subsequence((0..PARTS.len()).collect::<Vec<_>>(), 0..PARTS.len()),
                at in 0_usize..8,
                between in proptest::sample::select(vec![" ", "|", " - "]),
                target in "/[a-z]{1,8}(\\?[a-z]=[a-z0-9%]{1,8})?",
                is_quoted in proptest::bool::ANY,
            ) {
                let quoted = |text: &str, is_quoted: bool| if is_quoted { format!("\"{text}\"") } else { text.to_owned() };
                let (mut nginx, mut apache, mut line) = (Vec::new(), Vec::new(), Vec::new());
                for (of_nginx, of_apache, written) in parts.iter().map(|part| PARTS[*part]) {
                    nginx.push(of_nginx.to_owned());
                    apache.push(of_apache.to_owned());
                    line.push(written.to_owned());
                }
                let at = at.min(line.len());
                // A string alone may as well be the format in quotes.
                let is_quoted = is_quoted && !parts.is_empty();
                nginx.insert(at, quoted("$request", is_quoted));
                apache.insert(at, quoted("%r", is_quoted));
                line.insert(at, quoted(&format!("GET {target} HTTP/1.1"), is_quoted));
                let host = if parts.contains(&5) { "a.example" } else { "host-not-recorded.invalid" };
                for format in [nginx, apache] {
                    let format = AccessLogFormat::new(&format.join(between)).unwrap();
                    let recording = read_as(line.join(between).as_bytes(), Some(&format)).unwrap();
                    proptest::prop_assert_eq!(recording.exchanges.len(), 1, "{:?}", line);
                    let exchange = &recording.exchanges[0];
                    proptest::prop_assert_eq!(exchange.request.uri.text().text(), &format!("https://{host}{target}"));
                    let status = exchange.response.as_ref().map(|response| response.status);
                    proptest::prop_assert_eq!(status, parts.contains(&2).then_some(302));
                }
            }
        }
    }
}
