//! Where an exchange was read from, so that what is said of it can be looked up there.

/// Where an exchange was read from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Provenance {
    /// A browser, while it happened: the exchange's context has the tab and the id of the request.
    #[default]
    Live,
    /// A file.
    File {
        /// Which of the files of a recording, in the order in which they were read, from 0.
        input: u32,
        /// Where in it.
        place: Place,
    },
}

/// A place in a file, counted as people count: the first is 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// An element of its list: of `log.entries` in a HAR, of the spans in a trace.
    Entry(u32),
    /// The line in which the request begins.
    Line(u32),
}

impl Provenance {
    /// In the only file of a recording.
    pub(crate) fn at(place: Place) -> Self {
        Provenance::File { input: 0, place }
    }

    /// The same place, as one of that file.
    pub fn of_input(self, input: u32) -> Self {
        match self {
            Provenance::Live => Provenance::Live,
            Provenance::File { place, .. } => Provenance::File { input, place },
        }
    }
}

impl Place {
    /// The line of that number.
    pub(crate) fn line(number: usize) -> Self {
        Place::Line(number as u32)
    }
}
