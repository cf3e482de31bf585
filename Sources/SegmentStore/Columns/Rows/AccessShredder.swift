internal import Logbook
internal import Parquet

/// The columns of a row group of access records.
struct AccessShredder: RowShredder {
    private var sequences: [Int64] = []
    private var times: [Int64] = []
    private var requestIDs = NumberColumn<Int64>()
    private var workspaces = TextColumn()
    private var apiIDs = TextColumn()
    private var apiNames = TextColumn()
    private var appIDs = TextColumn()
    private var appNames = TextColumn()
    private var durations = NumberColumn<Int64>()
    private var statusCodes = NumberColumn<Int32>()
    private var errorCodes = TextColumn()
    private var errorMessages = TextColumn()
    private var inFlowSizes = NumberColumn<Int64>()
    private var outFlowSizes = NumberColumn<Int64>()
    private var outTotalSizes = NumberColumn<Int64>()
    private var verifyMicros = NumberColumn<Int64>()
    private var sourceMicros = NumberColumn<Int64>()
    private var serializeMicros = NumberColumn<Int64>()
    private var details = TextShredder()
    private var hasDetail: [Bool] = []
    private var losses = LossShredder()
    private var canonical = BytesColumn()

    mutating func append(_ reader: inout ByteReader, of bytes: [UInt8], sequence: UInt64) throws -> RowFacts {
        let range = reader.position..<reader.end
        sequences.append(Int64(bitPattern: sequence))
        switch try RecordEncoding.kind(&reader) {
        case .access:
            return try appendAccess(&reader, bytes, range)
        case .loss:
            appendNull()
            canonical.append(nil, of: bytes)
            let facts = try losses.append(&reader)
            try reader.finish()
            times.append(facts.time.milliseconds)
            return facts
        case .audit:
            return try appendCanonical(bytes, range)
        }
    }

    func columns() -> ShreddedColumns {
        let detail = TextBatches(details, isPresent: hasDetail)
        var batches = [ColumnBatch(.int64(sequences)), ColumnBatch(.int64(times)), requestIDs.batch]
        batches += [workspaces, apiIDs, apiNames, appIDs, appNames].map(\.batch)
        batches += [durations.batch, statusCodes.batch, errorCodes.batch, errorMessages.batch]
        batches += [inFlowSizes, outFlowSizes, outTotalSizes, verifyMicros, sourceMicros, serializeMicros].map(\.batch)
        batches += detail.all
        batches += losses.batches
        batches.append(canonical.batch)
        return ShreddedColumns(batches: batches, bloomKeys: [AccessColumn.detail.texts: detail.textKeys])
    }

    /// A record that the columns cannot hold.
    private mutating func appendCanonical(_ bytes: [UInt8], _ range: Range<Int>) throws -> RowFacts {
        let record = try RecordEncoding.decode(bytes, in: range)
        appendNull()
        losses.appendNull()
        canonical.append(range, of: bytes)
        times.append(record.timestamp.milliseconds)
        return RowFacts(time: record.timestamp, textByteCount: record.textByteCount)
    }

    private mutating func appendAccess(
        _ reader: inout ByteReader, _ bytes: [UInt8], _ range: Range<Int>
    ) throws -> RowFacts {
        let requestID = Int64(bitPattern: try reader.fixed64())
        let milliseconds = try reader.signedVarint()
        let workspace = try reader.textRange()
        let api = try Self.reference(&reader)
        let app = try Self.reference(&reader)
        let duration = try reader.signedVarint()
        let status = try reader.signedVarint()
        let errorCode = try reader.optionalTextRange()
        let errorMessage = try reader.optionalTextRange()
        guard let status = Int32(exactly: status) else { return try appendCanonical(bytes, range) }

        let group = apiIDs.append(api?.id, of: bytes)
        let isParts = reader.remainingByteCount > 0 && bytes[reader.position] == 1
        let isExact = try details.appendDetail(&reader, of: bytes, record: range, group: group)
        verifyMicros.append(isParts ? try reader.signedVarint() : nil)
        sourceMicros.append(isParts ? try reader.signedVarint() : nil)
        serializeMicros.append(isParts ? try reader.signedVarint() : nil)
        inFlowSizes.append(try reader.signedVarint())
        outFlowSizes.append(try reader.signedVarint())
        outTotalSizes.append(try reader.signedVarint())
        try reader.finish()

        times.append(milliseconds)
        requestIDs.append(requestID)
        workspaces.append(workspace, of: bytes)
        apiNames.append(api?.name, of: bytes, beside: group)
        let appNumber = appIDs.append(app?.id, of: bytes)
        appNames.append(app?.name, of: bytes, beside: appNumber)
        durations.append(duration)
        statusCodes.append(status)
        errorCodes.append(errorCode, of: bytes)
        errorMessages.append(errorMessage, of: bytes)
        hasDetail.append(true)
        losses.appendNull()
        canonical.append(isExact ? nil : range, of: bytes)
        var textByteCount = AccessRecord.fixedTextByteCount + details.textByteCount
        textByteCount += Self.byteCount(api?.id) + Self.byteCount(api?.name)
        textByteCount += Self.byteCount(app?.id) + Self.byteCount(app?.name)
        textByteCount += Self.byteCount(errorCode) + Self.byteCount(errorMessage)
        return RowFacts(time: Timestamp(milliseconds: milliseconds), textByteCount: textByteCount)
    }

    private static func byteCount(_ text: Range<Int>?) -> Int {
        text?.count ?? AccessRecord.nullByteCount
    }

    private mutating func appendNull() {
        requestIDs.append(nil)
        workspaces.append(nil, of: [])
        apiIDs.append(nil, of: [])
        apiNames.append(nil, of: [])
        appIDs.append(nil, of: [])
        appNames.append(nil, of: [])
        durations.append(nil)
        statusCodes.append(nil)
        errorCodes.append(nil, of: [])
        errorMessages.append(nil, of: [])
        inFlowSizes.append(nil)
        outFlowSizes.append(nil)
        outTotalSizes.append(nil)
        verifyMicros.append(nil)
        sourceMicros.append(nil)
        serializeMicros.append(nil)
        hasDetail.append(false)
    }

    private static func reference(
        _ reader: inout ByteReader
    ) throws(MalformedBytes) -> (id: Range<Int>, name: Range<Int>)? {
        try reader.flag() ? (try reader.textRange(), try reader.textRange()) : nil
    }
}
