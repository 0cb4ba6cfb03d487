//! Where a message can be looked up: in a file, or in the browser that it was seen in.

use http::{Exchange, Place, Provenance, Statement};

use super::Source;
use crate::mask::{Redactor, Shown, shown};
use crate::model::STDIN;

/// `login.har, entry 37`, `app.log:1204`, `tab 3, request 1234`. `files` are those of the session, in their order.
pub(super) fn source(exchange: &Exchange, files: &[Source], redactor: &Redactor) -> Option<Shown> {
    match exchange.provenance {
        Provenance::File { input, place } => in_file(input, place, files),
        Provenance::Live => {
            let request = redactor.prose(exchange.context.request.as_deref()?);
            let tab = exchange.context.tab.map_or(Shown::default(), |tab| {
                let number = Shown::from_user(&tab.to_string());
                shown!("tab ", number, ", ")
            });
            Some(shown!(tab, "request ", request))
        }
    }
}

/// `app.log:1204`.
pub(super) fn of_statement(statement: &Statement, files: &[Source]) -> Option<Shown> {
    match statement.provenance {
        Provenance::File { input, place } => in_file(input, place, files),
        Provenance::Live => None,
    }
}

fn in_file(input: u32, place: Place, files: &[Source]) -> Option<Shown> {
    let name = match &files.get(input as usize)?.name {
        name if name.as_str() == STDIN => Shown::from("standard input"),
        name => name.clone(),
    };
    Some(match place {
        Place::Entry(number) => shown!(name, ", entry ", Shown::number(number)),
        Place::Line(number) => shown!(name, ":", Shown::number(number)),
    })
}
