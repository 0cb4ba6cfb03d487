//! What is wrong with a token.

use std::fmt;

/// What is wrong with a token. It holds no value of it but names and single characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Defect {
    /// The scheme of an `Authorization` header stands before it.
    Scheme(&'static str),
    /// Quotes stand around it.
    Quoted,
    /// White space or a line break stands in it, first at this character.
    Whitespace(usize),
    /// Neither three parts (signed) nor five (encrypted); this many.
    Parts(usize),
    /// That part ends with `=`, which base64url in tokens leaves away (RFC 7515 §2).
    Padded(Part),
    /// A character of that part is none of base64url's.
    NotBase64Url {
        /// The part.
        part: Part,
        /// The character's place in it, from 0.
        at: usize,
        /// The character.
        found: char,
    },
    /// That part has a length that no base64url has: something is missing at its end.
    CutOff(Part),
    /// That part is no text in UTF-8.
    NotUtf8(Part),
    /// That part is no JSON: it breaks there.
    NotJson {
        /// The part.
        part: Part,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// That part is JSON, but no object.
    NotObject(Part),
    /// A member stands twice in that part; the last one was read (RFC 7519 §4).
    Duplicate(Part, String),
    /// A claim has another type than its specification says.
    WrongType {
        /// The claim.
        claim: &'static str,
        /// What it has to be.
        expected: &'static str,
    },
}

/// A part of a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The JOSE header.
    Header,
    /// The claims set.
    Claims,
    /// The signature.
    Signature,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Header => "header",
            Part::Claims => "payload",
            Part::Signature => "signature",
        })
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Defect::Scheme(scheme) => write!(
                f,
                "The word {scheme} stands before the token: it belongs to the header, not to the token."
            ),
            Defect::Quoted => f.write_str("Quotes stand around the token."),
            Defect::Whitespace(at) => {
                write!(f, "White space or a line break stands in the token, at character {}.", at + 1)
            }
            Defect::Parts(1) => {
                f.write_str("It has no dots: it is no JWT, but an opaque token or a part of one.")
            }
            Defect::Parts(count) => {
                write!(f, "It has {count} parts; a signed token has 3, an encrypted one 5.")
            }
            Defect::Padded(part) => write!(f, "The {part} ends with =, which tokens leave away."),
            Defect::NotBase64Url { part, at, found: '+' | '/' } => write!(
                f,
                "The {part} is standard base64, not base64url: character {} is one of + and /, where tokens have - and _.",
                at + 1
            ),
            Defect::NotBase64Url { part, at, found } => {
                write!(f, "Character {} of the {part} is {found:?}, which base64url does not have.", at + 1)
            }
            Defect::CutOff(part) => write!(f, "The {part} is cut off: no base64url has this length."),
            Defect::NotUtf8(part) => write!(f, "The {part} is no text in UTF-8."),
            Defect::NotJson { part, line, column } => {
                write!(f, "The {part} is no JSON: it breaks at line {line}, column {column}.")
            }
            Defect::NotObject(part) => write!(f, "The {part} is JSON, but no object."),
            Defect::Duplicate(part, name) => {
                write!(f, "The {part} has {name:?} twice. Readers differ in which one they take.")
            }
            Defect::WrongType { claim, expected } => write!(f, "{claim} has to be {expected}."),
        }
    }
}
