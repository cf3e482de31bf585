import FoundationEssentials
import Parquet

/// Writes the rows of a file anew, with options for all of its columns.
///
///     --encoding plain|rle|delta|delta-length|delta-prefix   for the columns that it fits; default by type
///     --dictionary never|automatic
///     --codec none|zstd
///     --level N           --page-rows N       --page-bytes N       --bloom RATE
///     --statistics none|chunk|page
///     --keep-dictionary   reads indices instead of values, and writes them as they are
///     --slice FROM-TO     only these rows of each row group; may be given again for later ones
struct Rewrite {
    private var writerOptions = WriterOptions()
    private var encoding: Encoding?
    private var keepsDictionary = false
    private var slices: [Range<Int>]?

    init(options: [String]) throws {
        var rest = options[...]
        var level = 1
        while let option = rest.popFirst() {
            if option == "--keep-dictionary" {
                keepsDictionary = true
                continue
            }
            guard let value = rest.popFirst() else { throw UsageError(option: option) }
            switch option {
            case "--encoding": encoding = Self.encodings[value]
            case "--dictionary": if value == "never" { writerOptions.standard.dictionary = .never }
            case "--codec": if value == "none" { writerOptions.standard.compression = .none }
            case "--level": level = try Self.number(option, value)
            case "--page-rows": writerOptions.pageRowLimit = try Self.number(option, value)
            case "--page-bytes": writerOptions.pageByteLimit = try Self.number(option, value)
            case "--bloom": writerOptions.standard.bloomFilterFalsePositiveRate = Double(value)
            case "--statistics":
                writerOptions.standard.statistics = value == "none" ? .none : value == "chunk" ? .chunk : .page
            case "--slice":
                let bounds = value.split(separator: "-").compactMap { Int($0) }
                guard bounds.count == 2, bounds[0] <= bounds[1] else { throw UsageError(option: option) }
                slices = (slices ?? []) + [bounds[0]..<bounds[1]]
            default: throw UsageError(option: option)
            }
        }
        if writerOptions.standard.compression != .none { writerOptions.standard.compression = .zstd(level: level) }
    }

    func run(from reader: ParquetReader, to path: String) throws {
        let sink = MemorySink()
        let schema = try Schema(reader.schema.columns.map { try Self.field($0) })
        var options = writerOptions
        for column in schema.columns { options.columns[column.name] = columnOptions(column) }
        var writer = try ParquetWriter(sink, schema: schema, options: options)
        for group in 0..<reader.rowGroupCount {
            let rowCount = reader.rowCount(ofRowGroup: group)
            let rows = slices.map { $0.map { $0.clamped(to: 0..<rowCount) } }
            try writer.appendRowGroup(rowCount: rows?.reduce(0) { $0 + $1.count } ?? rowCount) { column in
                try reader.read(column: column, rowGroup: group, rows: rows, keepingDictionary: keepsDictionary)
            }
        }
        _ = try writer.finish(keyValues: reader.metadata.keyValues + [KeyValue("probe", "rewritten")])
        try Data(sink.bytes).write(to: URL(filePath: path))
    }

    private func columnOptions(_ column: Column) -> ColumnOptions {
        var options = writerOptions.standard
        if column.type == .boolean { options.bloomFilterFalsePositiveRate = nil }
        let isInteger = column.type == .int32 || column.type == .int64
        switch encoding {
        case .plain?: options.encoding = .plain
        case .rle? where column.type == .boolean: options.encoding = .rle
        case .deltaBinaryPacked? where isInteger: options.encoding = encoding
        case .deltaLengthByteArray?, .deltaByteArray?: if column.type == .byteArray { options.encoding = encoding }
        default: break
        }
        return options
    }

    private static func field(_ column: Column) throws -> Field {
        let type = try ColumnType(column.type, column.logicalType)
        guard column.isList else {
            return column.maximumDefinitionLevel == 0 ? .required(column.name, type) : .optional(column.name, type)
        }
        return .list(
            column.path[0], of: type, isOptional: column.elementDefinitionLevel > 1,
            elementIsOptional: column.maximumDefinitionLevel > column.elementDefinitionLevel)
    }

    private static func number(_ option: String, _ value: String) throws -> Int {
        guard let number = Int(value) else { throw UsageError(option: option) }
        return number
    }

    private static let encodings: [String: Encoding] = [
        "plain": .plain, "rle": .rle, "delta": .deltaBinaryPacked, "delta-length": .deltaLengthByteArray,
        "delta-prefix": .deltaByteArray,
    ]
}

/// An option that is unknown or has no right value.
struct UsageError: Error {
    let option: String
}
