//! Text that is made of lines: logs, consoles, terminals.

use crate::readers::{Form, Recording, Unreadable};
use crate::{Place, Provenance, Secret, Statement};

pub(super) static LINES: Form = Form { name: "log", called: "log", is_it: is_text, read };

fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'))
}

fn read(bytes: &[u8]) -> Result<Recording, Unreadable> {
    let text = String::from_utf8_lossy(bytes);
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let statements = lines.map(|(number, line)| Statement {
        provenance: Provenance::at(Place::line(number)),
        time: None,
        text: Secret::new(line.trim().to_owned()),
    });
    Ok(Recording { statements: statements.collect(), ..Recording::new(&LINES, Vec::new(), Vec::new()) })
}
