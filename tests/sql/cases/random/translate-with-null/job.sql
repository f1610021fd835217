-- TRANSLATE: NULL as the characters to look for finds none, NULL as their counterparts drops them.
CREATE TABLE t (
  k STRING,
  n STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT TRANSLATE3(k, 'a', n), TRANSLATE(k, n, 'a'), TRANSLATE3('', '', n), TRANSLATE3(n, 'a', 'b') FROM t;
