import Logbook

/// Makes access records that are skewed like real traffic, the same for the same seed.
///
/// A few of 200 APIs take most of the calls (Zipf, exponent 1.1), four of five calls come with one of 50 apps, 3 %
/// fail; ids and values are high in cardinality, the statement of an API differs in its values only. Records belong to
/// one of a few clusters and are spread evenly over a day. A record is about 1,250 bytes of JSON.
struct AccessLogGenerator: Sendable {
    private struct API {
        var reference: AccessRecord.Reference
        var parameters: [String]
        /// Text around the values: one more than there are parameters and the two of the page.
        var fragments: [String]
    }

    private static let startMilliseconds: Int64 = 1_720_440_000_000
    private static let spanMilliseconds: Int64 = 86_400_000
    private static let columns = [
        "region", "customer_id", "order_no", "status", "city", "sku", "price", "created_at", "updated_at", "channel",
        "email", "phone", "device", "amount", "currency", "coupon", "score", "owner", "level", "tag",
    ]
    private static let tables = [
        "orders", "customers", "payments", "shipments", "inventory", "sessions", "devices", "tickets",
    ]

    /// Ids of the clusters.
    let clusters: [String]
    private let count: Int64
    private var random: Randomness
    private var apis: [API] = []
    private var apps: [AccessRecord.Reference] = []
    /// The share of calls that goes to an API or one before it.
    private var shares: [Double] = []
    private var number: Int64 = 0

    /// - Parameter count: records of the day; more may be taken, they are of the days behind it.
    init(seed: UInt64, count: Int, clusterCount: Int = 4, apiCount: Int = 200, appCount: Int = 50) {
        precondition(count > 0 && clusterCount > 0)
        var random = Randomness(seed: seed)
        self.count = Int64(count)
        clusters = (0..<clusterCount).map { _ in random.hexadecimal(digits: 32) }
        self.random = random
        for number in 0..<apiCount {
            apis.append(makeAPI(number))
        }
        for number in 0..<appCount {
            apps.append(.init(id: self.random.hexadecimal(digits: 32), name: "app_\(number)"))
        }
        var sum = 0.0
        for rank in 1...apiCount {
            sum += 1 / power(Double(rank), 1.1)
            shares.append(sum)
        }
        shares = shares.map { $0 / sum }
    }

    mutating func next() -> (cluster: Int, record: AccessRecord) {
        let api = apis[rank(of: random.fraction())]
        let failure = random.fraction() < 0.03 ? random.element(of: Self.failures) : nil
        let isRefused = failure?.status == 401 || failure?.status == 403
        let values = api.parameters.map { _ in makeValue() }
        let rows = failure == nil ? min(100, Int64(random.exponential(mean: 12))) : 0
        defer { number += 1 }
        let record = AccessRecord(
            requestID: RequestID(rawValue: 1_259_962_909_740_634_112 + number << 12 + Int64(random.below(4_096))),
            accessTime: Timestamp(milliseconds: Self.startMilliseconds + number * Self.spanMilliseconds / count),
            workspace: "default", api: api.reference, app: random.fraction() < 0.8 ? random.element(of: apps) : nil,
            durationMilliseconds: Int64(random.logNormal(mean: 3, deviation: 1)), statusCode: failure?.status ?? 200,
            errorCode: failure?.code,
            errorMessage: failure?.message.replacing("{}", with: api.parameters[0]),
            detail: .parts(makeDetail(api, values: values, isRefused: isRefused)),
            requestByteCount: Int64(200 + random.below(400)),
            answerByteCount: 40 + rows * 180 + Int64(random.below(60)), rowCount: rows)
        return (random.below(clusters.count), record)
    }

    private static let failures: [(status: Int, code: String, message: String)] = [
        (400, "DLM.4018", "parameter {} is missing"), (401, "DLM.4094", "the API has not been authorized to the app"),
        (403, "DLM.4211", "token is invalid or has expired"),
        (500, "DLM.4001", "the data source did not answer in 30000 ms"),
        (429, "DLM.4302", "the request rate exceeds the limit of the API"),
    ]

    private mutating func makeAPI(_ number: Int) -> API {
        let columns = Self.columns.shuffled(using: &random).prefix(4 + random.below(17))
        let parameters = Array(columns.shuffled(using: &random).prefix(1 + random.below(3)))
        let table = random.element(of: Self.tables)
        let list = columns.map { "\"\($0)\" AS \"\($0)\"" }.joined(separator: ",")
        var fragments = parameters.map { " AND \"\($0)\" = " }
        fragments[0] = "SELECT \(list) FROM \"public\".\"\(table)\" WHERE \"\(parameters[0])\" = "
        return API(
            reference: .init(
                id: random.hexadecimal(digits: 32), name: "\(table)_by_\(random.element(of: Self.columns))_\(number)"),
            parameters: parameters, fragments: fragments + [" limit ", " offset ", ""])
    }

    private mutating func makeValue() -> AccessDetail.Value {
        random.fraction() < 0.7
            ? .integer(Int64(random.below(10_000_000))) : .text(random.hexadecimal(digits: 12))
    }

    private mutating func makeDetail(
        _ api: API, values: [AccessDetail.Value], isRefused: Bool
    ) -> AccessDetail {
        let outcome: AccessDetail.VerificationStep.Outcome = isRefused ? .failed(code: nil) : .completed
        let query = zip(api.parameters, values).map { name, value in
            switch value {
            case .integer(let value): AccessDetail.Pair(name: name, value: "\(value)")
            case .text(let value): AccessDetail.Pair(name: name, value: "'\(value)'")
            case .null, .number: AccessDetail.Pair(name: name, value: "")
            }
        }
        return AccessDetail(
            verification: [
                .init(check: .apiAuthentication, outcome: .completed),
                .init(check: .appAuthentication, outcome: outcome),
                .init(check: .accessPermission, outcome: outcome),
            ],
            parameters: .init(
                header: [
                    .init(name: "x-language", value: random.element(of: ["en-us", "zh-cn", "de-de"])),
                    .init(name: "accept", value: "*/*"),
                    .init(name: "x-request-id", value: random.hexadecimal(digits: 16)),
                ], query: query),
            section: isRefused
                ? .missing : .statement(.init(fragments: api.fragments, values: values + [.integer(100), .integer(0)])))
    }

    /// The API that a share of all calls falls to.
    private func rank(of share: Double) -> Int {
        var low = 0
        var high = shares.count - 1
        while low < high {
            let middle = (low + high) / 2
            if shares[middle] < share { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
