import PersonalBudgeting

extension Table where Entity == Meeting {
    static let meetings = Table(
        "meetings",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("kind", .code, field: .kind) { $0.details.kind },
            Column("held_on", .date, field: .heldOn) { $0.details.heldOn },
            Column("place", .text) { $0.details.place },
            Column("place_chosen_by", .code) { $0.details.placeChosenBy },
            Column("invitees_chosen_by_client", .flag) { $0.details.inviteesChosenByClient },
            Column("close_person_ids", .ids()) { $0.details.closePersonIDs },
            Column("other_participants", .texts) { $0.details.otherParticipants },
            Column("minutes", .optional(.text)) { $0.details.minutes },
            make: { kind, on, place, chooser, chosen, persons, others, minutes in
                Meeting.Details(
                    kind: kind, heldOn: on, place: place, placeChosenBy: chooser, inviteesChosenByClient: chosen, closePersonIDs: persons,
                    otherParticipants: others, minutes: minutes)
            }),
        make: { record, caseID, details in
            Meeting(record: record, caseID: caseID, details: details)
        })
}
