/// A version of the client's map of important people (verkostokartta, S13, row 12): people under a label, how close they are, and who knows
/// whom. Data on others is minimal: neither national id nor address.
public struct NetworkMap: CaseFile {
    public static let noun = "network_map"
    public enum Field: CaseFileField { case caseID }
    public var record: Record<NetworkMap>
    public let caseID: ID<Case>
    /// The version number, from 1 within the case. An earlier version never changes.
    public let number: Int
    public let details: Details

    public struct Details: Sendable, Equatable {
        public var nodes: [Node]
        public var edges: [Edge]

        public init(nodes: [Node], edges: [Edge]) {
            self.nodes = nodes
            self.edges = edges
        }
    }

    /// The part of life a person belongs to.
    public enum Sector: String, CaseIterable, Sendable {
        case family, friends
        case workOrSchool = "work_or_school"
        case professionals, other
    }

    /// A person on the map.
    public struct Node: Sendable, Equatable {
        /// The key by which edges refer to the node.
        public let key: String
        /// A first name, or the name that the client uses.
        public let label: String
        public let sector: Sector
        /// From 1, nearest, to 3, farthest.
        public let closeness: Int
        public let role: String?

        public init(key: String, label: String, sector: Sector, closeness: Int, role: String?) {
            self.key = key
            self.label = label
            self.sector = sector
            self.closeness = closeness
            self.role = role
        }
    }

    /// A tie between two persons on the map.
    public struct Edge: Sendable, Equatable {
        public let from: String
        public let to: String
        public let kind: String?

        public init(from: String, to: String, kind: String?) {
            self.from = from
            self.to = to
            self.kind = kind
        }
    }

    public init(record: Record<NetworkMap>, caseID: ID<Case>, number: Int, details: Details) {
        self.record = record
        self.caseID = caseID
        self.number = number
        self.details = details
    }
}

extension Work {
    /// Inserts the next version of the network map (S13, row 12).
    /// - Throws: `case_closed`; `third_person_data` naming each text with a national id or an address; `invalid` for two nodes with the
    ///   same key, for an edge to an unknown key and for an edge from a node to itself.
    public func drawNetworkMap(_ details: NetworkMap.Details, in caseFile: Case) throws -> NetworkMap {
        try caseFile.requireOpen()
        let secrets = thirdPersonFaults(details)
        if !secrets.isEmpty {
            throw Refusal(
                .thirdPersonData,
                LocalText(
                    fi: "verkostokartassa ei saa olla henkilötunnusta eikä osoitetta",
                    sv: "en nätverkskarta får inte innehålla en personbeteckning eller adress",
                    en: "a network map must not hold a national id or an address"), faults: secrets)
        }
        var faults: [RuleFault] = []
        var keys: Set<String> = []
        for (index, node) in details.nodes.enumerated() where !keys.insert(node.key).inserted {
            faults.append(
                RuleFault(
                    pointer: "/nodes/\(index)/key", code: "duplicate",
                    detail: LocalText(
                        fi: "aiemmalla henkilöllä on sama tunniste", sv: "en tidigare person har samma identifierare",
                        en: "an earlier node has the same key")))
        }
        for (index, edge) in details.edges.enumerated() {
            for (member, key) in [("from", edge.from), ("to", edge.to)] where !keys.contains(key) {
                faults.append(
                    RuleFault(
                        pointer: "/edges/\(index)/\(member)", code: "unknown_node",
                        detail: LocalText(
                            fi: "kenelläkään ei ole tätä tunnistetta", sv: "ingen har denna identifierare", en: "no node has this key")))
            }
            if edge.from == edge.to {
                faults.append(
                    RuleFault(
                        pointer: "/edges/\(index)/to", code: "same_node",
                        detail: LocalText(
                            fi: "yhteyden päiden täytyy olla eri henkilöt", sv: "förbindelsens ändar måste vara olika personer",
                            en: "must not be the same node as from")))
            }
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let map = NetworkMap(
            record: newRecord(), caseID: caseFile.id, number: try repositories.networkMaps.nextNumber(in: caseFile), details: details)
        try insert(map, in: caseFile, to: repositories.networkMaps)
        return map
    }

    private func thirdPersonFaults(_ details: NetworkMap.Details) -> [RuleFault] {
        var texts: [(String, String?)] = []
        for (index, node) in details.nodes.enumerated() {
            texts += [("/nodes/\(index)/key", node.key), ("/nodes/\(index)/label", node.label), ("/nodes/\(index)/role", node.role)]
        }
        for (index, edge) in details.edges.enumerated() { texts.append(("/edges/\(index)/kind", edge.kind)) }
        return texts.compactMap { pointer, text in
            guard let found = text.flatMap({ PersonalTrace(in: $0) }) else { return nil }
            return RuleFault(pointer: pointer, code: found.rawValue, detail: .mustNotHold(found.title))
        }
    }
}
