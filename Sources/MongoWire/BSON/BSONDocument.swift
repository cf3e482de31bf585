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

    /// The first field: of a command, its name and what it is about.
    package func first() throws -> BSONField? {
        let span = bytes.readableBytesUInt8Span
        var cursor = try BSONCursor(at: 0, limit: span.count, in: span)
        guard let element = try cursor.next(in: span) else {
            return nil
        }
        return BSONField(element, of: bytes, in: span)
    }

    /// The first value under this key; `nil` when there is none. Values before it are stepped over, not read.
    package func value(_ key: StaticString) throws -> BSONValue? {
        let span = bytes.readableBytesUInt8Span
        return try element(key, in: span).map { BSONField($0, of: bytes, in: span).value }
    }

    /// The binary value of 16 bytes under this key as a number, its first byte the highest; `nil` when there is none.
    package func uuid(_ key: StaticString) throws -> UInt128? {
        let span = bytes.readableBytesUInt8Span
        guard let element = try element(key, in: span), element.type == .binary, element.value.count == 5 + 16 else {
            return nil
        }
        let start = element.value.lowerBound + 5
        let high = uint64(at: start, in: span).byteSwapped
        return UInt128(high) << 64 | UInt128(uint64(at: start + 8, in: span).byteSwapped)
    }

    /// The first element under this key.
    private func element(_ key: StaticString, in span: borrowing Span<UInt8>) throws -> BSONElement? {
        var cursor = try BSONCursor(at: 0, limit: span.count, in: span)
        while let element = try cursor.next(in: span) {
            if equal(span, element.key, key) { return element }
        }
        return nil
    }

    /// Calls `body` with each field, in their order.
    package func forEach(_ body: (BSONField) throws -> Void) throws {
        let span = bytes.readableBytesUInt8Span
        var cursor = try BSONCursor(at: 0, limit: span.count, in: span)
        guard let first = try cursor.next(in: span) else {
            return
        }
        var field = BSONField(first, of: bytes, in: span)
        try body(field)
        while let element = try cursor.next(in: span) {
            field.move(to: element, in: span)
            try body(field)
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
}
