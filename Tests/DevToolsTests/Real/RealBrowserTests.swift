import Testing

/// What is tested with the installed Chromium, one browser at a time: a machine that runs several is slow enough to
/// miss a deadline that says nothing about the code.
@Suite(.enabled(if: Chromium.isInstalled, Chromium.missing), .serialized, .timeLimit(.minutes(2)))
enum RealBrowserTests {}
