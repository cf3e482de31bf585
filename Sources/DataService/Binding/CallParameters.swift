package import Logbook

/// What a caller sent, decoded and unmasked: the source of every bound value.
package struct CallParameters: Sendable {
    package var path: [AccessDetail.Pair]
    package var header: [AccessDetail.Pair]
    package var query: [AccessDetail.Pair]
    package var body: [BodyField]

    /// A field of a form, or of the first level of a JSON object.
    package struct BodyField: Hashable, Sendable {
        package enum Value: Hashable, Sendable {
            case text(String)
            /// A JSON number as it was written.
            case number(String)
            case boolean(Bool)
            case null
            /// An array or an object: no parameter has such a value.
            case composite
        }

        package var name: String
        package var value: Value

        package init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    package init(
        path: [AccessDetail.Pair] = [], header: [AccessDetail.Pair] = [], query: [AccessDetail.Pair] = [],
        body: [BodyField] = []
    ) {
        self.path = path
        self.header = header
        self.query = query
        self.body = body
    }
}
