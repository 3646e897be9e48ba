// swift-format-ignore-file: a line is a whole exchange.
// `make snapshots` writes this file from Tests/Snapshots.

extension RecordedExample {
    static let administration: StaticString = #"""
        {"id":"listHetuKeyRotations","request":null,"status":200,"answer":{"items":[],"next":null,"total":null}}
        {"id":"readHetuKeys","request":null,"status":200,"answer":{"versions":[{"version":1,"clients":3,"actuals":1}]}}
        """#
}
