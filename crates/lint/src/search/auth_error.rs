//! What Google's error page carries in its address: `authError` is a message of Protocol Buffers in base64url whose first field is
//! the error's code and whose second is its text. The address is whoever's who sent it: nothing in it is trusted.

/// Characters of the longest value that is read.
const LONGEST: usize = 8_192;

/// The code and the text: `redirect_uri_mismatch: You can't sign in …`; `None` where the value is none of this form.
pub(super) fn said(value: &str) -> Option<String> {
    if value.len() > LONGEST {
        return None;
    }
    // A query may have blanks for `+`, and either alphabet.
    let plain: String = value.trim_end_matches('=').replace([' ', '+'], "-").replace('/', "_");
    let bytes = jose::base64url(&plain)?;
    let mut rest = bytes.as_slice();
    let (mut code, mut text) = (None, None);
    while !rest.is_empty() {
        let tag = varint(&mut rest)?;
        match tag & 7 {
            0 => {
                varint(&mut rest)?;
            }
            1 => rest = rest.get(8..)?,
            5 => rest = rest.get(4..)?,
            2 => {
                let length = usize::try_from(varint(&mut rest)?).ok()?;
                let field = rest.get(..length)?;
                rest = rest.get(length..)?;
                let field = || Some(std::str::from_utf8(field).ok()?.to_owned());
                match tag >> 3 {
                    1 => code = field(),
                    2 => text = field(),
                    _ => {}
                }
            }
            _ => return None,
        }
    }
    let is_code =
        |code: &String| !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let code = code.filter(is_code)?;
    // One line: what stands in it is shown.
    let text = text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    Some(if text.is_empty() { code } else { format!("{code}: {text}") })
}

/// A number of at most 64 bits, seven bits a byte.
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for at in 0..10 {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        value |= u64::from(byte & 0x7f).checked_shl(7 * at)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_and_the_text_are_read() {
        // 1: "redirect_uri_mismatch", 2: "No.\nNo.", 4: 400.
        let value = "ChVyZWRpcmVjdF91cmlfbWlzbWF0Y2gSB05vLgpOby4gkAM";
        assert_eq!(said(value).as_deref(), Some("redirect_uri_mismatch: No. No."));
        assert_eq!(said(&format!("{value}%3D")), None);
        assert_eq!(said(&format!("{value}==")).as_deref(), Some("redirect_uri_mismatch: No. No."));
        assert_eq!(said("CgxvcmdfaW50ZXJuYWw").as_deref(), Some("org_internal"));
    }

    #[test]
    fn hostile_values_say_nothing() {
        for value in [
            "",
            "ChVy",
            "not base64!",
            // A length beyond the end, one of 2^63, an endless number, a code that is markup.
            "CgxvcmdfaW50",
            "Cv________9_",
            "gICAgICAgICAgICA",
            "Cgg8c2NyaXB0Pg",
            "Cg",
        ] {
            assert_eq!(said(value), None, "{value}");
        }
        assert_eq!(said(&"A".repeat(LONGEST + 1)), None);
    }
}
