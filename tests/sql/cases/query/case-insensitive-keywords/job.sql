-- Keywords and functions in any case; names keep theirs.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE o (id INT, K STRING) WITH ('connector' = 'print');
INSERT INTO o
sElEcT id, UpPeR(k) FrOm ev wHeRe v iS nOt NuLl aNd id < 5;
