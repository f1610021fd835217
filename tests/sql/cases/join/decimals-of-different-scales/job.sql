-- Columns whose common type has no room for all digits are compared in it, the longer fraction rounded.
CREATE TABLE t (id INT, a DECIMAL(38, 10), b DECIMAL(38, 6)) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
SELECT x.id, y.id FROM t AS x JOIN t AS y ON x.a = y.b;
