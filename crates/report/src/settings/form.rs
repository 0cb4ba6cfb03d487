//! The form of settings: what can be said, in words for whoever fills it in. Whoever shows it knows no word of it.

use serde::Serialize;

/// A form, and what stands in it.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct SettingsForm {
    /// Its sections.
    pub sections: &'static [FormSection],
    /// What can be chosen where an input is a choice.
    pub choices: Vec<Choice>,
    /// What stands in each input of each entry of each section, in their order.
    pub typed: Vec<Vec<Vec<String>>>,
}

/// A part of the form.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct FormSection {
    /// What it is called by programs.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// What one entry is called, where there may be several; else there is one.
    pub entry: Option<&'static str>,
    /// What can be pasted to fill an entry, where something can.
    pub paste: Option<&'static str>,
    /// What is asked of each entry.
    pub inputs: &'static [FormInput],
}

/// Something that is asked.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct FormInput {
    /// What it is called by programs.
    pub name: &'static str,
    /// What it is called by people.
    pub label: &'static str,
    /// What to write there.
    pub help: &'static str,
    /// What stands there while it is empty.
    pub example: &'static str,
    /// How it is written.
    pub kind: InputKind,
}

/// How an input is written.
#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum InputKind {
    /// In one line.
    Line,
    /// One thing in each line.
    Lines,
    /// Values of the form's choices, one in each line.
    Choices,
}

/// Something that can be chosen.
#[derive(Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Choice {
    /// What is written for it.
    pub value: &'static str,
    /// What it is.
    pub label: &'static str,
}

/// The sections, in the order in which [`check`](super::check::check) reads them.
pub(super) const SECTIONS: &[FormSection] = &[
    FormSection {
        name: "clients",
        title: "Clients that you know",
        help: "As they are registered at the provider: what was sent is compared with it. Never a secret.",
        entry: Some("client"),
        paste: Some("Paste a registration or the provider's metadata (JSON)"),
        inputs: &[
            FormInput {
                name: "client_id",
                label: "client_id",
                help: "The client's name at the provider.",
                example: "web-shop",
                kind: InputKind::Line,
            },
            FormInput {
                name: "issuer",
                label: "Provider (issuer)",
                help: "As its metadata calls it. Empty: any provider where a client is called so.",
                example: "https://auth.example.com",
                kind: InputKind::Line,
            },
            FormInput {
                name: "redirect_uris",
                label: "Registered redirect URIs",
                help: "Character for character, one a line.",
                example: "https://app.example.com/callback",
                kind: InputKind::Lines,
            },
            FormInput {
                name: "aud",
                label: "Audience of its access tokens",
                help: "The APIs that they are for, one a line.",
                example: "https://api.example.com",
                kind: InputKind::Lines,
            },
        ],
    },
    FormSection {
        name: "rules",
        title: "Rules that are off",
        help: "They are not told, but for what broke a login.",
        entry: None,
        paste: None,
        inputs: &[FormInput {
            name: "rules-off",
            label: "Rules",
            help: "",
            example: "",
            kind: InputKind::Choices,
        }],
    },
    FormSection {
        name: "hosts",
        title: "Hosts to ignore",
        help: "Messages to them are passed over.",
        entry: None,
        paste: None,
        inputs: &[FormInput {
            name: "ignore-hosts",
            label: "Hosts",
            help: "One a line; *. is every host below.",
            example: "*.telemetry.example",
            kind: InputKind::Lines,
        }],
    },
];
