-- Puts the texts of Daybook's segments together again, in Spark SQL.
--
-- Name the files in views first, those of access logs and those of audit logs apart; then the views below have the
-- texts:
--
--   CREATE OR REPLACE TEMPORARY VIEW daybook_access_segments
--       USING parquet OPTIONS (path 'data/log/segments/00000001-*.parquet');
--   CREATE OR REPLACE TEMPORARY VIEW daybook_audit_segments
--       USING parquet OPTIONS (path 'data/log/segments/00000002-*.parquet');
--
-- The columns are those of docs/formats/segment.md. Rows that are loss windows have no text. A value is never looked
-- through for slots.

-- The records of access logs with the text of `detail`, as the access log API returns it.
CREATE OR REPLACE TEMPORARY VIEW daybook_access AS
SELECT
    sequence, access_time, request_id, workspace, api_id, api_name, app_id, app_name, duration, status_code,
    error_code, error_message, in_flow_size, out_flow_size, out_total_size, verify_micros, source_micros,
    serialize_micros, loss_start, loss_end, loss_count, loss_reason, loss_line_bytes,
    array_join(
        transform(
            split(substring_index(detail_template, char(3), 1), char(1), -1),
            (piece, i) -> CASE
                WHEN i = 0 THEN piece
                ELSE concat(
                    slot_values[CAST(substring_index(piece, char(2), 1) AS INT)],
                    substring(piece, instr(piece, char(2)) + 1))
            END),
        '') AS detail
FROM (
    SELECT
        *,
        -- The value of each slot as the text shows it: the next of the list that its letter names, in quotes when the
        -- letter is in upper case.
        transform(
            slot_letters,
            (letter, k) -> concat(
                CASE WHEN letter = upper(letter) THEN char(39) ELSE '' END,
                CASE lower(letter)
                    WHEN 'i' THEN CAST(detail_integers[slot_places[k]] AS STRING)
                    WHEN 'h' THEN lower(hex(detail_hex[slot_places[k]]))
                    WHEN 'w' THEN detail_terms[slot_places[k]]
                    ELSE detail_texts[slot_places[k]]
                END,
                CASE WHEN letter = upper(letter) THEN char(39) ELSE '' END)) AS slot_values
    FROM (
        SELECT
            *,
            -- How many of the letters before are the same.
            transform(
                slot_letters,
                (letter, k) -> size(filter(slice(slot_letters, 1, k), other -> lower(other) = lower(letter)))
            ) AS slot_places
        FROM (
            SELECT
                *,
                CASE
                    WHEN length(detail_slots) = 0 THEN CAST(array() AS ARRAY<STRING>)
                    ELSE transform(
                        sequence(1, length(detail_slots)), k -> substring(detail_slots, k, 1))
                END AS slot_letters
            FROM daybook_access_segments
        )
    )
);

-- The events of audit logs with the text of `arguments`.
CREATE OR REPLACE TEMPORARY VIEW daybook_audit AS
SELECT
    sequence, time, duration_micros, type, command, database, collection, local, local_port, remote, remote_port,
    user_names, user_databases, role_names, role_databases, connection, request_id, application, driver, session,
    transaction, result, documents_returned, documents_written, request_bytes, reply_bytes, line_bytes, loss_start,
    loss_end, loss_count, loss_reason, loss_line_bytes,
    array_join(
        transform(
            split(substring_index(arguments_template, char(3), 1), char(1), -1),
            (piece, i) -> CASE
                WHEN i = 0 THEN piece
                ELSE concat(
                    slot_values[CAST(substring_index(piece, char(2), 1) AS INT)],
                    substring(piece, instr(piece, char(2)) + 1))
            END),
        '') AS arguments
FROM (
    SELECT
        *,
        -- The value of each slot as the text shows it: the next of the list that its letter names, in quotes when the
        -- letter is in upper case.
        transform(
            slot_letters,
            (letter, k) -> concat(
                CASE WHEN letter = upper(letter) THEN char(39) ELSE '' END,
                CASE lower(letter)
                    WHEN 'i' THEN CAST(arguments_integers[slot_places[k]] AS STRING)
                    WHEN 'h' THEN lower(hex(arguments_hex[slot_places[k]]))
                    WHEN 'w' THEN arguments_terms[slot_places[k]]
                    ELSE arguments_texts[slot_places[k]]
                END,
                CASE WHEN letter = upper(letter) THEN char(39) ELSE '' END)) AS slot_values
    FROM (
        SELECT
            *,
            -- How many of the letters before are the same.
            transform(
                slot_letters,
                (letter, k) -> size(filter(slice(slot_letters, 1, k), other -> lower(other) = lower(letter)))
            ) AS slot_places
        FROM (
            SELECT
                *,
                CASE
                    WHEN length(arguments_slots) = 0 THEN CAST(array() AS ARRAY<STRING>)
                    ELSE transform(
                        sequence(1, length(arguments_slots)), k -> substring(arguments_slots, k, 1))
                END AS slot_letters
            FROM daybook_audit_segments
        )
    )
);
