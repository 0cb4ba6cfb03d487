//! A form of lines, declared.

use std::sync::LazyLock;

use super::pattern::Pattern;
use crate::readers::LINE_FORMS;

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
    /// A request begins whose method and target come in lines of their own.
    Opening,
    /// A part of the first line of the request that goes on: `method`, `target`, `query`, `host` or `scheme`. The `url` is of
    /// what a server noted with `Page`.
    Part,
    /// A server notes that it was asked for `target` or `url`, maybe with `method`, `host`, `body`; its answer is not there.
    Page,
    /// A program says something of a request: what `Page` holds, and the line is a statement as well.
    Told,
    /// An answer begins: `status`, maybe `url`, `id`, `body`.
    Reply,
    /// An answer of which no more is written than the line: `status`, maybe `url`, `id`, the `type` of its content.
    Answer,
    /// The `status` of the answer to what a server noted with `Page`, also where it sent requests of its own in between.
    Served,
    /// A whole exchange: `method`, `url` or `target`, `status`; maybe `host`, `vhost` or `origin`, `agent`, `referer`,
    /// `location`, `body`, and pairs in the `rest`. With what is `said` of it the line is a statement as well.
    Exchange,
    /// A whole exchange somewhere in a line of which no more is known.
    Mention,
    /// An exchange of which the answer's fields and body follow.
    Answered,
    /// A request without an answer: `method`, `url`, `reason`.
    Failed,
    /// The same of a page: what a browser's console says of `method`, `url` and `status`, or of `reason`, or of both.
    Fetched,
    /// The request that comes next proves its client by HTTP Basic (RFC 7617), with credentials that are not written.
    Basic,
    /// A piece of what was sent, as text, as a literal or as one without its quotes: `text`, `quoted` or `escaped`; maybe `id`.
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
    /// An object that tells of a request, an answer or both: `dict`.
    Object,
    /// A piece of the body of whichever message goes on, without its line end: `text`.
    Wrapped,
    /// All of a request, and maybe of its answer, with blanks where line ends were: `text`.
    Flat,
    /// First line and fields of a message in braces: `text` = `{POST / HTTP/1.1: null}{Host: a.example}`.
    Heads,
    /// `status` and `headers` of an answer whose request is named in a later line.
    Early,
    /// A request of method POST begins: `url`; maybe `body`, `pairs`.
    Post,
    /// The bytes of what was sent follow in a box.
    SentBox,
    /// The bytes of what came follow in a box.
    GotBox,
    /// A request or an answer as pairs: `text` = `Host=a.example tf_http_req_method=GET …`.
    Pairs,
    /// Where the answer sends the browser: `location`. Of a server's own answer, as for `Served`.
    Location,
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
    /// No answer came: `reason`; or what a program says of it alone, which is a statement as well: `status`.
    Failure,
    /// A parameter of the form in the request's body: `name` and `value`, decoded.
    Parameter,
    /// Nothing: the form's own words.
    Words,
}

/// A form whose patterns are read.
pub(super) struct Compiled {
    pub(super) signs: Vec<(Sign, Pattern)>,
}

/// All forms, in the order in which they are tried.
pub(super) static COMPILED: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let compile = |form: &&LineForm| Compiled {
        signs: form.signs.iter().map(|(sign, pattern)| (*sign, Pattern::new(pattern))).collect(),
    };
    LINE_FORMS.iter().map(compile).collect()
});
