-- Only some nested fields are read.
CREATE TABLE t (
  id INT,
  r ROW<a INT, b ROW<c STRING, d INT>>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, d INT, a INT) WITH ('connector' = 'print');
INSERT INTO o SELECT id, t.r.b.d, t.r.a FROM t;
