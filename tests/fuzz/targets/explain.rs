//! Any text as an error message: what is known of it is told in the product's own words, however long it is.

use std::sync::LazyLock;

use lint::Session;

use crate::scenarios;

/// More than what is told of the most causes that there are.
const MOST: usize = 60_000;

/// A recording beside which a message is explained.
static BESIDE: LazyLock<String> = LazyLock::new(|| {
    let broken = scenarios().into_iter().find(|(name, _)| name.contains("redirect"));
    broken.expect("a scenario about redirects").1
});

thread_local! {
    static SESSIONS: [Session; 2] = [Session::new(), recorded()];
}

fn recorded() -> Session {
    let mut session = Session::new();
    let recording = http::readers::read(BESIDE.as_bytes()).expect("a scenario can be read");
    session.import(recording.exchanges, recording.statements);
    session
}

/// Alone and beside a recording.
pub(super) fn explain(bytes: &[u8]) -> bool {
    let message = String::from_utf8_lossy(bytes);
    SESSIONS.with(|sessions| {
        for session in sessions {
            let explained = report::causes(&message, session);
            assert_eq!(
                explained.causes.iter().any(|cause| cause.is_of_message),
                explained.certainty != report::Certainty::Unknown,
                "causes, unless it is not known"
            );
            let said = serde_json::to_string(&explained).expect("an explanation can be written");
            assert!(said.len() <= MOST, "{} bytes of {}", said.len(), bytes.len());
        }
    });
    true
}
