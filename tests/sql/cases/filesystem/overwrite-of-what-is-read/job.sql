-- INSERT OVERWRITE and INSERT INTO of the table that the query reads: what it holds at the start is read, then it is replaced or added to.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE whole (k STRING, i INT) WITH ('connector' = 'filesystem', 'path' = '${OUT}/whole', 'format' = 'csv');
CREATE TABLE parts (k STRING, i INT) PARTITIONED BY (k) WITH ('connector' = 'filesystem', 'path' = '${OUT}/parts', 'format' = 'csv');
INSERT INTO whole VALUES ('a', 1), ('b', 2);
INSERT OVERWRITE whole SELECT k, i + 1 FROM whole;
INSERT INTO whole SELECT k, i * 10 FROM whole;
INSERT INTO parts VALUES ('a', 1), ('b', 2);
INSERT OVERWRITE parts PARTITION (k = 'a') SELECT i + 1 FROM parts;
INSERT OVERWRITE parts SELECT k, i * 10 FROM parts WHERE k = 'b';
SELECT k, i, 'whole' FROM whole UNION ALL SELECT k, i, 'parts' FROM parts;
