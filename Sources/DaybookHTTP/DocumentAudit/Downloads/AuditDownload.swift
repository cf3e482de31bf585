internal import DocumentAudit
internal import HTTPTypes
internal import Hummingbird
internal import Logbook
internal import Logging
internal import NIOCore

/// Sends an audit log as lines of JSON.
struct AuditDownload: Sendable {
    let segment: Segment
    let store: any LogStore
    let logger: Logger

    /// The file in MongoDB's shape, whose length is known.
    var file: LineFile {
        let segment = segment
        let store = store
        let limit = recordCount
        // A segment never changes, so its root is its tag.
        return LineFile(
            name: AuditLogID.id(of: segment.id), tag: "\(segment.root)", byteCount: segment.textByteCount,
            start: segment.sequences.lowerBound,
            piece: { sequence in
                guard sequence <= segment.sequences.upperBound else { return nil }
                let records = try await store.read(segment.id, from: sequence, limit: limit)
                guard let last = records.last else { return nil }
                var lines: [UInt8] = []
                for stored in records {
                    AuditLine.append(stored.record, to: &lines)
                }
                return LineFile.Piece(lines: lines, next: last.sequence + 1)
            }, logger: logger)
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
                guard let last = records.last else {
                    throw LogStoreError(
                        .corruption, "audit log \(AuditLogID.id(of: segment.id)) lacks the record \(sequence)")
                }
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

    /// Records at a time, after how long they are on average.
    private var recordCount: Int {
        let average = max(1, segment.textByteCount / segment.recordCount)
        return min(max(1, Limits.downloadChunkByteCount / average), Limits.downloadChunkRecordCountMaximum)
    }
}
