"""What people and programs write."""

SIGNATURE = "\n".join(
    [
        f"SDK-HMAC-SHA256 Access=key, SignedHeaders=host;x-sdk-date, Signature={'0f' * 32}",
        "GET", "/v1/a%20b", "b=2&a=%E6%B7%B1+x", "127.0.0.1", '{"a":1}',
    ]
)  # fmt: skip

QUERIES = ["a=1&b=%E6%B7%B1&c", "10190012aae94b38a10269b8ad025fc1no02_1704164645000", "%2", "+=+"]

BODIES = ['{"a":1,"password":"x","b":[1,{"c":null}],"d":"\\u6df1"}', "a=1&client_secret=x&b", "{}"]

SCRIPTS = [
    "SELECT * FROM t WHERE a = ${a} AND b LIKE '%${b}%' -- ${a}\n",
    "select \"q\"\"q\", [x], `y`, 'it''s' /* ${b} */ from t where a = ${a}",
]

ACCESS_LINES = [
    '{"id":"k","request_id":"1317103411200000000","api_id":"a","api_name":"n","app_id":"p","app_name":"q",'
    '"access_time":1720440000123,"duration":33,"status_code":"200","error_code":null,"error_message":null,'
    '"detail":"__________Verification information________\\nAPI authentication verification: completed.\\n'
    "\\n___________Parameter information__________\\n[path parameter]:\\n\\n[header parameter]:\\n"
    "accept : */*\\n\\n[query  parameter]:\\na : 1\\n[body  parameter]:\\n\\n"
    "______________SQL information_______________\\n"
    'SELECT * FROM t WHERE a = 1 limit 100 offset 0\\n\\n",'
    '"in_flow_size":140,"out_flow_size":416,"out_total_size":5}'
]

AUDIT_LINES = [
    '{"atype":"authCheck","ts":{"$date":"2024-01-02T03:04:05.678+00:00"},"local":{"ip":"127.0.0.1","port":27017},'
    '"remote":{"ip":"127.0.0.1","port":50000},"users":[{"user":"ann","db":"admin"}],'
    '"roles":[{"role":"read","db":"s"}],"param":{"command":"find","ns":"s.o","args":{"find":"o","filter":{"a":1},"$db":"s"}},"result":0}',
    '{"class_uid":6005,"activity_id":1,"time":1704164645678,"actor":{"user":{"name":"ann"}},"status_id":1}',
]

MASKS = ['filter.card.number\n{"find":"o","filter":{"card":{"number":"4711"},"$or":[{"card.number":1}]}}']

NOTE = (
    "daybook/p\n2\n" + "A" * 43 + "=\n\n\N{EM DASH} daybook/p " + "A" * 92 + "\n"
)  # fmt: skip

CONDITIONS = [
    'status_code != 200 and duration > 100 or api_name in ("orders", "店铺")',
    'not (detail has word paid and detail contains "a\'b") and app_name is null',
    'access_time >= 2024-01-02T03:04:05Z and request_id = "1317103411200000000"',
    "error_code = 'DLM.4102' and workspace starts with 'de'",
]

AUDIT_CONDITIONS = ["type = insert and namespace = shop.orders", "roles contains read and result != 0"]

SUMS = [
    "minute",
    "5minutes",
    "api_name",
    "count",
    "avg:duration",
    "p99.9:duration",
    "-15m",
    "2025-01-02",
    "+08:00",
]
