import JSON
import Testing

/// Scenes that provoke the refusals about statements, assessments, exercises and network maps.
enum NeedsScenes {
    static let all: [String: ProblemScene.Make] = [
        "unknown_method": unknownMethod, "agreement_missing": agreementMissing, "third_person_data": thirdPersonData,
        "own_words_only": ownWordsOnly,
    ]

    private static func unknownMethod(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let method: JSONValue = [
            "code": .string("menetelma_\(county.nextNumber())"), "name": "Menetelmä", "resultKind": "score", "minimum": 0, "maximum": 10,
            "validFrom": "2026-01-01",
        ]
        try county.admin.post("/v1/assessment-methods", method)
        return ProblemScene(by: county.worker, ["case": file["id"], "assessmentMethod": method["code"]]) {
            try county.worker.tried(
                "\(file.path)/assessments",
                ["methodCode": "arvaus", "assessedOn": "2026-03-12", "assessor": "Liisa Laine", "score": 7])
        }
    }

    private static func agreementMissing(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        return ProblemScene(by: county.worker, ["case": file["id"]]) {
            try county.worker.tried(
                "\(file.path)/exercise-results",
                ["agreementId": "00000000-0000-7000-8000-000000000000", "doneOn": "2026-03-17", "text": "Onnistui."])
        }
    }

    private static func thirdPersonData(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let node: JSONValue = ["key": "sisko", "label": "Siiri 010190-999W", "sector": "family", "closeness": 1, "role": "sisko"]
        return ProblemScene(by: county.worker, ["case": file["id"]]) {
            try county.worker.tried("\(file.path)/network-maps", ["nodes": [node], "edges": []])
        }
    }

    private static func ownWordsOnly(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let statement = try county.need(in: file)
        return ProblemScene(by: county.worker, ["case": file["id"], "statement": statement["id"]]) {
            try county.worker.triedPatch(statement.path, ["inOwnWords": "Tarvitsee palveluasumista."])
        }
    }
}
