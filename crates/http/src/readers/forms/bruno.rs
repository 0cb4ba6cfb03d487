//! Bruno: the JSON report of its command line, which has every answer, and its files of requests (`.bru`), blocks in braces.

use serde_json::Value;

use crate::readers::document::{body, has, headers, json, list, names, number, recording, status, text};
use crate::readers::record::{Part, Record};
use crate::readers::template::{Variables, add_header};
use crate::readers::{Form, Recording, Unreadable};
use crate::{Body, Captured, Context, Missing, Parameters};

pub(crate) static BRUNO: Form = Form { name: "bruno", called: "Bruno report", is_it, read };

/// The blocks that begin with the method.
const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

fn is_it(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    if let Some(meta) = start.strip_prefix(b"meta {") {
        return meta.get(..400).unwrap_or(meta).windows(10).any(|window| window == b"type: http");
    }
    let names = names(bytes);
    has(&names, &["iterationIndex", "results"]) || has(&names, &["summary", "results"])
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    if bytes.trim_ascii_start().starts_with(b"meta") {
        let text = String::from_utf8_lossy(bytes);
        return recording(&BRUNO, [request(&blocks(&text)).map(Some)]);
    }
    let document = json(bytes)?;
    let iterations = document.as_array().cloned().unwrap_or_else(|| vec![document]);
    let results = iterations.iter().flat_map(|iteration| list(iteration, "results"));
    recording(
        &BRUNO,
        results.filter(|result| text(result, "test.filename").is_some()).map(|r| result(r).map(Some)),
    )
}

/// A request that was run.
fn result(result: &Value) -> Result<Record, &'static str> {
    let none = Value::Null;
    let (request, response) =
        (result.get("request").unwrap_or(&none), result.get("response").unwrap_or(&none));
    let sent = request.get("data").filter(|data| !data.is_null());
    let got = response.get("data").filter(|data| !data.is_null());
    let size = number(response, "size");
    let status = status(response, "status");
    let content = match (got, size) {
        (Some(got), _) => body(got),
        (None, Some(0.0)) => Captured::Present(Body::Empty),
        (None, _) => Captured::Missing(Missing::NotRecorded),
    };
    Ok(Record {
        method: text(request, "method").ok_or("it has no method")?,
        uri: Variables::default().uri(&text(request, "url").unwrap_or_default())?,
        started: None,
        took: None,
        request: Part {
            headers: request.get("headers").and_then(headers).unwrap_or_default(),
            is_whole: true,
            body: sent.map_or(Captured::Present(Body::Empty), body),
        },
        status,
        response: Part {
            headers: response.get("headers").and_then(headers).unwrap_or_default(),
            is_whole: true,
            body: content,
        },
        error: text(result, "error").filter(|_| status.is_none()),
        observer: None,
        via: None,
        context: Context::default(),
    })
}

/// A block and its lines.
struct Block<'t> {
    name: &'t str,
    lines: Vec<&'t str>,
}

impl Block<'_> {
    /// Its names and values; a `~` switches one off.
    fn pairs(&self, variables: &Variables) -> Vec<(String, String)> {
        let pair = |line: &&str| {
            let (name, value) = line.trim().split_once(':')?;
            let is_on = !name.starts_with(['~', '@']);
            is_on.then(|| (variables.render(name.trim()), variables.render(value.trim())))
        };
        self.lines.iter().filter_map(pair).collect()
    }
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_suffix(" {") {
            let lines = lines.by_ref().take_while(|line| *line != "}").collect();
            blocks.push(Block { name, lines });
        }
    }
    blocks
}

/// A request that waits to be sent.
fn request(blocks: &[Block<'_>]) -> Result<Record, &'static str> {
    let variables = Variables::default();
    let block = |name: &str| blocks.iter().find(|block| block.name == name);
    let main = blocks.iter().find(|block| METHODS.contains(&block.name)).ok_or("it has no method")?;
    let value = |block: &Block<'_>, name: &str| {
        let mut fields = block.lines.iter().filter_map(|line| line.trim().split_once(':'));
        fields.find(|(own, _)| own.trim() == name).map(|(_, value)| value.trim().to_owned())
    };
    let mut headers = block("headers").map(|block| block.pairs(&variables)).unwrap_or_default();
    let kind = value(main, "auth").unwrap_or_default();
    if let Some(auth) = block(&format!("auth:{kind}")) {
        add_header(&mut headers, "Authorization", variables.authorization(&kind, |name| value(auth, name)));
    }
    let whole = |name: &str| block(name).map(|block| variables.render(&block.lines.join("\n")));
    let (body, media_type) = match value(main, "body").as_deref() {
        Some("formUrlEncoded") => {
            let pairs =
                block("body:form-urlencoded").map(|block| block.pairs(&variables)).unwrap_or_default();
            (Body::Form(Parameters::from_pairs(pairs)), Some("application/x-www-form-urlencoded"))
        }
        Some("json") => (Body::from_text(whole("body:json").unwrap_or_default()), Some("application/json")),
        Some("text") => (Body::from_text(whole("body:text").unwrap_or_default()), Some("text/plain")),
        _ => (Body::Empty, None),
    };
    add_header(&mut headers, "Content-Type", media_type.map(str::to_owned));
    let uri = variables.uri(&value(main, "url").unwrap_or_default())?;
    let request = Part { headers, is_whole: true, body: Captured::Present(body) };
    Ok(Record::asked(main.name.to_ascii_uppercase(), uri, request))
}
