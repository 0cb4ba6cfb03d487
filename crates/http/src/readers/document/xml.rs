//! XML as a tree. Entities are those that every document has; what a document declares itself is not read.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion, escape};

/// Deeper ones are not read: a tree is walked by recursion.
const DEEPEST: usize = 40;

/// An element with what is in it.
#[derive(Default)]
pub(in crate::readers) struct Element {
    pub(in crate::readers) name: String,
    attributes: Vec<(String, String)>,
    pub(in crate::readers) text: String,
    pub(in crate::readers) children: Vec<Element>,
}

impl Element {
    pub(in crate::readers) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(in crate::readers) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of a child; `None` where it is not there, or empty.
    pub(in crate::readers) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str()).filter(|text| !text.is_empty())
    }
}

/// The root of a document; one that breaks off ends there.
pub(in crate::readers) fn xml(text: &str) -> Option<Element> {
    let mut reader = Reader::from_str(text);
    // The document itself is the outermost.
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if open.len() < DEEPEST => open.push(element(&start)),
            Ok(Event::Start(_)) => return None,
            Ok(Event::Empty(start)) => open.last_mut()?.children.push(element(&start)),
            Ok(Event::End(_)) => close(&mut open),
            Ok(Event::Text(text)) => open.last_mut()?.text.push_str(&text.xml10_content()),
            // Messages as they were: their line ends are theirs.
            Ok(Event::CData(text)) => open.last_mut()?.text.push_str(&text),
            Ok(Event::GeneralRef(entity)) => match entity.resolve_char_ref() {
                Ok(Some(char)) => open.last_mut()?.text.push(char),
                _ => {
                    let text = escape::resolve_predefined_entity(&entity).unwrap_or_default();
                    open.last_mut()?.text.push_str(text);
                }
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop()?.children.into_iter().next()
}

/// Ends the innermost element, but never the document.
fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(done);
    }
}

fn element(start: &BytesStart) -> Element {
    let attributes = start.attributes().flatten().filter_map(|attribute| {
        let name = attribute.key.as_ref().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((name, value.into_owned()))
    });
    Element { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), ..Element::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read() {
        let root = xml("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x \"y\">]><a n=\"1 &amp; 2\"><b><![CDATA[<&>\r\n]]></b><c/>&#65;&lt;&x;</a>").unwrap();
        assert_eq!((root.name.as_str(), root.attribute("n"), root.text.as_str()), ("a", Some("1 & 2"), "A<"));
        assert_eq!(root.text_of("b"), Some("<&>\r\n"));
        assert!(root.child("c").is_some() && root.text_of("c").is_none());
    }

    #[test]
    fn what_breaks_off_ends_there() {
        let root = xml("<a><b>1</b><b>2</b><c><d>3").unwrap();
        assert_eq!(root.children.len(), 3);
        assert_eq!(root.child("c").and_then(|c| c.text_of("d")), Some("3"));
        assert!(xml("").is_none() && xml("<").is_none() && xml("</a>").is_none());
        assert!(xml(&"<a>".repeat(100_000)).is_none());
    }
}
