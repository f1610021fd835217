-- ROW_NUMBER, RANK, DENSE_RANK, LAG and LEAD in batch mode.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE t (
  id INT,
  k STRING,
  v INT,
  d DOUBLE,
  s STRING
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, k STRING, rn BIGINT, r BIGINT, dr BIGINT, p INT, nx INT) WITH ('connector' = 'print');
INSERT INTO o
SELECT id, k, ROW_NUMBER() OVER w, RANK() OVER w, DENSE_RANK() OVER w, LAG(id) OVER w, LEAD(id) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY v);
