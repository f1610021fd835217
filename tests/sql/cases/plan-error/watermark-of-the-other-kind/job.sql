-- A TIMESTAMP_LTZ watermark of a TIMESTAMP column.
CREATE TABLE w (ts TIMESTAMP(3), WATERMARK FOR ts AS CAST(ts AS TIMESTAMP_LTZ(3))) WITH ('connector' = 'datagen');
