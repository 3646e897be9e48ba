import PersonalBudgeting

/// Builds a synthetic county through the domain, so that every history obeys every rule. The same seed and the same day give the same data
/// (G18).
final class CountyBuilder {
    /// The repositories of the current transaction.
    var repositories: any Repositories
    let today: CalendarDate
    /// The moment of the first event, a year and a half before today.
    let start: Instant
    var random: SeededGenerator
    let identifiers: SeededIdentifiers
    let adminActor = Actor.commandLine

    var models: [RegionalModel] = []
    var workers: [Actor] = []
    var coordinators: [Actor] = []
    var decisionMaker = Actor.commandLine
    var secretary = Actor.commandLine
    var finance = Actor.commandLine
    var system = Actor.commandLine
    var providers: [Provider] = []
    let one: Quantity

    init(_ repositories: any Repositories, seed: UInt64, today: CalendarDate) {
        self.repositories = repositories
        self.today = today
        one = Quantity.oneUnit
        start = Instant.startOfHelsinkiDay(today.adding(months: -18) ?? today)
        random = SeededGenerator(seed: seed)
        identifiers = SeededIdentifiers(seed: seed)
    }

    /// Returns a unit of work of an actor at a moment.
    func work(_ actor: Actor, at now: Instant) throws -> Work {
        Work(repositories: repositories, actor: actor, now: now, identifiers: identifiers)
    }

    /// Returns a unit of work at nine in the morning on the `workday` of a day.
    func work(_ actor: Actor, on date: CalendarDate) throws -> Work {
        let morning = Instant.startOfHelsinkiDay(workday(min(date, today))).adding(seconds: 9 * 3600) ?? start
        return try work(actor, at: morning)
    }

    /// Makes the registers that the clients need.
    /// - Parameter cases: the expected number of cases; there is a social worker for every sixty.
    func makeRegisters(cases: Int, units: Int) throws {
        try makeStaff(socialWorkers: max(units, cases / 60), units: units)
        try makeModels()
        try makePrices()
        try makeForms()
    }

    /// Makes the clients with these numbers, each with a story.
    func makeClients(_ numbers: ClosedRange<Int>, hbPercent: Int) throws {
        for number in numbers {
            try Story.tell(self, random.chance(hbPercent) ? Stage.pick(&random) : .registered, number: number)
        }
    }

    /// Returns the day itself; for a Saturday or Sunday the next Monday, or the Friday before when that Monday is after today.
    func workday(_ date: CalendarDate) -> CalendarDate {
        guard date.weekday > 5 else { return date }
        let monday = date.addingClamped(days: 8 - date.weekday)
        return monday <= today ? monday : date.addingClamped(days: 5 - date.weekday)
    }

    /// Returns a value that the story made before.
    /// - Throws: `not_found` when it is missing.
    func found<Value>(_ value: Value?) throws -> Value {
        guard let value else {
            throw Refusal(
                .notFound,
                LocalText(fi: "kertomuksen vaihe puuttuu", sv: "ett steg i berättelsen saknas", en: "a step of the story is missing"))
        }
        return value
    }

    /// Makes one client with an artificial national id (G18, I5), unique as a whole.
    /// - Parameter worker: the worker who registers the client; nil for a random one.
    func makeClient(number: Int, on date: CalendarDate, by worker: Actor? = nil) throws -> Client {
        let isWoman = random.chance(54)
        let age = random.chance(14) ? random.number(0...17) : random.chance(53) ? random.number(18...64) : random.number(65...95)
        // A client is not registered before being born.
        let birth = min(today.addingClamped(days: -(age * 365 + random.number(1...365))), date)
        let sign: Character = birth.year < 2000 ? "-" : "A"
        // Numbers 900 to 999 are never given to real persons; odd numbers are male, even numbers female (I5).
        var serial = 900 + (number * 2) % 100 + (isWoman ? 0 : 1)
        var day = birth
        var hetu = Hetu.make(birthDate: day, sign: sign, number: serial)
        while let taken = hetu, try repositories.clients.find(hetu: taken) != nil {
            day = day.addingClamped(days: -1)
            serial = 900 + (serial - 900 + 2) % 100
            hetu = Hetu.make(birthDate: day, sign: day.year < 2000 ? "-" : "A", number: serial)
        }
        guard let hetu else {
            throw Refusal.invalid(
                "/hetu", "no_number",
                LocalText(
                    fi: "keinotekoisia tunnuksia ei ole jäljellä päivälle \(day.prose)",
                    sv: "inga konstgjorda beteckningar är kvar för \(day.prose)", en: "no artificial number is left for \(day)"))
        }
        let town = random.one(of: Names.towns)
        guard let municipality = MunicipalityCode(town.code) else { throw Refusal.invalid("/municipality", "unknown", .notInRegister) }
        let language: LanguageCode = random.chance(88) ? .finnish : random.chance(60) ? .swedish : .plainFinnish
        let names = isWoman ? Names.women : Names.men
        let (first, second) = (random.one(of: names), random.one(of: names))
        let given = first == second ? first : "\(first) \(second)"
        let another = random.one(of: workers)
        return try work(worker ?? another, on: date).register(
            hetu: hetu,
            Client.Details(
                givenNames: given,
                familyName: random.one(of: random.chance(30) ? Names.families : Names.rareFamilies), language: language,
                municipality: municipality,
                streetAddress: "Testikatu \(random.number(1...200))", postalCode: town.postalCode, postOffice: town.postOffice,
                email: "asiakas\(number)@example.com"))
    }
}
