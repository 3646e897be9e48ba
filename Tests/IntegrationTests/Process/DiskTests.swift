import Foundation
import JSON
import Synchronization
import Testing

/// Faults of the disk under the whole process (decision 0022).
@Suite struct DiskTests {
    // MARK: - A sync that fails

    /// Lets syncs fail while a file exists: a library that is loaded before the C library.
    private static let failingSyncs = #"""
        #define _GNU_SOURCE
        #include <errno.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        static int fails(void) {
            const char *mark = getenv("FAILING_SYNCS");
            return mark && syscall(SYS_access, mark, F_OK) == 0;
        }
        static int result(int number, int descriptor) {
            if (!fails()) return (int)syscall(number, descriptor);
            errno = EIO;
            return -1;
        }
        int fsync(int descriptor) { return result(SYS_fsync, descriptor); }
        int fdatasync(int descriptor) { return result(SYS_fdatasync, descriptor); }
        """#

    @Test("after a sync that failed nothing is acknowledged, and the process says why and ends with 74; all that was acknowledged is there")
    func endsAfterFailedSync() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "avain-syncs-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(DiskTests.failingSyncs.utf8).write(to: URL(filePath: folder + "/syncs.c"))
        let made = try ServiceProcess.run(
            program: "/bin/sh", ["-c", "$(command -v clang || command -v cc) -shared -fPIC -o \(folder)/syncs.so \(folder)/syncs.c"])
        guard made.status == 0 else { throw ProcessFault("no C compiler: \(made.errors)") }
        let mark = folder + "/fail"
        let service = try ServiceProcess(environment: ["LD_PRELOAD": folder + "/syncs.so", "FAILING_SYNCS": mark])
        let county = try County(service)
        var acknowledged = try (0..<5).map { _ in try county.newClient().id }
        try Data().write(to: URL(filePath: mark))
        let began = ContinuousClock.now
        let statuses = try concurrently(4) { _ in
            // The service may close the connection.
            (try? county.worker.send("POST", "/v1/clients", county.clientBody().octets, expecting: nil, isJudged: false))?.status
        }
        #expect(statuses.allSatisfy { $0 == nil || $0 == 503 }, "\(statuses)")
        #expect(service.waitForEnd() == 74)
        // A second, and what a busy machine adds.
        #expect(ContinuousClock.now - began < .seconds(10))
        let said = service.errors.split(separator: "\n").filter { $0.contains("did not confirm that data is durable") }
        #expect(
            said.count == 1 && said.allSatisfy { (try? JSONReader.read(Array($0.utf8)))?["level"].string == "critical" },
            "\(service.errors)")
        try FileManager.default.removeItem(atPath: mark)
        try service.start()
        acknowledged.append(try county.newClient().id)
        let there = Set(try county.worker.all("/v1/clients").compactMap { $0["id"].string })
        #expect(Set(acknowledged).subtracting(there) == [])
        #expect(service.stop() == 0)
        #expect(try ServiceProcess.run(["verify", "--database", service.database]).output == "all holds\n")
    }

    // MARK: - A full disk

    /// Mounts a small disk over the folder of the service, which nobody else sees, and executes the service there.
    private static let onSmallDisk = [
        "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
        #"""
        folder=$1; shift
        mkdir "$folder/disk" && mount -t tmpfs -o size=24m tmpfs "$folder/disk" && cp -a "$folder"/avain.sqlite* "$folder/disk" &&
            mount --bind "$folder/disk" "$folder" && exec "$@"
        """#, "sh",
    ]

    @Test(
        "on a full disk reads go on and data is refused with 507; when the reserve is used up reads get 503; all recovers by itself",
        .enabled(if: geteuid() == 0, "only root can mount a small disk"))
    func survivesFullDisk() throws {
        let service = try ServiceProcess(arguments: ["--test-clock", "--storage-reserve", "1"], launcher: DiskTests.onSmallDisk)
        let county = try County(service)
        let client = try county.newClient()
        let note: JSONValue = ["polarity": "works", "subject": "life", "text": .string(String(repeating: "toimii ", count: 400))]
        let file = try county.openCase(client: client)
        #expect(try county.nobody.get("/ready")["storage"] == "works")
        let filler = "/proc/\(try #require(service.pid))/root\(service.folder)/filler"
        try DiskTests.fill(filler)

        // 1. Data is refused as soon as it would need the reserve.
        var acknowledged: [String] = []
        var refused: Reply?
        for _ in 0..<3_000 where refused == nil {
            let reply = try county.worker.send("POST", "\(file.path)/working-notes", note.octets, expecting: nil, isJudged: false)
            if reply.status == 201 { acknowledged.append(reply.id) } else { refused = reply }
        }
        #expect(refused?.status == 507 && refused?.code == "storage_full", "\(refused.map { "\($0)" } ?? "never refused")")
        _ = try service.errors { $0.contains("the disk is full") }

        // 2. Reads go on.
        for _ in 0..<50 { try county.worker.get(client.path) }
        #expect(try county.nobody.get("/ready")["storage"] == "full")
        #expect(try county.worker.send("POST", "/v1/clients", county.clientBody().octets, expecting: 507).code == "storage_full")

        // 3. Until the reserve is used up.
        let firstFailure = Mutex<Reply?>(nil)
        _ = try concurrently(4) { _ in
            for _ in 0..<20_000 where firstFailure.withLock({ $0 }) == nil {
                let reply = try county.worker.send("GET", client.path, nil, expecting: nil, isJudged: false)
                if reply.status != 200 { firstFailure.withLock { $0 = $0 ?? reply } }
            }
        }
        let failure = try #require(firstFailure.withLock { $0 }, "the reserve does not end")
        #expect(failure.status == 503 && failure.code == "storage_failing", "\(failure)")
        // After the refused row the log may take another one, so reads go on until the service says that it takes none.
        var unready = try county.nobody.inEnglish.send("GET", "/ready", nil, expecting: nil, isJudged: false)
        for _ in 0..<20_000 where unready.status == 200 {
            try county.worker.send("GET", client.path, nil, expecting: nil, isJudged: false)
            unready = try county.nobody.inEnglish.send("GET", "/ready", nil, expecting: nil, isJudged: false)
        }
        #expect(
            unready.status == 503 && unready.code == "storage_failing" && unready["detail"].string?.contains("the disk is full") == true,
            "\(unready)")
        try county.worker.get("/v1/me")

        // 4. There is room again, and nobody restarts anything.
        try FileManager.default.removeItem(atPath: filler)
        let freed = ContinuousClock.now
        while try county.nobody.send("GET", "/ready", nil, expecting: nil, isJudged: false)["storage"] != "works",
            ContinuousClock.now - freed < .seconds(30)
        { sched_yield() }
        #expect(ContinuousClock.now - freed < .seconds(5))
        acknowledged.append(try county.worker.post("\(file.path)/working-notes", note).id)
        try county.worker.get(client.path)
        let there = Set(try county.worker.all("\(file.path)/working-notes").compactMap { $0["id"].string })
        #expect(Set(acknowledged).subtracting(there) == [])
        #expect(service.stop() == 0)
    }

    /// Takes all room of the disk of a file.
    private static func fill(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ProcessFault("\(path): \(errno)") }
        defer { close(descriptor) }
        for size in [1 << 20, 4_096, 1] {
            let octets = [UInt8](repeating: 7, count: size)
            while write(descriptor, octets, size) > 0 {}
        }
    }
}
