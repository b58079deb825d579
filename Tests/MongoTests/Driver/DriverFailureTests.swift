import Testing

@testable import Mongo

@Suite("What the library's errors mean")
struct DriverFailureTests {
    private func error(
        _ domain: DriverFailure.Domain, _ code: Int, _ message: String = "x", labels: Set<String> = []
    ) -> MongoError {
        DriverFailure(domain: domain, code: code, message: message, labels: labels).error
    }

    @Test("Each code gets its meaning")
    func codes() {
        let cases: [(DriverFailure.Domain, Int, MongoError.Code)] = [
            (.server, 11000, .duplicateKey), (.server, 112, .writeConflict), (.server, 121, .validation),
            (.server, 50, .timeout), (.server, 251, .transactionAborted), (.server, 18, .authentication),
            (.server, 13, .authentication), (.server, 10107, .connection), (.server, 40573, .standalone),
            (.server, 10334, .tooLarge), (.server, 9, .command), (.stream, 4, .connection),
            (.serverSelection, 13053, .serverSelection), (.client, 11, .authentication), (.client, 8, .tooLarge),
            (.client, 52, .serverSelection),
            (.scram, 1, .authentication), (.bson, 18, .tooLarge), (.writeConcern, 64, .timeout), (.other, 22, .command),
        ]
        for (domain, code, expected) in cases {
            #expect(error(domain, code).code == expected, "\(domain) \(code)")
        }
        let standalone = "Transaction numbers are only allowed on a replica set member or mongos"
        #expect(error(.server, 20, standalone).code == .standalone)
        #expect(error(.server, 20, "something else").code == .command)
        #expect(error(.server, 9, labels: ["TransientTransactionError"]).code == .transactionAborted)
    }

    @Test("A duplicate key names its index and collection and no value")
    func duplicateKey() {
        let text =
            "E11000 duplicate key error collection: app.people index: email_1 dup key: { email: \"ada@example.com\" }"
        let error = error(.server, 11000, text)
        #expect(error.indexName == "email_1")
        #expect(error.serverCode == 11000)
        #expect(error.description.contains("email_1 of app.people"))
        #expect(!error.description.contains("ada") && !error.debugDescription.contains("ada"))
        #expect(!error.isRetriable)
    }

    @Test("What the server quotes from a document is taken out of its message")
    func redaction() {
        let cases = [
            "Cannot apply $inc to a value. {_id: \"ada\"} has the field 'age' of non-numeric type string":
                "Cannot apply $inc to a value. {…} has the field '…' of non-numeric type string",
            "unknown operator: $foo": "unknown operator: $foo",
            "can't do { a: { b: \"}\" }, c: 'x' } here": "can't do {…} here",
            "an open { brace swallows all": "an open {…",
            "a [ 1, [2] ] b": "a […] b",
        ]
        for (text, expected) in cases { #expect(RedactedText.of(text) == expected) }
        #expect(RedactedText.of(String(repeating: "x", count: 1_000)).count == RedactedText.limit + 1)
    }

    @Test("Only what may succeed later is called retriable")
    func retriable() {
        let retriable: Set<MongoError.Code> = [
            .writeConflict, .connection, .serverSelection, .timeout, .transactionAborted, .poolExhausted,
        ]
        let all: [MongoError.Code] = [
            .duplicateKey, .writeConflict, .validation, .connection, .serverSelection, .authentication, .timeout,
            .commitUnknown, .transactionAborted, .standalone, .tooLarge, .encoding, .decoding, .poolExhausted, .closed,
            .configuration, .command,
        ]
        for code in all { #expect(MongoError(code, "").isRetriable == retriable.contains(code), "\(code)") }
    }
}
