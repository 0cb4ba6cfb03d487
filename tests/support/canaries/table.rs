//! What came of all cases, by class and shape.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Case, Leak, Outcome, Shape};

/// How many examples are told of each class.
const EXAMPLES: usize = 2;

/// Counts of cases and leaks.
#[derive(Default)]
pub struct Table {
    counts: BTreeMap<(bool, &'static str), BTreeMap<Shape, [usize; 3]>>,
    examples: BTreeMap<(bool, &'static str), Vec<(String, Leak)>>,
}

impl Table {
    /// Adds what came of a case.
    pub fn add(&mut self, case: &Case<'_>, outcome: Outcome) {
        let key = (case.is_known(), case.place.class);
        let counts = self.counts.entry(key).or_default().entry(case.shape).or_default();
        counts[0] += 1;
        match outcome {
            Outcome::Clean => {}
            Outcome::Design => counts[2] += 1,
            Outcome::Leak(leak) => {
                counts[1] += 1;
                let examples = self.examples.entry(key).or_default();
                examples.push((case.name(), leak));
                examples.sort_by_key(|(_, leak)| leak.recording.len());
                examples.truncate(EXAMPLES);
            }
        }
    }

    fn sum(&self, is_known: bool, which: usize) -> usize {
        let of_kind = self.counts.iter().filter(|((known, _), _)| *known == is_known);
        of_kind.flat_map(|(_, shapes)| shapes.values()).map(|counts| counts[which]).sum()
    }

    /// Values that came through.
    pub fn leaks(&self) -> usize {
        self.sum(false, 1) + self.sum(true, 1)
    }

    /// The shortest recordings of each class from which a value came through.
    pub fn examples(&self) -> impl Iterator<Item = &(String, Leak)> {
        self.examples.values().flatten()
    }

    /// Leaks and cases of each class and shape, and where some stood.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for is_known in [true, false] {
            let title = if is_known { "known" } else { "not known" };
            let [cases, leaks, design] = [0, 1, 2].map(|which| self.sum(is_known, which));
            let _ = writeln!(
                out,
                "\nValues that are {title}: {cases} cases, {leaks} leaks, {design} seen by design"
            );
            let _ = write!(out, "{:<30} {:>11}", "leaks/cases", "all");
            for shape in &Shape::ALL {
                let _ = write!(out, " {:>9}", format!("{shape:?}"));
            }
            out.push('\n');
            for ((_, class), shapes) in self.counts.iter().filter(|((known, _), _)| *known == is_known) {
                let of = |which: usize| shapes.values().map(|counts| counts[which]).sum::<usize>();
                let _ = write!(out, "{class:<30} {:>11}", format!("{}/{}", of(1), of(0)));
                for shape in &Shape::ALL {
                    let cell = shapes.get(shape).map_or("-".to_owned(), |c| match c[1] {
                        0 => format!("·/{}", c[0]),
                        leaks => format!("{leaks}/{}", c[0]),
                    });
                    let _ = write!(out, " {cell:>9}");
                }
                out.push('\n');
            }
        }
        for ((is_known, class), examples) in &self.examples {
            let _ = writeln!(out, "\n{class}{}", if *is_known { ", known" } else { "" });
            for (name, leak) in examples {
                let _ = writeln!(out, "  {name}\n    {:?} in {}: {}", leak.value, leak.output, leak.around);
            }
        }
        out
    }
}
