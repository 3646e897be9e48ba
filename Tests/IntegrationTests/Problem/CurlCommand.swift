/// A curl command as a page shows it, read as a shell would read it: what it would send.
struct CurlCommand: Equatable {
    var method = ""
    var url = ""
    var headers: [String: String] = [:]
    var body: String?

    /// - Throws: `ProcessFault` where the text is no command of the kind the pages show.
    init(_ text: String) throws {
        var words = try CurlCommand.words(text)[...]
        guard words.popFirst() == "curl" else { throw ProcessFault("no curl command: \(text)") }
        while let word = words.popFirst() {
            guard word.hasPrefix("-") else {
                url = word
                continue
            }
            guard let value = words.popFirst() else { throw ProcessFault("\(word) has no value: \(text)") }
            switch word {
            case "-X": method = value
            case "-d": body = value
            case "-H":
                let parts = value.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[1].hasPrefix(" ") else { throw ProcessFault("no header: \(value)") }
                headers[String(parts[0])] = String(parts[1].dropFirst())
            default: throw ProcessFault("unknown option \(word): \(text)")
            }
        }
    }

    /// Words between spaces; within single quotes everything stands for itself, a backslash outside them takes the next character as it is
    /// and a line break away.
    private static func words(_ text: String) throws -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        var characters = text.makeIterator()
        while let character = characters.next() {
            switch (character, isQuoted) {
            case ("'", _):
                isQuoted.toggle()
                word = word ?? ""
            case (_, true): word?.append(character)
            case ("\\", false):
                guard let next = characters.next() else { throw ProcessFault("a backslash at the end: \(text)") }
                if next != "\n" { word = (word ?? "") + String(next) }
            case (" ", false), ("\n", false):
                if let whole = word { words.append(whole) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard !isQuoted else { throw ProcessFault("a quote is not closed: \(text)") }
        if let whole = word { words.append(whole) }
        return words
    }
}
