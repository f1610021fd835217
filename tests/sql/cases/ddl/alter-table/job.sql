-- ALTER TABLE: rename, add, drop and modify columns, set options.
CREATE TABLE base (
  id INT,
  k STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
ALTER TABLE base RENAME TO t;
ALTER TABLE t ADD (v INT, twice AS v * 2);
ALTER TABLE t DROP twice;
ALTER TABLE t MODIFY v BIGINT;
ALTER TABLE t RENAME k TO k2;
ALTER TABLE t ADD w AS v + 1;
CREATE TABLE o (id INT, k2 STRING, v BIGINT, w BIGINT) WITH ('connector' = 'print');
INSERT INTO o SELECT id, k2, v, w FROM t WHERE id < 4;
