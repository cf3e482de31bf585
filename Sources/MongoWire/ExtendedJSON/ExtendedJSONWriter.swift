import NIOCore

/// Writes documents as text. What it wrote is of no use once it has thrown.
struct ExtendedJSONWriter {
    private(set) var text: [UInt8] = []
    private let omitted: [[UInt8]]
    private let masked: [[UInt8]]

    init(omitting: [String] = [], masking: [String] = []) {
        omitted = omitting.map { Array($0.utf8) }
        masked = masking.map { Array($0.utf8) }
    }

    /// Writes a whole document.
    mutating func write(_ bytes: borrowing Span<UInt8>) throws {
        try document(at: 0, limit: bytes.count, in: bytes, depth: 1)
    }

    /// Writes a command with its document sequences, leaving out and masking what is to be.
    mutating func write(_ bytes: borrowing Span<UInt8>, sequences: [OpMessage.DocumentSequence]) throws {
        raw("{")
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
        for sequence in sequences where !omitted.contains(Array(sequence.name.utf8)) {
            separate(&isFirst)
            string(sequence.name)
            raw(":")
            if masked.contains(Array(sequence.name.utf8)) {
                string(ExtendedJSON.mask)
            } else {
                try documents(of: sequence)
            }
        }
        raw("}")
    }

    private mutating func documents(of sequence: OpMessage.DocumentSequence) throws {
        raw("[")
        let bytes = sequence.bytes.readableBytesUInt8Span
        var offset = 0
        while offset < bytes.count {
            if offset > 0 {
                raw(",")
            }
            let length = try documentByteCount(at: offset, limit: bytes.count, in: bytes)
            try document(at: offset, limit: offset + length, in: bytes, depth: 2)
            offset += length
        }
        raw("]")
    }

    mutating func document(at start: Int, limit: Int, in bytes: borrowing Span<UInt8>, depth: Int) throws {
        guard depth <= WireLimits.maximumDepth else {
            throw WireError(.nestedTooDeeply, "a document is nested deeper than \(WireLimits.maximumDepth)")
        }
        raw("{")
        var isFirst = true
        var cursor = try BSONCursor(at: start, limit: limit, in: bytes)
        while let element = try cursor.next(in: bytes) {
            separate(&isFirst)
            key(element.key, in: bytes)
            try value(element, in: bytes, depth: depth)
        }
        raw("}")
    }

    mutating func array(at start: Int, limit: Int, in bytes: borrowing Span<UInt8>, depth: Int) throws {
        guard depth <= WireLimits.maximumDepth else {
            throw WireError(.nestedTooDeeply, "a document is nested deeper than \(WireLimits.maximumDepth)")
        }
        raw("[")
        var isFirst = true
        var cursor = try BSONCursor(at: start, limit: limit, in: bytes)
        while let element = try cursor.next(in: bytes) {
            separate(&isFirst)
            try value(element, in: bytes, depth: depth)
        }
        raw("]")
    }

    private mutating func separate(_ isFirst: inout Bool) {
        if !isFirst {
            raw(",")
        }
        isFirst = false
    }

    private mutating func key(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) {
        string(range, in: bytes)
        raw(":")
    }

    mutating func raw(_ ascii: String) {
        text.append(contentsOf: ascii.utf8)
    }

    mutating func byte(_ value: UInt8) {
        text.append(value)
    }
}

/// Whether the bytes of a key are these.
private func equal(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ key: [UInt8]) -> Bool {
    guard range.count == key.count else {
        return false
    }
    for index in 0..<key.count where bytes[range.lowerBound + index] != key[index] {
        return false
    }
    return true
}
