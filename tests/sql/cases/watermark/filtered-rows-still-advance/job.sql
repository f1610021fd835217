-- Rows that a filter drops advance the watermark all the same.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT, ids STRING) WITH ('connector' = 'print');
CREATE VIEW only_a AS SELECT * FROM ev WHERE k = 'a';
INSERT INTO o SELECT window_start, COUNT(*), LISTAGG(CAST(id AS STRING)) FROM TABLE(TUMBLE(TABLE only_a, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
