//! The messages of a login, one line each.

use std::cmp::max;

use report::{Login, Message, Seen};
use textwrap::core::display_width;

use super::mark_style;
use crate::style::{FAINT, STRONG, hang, styled};

/// With less space beside it, a gist stands on a line of its own.
const LEAST_FOR_GIST: usize = 36;

/// `  ✖ 3  +1.20 s  Token request  authorization_code · 400 invalid_grant`.
pub(super) fn list(login: &Login, width: usize) -> String {
    let lines: Vec<[String; 3]> =
        login.messages.iter().map(|m| [m.number.to_string(), offset(m), name(m)]).collect();
    let widest = |column: usize| lines.iter().map(|line| display_width(&line[column])).fold(0, max);
    let (numbers, offsets, names) = (widest(0), widest(1), widest(2));
    let faulty = faulty_message(login);
    let (mark, style) = (login.mark.glyph(), mark_style(login.mark));
    let mut out = String::new();
    for (message, [number, offset, name]) in login.messages.iter().zip(lines) {
        let is_faulty = Some(message.number) == faulty;
        let marked = if is_faulty { styled(style, mark) } else { " ".to_owned() };
        let padding = " ".repeat(names - display_width(&name));
        let name = if is_faulty { styled(STRONG, name) } else { name };
        let time = if offsets == 0 { String::new() } else { format!("{offset:>offsets$}  ") };
        let label = format!("  {marked} {number:>numbers$}  {}{name}{padding}  ", styled(FAINT, time));
        let gist = message.gist.as_str();
        if display_width(&label) + LEAST_FOR_GIST > width {
            out.push_str(&format!("{}\n{}", label.trim_end(), hang("        ", gist, width)));
        } else {
            out.push_str(&hang(&label, gist, width));
        }
    }
    out
}

/// The message that the root cause is about.
fn faulty_message(login: &Login) -> Option<u32> {
    let root = login.findings.iter().find(|finding| Some(finding.rule) == login.root_cause)?;
    root.message
}

fn offset(message: &Message) -> String {
    message.offset_ms.map_or(String::new(), |ms| format!("+{:.2} s", ms / 1000.0))
}

fn name(message: &Message) -> String {
    let place = match (message.seen, message.via) {
        (Seen::Server, _) => " (server)",
        (Seen::Browser, "popup") => " (popup)",
        (Seen::Browser, "frame") => " (frame)",
        (Seen::Browser, _) => "",
    };
    format!("{}{place}", message.name)
}
