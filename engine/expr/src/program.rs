//! Evaluating an expression over a batch.
//!
//! Columns at a time, bottom up. Where SQL says that something is not evaluated (the branches of a CASE that are not
//! chosen, what stands behind a false AND) and it could fail, it is evaluated for the remaining rows only; where it
//! cannot fail, computing it for all rows is cheaper and gives the same.

use crate::expr::{Expr, Node, Origin, as_planned};
use crate::operand::{Moment, Operand};
use crate::user::UserCall;
use arrow_array::cast::AsArray;
use arrow_array::{Array, BooleanArray};
use arrow_select::filter::filter;
use arrow_select::interleave::interleave;
use waterwheel::Failure;
use waterwheel::expression::{Expression, Input};
use waterwheel_types::column::column_of;
use waterwheel_types::{Column, DataType, new_null_column};

/// A compiled expression.
#[derive(Debug)]
pub struct Program {
    root: Compiled,
    data_type: DataType,
}

/// An expression with its constants as columns and what it needs known in advance.
#[derive(Debug)]
struct Compiled {
    node: Step,
    /// The columns that it reads.
    reads: Vec<usize>,
    can_fail: bool,
}

#[derive(Debug)]
enum Step {
    Column(usize),
    Constant(Column),
    Field(Box<Compiled>, usize),
    Call(crate::KernelRef, Vec<Compiled>),
    /// AND when `until` is false, OR when it is true: evaluation of a row ends at the first operand equal to `until`.
    Connective {
        until: bool,
        operands: Vec<Compiled>,
    },
    Case {
        branches: Vec<(Compiled, Compiled)>,
        otherwise: Box<Compiled>,
        data_type: DataType,
    },
}

impl Program {
    /// Readies an expression for evaluation.
    pub fn new(expr: &Expr) -> Self {
        Program { root: compile(expr), data_type: expr.data_type.clone() }
    }
}

impl Expression for Program {
    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn evaluate(&self, input: &Input<'_>) -> Result<Column, Failure> {
        Ok(self.root.evaluate(input)?.into_column(input.rows))
    }
}

fn compile(expr: &Expr) -> Compiled {
    let node = match &expr.node {
        Node::Column(index) => Step::Column(*index),
        Node::Literal(value, Origin::Computed) => Step::Constant(column_of(&expr.data_type, [&as_planned(value, &expr.data_type.kind)])),
        Node::Literal(value, _) => Step::Constant(column_of(&expr.data_type, [value])),
        Node::Field(of, index) => Step::Field(Box::new(compile(of)), *index),
        Node::Call(_, kernel, arguments) | Node::UserCall(UserCall { kernel, .. }, arguments) => {
            Step::Call(kernel.clone(), arguments.iter().map(compile).collect())
        }
        Node::And(operands) => Step::Connective { until: false, operands: operands.iter().map(compile).collect() },
        Node::Or(operands) => Step::Connective { until: true, operands: operands.iter().map(compile).collect() },
        Node::Case(branches, otherwise) => Step::Case {
            branches: branches.iter().map(|(when, then)| (compile(when), compile(then))).collect(),
            otherwise: Box::new(compile(otherwise)),
            data_type: expr.data_type.clone(),
        },
    };
    Compiled { node, reads: expr.references(), can_fail: expr.can_fail() }
}

impl Compiled {
    fn evaluate(&self, input: &Input<'_>) -> Result<Operand, Failure> {
        match &self.node {
            Step::Column(index) => Ok(Operand::column(input.columns[*index].clone())),
            Step::Constant(column) => Ok(Operand::constant(column.clone())),
            Step::Field(of, index) => Ok(field(of.evaluate(input)?, *index)),
            Step::Call(kernel, arguments) => {
                let operands = arguments.iter().map(|a| a.evaluate(input)).collect::<Result<Vec<_>, _>>()?;
                let moment = Moment { wall_ms: input.wall_ms, watermark: input.watermark };
                Ok(Operand::column(kernel.call(&operands, input.rows, moment)?))
            }
            Step::Connective { until, operands } => Ok(Operand::column(std::sync::Arc::new(connective(*until, operands, input)?))),
            Step::Case { branches, otherwise, data_type } => Ok(Operand::column(case(branches, otherwise, data_type, input)?)),
        }
    }

    /// The result for the rows where `wanted`, in a column of that many values.
    fn evaluate_where(&self, wanted: &BooleanArray, input: &Input<'_>) -> Result<Column, Failure> {
        let rows = wanted.true_count();
        if rows == input.rows {
            return Ok(self.evaluate(input)?.into_column(rows));
        }
        let mut columns = input.columns.to_vec();
        for &index in &self.reads {
            columns[index] = filter(&input.columns[index], wanted).expect("mask and column are equally long");
        }
        Ok(self.evaluate(&Input { columns: &columns, rows, ..*input })?.into_column(rows))
    }
}

/// A field of a ROW; the row's NULLs are the field's too.
fn field(of: Operand, index: usize) -> Operand {
    let rows = of.values().as_struct();
    let column = rows.column(index);
    let column = match rows.nulls() {
        None => column.clone(),
        Some(nulls) => {
            let merged = arrow_buffer::NullBuffer::union(column.nulls(), Some(nulls));
            let data = column.to_data().into_builder().nulls(merged);
            arrow_array::make_array(data.build().expect("only the validity changed"))
        }
    };
    if of.is_constant() { Operand::constant(column) } else { Operand::column(column) }
}

/// Three-valued AND or OR from left to right.
fn connective(until: bool, operands: &[Compiled], input: &Input<'_>) -> Result<BooleanArray, Failure> {
    let mut answers: Vec<Option<bool>> = vec![Some(!until); input.rows];
    for operand in operands {
        if !operand.can_fail {
            let column = operand.evaluate(input)?;
            let values = column.values().as_boolean();
            for (row, answer) in answers.iter_mut().enumerate() {
                let i = column.index(row);
                combine(until, answer, values.is_valid(i).then(|| values.value(i)));
            }
            continue;
        }
        let open = BooleanArray::from_iter(answers.iter().map(|a| Some(*a != Some(until))));
        let column = operand.evaluate_where(&open, input)?;
        let mut values = column.as_boolean().iter();
        for answer in answers.iter_mut().filter(|a| **a != Some(until)) {
            combine(until, answer, values.next().expect("one value per open row"));
        }
    }
    Ok(BooleanArray::from(answers))
}

fn combine(until: bool, answer: &mut Option<bool>, value: Option<bool>) {
    if *answer != Some(until) && value != Some(!until) {
        *answer = value;
    }
}

fn case(branches: &[(Compiled, Compiled)], otherwise: &Compiled, data_type: &DataType, input: &Input<'_>) -> Result<Column, Failure> {
    // `source[row]`: which branch gives the row its value, and where in that branch's column it stands.
    let mut source: Vec<Option<(usize, usize)>> = vec![None; input.rows];
    let mut results: Vec<Column> = Vec::new();
    let last = branches.len();
    for (number, (when, then)) in branches.iter().enumerate() {
        let open = BooleanArray::from_iter(source.iter().map(|s| Some(s.is_none())));
        let condition = when.evaluate_where(&open, input)?;
        let mut chosen = condition.as_boolean().iter().map(|c| c == Some(true));
        let mut position = 0;
        let mask: Vec<bool> = source
            .iter_mut()
            .map(|s| {
                let take = s.is_none() && chosen.next().expect("one condition per open row");
                if take {
                    *s = Some((number, position));
                    position += 1;
                }
                take
            })
            .collect();
        results.push(branch_value(then, &BooleanArray::from(mask), data_type, input)?);
    }
    let open = BooleanArray::from_iter(source.iter().map(|s| Some(s.is_none())));
    results.push(branch_value(otherwise, &open, data_type, input)?);
    for (position, s) in source.iter_mut().filter(|s| s.is_none()).enumerate() {
        *s = Some((last, position));
    }
    let arrays: Vec<&dyn Array> = results.iter().map(|c| c.as_ref()).collect();
    let indices: Vec<(usize, usize)> = source.into_iter().flatten().collect();
    Ok(interleave(&arrays, &indices).expect("branches have one type"))
}

fn branch_value(then: &Compiled, mask: &BooleanArray, data_type: &DataType, input: &Input<'_>) -> Result<Column, Failure> {
    if mask.true_count() == 0 { Ok(new_null_column(data_type, 0)) } else { then.evaluate_where(mask, input) }
}
