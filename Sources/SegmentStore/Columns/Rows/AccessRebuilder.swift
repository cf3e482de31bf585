internal import Logbook
internal import Parquet

/// Rebuilds access records.
struct AccessRebuilder: RowRebuilder {
    private var times: NumberCursor
    private var requestIDs: NumberCursor
    private var workspaces: BytesCursor
    private var apiIDs: BytesCursor
    private var apiNames: BytesCursor
    private var appIDs: BytesCursor
    private var appNames: BytesCursor
    private var durations: NumberCursor
    private var statusCodes: NumberCursor
    private var errorCodes: BytesCursor
    private var errorMessages: BytesCursor
    private var inFlowSizes: NumberCursor
    private var outFlowSizes: NumberCursor
    private var outTotalSizes: NumberCursor
    private var verifyMicros: NumberCursor
    private var sourceMicros: NumberCursor
    private var serializeMicros: NumberCursor
    private var details: TextRebuilder
    private var losses: LossRebuilder
    private var canonical: BytesCursor

    /// - Parameter read: gives the rows of a column.
    init(_ block: Int, steps: KeptSteps, _ read: (Int) throws -> ColumnBatch) throws {
        func numbers(_ column: AccessColumn) throws -> NumberCursor { NumberCursor(try read(column.rawValue)) }
        func texts(_ column: AccessColumn) throws -> BytesCursor { BytesCursor(try read(column.rawValue)) }
        times = try numbers(.accessTime)
        requestIDs = try numbers(.requestID)
        workspaces = try texts(.workspace)
        apiIDs = try texts(.apiID)
        apiNames = try texts(.apiName)
        appIDs = try texts(.appID)
        appNames = try texts(.appName)
        durations = try numbers(.duration)
        statusCodes = try numbers(.statusCode)
        errorCodes = try texts(.errorCode)
        errorMessages = try texts(.errorMessage)
        inFlowSizes = try numbers(.inFlowSize)
        outFlowSizes = try numbers(.outFlowSize)
        outTotalSizes = try numbers(.outTotalSize)
        verifyMicros = try numbers(.verifyMicros)
        sourceMicros = try numbers(.sourceMicros)
        serializeMicros = try numbers(.serializeMicros)
        details = try TextRebuilder(
            AccessColumn.detail, of: block, kept: steps, parse: DetailTemplateParser.steps, read)
        losses = try LossRebuilder(AccessColumn.loss, read)
        canonical = try texts(.canonical)
    }

    mutating func appendNext(to bytes: inout ByteWriter) throws {
        let start = bytes.count
        let isLoss = try losses.appendNext(to: &bytes)
        let exact = try canonical.nextNumber()
        let milliseconds = try times.required()
        guard let requestID = try requestIDs.next() else {
            try skipRow()
            guard isLoss != (exact != nil) else { throw Contradiction(what: "a row is no record") }
            if let exact {
                bytes.append(canonical[exact].span)
            }
            return
        }
        bytes.append(kind: .access)
        bytes.append(fixed64: UInt64(bitPattern: requestID))
        bytes.append(signedVarint: milliseconds)
        try workspaces.appendRequired(to: &bytes)
        try Self.appendReference(&apiIDs, &apiNames, to: &bytes)
        try Self.appendReference(&appIDs, &appNames, to: &bytes)
        bytes.append(signedVarint: try durations.required())
        bytes.append(signedVarint: try statusCodes.required())
        try errorCodes.appendOptional(to: &bytes)
        try errorMessages.appendOptional(to: &bytes)
        guard let template = try details.advance() else { throw Contradiction(what: "a row lacks a text") }
        let micros = [try verifyMicros.next(), try sourceMicros.next(), try serializeMicros.next()]
        if let exact {
            bytes.truncate(to: start)
            bytes.append(canonical[exact].span)
            _ = (try inFlowSizes.next(), try outFlowSizes.next(), try outTotalSizes.next())
            return
        }
        try details.append(template, to: &bytes)
        for case let duration? in micros {
            bytes.append(signedVarint: duration)
        }
        bytes.append(signedVarint: try inFlowSizes.required())
        bytes.append(signedVarint: try outFlowSizes.required())
        bytes.append(signedVarint: try outTotalSizes.required())
    }

    /// Goes on to the next row in all columns that a row may lack.
    private mutating func skipRow() throws {
        _ = (try workspaces.nextNumber(), try apiIDs.nextNumber(), try apiNames.nextNumber())
        _ = (try appIDs.nextNumber(), try appNames.nextNumber(), try durations.next(), try statusCodes.next())
        _ = (try errorCodes.nextNumber(), try errorMessages.nextNumber(), try details.advance())
        _ = (try verifyMicros.next(), try sourceMicros.next(), try serializeMicros.next())
        _ = (try inFlowSizes.next(), try outFlowSizes.next(), try outTotalSizes.next())
    }

    private static func appendReference(
        _ ids: inout BytesCursor, _ names: inout BytesCursor, to bytes: inout ByteWriter
    ) throws(Contradiction) {
        let id = try ids.nextNumber()
        let name = try names.nextNumber()
        bytes.append(flag: id != nil)
        guard let id, let name else {
            guard id == nil, name == nil else { throw Contradiction(what: "an id has no name") }
            return
        }
        bytes.append(text: ids[id].span)
        bytes.append(text: names[name].span)
    }
}
