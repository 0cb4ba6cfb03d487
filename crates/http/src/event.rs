//! What a browser tells: the only input of a live session.
//!
//! Every event carries its own time, so that a recording replayed tomorrow gives the view of today. The names
//! are those of the `webRequest`, `webNavigation` and `devtools.network` events they were made from; nothing is
//! interpreted before it arrives here.

use serde::{Deserialize, Serialize};

/// One event of a browser. Times are milliseconds since the epoch, as browsers give them.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CaptureEvent {
    /// `webRequest.onBeforeRequest`: also once for every hop of a redirect, under the same request id.
    RequestStarted {
        /// `requestId`: the same over all hops of a redirect.
        request: String,
        /// `timeStamp`.
        time: f64,
        /// The request method.
        method: String,
        /// The whole URL, with its fragment where the browser gives it.
        url: String,
        /// `type`: `main_frame`, `sub_frame`, `xmlhttprequest` …
        resource: String,
        /// `tabId`; −1 for a request of a service worker.
        tab: i64,
        /// `frameId`: 64 bits in Firefox.
        frame: i64,
        /// `initiator` (Chromium) or the origin of `originUrl` (Firefox).
        #[serde(default)]
        initiator: Option<String>,
        /// `cookieStoreId` and private windows: what tells two cookie jars apart.
        #[serde(default)]
        container: Option<String>,
        /// The request body, as far as the browser shows it.
        #[serde(default)]
        body: EventBody,
    },
    /// `webRequest.onSendHeaders`.
    RequestSent {
        /// `requestId`.
        request: String,
        /// `timeStamp`.
        time: f64,
        /// Name and value of each header.
        headers: Vec<(String, String)>,
    },
    /// `webRequest.onHeadersReceived`: also for a response that the page is not allowed to see.
    ResponseStarted {
        /// `requestId`.
        request: String,
        /// `timeStamp`.
        time: f64,
        /// `statusCode`.
        status: u16,
        /// Name and value of each header.
        headers: Vec<(String, String)>,
    },
    /// `webRequest.onBeforeRedirect`: ends one hop; the next `RequestStarted` has the same request id.
    Redirected {
        /// `requestId`.
        request: String,
        /// `timeStamp`.
        time: f64,
        /// `statusCode`.
        status: u16,
        /// `redirectUrl`: absolute, with its fragment.
        location: String,
        /// Name and value of each header.
        headers: Vec<(String, String)>,
    },
    /// `webRequest.onCompleted`.
    Completed {
        /// `requestId`.
        request: String,
        /// `timeStamp`.
        time: f64,
        /// `statusCode`.
        status: u16,
        /// `fromCache`.
        #[serde(default)]
        from_cache: bool,
    },
    /// `webRequest.onErrorOccurred`.
    Failed {
        /// `requestId`.
        request: String,
        /// `timeStamp`.
        time: f64,
        /// `error`: `net::ERR_FAILED`, `NS_ERROR_CONNECTION_REFUSED` …
        error: String,
    },
    /// A DevTools network entry, which shares no id with the events above, or a response body that was read while it passed
    /// (`webRequest.filterResponseData`).
    Content {
        /// `request.method`.
        method: String,
        /// `request.url`; browsers leave the fragment out.
        url: String,
        /// `startedDateTime`, in milliseconds since the epoch.
        time: f64,
        /// `response.status`.
        status: u16,
        /// `request.postData.text`: in the order in which it was sent.
        #[serde(default)]
        request_body: Option<String>,
        /// The response body.
        body: EventBody,
        /// Whose it is, where the core has decided that before, or the browser said so.
        #[serde(default)]
        of: Option<Hop>,
        /// Whether it was read while it passed: DevTools may tell the same once more.
        #[serde(default)]
        passed: bool,
    },
    /// `webNavigation.onCreatedNavigationTarget`: a popup and its opener.
    TabOpened {
        /// The new tab.
        tab: i64,
        /// The tab that opened it.
        opener: i64,
        /// `timeStamp`.
        time: f64,
    },
    /// `webNavigation.onCommitted`, `onReferenceFragmentUpdated`, `onHistoryStateUpdated`: where a browser shows a
    /// fragment that came without a request.
    Navigated {
        /// `tabId`.
        tab: i64,
        /// `frameId`.
        frame: i64,
        /// `timeStamp`.
        time: f64,
        /// The document's URL with its fragment.
        url: String,
        /// Which request brought the document, where the core has decided that before.
        #[serde(default)]
        of: Option<Hop>,
    },
    /// `tabs.onRemoved`.
    TabClosed {
        /// The tab.
        tab: i64,
        /// When, in milliseconds since the epoch.
        time: f64,
    },
}

/// One request of a chain of redirects, which share an id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Hop {
    /// Its `webRequest` id.
    pub request: String,
    /// When it began, in milliseconds since the epoch.
    pub time: f64,
}

/// A body as a browser's interface hands it over.
#[derive(Clone, Default, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum EventBody {
    /// There is none.
    #[default]
    None,
    /// `requestBody.formData`: names with all their values; the order between names is lost.
    Form {
        /// Name and values.
        fields: Vec<(String, Vec<String>)>,
    },
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// Bytes, as base64.
    Base64 {
        /// The bytes.
        base64: String,
    },
    /// There is one, and the browser does not show it.
    Unreadable {
        /// Why.
        reason: UnreadableReason,
    },
}

/// Why a browser does not show a body that exists.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum UnreadableReason {
    /// The interface answered with an error or an unknown form (a Blob, a stream).
    NotShown,
    /// Larger than what the extension passes on.
    TooLarge,
    /// Nobody's business; it was forgotten.
    Private,
}
