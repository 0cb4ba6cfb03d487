use std::collections::{HashMap, HashSet};

use super::*;
use crate::rule::Actor;

/// The text of a line with made-up values in its gaps: a sample of what the program says.
fn sample(known: &Known) -> String {
    known.text.replace(pattern::GAP, "zq7")
}

#[test]
fn every_text_is_found_in_its_own_sample_and_no_other_is() {
    let mut matcher = Matcher::default();
    let mut wrong = Vec::new();
    // Those that only people ask about are tried with the search.
    // So are those that are the end of another one: others may say the same.
    let mut first: HashMap<&str, &str> = HashMap::new();
    for known in all().filter(|known| !known.is_message()) {
        let whole = *first.entry(known.own.id).or_insert(known.text);
        if whole.len() > known.text.len() && whole.ends_with(known.text) {
            continue;
        }
        let sample = sample(known);
        let all = matcher.find_all(&sample);
        let found = all.iter().map(|said| said.known).find(|known| !known.is_message());
        if !found.is_some_and(|found| std::ptr::eq(found, known)) {
            wrong.push(format!("{}: {sample}: {:?}", known.own.id, found.map(|other| other.own.id)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all().count(), wrong.join("\n"));
}

#[test]
fn ids_are_unique_and_no_rules() {
    // The same text in another language or without its class has the id of the first.
    let mut means: HashMap<&str, &str> = HashMap::new();
    for known in all() {
        assert!(known.own.id.starts_with("log/"), "{}", known.own.id);
        let first = means.entry(known.own.id).or_insert(known.means());
        assert!(std::ptr::eq(*first, known.means()), "{} twice", known.own.id);
    }
}

/// The texts that a statement holds for sure, the one that says most first.
fn found(statement: &str) -> Vec<&'static str> {
    let said = Matcher::default().find_all(statement);
    said.iter().filter(|said| said.needs == Near::Nothing).map(|said| said.known.own.id).collect()
}

#[track_caller]
fn first(statement: &str, id: &str) {
    let found = found(statement);
    assert_eq!(found.first(), Some(&id), "{statement}: {found:?}");
}

#[test]
fn every_rule_that_a_table_names_is_one() {
    for known in all() {
        assert!(known.proves.is_none() || !known.suspects.is_empty(), "{}", known.own.id);
    }
    for line in packed::lines().filter(|line| !line.starts_with(['=', '?', '@'])) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(cells.len() >= 6, "{line}");
        for id in cells[4].split(' ').filter(|id| !id.is_empty()) {
            let now = crate::retired(id).and_then(|retired| retired.now).unwrap_or(id);
            assert!(crate::catalogue().iter().any(|rule| rule.id == now), "{}: {id}", cells[0]);
        }
    }
}

#[test]
fn everybody_can_act_on_what_a_text_means() {
    for known in all() {
        // It stands as the headline of a report: "Over" tells nobody what is over.
        let says = known.means().split(' ').count() > 1 && known.means().len() > 12;
        assert!(says && !known.fix().is_empty(), "{}: {}", known.own.id, known.means());
    }
}

#[test]
fn what_says_more_counts() {
    // The provider's own code says more than the specification's, and both more than what wraps them.
    first(
        r#"oauth2: cannot fetch token: 400 {"error":"invalid_request","error_description":"AADSTS900144: The request body must contain the following parameter: 'client_id'."}"#,
        "log/entra-900144-client-id",
    );
    first(
        r#"Error redeeming code during OAuth2 callback: {"error":"invalid_grant"}"#,
        "log/code-invalid-grant",
    );
    first(
        "type=\"LOGIN_ERROR\", realmId=\"r\", clientId=\"c\", error=\"invalid_redirect_uri\", redirect_uri=\"http://a\"",
        "log/keycloak-event-redirect-uri-quoted",
    );
}

#[test]
fn a_code_proves_what_the_text_beside_it_explains() {
    let said = Matcher::default().find_all(
        r#"{"error":"invalid_client","error_description":"Invalid client or Invalid client credentials"}"#,
    );
    let said = said.first().unwrap();
    assert_eq!(said.known.product, "Keycloak");
    assert_eq!(said.proves().map(|rule| rule.id), Some("token/invalid-client"));
}

#[test]
fn what_has_nothing_to_do_with_logins_says_nothing() {
    for line in include_str!("foreign.txt").lines() {
        assert_eq!(found(line), Vec::<&str>::new(), "{line}");
    }
}

/// The rows of the tables as they are written.
fn written() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/known/texts");
    let mut tables: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    tables.sort();
    let written: String = tables.iter().map(|table| std::fs::read_to_string(table).unwrap()).collect();
    written.lines().map(str::to_owned).collect()
}

#[test]
fn the_packed_rows_are_those_that_are_written_but_for_the_sources() {
    let written = written();
    let written: Vec<&String> = written.iter().filter(|row| !row.starts_with(['#', '='])).collect();
    let packed: Vec<&str> = packed::lines().filter(|line| !line.starts_with(['=', '?', '@'])).collect();
    assert_eq!(packed.len(), written.len());
    for (packed, written) in packed.iter().zip(&written) {
        let (packed, written): (Vec<_>, Vec<_>) =
            (packed.split('\t').collect(), written.split('\t').collect());
        let marks: Vec<&str> = written[3].split(' ').filter(|mark| !mark.starts_with('=')).collect();
        assert_eq!(packed[3], marks.join(" "));
        // The versions stand behind the cells.
        let cells = packed.len().min(8);
        let mut padded = written[4..].to_vec();
        padded.resize(cells.max(written.len()) - 4, "");
        assert_eq!((&packed[..3], &packed[4..cells]), (&written[..3], &padded[..]));
    }
}

#[test]
fn every_number_is_a_text_and_every_id_is_found() {
    assert_eq!(packed::lines().count(), packed::count());
    // Each is read; of a part the id is looked for, which is slow.
    let numbers = 0..packed::count() + codes::count();
    let lost: Vec<_> =
        numbers.clone().filter(|number| text_of(*number).is_none()).map(packed::line).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    for known in numbers.step_by(97).filter_map(text_of) {
        assert_eq!(rule(known.own.id).map(|rule| rule.title), Some(known.own.title), "{}", known.text);
    }
    assert!(rule("log/nothing").is_none() && text_of(packed::count() + codes::count()).is_none());
}

#[test]
fn every_text_has_a_source_and_every_source_a_text() {
    let sources = include_str!("sources.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut unused: HashSet<&str> = HashSet::new();
    for line in sources {
        let (key, source) = line.split_once('\t').unwrap();
        assert!(source.len() >= 5 && unused.insert(key), "{line}");
    }
    let known = unused.clone();
    let written = written();
    for row in written.iter().filter(|row| !row.starts_with(['#', '='])) {
        let marks = row.split('\t').nth(3).unwrap();
        let own: Vec<&str> = marks.split(' ').filter_map(|mark| mark.strip_prefix('=')).collect();
        assert!(own.len() == 1 && known.contains(own[0]), "{row}");
        unused.remove(own[0]);
    }
    for row in include_str!("messages.tsv").lines().filter(|row| !row.starts_with('#')) {
        let own = row.split('\t').nth(3).unwrap_or_default();
        assert!(known.contains(own), "{row}");
        unused.remove(own);
    }
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn a_text_in_another_language_is_one_of_the_table() {
    let written = written();
    let ids: HashSet<&str> = written.iter().filter_map(|row| row.split('\t').next()).collect();
    for row in written.iter().filter_map(|row| row.strip_prefix('=')) {
        let cells: Vec<&str> = row.split('\t').collect();
        assert!(cells.len() == 3 && ids.contains(cells[0]), "{row}");
    }
}

#[test]
fn a_counter_at_nothing_tells_of_no_error() {
    for line in [
        "INFO metrics oauth.errors.invalid_client=0 oauth.errors.invalid_grant=0",
        "INFO auth: invalid_grant errors in last hour: 0",
    ] {
        assert_eq!(found(line), Vec::<&str>::new(), "{line}");
    }
    first("ERROR token refused: invalid_grant, retries: 0", "log/code-invalid-grant");
}

#[test]
fn calls_that_do_not_get_through_are_known_in_every_runtime() {
    for (statement, id) in [
        (r#"oauth2: token call: Post "https://idp.example/token": EOF"#, "log/go-post-token-eof"),
        (
            r#"oidc: Get "/.well-known/openid-configuration": unsupported protocol scheme """#,
            "log/go-unsupported-protocol-scheme",
        ),
        (
            "OAuth access token: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
            "log/transport-python-remote-end",
        ),
        ("Error in OAuth discovery: Error: self-signed certificate", "log/transport-node-self-signed-new"),
        (
            "oidc: cURL error 60: SSL: no alternative certificate subject name matches target host name 'keycloak'",
            "log/transport-curl-60-name",
        ),
        (
            "openidc.lua: accessing discovery url (http://idp.example/.well-known/openid-configuration) failed: network is unreachable",
            "log/transport-lua-unreachable",
        ),
    ] {
        first(statement, id);
    }
}

#[test]
fn a_sentence_of_the_specification_is_no_single_products() {
    let said = Matcher::default().find_all(
        "OIDC token exchange rejected (HTTP 400): Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)",
    );
    let known = said.first().unwrap().known;
    assert_eq!(known.product, "a provider, in RFC 6749's words");
}

#[test]
fn a_value_in_doubled_quotes_is_not_empty() {
    let said = |value: &str| {
        let text =
            format!("oidc_util_check_json_error: response contained an \"error\" entry with value: {value}");
        Matcher::default().find_all(&text).first().and_then(|said| said.known.said_empty(&text))
    };
    assert_eq!(said("\"\"invalid_client\"\""), None);
    assert_eq!(said("\"invalid_client\""), None);
    assert!(said("\"\"").is_some());
}

#[test]
fn a_sentence_means_the_same_where_another_says_it() {
    let said = Matcher::default()
        .find_all("ERROR oidc login failed: token has invalid claims: token has invalid audience");
    let said = said.into_iter().find(|said| said.needs == Near::Product).unwrap();
    let own = said.known;
    let of_another = said.of_another().unwrap();
    assert_eq!(of_another.rule().id, own.own.id);
    assert!(!of_another.rule().title.to_lowercase().contains("golang"), "{}", of_another.rule().title);
}

#[test]
fn a_text_tells_the_versions_that_say_it() {
    let versions = |text: &str| just(text).map(|known| known.versions);
    let of_three = r#""response" body "issuer" property does not match the expected value"#;
    assert_eq!(versions(of_three), Some("3 and later"));
    let told = (0..packed::count()).filter_map(text_of).filter(|known| !known.versions.is_empty()).count();
    assert!(told > 3000, "{told}");
}

#[test]
fn who_acts_is_whoever_can() {
    let check = |id: &str, actor| {
        let known = all().find(|known| known.own.id == id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(known.own.actor, actor, "{id}");
    };
    // A finished program is set up, not programmed.
    check("log/argo-json-cannot-unmarshal-array-into-go-struct-field-standa", Actor::Operator);
    check("log/aws-createtoken-grant", Actor::Operator);
    // A library's user can change its app.
    check("log/jumbojett-unable-verify-jwt-claims", Actor::App);
    // An advice that begins at a console.
    check("log/google-identity-se-gsi-logger-given-origin-not-allowed-given-cli", Actor::ProviderSettings);
}

#[test]
fn keycloaks_refused_logouts_are_told_apart() {
    let line = |error: &str| {
        format!(
            "type=LOGOUT_ERROR, realmId=shop, clientId=web-shop, userId=null, ipAddress=192.0.2.1, error={error}"
        )
    };
    first(&line("invalid_redirect_uri"), "log/keycloak-event-logout");
    first(&line("session_expired"), "log/keycloak-event-logout-session");
    first(&line("invalid_token"), "log/keycloak-event-logout-token");
    first(&line("something_else"), "log/keycloak-event-any-logout-error");
}
