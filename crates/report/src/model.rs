//! The only types that leave the core: the JSON report, the panel's view and every other format are made of them.
//!
//! Text that came from traffic is a [`Shown`]: it exists only behind the redaction. The JSON report's fields are a
//! contract (`docs/report.schema.json`): fields may be added, none changes its name or its meaning.

use oauth::Part;
use serde::Serialize;

use crate::mask::Shown;

/// What `oauth-lens check --format json` prints.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Always `oauth-lens-report`.
    pub format: &'static str,
    /// The version of this format.
    pub version: u32,
    /// Who wrote it.
    pub tool: Tool,
    /// What was read.
    pub inputs: Vec<Input>,
    /// The logins, in the order in which they began.
    pub logins: Vec<Login>,
    /// Totals.
    pub summary: Summary,
}

/// Most exchanges of a file in which one is found without being told where.
const AT_A_GLANCE: usize = 20;

/// The name of standard input.
pub(crate) const STDIN: &str = "-";

impl Report {
    /// Whether evidence is shown with its source: there are several files, or one is too long to look through.
    pub fn names_sources(&self) -> bool {
        self.inputs.len() > 1 || self.inputs.iter().any(|input| input.exchanges > AT_A_GLANCE)
    }

    /// What else signs in, where that is no OAuth: a sentence for the reader who wonders why no login was found.
    pub fn other_protocol(&self) -> Option<&'static str> {
        other_protocol(&self.inputs)
    }
}

pub(crate) fn other_protocol(inputs: &[Input]) -> Option<&'static str> {
    let seen = inputs.iter().any(|input| input.other_protocols > 0);
    seen.then_some(
        "What signs in here is SAML or WS-Federation. OAuth Lens reads OAuth 2.0 and OpenID Connect.",
    )
}

/// The program that wrote a report.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tool {
    /// Always `oauth-lens`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// One file that was read.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Input {
    /// The file's name as given; `-` for standard input.
    pub name: Shown,
    /// The name of its form: `har`, `curl`, `cassette` …; `none` where it could not be read and was left out.
    pub kind: &'static str,
    /// How many exchanges (requests with what came back) it holds.
    pub exchanges: usize,
    /// How many of them were kept, where the file was too long to keep all: those that may play a role in a login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<usize>,
    /// How many of them belong to a login.
    pub used: usize,
    /// How many belong to a sign-in by SAML or WS-Federation, which is not examined.
    pub other_protocols: usize,
    /// How far its clock was off from that of the files before it, where it was: its times are moved by that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<Shown>,
    /// What could not be read, one sentence each.
    pub problems: Vec<Shown>,
    /// How many lines of it are what programs say.
    pub statements: usize,
    /// How many of these hold an error that is known.
    pub known: usize,
    /// Where none does: those that look most like errors, masked.
    pub unknown: Vec<Statement>,
    /// Where there are few, what they may mean together, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perhaps: Option<Shown>,
}

/// A line that a program wrote.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statement {
    /// Where it stands: `app.log:1204`.
    pub source: Option<Shown>,
    /// What it says, masked.
    pub shows: Shown,
}

/// Totals over all logins.
#[derive(Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Findings with severity `error`.
    pub errors: usize,
    /// Findings with severity `warning`.
    pub warnings: usize,
    /// Findings with severity `info`.
    pub infos: usize,
    /// Logins.
    pub logins: usize,
    /// Logins with outcome `failed`.
    pub failed: usize,
}

/// One login: everything between the authorization request and its end.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Login {
    /// `login-1`, `login-2` … in the order in which they began.
    pub id: String,
    /// What it is: `login`, or what hangs together without one: `callback`, `token-request`, `refresh`, `client-credentials`,
    /// `registration`, `discovery`, `api-call`, `introspection`, `revocation`, `logout`, `preflight`; or
    /// `statement`: what programs say, without a message.
    pub kind: &'static str,
    /// A name that stays the same while the recording goes on, whatever login turns out to have begun earlier.
    pub key: String,
    /// The login inside of which this one runs: its provider asks another provider who the user is.
    pub inside: Option<String>,
    /// Which app signs in where: `app.example.com → auth.example.com`.
    pub title: Shown,
    /// The kind of login in a few words: `Code + PKCE`, `Silent renew (hidden frame)`.
    pub description: String,
    /// The client identifier.
    pub client_id: Option<Shown>,
    /// The issuer, where it was seen.
    pub issuer: Option<Shown>,
    /// The grant in the words of RFC 6749: `authorization_code`, `implicit`, `refresh_token` …, or `none` for API calls that no login came before.
    pub grant: &'static str,
    /// When it began (RFC 3339, UTC), where the recording has times.
    pub started: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// The outcome in a sentence.
    pub outcome_text: Shown,
    /// The mark that stands before it.
    pub mark: Mark,
    /// The rule of the root cause; null when nothing is wrong or nothing is proved.
    pub root_cause: Option<&'static str>,
    /// Where to look next; only when there is no root cause and the login did not succeed.
    pub hypotheses: Vec<Hypothesis>,
    /// What was found, the root cause first.
    pub findings: Vec<Finding>,
    /// The findings by what they follow from, each in exactly one group: the root cause's first, then those of independent
    /// faults, then hygiene.
    pub groups: Vec<Group>,
    /// The number of the message that is most worth a look: the root cause's, or else the last token request's.
    pub telling: Option<u32>,
    /// Who takes part in the messages, the one that asks first.
    pub parties: Vec<Party>,
    /// The messages in order.
    pub messages: Vec<Message>,
    /// What was not seen, one sentence each.
    pub not_seen: Vec<Shown>,
    /// What was seen and is not shown, since there is too much of it. `not_seen` says it too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub left_out: Vec<LeftOut>,
    /// The rules that could not be decided: they neither hold nor fail.
    pub undecided: Vec<Undecided>,
}

impl Login {
    /// The groups of a role: the head of each, and what follows from it.
    pub fn groups_of(&self, role: Role) -> impl Iterator<Item = (&Finding, Vec<&Finding>)> {
        let of_role = self.groups.iter().filter(move |group| group.role == role);
        of_role.filter_map(|group| {
            let followers = group.followers.iter().filter_map(|&index| self.findings.get(index));
            Some((self.findings.get(group.head)?, followers.collect()))
        })
    }
}

/// Somebody who sends or answers messages.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Party {
    /// `browser`, `client` (a program outside of the browser), `app`, `provider`, `api` or `other`.
    pub role: &'static str,
    /// The role for a reader: `Provider`.
    pub title: &'static str,
    /// Its host; empty for who sends.
    pub host: Shown,
}

/// Something of a login that is not shown, since there is too much of it.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// The number of the message of which it is.
    pub message: Option<u32>,
    /// What it is: `parameters`, `request headers`, `response headers`, `response fields`, `places of a finding`, `messages`,
    /// `words` or `parts of values`.
    pub part: &'static str,
    /// How many.
    pub count: usize,
    /// That in a sentence.
    pub text: Shown,
}

/// A rule that could not be decided.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Undecided {
    /// The rule.
    pub rule: &'static str,
    /// What was not seen.
    pub unseen: &'static str,
}

/// How a login ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Tokens arrived.
    Succeeded,
    /// Something broke it.
    Failed,
    /// Nobody finished it.
    Abandoned,
    /// It goes on.
    Running,
    /// The rest happens between servers, where this recording does not look; or the answer to the token request was not seen.
    OutOfSight,
}

/// The mark of a login: its outcome, and whether a login that went well has a fault all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// It went well, and nothing in it has to be mended; habits worth changing may be.
    Ok,
    /// It went well in spite of a fault.
    Warning,
    /// Something broke it.
    Failed,
    /// Nobody finished it.
    Abandoned,
    /// It goes on.
    Running,
    /// The rest happens between servers, where this recording does not look; or the answer to the token request was not seen.
    OutOfSight,
}

impl Mark {
    /// The mark as one character.
    pub fn glyph(self) -> &'static str {
        match self {
            Mark::Ok => "✔",
            Mark::Warning => "▲",
            Mark::Failed => "✖",
            Mark::Abandoned => "○",
            Mark::Running => "●",
            Mark::OutOfSight => "◐",
        }
    }
}

/// A finding that stands on its own, with all that follows from it.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    /// Its part in the login.
    pub role: Role,
    /// The index in `findings` of the one that stands on its own.
    pub head: usize,
    /// The indices in `findings` of those that follow from it, directly (`explained_by` is the head's rule) or through others:
    /// the direct ones first, then by message.
    pub followers: Vec<usize>,
}

/// The part that a group of findings plays in a login.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It is the root cause: to be mended first.
    Cause,
    /// A fault beside the root cause, which mending that one leaves.
    Independent,
    /// A habit worth changing; never the reason why a login fails.
    Hygiene,
}

/// A cause that the recording cannot prove, and where to look for the proof.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hypothesis {
    /// The rule that would fire.
    pub rule: &'static str,
    /// Why it is likely.
    pub because: &'static str,
    /// What would decide it.
    pub look_at: Shown,
    /// A command that would show it, to paste into a shell; null where none does.
    pub command: Option<Shown>,
}

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// It works, but it is unsafe or will break.
    Warning,
    /// The login fails, or a correct peer must refuse it.
    Error,
}

/// How sure a finding is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Inferred from effects.
    Medium,
    /// Read from the traffic itself.
    High,
}

/// The part that a finding plays in a login.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// It stands on its own.
    Cause,
    /// It follows from another finding.
    Consequence,
    /// A habit worth changing; never the reason why a login fails.
    Hygiene,
}

/// One rule that did not hold.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The rule's id; `log/…` for what a program says itself.
    pub rule: &'static str,
    /// The rule's title.
    pub title: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// How sure it is, in a sentence; null where it was read from the traffic itself.
    pub confidence_text: Option<&'static str>,
    /// Its part in the login.
    pub kind: FindingKind,
    /// The rule it follows from.
    pub explained_by: Option<&'static str>,
    /// The part of a login in which it breaks: `discovery`, `registration`, `request`, `provider`, `response`, `exchange`, `token`,
    /// `userinfo`, `after`, or `any`.
    pub stage: &'static str,
    /// Who has to act.
    pub actor: Actor,
    /// The number of the message it is about.
    pub message: Option<u32>,
    /// What was seen, and where.
    pub evidence: Vec<Evidence>,
    /// What is wrong, in a sentence about this login.
    pub summary: Shown,
    /// Why that matters.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// How to see that it is mended.
    pub verify: &'static str,
    /// A fact outside of the recording that would show that this is not the fault.
    pub disproof: &'static str,
    /// Where it is written.
    pub specifications: Vec<Specification>,
}

impl Finding {
    /// What a peer or a program says in it that the finding it follows from does not show: the words of a refusal are
    /// never lost, whatever explains it.
    pub fn words_beside<'f>(&'f self, head: &'f Finding) -> impl Iterator<Item = &'f Evidence> {
        let is_shown = |own: &Evidence| head.evidence.iter().any(|other| other.said == own.said);
        self.evidence.iter().filter(move |own| own.said.is_some() && !is_shown(own))
    }
}

/// Who has to act.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Actor {
    /// `app`, `app-page`, `app-server`, `provider-settings`, `provider`, `network`, `browser` or `operator`.
    pub id: &'static str,
    /// That it has to act, in a sentence.
    pub text: &'static str,
}

/// One place in the traffic.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// The number of the message; 0 where the evidence is a program's words, or stands in the settings.
    pub message: u32,
    /// Where to look it up that is in no message: `app.log:1204`, `your settings`; else null.
    pub source: Option<Shown>,
    /// Where in it: `query.redirect_uri`, `form.code`, `response.header.content-type` …
    pub part: Shown,
    /// What stands there, masked.
    pub shows: Shown,
    /// The same text in runs, the telling ones marked.
    pub runs: Vec<Run>,
    /// What to see in it.
    pub note: Option<Shown>,
    /// The message and the part of it, where that is what a peer or a program says.
    #[serde(skip)]
    pub(crate) said: Option<(usize, Part)>,
}

/// A piece of a shown text.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Run {
    /// The text.
    pub text: Shown,
    /// Whether this is the telling piece.
    pub marked: bool,
}

/// A section of a specification.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Specification {
    /// `RFC 6749 §4.1.3`.
    pub name: String,
    /// Where to read it.
    pub url: String,
}

impl Login {
    /// The message that evidence points into.
    pub fn message_of(&self, evidence: &Evidence) -> Option<&Message> {
        self.messages.iter().find(|message| message.number == evidence.message)
    }
}

/// One message: a request and what came back.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Its number in the login, from 1; another one once an earlier message became known.
    pub number: u32,
    /// What it is called in the recording, whatever its number.
    pub key: String,
    /// `authorization-request`, `authorization-response`, `token-request`, `preflight` …
    pub kind: &'static str,
    /// The kind in words: `Authorization request`.
    pub name: &'static str,
    /// The request method.
    pub method: Shown,
    /// The URL, masked.
    pub url: Shown,
    /// The status of the response, where one was seen.
    pub status: Option<u16>,
    /// Who saw it.
    pub seen: Seen,
    /// Where it can be looked up: `login.har, entry 37` and `app.log:1204`, both counted from 1, or
    /// `tab 3, request 1234` of a browser.
    pub source: Option<Shown>,
    /// How it was made: `page`, `popup`, `frame`, `fetch`, `server`.
    pub via: &'static str,
    /// Milliseconds since the login began.
    pub offset_ms: Option<f64>,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<f64>,
    /// The network error, where it ended in one.
    pub error: Option<Shown>,
    /// The index in the login's `parties` of who sent the request.
    pub from: usize,
    /// The index in the login's `parties` of who answered, or should have.
    pub to: usize,
    /// What matters in it, in a few words: `302 → /callback, code, state ✔ same`.
    pub gist: Shown,
    /// What of that is the request's.
    #[serde(skip)]
    pub asked: Shown,
    /// What of that is the response's.
    #[serde(skip)]
    pub answered: Shown,
    /// Why it belongs to this login.
    pub joined_by: &'static str,
    /// Query, fragment and form parameters.
    pub parameters: Vec<Field>,
    /// Request headers that matter.
    pub request_headers: Vec<Field>,
    /// Response headers that matter.
    pub response_headers: Vec<Field>,
    /// The response body's members, where it is JSON, and the claims of an ID token in it.
    pub response_fields: Vec<Field>,
    /// What is known about the response body: `application/json · 74 bytes`, or why it was not seen.
    pub response_body: Shown,
    /// The rules that found something here.
    pub findings: Vec<&'static str>,
}

/// Who saw a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// A browser or a proxy beside it.
    Browser,
    /// The app's server.
    Server,
}

/// A parameter, header, member or claim.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field {
    /// Where it stands and its name: `query.state`, `form.code`, `response.json.error`, `id_token.iss`.
    pub part: Shown,
    /// Its name alone.
    pub name: Shown,
    /// Its value, masked.
    pub value: Shown,
    /// Whether the value is a stable name in place of a secret.
    pub secret: bool,
    /// What is known about it: `same as in message 1`.
    pub note: Option<Shown>,
}
