//! What the rules say of a token, in words. Nothing is decided here.

use jose::Defect;
use lint::{Evidence, Judged, Reference, Severity, TokenForm, TokenUnderTest, Verdict};
use oauth::{Part, TokenKind};

use super::model::{JudgementKind, Signature, SignatureState, TokenCheck};
use super::shape::name;
use super::{TokenContext, claims, signature};
use crate::mask::fields::Treatment;
use crate::mask::{Redactor, Shown, shown};
use crate::model::Specification;
use crate::{resolve, words};

/// The rules about how a token is written: what they find, its reader meets first.
const WRITING: [&str; 2] = ["jwt/bad-base64", "jwt/not-three-parts"];

/// What was compared and computed, the worst first.
pub(super) fn checks(
    token: &TokenUnderTest<'_, '_>,
    judged: &[Judged],
    context: &TokenContext<'_>,
    redactor: &Redactor,
) -> Vec<TokenCheck> {
    let mut checks: Vec<TokenCheck> = remarks(token).into_iter().collect();
    for judged in judged.iter().filter(|judged| !signature::RULES.contains(&judged.rule.id)) {
        let line = |state, text| TokenCheck {
            state,
            text,
            specification: judged.rule.references.first().copied().map(specification),
            rule: Some(judged.rule.id),
        };
        match (&judged.verdict, judged.severity()) {
            (Verdict::Fail(evidence), Some(severity)) => {
                let state = kind(severity);
                let exact = defects(judged.rule.id, token, redactor);
                if exact.is_empty() {
                    let summary = phrase(evidence.summary(), token, redactor);
                    checks.push(line(state, shown!(summary, compared(evidence, token, redactor))));
                }
                checks.extend(exact.into_iter().map(|text| line(state, text)));
            }
            (Verdict::Pass | Verdict::Agrees, _) => {
                let right = right(judged.rule.id, token, context, redactor);
                checks.extend(right.map(|(state, text)| line(state, text)));
            }
            _ => {}
        }
    }
    checks.sort_by_key(|check| (check.state, !is_about_writing(check)));
    checks
}

/// How bad a fault is for whoever reads the token.
pub(super) fn kind(severity: Severity) -> JudgementKind {
    match severity {
        Severity::Error => JudgementKind::Wrong,
        Severity::Warning => JudgementKind::Warning,
        Severity::Info => JudgementKind::Info,
    }
}

/// Whether the token can be used. Of one that nobody here can read nothing is right.
pub(super) fn state(signature: &Signature, checks: &[TokenCheck]) -> JudgementKind {
    let states = checks.iter().map(|check| check.state).chain([signature.judgement]);
    states.filter(|state| *state != JudgementKind::Info).min().unwrap_or(JudgementKind::Unknown)
}

/// What there is to say about it in a sentence: the worst.
pub(super) fn summary(signature: &Signature, checks: &[TokenCheck], token: &TokenUnderTest<'_, '_>) -> Shown {
    let worst = checks.first().filter(|check| check.state <= JudgementKind::Warning);
    let of_signature = || shown!("The signature is not right. ", &signature.text);
    match (worst, signature.judgement) {
        (Some(worst), _) if is_about_writing(worst) => worst.text.clone(),
        (_, JudgementKind::Wrong) => of_signature(),
        (Some(worst), _) => worst.text.clone(),
        (None, JudgementKind::Warning) => of_signature(),
        (None, _) => whole(signature.state, token),
    }
}

/// Of a token with which nothing is wrong.
fn whole(signature: SignatureState, token: &TokenUnderTest<'_, '_>) -> Shown {
    let name = name(token.kind, token.form);
    match signature {
        SignatureState::Valid => shown!(name, ": nothing is wrong with it, and its signature fits."),
        SignatureState::None if token.form == TokenForm::Opaque => {
            Shown::from("An opaque token: only its issuer can read it.")
        }
        _ => shown!(name, ": nothing is wrong with what can be read; its signature was not checked."),
    }
}

fn is_about_writing(check: &TokenCheck) -> bool {
    check.rule.is_some_and(|rule| WRITING.contains(&rule))
}

fn specification(reference: Reference) -> Specification {
    Specification { name: reference.name(), url: reference.url() }
}

fn phrase(phrase: &lint::Phrase, token: &TokenUnderTest<'_, '_>, redactor: &Redactor) -> Shown {
    match token.around {
        Some(flow) => words::phrase(phrase, flow, redactor),
        None => words::phrase_with(phrase, redactor, |pointer| match &pointer.part {
            Part::Claim(_, name) => resolve::claim_text(&token.jwt, name, redactor).unwrap_or_default(),
            _ => Shown::default(),
        }),
    }
}

/// The values that do not fit, where one of them stands beside the token: ` Sent: …; in the ID token: ….`
fn compared(evidence: &Evidence, token: &TokenUnderTest<'_, '_>, redactor: &Redactor) -> Shown {
    let Some(flow) = token.around else { return Shown::default() };
    let is_own = |part: &Part| matches!(part, Part::IdToken(_) | Part::DpopProof(_) | Part::Claim(..));
    let is_value = |part: &Part| {
        is_own(part)
            || matches!(
                part,
                Part::Query(_) | Part::Fragment(_) | Part::Form(_) | Part::Json(_) | Part::ResponseJson(_)
            )
    };
    let points = || evidence.points().filter(|point| is_value(&point.pointer.part));
    let noted: Vec<_> = points().filter_map(|point| Some((&point.pointer, point.note.as_ref()?))).collect();
    let has_both = noted.iter().any(|(pointer, _)| is_own(&pointer.part))
        && noted.iter().any(|(pointer, _)| !is_own(&pointer.part));
    if !has_both {
        return Shown::default();
    }
    let mut text = Shown::default();
    for (index, (pointer, note)) in noted.into_iter().enumerate() {
        let value = Shown::concat(resolve::runs(flow, pointer, redactor).iter().map(|run| &run.text));
        let opening = if index == 0 { " (" } else { "; " };
        text = shown!(text, opening, words::phrase(note, flow, redactor), ": ", value);
    }
    shown!(text, ")")
}

/// What exactly is wrong with how it is written, where a rule says that something is.
fn defects(rule: &str, token: &TokenUnderTest<'_, '_>, redactor: &Redactor) -> Vec<Shown> {
    let is_its = |defect: &&Defect| match defect {
        Defect::Parts(_) => rule == "jwt/not-three-parts",
        Defect::Duplicate(..) | Defect::WrongType { .. } => false,
        _ => rule == "jwt/bad-base64",
    };
    token.jwt.defects.iter().filter(is_its).map(|defect| redactor.prose(&defect.to_string())).collect()
}

/// What is worth knowing of a token of its kind and form.
fn remarks(token: &TokenUnderTest<'_, '_>) -> Option<TokenCheck> {
    let has_both = |name: &str| token.jwt.claims.contains_key(name) && token.jwt.header.contains_key(name);
    let (text, reference) = match (token.kind, token.form) {
        (TokenKind::Id, TokenForm::Opaque) => return None,
        (TokenKind::Refresh, TokenForm::Opaque) => {
            ("A refresh token means something to the provider alone.", Reference::Rfc(6749, "1.5"))
        }
        (_, TokenForm::Opaque) => (
            "It is no JWT. What it allows, only the provider can say (by introspection).",
            Reference::Rfc(6749, "1.4"),
        ),
        (TokenKind::Access, TokenForm::Signed) if has_both("nonce") => (
            "It is for Microsoft Graph: it cannot be checked by anybody else, on purpose.",
            Reference::Rfc(6749, "1.4"),
        ),
        (TokenKind::Access, TokenForm::Signed) if !token.is_typed("at+jwt") => (
            "It is an access token in a form of the provider's own (RFC 9068 tokens say typ: at+jwt).",
            Reference::Rfc(9068, "2.1"),
        ),
        _ => return None,
    };
    Some(TokenCheck {
        state: JudgementKind::Info,
        text: Shown::from(text),
        specification: Some(specification(reference)),
        rule: None,
    })
}

/// What it means that a rule holds, where that is worth a line.
fn right(
    rule: &str,
    token: &TokenUnderTest<'_, '_>,
    context: &TokenContext<'_>,
    redactor: &Redactor,
) -> Option<(JudgementKind, Shown)> {
    let text = match rule {
        "jwt/expired" => return expiry(token, context),
        "id-token/iss-mismatch" => {
            let issuer = redactor.value("iss", Treatment::Url, token.jwt.text("iss")?);
            shown!("It comes from ", issuer, ", which this login asked.")
        }
        "id-token/aud-mismatch" => {
            let client = token.around?.client_id()?;
            let client = redactor.value("client_id", Treatment::Plain, &client);
            shown!("It is for this client, ", client, " (aud).")
        }
        "nonce/mismatch" => Shown::from("It has the nonce that this login sent."),
        "id-token/at-hash" => Shown::from("Its at_hash fits the access token of this login."),
        "id-token/c-hash" => Shown::from("Its c_hash fits the code of this login."),
        "id-token/s-hash" => Shown::from("Its s_hash fits the state of this login."),
        "id-token/sub-changed" => Shown::from("It is about the user of the login's first ID token (sub)."),
        "dpop/htm-htu" => Shown::from("It is for the request that it was sent with (htm, htu)."),
        "dpop/ath" => Shown::from("It fits the access token beside it (ath)."),
        "dpop/key-changed" => Shown::from("Its key is the one that was bound before (cnf, dpop_jkt)."),
        _ => return None,
    };
    Some((JudgementKind::Right, text))
}

/// A token that is good can have expired since it came.
fn expiry(token: &TokenUnderTest<'_, '_>, context: &TokenContext<'_>) -> Option<(JudgementKind, Shown)> {
    let seconds = token.jwt.time("exp")?;
    let time = claims::of_seconds(seconds)?;
    let since = context.now.map(|now| now.as_seconds() - seconds).filter(|since| *since > 0.0);
    Some(match since {
        Some(since) => {
            let since = words::duration(since.round() as i64);
            (JudgementKind::Info, shown!("It was good when it came, and expired ", since, " ago."))
        }
        None => (JudgementKind::Right, shown!("It expires ", claims::when(time, context.now), ".")),
    })
}
