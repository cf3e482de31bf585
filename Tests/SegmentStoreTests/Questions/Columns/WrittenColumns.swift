import DaybookTesting
import Evidence
import Logbook
import Parquet

@testable import SegmentStore

/// Writes records as columns the plain way, with templates cut at random places: what the questions have to cope with,
/// whatever the store's own writer makes.
struct WrittenColumns {
    private let schema: Parquet.Schema
    private let kind: Stream.Kind
    private var batches: [ColumnBatch]
    private var levels: [LevelBuilder?]

    /// A segment of the records, which are of the kind or loss windows.
    static func reader(
        of records: [LogRecord], kind: Stream.Kind, blockSize: Int, pageSize: Int,
        using generator: inout SeededGenerator
    ) throws -> SegmentReader {
        let schema = SegmentSchema.of(kind).schema
        var options = WriterOptions()
        options.pageRowLimit = pageSize
        for name in kind == .access ? ["request_id"] + AccessColumn.bloomed : AuditColumn.bloomed {
            options.columns[name] = ColumnOptions()
        }
        let file = try CrashingFileSystem(seed: 1).open("/segment", .create)
        let sink = SegmentSink(file)
        var writer = try ParquetWriter(sink, schema: schema, options: options)
        var blocks: [RecordExtent] = []
        var first = 0
        while first < records.count {
            let block = records[first..<min(records.count, first + blockSize)]
            var columns = try WrittenColumns(schema, kind)
            for (offset, record) in block.enumerated() {
                columns.append(record, sequence: first + offset + 1, using: &generator)
            }
            try writer.appendRowGroup(columns.finished)
            let times = block.map(\.timestamp).sorted()
            blocks.append(
                RecordExtent(
                    firstSequence: UInt64(first + 1), count: block.count, times: times[0]...times[times.count - 1],
                    textByteCount: 0))
            first += block.count
        }
        let stream: Logbook.Stream =
            kind == .access ? .access(project: "p", cluster: "c") : .audit(project: "p", instance: "i", node: "n")
        let metadata = SegmentMetadata(
            stream: stream, closedMilliseconds: 1, blocks: blocks, root: TreeHasher.emptyRoot)
        let indexOffset = writer.byteCount
        sink.beginChecksum()
        _ = try writer.finish(keyValues: metadata.keyValues) { footer in
            SegmentSeal(
                indexChecksum: sink.checksum, indexOffset: indexOffset, footerChecksum: CRC32C.checksum(footer)
            ).encode()
        }
        try sink.flush()
        return try SegmentReader(file: file)
    }

    private init(_ schema: Parquet.Schema, _ kind: Stream.Kind) throws {
        self.schema = schema
        self.kind = kind
        batches = try schema.columns.map {
            ColumnBatch(try ColumnValues($0.type), definitionLevels: $0.maximumDefinitionLevel > 0 ? [] : nil)
        }
        levels = schema.columns.map { $0.isList ? LevelBuilder($0) : nil }
    }

    private var finished: [ColumnBatch] {
        zip(batches, levels).map { batch, levels in
            guard let levels else { return batch }
            return ColumnBatch(
                batch.values, definitionLevels: levels.definitionLevels, repetitionLevels: levels.repetitionLevels)
        }
    }

    /// A cell of a row.
    enum Cell {
        case null
        case integer(Int64)
        case text(String)
        case integers([Int64])
        case texts([String])
        case bytes([[UInt8]])
    }

    private mutating func append(_ record: LogRecord, sequence: Int, using generator: inout SeededGenerator) {
        var cells = [Cell](repeating: .null, count: schema.columns.count)
        cells[0] = .integer(Int64(sequence))
        switch record {
        case .access(let record): Self.fill(&cells, with: record, using: &generator)
        case .audit(let event): Self.fill(&cells, with: event, using: &generator)
        case .loss(let window):
            let place = kind == .access ? AccessColumn.loss : AuditColumn.loss
            cells[1] = .integer(kind == .access ? window.start.milliseconds : window.start.microseconds)
            cells[place.start] = .integer(window.start.microseconds)
            cells[place.end] = .integer(window.end.microseconds)
        }
        for (column, cell) in cells.enumerated() { append(cell, to: column) }
    }

    private mutating func append(_ cell: Cell, to column: Int) {
        let present = schema.columns[column].maximumDefinitionLevel
        switch cell {
        case .null:
            if levels[column] != nil {
                levels[column]?.append(count: 0)
            } else {
                batches[column].definitionLevels?.append(0)
            }
            return
        case .integer(let number): append(number, to: column)
        case .text(let text): append(Array(text.utf8), to: column)
        case .integers(let numbers):
            numbers.forEach { append($0, to: column) }
            levels[column]?.append(count: numbers.count)
        case .texts(let texts):
            texts.forEach { append(Array($0.utf8), to: column) }
            levels[column]?.append(count: texts.count)
        case .bytes(let values):
            values.forEach { append($0, to: column) }
            levels[column]?.append(count: values.count)
        }
        if levels[column] == nil { batches[column].definitionLevels?.append(present) }
    }

    private mutating func append(_ number: Int64, to column: Int) {
        switch batches[column].values {
        case .int32(let numbers): batches[column].values = .int32(numbers + [Int32(truncatingIfNeeded: number)])
        case .int64(let numbers): batches[column].values = .int64(numbers + [number])
        default: preconditionFailure("no column of numbers")
        }
    }

    private mutating func append(_ bytes: [UInt8], to column: Int) {
        guard case .byteArray(var values) = batches[column].values else { preconditionFailure("no column of bytes") }
        values.append(bytes.span.bytes)
        batches[column].values = .byteArray(values)
    }
}

// MARK: Rows

extension WrittenColumns {
    private static func fill(
        _ cells: inout [Cell], with record: AccessRecord, using generator: inout SeededGenerator
    ) {
        func set(_ column: AccessColumn, _ cell: Cell) { cells[column.rawValue] = cell }
        func set(_ column: AccessColumn, _ text: String?) { set(column, text.map(Cell.text) ?? .null) }
        set(.accessTime, .integer(record.accessTime.milliseconds))
        set(.requestID, .integer(record.requestID.rawValue))
        set(.workspace, record.workspace)
        set(.apiID, record.api?.id)
        set(.apiName, record.api?.name)
        set(.appID, record.app?.id)
        set(.appName, record.app?.name)
        set(.duration, .integer(record.durationMilliseconds))
        set(.statusCode, .integer(Int64(record.statusCode)))
        set(.errorCode, record.errorCode)
        set(.errorMessage, record.errorMessage)
        set(.inFlowSize, .integer(record.requestByteCount))
        set(.outFlowSize, .integer(record.answerByteCount))
        set(.outTotalSize, .integer(record.rowCount))
        CutText(record.detail.text(showsStatement: true), using: &generator).fill(&cells, AccessColumn.detail)
    }

    private static func fill(
        _ cells: inout [Cell], with event: AuditEvent, using generator: inout SeededGenerator
    ) {
        func set(_ column: AuditColumn, _ cell: Cell) { cells[column.rawValue] = cell }
        func set(_ column: AuditColumn, _ text: String?) { set(column, text.map(Cell.text) ?? .null) }
        set(.time, .integer(event.time.microseconds))
        set(.durationMicros, .integer(event.durationMicroseconds))
        set(.type, "\(event.type)")
        set(.command, event.command)
        set(.database, event.database)
        set(.collection, event.collection)
        set(.local, event.local.address)
        set(.localPort, .integer(Int64(event.local.port)))
        set(.remote, event.remote.address)
        set(.remotePort, .integer(Int64(event.remote.port)))
        set(.userNames, .texts(event.users.map(\.name)))
        set(.userDatabases, .texts(event.users.map(\.database)))
        set(.roleNames, .texts(event.roles.map(\.name)))
        set(.roleDatabases, .texts(event.roles.map(\.database)))
        set(.connection, .integer(Int64(bitPattern: event.connectionID)))
        set(.requestID, .integer(Int64(event.requestID)))
        set(.application, event.application)
        set(.driver, event.driver)
        set(.session, event.session)
        set(.transaction, event.transaction.map(Cell.integer) ?? .null)
        set(.result, .integer(Int64(event.result)))
        set(.documentsReturned, .integer(event.documentsReturned))
        set(.documentsWritten, .integer(event.documentsWritten))
        set(.requestBytes, .integer(event.requestByteCount))
        set(.replyBytes, .integer(event.replyByteCount))
        CutText(event.arguments, using: &generator).fill(&cells, AuditColumn.arguments)
    }
}
