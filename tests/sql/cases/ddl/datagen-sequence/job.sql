-- datagen with sequences is bounded by them and deterministic.
CREATE TABLE g (id BIGINT, n INT) WITH ('connector' = 'datagen', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1', 'fields.id.end' = '5', 'fields.n.kind' = 'sequence', 'fields.n.start' = '-2', 'fields.n.end' = '10');
CREATE TABLE o (id BIGINT, n INT) WITH ('connector' = 'print');
INSERT INTO o SELECT * FROM g;
