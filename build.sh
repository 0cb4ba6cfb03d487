#!/usr/bin/env bash
# Builds, tests and shows OAuth Lens; `./build.sh help` says how.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

WASM=wasm32-unknown-unknown

# The tools of the commands that take long: built when one of them is asked for.
CARGO_CYCLONEDX=0.5.9
CARGO_DENY=0.20.2
CARGO_LLVM_COV=0.9.1
CARGO_MUTANTS=27.1.0

main() {
  case "${1-build}" in
    build) build ;;
    packages) build_packages ;;
    test) run_tests ;;
    demo) run_demo ;;
    bench) run_bench ;;
    screens) run_screens ;;
    tabs) run_tabs ;;
    calibrate) cargo run --quiet --release --package oauth-lens-tests --bin calibrate -- "${@:2}" ;;
    bench-large) run_bench_large ;;
    properties) run_properties "${2-600}" ;;
    fuzz) run_fuzz "${2-900}" "${3-}" tests/fuzz/corpus ;;
    canaries) run_canaries "${2-3}" ;;
    audit) run_audit ;;
    sbom) run_sbom ;;
    reproducible) run_reproducible ;;
    coverage) run_coverage ;;
    mutants) run_mutants "${@:2}" ;;
    help | -h | --help) usage ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
}

usage() {
  cat <<'TEXT'
./build.sh        build the extension for Chrome and Firefox and the command, into dist/
./build.sh packages  the extension alone
./build.sh test   run every test
./build.sh demo   log in to something broken and watch
./build.sh bench  measure speed and size
./build.sh screens  take pictures of the panel in every state and size, into dist/screens/
./build.sh tabs   open 200 tabs in both browsers, and log in in a few of them
./build.sh calibrate [wrong]  how often the meaning of an error message is right, with the wrong answers
./build.sh bench-large  measure files of up to 2 GB, which are made for it and deleted after
./build.sh properties [SECONDS]  run the property tests with fresh seeds and many cases, for ten minutes
./build.sh fuzz [SECONDS] [TARGET]  throw hostile bytes at each part that takes some, or at one of them, for 15 minutes each
./build.sh canaries [ROUNDS]  plant secrets in every place of every message, in three rounds, and look for them in every output
./build.sh audit  licences, sources and known faults of what is built from others' code
./build.sh sbom   write what the packages are made of into dist/, as CycloneDX
./build.sh reproducible  build the packages twice, in places that differ, and compare the bytes
./build.sh coverage      the core's lines that the tests run; fails under 95 %
./build.sh mutants [FILE…]  change masking, correlation and diagnosis, and see whether the tests notice; hours
TEXT
}

# --- What can be asked for -------------------------------------------------------------------------------------------

build() {
  build_packages
  step "command"
  cargo build --release --package oauth-lens
  install -m 755 "${CARGO_TARGET_DIR:-target}/release/oauth-lens" dist/oauth-lens
  step "built into dist/ in ${SECONDS} s"
}

build_packages() {
  need_tools
  build_extension
  step "packages"
  cargo xtask pack
}

run_tests() {
  need_tools
  need_browsers chromium firefox-esr
  step "format"
  cargo fmt --all --check
  step "clippy"
  cargo clippy --workspace --all-targets -- -D warnings
  step "Rust tests, properties with seed $(fixed_seed)"
  cargo test --workspace
  step "generated files are current"
  cargo xtask codegen --check
  # Of two cores one idles in what follows, and what counts instructions feels no neighbour.
  beside count_instructions

  build_extension
  step "TypeScript: format, lint, types"
  npm --prefix extension run check
  step "extension unit tests"
  npm --prefix extension test
  step "packages, within their budget"
  cargo xtask pack
  step "WebAssembly tests"
  node --test tests/wasm/*.test.mjs
  node_packages tests
  step "the report where it is pasted, in Jira and Slack"
  node --test tests/pasted/*.test.mjs
  step "Firefox add-on linter"
  npm --prefix extension run lint:firefox
  await

  build_for_tests
  step "end to end, in Chromium and Firefox"
  npm --prefix tests test
  step "all tests passed in ${SECONDS} s"
}

run_demo() {
  build
  need_browsers chromium
  build_for_tests
  step "demo"
  node tests/lab/demo.mjs
}

run_screens() {
  build_packages
  need_browsers chromium firefox-esr
  build_for_tests
  step "screens"
  node tests/screens/screens.mjs
}

run_tabs() {
  build_packages
  need_browsers chromium firefox-esr
  build_for_tests
  step "200 tabs"
  node --test tests/e2e/tabs.mjs
}

run_bench() {
  build
  node_packages tests
  step "benchmark"
  node tests/bench/bench.mjs
  need_browsers chromium
  build_for_tests
  node tests/bench/painted.mjs
  step "hostile inputs"
  node tests/bench/hostile.mjs
  step "growth"
  cargo run --quiet --release --package oauth-lens-tests --bin growth
}

run_bench_large() {
  step "large files"
  cargo build --quiet --release --package oauth-lens --package oauth-lens-tests --bin oauth-lens --bin large
  local release="${CARGO_TARGET_DIR-target}/release"
  "$release/large" "$release/oauth-lens"
}

# Each round draws a seed. What fails is kept by proptest beside the test, to be committed with its fix.
run_properties() {
  local end=$((SECONDS + $1)) seed rounds=0
  export PROPTEST_RNG_SEED PROPTEST_CASES=${PROPTEST_CASES:-5000}
  while ((rounds == 0 || SECONDS < end)); do
    seed=$(od -An -N6 -tu8 /dev/urandom)
    PROPTEST_RNG_SEED=${seed// /}
    step "properties with PROPTEST_RNG_SEED=$PROPTEST_RNG_SEED PROPTEST_CASES=$PROPTEST_CASES"
    cargo test --quiet --workspace --lib --tests properties::
    rounds=$((rounds + 1))
  done
  step "all properties held, $rounds rounds in ${SECONDS} s"
}

# LLVM's fuzzer works with the pinned compiler: its instrumentation is stable options (tests/fuzz/rustc.sh). What a target comes to
# is kept in a folder and goes on from there; what it finds lies in tests/fuzz/found, to be committed with its fix.
run_fuzz() {
  build_fuzzer
  [[ -z "$2" || -d "$FUZZ_SEEDS/$2" ]] || die "there is no target $2"
  local target
  for target in $(ls "$FUZZ_SEEDS"); do
    [[ -z "$2" || "$2" == "$target" ]] || continue
    step "fuzzing $target for $1 s"
    mkdir -p "$3/$target"
    fuzz "$target" -max_total_time="$1" -timeout=5 -print_final_stats=1 "$3/$target"
  done
  find tests/fuzz/found -type d -empty -delete
}

FUZZ_SEEDS=tests/fuzz/target/seeds

build_fuzzer() {
  need g++ g++
  step "the fuzzer"
  rm -rf "$FUZZ_SEEDS"
  RUSTC_WRAPPER=$PWD/tests/fuzz/rustc.sh RUSTFLAGS="--cfg fuzzing" CARGO_TARGET_DIR=tests/fuzz/target \
    cargo build --release --manifest-path tests/fuzz/Cargo.toml --target "$(rustc --print host-tuple)"
  cargo run --quiet --package oauth-lens-tests --bin seeds -- "$FUZZ_SEEDS"
}

# fuzz TARGET OPTION… [FOLDER]: begins with the target's seeds and what lies in the folder, and keeps in the folder what it comes to.
fuzz() {
  mkdir -p "tests/fuzz/found/$1"
  FUZZ_TARGET=$1 "tests/fuzz/target/$(rustc --print host-tuple)/release/fuzz" -max_len=16384 -rss_limit_mb=1024 -verbosity=0 \
    -dict=tests/fuzz/words.dict -artifact_prefix="tests/fuzz/found/$1/" "${@:2}" "$FUZZ_SEEDS/$1" ||
    die "$1: what does not hold is in tests/fuzz/found/$1; cargo test --package oauth-lens-tests --test fuzz_found runs it again"
}

# A round is every place of every kind of message with a value that is known and with one that is not; shapes, spellings and forms
# of recording change from round to round. The recordings that leak are written to target/canaries.
run_canaries() {
  step "canaries, $1 rounds"
  rm -rf "${CARGO_TARGET_DIR:-target}/canaries"
  CANARY_ROUNDS=$1 CANARY_FOLDER="$(realpath "${CARGO_TARGET_DIR:-target}")/canaries" \
    cargo test --quiet --profile counted --package oauth-lens-tests --test canaries -- --include-ignored --nocapture
  step "canaries in what the command prints"
  cargo test --quiet --package oauth-lens --test canaries -- --include-ignored
}

# What cannot be asked from here is said, and is no failure: an advisory database out of reach proves nothing.
run_audit() {
  need_cargo_tool cargo-deny "$CARGO_DENY"
  step "licences, bans and sources of the crates"
  cargo deny --workspace check --hide-inclusion-graph licenses bans sources
  step "advisories of the crates"
  if cargo deny fetch db; then
    cargo deny --workspace check --disable-fetch advisories
  else
    echo "NOT CHECKED: the RustSec database cannot be reached"
  fi
  local folder report
  for folder in extension tests; do
    step "advisories of the npm packages of $folder/"
    if report=$(npm --prefix "$folder" audit --package-lock-only 2>&1); then
      printf '%s\n' "$report"
    elif [[ "$report" == *"audit endpoint returned an error"* || "$report" == *"npm error code E"* ]]; then
      echo "NOT CHECKED: the npm registry in use does not answer audits"
    else
      printf '%s\n' "$report"
      die "npm audit found something in $folder/"
    fi
  done
}

run_sbom() {
  need_tools
  need_cargo_tool cargo-cyclonedx "$CARGO_CYCLONEDX"
  step "bills of materials"
  cargo xtask sbom
}

# All tests of the workspace, the command's own processes among them. The report stays for `cargo xtask coverage --lines`.
run_coverage() {
  need_tools
  rustup component list --installed | grep -q ^llvm-tools || rustup component add llvm-tools
  need_cargo_tool cargo-llvm-cov "$CARGO_LLVM_COV"
  local report="${CARGO_TARGET_DIR:-target}/coverage.lcov"
  step "tests, their lines counted"
  cargo llvm-cov --workspace --exclude xtask --lcov --output-path "$report"
  step "coverage of the core"
  cargo xtask coverage "$report"
}

# run_mutants [FILE…]: two rounds. The tests of a mutant's own crate are quick and notice most; what survives them is tried again with
# the tests over whole logins. What survives those too is listed at the end; MUTANTS_ROUNDS=1 leaves the second round out.
run_mutants() {
  need_tools
  need_cargo_tool cargo-mutants "$CARGO_MUTANTS"
  local files=("$@") place crate package round filters
  ((${#files[@]})) || mapfile -t files < <(git ls-files 'crates/report/src/mask/*.rs' crates/oauth/src/correlate.rs \
    'crates/oauth/src/correlate/*.rs' crates/lint/src/{diagnosis,folding,outcome}.rs)
  place="${CARGO_TARGET_DIR:-target}/mutants"
  mkdir -p "$place/tree"
  place=$(realpath "$place")
  # A copy is changed, whose objects stay for the next time.
  copy_sources "$place/tree"
  for crate in report oauth lint http jose; do
    mapfile -t filters < <(printf '%s\n' "${files[@]}" | sed -n "s|^crates/$crate/|--file=&|p")
    ((${#filters[@]})) || continue
    package=oauth-lens-$crate
    round=(--test-package "$package" -- --lib)
    step "mutants of $crate, against its own tests"
    mutants "$place" "$crate" "${filters[@]}" "${round[@]}"
    ((${MUTANTS_ROUNDS-2} > 1)) && [[ -s "$place/$crate/mutants.out/missed.txt" ]] || continue
    round=(--iterate --test-package "$package" --test-package oauth-lens-tests -- --tests)
    step "what survived, against the tests over whole logins"
    mutants "$place" "$crate" "${filters[@]}" "${round[@]}"
  done
}

# mutants PLACE CRATE OPTION…: that some survive or take too long is a result, not a failure.
mutants() {
  local status=0
  (
    cd "$1/tree"
    CARGO_TARGET_DIR="$1/objects" cargo mutants --in-place --no-shuffle --profile mutants --output "$1/$2" \
      --minimum-test-timeout 60 ${MUTANTS_SHARD:+--shard="$MUTANTS_SHARD"} "${@:3}"
  ) || status=$?
  ((status == 0 || status == 2 || status == 3)) || return "$status"
}

# The two builds share the sources, the compiler and the lock files. The folder, the target directory, cargo's home, the language,
# the time, its zone and the permissions of new files are others.
run_reproducible() {
  need_tools
  local place="${CARGO_TARGET_DIR:-target}/reproducible"
  rm -rf "$place"
  mkdir -p "$place"
  place=$(realpath "$place")
  build_elsewhere "$place/one" env CARGO_TARGET_DIR="$place/one/target"
  umask 077
  build_elsewhere "$place/another/folder with spaces" \
    env CARGO_HOME="$place/cargo" CARGO_TARGET_DIR="$place/objects" TZ=Asia/Kathmandu LC_ALL=C
  step "hashes"
  (cd "$place/one/dist" && sha256sum ./*.zip chrome/core.wasm | tee "$place/hashes")
  (cd "$place/another/folder with spaces/dist" && sha256sum --check "$place/hashes")
  rm -rf "$place"
  step "two builds, the same bytes, in ${SECONDS} s"
}

# build_elsewhere FOLDER COMMAND…: builds the packages from a copy of the sources as they lie here, uncommitted ones too.
build_elsewhere() {
  copy_sources "$1"
  "${@:2}" "$1/build.sh" packages
}

# copy_sources FOLDER: the files of the repository, times left out.
copy_sources() {
  mkdir -p "$1"
  git ls-files -z --cached --others --exclude-standard --deduplicate |
    tar --create --null --files-from=- | tar --extract --touch --directory "$1"
}

# --- Parts -----------------------------------------------------------------------------------------------------------

build_extension() {
  node_packages extension
  step "core to WebAssembly"
  cargo xtask wasm
  step "extension"
  node extension/build.mjs
}

# Callgrind's counts of the hot paths against those that are kept, which are of this one platform.
count_instructions() {
  [[ "$(uname -sm)" == "Linux x86_64" ]] || return 0
  need valgrind valgrind libc6-dbg
  step "instructions of the hot paths"
  cargo run --quiet --profile counted --package oauth-lens-tests --bin instructions
}

# The extension for tests: its core can be broken, and Chrome's has access to every site, for no test can click its prompt.
build_for_tests() {
  node_packages tests
  step "extension for tests"
  node extension/build.mjs --grant-hosts
}

# Installs a folder's npm packages when its lock file is another one than last time.
node_packages() {
  local lock="$1/package-lock.json" installed="$1/node_modules/.installed-lock.json"
  cmp -s "$lock" "$installed" && return
  step "npm packages of $1/"
  npm --prefix "$1" ci --no-audit --no-fund
  cp "$lock" "$installed"
}

# The seed of the property tests, which cargo sets for each of them.
fixed_seed() {
  printf '%s' "${PROPTEST_RNG_SEED-$(sed -n 's/^PROPTEST_RNG_SEED = "\(.*\)"$/\1/p' .cargo/config.toml)}"
}

# --- What must be there ----------------------------------------------------------------------------------------------

need_tools() {
  need cc gcc libc6-dev
  command -v cargo >/dev/null || die "cargo is missing: install Rust with rustup, https://rustup.rs"
  cargo --version >/dev/null 2>&1 || rustup toolchain install ||
    die "the Rust version of rust-toolchain.toml is missing: rustup toolchain install"
  [[ -d "$(rustc --print target-libdir --target "$WASM")" ]] || rustup target add "$WASM" ||
    die "Rust's target $WASM is missing: rustup target add $WASM"

  command -v node >/dev/null || die "node is missing: install Node.js 20 or later, https://nodejs.org"
  command -v npm >/dev/null || die "npm is missing: install it beside Node.js"
  local version
  version=$(node --print 'process.versions.node.split(".")[0]')
  ((version >= 20)) || die "Node.js $version is too old: install 20 or later"
}

# need_cargo_tool COMMAND VERSION: builds a cargo command from its source, once, into the target directory.
need_cargo_tool() {
  local tools="${CARGO_TARGET_DIR:-target}/tools"
  PATH="$(realpath --canonicalize-missing "$tools")/bin:$PATH"
  [[ "$("$1" "${1#cargo-}" --version 2>/dev/null)" == *" $2"* ]] && return
  step "$1 $2"
  CARGO_TARGET_DIR="$tools/target" cargo install --locked --quiet --root "$tools" "$1@$2"
  rm -rf "$tools/target"
}

need_browsers() {
  local browser
  for browser in "$@"; do
    if [[ "$(system)" == ubuntu && "$(command -v "$browser")" != /usr/* ]]; then
      # A snap is confined away from the tests' profiles and extensions.
      die "$browser is missing as a package, the snap does not do: chromium is in ppa:xtradeb/apps, firefox-esr in ppa:mozillateam/ppa"
    fi
    need "$browser" "$browser"
  done
}

# need COMMAND PACKAGE…: installs what brings a command, on Debian and Ubuntu as root; else says what to install.
need() {
  local command=$1 packages=("${@:2}")
  command -v "$command" >/dev/null && return
  command -v apt-get >/dev/null || die "$command is missing: install it"
  ((EUID == 0)) || die "$command is missing: sudo apt-get install ${packages[*]}"
  step "Debian packages: ${packages[*]}"
  apt-get update --quiet
  DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends "${packages[@]}"
}

system() {
  # shellcheck source=/dev/null
  [[ -r /etc/os-release ]] && (source /etc/os-release && printf '%s' "$ID")
}

# beside COMMAND: runs it in the background. What it said is shown by `await`, which fails as it did; it ends with this script.
beside() {
  beside_log=$(mktemp)
  set -m
  "$@" >"$beside_log" 2>&1 &
  set +m
  beside=$!
  trap 'kill -- "-$beside" 2>/dev/null; cat "$beside_log"; rm -f "$beside_log"' EXIT
}

await() {
  local status=0
  current="what ran beside the others"
  wait "$beside" || status=$?
  trap - EXIT
  cat "$beside_log"
  rm "$beside_log"
  return "$status"
}

# --- Talking ---------------------------------------------------------------------------------------------------------

step() {
  current=$1
  printf '\n==> %s\n' "$1"
}

die() {
  printf 'build.sh: %s\n' "$1" >&2
  trap - ERR
  exit 1
}

current="start"
trap 'printf "\n==> failed: %s\n" "$current" >&2' ERR

main "$@"
exit
