-- Rows, arrays, maps and their nesting; missing, NULL and empty ones.
CREATE TABLE t (
  id INT,
  r ROW<a INT, b ROW<c STRING, d DOUBLE>>,
  xs ARRAY<INT>,
  m MAP<STRING, INT>,
  rows_in ARRAY<ROW<k STRING, v INT>>,
  mm MAP<STRING, ARRAY<BOOLEAN>>
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, r ROW<a INT, b ROW<c STRING, d DOUBLE>>, xs ARRAY<INT>, m MAP<STRING, INT>, rows_in ARRAY<ROW<k STRING, v INT>>, mm MAP<STRING, ARRAY<BOOLEAN>>, c STRING, x1 INT, mk INT) WITH ('connector' = 'print');
INSERT INTO o SELECT id, r, xs, m, rows_in, mm, t.r.b.c, xs[1], m['k'] FROM t;
