//! The drawing as a file of its own: no script, no address, light and dark.

use std::fmt::Write as _;

use super::drawing::{Diagram, StrokeKind, Tone};

const HEAD: &str = "<style>\
text{font:11px system-ui,sans-serif;fill:#1f2430}.name,.title{font-weight:600}.time,.fact,.host{fill:#5f6675}.fault{fill:#b3261e;font-weight:600}\
.ground{fill:#fff}.lane{stroke:#dde1ea}.sent{stroke:#1f2430}.answered{stroke:#5f6675;stroke-dasharray:5 3}.not-seen{stroke:#8a5300;stroke-dasharray:1 4}\
.faulty{fill:#fdecea}polygon{fill:#1f2430}\
@media(prefers-color-scheme:dark){text{fill:#e6e8ec}.time,.fact,.host{fill:#a2a8b4}.fault{fill:#f2b8b5}.ground{fill:#202124}.lane{stroke:#3d4047}\
.sent{stroke:#e6e8ec}.answered{stroke:#a2a8b4}.not-seen{stroke:#fdd663}.faulty{fill:#4a2322}polygon{fill:#e6e8ec}}\
</style>";

/// Several drawings, one below the other.
pub(crate) fn svg(diagrams: &[(String, Diagram)]) -> String {
    const TITLE: u32 = 24;
    let width = diagrams.iter().map(|(_, diagram)| diagram.width).max().unwrap_or(1);
    let height = diagrams.iter().map(|(_, diagram)| diagram.height + TITLE).sum::<u32>().max(1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\
         {HEAD}<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n"
    );
    let mut top = 0;
    for (title, diagram) in diagrams {
        let _ = writeln!(out, "<text class=\"title\" x=\"12\" y=\"{}\">{}</text>", top + 17, escaped(title));
        let _ = writeln!(out, "<g transform=\"translate(0 {})\">", top + TITLE);
        write_diagram(&mut out, diagram);
        out.push_str("</g>\n");
        top += TITLE + diagram.height;
    }
    out.push_str("</svg>\n");
    out
}

fn write_diagram(out: &mut String, diagram: &Diagram) {
    for lane in &diagram.lanes {
        let (x, host) = (lane.x, escaped(lane.host.as_str()));
        let _ = writeln!(
            out,
            "<text class=\"title\" text-anchor=\"middle\" x=\"{x}\" y=\"14\">{}</text>",
            lane.title
        );
        let _ = writeln!(out, "<text class=\"host\" text-anchor=\"middle\" x=\"{x}\" y=\"29\">{host}</text>");
        let _ = writeln!(out, "<path class=\"lane\" d=\"M{x} 36V{}\"/>", diagram.height);
    }
    for band in &diagram.bands {
        if band.is_faulty {
            let (y, width, height) = (band.y, diagram.width, band.height);
            let _ = writeln!(
                out,
                "<rect class=\"faulty\" y=\"{y}\" width=\"{width}\" height=\"{height}\" opacity=\".6\"/>"
            );
        }
        for stroke in &band.strokes {
            let (from, to, y) = (stroke.from, stroke.to, stroke.y);
            let class = match stroke.kind {
                StrokeKind::Sent => "sent",
                StrokeKind::Answered => "answered",
                StrokeKind::NotSeen => "not-seen",
            };
            let _ = writeln!(out, "<path class=\"{class}\" d=\"M{from} {y}H{to}\"/>");
            let back = if from < to { to.saturating_sub(7) } else { to + 7 };
            let _ = writeln!(
                out,
                "<polygon points=\"{to},{y} {back},{} {back},{}\"/>",
                y.saturating_sub(3),
                y + 3
            );
        }
        for text in &band.texts {
            let class = match text.tone {
                Tone::Name => "name",
                Tone::Time => "time",
                Tone::Fact => "fact",
                Tone::Fault => "fault",
                Tone::Answer => "answer",
            };
            let words = escaped(text.text.as_str());
            let _ = writeln!(out, "<text class=\"{class}\" x=\"{}\" y=\"{}\">{words}</text>", text.x, text.y);
        }
    }
}

/// Text between two tags (XML 1.0 §2.4).
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
