//! The Fetch standard's CORS check, run on the headers that were seen.

use crate::Headers;

/// Why a browser refuses to hand a response to a page of another origin (Fetch, "CORS check").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CorsRefusal {
    /// No `Access-Control-Allow-Origin`.
    NoAllowOrigin,
    /// It names another origin, or several.
    OtherOrigin,
    /// The request carried credentials and `Access-Control-Allow-Credentials` is not `true`.
    NoCredentials,
}

/// The CORS check for a response, `origin` being the page's.
pub fn check(origin: &str, with_credentials: bool, response: &Headers) -> Result<(), CorsRefusal> {
    if response.hides("access-control-allow-origin") {
        // What was taken out of the recording may have been right.
        return Ok(());
    }
    let allowed = response.text("access-control-allow-origin").ok_or(CorsRefusal::NoAllowOrigin)?.trim();
    if response.count("access-control-allow-origin") > 1 {
        return Err(CorsRefusal::OtherOrigin);
    }
    if allowed == "*" && !with_credentials {
        return Ok(());
    }
    if allowed != origin {
        return Err(CorsRefusal::OtherOrigin);
    }
    if with_credentials
        && !response.hides("access-control-allow-credentials")
        && response.text("access-control-allow-credentials") != Some("true")
    {
        return Err(CorsRefusal::NoCredentials);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> Headers {
        Headers::from_pairs(pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())))
    }

    #[test]
    fn follows_the_standard() {
        let app = "https://app.example";
        let with = |value| headers(&[("Access-Control-Allow-Origin", value)]);
        assert_eq!(check(app, false, &headers(&[])), Err(CorsRefusal::NoAllowOrigin));
        assert_eq!(check(app, false, &with("*")), Ok(()));
        assert_eq!(check(app, true, &with("*")), Err(CorsRefusal::OtherOrigin));
        assert_eq!(check(app, false, &with(app)), Ok(()));
        assert_eq!(check(app, true, &with(app)), Err(CorsRefusal::NoCredentials));
        assert_eq!(check(app, false, &with("https://app.example/")), Err(CorsRefusal::OtherOrigin));
        let twice = headers(&[("access-control-allow-origin", app), ("access-control-allow-origin", app)]);
        assert_eq!(check(app, false, &twice), Err(CorsRefusal::OtherOrigin));
    }
}
