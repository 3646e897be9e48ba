import HTTPServer
import JSON
import PersonalBudgeting

/// Service data of municipal systems: batches, held rows, reversals (G11).
enum ServiceDataAPI {
    private static let batches = Resource<ServiceDataBatch>(
        "/v1/service-data/batches", "batch", tag: .serviceData, view: batchView,
        // A source system sees only the batches that it has pushed itself.
        owner: .init(
            about: .noOne,
            filters: { call in ownSource(call).map { [.equal(.sourceSystem, $0)] } ?? [] },
            holds: { batch, call in ownSource(call).map { $0 == batch.sourceSystem } ?? true })
    ) { $0.serviceDataBatches }

    private static let actualsOfCase = Resource<Actual>(
        "/v1/cases/{case}/actuals", "actual", tag: .serviceData, seen: actualView,
        owner: .init(
            about: .caseFile,
            filters: { [.equal(.caseID, try $0.requireCase().id)] }, holds: { $0.caseID == (try $1.requireCase()).id }),
        actions: { call in
            let commands = try Commands<Actual>(at: "/v1/service-data/actuals/{actual}", call)
            return { actual in try commands.actions(of: actual) + resolving(actual, call) }
        }, repository: { $0.actuals.plain })

    /// Returns the action by which a held row is decided on. It is not a command of the state machine, because the body names the decision.
    private static func resolving(_ actual: Actual, _ call: AdmittedCall) throws -> [Action] {
        guard actual.state == .held, let operation = Operations.byID["resolveHeldActual"] else { return [] }
        var barred = try call.barred(from: operation)
        if barred.isEmpty, call.client == nil, let clientID = actual.clientID {
            barred = try call.barred(from: operation, of: clientID, try call.repositories.clients.find(clientID)?.care)
        }
        if call.operation.isList, !barred.isEmpty { return [] }
        return [
            Action(
                command: "resolve", call: OperationLink(operation, id: "\(actual.id)"),
                blockedBy: barred.map { Block($0, in: actual.caseID, call.language) })
        ]
    }

    private static let actualSorts = [ListSort<Actual>("serviceDate", .serviceDate)]

    static let operations: [Operation] = [
        Operation(
            "pushServiceData", .post, batches.path,
            "Push 1 to 5000 rows of service data. Each row gets its own result, and a faulty row never fails the batch",
            tag: .serviceData, effect: .submit, right: .pushServiceData, request: batch.schema, maximumBodyBytes: 8 << 20,
            response: receiptView.schema, refusals: [.batchTooLarge, .wrongSource]
        ) { call in
            let receipt = try call.work.ingest(try call.body(batch).map(read))
            for touched in receipt.clients { try call.touch(clientID: touched.clientID, caseID: touched.caseID) }
            var answer = Answer.value(call.masked(receipt.told(in: call.language)), receiptView)
            answer.headers.append(("Location", "\(batches.path)/\(receipt.batch.id)"))
            return answer
        },
        Operation(
            "importServiceData", .post, "/v1/service-data/imports",
            "Push any number of rows, one per line, in batches of 250, each committed on its own. If any line is not JSON, nothing is ingested",
            tag: .serviceData, effect: .submit, right: .pushServiceData, kind: .lines(rowsByLine), request: row,
            maximumBodyBytes: 112 << 20,
            response: importView.schema, refusals: [.wrongSource], handle: rowsByLine.ingestWhole),
        batches.list(
            "listServiceDataBatches", "List the batches of the caller's source; for finance, all batches", right: .readServiceData),
        batches.find("findServiceDataBatch", "Read a batch, with the number of rows by result", right: .readServiceData),
        Operation(
            "listServiceDataItems", .get, "\(batches.itemPath)/items", "List the results of the rows of a batch, in order",
            tag: .serviceData, effect: .read, right: .readServiceData, kind: .list,
            parameters: [.code("outcome", "Only rows with this result", ServiceDataItem.Outcome.self)]
                + [QueryParameter.sort(["index"], standard: "index", of: "service_data_item")] + pageParameters,
            response: itemPage.schema
        ) { call in
            var filters: [Filter<ServiceDataItem>] = [.equal(.batchID, try batches.found(call).id)]
            if let outcome = call.query["outcome"] { filters.append(.equal(.outcome, outcome)) }
            return call.answer(
                call.masked(try call.list(call.repositories.serviceDataItems, filters, []).map { $0.told(in: call.language) }), itemPage)
        },
        Operation(
            "listHeldActuals", .get, "/v1/service-data/held", "List the service data that waits for a decision, oldest first",
            tag: .serviceData,
            effect: .read, right: .readHeldActuals, kind: .list,
            parameters: [
                .code("hold", "Only rows held for this reason", HoldCode.self), .id("caseId", "Only rows of this case"),
                .text("sourceSystem", "Only rows of this source", 1...60),
                .text("serviceTypeCode", "Only rows of this service type", 1...60), .names,
            ] + ListSort.parameters(actualSorts),
            response: heldPage.schema
        ) { call in
            var filters: [Filter<Actual>] = [.equal(.state, Actual.State.held)]
            if let hold = call.query["hold"] { filters.append(.equal(.hold, hold)) }
            if let source = call.query["sourceSystem"] { filters.append(.equal(.sourceSystem, source)) }
            if let code = call.query["serviceTypeCode"] { filters.append(.equal(.serviceTypeCode, code)) }
            if let asked = call.query["caseId"].flatMap({ ID<Case>($0) }) {
                filters.append(.equal(.caseID, asked))
                call.trail.lookedForClient = true
                if let found = try call.repositories.cases.find(asked) { try call.recordQuestion(about: found.clientID) }
            }
            let actions = try actualsOfCase.actions(call)
            var result = try call.list(call.repositories.actuals, filters, actualSorts, in: try call.visibleClients).map {
                HeldActual(seen: Seen($0.told(in: call.language), on: call.work.today, actions: try actions($0)))
            }
            for held in result.items {
                if let client = held.seen.entity.clientID { call.trail.note(client, held.seen.entity.caseID) }
            }
            result.names = try call.names(of: result.items.map { $0.seen.entity })
            return call.answer(call.masked(result), heldPage)
        },
        Operation(
            "findActual", .get, "/v1/service-data/actuals/{actual}", "Read what a source reported about an event, and how it was processed",
            tag: .serviceData, effect: .read, right: .readHeldActuals, response: actualView.schema
        ) { call in .item(try actualsOfCase.shown(try found(call), call), actualView) },
        Operation(
            "resolveHeldActual", .post, "/v1/service-data/held/{actual}/resolve",
            "Decide on a held row: accept it unchanged, reject it, or check it again", tag: .serviceData, effect: .change,
            right: .handleActuals, request: resolution.schema, response: actualView.schema,
            refusals: [.illegalTransition]
        ) { call in
            let actual = try found(call)
            try call.match(actual) { actualView.bytes(try actualsOfCase.shown(actual, call)) }
            let input = try call.body(resolution)
            let resolved = try call.work.resolve(actual, input.decision, agreementID: input.agreementID, reason: input.reason)
            // The decision may have found the client of the row.
            if let client = resolved.clientID { try call.touch(clientID: client, caseID: resolved.caseID) }
            return .item(try actualsOfCase.shown(resolved, call), actualView)
        },
        Operation(
            "reverseActual", .post, "/v1/service-data/actuals/{actual}/\(Actual.Command.reverse.rawValue)",
            "Reverse what was posted for an event",
            tag: .serviceData, effect: .change, right: .handleActuals, request: Reason.shape.schema, response: actualView.schema,
            refusals: [.illegalTransition, .alreadyReversed]
        ) { call in
            let actual = try found(call)
            try call.match(actual) { actualView.bytes(try actualsOfCase.shown(actual, call)) }
            let reversed = try call.work.reverse(actual, reason: try call.body(Reason.shape).reason)
            return .item(try actualsOfCase.shown(reversed, call), actualView)
        },
        actualsOfCase.list(
            "listActuals", "List the service data of a case", right: .readServices,
            filters: [
                .init(.code("state", "Only service data in this state", Actual.State.self), field: .state),
                .init(.id("agreementId", "Only service data on this agreement"), field: .agreementID) { .equal($0, $1.lowercased()) },
            ], sorts: actualSorts),
    ]

    /// This many rows hold up the writer for about fifty milliseconds.
    private static let rowsByLine = LineIngest(
        atMost: 250, read: read,
        ingest: { call, rows in
            let receipt = try call.work.ingest(rows)
            for touched in receipt.clients { try call.touch(clientID: touched.clientID, caseID: touched.caseID) }
            return receipt.batch
        }, answer: { .value(.withoutCall(Imported(batches: $0), for: .json), importView) })

    private static func ownSource(_ call: AdmittedCall) -> String? {
        call.actor.role == .system ? call.actor.sourceSystem ?? "" : nil
    }

    private static func found(_ call: AdmittedCall) throws -> Actual {
        let actual = try call.repositories.actuals.require(try call.id("actual", Actual.self))
        if let client = actual.clientID {
            // The row of a hidden client looks like a row that does not exist, so the refusal must not be about a client.
            do { try call.touch(clientID: client, caseID: actual.caseID) } catch let refusal as Refusal where refusal.code == .notFound {
                throw Refusal.notFound(Actual.noun)
            }
        } else if !call.relations.contains(.task) {
            // The client is not known yet, so the row is only for finance.
            throw Refusal.notFound(Actual.noun)
        }
        return actual
    }

    /// Reads a row by its shape. The faults of a row become its result.
    @Sendable private static func read(_ row: JSONValue) -> ServiceDataRow {
        switch told.read(row) {
        case .success(let told): return .usage(told.usage, hetu: told.hetu)
        case .failure(let faults):
            let readable = row["eventId"].flatMap { try? eventID.read($0).get() }
            let first = faults.all.first
            var detail = faults.all.map { "\($0.pointer): \($0.detail.en)" }.joined(separator: "; ")
            // A fault quotes the name of an unknown member, which can contain a national id, and the result is stored.
            if PersonalTrace(in: detail, among: [.nationalID]) != nil { detail = "the name of a member holds a national id" }
            return .unreadable(eventID: readable, code: first?.code ?? "invalid", detail: String(detail.prefix(500)))
        }
    }

    // MARK: Shapes

    private static let eventID = withoutHetu(.line(100))

    /// A text that is stored unchanged. A national id has its own member, `clientRef.hetu`, and is sealed there.
    private static func withoutHetu(_ shape: Shape<String>) -> Shape<String> {
        shape.mapped(
            { text in
                if PersonalTrace(in: text, among: [.nationalID]) == nil { return .success(text) }
                return .failure(
                    Fault(
                        pointer: "", code: "third_person_data",
                        detail: LocalText(
                            fi: "ei saa sisältää henkilötunnusta", sv: "får inte innehålla en personbeteckning",
                            en: "must not hold a national id")))
            }, back: { $0 })
    }

    private struct ClientReference: Sendable {
        let hetu: Hetu?
        let number: String?
    }

    private static let clientReference = Shape<ClientReference>.object(
        "ClientReference",
        Field("hetu", .optional(.hetu)) { $0.hetu },
        Field("clientNumber", .optional(withoutHetu(.line(20)))) { $0.number },
        make: ClientReference.init,
        check: { reference in
            if reference.hetu != nil || reference.number != nil { return [] }
            return [
                Fault(
                    pointer: "", code: "required",
                    detail: LocalText(
                        fi: "henkilötunnus tai asiakasnumero on annettava", sv: "en personbeteckning eller ett klientnummer måste anges",
                        en: "must have hetu or clientNumber"))
            ]
        })

    private static let moment = Shape<ServiceUsage.Moment>.parsed(
        "wrong_form",
        LocalText(
            fi: "täytyy olla päivä, esimerkiksi 2026-03-02, tai ajanhetki, esimerkiksi 2026-03-02T09:00:00Z",
            sv: "måste vara en dag, till exempel 2026-03-02, eller en tidpunkt, till exempel 2026-03-02T09:00:00Z",
            en: "must be a date, 2026-03-02, or an instant, 2026-03-02T09:00:00Z"), pattern: "\(Pattern.date)|\(Pattern.instant)",
        1...40, { ServiceUsage.Moment($0) }, { "\($0)" })

    /// The faults of a row, with the names of its members as they came.
    private static let detail = View<String>(
        schema: Schema([("type", .string("string"))]), write: { text, writer in writer.string(text) }, tree: { .text($0) })

    /// A row of the right shape. Any other value is accepted too, because it gets a result of its own and fails no batch.
    private static let row = Schema(
        [
            (
                "anyOf",
                .array([told.schema.use, Schema([("description", .string("A row of another shape. Only this row is rejected"))]).use])
            )
        ],
        components: told.schema.components)

    /// What a source reported, and the national id that is stored beside it.
    private struct Told: Sendable {
        let usage: ServiceUsage
        let hetu: Hetu?
    }

    private static let told = Shape<Told>.object(
        "ServiceUsage",
        Field("eventId", eventID) { $0.usage.eventID },
        Field("clientRef", clientReference) { ClientReference(hetu: $0.hetu, number: $0.usage.clientNumber) },
        Field("agreementId", .optional(.id())) { $0.usage.agreementID },
        Field("serviceTypeCode", withoutHetu(.line(60))) { $0.usage.serviceTypeCode },
        Field("start", moment) { $0.usage.start },
        Field("end", .optional(moment)) { $0.usage.end },
        Field("quantityThousandths", .thousandths) { $0.usage.quantity },
        Field("unit", .code) { $0.usage.unit },
        Field("providerBusinessId", .optional(.businessID)) { $0.usage.providerBusinessID },
        Field("amountCents", .optional(.positiveCents)) { $0.usage.amount },
        Field("status", .code) { $0.usage.status },
        Field("corrects", .optional(eventID)) { $0.usage.corrects },
        make: { event, client, agreement, type, start, end, quantity, unit, provider, amount, status, corrects in
            Told(
                usage: ServiceUsage(
                    eventID: event, maskedHetu: client.hetu?.masked, clientNumber: client.number, agreementID: agreement,
                    serviceTypeCode: type, start: start, end: end, quantity: quantity, unit: unit, providerBusinessID: provider,
                    amount: amount, status: status, corrects: corrects),
                hetu: client.hetu)
        })

    /// The rows as they came. The schema describes their shape, but they are read one by one, so that a faulty row affects no other row.
    /// The domain refuses a batch with too many rows.
    private static let rows = Shape<[JSONValue]>(
        schema: .array(row, count: 1...ServiceDataBatch.maximumRows),
        read: { json, pointer, faults in
            guard case .array(let rows) = json else {
                faults.append(
                    json == nil
                        ? Fault(pointer: pointer, code: "required", detail: .required)
                        : Fault(
                            pointer: pointer, code: "wrong_type",
                            detail: LocalText(fi: "täytyy olla luettelo", sv: "måste vara en lista", en: "must be an array")))
                return nil
            }
            if rows.isEmpty {
                faults.append(
                    Fault(
                        pointer: pointer, code: "too_few",
                        detail: LocalText(
                            fi: "rivejä täytyy olla 1–\(ServiceDataBatch.maximumRows)",
                            sv: "det måste finnas 1–\(ServiceDataBatch.maximumRows) rader",
                            en: "must have 1 to \(ServiceDataBatch.maximumRows) items")))
                return nil
            }
            return rows
        },
        write: { rows, writer in
            writer.beginArray()
            for row in rows { writer.value(row) }
            writer.endArray()
        }, tree: { .array($0) })

    private static let batch = Shape<[JSONValue]>.object("NewServiceDataBatch", Field("items", rows) { $0 }, make: { $0 })

    private struct Resolution: Sendable {
        let decision: HoldDecision
        let agreementID: ID<Agreement>?
        let reason: String
    }

    private static let resolution = Shape<Resolution>.object(
        "HoldResolution",
        Field("decision", .code) { $0.decision },
        Field("agreementId", .optional(.id())) { $0.agreementID },
        Field("reason", .prose(2000, from: 3)) { $0.reason },
        make: Resolution.init,
        check: { resolution in
            if resolution.agreementID == nil || resolution.decision == .accept { return [] }
            return [
                Fault(
                    pointer: "/agreementId", code: "not_applicable",
                    detail: LocalText(
                        fi: "sopimuksen voi nimetä vain, kun rivi hyväksytään", sv: "avtalet kan anges bara när raden godkänns",
                        en: "is allowed only with the decision accept"))
            ]
        })

    /// The results in numbers, of a batch or of a value that contains one.
    private static func counts<Owner>(_ get: @escaping @Sendable (Owner) -> ServiceDataBatch) -> [ViewMember<Owner>] {
        let range = 0...ServiceDataBatch.maximumRows
        return [
            ViewMember("sourceSystem", .line(60)) { get($0).sourceSystem },
            ViewMember("rowCount", .count(range)) { get($0).rowCount },
            ViewMember("acceptedCount", .count(range)) { get($0).acceptedCount },
            ViewMember("duplicateCount", .count(range)) { get($0).duplicateCount },
            ViewMember("heldCount", .count(range)) { get($0).heldCount },
            ViewMember("rejectedCount", .count(range)) { get($0).rejectedCount },
        ]
    }

    private static let batchView = View<ServiceDataBatch>("ServiceDataBatch", ViewMember.record + counts { $0 })

    private struct Imported: NothingToMask { let batches: [ServiceDataBatch] }

    /// The results of the rows are read batch by batch.
    private static let importView = View<Imported>(
        "ServiceDataImport",
        [
            ViewMember("rowCount", .count(0...ImportLines.maximumLines)) { $0.batches.reduce(0) { $0 + $1.rowCount } },
            ViewMember("batches", view: .list(batchView)) { $0.batches },
        ])

    private static let itemView = View<ServiceDataItem>(
        "ServiceDataItem",
        [
            ViewMember("index", .count(0...ServiceDataBatch.maximumRows)) { $0.index },
            ViewMember("eventId", .optional(eventID)) { $0.eventID },
            ViewMember("outcome", .code) { $0.outcome },
            ViewMember("firstOutcome", .optional(.code)) { $0.firstOutcome },
            ViewMember("code", .optional(.line())) { $0.code },
            ViewMember("detail", view: .optional(detail)) { $0.detail },
            ViewMember("actualId", .optional(.id())) { $0.actualID },
        ])
    private static let itemPage = Page<ServiceDataItem>.view("ServiceDataItems", itemView)

    private static let receiptView = View<ServiceDataReceipt>(
        "ServiceDataReceipt",
        [
            ViewMember("id", .id()) { $0.batch.id },
            ViewMember("createdAt", .instant) { $0.batch.record.createdAt },
        ] + counts { $0.batch } + [
            ViewMember("items", view: .list(itemView)) { $0.items }
        ])

    private static let actualView = View<Seen<Actual>>(
        "Actual",
        ViewMember.seen(
            ViewMember.record + [
                ViewMember("batchId", .id()) { $0.batchID },
                ViewMember("sourceSystem", .line(60)) { $0.sourceSystem },
                ViewMember("eventId", eventID) { $0.usage.eventID },
                ViewMember("clientId", .optional(.id())) { $0.clientID },
                ViewMember("caseId", .optional(.id())) { $0.caseID },
                ViewMember("agreementId", .optional(.id())) { $0.agreementID },
                ViewMember("budgetLineId", .optional(.id())) { $0.budgetLineID },
                // What the source reported about the client helps to find the client. The national id is masked.
                ViewMember("maskedHetu", .optional(.line(20))) { $0.usage.maskedHetu?.text },
                ViewMember("clientNumber", .optional(.line(20))) { $0.usage.clientNumber },
                ViewMember("serviceTypeCode", .line(60)) { $0.usage.serviceTypeCode },
                ViewMember("serviceDate", .date) { $0.usage.serviceDate },
                ViewMember("start", moment) { $0.usage.start },
                ViewMember("end", .optional(moment)) { $0.usage.end },
                ViewMember("quantityThousandths", .thousandths) { $0.usage.quantity },
                ViewMember("unit", .code) { $0.usage.unit },
                ViewMember("providerBusinessId", .optional(.businessID)) { $0.usage.providerBusinessID },
                ViewMember("toldAmountCents", .optional(.positiveCents)) { $0.usage.amount },
                ViewMember("status", .code) { $0.usage.status },
                ViewMember("corrects", .optional(eventID)) { $0.usage.corrects },
                ViewMember("amountCents", .optional(.cents)) { $0.amount },
                ViewMember("hold", .optional(.code)) { $0.hold },
                ViewMember("note", .optional(.prose(2000))) { $0.note },
            ]) + ViewMember.state())

    /// A row that waits for a decision. The service writes its note, so the header names nothing as withheld.
    private struct HeldActual: Maskable {
        var seen: Seen<Actual>

        static let mask: Mask<HeldActual> = .freeText([], unless: .readDescriptions) { $0.seen.entity.hideNote() }
    }

    private static let heldPage = Page<HeldActual>.view("HeldActuals", actualView.of { $0.seen }, isNamed: true)
}
