//! The register of Nexmark's columns, and how declared columns find theirs.
//!
//! An attribute is a name and the function of the model that makes it. What a query reads is resolved once into a plan of
//! attributes; filling runs column by column.

use super::model::{Kind, Model};
use crate::rows::Generate;
use std::fmt;
use std::ops::Range;
use waterwheel::connector::Scan;
use waterwheel::types::{ColumnBuilder, DataType, Field, Kind as Type, Schema, Timestamp};

/// The columns of the wide table, in words for messages and pages.
pub const COLUMNS: &str = "event_type INT (0 person, 1 auction, 2 bid), \
    person ROW<id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, dateTime TIMESTAMP(3), extra STRING>, \
    auction ROW<id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, dateTime TIMESTAMP(3), \
    expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING>, \
    bid ROW<auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, dateTime TIMESTAMP(3), extra STRING>";

/// What an attribute holds and how it is made from the event's number.
#[derive(Clone, Copy)]
pub(super) enum Make {
    Number(fn(&Model, u64) -> i64),
    Text(fn(&Model, u64, &mut Vec<u8>)),
    Time(fn(&Model, u64) -> i64),
}

/// An attribute of one kind of event.
#[derive(Clone, Copy)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) make: Make,
}

const fn attribute(name: &'static str, make: Make) -> Attribute {
    Attribute { name, make }
}

const PERSON: &[Attribute] = &[
    attribute("id", Make::Number(Model::person_id)),
    attribute("name", Make::Text(Model::person_name)),
    attribute("emailAddress", Make::Text(Model::person_email)),
    attribute("creditCard", Make::Text(Model::person_credit_card)),
    attribute("city", Make::Text(Model::person_city)),
    attribute("state", Make::Text(Model::person_state)),
    attribute("dateTime", Make::Time(Model::date_time)),
    attribute("extra", Make::Text(Model::person_extra)),
];

const AUCTION: &[Attribute] = &[
    attribute("id", Make::Number(Model::auction_id)),
    attribute("itemName", Make::Text(Model::auction_item_name)),
    attribute("description", Make::Text(Model::auction_description)),
    attribute("initialBid", Make::Number(Model::auction_initial_bid)),
    attribute("reserve", Make::Number(Model::auction_reserve)),
    attribute("dateTime", Make::Time(Model::date_time)),
    attribute("expires", Make::Time(Model::auction_expires)),
    attribute("seller", Make::Number(Model::auction_seller)),
    attribute("category", Make::Number(Model::auction_category)),
    attribute("extra", Make::Text(Model::auction_extra)),
];

const BID: &[Attribute] = &[
    attribute("auction", Make::Number(Model::bid_auction)),
    attribute("bidder", Make::Number(Model::bid_bidder)),
    attribute("price", Make::Number(Model::bid_price)),
    attribute("channel", Make::Text(Model::bid_channel)),
    attribute("url", Make::Text(Model::bid_url)),
    attribute("dateTime", Make::Time(Model::date_time)),
    attribute("extra", Make::Text(Model::bid_extra)),
];

impl Kind {
    /// The attributes, in the order of the benchmark's tables.
    pub(super) fn attributes(self) -> &'static [Attribute] {
        match self {
            Kind::Person => PERSON,
            Kind::Auction => AUCTION,
            Kind::Bid => BID,
        }
    }

    /// The name of the wide table's column.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Auction => "auction",
            Kind::Bid => "bid",
        }
    }

    /// What the wide table's `event_type` is.
    fn number(self) -> i32 {
        match self {
            Kind::Person => 0,
            Kind::Auction => 1,
            Kind::Bid => 2,
        }
    }
}

impl Make {
    fn accepts(self, kind: &Type) -> bool {
        match self {
            Make::Number(_) => *kind == Type::BigInt,
            Make::Text(_) => matches!(kind, Type::VarChar(_)),
            Make::Time(_) => matches!(kind, Type::Timestamp(3) | Type::TimestampLtz(3)),
        }
    }

    fn type_name(self) -> &'static str {
        match self {
            Make::Number(_) => "BIGINT",
            Make::Text(_) => "STRING",
            Make::Time(_) => "TIMESTAMP(3)",
        }
    }
}

/// A column that a query reads.
#[derive(Clone)]
enum Column {
    EventType,
    /// An attribute of a flat table.
    Attribute(Attribute),
    /// One kind's row of the wide table; NULL in events of other kinds.
    Event(Kind, Vec<Attribute>),
}

/// The rows of a table: the model, and what is read of it.
pub(super) struct Events {
    model: Model,
    /// The kind of a flat table.
    kind: Option<Kind>,
    columns: Vec<Column>,
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("model", &self.model).field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Events {
    /// What `scan` reads of the table; every declared column is checked, read or not. The error says what there is.
    pub(super) fn new(model: Model, kind: Option<Kind>, schema: &Schema, scan: &Scan) -> Result<Self, String> {
        let find = |field: &Field| match kind {
            Some(kind) => find_attribute(kind, field).map(Column::Attribute),
            None => find_wide(field),
        };
        let declared = schema.fields.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        let columns = scan.columns.iter().map(|&column| declared[column].clone()).collect();
        Ok(Events { model, kind, columns })
    }
}

fn find_wide(field: &Field) -> Result<Column, String> {
    let kind = [Kind::Person, Kind::Auction, Kind::Bid].into_iter().find(|kind| kind.name() == field.name);
    match (kind, &field.data_type) {
        (None, DataType { kind: Type::Int, .. }) if field.name == "event_type" => Ok(Column::EventType),
        (Some(kind), DataType { kind: Type::Row(fields), nullable: true }) => {
            let attributes = fields.iter().map(|field| find_attribute(kind, field)).collect::<Result<_, _>>()?;
            Ok(Column::Event(kind, attributes))
        }
        _ => Err(format!(
            "There is no column `{}` {}. A nexmark table has any of {COLUMNS}; with 'kind' = 'bid' (or 'auction', 'person') it has the fields of that row.",
            field.name, field.data_type
        )),
    }
}

fn find_attribute(kind: Kind, field: &Field) -> Result<Attribute, String> {
    let found = kind.attributes().iter().find(|attribute| attribute.name == field.name && attribute.make.accepts(&field.data_type.kind));
    found.copied().ok_or_else(|| {
        let known: Vec<String> = kind.attributes().iter().map(|a| format!("{} {}", a.name, a.make.type_name())).collect();
        format!("A nexmark {} has no `{}` {}. It has {}.", kind.name(), field.name, field.data_type, known.join(", "))
    })
}

impl Generate for Events {
    fn fill(&self, rows: Range<u64>, _wall_ms: i64, builders: &mut [ColumnBuilder]) {
        for (column, builder) in self.columns.iter().zip(builders) {
            self.fill_column(column, rows.clone(), builder);
        }
    }
}

impl Events {
    fn fill_column(&self, column: &Column, rows: Range<u64>, builder: &mut ColumnBuilder) {
        match (column, self.kind, builder) {
            (Column::EventType, _, ColumnBuilder::Int32(b)) => rows.for_each(|event| b.append_value(Kind::of(event).number())),
            (Column::Attribute(attribute), Some(kind), builder) => {
                fill(attribute.make, &self.model, rows.map(|row| Some(kind.event(row))), builder);
            }
            (Column::Event(kind, attributes), _, ColumnBuilder::Row(row)) => {
                let of_kind = |event: u64| (Kind::of(event) == *kind).then_some(event);
                for (attribute, builder) in attributes.iter().zip(&mut row.columns) {
                    fill(attribute.make, &self.model, rows.clone().map(of_kind), builder);
                }
                row.close_rows(rows.map(|event| of_kind(event).is_some()));
            }
            _ => unreachable!("columns were checked against their types"),
        }
    }
}

/// Appends an attribute of these events, NULL where there is none.
fn fill(make: Make, model: &Model, events: impl Iterator<Item = Option<u64>>, builder: &mut ColumnBuilder) {
    match (make, builder) {
        (Make::Number(make), ColumnBuilder::Int64(b)) => events.for_each(|event| b.append_option(event.map(|n| make(model, n)))),
        (Make::Time(make), ColumnBuilder::Timestamp(b)) => {
            events.for_each(|event| b.append_option(event.map(|n| Timestamp::from_millis(make(model, n)))));
        }
        (Make::Text(make), ColumnBuilder::String(b)) => {
            let mut text = Vec::new();
            for event in events {
                text.clear();
                event.iter().for_each(|&n| make(model, n, &mut text));
                b.append_option(event.map(|_| std::str::from_utf8(&text).expect("the model's texts are ASCII")));
            }
        }
        _ => unreachable!("columns were checked against their types"),
    }
}
