import Foundation
import JSON
import PersonalBudgeting
import TestSupport
import Testing

@testable import API

/// The table of operations is consistent, so that documents and routes can be made from it.
struct OperationsTableTests {
    @Test("every operation id is used once")
    func idsAreUnique() {
        let ids = Operations.all.map(\.id)
        #expect(Set(ids).count == ids.count, "twice: \(Dictionary(grouping: ids) { $0 }.filter { $0.value.count > 1 }.keys.sorted())")
    }

    @Test("every method and path is used once, in kebab-case")
    func pathsAreUnique() {
        let places = Operations.all.map { "\($0.method.raw) \($0.path)" }
        #expect(Set(places).count == places.count)
        for operation in Operations.all {
            for segment in operation.path.split(separator: "/") where !segment.hasPrefix("{") && segment != "openapi.json" {
                #expect(segment.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(operation.path)")
            }
        }
    }

    @Test("a schema name has one schema in the whole service")
    func schemaNamesAreUnique() {
        var known: [String: (JSONValue, String)] = [:]
        for operation in Operations.all {
            for schema in [operation.request, operation.response] + operation.parameters.map(\.schema) {
                for (name, value) in schema?.components ?? [:] {
                    if let (other, first) = known[name] {
                        #expect(other == value, "\(name) has different schemas in \(first) and \(operation.id)")
                    }
                    known[name] = (value, operation.id)
                }
            }
        }
    }

    @Test("every change uses POST, PATCH or PUT, and every read GET")
    func methodsFitEffects() {
        for operation in Operations.all {
            switch operation.effect {
            case .read: #expect(operation.method == .get, "\(operation.id)")
            case .create, .submit: #expect(operation.method == .post || operation.method == .put, "\(operation.id)")
            case .change, .replace: #expect([.post, .patch, .put].contains(operation.method), "\(operation.id)")
            }
        }
    }

    @Test("an operation about a client has {client} in its path, one about a case has {case}, and no other has either")
    func pathsFitSubjects() {
        for operation in Operations.all {
            let named = Set(operation.pathParameters).intersection(["client", "case"])
            switch operation.about {
            case .noOne: #expect(named == [], "\(operation.id)")
            case .client: #expect(named == ["client"], "\(operation.id)")
            case .caseFile: #expect(named == ["case"], "\(operation.id)")
            }
        }
    }

    @Test("operations that return pages take a limit, and no others do; only reads are lists, reports or exports")
    func parametersFitKinds() {
        for operation in Operations.all {
            #expect(operation.isList == operation.parameters.contains { $0.name == "limit" }, "\(operation.id)")
            #expect(operation.forms.contains(.csv) == !operation.columns.isEmpty, "\(operation.id)")
            switch operation.kind {
            case .item: break
            case .lines: #expect(operation.effect == .submit && operation.request != nil, "\(operation.id)")
            case .letter, .list, .feed, .report, .log, .export: #expect(operation.effect == .read, "\(operation.id)")
            }
        }
    }

    @Test("exactly the open operations have handlers that need no caller")
    func openOperationsAreOpen() {
        for operation in Operations.all {
            if case .open = operation.handler {
                #expect(operation.right.isOpen, "\(operation.id)")
            } else {
                #expect(!operation.right.isOpen, "\(operation.id)")
            }
        }
    }

    @Test("every operation but the open ones has a right with roles")
    func rightsAreNamed() {
        for operation in Operations.all where !operation.right.isOpen {
            #expect(!operation.right.roles.isEmpty, "\(operation.id)")
            #expect(operation.path.hasPrefix("/v1/"), "\(operation.id)")
        }
    }

    @Test("every problem code has a title, an example and a remedy in three languages")
    func problemsAreExplained() {
        let codes = ServiceProblem.allCases.map(\.rawValue)
        #expect(Set(codes).count == codes.count)
        #expect(Documents.problems.contains("| [`insufficient_budget`](#insufficient_budget) | 409 |"))
        #expect(ProblemPage.all.count == RefusalCode.allCases.count + ServiceProblem.allCases.count)
        for page in ProblemPage.all {
            for text in [page.title, page.example.when, page.mending] {
                #expect(Set([text.fi, text.sv, text.en]).count == 3, "\(page.code): \(text.en)")
                #expect(![text.fi, text.sv, text.en].contains(""), "\(page.code)")
            }
            for text in [page.example.when, page.mending] {
                for sentence in [text.fi, text.sv, text.en] { #expect(sentence.hasSuffix("."), "\(page.code): \(sentence)") }
            }
        }
    }

    @Test("the example of every problem is a request of the table, with the headers and the body that its operation needs")
    func examplesAreRequests() throws {
        for page in ProblemPage.all {
            let request = page.example.request
            let operation = try #require(request.operation, "\(page.code): \(request.method) \(request.path)")
            let headers = Set(request.headers.map(\.name))
            #expect(headers.contains("Authorization") == !operation.right.isOpen, "\(page.code)")
            #expect(headers.contains("If-Match") == (operation.effect == .change), "\(page.code)")
            #expect(headers.contains("Content-Type") == (request.body != nil), "\(page.code)")
            if operation.request != nil, !operation.isBodyOptional { #expect(request.body != nil, "\(page.code) has no JSON body") }
        }
    }

    @Test("the generated documents in Docs are up to date; `make docs` rewrites them", arguments: ["openapi.json", "problems.md"])
    func documentsAreCurrent(name: String) throws {
        let root = projectRoot
        let kept = try Data(contentsOf: root.appending(path: "Docs/\(name)"))
        let made = name == "openapi.json" ? Data(JSON.pretty(OpenAPI.bytes)) : Data(Documents.problems.utf8)
        // Compared outside the expectation, which would take minutes to describe the difference of two long documents.
        let isCurrent = kept == made
        #expect(isCurrent, "Docs/\(name) is out of date: run make docs")
    }

    @Test("the order of the contract names the first operation of a noun, each once")
    func contractOrderIsOfNouns() {
        let firsts = Operations.nouns.compactMap { $0.first?.id }
        #expect(Set(ContractOrder.nouns).count == ContractOrder.nouns.count)
        #expect(Set(ContractOrder.nouns).subtracting(firsts) == [])
        #expect(Operations.all.map(\.id).sorted() == Operations.nouns.joined().map(\.id).sorted())
    }

    @Test("the change feed has a right for every noun of the domain")
    func changesKnowNouns() throws {
        let root = projectRoot
        let folder = root.appending(path: "Sources/PersonalBudgeting")
        var nouns: Set<String> = []
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        for file in files {
            for line in try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n")
            where line.contains("static let noun = \"") {
                nouns.insert(String(line.split(separator: "\"")[1]))
            }
        }
        #expect(nouns.count > 50)
        #expect(nouns.symmetricDifference(ChangeAPI.rights.keys) == [])
    }
}
