import DocumentAudit
import Logbook

/// Makes audit events as a node makes them of the traffic of a shop, the same for the same seed.
///
/// 60 collections of 4 databases have a few shapes of statements each, which differ in their values; a few collections
/// take most of the operations (Zipf, exponent 1.1). Of a hundred operations 42 are finds, 12 further batches of
/// them, 16 inserts, 18 updates, 4 deletes, 5 aggregations and 3 commands; 1 % fail. They come from 16 machines over
/// 400 connections, each with its user, driver and sessions, 20,000 a second. A line has about 690 bytes.
struct AuditLogGenerator: Sendable {
    private struct Connection {
        var id: UInt64
        var remote: AuditEvent.Endpoint
        var user: AuditEvent.Principal
        var application: String
        var driver: String
        /// Drivers keep a pool of sessions, the latest used first.
        var sessions: [String]
        var requestID: Int32
        /// The last query, with its cursor.
        var query: (requestID: Int32, cursor: Int64)?
    }

    private struct Collection {
        var database: String
        var name: String
        var fields: [String]
    }

    private static let databases = ["shop", "crm", "stock", "billing"]
    private static let names = [
        "orders", "customers", "payments", "shipments", "inventory", "sessions", "devices", "tickets", "carts",
        "reviews", "coupons", "addresses", "invoices", "prices", "suppliers",
    ]
    private static let fields = [
        "status", "city", "sku", "price", "channel", "email", "device", "amount", "currency", "coupon", "score",
        "owner",
        "level", "tag", "country", "quantity",
    ]
    private static let applications = ["shop-web", "shop-jobs", "crm", "reporting"]
    private static let drivers = ["PyMongo 4.20.0", "nodejs 6.19.0", "mongo-java-driver|sync 5.5.1"]
    private static let local = AuditEvent.Endpoint(address: "10.0.0.5", port: 8_635)

    private var random: Randomness
    private var collections: [Collection] = []
    private var connections: [Connection] = []
    /// The share of operations that goes to a collection or one before it.
    private var shares: [Double] = []
    private var time: Int64 = 1_795_000_000_000_000

    init(seed: UInt64) {
        random = Randomness(seed: seed)
        for database in Self.databases {
            for name in Self.names {
                let fields = Array(Self.fields.shuffled(using: &random).prefix(5 + random.below(6)))
                collections.append(Collection(database: database, name: name, fields: fields))
            }
        }
        for number in 1...400 {
            connections.append(makeConnection(UInt64(number)))
        }
        var sum = 0.0
        for rank in 1...collections.count {
            sum += 1 / power(Double(rank), 1.1)
            shares.append(sum)
        }
        shares = shares.map { $0 / sum }
    }

    mutating func next() -> AuditEvent {
        let index = random.below(connections.count)
        connections[index].requestID += 1 + Int32(random.below(3))
        let share = random.fraction()
        let collection = collections[shares.firstIndex { $0 >= share } ?? 0]
        let number = random.below(100)
        let operation = operation(number, collection, index)
        let isFailed = random.below(100) == 0
        time += 1 + Int64(random.exponential(mean: 50))
        let connection = connections[index]
        return AuditEvent(
            time: Timestamp(microseconds: time),
            durationMicroseconds: 150 + Int64(random.logNormal(mean: 6, deviation: 1)), type: operation.type,
            command: operation.command, database: collection.database,
            collection: operation.type == .command ? nil : collection.name, local: Self.local,
            remote: connection.remote, users: [connection.user], roles: [], connectionID: connection.id,
            requestID: connection.requestID, application: connection.application, driver: connection.driver,
            session: connection.sessions[min(connection.sessions.count - 1, Int(random.exponential(mean: 1)))],
            transaction: nil, arguments: operation.arguments, result: isFailed ? 11_000 : 0,
            documentsReturned: operation.returned, documentsWritten: isFailed ? 0 : operation.written,
            requestByteCount: Int64(operation.arguments.utf8.count) + 120,
            replyByteCount: 60 + operation.returned * Int64(300 + random.below(200)), lineByteCount: 0
        ).measured()
    }

    private struct Operation {
        var type: AuditEvent.OperationType
        var command: String
        var arguments: String
        var returned: Int64 = 0
        var written: Int64 = 0
    }

    private mutating func operation(_ number: Int, _ collection: Collection, _ connection: Int) -> Operation {
        let name = collection.name
        switch number {
        case 0..<42:
            let isOne = random.fraction() < 0.6
            let rest = isOne ? #""limit":1,"singleBatch":true"# : #""sort":{"created":-1},"limit":50"#
            let arguments = #"{"find":"\#(name)","filter":{\#(filter(of: collection))},\#(rest)}"#
            connections[connection].query = (connections[connection].requestID, Int64(random.next() >> 2))
            return Operation(
                type: .query, command: "find", arguments: arguments, returned: isOne ? 1 : Int64(random.below(50)))
        case 42..<54:
            let query = connections[connection].query ?? (1, 1)
            let id = #"{"connection":\#(connections[connection].id),"requestId":\#(query.requestID)}"#
            let arguments = #"{"getMore":\#(query.cursor),"collection":"\#(name)","batchSize":101,"$query":\#(id)}"#
            return Operation(type: .query, command: "getMore", arguments: arguments, returned: 101)
        case 54..<70:
            let documents = (0..<(random.below(10) == 0 ? 10 : 1)).map { _ in document(of: collection) }
            let arguments = #"{"insert":"\#(name)","ordered":true,"documents":[\#(documents.joined(separator: ","))]}"#
            return Operation(
                type: .insert, command: "insert", arguments: arguments, written: Int64(documents.count))
        case 70..<88:
            let change = #""$set":{\#(pairs(of: collection, 2)),"updated":\#(date())},"$inc":{"version":1}"#
            let update = #"{"q":{"_id":\#(objectID())},"u":{\#(change)}}"#
            let arguments = #"{"update":"\#(name)","ordered":true,"txnNumber":\#(time % 9_999),"updates":[\#(update)]}"#
            return Operation(type: .update, command: "update", arguments: arguments, written: 1)
        case 88..<92:
            let arguments = #"{"delete":"\#(name)","ordered":true,"deletes":[{"q":{"_id":\#(objectID())},"limit":1}]}"#
            return Operation(type: .delete, command: "delete", arguments: arguments, written: 1)
        case 92..<97:
            let group = #"{"$group":{"_id":"$\#(collection.fields[0])","n":{"$sum":1}}}"#
            let arguments =
                #"{"aggregate":"\#(name)","pipeline":[{"$match":{\#(filter(of: collection))}},\#(group)],"cursor":{}}"#
            return Operation(
                type: .query, command: "aggregate", arguments: arguments, returned: Int64(random.below(20)))
        default:
            return Operation(type: .command, command: "ping", arguments: #"{"ping":1}"#)
        }
    }

    private mutating func filter(of collection: Collection) -> String {
        switch random.below(3) {
        case 0: #""_id":\#(objectID())"#
        case 1: pairs(of: collection, 1)
        default: #"\#(pairs(of: collection, 1)),"created":{"$gte":\#(date())}"#
        }
    }

    /// The first fields of a collection, with values.
    private mutating func pairs(of collection: Collection, _ count: Int) -> String {
        collection.fields.prefix(count).enumerated().map { index, field in
            #""\#(field)":\#(index % 2 == 0 ? #""\#(random.hexadecimal(digits: 10))""# : "\(random.below(1_000_000))")"#
        }.joined(separator: ",")
    }

    private mutating func document(of collection: Collection) -> String {
        #"{"_id":\#(objectID()),\#(pairs(of: collection, collection.fields.count)),"created":\#(date())}"#
    }

    private mutating func objectID() -> String {
        #"{"$oid":"6a7b\#(random.hexadecimal(digits: 20))"}"#
    }

    private mutating func date() -> String {
        let minute = random.below(60)
        return #"{"$date":"2026-11-21T0\#(random.below(10)):\#(10 + minute % 50):\#(10 + minute / 2)Z"}"#
    }

    private mutating func makeConnection(_ number: UInt64) -> Connection {
        let application = random.below(Self.applications.count)
        let sessions = (0..<4).map { _ in
            let digits = random.hexadecimal(digits: 32)
            let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map {
                digits.dropFirst($0.lowerBound).prefix($0.count)
            }
            return parts.joined(separator: "-")
        }
        return Connection(
            id: number,
            remote: .init(address: "10.0.1.\(10 + random.below(16))", port: UInt16(32_768 + random.below(28_000))),
            user: .init(name: Self.applications[application], database: "admin"),
            application: Self.applications[application], driver: Self.drivers[application % Self.drivers.count],
            sessions: sessions, requestID: Int32(random.below(1_000_000_000)))
    }
}
