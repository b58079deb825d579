import Testing

/// What needs a browser, one at a time: several would leave nothing of two cores to the tests that run beside them.
@Suite(.enabled(if: Chromium.path != nil, "no chromium is installed"), .serialized, .timeLimit(.minutes(5)))
enum InBrowser {}
