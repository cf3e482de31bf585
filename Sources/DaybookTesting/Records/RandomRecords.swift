package import Logbook

extension Timestamp {
    /// Mostly of 2026, at times at the ends of what can be said.
    package static func random(using generator: inout SeededGenerator) -> Timestamp {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: Timestamp(microseconds: .min)
        case 1: Timestamp(microseconds: .max)
        case 2: Timestamp(microseconds: -1)
        default:
            Timestamp(
                microseconds: 1_767_225_600_000_000 + Int64.random(in: 0..<31_536_000_000_000, using: &generator))
        }
    }
}

extension Timestamp {
    /// A whole millisecond, at times the first or the last one that can be said.
    fileprivate static func randomMillisecond(using generator: inout SeededGenerator) -> Timestamp {
        let milliseconds = Timestamp.random(using: &generator).milliseconds
        return Timestamp(milliseconds: max(milliseconds, Int64.min / 1_000))
    }
}

extension String {
    package static func random(using generator: inout SeededGenerator) -> String {
        let pieces = [
            "", "a", "orders", "城市", "ß", "e\u{301}", "\u{0}", "\n", "'; DROP", "🂡", " ", "/../", "\u{10ffff}",
        ]
        return (0..<Int.random(in: 0...6, using: &generator))
            .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
    }
}

extension Int64 {
    fileprivate static func extreme(using generator: inout SeededGenerator) -> Int64 {
        let shift = Int.random(in: 0..<64, using: &generator)
        return Int64(bitPattern: generator.next()) >> Int64(shift)
    }
}

extension Optional where Wrapped == String {
    fileprivate static func random(using generator: inout SeededGenerator) -> String? {
        generator.chance(0.5) ? nil : String.random(using: &generator)
    }
}

extension AccessRecord {
    package static func random(using generator: inout SeededGenerator) -> AccessRecord {
        AccessRecord(
            requestID: RequestID(rawValue: .extreme(using: &generator)),
            accessTime: generator.chance(0.5) ? nil : .randomMillisecond(using: &generator),
            workspace: .random(using: &generator),
            api: generator.chance(0.2)
                ? nil : Reference(id: .random(using: &generator), name: .random(using: &generator)),
            app: generator.chance(0.5)
                ? nil : Reference(id: .random(using: &generator), name: .random(using: &generator)),
            durationMilliseconds: .extreme(using: &generator), statusCode: Int(Int64.extreme(using: &generator)),
            errorCode: .random(using: &generator), errorMessage: .random(using: &generator),
            detail: generator.chance(0.2)
                ? .text(.random(using: &generator)) : .parts(.random(using: &generator)),
            requestByteCount: .extreme(using: &generator),
            answerByteCount: .extreme(using: &generator), rowCount: .extreme(using: &generator))
    }
}

extension AccessDetail {
    package static func random(using generator: inout SeededGenerator) -> AccessDetail {
        func pairs() -> [Pair] {
            (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                Pair(name: .random(using: &generator), value: .random(using: &generator))
            }
        }
        func value() -> Value {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: .null
            case 1: .integer(.extreme(using: &generator))
            case 2:
                .number([0, -0.0, 1.5, -.infinity, .pi, .leastNonzeroMagnitude].randomElement(using: &generator) ?? 0)
            default: .text(.random(using: &generator))
            }
        }
        let values = (0..<Int.random(in: 0...3, using: &generator)).map { _ in value() }
        let fragments = (0...values.count).map { _ in String.random(using: &generator) }
        return AccessDetail(
            verification: VerificationStep.Check.allCases.map {
                VerificationStep(
                    check: $0,
                    outcome: generator.chance(0.5) ? .completed : .failed(code: .random(using: &generator)))
            },
            parameters: Parameters(path: pairs(), header: pairs(), query: pairs(), body: .random(using: &generator)),
            section: generator.chance(0.3)
                ? (generator.chance(0.5) ? .empty : .missing)
                : .statement(Statement(fragments: fragments, values: values)),
            durations: Durations(
                verifyMicroseconds: .extreme(using: &generator), sourceMicroseconds: .extreme(using: &generator),
                serializeMicroseconds: .extreme(using: &generator)))
    }
}

extension AuditEvent {
    package static func random(using generator: inout SeededGenerator) -> AuditEvent {
        func endpoint() -> Endpoint {
            Endpoint(address: .random(using: &generator), port: .random(in: 0...UInt16.max, using: &generator))
        }
        func principals() -> [Principal] {
            (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                Principal(name: .random(using: &generator), database: .random(using: &generator))
            }
        }
        return AuditEvent(
            time: .random(using: &generator), durationMicroseconds: .extreme(using: &generator),
            type: OperationType.allCases.randomElement(using: &generator) ?? .command,
            command: .random(using: &generator), database: .random(using: &generator),
            collection: .random(using: &generator), local: endpoint(), remote: endpoint(), users: principals(),
            roles: principals(), connectionID: generator.next(),
            requestID: .random(in: .min ... .max, using: &generator), application: .random(using: &generator),
            driver: .random(using: &generator), session: .random(using: &generator),
            transaction: generator.chance(0.5) ? nil : .extreme(using: &generator),
            arguments: .random(using: &generator), result: .random(in: .min ... .max, using: &generator),
            documentsReturned: .extreme(using: &generator), documentsWritten: .extreme(using: &generator),
            requestByteCount: .extreme(using: &generator), replyByteCount: .extreme(using: &generator),
            lineByteCount: .random(in: 0...5_000, using: &generator))
    }
}
