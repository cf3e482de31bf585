/// A named part of a project; the `workspace` header of every management call names one.
package struct Workspace: Hashable, Sendable {
    package var id: String
    package var project: String
    package var name: String

    package init(id: String, project: String, name: String) {
        self.id = id
        self.project = project
        self.name = name
    }
}
