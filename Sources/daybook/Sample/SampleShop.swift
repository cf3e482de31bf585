import Foundation
import GRDB

/// A shop's database, made up: the same rows on every machine.
struct SampleShop {
    static let customerCount = 2_000
    static let orderCount = 60_000
    static let statuses = ["new", "paid", "shipped", "delivered", "returned"]

    private static let cities = ["Berlin", "Kraków", "São Paulo", "上海", "深圳", "Lagos", "Osaka", "Zürich"]
    private static let currencies = ["EUR", "CNY", "USD", "JPY"]

    /// Writes the database to a new file, in one transaction.
    static func write(to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false),
            withIntermediateDirectories: true)
        let database = try DatabaseQueue(path: path)
        try database.write { connection in
            try createTables(connection)
            var generator = SplitMix64(seed: 20_260_101)
            try insertCustomers(connection, &generator)
            try insertOrders(connection, &generator)
            try connection.execute(sql: "CREATE INDEX orders_by_status ON orders (status, created_at)")
            try connection.execute(sql: "CREATE INDEX orders_by_customer ON orders (customer_id)")
        }
        try database.close()
    }

    private static func createTables(_ connection: Database) throws {
        try connection.execute(
            sql: """
                CREATE TABLE customers (
                    customer_id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, city TEXT NOT NULL
                );
                CREATE TABLE orders (
                    order_id INTEGER PRIMARY KEY, order_no TEXT NOT NULL UNIQUE,
                    customer_id INTEGER NOT NULL REFERENCES customers, status TEXT NOT NULL, total REAL NOT NULL,
                    currency TEXT NOT NULL, coupon TEXT, created_at TEXT NOT NULL
                );
                """)
    }

    private static func insertCustomers(_ connection: Database, _ generator: inout SplitMix64) throws {
        let insert = try connection.makeStatement(sql: "INSERT INTO customers VALUES (?, ?, ?, ?)")
        for number in 1...customerCount {
            let city = cities[generator.next(below: cities.count)]
            try insert.execute(arguments: [number, "Customer \(number)", "customer\(number)@shop.example", city])
        }
    }

    private static func insertOrders(_ connection: Database, _ generator: inout SplitMix64) throws {
        let insert = try connection.makeStatement(sql: "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        let firstSecond = 1_735_689_600  // 2025-01-01T00:00:00Z
        let step = 365 * 86_400 / orderCount
        let format = Date.ISO8601FormatStyle()
        for number in 1...orderCount {
            let second = firstSecond + number * step + generator.next(below: step)
            let coupon: String? = generator.next(below: 10) == 0 ? "SPRING\(generator.next(below: 50))" : nil
            try insert.execute(arguments: [
                number, "SO-\(2_025_000_000 + number)", 1 + generator.next(below: customerCount),
                statuses[generator.next(below: statuses.count)], Double(generator.next(below: 500_000)) / 100,
                currencies[generator.next(below: currencies.count)], coupon,
                Date(timeIntervalSince1970: Double(second)).formatted(format),
            ])
        }
    }
}
