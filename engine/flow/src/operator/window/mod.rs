//! Windows over event time, or over the time of a clock node, which is told in the same way: rows are aggregated once
//! per pane, panes are combined when a window fires.
//!
//! A *pane* is a slice of time that no window boundary cuts, so a row costs one update whatever the ratio of window to
//! slide (Krishnamurthy et al., "On-the-fly sharing for streamed aggregation", SIGMOD 2006; Li et al., "No pane, no
//! gain", SIGMOD Record 2005). A window `[start, end)` fires when the watermark reaches `end - 1` ms; from then on a
//! row is late for it. Windows that no row belongs to do not exist. Where windows fire more than once
//! ([`RefiringWindow`]), rows are aggregated once per window instead, since each row may change a result that is out.

mod aggregate;
mod assigner;
mod distinct;
mod local;
mod open_sessions;
mod pane_order;
mod panes;
mod partial;
mod pending;
mod refiring;
mod rows;
mod session;
mod session_aggregate;

pub use aggregate::{OpenAtEnd, WindowAggregate, WindowInput};
pub use assigner::{Assigner, Windows};
pub use distinct::DistinctValues;
pub use local::{LocalTime, Period, ZoneRules};
pub use pane_order::InPaneOrder;
pub use partial::WindowPartial;
pub use refiring::{Fires, RefiringWindow};
pub use rows::WindowRows;
pub use session::SessionWindow;
pub use session_aggregate::SessionAggregate;
