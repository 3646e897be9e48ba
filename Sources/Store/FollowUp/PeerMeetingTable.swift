import PersonalBudgeting

extension Table where Entity == PeerMeeting {
    static let peerMeetings = Table(
        "peer_meetings",
        Column("peer_group_id", .id(), field: .peerGroupID) { $0.peerGroupID },
        part(
            Column("held_on", .date) { $0.details.heldOn },
            Column("themes", .texts) { $0.details.themes },
            Column("attended_count", .count) { $0.details.attendedCount },
            make: { heldOn, themes, attended in
                PeerMeeting.Details(heldOn: heldOn, themes: themes, attendedCount: attended)
            }),
        make: { record, group, details in
            PeerMeeting(record: record, peerGroupID: group, details: details)
        })
}
