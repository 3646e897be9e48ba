import HTTPServer
import JSON
import PersonalBudgeting

/// The client register.
enum ClientAPI {
    static let operations: [Operation] = [
        Operation(
            "registerClient", .post, "/v1/clients", "Register a client", tag: .clients, effect: .create,
            right: .writeClients, request: newClient.schema, status: 201, response: view.schema, refusals: [.duplicateHetu],
            read: newClient.reading
        ) { call in
            let new = try call.body(newClient)
            try call.recordKnown(new.hetu)
            let client = try call.work.register(hetu: new.hetu, new.details)
            try call.touch(clientID: client.id)
            return .created(call.masked(ShownClient(client)), view, at: "/v1/clients/\(client.id)")
        },
        Operation(
            "listClients", .get, "/v1/clients", "List the clients, or search them by name", tag: .clients, effect: .read,
            right: .readClients,
            kind: .list,
            parameters: [name, .ids] + ListSort.parameters(sorts), response: page.schema
        ) { call in
            let result = try list(call)
            // An identity that the list leaves out was asked about all the same.
            if let asked = call.ids(Client.self) {
                let shown = Set(result.items.map(\.id))
                for id in asked where !shown.contains(id) { try call.recordQuestion(about: id) }
            }
            for client in result.items { call.trail.note(client.id) }
            return call.answer(call.masked(result.map { ShownClient($0) }), page)
        },
        Operation(
            "findClient", .get, "/v1/clients/{client}", "Read a client", tag: .clients, effect: .read, right: .readClients, about: .client,
            response: view.schema
        ) { .item($0.masked(ShownClient(try $0.requireClient())), view) },
        Operation(
            "searchClients", .post, "/v1/clients/search", "Find a client by national id or client number", tag: .clients,
            effect: .submit, right: .writeClients, request: search.schema, response: page.schema
        ) { call in
            let asked = try call.body(search)
            let client =
                try asked.hetu.flatMap { try call.repositories.clients.find(hetu: $0) }
                ?? asked.number.flatMap { try call.repositories.clients.find(number: $0) }
            let found = try client.map { try call.mayFind($0) } == true ? client : nil
            return call.answer(call.masked(Page(items: found.map { [ShownClient($0)] } ?? [], next: nil, total: nil)), page)
        },
        Operation(
            "correctClient", .patch, "/v1/clients/{client}", "Correct a client's details", tag: .clients, effect: .change,
            right: .correctClients, about: .client, request: details.schema.asMergePatch, response: view.schema
        ) { call in
            let client = try call.requireClient()
            let changed = try call.changed(client, as: ShownClient.self, client.details, details) {
                view.bytes(call.masked(ShownClient(client)))
            }
            return .item(call.masked(ShownClient(try changed.map { try call.work.correct(client, $0) } ?? client)), view)
        },
    ]

    private static let sorts = [ListSort<Client>("familyName", .nameOrder)]

    private static let name = QueryParameter.text(
        "name",
        "Words that begin a given name or the family name; a word of four or more letters may have one typing error. Case, å ä ö and"
            + " accents are ignored. Exact matches come first, so `sort` is not allowed. Text without letters and digits matches no name")

    /// Returns the requested page of the clients whom the caller may see.
    private static func list(_ call: AdmittedCall) throws -> Page<Client> {
        let name = call.query["name"]
        if name != nil, call.query["sort"] != nil {
            throw BadQuery([
                .init(
                    "sort", "not_with_name",
                    LocalText(
                        fi: "järjestystä ei voi valita, kun haetaan nimellä: parhaat osumat ovat ensin",
                        sv: "ordningen kan inte väljas vid sökning med namn: de bästa träffarna kommer först",
                        en: "cannot be combined with name: the best matches come first"))
            ])
        }
        if name != nil, call.query["ids"] != nil {
            throw BadQuery([
                .init(
                    "ids", "not_with_name",
                    LocalText(
                        fi: "tunnisteita ei voi antaa, kun haetaan nimellä", sv: "identifierare kan inte anges vid sökning med namn",
                        en: "cannot be combined with name"))
            ])
        }
        let clients = call.repositories.clients
        let isCounted = call.query["count"] != nil
        let visible = try call.visibleClients
        guard let name else { return try call.list(clients, [], sorts, in: visible) }
        guard let search = NameSearch(name) else { return Page(items: [], next: nil, total: isCounted ? 0 : nil) }
        let found = try clients.search(search, in: visible, after: try call.position(), limit: call.limit + 1)
        return try call.page(found, total: isCounted ? try clients.count(search, in: visible) : nil) { $0.cursor }.map(\.client)
    }

    struct NewClient: Sendable {
        let hetu: Hetu
        let details: Client.Details
    }

    static let newClient = Shape<NewClient>.object(
        "NewClient", Field("hetu", .hetu) { $0.hetu }, inline: details, { $0.details }, make: NewClient.init)

    /// The details of a client: in requests, and wherever a client is shown.
    static let details = Shape<Client.Details>.object(
        "ClientDetails",
        Field("givenNames", .line(100)) { $0.givenNames },
        Field("familyName", .line(100)) { $0.familyName },
        Field("language", .language) { $0.language },
        Field("municipality", .municipality) { $0.municipality },
        Field("streetAddress", .optional(.line())) { $0.streetAddress },
        Field("postalCode", .optional(.postalCode)) { $0.postalCode },
        Field("postOffice", .optional(.line(60))) { $0.postOffice },
        Field("phone", .optional(.line(40))) { $0.phone },
        Field("email", .optional(.line(254))) { $0.email },
        Field("communicationNeed", .optional(.prose(500))) { $0.communicationNeed },
        make: Client.Details.init)

    private struct Search: Sendable {
        let hetu: Hetu?
        let number: String?
    }

    private static let search = Shape<Search>.object(
        "ClientSearch",
        Field("hetu", .optional(.hetu)) { $0.hetu },
        Field("number", .optional(.line(20))) { $0.number },
        make: Search.init,
        check: { search in
            (search.hetu == nil) == (search.number == nil)
                ? [
                    Fault(
                        pointer: "", code: "one_of",
                        detail: LocalText(
                            fi: "joko henkilötunnus tai asiakasnumero on annettava, ei molempia",
                            sv: "antingen personbeteckningen eller klientnumret måste anges, inte båda",
                            en: "must have either hetu or number"))
                ] : []
        })

    /// A client, with null for the members that the caller may not see. The view below writes the same bytes.
    static let members = View<ShownClient>(
        "Client",
        ViewMember<Client>.record.map { member in member.of { $0.client } } + [
            ViewMember("number", .line(20)) { $0.client.number },
            ViewMember("hetuMasked", .line(11)) { $0.client.maskedHetu.text },
            ViewMember("birthDate", .date) { $0.client.maskedHetu.birthDate },
            .inline(details, hiding: Client.whereabouts, unless: { $0.isWhereShown }) { $0.client.details },
            ViewMember("isProtected", .flag) { $0.client.isProtected },
            ViewMember("deathDate", .optional(.date)) { $0.client.deathDate },
        ])

    /// Clients are the most frequent answer, fifty at a time. Written by hand they take a third of the time that their members take one by
    /// one, because each member gets the whole client. A test compares this view with the members.
    static let view = members.written { shown, writer in
        let client = shown.client
        let details = client.details
        writer.beginObject()
        writer.member("id", ascii: 36) { client.record.id.write(to: $0) }
        writer.member("createdAt", ascii: 27) { client.record.createdAt.write(to: $0) }
        writer.member("updatedAt", ascii: 27) { client.record.updatedAt.write(to: $0) }
        writer.member("etag", EntityTag.ofVersion(client.record.version))
        writer.member("number", client.number)
        writer.member("hetuMasked", ascii: 10) { client.maskedHetu.write(to: $0) }
        writer.member("birthDate", ascii: 10) { client.maskedHetu.birthDate.write(to: $0) }
        writer.member("givenNames", details.givenNames)
        writer.member("familyName", details.familyName)
        writer.member("language", details.language.text)
        let isHidden = !shown.isWhereShown
        writer.member("municipality", isHidden ? nil : details.municipality.text)
        writer.member("streetAddress", isHidden ? nil : details.streetAddress)
        writer.member("postalCode", isHidden ? nil : details.postalCode)
        writer.member("postOffice", isHidden ? nil : details.postOffice)
        writer.member("phone", isHidden ? nil : details.phone)
        writer.member("email", isHidden ? nil : details.email)
        writer.member("communicationNeed", details.communicationNeed)
        writer.name("isProtected")
        writer.bool(client.isProtected)
        if let day = client.deathDate {
            writer.member("deathDate", ascii: 10) { day.write(to: $0) }
        } else {
            writer.member("deathDate", nil)
        }
        writer.endObject()
    }

    static let page = Page<ShownClient>.view("Clients", view)
}

extension Shape where Value == String {
    /// A Finnish postal code: five digits.
    static var postalCode: Shape {
        .text(5...5, .line, pattern: "^[0-9]{5}$") { $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
    }
}
