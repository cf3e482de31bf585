import DataService
import DaybookTesting
import Logbook
import Testing

struct AccessImporterTests {
    private static let stream = Stream.access(project: "p", cluster: "c")

    private struct Broken: Error {}

    private static func line(_ number: Int) -> String {
        #"{"request_id":"\#(number)","access_time":\#(number),"duration":1,"status_code":200,"detail":"d","#
            + #""in_flow_size":1,"out_flow_size":2,"out_total_size":3}"#
    }

    private static func chunks(_ text: String, byteCount: Int, thenFail: Bool = false) -> AsyncThrowingStream<
        [UInt8], any Error
    > {
        AsyncThrowingStream { continuation in
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                continuation.yield(Array(rest.prefix(byteCount)))
                rest = rest.dropFirst(byteCount)
            }
            continuation.finish(throwing: thenFail ? Broken() : nil)
        }
    }

    @Test(arguments: [1_000, 65_536, 10_000_000])
    func `all lines arrive in their order, batch behind batch`(chunkByteCount: Int) async throws {
        let store = RecordingStore()
        let text = (1...10_000).map(Self.line).joined(separator: "\r\n")
        let importer = AccessImporter(store: store, stream: Self.stream, workspace: "w")
        let summary = try await importer.run(Self.chunks(text, byteCount: chunkByteCount))
        #expect(summary.acceptedCount == 10_000 && summary.rejectedCount == 0 && summary.problems.isEmpty)
        #expect(summary.sequences == 1...10_000 && summary.isDurable && !summary.hasStopped)
        #expect(await store.ids == Array(1...10_000))
        #expect(await store.durabilities == [.strict])
    }

    @Test func `imports that share readers keep their workspaces apart`() async throws {
        let readers = ReaderPool()
        for workspace in ["one", "two", "three"] {
            let store = RecordingStore()
            let importer = AccessImporter(
                store: store, stream: Self.stream, workspace: workspace, readers: readers)
            let text = (1...3).map(Self.line).joined(separator: "\n")
            let summary = try await importer.run(Self.chunks(text, byteCount: 100))
            #expect(summary.acceptedCount == 3)
            #expect(await store.workspaces == [workspace])
        }
    }

    @Test func `bad lines are counted, the first hundred told`() async throws {
        let store = RecordingStore()
        let text = (1...500).map { $0 % 2 == 0 ? Self.line($0) : "{" }.joined(separator: "\n")
        let importer = AccessImporter(store: store, stream: Self.stream, workspace: "w")
        let summary = try await importer.run(Self.chunks(text, byteCount: 100))
        #expect(summary.acceptedCount == 250 && summary.rejectedCount == 250)
        #expect(summary.problems.map(\.line) == (0..<100).map { $0 * 2 + 1 })
        #expect(summary.problems.first?.description == "line 1, column 2: the line ends too early")
        #expect(await store.ids == (1...250).map { Int64($0 * 2) })
    }

    @Test func `a strict import ends at the first bad line and keeps what stood before`() async throws {
        let store = RecordingStore()
        let text = Self.line(1) + "\n" + Self.line(2) + "\nx\n" + Self.line(4) + "\ny"
        let importer = AccessImporter(store: store, stream: Self.stream, workspace: "w", isStrict: true)
        let summary = try await importer.run(Self.chunks(text, byteCount: 10_000))
        #expect(summary.acceptedCount == 2 && summary.rejectedCount == 1 && summary.hasStopped)
        #expect(await store.ids == [1, 2])
    }

    @Test(arguments: ["", "\n\n", "x"])
    func `without a record nothing is appended`(text: String) async throws {
        let store = RecordingStore()
        let importer = AccessImporter(store: store, stream: Self.stream, workspace: "w")
        let summary = try await importer.run(Self.chunks(text, byteCount: 1))
        #expect(summary.acceptedCount == 0 && summary.sequences == nil)
        #expect(summary.rejectedCount == (text == "x" ? 1 : 0))
        #expect(await store.ids.isEmpty)
    }

    @Test func `when the bytes break off, what was taken is told, half a line is none`() async throws {
        let store = RecordingStore()
        let text = (1...9_000).map(Self.line).joined(separator: "\n")
        let importer = AccessImporter(store: store, stream: Self.stream, workspace: "w")
        let interruption = await #expect(throws: AccessImporter.Interruption.self) {
            try await importer.run(Self.chunks(text, byteCount: 50_000, thenFail: true))
        }
        let count = try #require(interruption).summary.acceptedCount
        #expect(interruption?.cause is Broken)
        #expect(count >= 4_096 && count < 9_000)
        #expect(await store.ids == (0..<count).map { Int64($0 + 1) })
    }

    @Test func `when the store is full, what was taken is told`() async throws {
        let store = RecordingStore(capacity: 5_000)
        let text = (1...20_000).map(Self.line).joined(separator: "\n")
        let importer = AccessImporter(store: store, stream: Self.stream, workspace: "w")
        let interruption = await #expect(throws: AccessImporter.Interruption.self) {
            try await importer.run(Self.chunks(text, byteCount: 50_000))
        }
        let summary = try #require(interruption).summary
        #expect(interruption?.cause as? LogStoreError == LogStoreError(.storageFull, ""))
        #expect(summary.acceptedCount > 0)
        #expect(await store.ids.count == summary.acceptedCount)
    }

    @Test func `a store that is overloaded for a while slows the import down and loses nothing`() async throws {
        let store = RecordingStore(refusals: 7)
        let text = (1...9_000).map(Self.line).joined(separator: "\n")
        let importer = AccessImporter(store: store, stream: Self.stream, workspace: "w")
        let summary = try await importer.run(Self.chunks(text, byteCount: 50_000))
        #expect(summary.acceptedCount == 9_000)
        #expect(await store.ids == Array(1...9_000))
        #expect(await store.refusals == 0)
    }

    @Test func `the summary is one object`() async throws {
        let importer = AccessImporter(store: RecordingStore(), stream: Self.stream, workspace: "w")
        let summary = try await importer.run(Self.chunks(Self.line(1) + "\n{}", byteCount: 10))
        var writer = JSONWriter()
        summary.write(to: &writer)
        let expected =
            #"{"accepted":1,"rejected":1,"first_sequence":1,"last_sequence":1,"durable":true,"stopped":false,"#
            + #""errors":[{"line":2,"column":2,"reason":"request_id is missing"}]}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }
}

/// Takes records up to a number of them and remembers their ids; everything else of a store it is not asked for.
private actor RecordingStore: LogStore {
    private(set) var ids: [Int64] = []
    private(set) var durabilities: Set<Durability> = []
    private(set) var workspaces: Set<String> = []
    private let capacity: Int
    /// How often it is overloaded before it takes anything.
    private(set) var refusals: Int

    init(capacity: Int = .max, refusals: Int = 0) {
        self.capacity = capacity
        self.refusals = refusals
    }

    func append(_ records: [LogRecord], to stream: Stream, durability: Durability) async throws -> Receipt {
        if refusals > 0 {
            refusals -= 1
            throw LogStoreError(.overloaded, "busy")
        }
        guard ids.count + records.count <= capacity else { throw LogStoreError(.storageFull, "full") }
        let first = UInt64(ids.count + 1)
        for record in records {
            guard case .access(let record) = record else { continue }
            ids.append(record.requestID.rawValue)
            workspaces.insert(record.workspace)
        }
        durabilities.insert(durability)
        return Receipt(stream: stream, sequences: first...UInt64(ids.count), isDurable: durability == .strict)
    }

    func scan(_ query: LogQuery) async throws -> LogPage { throw LogStoreError(.closed, "") }
    func count(_ filter: LogFilter, in stream: Stream) async throws -> Int { throw LogStoreError(.closed, "") }
    func segments(_ query: SegmentQuery) async throws -> SegmentPage { throw LogStoreError(.closed, "") }
    func segment(_ id: Segment.ID) async throws -> Segment? { throw LogStoreError(.closed, "") }
    func read(_ id: Segment.ID, from sequence: UInt64, limit: Int) async throws -> [StoredRecord] {
        throw LogStoreError(.closed, "")
    }
    func seal(_ streams: StreamSelection) async throws -> [Segment] { throw LogStoreError(.closed, "") }
    func prune(_ ids: [Segment.ID], for reason: PruneReason) async throws -> [Segment] {
        throw LogStoreError(.closed, "")
    }
    func deletions(_ query: DeletionQuery) async throws -> DeletionPage { throw LogStoreError(.closed, "") }
    func verify() async throws -> VerificationReport { throw LogStoreError(.closed, "") }
}
