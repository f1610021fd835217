-- With json.ignore-parse-errors a field that does not convert is NULL and a line that is no JSON object is left out.
CREATE TABLE t (
  id INT,
  n INT,
  d DATE,
  r ROW<x INT, y STRING>,
  a ARRAY<INT>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
CREATE TABLE o (id INT, n INT, d DATE, r ROW<x INT, y STRING>, a ARRAY<INT>) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM t;
