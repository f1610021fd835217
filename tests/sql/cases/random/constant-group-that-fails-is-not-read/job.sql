-- A constant to group by is computed only where it is read, whatever else is computed.
CREATE TABLE t (g INT, c INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE grouped (a INT) WITH ('connector' = 'print', 'print-identifier' = 'grouped');
CREATE TABLE windowed (a INT) WITH ('connector' = 'print', 'print-identifier' = 'windowed');
CREATE TABLE constants (a DECIMAL(38, 6)) WITH ('connector' = 'print', 'print-identifier' = 'constants');
BEGIN STATEMENT SET;
INSERT INTO grouped SELECT a FROM (SELECT AVG(c + 1) AS a FROM t GROUP BY g, CAST('x' AS INT));
INSERT INTO windowed SELECT a FROM (SELECT AVG(c + 1) AS a FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, window_time, CAST('x' AS INT));
INSERT INTO constants SELECT a FROM (SELECT AVG(2.5) AS a FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, CAST('x' AS INT));
END;
