-- A field of the elements has the name of a column.
CREATE TABLE n (i INT, ts TIMESTAMP(3), xs ARRAY<ROW<a INT>>, a INT, WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
SELECT a FROM n CROSS JOIN UNNEST(xs) AS a;
