-- A bare NULL in VALUES of several rows.
SELECT * FROM (VALUES (1), (NULL)) AS t (x);
