-- An idle timeout that is no duration.
SET 'table.exec.source.idle-timeout' = 'x';
CREATE TABLE a (id INT, k STRING, v INT, ts TIMESTAMP(3), n ROW<t TIMESTAMP(3), x INT>, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/ev.json', 'format' = 'json');
SELECT window_start, COUNT(*), SUM(v) FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end;
