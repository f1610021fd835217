-- What has no blanks needs no quotes in SET.
SET execution.runtime-mode = batch;
SET table.local-time-zone=Asia/Kolkata;
set 'table.exec.state.ttl' = 10s;

SELECT CAST(TO_TIMESTAMP_LTZ(0, 3) AS STRING) AS t, COUNT(*) AS n FROM (VALUES (1), (2)) AS v(x);
