//! The parser against tables of scripts and hostile input.
//!
//! * `shapes.txt`: what scripts mean, as trees. `errors.txt`: what is said about wrong ones, as rendered.
//! * Spans: the text under any expression's span, parsed alone, is that expression again.
//! * Bounds: whatever nests or chains ten thousand times is a tree or an error, on a test's small stack.
//! * Mutation: no input panics, and every error points into its script.

mod shape;

use waterwheel_sql::ast::{Arg, ArgValue, Expr, ExprKind, QueryBody, SelectItem, StatementKind};
use waterwheel_sql::parser::{HEIGHT_MAX, NESTING_MAX, parse_script};

const SHAPES: &str = include_str!("shapes.txt");
const ERRORS: &str = include_str!("errors.txt");

/// The pairs of a table: a line, and the lines indented below it without their indentation.
fn cases(table: &str) -> Vec<(String, String)> {
    let mut cases: Vec<(String, String)> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        match (line.strip_prefix("  "), cases.last_mut()) {
            (Some(expected), Some((_, lines))) => lines.push_str(&format!("{expected}\n")),
            _ => cases.push((line.replace("\\n", "\n"), String::new())),
        }
    }
    cases
}

#[test]
fn scripts_mean_what_the_table_says() {
    let cases = cases(SHAPES);
    assert!(cases.len() > 100);
    for (sql, expected) in cases {
        let statements = parse_script(&sql).unwrap_or_else(|error| panic!("{}", error.render(&sql, "job.sql")));
        assert_eq!(shape::script(&statements), expected.trim_end(), "{sql}");
    }
}

#[test]
fn errors_read_as_the_table_says() {
    let cases = cases(ERRORS);
    assert!(cases.len() > 90);
    for (sql, expected) in cases {
        let error = parse_script(&sql).expect_err(&sql);
        assert_eq!(error.render(&sql, "job.sql"), expected, "{sql}");
    }
}

#[test]
fn statements_know_their_place_and_comments_belong_to_none() {
    let script = "-- first\nSET 'a' = 'b';; SELECT 1 -- one\n;\nSELECT /* two */ 2 ; ";
    let texts: Vec<&str> = parse_script(script).unwrap().iter().map(|statement| statement.span.text(script)).collect();
    assert_eq!(texts, ["SET 'a' = 'b'", "SELECT 1", "SELECT /* two */ 2"]);
    assert_eq!(parse_script(" ; -- nothing\n;").unwrap(), []);
}

#[test]
fn a_string_goes_on_on_the_next_line() {
    assert_eq!(shape::script(&parse_script("SELECT 'a'\n  'b' -- x\n'c' AS d").unwrap()), "(select [d='abc'])");
}

/// The expressions an expression consists of, as far as they can stand alone.
fn operands(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Binary { left, right, .. } | ExprKind::IsDistinctFrom { left, right, .. } => vec![left, right],
        ExprKind::Unary { operand, .. } | ExprKind::Is { operand, .. } | ExprKind::Cast { operand, .. } => vec![operand],
        ExprKind::And(operands) | ExprKind::Or(operands) | ExprKind::Array(operands) => operands.iter().collect(),
        ExprKind::Row { fields, .. } => fields.iter().collect(),
        ExprKind::Between { operand, low, high, .. } => vec![operand, low, high],
        ExprKind::Like { operand, pattern, escape, .. } => {
            let escape = escape.iter().map(|escape| &**escape);
            [&**operand, &**pattern].into_iter().chain(escape).collect()
        }
        ExprKind::InList { operand, list, .. } => std::iter::once(&**operand).chain(list).collect(),
        ExprKind::Field { base, .. } => vec![base],
        ExprKind::Item { base, index } => vec![base, index],
        ExprKind::Call(call) => call.args.iter().filter_map(argument).collect(),
        ExprKind::Case { branches, .. } => branches.iter().flat_map(|branch| branch.when.iter().chain([&branch.then])).collect(),
        _ => Vec::new(),
    }
}

fn argument(arg: &Arg) -> Option<&Expr> {
    match &arg.value {
        ArgValue::Expr(expr) => Some(expr),
        _ => None,
    }
}

/// The items of a script that is one SELECT.
fn items(sql: &str) -> Vec<Expr> {
    let mut statements = parse_script(sql).unwrap_or_else(|error| panic!("{}", error.render(sql, "job.sql")));
    let StatementKind::Query(query) = statements.remove(0).kind else { return Vec::new() };
    let QueryBody::Select(select) = query.body else { return Vec::new() };
    let exprs = select.items.into_iter().filter_map(|item| match item {
        SelectItem::Expr { expr, .. } => Some(expr),
        _ => None,
    });
    exprs.collect()
}

/// Parses the text under an expression and under each of its operands; how many there were.
fn check_spans(sql: &str, expr: &Expr) -> usize {
    let text = expr.span.text(sql);
    let alone = items(&format!("SELECT {text}"));
    assert_eq!(alone.iter().map(shape::expr).collect::<Vec<_>>(), [shape::expr(expr)], "`{text}` in {sql}");
    1 + operands(expr).into_iter().map(|operand| check_spans(sql, operand)).sum::<usize>()
}

#[test]
fn the_text_under_a_span_is_the_expression() {
    let mut checked = 0;
    for (sql, _) in cases(SHAPES) {
        for item in items(&sql) {
            checked += check_spans(&sql, &item);
        }
    }
    assert!(checked > 400, "{checked}");
}

/// Scripts in which something is repeated `n` times, in itself or in a chain.
fn repeated(n: usize) -> Vec<String> {
    let around = |before: &str, middle: &str, after: &str| format!("{}{middle}{}", before.repeat(n), after.repeat(n));
    let select = |before: &str, after: &str| format!("SELECT {} FROM t", around(before, "1", after));
    let from = |before: &str, after: &str| format!("SELECT * FROM {}", around(before, "t", after));
    vec![
        select("(", ")"),
        select("f(", ")"),
        select("f(a => ", ")"),
        select("{fn f(", ")}"),
        select("CASE WHEN ", " THEN 1 END"),
        select("CASE WHEN 1 THEN 1 ELSE ", " END"),
        select("NOT ", ""),
        select("- ", ""),
        select("ARRAY[", "]"),
        select("a[", "]"),
        select("", "[1]"),
        select("1 BETWEEN ", " AND 2"),
        select("1 BETWEEN 2 AND ", ""),
        select("a LIKE ", ""),
        select("1 + (", ")"),
        select("(1 AND ", ")"),
        select("", " + 1"),
        select("", " || 'a'"),
        select("", " = 1"),
        select("", " IS NULL"),
        select("(SELECT ", ")"),
        select("EXISTS (SELECT ", ")"),
        select("1 IN (", ")"),
        select("1 IN (SELECT ", ")"),
        select("1 = ANY (", ")"),
        select("CAST(", " AS INT)"),
        select("TRIM(", ")"),
        select("INTERVAL (", ") DAY"),
        select("JSON_OBJECT('a' VALUE ", ")"),
        select("SUM(1) OVER (ORDER BY ", ")"),
        select("", " UNION ALL SELECT 1"),
        select("", " INTERSECT SELECT 1"),
        from("(SELECT * FROM ", ") AS x"),
        from("LATERAL (SELECT * FROM ", ") AS x"),
        from("(", " JOIN t ON a)"),
        from("", " JOIN t ON a"),
        from("", ", t"),
        around("(", "SELECT 1", ")"),
        around("WITH x AS (", "SELECT 1", ") SELECT 1"),
        format!("VALUES {}", around("(", "1", ")")),
        format!("SELECT 1 FROM t GROUP BY {}", around("GROUPING SETS (", "a", ")")),
        format!("SELECT CAST(a AS {})", around("ARRAY<", "INT", ">")),
        format!("SELECT CAST(a AS {})", around("", "INT", " ARRAY")),
        format!("CREATE TABLE t (a {})", around("ROW<a ", "INT", ">")),
        around("EXPLAIN ", "SELECT 1", ""),
        "(".repeat(n),
        "(SELECT ".repeat(n),
    ]
}

#[test]
fn whatever_nests_too_deeply_is_refused() {
    for script in repeated(10_000) {
        let error = parse_script(&script).expect_err(&script[..60]);
        let bounded = error.message.contains(&NESTING_MAX.to_string()) || error.message.contains(&HEIGHT_MAX.to_string());
        assert!(bounded || script.starts_with("EXPLAIN EXPLAIN"), "{}: {error}", &script[..60]);
    }
}

#[test]
fn trees_up_to_the_bounds_can_be_copied_and_dropped() {
    let mut deepest = vec![0; repeated(1).len()];
    for n in (1..NESTING_MAX).step_by(7).chain((NESTING_MAX..HEIGHT_MAX).step_by(50)) {
        for (script, deepest) in repeated(n).iter().zip(&mut deepest) {
            if let Ok(statements) = parse_script(script) {
                assert!(statements == statements.clone());
                *deepest = n;
            }
        }
    }
    let useful = deepest.iter().filter(|&&n| n >= 40).count();
    assert!(useful >= deepest.len() - 5, "{deepest:?}");
}

#[test]
fn long_flat_chains_are_trees() {
    let chain = |word: &str| format!("SELECT * FROM t WHERE a = 0{}", format!(" {word} a = 1").repeat(20_000));
    let list = format!("SELECT * FROM t WHERE a IN (0{})", ", 1".repeat(20_000));
    let rows = format!("VALUES (0){}", ", (1)".repeat(20_000));
    let case = format!("SELECT CASE a{} END", " WHEN 1 THEN 2".repeat(20_000));
    for script in [chain("AND"), chain("OR"), list, rows, case] {
        assert_eq!(parse_script(&script).map(|statements| statements.len()), Ok(1));
    }
}

/// A small generator of numbers below a bound (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// Characters that begin, end or confuse tokens.
const ODD: [&str; 20] =
    ["'", "`", "\"", "(", ")", "/*", "*/", "/*+", "--", ";", "\0", "é", "日", "U&'", "\\", "E'", "=>", "<", "\u{feff}", "\n"];

/// One change somewhere in a script: a piece removed, doubled, moved, or something odd put in.
fn mutate(script: &mut String, dice: &mut Dice) {
    let boundaries: Vec<usize> = script.char_indices().map(|(i, _)| i).chain([script.len()]).collect();
    let at = boundaries[dice.below(boundaries.len())];
    let other = boundaries[dice.below(boundaries.len())];
    let (from, to) = (at.min(other), at.max(other));
    let to = if dice.below(4) > 0 { boundaries.iter().copied().find(|&b| b >= to.min(from + 8)).unwrap_or(to) } else { to };
    match dice.below(5) {
        0 => script.replace_range(from..to, ""),
        1 => {
            let piece = script[from..to].to_owned();
            script.insert_str(at, &piece);
        }
        2 => script.insert_str(at, ODD[dice.below(ODD.len())]),
        3 => script.replace_range(from..to, ODD[dice.below(ODD.len())]),
        _ => script.truncate(at),
    }
}

#[test]
fn no_input_panics_and_errors_point_into_the_script() {
    let samples: Vec<String> = cases(SHAPES).into_iter().chain(cases(ERRORS)).map(|(sql, _)| sql).collect();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut parsed = 0;
    for round in 0..20_000 {
        let mut script = samples[dice.below(samples.len())].clone();
        if dice.below(4) == 0 {
            script.push_str(&samples[dice.below(samples.len())]);
        }
        (0..=dice.below(3)).for_each(|_| mutate(&mut script, &mut dice));
        match parse_script(&script) {
            Ok(statements) => {
                parsed += 1;
                assert!(statements.iter().all(|s| script.get(s.span.start..s.span.end).is_some()), "round {round}: {script}");
            }
            Err(error) => {
                let span = error.span.unwrap_or_else(|| panic!("round {round}: {error} without a place: {script}"));
                assert!(script.get(span.start..span.end).is_some(), "round {round}: {span:?} outside of {script}");
                assert!(error.render(&script, "job.sql").starts_with("job.sql:"), "round {round}");
            }
        }
    }
    assert!(parsed > 1_000, "{parsed}");
}
