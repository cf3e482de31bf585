internal import Logbook

/// The body of a call: its fields, and what the record shows of it.
///
/// Understood are `application/json` with an object and `application/x-www-form-urlencoded`, both in UTF-8. A body
/// without a content type is taken for JSON. An empty body has no fields, whatever its type says.
/// Recorded is the body as it came, with the values under secret names masked; of a body that is not understood, in
/// which secrets cannot be found, only type and size are recorded.
package struct CallBody: Sendable {
    /// - Failure: `bodyMalformed` or `bodyUnsupported`.
    package let fields: Result<[CallParameters.BodyField], ServiceError>
    package let recorded: String

    private enum Form {
        case json
        case form
    }

    package init(_ bytes: [UInt8], contentType: String?) {
        guard !bytes.isEmpty else {
            self.fields = .success([])
            self.recorded = ""
            return
        }
        let opaque = "<\(bytes.count) bytes>"
        guard let form = Self.form(of: contentType ?? "application/json") else {
            self.fields = .failure(
                ServiceError(
                    .bodyUnsupported,
                    "the body's type is unknown, send application/json or application/x-www-form-urlencoded in utf-8"
                ))
            self.recorded = opaque
            return
        }
        do throws(ServiceError) {
            switch form {
            case .json: (self.fields, self.recorded) = try Self.json(bytes)
            case .form: (self.fields, self.recorded) = try Self.form(bytes)
            }
        } catch {
            self.fields = .failure(error)
            self.recorded = opaque
        }
    }

    private typealias Reading = (Result<[CallParameters.BodyField], ServiceError>, String)

    private static func json(_ bytes: [UInt8]) throws(ServiceError) -> Reading {
        let reader: JSONObjectReader
        do {
            reader = try JSONObjectReader(bytes)
        } catch {
            throw ServiceError(
                .bodyMalformed, "the body is no JSON object from byte \(error.offsetBytes) on, correct or leave it out")
        }
        var shown: [UInt8] = []
        var end = 0
        for secret in reader.secrets {
            shown += bytes[end..<secret.lowerBound]
            shown += "\"\(SecretNames.mask)\"".utf8
            end = secret.upperBound
        }
        shown += bytes[end...]
        return (.success(reader.fields), String(decoding: shown, as: UTF8.self))
    }

    private static func form(_ bytes: [UInt8]) throws(ServiceError) -> Reading {
        guard let text = String(validating: bytes, as: UTF8.self), let pairs = FormFields.pairs(of: text) else {
            throw ServiceError(.bodyMalformed, "the body is no form in utf-8, percent-encode names and values")
        }
        let shown = text.split(separator: "&", omittingEmptySubsequences: false).map { part in
            let name = part.prefix { $0 != "=" }
            let isSecret = PercentEncoding.decode(name, plusIsSpace: true).map(SecretNames.contains) ?? true
            return isSecret && name != part ? "\(name)=\(SecretNames.mask)" : String(part)
        }
        let fields = pairs.map { CallParameters.BodyField(name: $0.name, value: .text($0.value)) }
        return (.success(fields), shown.joined(separator: "&"))
    }

    private static func form(of contentType: String) -> Form? {
        let parts = contentType.lowercased().split(separator: ";").map { part in
            part.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        }
        let charsets = parts.dropFirst().filter { $0.hasPrefix("charset=") }.map { $0.dropFirst("charset=".count) }
        guard charsets.allSatisfy({ $0 == "utf-8" || $0 == "utf8" || $0 == "us-ascii" }) else { return nil }
        switch parts.first {
        case "application/json": return .json
        case let type? where type.hasPrefix("application/") && type.hasSuffix("+json"): return .json
        case "application/x-www-form-urlencoded": return .form
        default: return nil
        }
    }
}
