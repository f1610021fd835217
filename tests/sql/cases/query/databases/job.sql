-- Tables in databases of the default catalog, by qualified name and by USE.
CREATE DATABASE warm;
CREATE TABLE warm.t (
  id INT,
  a INT,
  b INT,
  s STRING,
  d DOUBLE
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
USE warm;
CREATE TABLE o (id INT) WITH ('connector' = 'print');
INSERT INTO default_catalog.warm.o SELECT id FROM `default_catalog`.`warm`.t WHERE a > 0;
