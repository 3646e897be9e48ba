import JSON
import PersonalBudgeting

/// The meetings of peer groups, for those who run them.
enum PeerMeetingAPI {
    private static let resource = Resource<PeerMeeting>(
        "/v1/peer-groups/{peerGroup}/meetings", "peerMeeting", tag: .peerGroups, view: view,
        owner: .init(
            about: .noOne,
            filters: { [.equal(.peerGroupID, try $0.requirePeerGroup().id)] },
            holds: { $0.peerGroupID == (try $1.requirePeerGroup()).id })
    ) { $0.peerMeetings }

    static let operations: [Operation] = [
        resource.list("listPeerMeetings", "List the meetings of a peer group", right: .readFollowUpFigures),
        resource.find("findPeerMeeting", "Read a meeting of a peer group", right: .readFollowUpFigures),
        resource.create("addPeerMeeting", "Record a meeting of a peer group", right: .writeAsWorker, details, refusals: [.thirdPersonData])
        {
            call, details in try call.work.addPeerMeeting(details, of: try call.requirePeerGroup())
        },
        resource.change(
            "changePeerMeeting", "Correct a meeting of a peer group", right: .writeAsWorker, details, refusals: [.thirdPersonData],
            current: \.details
        ) { call, meeting, details in try call.work.changePeerMeeting(meeting, details) },
    ]

    private static let details = Shape<PeerMeeting.Details>.object(
        "PeerMeetingDetails",
        Field("heldOn", .date) { $0.heldOn },
        Field("themes", .list(.prose(500), 0...50)) { $0.themes },
        Field("attendedCount", .count(0...1000)) { $0.attendedCount },
        make: PeerMeeting.Details.init)

    private static let view = View<PeerMeeting>(
        "PeerMeeting", ViewMember.record + [ViewMember("peerGroupId", .id()) { $0.peerGroupID }, .inline(details) { $0.details }])
}
