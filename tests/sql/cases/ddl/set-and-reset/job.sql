-- SET applies from its place on, RESET takes it back.
SET 'table.local-time-zone' = 'Asia/Tokyo';
SELECT CAST(TO_TIMESTAMP_LTZ(0, 3) AS STRING) AS tokyo;
RESET 'table.local-time-zone';
SET 'table.local-time-zone' = 'UTC';
SELECT CAST(TO_TIMESTAMP_LTZ(0, 3) AS STRING) AS utc;
