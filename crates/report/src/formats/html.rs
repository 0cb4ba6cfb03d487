//! One file that a browser opens without anything else: no script, nothing is loaded.

use std::fmt::{Display, Write as _};

use crate::diagram::{Diagram, svg};
use crate::format::ReportFormat;
use crate::model::{Evidence, Finding, Input, Login, Report, Role};

pub(super) static HTML: ReportFormat =
    ReportFormat { name: "html", label: "HTML", write: |report| Ok(html(report)) };

const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; margin-bottom: .25rem; }
code, td { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .2rem .5rem;
  border-bottom: 1px solid #8884; } th { font-weight: 600; }
.card { border-left: 4px solid #c33; padding: .1rem 1rem; margin: 1rem 0; background: #8881; }
.habit, .independent { border-left-color: #b80; } .facts, footer { color: GrayText; }
.messages td:nth-child(-n+3) { white-space: nowrap; } dt { font-weight: 600; } dd { margin: 0 0 .5rem; } figure { margin: 1rem 0; overflow-x: auto; }
mark { padding: 0 .1em; }
";

fn html(report: &Report) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>OAuth Lens report</title>\n",
    );
    let _ = writeln!(out, "<style>{STYLE}</style>\n</head>\n<body>\n<h1>OAuth Lens report</h1>");
    report.inputs.iter().for_each(|input| write_input(&mut out, input));
    if report.logins.is_empty() {
        out.push_str("<p>No login was found.</p>\n");
        for unknown in report.inputs.iter().flat_map(|input| &input.unknown) {
            let source = unknown.source.as_ref().map_or(String::new(), |source| code(source) + ": ");
            let _ = writeln!(out, "<p>{source}{}</p>", code(&unknown.shows));
        }
        for perhaps in report.inputs.iter().filter_map(|input| input.perhaps.as_ref()) {
            let _ = writeln!(out, "<p>{}</p>", escaped(perhaps.as_str()));
        }
        if let Some(other) = report.other_protocol() {
            let _ = writeln!(out, "<p>{other}</p>");
        }
    }
    report.logins.iter().for_each(|login| write_login(&mut out, login));
    let _ = writeln!(
        out,
        "<footer><p>Written by OAuth Lens {}. Secrets are replaced by stable names: the same name is the same value.</p></footer>\n\
         </body>\n</html>",
        escaped(report.tool.version)
    );
    out
}

fn write_input(out: &mut String, input: &Input) {
    let name = code(&input.name);
    let _ =
        write!(out, "<p class=\"facts\">Input {name} · {} requests, {} used.", input.exchanges, input.used);
    if let Some(kept) = input.kept {
        let _ = write!(out, " It is long: {kept} may play a role in a login and were kept.");
    }
    for problem in input.clock.iter().chain(&input.problems) {
        let _ = write!(out, " {}.", captured(problem));
    }
    out.push_str("</p>\n");
}

fn write_login(out: &mut String, login: &Login) {
    let title = captured(&login.title);
    let _ = writeln!(out, "<section>\n<h2>{} {}: {title}</h2>", login.mark.glyph(), escaped(&login.id));
    let mut facts = vec![escaped(&login.description)];
    facts.extend(login.client_id.iter().map(|id| format!("client {}", code(id))));
    facts.extend(login.issuer.iter().map(|issuer| format!("issuer {}", code(issuer))));
    facts.extend(login.started.iter().map(escaped));
    let outcome = captured(&login.outcome_text);
    let _ = writeln!(out, "<p class=\"facts\">{}</p>\n<p><b>Outcome:</b> {outcome}</p>", facts.join(" · "));
    for (class, heading, role) in
        [("cause", "Root cause", Role::Cause), ("independent", "Also wrong", Role::Independent)]
    {
        for (finding, followers) in login.groups_of(role) {
            write_finding(out, class, &format!("{heading}: "), finding, &followers, login);
        }
    }
    for likely in &login.hypotheses {
        let (because, look_at) = (escaped(likely.because), captured(&likely.look_at));
        let _ = writeln!(out, "<p>Where to look next ({}): {because} {look_at}</p>", code(likely.rule));
        if let Some(command) = &likely.command {
            let _ = writeln!(out, "<pre>{}</pre>", code(command));
        }
    }
    if !login.messages.is_empty() {
        let picture = svg(&[(login.title.to_string(), Diagram::of(login))]);
        let picture = picture.find("<svg").map_or("", |at| &picture[at..]);
        let _ = writeln!(out, "<h3>What happened</h3>\n<figure>{picture}</figure>");
        write_messages(out, login);
    }
    for (finding, followers) in login.groups_of(Role::Hygiene) {
        write_finding(out, "habit", "Worth changing, not the cause: ", finding, &followers, login);
    }
    if !login.not_seen.is_empty() {
        out.push_str("<h3>Not seen</h3>\n<ul>\n");
        login.not_seen.iter().for_each(|line| {
            let _ = writeln!(out, "<li>{}</li>", captured(line));
        });
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
}

fn write_messages(out: &mut String, login: &Login) {
    out.push_str("<table class=\"messages\">\n<tr><th>#</th><th>Message</th><th>Time</th><th>Request</th><th>Gist</th></tr>\n");
    for message in &login.messages {
        let at = message.offset_ms.map_or(String::new(), |ms| format!("+{:.2} s", ms / 1000.0));
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{at}</td><td>{} {}</td><td>{}</td></tr>",
            message.number,
            escaped(message.name),
            captured(&message.method),
            captured(&message.url),
            captured(&message.gist)
        );
    }
    out.push_str("</table>\n");
}

fn write_finding(
    out: &mut String,
    class: &str,
    heading: &str,
    finding: &Finding,
    followers: &[&Finding],
    login: &Login,
) {
    let _ = writeln!(out, "<div class=\"card {class}\">\n<h3>{heading}{}</h3>", escaped(finding.title));
    let sure = finding.confidence_text.map_or(String::new(), |sentence| format!(" {}", escaped(sentence)));
    let _ = writeln!(out, "<p>{}{sure} {}</p>", captured(&finding.summary), escaped(finding.why));
    if !finding.evidence.is_empty() {
        out.push_str("<table>\n<tr><th>Where</th><th>What stands there</th></tr>\n");
        finding.evidence.iter().for_each(|evidence| write_evidence(out, evidence, login));
        out.push_str("</table>\n");
    }
    out.push_str("<dl>\n");
    let told = [
        ("Fix", finding.fix),
        ("Who", finding.actor.text),
        ("Verify", finding.verify),
        ("Wrong if", finding.disproof),
    ];
    for (term, text) in told.into_iter().filter(|(_, text)| !text.is_empty()) {
        let _ = writeln!(out, "<dt>{term}</dt><dd>{}</dd>", escaped(text));
    }
    let links = finding.specifications.iter().map(|specification| {
        format!(" · <a href=\"{}\">{}</a>", escaped(&specification.url), escaped(&specification.name))
    });
    let _ = writeln!(out, "<dt>Rule</dt><dd>{}{}</dd>\n</dl>", code(finding.rule), links.collect::<String>());
    if !followers.is_empty() {
        out.push_str("<p>Follows from it:</p>\n<ul>\n");
        for follower in followers {
            let words = follower.words_beside(finding).map(|said| format!("<br>{}", code(&said.shows)));
            let _ = writeln!(
                out,
                "<li>{} ({}){}</li>",
                escaped(follower.title),
                code(follower.rule),
                words.collect::<String>()
            );
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</div>\n");
}

fn write_evidence(out: &mut String, evidence: &Evidence, login: &Login) {
    let source = evidence.source.as_ref().or_else(|| login.message_of(evidence)?.source.as_ref());
    let mut place: Vec<String> = Vec::new();
    if evidence.message > 0 {
        place.push(format!("message {}", evidence.message));
        place.push(captured(&evidence.part));
    }
    place.extend(source.map(captured));
    let shows: String =
        evidence
            .runs
            .iter()
            .map(|run| {
                if run.marked { format!("<mark>{}</mark>", captured(&run.text)) } else { captured(&run.text) }
            })
            .collect();
    let note = evidence.note.as_ref().map_or(String::new(), |note| format!(" ({})", captured(note)));
    let _ = writeln!(out, "<tr><td>{}</td><td>{shows}{note}</td></tr>", place.join(", "));
}

fn code(text: impl Display) -> String {
    format!("<code>{}</code>", captured(text))
}

/// What stands in traffic keeps its direction to itself.
fn captured(text: impl Display) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}

fn escaped(text: impl Display) -> String {
    quick_xml::escape::escape(text.to_string()).into_owned()
}
