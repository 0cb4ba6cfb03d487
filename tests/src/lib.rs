//! Support for the tests over scenarios, rule pages and recordings.
