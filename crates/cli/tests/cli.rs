//! The command as people run it: what it prints, where, and with which exit status.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use oauth_lens_tests::{expand, transcripts};

/// Runs the command in the folder of the inputs.
fn oauth_lens(arguments: &[&str]) -> Output {
    run(command(arguments), "")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oauth-lens"));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/inputs")).args(arguments);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command
}

fn run(mut command: Command, input: impl AsRef<[u8]>) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_ref()).unwrap();
    child.wait_with_output().unwrap()
}

fn check_stdin(input: &str, options: &[&str]) -> Output {
    run(command(&[&["check", "-"], options].concat()), input)
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// All that a run did, for a snapshot.
fn shown(output: &Output) -> String {
    let mut shown = format!("exit status {}\n", status(output));
    for (name, text) in [("stdout", stdout(output)), ("stderr", stderr(output))] {
        if !text.is_empty() {
            let _ = write!(shown, "--- {name}\n{text}");
        }
    }
    shown
}

/// The transcript on a rule's page on which the rule fires, or stays silent.
fn transcript(rule: &str, heading: &str) -> String {
    expand(&transcripts(lint::rule(rule).unwrap().page, heading)[0])
}

// --- What is printed ----------------------------------------------------------------------------------------------

#[test]
fn a_broken_login() {
    insta::assert_snapshot!(shown(&oauth_lens(&["check", "browser.har", "server.curl.txt"])));
}

#[test]
fn a_healthy_login() {
    let login = transcript("redirect-uri/token-mismatch", "Silent");
    insta::assert_snapshot!(shown(&check_stdin(&login, &[])));
}

#[test]
fn half_a_login() {
    insta::assert_snapshot!(shown(&oauth_lens(&["check", "browser.har"])));
}

#[test]
fn no_login_at_all() {
    insta::assert_snapshot!(shown(&oauth_lens(&["check", "no-login.har"])));
}

#[test]
fn another_protocol_is_named() {
    insta::assert_snapshot!(shown(&oauth_lens(&["check", "saml.curl.txt"])));
}

#[test]
fn two_logins_are_compared() {
    insta::assert_snapshot!(shown(&oauth_lens(&["compare", "two-calls.curl.txt"])));
    let json = oauth_lens(&["compare", "two-calls.curl.txt", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(stdout(&json)).unwrap();
    assert_eq!(document["format"], "oauth-lens-comparison");
    assert_eq!(document["comparison"]["this"]["id"], "login-2");
    for secret in ["c0de-one-1234", "c0de-two-5678", "first-token-9f3c"] {
        assert!(!stdout(&json).contains(secret), "{secret}");
    }
    let same = ["compare", "two-calls.curl.txt", "two-calls.curl.txt", "--other", "login-2"];
    assert_eq!(status(&oauth_lens(&same)), 0);
}

#[test]
fn one_login_has_nothing_to_be_compared_with() {
    let alone = oauth_lens(&["compare", "browser.har"]);
    assert_eq!(status(&alone), 2);
    assert!(stderr(&alone).contains("nothing to compare it with"), "{}", stderr(&alone));
    let absent = oauth_lens(&["compare", "browser.har", "browser.har", "--login", "login-7"]);
    assert_eq!(status(&absent), 2);
    assert!(stderr(&absent).contains("login-1"), "{}", stderr(&absent));
}

#[test]
fn json_is_the_report() {
    let output = oauth_lens(&["check", "browser.har", "server.curl.txt", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(report["format"], "oauth-lens-report");
    assert_eq!(report["version"], 1);
    assert_eq!(report["inputs"][0]["name"], "browser.har");
    assert_eq!(report["inputs"][0]["kind"], "har");
    assert_eq!(report["inputs"][1]["kind"], "curl");
    assert_eq!(report["logins"][0]["root_cause"], "redirect-uri/token-mismatch");
    assert_eq!(report["logins"][0]["messages"][3]["seen"], "server");
    assert_eq!(status(&output), 1);
}

#[test]
fn markdown_is_for_a_ticket() {
    let output = oauth_lens(&["check", "browser.har", "server.curl.txt", "--format", "markdown"]);
    assert!(stdout(&output).starts_with("# OAuth Lens report\n"));
    assert!(stdout(&output).contains("`redirect-uri/token-mismatch`"));
    assert_eq!(status(&output), 1);
}

#[test]
fn each_message_says_where_it_stands() {
    let sources = |output: &Output| -> Vec<String> {
        let report: serde_json::Value = serde_json::from_str(stdout(output)).unwrap();
        let messages = report["logins"][0]["messages"].as_array().unwrap();
        messages.iter().map(|message| message["source"].as_str().unwrap().to_owned()).collect()
    };
    let both = ["check", "browser.har", "server.curl.txt", "--format"];
    let files = ["browser.har, entry 1", "browser.har, entry 2", "browser.har, entry 3", "server.curl.txt:2"];
    assert_eq!(sources(&oauth_lens(&[&both[..], &["json"]].concat())), files);
    let markdown = oauth_lens(&[&both[..], &["markdown"]].concat());
    assert!(stdout(&markdown).contains("- message 4, `form.redirect_uri` (`server.curl.txt:2`) · `http://"));

    // In one short file everything is found at a glance.
    let login = transcript("redirect-uri/token-mismatch", "Fires");
    let line = 1 + login.lines().position(|line| line.starts_with("> POST")).unwrap();
    assert!(sources(&check_stdin(&login, &["--format", "json"])).contains(&format!("standard input:{line}")));
    for format in ["text", "markdown"] {
        assert!(!stdout(&check_stdin(&login, &["--format", format])).contains("standard input:"), "{format}");
    }
    let noise = "> GET https://app.example.com/style.css\n< 200\n\n".repeat(20);
    let long = check_stdin(&format!("{noise}{login}"), &[]);
    let place = format!("form.redirect_uri · standard input:{}", noise.lines().count() + line);
    assert!(stdout(&long).contains(&place), "{place}: {}", stdout(&long));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["text", "json", "markdown"] {
        let bytes = || oauth_lens(&["check", "browser.har", "server.curl.txt", "--format", format]).stdout;
        assert_eq!(bytes(), bytes(), "{format}");
    }
}

// --- Several inputs -----------------------------------------------------------------------------------------------

#[test]
fn files_are_one_recording_in_any_order() {
    let server = include_str!("inputs/server.curl.txt");
    for output in [
        oauth_lens(&["check", "server.curl.txt", "browser.har"]),
        run(command(&["check", "browser.har", "-"]), server),
    ] {
        assert_eq!(status(&output), 1, "{}", stderr(&output));
        assert!(stdout(&output).contains("error[redirect-uri/token-mismatch]"), "{}", stdout(&output));
        assert!(stdout(&output).contains("1 login"), "{}", stdout(&output));
    }
}

#[test]
fn one_unreadable_file_does_not_spoil_the_others() {
    let output =
        oauth_lens(&["check", "no-such-file.har", "browser.har", "not-a-har.json", "server.curl.txt"]);
    assert_eq!((status(&output), stderr(&output)), (1, ""));
    let said = stdout(&output);
    assert!(said.contains("error[redirect-uri/token-mismatch]"), "{said}");
    assert!(said.contains("warning: no-such-file.har: left out: there is no such file"), "{said}");
    assert!(said.contains("warning: not-a-har.json: left out: could not be read: it is JSON"), "{said}");
    let output = oauth_lens(&["check", "empty.har", "not-a-har.json"]);
    assert_eq!((status(&output), stdout(&output)), (2, ""));
    assert!(stderr(&output).contains("empty.har"), "{}", stderr(&output));
    let said = String::from_utf8(oauth_lens(&["check", "no-login.har", "not-a-har.json"]).stdout).unwrap();
    assert!(said.contains("No login was found") && !said.contains("not-a-har.json holds"), "{said}");
}

// --- Exit status --------------------------------------------------------------------------------------------------

#[test]
fn the_exit_status_says_what_was_found() {
    let check = |rule: &str, heading: &str, options: &[&str], expected: i32| {
        let output = check_stdin(&transcript(rule, heading), options);
        assert_eq!(status(&output), expected, "{rule} {heading} {options:?}\n{}", stdout(&output));
    };
    let error = "redirect-uri/token-mismatch";
    check(error, "Fires", &[], 1);
    check(error, "Fires", &["--fail-on", "warning"], 1);
    check(error, "Fires", &["--fail-on", "never"], 0);
    check(error, "Silent", &[], 0);
    check(error, "Silent", &["--fail-on", "info"], 0);
    let warning = "token-response/no-token-type";
    check(warning, "Fires", &[], 0);
    check(warning, "Fires", &["--fail-on", "warning"], 1);
    check(warning, "Fires", &["--fail-on", "info"], 1);
    check(warning, "Fires", &["--fail-on", "info", "--format", "json"], 1);
    // A login that failed is one, however harmless the reason.
    for failed in ["callback/access-denied", "callback/silent-requires-login", "device/expired"] {
        check(failed, "Fires", &[], 1);
        check(failed, "Fires", &["--fail-on", "never"], 0);
    }
}

// --- Bad input ----------------------------------------------------------------------------------------------------

#[test]
fn unreadable_input_is_named_with_its_place_and_a_way_out() {
    let mut seen = String::new();
    for name in [
        "no-such-file.har",
        "../inputs",
        "empty.har",
        "not-a-har.json",
        "no-entries.har",
        "cut-off-at-once.har",
    ] {
        let output = oauth_lens(&["check", name]);
        assert_eq!((status(&output), stdout(&output)), (2, ""), "{name}");
        let _ = writeln!(seen, "$ oauth-lens check {name}\n{}", stderr(&output));
    }
    // Text is read as a log: what it holds is said, and that it is nothing.
    let notes = oauth_lens(&["check", "notes.txt"]);
    assert_eq!((status(&notes), stderr(&notes)), (2, ""));
    assert!(stdout(&notes).contains("none holds a request or an error that is known"), "{}", stdout(&notes));
    let _ = writeln!(seen, "$ oauth-lens check - < /dev/null\n{}", stderr(&check_stdin("", &[])));
    insta::assert_snapshot!(seen);
}

#[test]
fn what_is_readable_is_diagnosed() {
    // Cut off behind the fault, and with binary and base64 bodies.
    for name in ["cut-off.har", "binary.har"] {
        let output = oauth_lens(&["check", name]);
        assert!(stdout(&output).contains("warning[token-response/no-token-type]"), "{}", stdout(&output));
        assert_eq!(stderr(&output), "");
    }
    let problems: Vec<String> = ["cut-off.har", "bad-entries.har"]
        .iter()
        .flat_map(|name| {
            let output = oauth_lens(&["check", name]);
            let text = stdout(&output).split("\n\n").find(|part| part.starts_with("warning: "));
            text.map(str::to_owned)
        })
        .collect();
    insta::assert_snapshot!(problems.join("\n\n"));
}

#[test]
fn every_cut_of_a_file_is_read_or_refused() {
    let har = include_str!("inputs/binary.har");
    for cut in (0..har.len()).step_by(211).filter(|cut| har.is_char_boundary(*cut)) {
        let output = check_stdin(&har[..cut], &[]);
        assert!((0..=2).contains(&status(&output)), "cut at {cut}: {}", stderr(&output));
    }
}

// --- Colour, hostile text, secrets --------------------------------------------------------------------------------

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let has_colour = |options: &[&str], no_color: bool| {
        let mut command = command(&[&["check", "browser.har"], options].concat());
        if no_color {
            command.env("NO_COLOR", "1");
        }
        stdout(&run(command, "")).contains('\u{1b}')
    };
    assert!(!has_colour(&[], false), "a pipe is no terminal");
    assert!(has_colour(&["--color", "always"], false));
    assert!(has_colour(&["--color", "always"], true), "what is asked for wins");
    assert!(!has_colour(&["--color", "never"], false));
    assert!(!has_colour(&["--color", "always", "--format", "json"], false));
    assert!(!has_colour(&["--color", "always", "--format", "markdown"], false));
}

#[test]
fn captured_text_cannot_act_on_the_terminal() {
    let hostile = transcript("redirect-uri/token-mismatch", "Fires")
        .replace("web-shop", "web\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31mshop")
        .replace("grant request is invalid", "a\u{202e}b\u{2066}c\\u001b[31mred\\r\\n\\u0008");
    for format in ["text", "json", "markdown"] {
        let output = check_stdin(&hostile, &["--format", format, "--color", "never"]);
        let acts = |c: char| {
            (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(stdout(&output).find(acts), None, "{format}: {}", stdout(&output));
        assert!(stdout(&output).contains("redirect-uri/token-mismatch"), "{format}");
    }
}

#[test]
fn no_secret_is_printed() {
    let canaries = expand(include_str!("../../../tests/canaries/login.txt"));
    for format in ["text", "json", "markdown"] {
        let output = check_stdin(&canaries, &["--format", format]);
        assert_eq!(status(&output), 1, "{format}: the faults are found, so that evidence is shown");
        // Plain, and as base64 begins.
        for secret in ["Kanari", "S2FuYXJp", "kanari.person"] {
            assert!(!stdout(&output).contains(secret), "{format}: {secret} in\n{}", stdout(&output));
        }
    }
    let halves = canaries.split('\n').map(|line| format!("{line}\n")).collect::<Vec<_>>();
    for cut in [7, 23, 61] {
        let output = check_stdin(&halves[cut..].concat(), &[]);
        assert!(!stdout(&output).contains("Kanari") && !stderr(&output).contains("Kanari"));
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    for arguments in
        [&["rules"][..], &["check", "browser.har"], &["check", "browser.har", "--format", "json"]]
    {
        let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((status(&output), stderr(&output)), (0, ""), "{arguments:?}");
    }
}

// --- The rules ----------------------------------------------------------------------------------------------------

#[test]
fn a_rule_is_explained() {
    insta::assert_snapshot!(shown(&oauth_lens(&["explain", "redirect-uri/token-mismatch"])));
}

#[test]
fn every_rule_is_explained() {
    for rule in lint::catalogue() {
        let page = stdout(&oauth_lens(&["explain", rule.id])).to_owned();
        assert!(page.contains(rule.title) && page.contains("How to fix it"), "{page}");
        assert!(!page.contains("```") && !page.contains("Silent\n"), "{page}");
        for reference in rule.references {
            assert!(page.contains(&reference.name()) && page.contains(&reference.url()), "{page}");
        }
    }
}

#[test]
fn examples_are_shown_on_request() {
    let page = stdout(&oauth_lens(&["explain", "redirect-uri/token-mismatch", "--examples"])).to_owned();
    assert!(
        page.contains("Fires\n") && page.contains("    > POST https://auth.example.com/token\n"),
        "{page}"
    );
}

#[test]
fn an_unknown_rule_is_answered_with_the_nearest() {
    let mut seen = String::new();
    for rule in ["redirect-uri/token-missmatch", "state", "pkce/qqqqqqqq"] {
        let output = oauth_lens(&["explain", rule]);
        assert_eq!((status(&output), stdout(&output)), (2, ""));
        let _ = writeln!(seen, "$ oauth-lens explain {rule}\n{}", stderr(&output));
    }
    assert!(seen.contains("Did you mean redirect-uri/token-mismatch"), "{seen}");
    assert!(seen.contains("state/mismatch"), "{seen}");
    assert!(!seen.split("pkce/qqqqqqqq").last().unwrap().contains("Did you mean"), "{seen}");
    // Who has an area of their own speaks of something else.
    for message in ["auth/some-new-code", "/signin-oidc", "oauth/token-failed"] {
        let output = oauth_lens(&["explain", message]);
        assert!(stdout(&output).contains("not known here"), "{message}: {}", stderr(&output));
    }
}

#[test]
fn a_message_that_is_not_known_is_said_to_be_so() {
    let output = oauth_lens(&["explain", "The flux capacitor at https://app.example/x 'is' low"]);
    assert_eq!(status(&output), 1);
    let text = stdout(&output);
    assert!(text.starts_with("This message is not known here.\n\nWhat tells more:\n"), "{text}");

    let output = run(
        command(&["explain", "--file", "-", "--format", "json"]),
        "PKCE verification has failed:\n  the code mismatch",
    );
    let explanation: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(explanation["certainty"], "perhaps", "{explanation}");
    let message = &explanation["causes"][0]["message"];
    assert_eq!(message, "PKCE verification failed: Code mismatch", "{explanation}");
}

#[test]
fn a_message_may_be_utf_16() {
    let message = "\u{feff}AADSTS50011: The redirect URI is another one\r\n";
    let bytes: Vec<u8> = message.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let output = run(command(&["explain", "--file", "-"]), bytes);
    assert!(stdout(&output).contains("Microsoft Entra ID: AADSTS50011"), "{}", stdout(&output));
    // What is no text at all is said to be none.
    let output = run(command(&["explain", "-"]), [0xff, 0xfe, 0, 0, 1]);
    assert!(stderr(&output).contains("cannot be read"), "{}", stderr(&output));
}

#[test]
fn what_the_recording_shows_comes_first_and_what_it_rules_out_last() {
    let login = transcript("redirect-uri/token-mismatch", "Fires");
    let output =
        run(command(&["explain", "unexpected \"state\" response parameter value", "--in", "-"]), &login);
    let text = stdout(&output);
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} in {text}"));
    assert!(place("the recording shows this") < place("state/mismatch"), "{text}");
    assert!(place("state/mismatch") < place("ruled out: the recording was looked at for it"), "{text}");
}

#[test]
fn an_error_message_leads_to_its_causes() {
    insta::assert_snapshot!(shown(&oauth_lens(&["explain", "JWT signature verification failed"])));
    let json = stdout(&oauth_lens(&["explain", "grant request is invalid", "--format", "json"])).to_owned();
    let explanation: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(explanation["certainty"], "known", "{json}");
    let causes = explanation["causes"].as_array().unwrap();
    // What the message means where it is said comes first, then the rules that it suspects.
    let rules: Vec<&str> = causes.iter().filter_map(|cause| cause["rule"].as_str()).collect();
    let first = causes[0]["message"].as_str();
    assert_eq!((first, rules.first()), (Some("grant request is invalid"), Some(&"token/invalid-grant")));
    assert!(causes.iter().all(|cause| cause["found_in"] == serde_json::json!([])), "{json}");
}

#[test]
fn the_causes_that_a_recording_proves_are_marked() {
    let login = transcript("redirect-uri/token-mismatch", "Fires");
    let output = run(command(&["explain", "grant request is invalid", "--in", "-"]), &login);
    let text = stdout(&output);
    let first = text.split("\n\n").next().unwrap();
    assert!(first.contains("redirect-uri/token-mismatch"), "{text}");
    assert!(first.contains("found in login-1 (its root cause)"), "{text}");
    assert!(text.contains("found in login-1\n"), "what follows from it is marked, too: {text}");

    let json =
        run(command(&["explain", "grant request is invalid", "--in", "-", "--format", "json"]), &login);
    let explanation: serde_json::Value = serde_json::from_str(stdout(&json)).unwrap();
    let causes = explanation["causes"].as_array().unwrap();
    let found: Vec<&serde_json::Value> = causes.iter().map(|cause| &cause["found_in"]).collect();
    assert_eq!(found[0][0]["is_root_cause"], true, "{found:?}");
    assert_eq!(found[1][0]["is_root_cause"], false, "{found:?}");
    assert!(found[2..].iter().all(|found| found.as_array().unwrap().is_empty()), "{found:?}");
    assert!(
        text.split("\n\n")
            .any(|cause| cause.contains("pkce/verifier-mismatch") && !cause.contains("found in")),
        "{text}"
    );
}

#[test]
fn an_id_that_was_merged_shows_the_rule_that_took_it_over() {
    let page = stdout(&oauth_lens(&["explain", "token/code-reused"])).to_owned();
    assert!(
        page.starts_with("token/code-reused is part of this rule") && page.contains("token/double-exchange"),
        "{page}"
    );
    let gone = oauth_lens(&["explain", "jwks/nodes-disagree"]);
    assert_eq!(status(&gone), 2);
    assert!(
        stderr(&gone).contains("jwks/nodes-disagree is no rule: A recording of one login"),
        "{}",
        stderr(&gone)
    );
}

#[test]
fn the_rules_are_listed() {
    let text = stdout(&oauth_lens(&["rules"])).to_owned();
    let json = stdout(&oauth_lens(&["rules", "--format", "json"])).to_owned();
    let listed: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(listed.len(), lint::catalogue().len());
    for (rule, listed) in lint::catalogue().iter().zip(&listed) {
        assert!(text.contains(&format!(" {} ", rule.id)), "{text}");
        assert_eq!(listed["id"], rule.id);
        assert_eq!(listed["title"], rule.title);
        assert!(["error", "warning", "info"].contains(&listed["severity"].as_str().unwrap()));
        assert!(listed["specifications"][0]["url"].as_str().unwrap().starts_with("https://"));
    }
}

// --- The command line ---------------------------------------------------------------------------------------------

#[test]
fn help_has_examples_and_the_exit_statuses() {
    let help = stdout(&oauth_lens(&["--help"])).to_owned();
    assert!(help.contains("Examples:\n  oauth-lens check login.har "), "{help}");
    let check = stdout(&oauth_lens(&["check", "--help"])).to_owned();
    assert!(check.contains("Exit status:\n  0  "), "{check}");
    assert!(help.lines().chain(check.lines()).all(|line| line.chars().count() <= 100), "{help}{check}");
    let version = stdout(&oauth_lens(&["--version"])).to_owned();
    assert_eq!(version, format!("oauth-lens {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(status(&oauth_lens(&["check"])), 2);
    assert_eq!(status(&oauth_lens(&[])), 2);
}

// --- Tokens -------------------------------------------------------------------------------------------------------

const TOKEN: &str = r#"$signed({"alg":"ES256","kid":"key-1"}, {"iss":"https://auth.example.com","sub":"alice","aud":"web-shop","nonce":"n","iat":$time(09:41:00),"exp":$time(10:41:00),"email":"alice@example.com"})"#;

fn token(options: &[&str]) -> Output {
    run(command(&[&["token", "-", "--at", "2026-11-23T09:45:00Z"], options].concat()), expand(TOKEN))
}

/// A file for one test.
fn file(name: &str, text: &str) -> String {
    let path = std::env::temp_dir().join(format!("oauth-lens-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn a_token_in_words() {
    insta::assert_snapshot!(shown(&token(&[])));
}

#[test]
fn a_signature_is_checked_with_the_keys_of_a_file() {
    let keys = file("keys.json", &expand("$key(key-1)"));
    let good = token(&["--jwks", &keys]);
    assert_eq!(status(&good), 0, "{}", stdout(&good));
    assert!(stdout(&good).contains("It fits the key key-1"), "{}", stdout(&good));
    let other = file("other.json", &expand("$key(key-2)"));
    let wrong = token(&["--jwks", &other, "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(stdout(&wrong)).unwrap();
    assert_eq!((status(&wrong), &document["format"]), (1, &"oauth-lens-token".into()));
    assert_eq!(document["token"]["signature"]["state"], "no-key");
    assert!(!stdout(&wrong).contains("alice"), "{}", stdout(&wrong));
}

#[test]
fn keys_are_fetched_from_a_url() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let length = std::io::Read::read(&mut stream, &mut request).unwrap();
        let keys = expand("$key(key-1)");
        let answer =
            format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{keys}", keys.len());
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let good = token(&["--jwks", &format!("http://{address}/jwks")]);
    assert!(stdout(&good).contains("It fits the key key-1"), "{}{}", stdout(&good), stderr(&good));
    let request = server.join().unwrap();
    assert!(request.starts_with("GET /jwks ") && !request.contains("eyJ"), "{request}");
}

#[test]
fn what_is_no_token_and_what_are_no_keys_is_said() {
    let mut seen = String::new();
    let discovery = file("discovery.json", r#"{"jwks_uri": "https://auth.example.com/jwks"}"#);
    let private = file("private.pem", "-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n");
    for keys in [&discovery, &private, "no-login.har", "nowhere.json", "http://127.0.0.1:1/jwks"] {
        let output = token(&["--jwks", keys]);
        assert_eq!((status(&output), stdout(&output)), (2, ""));
        let folder = std::env::temp_dir().to_string_lossy().into_owned();
        let text = stderr(&output).replace(&folder, "").replace(&std::process::id().to_string(), "");
        let _ = writeln!(seen, "{text}");
    }
    let empty = run(command(&["token", "-"]), "  \n");
    assert_eq!(status(&empty), 2);
    let _ = writeln!(seen, "{}", stderr(&empty));
    insta::assert_snapshot!(seen);
}
