-- Computed columns of a source table, one used by WHERE; they are not columns of a LIKE with EXCLUDING GENERATED.
CREATE TABLE t (
  id INT,
  a INT,
  twice AS a * 2,
  label AS UPPER(s),
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (id INT, twice INT, label STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT id, twice, label FROM t WHERE twice <> 0;
