import AccessLogGenerator
import DataService
import Foundation
import Logbook

// generate-access-records COUNT [SEED]: access records as lines of JSON, on the standard output.

let arguments = CommandLine.arguments
guard arguments.count >= 2, let count = Int(arguments[1]), let seed = UInt64(arguments.count > 2 ? arguments[2] : "1")
else {
    try FileHandle.standardError.write(contentsOf: Data("usage: generate-access-records COUNT [SEED]\n".utf8))
    exit(64)
}
var generator = AccessLogGenerator(seed: seed)
var done = 0
while done < count {
    var lines: [UInt8] = []
    for _ in 0..<min(1_000, count - done) {
        var writer = JSONWriter(reservingCapacity: 2_048)
        AccessLogRow(generator.next(), view: .provider).write(to: &writer)
        lines += writer.bytes
        lines.append(0x0A)
    }
    done += min(1_000, count - done)
    try FileHandle.standardOutput.write(contentsOf: lines)
}
