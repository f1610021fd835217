-- SESSION is for streaming mode.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE n (i INT, ts TIMESTAMP(3), xs ARRAY<ROW<a INT>>, a INT, WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
SELECT COUNT(*) FROM n GROUP BY SESSION(ts, INTERVAL '1' HOUR);
