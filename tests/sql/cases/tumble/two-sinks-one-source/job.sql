-- Two window queries of different size over one source in one statement set.
CREATE TABLE ev (
  id INT,
  k STRING,
  v INT,
  ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
CREATE TABLE ten (ws TIMESTAMP(3), n BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'ten');
CREATE TABLE minutes (ws TIMESTAMP(3), k STRING, n BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'minutes');
EXECUTE STATEMENT SET BEGIN
INSERT INTO ten SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
INSERT INTO minutes SELECT window_start, k, COUNT(*) FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, k;
END;
