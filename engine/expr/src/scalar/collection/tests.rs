//! The collection functions beside real Flink's answers.

use crate::scalar::asked::check;

#[test]
fn construction() {
    check(
        r#"
        ARRAY('a', 'bc') => ARRAY<VARCHAR(2) NOT NULL> NOT NULL => [a, bc]
        ARRAY(1, 'a') => error
        ARRAY(1, NULL:INT) => ARRAY<INT> NOT NULL => [1, null]
        MAP('k', 1, 'kk', 2.5) => MAP<VARCHAR(2) NOT NULL, DECIMAL(11, 1) NOT NULL> NOT NULL => {k=1.0, kk=2.5}
        MAP(1, 'a', 2) => error
        MAP('k', 1, 'k', 2) => MAP<CHAR(1) NOT NULL, INT NOT NULL> NOT NULL => {k=2}
        ROW(1, 'a', TRUE) => ROW<`EXPR$0` INT NOT NULL, `EXPR$1` CHAR(1) NOT NULL, `EXPR$2` BOOLEAN NOT NULL> NOT NULL => +I[1, a, true]
        ROW(1, ROW(2, 'x')) => ROW<`EXPR$0` INT NOT NULL, `EXPR$1` ROW<`EXPR$0` INT NOT NULL, `EXPR$1` CHAR(1) NOT NULL> NOT NULL> NOT NULL => +I[1, +I[2, x]]
        ARRAY() => error
        MAP() => error
        ARRAY(ARRAY(1), ARRAY(2,3)) => ARRAY<ARRAY<INT NOT NULL> NOT NULL> NOT NULL => [[1], [2, 3]]
        ARRAY(ROW(1,'a'), ROW(2,'bb')) => ARRAY<ROW<`EXPR$0` INT NOT NULL, `EXPR$1` VARCHAR(2) NOT NULL> NOT NULL> NOT NULL => [+I[1, a], +I[2, bb]]
    "#,
    );
}

#[test]
fn items() {
    check(
        r#"
        CARDINALITY(ARRAY(1,2,3)) => INT NOT NULL => 3
        CARDINALITY(MAP(1, 2)) => INT NOT NULL => 1
        CARDINALITY(NULL:ARRAY<INT>) => INT => null
        ITEM(ARRAY(1,2,3), 2) => INT => 2
        ITEM(ARRAY(1,2,3), 4) => INT => null
        ITEM(ARRAY(1,2,3), =0) => error
        ITEM(ARRAY(1,2,3), =-1) => error
        ITEM(ARRAY('a','bcd'), 1) => VARCHAR(3) => a
        ITEM(ARRAY(1, NULL:INT), 2) => INT => null
        ITEM(MAP('a',1),  'a') => INT => 1
        ITEM(MAP('a',1), 'b') => INT => null
        ITEM(ROW(1,'x'), =1) => INT NOT NULL => 1
        ITEM(ROW(1,'x'), =2) => CHAR(1) NOT NULL => x
        ELEMENT(ARRAY(5)) => INT NOT NULL => 5
        ELEMENT(ARRAY(5,6)) => error
        ITEM(ARRAY(1,2,3), NULL:INT) => INT => null
        ITEM(ARRAY(1,2), '1') => error
        CARDINALITY(MAP_KEYS(MAP('a',1,'b',2))) => INT NOT NULL => 2
    "#,
    );
}

#[test]
fn maps() {
    check(
        r#"
        MAP_KEYS(MAP('a',1,'b',2)) => ARRAY<CHAR(1) NOT NULL> NOT NULL => [a, b]
        MAP_VALUES(MAP('a',1,'b',2)) => ARRAY<INT NOT NULL> NOT NULL => [1, 2]
        MAP_ENTRIES(MAP('a',1,'b',2)) => ARRAY<ROW<`key` CHAR(1) NOT NULL, `value` INT NOT NULL>> NOT NULL => [+I[a, 1], +I[b, 2]]
        MAP_FROM_ARRAYS(ARRAY('a','b'), ARRAY(1,2)) => MAP<CHAR(1) NOT NULL, INT NOT NULL> NOT NULL => {a=1, b=2}
        MAP_FROM_ARRAYS(ARRAY('a','b'), ARRAY(1)) => error
        MAP_FROM_ARRAYS(ARRAY('a','a'), ARRAY(1,2)) => MAP<CHAR(1) NOT NULL, INT NOT NULL> NOT NULL => {a=2}
        MAP_UNION(MAP('a',1), MAP('b',2)) => MAP<CHAR(1) NOT NULL, INT NOT NULL> NOT NULL => {b=2, a=1}
        MAP_UNION(MAP('a',1), MAP('a',2)) => MAP<CHAR(1) NOT NULL, INT NOT NULL> NOT NULL => {a=2}
        MAP_UNION(MAP('a',1), NULL:MAP<STRING,INT>) => MAP<STRING, INT> => null
        MAP_KEYS(NULL:MAP<STRING,INT>) => ARRAY<STRING> => null
    "#,
    );
}

#[test]
fn sets_of_elements() {
    check(
        r#"
        ARRAY_CONTAINS(ARRAY(1,2), 2) => BOOLEAN NOT NULL => true
        ARRAY_CONTAINS(ARRAY(1,2), NULL:INT) => BOOLEAN NOT NULL => false
        ARRAY_CONTAINS(ARRAY(1,NULL:INT), NULL:INT) => BOOLEAN NOT NULL => true
        ARRAY_CONTAINS(NULL:ARRAY<INT>, 1) => BOOLEAN => null
        ARRAY_CONTAINS(ARRAY(1,2), 2.0) => error
        ARRAY_CONTAINS(ARRAY('a'), 'a') => BOOLEAN NOT NULL => true
        ARRAY_CONTAINS(ARRAY(1,2), 'a') => error
        ARRAY_DISTINCT(ARRAY(1,2,1,NULL:INT,NULL:INT)) => ARRAY<INT> NOT NULL => [1, 2, null]
        ARRAY_EXCEPT(ARRAY(1,2,2,3), ARRAY(2)) => ARRAY<INT NOT NULL> NOT NULL => [1, 3]
        ARRAY_EXCEPT(ARRAY(1,1,2,2,3), ARRAY(2,1)) => ARRAY<INT NOT NULL> NOT NULL => [3]
        ARRAY_EXCEPT(ARRAY(1,1), NULL:ARRAY<INT>) => ARRAY<INT> => null
        ARRAY_EXCEPT(ARRAY(1,1,2), ARRAY(2)) => ARRAY<INT NOT NULL> NOT NULL => [1]
        ARRAY_INTERSECT(ARRAY(1,1,2), ARRAY(1,2,2)) => ARRAY<INT NOT NULL> NOT NULL => [1, 2]
        ARRAY_INTERSECT(ARRAY(1,NULL:INT), ARRAY(NULL:INT)) => ARRAY<INT> NOT NULL => [null]
        ARRAY_UNION(ARRAY(1,1,2), ARRAY(2,3)) => ARRAY<INT NOT NULL> NOT NULL => [1, 2, 3]
        ARRAY_UNION(ARRAY(1,1,2), ARRAY(2.5,3)) => ARRAY<DECIMAL(11, 1) NOT NULL> NOT NULL => [1.0, 2.0, 2.5, 3.0]
        ARRAY_MAX(ARRAY(1,3,2)) => INT => 3
        ARRAY_MAX(ARRAY(1,NULL:INT)) => INT => 1
        ARRAY_MAX(ARRAY(NULL:INT)) => INT => null
        ARRAY_MIN(ARRAY('b','a')) => CHAR(1) => a
        ARRAY_MAX(ARRAY(ARRAY(1))) => error
        ARRAY_POSITION(ARRAY(1,2,3), 2) => INT NOT NULL => 2
        ARRAY_POSITION(ARRAY(1,2,3), 5) => INT NOT NULL => 0
        ARRAY_POSITION(ARRAY(1,2,NULL:INT), NULL:INT) => INT => null
        ARRAY_REMOVE(ARRAY(1,2,1), 1) => ARRAY<INT NOT NULL> NOT NULL => [2]
        ARRAY_REMOVE(ARRAY(1,NULL:INT), NULL:INT) => ARRAY<INT> NOT NULL => [1]
    "#,
    );
}

#[test]
fn arrays_in_order() {
    check(
        r#"
        ARRAY_APPEND(ARRAY(1,2), 3) => ARRAY<INT NOT NULL> NOT NULL => [1, 2, 3]
        ARRAY_APPEND(ARRAY(1,2), NULL:INT) => ARRAY<INT> => [1, 2, null]
        ARRAY_APPEND(ARRAY(1,2), 3.5) => error
        ARRAY_APPEND(NULL:ARRAY<INT>, 3) => ARRAY<INT> => null
        ARRAY_APPEND(ARRAY('a'), 'bcd') => ARRAY<CHAR(1) NOT NULL> NOT NULL => [a, b]
        ARRAY_PREPEND(ARRAY(1,2), 3) => ARRAY<INT NOT NULL> NOT NULL => [3, 1, 2]
        ARRAY_CONCAT(ARRAY(1,2), ARRAY(3)) => ARRAY<INT NOT NULL> NOT NULL => [1, 2, 3]
        ARRAY_CONCAT(ARRAY(1,2)) => ARRAY<INT NOT NULL> NOT NULL => [1, 2]
        ARRAY_CONCAT(ARRAY(1,2), NULL:ARRAY<INT>) => ARRAY<INT> => null
        ARRAY_SLICE(ARRAY(1,2,3,4), 0, 0) => ARRAY<INT NOT NULL> NOT NULL => [1]
        ARRAY_SLICE(ARRAY(1,2,3,4), 2, 0) => ARRAY<INT NOT NULL> NOT NULL => []
        ARRAY_JOIN(ARRAY('a','b',NULL:STRING), ',') => STRING NOT NULL => a,b
        ARRAY_JOIN(ARRAY('a','b',NULL:STRING), ',', 'x') => STRING NOT NULL => a,b,x
        ARRAY_JOIN(ARRAY('a','b'), NULL:STRING) => STRING => null
        ARRAY_JOIN(ARRAY(1,2), ',') => error
        ARRAY_REVERSE(ARRAY(1,2,3)) => ARRAY<INT NOT NULL> NOT NULL => [3, 2, 1]
        ARRAY_SLICE(ARRAY(1,2,3,4), 2, 3) => ARRAY<INT NOT NULL> NOT NULL => [2, 3]
        ARRAY_SLICE(ARRAY(1,2,3,4), -2, -1) => ARRAY<INT NOT NULL> NOT NULL => [3, 4]
        ARRAY_SLICE(ARRAY(1,2,3,4), 2) => ARRAY<INT NOT NULL> NOT NULL => [2, 3, 4]
        ARRAY_SLICE(ARRAY(1,2,3,4), 0, 2) => ARRAY<INT NOT NULL> NOT NULL => [1, 2]
        ARRAY_SLICE(ARRAY(1,2,3,4), 3, 2) => ARRAY<INT NOT NULL> NOT NULL => []
        ARRAY_SLICE(ARRAY(1,2,3,4), 5, 9) => ARRAY<INT NOT NULL> NOT NULL => []
        ARRAY_SLICE(ARRAY(1,2,3,4), 1, 9) => ARRAY<INT NOT NULL> NOT NULL => [1, 2, 3, 4]
        ARRAY_SLICE(ARRAY(1,2,3,4), -9, 2) => ARRAY<INT NOT NULL> NOT NULL => [1, 2]
        ARRAY_SLICE(ARRAY(1,2,3,4), 1, -9) => ARRAY<INT NOT NULL> NOT NULL => []
        ARRAY_SLICE(ARRAY(1,2,3,4), NULL:INT, 2) => ARRAY<INT NOT NULL> => null
        ARRAY_SORT(ARRAY(3,1,2)) => ARRAY<INT NOT NULL> NOT NULL => [1, 2, 3]
        ARRAY_SORT(ARRAY(3,NULL:INT,2)) => ARRAY<INT> NOT NULL => [null, 2, 3]
        ARRAY_SORT(ARRAY(3,NULL:INT,2), FALSE) => ARRAY<INT> NOT NULL => [3, 2, null]
        ARRAY_SORT(ARRAY(3,NULL:INT,2), TRUE, FALSE) => ARRAY<INT> NOT NULL => [2, 3, null]
        ARRAY_SORT(ARRAY(3,NULL:INT,2), FALSE, TRUE) => ARRAY<INT> NOT NULL => [null, 3, 2]
        ARRAY_SORT(ARRAY(3,1), NULL:BOOLEAN) => ARRAY<INT NOT NULL> => null
    "#,
    );
}
