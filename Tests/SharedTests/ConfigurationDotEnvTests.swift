import Testing

@testable import Shared

@Suite struct `Reading a .env file` {
    private func value(_ line: String) -> String? { DotEnv(parsing: line).entries["NAME"]?.value }

    @Test(arguments: [
        ("NAME=value", "value"),
        ("  NAME  =  value  ", "value"),
        ("export NAME=value", "value"),
        ("export\tNAME = value", "value"),
        ("NAME: value", "value"),
        ("NAME=", ""),
        ("NAME= ", ""),
        ("NAME=''", ""),
        ("NAME= # nothing", ""),
        ("NAME=value # comment", "value"),
        ("NAME=value#comment", "value"),
        ("NAME='value # kept' # comment", "value # kept"),
        ("NAME=\"value # kept\"#comment", "value # kept"),
        ("NAME=`it's a \"value\"`", "it's a \"value\""),
        ("NAME='  spaces  '", "  spaces  "),
        ("NAME=it's", "it's"),
        ("NAME={\"json\": \"kept\"}", "{\"json\": \"kept\"}"),
        ("NAME=\"one\\ntwo\\rthree\"", "one\ntwo\rthree"),
        ("NAME='one\\ntwo'", "one\\ntwo"),
        ("NAME=`one\\ntwo`", "one\\ntwo"),
        ("NAME=one\\ntwo", "one\\ntwo"),
        ("NAME=\"say \\\"hi\\\"\"", "say \\\"hi\\\""),
        ("NAME=\"C:\\logs\\\"", "C:\\logs\\"),
        ("NAME=\"a\\tb\"", "a\\tb"),
        ("NAME=a=b==", "a=b=="),
        ("NAME='it's'", "it's"),
        ("NAME=\u{A0}value\u{A0}", "value"),
        ("NAME=schön", "schön"),
        ("NAME=amqp://guest:guest@127.0.0.1:5672/", "amqp://guest:guest@127.0.0.1:5672/"),
    ])
    func `a value is read as dotenv reads it`(line: String, expected: String) {
        let file = DotEnv(parsing: line)
        #expect(file.faults.isEmpty)
        #expect(file.entries["NAME"]?.value == expected)
    }

    @Test(arguments: ["\"", "'", "`"])
    func `a quoted value goes over several lines, comments and assignments included`(quote: String) {
        let file = DotEnv(parsing: "A=1\nNAME=\(quote)one\n# two\nB=3\(quote) # end\nC=4")
        #expect(file.entries["NAME"]?.value == "one\n# two\nB=3")
        #expect(file.entries["NAME"]?.line == 2)
        #expect(file.entries["C"]?.line == 5)
        #expect(file.entries["B"] == nil)
        #expect(file.faults.isEmpty)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `line ends of every kind separate lines`(end: String) {
        let file = DotEnv(parsing: ["A=1", "", "# comment", "B='x", "y'", "C=3"].joined(separator: end))
        #expect(file.entries.mapValues(\.value) == ["A": "1", "B": "x\ny", "C": "3"])
        #expect(file.entries.mapValues(\.line) == ["A": 1, "B": 4, "C": 6])
    }

    @Test func `a byte order mark is skipped`() {
        #expect(value("\u{FEFF}NAME=value") == "value")
    }

    @Test func `the last of several equal names wins`() {
        #expect(value("NAME=first\nNAME=second") == "second")
        #expect(value("NAME=first\nNAME=") == "")
    }

    @Test func `names hold letters, digits, underscores, points and hyphens`() {
        #expect(DotEnv(parsing: "a.b-C_9=1").entries["a.b-C_9"]?.value == "1")
    }

    @Test func `export is a name too when nothing else is`() {
        #expect(DotEnv(parsing: "export=1").entries["export"]?.value == "1")
    }

    @Test(arguments: ["NAME", "=value", "export NAME", "na me=x", "NAME:value", "{", "schön=1"])
    func `a line that is no assignment is a fault with its number`(line: String) {
        let file = DotEnv(parsing: "A=1\n\n\(line)\nB=2")
        #expect(file.faults.map(\.line) == [3])
        #expect(file.entries.keys.sorted() == ["A", "B"])
    }

    @Test(arguments: ["\"open", "'open # no", "\"closed\" and more", "`"])
    func `a quote that is not closed is a fault with its number and without the value`(value: String) {
        let file = DotEnv(parsing: "A=1\nPASSWORD=\(value)\nB=2")
        #expect(file.faults.map(\.line) == [2])
        #expect(file.faults.allSatisfy { $0.problem.hasPrefix("PASSWORD ") && !$0.problem.contains("open") })
        #expect(file.entries.keys.sorted() == ["A", "B"])
    }

    @Test(arguments: [
        "plain", "with space", "", " edge ", "hash # inside", "it's", "`tick`", "two\nlines", "a\\nb", "return\rhere",
        "\"quoted\"", "'single'", "a=b", "C:\\dir", "'it is \"all`",
    ])
    func `a value that can be quoted is read back unchanged`(value: String) throws {
        guard let quoted = DotEnv.quoted(value) else {
            #expect(["'it is \"all`"].contains(value))
            return
        }
        let file = DotEnv(parsing: "A=1\nNAME=\(quoted)\nB='x'")
        #expect(file.faults.isEmpty)
        #expect(file.entries["NAME"]?.value == value)
        #expect(file.entries["B"]?.value == "x")
    }

    @Test func `a long file is read in linear time`() {
        let quotes = String(repeating: "NAME=\"\\\"\n", count: 2000)
        #expect(DotEnv(parsing: quotes).entries.count <= 1)
    }
}
