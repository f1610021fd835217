-- A computed column of a table without a watermark is computed where it is used, behind conditions: row 2 has no number.
CREATE TABLE t (
  id INT,
  s STRING,
  n AS CAST(s AS INT)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (what STRING, id INT, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT 'rows', id, n FROM t WHERE id <> 2;
INSERT INTO o SELECT 'condition', id, n FROM t WHERE id <> 2 AND n > 10;
INSERT INTO o SELECT 'sum', MAX(id), SUM(n) FROM t WHERE s <> 'twelve';
INSERT INTO o SELECT 'unread', id, 0 FROM t;
