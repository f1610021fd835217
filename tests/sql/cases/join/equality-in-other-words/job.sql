-- An equality is one in other words, too: as the opposite of an inequality, as what is TRUE.
CREATE TABLE t (k STRING, n INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT a.n, b.n FROM t AS a JOIN t AS b ON NOT (a.k <> b.k);
SELECT a.n, b.n FROM t AS a JOIN t AS b ON (a.k = b.k) IS TRUE;
SELECT a.n, b.n FROM t AS a JOIN t AS b ON (a.k = b.k) = TRUE;
SELECT a.n, b.n FROM t AS a JOIN t AS b ON NOT (a.k <> b.k OR a.n > b.n);
