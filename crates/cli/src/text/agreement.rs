//! On every scenario the text, the Markdown and the JSON say the same: read from what each of them prints.

use std::iter::Peekable;

use anstream::adapter::strip_str;
use oauth_lens_tests::{scenarios, session_of};
use serde_json::Value;

/// What a form says of a login.
#[derive(PartialEq, Eq, Debug)]
struct Said {
    mark: &'static str,
    groups: Vec<Group>,
}

#[derive(PartialEq, Eq, Default, Debug)]
struct Group {
    role: &'static str,
    head: String,
    /// Each with the rule through which it follows, where that is not the head.
    followers: Vec<(String, Option<String>)>,
    /// What stands about how sure it is.
    confidence: Option<&'static str>,
}

const MARKS: [(&str, &str); 6] = [
    ("ok", "✔"),
    ("warning", "▲"),
    ("failed", "✖"),
    ("abandoned", "○"),
    ("running", "●"),
    ("out-of-sight", "◐"),
];
const ROLES: [&str; 3] = ["cause", "independent", "hygiene"];
const INFERRED: &str = "This is inferred from its effects, not read from the traffic itself.";
/// No line is wrapped.
const WIDTH: usize = 100_000;

#[test]
fn text_markdown_and_json_say_the_same() {
    let (mut chains, mut inferred, mut independent) = (0, 0, 0);
    for (name, transcript) in scenarios() {
        let report = report::report(&session_of(&transcript), &[], None);
        let json = said_by_json(&serde_json::to_value(&report).unwrap());
        let text = strip_str(&super::render(&report, WIDTH)).to_string();
        assert_eq!(said_by_text(&text), json, "{name}: the text differs from the JSON\n{text}");
        let markdown = report::ReportFormat::named("markdown").unwrap().write(&report).unwrap();
        assert_eq!(said_by_markdown(&markdown), json, "{name}: Markdown differs from the JSON\n{markdown}");
        for group in json.iter().flat_map(|login| &login.groups) {
            chains += usize::from(group.followers.iter().any(|(_, through)| through.is_some()));
            inferred += usize::from(group.confidence.is_some());
            independent += usize::from(group.role == "independent");
        }
    }
    assert!(chains > 0 && inferred > 0 && independent > 0, "the scenarios show too little");
}

fn said_by_json(report: &Value) -> Vec<Said> {
    report["logins"].as_array().unwrap().iter().map(login_in_json).collect()
}

fn login_in_json(login: &Value) -> Said {
    let findings = login["findings"].as_array().unwrap();
    let index = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let word = |value: &Value, words: &[&'static str]| {
        *words.iter().find(|word| value == **word).unwrap_or_else(|| panic!("no word: {value}"))
    };
    let mut members = Vec::new();
    let mut groups = Vec::new();
    for group in login["groups"].as_array().unwrap() {
        let head = &findings[index(&group["head"])];
        let followers: Vec<usize> = group["followers"].as_array().unwrap().iter().map(index).collect();
        members.push(index(&group["head"]));
        members.extend(&followers);
        assert_eq!(head["confidence"] == "medium", head["confidence_text"] == INFERRED, "{head}");
        let follower = |index: usize| {
            let through =
                Some(rule(&findings[index]["explained_by"])).filter(|by| *by != rule(&head["rule"]));
            (rule(&findings[index]["rule"]), through)
        };
        groups.push(Group {
            role: word(&group["role"], &ROLES),
            head: rule(&head["rule"]),
            followers: followers.into_iter().map(follower).collect(),
            confidence: (!head["confidence_text"].is_null()).then_some(INFERRED),
        });
    }
    members.sort_unstable();
    assert!(members.into_iter().eq(0..findings.len()), "each finding is in one group: {login}");
    let root = groups.iter().find(|group| group.role == "cause").map(|group| group.head.as_str());
    assert_eq!(login["root_cause"].as_str(), root);
    Said { mark: word(&login["mark"], &MARKS.map(|(mark, _)| mark)), groups }
}

fn rule(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn said_by_text(text: &str) -> Vec<Said> {
    let mut logins: Vec<Said> = Vec::new();
    let mut role = "";
    for line in text.lines() {
        if let Some(mark) = mark(line).filter(|_| !line.ends_with(" No login was found")) {
            logins.push(Said { mark, groups: Vec::new() });
            role = "cause";
            continue;
        }
        let Some(login) = logins.last_mut() else { continue };
        role = match line {
            "  Also wrong" => "independent",
            "  Messages" => "",
            "  Worth changing, not the cause" => "hygiene",
            "  Not seen" => "",
            _ => role,
        };
        // A habit is indented, a cause is not.
        let finding = if role == "hygiene" { line.strip_prefix("  ").unwrap_or_default() } else { line };
        if let Some(head) = head_in_text(finding).filter(|_| !role.is_empty()) {
            login.groups.push(Group { role, head, ..Group::default() });
        }
        let Some(group) = login.groups.last_mut().filter(|_| !role.is_empty()) else { continue };
        if let Some(follower) = line.strip_prefix("  └ explains ") {
            let (follower, _) = follower.split_once(": ").unwrap();
            let (rule, through) = match follower.split_once(", through ") {
                Some((rule, through)) => (rule, Some(through.to_owned())),
                None => (follower, None),
            };
            group.followers.push((rule.split(' ').next().unwrap().to_owned(), through));
        } else if line.trim_start().strip_prefix("note: ") == Some(INFERRED) {
            group.confidence = Some(INFERRED);
        }
    }
    logins
}

/// `error[rule]: …`.
fn head_in_text(line: &str) -> Option<String> {
    let rest = ["error[", "warning[", "info["].iter().find_map(|word| line.strip_prefix(word))?;
    rest.split_once("]: ").map(|(rule, _)| rule.to_owned())
}

fn said_by_markdown(markdown: &str) -> Vec<Said> {
    let mut logins: Vec<Said> = Vec::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(mark) = line.strip_prefix("## ").and_then(mark) {
            logins.push(Said { mark, groups: Vec::new() });
        }
        let Some(login) = logins.last_mut() else { continue };
        if line.starts_with("### Root cause: ") {
            login.groups.push(group_in_markdown("cause", &mut lines));
        } else if line.starts_with("### Also wrong: ") {
            login.groups.push(group_in_markdown("independent", &mut lines));
        } else if line == "### Worth changing, not the cause" {
            login.groups.extend(section(&mut lines).filter(|line| line.starts_with("- ")).map(habit));
        }
    }
    logins
}

/// The lines up to the next heading.
fn section<'m>(lines: &mut Peekable<impl Iterator<Item = &'m str>>) -> impl Iterator<Item = &'m str> {
    std::iter::from_fn(|| lines.next_if(|line| !line.starts_with('#')))
}

fn group_in_markdown<'m>(role: &'static str, lines: &mut Peekable<impl Iterator<Item = &'m str>>) -> Group {
    let mut group = Group { role, ..Group::default() };
    let mut follows = false;
    for line in section(lines) {
        follows |= line == "Follows from it:";
        if let Some(rest) = line.strip_prefix("Rule `") {
            group.head = rest.split('`').next().unwrap().to_owned();
        } else if follows && line.starts_with("- ") && !line.starts_with("- Where to look next") {
            let (rule, through) = match line.split_once("`), through `") {
                Some((rule, through)) => (rule, Some(through.trim_end_matches('`').to_owned())),
                None => (line.trim_end_matches("`)"), None),
            };
            group.followers.push((rule.rsplit_once('`').unwrap().1.to_owned(), through));
        } else if line.contains(INFERRED) {
            group.confidence = Some(INFERRED);
        }
    }
    group
}

/// "- **title** (`rule`): …".
fn habit(line: &str) -> Group {
    let (_, rest) = line.split_once("** (`").unwrap();
    let (head, sentence) = rest.split_once("`): ").unwrap();
    let confidence = sentence.contains(INFERRED).then_some(INFERRED);
    Group { role: "hygiene", head: head.to_owned(), confidence, ..Group::default() }
}

fn mark(line: &str) -> Option<&'static str> {
    let (first, _) = line.split_once(' ')?;
    MARKS.iter().find(|(_, glyph)| *glyph == first).map(|(mark, _)| *mark)
}
