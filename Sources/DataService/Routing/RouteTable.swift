package import Logbook

/// The APIs that are published on a cluster, found by method and path. A value: a change makes a new table.
///
/// Segment by segment from the left, a literal is preferred to a parameter; a path that the literal leads to a dead
/// end on is tried with the parameter. Two APIs of one method whose paths differ at most in the names of parameters
/// cannot be told apart, so a table with both is refused.
package struct RouteTable: Sendable {
    package enum Match: Sendable {
        case found(Route, path: [AccessDetail.Pair])
        /// The path is there, under another method only.
        case otherMethod
        case none
    }

    /// An API and the plan of its query, or why there is none.
    package struct Route: Sendable {
        package let api: APIDefinition
        package let plan: Result<QueryPlan, ServiceError>
        let template: PathTemplate
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var routes: [APIDefinition.Method: Int] = [:]
    }

    private var nodes = [Node()]
    package private(set) var routes: [Route] = []

    /// - Throws: `ServiceError` with `callFailed` for a path that cannot be used, or that two APIs share.
    package init(_ apis: [APIDefinition]) throws(ServiceError) {
        for api in apis {
            try insert(api)
        }
    }

    /// - Parameter path: of the request line, still percent-encoded, without the query.
    package func match(method: String, path: String) -> Match {
        guard path.hasPrefix("/") else { return .none }
        var segments: [String] = []
        for text in PathTemplate.split(path) {
            guard !text.isEmpty, let segment = PercentEncoding.decode(text, plusIsSpace: false) else { return .none }
            segments.append(segment)
        }
        guard let method = APIDefinition.Method(rawValue: method) else {
            return find(segments[...], from: 0) { !$0.routes.isEmpty } == nil ? .none : .otherMethod
        }
        guard let node = find(segments[...], from: 0, where: { $0.routes[method] != nil }),
            let index = nodes[node].routes[method]
        else {
            return find(segments[...], from: 0) { !$0.routes.isEmpty } == nil ? .none : .otherMethod
        }
        let route = routes[index]
        var pairs: [AccessDetail.Pair] = []
        for (segment, value) in zip(route.template.segments, segments) {
            if case .parameter(let name) = segment {
                pairs.append(.init(name: name, value: value))
            }
        }
        return .found(route, path: pairs)
    }

    private func find(_ segments: ArraySlice<String>, from index: Int, where isEnd: (Node) -> Bool) -> Int? {
        guard let segment = segments.first else {
            return isEnd(nodes[index]) ? index : nil
        }
        for next in [nodes[index].literals[segment], nodes[index].parameter] {
            if let next, let found = find(segments.dropFirst(), from: next, where: isEnd) {
                return found
            }
        }
        return nil
    }

    private mutating func insert(_ api: APIDefinition) throws(ServiceError) {
        let template = try PathTemplate(api.path)
        var index = 0
        for segment in template.segments {
            let next: Int?
            switch segment {
            case .literal(let text): next = nodes[index].literals[text]
            case .parameter: next = nodes[index].parameter
            }
            if let next {
                index = next
                continue
            }
            nodes.append(Node())
            switch segment {
            case .literal(let text): nodes[index].literals[text] = nodes.count - 1
            case .parameter: nodes[index].parameter = nodes.count - 1
            }
            index = nodes.count - 1
        }
        if let other = nodes[index].routes[api.method] {
            throw ServiceError(
                .callFailed,
                "apis \(routes[other].api.id) and \(api.id) cannot be told apart, give one of them another path")
        }
        nodes[index].routes[api.method] = routes.count
        routes.append(Route(api: api, plan: Self.plan(for: api), template: template))
    }

    /// One broken query must not take the other APIs down: it is kept, and its calls fail with it.
    private static func plan(for api: APIDefinition) -> Result<QueryPlan, ServiceError> {
        do {
            return .success(try QueryPlan(api))
        } catch {
            return .failure(error)
        }
    }
}
