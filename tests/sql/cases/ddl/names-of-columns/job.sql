-- What a column is called that nobody names: as the column or function written without parentheses, else EXPR$n.
CREATE TABLE t (r ROW<a INT, b ROW<c INT>>, m MAP<STRING, INT>, xs ARRAY<ROW<x INT>>) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
CREATE VIEW v AS SELECT r.a, r.b.c, m['x'], xs[1], xs[1].x, (r).b.c, CAST(r.a AS INT), 1 FROM t;
DESCRIBE v;
CREATE VIEW w AS SELECT current_date, LocalTime, CURRENT_TIME(), CURRENT_TIMESTAMP, LOCALTIMESTAMP, NOW(), PI(), CURRENT_DATE + INTERVAL '1' DAY FROM t;
DESCRIBE w;
CREATE VIEW x AS SELECT CURRENT_DATE, COUNT(*) FROM t GROUP BY CURRENT_DATE;
DESCRIBE x;
CREATE VIEW y AS VALUES (CURRENT_DATE, 1), (DATE '2024-05-01', 2);
DESCRIBE y;
CREATE VIEW z AS SELECT CURRENT_DATE UNION ALL SELECT DATE '2024-05-01';
DESCRIBE z;
