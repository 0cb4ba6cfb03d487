//! A form of lines, declared.

/// How a product writes requests and answers into lines.
///
/// What most have in common needs no declaration: a request line, a status line, `Name: value`, an empty line, a body.
pub(crate) struct LineForm {
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
    /// A request begins with its `url`; its method comes later.
    Url,
    /// The `method` of the request that began with its URL.
    Method,
    /// A server notes that it was asked for `target`; its answer is not there.
    Page,
    /// An answer begins: `status`, maybe `url`, `id`, `body`.
    Reply,
    /// A whole exchange: `method`, `url` or `target`, `status`; maybe `host` or `origin`, `agent`, `referer`.
    Exchange,
    /// An exchange of which the answer's fields and body follow.
    Answered,
    /// A request without an answer: `method`, `url`, `reason`.
    Failed,
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
    /// All fields of the request as an object of the program's language: `headers`; maybe its body, as `dict`.
    SentFields,
    /// All fields of the answer; maybe its `body`.
    GotFields,
    /// Fields of the request follow.
    Head,
    /// Fields of the answer follow.
    GotHead,
    /// The body of the request: `body`, or as an object `dict`, or the lines that follow.
    SentBody,
    /// The body of the answer.
    GotBody,
    /// The body of whichever message goes on.
    Body,
    /// The fields of a form follow, one a line.
    Payload,
    /// The message is over.
    End,
    /// No answer came: `reason`.
    Failure,
    /// Nothing: the form's own words.
    Words,
}
