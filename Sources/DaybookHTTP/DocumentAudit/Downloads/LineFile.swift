internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// A file of lines that is made while it is sent, a piece at a time: memory does not grow with it.
struct LineFile: Sendable {
    /// How it is called where it is saved.
    let name: String
    /// The same for the same bytes only; without quotes.
    let tag: String
    let byteCount: Int
    /// The place of the first piece.
    let start: UInt64
    /// The piece at a place; `nil` behind the last one. The same place always has the same piece.
    let piece: @Sendable (UInt64) async throws -> Piece?
    let logger: Logger

    struct Piece {
        var lines: [UInt8]
        /// The place of the piece behind it.
        var next: UInt64
    }

    /// The whole file, or the one part of it that `range` asks for.
    ///
    /// - Parameter ifRange: the tag of what the caller has a part of; the range counts only for the same.
    /// - Throws: `ControlError` with `rangeNotSatisfiable`.
    func answer(range: String?, ifRange: String?) throws -> Response {
        let tag = "\"\(tag)\""
        var headers: HTTPFields = [
            .contentType: "application/x-ndjson",
            .acceptRanges: "bytes",
            .eTag: tag,
            .contentDisposition: "attachment; filename=\"\(name).ndjson\"",
        ]
        let isSame = ifRange == nil || ifRange == tag
        switch ByteRange(header: isSame ? range : nil, byteCount: byteCount) {
        case .whole:
            return Response(status: .ok, headers: headers, body: body(0..<byteCount))
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(byteCount)"
            return Response(status: .partialContent, headers: headers, body: body(part))
        case .notSatisfiable:
            throw ControlError(
                .rangeNotSatisfiable, "the file has \(byteCount) bytes",
                headers: [("Content-Range", "bytes */\(byteCount)")])
        }
    }

    private func body(_ part: Range<Int>) -> ResponseBody {
        ResponseBody(contentLength: part.count) { writer in
            do {
                var position = 0
                var place = start
                while position < part.upperBound {
                    guard let piece = try await piece(place), position + piece.lines.count <= byteCount else {
                        throw OtherLength(position: position, byteCount: byteCount)
                    }
                    let wanted = part.clamped(to: position..<position + piece.lines.count)
                    if !wanted.isEmpty {
                        let slice = piece.lines[wanted.lowerBound - position..<wanted.upperBound - position]
                        try await writer.write(ByteBuffer(bytes: slice))
                    }
                    position += piece.lines.count
                    place = piece.next
                }
                try await writer.finish(nil)
            } catch {
                // The length is announced already: all that is left is to break the connection off, aloud.
                logger.error("download broken off", metadata: ["file": "\(name)", "error": "\(error)"])
                throw error
            }
        }
    }

    /// The pieces do not come to the length that was announced.
    private struct OtherLength: Error, CustomStringConvertible {
        let position: Int
        let byteCount: Int

        var description: String { "behind byte \(position) it is not what \(byteCount) bytes were announced for" }
    }
}
