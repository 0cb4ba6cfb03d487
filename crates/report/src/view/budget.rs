//! How much of one login is shown. Whoever sends ten thousand parameters makes nobody wait for them, and what is left out is said.

use lint::Diagnosis;

use crate::mask::{Shown, shown};
use crate::model::{Field, LeftOut};

/// Messages of one login that are shown: its first ones, its last ones, and those in which something was found.
const MOST_MESSAGES: usize = 200;

/// Fields of one kind that are shown of a message: no honest one has as many.
const MOST_FIELDS: usize = 200;

/// Fields that are shown of a login: some 10 µs each, on the whole a third of what one look may take.
const MOST_OF_LOGIN: usize = 3_000;

/// Places that are shown of one finding.
const MOST_EVIDENCE: usize = 20;

/// What is said where a word of a secret may be shown: of a report, and of a masked recording.
pub const LEARNT_IN_PART: &str = "Some values, or lines that speak of credentials, are longer or more than are learnt in all their parts: words out of these may be shown where they stand once more. Read what you hand on before you do.";

/// What may still be shown of a login, and what was left out.
pub(super) struct Budget {
    fields: usize,
    left_out: Vec<LeftOut>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Budget { fields: MOST_OF_LOGIN, left_out: Vec::new() }
    }

    /// What was left out.
    pub(super) fn left_out(self) -> Vec<LeftOut> {
        self.left_out
    }

    /// The fields of a part of a message, as many as may be shown.
    pub(super) fn fields<T>(
        &mut self,
        message: u32,
        part: &'static str,
        mut all: impl Iterator<Item = T>,
        show: impl FnMut(T) -> Option<Field>,
    ) -> Vec<Field> {
        let most = MOST_FIELDS.min(self.fields);
        let fields: Vec<Field> = all.by_ref().take(most).filter_map(show).collect();
        self.fields -= fields.len();
        self.note(Some(message), part, all.count());
        fields
    }

    /// The indices of the messages that are shown.
    pub(super) fn messages(&mut self, count: usize, diagnosis: &Diagnosis) -> Vec<usize> {
        if count <= MOST_MESSAGES {
            return (0..count).collect();
        }
        let told = diagnosis
            .findings
            .iter()
            .flat_map(|finding| finding.points.iter().map(|point| point.pointer.message).take(MOST_EVIDENCE));
        let mut shown: Vec<usize> = told.filter(|at| *at < count).take(MOST_MESSAGES / 2).collect();
        shown.sort_unstable();
        shown.dedup();
        let more = MOST_MESSAGES - shown.len();
        let (first, last) = (0..more / 2, count - (more - more / 2)..count);
        shown.extend(first.chain(last));
        shown.sort_unstable();
        shown.dedup();
        self.note(None, "messages", count - shown.len());
        shown
    }

    /// The places of a finding that are shown.
    pub(super) fn evidence<'f>(&mut self, finding: &'f lint::Finding) -> &'f [lint::Point] {
        let (shown, rest) = finding.points.split_at(finding.points.len().min(MOST_EVIDENCE));
        self.note(Some(finding.message as u32 + 1), "places of a finding", rest.len());
        shown
    }

    /// Says that not all secrets of the recording were learnt.
    pub(super) fn note_closed(&mut self) {
        let text = "There are more values in this recording than are learnt at one look: until all are known, words that could be one of them are not shown, but (…).";
        self.left_out.push(LeftOut { message: None, part: "words", count: 0, text: Shown::from(text) });
    }

    /// Says that not all that secrets are made of was learnt.
    pub(super) fn note_cut(&mut self) {
        let text = Shown::from(LEARNT_IN_PART);
        self.left_out.push(LeftOut { message: None, part: "parts of values", count: 0, text });
    }

    fn note(&mut self, message: Option<u32>, part: &'static str, count: usize) {
        if count == 0 {
            return;
        }
        let of = message.map_or_else(Shown::default, |number| shown!(" of message ", Shown::number(number)));
        let verb = if count == 1 { " is not shown." } else { " are not shown." };
        let text = shown!(Shown::number(count as f64), " more of the ", part, of, verb);
        self.left_out.push(LeftOut { message, part, count, text });
    }
}
