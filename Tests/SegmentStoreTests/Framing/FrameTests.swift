import Logbook
import Testing

@testable import SegmentStore

struct FrameTests {
    /// Frames with the given payloads, each of which finds those before it on disk.
    private func file(_ payloads: [[UInt8]], salt: UInt64 = 9) -> (bytes: [UInt8], offsets: [Int]) {
        var bytes: [UInt8] = []
        var offsets: [Int] = []
        for payload in payloads {
            offsets.append(bytes.count)
            Frame.append(to: &bytes, offset: bytes.count, salt: salt, onDiskByteCount: bytes.count) { $0 += payload }
        }
        return (bytes, offsets)
    }

    private let payloads: [[UInt8]] = [[1], Array(repeating: 2, count: 8), Array(repeating: 3, count: 700), [4, 5]]

    @Test
    func `frames come back in order`() throws {
        let (bytes, offsets) = file(payloads)
        let (frames, end) = try Frame.readAll(bytes, from: 0, salt: 9, path: "f")
        #expect(frames.map { Array(bytes[$0.payload]) } == payloads)
        #expect(frames.map(\.offset) == offsets)
        #expect(end == bytes.count)
    }

    @Test
    func `whatever is cut off at the end, the whole frames before it are found`() throws {
        let (bytes, offsets) = file(payloads)
        for count in 0..<bytes.count {
            for filler in [0, 200] {
                let torn = Array(bytes.prefix(count)) + [UInt8](repeating: 0, count: filler)
                let (frames, end) = try Frame.readAll(torn, from: 0, salt: 9, path: "f")
                let whole = offsets.dropFirst().filter { $0 <= count }.count
                #expect(frames.count == whole || filler > 0 && frames.count == whole + 1)
                #expect(end == frames.last?.end ?? 0)
            }
        }
    }

    @Test
    func `a flipped bit before a later frame is corruption, in the last frame an end`() throws {
        let (bytes, offsets) = file(payloads)
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x40
            let isPadding = (try? Frame.readAll(damaged, from: 0, salt: 9, path: "f"))?.end == bytes.count
            if isPadding {
                continue
            }
            if index < offsets[3] {
                #expect(throws: LogStoreError(.corruption, "")) {
                    try Frame.readAll(damaged, from: 0, salt: 9, path: "f")
                }
            } else {
                #expect(try Frame.readAll(damaged, from: 0, salt: 9, path: "f").end == offsets[3])
            }
        }
    }

    @Test
    func `frames of another file, or of another place, are not found`() throws {
        let (bytes, offsets) = file(payloads)
        #expect(try Frame.readAll(bytes, from: 0, salt: 8, path: "f").frames.isEmpty)
        let moved = Array(bytes[offsets[1]...])
        #expect(try Frame.readAll(moved, from: 0, salt: 9, path: "f").frames.isEmpty)
        let (fresh, _) = file([[7]], salt: 10)
        let reused = fresh + bytes.dropFirst(fresh.count)
        #expect(try Frame.readAll(reused, from: 0, salt: 10, path: "f").end == fresh.count)
    }
}
