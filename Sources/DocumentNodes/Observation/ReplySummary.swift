import MongoWire

/// What an answer says of its operation: how it ended, and how many documents went which way.
struct ReplySummary: Hashable {
    /// 0, or the code of the error, or of the first write that failed.
    private(set) var result: Int32 = 0
    private(set) var documentsReturned: Int64 = 0
    private(set) var documentsWritten: Int64 = 0
    /// The cursor by which there is more, 0 when there is not; `nil` when the answer has none.
    private(set) var cursor: Int64?

    /// What servers answer when they have no better code.
    static let unknownError: Int32 = 8

    /// Of an operation that the server did not answer.
    init(failure code: Int32) {
        result = code
    }

    /// - Throws: `WireError` with `malformedDocument`.
    init(_ reply: BSONDocument, to command: String) throws {
        var isOK = false
        var code: Int32?
        var writeError: Int32?
        var numbers = Numbers()
        try reply.forEach { field in
            switch field {
            case "ok": isOK = field.value.isTrue
            case "code": code = Self.code(field.value)
            case "writeErrors": writeError = try field.value.array?.first()?.value.document.flatMap(Self.code(of:))
            case "cursor":
                if let told = field.value.document {
                    (cursor, numbers.batch) = try Self.batch(of: told)
                }
            case "values": numbers.values = Int64(try field.value.array?.count() ?? 0)
            case "value": numbers.hasValue = field.value.document != nil
            case "lastErrorObject": numbers.modified = try field.value.document?.value("n")?.integer ?? 0
            case "upserted": numbers.upserted = Int64(try field.value.array?.count() ?? 0)
            case "n": numbers.n = field.value.integer ?? 0
            case "nModified": numbers.nModified = field.value.integer ?? 0
            case "nInserted", "nUpserted", "nDeleted": numbers.bulk.add(field.value.integer ?? 0)
            default: break
            }
        }
        result = isOK ? writeError ?? 0 : code ?? Self.unknownError
        count(numbers, of: command)
    }

    private struct Numbers {
        var batch: Int64 = 0
        var values: Int64 = 0
        var hasValue = false
        /// `n` of findAndModify's `lastErrorObject`.
        var modified: Int64 = 0
        var upserted: Int64 = 0
        var n: Int64 = 0
        var nModified: Int64 = 0
        var bulk: Int64 = 0
    }

    private mutating func count(_ numbers: Numbers, of command: String) {
        switch command {
        case "insert", "delete":
            documentsWritten = numbers.n
        case "update":
            documentsWritten = numbers.nModified
            documentsWritten.add(numbers.upserted)
        case "findAndModify", "findandmodify":
            documentsWritten = numbers.modified
            documentsReturned = numbers.hasValue ? 1 : 0
        case "bulkWrite":
            // Its cursor holds a line of result a write, no documents.
            documentsWritten = numbers.bulk
            documentsWritten.add(numbers.nModified)
        case "count":
            documentsReturned = numbers.n
        case "distinct":
            documentsReturned = numbers.values
        default:
            documentsReturned = numbers.batch
        }
    }

    private static func code(_ value: BSONValue) -> Int32? {
        value.integer.flatMap(Int32.init(exactly:))
    }

    private static func code(of error: BSONDocument) -> Int32? {
        (try? error.value("code")).flatMap { $0 }.flatMap(code)
    }

    /// The id of a cursor, and how many documents came with it.
    private static func batch(of cursor: BSONDocument) throws -> (id: Int64?, count: Int64) {
        var id: Int64?
        var count = 0
        try cursor.forEach { field in
            switch field {
            case "id": id = field.value.integer
            case "firstBatch", "nextBatch": count = try field.value.array?.count() ?? 0
            default: break
            }
        }
        return (id, Int64(count))
    }
}

extension Int64 {
    /// Adds numbers that a server sent, which may be any.
    fileprivate mutating func add(_ other: Int64) {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        self = isTooLarge ? .max : sum
    }
}
