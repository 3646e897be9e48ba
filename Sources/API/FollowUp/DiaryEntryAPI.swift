import JSON
import PersonalBudgeting

/// The client's diary. For everybody else, entries that are not shared do not exist.
enum DiaryEntryAPI {
    private static let resource = Resource<DiaryEntry>(
        "/v1/cases/{case}/diary-entries", "diaryEntry", tag: .clientsOwnNotes, stateful: view, owner: .caseFile
    ) { $0.diaryEntries }

    static let operations: [Operation] = [
        resource.list(
            "listDiaryEntries", "List the diary: all entries for the client, the shared entries for the worker", right: .readFollowUp,
            sorts: [ListSort("heldOn", .heldOn)],
            visible: { $0.actor.role == .client || $0.actor.role == .representative ? [] : [.equal(.state, DiaryEntry.State.shared)] }),
        resource.find(
            "findDiaryEntry", "Read a diary entry", right: .readFollowUp, visible: { entry, call in entry.isVisible(to: call.actor) }),
        resource.create("writeDiaryEntry", "Write in the diary", right: .writeAsClient, new) { call, new in
            try call.work.writeDiary(new.details, shared: new.shared, in: try call.requireCase())
        },
        resource.change("changeDiaryEntry", "Change a diary entry", right: .writeAsClient, details, current: \.details) {
            call, entry, details in try call.work.changeDiary(entry, details, in: try call.requireCase())
        },
        resource.command("shareDiaryEntry", .share, "Share a diary entry with the worker", right: .writeAsClient, NoMembers.shape) {
            call, entry, _ in
            try call.work.transition(.share, entry, in: try call.requireCase())
        },
        resource.command("unshareDiaryEntry", .unshare, "Hide a shared diary entry again", right: .writeAsClient, NoMembers.shape) {
            call, entry, _ in
            try call.work.transition(.unshare, entry, in: try call.requireCase())
        },
    ]

    private struct NewEntry: Sendable {
        let details: DiaryEntry.Details
        let shared: Bool
    }

    private static let new = Shape<NewEntry>.object(
        "NewDiaryEntry",
        Field("heldOn", .date) { $0.details.heldOn },
        Field("text", .prose) { $0.details.text },
        Field("shared", .flag.defaulting(to: false)) { $0.shared },
        make: { NewEntry(details: DiaryEntry.Details(heldOn: $0, text: $1), shared: $2) })

    private static let details = Shape<DiaryEntry.Details>.object(
        "DiaryEntryDetails",
        Field("heldOn", .date) { $0.heldOn },
        Field("text", .prose) { $0.text },
        make: DiaryEntry.Details.init)

    private static let view = View<Seen<DiaryEntry>>(
        "DiaryEntry",
        ViewMember.seen(
            ViewMember.record + [.caseID, .inline(details) { $0.details }, ViewMember("shared", .flag) { $0.state == .shared }])
            + ViewMember.state())
}
