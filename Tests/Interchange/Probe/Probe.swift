import FoundationEssentials
import Glibc
import Parquet

/// Reads and writes Parquet files from the command line, for tests that compare with other implementations.
///
///     parquet-probe dump FILE                  rows as JSON lines
///     parquet-probe rewrite IN OUT [options]   the same rows, written anew
///     parquet-probe describe FILE              footer and page index as JSON lines
///     parquet-probe bloom FILE COLUMN TEXT     for each row group whether the filter lets the text pass
@main
struct Probe {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            try run(arguments)
        } catch let error as ParquetError {
            fail("\(error)")
        } catch {
            fail("failed: \(error)")
        }
    }

    private static func run(_ arguments: [String]) throws {
        switch (arguments.first, arguments.count) {
        case ("dump", 2): try Dump(open(arguments[1])).run()
        case ("describe", 2): try Description(open(arguments[1])).run()
        case ("bloom", 4): try probeBloom(open(arguments[1]), arguments[2], arguments[3])
        case ("rewrite", 3...):
            try Rewrite(options: Array(arguments.dropFirst(3))).run(from: open(arguments[1]), to: arguments[2])
        default: fail("usage: parquet-probe dump|describe|rewrite|bloom FILE …")
        }
    }

    private static func open(_ path: String) throws -> ParquetReader {
        try ParquetReader(MemorySource(Array(Data(contentsOf: URL(filePath: path)))))
    }

    private static func probeBloom(_ reader: ParquetReader, _ name: String, _ text: String) throws {
        guard let column = reader.schema.column(named: name) else { fail("no column \(name)") }
        let key =
            switch reader.schema.columns[column].type {
            case .int32: Int32(text).map { BloomKey($0) }
            case .int64: Int64(text).map { BloomKey($0) }
            case .double: Double(text).map { BloomKey($0) }
            default: BloomKey(text)
            }
        guard let key else { fail("no value of the column: \(text)") }
        for group in 0..<reader.rowGroupCount {
            print(try reader.mayContain(key, column: column, rowGroup: group).map { "\($0)" } ?? "null")
        }
    }

    private static func fail(_ message: String) -> Never {
        // Standard output stays for results alone.
        // Standard output stays for results alone.
        for byte in Array((message + "\n").utf8) { unsafe withUnsafePointer(to: byte) { _ = unsafe write(2, $0, 1) } }
        exit(1)
    }
}
