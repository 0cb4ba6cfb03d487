//! Java's java.net.http.HttpClient with jdk.httpclient.HttpClient.log=requests,headers.

use crate::readers::lines::{LineForm, Sign};

pub(crate) static JDK_HTTPCLIENT: LineForm = LineForm {
    called: "log of the JDK's HttpClient",
    signs: &[
        (Sign::Words, "REQUEST: {url} {method}"),
        (Sign::Words, "HEADERS: REQUEST HEADERS:"),
        (Sign::GotHead, "HEADERS: RESPONSE HEADERS:"),
        (Sign::Words, "HEADERS: HEADERS FRAME {any}"),
        (Sign::Words, "FRAME: {any}"),
        (Sign::Answer, "{method} {url} {status}"),
        (Sign::Answer, "RESPONSE: ({method} {url}) {status} {rest}"),
        (Sign::Field, "    {name}: {value}"),
    ],
};
