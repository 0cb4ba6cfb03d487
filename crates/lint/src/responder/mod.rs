//! Who answered: the server that was asked, or something in front of it.
//!
//! What a program passes on is not its own answer. So a name in `Server` counts only where that product names itself in its own
//! answers alone; else its page, or a header that it sets when it answers itself, has to be there.

mod alike;
mod attack;
mod framework;
mod products;
mod web_page;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use http::Exchange;
use oauth::{Part, Pointer};

pub(crate) use self::alike::answered_like_provider;
pub(crate) use self::attack::looks_like_attack;
pub(crate) use self::framework::Framework;
pub(crate) use self::products::{Product, Role};
pub(crate) use self::web_page::WebPage;
use crate::html::element;
use crate::json_fault::Content;

/// Who answered in place of the server that was asked.
pub(crate) struct Responder {
    /// Which product.
    pub(crate) product: &'static Product,
    /// What gives it away.
    part: Part,
    range: Option<Range<usize>>,
    status: u16,
}

/// Statuses with which firewalls and bot checks refuse.
const REFUSALS: [u16; 6] = [403, 406, 418, 429, 501, 503];

impl Responder {
    /// Looks at an answer; `None` where the server itself answered, for all that is seen.
    pub(crate) fn of(exchange: &Exchange) -> Option<Self> {
        let status = exchange.status()?;
        let found = |product, part, range| Some(Responder { product, part, range, status });
        let header = |name: &'static str| Part::ResponseHeader(name.into());
        for product in products::ALL {
            let is_set = |(name, value): &&(&'static str, &str)| {
                let text = exchange.response_header(name);
                text.is_some_and(|text| text.to_ascii_lowercase().contains(value))
            };
            if let Some((name, _)) = product.headers.iter().find(is_set) {
                return found(product, header(name), None);
            }
        }
        if let Some(product) = exchange.location().and_then(products::wall_at) {
            return found(product, header("location"), None);
        }
        if status < 400 {
            return None;
        }
        let (page, is_json) = page_of(exchange);
        let places = places(page);
        let mut places = places.iter().copied();
        for product in products::ALL {
            let own = places.by_ref().take(product.page.len()).zip(product.page);
            // All of its own are taken off, whether one is found or not.
            let said = own.fold(None, |first, (at, words)| first.or(at.map(|at| (at, words))));
            let fits = product.role != Role::Firewall || !is_json && refuses(product, status);
            if let Some((at, words)) = said.filter(|_| fits) {
                let title = element(&page.to_ascii_lowercase(), "title").filter(|title| title.contains(&at));
                let range = title.unwrap_or(at..at + words.len());
                return found(product, Part::ResponseBody, Some(range));
            }
        }
        let server = exchange.response_header("server")?.to_ascii_lowercase();
        let named = |product: &&&Product| product.server.iter().any(|name| server.starts_with(name));
        let product = products::ALL.iter().filter(|_| !is_json).find(named)?;
        found(product, header("server"), None)
    }

    /// The firewall, the bot check, or the refusing load balancer that answered.
    pub(crate) fn that_refuses(exchange: &Exchange) -> Option<Self> {
        Responder::of(exchange).filter(|responder| match responder.product.role {
            Role::Firewall => true,
            // Its pages for a server that is down are another matter.
            Role::Balancer => responder.status != 503 && REFUSALS.contains(&responder.status),
            Role::WebServer | Role::LoginWall => false,
        })
    }

    /// The login wall that answered.
    pub(crate) fn login_wall(exchange: &Exchange) -> Option<Self> {
        Responder::of(exchange).filter(|responder| responder.product.role == Role::LoginWall)
    }

    /// The web server, proxy, or load balancer that answered and gives no reason of its own.
    pub(crate) fn in_between(exchange: &Exchange) -> Option<Self> {
        let between = |role| matches!(role, Role::WebServer | Role::Balancer);
        Responder::of(exchange).filter(|responder| between(responder.product.role))
    }

    /// Points at what gives it away.
    pub(crate) fn pointer(&self, message: usize) -> Pointer {
        Pointer::new(message, self.part.clone()).marking(self.range.clone())
    }
}

/// The pages of a firewall for a server that is down have the same marks as those for a request that is refused: then only a
/// riddle counts.
fn refuses(product: &Product, status: u16) -> bool {
    REFUSALS.contains(&status) && (status != 503 || product.is_riddle)
}

/// The words on the pages of all products, in their order.
static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = products::ALL.iter().flat_map(|product| product.page);
    AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(words).ok()
});

/// Where each of these words stands first on a page, which is read once for all of them.
fn places(page: &str) -> Vec<Option<usize>> {
    let Some(words) = &*WORDS else { return Vec::new() };
    let mut places = vec![None; words.patterns_len()];
    for found in words.find_overlapping_iter(page) {
        if let Some(place) = places.get_mut(found.pattern().as_usize()) {
            place.get_or_insert(found.start());
        }
    }
    places
}

/// The text of an answer, and whether it is JSON.
fn page_of(exchange: &Exchange) -> (&str, bool) {
    let Some(body) = exchange.response_body().present().copied() else { return ("", false) };
    let headers = exchange.response.as_ref().and_then(|response| response.headers.present());
    let label = headers.and_then(http::Headers::media_type);
    let is_json = matches!(Content::of(body, label.as_deref()), Content::Json);
    (body.text().unwrap_or_default(), is_json)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who answered like this, and as what.
    fn check(answer: &str, expected: Option<(&str, Role)>) {
        let transcript = format!("> GET https://app.example.com/cb\n{answer}\n");
        let recording = http::readers::read(transcript.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
        let responder = Responder::of(&recording.exchanges[0]);
        assert_eq!(responder.map(|r| (r.product.name, r.product.role)), expected, "{answer}");
    }

    #[test]
    fn a_page_of_its_own_tells_who_answered() {
        let html = |status: u16, page: &str| format!("< {status}\n< content-type: text/html\n<\n< {page}");
        check(
            &html(502, "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.27.5</center>"),
            Some(("nginx", Role::WebServer)),
        );
        check(
            &html(503, "<h1>503</h1><address>Apache/2.4.58 Server</address>"),
            Some(("Apache", Role::WebServer)),
        );
        check(
            &html(503, "upstream connect error or disconnect/reset before headers"),
            Some(("Envoy", Role::WebServer)),
        );
        check(
            &html(403, "Attention Required! | Cloudflare"),
            Some(("Cloudflare's firewall", Role::Firewall)),
        );
        check(&html(502, "<h1>Something broke</h1>"), None);
    }

    /// As if each product's words were sought for themselves, in either case and far behind the beginning.
    #[test]
    fn every_word_of_a_page_is_found_where_it_stands_first() {
        for words in products::ALL.iter().flat_map(|product| product.page) {
            let page = format!("{}{} {words}", "x ".repeat(1_000), words.to_ascii_uppercase());
            let found = places(&page);
            let all = products::ALL.iter().flat_map(|product| product.page);
            let sought: Vec<_> = all.map(|words| page.to_ascii_lowercase().find(words)).collect();
            assert_eq!(found, sought, "{words}");
        }
    }

    #[test]
    fn what_is_passed_on_is_not_its_own() {
        check("< 500\n< server: nginx/1.27.5\n< content-type: text/plain\n<\n< oops", None);
        check(
            "< 403\n< server: cloudflare\n< cf-ray: 690f2399615d2a2f-FRA\n<\n< {\"error\":\"access_denied\"}",
            None,
        );
        check(
            "< 403\n< content-type: application/json\n<\n< {\"detail\":\"web application firewall\"}",
            None,
        );
    }

    #[test]
    fn some_name_themselves_only_where_they_answer() {
        check(
            "< 500\n< server: awselb/2.0\n<\n< <h1>500</h1>",
            Some(("the AWS load balancer", Role::Balancer)),
        );
        check("< 403\n< cf-mitigated: challenge\n<\n< x", Some(("Cloudflare's firewall", Role::Firewall)));
    }

    #[test]
    fn a_redirect_to_its_login_is_a_wall() {
        let to = "https://team.cloudflareaccess.com/cdn-cgi/access/login/idp.example.com?kid=1";
        check(&format!("< 302\n< location: {to}\n"), Some(("Cloudflare Access", Role::LoginWall)));
        check("< 302\n< location: https://idp.example.com/login\n", None);
    }
}
