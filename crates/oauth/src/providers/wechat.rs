//! WeChat. <https://developers.weixin.qq.com/doc/oplatform/en/Website_App/WeChat_Login/Wechat_Login.html>

use crate::provider::{Mark, Provider, ProviderError};

const AGAIN: &str = "Exchange each code once, right after it arrives, within five minutes.";

pub(crate) static WECHAT: Provider = Provider {
    name: "WeChat",
    marks: &[&[Mark::Host("api.weixin.qq.com")], &[Mark::Host("open.weixin.qq.com")]],
    // It wants appid and secret in the URL of a GET, and answers JSON as text without token_type.
    habits: &[
        "exposure/secret-in-url",
        "client-credentials/from-browser",
        "format/content-type",
        "token-response/no-token-type",
        "token/client-id-missing",
        "token/method-get",
        "token/params-in-query",
    ],
    fixes: &[],
    errors: &[
        ProviderError { code: "40029", rule: None, means: "The code is wrong or too old.", fix: AGAIN },
        ProviderError { code: "40163", rule: None, means: "The code was used before.", fix: AGAIN },
        ProviderError { code: "42003", rule: None, means: "The code is too old.", fix: AGAIN },
        ProviderError {
            code: "40013",
            rule: None,
            means: "No app has this appid.",
            fix: "Copy the AppID once more from the WeChat Open Platform.",
        },
        ProviderError {
            code: "40125",
            rule: None,
            means: "The secret is wrong.",
            fix: "Copy the AppSecret once more from the WeChat Open Platform, or renew it there.",
        },
        ProviderError {
            code: "41002",
            rule: None,
            means: "The request has no appid.",
            fix: "Send appid and secret where others want client_id and client_secret.",
        },
        ProviderError {
            code: "41004",
            rule: None,
            means: "The request has no secret.",
            fix: "Send appid and secret where others want client_id and client_secret.",
        },
        ProviderError {
            code: "40164",
            rule: None,
            means: "The server's address is not on the list of allowed ones.",
            fix: "Add the IP address of the server to the IP whitelist of the app.",
        },
        ProviderError {
            code: "40030",
            rule: None,
            means: "The refresh token is wrong.",
            fix: "Send the user through the login again.",
        },
        ProviderError {
            code: "42002",
            rule: None,
            means: "The refresh token is too old.",
            fix: "Send the user through the login again.",
        },
    ],
};
