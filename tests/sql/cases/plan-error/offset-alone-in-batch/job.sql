-- OFFSET without LIMIT behind ORDER BY.
SET 'execution.runtime-mode' = 'batch';
CREATE VIEW v AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (i, s);
SELECT i FROM v ORDER BY i OFFSET 1;
