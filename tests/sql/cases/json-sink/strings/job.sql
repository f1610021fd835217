-- Escapes on the way out.
CREATE TABLE o (s STRING) WITH ('connector' = 'filesystem', 'path' = '${OUT}', 'format' = 'json');
INSERT INTO o VALUES (U&'\0001\0008\0009\000a\000c\000d\001f\007f'), ('</script>'), ('"quoted" \ back'), ('é'), ('😀');
