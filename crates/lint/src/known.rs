//! Texts that programs say when a login fails, and what each means in the program that says it.
//!
//! A text is a line of a table of `known/`. It becomes a [`Rule`] of its own, so that what a log says is a finding like any
//! other. A false match is worse than none: a text counts where it stands whole, in its order, and everyday words only beside
//! others that speak of OAuth.

mod codes;
mod counted;
mod finished;
mod identifiers;
mod keys;
mod packed;
mod pattern;
mod table;
mod words;

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

pub(crate) use self::finished::is_finished_program;
pub(crate) use self::identifiers::{identifiers, is_numbered};
use self::pattern::{Pattern, Plain};
pub(crate) use self::table::of_finished_program;
pub(crate) use self::words::{SENTENCE, pairs, words};
use crate::behind::is_reason;
use crate::rule::Rule;
use crate::search::said_in_address;

/// Who says the codes that the specifications register.
pub const OAUTH: &str = "OAuth";

/// A text that a program says.
pub struct Known {
    /// Who says it: a product, a library, a provider.
    pub product: &'static str,
    /// In which versions of it, where that is known: `3 and later`; else empty.
    pub versions: &'static str,
    /// The text, with `…` for what varies.
    pub text: &'static str,
    /// What it means, as a rule that no traffic can break: `log/…`.
    pub(crate) own: Arc<Rule>,
    /// The same where another program says it, so that the product is not named; `None` where that cannot be said.
    pub(crate) of_others: Option<Arc<Rule>>,
    /// The rule whose fault it proves.
    pub proves: Option<&'static Rule>,
    /// The rules whose faults make a program say it, likeliest first.
    pub suspects: Vec<&'static Rule>,
    /// What has to stand near it.
    needs: Near,
    rank: Rank,
    pattern: Pattern,
}

/// How much a text says. Of two in one statement the one that says more counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Rank {
    /// That something failed, whose reason stands beside it.
    Wrapper,
    /// What failed, of which a reason beside it says more: many things make a program say it, or it follows from another fault.
    General,
    /// An error code of the specifications, which has many reasons.
    Code,
    /// What the fault is.
    Fault,
}

/// What has to stand near a text before it is heard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Near {
    /// Nothing: nobody else says it.
    Nothing,
    /// Words that speak of OAuth: who does not, says it too.
    OAuth,
    /// The name of the product: others that speak of OAuth say it too.
    Product,
    /// That somebody asks what it means: in a log it says nothing.
    Message,
}

impl Near {
    /// Whether it stands in a statement.
    pub(crate) fn is_in(self, statement: &str, product: &str) -> bool {
        let plain = Plain::of(statement);
        match self {
            Near::Nothing => true,
            Near::OAuth => speaks_of_oauth(&plain.text) || names_program(&plain.text, product),
            Near::Product => names(&plain.text, product),
            Near::Message => false,
        }
    }
}

impl Known {
    /// What it means in this product, in a sentence.
    pub fn means(&self) -> &'static str {
        self.own.title
    }

    /// What to do.
    pub fn fix(&self) -> &'static str {
        self.own.fix
    }

    /// How to tell its causes apart; empty where it has one.
    pub fn apart(&self) -> &'static str {
        self.own.lead
    }

    /// How many letters and digits it has.
    pub(crate) fn weight(&self) -> usize {
        self.pattern.weight
    }

    pub(crate) fn rank(&self) -> Rank {
        self.rank
    }

    /// Whether it says what failed, and is no code nor only the frame of another error.
    pub(crate) fn is_fault(&self) -> bool {
        matches!(self.rank, Rank::Fault | Rank::General)
    }

    /// Whether it means what its first rule says.
    pub(crate) fn is_message(&self) -> bool {
        self.needs == Near::Message
    }

    /// The values that stand in its gaps in a message, without quotes and brackets.
    pub(crate) fn values<'m>(&self, message: &'m str) -> Vec<&'m str> {
        self.gaps(message)
            .into_iter()
            .map(|value| value.trim_matches(|c: char| c.is_whitespace() || "\"'`<>()[]{},;“”‘’".contains(c)))
            .collect()
    }

    /// What stands in its gaps in a message, as it stands there.
    pub(crate) fn gaps<'m>(&self, message: &'m str) -> Vec<&'m str> {
        let plain = Plain::of(message);
        let places = self.pattern.values(&plain.text, self.text);
        places.into_iter().filter_map(|place| message.get(plain.original(place, message))).collect()
    }

    /// What to say where in one of its gaps nothing stands in a message, though something should: `""`, `[]`, `null`.
    pub(crate) fn said_empty(&self, message: &str) -> Option<&'static str> {
        let plain = Plain::of(message);
        let places = self.pattern.values(&plain.text, self.text);
        let (mut nothing, mut something) = (0, 0);
        for place in places.into_iter().map(|place| plain.original(place, message)) {
            let value = message.get(place.clone()).unwrap_or_default().trim();
            // Quotes that stand directly beside each other: what lies between two quoted words is no value, and of quotes that
            // somebody doubled the value stands behind the second one.
            let is_quoted = || {
                let before = message.get(..place.start).unwrap_or_default();
                let behind = message.get(place.end..).unwrap_or_default();
                [('"', '"'), ('\'', '\''), ('`', '`'), ('[', ']')].into_iter().any(|(open, close)| {
                    let after = behind.strip_prefix(close);
                    before.ends_with(open)
                        && after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
                })
            };
            match value.is_empty() {
                true if is_quoted() => nothing += 1,
                // Where a message ends before its value it was cut.
                true => {}
                // The origin of a page in a frame of its own, or behind a redirect, is `null` (RFC 6454 §7.3).
                false if value == "null" && is_origin(message, place.start) => something += 1,
                false if is_nothing(value) => nothing += 1,
                false => something += 1,
            }
        }
        match (nothing, something) {
            (0, _) => None,
            (_, 0) => Some("The value in the message is empty: nothing was set or sent there."),
            _ => Some("One of the values in the message is empty: nothing was set or sent there."),
        }
    }

    /// Whether a message names who says it.
    pub(crate) fn is_named_in(&self, message: &str) -> bool {
        names(&Plain::of(message).text, self.product)
    }

    /// Whether it has a number or a code with an area, which nobody else says: `AADSTS50011`, `auth/popup-blocked`.
    pub(crate) fn is_identified(&self) -> bool {
        let words = self.text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '/')));
        words.filter(|word| word.len() > 5).any(|word| {
            let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
            let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
            let is_number =
                digits > 2 && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(is_code);
            is_number || word.starts_with("auth/")
        })
    }

    /// Whether what it means, or what to do, is told of its product alone.
    pub(crate) fn is_about_product(&self) -> bool {
        names(&self.own.title.to_ascii_lowercase(), self.product)
            || names(&self.own.fix.to_ascii_lowercase(), self.product)
    }

    /// Whether it is so long that nobody says it by chance: a sentence, or the name of a class or of an error. What the network
    /// does is said of all that is called.
    pub(crate) fn is_telling(&self) -> bool {
        let is_name = !self.text.contains(char::is_whitespace);
        let least = match (is_name, self.needs) {
            (true, _) => LONG_NAME,
            (false, Near::Nothing) => LONG_SENTENCE,
            (false, _) => LONGER_SENTENCE,
        };
        let is_long = self.pattern.weight >= least;
        is_long && !self.is_of_network()
    }

    /// Whether programs that know nothing of logins say it, too: a few plain words without a name, a number or a word of OAuth.
    pub(crate) fn is_everyday(&self) -> bool {
        let is_plain =
            |c: char| c.is_alphabetic() || c.is_whitespace() || matches!(c, '…' | '\'' | '.' | '!' | '"');
        let is_sentence = self.text.chars().all(is_plain) && self.text.contains(' ');
        let is_own = self.pattern.weight >= LONG_SENTENCE || self.rank == Rank::Code;
        let plain = Plain::of(self.text);
        is_sentence && !is_own && !speaks_of_oauth(&plain.text) && !names(&plain.text, self.product)
    }

    /// Whether it is a short sentence in the words of the specifications, which others than its product may well say, too.
    pub(crate) fn is_of_common_words(&self) -> bool {
        const SEVERAL: [&str; 4] = ["OAuth", "RFC", "OpenID", "others"];
        let is_part = |c: char| {
            c.is_alphabetic()
                || c.is_whitespace()
                || matches!(c, '…' | '\'' | '.' | '!' | '"' | '`' | '_' | '-' | '/')
        };
        // `unauthorized_client: invalid client secret` is what many answer.
        let is_code =
            |text: &str| text.contains('_') && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let said =
            self.text.split_once(": ").filter(|(code, _)| is_code(code)).map_or(self.text, |(_, said)| said);
        let has_humps = said.split(|c: char| !c.is_alphabetic()).any(|word| {
            word.chars().skip(1).any(char::is_uppercase) && word.contains(|c: char| c.is_ascii_lowercase())
        });
        self.rank == Rank::Fault
            && !self.is_message()
            && said.contains(' ')
            && said.chars().all(is_part)
            && !has_humps
            && self.pattern.weight < LONG_SENTENCE
            && !self.is_of_any_call()
            && !self.is_of_network()
            && !SEVERAL.iter().any(|name| self.product.contains(name))
            && !["a ", "an ", "the "].iter().any(|begin| self.product.starts_with(begin))
    }

    /// Whether a browser or a client for HTTP says it of every page and every call.
    pub(crate) fn is_of_any_call(&self) -> bool {
        CLIENTS.contains(&self.product)
    }

    /// Whether it tells what the network does to a call, whoever is called.
    pub(crate) fn is_of_network(&self) -> bool {
        self.suspects.first().is_some_and(|rule| rule.id.starts_with("network/"))
    }

    /// Whether it counts beside the name of its product alone.
    pub(crate) fn needs_product(&self) -> bool {
        self.needs == Near::Product
    }

    /// Whether it tells that the time of a token is over.
    pub(crate) fn is_of_expiry(&self) -> bool {
        self.suspects.first().is_some_and(|rule| matches!(rule.id, "api/token-expired" | "jwt/expired"))
    }

    /// Whether it is a part of another text.
    pub(crate) fn is_part_of(&self, other: &Known) -> bool {
        other.pattern.has(&self.pattern)
    }

    /// The same, said in other words.
    fn said_as(&self, text: &'static str) -> Option<Self> {
        let pattern = Pattern::new(text)?;
        let (own, suspects) = (Arc::clone(&self.own), self.suspects.clone());
        let of_others = self.of_others.clone();
        Some(Known { text, own, of_others, suspects, pattern, ..*self })
    }

    fn new(
        product: &'static str,
        text: &'static str,
        own: Rule,
        rules: &[&'static Rule],
        is_proof: bool,
        needs: Near,
        rank: Rank,
    ) -> Option<Self> {
        let pattern = Pattern::new(text)?;
        let is_fault = matches!(rank, Rank::Fault | Rank::General);
        let is_telling = needs == Near::Product && is_fault && pattern.weight >= TELLING;
        let is_telling = is_telling && !is_reason(text);
        let of_others = is_telling.then(|| neutral(&own, product, rules.first().copied())).flatten();
        Some(Known {
            product,
            versions: "",
            text,
            own: Arc::new(own),
            of_others: of_others.map(Arc::new),
            proves: rules.first().copied().filter(|_| is_proof),
            suspects: rules.to_vec(),
            needs,
            rank,
            pattern,
        })
    }
}

/// Letters and digits of a sentence that others begin theirs with: `Invalid client` of `Invalid client credentials`.
const SHORT: usize = 30;
/// What may stand behind a whole sentence.
const BEHIND: [&str; 26] = [
    "after", "and", "as", "at", "because", "but", "by", "during", "error", "for", "from", "if", "in", "on",
    "or", "please", "since", "so", "then", "to", "until", "via", "when", "while", "with", "you",
];

/// Whether a short text is only the beginning of what a statement says.
fn goes_on(known: &Known, statement: &str, end: usize) -> bool {
    let text = known.text.trim_end();
    let last = text.rsplit(' ').next().unwrap_or_default();
    // `getaddrinfo ENOTFOUND`: behind a name of the system a value stands.
    let is_sentence = text.contains(' ')
        && last.chars().all(char::is_alphabetic)
        && !last.chars().all(|c| c.is_ascii_uppercase());
    let behind = statement.get(end..).and_then(|rest| rest.strip_prefix(' '));
    let Some(behind) = behind else { return false };
    let word = &behind[..behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len())];
    // `session not found state=…`: a pair of the log.
    let is_pair = behind[word.len()..].trim_start_matches(['_', '-', '.']).starts_with(['=', ':']);
    // `no such host idp.example.com`: an address, and no word.
    let is_address = behind[word.len()..].starts_with(['.', '/', ':', '@']) && {
        let next = behind[word.len() + 1..].chars().next();
        next.is_some_and(char::is_alphanumeric)
    };
    let is_more = word.starts_with(|c: char| c.is_ascii_lowercase())
        && !BEHIND.contains(&word)
        && !is_pair
        && !is_address;
    is_sentence && is_more && known.weight() <= SHORT
}

/// Whether the word before a place says that an origin stands there.
fn is_origin(message: &str, place: usize) -> bool {
    let before = message.get(..place).unwrap_or_default();
    before.trim_end_matches(['\'', '"', '`', ' ', ':']).to_ascii_lowercase().ends_with("origin")
}

/// Whether a value says that there is none.
fn is_nothing(value: &str) -> bool {
    let bare = value.trim_matches(|c: char| c.is_whitespace() || "\"'`<>()[]{},;.“”‘’".contains(c));
    // A single quote is the end of the word before it.
    let marks = value.chars().filter(|c| "\"'`[](){}<>“”‘’".contains(*c)).count();
    bare.is_empty() && marks >= 2
        // `none` is a value: of an algorithm, of a prompt.
        || matches!(bare, "null" | "undefined" | "None" | "nil" | "empty")
}

/// Letters and digits of a name that one program alone gives to something.
const LONG_NAME: usize = 24;
/// Letters and digits of a sentence that one program alone says.
const LONG_SENTENCE: usize = 30;
/// The same of one that others may say, too.
const LONGER_SENTENCE: usize = 40;
/// Letters and digits of the shortest sentence that means the same whoever says it beside OAuth.
const TELLING: usize = 16;

/// The rule of a text without the product; `None` where its words are about the product. What is done about it in the settings of
/// the product is no help to others.
fn neutral(own: &Rule, product: &str, suspect: Option<&Rule>) -> Option<Rule> {
    let title = match own.title.split_once(": ") {
        Some((name, rest)) if names(&name.to_ascii_lowercase(), product) => capital(rest),
        _ => own.title,
    };
    let fix = match suspect {
        _ if !is_about_settings(own.fix, product) => own.fix,
        Some(suspect) => suspect.fix,
        None => "Read the lines around this one, and look in the settings of the program that writes it.",
    };
    (!names(&title.to_ascii_lowercase(), product)).then(|| Rule { title, fix, ..own.clone() })
}

/// A sentence that begins with a capital letter. It is made once for the life of the program.
fn capital(sentence: &'static str) -> &'static str {
    let mut rest = sentence.chars();
    match rest.next() {
        Some(first) if first.is_lowercase() => format!("{}{}", first.to_uppercase(), rest.as_str()).leak(),
        _ => sentence,
    }
}

/// Whether an advice names the product, or settings as they are called in one alone: `CLIENT_SECRET`, `clientID`, `--client-id`.
fn is_about_settings(fix: &str, product: &str) -> bool {
    let is_setting = |word: &str| {
        let has = |is_it: fn(char) -> bool| word.contains(is_it);
        let begins_low = word.starts_with(|c: char| c.is_ascii_lowercase());
        word.starts_with("--") && word.len() > 3
            || word.contains('_') && has(|c| c.is_ascii_uppercase()) && !has(|c| c.is_ascii_lowercase())
            || begins_low && has(|c| c.is_ascii_uppercase()) && word.len() > LONGEST_SYSTEM
    };
    let words = fix.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    names(&fix.to_ascii_lowercase(), product) || words.into_iter().any(is_setting)
}

/// Letters of the longest name of a system that begins with a small letter: `macOS`.
const LONGEST_SYSTEM: usize = 5;

/// A known text in what a program said.
#[derive(Clone)]
pub(crate) struct Said {
    /// The text.
    pub(crate) known: &'static Known,
    /// Where it stands.
    pub(crate) at: Range<usize>,
    /// What has to stand in a statement near it, for its own has it not.
    pub(crate) needs: Near,
    /// Whether a program says it that is not the one whose words these are.
    pub(crate) by_another: bool,
    /// The code of the specifications in the same statement.
    code: Option<&'static Known>,
}

impl Said {
    /// A status, or a failure, in the words of a program that is not known.
    pub(crate) fn unknown(known: &'static Known, at: Range<usize>) -> Self {
        Said { known, at, needs: Near::Nothing, by_another: false, code: None }
    }

    /// Whether it counts beside its product's name alone.
    pub(crate) fn is_of_product(&self) -> bool {
        self.known.needs_product()
    }

    /// The same as the words of a program that is not named, where they mean the same.
    pub(crate) fn of_another(self) -> Option<Self> {
        self.known.of_others.is_some().then_some(Said { by_another: true, ..self })
    }

    /// Whether these are surely words about a login, and not of what the network does to all calls.
    pub(crate) fn is_of_library(&self) -> bool {
        self.needs == Near::Nothing
            && self.known.needs == Near::Nothing
            && !self.known.suspects.is_empty()
            && !self.known.is_of_network()
    }

    /// The rule that the statement proves: the text's own, or that of the code beside it where the text can come from it.
    pub(crate) fn proves(&self) -> Option<&'static Rule> {
        let suspects = &self.known.suspects;
        let of_code = || {
            let rule = self.code?.proves?;
            (suspects.is_empty() || suspects.iter().any(|suspect| suspect.id == rule.id)).then_some(rule)
        };
        self.known.proves.or_else(of_code)
    }

    /// What to do, which is not of the product where another program says it.
    pub(crate) fn fix(&self) -> &'static str {
        let of_others = self.known.of_others.as_deref().filter(|_| self.by_another);
        of_others.map_or(self.known.own.fix, |own| own.fix)
    }

    /// The rule under which it is found: the one that it proves, or the text's own.
    pub(crate) fn rule(&self) -> &'static Rule {
        let of_others = self.known.of_others.as_deref().filter(|_| self.by_another);
        let own = of_others.unwrap_or(&self.known.own);
        self.proves().unwrap_or(own)
    }
}

/// All texts that are known, read one by one.
pub(crate) fn all() -> impl Iterator<Item = &'static Known> {
    let of_table = |code: &Known| {
        let near = packed::with_piece_in(&Plain::of(code.text).text);
        near.into_iter().filter_map(text_of).any(|known| known.pattern.is(&code.pattern))
    };
    let codes = (0..codes::count()).filter_map(|at| text_of(packed::count() + at));
    (0..packed::count()).filter_map(text_of).chain(codes.filter(move |code| !of_table(code)))
}

/// The text of a number: those of the tables, then the providers' codes. Each is read when somebody asks, once.
fn text_of(number: usize) -> Option<&'static Known> {
    static READ: LazyLock<Vec<OnceLock<Option<Box<Known>>>>> =
        LazyLock::new(|| (0..packed::count() + codes::count()).map(|_| OnceLock::new()).collect());
    let read = || match number.checked_sub(packed::count()) {
        None => table::known(number).map(Box::new),
        Some(code) => codes::known(code).map(Box::new),
    };
    READ.get(number)?.get_or_init(read).as_deref()
}

/// The text that is just this one.
pub(crate) fn just(text: &str) -> Option<&'static Known> {
    let near = packed::with_piece_in(&Plain::of(text).text);
    near.into_iter().filter_map(text_of).find(|known| known.text == text)
}

/// The texts that may be a sentence with these words in this order: those whose most telling words are among them.
pub(crate) fn with_words(words: &[String]) -> Vec<&'static Known> {
    let each: BTreeSet<&String> = words.iter().collect();
    let of_codes = each.iter().flat_map(|word| codes::with_word(word)).map(|at| packed::count() + at);
    let of_words = each.iter().flat_map(|word| packed::with_words(word));
    let of_pairs = pairs(words).flat_map(|pair| packed::with_words(&pair).collect::<Vec<_>>());
    distinct(of_words.chain(of_pairs).chain(of_codes))
}

/// The texts that have this identifier, and perhaps others.
pub(crate) fn with_name(name: &str) -> Vec<&'static Known> {
    distinct(packed::with_name(name).chain(codes::with_name(name).map(|at| packed::count() + at)))
}

/// Whether a text of the tables has this identifier.
pub(crate) fn is_named(name: &str) -> bool {
    packed::with_name(name).next().is_some()
}

/// The texts of these numbers, in their order, each once. What a table says counts more than a provider's list of codes.
fn distinct(numbers: impl Iterator<Item = usize>) -> Vec<&'static Known> {
    let numbers: BTreeSet<usize> = numbers.collect();
    let mut texts: Vec<&'static Known> = Vec::new();
    for number in numbers {
        let is_code = number >= packed::count();
        let is_new = |known: &Known| !is_code || !texts.iter().any(|other| other.pattern.is(&known.pattern));
        texts.extend(text_of(number).filter(|known| is_new(known)));
    }
    texts
}

/// Where a program that is not known says a status in an error that speaks of OAuth.
pub(crate) fn of_status() -> Option<&'static Known> {
    static STATUS: LazyLock<Option<Known>> = LazyLock::new(|| {
        let own = table::status();
        Known::new("a program", "status", own, &[], false, Near::Nothing, Rank::Wrapper)
    });
    STATUS.as_ref()
}

/// A failure in the words of a program that is not known.
pub(crate) fn of_failure() -> Option<&'static Known> {
    static FAILURE: LazyLock<Option<Known>> = LazyLock::new(|| {
        let own = table::failure();
        Known::new("a program", "failure", own, &[], false, Near::Nothing, Rank::Wrapper)
    });
    FAILURE.as_ref()
}

/// An error in a paste with the address of a login, in the words of a program that is not known.
pub(crate) fn of_beside() -> Option<&'static Known> {
    static BESIDE: LazyLock<Option<Known>> = LazyLock::new(|| {
        let own = table::beside();
        Known::new("a program", "beside", own, &[], false, Near::Nothing, Rank::Wrapper)
    });
    BESIDE.as_ref()
}

/// An error that a program states beside a request of a login that its server failed.
pub(crate) fn of_moment() -> Option<&'static Known> {
    static MOMENT: LazyLock<Option<Known>> = LazyLock::new(|| {
        let own = table::moment();
        Known::new("a program", "moment", own, &[], false, Near::Nothing, Rank::Wrapper)
    });
    MOMENT.as_ref()
}

/// Whether this is an error that is only known to stand there.
pub(crate) fn is_moment(known: &Known) -> bool {
    of_moment().is_some_and(|moment| std::ptr::eq(moment, known))
}

/// Whether this is a failure in words that are not known.
pub(crate) fn is_failure(known: &Known) -> bool {
    let is = |own: Option<&Known>| own.is_some_and(|own| std::ptr::eq(own, known));
    is_spoken(known) || is(of_failure()) || is(of_beside())
}

/// Whether these are words of a program that is not known.
pub(crate) fn is_unnamed(known: &Known) -> bool {
    let is_status = || of_status().is_some_and(|status| std::ptr::eq(status, known));
    is_failure(known) || is_moment(known) || is_status()
}

/// The product of what a sentence speaks of in words that nobody knows.
const SPOKEN: &str = "in other words";

/// Whether this is what a sentence speaks of in words that are not known.
pub(crate) fn is_spoken(known: &Known) -> bool {
    known.product == SPOKEN
}

/// The rule of a known text.
pub(crate) fn rule(id: &str) -> Option<&'static Rule> {
    let mut unknown =
        [of_status(), of_failure(), of_beside(), of_moment()].into_iter().flatten().map(|known| &*known.own);
    unknown.find(|rule| rule.id == id).or_else(|| of_table(id))
}

fn of_table(id: &str) -> Option<&'static Rule> {
    let number = || table::with_id(id).or_else(|| codes::with_id(id).map(|at| packed::count() + at));
    let number = id.starts_with("log/").then(number)??;
    text_of(number).map(|known| &*known.own)
}

/// Where the words of known texts stand in a statement, without the values between them: they are no secret, for whoever has the
/// table has them.
#[must_use]
pub fn known_words(statement: &str) -> Vec<Range<usize>> {
    let plain = Plain::of(statement);
    let said = Matcher::default().find_all(statement);
    let places = said.iter().flat_map(|said| said.known.pattern.places_of_pieces(&plain.text));
    places.map(|place| plain.original(place, statement)).collect()
}

/// Unpacks the known texts, so that the first message does not wait for that.
pub fn unpack_texts() {
    packed::unpack();
}

/// Looks for known texts in one statement after the other.
#[derive(Default)]
pub(crate) struct Matcher {
    plain: Plain,
}

impl Matcher {
    /// All known texts in a statement, the one that says most first. What is part of a longer one is left out.
    pub(crate) fn find_all(&mut self, statement: &str) -> Vec<Said> {
        self.plain.read(statement);
        let text = &self.plain.text;
        let of_codes = codes::with_end_in(text).into_iter().map(|at| packed::count() + at);
        let near = distinct(packed::with_piece_in(text).into_iter().chain(of_codes));
        let places = near.into_iter().filter_map(|known| Some((known, known.pattern.place_in(text)?)));
        let mut found: Vec<(&'static Known, Range<usize>)> = places.collect();
        // `Invalid client` of `Invalid client credentials` is another sentence.
        found.retain(|(known, place)| {
            !goes_on(known, statement, self.plain.original(place.clone(), statement).end)
        });
        // Of two that say the same the one without gaps.
        found.sort_by_key(|(known, place)| (place.end, known.pattern.gaps()));
        // A counter that stands at nothing tells of no error.
        found.retain(|(known, place)| {
            known.rank != Rank::Code && known.text.contains(' ')
                || !counted::is_none(&text[..place.start], &text[place.end..])
        });
        // What is a piece of a longer text that stands here says nothing of its own.
        let whole: Vec<&'static Known> = found.iter().map(|(known, _)| *known).collect();
        let is_heard =
            |other: &Known, known: &Known| other.needs != Near::Message || known.needs == Near::Message;
        found.retain(|(known, _)| {
            !whole.iter().any(|other| is_heard(other, known) && other.pattern.has(&known.pattern))
        });
        let speaks = speaks_of_oauth(text);
        let proves = |known: &&Known| known.rank == Rank::Code && known.proves.is_some();
        let code = found.iter().map(|(known, _)| *known).find(proves);
        let said = found.into_iter().map(|(known, place)| {
            let has = match known.needs {
                Near::Nothing => true,
                Near::OAuth => speaks || names_program(text, known.product),
                Near::Product => names(text, known.product),
                Near::Message => false,
            };
            Said {
                known,
                at: self.plain.original(place, statement),
                needs: if has { Near::Nothing } else { known.needs },
                by_another: false,
                code: code.filter(|_| known.rank > Rank::Wrapper),
            }
        });
        let mut said: Vec<Said> = said.collect();
        // One that may say nothing must not silence those that surely say something. A number of the provider's own says more
        // than words that others may have, too.
        said.sort_by_key(|said| {
            let known = said.known;
            let says = (known.rank, known.is_identified(), known.weight());
            (said.needs != Near::Nothing, Reverse(says))
        });
        said
    }

    /// What an address in a statement says of an error, decoded, where that says more than the code in it.
    pub(crate) fn find_in_address(&mut self, statement: &str, code: Option<Said>) -> Option<Said> {
        let code = code?;
        let Some(text) = said_in_address(statement) else { return Some(code) };
        let sure = |said: &Said| said.needs == Near::Nothing && said.known.rank == Rank::Fault;
        match self.find_all(&text).into_iter().find(sure) {
            Some(said) => Some(Said::unknown(said.known, code.at)),
            None => Some(code),
        }
    }
}

/// Whether a statement speaks of OAuth.
pub(crate) fn is_about_oauth(statement: &str) -> bool {
    speaks_of_oauth(&Plain::of(statement).text)
}

/// What nobody writes who does not speak of OAuth, OpenID Connect or their tokens.
const OF_OAUTH: [&str; 41] = [
    "token request",
    "token exchange",
    "code exchange",
    "token response",
    "bearer token",
    "code_challenge",
    "required scope",
    "code for token",
    "code for access token",
    "oauth",
    "oidc",
    "openid",
    "jwks",
    "jwt",
    "id_token",
    "id token",
    "access_token",
    "access token",
    "refresh_token",
    "refresh token",
    "client_id",
    "client_secret",
    "redirect_uri",
    "redirecturi",
    "redirect uri",
    "openidconnect",
    ".well-known",
    "/authorize",
    "/token",
    "token endpoint",
    "token_endpoint",
    "grant_type",
    "invalid_grant",
    "invalid_client",
    "code_verifier",
    "pkce",
    "userinfo",
    "identity provider",
    "authorization code",
    "authorization server",
    "error_description",
];

fn speaks_of_oauth(plain: &str) -> bool {
    OF_OAUTH.iter().any(|word| plain.contains(word)) || oauth::numbered_code(plain).is_some()
}

/// Words in the names of products that name none, for everybody says them.
const OF_NAMES: [&str; 137] = [
    "access",
    "accounts",
    "adapter",
    "admin",
    "alone",
    "and",
    "apache",
    "api",
    "app",
    "application",
    "applications",
    "apps",
    "are",
    "assistant",
    "auth",
    "authentication",
    "authorization",
    "better",
    "browser",
    "browsers",
    "call",
    "chat",
    "cli",
    "client",
    "clients",
    "cloud",
    "code",
    "common",
    "community",
    "connect",
    "connection",
    "connector",
    "connectors",
    "core",
    "crate",
    "dashboard",
    "decode",
    "device",
    "endpoint",
    "exchange",
    "filter",
    "firewall",
    "for",
    "framework",
    "gateway",
    "gateways",
    "generic",
    "grant",
    "group",
    "home",
    "http",
    "identity",
    "issuer",
    "issuers",
    "java",
    "json",
    "language",
    "libraries",
    "library",
    "lock",
    "login",
    "main",
    "management",
    "manager",
    "many",
    "means",
    "messages",
    "mobile",
    "mod",
    "native",
    "network",
    "networks",
    "nobody",
    "not",
    "oauth",
    "oauth2",
    "oidc",
    "online",
    "open",
    "openid",
    "operating",
    "org",
    "other",
    "others",
    "pages",
    "people",
    "platform",
    "plugin",
    "plugins",
    "popup",
    "portal",
    "products",
    "program",
    "programs",
    "properties",
    "provider",
    "providers",
    "proxy",
    "public",
    "resource",
    "resources",
    "router",
    "same",
    "script",
    "sdk",
    "sdks",
    "search",
    "security",
    "server",
    "servers",
    "service",
    "services",
    "session",
    "sign",
    "simple",
    "smart",
    "social",
    "source",
    "spec",
    "state",
    "status",
    "step",
    "system",
    "table",
    "team",
    "the",
    "token",
    "tool",
    "tools",
    "user",
    "users",
    "verify",
    "wallet",
    "web",
    "what",
    "when",
    "with",
];

/// Languages and runtimes: whoever names one of them does not speak of OAuth.
const RUNTIMES: [&str; 10] =
    ["Go", "Python", "Java", "Node.js", "Ruby", "PHP", ".NET", "Rust", "OpenSSL", "curl"];

/// Browsers and clients for HTTP: nor does who names one of them.
const CLIENTS: [&str; 7] = ["Chrome", "Chrome, Node", "Firefox", "Safari", "axios", "browsers", "httpx"];

/// Whether a text names a product that is more than a runtime.
fn names_program(plain: &str, product: &str) -> bool {
    !RUNTIMES.contains(&product) && !CLIENTS.contains(&product) && names(plain, product)
}

/// Whether a text has a telling word of a product's name.
fn names(plain: &str, product: &str) -> bool {
    // `ASP.NET Core` is written `AspNetCore` in the names of its classes.
    let whole: String = product.chars().filter(|c| c.is_alphanumeric()).collect();
    if whole.len() > 5 && plain.contains(&whole.to_ascii_lowercase()) {
        return true;
    }
    let words = product.split(|c: char| !c.is_alphanumeric()).map(str::to_ascii_lowercase);
    let mut words: Vec<String> =
        words.filter(|word| word.len() > 2 && !OF_NAMES.contains(&word.as_str())).collect();
    // `auth0-spa-js`: of the libraries of one house the house is no name.
    let house = product.split_once('-').map(|(house, _)| house.to_ascii_lowercase());
    if words.len() > 1 && words.first() == house.as_ref() {
        words.remove(0);
    }
    words.iter().any(|word| {
        let is_cut = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic()) && word.len() < 5;
        plain.match_indices(word.as_str()).any(|(at, _)| {
            let (before, after) = (plain[..at].chars().next_back(), plain[at + word.len()..].chars().next());
            !is_cut(before) && !is_cut(after)
        })
    })
}

#[cfg(test)]
mod tests;
