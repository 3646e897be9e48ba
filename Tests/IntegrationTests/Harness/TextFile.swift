import Foundation

/// The text of a file, by way of its octets: `String(contentsOfFile:)` of Foundation on Linux loses memory with each call, which
/// LeakSanitizer reports as a leak of the tests.
func text(ofFile path: String) throws -> String { String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self) }
