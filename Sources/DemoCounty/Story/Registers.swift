import PersonalBudgeting

/// The registers of the synthetic county: units, staff, regional models, assessment methods, services and forms.
extension CountyBuilder {
    /// Makes two models that give different outcomes on the same input (row 51): who decides, up to which sum, and what is carried over.
    func makeModels() throws {
        let work = try work(adminActor, at: start)
        for (code, name, authority, limit, carryOver, value) in [
            (
                "avain", "Avain: viranhaltija päättää", RegionalModel.DecidingAuthority.officeHolderThenBody, Int64(2_000_000),
                RegionalModel.CarryOverPolicy.percentOfAllocation, Int64(10)
            ),
            ("silta", "Silta: yksilöjaosto päättää", .body, 0, .none, 0),
        ] {
            let details = RegionalModel.Details(
                name: name, county: "08", validFrom: start.helsinkiDate, validTo: nil,
                goals: "Itsemääräämisoikeus, valinnanmahdollisuudet ja osallisuus vahvistuvat.",
                contact: "Henkilökohtaisen budjetoinnin neuvonta, hb@example.com",
                rules: RegionalModel.Rules(
                    decidingAuthority: authority,
                    authorityName: authority == .body ? "Yksilöasioiden jaosto" : "Vammaispalvelujen johtava viranhaltija",
                    bodyName: "Yksilöasioiden jaosto",
                    officeHolderLimit: try sum(limit), fourEyesAbove: try sum(1_000_000),
                    allowedBases: [.currentServicesToChange, .entitlement], allowedServiceTypes: [],
                    excludedPurposes: ["alcohol", "gambling", "debt_repayment"], carryOver: carryOver, carryOverValue: value,
                    tolerancePercent: 5, reallocationPercent: 20, trialMaximumDays: 90, reviewIntervalMonths: 6,
                    monitoringRequired: authority == .body,
                    administrationModes: [.countyManaged, .voucher, .employerModel, .mixed],
                    requiredForms: ["esr", "kykyviisari", "hb_end_survey"]))
            let draft = try work.draftModel(code: code, details)
            // The decision maker brings the model into force, because its author may not (A15).
            models.append(try self.work(decisionMaker, at: start).transition(.bringIntoForce, draft, reason: nil))
        }
    }

    func makeStaff(socialWorkers: Int, units count: Int) throws {
        let work = try work(adminActor, at: start)
        var units: [OrganisationUnit] = []
        let (first, others) = ([("Sari Soini", "Pirjo Palo"), ("Martti Metso", "Olavi Oksa")], ["itä", "länsi"])
        for index in 0..<count {
            let place = index < others.count ? others[index] : "\(index + 1)"
            let unit = try work.addUnit(named: "Vammaispalvelut, \(place)")
            units.append(unit)
            let (worker, coordinator) = index < first.count ? first[index] : ("Sosiaalityöntekijä \(place)", "Ohjaaja \(place)")
            workers.append(try staff(work, .socialWorker, worker, unit))
            coordinators.append(try staff(work, .serviceCoordinator, coordinator, unit))
            if index == 0 {
                decisionMaker = try staff(work, .decisionMaker, "Johanna Johtava", unit)
                secretary = try staff(work, .bodySecretary, "Jaakko Jaosto", unit)
                finance = try staff(work, .finance, "Tuula Talous", unit)
                system = try staff(work, .system, "Effica X", unit, source: "effica_x")
            }
        }
        for number in workers.count..<socialWorkers {
            let (given, family) = (Names.women + Names.men, Names.families)
            let name = "\(given[number % given.count]) \(family[number / given.count % family.count]) \(number + 1)"
            workers.append(try staff(work, .socialWorker, name, units[number % units.count]))
        }
        for (code, name, minimum, maximum) in [
            ("kykyviisari", "Kykyviisari, työkyvyn arvio", Int64(0), Int64(10)), ("asta", "ASTA, asumisen toimintakyky", 0, 100),
        ] {
            _ = try work.addAssessmentMethod(
                code: code, .score, minimum: minimum, maximum: maximum,
                AssessmentMethod.Details(name: name, validFrom: start.helsinkiDate, validTo: nil))
        }
        _ = try work.addAssessmentMethod(
            code: "home_visit", .text, minimum: nil, maximum: nil,
            AssessmentMethod.Details(name: "Kotikäynti", validFrom: start.helsinkiDate, validTo: nil))
    }

    /// Makes the service types, their prices and two providers (G18, G21).
    func makePrices() throws {
        let work = try work(adminActor, at: start)
        let from = start.helsinkiDate
        for (code, fi, sv, unit, cents) in [
            ("henkilokohtainen_apu", "Henkilökohtainen apu", "Personlig assistans", ServiceType.Unit.hour, Int64(3_000)),
            ("liikkumisen_tuki", "Liikkumisen tuki", "Stöd för rörlighet", .trip, 2_700),
            ("paivatoiminta", "Päivätoiminta", "Dagverksamhet", .day, 8_500),
            ("valmennus", "Valmennus", "Träning", .hour, 6_500), ("hb_muu", "Muu HB-hankinta", "Annan HB-anskaffning", .hour, 3_000),
        ] {
            _ = try work.addServiceType(
                code: code,
                ServiceType.Details(
                    nameFi: fi, nameSv: sv, unit: unit, law: "vammaispalvelulaki_675_2023", legalBasis: "Vammaispalvelulaki 675/2023",
                    isSubjectiveRight: code != "hb_muu", isFreeOfCharge: code == "henkilokohtainen_apu", validFrom: from, validTo: nil))
            _ = try work.addPrice(
                Price.Details(
                    serviceTypeCode: code, providerID: nil, unitPrice: try sum(cents), validFrom: from, validTo: nil, source: "hinnasto"))
        }
        for (number, name) in [(9_000_001, "Testi-Apu Oy"), (9_000_003, "Mallitoiminta Oy")] {
            providers.append(
                try work.addProvider(
                    businessID: try found(BusinessID.make(number: number)),
                    Provider.Details(
                        name: name, approvedServiceTypes: ["henkilokohtainen_apu", "hb_muu", "valmennus"], approvedFrom: from,
                        approvedTo: nil,
                        iban: nil, oid: nil, eInvoiceAddress: nil)))
        }
    }

    /// Makes the forms of the follow-up with item codes only: their texts belong to their owners (S37).
    func makeForms() throws {
        let work = try work(adminActor, at: start)
        for (code, name, phases) in [
            ("esr", "ESR-asiakaslomake", [FormInstrument.Phase.start, .end]), ("kykyviisari", "Kykyviisari", [.start, .interim, .end]),
            ("hb_end_survey", "HB-loppukysely", [.end]),
        ] {
            _ = try work.addInstrument(
                code: code,
                FormInstrument.Details(
                    name: name, phases: phases,
                    items: [FormInstrument.Item(code: "score", kind: .score, minimum: 0, maximum: 10, label: nil)],
                    isOpen: true))
        }
    }

    private func staff(_ work: Work, _ role: Role, _ name: String, _ unit: OrganisationUnit, source: String? = nil) throws -> Actor {
        let user = User(
            record: work.newRecord(), name: name, role: role, unitID: unit.id, clientID: nil, representativeID: nil, sourceSystem: source)
        try work.insert(user)
        return user.actor
    }

    func sum(_ cents: Int64) throws -> Money {
        guard let money = Money(cents: cents) else { throw AmountOutOfRange() }
        return money
    }
}
