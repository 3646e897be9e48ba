import HTTPServer

/// The proxies whose word about a visitor's address is believed (`--trusted-proxy`). Without any, the address of the connection counts.
public struct TrustedProxies: Sendable {
    private let ranges: [NetworkRange]

    public init(_ ranges: [NetworkRange] = []) { self.ranges = ranges }

    private func isTrusted(_ address: NetworkAddress) -> Bool { ranges.contains { $0.contains(address) } }

    /// Returns the address of the visitor who sent a request; nil if the connection has none.
    ///
    /// Each proxy adds the address that it received the request from at the end of the list. So the list is read from its end, from one
    /// trusted proxy to the one before it, and the first address that is no trusted proxy is the visitor. Whatever stands before it is the
    /// visitor's own word. If a trusted proxy does not name an address, the visitor is unknown, and the proxy's own address counts: all such
    /// visitors share one limit.
    ///
    /// A proxy usually writes one of the two fields and passes the other on as the visitor sent it, and the service cannot know which. So
    /// if a request has both, they must name the same visitor; otherwise neither is believed.
    func visitor(of head: RequestHead, from peer: String) -> NetworkAddress? {
        guard let peer = NetworkAddress(peer) else { return nil }
        guard isTrusted(peer) else { return peer }
        let list = ForwardedField.hops(ofList: head.headers.all("x-forwarded-for"))
        guard let forwarded = ForwardedField.hops(of: head.headers.all("forwarded")) else { return peer }
        if forwarded.isEmpty { return visitor(list, from: peer) }
        let named = visitor(forwarded, from: peer)
        return list.isEmpty || named == visitor(list, from: peer) ? named : peer
    }

    /// Returns the visitor that the hops name; the peer if there are none.
    private func visitor(_ hops: [ForwardedField.Hop], from peer: NetworkAddress) -> NetworkAddress {
        var last = peer
        for hop in hops.reversed() {
            guard case .address(let address) = hop else { return last }
            guard isTrusted(address) else { return address }
            last = address
        }
        return last
    }
}
