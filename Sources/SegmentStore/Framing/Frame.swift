internal import Logbook

/// A checked piece of a file that grows at its end; journal and manifest consist of them.
///
/// ```
/// u32  bytes of the payload, never 0
/// u32  CRC-32C over salt (u64), offset (u64), the length field, the field below and the payload
/// u64  on disk: every byte of the file below this offset was on disk when the frame was written
/// ...  payload, then zeros up to a multiple of 8
/// ```
///
/// The salt is a number that no other file of the same folder has or had, and the offset is the frame's own. So what
/// an earlier use of the room left behind never passes for a frame. *On disk* tells a torn end from later damage:
/// bytes that are broken although a later frame says that they were on disk are corruption.
struct Frame {
    /// Where the frame begins in its file.
    let offset: Int
    /// Where its payload is in the bytes it was found in.
    let payload: Range<Int>
    let onDiskByteCount: UInt64

    static let headByteCount = 16
    static let alignment = 8

    /// Bytes that a payload takes in the file.
    static func byteCount(payloadByteCount: Int) -> Int {
        (headByteCount + payloadByteCount + alignment - 1) / alignment * alignment
    }

    /// Appends a frame to a buffer that will be written so that the frame comes to stand at `offset`.
    static func append(
        to buffer: inout [UInt8], offset: Int, salt: UInt64, onDiskByteCount: Int, _ payload: (inout [UInt8]) -> Void
    ) {
        let start = buffer.count
        buffer.append(fixed64: 0)
        buffer.append(fixed64: UInt64(onDiskByteCount))
        payload(&buffer)
        let payloadByteCount = buffer.count - start - headByteCount
        precondition(payloadByteCount > 0 && payloadByteCount <= UInt32.max)
        buffer.replace(fixed32: UInt32(payloadByteCount), at: start)
        let checksum = checksum(buffer, start: start, end: buffer.count, offset: offset, salt: salt)
        buffer.replace(fixed32: checksum, at: start + 4)
        while (buffer.count - start) % alignment != 0 {
            buffer.append(0)
        }
    }

    /// The frame at an offset of a file's bytes; `nil` when what stands there is no frame.
    static func read(_ bytes: [UInt8], at offset: Int, limit: Int, salt: UInt64) -> Frame? {
        guard offset >= 0, limit <= bytes.count, limit - offset >= headByteCount else { return nil }
        let payloadByteCount = Int(fixed32(bytes, at: offset))
        let start = offset + headByteCount
        guard payloadByteCount > 0, byteCount(payloadByteCount: payloadByteCount) <= limit - offset else { return nil }
        let end = start + payloadByteCount
        guard checksum(bytes, start: offset, end: end, offset: offset, salt: salt) == fixed32(bytes, at: offset + 4),
            bytes[end..<offset + byteCount(payloadByteCount: payloadByteCount)].allSatisfy({ $0 == 0 })
        else { return nil }
        return Frame(offset: offset, payload: start..<end, onDiskByteCount: fixed64(bytes, at: offset + 8))
    }

    /// Where the next frame begins.
    var end: Int { offset + Self.byteCount(payloadByteCount: payload.count) }

    /// The frames from an offset on, as far as they are whole.
    ///
    /// - Returns: the frames, and the offset behind the last one.
    /// - Throws: `LogStoreError` with `corruption` when bytes are broken that were on disk already.
    static func readAll(
        _ bytes: [UInt8], from start: Int, salt: UInt64, path: String
    ) throws -> (frames: [Frame], end: Int) {
        var frames: [Frame] = []
        var offset = start
        while let frame = read(bytes, at: offset, limit: bytes.count, salt: salt) {
            frames.append(frame)
            offset = frame.end
        }
        if let later = firstFrame(bytes, behind: offset, salt: salt) {
            throw LogStoreError(
                .corruption, "\(path) is damaged at byte \(offset), before the frame at \(later.offset)")
        }
        return (frames, offset)
    }

    /// Looks behind a broken place for a frame that says that the place was on disk when it was written.
    private static func firstFrame(_ bytes: [UInt8], behind broken: Int, salt: UInt64) -> Frame? {
        var offset = broken + alignment
        while offset + headByteCount < bytes.count {
            // Looked at first, so that bytes of any kind rarely cost a checksum.
            let onDisk = fixed64(bytes, at: offset + 8)
            if onDisk > UInt64(broken), onDisk <= UInt64(offset),
                let frame = read(bytes, at: offset, limit: bytes.count, salt: salt)
            {
                return frame
            }
            offset += alignment
        }
        return nil
    }

    private static func checksum(_ bytes: [UInt8], start: Int, end: Int, offset: Int, salt: UInt64) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(salt)
        checksum.update(UInt64(offset))
        checksum.update(bytes, in: start..<start + 4)
        checksum.update(bytes, in: start + 8..<end)
        return checksum.value
    }

    private static func fixed32(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16
            | UInt32(bytes[offset + 3]) << 24
    }

    private static func fixed64(_ bytes: [UInt8], at offset: Int) -> UInt64 {
        UInt64(fixed32(bytes, at: offset)) | UInt64(fixed32(bytes, at: offset + 4)) << 32
    }
}
