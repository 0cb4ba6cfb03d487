//! JUnit's XML, which every CI shows as tests: one for each login.

use std::fmt::Write as _;

use crate::format::ReportFormat;
use crate::model::{Input, Login, Mark, Report, Role, Severity};

pub(super) static JUNIT: ReportFormat =
    ReportFormat { name: "junit", label: "JUnit", write: |report| Ok(junit(report)) };

/// What became of a test.
enum Verdict {
    Passed,
    Failed {
        of: &'static str,
        because: String,
        told: String,
    },
    /// It could not be judged.
    Skipped(String),
    /// What it needs could not be read.
    Broken(String),
}

struct Case {
    name: String,
    verdict: Verdict,
    /// What of it could not be seen or is not shown.
    unseen: Vec<String>,
}

fn junit(report: &Report) -> String {
    let unread = report.inputs.iter().filter(|input| !input.problems.is_empty()).map(unread);
    let mut cases: Vec<Case> = report.logins.iter().map(case).chain(unread).collect();
    if cases.is_empty() {
        cases.push(Case {
            name: "a login".to_owned(),
            verdict: Verdict::Skipped("No login was found.".to_owned()),
            unseen: Vec::new(),
        });
    }
    let count = |is_it: fn(&Verdict) -> bool| cases.iter().filter(|case| is_it(&case.verdict)).count();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        cases.len(),
        count(|verdict| matches!(verdict, Verdict::Failed { .. })),
        count(|verdict| matches!(verdict, Verdict::Broken(_))),
        count(|verdict| matches!(verdict, Verdict::Skipped(_))),
    );
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"OAuth Lens\" {}>",
        counts.rsplit_once(' ').map_or("", |(most, _)| most)
    );
    let _ = writeln!(out, "  <testsuite name=\"OAuth Lens\" {counts}>");
    for case in &cases {
        write_case(&mut out, case);
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn case(login: &Login) -> Case {
    let name = format!("{}: {} · {}", login.id, login.title, login.description);
    let verdict = match login.mark {
        Mark::Failed => failure(login),
        Mark::Warning if has_error(login) => failure(login),
        Mark::Ok | Mark::Warning => Verdict::Passed,
        Mark::Abandoned | Mark::Running | Mark::OutOfSight => {
            Verdict::Skipped(login.outcome_text.to_string())
        }
    };
    Case { name, verdict, unseen: login.not_seen.iter().map(ToString::to_string).collect() }
}

/// As the command's exit status has it.
fn has_error(login: &Login) -> bool {
    login.findings.iter().any(|finding| finding.severity == Severity::Error)
}

fn failure(login: &Login) -> Verdict {
    let groups = [Role::Cause, Role::Independent].into_iter().flat_map(|role| login.groups_of(role));
    let mut told = format!("{}\n", login.outcome_text);
    let mut first = None;
    for (finding, followers) in groups {
        first = first.or(Some(finding));
        let _ = write!(told, "\n{} ({})\n{}\n", finding.title, finding.rule, finding.summary);
        let sure = finding.confidence_text.unwrap_or_default();
        for line in
            [sure, finding.why, finding.fix, finding.actor.text].into_iter().filter(|line| !line.is_empty())
        {
            let _ = writeln!(told, "{line}");
        }
        for evidence in &finding.evidence {
            let source = evidence.source.as_ref().or_else(|| login.message_of(evidence)?.source.as_ref());
            let source = source.map_or(String::new(), |source| format!("{source}: "));
            let _ = writeln!(told, "- {source}{}: {}", evidence.part, evidence.shows);
        }
        for follower in followers {
            let _ = writeln!(told, "Follows from it: {} ({})", follower.title, follower.rule);
        }
    }
    for likely in &login.hypotheses {
        let _ = writeln!(told, "Where to look next ({}): {} {}", likely.rule, likely.because, likely.look_at);
    }
    Verdict::Failed {
        of: first.map_or("login", |finding| finding.rule),
        because: first.map_or_else(|| login.outcome_text.to_string(), |finding| finding.title.to_owned()),
        told,
    }
}

fn unread(input: &Input) -> Case {
    let problems: Vec<&str> = input.problems.iter().map(crate::Shown::as_str).collect();
    Case {
        name: format!("read {}", input.name),
        verdict: Verdict::Broken(problems.join(" ")),
        unseen: Vec::new(),
    }
}

fn write_case(out: &mut String, case: &Case) {
    let _ = write!(out, "    <testcase classname=\"oauth-lens\" name=\"{}\"", escaped(&case.name));
    let verdict = match &case.verdict {
        Verdict::Passed => String::new(),
        Verdict::Failed { of, because, told } => {
            format!(
                "      <failure type=\"{of}\" message=\"{}\">{}</failure>\n",
                escaped(because),
                escaped(told)
            )
        }
        Verdict::Skipped(because) => format!("      <skipped message=\"{}\"/>\n", escaped(because)),
        Verdict::Broken(because) => {
            format!("      <error type=\"unread\" message=\"{}\"/>\n", escaped(because))
        }
    };
    let unseen = match case.unseen.is_empty() {
        true => String::new(),
        false => format!("      <system-out>{}</system-out>\n", escaped(&case.unseen.join("\n"))),
    };
    let _ = write!(out, ">\n{verdict}{unseen}    </testcase>\n");
}

/// Text in XML 1.0, which has no control characters and no non-characters.
fn escaped(text: &str) -> String {
    let is_char =
        |c: &char| matches!(c, '\t' | '\n') || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    quick_xml::escape::escape(text.chars().filter(is_char).collect::<String>()).into_owned()
}
