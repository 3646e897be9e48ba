import JSON
import Testing

/// Scenes that provoke the refusals about service data.
enum ServiceDataScenes {
    static let all: [String: ProblemScene.Make] = [
        "already_reversed": alreadyReversed, "batch_too_large": batchTooLarge, "event_changed": eventChanged, "wrong_source": wrongSource,
    ]

    private static func alreadyReversed(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        _ = try money.agree()
        let receipt = try money.push([money.row(money.event())])
        let path = "/v1/service-data/actuals/\(receipt.items[0]["actualId"].string ?? "")"
        try county.finance.command(on: path, "reverse", ["reason": "väärä asiakas"])
        return ProblemScene(by: county.system, money.row, holds: isAccepted) {
            try county.finance.tried(on: path, "reverse", ["reason": "väärä asiakas"])
        }
    }

    private static func isAccepted(_ receipt: Reply) -> Bool { receipt.items.map { $0["outcome"] } == ["accepted"] }

    private static func batchTooLarge(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        _ = try money.agree()
        let rows = Array(repeating: money.row(money.event()), count: 5_001)
        return ProblemScene(by: county.system, money.row, holds: isAccepted) {
            try county.system.tried("/v1/service-data/batches", ["items": .array(rows)])
        }
    }

    private static func eventChanged(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        _ = try money.agree()
        let event = money.event()
        _ = try money.push([money.row(event)])
        let places = money.row.merging(["event": .string(event)]) { first, _ in first }
        return ProblemScene(by: county.system, places, holds: isAccepted) {
            try county.system.tried("/v1/service-data/batches", ["items": [money.row(event, quantity: 2_000)]])
        }
    }

    private static func wrongSource(_ county: County) throws -> ProblemScene {
        let money = try county.moneyCase()
        _ = try money.agree()
        return ProblemScene(by: county.system, money.row, holds: isAccepted, meet: nil)
    }
}
