//! A token as text for a terminal.

use anstyle::Style;
use jiff::tz::TimeZone;
use report::{Claim, Disclosed, JudgementKind, NamedToken, Token, TokenCheck};

use crate::style::{ERROR, FAINT, GOOD, INFO, STRONG, WARNING, hang, styled, wrap};

/// Columns of a name before its value.
const NAME: usize = 14;

/// A token with what it was called where it stood.
pub(crate) fn named(NamedToken { name, token }: &NamedToken, width: usize) -> String {
    let heading = match name.as_str() {
        "" => String::new(),
        name => format!("{}\n", styled(STRONG, name)),
    };
    heading + &render(token, width)
}

/// The whole token.
fn render(token: &Token, width: usize) -> String {
    let (mark, style) = mark(token.state);
    let mut out = hang(&format!("{} ", styled(style, mark)), &styled(STRONG, &token.summary), width);
    out.push_str(&hang("  ", &styled(FAINT, format!("{} · {}", token.name, token.form)), width));
    out.push('\n');

    let (mark, style) = self::mark(token.signature.judgement);
    let label = format!("  {} {} ", styled(style, mark), styled(STRONG, "Signature"));
    out.push_str(&wrap(&label, "    ", token.signature.text.as_str(), width));
    out.push_str(&token.checks.iter().map(|check| line(check, width)).collect::<String>());
    for (heading, claims) in [("Header", &token.header), ("Claims", &token.claims)] {
        if !claims.is_empty() {
            out.push_str(&format!("\n  {}\n", styled(STRONG, heading)));
            out.push_str(&claims.iter().map(|one| claim(one, width)).collect::<String>());
        }
    }
    if !token.disclosed.is_empty() {
        out.push_str(&format!("\n  {}\n", styled(STRONG, "Shown along with it")));
        out.push_str(&token.disclosed.iter().map(|one| disclosed(one, width)).collect::<String>());
    }
    out
}

fn mark(state: JudgementKind) -> (&'static str, Style) {
    match state {
        JudgementKind::Wrong => ("✖", ERROR),
        JudgementKind::Warning => ("▲", WARNING),
        JudgementKind::Unknown => ("?", WARNING),
        JudgementKind::Info => ("·", INFO),
        JudgementKind::Right => ("✔", GOOD),
    }
}

fn line(check: &TokenCheck, width: usize) -> String {
    let (mark, style) = mark(check.state);
    let reference = match &check.specification {
        Some(specification) if check.state <= JudgementKind::Warning => {
            format!(" {}", styled(FAINT, format!("({})", specification.name)))
        }
        _ => String::new(),
    };
    wrap(&format!("  {} ", styled(style, mark)), "    ", &format!("{}{reference}", check.text), width)
}

fn claim(claim: &Claim, width: usize) -> String {
    let mut text = claim.value.to_string();
    if !claim.meaning.as_str().is_empty() {
        text.push_str(&format!("  {}", styled(FAINT, &claim.meaning)));
    }
    if let Some(local) = claim.time_ms.and_then(local) {
        text.push_str(&styled(FAINT, format!(" ({local} here)")));
    }
    let name = claim.name.as_str();
    let space = " ".repeat(NAME.saturating_sub(name.chars().count()).max(1));
    wrap(&format!("  {name}{space}"), &" ".repeat(NAME + 2), &text, width)
}

fn disclosed(disclosed: &Disclosed, width: usize) -> String {
    let mut out = match &disclosed.claim {
        Some(one) => claim(one, width),
        None => "  (cannot be read)\n".to_owned(),
    };
    if !disclosed.is_vouched_for {
        out.push_str(&wrap("    ", "    ", &styled(FAINT, "its hash is not in the token itself"), width));
    }
    out
}

/// `11:41:08 +01:00`, unless here is UTC.
fn local(millis: f64) -> Option<String> {
    let time = jiff::Timestamp::from_millisecond(millis as i64).ok()?;
    let zone = TimeZone::try_system().ok()?;
    let zoned = time.to_zoned(zone);
    (zoned.offset().seconds() != 0).then(|| zoned.strftime("%Y-%m-%d %H:%M:%S %:z").to_string())
}
