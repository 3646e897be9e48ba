/// A group discussion, possibly at the end: the numbers of invited and attended, and themes without attributions to people (S39, row 44).
public struct GroupDiscussion: Recorded {
    public static let noun = "group_discussion"
    public var record: Record<GroupDiscussion>
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var heldOn: CalendarDate
        public var invitedCount: Int
        public var attendedCount: Int
        public var themes: [String]

        public init(heldOn: CalendarDate, invitedCount: Int, attendedCount: Int, themes: [String]) {
            self.heldOn = heldOn
            self.invitedCount = invitedCount
            self.attendedCount = attendedCount
            self.themes = themes
        }
    }

    public init(record: Record<GroupDiscussion>, details: Details) {
        self.record = record
        self.details = details
    }
}

extension Work {
    /// Inserts a group discussion (S39, row 44).
    /// - Throws: `third_person_data` (422) where a theme points to a person; 422 for a day after today or for more attended than invited.
    public func addDiscussion(_ details: GroupDiscussion.Details) throws -> GroupDiscussion {
        try checkDiscussion(details)
        let discussion = GroupDiscussion(record: newRecord(), details: details)
        try insert(discussion, to: repositories.groupDiscussions)
        return discussion
    }

    /// Corrects a group discussion (S39).
    /// - Throws: as `addDiscussion`.
    public func changeDiscussion(_ discussion: GroupDiscussion, _ details: GroupDiscussion.Details) throws -> GroupDiscussion {
        try checkDiscussion(details)
        var discussion = discussion
        discussion.details = details
        return try update(discussion, of: repositories.groupDiscussions)
    }

    private func checkDiscussion(_ details: GroupDiscussion.Details) throws(Refusal) {
        try refusePersons(inThemes: details.themes)
        var faults = [faultOfFuture(details.heldOn, at: "/heldOn")].compactMap { $0 }
        if details.attendedCount > details.invitedCount {
            faults.append(
                RuleFault(
                    pointer: "/attendedCount", code: "above_invited",
                    detail: LocalText(
                        fi: "osallistujia ei voi olla enempää kuin kutsuttuja", sv: "deltagarna kan inte vara fler än de inbjudna",
                        en: "must not be above invitedCount")))
        }
        if !faults.isEmpty { throw .invalid(faults) }
    }
}
