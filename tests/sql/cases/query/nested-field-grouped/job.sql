-- A nested field as a group.
CREATE TABLE z (id INT, a ROW<p INT, q ROW<r INT, s STRING>>, b ROW<p INT, u INT>, u STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/z.json', 'format' = 'json');
SELECT q, COUNT(*) FROM z GROUP BY q;
