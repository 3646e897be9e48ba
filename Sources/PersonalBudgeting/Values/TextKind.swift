/// The two kinds of text that people and systems send. Each refuses the characters that a reader cannot see, or that change how others
/// are seen (I32, I33).
///
/// The refused characters are those of the PRECIS FreeformClass (RFC 8264, 9: controls, `Default_Ignorable_Code_Point` and noncharacters)
/// and the private-use ones. Unassigned characters are taken, because the tables of a program age: a name must not be refused because its
/// letter is newer than the service.
public enum TextKind: Sendable, CaseIterable {
    /// One line: a name, a title, an address, a code of another system.
    case line
    /// Text of several lines in a person's own words.
    case prose

    /// Returns the first character that this kind of text refuses; nil if there is none. The text should be in normal form C.
    public func refused(in text: String) -> RefusedCharacter? {
        // Most text is plain ASCII and needs no decoding into scalars.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return nil }
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            guard let reason = RefusedCharacter.Reason(of: scalar), !takes(reason, at: index, of: scalars) else { continue }
            return RefusedCharacter(scalar: scalar, position: index + 1, reason: reason)
        }
        return nil
    }

    /// Whether this kind of text takes the character at an index, which is refused elsewhere.
    private func takes(_ reason: RefusedCharacter.Reason, at index: Int, of scalars: [Unicode.Scalar]) -> Bool {
        switch reason {
        case .control: self == .prose && scalars[index] == "\t"
        case .lineBreak: self == .prose && scalars[index] == "\n"
        // A hint where a word may be divided, and what stands for a lost character or a picture, come along when text is pasted. In a
        // name they make twins that look alike.
        case .softHyphen, .replacement: self == .prose
        case .joiner: TextKind.joins(at: index, of: scalars)
        case .variationSelector: TextKind.varies(at: index, of: scalars)
        case .direction, .zeroWidth, .tag, .invisible, .privateUse, .noncharacter, .annotation: false
        }
    }

    // MARK: Characters that are taken where they have an effect

    /// Whether a joiner stands where a script or a picture needs it: after a virama (RFC 5892, A.1 and A.2; Sinhala, Malayalam, Devanagari),
    /// a non-joiner between letters that would join (UAX 31, 2.3, A1; Persian), a joiner between emoji (UTS 51, ED-16).
    private static func joins(at index: Int, of scalars: [Unicode.Scalar]) -> Bool {
        guard index > 0 else { return false }
        let before = scalars[index - 1]
        if before.properties.canonicalCombiningClass == .virama { return true }
        guard let after = scalars[(index + 1)...].first(where: { !isMark($0) }) else { return false }
        if scalars[index] == "\u{200C}" {
            return scalars[..<index].last { !isMark($0) }.map(isJoining) == true && isJoining(after)
        }
        return (before == "\u{FE0F}" || isPicture(before)) && isPicture(scalars[index + 1])
    }

    /// Whether a variation selector follows a character that has variations: an emoji (UTS 51, ED-8a, ED-9a), an ideograph (UTS 37), a
    /// Mongolian letter.
    private static func varies(at index: Int, of scalars: [Unicode.Scalar]) -> Bool {
        guard index > 0 else { return false }
        let base = scalars[index - 1]
        switch scalars[index].value {
        // A digit has a picture only as a keycap: digit, selector, U+20E3.
        case 0xFE0E, 0xFE0F: return isPicture(base) || (base.properties.isEmoji && scalars.dropFirst(index + 1).first == "\u{20E3}")
        case 0x180B...0x180F: return (0x1820...0x18AA).contains(base.value)
        default: return base.properties.isIdeographic
        }
    }

    /// Digits, `#` and `*` have the property too, but are no pictures by themselves.
    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool { scalar.value > 0x7F && scalar.properties.isEmoji }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .nonspacingMark }

    /// Whether a scalar is a letter of a script whose letters join: Arabic, Syriac, N'Ko, Mandaic, Mongolian, Adlam, Rohingya.
    private static func isJoining(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0620...0x08FF, 0x1820...0x18AA, 0x10D00...0x10D23, 0x1E900...0x1E943: scalar.properties.isAlphabetic
        default: false
        }
    }
}
