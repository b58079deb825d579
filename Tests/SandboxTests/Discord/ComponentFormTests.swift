import Testing

@testable import Sandbox

@Suite struct ComponentFormTests {
    private static func button(_ id: String, _ more: JSONValue = [:]) -> JSONValue {
        var button: JSONValue = ["type": 2, "style": 1, "label": "Go", "custom_id": .string(id)]
        for (key, value) in more.object ?? [:] { button[key] = value.isNull ? nil : value }
        return button
    }

    private static func rows(_ buttons: JSONValue...) -> JSONValue {
        [["type": 1, "components": .array(buttons)]]
    }

    private func read(_ rows: JSONValue) -> (rows: [JSONValue], faults: JSONValue) {
        var errors = FormErrors()
        let read = ComponentForm.readRows(FormField(rows), &errors) ?? []
        return (read, errors.json)
    }

    @Test func `buttons come back numbered and with what they had`() {
        let rows = Self.rows(
            Self.button("v1:approve:a:1"), Self.button("b", ["disabled": true, "emoji": ["name": "✅"]]),
            ["type": 2, "style": 5, "label": "Open", "url": "https://a.example/x"])
        let (read, faults) = read(rows)
        #expect(faults == [:])
        #expect(
            read == [
                [
                    "type": 1, "id": 1,
                    "components": [
                        ["type": 2, "id": 2, "style": 1, "label": "Go", "custom_id": "v1:approve:a:1"],
                        [
                            "type": 2, "id": 3, "style": 1, "label": "Go", "custom_id": "b", "disabled": true,
                            "emoji": ["name": "✅"],
                        ],
                        ["type": 2, "id": 4, "style": 5, "label": "Open", "url": "https://a.example/x"],
                    ],
                ]
            ])
    }

    @Test(
        arguments: [
            (rows(button("a"), button("a")), "1", "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
            (rows(button("a", ["custom_id": nil])), "0", "custom_id", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"),
            (rows(button(String(repeating: "x", count: 101))), "0", "custom_id", "BASE_TYPE_BAD_LENGTH"),
            (
                rows(button("a", ["label": .string(String(repeating: "x", count: 81))])), "0", "label",
                "BASE_TYPE_MAX_LENGTH"
            ),
            (rows(button("a", ["label": nil])), "0", "label", "BASE_TYPE_REQUIRED"),
            (rows(button("a", ["style": 7])), "0", "style", "BASE_TYPE_CHOICES"),
            (rows(["type": 3, "custom_id": "menu"]), "0", "type", "COMPONENT_TYPE_INVALID"),
            (rows(["type": 2, "style": 5, "label": "x"]), "0", "url", "BASE_TYPE_REQUIRED"),
        ] as [(JSONValue, String, String, String)])
    func `a wrong button is named`(rows: JSONValue, index: String, field: String, code: String) {
        let faults = read(rows).faults
        #expect(faults["0"]?["components"]?[index]?[field]?["_errors"]?[0]?["code"] == .string(code))
    }

    @Test func `a row takes five buttons and a message five rows`() {
        let five = (0..<5).map { row -> JSONValue in
            ["type": 1, "components": .array((0..<5).map { Self.button("\(row)-\($0)") })]
        }
        #expect(read(.array(five)).faults == [:])
        #expect(read(.array(five + [["type": 1, "components": [Self.button("z")]]])).faults != [:])
        let six: JSONValue = [["type": 1, "components": .array((0..<6).map { Self.button("\($0)") })]]
        #expect(
            read(six).faults["0"]?["components"]?["_errors"]?[0]?["message"] == "Must be between 1 and 5 in length.")
    }

    @Test func `modals are read in rows and in labels`() throws {
        let body: JSONValue = [
            "type": 9,
            "data": [
                "custom_id": "m", "title": "Edit",
                "components": [
                    [
                        "type": 1,
                        "components": [["type": 4, "custom_id": "a", "style": 2, "label": "Text", "value": "v"]],
                    ],
                    [
                        "type": 18, "label": "Note",
                        "component": ["type": 4, "custom_id": "b", "style": 1, "required": false, "max_length": 9],
                    ],
                ],
            ],
        ]
        guard case .modal(let modal) = try CallbackForm(FormField(body)) else {
            Issue.record("not read as a modal")
            return
        }
        #expect(modal.title == "Edit")
        #expect(modal.inputs.map(\.label) == ["Text", "Note"])
        #expect(modal.inputs.map(\.lengths) == [1...4000, 0...9])
        #expect(modal.inputs.map(\.isParagraph) == [true, false])
    }
}
