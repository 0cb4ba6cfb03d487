//! Recordings from files: one file of `forms/` for each form.
//!
//! Readers are lenient. What one entry lacks is [`Missing`](crate::Missing); an entry that cannot be read is a
//! [`Problem`] and the next one is read all the same. Only an input in which nothing can be read is an error.

mod archive;
mod cut;
mod document;
mod encoding;
mod forms;
mod lenient;
mod lines;
mod message;
#[cfg(test)]
mod pages;
mod record;
mod stream;
mod template;
mod unpack;
mod via;
mod within;

use std::borrow::Cow;

use serde::de::IgnoredAny;

use self::lines::LineForm;
pub use self::lines::{AccessLogFormat, FormatError};
pub use self::stream::{Begun, HEAD, Sink, Streamed, Streaming, begin, in_order};
use self::unpack::{Archive, Decoded, Unpacked};
use crate::redaction::is_mark;
use crate::{Body, Captured, Exchange, Headers, Missing, Statement, Uri};

/// What an input holds.
pub struct Recording {
    /// Which form it had.
    pub form: &'static Form,
    /// Its exchanges, numbered from 0: those of a HAR by their start, all others in the order in which they stand.
    pub exchanges: Vec<Exchange>,
    /// What programs say in it, in the order in which it stands.
    pub statements: Vec<Statement>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Whether a statement is surely one, and not just any text.
    is_telling: bool,
}

impl Recording {
    /// A recording in which no program speaks.
    fn new(form: &'static Form, exchanges: Vec<Exchange>, problems: Vec<Problem>) -> Self {
        Recording { form, exchanges, statements: Vec::new(), problems, is_telling: false }
    }
}

/// A form of recordings.
pub struct Form {
    /// The word in the JSON report: `har`, `curl`.
    pub name: &'static str,
    /// What people call it: in a list, and behind "no".
    pub called: &'static str,
    /// Whether an input looks like it.
    is_it: fn(&[u8]) -> bool,
    read: fn(&[u8]) -> Result<Recording, Unreadable>,
}

impl Form {
    /// A form of lines that is read with all others of its kind.
    const fn of_lines(name: &'static str, called: &'static str) -> Self {
        Form { name, called, is_it: |_| false, read: |bytes| (lines::LINES.read)(bytes) }
    }
}

/// The forms that are understood, in the order in which they are tried: what begins like one that cannot be read may still
/// be one of those after it, as curl's own output can begin with the JSON that it fetched.
static FORMS: &[&Form] = &[
    &forms::otel::OTEL,
    &forms::cassette::CASSETTE,
    &forms::burp::BURP,
    &forms::jmeter::JMETER,
    &forms::playwright::PLAYWRIGHT,
    &forms::mitmproxy::MITMPROXY,
    &forms::postman::POSTMAN,
    &forms::insomnia::INSOMNIA,
    &forms::tshark::TSHARK,
    &forms::netlog::NETLOG,
    &forms::nock::NOCK,
    &forms::wiremock::WIREMOCK,
    &forms::pact::PACT,
    &forms::talkback::TALKBACK,
    &forms::charles::CHARLES,
    &forms::bruno::BRUNO,
    &forms::spans::SPANS,
    &forms::har::HAR,
    &forms::http_file::HTTP_FILE,
    &forms::transcript::TRANSCRIPT,
    &lines::LINES,
];

/// Reads an archive that is one recording; `None` where it is none of that tool.
type ReadArchive = fn(&Archive) -> Option<Result<Recording, Unreadable>>;

/// The tools that write an archive of their own.
static ARCHIVES: &[ReadArchive] = &[forms::playwright::archive, forms::fiddler::archive];

/// The forms of lines, in the order in which they are tried.
static LINE_FORMS: &[&LineForm] = &[
    &forms::python_http_client::PYTHON_HTTP_CLIENT,
    &forms::ruby_net_http::RUBY_NET_HTTP,
    &forms::apache_httpclient::APACHE_HTTPCLIENT,
    &forms::reqwest::REQWEST,
    &forms::isahc::ISAHC,
    &forms::python_httpx::PYTHON_HTTPX,
    &forms::python_urllib3::PYTHON_URLLIB3,
    &forms::requests_oauthlib::REQUESTS_OAUTHLIB,
    &forms::okhttp::OKHTTP,
    &forms::feign::FEIGN,
    &forms::ktor::KTOR,
    &forms::dotnet_httpclient::DOTNET_HTTPCLIENT,
    &forms::spring::SPRING,
    &forms::micronaut::MICRONAUT,
    &forms::kubectl::KUBECTL,
    &forms::gcloud::GCLOUD,
    &forms::resty::RESTY,
    &forms::go_http2::GO_HTTP2,
    &forms::faraday::FARADAY,
    &forms::http_rb::HTTP_RB,
    &forms::wget::WGET,
    &forms::jdk_httpclient::JDK_HTTPCLIENT,
    &forms::google_http_java::GOOGLE_HTTP_JAVA,
    &forms::azure_sdk::AZURE_SDK,
    &forms::oras::ORAS,
    &forms::envoy_debug::ENVOY_DEBUG,
    &forms::postman_console::POSTMAN_CONSOLE,
    &forms::devtools::DEVTOOLS,
    &forms::console::CONSOLE,
    &forms::morgan::MORGAN,
    &forms::axios::AXIOS,
    &forms::superagent::SUPERAGENT,
    &forms::node_debug::NODE_DEBUG,
    &forms::git_trace_curl::GIT_TRACE_CURL,
    &forms::newman::NEWMAN,
    &forms::gitea::GITEA,
    &forms::vault::VAULT,
    &forms::terraform::TERRAFORM,
    &forms::salesforce::SALESFORCE,
    &forms::cfnetwork::CFNETWORK,
    &forms::flurl::FLURL,
    &forms::netty::NETTY,
    &forms::mcp_vscode::MCP_VSCODE,
    &forms::guzzle::GUZZLE,
    &forms::rest_client::REST_CLIENT,
    &forms::symfony_http_client::SYMFONY_HTTP_CLIENT,
    &forms::aiohttp::AIOHTTP,
    &forms::botocore::BOTOCORE,
    &forms::http_url_connection::HTTP_URL_CONNECTION,
    &forms::mojo::MOJO,
    &forms::oidc_client_ts::OIDC_CLIENT_TS,
    &forms::mod_auth_openidc::MOD_AUTH_OPENIDC,
    &forms::oauth2_proxy_dump::OAUTH2_PROXY_DUMP,
    &forms::envoy_access::ENVOY_ACCESS,
    &forms::elb::ELB,
    &forms::haproxy::HAPROXY,
    &forms::oauth2_proxy::OAUTH2_PROXY,
    &forms::apisix::APISIX,
    &forms::lighttpd::LIGHTTPD,
    &forms::vhost_combined::VHOST_COMBINED,
    &forms::combined::COMBINED,
    &forms::python_servers::PYTHON_SERVERS,
    &forms::uwsgi::UWSGI,
    &forms::squid::SQUID,
    &forms::varnishlog::VARNISHLOG,
    &forms::tornado::TORNADO,
    &forms::koa::KOA,
    &forms::express_debug::EXPRESS_DEBUG,
    &forms::gin::GIN,
    &forms::chi::CHI,
    &forms::php::PHP,
    &forms::rails::RAILS,
    &forms::request_dumper::REQUEST_DUMPER,
    &forms::spring_request_log::SPRING_REQUEST_LOG,
    &forms::aspnet::ASPNET,
    &forms::api_gateway::API_GATEWAY,
    &forms::synapse::SYNAPSE,
    &forms::ory::ORY,
    &forms::nginx_debug::NGINX_DEBUG,
    &forms::nginx_error::NGINX_ERROR,
    &forms::thrown_status::THROWN_STATUS,
    &forms::spoken_messages::SPOKEN_MESSAGES,
    &forms::mention::MENTION,
];

/// What people call the forms that are understood.
pub fn forms() -> Vec<&'static str> {
    let own = [&forms::fiddler::FIDDLER, &forms::curl::CURL, &forms::raw::RAW, &forms::jsonl::JSONL];
    let whole = FORMS.iter().copied().chain(own).map(|form| form.called);
    let mut words: Vec<&str> = whole.chain(LINE_FORMS.iter().map(|form| form.called)).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// A part of an input that could not be read. It holds no captured value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Where: `entry 12` (the first is 1), `line 40`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

/// Why nothing of an input can be read. It holds no captured value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// What is wrong.
    pub what: String,
    /// Where, if it is somewhere: `line 3, column 14`.
    pub place: Option<String>,
    /// What to do about it.
    pub advice: &'static str,
}

/// Reads an input in whichever form it has.
///
/// # Errors
/// When it is empty, no text, in no known form, or so broken that it holds no readable exchange.
pub fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    read_as(bytes, None)
}

/// Reads an input; lines that have the `format` are those of an access log.
///
/// # Errors
/// As [`read`].
pub fn read_as(bytes: &[u8], format: Option<&AccessLogFormat>) -> Result<Recording, Unreadable> {
    let mut recording = match unpack::unpack(bytes)? {
        Unpacked::Archive(archive) => archive::read(&archive, format)?,
        Unpacked::File(bytes, problem) => {
            let mut recording = read_form(&text(&bytes)?, format)?;
            recording.problems.extend(problem);
            recording
        }
    };
    recording.exchanges.iter_mut().for_each(settle_bodies);
    Ok(recording)
}

/// An input as UTF-8 without byte order mark, as far as it is text at all: bytes that are none stay.
///
/// # Errors
/// When it has an encoding that is not read.
pub fn text(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    encoding::to_utf8(bytes)
}

fn read_form(bytes: &[u8], format: Option<&AccessLogFormat>) -> Result<Recording, Unreadable> {
    if bytes.trim_ascii().is_empty() {
        return Err(Unreadable {
            what: "it is empty".to_owned(),
            place: None,
            advice: "Of a browser: open the Network tab before the login begins, then export all as HAR. Of a program: \
                     most write what they tell to the standard error stream, which `2>&1` adds.",
        });
    }
    if let Some(text) = quotation(bytes) {
        return read_form(text.as_bytes(), format);
    }
    if let Some(text) = bytes.starts_with(b"\t").then(|| std::str::from_utf8(bytes).ok()).flatten()
        && let Some(text) = lines::unindented(text)
    {
        return read_form(text.as_bytes(), format);
    }
    let mut first = None;
    for form in FORMS.iter().filter(|form| (form.is_it)(bytes)) {
        let recording = match format {
            _ if form.name == lines::LINES.name => {
                within::read(bytes, format).map_or_else(|| lines::read(bytes, format), Ok)
            }
            _ => (form.read)(bytes),
        };
        match recording {
            // What breaks off as a whole is no log for that, whatever its lines look like.
            Ok(recording)
                if first.is_some()
                    && (is_archive(bytes)
                        || recording.exchanges.is_empty()
                            && !recording.is_telling
                            && !is_of_error(bytes)
                            && !lines::is_answer(bytes)) => {}
            // A reader may stop at the end of its document.
            Ok(recording) => return Ok(within::more_than(&recording, bytes, format).unwrap_or(recording)),
            Err(unreadable) => first = first.or(Some(unreadable)),
        }
    }
    Err(encoding::no_text(bytes).or(first).unwrap_or_else(|| Unreadable {
        what: format!("it has no known form: it is no {}", forms().join(", no ")),
        place: None,
        advice: "Export the Network tab of the browser's developer tools as HAR, or save what `curl -v` writes. For an error message alone: oauth-lens explain \"MESSAGE\".",
    }))
}

/// What is quoted, where all of an input is a quotation. A transcript marks requests so, too.
fn quotation(bytes: &[u8]) -> Option<String> {
    let text = bytes.starts_with(b"> ").then(|| std::str::from_utf8(bytes).ok()).flatten()?;
    let text = lines::unquoted(text)?;
    let begins_request =
        |line: &str| line.split_once(' ').is_some_and(|(method, _)| lines::is_method(method));
    (!begins_request(text.trim_start())).then_some(text)
}

/// Whether an input is short and speaks of an error: what begins like JSON and is none, for a mark stands behind it or its names
/// have no quotes, was copied from a log.
fn is_of_error(bytes: &[u8]) -> bool {
    /// Bytes of the longest text that somebody copies by hand.
    const LONGEST: usize = 16 << 10;
    let has = |name: &[u8]| bytes.windows(name.len()).any(|window| window.eq_ignore_ascii_case(name));
    bytes.len() <= LONGEST && (has(b"error") || has(b"fail"))
}

/// Whether an input begins as a HAR does. What stands behind another whole value is no beginning.
fn is_archive(bytes: &[u8]) -> bool {
    /// Bytes in which its names are sought.
    const FRONT: usize = 4_096;
    let inner = bytes.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    if !inner.is_some_and(|inner| inner.starts_with(b"\"")) {
        return false;
    }
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
    let is_whole = matches!(values.next(), Some(Ok(_)));
    let end = if is_whole { values.byte_offset() } else { bytes.len() };
    let front = bytes.get(..end.min(FRONT)).unwrap_or_default();
    let has = |name: &[u8]| front.windows(name.len()).any(|window| window == name);
    has(b"\"log\"") && has(b"\"entries\"")
}

/// What looks like a body and is none: the mark of a redaction; bytes as they were on the wire; a part of one that says that the
/// rest was left out.
fn settle_bodies(exchange: &mut Exchange) {
    let settle = |body: &mut Captured<Body>, headers: &Captured<Headers>| {
        let codings = headers.present().and_then(|headers| headers.text("content-encoding"));
        let codings = codings.unwrap_or_default().trim();
        let is_encoded = !matches!(codings, "" | "identity");
        // Where the headers were seen and none says how the bytes are packed, nobody could unpack them.
        let is_unlabelled = headers.present().is_some_and(|headers| !headers.is_empty()) && !is_encoded;
        let why = match body {
            Captured::Present(Body::Text(text)) if is_mark(text.text().trim()) => Missing::Redacted,
            // Where a text was made of the bytes, what was none of it became U+FFFD.
            Captured::Present(body) if is_unlabelled && body.is_gzip() => return,
            Captured::Present(Body::Text(text)) if is_compressed(text.text().as_bytes()) => {
                Missing::Unreadable
            }
            Captured::Present(Body::Text(text)) if is_encoded && text.text().contains('\u{fffd}') => {
                Missing::Unreadable
            }
            Captured::Present(Body::Text(text)) => {
                if let Some(part) = cut::known_part(text.text()) {
                    *body = Captured::Present(part);
                }
                return;
            }
            Captured::Present(Body::Bytes(bytes)) => match unpack::body(bytes.expose(), codings) {
                Decoded::Body(bytes) => {
                    *body = Captured::Present(Body::from_bytes(bytes));
                    return;
                }
                Decoded::TooLarge => Missing::TooLarge,
                Decoded::Compressed => Missing::Unreadable,
                Decoded::Plain => return,
            },
            _ => return,
        };
        *body = Captured::Missing(why);
    };
    settle(&mut exchange.request.body, &exchange.request.headers);
    if let Some(response) = &mut exchange.response {
        settle(&mut response.body, &response.headers);
    }
}

/// The first bytes of gzip (RFC 1952 §2.3.1), also where a reader of text replaced the second one.
fn is_compressed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
        || bytes.starts_with("\u{1f}\u{8b}".as_bytes())
        || bytes.starts_with("\u{1f}\u{fffd}\u{8}".as_bytes())
}

/// The scheme where nothing tells it: only local servers go without TLS.
fn default_scheme(authority: &str) -> &'static str {
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, ""));
    let local = host == "localhost" || host.starts_with("127.") || authority.starts_with("[::1]");
    if port == "80" || local && !matches!(port, "443" | "8443") { "http" } else { "https" }
}

/// Where a redirect goes.
fn location(request: &Uri, status: u16, headers: &Headers) -> Option<Uri> {
    redirect(request, status, headers.captured("location")?.text())
}

/// Where a redirect goes, by the text of its `Location`. A part of it may have been taken out of the recording.
fn redirect(request: &Uri, status: u16, reference: &str) -> Option<Uri> {
    let is_known = !reference.trim().is_empty() && !is_mark(reference.trim());
    let redirects = (300..400).contains(&status) && is_known;
    if redirects { request.join(reference) } else { None }
}

fn declared_length(headers: &Headers) -> Option<u64> {
    headers.text("content-length")?.trim().parse().ok()
}

/// A body without the frames of the chunked coding; `None` where there are none.
fn without_chunks(body: &str) -> Option<String> {
    let (mut rest, mut whole) = (body, String::new());
    loop {
        let (size, after) = rest.split_once("\r\n")?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.push_str(after.get(..size)?);
        rest = after.get(size..)?.strip_prefix("\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    /// An exchange in one line, for tables of tests: `Page GET https://a.example/ [] => 302 [no body] -> /next`.
    pub(super) fn line(exchange: &Exchange) -> String {
        let request = &exchange.request;
        let mut line = format!("{:?} {} {}", exchange.context.via, request.method, request.uri.text().text());
        line.push_str(&format!(" {}", body(&request.body)));
        if let Some(response) = &exchange.response {
            line.push_str(&format!(" => {} {}", response.status, body(&response.body)));
            if let Some(location) = &response.location {
                line.push_str(&format!(" -> {}", location.text().text()));
            }
        }
        if let Some(error) = &exchange.error {
            line.push_str(&format!(" ! {:?}", error.fault));
        }
        line
    }

    pub(super) fn body(body: &Captured<Body>) -> String {
        match body {
            Captured::Missing(why) => format!("[{}]", why.reason()),
            Captured::Present(Body::Empty) => "[]".to_owned(),
            Captured::Present(Body::Text(text)) => format!("[{}]", text.text()),
            Captured::Present(Body::Bytes(bytes)) => format!("[{:02x?}]", bytes.expose()),
            Captured::Present(Body::Form(form)) => {
                let fields: Vec<String> = form.iter().map(|(n, v)| format!("{n}={}", v.text())).collect();
                format!("form[{}]", fields.join("&"))
            }
        }
    }

    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let form = read(bytes).map(|recording| recording.form.name).map_err(|unreadable| unreadable.what);
        assert_eq!(form, expected.map_err(str::to_owned), "{}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn tells_the_forms_apart() {
        let har = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://a.example/"}}]}}"#;
        let curl = "> GET / HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 204 No Content\n";
        let own = "> GET https://a.example/\n< 204\n";
        let utf16 = |text: &str| -> Vec<u8> {
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        };
        check(har.as_bytes(), Ok("har"));
        check(format!("\u{feff} \r\n{har}").as_bytes(), Ok("har"));
        check(curl.as_bytes(), Ok("curl"));
        check(&utf16(curl), Ok("curl"));
        check(format!("{{ [5 bytes data]\n{curl}").as_bytes(), Ok("curl"));
        check(own.as_bytes(), Ok("transcript"));
        check(b"POST /token HTTP/1.1\r\nHost: a.example\r\n\r\n", Ok("raw"));
        let line = r#"{"method":"GET","url":"https://a.example/"}"#;
        check(line.as_bytes(), Ok("jsonl"));
        let entry = format!(r#"{{"request":{line},"response":{{"status":200}}}}"#);
        for entries in [format!("{entry},\n{entry},\n{entry}"), entry] {
            check(format!("{{\"log\":{{\"entries\":[\n{entries}\n]}}}}").as_bytes(), Ok("har"));
        }
        check(format!("{{\"msg\":1}}\n{{broken\n{line}\n").as_bytes(), Ok("jsonl"));
        check(format!("starting\n{line}\n").as_bytes(), Ok("jsonl"));
        let attributes = r#"{"key":"http.method","value":{"stringValue":"GET"}},{"key":"http.url","value":{"stringValue":"https://a.example/"}}"#;
        let spans = format!(
            r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{{"kind":3,"attributes":[{attributes}]}}]}}]}}]}}"#
        );
        check(spans.as_bytes(), Ok("otel"));
        check(b"", Err("it is empty"));
        check(b" \n\t ", Err("it is empty"));
        check(b"{\"log\":", Err("the file ends before its first entry"));
        check(b"\0\0\0", Err("it is binary, no text: byte 1 is 0x00"));
        check(b"PK\x03\x04", Err("it is a ZIP archive that breaks off, or is damaged"));
        check(b"[server]\nport = 1\n", Ok("log"));
        check(b"[{}]", Err("it is JSON, but no HAR: it has no `log.entries`"));
        check(b"{ font: bold }", Err("it begins like JSON, but is none"));
        check(b"{\"error\":\"invalid_client\",\"error_codes\":[700025]}'", Ok("log"));
        check(b"{\n severity: \"ERROR\"\n text: \"it failed\"\n}", Ok("log"));
    }
}
