//! How the cost of an analysis grows with what it is given. A benchmark, not a test: it measures and asserts nothing.
//!
//!   cargo run --release --package oauth-lens-tests --bin growth [WORD]
//!
//! Every row is measured at a size and at twice that size. Where the cost grows in proportion to the input, the ratio of
//! the two times is near 2; where it grows with the square, near 4. The live rows compare a busy session with an almost
//! empty one: there it is near 1. Of texts that are one piece over and over, the rows with the highest ratios are shown.
//! `WORD` runs only the rows whose name has it.

mod repeated;

use std::hint::black_box;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use http::{CaptureEvent, EventBody};
use lint::Session;
use oauth_lens_tests::{events_of, hostile};

/// What grows, how it is written, and the smaller of its two sizes.
type Growing = (&'static str, fn(usize) -> String, usize);

const GROWING: [Growing; 15] = [
    ("pairs under one state", hostile::pairs_under_one_state, 1_000),
    ("late answers under one state", hostile::late_answers_under_one_state, 600),
    ("rounds of a redirect loop", hostile::redirect_loop, 500),
    ("exchanges of one code", hostile::one_code_exchanged, 1_000),
    ("logins, 17 API calls each", |logins| hostile::logins_and_calls(logins, logins * 50 / 3), 300),
    ("`state`, repeated in one request", hostile::repeated_state, 4_000),
    ("`state`, repeated in two requests", hostile::repeated_state_in_two, 2_000),
    ("logins", hostile::logins, 500),
    ("parameters of each message", hostile::parameters, 4_000),
    ("members of a token response", hostile::members, 4_000),
    ("items of a list in one", hostile::items, 10_000),
    ("lines of an error page", hostile::error_page, 10_000),
    ("claims of an ID token", hostile::claims, 4_000),
    ("bytes of an ID token", hostile::long_token, 500_000),
    ("cookies that are set", hostile::cookies, 5_000),
];

/// Logins in an almost empty and in a busy session.
const LOGINS: [usize; 2] = [5, 500];
/// Requests that hang while others come and go.
const HANGING: [usize; 2] = [0, 100];

/// Lengths of a text of one piece.
const BYTES: [usize; 2] = [60_000, 120_000];
/// What is quicker says nothing by its ratio.
const SHORTEST_TOLD: Duration = Duration::from_millis(20);
/// Rows of a setting.
const SHOWN: usize = 4;

/// The least of that many runs counts, or of as many as fit into [`PATIENCE`].
const RUNS: usize = 7;
const PATIENCE: Duration = Duration::from_secs(3);

fn main() {
    let word = std::env::args().nth(1).unwrap_or_default();
    let is_wanted = |name: &str| name.contains(&word);
    heading("Growth: twice the input");
    for (name, write, size) in GROWING.into_iter().filter(|(name, ..)| is_wanted(name)) {
        let sizes = [size, 2 * size];
        let recordings = sizes.map(write);
        row(name, "file", sizes, recordings.each_ref().map(|text| best(|| (), |()| from_file(text))));
        let events = recordings.each_ref().map(|text| live_events(text));
        row(name, "live", sizes, events.each_ref().map(|events| best(|| events.clone(), live)));
    }
    heading("Repeated: the pieces whose texts cost most when they are twice as long");
    for (setting, texts) in repeated::settings().filter(|(setting, _)| is_wanted(setting)) {
        let mut measured: Vec<_> = texts
            .iter()
            .map(|text| (text.piece, BYTES.map(|bytes| text.text(bytes)).each_ref().map(|text| once(text))))
            .filter(|(_, [_, large])| *large > SHORTEST_TOLD)
            .collect();
        measured.sort_by(|one, other| ratio(other.1).total_cmp(&ratio(one.1)));
        for (piece, times) in measured.into_iter().take(SHOWN) {
            row(&format!("{piece:?}, {setting}"), "file", BYTES, times);
        }
    }
    heading("Live: a busy session beside a quiet one");
    let changed = "a changed message among logins";
    if is_wanted(changed) {
        row(changed, "view", LOGINS, LOGINS.map(view_after_change));
    }
    for (name, hangs) in [("hanging token requests", true), ("hanging images", false)] {
        let name = format!("an event without a role, {name}");
        if is_wanted(&name) {
            row(&name, "event", HANGING, HANGING.map(|hanging| event_without_role(hanging, hangs)));
        }
    }
}

// --- What is measured: the only calls into the core ------------------------------------------------------------------

fn from_file(recording: &str) {
    let mut session = Session::new();
    session.import(hostile::exchanges(recording), Vec::new());
    black_box(report::report(&session, &[], None));
}

/// Event by event, and what the panel shows in the end.
fn live(events: Vec<CaptureEvent>) {
    Panel::of(folded(events)).look();
}

fn folded(events: Vec<CaptureEvent>) -> Session {
    let mut session = Session::new();
    for event in events {
        session.ingest(vec![event]);
    }
    session
}

/// A session and the panel that looks at it: at the list, and at the newest login in full.
struct Panel {
    session: Session,
    lens: report::Lens,
    seen: u64,
    login: String,
}

impl Panel {
    fn of(session: Session) -> Self {
        Panel { session, lens: report::Lens::default(), seen: 0, login: String::new() }
    }

    /// It looks again only when something may have changed.
    fn ingest(&mut self, events: Vec<CaptureEvent>) {
        if self.session.ingest(events).changed {
            self.look();
        }
    }

    fn look(&mut self) {
        let changes = self.lens.changes(&self.session, self.seen);
        self.seen = changes.revision as u64;
        if let Some(newest) = changes.rows.last() {
            self.login.clone_from(&newest.key);
        }
        let question = report::Question::Login { login: self.login.clone() };
        black_box((self.lens.ask(&self.session, question, None), changes));
    }
}

// --- Live ------------------------------------------------------------------------------------------------------------

fn live_events(recording: &str) -> Vec<CaptureEvent> {
    events_of(&hostile::exchanges(recording), "").into_iter().map(|(_, event)| event).collect()
}

/// The view after one more API call with the token of the last login, in a session that was looked at before.
fn view_after_change(logins: usize) -> Duration {
    let before = live_events(&hostile::logins(logins));
    let mut after = live_events(&hostile::logins_and_calls(logins, logins));
    let call = after.split_off(before.len());
    let quiet = || {
        let mut panel = Panel::of(folded(before.clone()));
        panel.look();
        (panel, call[call.len() - EVENTS_OF_A_CALL..].to_vec())
    };
    best(quiet, |(mut panel, call)| {
        panel.ingest(call);
        panel
    })
}

/// Begun, sent, answered, complete, and its body.
const EVENTS_OF_A_CALL: usize = 5;

/// One event of an image's request, in a session with a few logins, while others hang.
fn event_without_role(hanging: usize, play_a_role: bool) -> Duration {
    const IMAGES: usize = 50;
    let logins = live_events(&hostile::logins(LOGINS[0]));
    let quiet = || {
        let mut session = folded(logins.clone());
        for number in 0..hanging {
            session.ingest(started(&format!("hanging-{number}"), play_a_role));
        }
        let mut panel = Panel::of(session);
        panel.look();
        let images: Vec<CaptureEvent> = (0..IMAGES).flat_map(|n| image(&format!("image-{n}"))).collect();
        (panel, images)
    };
    let all = best(quiet, |(mut panel, images)| {
        for event in images {
            panel.ingest(vec![event]);
        }
        panel
    });
    all / (IMAGES * image("").len()) as u32
}

const NOW: f64 = 1_795_500_000_000.0;

fn started(request: &str, plays_a_role: bool) -> Vec<CaptureEvent> {
    let request = request.to_owned();
    let (method, url, resource, body) = if plays_a_role {
        let form = format!("grant_type=authorization_code&client_id=web-shop&code={request}");
        (
            "POST",
            "https://auth.example.com/token".to_owned(),
            "xmlhttprequest",
            EventBody::Text { text: form },
        )
    } else {
        ("GET", format!("https://cdn.example.net/{request}.webp"), "image", EventBody::None)
    };
    vec![
        CaptureEvent::RequestStarted {
            request: request.clone(),
            time: NOW,
            method: method.to_owned(),
            url,
            resource: resource.to_owned(),
            tab: 1,
            frame: 0,
            initiator: Some("https://app.example.com".to_owned()),
            container: None,
            body,
        },
        CaptureEvent::RequestSent { request, time: NOW, headers: Vec::new() },
    ]
}

fn image(request: &str) -> Vec<CaptureEvent> {
    let mut events = started(request, false);
    let request = request.to_owned();
    let headers = vec![("content-type".to_owned(), "image/webp".to_owned())];
    events.extend([
        CaptureEvent::ResponseStarted { request: request.clone(), time: NOW + 9.0, status: 200, headers },
        CaptureEvent::Completed { request, time: NOW + 10.0, status: 200, from_cache: false },
    ]);
    events
}

// --- Measuring and printing ------------------------------------------------------------------------------------------

/// The least time of several runs, as the processor counts it; what a run needs is made outside of the time, and what it
/// leaves is dropped outside of it.
fn best<T, R>(prepare: impl Fn() -> T, work: impl Fn(T) -> R) -> Duration {
    let begun = Instant::now();
    let mut least = Duration::MAX;
    for run in 0..RUNS {
        if run > 1 && begun.elapsed() > PATIENCE {
            break;
        }
        let given = prepare();
        let start = ThreadTime::now();
        let result = work(given);
        least = least.min(start.elapsed());
        drop(black_box(result));
    }
    least
}

fn once(text: &str) -> Duration {
    let start = ThreadTime::now();
    repeated::check(text);
    start.elapsed()
}

fn ratio([small, large]: [Duration; 2]) -> f64 {
    large.as_secs_f64() / small.as_secs_f64()
}

fn heading(text: &str) {
    println!("\n{text}\n  {:52} {:>13} {:>21} {:>8}", "", "sizes", "times", "ratio");
}

fn row(name: &str, how: &str, sizes: [usize; 2], times: [Duration; 2]) {
    let ratio = ratio(times);
    let sizes = format!("{} → {}", sizes[0], sizes[1]);
    let [small, large] = times.map(|time| format!("{time:.1?}"));
    println!("  {name:46} {how:5} {sizes:>13} {small:>10} {large:>10} {ratio:>8.2}");
}
