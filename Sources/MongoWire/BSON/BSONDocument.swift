package import NIOCore

/// A view of one document's bytes: whole at its ends, its inside checked as far as it is looked at.
///
/// Shares the bytes it is made from. Nothing in it traps on malformed bytes.
package struct BSONDocument: Hashable, Sendable {
    package let bytes: ByteBuffer

    /// The document without elements.
    package static let empty = BSONDocument(unchecked: ByteBuffer(bytes: [5, 0, 0, 0, 0]))

    init(unchecked bytes: ByteBuffer) {
        self.bytes = bytes
    }

    /// Takes one document off the front of the buffer.
    ///
    /// - Throws: `WireError` with `malformedDocument`; the buffer is left as it was then.
    package init(readingFrom buffer: inout ByteBuffer) throws {
        let length = try Self.announcedByteCount(of: buffer)
        guard let bytes = buffer.readSlice(length: length) else {
            throw WireError(.malformedDocument, "a document is longer than its message")
        }
        self.bytes = bytes
    }

    private static func announcedByteCount(of buffer: ByteBuffer) throws -> Int {
        let span = buffer.readableBytesUInt8Span
        return try documentByteCount(at: 0, limit: span.count, in: span)
    }

    package var byteCount: Int { bytes.readableBytes }

    /// A key and its value.
    package struct Field: Sendable {
        package let key: String
        package let value: BSONValue
    }

    /// The first field: of a command, its name and what it is about.
    package func first() throws -> Field? {
        let span = bytes.readableBytesUInt8Span
        var cursor = try BSONCursor(at: 0, limit: span.count, in: span)
        guard let element = try cursor.next(in: span) else {
            return nil
        }
        return Field(key: key(of: element), value: try value(of: element))
    }

    /// The first value under this key; `nil` when there is none. Values before it are stepped over, not read.
    package func value(_ key: StaticString) throws -> BSONValue? {
        let span = bytes.readableBytesUInt8Span
        var cursor = try BSONCursor(at: 0, limit: span.count, in: span)
        while let element = try cursor.next(in: span) {
            if matches(element, key, in: span) {
                return try value(of: element)
            }
        }
        return nil
    }

    /// Calls `body` with each field, in their order.
    package func forEach(_ body: (Field) throws -> Void) throws {
        let span = bytes.readableBytesUInt8Span
        var cursor = try BSONCursor(at: 0, limit: span.count, in: span)
        while let element = try cursor.next(in: span) {
            try body(Field(key: key(of: element), value: try value(of: element)))
        }
    }

    /// Fields of the document; elements of an array.
    package func count() throws -> Int {
        let span = bytes.readableBytesUInt8Span
        var cursor = try BSONCursor(at: 0, limit: span.count, in: span)
        var count = 0
        while try cursor.next(in: span) != nil {
            count += 1
        }
        return count
    }

    /// Calls `body` with each key and the bytes of its whole element, to be copied as they are.
    package func forEachElement(_ body: (String, BSONType, ByteBuffer) throws -> Void) throws {
        let span = bytes.readableBytesUInt8Span
        var cursor = try BSONCursor(at: 0, limit: span.count, in: span)
        while let element = try cursor.next(in: span) {
            try body(key(of: element), element.type, slice(element.start..<element.value.upperBound))
        }
    }
}

extension BSONDocument {
    private func slice(_ range: Range<Int>) -> ByteBuffer {
        guard let slice = bytes.getSlice(at: bytes.readerIndex + range.lowerBound, length: range.count) else {
            preconditionFailure("an element lies within its document")
        }
        return slice
    }

    private func string(_ range: Range<Int>) -> String {
        String(decoding: slice(range).readableBytesView, as: UTF8.self)
    }

    private func key(of element: BSONElement) -> String {
        string(element.key)
    }

    private func matches(_ element: BSONElement, _ key: StaticString, in span: borrowing Span<UInt8>) -> Bool {
        guard element.key.count == key.utf8CodeUnitCount else {
            return false
        }
        return equal(span, element.key, key)
    }

    private func value(of element: BSONElement) throws -> BSONValue {
        let span = bytes.readableBytesUInt8Span
        let range = element.value
        switch element.type {
        case .double:
            return .double(Double(bitPattern: try loadUInt64(at: range.lowerBound, limit: range.upperBound, in: span)))
        case .int64:
            return .int64(
                Int64(truncatingIfNeeded: try loadUInt64(at: range.lowerBound, limit: range.upperBound, in: span)))
        case .int32:
            return .int32(try loadInt32(at: range.lowerBound, limit: range.upperBound, in: span))
        case .boolean:
            return .boolean(span[range.lowerBound] != 0)
        case .string:
            return .string(string(range.lowerBound + 4..<range.upperBound - 1))
        case .document:
            return .document(BSONDocument(unchecked: slice(range)))
        case .array:
            return .array(BSONDocument(unchecked: slice(range)))
        case .binary:
            return .binary(subtype: span[range.lowerBound + 4], slice(range.lowerBound + 5..<range.upperBound))
        case .null:
            return .null
        default:
            return .other(element.type)
        }
    }
}
