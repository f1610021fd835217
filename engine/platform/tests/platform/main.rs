//! The drivers and the probe from outside, as the runtime uses them.
//!
//! * `drivers` — one contract, every driver: nothing lost, deadlines kept, first failure told, never a hang. glommio takes part
//!   where this machine lets it run, the thread and the simulated driver always.
//! * `sim` — what only the simulator promises: same seed, same schedule; time that jumps; deadlocks by name.
//! * `process` — what needs a process of its own: limits, filters, signals, CPU time of sleepers.
#![allow(unsafe_code, reason = "limits, filters and signals of child processes have no safe interface")]

mod drivers;
mod process;
mod sim;
