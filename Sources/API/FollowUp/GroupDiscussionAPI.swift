import JSON
import PersonalBudgeting

/// Group discussions: numbers and themes, without names.
enum GroupDiscussionAPI {
    private static let resource = Resource<GroupDiscussion>(
        "/v1/group-discussions", "groupDiscussion", tag: .peerGroups, view: view, owner: .none
    ) { $0.groupDiscussions }

    static let operations: [Operation] = [
        resource.list("listGroupDiscussions", "List the group discussions", right: .readFollowUpFigures),
        resource.find("findGroupDiscussion", "Read a group discussion", right: .readFollowUpFigures),
        resource.create("addGroupDiscussion", "Record a group discussion", right: .writeAsWorker, details, refusals: [.thirdPersonData]) {
            call, details in try call.work.addDiscussion(details)
        },
        resource.change(
            "changeGroupDiscussion", "Correct a group discussion", right: .writeAsWorker, details, refusals: [.thirdPersonData],
            current: \.details
        ) { call, discussion, details in try call.work.changeDiscussion(discussion, details) },
    ]

    private static let details = Shape<GroupDiscussion.Details>.object(
        "GroupDiscussionDetails",
        Field("heldOn", .date) { $0.heldOn },
        Field("invitedCount", .count(0...10_000)) { $0.invitedCount },
        Field("attendedCount", .count(0...10_000)) { $0.attendedCount },
        Field("themes", .list(.prose(500), 0...50)) { $0.themes },
        make: GroupDiscussion.Details.init)

    private static let view = View<GroupDiscussion>("GroupDiscussion", ViewMember.record + [.inline(details) { $0.details }])
}
