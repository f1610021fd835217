//! Aggregates that keep one of the values they have seen: the smallest, the largest, the first, the last.
//!
//! | values | words | columns between stages |
//! |---|---|---|
//! | of a fixed size | 0 value (DECIMAL 0–1), then whether there is one | the value or NULL |
//! | others | 0 a blob: the value in the row codec | the value or NULL |
//!
//! NULLs are passed over. Nothing can be retracted from these; see `multiset` and `list` for what can.

use super::fixed::{Fixed, Word, present, with_fixed};
use super::list::decode;
use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use waterwheel::Failure;
use waterwheel::expression::{Accumulators, Aggregate};
use waterwheel_types::codec::encode_field;
use waterwheel_types::{Column, ColumnBuilder, DataType};

/// Which value is kept.
pub(super) trait Choice: Send + Sync + fmt::Debug + 'static {
    /// Whether a new value takes the place of the one kept, told how the new one compares with it (NaN does not compare).
    fn replaces(order: Option<Ordering>) -> bool;
}

/// The smallest value; of equal ones the first.
#[derive(Debug)]
pub(super) struct Smallest;
/// The largest value; of equal ones the first.
#[derive(Debug)]
pub(super) struct Largest;
/// The first value.
#[derive(Debug)]
pub(super) struct First;
/// The last value.
#[derive(Debug)]
pub(super) struct Last;

impl Choice for Smallest {
    #[inline]
    fn replaces(order: Option<Ordering>) -> bool {
        order == Some(Ordering::Less)
    }
}

impl Choice for Largest {
    #[inline]
    fn replaces(order: Option<Ordering>) -> bool {
        order == Some(Ordering::Greater)
    }
}

impl Choice for First {
    #[inline]
    fn replaces(_: Option<Ordering>) -> bool {
        false
    }
}

impl Choice for Last {
    #[inline]
    fn replaces(_: Option<Ordering>) -> bool {
        true
    }
}

/// The aggregate that keeps the chosen value of this type.
pub(super) fn kept<C: Choice>(data_type: DataType) -> Arc<dyn Aggregate> {
    let in_words = with_fixed!(&data_type.kind, F => {
        Arc::new(KeptWord::<F, C> { data_type: data_type.clone(), marker: PhantomData }) as Arc<dyn Aggregate>
    });
    in_words.unwrap_or_else(|| Arc::new(KeptBlob::<C> { data_type, marker: PhantomData }))
}

#[derive(Debug)]
struct KeptWord<F, C> {
    data_type: DataType,
    marker: PhantomData<(F, C)>,
}

impl<F: Fixed, C: Choice> KeptWord<F, C> {
    /// The word that is 1 once there is a value.
    const SEEN: usize = F::Value::WORDS;

    #[inline]
    fn take_in(words: &mut [u64], value: F::Value) {
        if words[Self::SEEN] == 0 || C::replaces(value.partial_cmp(&F::Value::load(words))) {
            value.store(words);
            words[Self::SEEN] = 1;
        }
    }
}

impl<F: Fixed, C: Choice> Aggregate for KeptWord<F, C> {
    fn words(&self) -> usize {
        Self::SEEN + 1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![self.data_type.with_nullable(true)]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        refuse_retractions(additions)?;
        let values = F::array(&arguments[0]);
        present(values, slots, |row, slot| Self::take_in(state.at_mut(slot), F::value(values, row)));
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        self.update(state, slots, partials, None)
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![self.finish(state, slots)?])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let values = slots.iter().map(|&slot| {
            let words = state.at(slot);
            (words[Self::SEEN] != 0).then(|| F::Value::load(words))
        });
        Ok(F::column(&self.data_type, values))
    }

    fn release(&self, _: &mut Accumulators<'_>, _: u32) {}
}

/// The caller resolved the call for a stream without retractions.
fn refuse_retractions(additions: Option<&[bool]>) -> Result<(), Failure> {
    match additions {
        Some(additions) if additions.contains(&false) => Err(Failure::bug("a retraction reached an aggregate that only adds")),
        _ => Ok(()),
    }
}

/// How many bytes of an encoded text or byte string come before its bytes: tag and length.
const TEXT_HEADER: usize = 5;

#[derive(Debug)]
struct KeptBlob<C> {
    data_type: DataType,
    marker: PhantomData<C>,
}

impl<C: Choice> Aggregate for KeptBlob<C> {
    fn words(&self) -> usize {
        1
    }

    fn partial_types(&self) -> Vec<DataType> {
        vec![self.data_type.with_nullable(true)]
    }

    fn data_type(&self) -> &DataType {
        &self.data_type
    }

    fn update(&self, state: &mut Accumulators<'_>, slots: &[u32], arguments: &[Column], additions: Option<&[bool]>) -> Result<(), Failure> {
        refuse_retractions(additions)?;
        let mut value = Vec::new();
        present(&arguments[0], slots, |row, slot| {
            value.clear();
            encode_field(&arguments[0], &self.data_type, row, &mut value);
            let kept = state.blob_mut(slot, 0);
            // Only text is ever compared; other kinds keep their first or last value.
            if kept.is_empty() || C::replaces(value.get(TEXT_HEADER..).partial_cmp(&kept.get(TEXT_HEADER..))) {
                kept.clone_from(&value);
            }
        });
        Ok(())
    }

    fn merge(&self, state: &mut Accumulators<'_>, slots: &[u32], partials: &[Column]) -> Result<(), Failure> {
        self.update(state, slots, partials, None)
    }

    fn partials(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Vec<Column>, Failure> {
        Ok(vec![self.finish(state, slots)?])
    }

    fn finish(&self, state: &Accumulators<'_>, slots: &[u32]) -> Result<Column, Failure> {
        let mut builder = ColumnBuilder::new(&self.data_type, slots.len());
        for &slot in slots {
            match state.blob(slot, 0) {
                [] => builder.append_null(),
                value => decode(value, &mut builder)?,
            }
        }
        Ok(builder.finish())
    }

    fn release(&self, state: &mut Accumulators<'_>, slot: u32) {
        state.free_blob(slot, 0);
    }
}
