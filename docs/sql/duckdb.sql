-- Puts the texts of Daybook's segments together again, in DuckDB.
--
--   .read docs/sql/duckdb.sql
--   SELECT sequence, detail FROM daybook_access('data/log/segments/*.parquet') WHERE status_code <> 200;
--
-- The columns are those of docs/formats/segment.md. Files of access logs and of audit logs have different columns:
-- name files of one kind only. Rows that are loss windows have no text.

-- The value of each slot as the text shows it: the letter says in which list it is, and whether it stands in quotes.
CREATE OR REPLACE MACRO daybook_values(slots, integers, hex_values, terms, texts) AS
    list_transform(
        range(1, length(slots) + 1),
        lambda k: CASE
            WHEN slots[k] = upper(slots[k])
                THEN '''' || daybook_value(lower(slots), k, integers, hex_values, terms, texts) || ''''
            ELSE daybook_value(lower(slots), k, integers, hex_values, terms, texts)
        END
    );

-- The value of the slot at k, without quotes: the next of its list.
CREATE OR REPLACE MACRO daybook_value(letters, k, integers, hex_values, terms, texts) AS
    CASE letters[k]
        WHEN 'i' THEN CAST(integers[daybook_place(letters, k)] AS VARCHAR)
        WHEN 'h' THEN lower(hex(hex_values[daybook_place(letters, k)]))
        WHEN 'w' THEN terms[daybook_place(letters, k)]
        ELSE texts[daybook_place(letters, k)]
    END;

-- How many of the first k letters are the same as the one at k.
CREATE OR REPLACE MACRO daybook_place(letters, k) AS
    k - length(replace(left(letters, k), letters[k], ''));

-- The template with the values in the places of the slots. A value is never looked through for slots.
CREATE OR REPLACE MACRO daybook_fill(template, slot_values) AS
    array_to_string(
        list_transform(
            string_split(split_part(template, chr(3), 1), chr(1)),
            lambda piece, i: CASE
                WHEN i = 1 THEN piece
                ELSE slot_values[CAST(split_part(piece, chr(2), 1) AS INTEGER) + 1]
                    || substr(piece, strpos(piece, chr(2)) + 1)
            END
        ),
        ''
    );

-- The records of access logs with the text of `detail`, as the access log API returns it.
CREATE OR REPLACE MACRO daybook_access(files) AS TABLE
    SELECT
        * EXCLUDE (
            detail_template, detail_slots, detail_integers, detail_hex, detail_terms, detail_texts, canonical),
        daybook_fill(
            detail_template,
            daybook_values(detail_slots, detail_integers, detail_hex, detail_terms, detail_texts)) AS detail
    FROM read_parquet(files);

-- The events of audit logs with the text of `arguments`.
CREATE OR REPLACE MACRO daybook_audit(files) AS TABLE
    SELECT
        * EXCLUDE (
            arguments_template, arguments_slots, arguments_integers, arguments_hex, arguments_terms,
            arguments_texts, canonical),
        daybook_fill(
            arguments_template,
            daybook_values(
                arguments_slots, arguments_integers, arguments_hex, arguments_terms, arguments_texts)) AS arguments
    FROM read_parquet(files);
