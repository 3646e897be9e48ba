import PersonalBudgeting
import TestSupport
import Testing

@testable import API

/// The caller's request id is kept as it is, or the reason is told (A22).
struct RequestIDTests {
    @Test(
        "an id of the usual kinds is kept as it is",
        arguments: [
            "a", "pyynto-1", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "01ARZ3NDEKTSV4RRFFQ69G5FAV", String(repeating: "f", count: 128),
            "Vm9pIHZpdGFsYWluZW4=", "a+b/c==", "a_b-c.d~e", "Root=1-67891233-abcdef012345678912345678", "deadbeef010190a9090deadbeef",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "urn:uuid:017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        ])
    func keeps(text: String) throws { #expect(try RequestID.read([text]) == text) }

    @Test("an id of another form, of two fields or with a national id is not kept, each for its reason (A22)") func refuses() {
        for text in [" ", "a b", "a\tb", "ä", "\u{FFFD}", "a\"b", "a,b", "{}", "<a>", "a%20b", "a?", String(repeating: "f", count: 129)] {
            #expect(throws: RequestID.Fault.form, "\(text)") { try RequestID.read([text]) }
        }
        #expect(throws: RequestID.Fault.twice) { try RequestID.read(["a", "b"]) }
        #expect(throws: RequestID.Fault.twice) { try RequestID.read(["a", "a"]) }
        for text in ["010190-999W", "haku-010190-999W", "a:010190Y999W/b", "010190+999w", "hetu010190-999W"] {
            #expect(throws: RequestID.Fault.nationalID, "\(text)") { try RequestID.read([text]) }
        }
    }

    @Test("no field and an empty field are no id") func isAbsent() throws {
        #expect(try RequestID.read([]) == nil)
        #expect(try RequestID.read([""]) == nil)
    }
}
