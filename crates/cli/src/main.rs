//! The `oauth-lens` command: recordings in, a diagnosis out.
//!
//! Deliberately absent: anything that judges a login. Text from traffic reaches the terminal only as a
//! [`report::Shown`].

mod check;
mod compare;
mod explain;
mod input;
mod inputs;
mod keys;
mod output;
mod rules;
mod sanitize;
mod settings;
mod style;
mod terminal;
mod text;
mod token;

use std::process::ExitCode;

use clap::{ColorChoice, Parser, Subcommand};

/// Names the one root cause of a broken OAuth 2.0 or OpenID Connect login.
#[derive(Parser)]
#[command(
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    infer_subcommands = true,
    max_term_width = 100,
    styles = style::CLAP,
    after_help = EXAMPLES
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// When to use colour; `auto` also heeds NO_COLOR
    #[arg(long, global = true, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Check),
    Compare(compare::Compare),
    Explain(explain::Explain),
    Inputs(inputs::Inputs),
    Rules(rules::Rules),
    Sanitize(sanitize::Sanitize),
    Token(token::Token),
}

const EXAMPLES: &str = "\
Examples:
  oauth-lens check login.har             what broke this login, and how to fix it
  oauth-lens check login.har token.txt   the browser's half and the server's half of one login
  oauth-lens compare good.har bad.har    what is different in the login that failed
  oauth-lens sanitize login.har out.har  the same recording without its secrets, to hand on
  oauth-lens explain state/mismatch      more about a finding
  oauth-lens token - --jwks keys.json    what a token says, and whether its signature fits

To record a login, open the Network tab of the browser's developer tools, switch on
\"Preserve log\", log in, and export all as HAR. Nothing is sent anywhere, and no secret of
the recording appears in the output.";

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return output::usage(&error, again),
    };
    output::set_color(arguments.color);
    let result = match arguments.command {
        Command::Check(check) => check.run(),
        Command::Compare(compare) => compare.run(),
        Command::Explain(explain) => explain.run(),
        Command::Inputs(inputs) => inputs.run(),
        Command::Rules(rules) => rules.run(),
        Command::Sanitize(sanitize) => sanitize.run(),
        Command::Token(token) => token.run(),
    };
    result.unwrap_or_else(|failure| failure.print())
}

/// What is wrong with the arguments, quoted as they may be printed.
fn again() -> Option<clap::Error> {
    let shown = std::env::args_os().map(|argument| terminal::name(&argument.to_string_lossy()));
    Arguments::try_parse_from(shown).err()
}
