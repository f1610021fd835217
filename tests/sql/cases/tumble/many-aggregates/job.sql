-- Twenty aggregates in one window.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), a0 BIGINT, a1 INT, a2 INT, a3 INT, a4 INT, a5 BIGINT, a6 BIGINT, a7 STRING, a8 STRING, a9 INT, a10 INT, a11 DOUBLE, a12 DOUBLE, a13 BIGINT, a14 TIMESTAMP(3), a15 TIMESTAMP(3), a16 INT, a17 BIGINT, a18 STRING, a19 INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, window_end, COUNT(*), SUM(v), MIN(v), MAX(v), AVG(v), COUNT(v), COUNT(DISTINCT v), MIN(k), MAX(k), FIRST_VALUE(v), LAST_VALUE(v), AVG(CAST(v AS DOUBLE)), SUM(v / 2e0), SUM(CAST(v AS BIGINT)), MIN(ts), MAX(ts), SUM(CASE WHEN k = 'a' THEN v ELSE 0 END), COUNT(*) FILTER (WHERE k IS NULL), LISTAGG(k, ''), SUM(DISTINCT MOD(v, 3)) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
