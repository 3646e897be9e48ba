import API
import Foundation

/// The file by which the command line orders an administrator's key from the service that has the database open (decision 0027). It is
/// beside the database. It holds the hash of the token and the name, never the token: what the file says opens nothing.
///
/// Whoever can write it as the owner of the database could stop the service and make the key without it. So the file gives no new power.
struct KeyOrderFile: Sendable {
    let path: String

    /// What was ordered.
    struct Order: Sendable {
        let tokenHash: String
        let name: String
    }

    /// Why a file is no order, as a sentence.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    private var answerPath: String { path + "-answer" }

    /// How old an order may be. An older one was left by a command that was killed.
    private static let secondsOfLife = 60
    private static let mostOctets = 1_024

    // MARK: The command line

    /// Orders a key and returns its token when the service has made it.
    /// - Throws: exit code 69 if no service answers within 20 seconds; `FileFault`.
    func place(name: String) throws -> String {
        let token = Token.make()
        let hash = Token.hash(token)
        let aside = "\(path).\(getpid())"
        unlink(aside)
        do {
            try DurableFile.write(to: aside) { try $0.append(Array("\(hash) \(name)\n".utf8), at: aside) }
            try DurableFile.rename(aside, to: path, replaces: false)
        } catch {
            unlink(aside)
            throw error
        }
        for _ in 0..<200 {
            usleep(100_000)
            guard let text = try? String(contentsOfFile: answerPath, encoding: .utf8), text.hasPrefix(hash) else { continue }
            unlink(answerPath)
            let answer = text.dropFirst(hash.count).trimmingCharacters(in: .whitespacesAndNewlines)
            guard answer == "made" else { throw Exit.unavailable("the service made no key: \(answer)") }
            return token
        }
        guard try FileStatus.of(path) != nil else {
            throw Exit.unavailable("the service refused the order, and its log says why; run the command as the user of the service")
        }
        unlink(path)
        throw Exit.unavailable(
            "no service took the order in \(path) within 20 seconds; where none runs, leave out --while-serving")
    }

    // MARK: The service

    /// Takes the order and removes its file. Returns nil if there is none.
    /// - Throws: `Refused` for a file that is no order of the owner of the service; the file is removed all the same. `FileFault`.
    func take() throws -> Order? {
        guard try FileStatus.of(path) != nil else { return nil }
        defer { unlink(path) }
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Refused(description: "\(path) cannot be opened: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
            throw Refused(description: "\(path) is not a regular file with one name")
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw Refused(description: "\(path) is not a file of the service's own user that nobody else can read")
        }
        guard Int(Date().timeIntervalSince1970) - Int(status.st_mtim.tv_sec) <= KeyOrderFile.secondsOfLife else {
            throw Refused(description: "\(path) is older than \(KeyOrderFile.secondsOfLife) seconds")
        }
        var octets = [UInt8](repeating: 0, count: KeyOrderFile.mostOctets + 1)
        let count = Foundation.read(descriptor, &octets, octets.count)
        guard count > 0, count <= KeyOrderFile.mostOctets else { throw Refused(description: "\(path) cannot be read, or is too long") }
        let parts = String(decoding: octets[..<count], as: UTF8.self).split(separator: "\n").first?.split(separator: " ", maxSplits: 1)
        guard let parts, parts.count == 2, parts[0].utf8.count == 64,
            parts[0].utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }),
            let name = try? OptionText.line(String(parts[1]), of: "the name", atMost: 100)
        else { throw Refused(description: "\(path) is no order for a key") }
        return Order(tokenHash: String(parts[0]), name: name)
    }

    /// Tells the command line what has become of its order.
    /// - Throws: `FileFault`.
    func answer(_ order: Order, _ text: String) throws {
        try DurableFile.write(Array("\(order.tokenHash) \(text)\n".utf8), to: answerPath)
    }
}
