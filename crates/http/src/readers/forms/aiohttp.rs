//! What traces of aiohttp's client log.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static AIOHTTP: LineForm = LineForm {
    called: "aiohttp trace",
    signs: &[
        // Older releases print their parameters in angle brackets.
        (Sign::Request, "{any}TraceRequestStartParams(method='{method}', url=URL('{url}'), headers={any}"),
        (Sign::SentBody, "{any}TraceRequestChunkSentParams(method={any}, url={any}, chunk={body})>"),
        (Sign::SentBody, "{any}TraceRequestChunkSentParams(method={any}, url={any}, chunk={body})"),
        (Sign::Reply, "{any}TraceRequestEndParams({any} response=<ClientResponse({url}) [{status} {any}"),
        (Sign::GotFields, "<CIMultiDictProxy{headers}>"),
        (Sign::GotBody, "{any}TraceResponseChunkReceivedParams(method={any}, url={any}, chunk={body})>"),
        (Sign::GotBody, "{any}TraceResponseChunkReceivedParams(method={any}, url={any}, chunk={body})"),
        (Sign::Words, ")>"),
        (Sign::Words, ")"),
    ],
};
