//! Characters that act on a terminal, a page or a reader's eye are spelt out.

/// Characters of the longest text that is shown whole.
const LONGEST: usize = 2_000;

/// One line: what acts or cannot be seen stands as `U+00AD`. Cuts what is too long.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        match c {
            '\t' => out.push(' '),
            _ if acts(c) => out.push_str(&format!("U+{:04X}", c as u32)),
            _ => out.push(c),
        }
    }
    out
}

/// White space of a body as one space: where its lines break says nothing.
pub(crate) fn unwrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' if out.ends_with(' ') => {}
            ' ' | '\t' | '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a character moves a cursor, turns the direction of a line, breaks it, or shows nothing: controls, line breaks among
/// them, marks of direction, what Unicode calls default-ignorable or a format (Cf), blanks that look like a space or like nothing, and what has no
/// meaning of its own (private use, noncharacters). Nothing that is printed or shown has one that came from outside.
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{1680}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
            | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{e0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_hides_is_spelt_out() {
        assert_eq!(clean("a\u{1b}[31mred\u{202e}"), "aU+001B[31mredU+202E");
        assert_eq!(clean("one\nerror[x]: two\r\u{85}"), "oneU+000Aerror[x]: twoU+000DU+0085");
        assert_eq!(clean("a\tb ä 漢字 🔑"), "a b ä 漢字 🔑");
        for hidden in "\u{ad}\u{34f}\u{115f}\u{1160}\u{180b}\u{180e}\u{200b}\u{2028}\u{2029}\u{206a}\u{2800}\u{3164}\u{ffa0}\u{fe0f}\u{feff}\u{e0100}\u{e01ef}\u{a0}\u{2009}\u{e000}\u{600}\u{13430}\u{1343f}\u{110bd}".chars() {
            assert_eq!(clean(&hidden.to_string()), format!("U+{:04X}", hidden as u32));
        }
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let longest = "é".repeat(LONGEST);
        assert_eq!(clean(&longest), longest);
        assert_eq!(clean(&format!("{longest}x")), format!("{longest}…"));
    }

    #[test]
    fn lines_of_a_body_become_one() {
        assert_eq!(unwrapped("{\r\n  \"a\": 1\n}"), "{ \"a\": 1 }");
        assert_eq!(unwrapped("a\tb\rc  d\n"), "a b c d ");
    }
}
