/// A query published as a REST API.
package struct APIDefinition: Hashable, Sendable, Codable {
    package enum Method: String, Sendable, CaseIterable, Codable {
        case get = "GET"
        case post = "POST"
    }

    package enum Authentication: String, Sendable, CaseIterable, Codable {
        case none = "NONE"
        /// A signature made with the key and secret of an authorized app.
        case app = "APP"
        /// A token of the project.
        case iam = "IAM"
    }

    package var id: String
    package var project: String
    package var workspace: String
    package var name: String
    package var method: Method
    /// Starts with `/`; a segment written `{name}` is a path parameter.
    package var path: String
    package var authentication: Authentication
    /// Whether calls are recorded.
    package var isLogged: Bool
    package var parameters: [Parameter]
    package var query: Query

    /// What a caller may or must send.
    package struct Parameter: Hashable, Sendable, Codable {
        package enum Position: String, Sendable, CaseIterable, Codable {
            case path, header, query
        }

        package enum Kind: String, Sendable, CaseIterable, Codable {
            case number = "NUMBER"
            case string = "STRING"
        }

        package var name: String
        package var position: Position
        package var kind: Kind
        package var isRequired: Bool
        package var defaultValue: String?
        package var exampleValue: String?

        package init(
            name: String, position: Position, kind: Kind, isRequired: Bool, defaultValue: String? = nil,
            exampleValue: String? = nil
        ) {
            self.name = name
            self.position = position
            self.kind = kind
            self.isRequired = isRequired
            self.defaultValue = defaultValue
            self.exampleValue = exampleValue
        }
    }

    /// Where the answer comes from.
    package struct Query: Hashable, Sendable, Codable {
        package enum Form: Hashable, Sendable, Codable {
            /// SQL with `${name}` where a parameter's value goes.
            case script(String)
            /// Columns of one table under conditions.
            case configuration(Configuration)
        }

        package enum Paging: String, Sendable, CaseIterable, Codable {
            /// The statement is wrapped with `limit` and `offset` from `limitValue` and `offsetValue` of the call.
            case standard = "DEFAULT"
            /// The author pages in the script.
            case custom = "CUSTOM"
        }

        package var connection: String
        package var form: Form
        package var paging: Paging

        package init(connection: String, form: Form, paging: Paging = .standard) {
            self.connection = connection
            self.form = form
            self.paging = paging
        }
    }

    /// A query that is composed of choices instead of written.
    package struct Configuration: Hashable, Sendable, Codable {
        package enum Comparison: String, Sendable, CaseIterable, Codable {
            case equal = "EQ"
            case notEqual = "NE"
            case greater = "GT"
            case greaterOrEqual = "GE"
            case less = "LT"
            case lessOrEqual = "LE"
            case contains = "LIKE"
            case endsWith = "LIKE_L"
            case startsWith = "LIKE_R"
        }

        /// `parameter` is compared with `column`; without a value in the call the condition is left out.
        package struct Condition: Hashable, Sendable, Codable {
            package var parameter: String
            package var column: String
            package var comparison: Comparison

            package init(parameter: String, column: String, comparison: Comparison) {
                self.parameter = parameter
                self.column = column
                self.comparison = comparison
            }
        }

        /// A column of the answer under the name that the caller sees.
        package struct Output: Hashable, Sendable, Codable {
            package var name: String
            package var column: String

            package init(name: String, column: String) {
                self.name = name
                self.column = column
            }
        }

        package struct Ordering: Hashable, Sendable, Codable {
            package var column: String
            package var isDescending: Bool

            package init(column: String, isDescending: Bool) {
                self.column = column
                self.isDescending = isDescending
            }
        }

        package var table: String
        package var conditions: [Condition]
        package var outputs: [Output]
        package var orderings: [Ordering]

        package init(table: String, conditions: [Condition], outputs: [Output], orderings: [Ordering] = []) {
            self.table = table
            self.conditions = conditions
            self.outputs = outputs
            self.orderings = orderings
        }
    }

    package init(
        id: String, project: String, workspace: String, name: String, method: Method, path: String,
        authentication: Authentication, isLogged: Bool = true, parameters: [Parameter], query: Query
    ) {
        self.id = id
        self.project = project
        self.workspace = workspace
        self.name = name
        self.method = method
        self.path = path
        self.authentication = authentication
        self.isLogged = isLogged
        self.parameters = parameters
        self.query = query
    }
}
