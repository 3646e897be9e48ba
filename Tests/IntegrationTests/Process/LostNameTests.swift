import Foundation
import Testing

/// What happens when somebody moves, replaces or deletes the files of a database while the service runs.
@Suite struct LostNameTests {
    @Test(
        "a service whose files are moved, replaced or deleted says so, ends with 74 and keeps every acknowledged write",
        arguments: [
            (#"mv "$1" "$2""#, "was moved or replaced", "moved"),
            (#"cp "$1" "$2.other" && mv "$1" "$2" && mv "$2.other" "$1""#, "was moved or replaced", "moved"),
            (#"rm "$1""#, "was deleted", "rescued"),
            (#"cp "$1" "$2.other" && mv "$2.other" "$1""#, "was deleted", "rescued"),
            (#"rm "$1-wal""#, "-wal was moved, replaced or deleted", "same"),
            (#"mv "$1-wal" "$2-wal""#, "-wal was moved, replaced or deleted", "same"),
            (#"rm "$1-shm""#, "-shm was moved, replaced or deleted", "same"),
            (#"rm "$1" "$1-wal" "$1-shm""#, "was deleted", "rescued"),
        ])
    func endsAndSaves(change: String, says: String, place: String) throws {
        let county = try County()
        let service = county.service
        let clients = try (0..<5).map { _ in try county.newClient().id }
        let moved = service.folder + "/moved.sqlite"
        let done = try ServiceProcess.run(program: "/bin/sh", ["-c", change, "sh", service.database, moved])
        #expect(done.status == 0, "\(done)")
        #expect(service.waitForEnd() == 74)
        let line = try #require(service.errors.split(separator: "\n").first { $0.contains("lost its name") })
        #expect(line.contains(says) && line.contains(#""level":"critical""#), "\(line)")

        let found =
            switch place {
            case "moved": moved
            case "rescued":
                service.folder + "/" + (try #require(try names(in: service.folder).first { $0.contains(".rescued-") }))
            default: service.database
            }
        #expect(try mode(of: found) == 0o600)
        let stored = try Stored(database: found).column("SELECT id FROM clients ORDER BY id")
        #expect(Set(clients).isSubset(of: stored), "\(found)")
        let keys = ["--key-file", service.database + ".keys", "--anchors", service.database + ".anchors"]
        #expect(try ServiceProcess.run(["verify", "--database", found] + keys).output == "all holds\n")
    }

    @Test("a second name of the file does not end the service; without it the next start works") func toleratesSecondName() throws {
        let county = try County()
        let hard = county.service.folder + "/hard.sqlite"
        try FileManager.default.linkItem(atPath: county.service.database, toPath: hard)
        _ = try county.newClient()
        #expect(county.service.stop() == 0)
        try FileManager.default.removeItem(atPath: hard)
        try county.service.start()
        #expect(county.service.stop() == 0)
    }
}
