import JSON
import Testing

@testable import API

/// The served document is open in answers and closed in requests.
@Suite struct OpenDocumentTests {
    /// The served document, as a caller reads it.
    private static let served = Result { try JSONReader.read(OpenAPI.bytes) }

    private static let closed = #"""
        {"paths":{"/a":{"post":{"requestBody":{"schema":{"$ref":"#/components/schemas/A"}},
        "responses":{"200":{"schema":{"$ref":"#/components/schemas/A"}},"409":{"schema":{"allOf":[{"$ref":"#/components/schemas/P"},{"x":1}]}}}}}},
        "components":{"schemas":{
        "A":{"type":"object","properties":{"kind":{"$ref":"#/components/schemas/K"},"example":{"$ref":"#/components/schemas/B"}},
        "additionalProperties":false,"examples":[{"kind":"one"}]},
        "B":{"type":"object","properties":{"enum":{"type":"string"}},"additionalProperties":false},
        "K":{"type":"string","title":"K","enum":["one"],"x-enum-varnames":["one"],"x-labels":{"one":{}}},
        "P":{"type":"object"}}}}
        """#

    private static let open = #"""
        {"paths":{"/a":{"post":{"requestBody":{"schema":{"$ref":"#/components/schemas/AInput"}},
        "responses":{"200":{"schema":{"$ref":"#/components/schemas/A"}},"409":{"schema":{"$ref":"#/components/schemas/P"}}}}}},
        "components":{"schemas":{
        "A":{"type":"object","properties":{"kind":{"$ref":"#/components/schemas/K"},"example":{"$ref":"#/components/schemas/B"}},
        "examples":[{"kind":"one"}]},
        "AInput":{"type":"object","properties":{"kind":{"$ref":"#/components/schemas/KInput"},"example":{"$ref":"#/components/schemas/BInput"}},
        "additionalProperties":false},
        "B":{"type":"object","properties":{"enum":{"type":"string"}}},
        "BInput":{"type":"object","properties":{"enum":{"type":"string"}},"additionalProperties":false},
        "K":{"type":"string","title":"K","x-extensible-enum":["one"],"x-labels":{"one":{}}},
        "KInput":{"type":"string","title":"KInput","enum":["one"],"x-enum-varnames":["one"]},
        "P":{"type":"object"}}}}
        """#

    @Test("an answer loses its bounds, a request keeps them, and what both use becomes two schemas") func opensAnswers() throws {
        let (closed, open) = (try JSONReader.read(Array(Self.closed.utf8)), try JSONReader.read(Array(Self.open.utf8)))
        #expect(OpenDocument(closed).value == open)
    }

    @Test("no answer of the served document excludes a member or a code") func answersAreOpen() throws {
        let document = try Self.served.get()
        for name in try reached(document, answers: true) {
            let schema: JSONValue = document["components"]?["schemas"]?[name] ?? .null
            #expect(bounds(schema) == [], "\(name)")
        }
    }

    @Test("every request of the served document names its members and its codes") func requestsAreClosed() throws {
        let document = try Self.served.get()
        let asked = try reached(document, answers: false)
        #expect(asked.count > 150)
        for name in asked {
            let schema: JSONValue = document["components"]?["schemas"]?[name] ?? .null
            #expect(schema["x-extensible-enum"] == nil, "\(name)")
            // An object without named members is any object, such as a row of an import.
            if schema["type"] == .string("object"), schema["properties"] != nil {
                #expect(schema["additionalProperties"] == .bool(false), "\(name)")
            }
        }
    }

    @Test("both forms refer to every schema that they have, and have every schema that they refer to", arguments: [true, false])
    func schemasAreUsed(isServed: Bool) throws {
        let document = isServed ? try Self.served.get() : OpenAPI.document
        var used: Set<String> = []
        for part in ["paths", "components"] { references(document[part] ?? .null, &used) }
        let known = Set(OpenDocument.members(document["components"]?["schemas"]).map(\.name))
        #expect(used.symmetricDifference(known).sorted() == [])
        for schema in OpenDocument.members(document["components"]?["schemas"]) {
            #expect(schema.value["description"] != nil, "\(schema.name)")
        }
    }

    @Test("there is one problem, and every refusal of the served document is it") func problemIsOne() throws {
        let responses = OpenDocument.members(try Self.served.get()["components"]?["responses"])
        #expect(responses.count > 50)
        for response in responses {
            let schema = response.value["content"]?["application/problem+json"]?["schema"]
            #expect(schema == OpenAPI.reference("schemas", "Problem"), "\(response.name)")
        }
    }

    // MARK: - Reading the document

    /// The schemas that the answers, or the requests, reach.
    private func reached(_ document: JSONValue, answers: Bool) throws -> Set<String> {
        var schemas: [String: JSONValue] = [:]
        for schema in OpenDocument.members(document["components"]?["schemas"]) { schemas[schema.name] = schema.value }
        var found: Set<String> = []
        for path in OpenDocument.members(document["paths"]) {
            for operation in OpenDocument.members(path.value) {
                for part in OpenDocument.members(operation.value) where (part.name == "responses") == answers {
                    OpenDocument.reach(part.value, schemas, &found)
                }
            }
        }
        return found
    }

    /// The keywords of a schema that exclude further members or codes.
    private func bounds(_ schema: JSONValue, isNames: Bool = false) -> [String] {
        switch schema {
        case .object(let members):
            members.flatMap { member -> [String] in
                if isNames { return bounds(member.value) }
                if ["example", "examples", "x-labels"].contains(member.name) { return [] }
                if member.name == "enum" || (member.name == "additionalProperties" && member.value == .bool(false)) { return [member.name] }
                return bounds(member.value, isNames: member.name == "properties")
            }
        case .array(let items): items.flatMap { bounds($0) }
        default: []
        }
    }

    private func references(_ value: JSONValue, _ found: inout Set<String>) {
        switch value {
        case .object(let members):
            for member in members {
                if member.name == "$ref", case .string(let reference) = member.value {
                    if reference.hasPrefix("#/components/schemas/") { found.insert(OpenAPI.name(reference)) }
                } else {
                    references(member.value, &found)
                }
            }
        case .array(let items): for item in items { references(item, &found) }
        default: break
        }
    }
}
