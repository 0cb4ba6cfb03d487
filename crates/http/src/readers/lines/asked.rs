//! Open requests by their URLs, so that an answer that names one finds its request among many.

use std::collections::HashMap;

use crate::Uri;

/// URLs that are kept.
const MOST: usize = 4_096;

#[derive(Default)]
pub(super) struct Asked {
    by_url: HashMap<String, Vec<usize>>,
}

impl Asked {
    /// A request at the URL begins; those behind it have higher numbers.
    pub(super) fn put(&mut self, url: &Uri, request: usize) {
        let key = key(url);
        if self.by_url.len() >= MOST && !self.by_url.contains_key(key) {
            self.by_url.clear();
        }
        self.by_url.entry(key.to_owned()).or_default().push(request);
    }

    /// The newest request at the URL that waits for its answer. Those that do not are looked at once and never again.
    pub(super) fn newest(&mut self, url: &Uri, mut waits: impl FnMut(usize) -> bool) -> Option<usize> {
        let open = self.by_url.get_mut(key(url))?;
        while let Some(&request) = open.last() {
            if waits(request) {
                return Some(request);
            }
            open.pop();
        }
        None
    }
}

/// What two URLs have in common that name one resource.
fn key(url: &Uri) -> &str {
    let text = url.url().as_str();
    text.split_once('#').map_or(text, |(resource, _)| resource)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// How many requests are looked at until each of so many has its answer, the oldest URL first.
    fn looks(urls: usize, requests: usize) -> usize {
        let url = |at: usize| Uri::parse(&format!("https://a.example/{}", at % urls)).unwrap();
        let mut asked = Asked::default();
        (0..requests).for_each(|at| asked.put(&url(at), at));
        let (mut looks, mut answered) = (0, HashSet::new());
        for at in 0..requests {
            let found = asked.newest(&url(at), |request| {
                looks += 1;
                !answered.contains(&request)
            });
            answered.insert(found.unwrap());
        }
        assert_eq!(answered.len(), requests);
        looks
    }

    #[test]
    fn answers_are_found_in_linear_time() {
        for urls in [1, 7, 2_000] {
            let (few, many) = (looks(urls, 2_000), looks(urls, 4_000));
            assert!(few <= 2 * 2_000 && many <= 2 * 4_000, "{few} and {many} looks at {urls} URLs");
        }
    }

    #[test]
    fn the_newest_first_and_none_that_was_answered() {
        let [one, two] =
            ["https://a.example/x#y", "https://a.example/x?z=1"].map(|url| Uri::parse(url).unwrap());
        let mut asked = Asked::default();
        asked.put(&one, 1);
        asked.put(&one, 2);
        assert_eq!(asked.newest(&two, |_| true), None);
        assert_eq!(asked.newest(&one, |_| true), Some(2));
        assert_eq!(asked.newest(&one, |request| request != 2), Some(1));
        assert_eq!(asked.newest(&one, |_| false), None);
    }
}
