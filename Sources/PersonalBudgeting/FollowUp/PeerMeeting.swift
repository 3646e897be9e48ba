/// A meeting of a peer group: the number of attendees and the themes, without names (S33).
public struct PeerMeeting: Recorded {
    public static let noun = "peer_meeting"
    public enum Field: ListField { case peerGroupID }
    public var record: Record<PeerMeeting>
    public let peerGroupID: ID<PeerGroup>
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var heldOn: CalendarDate
        public var themes: [String]
        public var attendedCount: Int

        public init(heldOn: CalendarDate, themes: [String], attendedCount: Int) {
            self.heldOn = heldOn
            self.themes = themes
            self.attendedCount = attendedCount
        }
    }

    public init(record: Record<PeerMeeting>, peerGroupID: ID<PeerGroup>, details: Details) {
        self.record = record
        self.peerGroupID = peerGroupID
        self.details = details
    }
}

extension Work {
    /// Inserts a meeting (S33).
    /// - Throws: `third_person_data` (422) where a theme points to a person; 422 for a day after today.
    public func addPeerMeeting(_ details: PeerMeeting.Details, of group: PeerGroup) throws -> PeerMeeting {
        try checkPeerMeeting(details)
        let meeting = PeerMeeting(record: newRecord(), peerGroupID: group.id, details: details)
        try insert(meeting, to: repositories.peerMeetings)
        return meeting
    }

    /// Corrects a meeting (S33).
    /// - Throws: as `addPeerMeeting`.
    public func changePeerMeeting(_ meeting: PeerMeeting, _ details: PeerMeeting.Details) throws -> PeerMeeting {
        try checkPeerMeeting(details)
        var meeting = meeting
        meeting.details = details
        return try update(meeting, of: repositories.peerMeetings)
    }

    private func checkPeerMeeting(_ details: PeerMeeting.Details) throws {
        try checkNotInFuture([("/heldOn", details.heldOn)])
        try refusePersons(inThemes: details.themes)
    }

    /// Refuses themes that point to a person: a theme does not say who said what (S39, row 44).
    func refusePersons(inThemes themes: [String]) throws(Refusal) {
        try PersonalTrace.refuse([.nationalID, .identity], in: themes.enumerated().map { ("/themes/\($0.offset)", $0.element) })
    }
}
