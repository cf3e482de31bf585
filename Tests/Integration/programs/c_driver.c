/* What a program over libmongoc does: c_driver URI. Prints what went wrong and ends with 1, or "done" and 0. */

#include <mongoc/mongoc.h>

#define DOCUMENT_COUNT 250
#define BATCH_COUNT 100

static bool failed(const char *what, const bson_error_t *error) {
    fprintf(stderr, "%s: %s (%u)\n", what, error->message, error->code);
    return false;
}

static bool insert_all(mongoc_collection_t *orders, bson_error_t *error) {
    bson_t documents[DOCUMENT_COUNT];
    const bson_t *pointers[DOCUMENT_COUNT];
    for (int number = 0; number < DOCUMENT_COUNT; number++) {
        bson_init(&documents[number]);
        BSON_APPEND_INT32(&documents[number], "_id", number);
        BSON_APPEND_UTF8(&documents[number], "text", "\xe6\x95\xb0\xe6\x8d\xae");
        pointers[number] = &documents[number];
    }
    bool is_good = mongoc_collection_insert_many(orders, pointers, DOCUMENT_COUNT, NULL, NULL, error);
    for (int number = 0; number < DOCUMENT_COUNT; number++) {
        bson_destroy(&documents[number]);
    }
    return is_good || failed("insert", error);
}

static bool read_all(mongoc_collection_t *orders, bson_error_t *error) {
    bson_t *filter = bson_new();
    bson_t *options = BCON_NEW("batchSize", BCON_INT32(BATCH_COUNT));
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(orders, filter, options, NULL);
    const bson_t *document;
    int count = 0;
    while (mongoc_cursor_next(cursor, &document)) {
        count++;
    }
    bool is_good = !mongoc_cursor_error(cursor, error);
    mongoc_cursor_destroy(cursor);
    bson_destroy(options);
    bson_destroy(filter);
    if (is_good && count != DOCUMENT_COUNT) {
        fprintf(stderr, "read %d documents\n", count);
        return false;
    }
    return is_good || failed("find", error);
}

static bool change_one(mongoc_collection_t *orders, bson_error_t *error) {
    bson_t *filter = BCON_NEW("_id", BCON_INT32(7));
    bson_t *change = BCON_NEW("$set", "{", "seen", BCON_BOOL(true), "}");
    bool is_good = mongoc_collection_update_one(orders, filter, change, NULL, NULL, error) &&
                   mongoc_collection_delete_one(orders, filter, NULL, NULL, error);
    bson_destroy(change);
    bson_destroy(filter);
    return is_good || failed("update", error);
}

int main(int argument_count, char **arguments) {
    bson_error_t error;
    mongoc_init();
    mongoc_uri_t *uri = mongoc_uri_new_with_error(arguments[argument_count - 1], &error);
    mongoc_client_t *client = uri ? mongoc_client_new_from_uri(uri) : NULL;
    if (!client) {
        fprintf(stderr, "the URI cannot be used\n");
        return 1;
    }
    mongoc_client_set_error_api(client, MONGOC_ERROR_API_VERSION_2);
    mongoc_collection_t *orders = mongoc_client_get_collection(client, "shop", "c_driver");
    bool is_good =
        insert_all(orders, &error) && read_all(orders, &error) && change_one(orders, &error);
    mongoc_collection_destroy(orders);
    mongoc_client_destroy(client);
    mongoc_uri_destroy(uri);
    mongoc_cleanup();
    if (is_good) {
        puts("done");
    }
    return is_good ? 0 : 1;
}
