import JSON

/// A small seeded generator, the same on every machine, so that a failing seed can be replayed.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

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
