@testable import Store

extension Database {
    /// What verification finds, as sentences.
    func findings(anchors: AnchorRecord? = nil, isBackup: Bool = false) throws -> [String] {
        try verify(anchors: anchors, isBackup: isBackup).map(\.description)
    }
}
