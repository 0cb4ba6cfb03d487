//! YAML as the value that the same document would be as JSON.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// Deeper ones are not read: what is made of them is walked by recursion.
const DEEPEST: usize = 60;

/// What aliases may repeat, in bytes: so many times the length of the document.
const REPEATED: usize = 8;

/// The first document of a text. Scalars are numbers, booleans and null only where they are written so without quotes; bytes
/// (`!!binary`) are an object with `base64_string`.
pub(in crate::readers) fn yaml(text: &str) -> Option<Value> {
    let mut builder = Builder { left: text.len().saturating_mul(REPEATED), ..Builder::default() };
    let mut parser = Parser::new_from_str(text);
    loop {
        let (event, _) = parser.next_event()?.ok()?;
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.map(|tag| tag.suffix.clone()).unwrap_or_default();
                builder.add(scalar(&text, style, &tag), anchor)?;
            }
            Event::SequenceStart(anchor, _) => builder.open(Value::Array(Vec::new()), anchor)?,
            Event::MappingStart(anchor, _) => builder.open(Value::Object(Map::new()), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => builder.close()?,
            Event::Alias(anchor) => builder.repeat(anchor)?,
            Event::DocumentEnd | Event::StreamEnd => return builder.whole,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: &str) -> Value {
    if tag == "binary" {
        return Value::Object(Map::from_iter([("base64_string".to_owned(), Value::from(text))]));
    }
    if style != ScalarStyle::Plain || !tag.is_empty() {
        return Value::from(text);
    }
    match text {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Value::from(number),
            _ => Value::from(text),
        },
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Value>,
    whole: Option<Value>,
    left: usize,
}

/// A collection that is not complete yet.
struct Open {
    value: Value,
    anchor: usize,
    /// The name that waits for its value.
    name: Option<String>,
}

impl Builder {
    fn open(&mut self, value: Value, anchor: usize) -> Option<()> {
        self.open.push(Open { value, anchor, name: None });
        (self.open.len() <= DEEPEST).then_some(())
    }

    fn close(&mut self) -> Option<()> {
        let Open { value, anchor, .. } = self.open.pop()?;
        self.add(value, anchor)
    }

    fn repeat(&mut self, anchor: usize) -> Option<()> {
        // What holds itself has no anchor yet.
        let value = self.anchors.get(&anchor)?.clone();
        self.left = self.left.checked_sub(weight(&value))?;
        self.add(value, 0)
    }

    /// Puts a value where it belongs.
    fn add(&mut self, value: Value, anchor: usize) -> Option<()> {
        if anchor > 0 {
            self.left = self.left.checked_sub(weight(&value))?;
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut() {
            None => self.whole = Some(value),
            Some(Open { value: Value::Array(items), .. }) => items.push(value),
            Some(Open { value: Value::Object(members), name, .. }) => match name.take() {
                Some(name) => {
                    members.insert(name, value);
                }
                None => {
                    *name = Some(match value {
                        Value::String(name) => name,
                        other => other.to_string(),
                    });
                }
            },
            Some(_) => return None,
        }
        Some(())
    }
}

/// Bytes that it takes, roughly.
fn weight(value: &Value) -> usize {
    const NODE: usize = 8;
    NODE + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(members) => members.iter().map(|(name, value)| name.len() + weight(value)).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let read = yaml(text).unwrap_or_else(|| panic!("unreadable: {text}"));
        assert_eq!(read.to_string(), expected, "{text}");
    }

    #[test]
    fn a_document_is_what_it_would_be_as_json() {
        check(
            "---\na: 1\nb: '1'\nc: ~\nd:\ne: yes\nf: 0123\ng: 1.5\n",
            r#"{"a":1,"b":"1","c":null,"d":null,"e":"yes","f":"0123","g":"1.5"}"#,
        );
        check(
            "- a: !!binary |\n    aGk=\n- 'it''s'\n- \"\\u00e9\"\n",
            r#"[{"a":{"base64_string":"aGk=\n"}},"it's","é"]"#,
        );
        check("a: &x [1, 2]\nb: *x\n", r#"{"a":[1,2],"b":[1,2]}"#);
        check("? [1]\n: 2\n", r#"{"[1]":2}"#);
        check("a: 1\n---\nb: 2\n", r#"{"a":1}"#);
        check("{\n  a: 'b',\n  c: [1,],\n}\n", r#"{"a":"b","c":[1]}"#);
    }

    #[test]
    fn what_would_fill_memory_is_not_read() {
        let laughs: String = (1..20)
            .map(|at| format!("a{at}: &a{at} [{}]\n", vec![format!("*a{}", at - 1); 9].join(", ")))
            .collect();
        assert_eq!(yaml(&format!("a0: &a0 lol\n{laughs}")), None);
        assert_eq!(yaml("a: &a [*a]\n"), None);
        assert_eq!(yaml(&"[".repeat(100_000)), None);
        assert_eq!(yaml(&"- ".repeat(100_000)), None);
        for broken in ["a: [", "a: b: c", "\t- a", "*a", "%", "!"] {
            let _ = yaml(broken);
        }
    }
}
