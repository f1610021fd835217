-- A watermark is behind the computed columns of its table and in front of every condition: row 2 fails though it would be left out.
CREATE TABLE t (
  id INT,
  s STRING,
  ts TIMESTAMP(3),
  n AS CAST(s AS INT),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT id, n FROM t WHERE id <> 2;
