/// The characters that a text may hold. Every rule takes printable ASCII.
public struct CharacterRule: Sendable {
    /// An ECMA 262 pattern for texts without a refused character. It lists characters of the basic multilingual plane, because engines
    /// write others in different ways, and only those that are refused at every place.
    public let pattern: String
    /// The same, for texts with at least one character that is not white space.
    let inkPattern: String
    /// Returns the code and the reason of the fault of a text; nil if it has none.
    let fault: @Sendable (String) -> (code: String, reason: FaultReason)?

    /// - Parameters:
    ///   - refused: the refused characters as they are written in a class of an ECMA 262 pattern.
    ///   - fault: returns the code and the reason of the fault of a text; nil if it has none.
    public init(refused: String, fault: @escaping @Sendable (String) -> (code: String, reason: FaultReason)?) {
        pattern = "^[^\(refused)]*$"
        inkPattern = "^[^\(refused)]*[^\(refused)\\s][^\(refused)]*$"
        self.fault = fault
    }
}
