internal import Logbook

/// Takes the values of declared parameters out of a call.
///
/// - A path parameter comes from the path, a header parameter from the headers (names without case). A query parameter
///   comes from the query or, as the contract knows no body position, from a field of the body.
/// - Sent more than once, in whichever places, it is refused: which one counts would be a guess.
/// - Not sent: required ones are refused by name, others take their default or `NULL`.
/// - An empty NUMBER and a JSON `null` count as not sent. An empty STRING is a value.
/// - Anything that is not declared is ignored.
struct ParameterBinder {
    let call: CallParameters

    /// - Throws: `ServiceError` with `parameterMissing` or `parameterInvalid`, naming the parameter.
    func value(of parameter: APIDefinition.Parameter) throws(ServiceError) -> AccessDetail.Value {
        if let sent = try sent(parameter) {
            return try typed(sent, parameter)
        }
        if parameter.isRequired {
            throw ServiceError(
                .parameterMissing,
                "required parameter \(parameter.name) is missing, send it in the \(parameter.position.rawValue)")
        }
        guard let text = parameter.defaultValue else { return .null }
        guard let value = try? typed(text, parameter) else {
            throw ServiceError(
                .callFailed, "the default of parameter \(parameter.name) is not of its type, correct the api")
        }
        return value
    }

    /// `limitValue` and `offsetValue` of the call.
    func page() throws(ServiceError) -> BoundStatement.Page {
        BoundStatement.Page(
            limit: try bound(
                "limitValue", in: 1...Limits.pageRowCountMaximum, default: Limits.pageRowCountDefault),
            offset: try bound("offsetValue", in: 0...Int64.max, default: 0))
    }

    private func bound(
        _ name: String, in range: ClosedRange<Int64>, default value: Int64
    ) throws(ServiceError) -> Int64 {
        let parameter = APIDefinition.Parameter(name: name, position: .query, kind: .number, isRequired: false)
        switch try self.value(of: parameter) {
        case .null: return value
        case .integer(let number) where range.contains(number): return number
        default:
            let bounds =
                range.upperBound == .max
                ? "from \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
            throw ServiceError(.parameterInvalid, "send \(name) as a whole number \(bounds)")
        }
    }

    private func sent(_ parameter: APIDefinition.Parameter) throws(ServiceError) -> String? {
        var found: [String?] = []
        switch parameter.position {
        case .path:
            found = call.path.filter { $0.name == parameter.name }.map(\.value)
        case .header:
            let name = parameter.name.lowercased()
            found = call.header.filter { $0.name.lowercased() == name }.map(\.value)
        case .query:
            found = call.query.filter { $0.name == parameter.name }.map(\.value)
            for field in call.body where field.name == parameter.name {
                found.append(try text(of: field))
            }
        }
        guard found.count <= 1 else {
            throw ServiceError(.parameterInvalid, "parameter \(parameter.name) is there more than once, send it once")
        }
        guard let value = found.first ?? nil else { return nil }
        return value.isEmpty && parameter.kind == .number ? nil : value
    }

    private func text(of field: CallParameters.BodyField) throws(ServiceError) -> String? {
        switch field.value {
        case .text(let text), .number(let text): text
        case .boolean(let value): value ? "true" : "false"
        case .null: nil
        case .composite:
            throw ServiceError(
                .parameterInvalid, "parameter \(field.name) is an array or object, send a text or number")
        }
    }

    private func typed(_ text: String, _ parameter: APIDefinition.Parameter) throws(ServiceError) -> AccessDetail.Value
    {
        switch parameter.kind {
        case .number:
            guard let number = NumberText.parse(text) else {
                throw ServiceError(
                    .parameterInvalid, "parameter \(parameter.name) is no number of 64 bits, send digits")
            }
            return number
        case .string:
            // SQL text ends at NUL in some databases: what runs would differ from what is recorded.
            guard !text.utf8.contains(0) else {
                throw ServiceError(.parameterInvalid, "parameter \(parameter.name) has a NUL character, take it out")
            }
            return .text(text)
        }
    }
}
