//! A form of lines, declared.

/// How a product writes requests and answers into lines.
///
/// What most have in common needs no declaration: a request line, a status line, `Name: value`, an empty line, a body.
pub(crate) struct LineForm {
    /// The word in the JSON report.
    pub(crate) name: &'static str,
    /// What people call it.
    pub(crate) called: &'static str,
    /// What its lines look like, in the order in which they are tried.
    pub(crate) signs: &'static [(Sign, &'static str)],
}

/// What a line is. The holes of its pattern say what it holds: see [`super::pattern`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sign {
    /// A request begins: `method` with `url`, or `target` and maybe `host`; maybe `body`, `id`.
    Request,
    /// An answer begins: `status`, maybe `url`, `id`, `body`.
    Reply,
    /// A whole exchange: `method`, `url` or `target`, `status`; maybe `host`, `agent`, `referer`.
    Exchange,
    /// A piece of what was sent, as text or as a literal: `text` or `quoted`; maybe `id`.
    Sent,
    /// A piece of what came back.
    Got,
    /// `name` and `value` of a field of the message that goes on.
    Field,
    /// A field of the request.
    SentField,
    /// A field of the answer.
    GotField,
    /// The body of the request: `body`, or the lines that follow.
    SentBody,
    /// The body of the answer.
    GotBody,
    /// The message is over.
    End,
    /// No answer came: `reason`.
    Failure,
    /// Nothing: the form's own words.
    Words,
}
