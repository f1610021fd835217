-- How dates, times and timestamps of each precision are printed; zero seconds are dropped.
CREATE TABLE t (
  id INT,
  d DATE,
  t0 TIME(0),
  t3 TIMESTAMP(3),
  t6 TIMESTAMP(6),
  t9 TIMESTAMP(9),
  l3 TIMESTAMP_LTZ(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o WITH ('connector' = 'print') LIKE t (EXCLUDING ALL);
INSERT INTO o SELECT * FROM t;
