//! Typed expressions, and how a call becomes one.

use crate::operand::{KernelRef, Moment, Operand};
use crate::register::{self, Call, Family, Function, Resolution};
use crate::scalar::cast::read::cut_time;
use crate::scalar::cast::write::fit_text;
use crate::user::UserCall;
use crate::{Session, scalar};
use std::fmt;
use std::sync::Arc;
use waterwheel_types::column::column_of;
use waterwheel_types::{DataType, Kind, Value, value_at};

/// An expression whose types are settled.
#[derive(Clone, Debug)]
pub struct Expr {
    /// The type of its value.
    pub data_type: DataType,
    /// What it computes.
    pub node: Node,
}

/// The forms of an expression.
#[derive(Clone, Debug)]
pub enum Node {
    /// A column of the input, by position.
    Column(usize),
    /// A constant, and how it came about.
    Literal(Value, Origin),
    /// A field of a ROW, by position; NULL when the row is.
    Field(Box<Expr>, usize),
    /// A function's kernel applied to arguments that already have the types it was resolved with.
    Call(&'static Function, KernelRef, Vec<Expr>),
    /// The same of a function that the program brings along.
    UserCall(UserCall, Vec<Expr>),
    /// Three-valued AND, from left to right, of at least two; what follows a false one is not evaluated if it could fail.
    And(Vec<Expr>),
    /// Three-valued OR, likewise.
    Or(Vec<Expr>),
    /// The value of the first branch whose condition is true, else the last; only chosen branches are evaluated. All
    /// values have the type of the whole.
    Case(Vec<(Expr, Expr)>, Box<Expr>),
}

/// How a constant came about, which decides how much of it is left where it is used.
#[derive(Clone, Debug)]
pub enum Origin {
    /// It is written down, with the digits of its type.
    Written,
    /// It was computed of other constants: it has all its digits until it is written down.
    Computed,
    /// The FLOAT or DOUBLE of this number: further casts read the number.
    Number(Box<Expr>),
    /// The DOUBLE of a text: a DECIMAL made of it has its digits to the last bit.
    Exact,
}

/// Why a call is refused; the binder adds where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What is wrong: what the function takes, what it got.
    pub message: String,
    /// What to do about it, when we know.
    pub hint: Option<String>,
}

impl Mismatch {
    /// A refusal without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Mismatch { message: message.into(), hint: None }
    }

    /// The same refusal with what to do about it.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Mismatch { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The days of 0001-01-01 and 9999-12-31 since 1970-01-01.
const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_896;

impl Expr {
    /// A column of the input.
    pub fn column(index: usize, data_type: DataType) -> Expr {
        Expr { data_type, node: Node::Column(index) }
    }

    /// A constant; `value` must be of `data_type`.
    pub fn literal(value: Value, data_type: DataType) -> Expr {
        Expr { data_type, node: Node::Literal(value, Origin::Written) }
    }

    /// TRUE or FALSE.
    pub fn boolean(value: bool) -> Expr {
        Expr::literal(Value::Boolean(value), Kind::Boolean.not_null())
    }

    /// NULL of a type.
    pub fn null(kind: Kind) -> Expr {
        Expr::literal(Value::Null, kind.nullable())
    }

    /// A field of a ROW by position.
    pub fn field(self, index: usize) -> Expr {
        let field = &self.data_type.row_fields()[index].data_type;
        let data_type = field.with_nullable(field.nullable || self.data_type.nullable);
        Expr { data_type, node: Node::Field(Box::new(self), index) }
    }

    /// The call of a function by its SQL name (`SUBSTRING`, `+`, `IS NULL`): arguments are checked and coerced, constants folded.
    pub fn call(name: &str, arguments: Vec<Expr>, session: &Session) -> Result<Expr, Mismatch> {
        let function = register::find(name).ok_or_else(|| Mismatch::new(format!("there is no function {name}")))?;
        Expr::apply(function, arguments, session)
    }

    /// The call of a function of the register.
    pub fn apply(function: &'static Function, arguments: Vec<Expr>, session: &Session) -> Result<Expr, Mismatch> {
        let call = Call { function, arguments: &arguments, session };
        match (function.resolve)(&call)? {
            Resolution::Rewrite(expr) => Ok(expr),
            Resolution::Kernel { parameters, result, kernel } => {
                debug_assert_eq!(parameters.len(), arguments.len(), "{}: one type per argument", function.name);
                let coerce = if casts_openly(function) { Expr::cast_openly } else { Expr::coerce };
                let arguments = written_down(function, arguments)
                    .zip(&parameters)
                    .map(|(argument, wanted)| coerce(argument, wanted, session))
                    .collect::<Result<Vec<_>, _>>()?;
                Expr { data_type: result, node: Node::Call(function, kernel, arguments) }.fold().holdable()
            }
        }
    }

    /// AND of these conditions; nested ANDs are flattened.
    pub fn and(conditions: Vec<Expr>) -> Expr {
        Self::connective(conditions, Node::And, |node| match node {
            Node::And(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// OR of these conditions; nested ORs are flattened. What leaves out no range of numbers is said without ranges.
    pub fn or(conditions: Vec<Expr>) -> Expr {
        let any = Self::connective(conditions, Node::Or, |node| match node {
            Node::Or(inner) => Ok(inner),
            other => Err(other),
        });
        match &any.node {
            Node::Or(conditions) if scalar::logical::include_opposites(conditions) => Expr::boolean(true),
            Node::Or(conditions) => scalar::comparison::without_ranges(conditions).unwrap_or(any),
            _ => any,
        }
    }

    fn connective(conditions: Vec<Expr>, make: fn(Vec<Expr>) -> Node, open: fn(Node) -> Result<Vec<Expr>, Node>) -> Expr {
        let mut flat = Vec::with_capacity(conditions.len());
        for condition in conditions {
            let data_type = condition.data_type;
            match open(condition.node) {
                Ok(inner) => flat.extend(inner),
                Err(node) => flat.push(Expr { data_type, node }),
            }
        }
        if flat.len() == 1 {
            return flat.remove(0);
        }
        let nullable = flat.iter().any(|e| e.data_type.nullable);
        Expr { data_type: Kind::Boolean.nullable().with_nullable(nullable), node: make(flat) }
    }

    /// The implicit cast to a type; nothing when only nullability differs.
    pub fn coerce(self, wanted: &DataType, session: &Session) -> Result<Expr, Mismatch> {
        if self.data_type.kind == wanted.kind {
            return Ok(self);
        }
        scalar::cast::cast_as_it_is(self, wanted, scalar::cast::Mode::Cast, session)
    }

    /// The implicit cast where Flink's planner makes one that it knows as one, as if it were written.
    pub(crate) fn cast_openly(self, wanted: &DataType, session: &Session) -> Result<Expr, Mismatch> {
        if self.data_type.kind == wanted.kind {
            return Ok(self);
        }
        scalar::cast::cast(self, wanted, scalar::cast::Mode::Cast, session)
    }

    /// The constant that this is, if it is one.
    pub fn as_literal(&self) -> Option<&Value> {
        match &self.node {
            Node::Literal(value, _) => Some(value),
            _ => None,
        }
    }

    /// Whether evaluating some row can fail.
    pub fn can_fail(&self) -> bool {
        let own = match &self.node {
            Node::Call(_, kernel, _) | Node::UserCall(UserCall { kernel, .. }, _) => kernel.can_fail(),
            _ => false,
        };
        own || self.children().into_iter().any(Expr::can_fail)
    }

    /// The expressions directly below this one.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.node {
            Node::Column(_) | Node::Literal(..) => Vec::new(),
            Node::Field(of, _) => vec![of],
            Node::Call(_, _, arguments) | Node::UserCall(_, arguments) => arguments.iter().collect(),
            Node::And(conditions) | Node::Or(conditions) => conditions.iter().collect(),
            Node::Case(branches, otherwise) => branches.iter().flat_map(|(when, then)| [when, then]).chain([&**otherwise]).collect(),
        }
    }

    /// The same expression over other columns: `Column(i)` becomes `replace(i)`. What becomes a constant by it is computed, and what
    /// is said otherwise of other operands is ([`Expr::is_said_otherwise`]).
    pub fn map_columns(self, replace: &mut dyn FnMut(usize, DataType) -> Expr) -> Expr {
        let Expr { data_type, node } = self;
        let mut each = |list: Vec<Expr>| list.into_iter().map(|e| e.map_columns(replace)).collect::<Vec<_>>();
        let node = match node {
            Node::Column(index) => return replace(index, data_type).planned().evaluated(),
            constant @ Node::Literal(..) => constant,
            Node::Field(of, index) => Node::Field(Box::new(of.map_columns(replace)), index),
            // Where the cast was there before, it is an implicit one, which the planner does not know.
            Node::Call(function, kernel, arguments) if function.name == "CAST" && !matches!(arguments[0].node, Node::Column(_)) => {
                return Expr { data_type, node: Node::Call(function, kernel, each(arguments)) }.fold();
            }
            Node::Call(function, kernel, arguments) => {
                return Expr { data_type, node: Node::Call(function, kernel, each(arguments)) }.fold().said();
            }
            Node::UserCall(call, arguments) => return Expr { data_type, node: Node::UserCall(call, each(arguments)) }.fold(),
            Node::And(conditions) => Node::And(each(conditions)),
            Node::Or(conditions) => Expr::or(each(conditions)).node,
            Node::Case(branches, otherwise) => Node::Case(
                branches.into_iter().map(|(w, t)| (w.map_columns(replace), t.map_columns(replace))).collect(),
                Box::new(otherwise.map_columns(replace)),
            ),
        };
        Expr { data_type, node }
    }

    /// Whether this call of a result of `wanted` would not have become one of these arguments: NOT of a comparison, a comparison of
    /// something with itself, a cast of a number that was cast to a text, JSON of what is JSON itself.
    pub fn is_said_otherwise(function: &Function, arguments: &[Expr], wanted: &Kind) -> bool {
        match function.name {
            "CAST" => scalar::cast::number_behind(&arguments[0], wanted).is_some(),
            "NOT" => scalar::logical::has_opposite(&arguments[0]),
            "=" | "<>" | "<" | "<=" | ">" | ">=" => arguments[0].same(&arguments[1]),
            "JSON_ARRAY" | "JSON_OBJECT" => arguments.iter().any(scalar::json::is_json),
            _ => false,
        }
    }

    /// What the call becomes that [`is_said_otherwise`](Self::is_said_otherwise). The arguments have the types that it takes, so no
    /// setting of a session matters.
    fn said(self) -> Expr {
        match &self.node {
            Node::Call(function, _, arguments) if Self::is_said_otherwise(function, arguments, &self.data_type.kind) => {
                let said = match function.name {
                    "CAST" => arguments[0].clone().cast_openly(&self.data_type, &Session::default()),
                    _ => Expr::apply(function, arguments.clone(), &Session::default()),
                };
                said.map_or_else(|_| self.clone(), |said| Expr { data_type: self.data_type.clone(), ..said })
            }
            _ => self,
        }
    }

    /// The positions of the columns that it reads, ascending.
    pub fn references(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.visit(&mut |expr| {
            if let Node::Column(index) = expr.node {
                found.push(index);
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether the same row always gives the same value.
    pub fn is_deterministic(&self) -> bool {
        let own = match &self.node {
            Node::Call(function, ..) => function.deterministic,
            Node::UserCall(call, _) => call.function.is_deterministic(),
            _ => true,
        };
        own && self.children().into_iter().all(Expr::is_deterministic)
    }

    /// Calls `see` with this expression and every one below it.
    pub fn visit(&self, see: &mut dyn FnMut(&Expr)) {
        see(self);
        for child in self.children() {
            child.visit(see);
        }
    }

    /// Whether two expressions compute the same: equal trees that do not depend on when they are evaluated.
    pub fn same(&self, other: &Expr) -> bool {
        self.same_form(other) && self.is_deterministic()
    }

    /// Whether two expressions are equal trees. A kernel follows from its function and arguments.
    pub fn same_form(&self, other: &Expr) -> bool {
        let forms = match (&self.node, &other.node) {
            (Node::Column(a), Node::Column(b)) => a == b,
            (Node::Literal(a, _), Node::Literal(b, _)) => a.is_identical(b),
            (Node::Field(_, a), Node::Field(_, b)) => a == b,
            (Node::Call(a, ..), Node::Call(b, ..)) => std::ptr::eq(*a, *b),
            (Node::UserCall(a, _), Node::UserCall(b, _)) => Arc::ptr_eq(&a.function, &b.function),
            (Node::And(_), Node::And(_)) | (Node::Or(_), Node::Or(_)) | (Node::Case(..), Node::Case(..)) => true,
            _ => false,
        };
        let (own, others) = (self.children(), other.children());
        forms && self.data_type == other.data_type && own.len() == others.len() && own.into_iter().zip(others).all(|(a, b)| a.same_form(b))
    }

    /// Computes a call of constants now, as Flink does when it plans. One that has no value (`CAST('x' AS INT)`) stays as it is:
    /// it fails for the first row that needs it. A ROW stays as well, and with it all that is computed of it.
    pub(crate) fn fold(self) -> Expr {
        let (deterministic, kernel, arguments) = match &self.node {
            Node::Call(function, kernel, arguments) => (function.deterministic, kernel, arguments),
            Node::UserCall(call, arguments) => (call.function.is_deterministic(), &call.kernel, arguments),
            _ => return self,
        };
        let is_row = matches!(&self.node, Node::Call(function, ..) if function.name == "ROW");
        if !deterministic || is_row || !arguments.iter().all(|a| a.as_literal().is_some()) {
            return self;
        }
        let operands: Vec<Operand> = arguments.iter().map(|a| Operand::constant(column_of(&a.data_type, a.as_literal()))).collect();
        let Ok(column) = kernel.call(&operands, 1, Moment { wall_ms: 0, watermark: i64::MIN }) else { return self };
        let value = value_at(&column, &self.data_type, 0);
        let nullable = self.data_type.nullable || value.is_null();
        Expr { data_type: self.data_type.with_nullable(nullable), node: Node::Literal(value, Origin::Computed) }
    }

    /// A constant as Flink's planner writes it down once it is the argument of something that is none.
    pub(crate) fn planned(self) -> Expr {
        self.cut().without_number()
    }

    /// A constant with the digits and the length of its type; a number that was cast stays that number.
    pub(crate) fn cut(self) -> Expr {
        let kind = &self.data_type.kind;
        let loses_digits = *kind == Kind::Float || kind.is_timestamp() || kind.is_text() || matches!(kind, Kind::Time(_));
        match &self.node {
            Node::Literal(value, Origin::Computed) if loses_digits => Expr::literal(as_planned(value, kind), self.data_type),
            _ => self,
        }
    }

    /// A constant of which further casts read the value, whatever number it comes from.
    pub(crate) fn without_number(self) -> Expr {
        match self.node {
            Node::Literal(value, Origin::Number(_) | Origin::Exact) => Expr::literal(value, self.data_type),
            _ => self,
        }
    }

    /// A constant of another query: to further casts it is a value, even where it is a number of the script. (A text that a cast of
    /// before Flink 1.15 left longer than its type stays that long.)
    fn evaluated(self) -> Expr {
        match self.node {
            Node::Literal(value, Origin::Written) if self.data_type.kind != Kind::Float && !self.data_type.kind.is_text() => {
                Expr { node: Node::Literal(value, Origin::Computed), ..self }
            }
            _ => self,
        }
    }

    /// Refuses a constant that Flink's planner cannot hold, though a column can.
    pub(crate) fn holdable(self) -> Result<Expr, Mismatch> {
        match self.as_literal() {
            Some(Value::Date(days)) if !(FIRST_DAY..=LAST_DAY).contains(days) => {
                Err(Mismatch::new("this date is out of range: a constant is of the years 1 to 9999"))
            }
            Some(Value::Float(value)) if !value.is_finite() => {
                Err(Mismatch::new(format!("a FLOAT constant is a finite number, not {value}")))
            }
            _ => Ok(self),
        }
    }
}

/// Whether arguments are cast to the common type as if the casts were written. Most functions convert them on their own.
fn casts_openly(function: &Function) -> bool {
    matches!(function.name, "=" | "<>" | "IN" | "NOT IN" | "ARRAY" | "MAP")
}

/// The arguments of a call. Comparisons and arithmetic take constants as they are written down, the fields of a ROW are
/// written down each. Flink casts those of `=`, `<>` and other functions to the common type first, so that digits beyond
/// their own type's count; those of a text count in `=`, `<>`, ARRAY and MAP only.
fn written_down(function: &Function, arguments: Vec<Expr>) -> impl Iterator<Item = Expr> {
    let as_they_are = match function.name {
        "=" | "<>" => true,
        "GREATEST" | "LEAST" | "ROW" => false,
        _ => !matches!(function.family, Family::Comparison | Family::Arithmetic),
    };
    let texts_as_they_are = matches!(function.name, "=" | "<>" | "ARRAY" | "MAP");
    let computed = function.name != "ROW" && arguments.iter().all(|a| a.as_literal().is_some());
    arguments.into_iter().map(move |argument| match (as_they_are, computed) {
        (true, true) => argument,
        (true, false) if argument.data_type.kind.is_text() && !texts_as_they_are => argument.cut(),
        (true, false) => argument,
        (false, true) => argument.without_number(),
        (false, false) => argument.planned(),
    })
}

/// A constant as Flink's planner writes it down once it has computed it: with the digits of a second that its type has, a
/// FLOAT with seven digits, a text as long as its type is at most. While it is a part of a larger constant it has them all: `TIMESTAMP '…:00' + INTERVAL '0.6'
/// SECOND` is :00, with the interval twice :01.
pub(crate) fn as_planned(value: &Value, kind: &Kind) -> Value {
    match (value, kind) {
        (Value::Timestamp(point), Kind::Timestamp(precision) | Kind::TimestampLtz(precision)) => {
            Value::Timestamp(point.truncate(*precision))
        }
        (Value::Time(millis), Kind::Time(precision)) => Value::Time(cut_time(*millis, *precision)),
        (Value::String(text), Kind::Char(length) | Kind::VarChar(length)) => Value::String(fit_text(text, &Kind::VarChar(*length))),
        (Value::Float(number), _) => Value::Float(seven_digits(*number).parse().unwrap_or(*number)),
        _ => value.clone(),
    }
}

/// A FLOAT as Flink's planner writes one down: a decimal number of seven digits.
pub(crate) fn seven_digits(number: f32) -> String {
    format!("{:.6e}", f64::from(number))
}

/// How `explain` shows an expression: a column by its name, `$0` where it has none.
pub struct Named<'a> {
    expr: &'a Expr,
    names: &'a [String],
}

impl Expr {
    /// The expression as text, over columns of these names.
    pub fn named<'a>(&'a self, names: &'a [String]) -> Named<'a> {
        Named { expr: self, names }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.named(&[]).fmt(f)
    }
}

impl Named<'_> {
    fn part<'e>(&'e self, expr: &'e Expr) -> Named<'e> {
        Named { expr, names: self.names }
    }

    fn list(&self, f: &mut fmt::Formatter<'_>, parts: &[Expr], between: &str) -> fmt::Result {
        f.write_str("(")?;
        for (i, part) in parts.iter().enumerate() {
            write!(f, "{}{}", if i == 0 { "" } else { between }, self.part(part))?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data_type = &self.expr.data_type;
        match &self.expr.node {
            Node::Column(index) => match self.names.get(*index) {
                Some(name) => f.write_str(name),
                None => write!(f, "${index}"),
            },
            Node::Literal(value, _) => write!(f, "{}", scalar::cast::literal_text(value, data_type)),
            Node::Field(of, index) => write!(f, "{}.{}", self.part(of), of.data_type.row_fields()[*index].name),
            Node::And(conditions) => self.list(f, conditions, " AND "),
            Node::Or(conditions) => self.list(f, conditions, " OR "),
            Node::Case(branches, otherwise) => {
                f.write_str("CASE")?;
                for (when, then) in branches {
                    write!(f, " WHEN {} THEN {}", self.part(when), self.part(then))?;
                }
                write!(f, " ELSE {} END", self.part(otherwise))
            }
            Node::Call(function, _, arguments) if function.name == "CAST" || function.name == "TRY_CAST" => {
                write!(f, "{}({} AS {})", function.name, self.part(&arguments[0]), data_type.kind)
            }
            Node::Call(function, _, arguments) if arguments.len() == 2 && !function.name.starts_with(char::is_alphabetic) => {
                write!(f, "({} {} {})", self.part(&arguments[0]), function.name, self.part(&arguments[1]))
            }
            Node::Call(Function { name, .. }, _, arguments) => {
                f.write_str(name)?;
                self.list(f, arguments, ", ")
            }
            Node::UserCall(UserCall { name, .. }, arguments) => {
                f.write_str(name)?;
                self.list(f, arguments, ", ")
            }
        }
    }
}
