//! `Invoke-WebRequest` and `Invoke-RestMethod`, as browsers copy them and people write them.

use super::command::Command;
use crate::Uri;

/// Whether a text is such a call, maybe behind a variable.
pub(super) fn is_call(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches("PS>").trim_start();
    let call = match text.split_once('=') {
        Some((variable, call)) if variable.starts_with('$') && !variable.contains('"') => call.trim_start(),
        _ => text,
    };
    let mut behind =
        ["Invoke-WebRequest ", "Invoke-RestMethod "].iter().filter_map(|name| call.strip_prefix(name));
    // Behind its name and a colon PowerShell shows how it failed.
    behind.next().is_some_and(|behind| !behind.trim_start().starts_with(':'))
}

/// Whether the call goes on in the next line.
pub(super) fn continues(text: &str) -> bool {
    text.trim_end().ends_with('`') || words(text, &[]).is_none()
}

/// What the call says about its request.
pub(super) fn parse(text: &str) -> Command {
    let mut command = Command::default();
    let mut words = words(text, &[])
        .unwrap_or_default()
        .into_iter()
        .skip_while(|word| !word.starts_with("Invoke-"))
        .skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_default();
        match word.to_ascii_lowercase().as_str() {
            "-uri" => command.url = Uri::parse(&value()),
            "-method" => command.method = Some(value().to_ascii_uppercase()),
            "-contenttype" => command.headers.push(("content-type".to_owned(), value())),
            "-useragent" => command.headers.push(("user-agent".to_owned(), value())),
            "-headers" => command.headers.extend(pairs(&value())),
            "-body" => body(&mut command, &value()),
            "-websession" | "-sessionvariable" | "-outfile" | "-proxy" => {
                value();
            }
            word if !word.starts_with('-') && command.url.is_none() => command.url = Uri::parse(word),
            _ => {}
        }
    }
    command
}

fn body(command: &mut Command, value: &str) {
    if value.starts_with('$') || value.starts_with("([") {
        command.unseen = true;
    } else if value.starts_with("@{") {
        let pairs = pairs(value);
        command.add(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish());
    } else {
        command.add(value.to_owned());
    }
}

/// The pairs of `@{ "a"="b"; c = 'd' }`.
fn pairs(table: &str) -> Vec<(String, String)> {
    let inner = table.trim_start_matches("@{").trim_end_matches('}');
    let words = words(inner, &['=', ';']).unwrap_or_default();
    words.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

/// The words of a call, a table being one; `None` where something is open. `marks` set words apart as blanks do.
fn words(text: &str, marks: &[char]) -> Option<Vec<String>> {
    let (mut words, mut word) = (Vec::new(), String::new());
    let (mut quote, mut depth, mut begun) = (None, 0_usize, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            // In a table all stays as it is.
            (_, '`') if depth > 0 => {
                word.push(c);
                word.extend(chars.next());
            }
            (Some('"') | None, '`') => match chars.next() {
                Some('n') if quote.is_some() => word.push('\n'),
                Some('\r' | '\n') | None => {}
                Some(other) => word.push(other),
            },
            (Some(open), c) if c == open => {
                quote = None;
                if depth > 0 {
                    word.push(c);
                }
            }
            (Some(_), c) => word.push(c),
            (None, '"' | '\'') => {
                (quote, begun) = (Some(c), true);
                if depth > 0 {
                    word.push(c);
                }
            }
            (None, '{' | '}') => {
                depth = if c == '{' { depth + 1 } else { depth.saturating_sub(1) };
                word.push(c);
                begun = true;
            }
            (None, c) if (c.is_whitespace() || marks.contains(&c)) && depth == 0 => {
                if std::mem::take(&mut begun) {
                    words.push(std::mem::take(&mut word));
                }
            }
            (None, c) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    (quote.is_none() && depth == 0).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_call_asks_for() {
        let text = "Invoke-WebRequest -UseBasicParsing -Uri \"https://a.example/t\" `\n-Method \"POST\" `\n-Headers @{\n\"a\"=\"`\"b`\";v=1\"\n  \"c\"=\"d\"\n} `\n-ContentType \"e/f\" `\n-Body \"g=h`$\"";
        let command = parse(text);
        assert!(!is_call("Invoke-RestMethod : {\"error\":\"invalid_grant\"}"));
        assert!(is_call(text) && !continues(text) && continues("Invoke-WebRequest -Uri a `"));
        assert_eq!((command.method(), command.body()), ("POST", Some("g=h$")));
        let name = |(name, value): &(String, String)| format!("{name}: {value}");
        let headers: Vec<String> = command.headers.iter().map(name).collect();
        assert_eq!(headers, ["a: \"b\";v=1", "c: d", "content-type: e/f"]);
        let table =
            parse("$r = Invoke-RestMethod https://a.example/t -Method Post -Body @{ a = 'b'; c='d e' }");
        assert_eq!((table.method(), table.body()), ("POST", Some("a=b&c=d+e")));
    }
}
