-- A field of a ROW in a ROW by its own name.
CREATE TABLE z (id INT, a ROW<p INT, q ROW<r INT, s STRING>>, b ROW<p INT, u INT>, u STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/z.json', 'format' = 'json');
SELECT r FROM z;
