//! The diagram of a login holds its messages, and whatever was captured is text in it.

use std::collections::BTreeMap;

use oauth_lens_tests::{recorded, scenarios, session_of};
use quick_xml::Reader;
use quick_xml::events::Event;
use report::{Diagram, Login, Report, ReportFormat, Shown};

/// What could act in Mermaid or in SVG.
const HOSTILE: [&str; 16] = [
    "<script>zqx</script>",
    "\"><image href=x onerror=zqx>",
    "]]>zqx<!--",
    "&zqx;",
    "a;p1->>p2: zqx",
    "#lt;zqx",
    "end",
    "%%{init: {\"zqx\": 1}}%%",
    "%% zqx",
    "alt zqx",
    "```\nzqx",
    "<br/>zqx",
    "$$zqx$$",
    "click p1 href \"https://zqx.example\"",
    "a: b: c->>d",
    "{zqx}",
];

fn reports() -> Vec<(String, Report)> {
    let of_scenarios = scenarios().into_iter().map(|(name, transcript)| (name, session_of(&transcript)));
    of_scenarios
        .chain(recorded())
        .map(|(name, session)| (name, report::report(&session, &[], None)))
        .collect()
}

fn written(report: &Report, format: &str) -> String {
    ReportFormat::named(format).unwrap().write(report).unwrap()
}

#[test]
fn each_message_is_in_the_drawing_once_and_within_it() {
    for (name, report) in reports() {
        for login in &report.logins {
            check(&name, login, &Diagram::of(login));
        }
    }
}

fn check(name: &str, login: &Login, drawn: &Diagram) {
    let shown: Vec<u32> = drawn.bands.iter().filter_map(|band| band.message).collect();
    let pages = |number: &u32| {
        let message = login.messages.iter().find(|message| message.number == *number);
        message.is_some_and(|message| message.kind == "provider-page" && message.findings.is_empty())
    };
    let missing: Vec<u32> = login
        .messages
        .iter()
        .map(|message| message.number)
        .filter(|number| !shown.contains(number))
        .collect();
    assert!(missing.iter().all(pages), "{name} {}: {missing:?}", login.id);
    assert!(shown.is_sorted_by(|a, b| a < b), "{name} {}: {shown:?}", login.id);
    let mut bottom = 0;
    for band in &drawn.bands {
        assert!(band.y >= bottom, "{name} {}", login.id);
        bottom = band.y + band.height;
        assert!(bottom <= drawn.height);
        let within = |x: u32, y: u32| x < drawn.width && (band.y..=bottom).contains(&y);
        assert!(
            band.strokes.iter().all(|stroke| within(stroke.from, stroke.y) && within(stroke.to, stroke.y))
        );
        assert!(band.texts.iter().all(|text| within(text.x, text.y)));
    }
    let cause = login.findings.iter().find(|finding| Some(finding.rule) == login.root_cause);
    let faulty: Vec<Option<u32>> =
        drawn.bands.iter().filter(|band| band.is_faulty).map(|band| band.message).collect();
    let about = cause.and_then(|cause| cause.message).filter(|about| shown.contains(about));
    assert_eq!(faulty, about.map(Some).into_iter().collect::<Vec<_>>(), "{name} {}", login.id);
}

/// The elements of a picture with their attributes, and what is text in it.
fn elements(svg: &str) -> (BTreeMap<String, usize>, String) {
    let mut reader = Reader::from_str(svg);
    let mut elements = BTreeMap::new();
    let mut texts = String::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in\n{svg}")) {
            Event::Eof => return (elements, texts),
            Event::Start(tag) | Event::Empty(tag) => {
                let mut what = tag.name().as_ref().to_owned();
                for attribute in tag.attributes() {
                    what += &format!(" {}", attribute.unwrap().key.as_ref());
                }
                *elements.entry(what).or_default() += 1;
            }
            Event::Text(text) => texts += &text,
            Event::GeneralRef(entity) => texts += &format!("&{};", &*entity),
            Event::End(_) => {}
            other => panic!("{other:?} in\n{svg}"),
        }
    }
}

/// The report with every captured text of its diagrams another one.
fn filled(report: &Report, text: &str) -> Report {
    let mut report = report.clone();
    let shown = Shown::from_user(text);
    for login in &mut report.logins {
        login.title = shown.clone();
        login.parties.iter_mut().for_each(|party| party.host = shown.clone());
        for message in &mut login.messages {
            (message.asked, message.answered) = (shown.clone(), shown.clone());
            for field in &mut message.parameters {
                (field.name, field.value) = (shown.clone(), shown.clone());
                field.note = Some(shown.clone());
            }
        }
    }
    report
}

/// A login of which every message is shown with what was compared in it.
fn example() -> Report {
    let (_, transcript) = scenarios().into_iter().find(|(name, _)| name == "fault-nonce-mismatch").unwrap();
    report::report(&session_of(&transcript), &[], None)
}

#[test]
fn captured_text_is_text_in_the_picture() {
    let report = example();
    let (expected, _) = elements(&written(&filled(&report, "zqx"), "svg"));
    assert!(expected.keys().all(|element| !element.contains("href") && !element.contains("script")));
    for text in HOSTILE {
        let (mut found, texts) = elements(&written(&filled(&report, text), "svg"));
        assert!(texts.contains("zqx") || text == "end" || text.starts_with("a: b"), "{text}");
        // A long text is more lines.
        for (element, count) in &expected {
            let lines = found.remove(element).unwrap_or_default();
            assert!(lines == *count || element.starts_with("text") && lines > *count, "{text}: {element}");
        }
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

/// Mermaid's own parser reads what is pinned here (`pasted/mermaid.test.mjs`).
#[test]
fn captured_text_is_text_in_mermaid() {
    let report = example();
    let harmless = written(&filled(&report, "zqx"), "mermaid");
    for text in HOSTILE {
        let hostile = written(&filled(&report, text), "mermaid");
        assert_eq!(hostile.lines().count(), harmless.lines().count(), "{hostile}");
    }
    insta::with_settings!({ snapshot_path => "pasted", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("mermaid", written(&report, "mermaid"));
        insta::assert_snapshot!("mermaid-hostile", written(&filled(&report, &HOSTILE.join(" ")), "mermaid"));
    });
}
