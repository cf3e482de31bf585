import Logbook

/// The published example, as parts.
enum SeedRecord {
    static let columns = [
        "bt_col1", "bt_col2", "coll", "bool", "dfgh", "dai", "b1", "b2", "ct_col1", "id", "col2", "col1", "ct_col6",
        "a", "ct_col7", "b", "ct_col8", "c", "ct_col9", "set", "ct_col2", "d", "ct_col3", "ct_col4", "ct_col5", "m",
        "a1", "dfga", "bt_col31", "bt_col11", "vbg", "da", "bt_col3", "bt_col4",
    ]

    static let statement = AccessDetail.Statement(
        fragments: [
            "SELECT " + columns.map { "\"\($0)\" AS \"\($0)\"" }.joined(separator: ",")
                + " FROM \"public\".\"dws_all_char_type\" WHERE \"a\" = ",
            " limit ", " offset ", "",
        ], values: [.integer(1), .integer(100), .integer(0)])

    static let detail = AccessDetail(
        verification: [
            .init(check: .apiAuthentication), .init(check: .appAuthentication), .init(check: .accessPermission),
        ],
        parameters: .init(
            header: [.init(name: "x-language", value: "en-us"), .init(name: "accept", value: "*/*")],
            query: [.init(name: "a", value: "1")]), statement: statement)

    static let record = AccessRecord(
        requestID: RequestID(rawValue: 1_259_962_909_740_634_112), workspace: "w",
        api: .init(id: "71a96065c1e0bf11d0914c0658951246", name: "iam_post_query"), app: nil,
        durationMilliseconds: 33, statusCode: 200, errorCode: nil, errorMessage: nil, detail: .parts(detail),
        requestByteCount: 14_051, answerByteCount: 416, rowCount: 5)

    /// `detail` of the example, letter by letter.
    static let detailText = #"""
        __________Verification information________
        API authentication verification: completed.
        App authentication verification: completed.
        Access permission authentication: completed.

        ___________Parameter information__________
        [path parameter]:

        [header parameter]:
        x-language : en-us
        accept : */*

        [query  parameter]:
        a : 1
        [body  parameter]:

        ______________SQL information_______________
        SELECT "bt_col1" AS "bt_col1","bt_col2" AS "bt_col2","coll" AS "coll","bool" AS "bool",\#
        "dfgh" AS "dfgh","dai" AS "dai","b1" AS "b1","b2" AS "b2","ct_col1" AS "ct_col1",\#
        "id" AS "id","col2" AS "col2","col1" AS "col1","ct_col6" AS "ct_col6","a" AS "a",\#
        "ct_col7" AS "ct_col7","b" AS "b","ct_col8" AS "ct_col8","c" AS "c",\#
        "ct_col9" AS "ct_col9","set" AS "set","ct_col2" AS "ct_col2","d" AS "d",\#
        "ct_col3" AS "ct_col3","ct_col4" AS "ct_col4","ct_col5" AS "ct_col5","m" AS "m",\#
        "a1" AS "a1","dfga" AS "dfga","bt_col31" AS "bt_col31","bt_col11" AS "bt_col11",\#
        "vbg" AS "vbg","da" AS "da","bt_col3" AS "bt_col3",\#
        "bt_col4" AS "bt_col4" FROM "public"."dws_all_char_type" WHERE "a" = 1 limit 100 offset 0


        """#
}
