import Shared
import Testing

@Suite struct `The AsyncAPI document` {
    @Test func `schemas/asyncapi.yaml is what the code says`() throws {
        let expected = try AsyncAPIDocument.text()
        #expect(try Repository.text("schemas/asyncapi.yaml", updatedTo: expected) == expected)
    }

    @Test func `every event is made by some service, also those that are subscribed to`() {
        let made = Set(ServiceName.allCases.flatMap(AsyncAPIDocument.publications))
        #expect(made == Set(EventName.allCases))
    }

    @Test func `every summary is a sentence that fits a quoted scalar`() throws {
        for event in EventName.allCases {
            let summary = try SchemaFile(event.schemaFile).root["description"] as? String
            #expect(summary?.hasSuffix(".") == true)
            #expect(summary?.contains("\n") == false)
        }
    }
}
