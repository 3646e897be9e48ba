import PersonalBudgeting

/// The example of each code. The switch has no default, so that a new code does not compile without an example.
extension RefusalCode {
    var example: ProblemExample {
        switch self {
        case .invalid: .invalid
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .illegalTransition: .illegalTransition
        case .stale: .stale
        case .duplicate: .duplicate
        case .ownWordsOnly: .ownWordsOnly
        case .duplicateHetu: .duplicateHetu
        case .secondOpenCase: .secondOpenCase
        case .noModelInForce: .noModelInForce
        case .alternativesMissing: .alternativesMissing
        case .suitabilityMissing: .suitabilityMissing
        case .commitmentsMissing: .commitmentsMissing
        case .choiceMissing: .choiceMissing
        case .contactForbidden: .contactForbidden
        case .extensionReasonMissing: .extensionReasonMissing
        case .openCommitments: .openCommitments
        case .unknownMethod: .unknownMethod
        case .caseClosed: .caseClosed
        case .agreementMissing: .agreementMissing
        case .thirdPersonData: .thirdPersonData
        case .noPriceOnDate: .noPriceOnDate
        case .overlappingPrice: .overlappingPrice
        case .mixedBases: .mixedBases
        case .basisNotAllowed: .basisNotAllowed
        case .changeNotWanted: .changeNotWanted
        case .revisionFrozen: .revisionFrozen
        case .requiredAnswersMissing: .requiredAnswersMissing
        case .excessNotJustified: .excessNotJustified
        case .excludedPurpose: .excludedPurpose
        case .dialogueMissing: .dialogueMissing
        case .planNotReady: .planNotReady
        case .calculationMissing: .calculationMissing
        case .budgetMissing: .budgetMissing
        case .decisionMissing: .decisionMissing
        case .purchaseMissing: .purchaseMissing
        case .decisionIncomplete: .decisionIncomplete
        case .decisionFrozen: .decisionFrozen
        case .authorityExceeded: .authorityExceeded
        case .wrongAuthority: .wrongAuthority
        case .fourEyes: .fourEyes
        case .disqualified: .disqualified
        case .tooManyKeys: .tooManyKeys
        case .lastAdministrator: .lastAdministrator
        case .reasonsMissing: .reasonsMissing
        case .amountsDiffer: .amountsDiffer
        case .servicePlanOutdated: .servicePlanOutdated
        case .monitoringMissing: .monitoringMissing
        case .insufficientBudget: .insufficientBudget
        case .outsidePeriod: .outsidePeriod
        case .providerNotApproved: .providerNotApproved
        case .serviceExcluded: .serviceExcluded
        case .trialTooLong: .trialTooLong
        case .clientOpinionMissing: .clientOpinionMissing
        case .transferBound: .transferBound
        case .earmarkedLine: .earmarkedLine
        case .belowCommitted: .belowCommitted
        case .alreadyReversed: .alreadyReversed
        case .budgetsDisagree: .budgetsDisagree
        case .overlappingValidity: .overlappingValidity
        case .modelInForce: .modelInForce
        case .formOrder: .formOrder
        case .formClosed: .formClosed
        case .consentMissing: .consentMissing
        case .authorisationMissing: .authorisationMissing
        case .optInMissing: .optInMissing
        case .reasonNeeded: .reasonNeeded
        case .batchTooLarge: .batchTooLarge
        case .eventChanged: .eventChanged
        case .wrongSource: .wrongSource
        }
    }
}

extension ServiceProblem {
    var example: ProblemExample {
        switch self {
        case .malformedRequest: .malformedRequest
        case .requestTimeout: .requestTimeout
        case .payloadTooLarge: .payloadTooLarge
        case .uriTooLong: .uriTooLong
        case .expectationFailed: .expectationFailed
        case .headTooLarge: .headTooLarge
        case .notImplemented: .notImplemented
        case .versionNotSupported: .versionNotSupported
        case .malformedJSON: .malformedJSON
        case .badQuery: .badQuery
        case .badHeader: .badHeader
        case .unauthorised: .unauthorised
        case .noSuchRoute: .noSuchRoute
        case .methodNotAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .unsupportedMediaType: .unsupportedMediaType
        case .preconditionRequired: .preconditionRequired
        case .invalidBody: .invalidBody
        case .idempotencyMismatch: .idempotencyMismatch
        case .idempotencyInFlight: .idempotencyInFlight
        case .amountOutOfRange: .amountOutOfRange
        case .busy: .busy
        case .tooManyRequests: .tooManyRequests
        case .storageFull: .storageFull
        case .storageFailing: .storageFailing
        case .unexpected: .unexpected
        }
    }
}
