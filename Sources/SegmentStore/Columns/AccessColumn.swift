internal import Parquet

/// The columns of an access segment, in their order in the file; the raw value is the index of the column.
///
/// `sequence` and `accessTime` are in every row. A row whose other columns are null but those of a loss is a loss
/// window; `canonical` alone is a record that no column fits.
enum AccessColumn: Int, CaseIterable, Sendable {
    case sequence
    /// Of a loss window its start, rounded down.
    case accessTime
    case requestID
    case workspace
    case apiID
    case apiName
    case appID
    case appName
    case duration
    case statusCode
    case errorCode
    case errorMessage
    case inFlowSize
    case outFlowSize
    case outTotalSize
    case verifyMicros
    case sourceMicros
    case serializeMicros
    case detailTemplate
    case detailSlots
    case detailIntegers
    case detailHex
    case detailTerms
    case detailTexts
    case lossStart
    case lossEnd
    case lossCount
    case lossReason
    case lossLineBytes
    case canonical

    /// The columns of `detail`.
    static let detail = TextColumns(
        template: detailTemplate.rawValue, slots: detailSlots.rawValue, integers: detailIntegers.rawValue,
        hex: detailHex.rawValue, terms: detailTerms.rawValue, texts: detailTexts.rawValue)

    /// The columns of a loss window.
    static let loss = LossColumns(
        start: lossStart.rawValue, end: lossEnd.rawValue, count: lossCount.rawValue, reason: lossReason.rawValue,
        lineBytes: lossLineBytes.rawValue)

    /// The column as it is declared.
    var field: Parquet.Field {
        switch self {
        case .sequence: .required("sequence", .int64)
        case .accessTime: .required("access_time", .timestampMilliseconds)
        case .requestID: .optional("request_id", .int64)
        case .workspace: .optional("workspace", .string)
        case .apiID: .optional("api_id", .string)
        case .apiName: .optional("api_name", .string)
        case .appID: .optional("app_id", .string)
        case .appName: .optional("app_name", .string)
        case .duration: .optional("duration", .int64)
        case .statusCode: .optional("status_code", .int32)
        case .errorCode: .optional("error_code", .string)
        case .errorMessage: .optional("error_message", .string)
        case .inFlowSize: .optional("in_flow_size", .int64)
        case .outFlowSize: .optional("out_flow_size", .int64)
        case .outTotalSize: .optional("out_total_size", .int64)
        case .verifyMicros: .optional("verify_micros", .int64)
        case .sourceMicros: .optional("source_micros", .int64)
        case .serializeMicros: .optional("serialize_micros", .int64)
        case .detailTemplate: .optional("detail_template", .string)
        case .detailSlots: .optional("detail_slots", .string)
        case .detailIntegers: .list("detail_integers", of: .int64)
        case .detailHex: .list("detail_hex", of: .bytes)
        case .detailTerms: .list("detail_terms", of: .string)
        case .detailTexts: .list("detail_texts", of: .string)
        case .lossStart: .optional("loss_start", .timestampMicroseconds)
        case .lossEnd: .optional("loss_end", .timestampMicroseconds)
        case .lossCount: .optional("loss_count", .uint64)
        case .lossReason: .optional("loss_reason", .int32)
        case .lossLineBytes: .optional("loss_line_bytes", .int64)
        case .canonical: .optional("canonical", .bytes)
        }
    }
}
