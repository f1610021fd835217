-- A window over the matches, by MATCH_ROWTIME.
CREATE TABLE t (
  id INT,
  k STRING,
  p INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '2' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
CREATE VIEW found AS SELECT rt FROM t MATCH_RECOGNIZE (PARTITION BY k ORDER BY ts MEASURES MATCH_ROWTIME() AS rt ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW PATTERN (A B) DEFINE B AS B.p > A.p) AS x;
INSERT INTO o
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE found, DESCRIPTOR(rt), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;
