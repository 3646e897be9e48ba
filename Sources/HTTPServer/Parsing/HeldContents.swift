import Synchronization

/// The large contents that wait for clients, of all lanes. When several answers share a content, such as a document that never changes, it
/// is in memory once and counts once. Shared storage is recognised by its address.
final class HeldContents: Sendable {
    private let allowance: Allowance
    private let shares = Mutex<[UInt: (share: Share, holds: Int)]>([:])

    init(allowance: Allowance) { self.allowance = allowance }

    /// Holds a content until its last holder releases it. Returns nil if there is no room.
    func hold(_ octets: [UInt8]) -> HeldContent? {
        let address = Self.address(of: octets)
        let hasRoom = shares.withLock { shares in
            if let known = shares[address] {
                shares[address] = (known.share, known.holds + 1)
                return true
            }
            let share = Share(of: allowance)
            guard share.grow(to: octets.count) else { return false }
            shares[address] = (share, 1)
            return true
        }
        return hasRoom ? HeldContent(octets, of: self) : nil
    }

    fileprivate func letGo(_ octets: [UInt8]) {
        let address = Self.address(of: octets)
        shares.withLock { shares in
            guard let known = shares[address] else { return }
            shares[address] = known.holds > 1 ? (known.share, known.holds - 1) : nil
        }
    }

    private static func address(of octets: [UInt8]) -> UInt { octets.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } }
}

/// One large content on its way to one client. It keeps the storage alive until it has released its hold, so that no other content can get
/// the same address before.
final class HeldContent: Sendable {
    let octets: [UInt8]
    private let contents: HeldContents

    fileprivate init(_ octets: [UInt8], of contents: HeldContents) {
        self.octets = octets
        self.contents = contents
    }

    deinit { contents.letGo(octets) }
}
