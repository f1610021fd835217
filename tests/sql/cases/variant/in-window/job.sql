-- VARIANTs as keys and as values of a window.
CREATE TABLE t (k STRING, s STRING, i INT, ts AS TO_TIMESTAMP_LTZ(i * 1000, 3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
SELECT window_end, v, COUNT(*), ARRAY_AGG(PARSE_JSON(s)) FROM (SELECT *, TRY_PARSE_JSON(CONCAT('"', k, '"')) AS v FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '4' SECOND))) GROUP BY window_start, window_end, v;
