//! Places in a login: evidence points, it does not copy.

use std::borrow::Cow;
use std::ops::Range;

/// A place in a message, and the telling bytes of what stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pointer {
    /// The index of the message in its flow.
    pub message: usize,
    /// Where in it.
    pub part: Part,
    /// The telling byte ranges of the (decoded) value; none means all of it.
    pub marks: Vec<Range<usize>>,
}

impl Pointer {
    /// Points at a part of a message.
    pub fn new(message: usize, part: Part) -> Self {
        Pointer { message, part, marks: Vec::new() }
    }

    /// Marks the telling bytes.
    #[must_use]
    pub fn marking(mut self, marks: impl IntoIterator<Item = Range<usize>>) -> Self {
        self.marks.extend(marks);
        self
    }
}

/// A name as the specifications or the traffic give it.
pub type Name = Cow<'static, str>;

/// A part of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// The request method.
    Method,
    /// The request URL.
    Url,
    /// The origin of the page that made the request.
    Origin,
    /// A query parameter.
    Query(Name),
    /// A fragment parameter.
    Fragment(Name),
    /// A form parameter of the request body.
    Form(Name),
    /// A member of the request's JSON body.
    Json(Name),
    /// A request header (lower case).
    RequestHeader(Name),
    /// A cookie that the request carries.
    Cookie(Name),
    /// The response's status.
    Status,
    /// A response header (lower case).
    ResponseHeader(Name),
    /// The last `Set-Cookie` header of that cookie; the marks, the bytes of its attributes, point into the header.
    SetCookie(Name),
    /// A parameter of the URL that the response redirects to.
    Location(Name),
    /// The response body as text.
    ResponseBody,
    /// A member of the response's JSON or form body.
    ResponseJson(Name),
    /// A claim of the ID token in this message.
    IdToken(Name),
    /// A claim of the access token, a JWT, that this request carries.
    AccessToken(Name),
    /// A claim or header parameter of the DPoP proof that this request carries.
    DpopProof(Name),
    /// A claim or header parameter of the token that stands at that part.
    Claim(Box<Part>, Name),
    /// The token itself, where nothing is around it.
    Token,
    /// The network error.
    NetworkError,
    /// What a program says: its place among the statements of the flow.
    Statement(usize),
    /// One of the values of a member of the client's registration, as somebody said it beside the recording.
    Registered(&'static str, usize),
}

impl Part {
    /// The place in the words of the JSON report: `query.redirect_uri`, `response.header.date` …
    pub fn path(&self) -> String {
        match self {
            Part::Method => "method".to_owned(),
            Part::Url => "url".to_owned(),
            Part::Origin => "origin".to_owned(),
            Part::Query(name) => format!("query.{name}"),
            Part::Fragment(name) => format!("fragment.{name}"),
            Part::Form(name) => format!("form.{name}"),
            Part::Json(name) => format!("json.{name}"),
            Part::RequestHeader(name) => format!("header.{name}"),
            Part::Cookie(_) => "header.cookie".to_owned(),
            Part::SetCookie(_) => "response.header.set-cookie".to_owned(),
            Part::Status => "response.status".to_owned(),
            Part::ResponseHeader(name) => format!("response.header.{name}"),
            Part::Location(name) => format!("response.location.{name}"),
            Part::ResponseBody => "response.body".to_owned(),
            Part::ResponseJson(name) => format!("response.json.{name}"),
            Part::IdToken(name) => format!("id_token.{name}"),
            Part::AccessToken(name) => format!("access_token.{name}"),
            Part::DpopProof(name) => format!("dpop.{name}"),
            Part::Claim(token, name) => format!("{}.{name}", token.path()),
            Part::Token => "token".to_owned(),
            Part::NetworkError => "network-error".to_owned(),
            Part::Statement(_) => "statement".to_owned(),
            Part::Registered(name, _) => format!("registered.{name}"),
        }
    }

    /// Whether it is a part of the request.
    pub fn is_sent(&self) -> bool {
        match self {
            Part::Method
            | Part::Url
            | Part::Origin
            | Part::Query(_)
            | Part::Fragment(_)
            | Part::Form(_)
            | Part::Json(_)
            | Part::RequestHeader(_)
            | Part::Cookie(_)
            | Part::AccessToken(_)
            | Part::DpopProof(_) => true,
            Part::Claim(token, _) => token.is_sent(),
            Part::Status
            | Part::ResponseHeader(_)
            | Part::SetCookie(_)
            | Part::Location(_)
            | Part::ResponseBody
            | Part::ResponseJson(_)
            | Part::IdToken(_)
            | Part::Token
            | Part::NetworkError
            | Part::Statement(_)
            | Part::Registered(..) => false,
        }
    }

    /// The parameter's, header's, member's or claim's own name.
    pub fn name(&self) -> &str {
        match self {
            Part::Query(name)
            | Part::Fragment(name)
            | Part::Form(name)
            | Part::Json(name)
            | Part::RequestHeader(name)
            | Part::Cookie(name)
            | Part::ResponseHeader(name)
            | Part::SetCookie(name)
            | Part::Location(name)
            | Part::ResponseJson(name)
            | Part::IdToken(name)
            | Part::AccessToken(name)
            | Part::DpopProof(name)
            | Part::Claim(_, name) => name,
            Part::Token => "token",
            Part::Method => "method",
            Part::Url => "url",
            Part::Origin => "origin",
            Part::Status => "status",
            Part::ResponseBody => "body",
            Part::NetworkError => "error",
            Part::Statement(_) => "statement",
            Part::Registered(name, _) => name,
        }
    }
}
