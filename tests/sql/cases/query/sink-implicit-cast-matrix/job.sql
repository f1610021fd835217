-- Every implicit cast that INSERT makes, column by column.
CREATE TABLE t (
  b BOOLEAN,
  t TINYINT,
  s SMALLINT,
  i INT,
  l BIGINT,
  f FLOAT,
  d DOUBLE,
  n DECIMAL(10, 2),
  c CHAR(3),
  v VARCHAR(5),
  g STRING,
  y BYTES,
  dt DATE,
  tm TIME(0),
  ts TIMESTAMP(3),
  z TIMESTAMP_LTZ(3)
) WITH ('connector' = 'filesystem', 'path' = '${IN}/t.json', 'format' = 'json');
CREATE TABLE o (b_boolean BOOLEAN, t_tinyint TINYINT, t_smallint SMALLINT, t_int INT, t_bigint BIGINT, t_float FLOAT, t_double DOUBLE, t_decimal DECIMAL(10, 2), s_smallint SMALLINT, s_int INT, s_bigint BIGINT, s_float FLOAT, s_double DOUBLE, s_decimal DECIMAL(10, 2), i_int INT, i_bigint BIGINT, i_float FLOAT, i_double DOUBLE, i_decimal DECIMAL(10, 2), l_bigint BIGINT, l_float FLOAT, l_double DOUBLE, l_decimal DECIMAL(10, 2), f_float FLOAT, f_double DOUBLE, f_decimal DECIMAL(10, 2), d_double DOUBLE, d_decimal DECIMAL(10, 2), n_float FLOAT, n_double DOUBLE, n_decimal DECIMAL(10, 2), c_char CHAR(5), c_varchar VARCHAR(8), c_string STRING, v_varchar VARCHAR(8), v_string STRING, g_varchar VARCHAR(8), g_string STRING, y_bytes BYTES, dt_date DATE, tm_time TIME(0), ts_date DATE, ts_time TIME(0), ts_timestamp TIMESTAMP(3), ts_timestamp_ltz TIMESTAMP_LTZ(3), z_timestamp TIMESTAMP(3), z_timestamp_ltz TIMESTAMP_LTZ(3)) WITH ('connector' = 'print');
INSERT INTO o SELECT b, t, t, t, t, t, t, t, s, s, s, s, s, s, i, i, i, i, i, l, l, l, l, f, f, f, d, d, n, n, n, c, c, c, v, v, g, g, y, dt, tm, ts, ts, ts, ts, z, z FROM t;
