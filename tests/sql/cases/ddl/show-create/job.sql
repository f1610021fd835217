-- SHOW CREATE TABLE and VIEW, SHOW COLUMNS, SHOW TABLES LIKE.
CREATE TABLE ev (id INT NOT NULL, k STRING COMMENT 'the key', ts TIMESTAMP(3), WATERMARK FOR ts AS ts) COMMENT 'events' WITH ('connector' = 'datagen', 'number-of-rows' = '5');
CREATE TABLE other (x INT) WITH ('connector' = 'print');
SHOW TABLES LIKE 'e%';
SHOW COLUMNS FROM ev;
SHOW COLUMNS IN ev LIKE '%s';
