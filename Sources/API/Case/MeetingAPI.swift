import JSON
import PersonalBudgeting

/// Meetings with the client.
enum MeetingAPI {
    private static let resource = Resource<Meeting>(
        "/v1/cases/{case}/meetings", "meeting", tag: .meetings, view: view, owner: .caseFile
    ) { $0.meetings }

    static let operations: [Operation] = [
        resource.list(
            "listMeetings", "List the meetings of a case", right: .readCaseFile,
            filters: [.init(.code("kind", "Only meetings of this kind", Meeting.Kind.self), field: .kind)],
            sorts: [ListSort("heldOn", .heldOn)]),
        resource.find("findMeeting", "Read a meeting", right: .readCaseFile),
        resource.create(
            "addMeeting", "Record a meeting", right: .writeFirstContact, details, refusals: [.contactForbidden, .caseClosed]
        ) { call, details in
            try call.work.addMeeting(details, to: try call.requireCase())
        },
        resource.change(
            "changeMeeting", "Correct a meeting or add its minutes", right: .writeCaseFile, details, refusals: [.contactForbidden],
            current: \.details
        ) { call, meeting, details in
            try call.work.changeMeeting(meeting, details, in: try call.requireCase())
        },
    ]

    static let details = Shape<Meeting.Details>.object(
        "MeetingDetails",
        Field("kind", .code) { $0.kind },
        Field("heldOn", .date) { $0.heldOn },
        Field("place", .line()) { $0.place },
        Field("placeChosenBy", .code) { $0.placeChosenBy },
        Field("inviteesChosenByClient", .flag.defaulting(to: false)) { $0.inviteesChosenByClient },
        Field("closePersonIds", .list(.id(), 0...50)) { $0.closePersonIDs },
        Field("otherParticipants", .list(.line(), 0...50)) { $0.otherParticipants },
        Field("minutes", .optional(.prose)) { $0.minutes },
        make: Meeting.Details.init)

    static let view = View<Meeting>("Meeting", ViewMember.record + [.caseID, .inline(details) { $0.details }])
}
