//! What the tests over scenarios, rule pages and recordings share.

mod archive;
pub mod canaries;
mod expand;
mod filled;
pub mod forms;
#[path = "../fuzz/targets/mod.rs"]
pub mod fuzz;
pub mod hostile;
mod live;
mod log;
mod partial;

use lint::{FindingKind, Session, Settings};
use oauth::RegisteredClient;

pub use archive::archive;
pub use expand::expand;
pub use filled::filled;
pub use live::{events_of, request_of};
pub use log::Log;
pub use partial::{PARTS, Part, cuts};

/// The session of a transcript (`docs/transcripts.md`) with the tests' placeholders.
pub fn session_of(transcript: &str) -> Session {
    let text = expand(transcript);
    let recording =
        http::readers::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error:?} in\n{text}"));
    assert_eq!(recording.problems, [], "in\n{text}");
    let mut session = Session::new();
    session.set(Settings { clients: registered(&text), ..Settings::default() });
    session.import(recording.exchanges, recording.statements);
    session
}

/// The clients in the comments of a transcript: `# registered: client_id=a redirect_uris=b,c issuer=d aud=e`.
fn registered(transcript: &str) -> Vec<RegisteredClient> {
    let lines = transcript.lines().filter_map(|line| line.strip_prefix("# registered: "));
    let client = |line: &str| {
        let mut client = RegisteredClient::default();
        for (name, value) in line.split(' ').filter_map(|member| member.split_once('=')) {
            let list = || value.split(',').map(str::to_owned).collect();
            match name {
                "client_id" => client.client_id = value.to_owned(),
                "issuer" => client.issuer = value.to_owned(),
                "redirect_uris" => client.redirect_uris = list(),
                "aud" => client.audiences = list(),
                other => panic!("{other} is no member of a client in {line}"),
            }
        }
        client
    };
    lines.map(client).collect()
}

/// The transcripts of `tests/scenarios` with the values of the tests' placeholders, each with the name of its folder.
pub fn scenarios() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut scenarios: Vec<_> = entries
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path().join("login.txt")).unwrap();
            (entry.file_name().to_string_lossy().into_owned(), expand(&text))
        })
        .collect();
    scenarios.sort();
    scenarios
}

/// The recordings of `tests/corpus`, with a server's half where there is one, each with the name of its archive.
pub fn recorded() -> Vec<(String, Session)> {
    let files = archive("corpus/recordings.tar.gz");
    let hars = files.keys().filter_map(|name| name.strip_prefix("hars/").filter(|har| !har.is_empty()));
    let names = hars.flat_map(|har| {
        let server = format!("server/{}.curl.txt", har.trim_end_matches(".har"));
        let alone = vec![format!("hars/{har}")];
        let joined = files.contains_key(&server).then(|| vec![format!("hars/{har}"), server]);
        [Some(alone), joined].into_iter().flatten()
    });
    let imported = |names: &Vec<String>| {
        let mut session = Session::new();
        for name in names {
            let recording =
                http::readers::read(&files[name]).unwrap_or_else(|error| panic!("{name}: {error:?}"));
            session.import(recording.exchanges, recording.statements);
        }
        session
    };
    names.map(|names| (names.join(" with "), imported(&names))).collect()
}

/// The diagnosis of every login in a few lines, for people who review it.
pub fn diagnosis(session: &Session) -> String {
    let mut lines = Vec::new();
    let analysis = session.analysis();
    for login in analysis.stories() {
        let number = login.number;
        let kind = match login.kind() {
            oauth::StoryKind::Login => String::new(),
            kind => format!(" ({})", kind.id()),
        };
        let root = login.diagnosis().root_cause().map_or("-", |finding| finding.rule.id);
        let other = |words: &str, other: Option<&lint::Story<'_>>| {
            other.map_or(String::new(), |other| format!(", {words} {}", other.number))
        };
        let inside = other("inside login", analysis.outer(login));
        let blamed = analysis.failed_inside(login);
        let blamed = blamed.map_or(String::new(), |inner| format!(", for login {} failed", inner.number));
        let provider = oauth::Provider::of(login.flow()).map_or(String::new(), |p| format!(" at {}", p.name));
        lines.push(format!(
            "login {number}{kind}{provider}: {:?}, root cause {root}{inside}{blamed}",
            login.diagnosis().outcome
        ));
        for (index, message) in (1..).zip(&login.flow().messages) {
            lines.push(format!("  {index} {} ({})", message.kind.id(), message.join.reason()));
        }
        for finding in &login.diagnosis().findings {
            let kind = match finding.kind {
                FindingKind::Cause => "cause".to_owned(),
                FindingKind::Consequence(of) => format!("follows from {of}"),
                FindingKind::Hygiene => "hygiene".to_owned(),
            };
            let places: Vec<String> = finding
                .points
                .iter()
                .map(|p| format!("{}:{}", p.pointer.message + 1, p.pointer.part.path()))
                .collect();
            lines.push(format!(
                "  {:?} {} ({kind}) at {}",
                finding.severity,
                finding.rule.id,
                places.join(", ")
            ));
            let translated = finding.provider_error.filter(|_| finding.kind == FindingKind::Cause);
            lines.extend(
                translated.map(|error| format!("    {}: {} {}", error.code, error.means, finding.fix)),
            );
        }
    }
    lines.join("\n")
}

/// The fenced `transcript` blocks under a heading of a Markdown page.
pub fn transcripts(page: &str, heading: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut section = "";
    let mut block: Option<String> = None;
    for line in page.lines() {
        match &mut block {
            Some(_) if line == "```" => blocks.extend(block.take()),
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line.starts_with("## ") => section = line.trim_start_matches("## ").trim(),
            None if line == "```transcript" && section == heading => block = Some(String::new()),
            None => {}
        }
    }
    assert!(block.is_none(), "a transcript block is not closed");
    blocks
}
