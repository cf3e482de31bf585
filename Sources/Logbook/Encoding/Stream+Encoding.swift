extension Stream {
    /// Appends kind, project, source and node; the form in which files name a stream.
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(kind.rawValue)
        bytes.append(text: project)
        bytes.append(text: source)
        bytes.append(text: node)
    }

    package init(from reader: inout ByteReader) throws(MalformedBytes) {
        let kind = try reader.choice(Kind.self)
        let project = try reader.text()
        let source = try reader.text()
        let start = reader.position
        let node = try reader.text()
        switch kind {
        case .access:
            guard node.isEmpty else { throw MalformedBytes(.choice, at: start) }
            self = .access(project: project, cluster: source)
        case .audit:
            self = .audit(project: project, instance: source, node: node)
        }
    }
}
