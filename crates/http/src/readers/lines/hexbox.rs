//! Bytes in a box, as netty writes them: `|00000000| 50 4f 53 54 |POST|`.

/// Bytes of the longest box that is kept.
const LONGEST: usize = 8 << 20;

/// A box whose rows come.
#[derive(Default)]
pub(super) struct Hexbox {
    bytes: Vec<u8>,
}

impl Hexbox {
    /// Takes a line of the box; `false` where it is none.
    pub(super) fn take(&mut self, line: &str) -> bool {
        let line = line.trim();
        if line.starts_with("+-----") || line.starts_with("|  0  1  2") {
            return true;
        }
        let Some(row) = row(line) else { return false };
        if self.bytes.len() < LONGEST {
            self.bytes.extend(row);
        }
        true
    }

    /// What stands in it.
    pub(super) fn text(self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// The bytes of `|00000010| 65 6e |en|`.
fn row(line: &str) -> Option<impl Iterator<Item = u8>> {
    let (offset, rest) = line.strip_prefix('|')?.split_once("| ")?;
    let is_offset = offset.len() == 8 && offset.bytes().all(|b| b.is_ascii_hexdigit());
    let (bytes, _) = rest.split_once('|').filter(|_| is_offset)?;
    Some(bytes.split_ascii_whitespace().map_while(|byte| u8::from_str_radix(byte, 16).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_box() {
        let mut hexbox = Hexbox::default();
        for line in ["   +-------+", "|00000000| 50 4f |PO|", "|00000002| 53 54 |ST|", "+--------+---+"] {
            assert!(hexbox.take(line), "{line}");
        }
        assert!(!hexbox.take("| a | b |") && !hexbox.take("x"));
        assert_eq!(hexbox.text(), "POST");
    }
}
