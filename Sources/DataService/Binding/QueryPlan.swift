internal import Logbook

/// The query of an API, checked and taken apart once, bound for each call.
///
/// Values never become part of the SQL: each one stands behind a `?`.
/// With standard paging the SQL ends in ` limit ? offset ?`; a script is selected from as a subquery first.
package struct QueryPlan: Sendable {
    private enum Form: Sendable {
        case script(ScriptTemplate)
        case configuration(ConfigurationStatement)
    }

    private let parameters: [APIDefinition.Parameter]
    private let form: Form
    private let paging: APIDefinition.Query.Paging

    /// - Throws: `ServiceError` with `callFailed` and what to correct, for a definition that cannot be run.
    package init(_ api: APIDefinition) throws(ServiceError) {
        var names: Set<String> = []
        for parameter in api.parameters where !names.insert(parameter.name).inserted {
            throw ServiceError(.callFailed, "parameter \(parameter.name) is declared twice, rename one of them")
        }
        self.parameters = api.parameters
        self.paging = api.query.paging
        switch api.query.form {
        case .script(let script):
            self.form = .script(try ScriptTemplate(script, parameters: names))
        case .configuration(let configuration):
            self.form = .configuration(try ConfigurationStatement(configuration, parameters: names))
        }
    }

    /// - Throws: `ServiceError` with `parameterMissing` or `parameterInvalid`, or with `callFailed` for a default
    ///   that is not of its parameter's type.
    package func bind(_ call: CallParameters) throws(ServiceError) -> BoundStatement {
        let binder = ParameterBinder(call: call)
        var values: [String: AccessDetail.Value] = [:]
        for parameter in parameters {
            values[parameter.name] = try binder.value(of: parameter)
        }
        let page = paging == .standard ? try binder.page() : nil
        var builder = StatementBuilder()
        switch form {
        case .script(let template):
            if page != nil { builder.append("SELECT * FROM (") }
            template.append(values, to: &builder)
            if page != nil { builder.append(") AS \"script\"") }
        case .configuration(let statement):
            statement.append(values, to: &builder)
        }
        if let page {
            builder.append(" limit ")
            builder.append(.integer(page.limit))
            builder.append(" offset ")
            builder.append(.integer(page.offset))
        }
        return builder.statement(page: page)
    }
}
