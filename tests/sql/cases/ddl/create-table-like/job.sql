-- LIKE copies columns and options; including and excluding parts.
CREATE TABLE base (
  id INT,
  k STRING,
  v INT,
  twice AS v * 2
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE more (extra AS UPPER(k)) LIKE base;
CREATE TABLE o (id INT, k STRING, v INT, twice INT, extra STRING) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM more WHERE id < 4;
