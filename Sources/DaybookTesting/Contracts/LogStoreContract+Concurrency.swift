internal import Logbook

extension LogStoreContract {
    static let concurrency = [
        LogStoreContract("with many writers, sealing and reading at once, every receipt's records are found once") {
            try await withStore($0) { store in
                let receipts = try await appendFromManyTasks(store)
                try requireEqual(receipts.count, 24 * 12, "receipts")
                for stream in [accessLog, auditLog, strange] {
                    let found = try await all(stream, of: store)
                    try requireEqual(
                        found.map(\.sequence), Array(1...UInt64(found.count)), "numbers of \(stream)")
                    var expected: [UInt64: LogRecord] = [:]
                    for (receipt, records) in receipts where receipt.stream == stream {
                        for (sequence, record) in zip(receipt.sequences, records) {
                            try require(expected[sequence] == nil, "number \(sequence) was given out once")
                            expected[sequence] = record
                        }
                    }
                    try requireEqual(found.count, expected.count, "records of \(stream)")
                    for stored in found {
                        try requireEqual(stored.record, expected[stored.sequence], "record \(stored.sequence)")
                    }
                }
                try requireEqual(try await store.verify().firstProblem, nil, "verification")
            }
        }
    ]

    private static func appendFromManyTasks(
        _ store: any LogStore
    ) async throws -> [(Receipt, [LogRecord])] {
        try await withThrowingTaskGroup(of: [(Receipt, [LogRecord])].self) { group in
            for task in 0..<24 {
                group.addTask {
                    var receipts: [(Receipt, [LogRecord])] = []
                    for round in 0..<12 {
                        let first = task * 100 + round * 4
                        let batch = records(first..<first + 1 + (task + round) % 4)
                        let stream = [accessLog, auditLog, strange][(task + round) % 3]
                        let durability: Durability = task % 4 == 0 ? .relaxed : .strict
                        receipts.append((try await store.append(batch, to: stream, durability: durability), batch))
                    }
                    return receipts
                }
            }
            group.addTask {
                for round in 0..<6 {
                    _ = try await store.seal(round % 2 == 0 ? .all : StreamSelection(kind: .audit))
                    let found = try await all(accessLog, of: store)
                    try requireEqual(
                        found.map(\.sequence), Array((1...UInt64(found.count + 1)).dropLast()),
                        "numbers that a scan sees meanwhile")
                }
                return []
            }
            var receipts: [(Receipt, [LogRecord])] = []
            for try await more in group {
                receipts += more
            }
            return receipts
        }
    }
}
