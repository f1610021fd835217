-- number-of-rows bounds datagen; what it makes is counted only.
CREATE TABLE g (id BIGINT, s STRING, b BOOLEAN, d DOUBLE) WITH ('connector' = 'datagen', 'number-of-rows' = '37', 'fields.s.length' = '5', 'fields.id.min' = '3', 'fields.id.max' = '4');
CREATE TABLE o (n BIGINT, small BOOLEAN, len INT) WITH ('connector' = 'print');
INSERT INTO o SELECT n, small, len FROM (SELECT COUNT(*) AS n, MIN(id) >= 3 AND MAX(id) <= 4 AS small, MAX(CHAR_LENGTH(s)) AS len FROM g) WHERE n = 37;
