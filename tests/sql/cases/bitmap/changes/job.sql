-- Every aggregate over bitmaps, and BITMAP_BUILD_AGG, over rows that come and go.
CREATE TABLE t (
  id INT,
  k STRING,
  g STRING,
  v INT
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (g STRING, b BITMAP, bc BIGINT, a BITMAP, ac BIGINT, o BITMAP, oc BIGINT, x BITMAP, xc BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT g, BITMAP_BUILD_AGG(s), BITMAP_BUILD_CARDINALITY_AGG(s), BITMAP_AND_AGG(b), BITMAP_AND_CARDINALITY_AGG(b),
  BITMAP_OR_AGG(b), BITMAP_OR_CARDINALITY_AGG(b), BITMAP_XOR_AGG(b), BITMAP_XOR_CARDINALITY_AGG(b)
FROM (SELECT g, k, MAX(v) AS s, BITMAP_BUILD_AGG(v) AS b FROM t GROUP BY g, k)
GROUP BY g;
