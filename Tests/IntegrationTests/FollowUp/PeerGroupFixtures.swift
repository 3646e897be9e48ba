import JSON
import Testing

extension County {
    /// A new peer group.
    func peerGroup() throws -> Reply {
        try worker.post("/v1/peer-groups", ["name": "Keskiviikkoryhmä", "description": "Kokemuksia budjetista"])
    }
}
