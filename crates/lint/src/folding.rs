//! Which finding follows from which, and the groups that come of it.
//!
//! A finding has at most one explainer: one whose rule explains its own, that is as severe, and that came no later. Among
//! several it is the nearest. What follows from a consequence belongs to the group of the finding at the chain's head.
//!
//! Symptoms stand in no rule's list: how a login ends (`Lane::Symptom`) follows from faults of the stages that it names, how a
//! failed call ends (`Lane::CallSymptom`) from faults of that call.

use std::cmp::Reverse;

use oauth::Part;

use crate::finding::{Finding, FindingKind};
use crate::known::{is_failure, is_moment, is_unnamed};
use crate::level::Severity;
use crate::rule::{Check, Lane};

/// A finding that stands on its own, with all that follows from it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// The index of the finding that stands on its own.
    pub head: usize,
    /// The indices of those that follow from it, directly or through others: the direct ones first, then by message.
    pub followers: Vec<usize>,
    /// Its part in the login.
    pub role: Role,
}

/// The part that a group of findings plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// It is the root cause: to be mended first.
    Cause,
    /// A fault beside the root cause, which mending that one leaves.
    Independent,
    /// A habit worth changing.
    Hygiene,
}

/// What the traffic says of findings.
pub(crate) trait Traffic {
    /// Whether a server's own record shows what a finding is about.
    fn is_seen_by_server(&self, finding: &Finding) -> bool;

    /// Whether a finding has evidence in the call with this message, its preflight included, and the call failed: its answer
    /// is no success, or never came.
    fn is_of_failed_call(&self, finding: &Finding, message: usize) -> bool;
}

/// Makes each finding that another one explains its consequence.
pub(crate) fn fold(findings: &mut [Finding], traffic: &impl Traffic) {
    let faults: Vec<usize> =
        (0..findings.len()).filter(|&index| findings[index].kind == FindingKind::Cause).collect();
    let pairs =
        faults.iter().flat_map(|&explainer| faults.iter().map(move |&explained| (explainer, explained)));
    let mut pairs: Vec<(usize, usize)> = pairs
        .filter(|&(explainer, explained)| {
            let (explainer, explained) = (&findings[explainer], &findings[explained]);
            // What a server's transcript shows happened while the browser waited for the server's answer.
            let is_earlier = explainer.message <= explained.message || traffic.is_seen_by_server(explainer);
            is_earlier
                && !stays_alone(explainer, explained)
                && explainer.severity >= explained.severity
                && (explainer.rule.explains(explainer.stage, explained.rule)
                    || is_of_its_call(explainer, explained, traffic)
                    || is_said_of(explainer, explained))
        })
        .collect();
    pairs.sort_by_key(|&(explainer, explained)| {
        let (explainer, explained) = (&findings[explainer], &findings[explained]);
        let distance = explained.message.saturating_sub(explainer.message);
        (distance, Reverse(explainer.message), Reverse(explainer.severity))
    });
    let mut explainers: Vec<Option<usize>> = vec![None; findings.len()];
    for (explainer, explained) in pairs {
        // Rules that explain each other would hang in the air: the pair that closes a circle is left out.
        let closes_circle = head(explainer, &explainers) == explained;
        if explainers[explained].is_none() && !closes_circle {
            explainers[explained] = Some(explainer);
            findings[explained].kind = FindingKind::Consequence(findings[explainer].rule.id);
        }
    }
}

/// Whether the one tells too little of the other one to explain it.
fn stays_alone(explainer: &Finding, explained: &Finding) -> bool {
    explained.is_apart && explainer.stated.is_some()
        || says_less(explainer, explained)
        || is_only_words(explained, explainer)
}

/// Whether the one is a fault of the failed call whose end the other one is.
fn is_of_its_call(explainer: &Finding, explained: &Finding, traffic: &impl Traffic) -> bool {
    explainer.rule.lane == Lane::Fault
        && explained.rule.lane == Lane::CallSymptom
        && traffic.is_of_failed_call(explainer, explained.message)
}

/// Whether what a program says and what its messages show are one fault: it says why a login or a call ended, or what the
/// messages prove themselves.
fn is_said_of(explainer: &Finding, explained: &Finding) -> bool {
    match (explainer.stated, explained.stated) {
        (Some(said), None) => {
            let says_more = says_less(explained, explainer) || is_only_words(explainer, explained);
            (said.is_fault() || explainer.fix_is_exact || says_more)
                && (explained.rule.lane != Lane::Fault || says_more)
        }
        (None, Some(said)) => {
            explainer.rule.lane == Lane::Fault
                && (!said.is_fault()
                    || explainer.stage == explained.stage
                    || said.suspects.iter().any(|rule| rule.id == explainer.rule.id))
        }
        _ => false,
    }
}

/// Whether the one is the only error that a program states at the moment of a call, and the other one no more than the end of that
/// call: neither says why, and the program says what.
fn is_only_words(said: &Finding, bare: &Finding) -> bool {
    let is_bare =
        matches!(bare.rule.check, Check::Unexplained(_)) || matches!(bare.rule.lane, Lane::Symptom(_));
    said.stated.is_some_and(is_moment)
        && said.severity == Severity::Error
        && is_bare
        && said.message == bare.message
}

/// Faults that are a gateway's status: that it got no usable answer, not why.
const OF_GATEWAYS: [&str; 2] = ["network/gateway-5xx", "callback/gateway-error"];

/// Whether the one is a status and no more, and the other one what a program says of it: of what a gateway answers in place of the
/// server behind it, the reason that a log names.
fn says_less(bare: &Finding, other: &Finding) -> bool {
    let Some(said) = other.stated else { return false };
    match bare.rule.check {
        Check::Unexplained(_) => {
            (!is_unnamed(said) || is_failure(said))
                && bare.points.iter().all(|point| matches!(point.pointer.part, Part::Status))
        }
        _ => {
            let is_of_network = || said.suspects.iter().any(|rule| rule.id.starts_with("network/"));
            OF_GATEWAYS.contains(&bare.rule.id)
                && said.is_fault()
                && !is_unnamed(said)
                && (bare.message == other.message || is_of_network())
        }
    }
}

fn head(finding: usize, explainers: &[Option<usize>]) -> usize {
    std::iter::successors(Some(finding), |&finding| explainers[finding]).last().unwrap_or(finding)
}

/// The groups of folded findings, in the order of their heads.
pub(crate) fn groups(findings: &[Finding]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (head, finding) in findings.iter().enumerate() {
        let role = match finding.kind {
            FindingKind::Consequence(_) => continue,
            FindingKind::Hygiene => Role::Hygiene,
            FindingKind::Cause if groups.iter().any(|group| group.role == Role::Cause) => Role::Independent,
            FindingKind::Cause => Role::Cause,
        };
        groups.push(Group { head, followers: followers(head, findings), role });
    }
    groups
}

fn followers(head: usize, findings: &[Finding]) -> Vec<usize> {
    let mut followers = Vec::new();
    let mut explainers = vec![head];
    while !explainers.is_empty() {
        let rules = explainers.iter().map(|&index| findings[index].rule.id);
        let kinds: Vec<FindingKind> = rules.map(FindingKind::Consequence).collect();
        explainers = (0..findings.len()).filter(|&index| kinds.contains(&findings[index].kind)).collect();
        explainers.sort_by_key(|&index| findings[index].message);
        followers.extend_from_slice(&explainers);
    }
    followers
}

#[cfg(test)]
mod tests {
    use oauth::Pointer;

    use super::*;
    use crate::evidence::{Verdict, fail};
    use crate::rule::{Actor, Check, Confidence, Lane, Requirement, Rule, Severity, Stage};

    /// A rule that is made up for a test.
    fn rule(id: &'static str, explains: &'static [&'static str]) -> &'static Rule {
        Box::leak(Box::new(made_up(id, explains)))
    }

    fn made_up(id: &'static str, explains: &'static [&'static str]) -> Rule {
        Rule {
            id,
            title: id,
            lead: "",
            severity: Severity::Error,
            confidence: Confidence::High,
            requirement: Requirement::Must,
            lane: Lane::Fault,
            stage: Stage::Exchange,
            actor: Actor::App,
            references: &[],
            why: "",
            fix: "",
            verify: "",
            disproof: "",
            explains,
            since: "0.1.0",
            page: "",
            check: Check::Login(|_| Verdict::Pass),
        }
    }

    /// A finding of a rule in this lane and at this stage.
    fn placed(id: &'static str, lane: Lane, stage: Stage, message: usize) -> Finding {
        let rule = Box::leak(Box::new(Rule { lane, stage, ..made_up(id, &[]) }));
        Finding::new(rule, fail(id).at(Pointer::new(message, Part::Status)), 1)
    }

    /// Traffic in which servers recorded what rules with `server` in their names see, and the calls with odd numbers failed.
    struct MadeUp;

    impl Traffic for MadeUp {
        fn is_seen_by_server(&self, finding: &Finding) -> bool {
            finding.rule.id.starts_with("server")
        }

        fn is_of_failed_call(&self, finding: &Finding, message: usize) -> bool {
            message % 2 == 1 && finding.points.iter().any(|point| point.pointer.message == message)
        }
    }

    fn finding(
        id: &'static str,
        severity: Severity,
        message: usize,
        explains: &'static [&'static str],
    ) -> Finding {
        let evidence = fail(id).severity(severity).at(Pointer::new(message, Part::Status));
        Finding::new(rule(id, explains), evidence, 1)
    }

    /// `head > follower > follower` for each group.
    fn folded(mut findings: Vec<Finding>) -> Vec<String> {
        fold(&mut findings, &MadeUp);
        let groups = groups(&findings);
        let mut members: Vec<usize> =
            groups.iter().flat_map(|group| [&[group.head], group.followers.as_slice()].concat()).collect();
        members.sort_unstable();
        assert!(members.into_iter().eq(0..findings.len()), "each finding is in one group: {groups:?}");
        let words = |group: &Group| {
            let ids = std::iter::once(&group.head).chain(&group.followers).map(|&i| findings[i].rule.id);
            ids.collect::<Vec<_>>().join(" > ")
        };
        groups.iter().map(words).collect()
    }

    use Severity::{Error, Info, Warning};

    #[test]
    fn an_explainer_is_as_severe_as_what_it_explains() {
        let of = |explainer, explained| {
            folded(vec![finding("a", explainer, 0, &["b"]), finding("b", explained, 1, &[])])
        };
        assert_eq!(of(Error, Error), ["a > b"]);
        assert_eq!(of(Error, Info), ["a > b"]);
        assert_eq!(of(Info, Error), ["a", "b"]);
        assert_eq!(of(Warning, Error), ["a", "b"]);
        assert_eq!(of(Info, Info), ["a > b"]);
    }

    #[test]
    fn the_nearest_earlier_message_explains() {
        let findings = vec![
            finding("far", Error, 0, &["z"]),
            finding("near", Error, 2, &["z"]),
            finding("late", Error, 4, &["z"]),
            finding("mild", Info, 3, &["z"]),
            finding("z", Error, 3, &[]),
        ];
        assert_eq!(folded(findings), ["far", "near > z", "late", "mild"]);
    }

    #[test]
    fn what_a_server_saw_happened_before_the_answer_that_it_gave() {
        let findings = vec![
            finding("far", Error, 0, &["z"]),
            finding("server", Error, 4, &["z"]),
            finding("z", Error, 3, &[]),
        ];
        assert_eq!(folded(findings), ["far", "server > z"]);
    }

    #[test]
    fn how_a_login_ends_follows_from_the_stages_that_the_symptom_names() {
        let symptom = |at| placed("z", Lane::Symptom(&[Stage::Request]), Stage::Provider, at);
        let of = |fault: Finding| folded(vec![fault, symptom(3)]);
        assert_eq!(of(placed("a", Lane::Fault, Stage::Request, 1)), ["a > z"]);
        assert_eq!(of(placed("a", Lane::Fault, Stage::Registration, 1)), ["a", "z"]);
        assert_eq!(of(placed("a", Lane::Fault, Stage::Request, 4)), ["a", "z"], "it came later");
        assert_eq!(of(placed("a", Lane::Symptom(&[]), Stage::Request, 1)), ["a", "z"], "it ends a login too");
        assert_eq!(of(placed("a", Lane::CallSymptom, Stage::Request, 1)), ["a > z"], "it ends a call");
        let mild = Finding { severity: Warning, ..placed("a", Lane::Fault, Stage::Request, 1) };
        assert_eq!(of(mild), ["a", "z"]);
    }

    #[test]
    fn how_a_call_ends_follows_from_the_faults_of_that_failed_call() {
        let of = |fault: Finding, at| folded(vec![fault, placed("z", Lane::CallSymptom, Stage::Any, at)]);
        let fault = |at| placed("a", Lane::Fault, Stage::Exchange, at);
        assert_eq!(of(fault(3), 3), ["a > z"]);
        assert_eq!(of(fault(1), 3), ["a", "z"], "another call's fault");
        assert_eq!(of(fault(2), 2), ["a", "z"], "the call went well: what is hidden is no fault's doing");
        assert_eq!(of(Finding { severity: Warning, ..fault(3) }, 3), ["a", "z"]);
        assert_eq!(of(placed("a", Lane::Symptom(&[]), Stage::Exchange, 3), 3), ["a", "z"]);
        assert_eq!(of(placed("a", Lane::CallSymptom, Stage::Exchange, 3), 3), ["a", "z"]);
        let earlier_too = fail("a").at(Pointer::new(2, Part::Status)).at(Pointer::new(3, Part::Status));
        assert_eq!(of(Finding::new(fault(3).rule, earlier_too, 1), 3), ["a > z"]);
    }

    #[test]
    fn a_chain_of_symptoms_belongs_to_the_fault() {
        let findings = vec![
            placed("a", Lane::Fault, Stage::Exchange, 3),
            placed("b", Lane::CallSymptom, Stage::Exchange, 3),
            placed("c", Lane::Symptom(&[Stage::Exchange]), Stage::Response, 4),
        ];
        assert_eq!(folded(findings), ["a > b > c"]);
    }

    #[test]
    fn a_chain_belongs_to_its_head() {
        let findings = vec![
            finding("d", Error, 4, &[]),
            finding("c", Error, 3, &["d"]),
            finding("b", Error, 3, &["c"]),
            finding("a", Error, 1, &["b", "e"]),
            finding("e", Error, 2, &[]),
        ];
        assert_eq!(folded(findings), ["a > e > b > c > d"]);
    }

    #[test]
    fn a_circle_leaves_each_finding_in_one_group() {
        let circle = || {
            vec![
                finding("a", Error, 0, &["b"]),
                finding("b", Error, 0, &["c"]),
                finding("c", Error, 0, &["a"]),
            ]
        };
        assert_eq!(folded(circle()), ["a > b > c"]);
        let before = circle().into_iter().chain([finding("d", Error, 0, &["b"])]);
        assert_eq!(folded(before.collect()), ["a > b > c", "d"]);
        let itself = vec![finding("a", Error, 0, &["a"])];
        assert_eq!(folded(itself), ["a"]);
        let servers =
            vec![finding("server-a", Error, 0, &["server-b"]), finding("server-b", Error, 5, &["server-a"])];
        assert_eq!(folded(servers), ["server-b > server-a"]);
    }

    #[test]
    fn the_first_cause_is_the_root_and_the_others_stand_beside_it() {
        let mut findings = vec![finding("a", Error, 0, &[]), finding("b", Error, 0, &[])];
        let mut habit = finding("c", Error, 0, &[]);
        habit.kind = FindingKind::Hygiene;
        findings.push(habit);
        let roles: Vec<Role> = groups(&findings).iter().map(|group| group.role).collect();
        assert_eq!(roles, [Role::Cause, Role::Independent, Role::Hygiene]);
    }
}
