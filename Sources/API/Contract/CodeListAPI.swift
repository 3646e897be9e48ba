import HTTPServer
import JSON
import PersonalBudgeting

/// The code lists of the contract: every code of a closed list with its labels in three languages (row 106).
enum CodeListAPI {
    static let operations: [Operation] = [
        Operation(
            "readCodeLists", .get, "/v1/code-lists", "Read every code list of the contract with its labels in Finnish, Swedish and English",
            tag: .service, effect: .read, right: .signedIn, response: lists.schema
        ) { call in cacheable(.value(call.masked(Shown(lists: CodeList.all)), lists, capacity: 1 << 17)) },
        Operation(
            "readCodeList", .get, "/v1/code-lists/{list}", "Read one code list: its codes, their labels, their validity and their use",
            tag: .service, effect: .read, right: .signedIn, response: list.schema, refusals: [.notFound]
        ) { call in
            guard let found = call.parameters["list"].flatMap({ CodeList.byName[$0] }) else { throw Refusal.notFound("code list") }
            return cacheable(.value(call.masked(found), list))
        },
    ]

    /// A client may keep the answer, and asks with its tag whether it is still current: the lists change with a release only.
    private static func cacheable(_ answer: Answer) -> Answer {
        var answer = answer
        answer.headers.append(("Cache-Control", "private, no-cache"))
        return answer
    }

    struct Shown: NothingToMask { let lists: [CodeList] }

    private static let labels = View<LocalText>(
        "Labels",
        [
            ViewMember("fi", .line(254)) { $0.fi }, ViewMember("sv", .line(254)) { $0.sv }, ViewMember("en", .line(254)) { $0.en },
        ])

    private static let entry = View<CodeList.Entry>(
        "CodeListEntry",
        [
            ViewMember("code", .line(60)) { $0.code },
            ViewMember("labels", view: labels) { $0.label },
            ViewMember("selko", .optional(.line(254))) { $0.easyLabel },
            ViewMember("validFrom", .optional(.date)) { $0.validFrom },
            ViewMember("validTo", .optional(.date)) { $0.validTo },
        ])

    private static let list = View<CodeList>(
        "CodeList",
        [
            ViewMember("name", .line(60)) { $0.name },
            ViewMember("title", view: labels) { $0.title },
            ViewMember("codes", view: .list(entry)) { $0.entries },
            ViewMember("usedBy", .list(.line(200), 0...1_000)) { CodeListUse.places[$0.name] ?? [] },
        ])

    private static let lists = View<Shown>("CodeLists", [ViewMember("items", view: .list(list)) { $0.lists }])
}

extension CodeList: NothingToMask {}
