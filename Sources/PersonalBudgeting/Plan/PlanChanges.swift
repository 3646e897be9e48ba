/// The differences between two revisions of a support plan: answers and planned uses, with the money.
public struct PlanChanges: Sendable, Equatable {
    public let from: SupportPlan
    public let to: SupportPlan
    public let answers: [AnswerChange]
    public let items: [ItemChange]

    /// An answer that is new, removed (`after` nil) or reworded.
    public struct AnswerChange: Sendable, Equatable {
        public let questionCode: String
        public let before: String?
        public let after: String?
    }

    /// A planned use that is new, removed (`after` nil) or changed.
    public struct ItemChange: Sendable, Equatable {
        public let before: SupportPlan.Item?
        public let after: SupportPlan.Item?

        /// The yearly cost after the change less the cost before.
        public var difference: Money? {
            guard let before = before.map(\.amount) ?? .zero, let after = after.map(\.amount) ?? .zero else { return nil }
            return try? after.subtracting(before)
        }
    }

    public init(from: SupportPlan, to: SupportPlan) {
        self.from = from
        self.to = to
        answers = PlanChanges.answerChanges(from.content.answers, to.content.answers)
        items = PlanChanges.itemChanges(from.content.items, to.content.items)
    }

    public static func == (left: PlanChanges, right: PlanChanges) -> Bool {
        left.from.id == right.from.id && left.to.id == right.to.id && left.answers == right.answers && left.items == right.items
    }

    /// Returns the changes in the order of the new revision; removed answers come last.
    private static func answerChanges(_ before: [SupportPlan.Answer], _ after: [SupportPlan.Answer]) -> [AnswerChange] {
        var left = before
        var changes: [AnswerChange] = []
        for answer in after {
            let earlier = left.firstIndex { $0.questionCode == answer.questionCode }.map { left.remove(at: $0) }
            if earlier == answer { continue }
            changes.append(AnswerChange(questionCode: answer.questionCode, before: earlier?.text, after: answer.text))
        }
        return changes + left.map { AnswerChange(questionCode: $0.questionCode, before: $0.text, after: nil) }
    }

    /// Pairs the items of two revisions, which have no identity of their own: first equal items, then items with the same purpose and
    /// solution, then items with the same purpose. The others are new or removed.
    private static func itemChanges(_ before: [SupportPlan.Item], _ after: [SupportPlan.Item]) -> [ItemChange] {
        var left: [SupportPlan.Item?] = before
        var pairs: [SupportPlan.Item?] = after.map { _ in nil }
        var isPaired = after.map { _ in false }
        let likenesses: [(SupportPlan.Item, SupportPlan.Item) -> Bool] = [
            { $0 == $1 }, { $0.purposeCode == $1.purposeCode && $0.solution == $1.solution }, { $0.purposeCode == $1.purposeCode },
        ]
        for isLike in likenesses {
            for (index, item) in after.enumerated() where !isPaired[index] {
                guard let match = left.firstIndex(where: { $0.map { isLike($0, item) } ?? false }) else { continue }
                pairs[index] = left[match]
                isPaired[index] = true
                left[match] = nil
            }
        }
        let changed = zip(pairs, after).filter { $0 != $1 }.map { ItemChange(before: $0, after: $1) }
        return changed + left.compactMap { $0 }.map { ItemChange(before: $0, after: nil) }
    }
}

extension Work {
    /// Returns the changes from an earlier revision of the case, or from the previous revision if none is named.
    /// - Throws: `not_found` when there is no earlier revision.
    public func planChanges(_ plan: SupportPlan, from earlier: ID<SupportPlan>?, in caseFile: Case) throws -> PlanChanges {
        if let earlier { return PlanChanges(from: try repositories.supportPlans.require(earlier, in: caseFile), to: plan) }
        let before = try repositories.supportPlans.all(in: caseFile, [.equal(.number, plan.number - 1)]).first
        guard let before else { throw Refusal.notFound(SupportPlan.noun) }
        return PlanChanges(from: before, to: plan)
    }
}
