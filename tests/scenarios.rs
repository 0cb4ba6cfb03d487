//! Whole logins as readable transcripts, and the diagnosis each must get.
//!
//! `tests/scenarios/NAME/login.txt` is the transcript, `diagnosis.snap` beside it what must come out: review both. After
//! a change on purpose: `INSTA_UPDATE=always cargo test -p oauth-lens-tests --test scenarios`, and read the difference.

use oauth_lens_tests::{diagnosis, session_of};

#[test]
fn every_scenario_gets_its_diagnosis() {
    insta::glob!("scenarios/*/login.txt", |path| {
        let transcript = std::fs::read_to_string(path).unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.set_omit_expression(true);
        settings.remove_input_file();
        settings.bind(|| insta::assert_snapshot!("diagnosis", diagnosis(&session_of(&transcript))));
    });
}
