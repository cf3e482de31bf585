/// Walks the elements of a document that lies in a span of bytes, and checks every length before it is used.
///
/// Holds offsets only, so that the span stays borrowed and nothing is copied or allocated for an element.
struct BSONCursor {
    private var offset: Int
    /// Where the document's terminator stands.
    private let end: Int

    /// - Throws: `WireError` with `malformedDocument` when the bytes from `start` to `limit` begin with no document.
    init(at start: Int, limit: Int, in bytes: borrowing Span<UInt8>) throws {
        let length = try documentByteCount(at: start, limit: limit, in: bytes)
        offset = start + 4
        end = start + length - 1
    }

    /// The next element; `nil` at the end of the document.
    mutating func next(in bytes: borrowing Span<UInt8>) throws -> BSONElement? {
        guard offset < end else {
            return nil
        }
        guard let type = BSONType(rawValue: bytes[offset]) else {
            throw WireError(.malformedDocument, "an element is of unknown type \(bytes[offset])")
        }
        let keyStart = offset + 1
        let keyEnd = try terminator(from: keyStart, limit: end, in: bytes)
        let valueStart = keyEnd + 1
        let valueEnd = valueStart + (try valueByteCount(of: type, at: valueStart, limit: end, in: bytes))
        guard valueEnd <= end else {
            throw WireError(.malformedDocument, "a value is longer than its document")
        }
        let element = BSONElement(type: type, start: offset, key: keyStart..<keyEnd, value: valueStart..<valueEnd)
        offset = valueEnd
        return element
    }
}

/// Where an element stands in its span.
struct BSONElement {
    let type: BSONType
    /// Where its type byte stands.
    let start: Int
    let key: Range<Int>
    let value: Range<Int>
}

/// The announced length of the document at `start`, checked: it lies before `limit` and ends with its terminator.
func documentByteCount(at start: Int, limit: Int, in bytes: borrowing Span<UInt8>) throws -> Int {
    let length = Int(try loadInt32(at: start, limit: limit, in: bytes))
    guard length >= 5, length <= limit - start, bytes[start + length - 1] == 0 else {
        throw WireError(.malformedDocument, "a document does not end where its length says")
    }
    return length
}

/// Where the first zero byte from `start` on stands.
func terminator(from start: Int, limit: Int, in bytes: borrowing Span<UInt8>) throws -> Int {
    var offset = start
    while offset < limit {
        if bytes[offset] == 0 {
            return offset
        }
        offset += 1
    }
    throw WireError(.malformedDocument, "a name does not end within its document")
}

func loadInt32(at offset: Int, limit: Int, in bytes: borrowing Span<UInt8>) throws -> Int32 {
    guard offset >= 0, limit - offset >= 4, limit <= bytes.count else {
        throw WireError(.malformedDocument, "a number is longer than its document")
    }
    return Int32(bitPattern: uint32(at: offset, in: bytes))
}

func loadUInt64(at offset: Int, limit: Int, in bytes: borrowing Span<UInt8>) throws -> UInt64 {
    guard offset >= 0, limit - offset >= 8, limit <= bytes.count else {
        throw WireError(.malformedDocument, "a number is longer than its document")
    }
    return uint64(at: offset, in: bytes)
}

/// Bytes of a value, as far as its own length fields tell; the caller holds the sum against the document's end.
private func valueByteCount(
    of type: BSONType, at start: Int, limit: Int, in bytes: borrowing Span<UInt8>
) throws -> Int {
    switch type {
    case .undefined, .null, .minimumKey, .maximumKey: return 0
    case .boolean: return 1
    case .int32: return 4
    case .double, .date, .timestamp, .int64: return 8
    case .objectID: return 12
    case .decimal128: return 16
    case .string, .javaScript, .symbol:
        return try stringByteCount(at: start, limit: limit, in: bytes)
    case .dbPointer:
        return try stringByteCount(at: start, limit: limit, in: bytes) + 12
    case .document, .array:
        return try documentByteCount(at: start, limit: limit, in: bytes)
    case .binary:
        let length = Int(try loadInt32(at: start, limit: limit, in: bytes))
        guard length >= 0 else {
            throw WireError(.malformedDocument, "a binary value has a negative length")
        }
        return 5 + length
    case .regularExpression:
        let pattern = try terminator(from: start, limit: limit, in: bytes)
        return try terminator(from: pattern + 1, limit: limit, in: bytes) + 1 - start
    case .javaScriptWithScope:
        return try scopedCodeByteCount(at: start, limit: limit, in: bytes)
    }
}

/// Bytes of a string with its length field and terminator.
func stringByteCount(at start: Int, limit: Int, in bytes: borrowing Span<UInt8>) throws -> Int {
    let length = Int(try loadInt32(at: start, limit: limit, in: bytes))
    guard length >= 1, length <= limit - start - 4, bytes[start + 4 + length - 1] == 0 else {
        throw WireError(.malformedDocument, "a string does not end where its length says")
    }
    return 4 + length
}

private func scopedCodeByteCount(at start: Int, limit: Int, in bytes: borrowing Span<UInt8>) throws -> Int {
    let length = Int(try loadInt32(at: start, limit: limit, in: bytes))
    guard length >= 14, length <= limit - start else {
        throw WireError(.malformedDocument, "code with scope does not end where its length says")
    }
    let code = try stringByteCount(at: start + 4, limit: start + length, in: bytes)
    let scope = try documentByteCount(at: start + 4 + code, limit: start + length, in: bytes)
    guard 4 + code + scope == length else {
        throw WireError(.malformedDocument, "code with scope does not end where its length says")
    }
    return length
}
