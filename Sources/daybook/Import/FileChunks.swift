import DaybookHTTP
import Foundation

/// The bytes of a file or of the standard input, piece by piece. What gzip or zstd made smaller is made large again.
struct FileChunks: AsyncSequence, Sendable {
    private let handle: FileHandle
    /// `nil` when only the end will tell.
    let byteCount: Int?
    private let progress: ProgressLine

    private static let chunkByteCount = 1 << 20

    /// - Parameter path: `-` for the standard input.
    init(path: String, progress: ProgressLine) throws {
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
        private let chunks: FileChunks
        private var begun: (decompressor: Decompressor?, first: [UInt8])?

        fileprivate init(_ chunks: FileChunks) {
            self.chunks = chunks
        }

        mutating func next() async throws -> [UInt8]? {
            if begun == nil {
                let first = try readFirst()
                begun = (Decompressor(ContentEncoding(magic: first), isTrusted: true), first)
            }
            guard let decompressor = begun?.decompressor else { return try nextAsItIs() }
            do {
                while true {
                    if let piece = try decompressor.next() { return piece }
                    guard let compressed = try nextAsItIs() else {
                        try decompressor.finish()
                        return nil
                    }
                    decompressor.feed(compressed)
                }
            } catch is ControlError {
                throw CommandError("the file begins like one of gzip or zstd, but it is damaged or ends too early")
            }
        }

        private mutating func nextAsItIs() throws -> [UInt8]? {
            if let first = begun?.first, !first.isEmpty {
                begun?.first = []
                return first
            }
            let piece = try read()
            return piece.isEmpty ? nil : piece
        }

        /// A pipe may hand out less than it takes to tell what comes.
        private func readFirst() throws -> [UInt8] {
            var first = try read()
            while first.count < ContentEncoding.magicByteCount {
                let more = try read()
                if more.isEmpty { break }
                first += more
            }
            return first
        }

        private func read() throws -> [UInt8] {
            guard let data = try chunks.handle.read(upToCount: FileChunks.chunkByteCount) else { return [] }
            chunks.progress.add(data.count, of: chunks.byteCount)
            return Array(data)
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }
}
