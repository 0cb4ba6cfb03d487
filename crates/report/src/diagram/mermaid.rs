//! The sequence in Mermaid's words, which GitHub and GitLab draw.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::sequence::{Sequence, Step};
use crate::model::Login;

/// The sequences of logins, one behind the other in one diagram.
pub(crate) fn mermaid(logins: &[Login]) -> String {
    let mut participants = String::new();
    let mut messages = String::new();
    let mut names: HashMap<(&str, &str), String> = HashMap::new();
    for login in logins {
        let sequence = Sequence::of(login);
        let mut ids: Vec<String> = Vec::new();
        for party in sequence.parties {
            let next = format!("p{}", names.len() + 1);
            let id = names.entry((party.title, party.host.as_str())).or_insert_with(|| {
                let host = escaped(party.host.as_str());
                let host = if host.is_empty() { host } else { format!("<br/>{host}") };
                let _ = writeln!(participants, "  participant {next} as {}{host}", party.title);
                next
            });
            ids.push(id.clone());
        }
        if let Some(first) = ids.first().filter(|_| logins.len() > 1) {
            let _ =
                writeln!(messages, "  Note over {first}: {}: {}", login.id, escaped(login.title.as_str()));
        }
        for step in &sequence.steps {
            write_step(&mut messages, step, &ids);
        }
        if let Some((first, last)) = ids.first().zip(ids.last()) {
            for note in sequence.notes {
                let _ = writeln!(messages, "  Note over {first},{last}: {}", escaped(note.as_str()));
            }
        }
    }
    format!("sequenceDiagram\n{participants}{messages}")
}

fn write_step(out: &mut String, step: &Step<'_>, ids: &[String]) {
    let (Some(from), Some(to)) = (ids.get(step.from), ids.get(step.to)) else { return };
    let mark = if step.is_faulty { "✖ " } else { "" };
    let mut text = format!("{mark}{}", escaped(step.name.as_str()));
    for fact in &step.facts {
        let _ = write!(text, "<br/>{}{}", if fact.is_fault { "✖ " } else { "" }, escaped(fact.text.as_str()));
    }
    let arrow = if step.message.is_some() { "->>" } else { "--x" };
    let _ = writeln!(out, "  {from}{arrow}{to}: {text}");
    if let Some(answer) = &step.answer {
        let arrow = if step.is_answered { "-->>" } else { "--x" };
        let _ = writeln!(out, "  {to}{arrow}{from}: {}", escaped(answer.as_str()));
    }
}

/// Captured text that ends no line and begins no markup: Mermaid's entities have the number of the character.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '#' | ';' | '<' | '>' | '&' | '"' | '`' | '%' | '{' | '}' | '\n' | '\\' | '$' => {
                let _ = write!(out, "#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out
}
