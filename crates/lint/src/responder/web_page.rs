//! Whose page it is that came in place of an answer.

use std::ops::Range;

use crate::html::element;
use crate::rule::Actor;

/// A page, as far as it tells who made it.
pub(crate) struct WebPage {
    /// Whose page it is, as the object of a sentence.
    pub(crate) author: &'static str,
    /// What to do about it, where that is known.
    pub(crate) fix: Option<&'static str>,
    /// Who has to do it, where that is known and is not the app.
    pub(crate) actor: Option<Actor>,
    /// Where its title stands.
    pub(crate) title: Option<Range<usize>>,
}

impl WebPage {
    /// Looks at the text of a page.
    pub(crate) fn of(html: &str) -> Self {
        let html = html.to_ascii_lowercase();
        let known = AUTHORS.iter().find(|author| author.signs.iter().any(|sign| html.contains(sign)));
        WebPage {
            author: known.map_or("a web page", |author| author.words),
            fix: known.map(|author| author.fix),
            actor: known.and_then(|author| author.actor),
            title: element(&html, "title"),
        }
    }

    /// Whether it asks the user to sign in.
    pub(crate) fn is_login(&self) -> bool {
        self.author == LOGIN
    }

    /// Whether a network made it that asks its guests to sign in.
    pub(crate) fn is_of_network(&self) -> bool {
        self.author == OF_NETWORK
    }
}

const LOGIN: &str = "a login page";
const OF_NETWORK: &str = "the page of a network that asks its guests to sign in";

struct Author {
    words: &'static str,
    fix: &'static str,
    actor: Option<Actor>,
    signs: &'static [&'static str],
}

/// The first of them that has a sign in the page made it.
const AUTHORS: [Author; 6] = [
    Author {
        words: "the page of a firewall or a bot check",
        fix: "Let requests to this URL pass the firewall or the bot check in front of the provider.",
        actor: Some(Actor::Network),
        signs: &[
            "checking your browser",
            "just a moment...",
            "attention required!",
            "cf-chl",
            "incapsula",
            "requested url was rejected",
            "web application firewall",
        ],
    },
    Author {
        words: OF_NETWORK,
        fix: "Sign in to this network first, or use another one.",
        actor: Some(Actor::Network),
        signs: &["captive portal", "hotspot", "guest wi-fi", "wifi login", "wi-fi login"],
    },
    Author {
        words: LOGIN,
        fix: "Let requests to this URL pass the login gateway or proxy: a program cannot fill in its form.",
        actor: Some(Actor::Network),
        signs: &[
            "type=\"password\"",
            "type='password'",
            "type=password",
            "<title>sign in",
            "<title>log in",
            "<title>login",
            "<title>signin",
        ],
    },
    Author {
        words: "the start page of a web app",
        fix: "Put the provider's address into this URL: it goes to a server that answers every unknown path with index.html.",
        actor: None,
        signs: &[
            "<div id=\"root\"",
            "<div id=root",
            "<div id=\"app\"",
            "<div id=app>",
            "<app-root",
            "id=\"__next\"",
        ],
    },
    Author {
        words: "an error message of a PHP program",
        fix: "Mend the error that the page names, and switch display_errors off on this server.",
        actor: Some(Actor::Provider),
        signs: &["<b>fatal error</b>", "<b>warning</b>", "<b>parse error</b>"],
    },
    Author {
        words: "a page of the web server or gateway itself",
        fix: "Search the log of the web server or gateway for this address: the request did not reach the provider's program.",
        actor: Some(Actor::Network),
        signs: &[
            "<center>nginx",
            "<center>openresty",
            "welcome to nginx",
            "<address>apache",
            "cloudflare",
            "varnish cache server",
            "iis windows server",
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_whose_page_it_is() {
        let check = |html: &str, author: &str| assert_eq!(WebPage::of(html).author, author);
        check("<title>Sign in</title><center>nginx</center>", "a login page");
        check("<!DOCTYPE html><div id=\"root\"></div>", "the start page of a web app");
        check(
            "<title>404 Not Found</title><center>nginx/1.24.0</center>",
            "a page of the web server or gateway itself",
        );
        check("<title>Just a moment...</title>", "the page of a firewall or a bot check");
        check("<h1>Hello</h1>", "a web page");
        assert_eq!(WebPage::of("<TITLE>ä b</TITLE>").title, Some(7..11));
    }
}
