//! What stands around the output of a program where somebody copied a terminal, or put it into the markup of a ticket.

/// Whether somebody typed a command here: a shell's prompt with a word behind it.
pub(in crate::readers) fn is_command(line: &str) -> bool {
    behind_prompt(line).is_some_and(begins_command)
}

/// What stands behind a prompt; `None` where there is none.
pub(in crate::readers) fn behind_prompt(line: &str) -> Option<&str> {
    const PROMPTS: [&str; 3] = ["$ ", "% ", "❯ "];
    let line = line.trim_start();
    let bare = PROMPTS.iter().find_map(|prompt| line.strip_prefix(prompt));
    bare.or_else(|| behind_folder(line)).or_else(|| behind_host(line))
}

/// What stands behind an arrow with the folder and its branch: `➜  src git:(main) ✗ `.
fn behind_folder(line: &str) -> Option<&str> {
    let (_folder, rest) = line.strip_prefix("➜ ")?.trim_start().split_once(' ')?;
    let behind_branch =
        rest.strip_prefix("git:(").and_then(|rest| rest.split_once(") ")).map(|(_, rest)| rest);
    let rest = behind_branch.unwrap_or(rest);
    Some(rest.strip_prefix("✗ ").unwrap_or(rest))
}

fn begins_command(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '/' | '~'))
}

/// What stands behind a prompt that names the user, the host or the folder: `me@host:~$ `, `[me@host ~]$ `, `PS C:\> `.
fn behind_host(line: &str) -> Option<&str> {
    /// Bytes of the longest prompt.
    const LONGEST: usize = 80;
    let end = [("$ ", '@'), ("# ", '@'), ("% ", '@'), ("> ", ':')].into_iter().find_map(|(end, sign)| {
        let at = line.find(end).filter(|at| *at < LONGEST)?;
        let prompt = line.get(..at)?;
        let is_it = match sign {
            // A sentence with an address in it is none.
            '@' => prompt.contains('@') && (prompt.starts_with('[') || !prompt.trim_end().contains(' ')),
            _ => prompt.starts_with("PS ") && prompt.contains(sign),
        };
        (is_it && !prompt.contains(['"', '=', '<', '{'])).then_some(at + end.len())
    })?;
    line.get(end..)
}

/// Whether a line begins or ends a block of code in the markup of a ticket or a chat: Markdown's, Jira's, a forum's.
pub(in crate::readers) fn is_fence(line: &str) -> bool {
    let line = line.trim();
    let inner = |open, close| line.strip_prefix(open).and_then(|line: &str| line.strip_suffix(close));
    let name = inner('{', '}').or_else(|| inner('[', ']')).unwrap_or_default();
    let name = name.trim_start_matches('/').split([':', '=']).next().unwrap_or_default();
    line.starts_with("```")
        || line.starts_with("~~~")
        || matches!(name, "code" | "noformat" | "quote" | "panel")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_typed() {
        for line in [
            "$ cat out.json",
            "% ./run",
            "➜  ~ jq . out.json",
            "➜  src git:(main) ✗ ls",
            "me@host:~/src$ ls",
            "[me@host ~]$ ls",
            "root@web-1:/# tail -f log",
            "PS C:\\Users\\me> Get-Content out.json",
        ] {
            assert!(is_command(line), "{line}");
        }
        for line in [
            "$ 5",
            "{\"a\": \"me@a.example$ x\"}",
            "Contact me@a.example or pay $ now",
            "> GET / HTTP/1.1",
            "a: b@c> d",
            "100 % done",
        ] {
            assert!(!is_command(line), "{line}");
        }
    }

    #[test]
    fn blocks_of_markup() {
        for line in
            ["```", "```json", "~~~", "{code}", "{code:java}", "{noformat}", "[code]", "[/code]", "{quote}"]
        {
            assert!(is_fence(line), "{line}");
        }
        for line in ["{}", "{\"code\": 1}", "[\"code\"]", "{code: 1, b: 2", "code", "[quotes]"] {
            assert!(!is_fence(line), "{line}");
        }
    }
}
