-- The table function, too.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE n (i INT, ts TIMESTAMP(3), xs ARRAY<ROW<a INT>>, a INT, WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
SELECT window_start, COUNT(*) FROM TABLE(SESSION(TABLE n, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start, window_end;
