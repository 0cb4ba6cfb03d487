//! Programs that people set up, run and use as they are: who reads what they say cannot change their code.

const FINISHED: &str = include_str!("finished.txt");

/// Before how a program calls itself.
const AGENT: char = '@';

fn lines() -> impl Iterator<Item = &'static str> {
    FINISHED.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether a product of the known texts is one.
pub(super) fn is_finished_product(product: &str) -> bool {
    lines().any(|line| !line.starts_with(AGENT) && product.starts_with(line))
}

/// Whether a program that calls itself so is one; in lower case.
pub(crate) fn is_finished_program(agent: &str) -> bool {
    lines().filter_map(|line| line.strip_prefix(AGENT)).any(|name| agent.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_product_is_one_of_the_tables() {
        for line in lines().filter(|line| !line.starts_with(AGENT)) {
            assert!(crate::known::all().any(|known| known.product.starts_with(line)), "{line}");
        }
        assert!(is_finished_program("kubelogin/v1.30") && !is_finished_program("okhttp/4.12"));
    }
}
