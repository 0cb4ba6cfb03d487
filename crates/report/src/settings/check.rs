//! What somebody typed into the form: read, checked, and written down.

use std::collections::HashSet;

use http::Uri;
use serde::Serialize;
use serde_json::Value;

use super::form::{Choice, InputKind, SECTIONS, SettingsForm};
use super::secret::secret_in;
use super::{WrittenClient, WrittenSettings, as_compared, is_host, of_form};

/// Bytes of the most that is kept.
const MOST: usize = 256 << 10;

/// What came of what was typed.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CheckedSettings {
    /// What is wrong, input by input.
    pub problems: Vec<FormProblem>,
    /// What to keep; null where something is wrong.
    pub written: Option<String>,
    /// The same as a file for the command; null likewise.
    pub file: Option<String>,
}

/// Something in an input that cannot be used.
#[derive(Serialize, Debug, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct FormProblem {
    /// The section, from 0.
    pub section: usize,
    /// The entry of the section, from 0.
    pub entry: usize,
    /// The input of the entry, from 0.
    pub input: usize,
    /// What is wrong, and what to do.
    pub text: String,
}

/// The form with what was written by it before.
pub(crate) fn form(written: &str) -> SettingsForm {
    let WrittenSettings { rules_off, ignore_hosts, client } = of_form(written);
    let clients = client.into_iter().map(|client| {
        vec![client.client_id, client.issuer, client.redirect_uris.join("\n"), client.aud.join("\n")]
    });
    let one = |lines: Vec<String>| vec![vec![lines.join("\n")]];
    let choices = lint::catalogue().iter().map(|rule| Choice { value: rule.id, label: rule.title }).collect();
    let typed = vec![clients.collect(), one(rules_off), one(ignore_hosts)];
    SettingsForm { sections: SECTIONS, choices, typed }
}

/// An entry of a client's registration (RFC 7591 §3.2.1) or of its provider's metadata (RFC 8414 §2); nothing where it is neither. What
/// looks like a secret is left out, and a member that holds one is not looked at.
pub(crate) fn pasted(text: &str) -> Option<Vec<String>> {
    let document: Value = serde_json::from_str(text).ok()?;
    let all = |name: &str| -> Vec<&str> {
        let values = match document.get(name) {
            Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(value)) => vec![value.as_str()],
            _ => Vec::new(),
        };
        values.into_iter().filter(|value| secret_in(value).is_none()).collect()
    };
    let texts: Vec<String> =
        SECTIONS.first()?.inputs.iter().map(|input| all(input.name).join("\n")).collect();
    texts.iter().any(|text| !text.is_empty()).then_some(texts)
}

/// What somebody typed: the texts of the inputs of the entries of the sections, in the form's order.
pub(crate) fn check(typed: &[Vec<Vec<String>>]) -> CheckedSettings {
    let mut problems = Vec::new();
    let mut written = WrittenSettings::default();
    for (section, entries) in typed.iter().enumerate().take(SECTIONS.len()) {
        for (entry, texts) in entries.iter().enumerate() {
            // What is said of an input first counts most: a text that holds a secret is not looked at any further.
            let mut told = HashSet::new();
            let mut say = |input: usize, text: String| {
                if told.insert(input) {
                    problems.push(FormProblem { section, entry, input, text });
                }
            };
            secrets(section, texts, &mut say);
            match SECTIONS[section].name {
                "clients" => written.client.extend(client(texts, &written.client, &mut say)),
                "rules" => written.rules_off.extend(rules(texts, &mut say)),
                _ => written.ignore_hosts.extend(hosts(texts, &mut say)),
            }
        }
    }
    let json = serde_json::to_string(&written).unwrap_or_default();
    if json.len() > MOST {
        let text = "This is more than is kept. Name the clients that you look at.".to_owned();
        problems.push(FormProblem { section: 0, entry: 0, input: 0, text });
    }
    match problems.is_empty() {
        true => CheckedSettings { problems, file: Some(file(&written)), written: Some(json) },
        false => CheckedSettings { problems, written: None, file: None },
    }
}

/// Says of each input of an entry whether it holds a secret. What is chosen from a list holds none.
fn secrets(section: usize, texts: &[String], say: &mut impl FnMut(usize, String)) {
    let inputs =
        SECTIONS[section].inputs.iter().enumerate().filter(|(_, input)| input.kind != InputKind::Choices);
    for (index, _) in inputs {
        let Some(text) = texts.get(index) else { continue };
        let found = secret_in(text).or_else(|| lines(text).find_map(secret_in));
        if let Some(what) = found {
            say(
                index,
                format!("This looks like {what}. Settings hold no secret: take it out. It was not kept."),
            );
        }
    }
}

/// The client of an entry; nothing where it is empty.
fn client(
    texts: &[String],
    others: &[WrittenClient],
    say: &mut impl FnMut(usize, String),
) -> Option<WrittenClient> {
    let text = |index: usize| texts.get(index).map_or("", |text| text.trim());
    let all = |index: usize| lines(text(index)).map(str::to_owned).collect::<Vec<_>>();
    let client = WrittenClient {
        client_id: text(0).to_owned(),
        issuer: text(1).to_owned(),
        redirect_uris: all(2),
        aud: all(3),
    };
    if client == WrittenClient::default() {
        return None;
    }
    if client.client_id.is_empty() {
        say(0, "Without its client_id nothing can be compared with it.".to_owned());
    }
    let is_same =
        |other: &WrittenClient| other.client_id == client.client_id && other.issuer == client.issuer;
    if others.iter().any(is_same) {
        say(0, "This client is there already: of two nobody knows which is meant.".to_owned());
    }
    if let Some(why) = wrong_issuer(&client.issuer) {
        say(1, why);
    }
    if let Some(why) = client.redirect_uris.iter().find_map(|uri| wrong_redirect_uri(uri)) {
        say(2, why);
    }
    Some(client)
}

/// What is wrong with an issuer (RFC 8414 §2); nothing where none is named.
fn wrong_issuer(issuer: &str) -> Option<String> {
    if issuer.is_empty() {
        return None;
    }
    const DOCUMENTS: [&str; 2] =
        ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];
    let uri = Uri::parse(issuer).filter(|uri| matches!(uri.scheme(), "http" | "https"));
    let Some(uri) = uri else {
        return Some("Write the whole address, as \"issuer\" of the provider's metadata has it.".to_owned());
    };
    if let Some(base) = DOCUMENTS.iter().find_map(|document| issuer.strip_suffix(document)) {
        return Some(format!("This is where its metadata is. \"issuer\" in there is most likely {base}"));
    }
    let has_more = uri.has_fragment() || uri.url().query().is_some();
    has_more.then(|| "An issuer has no ? and no #.".to_owned())
}

/// What is wrong with a redirect URI (RFC 6749 §3.1.2).
fn wrong_redirect_uri(uri: &str) -> Option<String> {
    match Uri::parse(uri) {
        None => Some(format!("{uri} is no whole address: it begins with https:// or a scheme of its own.")),
        Some(parsed) if parsed.has_fragment() => Some(format!("{uri} has a #, which no provider accepts.")),
        Some(_) => None,
    }
}

fn rules(texts: &[String], say: &mut impl FnMut(usize, String)) -> Vec<String> {
    let mut seen = HashSet::new();
    let ids = texts.iter().flat_map(|text| lines(text)).filter(|id| seen.insert(*id));
    let (known, unknown): (Vec<&str>, Vec<&str>) = ids.partition(|id| lint::rule(id).is_some());
    if let Some(id) = unknown.first() {
        say(0, format!("There is no rule {id} any more. Choose again."));
    }
    known.into_iter().map(str::to_owned).collect()
}

fn hosts(texts: &[String], say: &mut impl FnMut(usize, String)) -> Vec<String> {
    let mut seen = HashSet::new();
    let hosts = texts.iter().flat_map(|text| lines(text)).map(as_compared);
    let hosts: Vec<String> = hosts.filter(|host| seen.insert(host.clone())).collect();
    if let Some(other) = hosts.iter().find(|host| !is_host(host)) {
        let meant = Uri::parse(other).map(|uri| uri.host().to_owned()).filter(|host| is_host(host));
        let meant = meant.unwrap_or_else(|| "auth.example.com, or *.example.com for all below it".to_owned());
        say(0, format!("{other} is no host. Write the name alone: {meant}"));
    }
    hosts
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Settings as the command reads them (TOML).
fn file(written: &WrittenSettings) -> String {
    let quoted = |text: &String| serde_json::to_string(text).unwrap_or_default();
    let list = |all: &[String]| format!("[{}]", all.iter().map(quoted).collect::<Vec<_>>().join(", "));
    let mut out = String::new();
    let mut put = |name: &str, value: String, is_said: bool| {
        if is_said {
            out.push_str(&format!("{name} = {value}\n"));
        }
    };
    put("rules-off", list(&written.rules_off), !written.rules_off.is_empty());
    put("ignore-hosts", list(&written.ignore_hosts), !written.ignore_hosts.is_empty());
    for client in &written.client {
        put("\n[[client]]\nclient_id", quoted(&client.client_id), true);
        put("issuer", quoted(&client.issuer), !client.issuer.is_empty());
        put("redirect_uris", list(&client.redirect_uris), !client.redirect_uris.is_empty());
        put("aud", list(&client.aud), !client.aud.is_empty());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(clients: &[[&str; 4]], rules: &str, hosts: &str) -> Vec<Vec<Vec<String>>> {
        let clients = clients.iter().map(|texts| texts.iter().map(|text| (*text).to_owned()).collect());
        vec![clients.collect(), vec![vec![rules.to_owned()]], vec![vec![hosts.to_owned()]]]
    }

    fn problems(typed: &[Vec<Vec<String>>]) -> Vec<(usize, usize, usize, String)> {
        let checked = check(typed);
        assert_eq!(checked.written.is_none(), !checked.problems.is_empty());
        checked.problems.into_iter().map(|one| (one.section, one.entry, one.input, one.text)).collect()
    }

    const SHOP: [&str; 4] = [
        " web-shop ",
        "https://auth.example.com",
        "https://app.example.com/callback\n\n com.example:/cb ",
        "https://api.example.com",
    ];

    #[test]
    fn what_was_written_stands_in_the_form_again() {
        let checked =
            check(&typed(&[SHOP, ["", " ", "", ""]], "state/mismatch\n", "Ads.Example.\n*.b.example"));
        assert_eq!(checked.problems, []);
        let written = checked.written.unwrap();
        let again = form(&written).typed;
        let shop = ["web-shop", SHOP[1], "https://app.example.com/callback\ncom.example:/cb", SHOP[3]];
        assert_eq!(again, typed(&[shop], "state/mismatch", "ads.example\n*.b.example"));
        assert_eq!(check(&again).written.as_ref(), Some(&written));
        assert_eq!(super::super::usable(&written).clients.len(), 1);
        assert_eq!(form("").typed, typed(&[], "", ""));
        assert!(
            form("").sections.iter().zip(&again).all(|(section, entries)| {
                entries.iter().all(|texts| texts.len() == section.inputs.len())
            })
        );
    }

    #[test]
    fn what_is_wrong_is_said_where_it_stands() {
        let of = |client: [&str; 4]| problems(&typed(&[SHOP, client], "", ""));
        let at = |input: usize, text: &str| vec![(0, 1, input, text.to_owned())];
        assert_eq!(of(["", "", "", "x"]), at(0, "Without its client_id nothing can be compared with it."));
        assert_eq!(of(["web-shop", SHOP[1], "", ""])[0].2, 0);
        assert_eq!(of(["web-shop", "", "", ""]), []);
        assert!(
            of(["b", "https://a.example/.well-known/openid-configuration", "", ""])[0]
                .3
                .ends_with("https://a.example")
        );
        assert_eq!(of(["b", "auth.example.com", "", ""])[0].2, 1);
        assert_eq!(of(["b", "https://a.example?x", "", ""])[0].2, 1);
        assert_eq!(of(["b", "", "/callback", ""])[0].2, 2);
        assert_eq!(of(["b", "", "https://a.example/#cb", ""])[0].2, 2);
        let of_rest = |rules: &str, hosts: &str| problems(&typed(&[], rules, hosts));
        assert_eq!(of_rest("no/rule", "")[0].0, 1);
        assert_eq!(
            of_rest("", "https://Ads.example/x"),
            [(2, 0, 0, "https://ads.example/x is no host. Write the name alone: ads.example".to_owned())]
        );
    }

    #[test]
    fn a_registration_fills_an_entry_but_for_its_secret() {
        let registration = r#"{"client_id":"shop","client_secret":"qzx7kwv71m2t","redirect_uris":["https://a.example/cb",
            "https://a.example/cb?code=qzx7kwv71m2t"],"grant_types":["authorization_code"]}"#;
        assert_eq!(pasted(registration).unwrap(), ["shop", "", "https://a.example/cb", ""]);
        let metadata = r#"{"issuer":"https://auth.example.com","jwks_uri":"https://auth.example.com/jwks"}"#;
        assert_eq!(pasted(metadata).unwrap(), ["", "https://auth.example.com", "", ""]);
        for other in ["", "[]", "null", "{\"client_secret\":\"x\"}", "client_id=shop"] {
            assert_eq!(pasted(other), None, "{other}");
        }
    }

    #[test]
    fn a_secret_is_refused_in_every_input_and_not_told_again() {
        let secret = "client_secret=qzx7kwv71m2t";
        let inputs = (0..4).map(|input| {
            let mut client = ["web-shop", "", "", ""];
            client[input] = secret;
            typed(&[client], "", "")
        });
        for typed in inputs.chain([typed(&[], "", secret)]) {
            let checked = check(&typed);
            assert!(checked.written.is_none() && checked.file.is_none());
            let [problem, ..] = checked.problems.as_slice() else { panic!("nothing was said") };
            assert!(problem.text.starts_with("This looks like "), "{}", problem.text);
        }
    }
}
