//! Places in the traffic, as source snippets: where, what stands there, the telling pieces underlined.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstream::adapter::strip_str;
use report::{Evidence, Finding, Login, Severity};
use textwrap::core::display_width;

use crate::style::{ERROR, FAINT, INFO, STRONG, WARNING};

/// How far everything is set in, and what the snippet's frame takes.
const INDENTATION: &str = "  ";
const FRAME: usize = 6;

/// Most lines of a text in which nothing is marked.
const MOST_LINES: usize = 6;

const RENDERER: Renderer = Renderer::styled()
    .error(ERROR)
    .warning(WARNING)
    .info(INFO)
    .emphasis(STRONG)
    .line_num(FAINT)
    .context(FAINT);

pub(super) fn render(finding: &Finding, login: &Login, with_source: bool, width: usize) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let renderer = RENDERER.term_width(width - INDENTATION.len());
    let mut out = String::new();
    for evidence in &finding.evidence {
        let source = Source::of(evidence, width - FRAME);
        let rendered = renderer.render(&[source.group(level.clone(), place(evidence, login, with_source))]);
        for line in rendered.lines().filter(|line| !is_frame_alone(line)) {
            out.push_str(&format!("{INDENTATION}{line}\n"));
        }
    }
    out
}

/// Whether a rendered line holds nothing: several short snippets read better close together.
fn is_frame_alone(line: &str) -> bool {
    strip_str(line).to_string().trim() == "|"
}

/// `message 5 · token request · form.redirect_uri · login.har, entry 37`.
fn place(evidence: &Evidence, login: &Login, with_source: bool) -> String {
    if evidence.message == 0 {
        return evidence.source.as_ref().map_or_else(|| "log".to_owned(), ToString::to_string);
    }
    let message = login.message_of(evidence);
    let name = message.map_or(String::new(), |message| format!(" · {}", uncapitalised(message.name)));
    let source = message.and_then(|message| message.source.as_ref()).filter(|_| with_source);
    let source = source.map_or(String::new(), |source| format!(" · {source}"));
    format!("message {}{name} · {}{source}", evidence.message, evidence.part)
}

/// `Token request` inside a sentence; `UserInfo` and `CORS` stay.
fn uncapitalised(name: &str) -> String {
    let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
    let word = rest.split(' ').next().unwrap_or(rest);
    if word.chars().any(char::is_uppercase) { name.to_owned() } else { first.to_lowercase() + rest }
}

/// What a snippet shows.
struct Source {
    text: String,
    /// The underlined ranges, in bytes.
    marks: Vec<std::ops::Range<usize>>,
    /// What is said beside the last mark.
    label: Option<String>,
    /// What is said below, where there is no space beside.
    remark: Option<String>,
}

impl Source {
    fn of(evidence: &Evidence, width: usize) -> Self {
        let mut text = String::new();
        let mut marks = Vec::new();
        for run in &evidence.runs {
            let start = text.len();
            // A line feed would split the line that the marks point into.
            let piece = run.text.as_str().replace('\n', "⏎");
            if run.marked {
                text.push_str(&shortened(&piece, width * 3 / 4));
                marks.push(start..text.len());
            } else {
                text.push_str(&piece);
            }
        }
        let note = evidence.note.as_ref().map(|note| note.as_str().replace('\n', " "));
        let whole = display_width(&text);
        if marks.is_empty() && note.is_some() && whole <= width / 2 {
            marks.push(0..text.len());
        }
        // Between its marks the renderer trims nothing: of those that are too far apart the last one tells most.
        let spread = marks.first().zip(marks.last()).map(|(first, last)| &text[first.start..last.end]);
        if spread.is_some_and(|spread| display_width(spread) > width) {
            marks.drain(..marks.len() - 1);
        }
        let Some(last) = marks.last() else {
            let shown = evidence.shows.as_str();
            return Source {
                text: folded(shown, width),
                marks,
                label: None,
                remark: note.map(|n| remark(&n, width)),
            };
        };
        let before = if whole > width { 0 } else { display_width(&text[..last.start]) };
        let beside = before + display_width(&text[last.clone()]) + 1;
        match note {
            Some(note) if beside + display_width(&note) <= width => {
                Source { text, marks, label: Some(note), remark: None }
            }
            note => Source { text, marks, label: None, remark: note.map(|note| remark(&note, width)) },
        }
    }

    fn group(self, level: Level<'static>, place: String) -> Group<'static> {
        let mut snippet = Snippet::source(self.text.clone()).line_numbering(false);
        let mut label = self.label;
        for mark in self.marks.iter().rev() {
            let annotation = AnnotationKind::Primary.span(mark.clone());
            snippet = snippet.annotation(match label.take() {
                Some(label) => annotation.label(label),
                None => annotation,
            });
        }
        if self.marks.is_empty() {
            snippet = snippet.annotation(AnnotationKind::Visible.span(0..self.text.len())).fold(false);
        }
        let group = level.clone().no_name().secondary_title(place).element(snippet);
        match self.remark {
            Some(remark) => group.element(level.no_name().message(remark)),
            None => group,
        }
    }
}

/// A long text with its end cut off: what is underlined is never trimmed by the renderer.
fn shortened(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += display_width(c.encode_utf8(&mut [0; 4]));
        used <= width
    });
    kept.chain(['…']).collect()
}

fn remark(note: &str, width: usize) -> String {
    textwrap::fill(note, width)
}

/// A long text without marks in a few lines.
fn folded(text: &str, width: usize) -> String {
    let lines: Vec<_> = text.lines().flat_map(|line| textwrap::wrap(line, width)).collect();
    let mut out = lines.iter().take(MOST_LINES).map(AsRef::as_ref).collect::<Vec<&str>>().join("\n");
    if lines.len() > MOST_LINES {
        out.push_str("\n…");
    }
    out
}
