//! Objects as programs print them: `{'a': 'b'}` of Python, `{ a: 'b' }` and `Response { … }` of Node, `{a=[b]}` of Java,
//! `Response { url: "…" }` of Rust, `<Request method=POST, …>`.
//!
//! What cannot be told from the text alone (`[Object]`, `[Function: f]`, `<socket at 0x7f>`) is nothing.

use serde_json::Value as Json;

use super::quoted::literal;

/// Members and elements of the largest object.
const MOST: usize = 20_000;

/// Bytes of the longest name of a class.
const LONGEST_NAME: usize = 100;

/// Objects in objects.
const DEEPEST: usize = 60;

/// A printed value.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value {
    Nothing,
    /// In quotes.
    Text(String),
    /// A number, a word.
    Bare(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The member of that name.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let Value::Map(members) = self else { return None };
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The first of these members that is something.
    pub(super) fn first(&self, names: &[&str]) -> Option<&Value> {
        names.iter().filter_map(|name| self.get(name)).find(|value| **value != Value::Nothing)
    }

    /// A text, or a number as text.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Bare(text) => Some(text),
            _ => None,
        }
    }

    /// Names and values: of lists the single elements, and lists of pairs.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        match self {
            Value::Map(members) => members.iter().flat_map(|(name, value)| pairs_of(name, value)).collect(),
            Value::List(items) => items
                .iter()
                .filter_map(|item| match item {
                    Value::List(pair) => {
                        Some((pair.first()?.text()?.to_owned(), pair.get(1)?.text()?.to_owned()))
                    }
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// As JSON.
    pub(super) fn json(&self) -> Json {
        match self {
            Value::Nothing => Json::Null,
            Value::Text(text) => Json::String(text.clone()),
            Value::Bare(text) => match text.as_str() {
                "True" => Json::Bool(true),
                "False" => Json::Bool(false),
                text => serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.to_owned())),
            },
            Value::List(items) => Json::Array(items.iter().map(Value::json).collect()),
            Value::Map(members) => {
                Json::Object(members.iter().map(|(name, value)| (name.clone(), value.json())).collect())
            }
        }
    }
}

impl From<&Json> for Value {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Value::Nothing,
            Json::Bool(value) => Value::Bare(value.to_string()),
            Json::Number(number) => Value::Bare(number.to_string()),
            Json::String(text) => Value::Text(text.clone()),
            Json::Array(items) => Value::List(items.iter().map(Value::from).collect()),
            Json::Object(object) => {
                Value::Map(object.iter().map(|(name, value)| (name.clone(), Value::from(value))).collect())
            }
        }
    }
}

fn pairs_of(name: &str, value: &Value) -> Vec<(String, String)> {
    let values = match value {
        Value::List(values) => values.iter().filter_map(Value::text).collect(),
        other => Vec::from_iter(other.text()),
    };
    values.into_iter().map(|value| (name.to_owned(), value.to_owned())).collect()
}

/// The object with which a text begins, and what follows it.
pub(super) fn read(text: &str) -> Option<(Value, &str)> {
    let mut reader = Reader { text, at: 0, depth: 0, left: MOST, in_angle: false };
    let value = reader.value(false)?;
    Some((value, reader.rest()))
}

/// The members of an object whose values are plain, of a list the first; others are left out. `None` where it is no object.
pub(super) fn members(text: &str) -> Option<Vec<(String, String)>> {
    let text = text.trim();
    if !text.starts_with(['{', '(', '[']) {
        return None;
    }
    let plain = |(name, value): (String, Value)| match value {
        Value::Text(text) | Value::Bare(text) => Some((name, text)),
        Value::List(items) => Some((name, items.first()?.text()?.to_owned())),
        Value::Map(_) | Value::Nothing => None,
    };
    match read(text)?.0 {
        Value::Map(members) => Some(members.into_iter().filter_map(plain).collect()),
        list @ Value::List(_) => Some(list.pairs()),
        _ => None,
    }
}

/// The same with what is nested, as Rails and PHP name it in a form: `user[password]`, `codes[]`.
pub(super) fn parameters(text: &str) -> Option<Vec<(String, String)>> {
    let Some(Value::Map(members)) =
        text.trim().starts_with('{').then(|| read(text.trim())).flatten().map(|read| read.0)
    else {
        return self::members(text);
    };
    let mut found = Vec::new();
    members.iter().for_each(|(name, value)| flatten(name.clone(), value, &mut found));
    Some(found)
}

fn flatten(name: String, value: &Value, found: &mut Vec<(String, String)>) {
    /// Bytes of the longest name that is put together.
    const LONGEST: usize = 200;
    if name.len() > LONGEST {
        return;
    }
    match value {
        Value::Text(text) | Value::Bare(text) => found.push((name, text.clone())),
        // Of a list of plain values the first one counts.
        Value::List(items) => match items.first().and_then(Value::text) {
            Some(first) => found.push((name, first.to_owned())),
            None => items.iter().for_each(|item| flatten(format!("{name}[]"), item, found)),
        },
        Value::Map(members) => {
            members.iter().for_each(|(own, value)| flatten(format!("{name}[{own}]"), value, found));
        }
        Value::Nothing => {}
    }
}

/// As the body of a form (WHATWG URL, application/x-www-form-urlencoded).
pub(super) fn form(members: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(members).finish()
}

/// The marks of a literal over several lines.
const THREE: &str = "\"\"\"";

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    /// Values that may still be read.
    left: usize,
    in_angle: bool,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn first(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, marks: &[char]) {
        self.at = self.text.len() - self.rest().trim_start_matches(marks).len();
    }

    fn blanks(&mut self) {
        self.skip(&[' ', '\t', '\n', '\r']);
    }

    fn value(&mut self, after_equals: bool) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        self.blanks();
        let rest = self.rest();
        match self.first()? {
            '\'' | '"' | '`' => Some(self.quoted()),
            'b' | 'u' if rest.get(1..).is_some_and(|rest| rest.starts_with(['"', '\''])) => {
                self.at += 1;
                Some(self.quoted())
            }
            '{' => self.group('}', true),
            '(' => self.group(')', true),
            // `[Object]` is a word, `[ 'a' ]` and `{a=[b]}` have lists.
            '[' if !after_equals && is_word_in_brackets(rest) => {
                self.word_in_brackets();
                self.object_behind_name(Value::Nothing)
            }
            '[' => self.group(']', !after_equals),
            '<' => self.angle(),
            _ => self.bare(),
        }
    }

    /// A literal, or several with `+` between them.
    fn quoted(&mut self) -> Value {
        // What goes over several lines stands between three marks (PHP's dumper, Python, Kotlin).
        if let Some(inner) = self.rest().strip_prefix(THREE).filter(|inner| inner.starts_with(['\n', '\r']))
            && let Some(end) = inner.find(THREE)
        {
            let text = inner.get(..end).unwrap_or_default().trim().to_owned();
            self.at += 2 * THREE.len() + end;
            return Value::Text(text);
        }
        let mut whole = String::new();
        while let Some(quote @ ('"' | '\'' | '`')) = self.first() {
            let Some((text, after)) = literal(quote, self.rest().get(1..).unwrap_or_default()) else { break };
            whole.push_str(&text);
            self.at = self.text.len() - after.len();
            let next = self.rest().trim_start();
            match next.strip_prefix('+').map(str::trim_start) {
                Some(next) if next.starts_with(['"', '\'', '`']) => self.at = self.text.len() - next.len(),
                _ => break,
            }
        }
        Value::Text(whole)
    }

    /// Members or elements up to the closing mark.
    fn group(&mut self, close: char, may_have_names: bool) -> Option<Value> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let in_angle = std::mem::take(&mut self.in_angle);
        self.at += 1;
        let (mut members, mut items) = (Vec::new(), Vec::new());
        loop {
            self.skip(&[' ', '\t', '\n', '\r', ',', ';']);
            let first = self.first()?;
            if first == close {
                self.at += 1;
                break;
            }
            let before = self.at;
            match self.name().filter(|_| may_have_names) {
                Some((name, is_equals)) => members.push((name, self.value(is_equals)?)),
                None => {
                    self.at = before;
                    items.push(self.value(false)?);
                }
            }
            if self.at == before {
                self.at += first.len_utf8();
            }
        }
        self.depth -= 1;
        self.in_angle = in_angle;
        if members.is_empty() && close != '}' { Some(Value::List(items)) } else { Some(Value::Map(members)) }
    }

    /// The name of a member with the mark behind it, and whether that is `=`.
    fn name(&mut self) -> Option<(String, bool)> {
        let rest = self.rest();
        let unmarked =
            rest.strip_prefix(['b', 'u']).filter(|rest| rest.starts_with(['"', '\''])).unwrap_or(rest);
        let (name, after) = match unmarked.chars().next()? {
            quote @ ('"' | '\'') => literal(quote, &unmarked[1..])?,
            '[' if is_word_in_brackets(rest) => {
                let end = closing_bracket(rest)?;
                let name = &rest[1..end];
                let symbol = name.strip_prefix("Symbol(").and_then(|name| name.strip_suffix(')'));
                (symbol.unwrap_or(name).to_owned(), &rest[end + 1..])
            }
            _ => {
                let is_end = |c: char| !c.is_alphanumeric() && !"_$.-@/#".contains(c);
                let end = rest.find(is_end).filter(|end| *end > 0)?;
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        let after = after.trim_start_matches(' ');
        let (after, is_equals) = if let Some(after) = after.strip_prefix("=>") {
            (after, false)
        } else if let Some(after) = after.strip_prefix(':').filter(|after| !after.starts_with("//")) {
            (after, false)
        } else {
            (after.strip_prefix('=')?, true)
        };
        self.at = self.text.len() - after.len();
        Some((name, is_equals))
    }

    fn word_in_brackets(&mut self) {
        if let Some(end) = closing_bracket(self.rest()) {
            self.at += end + 1;
        }
    }

    /// What stands behind the name of a class.
    fn object_behind_name(&mut self, otherwise: Value) -> Option<Value> {
        let next = self.rest().trim_start_matches(' ');
        let is_list = next.starts_with('[') && !is_word_in_brackets(next);
        if next.starts_with('{') || is_list {
            self.at = self.text.len() - next.len();
            return self.group(if is_list { ']' } else { '}' }, true);
        }
        Some(otherwise)
    }

    /// `<ref *1> Name { … }`, `<Name(a=b)>`, `<Name a=b, c=d>`.
    fn angle(&mut self) -> Option<Value> {
        if self.rest().starts_with("<ref *") {
            self.at += self.rest().find('>')? + 1;
            return self.value(false);
        }
        self.at += 1;
        let is_end = |c: char| !c.is_alphanumeric() && c != '_' && c != '.';
        self.at += self.rest().find(is_end).unwrap_or_default();
        let mut members = Vec::new();
        loop {
            self.skip(&[' ', ',', '\n']);
            match self.first()? {
                '>' => break,
                '(' => match self.group(')', true)? {
                    Value::Map(inner) => members.extend(inner),
                    _ => continue,
                },
                first => {
                    let before = self.at;
                    self.in_angle = true;
                    match self.name() {
                        Some((name, is_equals)) => members.push((name, self.value(is_equals)?)),
                        None => {
                            self.at = before;
                            self.at += self
                                .rest()
                                .find([',', '>', '('])
                                .filter(|end| *end > 0)
                                .unwrap_or(first.len_utf8());
                        }
                    }
                    self.in_angle = false;
                }
            }
        }
        self.at += 1;
        Some(Value::Map(members))
    }

    /// A word, a number, or the name of a class with its object behind it.
    fn bare(&mut self) -> Option<Value> {
        let start = self.at;
        loop {
            let rest = self.rest();
            let marks: &[char] = if self.in_angle {
                &[',', '\n', '}', ']', ')', '{', '(', '[', '>']
            } else {
                &[',', '\n', '}', ']', ')', '{', '(', '[']
            };
            self.at += rest.find(marks).unwrap_or(rest.len());
            let word = self.text[start..self.at].trim();
            let is_name = !word.is_empty()
                && word.len() <= LONGEST_NAME
                && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.$ ".contains(&b));
            match self.first() {
                Some('{') if is_name => return self.group('}', true),
                Some('[') if is_name && is_word_in_brackets(self.rest()) => {
                    self.word_in_brackets();
                    if self.rest().trim_start_matches(' ').starts_with('{') {
                        return self.object_behind_name(Value::Nothing);
                    }
                }
                Some('(') if is_name => {
                    let argument = match self.group(')', true)? {
                        Value::List(mut items) if items.len() == 1 => items.remove(0),
                        other => other,
                    };
                    return self.object_behind_name(argument);
                }
                Some(c @ ('{' | '(' | '[')) => self.at += c.len_utf8(),
                _ => break,
            }
        }
        let word = self.text[start..self.at].trim();
        Some(match word {
            "null" | "undefined" | "None" | "nil" => Value::Nothing,
            word => Value::Bare(word.to_owned()),
        })
    }
}

/// `[Object]`, `[Function: f]`, `[Symbol(a b)]`, `[cause]`: a letter behind the bracket.
fn is_word_in_brackets(text: &str) -> bool {
    text.strip_prefix('[').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic())
            && !rest.starts_with("b'")
            && !rest.starts_with("b\"")
    }) && closing_bracket(text).is_some()
}

/// Where the bracket with which a text begins is closed in its line.
fn closing_bracket(text: &str) -> Option<usize> {
    /// Bytes of the longest name.
    const LONGEST: usize = 200;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices().take_while(|(at, c)| *at < LONGEST && *c != '\n') {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return Some(at),
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_many_languages() {
        let check = |text: &str, expected: &str| {
            assert_eq!(members(text).map(|members| form(&members)).as_deref(), Some(expected), "{text}");
        };
        check("{'a': 'b c', 'n': 1}", "a=b+c&n=1");
        check("{a=[b], c=[d, e]}", "a=b&c=d");
        check("{a=[b==], c=[https://d.example/?e=f]}", "a=b%3D%3D&c=https%3A%2F%2Fd.example%2F%3Fe%3Df");
        check(r#"{"a": "b", b'c': b'd\x20e',}"#, "a=b&c=d+e");
        check(r#"{"a"=>"b c", "n" => nil}"#, "a=b+c");
        check("[(b'a', b'b'), (b'c', b'd')]", "a=b&c=d");
        check("('a': 'b')", "a=b");
        check("{\"a\"=>\"b\", :c=>\"d\"}", "a=b");
        check("[ \"a\" => \"\"\"\n  b \"c\"\n \"\"\" \"d\" => \"\" ]", "a=b+%22c%22&d=");
        check("{}", "");
        assert_eq!(members("x"), None);
        let nested = r#"{"user"=>{"login"=>"j", "keys"=>[{"password"=>"x y"}]}, "code"=>"a", "b"=>nil}"#;
        assert_eq!(
            parameters(nested).map(|members| form(&members)).as_deref(),
            Some("user%5Blogin%5D=j&user%5Bkeys%5D%5B%5D%5Bpassword%5D=x+y&code=a")
        );
        assert_eq!(parameters("[('a', 'b')]").map(|members| form(&members)).as_deref(), Some("a=b"));
        assert_eq!(parameters("x"), None);
        assert_eq!(members("{a: "), None);
    }

    #[test]
    fn what_is_printed_of_classes_and_cycles() {
        let check = |text: &str, expected: &str| {
            let json = read(text).map(|(value, rest)| format!("{}{rest}", value.json()));
            assert_eq!(json.as_deref(), Some(expected), "{text}");
        };
        check(
            "Response {\n  status: 400,\n  ok: false,\n  f: [Function: f]\n} x",
            r#"{"f":null,"ok":false,"status":400} x"#,
        );
        check(
            "<ref *1> Object [AxiosHeaders] { a: [Circular *1], 'b-c': [ 'd' ] }",
            r#"{"a":null,"b-c":["d"]}"#,
        );
        check("[Object: null prototype] { a: 'b' +\n  'c' }", r#"{"a":"bc"}"#);
        check("URLSearchParams { 'a' => 'b' }", r#"{"a":"b"}"#);
        check(
            "{ [Symbol(Response internals)]: { url: 'x' }, [cause]: Error: no }",
            r#"{"Response internals":{"url":"x"},"cause":"Error: no"}"#,
        );
        check(
            "{'u': URL('https://a.example/'), 's': <socket at 0x7f>}",
            r#"{"s":{},"u":"https://a.example/"}"#,
        );
        check(
            "<Request method=POST, url=https://a.example/, headers={'a': b'b'}>",
            r#"{"headers":{"a":"b"},"method":"POST","url":"https://a.example/"}"#,
        );
        check("Response { url: \"x\", headers: {\"a\": \"b\"} }", r#"{"headers":{"a":"b"},"url":"x"}"#);
        check("{ codes: [\n 408, 413\n ], m: Map(1) { 'a' => 1 } }", r#"{"codes":[408,413],"m":{"a":1}}"#);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in "[{}\\[\\]()<>'\":=, abé\n]{0,60}") {
                members(&text);
                read(&text);
            }
        }
    }
}
