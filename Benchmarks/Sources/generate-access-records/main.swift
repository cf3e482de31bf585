import AccessLogGenerator
import DataService
import Foundation

// generate-access-records COUNT [SEED]: access records of four clusters as lines of JSON, on the standard output. Their
// `id` is the cluster's, as in exports of several clusters; Daybook passes it over.

let arguments = CommandLine.arguments
guard arguments.count >= 2, let count = Int(arguments[1]), let seed = UInt64(arguments.count > 2 ? arguments[2] : "1")
else {
    try FileHandle.standardError.write(contentsOf: Data("usage: generate-access-records COUNT [SEED]\n".utf8))
    exit(64)
}
var generator = AccessLogGenerator(seed: seed, count: count)
let heads = generator.clusters.map { Array("{\"id\":\"\($0)\"".utf8) }
var done = 0
while done < count {
    var lines: [UInt8] = []
    for _ in 0..<min(1_000, count - done) {
        let (cluster, record) = generator.next()
        var writer = JSONWriter(reservingCapacity: 2_048)
        AccessLogRow(record, view: .provider).write(to: &writer)
        // The row begins with the key that the access log API would show; the cluster's id takes its place.
        lines += heads[cluster]
        lines += writer.bytes[(writer.bytes.firstIndex(of: UInt8(ascii: ",")) ?? 0)...]
        lines.append(0x0A)
    }
    done += min(1_000, count - done)
    try FileHandle.standardOutput.write(contentsOf: lines)
}
