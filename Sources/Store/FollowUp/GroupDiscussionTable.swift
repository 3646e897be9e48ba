import PersonalBudgeting

extension Table where Entity == GroupDiscussion {
    static let groupDiscussions = Table(
        "group_discussions",
        part(
            Column("held_on", .date) { $0.details.heldOn },
            Column("invited_count", .count) { $0.details.invitedCount },
            Column("attended_count", .count) { $0.details.attendedCount },
            Column("themes", .texts) { $0.details.themes },
            make: { heldOn, invited, attended, themes in
                GroupDiscussion.Details(heldOn: heldOn, invitedCount: invited, attendedCount: attended, themes: themes)
            }),
        make: { record, details in
            GroupDiscussion(record: record, details: details)
        })
}
