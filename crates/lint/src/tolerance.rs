//! How far a clock may be off before common client libraries refuse a token.

/// Libraries, by the seconds that they allow a clock to be off, as they come.
const TOLERANCES: [(f64, &str); 6] = [
    (0.0, "PyJWT, jose and google-auth"),
    (30.0, "oauth4webapi"),
    (60.0, "auth0-spa-js and Spring Security"),
    (120.0, "Authlib"),
    (300.0, "Microsoft.IdentityModel"),
    (600.0, "angular-oauth2-oidc and AppAuth"),
];

/// Who refuses a token from so many seconds in the future, and who takes it.
pub(crate) struct Tolerance {
    /// The most tolerant libraries that refuse it.
    pub(crate) refused_by: &'static str,
    /// The least tolerant libraries that take it, and the seconds that they allow.
    pub(crate) taken_by: Option<(&'static str, f64)>,
}

impl Tolerance {
    /// `None` for a clock that is right.
    pub(crate) fn of(seconds: f64) -> Option<Self> {
        let (_, refused_by) = TOLERANCES.iter().rev().find(|(allowed, _)| seconds > *allowed)?;
        let taken_by = TOLERANCES.iter().find(|(allowed, _)| seconds <= *allowed);
        Some(Tolerance { refused_by, taken_by: taken_by.map(|(allowed, name)| (*name, *allowed)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_who_refuses_and_who_does_not() {
        let of = |seconds| Tolerance::of(seconds).map(|t| (t.refused_by, t.taken_by));
        assert_eq!(of(0.0), None);
        assert_eq!(of(45.0), Some(("oauth4webapi", Some(("auth0-spa-js and Spring Security", 60.0)))));
        assert_eq!(of(7200.0), Some(("angular-oauth2-oidc and AppAuth", None)));
    }
}
