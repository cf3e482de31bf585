internal import Logbook

extension LogStoreContract {
    static let appending = [
        LogStoreContract("sequence numbers of a stream begin at 1 and are dense, whatever the other streams do") {
            try await withStore($0) { store in
                for number in 0..<20 {
                    let stream = [accessLog, auditLog, strange][number % 3]
                    let size = number % 4 + 1
                    let receipt = try await store.append(
                        records(0..<size), to: stream, durability: number % 2 == 0 ? .strict : .relaxed)
                    try requireEqual(receipt.stream, stream, "stream of the receipt")
                    try requireEqual(receipt.sequences.count, size, "numbers of the receipt")
                    let found = try await all(stream, of: store)
                    try requireEqual(
                        found.map(\.sequence), Array(1...receipt.sequences.upperBound), "numbers of \(stream)")
                }
            }
        },
        LogStoreContract("only a strict append says that it is durable") {
            try await withStore($0) { store in
                let strict = try await store.append(records(0..<1), to: accessLog, durability: .strict)
                try require(strict.isDurable, "a strict append is durable")
            }
        },
        LogStoreContract("every field of every kind of record comes back as it went in, sealed or not") {
            try await withStore($0) { store in
                var generator = SeededGenerator(seed: 11)
                let sent = (0..<300).map { _ in LogRecord.random(using: &generator) }
                for start in stride(from: 0, to: sent.count, by: 25) {
                    _ = try await store.append(
                        Array(sent[start..<start + 25]), to: strange, durability: .strict)
                }
                try requireEqual(try await all(strange, of: store).map(\.record), sent, "open records")
                _ = try await store.seal(.all)
                try requireEqual(try await all(strange, of: store).map(\.record), sent, "sealed records")
            }
        },
        LogStoreContract("what was acknowledged is there after the store is opened again, and numbers go on") {
            subject in
            try await withStore(subject) { store in
                _ = try await store.append(records(0..<5), to: accessLog, durability: .strict)
                _ = try await store.seal(.all)
                _ = try await store.append(records(5..<9), to: accessLog, durability: .relaxed)
                _ = try await store.append(records(0..<2), to: strange, durability: .strict)
            }
            try await withStore(subject) { store in
                let found = try await all(accessLog, of: store)
                try requireEqual(found.map(\.record), records(0..<9), "records after the restart")
                try requireEqual(try await all(strange, of: store).count, 2, "records of the other stream")
                let receipt = try await store.append(records(9..<10), to: accessLog, durability: .strict)
                try requireEqual(receipt.sequences, 10...10, "numbers after the restart")
            }
            try await withStore(subject) { store in
                try requireEqual(
                    try await all(accessLog, of: store).map(\.record), records(0..<10), "records after two restarts")
                try requireEqual(try await store.verify().firstProblem, nil, "verification")
            }
        },
    ]
}
