-- Backquoted names, reserved words as names, names with blanks, case matters.
CREATE TABLE `my table` (`select` INT, `Mixed Case` STRING, mixed STRING, Mixed STRING, `ä``x` INT) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (a INT, b STRING, c STRING, d STRING, e INT) WITH ('connector' = 'print');
INSERT INTO o SELECT `select`, m.`Mixed Case`, mixed, Mixed, `ä``x` FROM `my table` AS m;
