//! What somebody typed at the prompt of a language to call a server, and what it showed: Python's and IPython's, Node's, Ruby's.
//!
//! A call names its address; what came back is shown behind the expressions that somebody typed next: the answer itself, its status,
//! its body.

use std::borrow::Cow;

use super::nesting::Nesting;
use super::noted::Noted;
use super::object::{self, Value};
use super::pattern::is_status;
use super::pieces::{GONE, of_lines};
use super::told;

/// Lines of the longest call, and of the longest body.
const LONGEST: usize = 100;

/// Expressions behind a call that may show its answer.
const MOST: usize = 6;

/// The text with each such call and its answer in one line; of what the answer was made of nothing is left, so that all keep their numbers.
pub(super) fn as_lines(text: &str) -> Cow<'_, str> {
    if !text
        .lines()
        .any(|line| typed(line).is_some_and(|typed| call(typed).is_some() || typed.ends_with('(')))
    {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<Cow<str>> = lines.iter().map(|line| Cow::Borrowed(*line)).collect();
    let mut at = 0;
    while at < lines.len() {
        at += respell(&lines, at, &mut out).unwrap_or(1);
    }
    Cow::Owned(of_lines(&out, text))
}

/// Puts the call that begins in a line, with its answer, into that line; over how many lines it goes.
fn respell(lines: &[&str], at: usize, out: &mut [Cow<str>]) -> Option<usize> {
    let (source, mut count) = statement(lines.get(at..)?)?;
    let mut noted = call(&source)?;
    let mut shown = Vec::from_iter(std::iter::once(at + 1..at + count));
    // Some languages show what is kept under a name, too.
    count += show(&mut noted, Shows::Answer, lines, at + count, &mut shown);
    for _ in 0..MOST {
        let rest = lines.get(at + count..).unwrap_or_default();
        let blank = rest.iter().take_while(|line| is_nothing(line)).count();
        let Some((source, own)) = rest.get(blank..).and_then(statement) else { break };
        count += blank;
        if call(&source).is_some() {
            break;
        }
        let Some(shows) = Shows::of(&source) else {
            count += own;
            continue;
        };
        let before = count;
        count += own;
        let taken = show(&mut noted, shows, lines, at + count, &mut shown);
        if taken > 0 {
            shown.push(at + before..at + count);
        }
        count += taken;
    }
    let (line, left) = noted.lines()?;
    // Of an answer without a status what it showed stays.
    if left.is_some() {
        shown.truncate(1);
    }
    for gone in shown.into_iter().flatten() {
        *out.get_mut(gone)? = Cow::Borrowed(GONE);
    }
    *out.get_mut(at)? = Cow::Owned(line);
    Some(count)
}

/// What stands behind the prompt at which a statement begins.
fn typed(line: &str) -> Option<&str> {
    let numbered = |name: &str, end: &str| {
        let rest = line.strip_prefix(name)?;
        let (number, rest) = rest.split_once(end)?;
        (number.len() <= 16 && !number.contains(' ')).then_some(rest)
    };
    let bare = line.strip_prefix(">>> ").or_else(|| numbered("In [", "]: "));
    bare.or_else(|| numbered("irb(", "> ")).or_else(|| line.strip_prefix("> "))
}

/// What stands behind the mark with which a statement goes on.
fn more(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["... ", "...: ", "| "].iter().find_map(|mark| line.strip_prefix(mark))
}

/// The statement that begins in the first of these lines, and over how many of them it goes.
fn statement(lines: &[&str]) -> Option<(String, usize)> {
    let mut source = typed(lines.first()?)?.trim().to_owned();
    let rest = lines.get(1..)?.iter().take(LONGEST);
    let more: Vec<&str> = rest.map_while(|line| more(line)).collect();
    more.iter().for_each(|line| {
        source.push(' ');
        source.push_str(line.trim());
    });
    Some((source, 1 + more.len()))
}

/// Whether what an expression gives is kept under a name.
fn is_assigned(source: &str) -> bool {
    let before = source.split(['(', '"', '\'']).next().unwrap_or_default();
    before.contains('=')
}

/// The call of a server in a statement.
fn call(source: &str) -> Option<Noted> {
    const CALLS: [(&str, &str); 10] = [
        (".post(", "POST"),
        (".get(", "GET"),
        (".put(", "PUT"),
        (".patch(", "PATCH"),
        (".delete(", "DELETE"),
        (".post_form(", "POST"),
        (".get_response(", "GET"),
        (".request(", ""),
        ("fetch(", ""),
        ("axios(", ""),
    ];
    let (at, length, method) =
        CALLS.iter().filter_map(|(name, method)| Some((source.find(name)?, name.len(), *method))).min()?;
    let arguments = source.get(at + length - 1..)?;
    let mut texts = texts(arguments);
    let first = texts.next()?;
    // `request("POST", "https://…")`
    let named = Some(first.to_ascii_uppercase()).filter(|name| super::is_method(name));
    let url = if named.is_some() { texts.next()? } else { first };
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return None;
    }
    let behind = arguments.get(arguments.find(url)? + url.len()..)?;
    let options = options(arguments, behind);
    let told = options.as_ref().and_then(told::options).unwrap_or_default();
    let own = options.as_ref().and_then(|value| value.get("method")).and_then(Value::text);
    let method = own.map(str::to_ascii_uppercase).or(named).or(Some(method.to_owned()));
    let sent = told.sent_body.or_else(|| form(options.as_ref()?));
    let method = method.filter(|method| !method.is_empty()).unwrap_or_else(|| "GET".to_owned());
    Some(Noted {
        method: Some(method),
        url: Some(url.to_owned()),
        sent,
        sent_fields: told.sent,
        ..Noted::default()
    })
}

/// The options of a call: its arguments with names, or the object behind its address.
fn options(arguments: &str, behind: &str) -> Option<Value> {
    let named =
        object::read(arguments).map(|(value, _)| value).filter(|value| matches!(value, Value::Map(_)));
    let object = || Some(object::read(behind.get(behind.find('{')?..)?)?.0);
    named.or_else(object).map(without_names)
}

/// A value in which what is only named by a variable is one that is not known.
fn without_names(value: Value) -> Value {
    const UNKNOWN: &str = "[REDACTED]";
    let inner = |value: Value| match value {
        Value::Bare(name)
            if name.parse::<f64>().is_err()
                && !matches!(name.as_str(), "True" | "False" | "true" | "false") =>
        {
            Value::Text(UNKNOWN.to_owned())
        }
        other => without_names(other),
    };
    match value {
        Value::List(items) => Value::List(items.into_iter().map(inner).collect()),
        Value::Map(members) => {
            let keep = |(name, value): (String, Value)| match value {
                // `data=payload`: nothing is known of it.
                Value::Bare(_) if matches!(name.as_str(), "data" | "body" | "json" | "headers" | "auth") => {
                    (name, Value::Nothing)
                }
                value => (name, inner(value)),
            };
            Value::Map(members.into_iter().map(keep).collect())
        }
        other => other,
    }
}

/// An object that is itself what is sent, as the second argument: of options only names of their own are known.
fn form(options: &Value) -> Option<String> {
    const OF_FORMS: [&str; 3] = ["grant_type", "client_id", "token"];
    let json = options.get("json").map(|json| json.json().to_string());
    let is_form = OF_FORMS.iter().any(|name| options.get(name).is_some());
    json.or_else(|| is_form.then(|| object::form(&options.pairs())))
}

/// The texts in quotes, one after another.
fn texts(source: &str) -> impl Iterator<Item = &str> {
    let mut rest = source;
    std::iter::from_fn(move || {
        let at = rest.find(['"', '\''])?;
        let (quote, inner) = rest.get(at..)?.split_at_checked(1)?;
        let end = inner.find(quote)?;
        rest = inner.get(end + 1..)?;
        inner.get(..end)
    })
}

/// An expression without what only prints it.
fn unwrapped(mut source: &str) -> &str {
    const CALLS: [&str; 4] = ["print(", "pprint(", "console.log(", "("];
    const WORDS: [&str; 4] = ["puts ", "p ", "pp ", "await "];
    loop {
        let called = CALLS.iter().find_map(|call| source.strip_prefix(call)?.strip_suffix(')'));
        match called.or_else(|| WORDS.iter().find_map(|word| source.strip_prefix(word))) {
            Some(inner) => source = inner,
            None => return source,
        }
    }
}

/// What an expression shows of an answer.
#[derive(Clone, Copy, PartialEq)]
enum Shows {
    Answer,
    Status,
    Body,
    StatusAndBody,
}

impl Shows {
    fn of(source: &str) -> Option<Self> {
        const STATUSES: [&str; 4] = [".status_code", ".statusCode", ".status", ".code"];
        const BODIES: [&str; 6] = [".json()", ".text()", ".text", ".body", ".content", ".data"];
        let source = unwrapped(source.trim().trim_end_matches(';'));
        if is_assigned(source) && !source.contains("==") {
            return None;
        }
        let ends = |words: &[&str]| words.iter().any(|word| source.ends_with(word));
        let has = |words: &[&str]| words.iter().any(|word| source.contains(word));
        let is_name = source.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        match () {
            () if source.contains(',') && has(&STATUSES) && has(&BODIES) => Some(Shows::StatusAndBody),
            () if ends(&STATUSES) => Some(Shows::Status),
            () if ends(&BODIES) => Some(Shows::Body),
            () if is_name && !source.is_empty() => Some(Shows::Answer),
            () => None,
        }
    }
}

/// Takes what the lines from one on show; how many they are.
fn show(
    noted: &mut Noted,
    shows: Shows,
    lines: &[&str],
    at: usize,
    gone: &mut Vec<std::ops::Range<usize>>,
) -> usize {
    let rest = lines.get(at..).unwrap_or_default();
    let skipped = rest.iter().take_while(|line| is_nothing(line)).count();
    let rest = rest.get(skipped..).unwrap_or_default();
    let (text, count) = shown(rest);
    let is_taken = match shows {
        Shows::Answer => {
            let status = status_of_answer(&text);
            noted.status = noted.status.or(status);
            status.is_some()
        }
        Shows::Status => {
            let status = status(&text);
            noted.status = noted.status.or(status);
            status.is_some()
        }
        Shows::Body => {
            noted.got = noted.got.take().or_else(|| body(&text));
            noted.got.is_some()
        }
        Shows::StatusAndBody => {
            let text = text.trim_start_matches(['(', '[']);
            noted.status = noted.status.or(status(text));
            let behind = text.get(3..).unwrap_or_default().trim_start_matches([',', ' ']);
            noted.got = noted.got.take().or_else(|| body(behind.trim_end_matches([')', ']'])));
            noted.status.is_some()
        }
    };
    if !is_taken {
        return 0;
    }
    gone.push(at..at + skipped + count);
    skipped + count
}

/// Whether nothing is shown in a line: an assignment gives nothing in Node, what prints gives nothing in Ruby.
fn is_nothing(line: &str) -> bool {
    matches!(line.trim(), "" | "undefined" | "=> nil")
}

/// What is shown from the first of these lines on, without the mark before it, and how many of them it has.
fn shown(lines: &[&str]) -> (String, usize) {
    let (mut text, mut depth, mut count) = (String::new(), Nesting::default(), 0);
    for line in lines.iter().take(LONGEST) {
        let is_open = depth.has_begun() && !depth.is_closed();
        if !is_open && count > 0 || typed(line).is_some() {
            break;
        }
        let bare =
            line.strip_prefix("Out[").and_then(|rest| rest.split_once("]: ")).map_or(*line, |(_, rest)| rest);
        let bare = bare.strip_prefix("=> ").unwrap_or(bare);
        depth.read(bare);
        text.push_str(bare.trim());
        count += 1;
    }
    (text, count)
}

/// The status that is all that is shown, or stands before the rest.
fn status(text: &str) -> Option<u16> {
    let number = text.trim().trim_matches('"').split(|c: char| !c.is_ascii_digit()).next()?;
    if is_status(number) { number.parse().ok() } else { None }
}

/// The status of an answer as its class prints it: `<Response [400]>`, `#<Net::HTTPUnauthorized 401 Unauthorized readbody=true>`.
fn status_of_answer(text: &str) -> Option<u16> {
    let text = text.trim();
    let inner = text.strip_prefix("<Response [").or_else(|| text.strip_prefix("<ClientResponse("));
    let of_python =
        inner.and_then(|inner| inner.split(|c: char| !c.is_ascii_digit()).find(|word| is_status(word)));
    let of_ruby = || text.strip_prefix("#<Net::HTTP")?.split(' ').nth(1).filter(|word| is_status(word));
    of_python.or_else(of_ruby)?.parse().ok()
}

/// A body as it was sent: an object is shown in the words of the language, a text in quotes.
fn body(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if serde_json::from_str::<serde_json::Value>(text).is_ok_and(|value| value.is_object()) {
        return Some(text.to_owned());
    }
    match object::read(text) {
        Some((Value::Text(text), rest)) if rest.trim().is_empty() => Some(text),
        Some((value @ Value::Map(_), rest)) if rest.trim().is_empty() => Some(value.json().to_string()),
        _ => Some(text.to_owned()).filter(|text| text.starts_with('<')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read;
    use crate::readers::tests::line;

    fn told(text: &str) -> Vec<String> {
        read(text.as_bytes()).map(|read| read.exchanges.iter().map(line).collect()).unwrap_or_default()
    }

    #[test]
    fn calls_at_a_prompt_and_what_they_show() {
        let full = r#"Server POST https://idp.example/token [grant_type=password&client_id=a] => 400 [{"error":"invalid_grant"}]"#;
        let hidden =
            r#"Server POST https://idp.example/token [not recorded] => 400 [{"error":"invalid_grant"}]"#;
        for (text, expected) in [
            (
                "In [3]: r = requests.post(\"https://idp.example/token\", data={\"grant_type\": \"password\", \"client_id\": \"a\"})\n\nIn [4]: r.status_code\nOut[4]: 400\n\nIn [5]: r.json()\nOut[5]: {'error': 'invalid_grant'}\n",
                full,
            ),
            (
                ">>> import requests\n>>> r = requests.post(\"https://idp.example/token\", data=payload, auth=(a, b))\n>>> r\n<Response [400]>\n>>> print(r.text)\n{\"error\":\"invalid_grant\"}\n",
                hidden,
            ),
            (
                ">>> r = httpx.post(\n...     \"https://idp.example/token\",\n...     data={\"grant_type\": \"password\", \"client_id\": \"a\"},\n... )\n>>> r.status_code, r.text\n(400, '{\"error\":\"invalid_grant\"}')\n",
                full,
            ),
            (
                "> const r = await fetch('https://idp.example/token', { method: 'POST', body: 'grant_type=password&client_id=a' })\nundefined\n> r.status\n400\n> await r.json()\n{\n  error: 'invalid_grant'\n}\n> \n",
                full,
            ),
            (
                "irb(main):001:0> r = Net::HTTP.post_form(URI(\"https://idp.example/token\"), {\"grant_type\"=>\"password\", \"client_id\"=>\"a\"})\n=> #<Net::HTTPBadRequest 400 Bad Request readbody=true>\nirb(main):002:0> puts r.body\n{\"error\":\"invalid_grant\"}\n=> nil\n",
                full,
            ),
            (
                ">>> r = requests.post('https://idp.example/token', data={'grant_type': 'password', 'client_id': cid})\n>>> r.status_code\n401\n",
                "Server POST https://idp.example/token [grant_type=password&client_id=%5BREDACTED%5D] => 401 [not recorded]",
            ),
            (
                ">>> requests.post(\"https://idp.example/token\", data=payload).json()\n{'error': 'invalid_grant'}\n",
                "Server POST https://idp.example/token [not recorded]",
            ),
        ] {
            assert_eq!(told(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_calls_nobody_stays() {
        for text in [
            ">>> d.get(\"https://a.example\", 1)\n1\n",
            "> GET /token HTTP/1.1\n> Host: a.example\n",
            "> quoted (\n> requests.post(url)\n",
            ">>> x = (\n... 1)\n",
            "",
        ] {
            let is_call = text.contains("d.get");
            assert!(is_call || as_lines(text) == text, "{text}");
        }
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn keeps_the_lines(text in "(>>> |In \\[1\\]: |\\.\\.\\. |r|r\\.json\\(\\)|f\\.post\\('https://a\\.b/', |\\)|400|<Response \\[400\\]>|\\{|é|\n){0,40}") {
                proptest::prop_assert_eq!(as_lines(&text).lines().count(), text.lines().count());
            }
        }
    }
}
