//! Values of every shape that a secret has, the same for the same seed.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// What a secret looks like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Shape {
    /// Letters of both cases and digits, 6 to 11 of them.
    Short,
    /// The same, 12 to 21.
    Middle,
    /// The same, 22 to 64.
    Long,
    /// Standard base64 with `/` or `+` in it.
    Base64,
    /// Base64 of the URL alphabet.
    Base64Url,
    /// 8 to 64 hexadecimal digits.
    Hex,
    /// 6 to 16 digits.
    Digits,
    /// 16 to 24 small letters that are no word.
    Letters,
    /// A mail address.
    Mail,
    /// A phone number, with and without spaces.
    Phone,
    /// A JWT with claims of its own.
    Jwt,
    /// A UUID.
    Uuid,
    /// Three UUIDs with points between them, as Keycloak's codes are.
    Uuids,
    /// A user code of a device: `WDJB-MJHT`.
    UserCode,
    /// One word.
    Word,
    /// Two words with a hyphen.
    Words,
    /// Four words with spaces.
    Phrase,
    /// What people make of a word: `Marmot!42`.
    Password,
    /// The same of a word that is not of ASCII: `Öresund-żółw7`.
    Foreign,
}

impl Shape {
    /// All of them.
    pub const ALL: [Shape; 19] = [
        Shape::Short,
        Shape::Middle,
        Shape::Long,
        Shape::Base64,
        Shape::Base64Url,
        Shape::Hex,
        Shape::Digits,
        Shape::Letters,
        Shape::Mail,
        Shape::Phone,
        Shape::Jwt,
        Shape::Uuid,
        Shape::Uuids,
        Shape::UserCode,
        Shape::Word,
        Shape::Words,
        Shape::Phrase,
        Shape::Password,
        Shape::Foreign,
    ];

    /// Whether nobody takes it for words.
    pub fn looks_random(self) -> bool {
        !matches!(self, Shape::Word | Shape::Words | Shape::Phrase | Shape::Password | Shape::Foreign)
    }
}

/// A planted value.
pub struct Value {
    /// As it stands where it is a secret.
    pub text: String,
    /// What must not be seen alone either: the claims of a JWT, a mail address before its `@`.
    pub inner: Vec<String>,
}

/// Numbers that look random and are the same for the same seed (SplitMix64).
pub struct Random(u64);

impl Random {
    /// Of a seed.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    fn chars(&mut self, alphabet: &str, least: usize, most: usize) -> String {
        let count = least + self.below(most - least + 1);
        (0..count).map(|_| char::from(*self.of(alphabet.as_bytes()))).collect()
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }

    /// Drawn again until it is as it should be.
    fn until(&mut self, draw: impl Fn(&mut Self) -> String, is_good: impl Fn(&str) -> bool) -> String {
        loop {
            let text = draw(self);
            if is_good(&text) {
                return text;
            }
        }
    }
}

const ALPHANUMERIC: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// Words that stand in no text of ours, each of at least six letters.
const WORDS: [&str; 48] = [
    "marmot", "walnut", "lobster", "juniper", "pelican", "mustard", "gazelle", "tapioca", "hamster",
    "lavender", "octopus", "pumpkin", "badger", "saffron", "penguin", "rhubarb", "leopard", "parsley",
    "dolphin", "cabbage", "ostrich", "chestnut", "sparrow", "turmeric", "buffalo", "spinach", "raccoon",
    "papaya", "wombat", "shallot", "gorilla", "avocado", "muskrat", "tarragon", "vulture", "lettuce",
    "panther", "coconut", "weasel", "oregano", "jackal", "apricot", "meerkat", "gherkin", "ocelot",
    "parsnip", "narwhal", "kohlrabi",
];

/// The value of a shape and a seed.
pub fn value(shape: Shape, seed: u64) -> Value {
    let random = &mut Random::new(seed);
    let mixed = |random: &mut Random, least, most| {
        let has = |text: &str, class: fn(&u8) -> bool| text.bytes().any(|b| class(&b));
        random.until(
            |random| random.chars(ALPHANUMERIC, least, most),
            |text| {
                has(text, u8::is_ascii_lowercase)
                    && has(text, u8::is_ascii_uppercase)
                    && has(text, u8::is_ascii_digit)
            },
        )
    };
    let mut inner = Vec::new();
    let text = match shape {
        Shape::Short => mixed(random, 6, 11),
        Shape::Middle => mixed(random, 12, 21),
        Shape::Long => mixed(random, 22, 64),
        Shape::Base64 => random.until(
            |random| {
                let count = 16 + random.below(17);
                STANDARD.encode(random.bytes(count))
            },
            |text| text.contains(['/', '+']),
        ),
        Shape::Base64Url => {
            let count = 12 + random.below(21);
            URL_SAFE_NO_PAD.encode(random.bytes(count))
        }
        Shape::Hex => random.until(
            |random| random.chars("0123456789abcdef", 8, 64),
            |text| {
                text.contains(|c: char| c.is_ascii_digit())
                    && text.contains(|c: char| c.is_ascii_alphabetic())
            },
        ),
        Shape::Digits => {
            random.until(|random| random.chars("0123456789", 6, 16), |text| !text.starts_with('0'))
        }
        Shape::Letters => random.chars("bcdfghjklmnpqrstvwxzkqzvbaeiou", 16, 24),
        Shape::Mail => {
            let local = format!("{}.{}{}", random.of(&WORDS), random.of(&WORDS), 10 + random.below(90));
            inner.push(local.clone());
            format!("{local}@{}.example", random.of(&WORDS))
        }
        Shape::Phone => match random.below(2) {
            0 => format!("+4917{}", random.chars("0123456789", 8, 9)),
            _ => format!("+49 17{} {}", random.below(10), random.chars("0123456789", 7, 8)),
        },
        Shape::Jwt => {
            let subject = mixed(random, 12, 16);
            let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"at+jwt"}"#);
            let claims = URL_SAFE_NO_PAD.encode(format!(r#"{{"sub":"{subject}"}}"#));
            let signature = URL_SAFE_NO_PAD.encode(random.bytes(32));
            inner.extend([claims[8..].to_owned(), signature.clone(), subject]);
            format!("{header}.{claims}.{signature}")
        }
        Shape::Uuid => uuid(random),
        Shape::Uuids => format!("{}.{}.{}", uuid(random), uuid(random), uuid(random)),
        Shape::UserCode => {
            let mut half = || random.chars("BCDFGHJKLMNPQRSTVWXZ", 4, 4);
            format!("{}-{}", half(), half())
        }
        Shape::Word => (*random.of(&WORDS)).to_owned(),
        Shape::Words => format!("{}-{}", random.of(&WORDS), random.of(&WORDS)),
        Shape::Phrase => (0..4).map(|_| *random.of(&WORDS)).collect::<Vec<_>>().join(" "),
        Shape::Password => {
            let word = *random.of(&WORDS);
            let mark = *random.of(&["!", "", "_", "#", "$", "'", "&", "<", "\"", "\\"]);
            format!("{}{}{mark}{}", word[..1].to_uppercase(), &word[1..], 10 + random.below(90))
        }
        Shape::Foreign => {
            const FOREIGN: [&str; 8] =
                ["Größe", "señorita", "garçon", "żółwik", "пароль", "naïveté", "密码金鱼", "コアラ"];
            format!("{}-{}{}", random.of(&FOREIGN), random.of(&WORDS), 10 + random.below(90))
        }
    };
    Value { text, inner }
}

fn uuid(random: &mut Random) -> String {
    let hex = random.chars("0123456789abcdef", 32, 32);
    format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}
