package import Logbook

/// Reads `a=1&b=2`: the query of a URL, or the body of a form.
package enum FormFields {
    /// - Returns: the decoded pairs in their order; `nil` when an escape is unfinished or the text is not UTF-8.
    ///   A name without `=` has an empty value; empty parts between two `&` are passed over.
    package static func pairs(of text: String) -> [AccessDetail.Pair]? {
        var pairs: [AccessDetail.Pair] = []
        for part in text.split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(sides[0], plusIsSpace: true),
                let value = PercentEncoding.decode(sides.count > 1 ? sides[1] : "", plusIsSpace: true)
            else { return nil }
            pairs.append(.init(name: name, value: value))
        }
        return pairs
    }
}
