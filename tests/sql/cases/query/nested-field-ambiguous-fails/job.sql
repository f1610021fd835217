-- Two ROW columns have a field of this name.
CREATE TABLE z (id INT, a ROW<p INT, q ROW<r INT, s STRING>>, b ROW<p INT, u INT>, u STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}/z.json', 'format' = 'json');
SELECT p FROM z;
