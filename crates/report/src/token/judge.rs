//! What is right and wrong about a token: computed, never guessed.

mod kinds;
mod parties;
mod times;

use jose::{Defect, Jwt, SdJwt};
use lint::Reference;
use oauth::TokenKind;
use serde_json::Value;

use super::TokenContext;
use super::model::{JudgementKind, Signature, SignatureState, TokenCheck};
use super::shape::{Form, name};
use crate::model::Specification;
use crate::redact::{Redactor, Shown, shown};

/// Everything that was compared and computed, the worst first.
pub(super) fn checks(
    jwt: &Jwt,
    kind: TokenKind,
    form: Form,
    context: &TokenContext<'_>,
    redactor: &Redactor,
) -> Vec<TokenCheck> {
    let checks = if form == Form::Opaque { Vec::new() } else { defects(jwt, redactor) };
    let mut judge = Judge { jwt, context, redactor, checks };
    match form {
        Form::Opaque => judge.opaque(kind),
        Form::Encrypted => judge.header(kind),
        Form::Broken => {}
        Form::Signed | Form::Disclosing => {
            judge.header(kind);
            judge.required(kind);
            judge.times(kind);
            judge.parties(kind);
            judge.ties(kind);
            judge.by_kind(kind);
        }
    }
    judge.checks.sort_by_key(|check| check.state);
    judge.checks
}

/// Whether each claim that is shown along with a token is one that the issuer stands for (RFC 9901 §7.1).
pub(super) fn disclosures(token: &SdJwt<'_>, jwt: &Jwt) -> Option<TokenCheck> {
    let foreign = token.disclosures.iter().filter(|disclosure| !disclosure.is_in(&jwt.claims)).count();
    // A disclosure's hash may stand in another disclosure: then the issuer stands for both.
    let is_nested = token.disclosures.iter().any(|outer| {
        outer
            .value
            .as_ref()
            .is_some_and(|value| value.to_string().contains("_sd") || value.to_string().contains("\"...\""))
    });
    if foreign == 0 || is_nested {
        return None;
    }
    let text = shown!(
        Shown::number(foreign as f64),
        " of the claims that are shown along with it are not vouched for: their hash is not in the token."
    );
    Some(TokenCheck {
        state: JudgementKind::Wrong,
        text,
        specification: Some(specification(Reference::Rfc(9901, "7.1"))),
    })
}

/// What is wrong with how it is written.
fn defects(jwt: &Jwt, redactor: &Redactor) -> Vec<TokenCheck> {
    let judged = jwt.defects.iter().map(|defect| TokenCheck {
        // What people copy along with a token is easily left away.
        state: match defect {
            Defect::Scheme(_) | Defect::Quoted | Defect::Whitespace(_) => JudgementKind::Warning,
            _ => JudgementKind::Wrong,
        },
        text: redactor.prose(&defect.to_string()),
        specification: None,
    });
    let mut judged: Vec<TokenCheck> = judged.collect();
    judged.sort_by_key(|defect| defect.state);
    judged
}

/// Whether the token can be used.
pub(super) fn state(signature: &Signature, checks: &[TokenCheck]) -> JudgementKind {
    let by_signature = match signature.state {
        SignatureState::Invalid | SignatureState::NoKey => JudgementKind::Wrong,
        SignatureState::NotChecked => JudgementKind::Unknown,
        SignatureState::Valid | SignatureState::None => JudgementKind::Right,
    };
    let by_checks = checks.iter().map(|check| check.state).filter(|state| *state != JudgementKind::Info);
    by_checks.chain([by_signature]).min().unwrap_or(JudgementKind::Right)
}

/// What there is to say about it in a sentence: the worst.
pub(super) fn summary(signature: &Signature, checks: &[TokenCheck], form: Form, kind: TokenKind) -> Shown {
    let worst = checks.first().filter(|check| check.state <= JudgementKind::Warning);
    let is_unreadable =
        checks.iter().any(|check| check.specification.is_none() && check.state == JudgementKind::Wrong);
    match (worst, signature.state) {
        (Some(defect), _) if is_unreadable => defect.text.clone(),
        (_, SignatureState::Invalid | SignatureState::NoKey) => {
            shown!("The signature is not right. ", &signature.text)
        }
        (Some(worst), _) => worst.text.clone(),
        (None, SignatureState::Valid) => {
            shown!(name(kind, form), ": nothing is wrong with it, and its signature fits.")
        }
        (None, SignatureState::None) if form == Form::Opaque => {
            Shown::from("An opaque token: only its issuer can read it.")
        }
        (None, _) => {
            shown!(
                name(kind, form),
                ": nothing is wrong with what can be read; its signature was not checked."
            )
        }
    }
}

struct Judge<'a, 'c> {
    jwt: &'a Jwt,
    context: &'a TokenContext<'c>,
    redactor: &'a Redactor,
    checks: Vec<TokenCheck>,
}

impl Judge<'_, '_> {
    fn say(&mut self, state: JudgementKind, text: impl Into<Shown>, reference: Reference) {
        let specification = Some(specification(reference));
        self.checks.push(TokenCheck { state, text: text.into(), specification });
    }

    fn opaque(&mut self, kind: TokenKind) {
        let text = match kind {
            TokenKind::Id => {
                return self.say(
                    JudgementKind::Wrong,
                    "It should be an ID token, and it is no JWT: no app can read who the user is.",
                    Reference::OidcCore("2"),
                );
            }
            TokenKind::Refresh => "A refresh token means something to the provider alone.",
            _ => "It is no JWT. What it allows, only the provider can say (by introspection).",
        };
        self.say(JudgementKind::Info, text, Reference::Rfc(6749, "1.4"));
    }

    fn header(&mut self, kind: TokenKind) {
        let alg = self.jwt.alg();
        if alg.is_some_and(|alg| alg.eq_ignore_ascii_case("none")) {
            let text = "It is not signed (alg: none): anybody can write it in any user's name.";
            self.say(JudgementKind::Wrong, text, Reference::Rfc(8725, "3.2"));
        }
        if alg.is_none() {
            let text = "Its header does not say how it is signed (alg).";
            self.say(JudgementKind::Wrong, text, Reference::Rfc(7515, "4.1.1"));
        }
        if let Some(Value::Array(names)) = self.jwt.header.get("crit") {
            let names: Vec<Shown> =
                names.iter().filter_map(Value::as_str).map(|n| self.redactor.field_name(n)).collect();
            let names = Shown::concat(names.iter().flat_map(|name| [name, &SPACE]).collect::<Vec<_>>());
            let text = shown!(
                "Readers that do not understand these header members have to refuse it: ",
                names,
                "(crit)."
            );
            self.say(JudgementKind::Warning, text, Reference::Rfc(7515, "4.1.11"));
        }
        for name in ["jku", "x5u"] {
            if self.jwt.header.contains_key(name) {
                let text = shown!(
                    "Its header says where its keys are (",
                    name,
                    "). Never fetch them from there: the signer would choose its own judge."
                );
                self.say(JudgementKind::Warning, text, Reference::Rfc(8725, "3.10"));
            }
        }
        if self.jwt.header.contains_key("jwk") && kind != TokenKind::DpopProof {
            let text = "It brings a key along (jwk). Never check it with this key: anybody can make one.";
            self.say(JudgementKind::Warning, text, Reference::Rfc(8725, "3.10"));
        }
    }

    fn required(&mut self, kind: TokenKind) {
        let (claims, reference): (&[&str], Reference) = match kind {
            TokenKind::Id => (&["iss", "sub", "aud", "exp", "iat"], Reference::OidcCore("2")),
            TokenKind::Access if self.is_typed("at+jwt") => {
                (&["iss", "exp", "aud", "sub", "client_id", "iat", "jti"], Reference::Rfc(9068, "2.2"))
            }
            TokenKind::Logout => {
                (&["iss", "aud", "iat", "jti", "events"], Reference::BackChannelLogout("2.4"))
            }
            TokenKind::DpopProof => (&["jti", "htm", "htu", "iat"], Reference::Rfc(9449, "4.2")),
            TokenKind::ClientAssertion | TokenKind::Assertion => {
                (&["iss", "sub", "aud", "exp"], Reference::Rfc(7523, "3"))
            }
            TokenKind::RequestObject => (&["client_id", "response_type"], Reference::Rfc(9101, "4")),
            TokenKind::AuthorizationResponse => (&["iss", "aud", "exp"], Reference::Jarm("2.1")),
            TokenKind::Access | TokenKind::Refresh | TokenKind::Unknown => return,
        };
        let missing: Vec<&'static str> =
            claims.iter().copied().filter(|claim| !self.jwt.claims.contains_key(*claim)).collect();
        let Some((last, before)) = missing.split_last() else { return };
        let mut list = Shown::default();
        for name in before {
            list = shown!(list, *name, ", ");
        }
        let list = if before.is_empty() { Shown::from(*last) } else { shown!(list, "and ", *last) };
        let kind = name(kind, Form::Signed);
        self.say(
            JudgementKind::Wrong,
            shown!("It lacks ", list, ", which every ", kind, " has to have."),
            reference,
        );
    }

    fn is_typed(&self, typ: &str) -> bool {
        let own = self.jwt.header.get("typ").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
        own.strip_prefix("application/").unwrap_or(&own) == typ
    }
}

static SPACE: std::sync::LazyLock<Shown> = std::sync::LazyLock::new(|| Shown::from(" "));

fn specification(reference: Reference) -> Specification {
    Specification { name: reference.name(), url: reference.url() }
}
