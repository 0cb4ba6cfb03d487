//! The forms of a report that programs read: each is what its own readers expect, whatever was captured, and a login that
//! failed is a failure in each.

use oauth_lens_tests::{filled, scenarios, session_of};
use quick_junit::{NonSuccessKind, TestCaseStatus};
use report::{Mark, Report, ReportFormat};
use scraper::{Html, Node};
use serde_sarif::sarif::{ResultKind, Sarif};

/// What ends or begins something in HTML, XML and JSON, and what no XML may hold.
const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "]]></failure><testcase name=\"zqx\"/>",
    "-->",
    "&lt;zqx&amp;#60;",
    "</style></svg></table><h1>zqx",
    "{\"ruleId\":\"zqx\"}\\u0000\\",
    "a\u{fffe}b\u{ffff}c\u{0}d\u{b}\r\ne",
];

fn reports() -> impl Iterator<Item = (String, Report)> {
    scenarios().into_iter().map(|(name, transcript)| {
        let report = report::report(&session_of(&transcript), &[], None);
        (name, report)
    })
}

fn hostile_reports() -> impl Iterator<Item = (String, Report)> {
    let every = reports().step_by(10);
    every.flat_map(|(name, report)| {
        HOSTILE.map(|text| (format!("{name}, {text:?}"), filled(&report, || text.to_owned())))
    })
}

fn written(report: &Report, form: &str) -> String {
    ReportFormat::named(form).unwrap().write(report).unwrap()
}

fn sarif(name: &str, report: &Report) -> Sarif {
    let text = written(report, "sarif");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error} in\n{text}"))
}

#[test]
fn sarif_is_read_and_every_result_has_its_rule() {
    for (name, report) in reports().chain(hostile_reports()) {
        let [run] = &sarif(&name, &report).runs[..] else { panic!("{name}") };
        let rules = run.tool.driver.rules.clone().unwrap_or_default();
        let results = run.results.clone().unwrap_or_default();
        for result in &results {
            let rule = &rules[usize::try_from(result.rule_index.unwrap()).unwrap()];
            assert_eq!(Some(&rule.id), result.rule_id.as_ref(), "{name}");
            assert!(!result.message.text.clone().unwrap_or_default().is_empty(), "{name}");
        }
        for login in report.logins.iter().filter(|login| login.mark == Mark::Failed) {
            let is_of_it = |result: &&serde_sarif::sarif::Result| {
                let properties = serde_json::to_value(&result.properties).unwrap();
                properties["login"] == login.id
            };
            assert!(results.iter().any(|result| is_of_it(&result)), "{name}: {} is not in it", login.id);
        }
    }
}

#[test]
fn sarif_says_in_which_line_of_which_file() {
    let line = "2026-11-29T10:00:00Z ERROR oidc: token endpoint returned 400: invalid_grant\n";
    let mut files = report::files::Files::new(u64::MAX);
    files.read(report::Shown::from_user("logs/my app.log"), line.as_bytes(), None);
    let report = report::report(files.session(), files.sources(), None);
    let sarif = serde_json::to_value(sarif("a log", &report)).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "logs/my%20app.log", "{sarif:#}");
    assert_eq!(place["region"]["startLine"], 1, "{sarif:#}");
}

#[test]
fn a_failure_without_a_finding_is_a_review_in_sarif() {
    let of_failure = |(name, mut report): (String, Report)| {
        let failed = report.logins.iter_mut().find(|login| login.mark == Mark::Failed)?;
        (failed.findings, failed.groups, failed.hypotheses) = (Vec::new(), Vec::new(), Vec::new());
        Some((name, failed.id.clone(), report))
    };
    let mut seen = 0;
    for (name, failed, report) in reports().filter_map(of_failure) {
        let results = sarif(&name, &report).runs[0].results.clone().unwrap_or_default();
        let is_review = |result: &&serde_sarif::sarif::Result| {
            result.kind == Some(ResultKind::Review)
                && serde_json::to_value(&result.properties).unwrap()["login"] == failed
        };
        assert_eq!(results.iter().filter(is_review).count(), 1, "{name}");
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn junit_is_read_and_has_a_test_for_each_login() {
    for (name, report) in reports().chain(hostile_reports()) {
        let text = written(&report, "junit");
        let junit = quick_junit::Report::deserialize_from_str(&text);
        let junit = junit.unwrap_or_else(|error| panic!("{name}: {error} in\n{text}"));
        let [suite] = &junit.test_suites[..] else { panic!("{name}") };
        assert!(suite.test_cases.len() >= report.logins.len().max(1), "{name}");
        let failures = suite.test_cases.iter().filter(|case| {
            matches!(&case.status, TestCaseStatus::NonSuccess { kind: NonSuccessKind::Failure, .. })
        });
        let failed = report.logins.iter().filter(|login| login.mark == Mark::Failed).count();
        let failures = failures.count();
        assert!(failures >= failed, "{name}: {failures} of {failed}");
        if report.logins.iter().all(|login| login.mark == Mark::Ok) {
            assert_eq!(failures, 0, "{name}");
        }
        assert_eq!(suite.failures, failures, "{name}");
    }
}

/// The elements and attributes of a page, with the links; and what its parser complains of.
fn skeleton(html: &str) -> (Vec<String>, Vec<String>) {
    let page = Html::parse_document(html);
    let nodes = page.tree.values().filter_map(|node| match node {
        Node::Element(element) => {
            let attributes: Vec<&str> = element.attrs().map(|(name, _)| name).collect();
            Some(format!("{} {attributes:?} {:?}", element.name(), element.attr("href")))
        }
        Node::Comment(_) => Some("a comment".to_owned()),
        _ => None,
    });
    (nodes.collect(), page.errors.iter().map(ToString::to_string).collect())
}

#[test]
fn html_has_no_script_and_what_was_captured_is_text() {
    for (name, report) in reports().step_by(10) {
        let (plain, errors) = skeleton(&written(&filled(&report, || "word".to_owned()), "html"));
        assert!(errors.is_empty(), "{name}: {errors:?}");
        assert!(plain.iter().all(|node| !node.starts_with("script") && !node.contains("\"src\"")), "{name}");
        for text in HOSTILE {
            let html = written(&filled(&report, || text.to_owned()), "html");
            assert_eq!(skeleton(&html).0, plain, "{name}, {text:?} in\n{html}");
        }
    }
}
