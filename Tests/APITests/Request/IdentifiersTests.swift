import Foundation
import PersonalBudgeting
import Synchronization
import Testing

@testable import API

/// Identities in the order they are made, whatever the clock says.
struct IdentifiersTests {
    private func moment(_ text: String) throws -> Instant { try #require(Instant(text)) }

    @Test("identities rise while the clock stands, runs and is put back, by a second and by ten years") func rises() throws {
        let source = TimeOrderedIdentifiers(after: 0)
        var last = ID<Client>(high: 0, low: 0)
        for text in [
            "2026-06-30T09:00:00Z", "2026-06-30T09:00:00Z", "2026-06-30T08:59:59Z", "2016-06-30T09:00:00Z", "2026-06-30T09:00:01Z",
        ] {
            for _ in 0..<1_000 {
                let next: ID<Client> = source.next(at: try moment(text))
                #expect(next > last, "\(text)")
                last = next
            }
        }
        // A clock that runs again is followed again.
        #expect(last.milliseconds == UInt64(try moment("2026-06-30T09:00:01Z").microseconds / 1000))
    }

    @Test("after a restart with an earlier clock identities are above all that storage holds") func restarts() throws {
        let now = try moment("2026-06-30T09:00:00Z")
        let earlier = TimeOrderedIdentifiers(after: 0)
        let old: [ID<Client>] = (0..<100).map { _ in earlier.next(at: now) }
        let greatest = try #require(old.max())
        for text in ["2026-06-30T09:00:00Z", "2016-06-30T09:00:00Z"] {
            let restarted = TimeOrderedIdentifiers(after: greatest.milliseconds)
            let present = try moment(text)
            let new: [ID<Client>] = (0..<100).map { _ in restarted.next(at: present) }
            #expect(new == new.sorted() && Set(new).count == 100)
            #expect(new.allSatisfy { $0 > greatest }, "\(text)")
        }
    }

    @Test("the last millisecond that an identity can hold is not passed, and identities stay version 7") func staysInRange() throws {
        let source = TimeOrderedIdentifiers(after: 0xFFFF_FFFF_FFFF)
        var seen: Set<ID<Client>> = []
        for _ in 0..<100 {
            let next: ID<Client> = source.next(at: .startOfHelsinkiDay(.latest))
            #expect(next.milliseconds == 0xFFFF_FFFF_FFFF && next.high & 0xF000 == 0x7000 && next.low >> 62 == 2)
            seen.insert(next)
        }
        #expect(seen.count == 100)
    }

    @Test("many threads get different identities, each thread rising ones") func concurrent() throws {
        let source = TimeOrderedIdentifiers(after: 0)
        let now = try moment("2026-06-30T09:00:00Z")
        let group = DispatchGroup()
        let all = Mutex<[ID<Client>]>([])
        for _ in 0..<8 {
            DispatchQueue.global().async(group: group) {
                let mine: [ID<Client>] = (0..<5_000).map { _ in source.next(at: now) }
                #expect(mine == mine.sorted())
                all.withLock { $0 += mine }
            }
        }
        group.wait()
        #expect(Set(all.withLock { $0 }).count == 40_000)
    }
}
