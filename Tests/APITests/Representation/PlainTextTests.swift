import JSON
import Testing

@testable import API

struct PlainTextTests {
    private static func text(_ json: String) throws -> String {
        String(decoding: PlainText.text(try JSONReader.read(Array(json.utf8))), as: UTF8.self)
    }

    @Test("a page is a table, with its other members below")
    func writesPage() throws {
        let json = """
            {"items":[{"id":"1","name":"Ää","amountCents":5,"isUrgent":true,"tags":["a","b"],"nested":{"x":1},"gone":null},\
            {"id":"22","name":null,"amountCents":-123456,"isUrgent":false,"tags":[],"nested":null,"gone":null}],"next":"abc","total":null}
            """
        #expect(
            try PlainTextTests.text(json) == """
                id  name  amount EUR  isUrgent  tags
                1   Ää          0.05  yes       a, b
                22          -1234.56  no

                next  abc

                """)
    }

    @Test("an object is its scalars, followed by each part under its name")
    func writesObject() throws {
        #expect(
            try PlainTextTests.text(
                #"{"id":"1","leftCents":100,"lines":[{"purpose":"apu","n":1}],"none":[],"period":{"from":"2026-01-01"}}"#)
                    == """
                    id        1
                    left EUR  1.00
                    none

                    lines
                    purpose  n
                    apu      1

                    period
                    from  2026-01-01

                    """)
    }

    @Test("sentences are on lines of their own")
    func writesSentences() throws {
        let long = String(repeating: "sana ", count: 20) + "loppu."
        #expect(try PlainTextTests.text(#"{"id":"1","sentences":["Lyhyt.","\#(long)"]}"#) == "id  1\n\nsentences\nLyhyt.\n\(long)\n")
    }

    @Test("control characters are replaced by spaces, and a long cell is cut")
    func isPlain() throws {
        let long = String(repeating: "x", count: 100)
        let text = try PlainTextTests.text(#"{"items":[{"a":"one\ntwo\u001b[2J\u009b","b":"\#(long)"}]}"#)
        #expect(text.split(separator: "\n")[1] == "one two [2J   \(long.prefix(39))…")
    }
}
