-- Batch mode has no event time: what carries it in streaming mode is told as a plain column.
CREATE TABLE t (ts TIMESTAMP(3), z TIMESTAMP_LTZ(3) NOT NULL, pt AS PROCTIME(), WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen', 'number-of-rows' = '1');
CREATE VIEW a AS SELECT * FROM t;
SET 'execution.runtime-mode' = 'batch';
DESCRIBE t;
SHOW COLUMNS FROM t LIKE 't%';
DESCRIBE a;
CREATE VIEW b AS SELECT TUMBLE_START(ts, INTERVAL '1' MINUTE) s, TUMBLE_END(ts, INTERVAL '1' MINUTE) e, TUMBLE_ROWTIME(ts, INTERVAL '1' MINUTE) r FROM t GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE);
DESCRIBE b;
CREATE VIEW c AS SELECT * FROM TABLE(HOP(TABLE t, DESCRIPTOR(z), INTERVAL '1' MINUTE, INTERVAL '1' MINUTE));
DESCRIBE c;
