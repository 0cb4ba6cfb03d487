//! Two logins beside each other, for a terminal.

use report::{Comparison, Difference, Mark, Shown, Side, Step, counted};

use super::{mark_style, moment};
use crate::style::{CODE, FAINT, STRONG, hang, styled, wrap};

pub(crate) fn render(comparison: &Comparison, width: usize) -> String {
    let Comparison { this, other, first, steps, left_out, alike } = comparison;
    let mut out = side("this login ", this, width) + &side("other login", other, width);
    out.push('\n');
    out.push_str(&match first {
        Some(first) => {
            let label = if first.is_cause { "The cause differs: " } else { "The first difference: " };
            hang("  ", &format!("{}{}", styled(STRONG, label), first.text), width)
        }
        None if steps.is_empty() => hang("  ", &styled(STRONG, "They do not differ."), width),
        None => hang("  ", &styled(STRONG, "Nothing differs that a login can depend on."), width),
    });
    for step in steps {
        out.push('\n');
        out.push_str(&hang("  ", &title(step), width));
        out.extend(step.gist.iter().map(|gist| hang("    ", gist.as_str(), width)));
        let (telling, others): (Vec<&Difference>, Vec<_>) =
            step.differences.iter().partition(|it| it.matters);
        out.extend(telling.into_iter().map(|difference| lines(difference, width)));
        if !others.is_empty() {
            let parts: Vec<&str> = others.iter().map(|difference| difference.part.as_str()).collect();
            let parts = styled(FAINT, format!("also different: {}", parts.join(", ")));
            out.push_str(&wrap("    ", "      ", &parts, width));
        }
    }
    if *left_out > 0 {
        out.push('\n');
        out.push_str(&hang(
            "  ",
            &format!("and {} that differ", counted(*left_out, "more message", "more messages")),
            width,
        ));
    }
    out.push('\n');
    out.push_str(&hang("", &format!("{} alike", counted(*alike, "message is", "messages are")), width));
    out
}

fn side(label: &str, side: &Side, width: usize) -> String {
    let mark = |mark: Mark| styled(mark_style(mark), mark.glyph());
    let facts = [side.id.clone()].into_iter().chain(side.started.as_deref().map(moment));
    let facts = styled(FAINT, facts.collect::<Vec<_>>().join(" · "));
    let text = format!("{} {facts} {}", side.title, side.outcome_text);
    wrap(&format!("{} {label}  ", mark(side.mark)), "               ", &text, width)
}

fn title(step: &Step) -> String {
    let name = styled(STRONG, step.name);
    match (step.this, step.other) {
        (Some(this), Some(other)) if this == other => format!("message {this} · {name}"),
        (Some(this), Some(other)) => format!("message {this} (the other login's {other}) · {name}"),
        (Some(this), None) => format!("message {this} · {name} · only in this login"),
        (None, Some(other)) => format!("the other login's message {other} · {name} · not in this login"),
        (None, None) => name,
    }
}

fn lines(difference: &Difference, width: usize) -> String {
    let value = |label: &str, value: &Option<Shown>| {
        let text = value.as_ref().map_or("not there", |value| value.as_str());
        wrap(&format!("      {}", styled(FAINT, label)), "               ", text, width)
    };
    hang("    ", &styled(CODE, &difference.part), width)
        + &value("this     ", &difference.this)
        + &value("other    ", &difference.other)
}
