//! Which CPUs this process may use, and which shard gets which.
//!
//! "Available" is the affinity mask, which `taskset`, cgroup cpusets and containers narrow; not what the machine has. A
//! placement is checked when it is made, so a driver can rely on it. It knows nothing of sockets, caches or hyper-threads: the
//! order of the list is the caller's.

use std::fmt::Write;

/// How many shards there are and, if they are pinned, where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    shards: usize,
    /// One CPU per shard (`cpus.len() == shards`), or `None`: the system moves the shards as it likes.
    cpus: Option<Vec<usize>>,
}

/// Why a placement cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CpuError {
    /// A CPU that does not exist, or that this process may not use.
    #[error("CPU {cpu} is not available to this process; available: {}", ranges(available))]
    Unavailable {
        /// The CPU asked for.
        cpu: usize,
        /// Those there are, ascending.
        available: Vec<usize>,
    },
    /// Two shards on one CPU take turns at the pace of the system's scheduler: never what was meant.
    #[error("CPU {cpu} is listed twice; a shard needs a CPU of its own")]
    Repeated {
        /// The CPU listed twice.
        cpu: usize,
    },
    /// A run without shards does nothing.
    #[error("no shard to place: ask for at least one, or list at least one of the CPUs {}", ranges(available))]
    NoShards {
        /// The CPUs there are, ascending.
        available: Vec<usize>,
    },
}

/// The CPUs this process may use, ascending. Empty only where the system does not tell.
pub fn available() -> Vec<usize> {
    let mut cpus: Vec<usize> = core_affinity::get_core_ids().unwrap_or_default().into_iter().map(|core| core.id).collect();
    cpus.sort_unstable();
    cpus
}

impl Placement {
    /// One shard per listed CPU, in that order.
    ///
    /// Errors: [`CpuError`] for the first entry that cannot be, naming the CPUs that can.
    pub fn pinned(cpus: Vec<usize>) -> Result<Self, CpuError> {
        Self::pinned_among(cpus, available())
    }

    /// `shards` shards, spread by the machine: pinned to the lowest available CPUs when there is one for each, else unpinned.
    ///
    /// Errors: [`CpuError::NoShards`].
    ///
    /// ```
    /// use waterwheel_platform::cpu::{Placement, available};
    /// let one = Placement::spread(1)?;
    /// assert_eq!((one.shards(), one.cpu_of(0)), (1, Some(available()[0])));
    /// assert!(!Placement::spread(10_000)?.is_exclusive());
    /// # Ok::<(), waterwheel_platform::cpu::CpuError>(())
    /// ```
    pub fn spread(shards: usize) -> Result<Self, CpuError> {
        Self::spread_among(shards, available())
    }

    /// `shards` shards wherever the system puts them.
    ///
    /// Errors: [`CpuError::NoShards`].
    pub fn unpinned(shards: usize) -> Result<Self, CpuError> {
        if shards == 0 { Err(CpuError::NoShards { available: available() }) } else { Ok(Self { shards, cpus: None }) }
    }

    /// How many shards.
    pub fn shards(&self) -> usize {
        self.shards
    }

    /// The CPU of a shard, if shards are pinned.
    pub fn cpu_of(&self, shard: usize) -> Option<usize> {
        self.cpus.as_ref().map(|cpus| cpus[shard])
    }

    /// True when each shard has a CPU that no other shard has, so that spinning steals nobody's time.
    pub fn is_exclusive(&self) -> bool {
        self.cpus.is_some()
    }

    fn pinned_among(cpus: Vec<usize>, available: Vec<usize>) -> Result<Self, CpuError> {
        for (index, cpu) in cpus.iter().enumerate() {
            if !available.contains(cpu) {
                return Err(CpuError::Unavailable { cpu: *cpu, available });
            }
            if cpus[..index].contains(cpu) {
                return Err(CpuError::Repeated { cpu: *cpu });
            }
        }
        if cpus.is_empty() { Err(CpuError::NoShards { available }) } else { Ok(Self { shards: cpus.len(), cpus: Some(cpus) }) }
    }

    fn spread_among(shards: usize, mut available: Vec<usize>) -> Result<Self, CpuError> {
        if shards == 0 || shards > available.len() {
            return Self::unpinned(shards);
        }
        available.truncate(shards);
        Ok(Self { shards, cpus: Some(available) })
    }
}

/// A CPU list as `taskset -c` takes it: `0-3,8`.
fn ranges(cpus: &[usize]) -> String {
    let mut text = String::new();
    for run in cpus.chunk_by(|a, b| a + 1 == *b) {
        let comma = if text.is_empty() { "" } else { "," };
        let written = match run {
            [only] => write!(text, "{comma}{only}"),
            _ => write!(text, "{comma}{}-{}", run[0], run[run.len() - 1]),
        };
        written.expect("writing to a string cannot fail");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_taken_in_its_order() {
        let placement = Placement::pinned_among(vec![3, 1], vec![0, 1, 2, 3]).expect("both exist");
        assert_eq!((placement.shards(), placement.cpu_of(0), placement.cpu_of(1)), (2, Some(3), Some(1)));
        assert!(placement.is_exclusive());
    }

    #[test]
    fn a_missing_cpu_is_named_with_those_there_are() {
        let error = Placement::pinned_among(vec![0, 9], vec![0, 1, 2, 5, 7, 8]).expect_err("there is no CPU 9");
        assert_eq!(error.to_string(), "CPU 9 is not available to this process; available: 0-2,5,7-8");
    }

    #[test]
    fn one_cpu_holds_one_shard() {
        let error = Placement::pinned_among(vec![1, 0, 1], vec![0, 1]).expect_err("1 is there twice");
        assert_eq!(error, CpuError::Repeated { cpu: 1 });
    }

    #[test]
    fn nothing_to_place_is_an_error_everywhere() {
        let none = CpuError::NoShards { available: available() };
        assert_eq!(Placement::pinned(vec![]), Err(none.clone()));
        assert_eq!(Placement::unpinned(0), Err(none.clone()));
        assert_eq!(Placement::spread(0), Err(none));
    }

    #[test]
    fn spreading_pins_while_there_is_a_cpu_for_each() {
        let spread = |shards| Placement::spread_among(shards, vec![2, 4, 6]).expect("shards > 0");
        assert_eq!(spread(2).cpus, Some(vec![2, 4]));
        assert_eq!(spread(3).cpus, Some(vec![2, 4, 6]));
        assert_eq!((spread(4).cpus, spread(4).shards), (None, 4));
    }

    #[test]
    fn this_machine_has_cpus_in_order() {
        let cpus = available();
        assert!(!cpus.is_empty());
        assert!(cpus.is_sorted());
        // A CPU quota makes the parallelism smaller than the mask, never larger.
        assert!(cpus.len() >= std::thread::available_parallelism().map_or(1, usize::from));
    }
}
