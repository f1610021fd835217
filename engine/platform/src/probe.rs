//! What this machine lets us do, asked once at start, and which driver follows from it.
//!
//! [`Probe::take`] looks: it makes and closes one small ring, and reads limits. Everything after that is a decision over what
//! was seen: each obstacle has one line that says why, and one that says what to type to remove it. glommio fails hard where
//! it cannot run, so [`choose_driver`] never lets it start there.
//!
//! It changes nothing: raising a limit or loosening a filter is the operator's decision.

use crate::driver::{Driver, Settings, ThreadDriver};
use std::{fmt, fs, io, path::Path, str::FromStr};

/// Lockable memory that glommio asks for before it makes a ring.
pub const MEMLOCK_NEEDED_BYTES: u64 = 512 << 10;

/// Linux 5.9: polling with all 32 event bits, the youngest ring feature glommio needs.
const FEATURE_POLL_32BITS: u32 = 1 << 6;

/// The sysctl that turns io_uring off for unprivileged processes (1) or for all (2).
const DISABLED_SYSCTL: &str = "/proc/sys/kernel/io_uring_disabled";

/// Whether something can be used, and if not, what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Usable,
    /// It cannot.
    Missing {
        /// What was found, in one line.
        why: String,
        /// What to type to change it, in one line.
        remedy: String,
    },
}

/// What the start-up probe found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// io_uring: system calls allowed, kernel young enough.
    pub io_uring: Availability,
    /// Lockable memory: at least [`MEMLOCK_NEEDED_BYTES`].
    pub memlock: Availability,
    /// The limit on lockable memory in bytes; `u64::MAX` is unlimited.
    pub memlock_bytes: u64,
}

/// The driver asked for, as a manifest or a command line says it: `auto`, `glommio` or `thread`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Requested {
    /// glommio where it can run, threads elsewhere.
    #[default]
    Auto,
    /// glommio or nothing.
    Glommio,
    /// Plain threads.
    Thread,
}

/// A real driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriverKind {
    /// [`GlommioDriver`](crate::driver::GlommioDriver).
    Glommio,
    /// [`ThreadDriver`].
    Thread,
}

/// The driver to run, and the line to show for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The driver.
    pub driver: DriverKind,
    /// Why this one; for a fallback also what to type to get the other.
    pub why: String,
}

/// Why there is no driver to run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProbeError {
    /// glommio was asked for by name and cannot run here.
    #[error("the glommio driver cannot run here: {why}; to enable it: {remedy}; or choose driver `thread`")]
    GlommioUnusable {
        /// What was found.
        why: String,
        /// What to type.
        remedy: String,
    },
    /// A driver by a name that there is not.
    #[error("unknown driver `{got}`: expected `auto`, `glommio` or `thread`")]
    UnknownDriver {
        /// The name given.
        got: String,
    },
}

impl Probe {
    /// Looks at this machine and this process. Takes some tens of microseconds and leaves nothing behind.
    pub fn take() -> Self {
        Facts::observe().judge()
    }

    /// Whether glommio can run: the first obstacle, if any.
    pub fn glommio(&self) -> Availability {
        if cfg!(not(all(feature = "glommio", target_os = "linux"))) {
            return missing("this build leaves glommio out", "build with the feature `glommio`, on Linux");
        }
        if self.io_uring == Availability::Usable { self.memlock.clone() } else { self.io_uring.clone() }
    }
}

impl fmt::Display for Probe {
    /// One line for the log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "io_uring: {}; lockable memory: {}", self.io_uring, amount(self.memlock_bytes))?;
        if let Availability::Missing { .. } = self.memlock {
            write!(f, ", {}", self.memlock)?;
        }
        Ok(())
    }
}

impl fmt::Display for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usable => f.write_str("usable"),
            Self::Missing { why, remedy } => write!(f, "not usable, {why}; to enable it: {remedy}"),
        }
    }
}

impl FromStr for Requested {
    type Err = ProbeError;

    fn from_str(name: &str) -> Result<Self, ProbeError> {
        match name {
            "auto" => Ok(Self::Auto),
            "glommio" => Ok(Self::Glommio),
            "thread" => Ok(Self::Thread),
            _ => Err(ProbeError::UnknownDriver { got: name.to_owned() }),
        }
    }
}

/// Decides which driver runs.
///
/// Errors: [`ProbeError::GlommioUnusable`] when glommio was asked for by name and cannot run. `Auto` never fails: it falls back
/// to threads and says why.
///
/// ```
/// use waterwheel_platform::probe::{DriverKind, Probe, Requested, choose_driver};
/// let choice = choose_driver(Requested::Thread, &Probe::take())?;
/// assert_eq!(choice.driver, DriverKind::Thread);
/// # Ok::<(), waterwheel_platform::probe::ProbeError>(())
/// ```
pub fn choose_driver(requested: Requested, probe: &Probe) -> Result<Choice, ProbeError> {
    let chosen = |driver, why| Ok(Choice { driver, why });
    match (requested, probe.glommio()) {
        (Requested::Thread, _) => chosen(DriverKind::Thread, "thread driver, as asked for".to_owned()),
        (_, Availability::Usable) => {
            let why = format!("glommio driver: io_uring is usable and {} may be locked", amount(probe.memlock_bytes));
            chosen(DriverKind::Glommio, why)
        }
        (Requested::Auto, Availability::Missing { why, remedy }) => {
            chosen(DriverKind::Thread, format!("thread driver, because glommio cannot run: {why}; to enable it: {remedy}"))
        }
        (Requested::Glommio, Availability::Missing { why, remedy }) => Err(ProbeError::GlommioUnusable { why, remedy }),
    }
}

impl DriverKind {
    /// Makes the driver.
    ///
    /// # Panics
    ///
    /// For [`DriverKind::Glommio`] in a build without it, which [`choose_driver`] never chooses.
    pub fn make(self, settings: Settings) -> Box<dyn Driver> {
        match self {
            Self::Thread => Box::new(ThreadDriver::new(settings)),
            #[cfg(all(feature = "glommio", target_os = "linux"))]
            Self::Glommio => Box::new(crate::driver::GlommioDriver::new(settings)),
            #[cfg(not(all(feature = "glommio", target_os = "linux")))]
            Self::Glommio => unreachable!("glommio is never chosen in a build that leaves it out"),
        }
    }
}

/// What was seen, before anybody judges it.
struct Facts {
    /// The features of a ring that was made and entered, or the error number.
    ring: Result<u32, i32>,
    /// The value of [`DISABLED_SYSCTL`], where the kernel has it.
    disabled: Option<u32>,
    /// Soft and hard limit on lockable memory, in bytes.
    memlock_bytes: (u64, u64),
    in_container: bool,
}

impl Facts {
    fn observe() -> Self {
        Self {
            ring: ring_features().map_err(|error| error.raw_os_error().unwrap_or(0)),
            disabled: fs::read_to_string(DISABLED_SYSCTL).ok().and_then(|text| text.trim().parse().ok()),
            memlock_bytes: memlock_limits(),
            in_container: in_container(),
        }
    }

    fn judge(&self) -> Probe {
        Probe { io_uring: self.judge_ring(), memlock: self.judge_memlock(), memlock_bytes: self.memlock_bytes.0 }
    }

    fn judge_ring(&self) -> Availability {
        match (self.ring, self.disabled) {
            (Ok(features), _) if features & FEATURE_POLL_32BITS != 0 => Availability::Usable,
            (Ok(_), _) => missing("the kernel's io_uring is too old", "run Linux 5.9 or later"),
            (Err(libc::EPERM), Some(2)) => {
                missing("kernel.io_uring_disabled = 2 turns io_uring off for everybody", "sudo sysctl -w kernel.io_uring_disabled=0")
            }
            (Err(libc::EPERM), Some(1)) => {
                missing("kernel.io_uring_disabled = 1 turns io_uring off for this user", "sudo sysctl -w kernel.io_uring_disabled=0")
            }
            (Err(libc::EPERM | libc::EACCES), _) => missing("a seccomp filter forbids the io_uring system calls", self.unfilter()),
            (Err(libc::ENOSYS), _) if self.in_container => {
                missing("the kernel, or the container's seccomp filter, has no io_uring", self.unfilter())
            }
            (Err(libc::ENOSYS), _) => missing("this kernel has no io_uring", "run Linux 5.9 or later, built with CONFIG_IO_URING=y"),
            (Err(libc::ENOMEM), _) => missing("a ring does not fit into the lockable memory", self.raise_memlock()),
            (Err(errno), _) => missing(&format!("io_uring_setup says: {}", io::Error::from_raw_os_error(errno)), "choose driver `thread`"),
        }
    }

    fn judge_memlock(&self) -> Availability {
        let (soft, _) = self.memlock_bytes;
        if soft >= MEMLOCK_NEEDED_BYTES {
            return Availability::Usable;
        }
        let why = format!("only {} may be locked, {} are needed", amount(soft), amount(MEMLOCK_NEEDED_BYTES));
        missing(&why, self.raise_memlock())
    }

    fn unfilter(&self) -> &'static str {
        if self.in_container {
            "docker run --security-opt seccomp=unconfined (or a profile that allows io_uring_setup, io_uring_enter, io_uring_register)"
        } else {
            "allow io_uring_setup, io_uring_enter and io_uring_register in the filter (systemd: add them to SystemCallFilter= of the unit)"
        }
    }

    fn raise_memlock(&self) -> &'static str {
        let (_, hard) = self.memlock_bytes;
        if hard >= MEMLOCK_NEEDED_BYTES {
            "ulimit -l 512"
        } else if self.in_container {
            "docker run --ulimit memlock=524288:524288"
        } else {
            "sudo prlimit --pid $$ --memlock=524288:524288 (for good: LimitMEMLOCK=512K in the systemd unit, or memlock 512 in /etc/security/limits.conf)"
        }
    }
}

fn missing(why: &str, remedy: &str) -> Availability {
    Availability::Missing { why: why.to_owned(), remedy: remedy.to_owned() }
}

fn amount(bytes: u64) -> String {
    if bytes == u64::MAX { "unlimited memory".to_owned() } else { format!("{} KiB", bytes >> 10) }
}

/// Makes the smallest ring, enters it once and closes it: a filter may allow one call and forbid the other.
#[cfg(target_os = "linux")]
fn ring_features() -> io::Result<u32> {
    use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

    /// `struct io_uring_params` as 32-bit words, and the place of `features` in it.
    const PARAMS_WORDS: usize = 30;
    const FEATURES: usize = 5;

    let mut params = [0u32; PARAMS_WORDS];
    // SAFETY: two numbers and a pointer to 120 zeroed bytes, the size of `struct io_uring_params`.
    let ring = unsafe { libc::syscall(libc::SYS_io_uring_setup, 1, params.as_mut_ptr()) };
    if ring < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the call returned a new descriptor, which nobody else owns.
    let ring = unsafe { OwnedFd::from_raw_fd(ring as libc::c_int) };
    // SAFETY: submits nothing and waits for nothing, on a ring that is open; no memory is passed.
    let entered = unsafe { libc::syscall(libc::SYS_io_uring_enter, ring.as_raw_fd(), 0, 0, 0, std::ptr::null::<u8>(), 0) };
    if entered < 0 { Err(io::Error::last_os_error()) } else { Ok(params[FEATURES]) }
}

#[cfg(not(target_os = "linux"))]
fn ring_features() -> io::Result<u32> {
    Err(io::Error::from_raw_os_error(libc::ENOSYS))
}

/// Soft and hard limit in bytes; where the system does not tell, nothing may be locked.
fn memlock_limits() -> (u64, u64) {
    let mut limits = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointer is valid for one `rlimit`.
    unsafe { libc::getrlimit(libc::RLIMIT_MEMLOCK, &mut limits) };
    (limits.rlim_cur, limits.rlim_max)
}

/// A guess from the marks that container engines leave; it only chooses between remedies.
fn in_container() -> bool {
    let marks = ["/.dockerenv", "/run/.containerenv"].into_iter().any(|mark| Path::new(mark).exists());
    marks || ["container", "KUBERNETES_SERVICE_HOST"].into_iter().any(|name| std::env::var_os(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Facts = Facts { ring: Ok(FEATURE_POLL_32BITS), disabled: Some(0), memlock_bytes: (8 << 20, 8 << 20), in_container: false };

    fn ring_line(facts: &Facts) -> String {
        facts.judge().io_uring.to_string()
    }

    #[test]
    fn each_reason_for_no_ring_has_its_own_remedy() {
        let eperm = Facts { ring: Err(libc::EPERM), ..FINE };
        for (facts, why, remedy) in [
            (Facts { disabled: Some(2), ..eperm }, "for everybody", "sysctl -w kernel.io_uring_disabled=0"),
            (Facts { disabled: Some(1), ..eperm }, "for this user", "sysctl -w kernel.io_uring_disabled=0"),
            (Facts { disabled: Some(0), ..eperm }, "seccomp", "SystemCallFilter="),
            (Facts { disabled: None, in_container: true, ..eperm }, "seccomp", "--security-opt seccomp=unconfined"),
            (Facts { ring: Err(libc::ENOSYS), ..FINE }, "no io_uring", "Linux 5.9"),
            (Facts { ring: Err(libc::ENOSYS), in_container: true, ..FINE }, "seccomp", "--security-opt"),
            (Facts { ring: Err(libc::ENOMEM), ..FINE }, "lockable memory", "ulimit -l 512"),
            (Facts { ring: Err(libc::EMFILE), ..FINE }, "Too many open files", "driver `thread`"),
            (Facts { ring: Ok(0), ..FINE }, "too old", "Linux 5.9"),
        ] {
            let line = ring_line(&facts);
            assert!(line.starts_with("not usable, ") && line.contains(why) && line.contains(remedy), "{line}");
        }
        assert_eq!(ring_line(&FINE), "usable");
    }

    #[test]
    fn lockable_memory_is_enough_from_512_kib_on() {
        let judged = |soft, hard| Facts { memlock_bytes: (soft, hard), ..FINE }.judge().memlock.to_string();
        assert_eq!(judged(512 << 10, 512 << 10), "usable");
        assert_eq!(judged(u64::MAX, u64::MAX), "usable");
        assert_eq!(judged(64 << 10, 1 << 20), "not usable, only 64 KiB may be locked, 512 KiB are needed; to enable it: ulimit -l 512");
        assert!(judged((512 << 10) - 1, (512 << 10) - 1).contains("sudo prlimit"));
        let in_container = Facts { memlock_bytes: (0, 0), in_container: true, ..FINE };
        assert!(in_container.judge().memlock.to_string().contains("docker run --ulimit memlock=524288"));
    }

    #[test]
    fn the_log_line_tells_what_was_found() {
        assert_eq!(FINE.judge().to_string(), "io_uring: usable; lockable memory: 8192 KiB");
        let small = Facts { memlock_bytes: (65536, u64::MAX), ..FINE };
        assert_eq!(
            small.judge().to_string(),
            "io_uring: usable; lockable memory: 64 KiB, not usable, only 64 KiB may be locked, 512 KiB are needed; to enable it: ulimit -l 512"
        );
    }

    #[test]
    #[cfg(all(feature = "glommio", target_os = "linux"))]
    fn the_choice_follows_the_request_and_the_machine() {
        let (fine, small) = (FINE.judge(), Facts { memlock_bytes: (65536, u64::MAX), ..FINE }.judge());
        let chosen = |requested, probe| choose_driver(requested, probe).map(|choice| choice.driver);
        assert_eq!(chosen(Requested::Auto, &fine), Ok(DriverKind::Glommio));
        assert_eq!(chosen(Requested::Glommio, &fine), Ok(DriverKind::Glommio));
        assert_eq!(chosen(Requested::Thread, &fine), Ok(DriverKind::Thread));
        assert_eq!(chosen(Requested::Thread, &small), Ok(DriverKind::Thread));
        let fallback = choose_driver(Requested::Auto, &small).expect("auto always finds a driver");
        assert_eq!(fallback.driver, DriverKind::Thread);
        assert!(fallback.why.contains("64 KiB") && fallback.why.contains("ulimit -l 512"), "{}", fallback.why);
        let refusal = choose_driver(Requested::Glommio, &small).expect_err("glommio needs more").to_string();
        assert!(refusal.contains("64 KiB") && refusal.contains("ulimit -l 512") && refusal.contains("driver `thread`"), "{refusal}");
    }

    #[test]
    fn driver_names_are_three() {
        assert_eq!("auto".parse(), Ok(Requested::Auto));
        assert_eq!("glommio".parse(), Ok(Requested::Glommio));
        assert_eq!("thread".parse(), Ok(Requested::Thread));
        let error = "tokio".parse::<Requested>().expect_err("there is no such driver");
        assert_eq!(error.to_string(), "unknown driver `tokio`: expected `auto`, `glommio` or `thread`");
    }
}
