import PersonalBudgeting

extension Table where Entity == PeerMeeting {
    static let peerMeetings = Table(
        "peer_meetings",
        Column("peer_group_id", .id()) { $0.peerGroupID },
        Column("held_on", .date) { $0.details.heldOn },
        Column("themes", .texts) { $0.details.themes },
        Column("attended_count", .count) { $0.details.attendedCount },
        make: { record, group, heldOn, themes, attended in
            PeerMeeting(
                record: record, peerGroupID: group,
                details: PeerMeeting.Details(heldOn: heldOn, themes: themes, attendedCount: attended))
        })
}
