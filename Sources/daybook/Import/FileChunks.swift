import Foundation

/// The bytes of a file or of the standard input, piece by piece.
struct FileChunks: AsyncSequence, Sendable {
    private let handle: FileHandle
    /// `nil` when only the end will tell.
    let byteCount: Int?
    private let progress: ImportProgress

    private static let chunkByteCount = 1 << 20

    /// - Parameter path: `-` for the standard input.
    init(path: String, progress: ImportProgress) throws {
        self.progress = progress
        guard path != "-" else {
            handle = .standardInput
            byteCount = nil
            return
        }
        do {
            handle = try FileHandle(forReadingFrom: URL(filePath: path))
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let isRegular = attributes[.type] as? FileAttributeType == .typeRegular
            byteCount = isRegular ? (attributes[.size] as? NSNumber)?.intValue : nil
        } catch {
            throw CommandError("cannot read \(path); name a file that this user may read, or - for the standard input")
        }
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let chunks: FileChunks

        mutating func next() async throws -> [UInt8]? {
            guard let data = try chunks.handle.read(upToCount: FileChunks.chunkByteCount), !data.isEmpty else {
                return nil
            }
            chunks.progress.add(data.count, of: chunks.byteCount)
            return Array(data)
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(chunks: self)
    }
}
