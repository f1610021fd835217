//! The JSON functions beside real Flink's answers.

use crate::scalar::asked::check;

#[test]
fn is_json() {
    check(
        r##"
        `IS JSON`('{"a":1}') => BOOLEAN NOT NULL => true
        `IS JSON`('1') => BOOLEAN NOT NULL => true
        `IS JSON`('abc') => BOOLEAN NOT NULL => false
        `IS JSON`('') => BOOLEAN NOT NULL => false
        `IS JSON`(' {} ') => BOOLEAN NOT NULL => true
        `IS JSON`('{} x') => BOOLEAN NOT NULL => true
        `IS JSON OBJECT`('{"a":1}') => BOOLEAN NOT NULL => true
        `IS JSON OBJECT`('[1]') => BOOLEAN NOT NULL => false
        `IS JSON ARRAY`('[1]') => BOOLEAN NOT NULL => true
        `IS JSON SCALAR`('1') => BOOLEAN NOT NULL => true
        `IS JSON SCALAR`('"a"') => BOOLEAN NOT NULL => true
        `IS JSON SCALAR`('null') => BOOLEAN NOT NULL => true
        `IS JSON`(NULL:STRING) => BOOLEAN NOT NULL => false
        `IS JSON`('{''a'':1}') => BOOLEAN NOT NULL => false
        `IS JSON`('{a:1}') => BOOLEAN NOT NULL => false
        `IS JSON`('[1,]') => BOOLEAN NOT NULL => false
        `IS JSON`('{"a":1,"a":2}') => BOOLEAN NOT NULL => true
        `IS JSON`('01') => BOOLEAN NOT NULL => false
        `IS JSON`('NaN') => BOOLEAN NOT NULL => false
        `IS JSON VALUE`('1e5') => BOOLEAN NOT NULL => true
    "##,
    );
}

#[test]
fn exists() {
    check(
        r##"
        JSON_EXISTS('{"a": true}', '$.a') => BOOLEAN => true
        JSON_EXISTS('{"a": true}', '$.b') => BOOLEAN => false
        JSON_EXISTS('{"a": [{ "b": 1 }]}', '$.a[0].b') => BOOLEAN => true
        JSON_EXISTS('{"a": true}', 'strict $.b') => BOOLEAN => false
        JSON_EXISTS('{"a": true}', 'strict $.b', ='TRUE') => BOOLEAN => true
        JSON_EXISTS('{"a": true}', 'strict $.b', ='UNKNOWN') => BOOLEAN => null
        JSON_EXISTS('{"a": true}', 'strict $.b', ='ERROR') => error
        JSON_EXISTS('{bad', '$.b') => BOOLEAN => false
        JSON_EXISTS('{bad', '$.b', ='TRUE') => BOOLEAN => true
        JSON_EXISTS('{bad', 'strict $.b', ='TRUE') => BOOLEAN => true
        JSON_EXISTS(NULL:STRING, '$.b') => BOOLEAN => null
        JSON_EXISTS('{"a": null}', '$.a') => BOOLEAN => false
        JSON_EXISTS('{"a": true}', 'lax $') => BOOLEAN => true
        JSON_EXISTS('{"a": true}', '$.a.b') => BOOLEAN => false
        JSON_EXISTS('{"a": true}', 'bogus') => BOOLEAN => false
        JSON_EXISTS('{"a": true}', 'lax $.b', ='ERROR') => BOOLEAN => false
        JSON_EXISTS('{bad', 'lax $.b') => BOOLEAN => false
        JSON_EXISTS('{"a": []}', '$.a[*]') => BOOLEAN => true
        JSON_EXISTS('{"a": [1]}', '$.a[?(@ > 5)]') => BOOLEAN => true
    "##,
    );
}

#[test]
fn value_in_a_mode() {
    check(
        r##"
        JSON_VALUE('{"a": "x"}', 'strict $.b') => STRING => null
        JSON_VALUE('{"a": "x"}', 'strict $.b', =NULL:STRING, ='NULL', ='-', ='DEFAULT', 'e') => STRING => e
        JSON_VALUE('{"a": "x"}', 'strict $.b', =NULL:STRING, ='NULL', ='-', ='ERROR', ='-') => error
        JSON_VALUE('{bad', 'strict $.a', =NULL:STRING, ='NULL', ='-', ='ERROR', ='-') => error
        JSON_VALUE('"x"', 'lax $') => STRING => x
        JSON_VALUE('{"a": "x"}', 'lax $.b', =NULL:STRING, ='DEFAULT', 'd', ='NULL', ='-') => STRING => d
        JSON_VALUE('{"a": "x"}', 'lax $.b', =NULL:STRING, ='ERROR', ='-', ='NULL', ='-') => error
        JSON_VALUE('{"a": "x"}', 'lax $.b', =NULL:STRING, ='NULL', ='-', ='DEFAULT', 'd') => STRING => null
        JSON_VALUE('{"a": [1]}', 'lax $.a', =NULL:STRING, ='DEFAULT', 'd', ='DEFAULT', 'e') => STRING => d
        JSON_VALUE('{"a": [1]}', 'strict $.a', =NULL:STRING, ='DEFAULT', 'd', ='DEFAULT', 'e') => STRING => e
        JSON_VALUE('{"a": null}', 'lax $.a', =NULL:STRING, ='DEFAULT', 'd', ='DEFAULT', 'e') => STRING => d
        JSON_VALUE('{"a": null}', 'strict $.a', =NULL:STRING, ='DEFAULT', 'd', ='DEFAULT', 'e') => STRING => e
        JSON_VALUE('{bad', 'lax $.a', =NULL:STRING, ='DEFAULT', 'd', ='DEFAULT', 'e') => STRING => d
        JSON_VALUE('{"a":[{"b":1},{"b":2}]}', 'lax $.a.b') => STRING => null
        JSON_VALUE('{"a":[{"b":1},{"b":2}]}', 'lax $.a[*].b') => STRING => null
        JSON_VALUE('{"a":[{"b":1}]}', 'lax $.a[9]', =NULL:STRING, ='DEFAULT', 'd', ='NULL', ='-') => STRING => d
        JSON_VALUE('{"a":1}', 'lax $.a.b.c', =NULL:STRING, ='DEFAULT', 'd', ='NULL', ='-') => STRING => d
        JSON_VALUE('{"a":1}', 'lax $.', =NULL:STRING, ='DEFAULT', 'd', ='DEFAULT', 'e') => STRING => e
        JSON_VALUE('{"a":1}', 'LAX $.a') => STRING => 1
        JSON_VALUE('{"a":1}', '  lax   $.a') => STRING => 1
        JSON_VALUE('{"a":1}', 'lax$.a') => STRING => null
        JSON_VALUE('{"a":2}', 'lax $.b', =NULL:INT, ='DEFAULT', 7, ='NULL', ='-') => INT => 7
        JSON_VALUE('{"a":2}', 'lax $.b', =NULL:STRING, ='DEFAULT', 7, ='NULL', ='-') => STRING => 7
    "##,
    );
}

#[test]
fn value() {
    check(
        r##"
        JSON_VALUE('{"a": true}', '$.a') => STRING => true
        JSON_VALUE('{"a": true}', '$.a', =NULL:BOOLEAN) => BOOLEAN => true
        JSON_VALUE('{"a": 12.5}', '$.a') => STRING => 12.5
        JSON_VALUE('{"a": 12.50}', '$.a', =NULL:DOUBLE) => DOUBLE => 12.5
        JSON_VALUE('{"a": 12}', '$.a', =NULL:INT) => INT => 12
        JSON_VALUE('{"a": "12"}', '$.a', =NULL:INT) => error
        JSON_VALUE('{"a": 12.9}', '$.a', =NULL:INT) => error
        JSON_VALUE('{"a": "x"}', '$.a', =NULL:INT) => error
        JSON_VALUE('{"a": "x"}', '$.a', =NULL:INT, ='NULL', ='-', ='DEFAULT', 5) => error
        JSON_VALUE('{"a": "x"}', '$.b') => STRING => null
        JSON_VALUE('{"a": "x"}', '$.b', =NULL:STRING, ='DEFAULT', 'd', ='NULL', ='-') => STRING => null
        JSON_VALUE('{"a": "x"}', '$.b', =NULL:STRING, ='ERROR', ='-', ='NULL', ='-') => STRING => null
        JSON_VALUE('{"a": [1]}', '$.a') => STRING => null
        JSON_VALUE('{"a": [1]}', '$.a', =NULL:STRING, ='NULL', ='-', ='DEFAULT', 'e') => STRING => e
        JSON_VALUE('{"a": [1]}', '$.a', =NULL:STRING, ='DEFAULT', 'm', ='DEFAULT', 'e') => STRING => e
        JSON_VALUE('{"a": {"b":1}}', '$.a') => STRING => null
        JSON_VALUE('{bad', '$.a') => STRING => null
        JSON_VALUE('{bad', '$.a', =NULL:STRING, ='NULL', ='-', ='DEFAULT', 'e') => STRING => e
        JSON_VALUE('{"a": null}', '$.a') => STRING => null
        JSON_VALUE('{"a": null}', '$.a', =NULL:STRING, ='DEFAULT', 'm', ='NULL', ='-') => STRING => null
        JSON_VALUE('{"a": 1e400}', '$.a') => STRING => 1E+400
        JSON_VALUE('{"a": 12345678901234567890}', '$.a') => STRING => 12345678901234567890
        JSON_VALUE('{"a": 1.10}', '$.a') => STRING => 1.10
        JSON_VALUE('{"a": 1e3}', '$.a') => STRING => 1E+3
        JSON_VALUE('{"a": 0.1234567890123456789}', '$.a') => STRING => 0.1234567890123456789
        JSON_VALUE('{"a": "1\u00e9"}', '$.a') => STRING => 1é
        JSON_VALUE('{"a": 5}', '$.a', =NULL:STRING) => STRING => 5
        JSON_VALUE('{"a": 5}', '$.a', =NULL:BIGINT) => error
        JSON_VALUE('{"a": 3000000000}', '$.a', =NULL:INT) => error
        JSON_VALUE('{"a": 3000000000}', '$.a', =NULL:BIGINT) => error
        JSON_VALUE('{"a": 1}', '$.a', =NULL:BOOLEAN) => error
        JSON_VALUE('{"a": "true"}', '$.a', =NULL:BOOLEAN) => error
        JSON_VALUE('{"a": 1}', '$.a', =NULL:DOUBLE) => error
        JSON_VALUE('{"a": "2024-01-01"}', '$.a', =NULL:DATE) => error
        JSON_VALUE(NULL:STRING, '$.a') => STRING => null
        JSON_VALUE('5', '$') => STRING => 5
        JSON_VALUE('{"a":[{"b":1},{"b":2}]}', '$.a[1].b') => STRING => 2
        JSON_VALUE('{"a":[{"b":1},{"b":2}]}', '$.a[*].b') => STRING => null
        JSON_VALUE('{"a":[{"b":1},{"b":2}]}', '$.a.b') => STRING => null
        JSON_VALUE('{"a":[{"b":1},{"b":2}]}', '$.a[-1].b') => STRING => 2
        JSON_VALUE('{"a":[{"b":1},{"b":2}]}', '$.a[5].b') => STRING => null
        JSON_VALUE('{"a":[{"b":1},{"b":2}]}', '$[''a''][0][''b'']') => STRING => 1
        JSON_VALUE('{"a b":1}', '$["a b"]') => STRING => 1
        JSON_VALUE('{"a":{"b":7}}', '$..b') => STRING => null
        JSON_VALUE('{"a":[1,2,3]}', '$.a.length()') => STRING => 3
        JSON_VALUE('{"a":[1,2,3]}', '$.a[0:2]') => STRING => null
        JSON_VALUE('{"a":[{"b":1,"c":"x"},{"b":2,"c":"y"}]}', '$.a[?(@.b == 2)].c') => STRING => null
        JSON_VALUE('{"a":1}', NULL:STRING) => STRING => null
        JSON_VALUE('{"a":1}', 'a') => STRING => 1
        JSON_VALUE('{"a":1}', '$.') => STRING => null
        JSON_VALUE('{"a":1}', '') => STRING => null
    "##,
    );
}

#[test]
fn query_in_a_mode() {
    check(
        r##"
        JSON_QUERY('{"a": null}', 'lax $.a', =NULL:STRING, ='WITHOUT', ='EMPTY ARRAY', ='NULL') => STRING => []
        JSON_QUERY('{"a": 1}', 'lax $.b') => STRING => null
        JSON_QUERY('{"a": 1}', 'lax $.b', =NULL:STRING, ='WITHOUT', ='EMPTY ARRAY', ='NULL') => STRING => []
        JSON_QUERY('{"a": 1}', 'lax $.b', =NULL:STRING, ='WITHOUT', ='EMPTY OBJECT', ='NULL') => STRING => {}
        JSON_QUERY('{"a": 1}', 'lax $.b', =NULL:STRING, ='WITHOUT', ='ERROR', ='NULL') => error
        JSON_QUERY('{"a": 1}', 'strict $.b', =NULL:STRING, ='WITHOUT', ='NULL', ='EMPTY OBJECT') => STRING => {}
        JSON_QUERY('{"a": 1}', 'strict $.b', =NULL:STRING, ='WITHOUT', ='NULL', ='EMPTY ARRAY') => STRING => []
        JSON_QUERY('{"a": 1}', 'strict $.b') => STRING => null
        JSON_QUERY('{"a": 1}', 'lax $.a', =NULL:STRING, ='WITHOUT', ='EMPTY OBJECT', ='EMPTY ARRAY') => STRING => {}
        JSON_QUERY('{"a": 1}', 'lax $.a', =NULL:STRING, ='WITHOUT', ='EMPTY OBJECT', ='EMPTY ARRAY') => STRING => {}
        JSON_QUERY('{"a": 1}', 'lax $.b', =NULL:ARRAY<STRING>, ='WITHOUT', ='EMPTY ARRAY', ='NULL') => ARRAY<STRING> => []
        JSON_QUERY('{"a": 1}', 'lax $.b', =NULL:ARRAY<STRING>, ='WITHOUT', ='EMPTY OBJECT', ='NULL') => error
        JSON_QUERY('{"a": null}', 'strict $.a', =NULL:STRING, ='WITHOUT', ='EMPTY ARRAY', ='EMPTY OBJECT') => STRING => {}
        JSON_QUERY('{"a": null}', 'strict $.a', =NULL:STRING, ='UNCONDITIONAL', ='EMPTY ARRAY', ='EMPTY OBJECT') => STRING => {}
        JSON_QUERY('{bad', 'lax $.a', =NULL:STRING, ='WITHOUT', ='EMPTY ARRAY', ='EMPTY OBJECT') => STRING => []
        JSON_QUERY('{"a": {"b":1}}', 'lax $.a', =NULL:ARRAY<STRING>, ='WITHOUT', ='EMPTY ARRAY', ='NULL') => ARRAY<STRING> => null
        JSON_QUERY('{"a": {"b":1}}', 'lax $.a', =NULL:ARRAY<STRING>, ='WITHOUT', ='NULL', ='EMPTY ARRAY') => ARRAY<STRING> => []
        JSON_QUERY('{"a": {"b":1}}', 'strict $.a', =NULL:ARRAY<STRING>, ='WITHOUT', ='NULL', ='EMPTY ARRAY') => ARRAY<STRING> => []
        JSON_QUERY('{"a":[{"b":1},{"c":2}]}', 'strict $.a[*].b') => STRING => [1]
        JSON_QUERY('{"a":[]}', 'lax $.a[*].b') => STRING => []
        JSON_QUERY('{"a":1}', 'lax $.x[*].b', =NULL:STRING, ='WITHOUT', ='EMPTY OBJECT', ='NULL') => STRING => []
        JSON_QUERY('{"a":1}', 'strict $.x[*].b', =NULL:STRING, ='WITHOUT', ='NULL', ='EMPTY OBJECT') => STRING => {}
    "##,
    );
}

#[test]
fn query() {
    check(
        r##"
        JSON_QUERY('{"a": {"b": 1}}', '$.a') => STRING => {"b":1}
        JSON_QUERY('{ "a" : { "b" :  1.50, "c":[1, 2 ] } }', '$.a') => STRING => {"b":1.50,"c":[1,2]}
        JSON_QUERY('{"a": 1}', '$.a') => STRING => null
        JSON_QUERY('{"a": 1}', '$.a', =NULL:STRING, ='WITHOUT', ='NULL', ='ERROR') => error
        JSON_QUERY('{"a": 1}', '$.a', =NULL:STRING, ='UNCONDITIONAL', ='NULL', ='NULL') => STRING => [1]
        JSON_QUERY('{"a": 1}', '$.a', =NULL:STRING, ='CONDITIONAL', ='NULL', ='NULL') => STRING => [1]
        JSON_QUERY('{"a": [1]}', '$.a', =NULL:STRING, ='CONDITIONAL', ='NULL', ='NULL') => STRING => [1]
        JSON_QUERY('{"a": [1]}', '$.a', =NULL:STRING, ='UNCONDITIONAL', ='NULL', ='NULL') => STRING => [[1]]
        JSON_QUERY('{"a": [1]}', '$.a') => STRING => [1]
        JSON_QUERY('{"a": null}', '$.a') => STRING => null
        JSON_QUERY('{"a": null}', '$.a', =NULL:STRING, ='UNCONDITIONAL', ='NULL', ='NULL') => STRING => null
        JSON_QUERY('{"a": [1, "x", null, {"b": 2}, true, 1.50]}', '$.a', =NULL:ARRAY<STRING>) => ARRAY<STRING> => [1, x, null, {"b":2}, true, 1.50]
        JSON_QUERY('{"a": 1}', '$.a', =NULL:ARRAY<STRING>) => ARRAY<STRING> => null
        JSON_QUERY('{"a": 1}', '$.a', =NULL:ARRAY<STRING>, ='UNCONDITIONAL', ='NULL', ='NULL') => ARRAY<STRING> => [1]
        JSON_QUERY('{"a": {"b":1}}', '$.a', =NULL:ARRAY<STRING>) => ARRAY<STRING> => null
        JSON_QUERY('{"a":[{"b":1},{"b":2}]}', '$.a[*].b') => STRING => [1,2]
        JSON_QUERY('{"a":[{"b":1},{"b":2}]}', '$.a[*].b', =NULL:STRING, ='CONDITIONAL', ='NULL', ='NULL') => STRING => [1,2]
        JSON_QUERY('{"a":[{"b":1},{"b":2}]}', '$..b') => STRING => [1,2]
        JSON_QUERY('{"a":[{"b":1},{"b":2}]}', '$.a[?(@.b > 1)]') => STRING => [{"b":2}]
        JSON_QUERY('{"a":[1,2,3,4]}', '$.a[0:2]') => STRING => [1,2]
        JSON_QUERY('{"a":[1,2,3,4]}', '$.a[0,2]') => STRING => [1,3]
        JSON_QUERY('{"a":[1,2,3,4]}', '$.a[-2:]') => STRING => [3,4]
        JSON_QUERY('{"a":1,"b":2}', '$[''a'',''b'']') => STRING => {"a":1,"b":2}
        JSON_QUERY('{"a":1,"b":2}', '$.*') => STRING => [1,2]
        JSON_QUERY('{bad', '$.a') => STRING => null
        JSON_QUERY('{"b":1,"a":{"z":1,"y":"q\"\\/é"}}', '$.a') => STRING => {"y":"q\"\\/é","z":1}
        JSON_QUERY('{"a":{"b":1e3,"c":12345678901234567890,"d":1.0e-7}}', '$.a') => STRING => {"b":1E+3,"c":12345678901234567890,"d":1.0E-7}
        JSON_QUERY('{bad', '$.a', =NULL:STRING, ='WITHOUT', ='EMPTY ARRAY', ='EMPTY OBJECT') => STRING => {}
        JSON_QUERY('{"a":1}', '$') => STRING => {"a":1}
        JSON_QUERY('{"a":{"b":{"c":1}}}', '$..c') => STRING => [1]
        JSON_QUERY('{"a":[[1,2],[3]]}', '$.a[*][0]') => STRING => [1,3]
        JSON_QUERY('{"a":[1,2,3]}', '$.a[1:]') => STRING => [2,3]
        JSON_QUERY('{"a":[1,2,3]}', '$.a[:-1]') => STRING => [1,2]
        JSON_QUERY('{"a":[1,2,3]}', '$.a[7]') => STRING => null
        JSON_QUERY('{"a":{"x":1,"y":2}}', '$.a[''x'',''z'']') => STRING => {"x":1}
        JSON_QUERY('{"a":[{"b":1,"c":"x"},{"b":2,"c":"y"},{"c":"z"},5]}', '$.a[?(@.b >= 1 && @.c == ''y'')]') => STRING => [{"b":2,"c":"y"}]
        JSON_QUERY('{"a":[{"b":1,"c":"x"},{"b":2,"c":"y"},{"c":"z"},5]}', '$.a[?(@.b < 2 || @.c == "z")].c') => STRING => ["x","z"]
        JSON_QUERY('{"a":[{"b":1,"c":"x"},{"b":2,"c":"y"},{"c":"z"},5]}', '$.a[?(@.b != 2)].c') => STRING => ["x","z"]
        JSON_QUERY('{"a":[1,2,3,"x"]}', '$.a[?(@ > 1)]') => STRING => [2,3]
        JSON_QUERY('{"a":{"b":1}}', '$.a[?(@.b == 1)]') => STRING => [{"b":1}]
        JSON_QUERY('{"a":[{"b":null},{"b":true}]}', '$.a[?(@.b == null)]') => STRING => [{"b":null}]
        JSON_QUERY('{"a":[{"b":null},{"b":true}]}', '$.a[?(@.b == true)]') => STRING => [{"b":true}]
        JSON_QUERY('{"a":[{"b":1.0},{"b":"1"}]}', '$.a[?(@.b == 1)]') => STRING => [{"b":1.0},{"b":"1"}]
        JSON_QUERY('{"a":7}', '$.a[?(@ > 1)]') => STRING => null
    "##,
    );
}

#[test]
fn construction() {
    check(
        r##"
        JSON_OBJECT(='NULL') => STRING NOT NULL => {}
        JSON_OBJECT(='NULL', 'a', 1) => STRING NOT NULL => {"a":1}
        JSON_OBJECT(='NULL', 'a', 1, 'b', NULL:INT) => STRING NOT NULL => {"a":1,"b":null}
        JSON_OBJECT(='ABSENT', 'a', 1, 'b', NULL:INT) => STRING NOT NULL => {"a":1}
        JSON_OBJECT(='NULL', 'a', 'x"y') => STRING NOT NULL => {"a":"x\"y"}
        JSON_OBJECT(='NULL', 'a', JSON_OBJECT(='NULL', 'b', 1), 'c', JSON_ARRAY(='ABSENT', 1, 2)) => STRING NOT NULL => {"a":{"b":1},"c":[1,2]}
        JSON_OBJECT(='NULL', 'a', DATE '2024-01-01', 't', TIMESTAMP '2024-01-01 10:00:00.5', 'tt', TIME '10:00:00', 'd', 1.50, 'f', 1.5E0, 'b', TRUE) => error
        JSON_OBJECT(='NULL', 'a', 1, 'a', 2) => STRING NOT NULL => {"a":2}
        JSON_OBJECT(='NULL', 'b', 1, 'a', 2) => STRING NOT NULL => {"a":2,"b":1}
        JSON_OBJECT(='NULL', NULL:STRING, 2) => error
        JSON_OBJECT(='NULL', 1, 2) => error
        JSON_OBJECT(='NULL', 'a', JSON('{"x": 1}')) => STRING NOT NULL => {"a":{"x":1}}
        JSON_OBJECT(='NULL', 'a', JSON('bad')) => error
        JSON_ARRAY(='ABSENT') => STRING NOT NULL => []
        JSON_ARRAY(='ABSENT', 1, 'a', NULL:INT) => STRING NOT NULL => [1,"a"]
        JSON_ARRAY(='NULL', 1, NULL:INT) => STRING NOT NULL => [1,null]
        JSON_ARRAY(='ABSENT', JSON_ARRAY(='ABSENT', 1)) => STRING NOT NULL => [[1]]
        JSON_STRING(1) => STRING NOT NULL => 1
        JSON_STRING('a') => STRING NOT NULL => "a"
        JSON_STRING(NULL:INT) => STRING => null
        JSON_STRING(TRUE) => STRING NOT NULL => true
        JSON_STRING(1.50) => STRING NOT NULL => 1.50
        JSON_STRING(ARRAY(1,2)) => STRING NOT NULL => [1,2]
        JSON_STRING(MAP('b',1,'a',2)) => STRING NOT NULL => {"a":2,"b":1}
        JSON_STRING(TIMESTAMP '2024-01-01 10:00:00') => STRING NOT NULL => "2024-01-01T10:00:00"
        JSON_STRING(DATE '2024-01-01') => error
        JSON_STRING('é/ ') => STRING NOT NULL => "é/ "
        JSON_QUOTE('a"b') => STRING NOT NULL => "a\"b"
        JSON_QUOTE('é/	x') => STRING NOT NULL => "\u00e9\/\tx"
        JSON_UNQUOTE('"a\"b"') => STRING NOT NULL => a"b
        JSON_UNQUOTE('abc') => STRING NOT NULL => abc
        JSON_UNQUOTE('"\u00e9|"') => STRING NOT NULL => é|
        JSON_UNQUOTE('"abc') => STRING NOT NULL => "abc
        JSON_UNQUOTE('"a"b"') => STRING NOT NULL => a"b
        JSON_UNQUOTE('"a"b') => STRING NOT NULL => "a"b
        JSON_UNQUOTE('[1,2]') => STRING NOT NULL => [1,2]
        JSON_QUOTE(NULL:STRING) => STRING => null
        JSON_OBJECT(='NULL', 't', TIMESTAMP '2024-01-01 10:00:00.5', 'd', 1.50, 'f', 1.5E0, 'b', TRUE, 'u', TIMESTAMP '2024-01-01 10:00:00.120000') => STRING NOT NULL => {"b":true,"d":1.50,"f":1.5,"t":"2024-01-01T10:00:00.5","u":"2024-01-01T10:00:00.12"}
        JSON_OBJECT(='NULL', 'a', MAP(1,2)) => error
        JSON_STRING(NULL:STRING) => STRING => null
        JSON_ARRAY(='ABSENT', JSON('[1, 2.50]')) => STRING NOT NULL => [[1,2.50]]
        JSON_ARRAY(='ABSENT', TIME '10:00:00') => error
        JSON_OBJECT(='NULL', 'a', NULL:STRING) => STRING NOT NULL => {"a":null}
        JSON_UNQUOTE('"a\qb"') => STRING NOT NULL => "a\qb"
        JSON_UNQUOTE('"\ud83d\ude00"') => STRING NOT NULL => 😀
    "##,
    );
}
