import HTTPServer
import JSON
import PersonalBudgeting

/// The operations that need no token: health, readiness, the OpenAPI document and the explanation of a problem.
enum Open {
    private static let unread = QueryParameter.text("q", "Ignored. It lets a probe bypass caches", 0...500)

    static let operations: [Operation] = [
        Operation(
            open: "health", "/health", "Check whether the process answers; needs no database", parameters: [unread], response: object
        ) { _ in .ofTheService(body: Array(#"{"status":"ok"}"#.utf8)) },
        Operation(
            open: "ready", "/ready", "Check whether requests can be served: storage, version", response: object, asksStorage: true,
            answer: ready),
        Operation(open: "openapi", "/openapi.json", "This document", parameters: [unread], response: object) { call in document(call) },
        Operation(
            open: "explainProblem", "/problems/{code}", "Explain a problem code: its meaning, the remedy, and a request that works",
            forms: [.json, .text, .page], response: ProblemPage.view.schema
        ) { call in try ProblemPage.answer(call.parameters["code"] ?? "", call.incoming.language, call.form) },
        Operation(
            open: "docs", "/docs", "This document as a page on which calls can be tried", forms: [.page],
            response: Schema([("type", .string("string"))])
        ) { _ in
            .ofTheService(
                headers: [
                    ("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", DocsPage.policy), ("ETag", DocsPage.tag),
                ], body: DocsPage.bytes)
        },
    ]

    private static let object = Schema([("type", .string("object"))])

    /// The document, compressed for a caller that takes gzip. It changes with a release only, so a client keeps it and asks with its tag.
    private static func document(_ call: OpenCall) -> Answer {
        let isPretty = call.incoming.head.query?.contains("pretty") == true
        let isCompressed = call.incoming.acceptsGzip && !isPretty
        let coding = isCompressed ? [(name: "Content-Encoding", value: "gzip")] : []
        return .ofTheService(
            headers: [
                (name: "ETag", value: isCompressed ? OpenAPI.compressedTag : OpenAPI.tag),
                (name: "Cache-Control", value: "public, no-cache"), (name: "Vary", value: "Accept-Encoding"),
            ] + coding, body: isCompressed ? OpenAPI.compressed : OpenAPI.bytes)
    }

    /// Reads once with a new reader, which proves that storage answers. The last commit has shown whether it takes rows of the access log.
    /// - Throws: `storage_failing` (503) when it does not.
    @Sendable private static func ready(_ call: OpenCall) throws -> Answer {
        let service = call.incoming.service
        let condition = service.storage.condition
        if case .failing(let fault) = condition { throw Problem.notReady(fault) }
        let models = try service.storage.makeReader().read { try $0.regionalModels.count(ListQuery()) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("status")
        writer.string("ready")
        writer.name("version")
        writer.string(service.status.version)
        writer.name("engine")
        writer.string(service.status.engine)
        writer.name("writers")
        writer.integer(1)
        writer.name("regionalModels")
        writer.integer(Int64(models))
        writer.name("storage")
        writer.string(condition == .full ? "full" : "works")
        write(service.storage.verification, &writer)
        if let backups = service.backups { write(backups, at: try call.incoming.now(), to: &writer) }
        writer.endObject()
        return .ofTheService(body: writer.bytes)
    }

    /// The times and the number of findings alone: `/v1/admin/verification` has the findings, for the administrator.
    private static func write(_ report: VerificationReport, _ writer: inout JSONWriter) {
        writer.name("verification")
        writer.beginObject()
        for (name, moment) in [("runningSince", report.runningSince), ("completedAt", report.completedAt)] {
            writer.name(name)
            if let moment { writer.string("\(moment)") } else { writer.null() }
        }
        writer.name("findings")
        writer.integer(Int64(report.findings.count))
        writer.endObject()
    }

    /// Writes the ages and the results of the last backup and the last drill (row 115).
    private static func write(_ keeper: any BackupKeeping, at now: Instant, to writer: inout JSONWriter) {
        func write(_ name: StaticString, _ time: StaticString, _ at: Instant?, _ outcome: String?, to writer: inout JSONWriter) {
            writer.name(name)
            guard let outcome else { return writer.null() }
            writer.beginObject()
            if let at {
                writer.name(time)
                writer.string("\(at)")
                writer.name("ageSeconds")
                writer.integer(max(0, now.microseconds - at.microseconds) / 1_000_000)
            }
            writer.name("outcome")
            writer.string(outcome)
            writer.endObject()
        }
        let backups = keeper.backups
        write("backup", "newestAt", backups.newestGood?.copy?.startedAt, backups.lastEnded?.state.rawValue, to: &writer)
        let drill = keeper.lastDrill
        write("drill", "at", drill?.at, drill?.verdict.rawValue, to: &writer)
    }
}
