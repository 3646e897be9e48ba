/// What the verification of the stored data found while the service runs (row 116).
public struct VerificationReport: Sendable {
    /// A part of the stored data that does not agree with its proof.
    public struct Finding: Sendable, Equatable {
        /// The table, or `file`, `schema`, `anchors` or `chains`.
        public let place: String
        /// What was found, with the row and the columns if known.
        public let text: String
        /// When it was first found.
        public let foundAt: Instant

        public init(place: String, text: String, foundAt: Instant) {
            self.place = place
            self.text = text
            self.foundAt = foundAt
        }
    }

    /// When the cycle that is under way began; nil between cycles.
    public var runningSince: Instant?
    /// When the last complete cycle ended; nil before the first.
    public var completedAt: Instant?
    /// The findings of this process, oldest first.
    public var findings: [Finding] = []

    public init() {}
}
