package import NIOCore

/// A key and its value where they stand in a document. Nothing of them is read that is not asked for.
@usableFromInline
package struct BSONField: Sendable {
    private let bytes: ByteBuffer
    private var element: BSONElement
    @usableFromInline private(set) var keyByteCount: Int
    /// See `keyHead`.
    @usableFromInline private(set) var head: UInt64

    /// - Parameters:
    ///   - bytes: of the document that the element was found in, from its first byte on.
    ///   - span: the same.
    init(_ element: BSONElement, of bytes: ByteBuffer, in span: borrowing Span<UInt8>) {
        self.element = element
        self.bytes = bytes
        keyByteCount = element.key.count
        head = keyHead(of: element.key, in: span)
    }

    /// Goes on to another element of the same document, whose bytes are held already.
    mutating func move(to element: BSONElement, in span: borrowing Span<UInt8>) {
        self.element = element
        keyByteCount = element.key.count
        head = keyHead(of: element.key, in: span)
    }

    package var key: String { string(element.key) }

    /// Whether this is the key; none is made for that. Most keys differ in their length or their first bytes already.
    @inlinable @inline(__always)
    package func isNamed(_ key: StaticString) -> Bool {
        keyByteCount == key.utf8CodeUnitCount && head == keyHead(of: key) && (keyByteCount <= 8 || isSpelled(key))
    }

    @usableFromInline
    func isSpelled(_ key: StaticString) -> Bool {
        equal(bytes.readableBytesUInt8Span, element.key, key)
    }

    /// The whole element, to be copied as it is.
    package var elementBytes: ByteBuffer { slice(element.start..<element.value.upperBound) }

    package var value: BSONValue {
        let range = element.value
        let span = bytes.readableBytesUInt8Span
        return switch element.type {
        case .double: .double(Double(bitPattern: uint64(at: range.lowerBound, in: span)))
        case .int64: .int64(Int64(bitPattern: uint64(at: range.lowerBound, in: span)))
        case .int32: .int32(Int32(bitPattern: uint32(at: range.lowerBound, in: span)))
        case .boolean: .boolean(span[range.lowerBound] != 0)
        case .string: .string(string(range.lowerBound + 4..<range.upperBound - 1))
        case .document: .document(BSONDocument(unchecked: slice(range)))
        case .array: .array(BSONDocument(unchecked: slice(range)))
        case .binary:
            .binary(subtype: span[range.lowerBound + 4], slice(range.lowerBound + 5..<range.upperBound))
        case .null: .null
        default: .other(element.type)
        }
    }

    private func slice(_ range: Range<Int>) -> ByteBuffer {
        guard let slice = bytes.getSlice(at: bytes.readerIndex + range.lowerBound, length: range.count) else {
            preconditionFailure("an element lies within its document")
        }
        return slice
    }

    /// Bytes that are not UTF-8 become U+FFFD.
    private func string(_ range: Range<Int>) -> String {
        let span = bytes.readableBytesUInt8Span.extracting(range)
        if let text = try? UTF8Span(validating: span) {
            return String(copying: text)
        }
        return String(decoding: slice(range).readableBytesView, as: UTF8.self)
    }
}

/// Lets a `switch` over a field tell its key.
@inlinable @inline(__always)
package func ~= (key: StaticString, field: BSONField) -> Bool {
    field.isNamed(key)
}
