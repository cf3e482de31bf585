import NIOCore

/// Writes documents as text. What it wrote is of no use once it has thrown.
struct ExtendedJSONWriter {
    var text: [UInt8] = []
    private let omitted: [StaticString]
    private let masked: [String]

    /// - Parameter byteCount: of what is to be written, as BSON.
    init(byteCount: Int = 0, omitting: [StaticString] = [], masking: [String] = []) {
        omitted = omitting
        masked = masking
        // As text most documents take a little more.
        text.reserveCapacity(byteCount + byteCount / 4)
    }

    /// Writes a whole document.
    mutating func write(_ bytes: borrowing Span<UInt8>) throws {
        try document(at: 0, limit: bytes.count, in: bytes, depth: 1)
    }

    /// Writes a command with its document sequences, leaving out and masking what is to be.
    mutating func write(_ bytes: borrowing Span<UInt8>, sequences: [OpMessage.DocumentSequence]) throws {
        byte(UInt8(ascii: "{"))
        var isFirst = true
        var cursor = try BSONCursor(at: 0, limit: bytes.count, in: bytes)
        while let element = try cursor.next(in: bytes) {
            guard !omitted.contains(where: { equal(bytes, element.key, $0) }) else {
                continue
            }
            separate(&isFirst)
            key(element.key, in: bytes)
            if masked.contains(where: { equal(bytes, element.key, $0) }) {
                string(ExtendedJSON.mask)
            } else {
                try value(element, in: bytes, depth: 1)
            }
        }
        for sequence in sequences {
            let name = sequence.name.utf8Span.span
            if omitted.contains(where: { equal(name, 0..<name.count, $0) }) {
                continue
            }
            separate(&isFirst)
            string(sequence.name)
            byte(UInt8(ascii: ":"))
            if masked.contains(sequence.name) {
                string(ExtendedJSON.mask)
            } else {
                try documents(of: sequence)
            }
        }
        byte(UInt8(ascii: "}"))
    }

    private mutating func documents(of sequence: OpMessage.DocumentSequence) throws {
        byte(UInt8(ascii: "["))
        let bytes = sequence.bytes.readableBytesUInt8Span
        var offset = 0
        while offset < bytes.count {
            if offset > 0 {
                byte(UInt8(ascii: ","))
            }
            let length = try documentByteCount(at: offset, limit: bytes.count, in: bytes)
            try document(at: offset, limit: offset + length, in: bytes, depth: 2)
            offset += length
        }
        byte(UInt8(ascii: "]"))
    }

    mutating func document(at start: Int, limit: Int, in bytes: borrowing Span<UInt8>, depth: Int) throws {
        guard depth <= WireLimits.maximumDepth else {
            throw WireError(.nestedTooDeeply, "a document is nested deeper than \(WireLimits.maximumDepth)")
        }
        byte(UInt8(ascii: "{"))
        var isFirst = true
        var cursor = try BSONCursor(at: start, limit: limit, in: bytes)
        while let element = try cursor.next(in: bytes) {
            separate(&isFirst)
            key(element.key, in: bytes)
            try value(element, in: bytes, depth: depth)
        }
        byte(UInt8(ascii: "}"))
    }

    mutating func array(at start: Int, limit: Int, in bytes: borrowing Span<UInt8>, depth: Int) throws {
        guard depth <= WireLimits.maximumDepth else {
            throw WireError(.nestedTooDeeply, "a document is nested deeper than \(WireLimits.maximumDepth)")
        }
        byte(UInt8(ascii: "["))
        var isFirst = true
        var cursor = try BSONCursor(at: start, limit: limit, in: bytes)
        while let element = try cursor.next(in: bytes) {
            separate(&isFirst)
            try value(element, in: bytes, depth: depth)
        }
        byte(UInt8(ascii: "]"))
    }

    private mutating func separate(_ isFirst: inout Bool) {
        if !isFirst {
            byte(UInt8(ascii: ","))
        }
        isFirst = false
    }

    private mutating func key(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) {
        string(range, in: bytes)
        byte(UInt8(ascii: ":"))
    }

    mutating func raw(_ ascii: String) {
        text.append(contentsOf: ascii.utf8)
    }

    mutating func byte(_ value: UInt8) {
        text.append(value)
    }
}

/// Whether the bytes of a key are these.
private func equal(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ text: String) -> Bool {
    let key = text.utf8Span.span
    guard range.count == key.count else {
        return false
    }
    for index in 0..<key.count where bytes[range.lowerBound + index] != key[index] {
        return false
    }
    return true
}
