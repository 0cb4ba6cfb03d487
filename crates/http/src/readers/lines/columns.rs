//! Text whose columns have names: the extended log format of W3C, and tables of CSV that log stores export.
//!
//! A line becomes an object with the columns' names, and is read as one of JSON.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde_json::{Map, Value};

use super::wrapped::is_message;

/// Columns of the widest table.
const MOST: usize = 400;

/// Lines of the longest record of a table.
const LONGEST_RECORD: usize = 2_000;

/// The columns that `#Fields:` named.
pub(super) struct Fields {
    names: Vec<String>,
    /// CloudFront encodes what was encoded.
    is_encoded_twice: bool,
}

impl Fields {
    /// Whether the line names columns.
    pub(super) fn is_start(text: &str) -> bool {
        text.starts_with("#Fields:")
    }

    pub(super) fn new(text: &str) -> Option<Self> {
        let names: Vec<String> =
            text.strip_prefix("#Fields:")?.split_ascii_whitespace().take(MOST).map(str::to_owned).collect();
        let is_encoded_twice = names.iter().any(|name| name.starts_with("x-edge-"));
        Some(Fields { names, is_encoded_twice })
    }

    /// A line with one value for each column.
    pub(super) fn object(&self, text: &str) -> Option<Map<String, Value>> {
        let values = words(text);
        if values.len() != self.names.len() || text.starts_with('#') {
            return None;
        }
        let mut object = Map::new();
        for (name, value) in self.names.iter().zip(values) {
            // `+` stands for a blank in what IIS writes of the client.
            let value = match name.as_str() {
                "cs(User-Agent)" if !value.contains(' ') => value.replace('+', " "),
                _ => value,
            };
            let value = if self.is_encoded_twice { value.replace("%25", "%") } else { value };
            object.insert(name.clone(), Value::String(value));
        }
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        if let (Some(date), Some(time)) = (text("date"), text("time")) {
            // Both are in UTC (W3C, Extended Log File Format).
            let time = Value::String(format!("{date}T{time}Z"));
            object.insert("time".to_owned(), time);
        }
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        if text("s-port") == Some("80") {
            object.insert("scheme".to_owned(), Value::String("http".to_owned()));
        }
        Some(object)
    }
}

/// Values between blanks, or in quotes that are doubled inside.
fn words(text: &str) -> Vec<String> {
    let separator = if text.contains('\t') { '\t' } else { ' ' };
    let mut values = Vec::new();
    let mut rest = text.trim_end();
    while !rest.is_empty() && values.len() <= MOST {
        if let Some(inner) = rest.strip_prefix('"') {
            let mut end = 0;
            while let Some(at) = inner[end..].find('"') {
                end += at;
                if !inner[end..].starts_with("\"\"") {
                    break;
                }
                end += 2;
            }
            values.push(inner[..end].replace("\"\"", "\""));
            rest = inner.get(end + 1..).unwrap_or_default();
            rest = rest.strip_prefix(separator).unwrap_or(rest);
        } else {
            let (value, after) = rest.split_once(separator).unwrap_or((rest, ""));
            values.push(value.to_owned());
            rest = after;
        }
    }
    values
}

/// The head of a table: the names of its columns, one of which holds lines or speaks of requests.
pub(super) struct Table {
    names: Vec<String>,
}

impl Table {
    pub(super) fn new(text: &str) -> Option<Self> {
        // Cheap, as every line is asked.
        let may_stand = |b: u8| b.is_ascii_alphanumeric() || b" \",_-.@[]()/".contains(&b);
        let may_be = text.len() < 4_096 && text.bytes().all(may_stand) && text.contains(',');
        let names = Some(text).filter(|_| may_be).and_then(record)?;
        let is_name = |name: &String| {
            !name.is_empty()
                && name.len() <= 60
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b" _-.@[]()/".contains(&b))
        };
        let holds_lines = names.iter().any(|name| {
            is_message(name)
                || matches!(name.as_str(), "url" | "data" | "requestUri_s" | "LogEntry" | "LogMessage")
        });
        (names.len() > 1 && names.iter().all(is_name) && holds_lines).then_some(Table { names })
    }

    /// The next record, and how many lines it has; `None` where the table is over.
    pub(super) fn next<'l>(
        &self,
        lines: impl Iterator<Item = &'l str>,
    ) -> Option<(usize, Map<String, Value>)> {
        let mut text = String::new();
        for (count, line) in (1..).zip(lines.take(LONGEST_RECORD)) {
            text.push_str(line);
            text.push('\n');
            if text.matches('"').count() % 2 == 1 {
                continue;
            }
            let values = record(&text).filter(|values| values.len() == self.names.len())?;
            let names = self.names.iter().map(|name| name.trim_end_matches(" [UTC]").to_owned());
            return Some((count, names.zip(values.into_iter().map(Value::String)).collect()));
        }
        None
    }
}

/// The fields of one record (RFC 4180).
fn record(text: &str) -> Option<Vec<String>> {
    let mut reader: Reader = ReaderBuilder::new().build();
    let mut output = vec![0; text.len() + 1];
    let mut ends = vec![0; MOST];
    let (result, _, _, fields) = reader.read_record(text.as_bytes(), &mut output, &mut ends);
    let (written, fields) = match result {
        ReadRecordResult::Record => (output.as_slice(), fields),
        // The last line of a text has no end.
        ReadRecordResult::InputEmpty => {
            let (result, _, _, more) = reader.read_record(&[], &mut [0; 1], &mut ends[fields..]);
            (output.as_slice(), Some(fields + more).filter(|_| result == ReadRecordResult::Record)?)
        }
        _ => return None,
    };
    let mut start = 0;
    let mut values = Vec::new();
    for end in ends.get(..fields)? {
        values.push(String::from_utf8_lossy(written.get(start..*end)?).into_owned());
        start = *end;
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_by_their_names() {
        let fields = Fields::new("#Fields: date time cs-method cs(User-Agent) cs-host").unwrap();
        let object = fields.object("2026-11-28 04:37:27 GET \"Mozilla \"\"5\"\"\" a.example").unwrap();
        assert_eq!(object["cs(User-Agent)"], "Mozilla \"5\"");
        assert_eq!(object["time"], "2026-11-28T04:37:27Z");
        assert!(fields.object("2026-11-28 04:37:27 GET -").is_none());
        assert!(fields.object("# x x x x").is_none());
    }

    #[test]
    fn records_of_a_table() {
        let table = Table::new("\"@timestamp\",message").unwrap();
        let lines = ["x,\"a \"\"b\"\"", "c\"", "y,d"];
        let (count, object) = table.next(lines.into_iter()).unwrap();
        assert_eq!((count, &object["message"]), (2, &Value::from("a \"b\"\nc")));
        assert!(table.next(["x,y,z"].into_iter()).is_none());
        assert!(table.next(["x"].into_iter()).is_none());
        for none in ["a, b", "message", "failed, message: x", "{\"message\",1}"] {
            assert!(Table::new(none).is_none(), "{none}");
        }
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in "[a\",é \t#\n]{0,40}") {
                let _ = (words(&text), record(&text), Table::new(&text).is_some());
            }

            #[test]
            fn a_record_has_the_values_that_were_written(
                values in proptest::collection::vec("[a-z \",é\n]{0,12}", 1..6),
            ) {
                let names: Vec<String> = (1..=values.len()).map(|at| format!("n{at}")).collect();
                let table = Table::new(&format!("message,{}", names.join(","))).unwrap();
                let quoted: Vec<String> = values.iter().map(|value| format!("\"{}\"", value.replace('"', "\"\""))).collect();
                let written = format!("\"x\",{}\nnext", quoted.join(","));
                let (count, object) = table.next(written.split('\n')).unwrap();
                proptest::prop_assert_eq!(count, written.split('\n').count() - 1);
                for (name, value) in names.iter().zip(&values) {
                    proptest::prop_assert_eq!(object[name.as_str()].as_str(), Some(value.as_str()));
                }
            }

            #[test]
            fn a_line_of_columns_has_the_values_that_were_written(
                values in proptest::collection::vec("[a-z\",é%+]{0,12}", 1..6),
                is_tab in proptest::bool::ANY,
            ) {
                let names: Vec<String> = (1..=values.len()).map(|at| format!("n{at}")).collect();
                let fields = Fields::new(&format!("#Fields: first {}", names.join(" "))).unwrap();
                let quoted = values.iter().map(|value| format!("\"{}\"", value.replace('"', "\"\"")));
                let line: Vec<String> = ["1".to_owned()].into_iter().chain(quoted).collect();
                let object = fields.object(&line.join(if is_tab { "\t" } else { " " })).unwrap();
                for (name, value) in names.iter().zip(&values) {
                    proptest::prop_assert_eq!(object[name.as_str()].as_str(), Some(value.as_str()));
                }
            }
        }
    }
}
