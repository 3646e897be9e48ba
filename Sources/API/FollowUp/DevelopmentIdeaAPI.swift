import JSON
import PersonalBudgeting

/// Ideas for the local model. A client sees only their own ideas, staff see all ideas.
enum DevelopmentIdeaAPI {
    private static let resource = Resource<DevelopmentIdea>(
        "/v1/development-ideas", "developmentIdea", tag: .development, stateful: view, owner: own
    ) { $0.developmentIdeas }

    /// A client cannot see that another person's idea exists.
    private static let own = Resource<DevelopmentIdea>.Owner(
        about: .noOne,
        filters: { call in
            try call.requireStanding()
            return call.actor.role.isStaff ? [] : [.equal(.authorID, call.actor.userID)]
        },
        holds: { idea, call in
            try call.requireStanding()
            return idea.isVisible(to: call.actor)
        })

    static let operations: [Operation] = [
        resource.list(
            "listDevelopmentIdeas", "List the ideas for the model: all ideas for staff, their own ideas for a client", right: .shareIdeas,
            filters: [
                .init(.code("state", "Only ideas in this state", DevelopmentIdea.State.self), field: .state),
                .init(.text("regionalModelCode", "Only ideas for this model"), field: .regionalModelCode),
            ]),
        resource.find("findDevelopmentIdea", "Read an idea", right: .shareIdeas),
        resource.create("submitDevelopmentIdea", "Submit an idea for the model", right: .shareIdeas, details, refusals: [.thirdPersonData])
        {
            call, details in
            try call.requireStanding()
            return try call.work.submitIdea(details)
        },
        resource.command("reviewDevelopmentIdea", .takeUnderReview, "Take an idea under review", right: .answerIdeas, NoMembers.shape) {
            call, idea, _ in try call.work.transition(.takeUnderReview, idea)
        },
        step("replyToDevelopmentIdea", .reply, "Reply to an idea before it is decided on"),
        step("adoptDevelopmentIdea", .adopt, "Adopt an idea, with a reply"),
        step("declineDevelopmentIdea", .decline, "Decline an idea, with a reply"),
    ]

    private static func step(_ id: String, _ command: DevelopmentIdea.Command, _ summary: String) -> Operation {
        resource.command(id, command, summary, right: .answerIdeas, reply) { call, idea, reply in
            try call.work.transition(command, idea, reply: reply.reply)
        }
    }

    private struct Reply: Sendable { let reply: String }
    private static let reply = Shape<Reply>.object("IdeaReply", Field("reply", .prose) { $0.reply }, make: Reply.init)

    private static let details = Shape<DevelopmentIdea.Details>.object(
        "DevelopmentIdeaDetails",
        Field("regionalModelCode", .registerCode) { $0.regionalModelCode },
        Field("text", .prose) { $0.text },
        make: DevelopmentIdea.Details.init)

    private static let view = View<Seen<DevelopmentIdea>>(
        "DevelopmentIdea",
        ViewMember.seen(
            ViewMember.record + [
                ViewMember("authorRole", .code) { $0.authorRole }, .inline(details) { $0.details },
                ViewMember("reply", .optional(.prose)) { $0.reply }, ViewMember("repliedOn", .optional(.date)) { $0.repliedOn },
            ]) + ViewMember.state())
}
