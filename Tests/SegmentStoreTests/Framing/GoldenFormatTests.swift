import DaybookTesting
import Evidence
import Logbook
import Testing

@testable import SegmentStore

/// The bytes of the present version of each format. They are on the disks of users: what stands here is never changed.
struct GoldenFormatTests {
    private let stream = Stream.audit(project: "p", instance: "i", node: "节点")

    private var run: PackedRun {
        let window = LossWindow(
            start: Timestamp(milliseconds: 1_767_323_045_678), end: Timestamp(milliseconds: 1_767_323_046_000),
            maximumCount: 3, reason: .journalFailure, lineByteCount: 99)
        return PackedRun(loss: window, sequence: 41)
    }

    @Test
    func `the head of a journal file has the bytes of version 2`() throws {
        let head = FileHead(number: 12, previousNumber: 11, previousByteCount: 4_096)
        expect(
            head.encode(.journal),
            """
            444159424b4a524e020000003feb49fb0c000000000000000b0000000000000000100000000000000000000000000000
            """)
        #expect(try FileHead.decode(.journal, head.encode(.journal), path: "f") == head)
        #expect(throws: LogStoreError(.corruption, "")) {
            try FileHead.decode(.manifest, head.encode(.journal), path: "f")
        }
        for index in 0..<FileHead.byteCount {
            var damaged = head.encode(.journal)
            damaged[index] ^= 1
            #expect(throws: LogStoreError(.corruption, "")) {
                try FileHead.decode(.journal, damaged, path: "f")
            }
        }
    }

    @Test
    func `a journal frame has the bytes of version 2`() throws {
        var streamBytes: [UInt8] = []
        stream.encode(into: &streamBytes)
        let entry = JournalEntry(stream: stream, streamBytes: streamBytes, streamIndex: 0, run: run)
        var bytes: [UInt8] = []
        Frame.append(to: &bytes, offset: 48, salt: 12, onDiskByteCount: 48) { entry.encode(into: &$0) }
        expect(
            bytes,
            """
            3b000000385552803000000000000000020170016906e88a82e782b92901b04b57f65e470600b04b57f65e4706006304\
            0019150000000103b04b57f65e47060080355cf65e4706000301630000000000
            """)
    }

    @Test
    func `changes of a lease have the bytes of version 2`() throws {
        var streamBytes: [UInt8] = []
        stream.encode(into: &streamBytes)
        let lease = Lease(
            through: 300, times: Timestamp(milliseconds: 1_767_323_045_678)...Timestamp(microseconds: .max))
        for (lease, golden) in [
            (lease, "ff020170016906e88a82e782b901ac02b04b57f65e470600ffffffffffffff7f"),
            (nil, "ff020170016906e88a82e782b900"),
        ] {
            var bytes: [UInt8] = []
            JournalItem.lease(LeaseChange(streamBytes: streamBytes, streamIndex: 0, lease: lease)).encode(into: &bytes)
            expect(bytes, golden)
            guard case .lease(let found, let decoded) = try JournalItem.decode(bytes, in: bytes.indices) else {
                Issue.record("a change of a lease was read as something else")
                continue
            }
            #expect(found == stream && decoded == lease)
            for byteCount in 1..<bytes.count {
                #expect(throws: MalformedBytes.self) { try JournalItem.decode(bytes, in: 0..<byteCount) }
            }
        }
    }

    @Test
    func `the end of a closed store has the bytes of version 2`() throws {
        var bytes: [UInt8] = []
        JournalItem.closing(FileEnd(number: 7, byteCount: 300)).encode(into: &bytes)
        expect(bytes, "fe07ac02")
        guard case .closing(let end) = try JournalItem.decode(bytes, in: bytes.indices) else {
            Issue.record("the end of a store was read as something else")
            return
        }
        #expect(end == FileEnd(number: 7, byteCount: 300))
    }

    @Test
    func `manifest entries have the bytes of version 3`() throws {
        let segment = SegmentFacts(
            extent: run.extent, fileByteCount: 300, root: try #require(Fingerprint(repeatElement(0xaa, count: 32))),
            fileFingerprint: try #require(Fingerprint(repeatElement(0xbb, count: 32))))
        let entries: [ManifestEntry] = [
            .stream(number: 3, stream, sealedThrough: 40, lastClosedMilliseconds: 1_767_323_045_678),
            .added(number: 3, closedMilliseconds: 1_767_323_045_679, segment),
            .deleted(
                number: 3,
                DeletionFacts(
                    closedMilliseconds: 1_767_323_045_679, segment: segment,
                    time: Timestamp(microseconds: 1_767_323_045_679_001), reason: .request(by: "人"))),
            .journalStart(12),
            .closed(journal: FileEnd(number: 12, byteCount: 304)),
        ]
        var bytes: [UInt8] = []
        entries.forEach { $0.encode(into: &bytes) }
        expect(
            bytes,
            """
            0103020170016906e88a82e782b9282e8fa97c9b01000002032f8fa97c9b0100002901b04b57f65e470600b04b57f65e\
            47060063ac02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb\
            bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb05032f8fa97c9b0100002901b04b57f65e470600b04b57f65e47\
            060063ac02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbb\
            bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb994f57f65e4706000303e4baba040c060cb002
            """)
        var reader = ByteReader(bytes)
        for entry in entries {
            #expect(try ManifestEntry(from: &reader) == entry)
        }
        try reader.finish()
    }

    @Test
    func `entries of a project log have the bytes of version 1`() throws {
        let segment = SegmentFacts(
            extent: run.extent, fileByteCount: 300, root: try #require(Fingerprint(repeatElement(0xaa, count: 32))),
            fileFingerprint: try #require(Fingerprint(repeatElement(0xbb, count: 32)))
        ).segment(of: stream, closedMilliseconds: 1_767_323_045_679)
        let deletion = Deletion(
            segment: segment, time: Timestamp(microseconds: 1_767_323_045_679_001), reason: .age(days: 30))
        let name = "020170016906e88a82e782b92f8fa97c9b0100002901"
        expect(
            ProjectLogEntry(segment).bytes,
            "0101\(name)b04b57f65e470600b04b57f65e470600" + String(repeating: "aa", count: 32))
        expect(ProjectLogEntry(deletion).bytes, "0102\(name)994f57f65e470600011e")
        for entry in [ProjectLogEntry(segment), ProjectLogEntry(deletion)] {
            let bytes = entry.bytes
            #expect(try ProjectLogEntry(bytes, in: bytes.indices) == entry)
            for end in 0..<bytes.count {
                #expect(throws: MalformedBytes.self) { try ProjectLogEntry(bytes, in: 0..<end) }
            }
        }
    }

    private func expect(_ bytes: [UInt8], _ golden: String) {
        #expect(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == golden)
    }
}
