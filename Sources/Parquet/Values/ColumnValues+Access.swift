// The array behind each case, changed in place: while it is lent out the enum holds nothing else, so that no copy is
// made. Asking for another case than the one that is there is a bug.

extension ColumnValues {
    private static var lent: ColumnValues { .boolean([]) }

    var boolean: [Bool] {
        get {
            guard case .boolean(let values) = self else { preconditionFailure("not BOOLEAN") }
            return values
        }
        _modify {
            guard case .boolean(var values) = self else { preconditionFailure("not BOOLEAN") }
            self = Self.lent
            defer { self = .boolean(values) }
            yield &values
        }
    }

    var int32: [Int32] {
        get {
            guard case .int32(let values) = self else { preconditionFailure("not INT32") }
            return values
        }
        _modify {
            guard case .int32(var values) = self else { preconditionFailure("not INT32") }
            self = Self.lent
            defer { self = .int32(values) }
            yield &values
        }
    }

    var int64: [Int64] {
        get {
            guard case .int64(let values) = self else { preconditionFailure("not INT64") }
            return values
        }
        _modify {
            guard case .int64(var values) = self else { preconditionFailure("not INT64") }
            self = Self.lent
            defer { self = .int64(values) }
            yield &values
        }
    }

    var double: [Double] {
        get {
            guard case .double(let values) = self else { preconditionFailure("not DOUBLE") }
            return values
        }
        _modify {
            guard case .double(var values) = self else { preconditionFailure("not DOUBLE") }
            self = Self.lent
            defer { self = .double(values) }
            yield &values
        }
    }

    var byteArray: ByteArrays {
        get {
            guard case .byteArray(let values) = self else { preconditionFailure("not BYTE_ARRAY") }
            return values
        }
        _modify {
            guard case .byteArray(var values) = self else { preconditionFailure("not BYTE_ARRAY") }
            self = Self.lent
            defer { self = .byteArray(values) }
            yield &values
        }
    }
}
