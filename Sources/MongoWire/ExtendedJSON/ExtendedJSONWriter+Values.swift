extension ExtendedJSONWriter {
    mutating func value(_ element: BSONElement, in bytes: borrowing Span<UInt8>, depth: Int) throws {
        let range = element.value
        switch element.type {
        case .document: try document(at: range.lowerBound, limit: range.upperBound, in: bytes, depth: depth + 1)
        case .array: try array(at: range.lowerBound, limit: range.upperBound, in: bytes, depth: depth + 1)
        case .string: string(content(range), in: bytes)
        case .int32: raw(String(try loadInt32(at: range.lowerBound, limit: range.upperBound, in: bytes)))
        case .int64: raw(String(try int64(at: range, in: bytes)))
        case .double:
            double(Double(bitPattern: try loadUInt64(at: range.lowerBound, limit: range.upperBound, in: bytes)))
        case .boolean: raw(bytes[range.lowerBound] != 0 ? "true" : "false")
        case .null: raw("null")
        case .date: date(milliseconds: try int64(at: range, in: bytes))
        case .objectID: objectID(range, in: bytes)
        case .binary: binary(range, in: bytes)
        case .undefined: raw("{\"$undefined\":true}")
        case .minimumKey: raw("{\"$minKey\":1}")
        case .maximumKey: raw("{\"$maxKey\":1}")
        case .javaScript: wrapped("$code", content(range), in: bytes)
        case .symbol: wrapped("$symbol", content(range), in: bytes)
        case .timestamp: timestamp(try loadUInt64(at: range.lowerBound, limit: range.upperBound, in: bytes))
        case .decimal128: try decimal(range, in: bytes)
        case .regularExpression: try regularExpression(range, in: bytes)
        case .dbPointer: try dbPointer(range, in: bytes)
        case .javaScriptWithScope: try scopedCode(range, in: bytes, depth: depth)
        }
    }

    /// The text of a string without its length field and terminator.
    private func content(_ range: Range<Int>) -> Range<Int> {
        range.lowerBound + 4..<range.upperBound - 1
    }

    private func int64(at range: Range<Int>, in bytes: borrowing Span<UInt8>) throws -> Int64 {
        Int64(bitPattern: try loadUInt64(at: range.lowerBound, limit: range.upperBound, in: bytes))
    }

    private mutating func wrapped(_ name: String, _ range: Range<Int>, in bytes: borrowing Span<UInt8>) {
        raw("{\"\(name)\":")
        string(range, in: bytes)
        raw("}")
    }

    private mutating func double(_ value: Double) {
        if value.isNaN {
            raw("{\"$numberDouble\":\"NaN\"}")
        } else if value.isInfinite {
            raw(value < 0 ? "{\"$numberDouble\":\"-Infinity\"}" : "{\"$numberDouble\":\"Infinity\"}")
        } else {
            raw(value.description)
        }
    }

    private mutating func objectID(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) {
        raw("{\"$oid\":\"")
        for offset in range {
            hexadecimal(bytes[offset])
        }
        raw("\"}")
    }

    private mutating func timestamp(_ value: UInt64) {
        raw("{\"$timestamp\":{\"t\":\(value >> 32),\"i\":\(value & 0xFFFF_FFFF)}}")
    }

    private mutating func decimal(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) throws {
        let low = try loadUInt64(at: range.lowerBound, limit: range.upperBound, in: bytes)
        let high = try loadUInt64(at: range.lowerBound + 8, limit: range.upperBound, in: bytes)
        raw("{\"$numberDecimal\":\"\(Decimal128(high: high, low: low).text)\"}")
    }

    private mutating func binary(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) {
        let subtype = bytes[range.lowerBound + 4]
        var start = range.lowerBound + 5
        // The old form of a binary value carries its length once more inside; it is no part of the value.
        if subtype == 2, range.upperBound - start >= 4 {
            start += 4
        }
        raw("{\"$binary\":{\"base64\":\"")
        base64(start..<range.upperBound, in: bytes)
        raw("\",\"subType\":\"")
        hexadecimal(subtype)
        raw("\"}}")
    }

    private mutating func regularExpression(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) throws {
        let patternEnd = try terminator(from: range.lowerBound, limit: range.upperBound, in: bytes)
        raw("{\"$regularExpression\":{\"pattern\":")
        string(range.lowerBound..<patternEnd, in: bytes)
        raw(",\"options\":")
        // Options stand in alphabetical order.
        var options: [UInt8] = []
        for offset in patternEnd + 1..<range.upperBound - 1 {
            options.append(bytes[offset])
        }
        options.sort()
        string(0..<options.count, in: options.span)
        raw("}}")
    }

    private mutating func dbPointer(_ range: Range<Int>, in bytes: borrowing Span<UInt8>) throws {
        raw("{\"$dbPointer\":{\"$ref\":")
        string(range.lowerBound + 4..<range.upperBound - 13, in: bytes)
        raw(",\"$id\":")
        objectID(range.upperBound - 12..<range.upperBound, in: bytes)
        raw("}}")
    }

    private mutating func scopedCode(_ range: Range<Int>, in bytes: borrowing Span<UInt8>, depth: Int) throws {
        let code = range.lowerBound + 4
        let codeEnd = code + (try stringByteCount(at: code, limit: range.upperBound, in: bytes))
        raw("{\"$code\":")
        string(content(code..<codeEnd), in: bytes)
        raw(",\"$scope\":")
        try document(at: codeEnd, limit: range.upperBound, in: bytes, depth: depth + 1)
        raw("}")
    }
}
