//! Documents of YAML one behind the other, as command lines print what a store of logs holds: the list that they would be as JSON.

use std::borrow::Cow;

use serde_json::Value;

use crate::readers::document::yaml;

/// The mark before each document (YAML 1.2 §9.1.2).
const MARK: &str = "---";

/// The text as one list, where it is made of documents of which each is an object; the list has as many lines.
pub(super) fn as_json(text: &str) -> Cow<'_, str> {
    list(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn list(text: &str) -> Option<String> {
    let mut lines = text.lines();
    let is_member = |line: &str| {
        line.split_once(':').is_some_and(|(name, rest)| {
            let is_name =
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.@".contains(&b));
            is_name && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    if lines.next()?.trim_end() != MARK || !lines.next().is_some_and(is_member) {
        return None;
    }
    let (mut documents, mut document) = (Vec::new(), String::new());
    for line in text.lines().skip(1).chain([MARK]) {
        if line.trim_end() == MARK && document.trim().is_empty() {
            document.clear();
        } else if line.trim_end() == MARK {
            documents.push(yaml(&document).filter(Value::is_object)?.to_string());
            document.clear();
        } else {
            document.push_str(line);
            document.push('\n');
        }
    }
    let left = text.lines().count().saturating_sub(documents.len());
    Some(format!("[{}{}]", documents.join(",\n"), "\n".repeat(left)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::read;
    use crate::readers::tests::line;

    #[test]
    fn documents_become_a_list() {
        let text = "---\na: b\nc:\n  d: 1\n---\na: |\n  x\n  y\n";
        assert_eq!(as_json(text), "[{\"a\":\"b\",\"c\":{\"d\":1}},\n{\"a\":\"x\\ny\\n\"}\n\n\n\n\n\n]");
        for other in [
            "a: b\n---\nc: d\n",
            "---\n- a\n",
            "---\ntext\n",
            "---\na: [\n",
            "---\nhttp://a.example\n",
            "---",
            "",
        ] {
            assert_eq!(as_json(other), other);
        }
    }

    #[test]
    fn lines_in_documents_are_read_as_those_of_a_list() {
        let lines = ["> GET /me HTTP/1.1", "> Host: a.example", "> ", "< HTTP/1.1 401 Unauthorized", "< "];
        let document = |(at, line): (usize, &&str)| {
            format!("---\ninsertId: a{at}\ntextPayload: '{line}'\ntimestamp: '2026-11-28T10:00:0{at}Z'\n")
        };
        let documents: Vec<String> = lines.iter().enumerate().map(document).collect();
        let newest_first: String = documents.iter().rev().cloned().collect();
        for text in [documents.concat(), newest_first] {
            let read = read(text.as_bytes()).unwrap().exchanges;
            let read: Vec<String> = read.iter().map(line).collect();
            assert_eq!(read, ["Server GET https://a.example/me [] => 401 [not recorded]"]);
        }
    }
}
