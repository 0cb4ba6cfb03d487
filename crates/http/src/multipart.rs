//! Forms as `multipart/form-data` (RFC 7578), which some clients send in place of encoded ones.
//!
//! A reader of its own: the libraries for it read asynchronously, hand out streams and refuse what is not quite right; here a
//! text that may have been cut or copied by hand is looked at once, line by line.

use crate::Parameters;

/// Bytes of the longest boundary (RFC 2046 §5.1.1).
const LONGEST: usize = 70;

/// The fields of a form, without its files; `None` where the text is none. Whoever copies it may have lost the last boundary.
pub(crate) fn parameters(text: &str) -> Option<Parameters> {
    let text = text.trim_start();
    let delimiter = text.lines().next()?.trim_end();
    let is_boundary = delimiter.len() > 2 && delimiter.len() <= LONGEST + 2 && !delimiter.contains(' ');
    if !delimiter.starts_with("--") || !is_boundary {
        return None;
    }
    let (mut fields, mut part, mut is_form) = (Vec::new(), Part::default(), false);
    for line in text.split('\n').map(|line| line.trim_end_matches('\r')) {
        match line.strip_prefix(delimiter).map(str::trim_end) {
            Some("") => fields.extend(std::mem::take(&mut part).field()),
            Some("--") => break,
            _ => {
                part.line(line);
                is_form |= part.name.is_some();
            }
        }
    }
    fields.extend(part.field());
    is_form.then(|| Parameters::from_pairs(fields))
}

/// What stands between two boundaries.
#[derive(Default)]
struct Part {
    name: Option<String>,
    is_file: bool,
    /// The value, once the empty line behind the headers was read.
    value: Option<String>,
}

impl Part {
    fn line(&mut self, line: &str) {
        match &mut self.value {
            Some(value) => {
                value.push_str(line);
                value.push('\n');
            }
            None if line.trim().is_empty() => self.value = Some(String::new()),
            None => self.header(line),
        }
    }

    /// `Content-Disposition: form-data; name="code"` (RFC 7578 §4.2).
    fn header(&mut self, line: &str) {
        let Some((header, disposition)) = line.split_once(':') else { return };
        let mut attributes = disposition.split(';').map(str::trim);
        let is_field = attributes.next().is_some_and(|kind| kind.eq_ignore_ascii_case("form-data"));
        if !header.trim().eq_ignore_ascii_case("content-disposition") || !is_field {
            return;
        }
        for (name, value) in attributes.filter_map(|attribute| attribute.split_once('=')) {
            match name.trim() {
                "name" => self.name = Some(value.trim().trim_matches('"').to_owned()),
                "filename" | "filename*" => self.is_file = true,
                _ => {}
            }
        }
    }

    /// The line end before a boundary belongs to that.
    fn field(self) -> Option<(String, String)> {
        let mut value = self.value.filter(|_| !self.is_file)?;
        value.truncate(value.trim_end_matches('\n').len());
        Some((self.name?, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let read = parameters(&text).map(|read| {
                let fields: Vec<String> =
                    read.iter().map(|(name, value)| format!("{name}={}", value.text())).collect();
                fields.join("&")
            });
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    fn part(name: &str, value: &str) -> String {
        format!("--b0\nContent-Disposition: form-data; name=\"{name}\"\n\n{value}\n")
    }

    #[test]
    fn fields_of_a_form() {
        let both = part("grant_type", "authorization_code") + &part("code", "a b&c=d");
        let read = Some("grant_type=authorization_code&code=a b&c=d");
        check(&format!("{both}--b0--\n"), read);
        // Cut off before its end, and with what stands behind it.
        check(both.trim_end(), read);
        check(&format!("{both}--b0--\nmore\n--b0\n"), read);
        let typed = "--b0\nContent-Type: text/plain; charset=utf-8\ncontent-disposition: form-data; name=code\n\nx\n\ny\n--b0--";
        check(typed, Some("code=x\n\ny"));
        check(&part("code", ""), Some("code="));
    }

    #[test]
    fn what_is_no_field() {
        let file = "--b0\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\n\ncode=1\n--b0--\n";
        check(file, Some(""));
        check("--b0\nContent-Type: application/json\n\n{}\n--b0--\n", None);
        check("-- a comment\nContent-Disposition: form-data; name=\"a\"\n\nb\n", None);
        check("--\nContent-Disposition: form-data; name=\"a\"\n\nb\n", None);
        check("grant_type=a&code=b", None);
        check("", None);
    }

    mod properties {
        use super::*;

        proptest::proptest! {
            #[test]
            fn never_panics(text in "(--b0|Content-Disposition: form-data; name=\"a\"|;|=|\"|\r|\n|--|é){0,24}") {
                parameters(&text);
            }
        }
    }
}
