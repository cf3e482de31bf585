/// A tenant of a domain. Clients look it up by the name of a region.
package struct Project: Hashable, Sendable, Codable {
    /// 32 hexadecimal digits.
    package var id: String
    /// Id of the domain that owns it.
    package var domain: String
    /// The id of a region, such as `cn-north-4`; unique within its domain.
    package var name: String

    package init(id: String, domain: String, name: String) {
        self.id = id
        self.domain = domain
        self.name = name
    }
}
