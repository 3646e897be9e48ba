import PersonalBudgeting

extension Table where Entity == NetworkMap {
    static let networkMaps = Table(
        "network_maps",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("number", .count) { $0.number },
        part(
            Column("nodes", .nodes) { $0.details.nodes },
            Column("edges", .edges) { $0.details.edges },
            make: { nodes, edges in
                NetworkMap.Details(nodes: nodes, edges: edges)
            }),
        make: { record, caseID, number, details in
            NetworkMap(record: record, caseID: caseID, number: number, details: details)
        })
}

extension Codec where Value == [NetworkMap.Node] {
    fileprivate static var nodes: Codec {
        .records(
            { [$0.key, $0.label, $0.sector.rawValue, String($0.closeness), $0.role ?? ""] },
            { fields in
                guard fields.count == 5, let sector = NetworkMap.Sector(rawValue: fields[2]), let closeness = Int(fields[3])
                else { return nil }
                return NetworkMap.Node(key: fields[0], label: fields[1], sector: sector, closeness: closeness, role: present(fields[4]))
            })
    }
}

extension Codec where Value == [NetworkMap.Edge] {
    fileprivate static var edges: Codec {
        .records(
            { [$0.from, $0.to, $0.kind ?? ""] },
            { fields in
                guard fields.count == 3 else { return nil }
                return NetworkMap.Edge(from: fields[0], to: fields[1], kind: present(fields[2]))
            })
    }
}
