//! Where nothing is proved, the reader is sent to the one line that would prove it.

use oauth_lens_tests::session_of;

fn login(callback: &str, cookie: &str, answer: &str) -> String {
    format!(
        "\
> GET https://auth.example.com/.well-known/openid-configuration
< 200
< Content-Type: application/json
<
< {{\"issuer\": \"https://auth.example.com\", \"authorization_endpoint\": \"https://auth.example.com/authorize\", \"token_endpoint\": \"https://auth.example.com/oauth/token\", \"jwks_uri\": \"https://auth.example.com/jwks\"}}

> GET https://auth.example.com/authorize?response_type=code&client_id=web-shop&state=af0ifjsldkj-3Kx9
>   &redirect_uri=https%3A%2F%2Fapp.example.com{}
< 302
< Location: https://app.example.com{callback}?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj-3Kx9

> GET https://app.example.com{callback}?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj-3Kx9
> Cookie: {cookie}
< {answer}
",
        callback.replace('/', "%2F")
    )
}

fn command(client_id: &str) -> String {
    let login = login("/callback", "a=1", "302\n< Location: https://app.example.com/");
    let session = session_of(&login.replace("web-shop", client_id));
    let view = report::report(&session, &[], None);
    view.logins[0].hypotheses.iter().find_map(|hypothesis| hypothesis.command.clone()).unwrap().to_string()
}

fn hints(callback: &str, cookie: &str) -> Vec<String> {
    let session = session_of(&login(callback, cookie, "302\n< Location: https://app.example.com/"));
    let view = report::report(&session, &[], None);
    view.logins[0].hypotheses.iter().map(|hypothesis| hypothesis.look_at.to_string()).collect()
}

#[test]
fn the_log_of_the_apps_framework_is_named() {
    let first = |callback: &str, cookie: &str| hints(callback, cookie)[0].clone();
    assert!(
        first("/login/oauth2/code/shop", "JSESSIONID=1").starts_with("The app is made with Spring Security.")
    );
    assert!(first("/signin-oidc", "a=1").starts_with("The app is made with ASP.NET Core."));
    assert!(first("/callback", "__Secure-next-auth.state=1").starts_with("The app is made with Auth.js."));
    assert!(first("/callback", "connect.sid=1").starts_with("The app is made with Passport."));
    assert!(first("/callback", "a=1").starts_with("The server's log around the callback"));
}

#[test]
fn the_command_has_what_the_recording_knows_and_no_secret() {
    let command = command("web-shop");
    let expected = "curl -v \"https://auth.example.com/oauth/token\" -d grant_type=authorization_code -d code=CODE \
                    --data-urlencode \"redirect_uri=https://app.example.com/callback\" \
                    --data-urlencode \"client_id=web-shop\" -d client_secret=SECRET > token.txt 2>&1";
    assert_eq!(command, expected);
}

/// Whoever made the link to the login chose what is in it.
#[test]
fn the_command_runs_nothing_that_traffic_put_there() {
    for hostile in ["$(id)", "a%22;id;%22", "%60id%60", "a%0aid", "-oX", "%25PATH%25"] {
        let command = command(hostile);
        assert!(command.contains(" --data-urlencode client_id=CLIENT_ID "), "{hostile}: {command}");
        assert!(!command.contains("id;") && !command.contains("(id)"), "{command}");
    }
}

#[test]
fn an_app_that_fails_is_mended_by_what_its_log_says() {
    let session = session_of(&login("/login/oauth2/code/shop", "JSESSIONID=1", "500"));
    let view = report::report(&session, &[], None);
    let cause = &view.logins[0].findings[0];
    assert_eq!(cause.rule, "callback/server-error");
    assert!(cause.fix.contains("org.springframework.security"), "{}", cause.fix);
}
