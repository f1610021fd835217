//! The generators through the door by which the engine uses them: options in, chunks out.
//!
//! Invariants: the same rows however many readers claim the chunks, wherever a reader stops and resumes, and whichever
//! columns are asked for. Errors and shapes are those of Flink 2.3.0 unless a test says otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;
use waterwheel::Clock;
use waterwheel::connector::{Connector, Insertion, Scan, Table};
use waterwheel::source::{Budget, Read, Reader, Source};
use waterwheel_conformance::{SourceCase, check_source};
use waterwheel_generate::{blackhole, datagen, nexmark, print};
use waterwheel_platform::clock::SimulatedTime;
use waterwheel_types::{DataType, Field, Kind, Schema, Value, value_at};

type Row = Vec<Value>;

fn table(columns: &[(&str, DataType)], options: &[(&str, &str)]) -> Table {
    Table {
        name: "catalog.database.t".into(),
        schema: Schema::new(columns.iter().map(|(name, t)| Field::new(*name, t.clone())).collect()),
        options: options.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<BTreeMap<_, _>>(),
        partition_keys: vec![],
        primary_key: vec![],
        time_zone: "UTC".into(),
    }
}

fn scan(columns: &[usize]) -> Scan {
    Scan { columns: columns.to_vec(), metadata: vec![] }
}

fn all(table: &Table) -> Scan {
    scan(&(0..table.schema.fields.len()).collect::<Vec<_>>())
}

fn types(table: &Table, scan: &Scan) -> Vec<DataType> {
    scan.columns.iter().map(|&c| table.schema.fields[c].data_type.clone()).collect()
}

/// Reads one chunk in batches of `rows_max`, waiting as simulated time tells it to.
fn read_chunk(reader: &mut dyn Reader, chunk: u64, position: u64, types: &[DataType], rows_max: usize, clock: &mut Turned) -> Vec<Row> {
    let mut rows = Vec::new();
    reader.open(0, chunk, position).unwrap();
    loop {
        let budget = Budget { rows_max, deadline_ns: u64::MAX, clock: &clock.clock };
        match reader.read(&budget).unwrap() {
            Read::Rows(read) => {
                assert!(read.rows <= rows_max && read.position > 0);
                rows.extend((0..read.rows).map(|row| read.columns.iter().zip(types).map(|(c, t)| value_at(c, t, row)).collect::<Row>()));
            }
            Read::NotYet { until_ns } => clock.time.advance_to(until_ns.unwrap()),
            Read::ChunkEnd => return rows,
        }
    }
}

struct Turned {
    clock: Clock,
    time: SimulatedTime,
}

fn turned() -> Turned {
    let (clock, time) = Clock::simulated(1_700_000_000_000);
    Turned { clock, time }
}

/// All rows, the chunks dealt round robin to so many readers.
fn read_all(source: &Arc<dyn Source>, types: &[DataType], readers: usize) -> Vec<Row> {
    let mut clock = turned();
    let chunks = source.splits().unwrap()[0].chunks;
    let mut readers: Vec<_> = (0..readers).map(|_| source.reader().unwrap()).collect();
    let count = readers.len();
    (0..chunks).flat_map(|chunk| read_chunk(&mut *readers[chunk as usize % count], chunk, 0, types, 1_000, &mut clock)).collect()
}

fn rows_of(connector: &Arc<dyn Connector>, table: &Table) -> Vec<Row> {
    let scan = all(table);
    read_all(&connector.source(table, &scan).unwrap(), &types(table, &scan), 1)
}

fn datagen_rows(columns: &[(&str, DataType)], options: &[(&str, &str)]) -> Vec<Row> {
    rows_of(&datagen::connector(), &table(columns, options))
}

fn datagen_error(columns: &[(&str, DataType)], options: &[(&str, &str)]) -> String {
    let table = table(columns, options);
    datagen::connector().source(&table, &all(&table)).unwrap_err().to_string()
}

fn int() -> DataType {
    Kind::Int.nullable()
}

fn text() -> DataType {
    Kind::STRING.nullable()
}

fn time() -> DataType {
    Kind::Timestamp(3).nullable()
}

fn id() -> DataType {
    Kind::BigInt.nullable()
}

fn row(fields: &[(&str, DataType)]) -> DataType {
    Kind::Row(fields.iter().map(|(name, t)| Field::new(*name, t.clone())).collect()).nullable()
}

fn numbers(rows: &[Row], column: usize) -> Vec<i64> {
    let number = |value: &Value| match value {
        Value::Timestamp(point) => point.millis(),
        other => other.as_i64().unwrap(),
    };
    rows.iter().map(|row| number(&row[column])).collect()
}

mod determinism {
    use super::*;

    fn mixed() -> Table {
        let map = Kind::Map(Box::new(int()), Box::new(text())).nullable();
        table(
            &[("a", int()), ("b", text()), ("c", Kind::Double.nullable()), ("m", map), ("s", id())],
            &[
                ("number-of-rows", "40000"),
                ("fields.b.length", "5"),
                ("fields.a.null-rate", "0.3"),
                ("fields.s.kind", "sequence"),
                ("fields.s.start", "5"),
                ("fields.s.end", "900000"),
                ("seed", "42"),
            ],
        )
    }

    fn wide() -> Table {
        let bid = row(&[("auction", id()), ("price", id()), ("url", text()), ("dateTime", time())]);
        table(
            &[("event_type", int()), ("person", row(&[("id", id()), ("name", text())])), ("bid", bid)],
            &[("events", "40000"), ("disorder", "2 s")],
        )
    }

    #[test]
    fn any_number_of_readers_makes_the_same_table() {
        for (connector, table) in [(datagen::connector(), mixed()), (nexmark::connector(), wide())] {
            let scan = all(&table);
            let source = connector.source(&table, &scan).unwrap();
            let alone = read_all(&source, &types(&table, &scan), 1);
            assert_eq!(alone.len(), 40_000);
            for readers in [2, 4] {
                let source = connector.source(&table, &scan).unwrap();
                assert!(read_all(&source, &types(&table, &scan), readers) == alone, "{readers} readers differ");
            }
        }
    }

    #[test]
    fn a_reader_goes_on_behind_any_batch() {
        for (connector, table) in [(datagen::connector(), mixed()), (nexmark::connector(), wide())] {
            let scan = all(&table);
            let types = types(&table, &scan);
            let source = connector.source(&table, &scan).unwrap();
            let mut reader = source.reader().unwrap();
            let whole = read_chunk(&mut *reader, 1, 0, &types, 777, &mut turned());
            for position in [1, 777, 4_000, whole.len() as u64] {
                let rest = read_chunk(&mut *source.reader().unwrap(), 1, position, &types, 1_000, &mut turned());
                assert!(rest == whole[position as usize..], "behind {position}");
            }
        }
    }

    #[test]
    fn a_column_is_the_same_whatever_is_read_beside_it() {
        for (connector, table) in [(datagen::connector(), mixed()), (nexmark::connector(), wide())] {
            let whole = rows_of(&connector, &table);
            let picked = scan(&[2, 0]);
            let source = connector.source(&table, &picked).unwrap();
            let part = read_all(&source, &types(&table, &picked), 1);
            assert!(part.iter().zip(&whole).all(|(part, whole)| part[0] == whole[2] && part[1] == whole[0]));
        }
    }

    #[test]
    fn both_keep_the_contract_of_sources() {
        for (connector, mut table) in [(datagen::connector(), mixed()), (nexmark::connector(), wide())] {
            // The suite does not wait for paced rows.
            let end = if connector.name() == "datagen" { "number-of-rows" } else { "events" };
            table.options.extend([(end.to_owned(), "17000".to_owned()), ("rows-per-second".to_owned(), "1000000000".to_owned())]);
            let scan = scan(&[2]);
            let source = connector.source(&table, &scan).unwrap();
            let types = types(&table, &scan);
            let rows = [read_all(&source, &types, 1)];
            check_source(&SourceCase { source: &*source, types: &types, rows: &rows });
        }
    }

    #[test]
    fn another_seed_or_column_name_makes_other_values() {
        let rows = |name: &str, seed: &str| {
            numbers(&datagen_rows(&[(name, Kind::Int.not_null())], &[("number-of-rows", "100"), ("seed", seed)]), 0)
        };
        assert_eq!(rows("a", "1"), rows("a", "1"));
        assert_ne!(rows("a", "1"), rows("a", "2"));
        assert_ne!(rows("a", "1"), rows("b", "1"));
    }
}

mod datagen_tables {
    use super::*;

    #[test]
    fn a_table_ends_with_its_shortest_sequence_or_its_number_of_rows() {
        let options = [
            ("fields.a.kind", "sequence"),
            ("fields.a.start", "1"),
            ("fields.a.end", "3"),
            ("fields.b.kind", "sequence"),
            ("fields.b.start", "1"),
            ("fields.b.end", "5"),
        ];
        let pair = |a: i32, b: &str| vec![Value::Int(a), Value::String(b.into())];
        let columns = [("a", int()), ("b", text())];
        assert_eq!(datagen_rows(&columns, &options), [pair(1, "1"), pair(2, "2"), pair(3, "3")]);
        let cut = [&options[..], &[("number-of-rows", "2")]].concat();
        assert_eq!(datagen_rows(&columns, &cut), [pair(1, "1"), pair(2, "2")]);
        for (option, rows) in [("0", 0), ("-1", 0)] {
            assert_eq!(datagen_rows(&columns, &[("number-of-rows", option)]).len(), rows);
        }
        let backwards = [("fields.a.kind", "sequence"), ("fields.a.start", "5"), ("fields.a.end", "4")];
        assert_eq!(datagen_rows(&columns, &backwards), Vec::<Row>::new());
        let endless = table(&columns, &[]);
        assert!(!datagen::connector().source(&endless, &all(&endless)).unwrap().is_bounded());
    }

    #[test]
    fn sequences_take_the_form_of_their_type() {
        let of = |kind: Kind, start: &str, end: &str| {
            let options = [("fields.x.kind", "sequence"), ("fields.x.start", start), ("fields.x.end", end)];
            datagen_rows(&[("x", kind.nullable())], &options).into_iter().flatten().collect::<Vec<_>>()
        };
        assert_eq!(of(Kind::Double, "9", "10"), [Value::Double(9.0), Value::Double(10.0)]);
        assert_eq!(of(Kind::TinyInt, "127", "128"), [Value::TinyInt(127), Value::TinyInt(-128)]);
        assert_eq!(of(Kind::BYTES, "9", "9"), [Value::Bytes(vec![0, 0, 0, 0, 0, 0, 0, 9])]);
        assert_eq!(of(Kind::Char(3), "9", "9"), [Value::String("9".into())]);
        // Flink fails on this one while it runs.
        assert_eq!(of(Kind::decimal(5, 2), "9", "10"), [Value::Decimal(900), Value::Decimal(1_000)]);
    }

    #[test]
    fn random_numbers_keep_to_their_bounds() {
        let columns = [
            ("i", int()),
            ("d", Kind::Double.nullable()),
            ("f", Kind::Float.nullable()),
            ("e", Kind::decimal(5, 2).nullable()),
            ("t", Kind::TinyInt.nullable()),
        ];
        let rows = datagen_rows(
            &columns,
            &[("number-of-rows", "5000"), ("fields.i.min", "-3"), ("fields.i.max", "3"), ("fields.d.min", "5"), ("fields.d.max", "6")],
        );
        for value in -3..=3 {
            let count = rows.iter().filter(|row| row[0] == Value::Int(value)).count();
            assert!((550..900).contains(&count), "{value}: {count}");
        }
        assert!(rows.iter().all(|row| matches!(row[1], Value::Double(d) if (5.0..6.0).contains(&d))));
        assert!(rows.iter().all(|row| matches!(row[2], Value::Float(f) if f > 0.0 && f.is_finite())));
        assert!(rows.iter().all(|row| matches!(row[3], Value::Decimal(d) if (0..100_000).contains(&d))));
        assert!(rows.iter().any(|row| row[4] == Value::TinyInt(-128)) && rows.iter().any(|row| row[4] == Value::TinyInt(127)));
    }

    #[test]
    fn text_is_hexadecimal_of_the_type_s_length() {
        let columns =
            [("s", text()), ("v", Kind::VarChar(7).nullable()), ("c", Kind::Char(5).nullable()), ("l", Kind::VarChar(5).nullable())];
        let rows = datagen_rows(&columns, &[("number-of-rows", "1000"), ("fields.l.var-len", "true")]);
        let length = |row: &Row, column: usize| row[column].as_str().unwrap().len();
        assert!(rows.iter().all(|row| (length(row, 0), length(row, 1), length(row, 2)) == (100, 7, 5)));
        let lengths: std::collections::BTreeSet<_> = rows.iter().map(|row| length(row, 3)).collect();
        assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert!(rows[0][0].as_str().unwrap().bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
    }

    #[test]
    fn collections_have_three_elements_unless_told() {
        let array = Kind::Array(Box::new(int())).nullable();
        let map = Kind::Map(Box::new(int()), Box::new(int())).nullable();
        let multiset = Kind::Multiset(Box::new(int())).nullable();
        let columns = [("a", array), ("m", map), ("s", multiset), ("r", row(&[("x", int()), ("y", text())]))];
        let options = [
            ("number-of-rows", "200"),
            ("fields.m.key.min", "1"),
            ("fields.m.key.max", "2"),
            ("fields.s.length", "1"),
            ("fields.r.y.length", "2"),
            ("fields.a.element.null-rate", "0.5"),
        ];
        let rows = datagen_rows(&columns, &options);
        for row in &rows {
            let [Value::Array(array), Value::Map(map), Value::Map(multiset), Value::Row(fields)] = &row[..] else { panic!("{row:?}") };
            assert_eq!((array.len(), multiset.len(), fields[1].as_str().unwrap().len()), (3, 1, 2));
            assert!((1..=2).contains(&map.len()), "equal keys are one entry");
            assert!((0..10).contains(&multiset[0].1.as_i64().unwrap()));
        }
        assert!(rows.iter().any(|row| matches!(&row[0], Value::Array(a) if a.contains(&Value::Null))));
    }

    #[test]
    fn times_tell_the_time() {
        let columns = [
            ("d", Kind::Date.nullable()),
            ("t", Kind::Time(0).nullable()),
            ("a", Kind::Timestamp(6).nullable()),
            ("b", Kind::TimestampLtz(3).nullable()),
        ];
        let rows = datagen_rows(&columns, &[("number-of-rows", "100"), ("fields.b.max-past", "10 s")]);
        let now = 1_700_000_000_000i64;
        assert_eq!(numbers(&rows, 0)[0], now / 86_400_000);
        assert_eq!(numbers(&rows, 1)[0], now % 86_400_000);
        assert!(numbers(&rows, 2).iter().all(|&t| t == now));
        assert!(numbers(&rows, 3).iter().all(|&t| t <= now && t > now - 10_000) && numbers(&rows, 3).iter().any(|&t| t < now - 5_000));
    }

    #[test]
    fn rows_come_at_ten_thousand_a_second_unless_told() {
        let table = table(&[("a", int())], &[("number-of-rows", "35000")]);
        let source = datagen::connector().source(&table, &all(&table)).unwrap();
        let mut clock = turned();
        let mut reader = source.reader().unwrap();
        (0..3).for_each(|chunk| drop(read_chunk(&mut *reader, chunk, 0, &types(&table, &all(&table)), 8_192, &mut clock)));
        assert_eq!(clock.clock.now(), 3_000_000_000);
    }

    #[test]
    fn wrong_options_are_refused_by_name() {
        let x = |kind: Kind| [("x", kind.nullable())];
        for (columns, options, expected) in [
            (x(Kind::Int), [("foo", "1")], "the connector 'datagen' has no option 'foo'\nhint: `waterwheel connectors datagen`"),
            (x(Kind::Int), [("fields.x.mim", "1")], "has no option 'fields.x.mim'\nhint: did you mean 'fields.x.min'?"),
            (x(Kind::Int), [("fields.y.min", "1")], "the connector 'datagen' has no option 'fields.y.min'"),
            (x(Kind::Int), [("fields.x.start", "1")], "the connector 'datagen' has no option 'fields.x.start'"),
            (x(Kind::Int), [("fields.x.kind", "SEQUENCE")], "Unsupported generator kind: SEQUENCE"),
            (x(Kind::Int), [("fields.x.kind", "sequence")], "Could not find required property 'fields.x.start' for sequence generator."),
            (x(Kind::Int), [("fields.x.min", "abc")], "Could not parse value 'abc' for key 'fields.x.min'"),
            (x(Kind::Int), [("fields.x.max", "3000000000")], "Could not parse value '3000000000' for key 'fields.x.max'"),
            (x(Kind::Int), [("number-of-rows", "x")], "Could not parse value 'x' for key 'number-of-rows'"),
            (x(Kind::STRING), [("fields.x.length", "0")], "'fields.x.length' must be at least 1, not 0."),
            (x(Kind::VarChar(3)), [("fields.x.length", "5")], "it must not be more than the 3"),
            (x(Kind::Char(3)), [("fields.x.length", "2")], "the connector 'datagen' has no option 'fields.x.length'"),
            (x(Kind::Char(9)), [("fields.x.var-len", "true")], "the connector 'datagen' has no option 'fields.x.var-len'"),
            (x(Kind::BYTES), [("fields.x.null-rate", "0.1")], "the connector 'datagen' has no option 'fields.x.null-rate'"),
            (x(Kind::Timestamp(3)), [("fields.x.max-past", "x")], "Could not parse value 'x' for key 'fields.x.max-past'"),
            (x(Kind::Int), [("rows-per-second", "0")], "'rows-per-second' must be more than 0, not 0."),
            (x(Kind::Map(Box::new(int()), Box::new(int()))), [("fields.x.key.null-rate", "0.1")], "'fields.x.key.null-rate' must be 0"),
            (x(Kind::IntervalDayTime), [("number-of-rows", "1")], "Unsupported type of 'fields.x': INTERVAL SECOND(3)"),
        ] {
            let error = datagen_error(&columns, &options);
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn wrong_bounds_are_refused() {
        let bounds = |kind: Kind| datagen_error(&[("x", kind.nullable())], &[("fields.x.min", "5"), ("fields.x.max", "1")]);
        assert!(bounds(Kind::Int).contains("lower bound (5) must be strictly less than upper bound (1)"));
        assert!(bounds(Kind::Float).contains("lower bound (5) must be strictly less than upper bound (1)"));
        let same = [("fields.x.min", "5"), ("fields.x.max", "5"), ("number-of-rows", "2")];
        assert_eq!(datagen_rows(&[("x", int())], &same), [[Value::Int(5)], [Value::Int(5)]]);
        assert!(datagen_error(&[("x", Kind::Double.nullable())], &same).contains("lower bound (5)"));
        let sequence = [("fields.x.kind", "sequence"), ("fields.x.start", "1"), ("fields.x.end", "2")];
        for kind in [Kind::Boolean, Kind::Timestamp(3), Kind::Array(Box::new(int()))] {
            assert!(datagen_error(&[("x", kind.nullable())], &sequence).contains("Unsupported type"));
        }
    }
}

mod nexmark_tables {
    use super::*;

    fn error(columns: &[(&str, DataType)], options: &[(&str, &str)]) -> String {
        let table = table(columns, options);
        nexmark::connector().source(&table, &all(&table)).unwrap_err().to_string()
    }

    #[test]
    fn the_wide_table_has_one_row_of_three_per_event() {
        let table = table(
            &[("event_type", int()), ("person", row(&[("id", id())])), ("auction", row(&[("id", id())])), ("bid", row(&[("price", id())]))],
            &[("events", "100")],
        );
        for (n, row) in rows_of(&nexmark::connector(), &table).into_iter().enumerate() {
            let kind = match n % 50 {
                0 => 0,
                1..=3 => 1,
                _ => 2,
            };
            assert_eq!(row[0], Value::Int(kind));
            assert!((0..3).all(|k| (row[k as usize + 1] != Value::Null) == (k == kind)), "{row:?}");
        }
    }

    #[test]
    fn flat_tables_hold_the_wide_table_s_rows() {
        let attributes = [
            ("auction", id()),
            ("bidder", id()),
            ("price", id()),
            ("channel", text()),
            ("url", text()),
            ("dateTime", time()),
            ("extra", text()),
        ];
        let options = [("events", "1234"), ("seed", "9"), ("late-rate", "0.1"), ("disorder", "3 s")];
        let wide = rows_of(&nexmark::connector(), &table(&[("bid", row(&attributes))], &options));
        let nested: Vec<Row> = wide
            .into_iter()
            .filter_map(|row| if let Value::Row(bid) = row.into_iter().next().unwrap() { Some(bid) } else { None })
            .collect();
        let flat = rows_of(&nexmark::connector(), &table(&attributes, &[&options[..], &[("kind", "bid")]].concat()));
        assert_eq!(flat.len(), 24 * 46 + 30);
        assert!(flat == nested);
        let by_rows =
            table(&attributes, &[("kind", "bid"), ("number-of-rows", "10"), ("seed", "9"), ("late-rate", "0.1"), ("disorder", "3 s")]);
        assert_eq!(rows_of(&nexmark::connector(), &by_rows), flat[..10]);
    }

    #[test]
    fn the_benchmark_s_own_options_mean_the_same() {
        let columns = [("auction", id()), ("price", id()), ("dateTime", time())];
        let ours = table(&columns, &[("kind", "bid"), ("events", "120"), ("event-rate", "500")]);
        let rates = [("first-event.rate", "500"), ("next-event.rate", "500"), ("rate.shape", "sine"), ("rate.period", "10 min")];
        let fixed = [("person.proportion", "1"), ("auction.proportion", "3"), ("bid.proportion", "46"), ("bid.avg-size", "100B")];
        let theirs = table(&columns, &[&[("kind", "bid"), ("events.num", "120"), ("rate.limited", "false")], &rates[..], &fixed].concat());
        assert_eq!(rows_of(&nexmark::connector(), &theirs), rows_of(&nexmark::connector(), &ours));
        let endless = table(&columns, &[("events.num", "0")]);
        let refused = |option| error(&columns, &[("kind", "bid"), option]);
        assert!(!nexmark::connector().source(&with_kind(&endless), &all(&endless)).unwrap().is_bounded());
        assert!(refused(("bid.proportion", "40")).contains("expected 46"));
        assert!(refused(("first-event.rate", "0")).contains("a whole number above 0"));
        let differ = error(&columns, &[("kind", "bid"), ("first-event.rate", "1"), ("next-event.rate", "2")]);
        assert!(differ.contains("the rate does not change"), "{differ}");
    }

    fn with_kind(table: &Table) -> Table {
        let mut table = table.clone();
        table.options.insert("kind".to_owned(), "bid".to_owned());
        table
    }

    #[test]
    fn columns_that_are_not_there_are_refused_with_those_that_are() {
        assert!(error(&[("price", id())], &[]).contains("There is no column `price` BIGINT. A nexmark table has any of event_type INT"));
        assert!(
            error(&[("price", int())], &[("kind", "bid")])
                .contains("A nexmark bid has no `price` INT. It has auction BIGINT, bidder BIGINT, price BIGINT, channel STRING")
        );
        assert!(error(&[("bid", row(&[("prise", id())]))], &[]).contains("A nexmark bid has no `prise` BIGINT."));
        assert!(
            error(&[("price", id())], &[("kind", "bids")])
                .contains("Could not parse value 'bids' for key 'kind': expected 'person', 'auction' or 'bid'.")
        );
        assert!(error(&[], &[("events", "5"), ("number-of-rows", "5")]).contains("give one"));
        assert!(error(&[], &[("late-rate", "7")]).contains("expected a number from 0 to 1"));
        assert!(error(&[], &[("first-event-time", "today")]).contains("expected a time such as"));
        assert!(error(&[], &[("tps", "7")]).contains("has no option 'tps'"));
    }

    #[test]
    fn options_set_the_time_of_events() {
        let columns = [("dateTime", time())];
        let options = [("kind", "person"), ("number-of-rows", "3"), ("first-event-time", "2024-05-01 00:00:00"), ("event-rate", "100")];
        let times = numbers(&rows_of(&nexmark::connector(), &table(&columns, &options)), 0);
        assert_eq!(times, [1_714_521_600_000, 1_714_521_600_500, 1_714_521_601_000]);
    }
}

mod sinks {
    use super::*;
    use waterwheel::Batch;
    use waterwheel::sink::Sink;
    use waterwheel_types::column::column_of;

    #[test]
    fn sinks_cannot_be_read_and_sources_cannot_be_written() {
        let columns = [("a", int())];
        for connector in [print::connector(), blackhole::connector()] {
            let error = connector.source(&table(&columns, &[]), &scan(&[0])).unwrap_err().to_string();
            assert!(
                error.contains(&format!("Connector '{}' can only be used as a sink. It cannot be used as a source.", connector.name())),
                "{error}"
            );
            assert!(connector.sink(&table(&columns, &[]), &Insertion::default()).unwrap().accepts_updates());
            let error = connector.sink(&table(&columns, &[("bla", "x")]), &Insertion::default()).unwrap_err().to_string();
            assert!(error.contains(&format!("the connector '{}' has no option 'bla'", connector.name())), "{error}");
        }
        for connector in [datagen::connector(), nexmark::connector()] {
            let error = connector.sink(&table(&columns, &[]), &Insertion::default()).unwrap_err().to_string();
            assert!(error.contains("can only be used as a source"), "{error}");
        }
        let error = print::connector().sink(&table(&columns, &[("standard-error", "x")]), &Insertion::default()).unwrap_err().to_string();
        assert!(error.contains("Could not parse value 'x' for key 'standard-error': expected true or false."), "{error}");
    }

    #[test]
    fn a_blackhole_counts_the_rows_of_all_its_writers() {
        let blackhole = blackhole::Blackhole::default();
        let column = column_of(&int(), &[Value::Int(1), Value::Null]);
        for shard in 0..3 {
            let mut writer = blackhole.writer(shard, 3).unwrap();
            writer.write(&Batch::new(vec![column.clone()], 2), 0).unwrap();
            writer.finish().unwrap();
        }
        assert_eq!(blackhole.rows(), 6);
    }
}
