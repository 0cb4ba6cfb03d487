//! Every form has a page beside it whose example is read here, as it would be from a file.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::read;
use super::tests::line;

/// The page of a form: `forms/har.md`.
struct Page {
    path: PathBuf,
    text: String,
}

fn pages() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/readers/forms");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut paths: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    paths.into_iter().map(|path| Page { text: fs::read_to_string(&path).unwrap(), path }).collect()
}

impl Page {
    /// What stands in the fences of a section, each with its line end.
    fn fenced(&self, section: &str) -> Vec<String> {
        let start = format!("\n## {section}\n");
        let Some((_, section)) = self.text.split_once(&start) else { return Vec::new() };
        let section = section.split("\n## ").next().unwrap();
        let mut blocks = Vec::new();
        let mut lines = section.split_inclusive('\n');
        while let Some(fence) = lines.find(|line| line.starts_with("```")) {
            let end = &fence[..fence.len() - fence.trim_start_matches('`').len()];
            blocks.push(lines.by_ref().take_while(|line| line.trim_end() != end).collect());
        }
        blocks
    }
}

/// Every example by itself, with the name of its page.
pub(super) fn examples_alone() -> Vec<(String, String)> {
    let named = |page: Page| {
        let name = page.path.display().to_string();
        page.fenced("Example").into_iter().map(move |example| (name.clone(), example)).collect::<Vec<_>>()
    };
    pages().into_iter().flat_map(named).collect()
}

#[test]
fn the_example_of_each_page_is_read_as_it_says() {
    let mut read_pages = 0;
    for page in pages() {
        let (examples, expected) = (page.fenced("Example"), page.fenced("Read as"));
        if examples.is_empty() {
            assert!(expected.is_empty(), "{}: read as, but of no example", page.path.display());
            continue;
        }
        read_pages += 1;
        assert_eq!(examples.len(), expected.len(), "{}: an example each", page.path.display());
        for (example, expected) in examples.iter().zip(&expected) {
            let recording = read(example.as_bytes())
                .unwrap_or_else(|unreadable| panic!("{}: {unreadable:?}", page.path.display()));
            let lines: Vec<String> = recording.exchanges.iter().map(line).collect();
            assert_eq!(lines.join("\n"), expected.trim_end(), "{}", page.path.display());
            assert_eq!(recording.problems, [], "{}", page.path.display());
            // The page of a form that is a whole file is of the form beside it; those of lines are read together.
            let name = page.path.file_stem().unwrap().to_string_lossy();
            if super::FORMS.iter().any(|form| form.name == name) {
                assert_eq!(recording.form.name, name, "{}", page.path.display());
            }
        }
    }
    assert!(read_pages > 0, "no page was found");
}

#[test]
fn each_page_says_what_people_ask() {
    for page in pages() {
        let order = [
            "# ",
            "\n- **Written by**: ",
            "\n- **Switch on**: ",
            "\n- **Shows**: ",
            "\n- **Does not show**: ",
        ];
        let places: Vec<_> = order.iter().map(|part| page.text.find(part)).collect();
        assert!(places[0] == Some(0) && places.is_sorted() && places[4].is_some(), "{}", page.path.display());
    }
}

/// The examples of the forms of lines, each with the exchanges that it holds.
fn examples_of_lines() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for page in pages() {
        let name = page.path.file_stem().unwrap().to_string_lossy().into_owned();
        for (example, expected) in page.fenced("Example").into_iter().zip(page.fenced("Read as")) {
            let recording = read(example.as_bytes()).unwrap();
            if matches!(recording.form.name, "log" | "jsonl" | "raw" | "curl") {
                found.push((name.clone(), example, expected));
            }
        }
    }
    found
}

fn exchanges(text: &str) -> String {
    let recording = read(text.as_bytes());
    recording.map_or_else(
        |unreadable| unreadable.what,
        |recording| recording.exchanges.iter().map(|exchange| line(exchange) + "\n").collect(),
    )
}

/// What does not hold, all at once: one fault of the mechanism shows in many places.
fn check_all(faults: &[String], of: usize) {
    assert!(of > 0, "nothing was tried");
    assert!(faults.is_empty(), "{} of {of}:\n{}", faults.len(), faults.join("\n"));
}

/// What stands before each line.
const PREFIXES: [&str; 13] = [
    "2026-11-28T04:35:50.123456789Z ",
    "[2026-11-28T04:35:50.123Z] ",
    "[pod/web-1/app] ",
    "[pod/web-1/app] 2026-11-28T04:35:50.123456789Z ",
    "web-1  | ",
    "2026-11-28T04:35:50.123456789Z stdout F ",
    "Nov 28 04:35:50 host app[42]: ",
    "<134>1 2026-11-28T04:35:50Z host app 42 - - ",
    "web-6d4cf56db6-x2x7k web 2026-11-28T04:35:50.123456789Z ",
    "> ",
    "app.log:",
    "│ ",
    "\t",
];

#[test]
fn an_example_behind_any_prefix_gives_the_same_exchanges() {
    let (mut faults, mut count) = (Vec::new(), 0);
    let forms = examples_of_lines();
    for (name, example, expected) in forms.iter().filter(|(name, ..)| !name.starts_with("wrap_")) {
        for prefix in PREFIXES {
            count += 1;
            let wrapped: String = example.lines().map(|line| format!("{prefix}{line}\n")).collect();
            let found = exchanges(&wrapped);
            if found != *expected {
                faults.push(format!("{name} behind {prefix:?}:\n{found}instead of\n{expected}"));
            }
        }
    }
    check_all(&faults, count);
}

#[test]
fn an_example_in_any_object_gives_the_same_exchanges() {
    let objects: [fn(&str) -> serde_json::Value; 10] = [
        |line| serde_json::json!({"log": format!("{line}\n"), "stream": "stdout", "time": "2026-11-28T04:35:50.1Z"}),
        |line| serde_json::json!({"MESSAGE": line, "_PID": "42", "__REALTIME_TIMESTAMP": "1795840550124456"}),
        |line| serde_json::json!({"@timestamp": "2026-11-28T04:35:50.123Z", "message": line, "@version": "1"}),
        |line| serde_json::json!({"labels": {"app": "web"}, "line": line, "timestamp": "2026-11-28T04:35:50.1Z"}),
        |line| serde_json::json!({"insertId": "1", "textPayload": line, "timestamp": "2026-11-28T04:35:50.1Z"}),
        |line| serde_json::json!({"_index": "a", "_source": {"@timestamp": "2026-11-28T04:35:50.1Z", "message": line}}),
        |line| serde_json::json!({"result": {"_raw": line, "sourcetype": "app"}}),
        |line| serde_json::json!({"content": {"timestamp": "2026-11-28T04:35:50.1Z", "message": line}, "id": "1"}),
        |line| serde_json::json!({"@t": "2026-11-28T04:35:50.1Z", "@m": line, "@i": "7a"}),
        |line| serde_json::json!({"@timestamp": "2026-11-28T04:35:50.1Z", "message": serde_json::json!({"log": format!("{line}\n"), "stream": "stdout"}).to_string()}),
    ];
    let (mut faults, mut count) = (Vec::new(), 0);
    let forms = examples_of_lines();
    for (name, example, expected) in forms.iter().filter(|(name, ..)| !name.starts_with("wrap_")) {
        for object in objects {
            count += 1;
            let wrapped: String = example.lines().map(|line| format!("{}\n", object(line))).collect();
            let found = exchanges(&wrapped);
            if found != *expected {
                faults.push(format!("{name} in {}:\n{found}instead of\n{expected}", object("")));
            }
        }
    }
    check_all(&faults, count);
}

/// Numbers that are drawn, the same ones in every run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn letters(&mut self, least: usize, more: usize) -> String {
        let length = least + self.below(more);
        (0..length).map(|_| char::from(b'a' + self.below(26) as u8)).collect()
    }

    /// What a program puts before its lines: a time, a level, names in one of the usual ways.
    fn prefix(&mut self) -> String {
        let name = self.letters(3, 6);
        let time = match self.below(4) {
            0 => "2026-11-28T04:35:50.123Z ",
            1 => "2026-11-28 04:35:50,123 ",
            2 => "[2026-11-28 04:35:50] ",
            _ => "",
        };
        let level = ["", "DEBUG ", "[debug] "][self.below(3)];
        let number = self.below(9_000);
        let source = match self.below(5) {
            0 => format!("[{name}] "),
            1 => format!("{name}-{} | ", number % 9),
            // Who writes the number of a process writes the time, too.
            2 if !time.is_empty() => format!("{name}[{number}]: "),
            3 => format!("{name} - "),
            _ if time.is_empty() => format!("{name}  | "),
            _ => String::new(),
        };
        format!("{time}{level}{source}")
    }

    /// An object of which one member holds the line.
    fn object(&mut self) -> impl Fn(&str) -> serde_json::Value + use<> {
        let (own, first, second) = (self.letters(3, 8), self.letters(2, 8), self.letters(2, 8));
        let (value, is_inside) = (self.letters(4, 8), self.below(3) == 0);
        move |line| {
            let held = serde_json::json!({ &own: line, &first: value, "time": "2026-11-28T04:35:50.1Z" });
            if is_inside { serde_json::json!({ &second: held, "id": 7 }) } else { held }
        }
    }
}

/// So many lines that say something tell which member of unknown objects holds them; what DevTools copies stands in no log.
#[test]
fn an_example_behind_drawn_prefixes_and_in_drawn_objects_gives_the_same_exchanges() {
    const LEAST: usize = 3;
    let is_in_objects = |name: &str, example: &str| name != "devtools" && example.lines().count() >= LEAST;
    let mut drawn = Drawn(7);
    let (mut faults, mut count) = (Vec::new(), 0);
    let forms = examples_of_lines();
    for (name, example, expected) in forms.iter().filter(|(name, ..)| !name.starts_with("wrap_")) {
        for _ in 0..2 {
            let (prefix, object) = (drawn.prefix(), drawn.object());
            let behind: String = example.lines().map(|line| format!("{prefix}{line}\n")).collect();
            let inside: String = example.lines().map(|line| format!("{}\n", object(line))).collect();
            let inside = is_in_objects(name, example).then_some((format!("in {}", object("")), inside));
            for (how, text) in inside.into_iter().chain([(format!("behind {prefix:?}"), behind)]) {
                count += 1;
                let found = exchanges(&text);
                if found != *expected {
                    faults.push(format!("{name} {how}:\n{found}instead of\n{expected}"));
                }
            }
        }
    }
    check_all(&faults, count);
}

/// Another request: of one that two programs tell there is one exchange.
fn another(text: &str) -> String {
    let text = text.replace("-1", "-8").replace("-2", "-9").replace("/token", "/token2");
    text.replace("/login ", "/login2 ").replace("/login\"", "/login2\"")
}

/// What two examples give, the second with other requests, where that is not both.
fn fault_of_both(first: &(String, String, String), second: &(String, String, String)) -> Option<String> {
    let ((name, example, expected), (other, behind, told)) = (first, second);
    let found = exchanges(&format!("{example}\n{}", another(behind)));
    let both = format!("{expected}{}", another(told));
    (found != both).then(|| format!("{name} and {other}:\n{found}instead of\n{both}"))
}

#[test]
fn two_examples_one_behind_the_other_give_both() {
    /// Pairs that are tried: far enough apart that each example meets others in front and behind. `PAIRS=all` tries all.
    const STRIDES: [usize; 6] = [1, 2, 5, 11, 23, 31];
    let forms = examples_of_lines();
    let all: Vec<usize> = (1..forms.len()).collect();
    let strides = env::var_os("PAIRS").map_or(&STRIDES[..], |_| &all);
    let pairs = (0..forms.len()).flat_map(|at| strides.iter().map(move |stride| (at, at + stride)));
    let pairs: Vec<(usize, usize)> = pairs.collect();
    let faults =
        pairs.iter().filter_map(|(at, other)| fault_of_both(&forms[*at], &forms[other % forms.len()]));
    check_all(&faults.collect::<Vec<_>>(), pairs.len());
}

#[test]
fn an_archive_and_an_example_give_both_in_either_order() {
    let (_, archive) = examples_alone().into_iter().find(|(name, _)| name.ends_with("/har.md")).unwrap();
    let told = exchanges(&archive);
    assert_eq!(told.lines().count(), 2, "{told}");
    let forms = examples_of_lines();
    let mut faults = Vec::new();
    for (name, example, expected) in &forms {
        for (text, both) in [
            (format!("{archive}\n{example}"), format!("{told}{expected}")),
            (format!("{example}\n{archive}"), format!("{expected}{told}")),
        ] {
            let found = exchanges(&text);
            if found != both {
                faults.push(format!("{name} and an archive:\n{found}instead of\n{both}"));
            }
        }
    }
    check_all(&faults, forms.len() * 2);
}

/// The examples of the forms that are whole files, each with the exchanges that it holds.
fn examples_of_documents() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for page in pages() {
        let name = page.path.file_stem().unwrap().to_string_lossy().into_owned();
        for (example, expected) in page.fenced("Example").into_iter().zip(page.fenced("Read as")) {
            let recording = read(example.as_bytes()).unwrap();
            // mitmproxy's flows are bytes, and the two others are texts whose own lines say where they end.
            const OTHERS: [&str; 7] = ["log", "jsonl", "raw", "curl", "mitmproxy", "http_file", "transcript"];
            if !OTHERS.contains(&recording.form.name) {
                found.push((name.clone(), example, expected));
            }
        }
    }
    found
}

#[test]
fn a_document_in_a_ticket_or_a_log_gives_the_same_exchanges() {
    type Wrap = (&'static str, fn(&str) -> String);
    let around: [Wrap; 6] = [
        ("in a fence", |text| format!("This is what I have:\n\n```json\n{text}```\n\nWhat is wrong?\n")),
        ("behind words", |text| format!("This is what I have:\n\n{text}\nWhat is wrong?\n")),
        ("in a log", |text| {
            format!("2026-11-28T04:35:50Z INFO begun\n{text}\n2026-11-28T04:35:51Z INFO done\n")
        }),
        ("in a member", |text| {
            let line =
                serde_json::json!({"level": "info", "message": text, "time": "2026-11-28T04:35:50.1Z"});
            format!("{line}\n")
        }),
        ("in lines of docker", |text| {
            let object = |line| serde_json::json!({"log": format!("{line}\n"), "stream": "stdout", "time": "2026-11-28T04:35:50.1Z"});
            text.lines().map(|line| format!("{}\n", object(line))).collect()
        }),
        ("in lines of journald", |text| {
            let object = |line| serde_json::json!({"MESSAGE": line, "_PID": "42", "__REALTIME_TIMESTAMP": "1795840550124456"});
            text.lines().map(|line| format!("{}\n", object(line))).collect()
        }),
    ];
    let (mut faults, mut count) = (Vec::new(), 0);
    for (name, example, expected) in &examples_of_documents() {
        let behind = PREFIXES.iter().map(|prefix| {
            let lines = example.lines().map(|line| format!("{prefix}{line}\n"));
            (format!("behind {prefix:?}"), lines.collect::<String>())
        });
        for (how, text) in around.iter().map(|(how, wrap)| ((*how).to_owned(), wrap(example))).chain(behind) {
            count += 1;
            let found = exchanges(&text);
            if found != *expected {
                faults.push(format!("{name} {how}:\n{found}instead of\n{expected}"));
            }
        }
    }
    check_all(&faults, count);
}

#[test]
fn two_documents_one_behind_the_other_give_both() {
    let forms = examples_of_documents();
    let pairs = forms.iter().flat_map(|first| forms.iter().map(move |second| (first, second)));
    let pairs: Vec<_> = pairs.filter(|(first, second)| first.1 != second.1).collect();
    let faults = pairs.iter().filter_map(|((name, first, told), (other, second, behind))| {
        let (found, both) = (exchanges(&format!("{first}\n{second}")), format!("{told}{behind}"));
        (found != both).then(|| format!("{name} and {other}:\n{found}instead of\n{both}"))
    });
    check_all(&faults.collect::<Vec<_>>(), pairs.len());
}
