import Foundation
import Testing

/// Which files a command opens, makes and refuses, and by which names.
@Suite struct OpeningTests {
    // MARK: The lock

    @Test("a second process ends with 75 within a second, 100 times of 100, by whatever name it opens the database")
    func locksTheFile() throws {
        let service = try ServiceProcess.busy()
        let (folder, database) = (service.folder, service.database)
        let files = FileManager.default
        try service.start()
        try files.createSymbolicLink(atPath: folder + "/link.sqlite", withDestinationPath: "avain.sqlite")
        try files.createSymbolicLink(atPath: folder + "/folder", withDestinationPath: ".")
        try files.createSymbolicLink(atPath: folder + "/file:x.sqlite", withDestinationPath: database)
        try files.linkItem(atPath: database, toPath: folder + "/hard.sqlite")
        var ways = [
            #"exec "$avain" verify --database "$1/avain.sqlite""#,
            #"exec "$avain" verify --database "$1/link.sqlite""#,
            #"exec "$avain" verify --database "$1/folder/avain.sqlite""#,
            #"exec "$avain" verify --database "$1/hard.sqlite""#,
            #"cd "$1" && exec "$avain" verify --database avain.sqlite"#,
            #"cd "$1" && exec "$avain" verify --database "file:x.sqlite""#,
            #"cd "$1" && exec "$avain" verify --database "./folder/link.sqlite""#,
            #"touch "$1/avain.sqlite.lock" && rm "$1/avain.sqlite.lock" && exec "$avain" verify --database "$1/avain.sqlite""#,
        ]
        let mounted = #"mount --bind "$1" /mnt && exec "$avain" verify --database /mnt/avain.sqlite"#
        if ServiceProcess.canMount { ways.append(mounted) }
        let before = try names(in: folder)
        for number in 0..<100 {
            let way = ways[number % ways.count]
            let began = ContinuousClock.now
            let refused = try way == mounted ? ServiceProcess.mounting(way, folder) : ServiceProcess.shell(way, folder)
            let took = ContinuousClock.now - began
            #expect(refused.status == 75 && refused.errors.contains("another process has"), "\(way): \(refused)")
            // On a busy machine a process takes longer to start.
            #expect(took < .seconds(10), "\(way): \(took)")
        }
        #expect(try names(in: folder) == before)
        #expect(service.stop() == 0)
    }

    @Test("all names of a database mean the same keys and anchors, and a hard link or a file mounted by itself is refused with 78")
    func resolvesNames() throws {
        let service = try ServiceProcess.busy()
        let (folder, database) = (service.folder, service.database)
        let before = try names(in: folder)
        try FileManager.default.createSymbolicLink(atPath: folder + "/link.sqlite", withDestinationPath: "avain.sqlite")
        let anchors = try text(ofFile: database + ".anchors")
        let key = ["--role", "admin", "--name", "Anna"]
        #expect(try ServiceProcess.run(["keys", "create", "--database", folder + "/link.sqlite"] + key).status == 0)
        #expect(try text(ofFile: database + ".anchors").count > anchors.count)
        #expect(try names(in: folder) == (before + ["link.sqlite"]).sorted())
        #expect(try ServiceProcess.run(["verify", "--database", folder + "/link.sqlite"]).output == "all holds\n")

        let hard = folder + "/hard.sqlite"
        try FileManager.default.linkItem(atPath: database, toPath: hard)
        for name in [database, hard] {
            let refused = try ServiceProcess.run(["verify", "--database", name])
            #expect(refused.status == 78 && refused.errors.contains("2 names (hard links)"), "\(refused)")
        }
        try FileManager.default.removeItem(atPath: hard)
        if ServiceProcess.canMount {
            let script = #"touch "$1/single.sqlite" && mount --bind "$1/avain.sqlite" "$1/single.sqlite" && "#
            let refused = try ServiceProcess.mounting(script + #"exec "$avain" verify --database "$1/single.sqlite""#, folder)
            #expect(refused.status == 78 && refused.errors.contains("mounted as a single file"), "\(refused)")
        }
        let own = try ServiceProcess.run(["verify", "--database", database, "--key-file", database])
        #expect(own.status == 78 && own.errors.contains("--key-file names the database itself"), "\(own)")
    }

    @Test("a path is a path and never a URI, and the file and all beside it are readable by their owner alone") func takesPaths() throws {
        let place = try ServiceProcess()
        let name = "file:x.sqlite?mode=memory"
        let script = #"umask 0; cd "$1" && exec "$avain" keys create --database "$2" --role admin --name Anna"#
        let made = try ServiceProcess.shell(script, place.folder, name)
        #expect(made.status == 0, "\(made)")
        #expect(try names(in: place.folder) == [name, name + ".anchors", name + ".keys"])
        let copied = try ServiceProcess.shell(
            #"umask 0; cd "$1" && exec "$avain" backup --database "$2" --to file:copy"#, place.folder, name)
        #expect(copied.status == 0, "\(copied)")
        let service = try ServiceProcess(database: place.folder + "/" + name, in: place.folder)
        try service.start()
        let found = try names(in: place.folder).filter { $0.hasPrefix("file:") }
        #expect(found.count >= 6, "\(found)")
        for name in found { #expect(try mode(of: "\(place.folder)/\(name)") == 0o600, "\(name)") }
        #expect(service.stop() == 0)
    }

    // MARK: What is no database

    @Test(
        "verify names what another hand changed where the start itself reads, and rows that no chain can have; it ends with 65 (row 116)",
        arguments: [
            ("ALTER TABLE secrets RENAME TO renamed", "another hand has changed its schema"),
            ("ALTER TABLE hetu_keys RENAME TO renamed", "another hand has changed its schema"),
            ("DELETE FROM secrets WHERE name = 'seal'", "the row of the seal was removed"),
            ("INSERT INTO events (sequence, COLUMNS) SELECT 9223372036854775807, COLUMNS FROM events WHERE sequence = 1", "was inserted"),
            ("exchange leaves", "events: "),
        ]) func namesHandChanges(_ change: String, _ says: String) throws
    {
        let service = try ServiceProcess.busy()
        if change == "exchange leaves" {
            let found = try ForeignProgram.run("SELECT pageno FROM dbstat WHERE name = 'events' AND pagetype = 'leaf'", on: service)
            let leaves = found.split(separator: "\n").compactMap { UInt64($0) }
            try #require(leaves.count > 1)
            let file = try #require(FileHandle(forUpdatingAtPath: service.database))
            let places: [UInt64] = [(leaves[0] - 1) * 4_096, (leaves[leaves.count - 1] - 1) * 4_096]
            var pages: [Data] = []
            for place in places {
                try file.seek(toOffset: place)
                pages.append(try #require(try file.read(upToCount: 4_096)))
            }
            for (place, page) in zip(places, pages.reversed()) {
                try file.seek(toOffset: place)
                try file.write(contentsOf: page)
            }
            try file.close()
        } else {
            let columns = "at, user_id, role, client_id, case_id, noun, noun_id, verb, from_state, to_state, reason, hash"
            try ForeignProgram.run(change.replacing("COLUMNS", with: columns), on: service)
        }
        let verified = try ServiceProcess.run(["verify", "--database", service.database])
        #expect(verified.status == 65 && (verified.output + verified.errors).contains(says), "\(verified)")
    }

    @Test("what is no database is refused with the code of its kind and a sentence, and is left unchanged") func refusesOtherKinds() throws
    {
        let place = try ServiceProcess()
        let folder = place.folder
        let files = FileManager.default
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        try files.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: false)
        #expect(files.createFile(atPath: folder + "/empty", contents: nil, attributes: [.posixPermissions: 0o600]))
        #expect(files.createFile(atPath: folder + "/garbage", contents: Data(repeating: 0x61, count: 8192)))
        try files.createSymbolicLink(atPath: folder + "/nowhere", withDestinationPath: "gone")
        try files.createSymbolicLink(atPath: folder + "/circle", withDestinationPath: "circle")
        let other = try ServiceProcess.run(program: "/usr/bin/sqlite3", [folder + "/other", "CREATE TABLE places (url TEXT)"])
        let blank = try ServiceProcess.run(program: "/usr/bin/sqlite3", [folder + "/blank", "VACUUM"])
        #expect(other.status == 0 && blank.status == 0)
        let before = try names(in: folder)
        let cases: [(name: String, status: Int32, says: String)] = [
            ("pipe", 65, "is a pipe"), ("folder", 65, "is a folder"), ("empty", 65, "is empty"), ("garbage", 65, "is not a database"),
            ("other", 65, "is no database of this program"), ("blank", 65, "is no database of this program"),
            ("nowhere", 66, "a link that leads to no file"), ("circle", 66, "a link that leads to no file"),
            ("missing/x", 73, "there is no folder"), ("garbage/x", 73, "there is no folder"),
        ]
        for (name, status, says) in cases {
            let isPipe = name == "pipe"
            let octets = isPipe ? nil : try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
            for command in [["serve", "--listen", "127.0.0.1:0"], ["keys", "create", "--role", "admin", "--name", "Anna"], ["verify"]] {
                let refused = try ServiceProcess.run(command + ["--database", "\(folder)/\(name)"], withinSeconds: 20)
                // A command that makes nothing says that there is no database.
                let isAbsent = status == 73 && command[0] == "verify"
                #expect(refused.status == (isAbsent ? 66 : status), "\(command[0]) \(name): \(refused)")
                #expect(refused.errors.contains(isAbsent ? "there is no database at" : says), "\(command[0]) \(name): \(refused)")
            }
            let after = isPipe ? nil : try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
            #expect(after == octets, "\(name)")
        }
        #expect(try names(in: folder) == before)
        for wrong in ["", folder + "/"] {
            #expect(try ServiceProcess.run(["verify", "--database", wrong]).status == 64)
        }
    }

    // MARK: Storage that cannot be written

    @Test("read-only storage is refused with 73 by every command, also for root, and nothing is changed") func refusesReadOnly() throws {
        let service = try ServiceProcess.busy()
        let (folder, database) = (service.folder, service.database)
        let files = FileManager.default
        let commands = [["serve", "--listen", "127.0.0.1:0"], ["keys", "create", "--role", "admin", "--name", "Anna"], ["rotate-keys"]]
        func refuse(_ what: String, _ says: String) throws {
            let before = try names(in: folder)
            for command in commands {
                let refused = try ServiceProcess.run(command + ["--database", database])
                #expect(refused.status == 73 && refused.errors.contains(says), "\(what), \(command[0]): \(refused)")
            }
            #expect(try names(in: folder) == before, "\(what)")
        }
        try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: database)
        try refuse("file", "avain.sqlite is read-only (mode 444)")
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: database)
        try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
        try refuse("folder", "is read-only (mode 555)")
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
        #expect(files.createFile(atPath: database + "-wal", contents: nil, attributes: [.posixPermissions: 0o400]))
        try refuse("log", "avain.sqlite-wal is read-only (mode 400)")
        try files.removeItem(atPath: database + "-wal")
        if ServiceProcess.canMount {
            let script = #"mount --bind "$1" /mnt && mount -o remount,bind,ro /mnt && exec "$avain" serve --listen 127.0.0.1:0 --database "#
            for path in ["/mnt/avain.sqlite", "/mnt/new.sqlite"] {
                let refused = try ServiceProcess.mounting(script + path, folder)
                #expect(refused.status == 73 && refused.errors.contains("mounted read-only"), "\(path): \(refused)")
            }
        }
        #expect(try ServiceProcess.run(["verify", "--database", database]).output == "all holds\n")
    }

    @Test("a full disk and an output that cannot be written end a command with 74") func reportsFailedOutput() throws {
        let service = try ServiceProcess.busy()
        let printed = try ServiceProcess.shell(#"exec "$avain" openapi > /dev/full"#)
        #expect(printed.status == 74, "\(printed)")
        let words = #""$avain" keys create --database "$1" --role admin --name Anna > /dev/full"#
        let token = try ServiceProcess.shell(words, service.database)
        #expect(token.status == 74 && token.errors.contains("standard output cannot be written"), "\(token)")
        guard ServiceProcess.canMount else { return }
        let full = #"mount -t tmpfs -o size=256k none /mnt && "#
        let copied = try ServiceProcess.mounting(
            full + #""$avain" backup --database "$1" --to /mnt/copy; s=$?; ls /mnt; exit $s"#, service.database)
        #expect(copied.status == 74 && copied.output.isEmpty, "\(copied)")
        let made = try ServiceProcess.mounting(
            full + #""$avain" keys create --database /mnt/x --role admin --name Anna; s=$?; ls /mnt; exit $s"#, service.database)
        #expect(made.status == 74 && made.output == "x.keys\n", "\(made)")
    }

    // MARK: New databases

    @Test("a database that is made is announced; --no-create refuses with 66 and makes nothing") func announcesNewDatabases() throws {
        let service = try ServiceProcess()
        let refused = try ServiceProcess.run(["serve", "--no-create", "--database", service.database, "--listen", "127.0.0.1:0"])
        #expect(refused.status == 66 && refused.errors.contains("there is no database at \(service.database)"), "\(refused)")
        #expect(try names(in: service.folder) == [])
        try service.start()
        #expect(service.stop() == 0)
        #expect(service.errors.contains("there was no database at \(service.database): made a new, empty one"), "\(service.errors)")
        let other = service.folder + "/other.sqlite"
        for command in [["migrate"], ["keys", "create", "--role", "admin", "--name", "Anna"], ["generate-county", "--clients", "1"]] {
            let words = command + ["--database", other]
            #expect(try ServiceProcess.run(words + ["--no-create"]).status == 66)
            let made = try ServiceProcess.run(words)
            #expect(made.status == 0 && made.errors.contains("made a new, empty one"), "\(made)")
            for name in try names(in: service.folder) where name.hasPrefix("other") {
                try FileManager.default.removeItem(atPath: "\(service.folder)/\(name)")
            }
        }
        let existing = try ServiceProcess.run([
            "keys", "create", "--no-create", "--database", service.database, "--role", "admin", "--name", "A",
        ])
        #expect(existing.status == 0 && existing.errors.isEmpty, "\(existing)")
    }

    @Test("no new database is made where one has been: its anchors or its log are still there") func refusesRemains() throws {
        let service = try ServiceProcess.busy()
        let (folder, database) = (service.folder, service.database)
        let away = folder + "/away.sqlite"
        try FileManager.default.moveItem(atPath: database, toPath: away)
        let serve = ["serve", "--database", database, "--listen", "127.0.0.1:0"]
        let lost = try ServiceProcess.run(serve)
        #expect(lost.status == 66 && lost.errors.contains("but its anchors \(database).anchors"), "\(lost)")
        try FileManager.default.moveItem(atPath: database + ".anchors", toPath: away + ".anchors")
        for suffix in ["-wal", "-journal"] {
            try Data("log".utf8).write(to: URL(filePath: database + suffix))
            let refused = try ServiceProcess.run(serve)
            #expect(refused.status == 66 && refused.errors.contains("but its log \(database)\(suffix)"), "\(refused)")
            try FileManager.default.removeItem(atPath: database + suffix)
        }
        #expect(!FileManager.default.fileExists(atPath: database))
    }

    @Test("a start that was interrupted while it made the database leaves no database, and the next start makes it") func makesWhole()
        throws
    {
        let service = try ServiceProcess()
        let partial = service.database + ".partial"
        for suffix in ["", "-wal", "-shm"] {
            try Data(repeating: 0x5A, count: 40_000).write(to: URL(filePath: partial + suffix))
        }
        _ = try service.makeKey(role: "admin", name: "Anna")
        #expect(try names(in: service.folder) == ["avain.sqlite", "avain.sqlite.anchors", "avain.sqlite.keys"])
        #expect(try mode(of: service.database) == 0o600)
        #expect(try ServiceProcess.run(["verify", "--database", service.database]).output == "all holds\n")
        guard ServiceProcess.canTrace else { return }
        // Killed at any step, there is a whole database or none.
        var killed = 0
        for step in 1...60 where killed == step - 1 {
            let path = "\(service.folder)/new-\(step).sqlite"
            let ended = try ServiceProcess.disturbed("signal=KILL:when=\(step)", ["migrate", "--database", path])
            killed += ended.status == 0 ? 0 : 1
            if FileManager.default.fileExists(atPath: path) {
                #expect(try ServiceProcess.run(["verify", "--database", path, "--without-anchors"]).output == "all holds\n")
            }
            let next = try ServiceProcess.run(["migrate", "--database", path])
            #expect(next.status == 0, "\(step): \(next)")
            #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
        }
        #expect((10..<60).contains(killed), "\(killed) steps")
    }

    @Test("a database that others can read is opened with a warning") func warnsOfOpenFiles() throws {
        let service = try ServiceProcess.busy()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: service.database)
        let verified = try ServiceProcess.run(["verify", "--database", service.database])
        #expect(verified.status == 0 && verified.errors.contains("accessible to others than its owner (mode 644)"), "\(verified)")
    }
}
