import Testing

/// The scripts of `deploy/local`, for real. One test at a time: each starts a RabbitMQ and a MongoDB of its own, and two
/// such starts at once would only take each other's time.
@Suite(
    .serialized, .timeLimit(.minutes(5)),
    .enabled(if: Checkout.hasServers, "SWITCHBOARD_TEST_MONGOD names no mongod, or RabbitMQ is not installed"))
enum LocalTests {}
