import JSON
import Testing

/// Scenes that provoke the refusals about clients, their national ids and those who speak for them.
enum PeopleScenes {
    static let all: [String: ProblemScene.Make] = [
        "authorisation_missing": authorisationMissing, "duplicate_hetu": duplicateHetu,
    ]

    private static func authorisationMissing(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let clientID = file["clientId"].string ?? ""
        let assistant = try county.speaker(for: clientID, role: "hb_assistant")
        let places: [String: JSONValue] = [
            "client": file["clientId"], "hbAssistant": try county.registeredAssistant()["id"], "user": .string(assistant.userID),
        ]
        return ProblemScene(by: try county.client(for: clientID), places, isMended: true) { try assistant.triedGet(file.path) }
    }

    private static func duplicateHetu(_ county: County) throws -> ProblemScene {
        let body = county.clientBody()
        try county.worker.post("/v1/clients", body)
        func isFound(_ page: Reply) -> Bool { page.items.count == 1 }
        return ProblemScene(by: county.worker, ["hetu": body["hetu"]], holds: isFound) {
            try county.worker.tried("/v1/clients", body)
        }
    }
}
