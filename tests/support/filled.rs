//! Reports whose captured texts are others.

use report::{Report, Shown};

/// The report with every captured text another one.
pub fn filled(report: &Report, mut text: impl FnMut() -> String) -> Report {
    let mut report = report.clone();
    let mut fill = |shown: &mut Shown| *shown = Shown::from_user(&text());
    for input in &mut report.inputs {
        fill(&mut input.name);
        input.clock.iter_mut().chain(&mut input.problems).for_each(&mut fill);
    }
    for login in &mut report.logins {
        fill(&mut login.title);
        fill(&mut login.outcome_text);
        login.client_id.iter_mut().chain(&mut login.issuer).for_each(&mut fill);
        login.hypotheses.iter_mut().for_each(|hypothesis| fill(&mut hypothesis.look_at));
        for finding in &mut login.findings {
            fill(&mut finding.summary);
            for evidence in &mut finding.evidence {
                fill(&mut evidence.part);
                fill(&mut evidence.shows);
                evidence.runs.iter_mut().for_each(|run| fill(&mut run.text));
                evidence.note.iter_mut().for_each(&mut fill);
            }
        }
        login.parties.iter_mut().for_each(|party| fill(&mut party.host));
        login.not_seen.iter_mut().for_each(&mut fill);
        for message in &mut login.messages {
            fill(&mut message.method);
            fill(&mut message.url);
            fill(&mut message.gist);
            message.source.iter_mut().for_each(&mut fill);
        }
    }
    report
}
