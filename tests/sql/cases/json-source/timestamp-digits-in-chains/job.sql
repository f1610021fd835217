-- Which functions keep the digits of a second that a column's precision does not have, and where storing cuts them.
CREATE TABLE t (k STRING, ts TIMESTAMP(3), t6 TIMESTAMP(6), l TIMESTAMP_LTZ(3)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE casts (a BOOLEAN, b STRING, c TIMESTAMP(9), d TIMESTAMP(3), e TIMESTAMP(6), f TIMESTAMP(0), g STRING, h TIMESTAMP(6), i TIMESTAMP(3), j TIMESTAMP_LTZ(6)) WITH ('connector' = 'print', 'print-identifier' = 'casts');
CREATE TABLE computed (a TIMESTAMP(3), b TIMESTAMP(3), c TIMESTAMP_LTZ(3), d TIMESTAMP(3), e TIMESTAMP(3), f TIMESTAMP(3), g TIMESTAMP(3), h TIMESTAMP(3), i TIMESTAMP(6), j BIGINT, k BIGINT, l STRING, m INT) WITH ('connector' = 'print', 'print-identifier' = 'functions');
CREATE TABLE nested (a ARRAY<TIMESTAMP(3)>, b ROW<x TIMESTAMP(3)>, c MAP<STRING, TIMESTAMP(3)>, d TIMESTAMP(3), e TIMESTAMP(3), f ARRAY<TIMESTAMP(6)>) WITH ('connector' = 'print', 'print-identifier' = 'nested');
CREATE TABLE filtered (k STRING, ts TIMESTAMP(3), l TIMESTAMP_LTZ(3)) WITH ('connector' = 'print', 'print-identifier' = 'filtered');
CREATE TABLE grouped (k STRING, a TIMESTAMP(3), b TIMESTAMP(3), c TIMESTAMP_LTZ(3), d TIMESTAMP(3), e TIMESTAMP(3), f ARRAY<TIMESTAMP(3)>, g TIMESTAMP(6), h TIMESTAMP(6), i BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'grouped');
CREATE TABLE by_ts (ts TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'keys');
CREATE TABLE by_t6 (ts TIMESTAMP(6), n BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'keys6');
EXECUTE STATEMENT SET BEGIN
INSERT INTO casts SELECT ts = TIMESTAMP '2024-01-01 00:00:00.123', CAST(ts AS STRING), CAST(ts AS TIMESTAMP(9)), CAST(ts AS TIMESTAMP(3)), CAST(ts AS TIMESTAMP(6)), CAST(ts AS TIMESTAMP(0)), CAST(CAST(ts AS TIMESTAMP(9)) AS STRING), CAST(t6 AS TIMESTAMP(6)), CAST(t6 AS TIMESTAMP(3)), CAST(t6 AS TIMESTAMP_LTZ(6)) FROM t;
INSERT INTO computed SELECT ts + INTERVAL '1' SECOND, ts - INTERVAL '1' MONTH, CAST(ts AS TIMESTAMP_LTZ(3)), CAST(l AS TIMESTAMP(3)), COALESCE(ts, ts), CASE WHEN k = 'a' THEN ts END, TIMESTAMPADD(DAY, 1, ts), FLOOR(ts TO SECOND), t6 + INTERVAL '1' DAY, EXTRACT(MICROSECOND FROM ts), EXTRACT(NANOSECOND FROM t6), DATE_FORMAT(ts, 'ss.SSSSSSSSS'), TIMESTAMPDIFF(SECOND, ts, TIMESTAMP '2024-01-01 00:00:01.123') FROM t;
INSERT INTO nested SELECT ARRAY[ts], ROW(ts), MAP[k, ts], ARRAY[ts][1], GREATEST(ts, ts), ARRAY[t6] FROM t;
INSERT INTO filtered SELECT k, ts, l FROM t WHERE ts > TIMESTAMP '2024-01-01 00:00:00.123';
INSERT INTO grouped SELECT k, MAX(ts), MIN(ts), MAX(l), FIRST_VALUE(ts), LAST_VALUE(ts), ARRAY_AGG(ts), MAX(t6), MIN(t6), COUNT(DISTINCT ts) FROM t GROUP BY k;
INSERT INTO by_ts SELECT ts, COUNT(*) FROM t GROUP BY ts;
INSERT INTO by_t6 SELECT t6, COUNT(*) FROM t GROUP BY t6;
END;
