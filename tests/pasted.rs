//! Whatever was captured, the report that somebody pastes into a ticket is text: nothing of it links, mentions, formats or
//! embeds.
//!
//! Read by comrak, whose grammar is GitHub's and which GitLab renders with. What both find in the text afterwards (mentions,
//! references, commits) is looked for by its characters. `pasted/*.test.mjs` gives the pinned reports to the parsers of Jira
//! and Slack.

use std::collections::BTreeSet;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use oauth_lens_tests::{filled, scenarios, session_of};
use report::{Report, Shown, Source};
use serde_json::json;

/// What acts on one of the platforms, each with the word that stands for "captured".
const HOSTILE: [&str; 66] = [
    // Links.
    "https://zqx.example/a_(b)?c=d&e=f#g",
    "www.zqx.example",
    "zqx@zqx.example",
    "mailto:zqx@zqx.example",
    "xmpp:zqx@zqx.example",
    "<https://zqx.example>",
    "[zqx](https://zqx.example)",
    "![zqx](https://zqx.example/x.png)",
    "[zqx]: https://zqx.example",
    "[[zqx]]",
    "zqx.example",
    "ftp://zqx.example",
    "smb://zqx/x",
    "[zqx][]",
    // Mentions and references: GitHub, GitLab, Jira, Slack.
    "@zqx",
    "@zqx/team",
    "#1",
    "zqx/repo#1",
    "GH-1",
    "zqx/repo@40ad2a57cd1d4eb7866fc8b9a499ffdd40ad2a57",
    "40ad2a57cd1d4eb7866fc8b9a499ffdd40ad2a57",
    "defaced",
    "!123",
    "%1",
    "~zqx",
    "~\"zqx\"",
    "&1",
    "$1",
    "GL-1",
    "ZQX-123",
    "[vulnerability:1]",
    "^alert#1",
    "*iteration:1",
    "/close",
    "[~zqx]",
    "<@U123>",
    "<!channel>",
    "<#C123|zqx>",
    "<https://zqx.example|zqx>",
    "@here",
    // Emphasis and other forms of text.
    "*zqx*",
    "**zqx**",
    "_zqx_",
    "__zqx__",
    "~zqx~",
    "~~zqx~~",
    "^zqx^",
    "-zqx-",
    "+zqx+",
    "==zqx==",
    "$zqx$",
    "$`zqx`$",
    "$$zqx$$",
    ":tada:",
    "{{zqx}}",
    "{code}zqx{code}",
    "{color:red}zqx{color}",
    "{+zqx+}",
    "??zqx??",
    "[^zqx]",
    "^[zqx]",
    "(x)",
    // HTML.
    "<b>zqx</b>",
    "<!-- zqx -->",
    "<img src=x onerror=zqx>",
    "&lt;&#64;zqx",
];

/// What acts at the beginning of a line, at the end of one, or by ending what it stands in.
const BLOCKS: [&str; 28] = [
    "# zqx",
    "- zqx",
    "* zqx",
    "+ zqx",
    "1. zqx",
    "1) zqx",
    "> zqx",
    "- [x] zqx",
    "    zqx",
    "\tzqx",
    "zqx\n===",
    "zqx\n---",
    "---",
    "|a|b|\n|-|-|\n|zqx|c|",
    "```\nzqx",
    "~~~\nzqx",
    "```zqx```",
    "`zqx`",
    "``",
    "`",
    "\\",
    "zqx  \nzqx",
    "\n\n# zqx",
    ": zqx",
    "h1. zqx",
    "bq. zqx",
    "> [!NOTE]\n> zqx",
    "[TOC]",
];

/// GitHub's extensions, or all that comrak has: GitLab's, and whatever either may switch on.
fn markdown(report: &report::Report) -> String {
    let markdown = report::ReportFormat::named("markdown").unwrap();
    markdown.write(report).unwrap()
}

fn options(all: bool) -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    for extension in [
        &mut extension.strikethrough,
        &mut extension.table,
        &mut extension.autolink,
        &mut extension.tasklist,
        &mut extension.footnotes,
        &mut extension.alerts,
        &mut extension.math_dollars,
        &mut extension.math_code,
        &mut extension.shortcodes,
    ] {
        *extension = true;
    }
    if all {
        for extension in [
            &mut extension.superscript,
            &mut extension.inline_footnotes,
            &mut extension.description_lists,
            &mut extension.multiline_block_quotes,
            &mut extension.math_latex,
            &mut extension.wikilinks_title_after_pipe,
            &mut extension.underline,
            &mut extension.subscript,
            &mut extension.spoiler,
            &mut extension.highlight,
            &mut extension.insert,
            &mut extension.subtext,
            &mut extension.block_directive,
        ] {
            *extension = true;
        }
        options.parse.relaxed_autolinks = true;
        options.parse.relaxed_tasklist_matching = true;
    }
    options
}

/// What a renderer makes of a report.
#[derive(Default, PartialEq, Eq, Debug)]
struct Rendered {
    /// Its nodes but for text and code, each with its depth.
    skeleton: Vec<String>,
    /// The texts outside of code and links.
    texts: Vec<String>,
    /// The text of the headings.
    headings: Vec<String>,
}

fn rendered(markdown: &str, options: &Options<'_>) -> Rendered {
    fn walk<'a>(node: &'a AstNode<'a>, depth: usize, in_link: bool, rendered: &mut Rendered) {
        let value = &node.data.borrow().value;
        let mut what = None;
        match value {
            NodeValue::Text(text) if !in_link => match rendered.texts.last_mut() {
                Some(last)
                    if node
                        .previous_sibling()
                        .is_some_and(|node| matches!(node.data.borrow().value, NodeValue::Text(_))) =>
                {
                    last.push_str(text)
                }
                _ => rendered.texts.push(text.to_string()),
            },
            NodeValue::Text(_) | NodeValue::Code(_) => {}
            NodeValue::Link(link) => what = Some(format!("link to {}", link.url)),
            NodeValue::Heading(heading) => {
                rendered.headings.push(text_of(node));
                what = Some(format!("heading {}", heading.level));
            }
            NodeValue::CodeBlock(block) => what = Some(format!("code block {}", block.literal)),
            other => what = Some(format!("{other:?}").split(['(', ' ']).next().unwrap().to_owned()),
        }
        rendered.skeleton.extend(what.map(|what| format!("{}{what}", " ".repeat(depth))));
        let in_link = in_link || matches!(value, NodeValue::Link(_));
        for child in node.children() {
            walk(child, depth + 1, in_link, rendered);
        }
    }
    let mut rendered = Rendered::default();
    let arena = Arena::new();
    walk(parse_document(&arena, markdown, options), 0, false, &mut rendered);
    rendered
}

fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let texts = node.descendants().map(|node| match &node.data.borrow().value {
        NodeValue::Text(text) => text.to_string(),
        NodeValue::Code(code) => code.literal.clone(),
        _ => String::new(),
    });
    texts.collect()
}

/// The words outside of code in which GitHub, GitLab, Jira or Slack would find something.
fn acting(rendered: &Rendered) -> BTreeSet<&str> {
    let acts = |word: &&str| {
        let is_hash = |run: &str| run.len() >= 7 && run.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_key = |run: &str| {
            let (key, number) = run.split_once('-').unwrap_or_default();
            !key.is_empty()
                && key.bytes().all(|byte| byte.is_ascii_uppercase())
                && number.starts_with(|c: char| c.is_ascii_digit())
        };
        let mut runs = word.split(|c: char| !(c.is_alphanumeric() || c == '-'));
        word.contains(|c| "@#&!~$%^`{}[]<>|*=_/\\".contains(c))
            || ["www.", ":)", ";)", "??"].iter().any(|known| word.contains(known))
            || word.strip_prefix([':', '-', '+']).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
            || word.split('.').filter(|part| part.starts_with(char::is_alphanumeric)).count() > 2
            || runs.any(|run| is_hash(run) || is_key(run))
    };
    rendered.texts.iter().flat_map(|text| text.split_whitespace()).filter(acts).collect()
}

/// The report of a scenario, read from a file that has problems, too.
fn report_of(transcript: &str) -> Report {
    let recording = http::readers::read(transcript.as_bytes()).unwrap_or_else(|error| panic!("{error:?}"));
    let mut session = lint::Session::new();
    let sources = [Source {
        name: Shown::from_user("login.txt"),
        kind: recording.form.name,
        imported: session.import(recording.exchanges, recording.statements),
        problems: vec![Shown::from_user("line 7: is no request")],
    }];
    let mut report = report::report(&session, &sources, None);
    // Evidence is shown with its source where there are several files.
    report.inputs.extend(report.inputs.clone());
    report
}

/// That a report filled with these texts is the one that is filled with a word, but for its texts.
fn assert_only_texts(report: &Report, mut text: impl FnMut() -> String) {
    let shown = markdown(&filled(report, &mut text));
    let control = markdown(&filled(report, || "word".to_owned()));
    for all in [false, true] {
        let options = options(all);
        let (found, expected) = (rendered(&shown, &options), rendered(&control, &options));
        assert_eq!(found.skeleton, expected.skeleton, "in\n{shown}");
        let own = acting(&expected);
        let foreign: Vec<_> = acting(&found).into_iter().filter(|word| !own.contains(word)).collect();
        assert!(foreign.is_empty(), "{foreign:?} in\n{shown}");
    }
}

#[test]
fn the_test_would_see_what_acts() {
    let plain = rendered("word", &options(true)).skeleton;
    let unseen = |text: &&&str| {
        rendered(text, &options(true)).skeleton == plain && acting(&rendered(text, &options(true))).is_empty()
    };
    let unseen: Vec<_> = HOSTILE.iter().chain(&BLOCKS).filter(unseen).collect();
    // What is code already, and what only Jira's and Slack's parsers see.
    let elsewhere = ["`zqx`", "```zqx```", "zqx.example", "(x)", "h1. zqx", "bq. zqx", ": zqx", "`", "``"];
    assert!(unseen.iter().all(|text| elsewhere.contains(*text)), "{unseen:?}");
}

#[test]
fn each_hostile_text_is_only_text_everywhere() {
    let (_, transcript) = scenarios().into_iter().find(|(name, _)| name == PINNED[0]).unwrap();
    let report = report_of(&transcript);
    for text in HOSTILE.iter().chain(&BLOCKS) {
        for text in [
            (*text).to_owned(),
            format!("a {text} b"),
            format!("{text}{text}"),
            format!("a ({text}). {text}"),
        ] {
            assert_only_texts(&report, || text.clone());
        }
    }
}

/// Every place of a report and every sentence of the program's own stand in some scenario.
#[test]
fn every_scenario_holds_hostile_texts() {
    let mut texts = HOSTILE.iter().chain(&BLOCKS).cycle();
    for (_, transcript) in scenarios() {
        let report = report::report(&session_of(&transcript), &[], None);
        assert_only_texts(&report, || (*texts.next().unwrap()).to_owned());
    }
}

/// A recording in which everything that its writer may choose is hostile.
fn recording(text: &str) -> String {
    let encode = |text: &str| form_urlencoded(text);
    let app = format!("https://app.example.com/{}", encode(text));
    let asked = format!(
        "https://auth.example.com/{0}/authorize?response_type=code&client_id={0}&redirect_uri={1}&state=7yq2&{0}={0}&scope=openid",
        encode(text),
        encode(&app)
    );
    let header = text.replace('\n', " ");
    let lines = [
        json!({ "method": "GET", "url": asked, "seen": "browser", "via": "page", "status": 302,
            "request_headers": { "cookie": format!("{header}=1"), "user-agent": header },
            "response_headers": [["location", format!("{app}?error={0}&error_description={0}&state=7yq2", encode(text))],
                ["set-cookie", format!("{header}=2; {header}")], ["content-type", header]] }),
        json!({ "method": "GET", "url": format!("{app}?error={0}&error_description={0}&state=7yq2", encode(text)),
            "seen": "browser", "via": "page", "status": 200 }),
        json!({ "method": "POST", "url": format!("https://auth.example.com/{}/token", encode(text)), "seen": "browser", "via": "fetch",
            "from": "https://app.example.com", "request_headers": { "content-type": "application/x-www-form-urlencoded" },
            "request_body": format!("grant_type={0}&code=a&client_id={0}", encode(text)), "status": 400,
            "response_headers": { "content-type": "application/json" },
            "response_body": { "error": text, "error_description": text } }),
        json!({ "method": "POST", "url": "https://auth.example.com/token", "seen": "browser", "via": "fetch", "from": "https://app.example.com",
            "request_headers": { "content-type": "application/x-www-form-urlencoded" }, "request_body": "grant_type=authorization_code&code=a",
            "error": text }),
    ];
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn form_urlencoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

#[test]
fn a_hostile_recording_is_only_text() {
    for text in HOSTILE.iter().chain(&BLOCKS) {
        let read =
            http::readers::read(recording(text).as_bytes()).unwrap_or_else(|error| panic!("{error:?}"));
        let mut session = lint::Session::new();
        let sources = [Source {
            name: Shown::from_user(text),
            kind: read.form.name,
            imported: session.import(read.exchanges, read.statements),
            problems: read.problems.iter().map(Shown::from_reader).collect(),
        }];
        let report = report::report(&session, &sources, None);
        assert!(!report.logins.is_empty());
        assert_only_texts(&report, || (*text).to_owned());
        let found = rendered(&markdown(&report), &options(true));
        let control = rendered(&markdown(&filled(&report, || "word".to_owned())), &options(true));
        assert_eq!(found.skeleton, control.skeleton);
        let foreign: Vec<_> = acting(&found).difference(&acting(&control)).copied().collect();
        assert!(foreign.is_empty(), "{text:?}: {foreign:?} in\n{}", markdown(&report));
    }
}

/// What was captured is shown as it is: code and text say what stands there.
#[test]
fn hostile_texts_are_read_as_they_are() {
    let (_, transcript) = scenarios().into_iter().find(|(name, _)| name == PINNED[0]).unwrap();
    let report = report_of(&transcript);
    for text in HOSTILE {
        let heading =
            rendered(&markdown(&filled(&report, || text.to_owned())), &options(false)).headings.remove(1);
        assert!(heading.ends_with(&format!("login-1: {text}")), "{heading}");
    }
}

/// A login with a root cause, one with habits, one with a place to look next.
const PINNED: [&str; 3] = ["fault-google-redirect-uri", "fault-facebook-used-code", "unfinished-browsing-on"];

/// What Jira's and Slack's parsers are given: the same reports with hostile texts and with a word.
#[test]
fn the_pasted_reports_are_pinned() {
    let mut texts = HOSTILE.iter().chain(&BLOCKS).cycle();
    let mut reports = [String::new(), String::new()];
    let pinned: Vec<_> =
        scenarios().into_iter().filter(|(name, _)| PINNED.contains(&name.as_str())).collect();
    // So often that each text stands in several places.
    for (_, transcript) in pinned.iter().cycle().take(15) {
        let report = report_of(transcript);
        reports[0] += &markdown(&filled(&report, || (*texts.next().unwrap()).to_owned()));
        reports[1] += &markdown(&filled(&report, || "word".to_owned()));
    }
    for place in ["### Root cause", "### Worth changing", "- Where to look next"] {
        assert!(reports[1].contains(place), "{place} is not pinned");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("pasted");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        insta::assert_snapshot!("hostile", reports[0]);
        insta::assert_snapshot!("harmless", reports[1]);
    });
}

mod properties {
    use proptest::prelude::*;
    use proptest::test_runner::FileFailurePersistence;

    use super::*;

    fn hostile() -> impl Strategy<Value = String> {
        let known: Vec<&str> = HOSTILE.into_iter().chain(BLOCKS).collect();
        let piece = prop_oneof![
            prop::sample::select(known).prop_map(str::to_owned),
            "[ -~\n]{0,8}",
            "\\PC{0,4}",
            Just(" ".to_owned()),
        ];
        prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_failure_persistence(FileFailurePersistence::WithSource("regressions")))]

        #[test]
        fn any_text_is_only_text(texts in prop::collection::vec(hostile(), 1..12)) {
            thread_local!(static REPORT: Report = {
                let (_, transcript) = scenarios().into_iter().find(|(name, _)| name == PINNED[0]).unwrap();
                report_of(&transcript)
            });
            let mut texts = texts.iter().cycle();
            REPORT.with(|report| assert_only_texts(report, || texts.next().unwrap().clone()));
        }
    }
}
