//! What there is to say about files beside what was found in them: what of them was not understood, and what helps where nothing was found.
//! The command prints it, the panel shows it.

use oauth::StoryKind;
use serde::Serialize;

use crate::files::{Files, Unread, called};
use crate::mask::{Redactor, Shown, shown};
use crate::model::{Input, Report, Statement};
use crate::view::{self, LEFT_OUT};

/// Most problems of one file that are listed.
const LISTED_PROBLEMS: usize = 5;

/// What there is to say about the files of a recording.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// What was found: `3 logins`, `2 logins, 1 log`.
    pub found: String,
    /// What was not understood of the files, and what was done to them.
    pub notes: Vec<Note>,
    /// What to say where nothing was found.
    pub nothing: Option<NothingFound>,
}

/// A sentence about a file.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// The file, as people call it.
    pub file: Shown,
    /// The sentence.
    pub text: Shown,
    /// Whether something is missing for it.
    pub is_warning: bool,
}

/// What to say where no login was found.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct NothingFound {
    /// That nothing was.
    pub title: &'static str,
    /// What each file holds instead.
    pub files: Vec<Held>,
    /// What else signs in here, and then nothing helps.
    pub other_protocol: Option<&'static str>,
    /// What to do.
    pub help: Option<String>,
}

/// What a file without a login holds.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// That in a sentence.
    pub text: Shown,
    /// What stands above the lines; null where there are none.
    pub above: Option<&'static str>,
    /// The lines that look most like errors.
    pub lines: Vec<Statement>,
    /// What they may mean together.
    pub perhaps: Option<Shown>,
}

impl Input {
    /// What of it was not understood, and what was done to it.
    pub fn notes(&self) -> Vec<Note> {
        let file = Shown::from_user(called(&self.name));
        let note = |text, is_warning| Note { file: file.clone(), text, is_warning };
        let clock = self.clock.clone().map(|text| note(text, false));
        let kept = self.kept.map(|kept| {
            let read = counted(self.exchanges, "request", "requests");
            let why = "read; of so long a file those are kept that may play a role in a login";
            note(Shown::from_user(&format!("{read} {why}: {kept}")), false)
        });
        let problems = self.problems.iter().take(LISTED_PROBLEMS).map(|problem| note(problem.clone(), true));
        let more = self.problems.len().saturating_sub(LISTED_PROBLEMS);
        let more = (more > 0).then(|| {
            note(shown!(Shown::number(more as f64), " more like these; the JSON report lists all"), true)
        });
        clock.into_iter().chain(kept).chain(problems).chain(more).collect()
    }

    /// What it holds, where that is no login.
    fn held(&self) -> Held {
        let name = Shown::from_user(called(&self.name));
        if self.statements > 0 {
            let lines = counted(self.statements, "line", "lines");
            let text = shown!(
                &name,
                ": ",
                &Shown::from_user(&lines),
                " read, none holds a request or an error that is known."
            );
            let above = (!self.unknown.is_empty()).then_some("What looks most like an error in it:");
            return Held { text, above, lines: self.unknown.clone(), perhaps: self.perhaps.clone() };
        }
        let requests = counted(self.exchanges, "request", "requests");
        let none = if self.exchanges == 1 { "it is not part" } else { "none of them is part" };
        let text = shown!(
            &name,
            " holds ",
            &Shown::from_user(&requests),
            "; ",
            none,
            " of an OAuth or OpenID Connect login."
        );
        Held { text, above: None, lines: Vec::new(), perhaps: self.perhaps.clone() }
    }
}

impl Report {
    /// What to say where it has no login.
    pub fn nothing_found(&self) -> Option<NothingFound> {
        self.logins.is_empty().then(|| nothing_found(&self.inputs))
    }

    /// How many logins, calls and logs it has: `2 logins, 1 log`.
    pub fn found(&self) -> String {
        found(self.logins.iter().map(|login| login.kind))
    }
}

impl Reading {
    /// What there is to say about these files.
    pub(crate) fn of(files: &Files, redactor: &Redactor) -> Self {
        let analysis = files.session().analysis();
        let inputs = view::inputs(files.session(), files.sources(), redactor);
        let nothing = match files.none_read() {
            Some(unread) => Some(none_read(unread)),
            None => analysis.stories().is_empty().then(|| nothing_found(&inputs)),
        };
        let nothing =
            nothing.map(|nothing| NothingFound { help: nothing.help.as_deref().map(in_panel), ..nothing });
        // Of a file alone it is said already why it was not read.
        let is_said = files.none_read().is_some() && inputs.len() == 1;
        let noted = inputs.iter().filter(|_| !is_said);
        Reading {
            found: found(analysis.stories().iter().map(|story| story.kind().id())),
            notes: noted.flat_map(Input::notes).collect(),
            nothing,
        }
    }
}

const OF_BROWSER: &str = "Open the Network tab before the login begins and switch on \"Preserve log\" (Firefox: \"Persist \
                          Logs\"): the login's redirects leave the page, and are lost without it. Then log in and \
                          export all as HAR.";

const OF_CURL: &str = "curl -v does not print what it sends, so that a token request can be told by its answer alone. Add the \
                       command that was run above its output, or record with curl --trace-ascii.";

const OF_LOG: &str = "Have one line explained: oauth-lens explain \"MESSAGE\". The cause may stand in another log: that of the app's \
                      server when the browser came back to it, that of the proxy before it, or that of the provider. Raise the log \
                      level of the part that signs users in, log in again, and give all lines of that moment.";

const OF_SERVER: &str = "A server's log has a login where the browser came back from it: give the lines of that moment, of the app's \
                         server, of the proxy before it or of the provider, with the query of what was asked for. Of a format of \
                         its own say which: --access-log-format. What went wrong stands in the server's error log.";

/// The forms of what servers write.
const OF_SERVERS: [&str; 2] = ["log", "jsonl"];

fn nothing_found(inputs: &[Input]) -> NothingFound {
    let other_protocol = crate::model::other_protocol(inputs);
    let help = if inputs.iter().any(|input| input.statements > 0) {
        OF_LOG
    } else if inputs.iter().all(|input| input.kind == "curl") {
        OF_CURL
    } else if inputs.iter().any(|input| OF_SERVERS.contains(&input.kind)) {
        OF_SERVER
    } else {
        OF_BROWSER
    };
    NothingFound {
        title: "No login was found",
        files: inputs.iter().filter(|input| input.kind != LEFT_OUT).map(Input::held).collect(),
        other_protocol,
        help: other_protocol.is_none().then(|| help.to_owned()),
    }
}

/// What to say where not one file could be read.
fn none_read(unread: &Unread) -> NothingFound {
    let held = Held { text: Shown::from_user(&unread.what), above: None, lines: Vec::new(), perhaps: None };
    NothingFound {
        title: "Nothing could be read",
        files: vec![held],
        other_protocol: None,
        help: Some(unread.help.clone()),
    }
}

/// Stories in which nobody gets tokens: what an API, a document or an endpoint was asked.
const CALLS: [StoryKind; 9] = [
    StoryKind::Registration,
    StoryKind::Discovery,
    StoryKind::ApiCall,
    StoryKind::Introspection,
    StoryKind::Revocation,
    StoryKind::Preflight,
    StoryKind::RequestObject,
    StoryKind::OwnInterface,
    StoryKind::Request,
];

/// `2 logins, 1 call, 1 log`.
fn found<'k>(kinds: impl Iterator<Item = &'k str>) -> String {
    let (mut logins, mut calls, mut logs) = (0, 0, 0);
    for kind in kinds {
        *match kind {
            kind if kind == StoryKind::Statement.id() => &mut logs,
            kind if CALLS.iter().any(|call| call.id() == kind) => &mut calls,
            _ => &mut logins,
        } += 1;
    }
    let parts = [(logins, "login", "logins"), (calls, "call", "calls"), (logs, "log", "logs")];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, one, many)| counted(count, one, many)).collect();
    if parts.is_empty() { "no login".to_owned() } else { parts.join(", ") }
}

/// `1 login`, `2 logins`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What the command is told to do, and how the panel calls the same.
const TOOLS: [(&str, &str); 4] = [
    ("oauth-lens explain \"MESSAGE\"", "“Explain an error”"),
    ("oauth-lens explain ERROR", "“Explain an error”"),
    ("oauth-lens token - < FILE", "“Check a token”"),
    ("`oauth-lens inputs`", "docs/inputs.md"),
];

/// Advice with the panel's own names for what it can do.
fn in_panel(advice: &str) -> String {
    TOOLS.iter().fold(advice.to_owned(), |text, (command, tool)| text.replace(command, tool))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[(&str, &str)]) -> Reading {
        let mut read = Files::new(1 << 20);
        for (name, text) in files {
            read.read(Shown::from_user(name), text.as_bytes(), None);
        }
        Reading::of(&read, &Redactor::default())
    }

    #[test]
    fn it_says_what_was_found_and_what_was_not_understood() {
        let har = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://idp.example/authorize?response_type=code&client_id=a&state=s&redirect_uri=https%3A%2F%2Fapp.example%2Fcb"}},{}]}}"#;
        let reading = read(&[("login.har", har), ("empty.txt", "")]);
        assert_eq!(reading.found, "1 login");
        let notes: Vec<String> =
            reading.notes.iter().map(|note| format!("{}: {}", note.file, note.text)).collect();
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[0].starts_with("login.har: entry 2: "), "{notes:?}");
        assert_eq!(notes[1], "empty.txt: left out: could not be read: it is empty");
        assert!(reading.nothing.is_none());
        assert!(read(&[("empty.txt", "")]).notes.is_empty(), "it stands in what is shown in place of logins");
    }

    #[test]
    fn where_nothing_is_found_it_says_what_helps_in_the_panel() {
        let call = "> GET / HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 204 No Content\n";
        for (name, text, title, expected) in [
            ("call.txt", call, "No login was found", "Add the command"),
            (
                "app.log",
                "10:00:01 ERROR it is full\n10:00:02 INFO it is well\n",
                "No login was found",
                "“Explain an error”. The",
            ),
            (
                "access.log",
                "10.0.0.1 - - [28/Nov/2026:10:00:00 +0000] \"GET /a.png HTTP/1.1\" 200 5 \"-\" \"-\"\n",
                "No login was found",
                "give the lines of that moment",
            ),
            ("empty.txt", "", "Nothing could be read", "open the Network tab"),
            ("token.txt", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.", "Nothing could be read", "“Check a token”"),
            ("data.json", "[{}]", "Nothing could be read", "“Explain an error”"),
            ("data.bin", "{ font: bold }", "Nothing could be read", ""),
        ] {
            let nothing = read(&[(name, text)]).nothing.unwrap();
            let help = nothing.help.unwrap_or_default();
            assert_eq!(nothing.title, title, "{name}");
            assert!(help.contains(expected) && !help.contains("oauth-lens "), "{name}: {help}");
            assert_eq!(nothing.files.len(), 1);
            assert!(nothing.files[0].text.as_str().starts_with(name));
        }
    }
}
