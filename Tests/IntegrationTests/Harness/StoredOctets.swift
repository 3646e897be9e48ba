import Foundation

/// The files of a folder as bytes, to check that none of them contains certain texts.
struct StoredOctets {
    let files: [(name: String, octets: Data)]

    init(folder: String) throws {
        files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            ($0, try Data(contentsOf: URL(filePath: "\(folder)/\($0)")))
        }
    }

    /// Each of the texts that a file contains, with the file.
    func holding(_ texts: some Sequence<String>) -> [String] {
        texts.flatMap { text in files.filter { $0.octets.range(of: Data(text.utf8)) != nil }.map { "\(text) in \($0.name)" } }
    }
}
