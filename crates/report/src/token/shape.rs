//! What a token is, in words.

use oauth::TokenKind;

/// How a token is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Three parts.
    Signed,
    /// Three parts and disclosures.
    Disclosing,
    /// Five parts.
    Encrypted,
    /// Dots, and neither three parts nor five.
    Broken,
    /// No JWT at all.
    Opaque,
}

impl Form {
    pub(super) fn of(compact: &str, has_disclosures: bool) -> Self {
        match compact.split('.').count() {
            3 if has_disclosures => Form::Disclosing,
            3 => Form::Signed,
            5 => Form::Encrypted,
            // What begins as a JWT does was one.
            1 if !compact.starts_with("eyJ") => Form::Opaque,
            // Tokens of some providers have one dot, and are no JWTs.
            2 if !compact.starts_with("eyJ") => Form::Opaque,
            _ => Form::Broken,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Form::Signed => "signed JWT",
            Form::Disclosing => "signed JWT with disclosures (SD-JWT)",
            Form::Encrypted => "encrypted JWT (JWE)",
            Form::Broken => "broken JWT",
            Form::Opaque => "opaque",
        }
    }
}

/// The kind for programs.
pub(super) fn id(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Id => "id-token",
        TokenKind::Access => "access-token",
        TokenKind::Refresh => "refresh-token",
        TokenKind::Logout => "logout-token",
        TokenKind::DpopProof => "dpop-proof",
        TokenKind::ClientAssertion => "client-assertion",
        TokenKind::Assertion => "assertion",
        TokenKind::RequestObject => "request-object",
        TokenKind::AuthorizationResponse => "authorization-response",
        TokenKind::Unknown => "token",
    }
}

/// The kind in words.
pub(super) fn name(kind: TokenKind, form: Form) -> &'static str {
    match kind {
        TokenKind::Id => "ID token",
        TokenKind::Access => "Access token",
        TokenKind::Refresh => "Refresh token",
        TokenKind::Logout => "Logout token",
        TokenKind::DpopProof => "DPoP proof",
        TokenKind::ClientAssertion => "Client assertion",
        TokenKind::Assertion => "Assertion",
        TokenKind::RequestObject => "Request object",
        TokenKind::AuthorizationResponse => "Authorization response (JARM)",
        TokenKind::Unknown if form == Form::Opaque => "Opaque token",
        TokenKind::Unknown => "Token",
    }
}

/// The word of the stable name.
pub(super) fn label(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Id => "id_token",
        TokenKind::Access => "access_token",
        TokenKind::Refresh => "refresh_token",
        TokenKind::ClientAssertion | TokenKind::Assertion => "assertion",
        TokenKind::DpopProof => "dpop-proof",
        _ => "token",
    }
}
