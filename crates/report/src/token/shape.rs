//! What a token is, in words.

use lint::TokenForm;
use oauth::TokenKind;

/// How a token is written.
pub(super) fn form(form: TokenForm) -> &'static str {
    match form {
        TokenForm::Signed => "signed JWT",
        TokenForm::Disclosing => "signed JWT with disclosures (SD-JWT)",
        TokenForm::Encrypted => "encrypted JWT (JWE)",
        TokenForm::Broken => "broken JWT",
        TokenForm::Opaque => "opaque",
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
pub(super) fn name(kind: TokenKind, form: TokenForm) -> &'static str {
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
        TokenKind::Unknown if form == TokenForm::Opaque => "Opaque token",
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
