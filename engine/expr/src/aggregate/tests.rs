//! Every aggregate function against a naive model, and against answers of Flink 2.3.
//!
//! The model of a function sees all rows of a group at once. The functions see them in batches of random size, in random groups,
//! some of them retracted again, spread over several stages whose partial results pass through the row codec and are
//! merged: the answer must be the model's. Afterwards no blob may be left.

use super::*;
use std::cmp::Ordering;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Blobs, Words};
use waterwheel_types::codec::{Rows, decode_rows};
use waterwheel_types::column::column_of;
use waterwheel_types::{Column, Kind, Timestamp, Value, bitmap, value_at};

/// The slots of one call, in the middle of wider ones.
struct Table {
    aggregate: Arc<dyn Aggregate>,
    words: Words,
    blobs: Blobs,
}

const GROUPS: usize = 4;

impl Table {
    fn new(aggregate: &Arc<dyn Aggregate>) -> Self {
        let mut words = Words::new(aggregate.words() + 2);
        (0..GROUPS).for_each(|_| words.push_slot());
        Table { aggregate: Arc::clone(aggregate), words, blobs: Blobs::default() }
    }

    fn state(&mut self) -> Accumulators<'_> {
        let width = self.aggregate.words();
        Accumulators::new(&mut self.words, 1, width, &mut self.blobs)
    }

    fn update(&mut self, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        let aggregate = Arc::clone(&self.aggregate);
        aggregate.update(&mut self.state(), slots, arguments, additions)
    }

    fn partials(&mut self, slots: &[u32]) -> Vec<Column> {
        let aggregate = Arc::clone(&self.aggregate);
        let columns = aggregate.partials(&self.state(), slots).unwrap();
        let types = aggregate.partial_types();
        decode_rows(Rows::encode(&columns, &types, slots.len()).iter(), &types).unwrap()
    }

    fn merge(&mut self, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        let aggregate = Arc::clone(&self.aggregate);
        aggregate.merge(&mut self.state(), slots, partials)
    }

    fn finish(&mut self) -> Vec<Value> {
        let aggregate = Arc::clone(&self.aggregate);
        let slots: Vec<u32> = (0..GROUPS as u32).collect();
        let column = aggregate.finish(&self.state(), &slots).unwrap();
        (0..GROUPS).map(|row| value_at(&column, aggregate.data_type(), row)).collect()
    }

    fn release(&mut self) {
        let aggregate = Arc::clone(&self.aggregate);
        (0..GROUPS as u32).for_each(|slot| aggregate.release(&mut self.state(), slot));
        assert_eq!(self.blobs.memory(), 0, "{aggregate:?} leaves blobs behind");
    }
}

/// A xorshift generator (Marsaglia, 2003): the same numbers for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    fn value(&mut self, data_type: &DataType) -> Value {
        if data_type.nullable && self.below(5) == 0 {
            return Value::Null;
        }
        let n = self.below(40) as i64 - 20;
        match &data_type.kind {
            Kind::Boolean => Value::Boolean(n > 0),
            Kind::TinyInt => Value::TinyInt((n * 6) as i8),
            Kind::SmallInt => Value::SmallInt((n * 1_600) as i16),
            Kind::Int => Value::Int(n as i32 * 107_374_182),
            Kind::BigInt => Value::BigInt(n * 461_168_601_842_738_790),
            Kind::Float => Value::Float(n as f32 / 2.0),
            Kind::Double => Value::Double(n as f64 / 4.0),
            Kind::Decimal { .. } => Value::Decimal(i128::from(n) * 10i128.pow(17) + 1),
            Kind::VarChar(_) => Value::String("stream".repeat(n.unsigned_abs() as usize / 4) + &n.to_string()),
            Kind::Date => Value::Date(n as i32),
            Kind::Time(_) => Value::Time(n as i32 + 20),
            Kind::Timestamp(p) | Kind::TimestampLtz(p) => Value::Timestamp(Timestamp::new(n * 1_000_003, 456_789).stored(*p)),
            Kind::Array(element) => Value::Array((0..self.below(3)).map(|_| self.value(element)).collect()),
            Kind::Bitmap => Value::Bytes(bitmap::write([0, 1, 70_000, u32::MAX].into_iter().filter(|_| self.below(2) == 0).collect())),
            other => panic!("no random values of {other}"),
        }
    }
}

fn resolve_with(name: &str, arguments: &[Expr], retracting: bool, grouped: bool) -> Result<ResolvedAggregate, Mismatch> {
    let function = find(name).unwrap_or_else(|| panic!("{name} is not registered"));
    let session = Session::default();
    (function.resolve)(&AggregateCall { function, arguments, retracting, grouped, beside_sum: false, session: &session })
}

fn columns_of(types: &[DataType]) -> Vec<Expr> {
    types.iter().enumerate().map(|(i, t)| Expr::column(i, t.clone())).collect()
}

fn arguments_of(types: &[DataType], rows: &[Vec<Value>]) -> Vec<Column> {
    types.iter().enumerate().map(|(i, t)| column_of(t, rows.iter().map(|row| &row[i]))).collect()
}

type Model = fn(&DataType, &[Vec<Value>]) -> Value;

/// One stage's rows that are there, by group.
type Live = Vec<Vec<Vec<Value>>>;

struct Trial<'a> {
    call: &'a ResolvedAggregate,
    retracting: bool,
    ordered: bool,
    stages: Vec<(Table, Live)>,
    random: Random,
}

impl Trial<'_> {
    /// A row to add or one to take back, and in which stage and group.
    fn step(&mut self) -> (usize, usize, Vec<Value>, bool) {
        let stage = self.random.below(self.stages.len() as u64) as usize;
        let group = self.random.below(GROUPS as u64) as usize;
        let live = &mut self.stages[stage].1[group];
        if self.retracting && !live.is_empty() && self.random.below(5) < 2 {
            let row = live[self.random.below(live.len() as u64) as usize].clone();
            let first = live.iter().position(|other| *other == row).unwrap();
            live.remove(first);
            // Where order does not matter the retraction may reach another stage than the addition did.
            let seen_by = if self.ordered { stage } else { self.random.below(self.stages.len() as u64) as usize };
            return (seen_by, group, row, false);
        }
        let row: Vec<Value> = self.call.parameters.iter().map(|t| self.random.value(t)).collect();
        live.push(row.clone());
        (stage, group, row, true)
    }

    fn batch(&mut self) {
        let mut batches: Vec<Vec<(u32, Vec<Value>, bool)>> = self.stages.iter().map(|_| Vec::new()).collect();
        for _ in 0..self.random.below(20) {
            let (stage, group, row, added) = self.step();
            batches[stage].push((group as u32, row, added));
        }
        for (batch, (table, _)) in batches.iter().zip(&mut self.stages) {
            let slots: Vec<u32> = batch.iter().map(|(slot, ..)| *slot).collect();
            let rows: Vec<Vec<Value>> = batch.iter().map(|(_, row, _)| row.clone()).collect();
            let additions: Vec<bool> = batch.iter().map(|(.., added)| *added).collect();
            let arguments = arguments_of(&self.call.parameters, &rows);
            table.update(&slots, &arguments, self.retracting.then_some(&additions[..])).unwrap();
        }
    }

    /// The result of all stages together.
    fn merged(&mut self) -> Vec<Value> {
        let mut all = Table::new(&self.call.aggregate);
        for (table, _) in &mut self.stages {
            let slots: Vec<u32> = (0..GROUPS as u32).rev().collect();
            let partials = table.partials(&slots);
            all.merge(&slots, &partials).unwrap();
            table.release();
        }
        let results = all.finish();
        all.release();
        results
    }
}

/// Equal, or nearly so for floating-point numbers.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Double(a), Value::Double(b)) => a == b || (a - b).abs() <= 1e-9 * a.abs().max(1e-3),
        (Value::Float(a), Value::Float(b)) => a == b || (a - b).abs() <= 1e-5 * a.abs().max(1e-3),
        (Value::Decimal(a), Value::Decimal(b)) => (a - b).abs() <= a.abs() / 1_000_000_000,
        _ => a == b,
    }
}

fn check_model(name: &str, types: &[DataType], exact: bool, model: Model) {
    let function = find(name).unwrap();
    for retracting in [false, true] {
        for seed in 1..40u64 {
            let call = resolve_with(name, &columns_of(types), retracting, false).unwrap();
            let stages = (0..seed as usize % 3 + 1).map(|_| (Table::new(&call.aggregate), vec![Vec::new(); GROUPS])).collect();
            let ordered = function.order_sensitive;
            let mut trial = Trial { call: &call, retracting, ordered, stages, random: Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)) };
            (0..seed % 7).for_each(|_| trial.batch());
            let live: Vec<Vec<Vec<Value>>> =
                (0..GROUPS).map(|group| trial.stages.iter().flat_map(|(_, live)| live[group].clone()).collect()).collect();
            let direct = (trial.stages.len() == 1).then(|| trial.stages[0].0.finish());
            let merged = trial.merged();
            for (group, rows) in live.iter().enumerate() {
                let expected = model(&types[0], rows);
                for found in [Some(&merged), direct.as_ref()].into_iter().flatten() {
                    let right = if exact { found[group] == expected } else { same(&found[group], &expected) };
                    assert!(
                        right,
                        "{name} of {types:?}, seed {seed}, retracting {retracting}: {:?}, not {expected:?}; rows {rows:?}",
                        found[group]
                    );
                }
            }
        }
    }
}

fn present_values(rows: &[Vec<Value>]) -> Vec<Value> {
    rows.iter().map(|row| row[0].clone()).filter(|v| !v.is_null()).collect()
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Float(v) => (*v).into(),
        Value::Double(v) => *v,
        Value::Decimal(v) => *v as f64,
        other => other.as_i64().unwrap() as f64,
    }
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::Timestamp(a), Value::Timestamp(b)) => a.cmp(b),
        (Value::Float(_) | Value::Double(_), _) => number(a).total_cmp(&number(b)),
        _ => a.as_i64().cmp(&b.as_i64()),
    }
}

fn numeric_types() -> Vec<DataType> {
    let kinds = [Kind::TinyInt, Kind::SmallInt, Kind::Int, Kind::BigInt, Kind::Float, Kind::Double, Kind::decimal(20, 4)];
    kinds.into_iter().map(Kind::nullable).collect()
}

fn comparable_types() -> Vec<DataType> {
    let others = [Kind::Boolean, Kind::STRING, Kind::Date, Kind::Time(0), Kind::Timestamp(3), Kind::TimestampLtz(6), Kind::Timestamp(9)];
    numeric_types().into_iter().chain(others.into_iter().map(Kind::nullable)).collect()
}

fn model_count(_: &DataType, rows: &[Vec<Value>]) -> Value {
    Value::BigInt(present_values(rows).len() as i64)
}

fn wrap(data_type: &DataType, value: i128) -> Value {
    match &data_type.kind {
        Kind::TinyInt => Value::TinyInt(value as i8),
        Kind::SmallInt => Value::SmallInt(value as i16),
        Kind::Int => Value::Int(value as i32),
        Kind::BigInt => Value::BigInt(value as i64),
        _ => Value::Decimal(value),
    }
}

fn integral(value: &Value) -> i128 {
    match value {
        Value::Decimal(v) => *v,
        other => other.as_i64().unwrap().into(),
    }
}

fn model_sum(data_type: &DataType, rows: &[Vec<Value>]) -> Value {
    let values = present_values(rows);
    match data_type.kind {
        _ if values.is_empty() => Value::Null,
        Kind::Float => Value::Float(values.iter().map(number).sum::<f64>() as f32),
        Kind::Double => Value::Double(values.iter().map(number).sum()),
        _ => wrap(data_type, values.iter().map(integral).sum()),
    }
}

fn model_average(data_type: &DataType, rows: &[Vec<Value>]) -> Value {
    let values = present_values(rows);
    let n = values.len() as i128;
    match data_type.kind {
        _ if values.is_empty() => Value::Null,
        Kind::Float => Value::Float((values.iter().map(number).sum::<f64>() / n as f64) as f32),
        Kind::Double => Value::Double(values.iter().map(number).sum::<f64>() / n as f64),
        Kind::Decimal { .. } => {
            let hundredfold = values.iter().map(integral).sum::<i128>() * 100;
            Value::Decimal((hundredfold.abs() * 2 + n) / (n * 2) * hundredfold.signum())
        }
        _ => wrap(data_type, i128::from(values.iter().map(integral).sum::<i128>() as i64) / n),
    }
}

fn model_min(_: &DataType, rows: &[Vec<Value>]) -> Value {
    present_values(rows).into_iter().min_by(compare).unwrap_or(Value::Null)
}

fn model_max(_: &DataType, rows: &[Vec<Value>]) -> Value {
    present_values(rows).into_iter().max_by(compare).unwrap_or(Value::Null)
}

fn model_first(_: &DataType, rows: &[Vec<Value>]) -> Value {
    present_values(rows).into_iter().next().unwrap_or(Value::Null)
}

fn model_last(_: &DataType, rows: &[Vec<Value>]) -> Value {
    present_values(rows).into_iter().last().unwrap_or(Value::Null)
}

fn model_variance(sample: bool, rows: &[Vec<Value>]) -> Value {
    let values: Vec<f64> = present_values(rows).iter().map(number).collect();
    let n = values.len() as f64;
    if values.len() < 1 + usize::from(sample) {
        return Value::Null;
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    Value::Double(squares / if sample { n - 1.0 } else { n })
}

fn model_listagg(_: &DataType, rows: &[Vec<Value>]) -> Value {
    let texts: Vec<String> = present_values(rows).iter().map(|v| v.as_str().unwrap().to_owned()).collect();
    if texts.is_empty() { Value::Null } else { Value::String(texts.join(",")) }
}

fn model_array(_: &DataType, rows: &[Vec<Value>]) -> Value {
    let values: Vec<Value> = rows.iter().map(|row| row[0].clone()).collect();
    if values.is_empty() { Value::Null } else { Value::Array(values) }
}

fn model_percentile(_: &DataType, rows: &[Vec<Value>]) -> Value {
    let mut values: Vec<f64> = present_values(rows).iter().map(number).collect();
    values.sort_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return Value::Null };
    let position = 0.5 * last as f64;
    Value::Double((values[position.floor() as usize] + values[position.ceil() as usize]) / 2.0)
}

#[test]
fn counts_sums_and_averages_equal_the_model() {
    check_model("COUNT", &[Kind::STRING.nullable()], true, model_count);
    for data_type in numeric_types() {
        check_model("COUNT", std::slice::from_ref(&data_type), true, model_count);
        check_model("SUM", std::slice::from_ref(&data_type), true, model_sum);
        check_model("SUM", &[data_type.with_nullable(false)], true, model_sum);
        check_model("AVG", &[data_type], true, model_average);
    }
}

#[test]
fn extremes_and_ends_equal_the_model() {
    for data_type in comparable_types() {
        check_model("MIN", std::slice::from_ref(&data_type), true, model_min);
        check_model("MAX", std::slice::from_ref(&data_type), true, model_max);
        check_model("FIRST_VALUE", std::slice::from_ref(&data_type), true, model_first);
        check_model("LAST_VALUE", &[data_type], true, model_last);
    }
    let nested = Kind::Array(Box::new(Kind::Int.nullable())).nullable();
    check_model("FIRST_VALUE", std::slice::from_ref(&nested), true, model_first);
    check_model("LAST_VALUE", &[nested], true, model_last);
}

#[test]
fn variances_equal_the_model() {
    let double = [Kind::Double.nullable()];
    check_model("VAR_POP", &double, false, |_, rows| model_variance(false, rows));
    check_model("VAR_SAMP", &double, false, |_, rows| model_variance(true, rows));
    check_model("STDDEV_POP", &double, false, |_, rows| match model_variance(false, rows) {
        Value::Double(v) => Value::Double(v.sqrt()),
        null => null,
    });
}

#[test]
fn lists_equal_the_model() {
    check_model("LISTAGG", &[Kind::STRING.nullable()], true, model_listagg);
    for data_type in comparable_types() {
        check_model("ARRAY_AGG", &[data_type], true, model_array);
    }
    check_model("ARRAY_AGG", &[Kind::Array(Box::new(Kind::STRING.nullable())).nullable()], true, model_array);
}

/// The bitmap, or its cardinality, of the numbers that so many of all rows have.
fn model_bitmap(rows: &[Vec<Value>], cardinality: bool, chosen: fn(usize, usize) -> bool) -> Value {
    let sets: Vec<Vec<u32>> = present_values(rows)
        .iter()
        .map(|value| match value {
            Value::Int(number) => vec![*number as u32],
            Value::Bytes(bytes) => bitmap::held(bytes).iter().collect(),
            other => panic!("{other:?} is no number and no bitmap"),
        })
        .collect();
    if sets.is_empty() {
        return Value::Null;
    }
    let mut numbers: Vec<u32> = sets.concat();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.retain(|number| chosen(sets.iter().filter(|set| set.contains(number)).count(), sets.len()));
    if cardinality { Value::BigInt(numbers.len() as i64) } else { Value::Bytes(bitmap::write(numbers.into_iter().collect())) }
}

#[test]
fn bitmaps_equal_the_model() {
    let (number, set) = ([Kind::Int.nullable()], [Kind::Bitmap.nullable()]);
    check_model("BITMAP_BUILD_AGG", &number, true, |_, rows| model_bitmap(rows, false, |_, _| true));
    check_model("BITMAP_BUILD_CARDINALITY_AGG", &number, true, |_, rows| model_bitmap(rows, true, |_, _| true));
    check_model("BITMAP_AND_AGG", &set, true, |_, rows| model_bitmap(rows, false, |count, all| count == all));
    check_model("BITMAP_AND_CARDINALITY_AGG", &set, true, |_, rows| model_bitmap(rows, true, |count, all| count == all));
    check_model("BITMAP_OR_AGG", &set, true, |_, rows| model_bitmap(rows, false, |_, _| true));
    check_model("BITMAP_OR_CARDINALITY_AGG", &set, true, |_, rows| model_bitmap(rows, true, |_, _| true));
    check_model("BITMAP_XOR_AGG", &set, true, |_, rows| model_bitmap(rows, false, |count, _| count % 2 == 1));
    check_model("BITMAP_XOR_CARDINALITY_AGG", &set, true, |_, rows| model_bitmap(rows, true, |count, _| count % 2 == 1));
}

#[test]
fn multisets_count_as_the_model_does() {
    for data_type in comparable_types() {
        let call = resolve_with("COLLECT", &columns_of(std::slice::from_ref(&data_type)), true, false).unwrap();
        for seed in 1..30 {
            let stages = (0..2).map(|_| (Table::new(&call.aggregate), vec![Vec::new(); GROUPS])).collect();
            let mut trial = Trial { call: &call, retracting: true, ordered: false, stages, random: Random(seed * 7919) };
            (0..5).for_each(|_| trial.batch());
            let live: Vec<Vec<Vec<Value>>> =
                (0..GROUPS).map(|g| trial.stages.iter().flat_map(|(_, live)| live[g].clone()).collect()).collect();
            for (found, rows) in trial.merged().into_iter().zip(live) {
                let Value::Map(found) = found else { panic!("{found:?}") };
                let values = present_values(&rows);
                let total: i64 = found.iter().map(|(_, n)| n.as_i64().unwrap()).sum();
                assert_eq!(total as usize, values.len(), "{data_type}");
                for (value, count) in found {
                    assert_eq!(values.iter().filter(|v| **v == value).count() as i64, count.as_i64().unwrap(), "{data_type} {value:?}");
                }
            }
        }
    }
}

/// The median of some numbers, NULLs left out, after some have been retracted.
fn median_of(rows: &[Option<i32>], retracted: &[i32]) -> Value {
    let types = [Kind::Int.nullable(), Kind::Double.not_null()];
    let call = resolve_with("PERCENTILE", &columns_of(&types), true, false).unwrap();
    let row = |v: Value| vec![v, Value::Double(0.5)];
    let added: Vec<_> = rows.iter().map(|v| row(v.map_or(Value::Null, Value::Int))).collect();
    let taken: Vec<_> = retracted.iter().map(|v| row(Value::Int(*v))).collect();
    let mut table = Table::new(&call.aggregate);
    table.update(&vec![0; added.len()], &arguments_of(&types, &added), None).unwrap();
    table.update(&vec![0; taken.len()], &arguments_of(&types, &taken), Some(&vec![false; taken.len()])).unwrap();
    table.finish().swap_remove(0)
}

#[test]
fn percentiles_equal_the_model() {
    let mut random = Random(5);
    for _ in 0..200 {
        let mut rows: Vec<i32> = (0..1 + random.below(9)).map(|_| random.below(30) as i32 - 9).collect();
        let retracted = rows.split_off(random.below(rows.len() as u64) as usize);
        let all: Vec<Option<i32>> = rows.iter().chain(&retracted).map(|v| Some(*v)).chain([None]).collect();
        let left: Vec<Vec<Value>> = rows.iter().map(|v| vec![Value::Int(*v)]).collect();
        assert_eq!(median_of(&all, &retracted), model_percentile(&Kind::Int.nullable(), &left));
    }
}

/// The result of one group that is given these rows, and the type of the result.
fn answer_of(name: &str, arguments: &[Expr], rows: &[Vec<Value>], retracting: bool, grouped: bool) -> Result<(String, Value), Failure> {
    let call = resolve_with(name, arguments, retracting, grouped).unwrap();
    let mut table = Table::new(&call.aggregate);
    table.update(&vec![0; rows.len()], &arguments_of(&call.parameters, rows), None)?;
    Ok((call.aggregate.data_type().to_string(), table.finish().swap_remove(0)))
}

/// The same of one column of an ungrouped query.
fn ask(name: &str, data_type: DataType, values: impl IntoIterator<Item = Value>) -> (String, Value) {
    let rows: Vec<Vec<Value>> = values.into_iter().map(|v| vec![v]).collect();
    answer_of(name, &[Expr::column(0, data_type)], &rows, false, false).unwrap()
}

fn typed(data_type: &str, value: Value) -> (String, Value) {
    (data_type.to_owned(), value)
}

fn ints(values: &[i32]) -> Vec<Value> {
    values.iter().map(|v| Value::Int(*v)).collect()
}

fn doubles(values: &[f64]) -> Vec<Value> {
    values.iter().map(|v| Value::Double(*v)).collect()
}

fn decimals(values: &[i128]) -> Vec<Value> {
    values.iter().map(|v| Value::Decimal(*v)).collect()
}

fn texts(values: &[&str]) -> Vec<Value> {
    values.iter().map(|v| Value::String((*v).to_owned())).collect()
}

#[test]
fn flink_sums_wrap_around() {
    let tiny = [1, 100, 100].map(Value::TinyInt);
    assert_eq!(ask("SUM", Kind::TinyInt.not_null(), tiny), typed("TINYINT", Value::TinyInt(-55)));
    let small = [1, 32_000, 32_000].map(Value::SmallInt);
    assert_eq!(ask("SUM", Kind::SmallInt.not_null(), small), typed("SMALLINT", Value::SmallInt(-1535)));
    assert_eq!(ask("SUM", Kind::Int.not_null(), ints(&[1, i32::MAX, 5])), typed("INT", Value::Int(-2_147_483_643)));
    let big = [1, i64::MAX, 9].map(Value::BigInt);
    assert_eq!(ask("SUM", Kind::BigInt.not_null(), big.clone()), typed("BIGINT", Value::BigInt(-9_223_372_036_854_775_799)));
    assert_eq!(ask("AVG", Kind::BigInt.not_null(), big), typed("BIGINT", Value::BigInt(-3_074_457_345_618_258_599)));
}

#[test]
fn flink_averages_are_truncated() {
    assert_eq!(ask("AVG", Kind::Int.not_null(), ints(&[1, i32::MAX])), typed("INT", Value::Int(1_073_741_824)));
    assert_eq!(ask("AVG", Kind::Int.not_null(), ints(&[-2, -3])), typed("INT", Value::Int(-2)));
    let floats = [16_777_216.0, 1.0, 1.0].map(Value::Float);
    assert_eq!(ask("AVG", Kind::Float.not_null(), floats.clone()), typed("FLOAT", Value::Float(5_592_406.0)));
    assert_eq!(ask("SUM", Kind::Float.not_null(), floats), typed("FLOAT", Value::Float(16_777_216.0)));
}

#[test]
fn flink_decimals_round_half_up_and_overflow_to_null() {
    let decimal = Kind::decimal(10, 2).not_null();
    assert_eq!(ask("SUM", decimal.clone(), decimals(&[125, 226, 226])), typed("DECIMAL(38, 2)", Value::Decimal(577)));
    assert_eq!(ask("AVG", decimal, decimals(&[125, 226, 226])), typed("DECIMAL(38, 6)", Value::Decimal(1_923_333)));
    let whole = Kind::decimal(5, 0).not_null();
    assert_eq!(ask("AVG", whole, decimals(&[-2, -3, -3])), typed("DECIMAL(38, 6)", Value::Decimal(-2_666_667)));
    let fine = Kind::decimal(20, 10).not_null();
    let means = decimals(&[10_000_000_001, 20_000_000_000, 20_000_000_000]);
    assert_eq!(ask("AVG", fine.clone(), means[..2].to_vec()), typed("DECIMAL(38, 10)", Value::Decimal(15_000_000_001)));
    assert_eq!(ask("AVG", fine, means), typed("DECIMAL(38, 10)", Value::Decimal(16_666_666_667)));
    let largest = 10i128.pow(38) - 1;
    let wide = Kind::decimal(38, 0).not_null();
    assert_eq!(ask("SUM", wide.clone(), decimals(&[largest])), typed("DECIMAL(38, 0)", Value::Decimal(largest)));
    assert_eq!(ask("SUM", wide.clone(), decimals(&[largest, 1])), typed("DECIMAL(38, 0)", Value::Null));
    assert_eq!(ask("SUM", wide.clone(), decimals(&[largest, largest])), typed("DECIMAL(38, 0)", Value::Null));
    assert_eq!(ask("SUM", wide.clone(), decimals(&[largest, 1, 5])), typed("DECIMAL(38, 0)", Value::Decimal(5)));
    assert_eq!(ask("AVG", wide.clone(), decimals(&[largest])), typed("DECIMAL(38, 6)", Value::Null));
    assert_eq!(ask("AVG", wide, decimals(&[largest, 1, 5])), typed("DECIMAL(38, 6)", Value::Null));
}

#[test]
fn flink_variances_have_the_type_of_their_argument() {
    let tiny = [1, 100, 100].map(Value::TinyInt);
    assert_eq!(ask("VAR_POP", Kind::TinyInt.not_null(), tiny[..2].to_vec()), typed("TINYINT", Value::TinyInt(-110)));
    assert_eq!(ask("VAR_POP", Kind::TinyInt.not_null(), tiny), typed("TINYINT", Value::TinyInt(-126)));
    let small = [1, 32_000].map(Value::SmallInt);
    assert_eq!(ask("VAR_POP", Kind::SmallInt.not_null(), small), typed("SMALLINT", Value::SmallInt(384)));
    let int = ints(&[1, i32::MAX, 5]);
    assert_eq!(ask("VAR_POP", Kind::Int.not_null(), int.clone()), typed("INT", Value::Int(i32::MAX)));
    assert_eq!(ask("STDDEV_SAMP", Kind::Int.not_null(), int[..2].to_vec()), typed("INT", Value::Int(1_518_500_248)));
    assert_eq!(ask("STDDEV_SAMP", Kind::Int.not_null(), int), typed("INT", Value::Int(1_239_850_259)));
    let big = [1, i64::MAX, 9].map(Value::BigInt);
    assert_eq!(ask("STDDEV", Kind::BigInt.not_null(), big), typed("BIGINT", Value::BigInt(5_325_116_328_314_172_416)));
    let float = [1e38, -1e38].map(Value::Float);
    assert_eq!(ask("VAR_POP", Kind::Float.not_null(), float.clone()), typed("FLOAT", Value::Float(f32::INFINITY)));
    assert_eq!(ask("STDDEV_POP", Kind::Float.not_null(), float), typed("FLOAT", Value::Float(1e38)));
}

#[test]
fn flink_variances_of_doubles_and_decimals() {
    let double = doubles(&[0.1, 0.7, 1e10, 3.0]);
    assert_eq!(ask("VAR_POP", Kind::Double.not_null(), double[..2].to_vec()).1, Value::Double(0.089_999_999_999_999_98));
    assert_eq!(ask("STDDEV_POP", Kind::Double.not_null(), double[..2].to_vec()).1, Value::Double(0.3));
    assert_eq!(ask("VAR_POP", Kind::Double.not_null(), double[..3].to_vec()).1, Value::Double(2.222_222_222_044_444_7E19));
    assert_eq!(ask("STDDEV_POP", Kind::Double.not_null(), double).1, Value::Double(4.330_127_018_373_711E9));
    let decimal = decimals(&[100, 700, 1_000_123, 3_000]);
    let of = |name, n: usize| ask(name, Kind::decimal(10, 3).not_null(), decimal[..n].to_vec());
    assert_eq!(of("VAR_POP", 1), typed("DECIMAL(38, 6)", Value::Decimal(0)));
    assert_eq!(of("VARIANCE", 1), typed("DECIMAL(38, 6)", Value::Null));
    assert_eq!(of("VAR_POP", 3).1, Value::Decimal(222_099_188_162));
    assert_eq!(of("STDDEV_POP", 4).1, Value::Decimal(432_518_834));
    assert_eq!(of("VAR_SAMP", 4).1, Value::Decimal(249_430_055_882));
    assert_eq!(of("STDDEV_SAMP", 4).1, Value::Decimal(499_429_731));
    let fine = |values: &[i128]| ask("VAR_POP", Kind::decimal(38, 37).not_null(), decimals(values)).1;
    assert_eq!(fine(&[10i128.pow(36), 5 * 10i128.pow(36)]), Value::Decimal(399_999_999_999_999_940 * 10i128.pow(18)));
    let wide = decimals(&[10i128.pow(38) - 1, 1]);
    assert_eq!(ask("VAR_POP", Kind::decimal(38, 0).not_null(), wide).1, Value::Null);
}

#[test]
fn flink_shows_minus_one_where_a_not_null_sample_has_one_row() {
    let one =
        |data_type: DataType, value: Value| answer_of("VAR_SAMP", &[Expr::column(0, data_type)], &[vec![value]], false, true).unwrap();
    assert_eq!(one(Kind::Double.not_null(), Value::Double(1.5)), typed("DOUBLE NOT NULL", Value::Double(-1.0)));
    assert_eq!(one(Kind::Double.nullable(), Value::Double(1.5)), typed("DOUBLE", Value::Null));
    assert_eq!(one(Kind::Int.not_null(), Value::Int(1)), typed("INT NOT NULL", Value::Int(-1)));
    assert_eq!(one(Kind::decimal(10, 2).not_null(), Value::Decimal(1)), typed("DECIMAL(38, 6) NOT NULL", Value::Null));
}

#[test]
fn flink_extremes_of_nan_depend_on_what_came_first() {
    let of = |name, values: &[f64]| match ask(name, Kind::Double.nullable(), doubles(values)).1 {
        Value::Double(v) => v,
        other => panic!("{other:?}"),
    };
    assert_eq!(of("MAX", &[1.0, f64::NAN, 2.0]), 2.0);
    assert_eq!(of("MIN", &[1.0, f64::NAN, 2.0]), 1.0);
    assert!(of("MIN", &[f64::NAN, 1.0, 2.0]).is_nan() && of("MAX", &[f64::NAN, 1.0]).is_nan());
    assert!(of("SUM", &[f64::NAN, 1.0]).is_nan() && of("AVG", &[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
}

#[test]
fn flink_results_of_nothing_but_null() {
    let types = [Kind::Int, Kind::Double, Kind::decimal(10, 2)];
    for name in ["SUM", "AVG", "MIN", "MAX", "FIRST_VALUE", "LAST_VALUE", "VAR_POP", "STDDEV"] {
        for kind in &types {
            assert_eq!(ask(name, kind.clone().nullable(), [Value::Null]).1, Value::Null, "{name}");
        }
    }
    assert_eq!(ask("COUNT", Kind::Int.nullable(), [Value::Null]), typed("BIGINT NOT NULL", Value::BigInt(0)));
    assert_eq!(ask("LISTAGG", Kind::STRING.nullable(), [Value::Null]), typed("STRING", Value::Null));
    assert_eq!(ask("COLLECT", Kind::STRING.nullable(), [Value::Null]), typed("MULTISET<STRING> NOT NULL", Value::Map(vec![])));
    assert_eq!(ask("ARRAY_AGG", Kind::STRING.nullable(), [Value::Null]), typed("ARRAY<STRING>", Value::Array(vec![Value::Null])));
    assert_eq!(ask("$SUM0", Kind::Int.nullable(), [Value::Null]), typed("INT NOT NULL", Value::Int(0)));
    assert_eq!(ask("ARRAY_AGG", Kind::Int.not_null(), []), typed("ARRAY<INT NOT NULL> NOT NULL", Value::Null));
}

#[test]
fn a_group_by_key_keeps_not_null() {
    for (name, data_type) in
        [("SUM", "INT"), ("AVG", "INT"), ("MIN", "INT"), ("FIRST_VALUE", "INT"), ("SINGLE_VALUE", "INT"), ("VAR_POP", "INT")]
    {
        let of = |t: DataType, grouped| answer_of(name, &[Expr::column(0, t)], &[vec![Value::Int(2)]], false, grouped).unwrap().0;
        assert_eq!(of(Kind::Int.not_null(), true), format!("{data_type} NOT NULL"), "{name}");
        assert_eq!(of(Kind::Int.not_null(), false), data_type, "{name}");
        assert_eq!(of(Kind::Int.nullable(), true), data_type, "{name}");
    }
}

#[test]
fn listagg_joins_with_its_separator() {
    let text = Kind::STRING.nullable();
    let rows: Vec<Vec<Value>> =
        [texts(&["a", ""]), vec![Value::Null], texts(&["b"])].concat().into_iter().map(|v| vec![v, Value::String("|".into())]).collect();
    let separator = Expr::literal(Value::String("|".into()), Kind::Char(1).not_null());
    let (_, joined) = answer_of("LISTAGG", &[Expr::column(0, text.clone()), separator], &rows, false, false).unwrap();
    assert_eq!(joined, Value::String("a||b".into()));
    assert_eq!(ask("LISTAGG", text.clone(), texts(&["", "ü,ö"])).1, Value::String(",ü,ö".into()));
    assert_eq!(ask("LISTAGG", Kind::Char(1).not_null(), texts(&["a"])).0, "CHAR(1) NOT NULL");
    assert!(resolve_with("LISTAGG", &columns_of(&[text.clone(), text]), false, false).is_err(), "the separator is a literal");
}

fn literal(text: &str) -> Expr {
    Expr::literal(Value::String(text.to_owned()), Kind::VarChar(9).not_null())
}

#[test]
fn json_arrays_leave_nulls_out_unless_told_otherwise() {
    let values = [Value::Null, Value::Int(1), Value::Int(2), Value::Null];
    let json = |text: &str| Value::String(text.to_owned());
    assert_eq!(ask("JSON_ARRAYAGG", Kind::Int.nullable(), values.clone()), typed("VARCHAR(2000) NOT NULL", json("[1,2]")));
    let rows = values.map(|v| vec![v, json("NULL")]);
    let keep = [Expr::column(0, Kind::Int.nullable()), literal("NULL")];
    assert_eq!(answer_of("JSON_ARRAYAGG", &keep, &rows, false, false).unwrap().1, json("[null,1,2,null]"));
    assert_eq!(ask("JSON_ARRAYAGG", Kind::Int.nullable(), []).1, json("[]"));
    assert_eq!(ask("JSON_ARRAYAGG", Kind::decimal(3, 2).nullable(), decimals(&[150])).1, json("[1.50]"));
    assert_eq!(ask("JSON_ARRAYAGG", Kind::STRING.nullable(), texts(&["a\"b/"])).1, json(r#"["a\"b/"]"#));
    let list = Kind::Array(Box::new(Kind::Int.not_null())).nullable();
    assert_eq!(ask("JSON_ARRAYAGG", list, [Value::Array(ints(&[1, 2]))]).1, json("[[1,2]]"));
    assert!(resolve_with("JSON_ARRAYAGG", &columns_of(&[Kind::Date.nullable()]), false, false).is_err());
}

#[test]
fn json_objects_are_sorted_by_key_and_keys_are_unique() {
    let json = |text: &str| Value::String(text.to_owned());
    let of = |on_null: &str, pairs: &[(&str, Option<i32>)]| {
        let arguments = [Expr::column(0, Kind::STRING.not_null()), Expr::column(1, Kind::Int.nullable()), literal(on_null)];
        let rows: Vec<_> = pairs.iter().map(|(k, v)| vec![json(k), v.map_or(Value::Null, Value::Int), json(on_null)]).collect();
        answer_of("JSON_OBJECTAGG", &arguments, &rows, false, false).map(|(_, value)| value)
    };
    let pairs = [("zeta", Some(1)), ("alpha", Some(2)), ("q", None), ("k\"", Some(5))];
    assert_eq!(of("NULL", &pairs).unwrap(), json(r#"{"alpha":2,"k\"":5,"q":null,"zeta":1}"#));
    assert_eq!(of("ABSENT", &pairs).unwrap(), json(r#"{"alpha":2,"k\"":5,"zeta":1}"#));
    assert_eq!(of("NULL", &[]).unwrap(), json("{}"));
    assert!(of("NULL", &[("zeta", Some(1)), ("zeta", Some(2))]).is_err());
    let by_number = columns_of(&[Kind::Int.not_null(), Kind::Int.nullable()]);
    assert!(resolve_with("JSON_OBJECTAGG", &by_number, false, false).is_err());
}

#[test]
fn json_of_json_functions_is_not_quoted_again() {
    let session = Session::default();
    let column = Expr::column(0, Kind::Int.nullable());
    let inner = Expr::call("JSON_ARRAY", vec![literal("NULL"), column], &session).unwrap();
    let rows = [vec![Value::String("[1]".into())]];
    assert_eq!(answer_of("JSON_ARRAYAGG", &[inner], &rows, false, false).unwrap().1, Value::String("[[1]]".into()));
}

fn model_json_array(_: &DataType, rows: &[Vec<Value>]) -> Value {
    let texts: Vec<String> = present_values(rows).iter().map(|v| v.as_i64().unwrap().to_string()).collect();
    Value::String(format!("[{}]", texts.join(",")))
}

#[test]
fn json_arrays_equal_the_model() {
    check_model("JSON_ARRAYAGG", &[Kind::Int.nullable()], true, model_json_array);
}

#[test]
fn a_json_member_may_be_replaced() {
    let types = [Kind::STRING.not_null(), Kind::Int.nullable()];
    let call = resolve_with("JSON_OBJECTAGG", &columns_of(&types), true, false).unwrap();
    let row = |v| vec![Value::String("a".into()), v];
    let mut table = Table::new(&call.aggregate);
    let rows = [row(Value::Int(1)), row(Value::Int(1)), row(Value::Null), row(Value::Null), row(Value::Int(2))];
    table.update(&[0; 5], &arguments_of(&types, &rows), Some(&[true, false, true, false, true])).unwrap();
    assert_eq!(table.finish()[0], Value::String(r#"{"a":2}"#.into()));
    let partials = table.partials(&[0]);
    assert!(table.merge(&[0], &partials).is_err(), "the key comes from two stages");
}

#[test]
fn array_agg_can_ignore_nulls() {
    let ignore = Expr::boolean(true);
    let rows = [vec![Value::Null, Value::Boolean(true)]];
    assert_eq!(answer_of("ARRAY_AGG", &[Expr::column(0, Kind::Int.nullable()), ignore], &rows, false, false).unwrap().1, Value::Null);
}

/// The keys of a MULTISET in the order in which they come.
fn multiset_order(data_type: DataType, values: impl IntoIterator<Item = Value>) -> Vec<Value> {
    match ask("COLLECT", data_type, values).1 {
        Value::Map(entries) => entries.into_iter().map(|(key, _)| key).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn multisets_come_in_flinks_order_as_cast_to_text_shows_it() {
    let words = texts(&["zeta", "alpha", "beta", "q", "longer key here"]);
    let order = texts(&["zeta", "alpha", "q", "beta", "longer key here"]);
    assert_eq!(multiset_order(Kind::VarChar(15).not_null(), words), order);
    let numbers = ints(&[33, 17, 1, 5, 100_000, -3]);
    assert_eq!(multiset_order(Kind::Int.not_null(), numbers), ints(&[33, 17, 1, 100_000, -3, 5]));
    let numbers = doubles(&[1.25, 17.5, 1.1, -5.25]);
    assert_eq!(multiset_order(Kind::Double.not_null(), numbers), doubles(&[17.5, 1.25, -5.25, 1.1]));
    let numbers = decimals(&[125, 1750, 110, -525]);
    assert_eq!(multiset_order(Kind::decimal(4, 2).not_null(), numbers), decimals(&[-525, 110, 125, 1750]));
    let days = [19_723, 19_358, 19_724].map(Value::Date);
    assert_eq!(multiset_order(Kind::Date.not_null(), days), [19_723, 19_724, 19_358].map(Value::Date));
    let flags = [true, false, true].map(Value::Boolean);
    assert_eq!(multiset_order(Kind::Boolean.not_null(), flags), [false, true].map(Value::Boolean));
    let times = [1_704_067_200_120, 1_672_531_200_120, 1_704_153_600_120].map(|millis| Value::Timestamp(Timestamp::from_millis(millis)));
    assert_eq!(multiset_order(Kind::Timestamp(2).not_null(), times.clone()), times);
}

#[test]
fn single_value_refuses_a_second_row() {
    let of = |values: &[Value]| {
        answer_of(
            "SINGLE_VALUE",
            &[Expr::column(0, Kind::Int.nullable())],
            &values.iter().map(|v| vec![v.clone()]).collect::<Vec<_>>(),
            false,
            false,
        )
    };
    assert_eq!(of(&[]).unwrap(), typed("INT", Value::Null));
    assert_eq!(of(&ints(&[1])).unwrap().1, Value::Int(1));
    assert!(of(&ints(&[1, 2])).is_err());
    assert!(of(&[Value::Null, Value::Int(2)]).is_err());
}

#[test]
fn single_value_takes_the_place_of_a_retracted_row() {
    let call = resolve_with("SINGLE_VALUE", &columns_of(&[Kind::STRING.nullable()]), true, false).unwrap();
    let mut table = Table::new(&call.aggregate);
    let column = column_of(&Kind::STRING.nullable(), &texts(&["a", "a", "b"]));
    table.update(&[0; 3], &[column], Some(&[true, false, true])).unwrap();
    assert_eq!(table.finish()[0], Value::String("b".into()));
    let mut other = Table::new(&call.aggregate);
    other.merge(&[0], &table.partials(&[0])).unwrap();
    assert!(other.merge(&[0], &table.partials(&[0])).is_err(), "two rows from two stages");
    let column = column_of(&Kind::STRING.nullable(), &[Value::String("b".into()), Value::Null]);
    table.update(&[0; 2], &[column], Some(&[false, true])).unwrap();
    assert_eq!(table.finish()[0], Value::Null);
    other.release();
}

#[test]
fn percentiles_are_flinks() {
    let values = |n: usize| [10, 1, 2, 7].map(Value::Int)[..n].to_vec();
    let of = |n, fractions: Value, t: Kind| {
        let rows: Vec<Vec<Value>> = values(n).into_iter().chain([Value::Null]).map(|v| vec![v, fractions.clone()]).collect();
        answer_of("PERCENTILE", &columns_of(&[Kind::Int.nullable(), t.not_null()]), &rows, false, true).unwrap()
    };
    assert_eq!(of(4, Value::Double(0.5), Kind::Double), typed("DOUBLE", Value::Double(4.5)));
    assert_eq!(of(2, Value::Double(0.5), Kind::Double).1, Value::Double(5.5));
    let list = Kind::Array(Box::new(Kind::Double.not_null()));
    let fractions = Value::Array(doubles(&[0.25, 0.9, 0.0, 1.0]));
    let expected = Value::Array(doubles(&[1.75, 9.100_000_000_000_001, 1.0, 10.0]));
    assert_eq!(of(4, fractions.clone(), list.clone()), typed("ARRAY<DOUBLE>", expected));
    assert_eq!(of(3, fractions, list).1, Value::Array(doubles(&[1.5, 8.399_999_999_999_999, 1.0, 10.0])));
}

#[test]
fn percentiles_count_by_frequency() {
    let types = [Kind::Int.nullable(), Kind::Double.not_null(), Kind::Int.nullable()];
    let of = |frequency: fn(i32) -> i64| {
        let rows: Vec<Vec<Value>> = [10, 1, 2, 7].map(|v| vec![Value::Int(v), Value::Double(0.3), Value::BigInt(frequency(v))]).to_vec();
        answer_of("PERCENTILE", &columns_of(&types), &rows, false, false).unwrap().1
    };
    assert_eq!(of(|_| 2), Value::Double(2.0));
    assert_eq!(of(|v| v.into()), Value::Double(7.0));
    assert_eq!(of(|_| -1), Value::Null);
}

#[test]
fn percentages_lie_within_0_and_1() {
    let literal = Expr::literal(Value::Decimal(15), Kind::decimal(2, 1).not_null());
    assert!(resolve_with("PERCENTILE", &[Expr::column(0, Kind::Int.nullable()), literal], false, false).is_err());
    let types = [Kind::Int.nullable(), Kind::Double.not_null()];
    assert!(answer_of("PERCENTILE", &columns_of(&types), &[vec![Value::Int(1), Value::Double(1.5)]], false, false).is_err());
    assert!(resolve_with("PERCENTILE", &columns_of(&[Kind::Int.nullable(), Kind::Double.nullable()]), false, false).is_err());
    assert!(resolve_with("PERCENTILE", &columns_of(&[Kind::STRING.nullable(), Kind::Double.not_null()]), false, false).is_err());
}

#[test]
fn distinct_values_are_estimated_within_two_percent() {
    let call = resolve_with("APPROX_COUNT_DISTINCT", &columns_of(&[Kind::BigInt.nullable()]), false, false).unwrap();
    let mut whole = Table::new(&call.aggregate);
    for (from, to) in [(0i64, 4i64), (0, 3_000), (2_000, 40_000), (0, 400_000)] {
        let mut part = Table::new(&call.aggregate);
        let values: Vec<Value> = (from..to).chain(from..to.min(from + 100)).map(Value::BigInt).chain([Value::Null]).collect();
        part.update(&vec![1; values.len()], &[column_of(&Kind::BigInt.nullable(), &values)], None).unwrap();
        whole.merge(&[1], &part.partials(&[1])).unwrap();
        let Value::BigInt(found) = whole.finish()[1] else { panic!("not a BIGINT") };
        assert!((found - to).abs() as f64 <= to as f64 * 0.02, "{found} of {to}");
        assert_eq!(whole.finish()[0], Value::BigInt(0));
    }
    whole.release();
}

#[test]
fn what_flink_refuses_is_refused() {
    let refused = |name, kinds: &[Kind]| {
        let types: Vec<DataType> = kinds.iter().map(|k| k.clone().nullable()).collect();
        assert!(resolve_with(name, &columns_of(&types), false, false).is_err(), "{name}{kinds:?}");
    };
    for name in ["SUM", "AVG", "STDDEV_POP", "VARIANCE"] {
        for kind in [Kind::Boolean, Kind::STRING, Kind::Date, Kind::IntervalDayTime] {
            refused(name, &[kind]);
        }
        refused(name, &[]);
        refused(name, &[Kind::Int, Kind::Int]);
    }
    for kind in [Kind::BYTES, Kind::Array(Box::new(Kind::Int.nullable())), Kind::IntervalDayTime] {
        refused("MIN", std::slice::from_ref(&kind));
        refused("MAX", &[kind]);
    }
    refused("COUNT", &[Kind::Int, Kind::Int]);
    refused("LISTAGG", &[Kind::Int]);
    refused("LISTAGG", &[Kind::BYTES]);
    refused("SINGLE_VALUE", &[Kind::Array(Box::new(Kind::Int.nullable()))]);
    refused("FIRST_VALUE", &[Kind::Int, Kind::Boolean]);
    assert!(resolve_with("COUNT", &columns_of(&[Kind::Int.not_null(), Kind::Int.nullable()]), false, false).is_ok());
}

#[test]
fn count_of_rows_takes_no_arguments() {
    let call = resolve_with("COUNT", &[], true, false).unwrap();
    let mut table = Table::new(&call.aggregate);
    table.update(&[0, 1, 0], &[], None).unwrap();
    table.update(&[0, 1, 2], &[], Some(&[false, true, false])).unwrap();
    assert_eq!(table.finish(), [1, 2, -1, 0].map(Value::BigInt));
}

#[test]
fn lists_settle_retractions_that_came_first_when_they_are_merged() {
    let call = resolve_with("LISTAGG", &columns_of(&[Kind::STRING.nullable()]), true, false).unwrap();
    let (mut early, mut late) = (Table::new(&call.aggregate), Table::new(&call.aggregate));
    let column = |values: &[&str]| [column_of(&Kind::STRING.nullable(), &texts(values))];
    early.update(&[0; 2], &column(&["a", "b"]), Some(&[false, true])).unwrap();
    late.update(&[0; 3], &column(&["c", "a", "a"]), Some(&[true; 3])).unwrap();
    assert_eq!(early.finish()[0], Value::String("b".into()));
    early.merge(&[0], &late.partials(&[0])).unwrap();
    assert_eq!(early.finish()[0], Value::String("b,c,a".into()));
    early.release();
}

#[test]
fn an_extreme_retracted_before_it_came_cancels_its_addition() {
    let number = |n: i32| Value::Int(n);
    let text = |n: i32| Value::String(n.to_string());
    let check = |name: &str, data_type: DataType, value: &dyn Fn(i32) -> Value, extreme: i32, other: i32| {
        let call = resolve_with(name, &columns_of(std::slice::from_ref(&data_type)), true, false).unwrap();
        let mut table = Table::new(&call.aggregate);
        let column = |n: i32| [column_of(&data_type, &[value(n)])];
        table.update(&[0], &column(extreme), Some(&[false])).unwrap();
        table.update(&[0], &column(other), Some(&[true])).unwrap();
        assert_eq!(table.finish()[0], value(other), "{name} {data_type}");
        table.update(&[0; 1], &column(extreme), Some(&[true])).unwrap();
        assert_eq!(table.finish()[0], value(other), "{name} {data_type}");
        table.update(&[0; 1], &column(extreme), Some(&[true])).unwrap();
        assert_eq!(table.finish()[0], value(extreme), "{name} {data_type}");
    };
    check("MAX", Kind::Int.nullable(), &number, 9, 4);
    check("MIN", Kind::Int.nullable(), &number, -9, 4);
    check("MAX", Kind::STRING.nullable(), &text, 9, 4);
    check("MIN", Kind::STRING.nullable(), &text, 1, 4);
}

#[test]
fn a_sum_whose_rows_are_gone_is_null_and_comes_back() {
    let call = resolve_with("SUM", &columns_of(&[Kind::decimal(6, 2).nullable()]), true, false).unwrap();
    let mut table = Table::new(&call.aggregate);
    let column = |v| [column_of(&Kind::decimal(6, 2).nullable(), &decimals(&[v]))];
    table.update(&[0], &column(110), Some(&[true])).unwrap();
    table.update(&[0], &column(110), Some(&[false])).unwrap();
    assert_eq!(table.finish()[0], Value::Null);
    table.update(&[0], &column(-777), Some(&[true])).unwrap();
    assert_eq!(table.finish()[0], Value::Decimal(-777));
}

#[test]
fn a_variance_survives_a_stage_that_replaces_one_row_by_another() {
    let call = resolve_with("VAR_POP", &columns_of(&[Kind::Double.nullable()]), true, false).unwrap();
    let (mut whole, mut replaced) = (Table::new(&call.aggregate), Table::new(&call.aggregate));
    // As large as milliseconds since 1970, so that squares would have no digits left for a difference of 1.
    let column = |values: &[f64]| [column_of(&Kind::Double.nullable(), &doubles(&values.iter().map(|v| v + 1.7e12).collect::<Vec<_>>()))];
    whole.update(&[0; 3], &column(&[1.0, 2.0, 6.0]), None).unwrap();
    replaced.update(&[0; 2], &column(&[6.0, 3.0]), Some(&[false, true])).unwrap();
    whole.merge(&[0], &replaced.partials(&[0])).unwrap();
    assert!(same(&whole.finish()[0], &Value::Double(2.0 / 3.0)), "{:?}", whole.finish()[0]);
}

#[test]
fn names_are_capitals_and_unique_and_documented() {
    let mut seen = std::collections::HashSet::new();
    for function in all() {
        assert_eq!(function.name, function.name.to_ascii_uppercase());
        assert!(seen.insert(function.name), "{} is registered twice", function.name);
        assert!(!function.doc.is_empty() && !function.syntax.is_empty(), "{function:?}");
    }
    assert!(find("sum").is_some());
}
