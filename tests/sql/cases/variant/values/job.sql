-- Rows written down, and two queries together.
SELECT k, v FROM (VALUES ('a', PARSE_JSON('1')), ('b', PARSE_JSON('[2]')), ('c', PARSE_JSON('null'))) AS t (k, v);
SELECT TRY_PARSE_JSON('{"a":') AS v UNION ALL SELECT TRY_PARSE_JSON('{"a":1}');
