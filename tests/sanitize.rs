//! A masked recording is read again with the same causes.

use lint::Session;
use oauth_lens_tests::{recorded, scenarios, session_of};

/// Outcome and root cause of each login.
fn causes(session: &Session) -> Vec<String> {
    let analysis = session.analysis();
    let stories = analysis.stories().iter();
    let line = |story: &lint::Story<'_>| {
        let diagnosis = story.diagnosis();
        let cause = diagnosis.root_cause().map_or("-", |finding| finding.rule.id);
        format!("{} {:?} {cause}", story.kind().id(), diagnosis.outcome)
    };
    stories.map(line).collect()
}

fn again(session: &Session) -> (String, Session) {
    let masked = report::sanitized(session, None, false).unwrap();
    let mut again = Session::new();
    if masked.requests > 0 || masked.statements > 0 {
        let recording = http::readers::read(masked.text.as_bytes())
            .unwrap_or_else(|error| panic!("{error:?}\n{}", masked.text));
        if recording.problems != [] {
            println!("PROBLEM {:?}", recording.problems);
        }
        again.import(recording.exchanges, recording.statements);
    }
    (masked.text, again)
}

#[test]
fn measure() {
    let only = std::env::var("ONLY").ok();
    let mut all: Vec<(String, Session)> =
        scenarios().into_iter().map(|(name, text)| (format!("scenario {name}"), session_of(&text))).collect();
    all.extend(recorded().into_iter().map(|(name, session)| (format!("corpus {name}"), session)));
    let (mut same, mut other) = (0, 0);
    for (name, session) in &all {
        if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        let (text, again) = again(session);
        let (before, after) = (causes(session), causes(&again));
        if only.is_some() {
            println!(
                "{text}\n{}\n----\n{}",
                oauth_lens_tests::diagnosis(session),
                oauth_lens_tests::diagnosis(&again)
            );
        }
        if before == after {
            same += 1;
        } else {
            other += 1;
            println!("{name}\n    was {}\n    now {}", before.join(" | "), after.join(" | "));
        }
    }
    println!("{same} same, {other} other");
}
