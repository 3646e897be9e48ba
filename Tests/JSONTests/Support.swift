import JSON

func octets(_ text: String) -> [UInt8] { Array(text.utf8) }

func text(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }

func read(_ text: String, limits: JSONLimits = JSONLimits()) throws -> JSONValue {
    try JSONReader.read(octets(text), limits: limits)
}

/// The fault of reading the octets, or nil if they are accepted.
func fault(_ octets: [UInt8], limits: JSONLimits = JSONLimits()) -> JSONFault? {
    do {
        _ = try JSONReader.read(octets, limits: limits)
        return nil
    } catch {
        return error
    }
}

func written(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    return writer.bytes
}

/// Takes every character.
let anything = CharacterRule(refused: "") { _ in nil }
