#!/usr/bin/env bash
# Builds, tests and shows OAuth Lens; `./build.sh help` says how.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

WASM=wasm32-unknown-unknown

main() {
  case "${1-build}" in
    build) build ;;
    test) run_tests ;;
    demo) run_demo ;;
    bench) run_bench ;;
    properties) run_properties "${2-600}" ;;
    fuzz) run_fuzz "${2-900}" "${3-}" tests/fuzz/corpus ;;
    canaries) run_canaries "${2-3}" ;;
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
./build.sh test   run every test
./build.sh demo   log in to something broken and watch
./build.sh bench  measure speed and size
./build.sh properties [SECONDS]  run the property tests with fresh seeds and many cases, for ten minutes
./build.sh fuzz [SECONDS] [TARGET]  throw hostile bytes at each part that takes some, or at one of them, for 15 minutes each
./build.sh canaries [ROUNDS]  plant secrets in every place of every message, in three rounds, and look for them in every output
TEXT
}

# --- What can be asked for -------------------------------------------------------------------------------------------

build() {
  need_tools
  build_extension
  step "packages"
  cargo xtask pack
  step "command"
  cargo build --release --package oauth-lens
  install -m 755 "${CARGO_TARGET_DIR:-target}/release/oauth-lens" dist/oauth-lens
  step "built into dist/ in ${SECONDS} s"
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
  count_instructions

  build_extension
  step "TypeScript: format, lint, types"
  npm --prefix extension run check
  step "extension unit tests"
  npm --prefix extension test
  step "WebAssembly tests"
  node --test tests/wasm/*.test.mjs
  node_packages tests
  step "the report where it is pasted, in Jira and Slack"
  node --test tests/pasted/*.test.mjs
  step "Firefox add-on linter"
  npm --prefix extension run lint:firefox

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

run_bench() {
  build
  node_packages tests
  step "benchmark"
  node tests/bench/bench.mjs
  step "growth"
  cargo run --quiet --release --package oauth-lens-tests --bin growth
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
  need g++ g++
  step "the fuzzer"
  local triple target folder seeds=tests/fuzz/target/seeds
  rm -rf "$seeds"
  triple=$(rustc --print host-tuple)
  RUSTC_WRAPPER=$PWD/tests/fuzz/rustc.sh RUSTFLAGS="--cfg fuzzing" CARGO_TARGET_DIR=tests/fuzz/target \
    cargo build --release --manifest-path tests/fuzz/Cargo.toml --target "$triple"
  cargo run --quiet --package oauth-lens-tests --bin seeds -- "$seeds"
  [[ -z "$2" || -d "$seeds/$2" ]] || die "there is no target $2"
  for folder in "$seeds"/*/; do
    target=$(basename "$folder")
    [[ -z "$2" || "$2" == "$target" ]] || continue
    step "fuzzing $target for $1 s"
    mkdir -p "tests/fuzz/found/$target" "$3/$target"
    FUZZ_TARGET=$target "tests/fuzz/target/$triple/release/fuzz" -max_total_time="$1" -max_len=16384 -timeout=5 \
      -rss_limit_mb=1024 -verbosity=0 -print_final_stats=1 -dict=tests/fuzz/words.dict -artifact_prefix="tests/fuzz/found/$target/" \
      "$3/$target" "$folder" || die "$target: what does not hold is in tests/fuzz/found/$target; cargo test --package oauth-lens-tests --test fuzz_found runs it again"
  done
  find tests/fuzz/found -type d -empty -delete
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
