//! A masked recording is read again with the same causes, and has no secret.

use std::collections::BTreeMap;
use std::path::Path;

use lint::Session;
use oauth_lens_tests::{recorded, scenarios, session_of};
use report::{Files, Shown};
use serde_json::Value;

/// Recordings whose masked form gives another cause, and why. Who mends one takes it out: the test fails where one is right.
const OTHERS: &[(&str, &str)] = &[];

/// Outcome and root cause of each login.
fn causes(session: &Session) -> Vec<String> {
    let analysis = session.analysis();
    let line = |story: &lint::Story<'_>| {
        let diagnosis = story.diagnosis();
        let cause = diagnosis.root_cause().map_or("-", |finding| finding.rule.id);
        format!("{} {:?} {cause}", story.kind().id(), diagnosis.outcome)
    };
    analysis.stories().iter().map(line).collect()
}

fn masked(session: &Session, hosts: bool) -> String {
    report::sanitized(session, None, hosts).unwrap().text
}

/// A recording that was written, as it is read.
fn read(name: &str, text: &str) -> Session {
    let json: Value = serde_json::from_str(text).unwrap();
    let is_empty = json["log"]["entries"].as_array().unwrap().is_empty();
    let mut session = Session::new();
    if is_empty && json["log"].get("_oauthLensStatements").is_none() {
        return session;
    }
    let recording = http::readers::read(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    assert_eq!(recording.problems, [], "{name}");
    session.import(recording.exchanges, recording.statements);
    session
}

/// What people had when a login failed: the files that each case of `tests/field` has checked.
fn field() -> Vec<(String, Session)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("field");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    let mut all = Vec::new();
    for case in cases {
        let text = std::fs::read_to_string(case.join("case.json")).unwrap();
        let about: Value = serde_json::from_str(&text).unwrap();
        for (number, run) in (1..).zip(about["runs"].as_array().unwrap()) {
            let names: Vec<&str> =
                run["check"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let mut files = Files::new(u64::MAX);
            for name in &names {
                files.read(Shown::from_user(name), &std::fs::read(case.join(name)).unwrap(), None);
            }
            if let (false, Ok((session, _))) = (names.is_empty(), files.into_parts()) {
                let name = case.file_name().unwrap().to_string_lossy();
                all.push((format!("field {name} {number}"), session));
            }
        }
    }
    all
}

fn all() -> Vec<(String, Session)> {
    let only = std::env::var("ONLY").unwrap_or_default();
    let scenarios =
        scenarios().into_iter().map(|(name, text)| (format!("scenario {name}"), session_of(&text)));
    let recorded = recorded().into_iter().map(|(name, session)| (format!("corpus {name}"), session));
    scenarios.chain(recorded).chain(field()).filter(|(name, _)| name.contains(&only)).collect()
}

/// The names of those that do not hold, each with what is wrong. `ONLY=name` looks at some alone and prints them.
fn wrong(holds: impl Fn(&str, &Session) -> Result<(), String> + Sync) -> BTreeMap<String, String> {
    let all = all();
    assert!(all.len() > 1 || std::env::var("ONLY").is_ok());
    let mut wrong = BTreeMap::new();
    for (name, session) in &all {
        if let Err(what) = holds(name, session) {
            wrong.insert(name.clone(), what);
        }
    }
    println!("{} of {} hold", all.len() - wrong.len(), all.len());
    wrong
}

fn told(wrong: &BTreeMap<String, String>) -> String {
    wrong.iter().map(|(name, what)| format!("{name}\n{what}\n")).collect()
}

#[test]
fn a_masked_recording_gives_the_same_causes() {
    let wrong = wrong(|name, session| {
        let text = masked(session, false);
        let again = read(name, &text);
        if std::env::var("ONLY").is_ok() {
            let diagnosis = oauth_lens_tests::diagnosis;
            println!("{text}\n{}\n----\n{}", diagnosis(session), diagnosis(&again));
        }
        let (before, after) = (causes(session), causes(&again));
        if before == after {
            return Ok(());
        }
        Err(format!("    was {}\n    now {}", before.join(" | "), after.join(" | ")))
    });
    let is_known = |name: &str| OTHERS.iter().any(|(other, _)| *other == name);
    let unknown: BTreeMap<_, _> = wrong
        .iter()
        .filter(|(name, _)| !is_known(name))
        .map(|(name, what)| (name.clone(), what.clone()))
        .collect();
    assert!(unknown.is_empty(), "{}", told(&unknown));
    let mended: Vec<_> = OTHERS.iter().filter(|(name, _)| !wrong.contains_key(*name)).collect();
    assert!(mended.is_empty() || std::env::var("ONLY").is_ok(), "these are right now: {mended:?}");
}

#[test]
fn other_names_for_hosts_change_no_cause() {
    let wrong = wrong(|name, session| {
        let text = masked(session, true);
        let (before, after) = (causes(&read(name, &masked(session, false))), causes(&read(name, &text)));
        if before == after {
            Ok(())
        } else {
            Err(format!("    was {}\n    now {}", before.join(" | "), after.join(" | ")))
        }
    });
    assert!(wrong.is_empty(), "{}", told(&wrong));
}

#[test]
fn what_is_masked_twice_is_as_it_was_masked_once() {
    let wrong = wrong(|name, session| {
        for hosts in [false, true] {
            let once = masked(session, hosts);
            let twice = masked(&read(name, &once), hosts);
            if once != twice {
                let line = once.lines().zip(twice.lines()).find(|(one, other)| one != other);
                return Err(format!("    {line:?}"));
            }
        }
        Ok(())
    });
    assert!(wrong.is_empty(), "{}", told(&wrong));
}

/// The values of a recording that nobody may see: what protocols call a secret, and cookies. What is short or stands in the open as well
/// says nothing here.
fn secrets(session: &Session) -> Vec<String> {
    const NAMES: [&str; 16] = [
        "code",
        "state",
        "nonce",
        "code_verifier",
        "client_secret",
        "password",
        "access_token",
        "refresh_token",
        "id_token",
        "assertion",
        "client_assertion",
        "device_code",
        "SAMLResponse",
        "subject_token",
        "id_token_hint",
        "logout_token",
    ];
    let mut found = Vec::new();
    let analysis = session.analysis();
    for exchange in analysis.stories().iter().flat_map(|story| story.exchanges()) {
        let fields = exchange.request.uri.query().iter().chain(exchange.request.uri.fragment().iter());
        let fields = fields.chain(exchange.form().into_iter().flat_map(http::Parameters::iter));
        found.extend(fields.filter(|(name, _)| NAMES.contains(name)).map(|(_, value)| value.text().to_owned()));
        let body = exchange.response_body().present().and_then(|body| body.json()).cloned();
        let members = body.as_ref().and_then(Value::as_object).into_iter().flatten();
        let members = members.filter(|(name, _)| NAMES.contains(&name.as_str()));
        found.extend(members.filter_map(|(_, value)| value.as_str().map(str::to_owned)));
        for header in ["cookie", "authorization", "dpop"] {
            let values = exchange.request_header(header).unwrap_or_default().split([';', ' ']);
            found.extend(values.map(|value| value.split_once('=').map_or(value, |(_, value)| value).to_owned()));
        }
    }
    // Of a token its signature is what nobody may have.
    let told = |value: String| match value.starts_with("eyJ") {
        true => value.rsplit('.').next().unwrap_or_default().to_owned(),
        false => value,
    };
    let is_telling = |value: &String| {
        value.len() >= 16
            && value.bytes().any(|b| b.is_ascii_digit())
            && value.bytes().any(|b| b.is_ascii_alphabetic())
            && http::Redaction::of(value).is_none()
            && !value.contains("://")
    };
    found.into_iter().map(told).filter(is_telling).collect()
}

#[test]
fn no_secret_of_any_recording_is_in_its_masked_form() {
    let wrong = wrong(|_, session| {
        let text = masked(session, false);
        let leaked: Vec<String> = secrets(session).into_iter().filter(|secret| text.contains(secret)).collect();
        if leaked.is_empty() { Ok(()) } else { Err(format!("    {leaked:?}")) }
    });
    assert!(wrong.is_empty(), "{}", told(&wrong));
    let with_secrets = all().iter().filter(|(_, session)| !secrets(session).is_empty()).count();
    assert!(with_secrets > 100 || std::env::var("ONLY").is_ok(), "only {with_secrets} have any");
}

/// What HAR 1.2 requires, and of which type.
fn is_archive(har: &Value) -> Result<(), String> {
    type Is = fn(&Value) -> bool;
    const TEXT: Is = Value::is_string;
    const NUMBER: Is = Value::is_number;
    const LIST: Is = Value::is_array;
    const OBJECT: Is = Value::is_object;
    let has = |place: &str, of: &Value, fields: &[(&str, Is)]| {
        let wrong = fields.iter().find(|(name, is)| !of.get(*name).is_some_and(is));
        wrong.map_or(Ok(()), |(name, _)| Err(format!("{place}.{name} is {:?}", of.get(*name))))
    };
    let pairs = |place: &str, list: &Value| {
        let mut pairs = list.as_array().into_iter().flatten();
        pairs.try_for_each(|pair| has(place, pair, &[("name", TEXT), ("value", TEXT)]))
    };
    let log = &har["log"];
    has("log", log, &[("version", TEXT), ("creator", OBJECT), ("entries", LIST)])?;
    has("creator", &log["creator"], &[("name", TEXT), ("version", TEXT)])?;
    for entry in log["entries"].as_array().into_iter().flatten() {
        let parts = [("request", OBJECT), ("response", OBJECT), ("cache", OBJECT), ("timings", OBJECT)];
        has("entry", entry, &[("startedDateTime", TEXT), ("time", NUMBER)])?;
        has("entry", entry, &parts)?;
        let started = entry["startedDateTime"].as_str().and_then(http::Timestamp::from_rfc3339);
        started.ok_or("startedDateTime is no time")?;
        let timings = &entry["timings"];
        has("timings", timings, &[("send", NUMBER), ("wait", NUMBER), ("receive", NUMBER)])?;
        let sum: f64 = ["send", "wait", "receive"].iter().filter_map(|name| timings[*name].as_f64()).sum();
        if entry["time"].as_f64() != Some(sum) {
            return Err("time is not the sum of timings".to_owned());
        }
        let both = [("httpVersion", TEXT), ("cookies", LIST), ("headers", LIST), ("headersSize", NUMBER), ("bodySize", NUMBER)];
        let (request, response) = (&entry["request"], &entry["response"]);
        has("request", request, &both)?;
        has("request", request, &[("method", TEXT), ("url", TEXT), ("queryString", LIST)])?;
        has("response", response, &both)?;
        has("response", response, &[("status", NUMBER), ("statusText", TEXT), ("content", OBJECT), ("redirectURL", TEXT)])?;
        has("content", &response["content"], &[("size", NUMBER), ("mimeType", TEXT)])?;
        http::Uri::parse(request["url"].as_str().unwrap_or_default()).ok_or("url is none")?;
        if let Some(post) = request.get("postData") {
            has("postData", post, &[("mimeType", TEXT), ("params", LIST)])?;
        }
        for list in [&request["headers"], &request["cookies"], &request["queryString"], &response["headers"], &response["cookies"]] {
            pairs("a field", list)?;
        }
        let known = ["startedDateTime", "time", "request", "response", "cache", "timings"];
        let own = entry.as_object().into_iter().flatten().find(|(name, _)| !name.starts_with('_') && !known.contains(&name.as_str()));
        if let Some((name, _)) = own {
            return Err(format!("{name} is no field of an entry"));
        }
    }
    Ok(())
}

#[test]
fn what_is_written_is_an_archive() {
    let wrong = wrong(|_, session| is_archive(&serde_json::from_str(&masked(session, false)).unwrap()));
    assert!(wrong.is_empty(), "{}", told(&wrong));
    assert!(is_archive(&serde_json::json!({"log": {"entries": [{}]}})).is_err());
}

#[test]
fn hostile_content_is_written_as_text() {
    let long = "x".repeat(1 << 20);
    let value = "\u{1b}[31m</script><b>\u{202e}\u{85}\u{0}\"\\,; \r\n#1 · 43 chars";
    let encoded = http::Parameters::encode(value);
    let many: String = (0..2_000).map(|number| format!("&p{number}={encoded}")).collect();
    let line = serde_json::json!({
        "method": "GET",
        "url": format!("https://auth.example.com/authorize?response_type=code&client_id={encoded}&state={long}&redirect_uri={encoded}{many}"),
        "request_headers": {"cookie": format!("a={value}; {value}=b"), "authorization": value, "x-any": value, "user-agent": value},
        "status": 400,
        "response_headers": {"set-cookie": value, "location": value, "content-type": "text/html", "www-authenticate": value},
        "response_body": format!("<script>{value}</script>{value}{long}"),
    });
    let recording = http::readers::read(line.to_string().as_bytes()).unwrap();
    let mut session = Session::new();
    session.import(recording.exchanges, recording.statements);
    let text = masked(&session, false);
    assert!(!text.chars().any(|c| c != '\n' && report::acts(c)), "a character acts");
    is_archive(&serde_json::from_str(&text).unwrap()).unwrap();
    assert!(text.len() < 4 << 20, "{}", text.len());
    assert!(!text.contains(&long[..1_000]));
    let again = read("hostile", &text);
    assert_eq!(causes(&again), causes(&session));
}
