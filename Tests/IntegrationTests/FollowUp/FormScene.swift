import JSON
import Testing

/// A case with an instrument of its own: a score of 0 to 10 and a free text.
struct FormScene {
    let county: County
    let file: Reply
    let client: Caller
    let instrument: Reply
    var code: String { instrument["code"].string ?? "" }

    init(phases: JSONValue = ["start", "interim", "end"]) throws {
        county = try County.shared
        file = try county.openCase()
        client = try county.client(for: file["clientId"].string ?? "")
        instrument = try county.admin.post(
            "/v1/form-instruments",
            [
                "code": .string("lomake_\(county.nextNumber())"), "name": "Lomake", "phases": phases,
                "items": [
                    ["code": "work_ability", "kind": "score", "minimum": 0, "maximum": 10, "label": "Työkyky"],
                    ["code": "own_words", "kind": "text"],
                ],
            ])
    }

    func ask(_ phase: String, expecting status: Int = 201, dueOn: String = "2026-06-01") throws -> Reply {
        try county.worker.post(
            "\(file.path)/forms",
            ["instrumentCode": .string(code), "phase": .string(phase), "dueOn": .string(dueOn)], expecting: status)
    }

    @discardableResult
    func answer(_ form: Reply, _ score: JSONValue, at moment: String = Caller.usualDay, expecting status: Int = 200) throws -> Reply {
        try client.command(
            on: form.path, "answer", ["answers": [["itemCode": "work_ability", "score": score]]], expecting: status, at: moment)
    }
}
