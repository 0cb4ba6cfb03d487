#!/usr/bin/env bash
# Cargo's wrapper around rustc: instruments the crates whose branches the fuzzer is to find. All others stay fast.
set -Eeuo pipefail
instrumented=(
  -Cpasses=sancov-module
  -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
  -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares
)
case " $* " in
  *" --crate-name build_script_"* | *" --crate-name oauth_lens_tests "*) exec "$@" ;;
  *" --crate-name oauth_lens_"* | *" --crate-name serde_json "* | *" --crate-name url "*) exec "$@" "${instrumented[@]}" ;;
  *) exec "$@" ;;
esac
