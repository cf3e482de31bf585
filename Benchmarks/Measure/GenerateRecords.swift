import DataService
import Foundation

/// Access records of four clusters as lines of JSON. Their `id` is the cluster's, as in exports of several clusters;
/// Daybook passes it over.
enum GenerateRecords {
    static func write(count: Int, seed: UInt64) throws {
        var generator = AccessLogGenerator(seed: seed, count: count)
        let heads = generator.clusters.map { Array("{\"id\":\"\($0)\"".utf8) }
        for start in stride(from: 0, to: count, by: 1_000) {
            var lines: [UInt8] = []
            for _ in start..<min(start + 1_000, count) {
                let (cluster, record) = generator.next()
                var writer = JSONWriter(reservingCapacity: 2_048)
                AccessLogRow(record, view: .provider).write(to: &writer)
                // The row begins with the key that the access log API would show; the cluster's id takes its place.
                lines += heads[cluster]
                lines += writer.bytes[(writer.bytes.firstIndex(of: UInt8(ascii: ",")) ?? 0)...]
                lines.append(0x0A)
            }
            try FileHandle.standardOutput.write(contentsOf: lines)
        }
    }
}
