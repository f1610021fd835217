-- The constraints of an object's fields are enforced when told to look into rows: NULLs are dropped, texts cut and padded.
SET 'table.exec.sink.nested-constraint-enforcer' = 'ROWS';
SET 'table.exec.sink.not-null-enforcer' = 'DROP';
SET 'table.exec.sink.type-length-enforcer' = 'TRIM_PAD';
CREATE TABLE t (k STRING, i INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${IN}', 'format' = 'json');
CREATE TABLE o (p STRUCTURED<'Point', x INT NOT NULL, y VARCHAR(1)>) WITH ('connector' = 'print');
INSERT INTO o SELECT OBJECT_OF('Point', 'x', i, 'y', k || 'long') FROM t;
