//! Which parameters, headers, members and claims may be shown: a keep-list. What is not on it is a secret.

use super::named::is_support;
use super::shape::{Mode, humps, is_open, is_technical};
use super::words::{Word, judge};

/// How a value is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Treatment {
    /// As it stands, known secrets in it replaced.
    Plain,
    /// As a URL: its parameters each by their own treatment.
    Url,
    /// As text that people wrote: known secrets and whatever looks like one replaced.
    Prose,
    /// As text that nobody recognises: words of the dictionary.
    Body,
    /// As an identifier for support: as it stands, where it has the form of one.
    Id,
    /// As the number of a time or a span: as it stands, where it is one.
    Time,
    /// As a name that is registered: as it stands, where it is made of words of the protocols.
    Coded,
    /// A stable name in place of the value.
    Secret,
}

/// A parameter of a query, fragment or form, or a member of a JSON body.
pub(crate) fn parameter(name: &str) -> Treatment {
    match name {
        "client_id" | "clientId" => Treatment::Plain,
        "response_type"
        | "scope"
        | "grant_type"
        | "max_age"
        | "ui_locales"
        | "acr_values"
        | "error"
        | "error_description"
        | "error_code"
        | "error_reason"
        | "expires_in"
        | "ext_expires_in"
        | "refresh_expires_in"
        | "interval"
        | "audience"
        | "resource"
        | "ok"
        | "errcode"
        | "errmsg"
        | "message"
        | "access_type"
        | "alg"
        | "code_challenge_method"
        | "crv"
        | "display"
        | "kty"
        | "prompt"
        | "response_mode"
        | "token_endpoint_auth_method"
        | "token_type"
        | "token_type_hint"
        | "use"
        | "kid"
        | "err"
        | "level"
        | "lvl"
        | "logger"
        | "severity" => Treatment::Prose,
        // Names that the IETF registers (RFC 7521 §4.2, RFC 8693 §3).
        "client_assertion_type" | "issued_token_type" | "requested_token_type" | "subject_token_type" => {
            Treatment::Coded
        }
        // Parts of a program, of which names of people are none.
        "caller" | "component" | "logger_name" | "loggerName" | "module" | "subsystem" | "thread"
        | "thread_name" | "threadName" => Treatment::Body,
        "redirect_uri"
        | "redirect_uris"
        | "post_logout_redirect_uri"
        | "error_uri"
        | "verification_uri"
        | "iss"
        | "issuer" => Treatment::Url,
        _ if is_support(name) => Treatment::Id,
        _ if TIMES.contains(&name) => Treatment::Time,
        _ => Treatment::Secret,
    }
}

/// Whether a value is a time of these decades, in seconds or milliseconds since 1970, or a short span.
pub(super) fn is_time(value: &str) -> bool {
    let is_near = value.get(..2).is_some_and(|head| ("14".."22").contains(&head));
    let has_length = matches!(value.len(), 10 | 13) && is_near || (1..=MOST_DIGITS).contains(&value.len());
    has_length && value.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a value is made of words of the protocols: `select_account`, `RS256`, `urn:ietf:params:oauth:token-type:jwt`.
pub(super) fn is_coded(value: &str) -> bool {
    value.len() <= LONGEST_CODED
        && is_technical(value)
        && value.bytes().filter(u8::is_ascii_digit).count() <= MOST_DIGITS
}

/// Bytes of the longest of these values.
const LONGEST_CODED: usize = 100;

/// A member of a JSON body or an element of XML: what parameters are called, and what errors say besides.
pub(crate) fn member(name: &str) -> Treatment {
    match name {
        "detail" | "details" | "description" | "errors" | "error_message" | "errorMessage"
        | "errorDescription" | "errorSummary" | "errorCode" | "errorLink" | "error_codes" | "msg"
        | "reason" | "status" | "statusCode" | "statusText" | "status_code" | "suberror" | "title"
        | "Message" | "Code" | "Detail" | "Details" | "Description" | "Error" | "ErrorMessage" | "Reason"
        | "Status" | "Title" | "faultcode" | "faultCode" | "faultstring" | "faultString" | "fault"
        | "hint" | "cause" | "explanation" | "problem" | "why" | "stack" | "stackTrace" | "stack_trace"
        | "stacktrace" => Treatment::Prose,
        "SourceContext" => Treatment::Prose,
        "errorUri" | "instance" | "RequestPath" | "url" | "href" | "auth_url" | "authUrl"
        | "authorization_url" | "authorizationUrl" | "login_url" | "loginUrl" => Treatment::Url,
        _ if is_of_error(name) => Treatment::Prose,
        _ => parameter(name),
    }
}

/// Whether a name is made of a word for what went wrong and one for a sentence: `reasonText`, `status_message`, `FailureReason`.
fn is_of_error(name: &str) -> bool {
    const BEGINNINGS: [&str; 8] =
        ["error", "exception", "failure", "fault", "problem", "reason", "result", "status"];
    const ENDINGS: [&str; 8] =
        ["description", "detail", "details", "message", "phrase", "reason", "summary", "text"];
    let letters: String =
        name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    BEGINNINGS
        .iter()
        .filter_map(|beginning| letters.strip_prefix(beginning))
        .any(|rest| ENDINGS.contains(&rest))
}

/// Names of times and spans.
const TIMES: [&str; 14] = [
    "auth_time",
    "created_at",
    "exp",
    "expires_at",
    "expires_on",
    "expiresAt",
    "iat",
    "issued_at",
    "nbf",
    "not_before",
    "refresh_token_expires_in",
    "timestamp",
    "updated_at",
    "x_refresh_token_expires_in",
];

/// Names of spans and codes of which all else is prose: their numbers say nothing of a person.
const NUMBERS: [&str; 10] = [
    "error_code",
    "error_codes",
    "expires_in",
    "ext_expires_in",
    "interval",
    "max_age",
    "refresh_expires_in",
    "status",
    "statusCode",
    "status_code",
];

/// Characters of the longest number of a time: milliseconds with some digits behind a point.
const LONGEST_TIME: usize = 17;

/// Digits of the longest number that is shown under any harmless name.
const MOST_DIGITS: usize = 5;

/// Digits of the longest span in seconds and of the longest number of an error: a telephone number has more.
const LONGEST_SPAN: usize = 9;

/// Whether a number is shown as it stands: that of a time, a short one of a harmless name, and a code of three digits.
pub(crate) fn shows_number(name: &str, treatment: Treatment, value: &str) -> bool {
    let is_number = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit() || b"-+.eE".contains(&b));
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    // Some give the moment where the span belongs, some milliseconds.
    let is_span =
        NUMBERS.contains(&name) && (digits <= LONGEST_SPAN || is_time(value) || value.ends_with("000"));
    let is_open = treatment == Treatment::Time && value.len() <= LONGEST_TIME
        || treatment != Treatment::Secret && (digits <= MOST_DIGITS || is_span || TIMES.contains(&name));
    is_number && (is_open || value.len() <= 3 && matches!(name, "code" | "errno" | "subcode"))
}

/// Words of which an error's name has one.
const ERRORS: [&str; 18] = [
    "unauthenticated",
    "conflict",
    "bad",
    "denied",
    "error",
    "exceeded",
    "expired",
    "failed",
    "forbidden",
    "internal",
    "invalid",
    "mismatch",
    "missing",
    "not",
    "unauthorized",
    "unavailable",
    "unknown",
    "unsupported",
];

/// The codes of gRPC.
const GRPC: [&str; 16] = [
    "Aborted",
    "AlreadyExists",
    "Canceled",
    "DataLoss",
    "DeadlineExceeded",
    "FailedPrecondition",
    "Internal",
    "InvalidArgument",
    "NotFound",
    "OutOfRange",
    "PermissionDenied",
    "ResourceExhausted",
    "Unauthenticated",
    "Unavailable",
    "Unimplemented",
    "Unknown",
];

/// Whether it is what an API calls its error, and no authorization code: `"code":"BAD_REQUEST"`, `"code":"UNAUTHORIZED"`,
/// `"code":"InvalidAuthenticationToken"`.
pub(super) fn names_error(name: &str, value: &str) -> bool {
    if name != "code" || value.len() > LONGEST_NAME_OF_ERROR {
        return false;
    }
    if GRPC.contains(&value) {
        return true;
    }
    let words: Vec<&str> = value.split(['_', '.', '-']).flat_map(humps).collect();
    // Two words as one may be chosen: `BadHorse`.
    let is_written_so = match words.len() {
        1 => value.bytes().all(|byte| byte.is_ascii_uppercase()),
        2 => {
            let is_technical = |word: &&str| judge(word) == Word::Technical;
            value.contains(['_', '.', '-']) || words.iter().all(is_technical)
        }
        _ => true,
    };
    let is_word = |word: &&str| {
        word.len() > 1
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && matches!(judge(word), Word::Technical | Word::Common)
    };
    is_written_so
        && words.iter().any(|word| ERRORS.iter().any(|error| word.eq_ignore_ascii_case(error)))
        && words.iter().all(is_word)
}

/// Bytes.
const LONGEST_NAME_OF_ERROR: usize = 60;

/// A member of a discovery document: public by nature.
pub(crate) fn metadata(name: &str) -> Treatment {
    let is_url = name == "issuer"
        || name.ends_with("_endpoint")
        || name.ends_with("_uri")
        || name == "check_session_iframe";
    // What is no document of this kind may answer at its address.
    let is_secret = ["secret", "password", "api_key"].iter().any(|word| name.contains(word))
        || matches!(name, "access_token" | "assertion" | "code" | "id_token" | "refresh_token" | "token");
    if is_secret {
        return Treatment::Secret;
    }
    if is_url { Treatment::Url } else { Treatment::Prose }
}

/// A claim of an ID token. Personal data and identifiers of persons and sessions are secrets.
pub(crate) fn claim(name: &str) -> Treatment {
    match name {
        "iss" | "redirect_uri" => Treatment::Url,
        "aud" | "azp" | "client_id" | "cid" | "appid" => Treatment::Plain,
        "exp" | "iat" | "nbf" | "auth_time" | "updated_at" | "acr" | "amr" | "scope" | "scp" | "roles"
        | "typ" | "ver" | "token_use" | "idtyp" | "azpacr" | "appidacr" | "gty" | "permissions"
        | "events" | "response_type" | "response_mode" | "error" | "error_description" | "vct"
        | "_sd_alg" => Treatment::Prose,
        _ => Treatment::Secret,
    }
}

/// A member of a token's header. Addresses and keys in it are the signer's own.
pub(crate) fn jose_header(name: &str) -> Treatment {
    match name {
        "alg" | "kid" | "typ" | "cty" | "enc" | "zip" | "crit" | "b64" | "htm" => Treatment::Prose,
        "jku" | "x5u" | "htu" => Treatment::Url,
        _ => Treatment::Secret,
    }
}

/// How a header is shown; of all others it is shown that they are there, and how long they are.
pub(crate) fn header(name: &str) -> Option<Treatment> {
    match name {
        "authorization" | "proxy-authorization" | "cookie" | "set-cookie" | "dpop" => Some(Treatment::Secret),
        "location" | "referer" | "origin" => Some(Treatment::Url),
        "host" => Some(Treatment::Prose),
        "x-request-id" | "request-id" | "x-correlation-id" | "x-ms-request-id" | "traceparent" | "cf-ray"
        | "x-okta-request-id" | "x-amzn-requestid" => Some(Treatment::Id),
        "accept"
        | "accept-encoding"
        | "age"
        | "allow"
        | "cache-control"
        | "cf-mitigated"
        | "connection"
        | "content-encoding"
        | "content-length"
        | "content-security-policy"
        | "content-type"
        | "cross-origin-embedder-policy"
        | "cross-origin-opener-policy"
        | "cross-origin-resource-policy"
        | "date"
        | "last-modified"
        | "pragma"
        | "proxy-authenticate"
        | "referrer-policy"
        | "retry-after"
        | "sec-fetch-dest"
        | "sec-fetch-mode"
        | "sec-fetch-site"
        | "sec-fetch-user"
        | "server"
        | "service-worker"
        | "service-worker-navigation-preload"
        | "strict-transport-security"
        | "transfer-encoding"
        | "upgrade-insecure-requests"
        | "vary"
        | "via"
        | "www-authenticate"
        | "x-amzn-errormessage"
        | "x-amzn-waf-action"
        | "x-cache"
        | "x-content-type-options"
        | "x-frame-options"
        | "x-goog-iap-generated-response"
        | "x-powered-by"
        | "x-requested-with"
        | "x-robots-tag"
        | "x-squid-error"
        | "x-vercel-mitigated"
        | "x-xss-protection" => Some(Treatment::Prose),
        _ if name.starts_with("access-control-") => Some(Treatment::Prose),
        _ if is_support(name) => Some(Treatment::Id),
        _ => None,
    }
}

/// Whether a name from traffic is a name and not a smuggled value.
pub(crate) fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 48
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.:[]/".contains(&b))
        && name.split([':', '[', ']', '/']).all(|part| is_open(part, Mode::Path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_on_a_list_is_a_secret() {
        for of in [parameter, member, claim, jose_header] {
            for name in ["state", "code", "password", "sub", "jwk", "x-made-up", "", "Client_Id", "error2"] {
                assert_eq!(of(name), Treatment::Secret, "{name}");
            }
        }
        assert_eq!(header("x-made-up"), None);
        assert_eq!(header("x-api-key"), None);
    }

    #[test]
    fn each_list_has_its_words() {
        use Treatment::{Id, Plain, Prose, Secret, Url};
        for (of, name, treatment) in [
            (parameter as fn(&str) -> Treatment, "client_id", Plain),
            (parameter, "scope", Prose),
            (parameter, "kid", Prose),
            (parameter, "redirect_uri", Url),
            (parameter, "iss", Url),
            (parameter, "trace_id", Id),
            (parameter, "Correlation-Id", Id),
            (parameter, "request_uri", Secret),
            (parameter, "errors", Secret),
            (member, "errors", Prose),
            (member, "statusCode", Prose),
            (member, "instance", Url),
            (member, "client_id", Plain),
            (member, "correlationId", Id),
            (claim, "iss", Url),
            (claim, "aud", Plain),
            (claim, "exp", Prose),
            (claim, "email", Secret),
            (jose_header, "kid", Prose),
            (jose_header, "jku", Url),
            (metadata, "issuer", Url),
            (metadata, "token_endpoint", Url),
            (metadata, "jwks_uri", Url),
            (metadata, "check_session_iframe", Url),
            (metadata, "grant_types_supported", Prose),
            (metadata, "client_secret", Secret),
            (metadata, "secret_endpoint", Secret),
            (metadata, "x_password", Secret),
            (metadata, "api_key", Secret),
        ] {
            assert_eq!(of(name), treatment, "{name}");
        }
        for (name, treatment) in [
            ("authorization", Secret),
            ("set-cookie", Secret),
            ("dpop", Secret),
            ("location", Url),
            ("host", Prose),
            ("cf-ray", Id),
            ("www-authenticate", Prose),
            ("access-control-allow-origin", Prose),
        ] {
            assert_eq!(header(name), Some(treatment), "{name}");
        }
    }

    #[test]
    fn a_coded_value_is_made_of_words_of_the_protocols() {
        for (value, is_shown) in [
            ("select_account", true),
            ("form_post.jwt", true),
            ("RS256", true),
            ("P-256", true),
            ("urn:ietf:params:oauth:token-type:access_token", true),
            ("cabbage", false),
            ("491757849276", false),
            ("login marigold", false),
        ] {
            assert_eq!(is_coded(value), is_shown, "{value}");
        }
    }

    #[test]
    fn a_number_is_shown_where_it_says_nothing_of_a_person() {
        use Treatment::{Prose, Secret, Time};
        for (name, treatment, value, is_shown) in [
            ("exp", Prose, "1764322000", true),
            ("exp", Secret, "1764322000", false),
            ("expires_on", Time, "1764322000", true),
            ("expires_on", Time, "12a", false),
            ("interval", Prose, "12345", true),
            ("error_codes", Prose, "70000112", true),
            ("expires_in", Prose, "1764322000", true),
            ("expires_in", Prose, "491757849276", false),
            ("message", Prose, "12345", true),
            ("message", Prose, "123456", false),
            ("message", Prose, "-1.5e3", true),
            ("message", Prose, "12a", false),
            ("message", Prose, "", false),
            ("code", Secret, "190", true),
            ("code", Secret, "1900", false),
            ("errno", Secret, "13", true),
            ("subcode", Secret, "460", true),
            ("pin", Secret, "190", false),
        ] {
            assert_eq!(shows_number(name, treatment, value), is_shown, "{name} {value}");
        }
    }

    #[test]
    fn a_name_of_traffic_is_shown_where_it_is_one() {
        for name in ["state", "urn:x/y[0].z", "redirect_uri", &"word-".repeat(9)] {
            assert!(is_plain_name(name), "{name}");
        }
        for value in
            ["", "naïve", "two words", "a=b", "qzxkwvjp", "scope/qzxkwvjp", "x:482913", &"word-".repeat(10)]
        {
            assert!(!is_plain_name(value), "{value}");
        }
    }
}
