import JSON
import PersonalBudgeting

/// The free text of an option.
enum OptionText {
    /// Returns a value as a body over HTTP would be read: in normal form C, of 1 to `most` characters, without those that a line
    /// refuses (I33).
    static func line(_ text: String, of option: String, atMost most: Int) throws -> String {
        guard let line = NormalForm.make(text), (1...most).contains(line.unicodeScalars.count),
            !line.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        else { throw Exit.usage("\(option) takes 1 to \(most) characters, not only white space") }
        if let refused = TextKind.line.refused(in: line) { throw Exit.usage("\(option) must not hold \(refused)") }
        return line
    }
}
