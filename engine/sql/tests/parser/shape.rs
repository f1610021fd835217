//! A syntax tree as one line of text: calls and operators as `(operator operands)`, lists as `[a b]`, whatever was not
//! written left out. Spans do not show.

use waterwheel_sql::ast::*;

/// The statements of a script, one line each.
pub fn script(statements: &[Statement]) -> String {
    statements.iter().map(statement).collect::<Vec<_>>().join("\n")
}

/// Words in parentheses, empty ones left out.
fn call(words: impl IntoIterator<Item = String>) -> String {
    format!("({})", words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" "))
}

fn list<T>(items: &[T], show: impl Fn(&T) -> String) -> String {
    format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(" "))
}

/// A labelled list; nothing if it is empty.
fn listed<T>(label: &str, items: &[T], show: impl Fn(&T) -> String) -> String {
    if items.is_empty() { String::new() } else { format!("{label}{}", list(items, show)) }
}

fn opt<T>(label: &str, item: &Option<T>, show: impl Fn(&T) -> String) -> String {
    item.as_ref().map_or(String::new(), |item| format!("{label}{}", show(item)))
}

fn flag(label: &str, set: bool) -> String {
    if set { label.to_string() } else { String::new() }
}

fn debug<T: std::fmt::Debug>(item: &T) -> String {
    format!("{item:?}")
}

fn ident(ident: &Ident) -> String {
    ident.text.clone()
}

fn name(name: &Name) -> String {
    name.to_string()
}

fn string(literal: &StringLiteral) -> String {
    format!("'{}'", literal.value)
}

fn key_value(pair: &KeyValue) -> String {
    format!("{}={}", pair.key.value, pair.value.value)
}

fn hint(hint: &Hint) -> String {
    let arg = |arg: &HintArg| match arg {
        HintArg::KeyValue(pair) => key_value(pair),
        HintArg::Name(n) => name(n),
        HintArg::String(s) => string(s),
        HintArg::Number(text, _) => text.clone(),
    };
    format!("{}{}", hint.name.text, listed("", &hint.args, arg))
}

fn statement(statement: &Statement) -> String {
    match &statement.kind {
        StatementKind::Query(q) => query(q),
        StatementKind::Insert(i) => insert(i),
        StatementKind::StatementSet(set) => call(["set".into(), list(set, insert)]),
        StatementKind::CreateTable(table) => create_table(table),
        StatementKind::CreateView(view) => call([
            "view".into(),
            flag("or-replace", view.or_replace),
            flag("temporary", view.temporary),
            flag("if-not-exists", view.if_not_exists),
            name(&view.name),
            listed("", &view.columns, ident),
            opt("comment=", &view.comment, string),
            query(&view.query),
        ]),
        StatementKind::CreateDatabase(database) => call([
            "database".into(),
            flag("if-not-exists", database.if_not_exists),
            name(&database.name),
            opt("comment=", &database.comment, string),
            listed("with", &database.options, key_value),
        ]),
        StatementKind::CreateCatalog(catalog) => call([
            "catalog".into(),
            flag("if-not-exists", catalog.if_not_exists),
            ident(&catalog.name),
            opt("comment=", &catalog.comment, string),
            listed("with", &catalog.options, key_value),
        ]),
        StatementKind::CreateFunction(function) => create_function(function),
        StatementKind::Drop(drop) => call([
            "drop".into(),
            debug(&drop.kind),
            flag("temporary", drop.temporary),
            flag("system", drop.system),
            flag("if-exists", drop.if_exists),
            name(&drop.name),
            flag("cascade", drop.cascade),
        ]),
        StatementKind::AlterTable(alter) => {
            call(["alter".into(), flag("if-exists", alter.if_exists), name(&alter.name), alter_action(&alter.action)])
        }
        StatementKind::RenameView(from, to) => call(["rename-view".into(), name(from), name(to)]),
        StatementKind::AlterView(view, body) => call(["alter-view".into(), name(view), query(body)]),
        StatementKind::AlterCatalog(alter) => call(["alter-catalog".into(), ident(&alter.name), alter_catalog(&alter.action)]),
        StatementKind::AlterDatabase(database) => call(["alter-database".into(), name(database)]),
        StatementKind::UseCatalog(catalog) => call(["use-catalog".into(), ident(catalog)]),
        StatementKind::UseModules(modules) => format!("use-modules{}", list(modules, ident)),
        StatementKind::UseDatabase(database) => call(["use".into(), name(database)]),
        StatementKind::Analyze(analyze) => call([
            "analyze".into(),
            name(&analyze.table),
            listed("partition", &analyze.partition, ident),
            listed("", &analyze.columns, ident),
        ]),
        StatementKind::Explain(explain) => {
            call(["explain".into(), listed("", &explain.details, debug), self::statement(&explain.statement)])
        }
        StatementKind::Describe { kind, name: n, extended } => call(["describe".into(), debug(kind), flag("extended", *extended), name(n)]),
        StatementKind::Show(show) => call([
            "show".into(),
            match &show.what {
                ShowKind::CreateTable(n) => format!("create-table {n}"),
                ShowKind::CreateView(n) => format!("create-view {n}"),
                ShowKind::Partitions(n, spec) => format!("partitions {n}{}", opt(" ", spec, partition_spec)),
                ShowKind::CreateCatalog(n) => format!("create-catalog {}", n.text),
                other => debug(other),
            },
            opt("from=", &show.scope, name),
            opt("", &show.like, |like| {
                let word = if like.ignores_case { "ilike" } else { "like" };
                format!("{}{word}={}", flag("not-", like.negated), string(&like.pattern))
            }),
        ]),
        StatementKind::Set(pair) => call(["set".into(), opt("", pair, key_value)]),
        StatementKind::Reset(key) => call(["reset".into(), opt("", key, string)]),
    }
}

fn alter_action(action: &AlterTableAction) -> String {
    match action {
        AlterTableAction::Rename(to) => format!("rename={to}"),
        AlterTableAction::SetOptions(options) => format!("set{}", list(options, key_value)),
        AlterTableAction::ResetOptions(keys) => format!("reset{}", list(keys, string)),
        AlterTableAction::Add(elements) => call(["add".into(), alter_elements(elements)]),
        AlterTableAction::Modify(elements) => call(["modify".into(), alter_elements(elements)]),
        AlterTableAction::DropColumns(columns) => format!("drop{}", list(columns, ident)),
        AlterTableAction::DropKey(constraint, _) => format!("drop-key{}", opt("=", constraint, ident)),
        AlterTableAction::DropWatermark(_) => "drop-watermark".into(),
        AlterTableAction::AddDistribution(distribution) => format!("add {}", self::distribution(distribution)),
        AlterTableAction::ModifyDistribution(distribution) => format!("modify {}", self::distribution(distribution)),
        AlterTableAction::DropDistribution(_) => "drop-distribution".into(),
        AlterTableAction::AddPartitions { if_not_exists, partitions } => {
            call(["add".into(), flag("if-not-exists", *if_not_exists), list(partitions, partition_spec)])
        }
        AlterTableAction::DropPartitions { if_exists, partitions } => {
            call(["drop".into(), flag("if-exists", *if_exists), list(partitions, partition_spec)])
        }
        AlterTableAction::RenameColumn { from, to } => format!("rename {}={}", from.text, to.text),
    }
}

fn partition_spec(spec: &PartitionSpec) -> String {
    listed("partition", &spec.values, |p| format!("{}={}", p.column.text, expr(&p.value)))
}

fn alter_catalog(action: &AlterCatalogAction) -> String {
    match action {
        AlterCatalogAction::Set(options) => format!("set{}", list(options, key_value)),
        AlterCatalogAction::Reset(keys) => format!("reset{}", list(keys, string)),
        AlterCatalogAction::Comment(comment) => format!("comment={}", string(comment)),
    }
}

fn distribution(d: &Distribution) -> String {
    call(["distributed".into(), opt("", &d.kind, ident), listed("", &d.columns, ident), opt("", &d.buckets, u32::to_string)])
}

fn alter_elements(elements: &AlterElements) -> String {
    let place = |(column, after): &(Ident, Option<Ident>)| match after {
        Some(after) => format!("{} after {}", column.text, after.text),
        None => format!("{} first", column.text),
    };
    format!("{}{}", create_table(&elements.declared), listed(" places", &elements.places, place))
}

fn create_function(function: &CreateFunction) -> String {
    call([
        "function".into(),
        flag("or-replace", function.or_replace),
        flag("temporary", function.temporary),
        flag("system", function.system),
        flag("if-not-exists", function.if_not_exists),
        name(&function.name),
        string(&function.implementation),
        opt("language=", &function.language, ident),
        listed("jars", &function.resources, string),
        listed("with", &function.options, key_value),
    ])
}

fn insert(insert: &Insert) -> String {
    call([
        if insert.overwrite { "overwrite".into() } else { "insert".into() },
        name(&insert.table),
        listed("hints", &insert.hints, hint),
        listed("partition", &insert.partition, |p| format!("{}={}", p.column.text, expr(&p.value))),
        listed("", &insert.columns, name),
        query(&insert.query),
        opt("on-conflict=", &insert.on_conflict, debug),
    ])
}

fn create_table(table: &CreateTable) -> String {
    call([
        "table".into(),
        flag("or-replace", table.or_replace),
        flag("temporary", table.temporary),
        flag("if-not-exists", table.if_not_exists),
        name(&table.name),
        listed("", &table.columns, column),
        listed("order", &table.column_order, ident),
        opt("", &table.watermark, |w| format!("(watermark {} {})", w.column, expr(&w.expr))),
        listed("keys", &table.constraints, constraint),
        opt("comment=", &table.comment, string),
        opt("", &table.distribution, distribution),
        listed("partitioned", &table.partitioned_by, ident),
        listed("with", &table.options, key_value),
        opt("", &table.like, |l| {
            format!("(like {}{})", l.source, listed(" ", &l.options, |o| format!("{:?}-{:?}", o.strategy, o.feature)))
        }),
        opt("as=", &table.query, query),
    ])
}

fn column(column: &Column) -> String {
    let kind = match &column.kind {
        ColumnKind::Physical(t) => data_type(t),
        ColumnKind::Computed(e) => format!("as {}", expr(e)),
        ColumnKind::Metadata { data_type: t, key, is_virtual } => {
            format!("{} metadata{}{}", data_type(t), opt("=", key, string), flag(" virtual", *is_virtual))
        }
    };
    format!("({} {kind}{})", column.name.text, opt(" comment=", &column.comment, string))
}

fn constraint(constraint: &KeyConstraint) -> String {
    let kind = if constraint.primary { "primary" } else { "unique" };
    let enforced = opt("enforced=", &constraint.enforced, bool::to_string);
    call([kind.into(), opt("name=", &constraint.name, ident), list(&constraint.columns, ident), enforced])
}

/// A query; its parts in the order of their clauses.
pub fn query(query: &Query) -> String {
    let body = body(&query.body);
    let plain = query.ctes.is_empty() && query.order_by.is_empty() && query.offset.is_none() && query.limit.is_none();
    if plain {
        return body;
    }
    let cte = |cte: &Cte| format!("{}{} {}", cte.name.text, listed("", &cte.columns, ident), self::query(&cte.query));
    call([
        "query".into(),
        listed("with", &query.ctes, cte),
        body,
        listed("order", &query.order_by, order_item),
        opt("offset=", &query.offset, expr),
        opt("limit=", &query.limit, expr),
    ])
}

fn body(body: &QueryBody) -> String {
    match body {
        QueryBody::Select(s) => select(s),
        QueryBody::Values(values) => call(["values".into(), list(&values.rows, |row| list(row, expr))]),
        QueryBody::Table(n) => format!("(table {n})"),
        QueryBody::SetOperation(op) => {
            let word = format!("{:?}{}", op.op, flag("-all", op.all)).to_lowercase();
            call([word, self::body(&op.left), self::body(&op.right)])
        }
        QueryBody::Query(q) => query(q),
    }
}

fn select(select: &Select) -> String {
    call([
        "select".into(),
        listed("hints", &select.hints, hint),
        opt("", &select.quantifier, |q| debug(q).to_lowercase()),
        list(&select.items, select_item),
        opt("from=", &select.from, table_ref),
        opt("where=", &select.selection, expr),
        opt("group=", &select.group_by, group_by),
        opt("having=", &select.having, expr),
        listed("window", &select.windows, |w| format!("{}={}", w.name.text, window(&w.spec))),
        opt("qualify=", &select.qualify, expr),
    ])
}

fn select_item(item: &SelectItem) -> String {
    match item {
        SelectItem::Wildcard(_) => "*".into(),
        SelectItem::QualifiedWildcard { name: n, .. } => format!("{n}.*"),
        SelectItem::Expr { expr: e, alias } => format!("{}{}", opt("", alias, |a| format!("{}=", a.text)), expr(e)),
    }
}

fn group_by(group: &GroupBy) -> String {
    format!("{}{}", opt("", &group.quantifier, |q| debug(q).to_lowercase()), list(&group.elements, grouping_element))
}

fn grouping_element(element: &GroupingElement) -> String {
    match element {
        GroupingElement::Set(set) => grouping_set(set),
        GroupingElement::Sets(elements, _) => call(["sets".into(), list(elements, grouping_element)]),
        GroupingElement::Rollup(sets, _) => call(["rollup".into(), list(sets, grouping_set)]),
        GroupingElement::Cube(sets, _) => call(["cube".into(), list(sets, grouping_set)]),
    }
}

fn grouping_set(set: &GroupingSet) -> String {
    if set.exprs.len() == 1 { expr(&set.exprs[0]) } else { list(&set.exprs, expr) }
}

fn order_item(item: &OrderItem) -> String {
    let nulls = opt("", &item.nulls_first, |first| if *first { " nulls-first".into() } else { " nulls-last".into() });
    format!("{}{}{nulls}", expr(&item.expr), flag(" desc", item.descending))
}

fn table_ref(table: &TableRef) -> String {
    let kind = match &table.kind {
        TableRefKind::Table { name: n, hints, system_time } => {
            format!("{n}{}{}", listed(" hints", hints, hint), opt(" as-of=", system_time, expr))
        }
        TableRefKind::Query { lateral, query: q } => format!("{}{}", flag("lateral ", *lateral), query(q)),
        TableRefKind::Function { lateral, call } => format!("{}table {}", flag("lateral ", *lateral), function(call)),
        TableRefKind::Unnest { collections, ordinality } => {
            format!("unnest{}{}", list(collections, expr), flag(" ordinality", *ordinality))
        }
        TableRefKind::Join(j) => return join(j),
    };
    match &table.alias {
        Some(alias) => format!("{{{kind} as {}{}}}", alias.name.text, listed("", &alias.columns, ident)),
        None if kind.contains(' ') && !kind.starts_with('(') => format!("{{{kind}}}"),
        None => kind,
    }
}

fn join(join: &Join) -> String {
    let constraint = match &join.constraint {
        JoinConstraint::None => String::new(),
        JoinConstraint::On(e) => format!("on={}", expr(e)),
        JoinConstraint::Using(columns) => format!("using{}", list(columns, ident)),
    };
    let word = format!("{}{}", flag("natural-", join.natural), debug(&join.kind).to_lowercase());
    call([word, table_ref(&join.left), table_ref(&join.right), constraint])
}

fn function(function: &Call) -> String {
    call([
        name(&function.name),
        opt("", &function.quantifier, |q| debug(q).to_lowercase()),
        function.args.iter().map(arg).collect::<Vec<_>>().join(" "),
        listed("order", &function.order_by, order_item),
        opt("nulls=", &function.nulls, |n| debug(n).to_lowercase()),
        listed("within", &function.within_group, order_item),
        opt("filter=", &function.filter, expr),
        opt("over=", &function.over, over),
    ])
}

fn over(over: &Over) -> String {
    match over {
        Over::Name(n) => ident(n),
        Over::Spec(spec) => window(spec),
    }
}

fn window(spec: &WindowSpec) -> String {
    call([
        opt("", &spec.base, ident),
        listed("partition", &spec.partition_by, expr),
        listed("order", &spec.order_by, order_item),
        opt("", &spec.frame, |f| format!("{} {}{}", debug(&f.unit).to_lowercase(), bound(&f.start), opt(" ", &f.end, bound))),
    ])
}

fn bound(bound: &FrameBound) -> String {
    match bound {
        FrameBound::UnboundedPreceding => "unbounded-preceding".into(),
        FrameBound::Preceding(e) => format!("{}-preceding", expr(e)),
        FrameBound::CurrentRow => "current-row".into(),
        FrameBound::Following(e) => format!("{}-following", expr(e)),
        FrameBound::UnboundedFollowing => "unbounded-following".into(),
    }
}

fn arg(arg: &Arg) -> String {
    let value = match &arg.value {
        ArgValue::Expr(e) => expr(e),
        ArgValue::Star => "*".into(),
        ArgValue::Default => "default".into(),
        ArgValue::Descriptor(names) => format!("descriptor{}", list(names, name)),
        ArgValue::Table(table) => {
            let source = match &table.source {
                TableArgSource::Name(n) => name(n),
                TableArgSource::Query(q) => query(q),
            };
            let order = listed("order", &table.order_by, order_item);
            call(["table".into(), source, listed("partition", &table.partition_by, expr), order])
        }
    };
    format!("{}{value}", opt("", &arg.name, |n| format!("{}=>", n.text)))
}

fn unit(unit: &TimeUnit) -> String {
    debug(unit).to_lowercase()
}

fn qualifier(q: &IntervalQualifier) -> String {
    let digits = |d: &u32| format!("({d})");
    let to = opt("-to-", &q.to, unit);
    format!("{}{}{to}{}", unit(&q.from), opt("", &q.precision, digits), opt("", &q.fraction, |d| format!(".({d})")))
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Null => "NULL".into(),
        Literal::Boolean(true) => "TRUE".into(),
        Literal::Boolean(false) => "FALSE".into(),
        Literal::Unknown => "UNKNOWN".into(),
        Literal::Number(text) => text.clone(),
        Literal::String(value) => format!("'{value}'"),
        Literal::Binary(bytes) => format!("x{bytes:02x?}"),
        Literal::Date(text) => format!("(date '{text}')"),
        Literal::Time(text) => format!("(time '{text}')"),
        Literal::Timestamp { text, zone } => format!("(timestamp {}'{text}')", flag("local ", *zone == TimeZoneKind::Local)),
        Literal::Interval { negative, text, qualifier: q } => format!("(interval {}'{text}' {})", flag("-", *negative), qualifier(q)),
    }
}

/// An expression.
pub fn expr(e: &Expr) -> String {
    let not = |negated: &bool| flag("NOT ", *negated);
    match &e.kind {
        ExprKind::Literal(l) => literal(l),
        ExprKind::Name(n) => name(n),
        ExprKind::Field { base, field } => format!("(. {} {})", expr(base), field.text),
        ExprKind::Item { base, index } => format!("(ITEM {} {})", expr(base), expr(index)),
        ExprKind::Call(c) => function(c),
        ExprKind::Niladic(name) => name.text.clone(),
        ExprKind::Unary { op, operand } => {
            let symbol = match op {
                UnaryOp::Plus => "+",
                UnaryOp::Minus => "-",
                UnaryOp::Not => "NOT",
            };
            format!("({symbol} {})", expr(operand))
        }
        ExprKind::Binary { op, left, right, .. } => format!("({} {} {})", op.symbol(), expr(left), expr(right)),
        ExprKind::And(operands) => format!("(AND {})", operands.iter().map(expr).collect::<Vec<_>>().join(" ")),
        ExprKind::Or(operands) => format!("(OR {})", operands.iter().map(expr).collect::<Vec<_>>().join(" ")),
        ExprKind::Is { operand, test, negated } => format!("(IS {}{} {})", not(negated), debug(test).to_uppercase(), expr(operand)),
        ExprKind::IsDistinctFrom { left, right, negated } => {
            format!("(IS {}DISTINCT FROM {} {})", not(negated), expr(left), expr(right))
        }
        ExprKind::Between { operand, low, high, symmetric, negated } => {
            let kind = format!("{}BETWEEN{}", not(negated), flag(" SYMMETRIC", *symmetric));
            format!("({kind} {} {} {})", expr(operand), expr(low), expr(high))
        }
        ExprKind::InList { operand, list: items, negated } => format!("({}IN {} {})", not(negated), expr(operand), list(items, expr)),
        ExprKind::InQuery { operand, query: q, negated } => format!("({}IN {} {})", not(negated), expr(operand), query(q)),
        ExprKind::Like { kind, operand, pattern, escape, negated } => {
            let word = if *kind == LikeKind::Like { "LIKE" } else { "SIMILAR TO" };
            format!("({}{word} {} {}{})", not(negated), expr(operand), expr(pattern), opt(" ", escape, |e| expr(e)))
        }
        ExprKind::Quantified { left, op, quantifier, right } => {
            let right = match right {
                QuantifiedSet::List(items) => list(items, expr),
                QuantifiedSet::Query(q) => query(q),
            };
            format!("({} {} {} {right})", op.symbol(), debug(quantifier).to_uppercase(), expr(left))
        }
        _ => form(e),
    }
}

/// An expression that is no operator.
fn form(e: &Expr) -> String {
    match &e.kind {
        ExprKind::Exists(q) => format!("(EXISTS {})", query(q)),
        ExprKind::Subquery(q) => format!("(query {})", query(q)),
        ExprKind::Case { operand, branches, otherwise } => {
            let branch = |b: &CaseBranch| format!("{}:{}", b.when.iter().map(expr).collect::<Vec<_>>().join(","), expr(&b.then));
            call(["CASE".into(), opt("", operand, |o| expr(o)), list(branches, branch), opt("else=", otherwise, |o| expr(o))])
        }
        ExprKind::Cast { operand, data_type: t, safe } => {
            format!("({} {} {})", if *safe { "TRY_CAST" } else { "CAST" }, expr(operand), data_type(t))
        }
        ExprKind::Extract { unit: u, operand } => format!("(EXTRACT {} {})", unit(u), expr(operand)),
        ExprKind::RoundTo { up, operand, unit: u } => {
            format!("({} {} {})", if *up { "CEIL" } else { "FLOOR" }, expr(operand), unit(u))
        }
        ExprKind::Trim { side, characters, operand } => {
            format!("(TRIM {}{} {})", debug(side).to_uppercase(), opt(" ", characters, |c| expr(c)), expr(operand))
        }
        ExprKind::TimestampAdd { unit: u, count, operand } => format!("(TIMESTAMPADD {} {} {})", unit(u), expr(count), expr(operand)),
        ExprKind::TimestampDiff { unit: u, from, to } => format!("(TIMESTAMPDIFF {} {} {})", unit(u), expr(from), expr(to)),
        ExprKind::IntervalOf { negative, value, qualifier: q } => {
            format!("(interval {}{} {})", flag("-", *negative), expr(value), qualifier(q))
        }
        ExprKind::IntervalBetween { left, right, qualifier: q } => format!("(- {} {} {})", expr(left), expr(right), qualifier(q)),
        ExprKind::Row { explicit, fields } => {
            format!("({} {})", if *explicit { "ROW" } else { "row" }, fields.iter().map(expr).collect::<Vec<_>>().join(" "))
        }
        ExprKind::Array(items) => format!("(ARRAY {})", list(items, expr)),
        ExprKind::ArrayQuery(q) => format!("(ARRAY {})", query(q)),
        ExprKind::Map(pairs) => format!("(MAP {})", list(pairs, |(k, v)| format!("{}:{}", expr(k), expr(v)))),
        ExprKind::MapQuery(q) => format!("(MAP {})", query(q)),
        ExprKind::Multiset(items) => format!("(MULTISET {})", list(items, expr)),
        ExprKind::MultisetQuery(q) => format!("(MULTISET {})", query(q)),
        ExprKind::Json(json) => self::json(json),
        operator => unreachable!("{operator:?} is shown as an operator"),
    }
}

fn json(json: &JsonExpr) -> String {
    let behavior = |b: &JsonValueBehavior| match b {
        JsonValueBehavior::Null => "null".into(),
        JsonValueBehavior::Error => "error".into(),
        JsonValueBehavior::Default(e) => expr(e),
    };
    let pair = |(k, v): &(Expr, Expr)| format!("{}:{}", expr(k), expr(v));
    match json {
        JsonExpr::Exists { input, path, on_error } => call(["JSON_EXISTS".into(), expr(input), expr(path), opt("error=", on_error, debug)]),
        JsonExpr::Value { input, path, returning, on_empty, on_error } => call([
            "JSON_VALUE".into(),
            expr(input),
            expr(path),
            opt("returning=", returning, data_type),
            opt("empty=", on_empty, behavior),
            opt("error=", on_error, behavior),
        ]),
        JsonExpr::Query { input, path, returning, wrapper, on_empty, on_error } => call([
            "JSON_QUERY".into(),
            expr(input),
            expr(path),
            opt("returning=", returning, data_type),
            opt("wrapper=", wrapper, debug),
            opt("empty=", on_empty, debug),
            opt("error=", on_error, debug),
        ]),
        JsonExpr::Object { entries, on_null } => call(["JSON_OBJECT".into(), list(entries, pair), opt("null=", on_null, debug)]),
        JsonExpr::Array { elements, on_null } => call(["JSON_ARRAY".into(), list(elements, expr), opt("null=", on_null, debug)]),
        JsonExpr::ObjectAgg { key, value, on_null } => {
            call(["JSON_OBJECTAGG".into(), format!("{}:{}", expr(key), expr(value)), opt("null=", on_null, debug)])
        }
        JsonExpr::ArrayAgg { element, order_by, on_null } => {
            call(["JSON_ARRAYAGG".into(), expr(element), listed("order", order_by, order_item), opt("null=", on_null, debug)])
        }
    }
}

/// A type; NOT NULL is an exclamation mark, an explicit NULL a question mark.
pub fn data_type(t: &DataType) -> String {
    let size = |word: &str, length: &Option<u32>| format!("{word}{}", opt("", length, |n| format!("({n})")));
    let field = |f: &RowField| format!("{} {}{}", f.name.text, data_type(&f.data_type), opt(" ", &f.comment, string));
    let kind = match &t.kind {
        DataTypeKind::Char(n) => size("char", n),
        DataTypeKind::Varchar(n) => size("varchar", n),
        DataTypeKind::Binary(n) => size("binary", n),
        DataTypeKind::Varbinary(n) => size("varbinary", n),
        DataTypeKind::Decimal { precision, scale } => {
            format!("decimal{}{}", opt("-", precision, u32::to_string), opt(".", scale, u32::to_string))
        }
        DataTypeKind::Time(p) => size("time", p),
        DataTypeKind::Timestamp { precision, zone: TimeZoneKind::Without } => size("timestamp", precision),
        DataTypeKind::Timestamp { precision, zone: TimeZoneKind::Local } => size("timestamp_ltz", precision),
        DataTypeKind::Interval(q) => format!("interval-{}", qualifier(q)),
        DataTypeKind::Array(element) => format!("array<{}>", data_type(element)),
        DataTypeKind::Multiset(element) => format!("multiset<{}>", data_type(element)),
        DataTypeKind::Map(key, value) => format!("map<{},{}>", data_type(key), data_type(value)),
        DataTypeKind::Row(fields) => format!("row{}", list(fields, field)),
        DataTypeKind::Structured { class, fields } => format!("structured {}{}", string(class), list(fields, field)),
        DataTypeKind::Named(n) => format!("`{n}`"),
        plain => debug(plain).to_lowercase(),
    };
    let mark = match t.nullable {
        None => "",
        Some(false) => "!",
        Some(true) => "?",
    };
    format!("{kind}{mark}")
}
