/// A curl command of a page, read like a shell would read it: the request that it would send.
struct CurlCommand: Equatable {
    var method = ""
    var url = ""
    var headers: [String: String] = [:]
    var body: String?

    /// - Throws: `ProcessFault` if the text is not a command of the kind that the pages show.
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

    /// The words between spaces. Within single quotes every character stands for itself. Outside them a backslash escapes the next
    /// character and removes a line break.
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
