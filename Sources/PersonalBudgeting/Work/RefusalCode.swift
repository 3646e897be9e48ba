/// The codes of the rules that can refuse. Programs act on the raw values, which never change (Docs/domain/README.md, Docs/problems.md).
public enum RefusalCode: String, CaseIterable, Sendable {
    // Any resource
    case invalid
    case notFound = "not_found"
    case forbidden
    case illegalTransition = "illegal_transition"
    case stale
    case duplicate
    case ownWordsOnly = "own_words_only"
    case disqualified
    case tooManyKeys = "too_many_keys"
    case lastAdministrator = "last_administrator"
    // Client register
    case duplicateHetu = "duplicate_hetu"
    // Case and choice
    case secondOpenCase = "second_open_case"
    case noModelInForce = "no_model_in_force"
    case alternativesMissing = "alternatives_missing"
    case suitabilityMissing = "suitability_missing"
    case commitmentsMissing = "commitments_missing"
    case choiceMissing = "choice_missing"
    case contactForbidden = "contact_forbidden"
    case extensionReasonMissing = "extension_reason_missing"
    case openCommitments = "open_commitments"
    // Needs and assessments
    case unknownMethod = "unknown_method"
    case caseClosed = "case_closed"
    case agreementMissing = "agreement_missing"
    case thirdPersonData = "third_person_data"
    // Calculation and prices
    case noPriceOnDate = "no_price_on_date"
    case overlappingPrice = "overlapping_price"
    case mixedBases = "mixed_bases"
    case basisNotAllowed = "basis_not_allowed"
    case changeNotWanted = "change_not_wanted"
    // Support plan and dialogue
    case revisionFrozen = "revision_frozen"
    case requiredAnswersMissing = "required_answers_missing"
    case excessNotJustified = "excess_not_justified"
    case excludedPurpose = "excluded_purpose"
    case dialogueMissing = "dialogue_missing"
    case planNotReady = "plan_not_ready"
    // Decision
    case calculationMissing = "calculation_missing"
    case budgetMissing = "budget_missing"
    case decisionMissing = "decision_missing"
    case decisionIncomplete = "decision_incomplete"
    case decisionFrozen = "decision_frozen"
    case authorityExceeded = "authority_exceeded"
    case wrongAuthority = "wrong_authority"
    case fourEyes = "four_eyes"
    case reasonsMissing = "reasons_missing"
    case amountsDiffer = "amounts_differ"
    // Budget, ledger, agreements
    case servicePlanOutdated = "service_plan_outdated"
    case purchaseMissing = "purchase_missing"
    case monitoringMissing = "monitoring_missing"
    case insufficientBudget = "insufficient_budget"
    case outsidePeriod = "outside_period"
    case providerNotApproved = "provider_not_approved"
    case serviceExcluded = "service_excluded"
    case trialTooLong = "trial_too_long"
    case clientOpinionMissing = "client_opinion_missing"
    case transferBound = "transfer_bound"
    case earmarkedLine = "earmarked_line"
    case belowCommitted = "below_committed"
    case alreadyReversed = "already_reversed"
    case budgetsDisagree = "budgets_disagree"
    // Regional models
    case overlappingValidity = "overlapping_validity"
    case modelInForce = "model_in_force"
    // Follow-up
    case formOrder = "form_order"
    case formClosed = "form_closed"
    case consentMissing = "consent_missing"
    case authorisationMissing = "authorisation_missing"
    case optInMissing = "opt_in_missing"
    // Access log
    case reasonNeeded = "reason_needed"
    // Service data
    case batchTooLarge = "batch_too_large"
    case eventChanged = "event_changed"
    case wrongSource = "wrong_source"
}
