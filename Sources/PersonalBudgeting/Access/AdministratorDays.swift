/// The days, from today on, on which somebody can administer the service.
struct AdministratorDays: Sendable {
    /// The days on which one key administers; nil as the last day for no end.
    struct Span: Sendable {
        let first: CalendarDate
        let last: CalendarDate?

        func contains(_ day: CalendarDate) -> Bool { first <= day && last.map { day <= $0 } ?? true }
    }

    let today: CalendarDate
    let spans: [Span]

    func contains(_ day: CalendarDate) -> Bool { spans.contains { $0.contains(day) } }

    /// Returns the first day without an administrator that had one before; nil if there is none.
    ///
    /// A gap that was there before is no fault of the change, so a change that mends a part of it is possible. Such a day can first come
    /// today, on the day after a span, or on the first day of a span from before.
    func firstLostDay(since before: AdministratorDays) -> CalendarDate? {
        let days = [today] + spans.compactMap { $0.last?.addingClamped(days: 1) } + before.spans.map(\.first)
        return days.filter { $0 >= today && before.contains($0) && !contains($0) }.min()
    }
}

extension Work {
    /// Returns the days of all administrators, to be compared with those after a change.
    func administratorDays() throws -> AdministratorDays {
        var spans: [AdministratorDays.Span] = []
        for role in try repositories.userRoles.all([.equal(.role, Role.admin)]) {
            guard let user = try repositories.users.find(role.userID) else { continue }
            for key in try repositories.accessKeys.all([.equal(.userID, user.id)]) where key.roleID == role.id {
                if let span = span(of: key, for: role, of: user) { spans.append(span) }
            }
        }
        return AdministratorDays(today: today, spans: spans)
    }

    private func span(of key: AccessKey, for role: UserRole, of user: User) -> AdministratorDays.Span? {
        // A key that is limited to other rights administers nothing.
        guard key.isLive(at: now), key.scope.isEmpty || key.scope.contains("administration") else { return nil }
        // On the day of its expiry a key does not last to the evening. Today it opens as long as it is live.
        let lastOfKey = key.expiresAt.map { max(today, $0.helsinkiDate.addingClamped(days: -1)) }
        let first = [user.validFrom, role.validFrom].compactMap { $0 }.reduce(today) { max($0, $1) }
        let last = [user.validTo, role.validTo, lastOfKey].compactMap { $0 }.min()
        if let last, last < first { return nil }
        return AdministratorDays.Span(first: first, last: last)
    }

    /// Refuses what was just written if some day from today on has lost its last administrator.
    ///
    /// The refusal undoes what was written, so it is asked after the change.
    /// - Throws: `last_administrator` (409).
    func requireAdministrator(asIn before: AdministratorDays) throws {
        guard let day = try administratorDays().firstLostDay(since: before) else { return }
        throw Refusal(
            .lastAdministrator,
            LocalText(
                fi: "kenelläkään muulla ei olisi pääkäyttäjän roolia ja voimassa olevaa avainta \(day.prose)",
                sv: "ingen annan skulle ha huvudanvändarens roll och en giltig nyckel \(day.prose)",
                en: "nobody else would have the role admin and a valid key on \(day)"))
    }
}
