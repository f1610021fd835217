-- Integer division truncates toward zero, the remainder takes the sign of the dividend, INT wraps.
CREATE TABLE t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, q INT, r INT, p INT, w INT, m INT, dd DOUBLE) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, a / b, MOD(a, b), a + 1, a * 2, -a, d / b FROM t;
