internal import DocumentAudit
internal import HTTPTypes
internal import Hummingbird
internal import Logbook
internal import Logging
internal import NIOCore

/// Sends an audit log as lines of JSON, a piece at a time: memory does not grow with the file.
struct AuditDownload: Sendable {
    let segment: Segment
    let store: any LogStore
    let logger: Logger

    /// The whole file, or the one part of it that `range` asks for.
    ///
    /// - Parameter ifRange: the tag of what the caller has a part of; the range counts only for the same.
    /// - Throws: `ControlError` with `rangeNotSatisfiable`.
    func answer(range: String?, ifRange: String? = nil) throws -> Response {
        let byteCount = segment.textByteCount
        var headers: HTTPFields = [
            .contentType: "application/x-ndjson",
            .acceptRanges: "bytes",
            .eTag: tag,
            .contentDisposition: "attachment; filename=\"\(AuditLogID.id(of: segment.id)).ndjson\"",
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
                .rangeNotSatisfiable, "the audit log has \(byteCount) bytes",
                headers: [("Content-Range", "bytes */\(byteCount)")])
        }
    }

    /// The whole file as lines of OCSF. How long they are is found out on the way, so there are no parts of it.
    func answerAsOCSF() -> Response {
        let headers: HTTPFields = [
            .contentType: "application/x-ndjson",
            .contentDisposition: "attachment; filename=\"\(AuditLogID.id(of: segment.id)).ocsf.ndjson\"",
        ]
        let body = ResponseBody { writer in
            var sequence = segment.sequences.lowerBound
            while sequence <= segment.sequences.upperBound {
                let records = try await store.read(segment.id, from: sequence, limit: recordCount)
                guard let last = records.last else { throw mismatch(at: 0) }
                var lines: [UInt8] = []
                for record in records {
                    OCSFLine.append(record, of: segment.stream, to: &lines)
                }
                try await writer.write(ByteBuffer(bytes: lines))
                sequence = last.sequence + 1
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// A segment never changes, so its root is its tag.
    private var tag: String { "\"\(segment.root)\"" }

    private func body(_ part: Range<Int>) -> ResponseBody {
        ResponseBody(contentLength: part.count) { writer in
            do {
                var position = 0
                var sequence = segment.sequences.lowerBound
                while position < part.upperBound {
                    let (lines, next) = try await lines(from: sequence, at: position)
                    let wanted = part.clamped(to: position..<position + lines.count)
                    if !wanted.isEmpty {
                        let slice = lines[wanted.lowerBound - position..<wanted.upperBound - position]
                        try await writer.write(ByteBuffer(bytes: slice))
                    }
                    position += lines.count
                    sequence = next
                    if sequence > segment.sequences.upperBound, position != segment.textByteCount {
                        throw mismatch(at: position)
                    }
                }
                try await writer.finish(nil)
            } catch {
                // The length is announced already: all that is left is to break the connection off, aloud.
                logger.error(
                    "audit log broken off", metadata: ["id": "\(AuditLogID.id(of: segment.id))", "error": "\(error)"])
                throw error
            }
        }
    }

    /// The next lines, and the sequence number to go on with.
    private func lines(from sequence: UInt64, at position: Int) async throws -> (lines: [UInt8], next: UInt64) {
        let records = try await store.read(segment.id, from: sequence, limit: recordCount)
        guard let last = records.last else { throw mismatch(at: position) }
        var lines: [UInt8] = []
        for stored in records {
            AuditLine.append(stored.record, to: &lines)
        }
        return (lines, last.sequence + 1)
    }

    /// Records at a time, after how long they are on average.
    private var recordCount: Int {
        let average = max(1, segment.textByteCount / segment.recordCount)
        return min(max(1, Limits.downloadChunkByteCount / average), Limits.downloadChunkRecordCountMaximum)
    }

    private func mismatch(at position: Int) -> LogStoreError {
        LogStoreError(
            .corruption,
            "audit log \(AuditLogID.id(of: segment.id)) ends at byte \(position) instead of \(segment.textByteCount)")
    }
}
