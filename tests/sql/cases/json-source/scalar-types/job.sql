-- Every scalar type the JSON format reads, with ordinary values, and NULL for each.
CREATE TABLE t (
  b BOOLEAN,
  ti TINYINT,
  si SMALLINT,
  i INT,
  bi BIGINT,
  f FLOAT,
  d DOUBLE,
  de DECIMAL(10, 2),
  s STRING,
  vc VARCHAR(5),
  c CHAR(3),
  dt DATE,
  tm TIME(0),
  ts TIMESTAMP(3),
  ts6 TIMESTAMP(6),
  y BYTES
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o WITH ('connector' = 'print') LIKE t (EXCLUDING ALL);
INSERT INTO o SELECT * FROM t;
