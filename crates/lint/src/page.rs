//! Rule pages, where they are wanted.

/// The text of the page beside a rule; empty without the feature `pages`.
#[cfg(feature = "pages")]
macro_rules! page {
    ($file:literal) => {
        include_str!($file)
    };
}

/// The text of the page beside a rule; empty without the feature `pages`.
#[cfg(not(feature = "pages"))]
macro_rules! page {
    ($file:literal) => {
        ""
    };
}
