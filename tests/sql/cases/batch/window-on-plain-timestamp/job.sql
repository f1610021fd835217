-- In batch mode a window needs no watermark.
SET 'execution.runtime-mode' = 'batch';
CREATE TABLE plain (
  oid INT,
  ts TIMESTAMP(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/orders.json', 'format' = 'json');
CREATE TABLE o (ws TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print');
INSERT INTO o
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE plain, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
