//! Two recordings of one login, written by two machines: how far their clocks are apart.
//!
//! Both hold the `Date` of answers (RFC 9110 §6.6.1). A server that both talked to is one clock that both were compared with,
//! so that it does not matter whether it is right. Where they share none, servers have to be taken for right, which takes two
//! on each side that agree.
//!
//! The later recording's times are then moved onto the clock of the first: order and joins need one clock. What a machine's own
//! clock showed is not lost: rules that compare it with a provider's ask [`Exchange::own_time`], so that moving neither makes
//! nor hides a clock that is off.

use std::collections::BTreeMap;

use crate::{Exchange, Timestamp};

/// `Date` counts whole seconds: less than this is no difference, in milliseconds.
const RESOLUTION: f64 = 2_000.0;

/// Half of what `Date` cuts off, in milliseconds.
const CUT_OFF: f64 = 500.0;

/// By how many milliseconds the clock that wrote `later` is ahead of the one that wrote `first`; negative: behind. `None`
/// where they agree, and where it cannot be told.
pub fn offset<'e>(
    first: impl IntoIterator<Item = &'e Exchange>,
    later: impl IntoIterator<Item = &'e Exchange>,
) -> Option<f64> {
    let (first, later) = (servers_ahead(first), servers_ahead(later));
    let shared: Vec<f64> =
        first.iter().filter_map(|(origin, ahead)| Some(ahead - later.get(origin)?)).collect();
    let apart = if shared.is_empty() { agreed(&first)? - agreed(&later)? } else { median(shared)? };
    (apart.abs() >= RESOLUTION).then_some(apart)
}

/// Moves the times of exchanges whose clock was ahead by that many milliseconds.
pub fn shift(exchanges: &mut [Exchange], ahead: f64) {
    for exchange in exchanges {
        let context = &mut exchange.context;
        for time in [&mut exchange.started, &mut exchange.finished, &mut context.tab_closed] {
            *time = time.and_then(|time| Timestamp::from_millis(time.as_millis() - ahead));
        }
        context.clock_ahead += ahead;
    }
}

impl Exchange {
    /// A moment of the recording as the clock of the machine that wrote this exchange showed it.
    pub fn own_time(&self, time: Timestamp) -> Timestamp {
        Timestamp::from_millis(time.as_millis() + self.context.clock_ahead).unwrap_or(time)
    }
}

/// By how much each server's clock is ahead of the recording's: the median of its answers.
fn servers_ahead<'e>(exchanges: impl IntoIterator<Item = &'e Exchange>) -> BTreeMap<String, f64> {
    let mut samples: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for exchange in exchanges {
        let Some((date, started)) = exchange.server_time().zip(exchange.started) else { continue };
        let finished = exchange.finished.unwrap_or(started);
        let middle = f64::midpoint(started.as_millis(), finished.as_millis());
        samples.entry(exchange.request.uri.origin()).or_default().push(date.as_millis() + CUT_OFF - middle);
    }
    samples.into_iter().filter_map(|(origin, samples)| Some((origin, median(samples)?))).collect()
}

/// What all servers of a recording say, two at least.
fn agreed(servers: &BTreeMap<String, f64>) -> Option<f64> {
    let values: Vec<f64> = servers.values().copied().collect();
    let all = median(values.clone())?;
    (values.len() > 1 && values.iter().all(|value| (value - all).abs() < RESOLUTION)).then_some(all)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2)?;
    let lower = values.get(values.len().saturating_sub(1) / 2)?;
    Some(f64::midpoint(*lower, *upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers of servers, each with the second of its `Date` and that of its arrival.
    fn recording(answers: &[(&str, f64, f64)]) -> Vec<Exchange> {
        let lines: Vec<String> = answers
            .iter()
            .map(|(origin, date, arrived)| {
                let date = jiff::Timestamp::from_second(1_795_426_867 + *date as i64).unwrap_or_default();
                format!(
                    r#"{{"method":"GET","url":"{origin}/","status":200,"time":{},"response_headers":{{"Date":"{}"}}}}"#,
                    1_795_426_867_400.0 + arrived * 1_000.0,
                    date.strftime("%a, %d %b %Y %H:%M:%S GMT"),
                )
            })
            .collect();
        crate::readers::read(lines.join("\n").as_bytes()).map_or(Vec::new(), |recording| recording.exchanges)
    }

    #[test]
    fn servers_that_both_saw_are_the_measure() {
        let check = |first: &[(&str, f64, f64)], later: &[(&str, f64, f64)], expected: Option<f64>| {
            assert_eq!(offset(&recording(first), &recording(later)), expected, "{first:?} {later:?}");
        };
        let idp = "https://idp.example";
        let right = [(idp, 0.0, 0.0), (idp, 10.0, 10.0), (idp, 20.0, 20.0)];
        check(&right, &right, None);
        check(&right, &[(idp, 5.0, 3605.0)], Some(3_600_000.0));
        check(&right, &[(idp, 5.0, -115.0)], Some(-120_000.0));
        // A server whose clock is off is off for both.
        check(&[(idp, 900.0, 0.0)], &[(idp, 905.0, 5.0)], None);
        // Less than two seconds may be rounding.
        check(&right, &[(idp, 5.0, 6.5)], None);
        // One answer that came late does not count.
        check(&right, &[(idp, 5.0, 65.0), (idp, 6.0, 66.0), (idp, 7.0, 900.0)], Some(60_000.0));
        check(&right, &[], None);
        check(&[], &right, None);
    }

    #[test]
    fn servers_of_one_side_alone_must_agree() {
        let side = |names: [&'static str; 2], ahead: f64| [(names[0], ahead, 0.0), (names[1], ahead, 0.0)];
        let first = side(["https://a.example", "https://b.example"], 0.0);
        let later = side(["https://c.example", "https://d.example"], -60.0);
        assert_eq!(offset(&recording(&first), &recording(&later)), Some(60_000.0));
        assert_eq!(offset(&recording(&first), &recording(&later[..1])), None);
        let torn = [("https://c.example", 0.0, 0.0), ("https://d.example", -60.0, 0.0)];
        assert_eq!(offset(&recording(&first), &recording(&torn)), None);
    }

    #[test]
    fn moving_keeps_what_the_own_clock_showed() {
        let mut exchanges = recording(&[("https://idp.example", 0.0, 60.0)]);
        let before = exchanges[0].started;
        shift(&mut exchanges, 60_000.0);
        let moved = exchanges[0].started.expect("a time");
        assert_eq!(before.map(|time| time.as_millis() - moved.as_millis()), Some(60_000.0));
        assert_eq!(Some(exchanges[0].own_time(moved)), before);
    }
}
