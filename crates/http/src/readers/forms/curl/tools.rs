//! Commands of wget, HTTPie and xh.

use super::command::{Command, words};
use crate::Uri;
use crate::readers::lines::{behind_prompt, is_method};

/// The line without a prompt.
fn without_prompt(line: &str) -> &str {
    line.strip_prefix("# ").or_else(|| behind_prompt(line)).unwrap_or(line)
}

/// Whether a line is such a command: the word of the tool, and a URL.
pub(super) fn is_call(line: &str) -> bool {
    let line = without_prompt(line);
    let tool = line.split(' ').next().unwrap_or_default();
    let is_tool = match tool {
        "wget" => line.contains(" http") || line.contains("://"),
        // `http` is a word of its own, too.
        "http" | "https" | "xh" | "xhs" => line
            .split(' ')
            .skip(1)
            .find(|word| !word.starts_with('-'))
            .is_some_and(|word| is_method(word) || is_url(word)),
        _ => false,
    };
    is_tool && !line.contains(" HTTP/")
}

fn is_url(word: &str) -> bool {
    word.trim_matches(['"', '\'']).starts_with("http") && word.contains("://")
}

/// What the command says about its request; `None` where it is another's.
pub(super) fn parse(line: &str) -> Option<Command> {
    let line = without_prompt(line);
    if !is_call(line.lines().next().unwrap_or_default()) {
        return None;
    }
    let words = words(line).unwrap_or_default();
    let (tool, arguments) = words.split_first()?;
    Some(if tool == "wget" { wget(arguments) } else { httpie(tool, arguments) })
}

fn wget(arguments: &[String]) -> Command {
    let mut command = Command::default();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let (name, attached) = word
            .split_once('=')
            .filter(|_| word.starts_with("--"))
            .map_or((word.as_str(), None), |(n, v)| (n, Some(v.to_owned())));
        let mut value = || attached.clone().or_else(|| words.next().cloned()).unwrap_or_default();
        match name {
            "--post-data" | "--body-data" => command.add(value()),
            "--post-file" | "--body-file" => {
                value();
                command.unseen = true;
            }
            "--method" => command.method = Some(value()),
            "--header" => {
                let value = value();
                command
                    .headers
                    .extend(value.split_once(':').map(|(n, v)| (n.to_owned(), v.trim().to_owned())));
            }
            "-O" | "--output-document" | "-o" | "--output-file" | "-U" | "--user-agent" => {
                value();
            }
            word if is_url(word) => command.url = Uri::parse(word),
            _ => {}
        }
    }
    command
}

fn httpie(tool: &str, arguments: &[String]) -> Command {
    let mut command = Command::default();
    let (mut fields, mut query, mut is_form) = (Vec::new(), Vec::new(), false);
    for word in arguments {
        match word.as_str() {
            "-f" | "--form" => is_form = true,
            word if word.starts_with('-') => {}
            word if command.url.is_none() && is_method(word) => command.method = Some(word.to_owned()),
            word if command.url.is_none() => {
                let scheme = if tool.ends_with('s') { "https" } else { "http" };
                let whole = if is_url(word) { word.to_owned() } else { format!("{scheme}://{word}") };
                command.url = Uri::parse(&whole);
            }
            word => {
                let at = word.find(['=', ':', '@']).unwrap_or(word.len());
                let (name, item) = word.split_at(at);
                let pair = |value: &str| (name.to_owned(), value.to_owned());
                if let Some(value) = item.strip_prefix("==") {
                    query.push(pair(value));
                } else if let Some(value) = item.strip_prefix('=') {
                    fields.push(pair(value));
                } else if let Some(value) = item.strip_prefix(':').filter(|value| !value.starts_with('=')) {
                    command.headers.push(pair(value));
                } else {
                    command.unseen = true;
                }
            }
        }
    }
    let encode = |pairs: &[(String, String)]| {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    };
    if !query.is_empty() {
        command.url =
            command.url.and_then(|url| Uri::parse(&format!("{}?{}", url.text().text(), encode(&query))));
    }
    if is_form && !fields.is_empty() {
        command
            .headers
            .push(("content-type".to_owned(), "application/x-www-form-urlencoded; charset=utf-8".to_owned()));
        command.add(encode(&fields));
    } else if !fields.is_empty() {
        let object: serde_json::Map<String, serde_json::Value> =
            fields.into_iter().map(|(name, value)| (name, value.into())).collect();
        command.headers.push(("content-type".to_owned(), "application/json".to_owned()));
        command.add(serde_json::Value::Object(object).to_string());
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_ask_for() {
        let check = |line: &str, expected: (&str, &str, Option<&str>, usize)| {
            let command = parse(line).unwrap_or_else(|| panic!("no command: {line}"));
            let url = command.url.as_ref().map_or("", |url| url.text().text());
            assert_eq!((command.method(), url, command.body(), command.headers.len()), expected, "{line}");
        };
        check(
            "wget -qO- --post-data 'a=b' --header='c: d' https://a.example/t",
            ("POST", "https://a.example/t", Some("a=b"), 1),
        );
        check("$ http -f POST https://a.example/t a=b c:d", ("POST", "https://a.example/t", Some("a=b"), 2));
        check("xh https://a.example/t a==b", ("GET", "https://a.example/t?a=b", None, 0));
        check("http https://a.example/t a=b", ("POST", "https://a.example/t", Some("{\"a\":\"b\"}"), 1));
        assert!(parse("http is a protocol").is_none() && !is_call("wget is a tool"));
    }
}
