import Foundation
import JSON
import PersonalBudgeting

/// The lines of a body in `application/x-ndjson`, with a JSON value on each line. The octets stay in the pieces in which they came. A line
/// is copied only while it is read, so that a hundred megabytes take a hundred megabytes and not a thousand.
struct ImportLines {
    /// More than the longest row in its longest spelling.
    static let maximumLineBytes = 16_384
    /// A hundred megabytes of short rows. Without a limit, lines without content would produce millions of results.
    static let maximumLines = 500_000

    private let pieces: [[UInt8]]
    private var piece = 0
    private var at = 0
    /// The number of the last line read, from 1.
    private(set) var number = 0

    init(_ pieces: [[UInt8]]) { self.pieces = pieces }

    /// Reads all lines without keeping them, to check that each is JSON and that there are not too many.
    /// - Throws: `JSONFault`; `Faults` if there is no row; `Problem.payloadTooLarge`.
    static func check(_ pieces: [[UInt8]]) throws {
        var lines = ImportLines(pieces)
        var count = 0
        while try lines.next() != nil {
            count += 1
            guard count <= maximumLines else {
                throw Problem(
                    .payloadTooLarge,
                    LocalText(
                        fi: "tuonnissa on enintään \(maximumLines) riviä", sv: "en import har högst \(maximumLines) rader",
                        en: "an import has at most \(maximumLines) rows"))
            }
        }
        guard count > 0 else {
            throw Faults([
                Fault(
                    pointer: "", code: "too_few",
                    detail: LocalText(
                        fi: "rivejä täytyy olla vähintään yksi", sv: "det måste finnas minst en rad", en: "must have at least one row"))
            ])
        }
    }

    /// Returns the next values, at most `count`; none at the end.
    mutating func next(atMost count: Int) throws -> [JSONValue] {
        var values: [JSONValue] = []
        while values.count < count, let value = try next() { values.append(value) }
        return values
    }

    /// Returns the value of the next line that is not empty.
    private mutating func next() throws -> JSONValue? {
        while let line = try nextLine() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do { return try JSONReader.read(line) } catch {
                throw JSONFault(code: error.code, offset: error.offset, line: number, column: error.column, reason: error.reason)
            }
        }
        return nil
    }

    private mutating func nextLine() throws -> [UInt8]? {
        var line: [UInt8] = []
        var isFound = false
        while piece < pieces.count {
            isFound = true
            let (end, ends) = lineEnd()
            guard line.count + end - at <= ImportLines.maximumLineBytes else {
                throw Problem(
                    .payloadTooLarge,
                    LocalText(
                        fi: "rivi \(number + 1) on yli \(ImportLines.maximumLineBytes) tavua",
                        sv: "rad \(number + 1) är över \(ImportLines.maximumLineBytes) byte",
                        en: "line \(number + 1) has more than \(ImportLines.maximumLineBytes) octets"))
            }
            line += pieces[piece][at..<end]
            at = ends ? end + 1 : end
            if at == pieces[piece].count {
                piece += 1
                at = 0
            }
            if ends { break }
        }
        number += isFound ? 1 : 0
        return isFound ? line : nil
    }

    /// Returns the end of the line in this piece, and whether a line feed ends it.
    private func lineEnd() -> (end: Int, ends: Bool) {
        pieces[piece].withUnsafeBytes { octets in
            guard let start = octets.baseAddress, at < octets.count, let found = memchr(start + at, 0x0A, octets.count - at) else {
                return (octets.count, false)
            }
            return (UnsafeRawPointer(found) - start, true)
        }
    }
}
