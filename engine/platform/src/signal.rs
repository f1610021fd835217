//! SIGINT and SIGTERM as a value: the first one is remembered and wakes whoever registered; the program decides what to do.
//!
//! The handler itself only stores a number and writes a byte into a pipe, which is all a handler may do; a thread of its own
//! reads the pipe and wakes the wakers. A second signal is remembered too: whoever sends it does not want to wait for a graceful end. A
//! SIGINT after that ends the process at once with exit code 130, should the program not even notice signals any more.
//!
//! Only a program that owns its process installs this. A library embedded elsewhere must not.

use crate::wake::Waker;
use std::{
    fs::File,
    io::{self, Read},
    mem,
    os::fd::{AsRawFd, FromRawFd, IntoRawFd, OwnedFd},
    ptr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering},
    },
    thread,
};

/// Exit code of a process ended by SIGINT, as shells have it: 128 + 2.
const EXIT_INTERRUPTED: libc::c_int = 128 + libc::SIGINT;

/// The first signal received, or zero.
static FIRST: AtomicI32 = AtomicI32::new(0);
/// How many signals have been received.
static COUNT: AtomicU32 = AtomicU32::new(0);
/// Where the handler writes, or -1 before the installation.
static PIPE: AtomicI32 = AtomicI32::new(-1);
static INSTALLED: AtomicBool = AtomicBool::new(false);

/// A request to end, from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT: somebody pressed Ctrl-C.
    Interrupt,
    /// SIGTERM: a supervisor wants the process to end.
    Terminate,
}

/// The process's signals. Clones are the same ones.
#[derive(Clone, Debug)]
pub struct Signals {
    wakers: Arc<Mutex<Vec<Waker>>>,
}

impl Signals {
    /// Takes over SIGINT and SIGTERM for the rest of the process's life.
    ///
    /// Errors: `AlreadyExists` the second time; otherwise what the system said to the pipe, the thread or the handler.
    pub fn install() -> io::Result<Self> {
        if INSTALLED.swap(true, Ordering::AcqRel) {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "signals are taken over once per process, and already are"));
        }
        let signals = Self { wakers: Arc::default() };
        let (reader, writer) = pipe()?;
        let listener = signals.clone();
        thread::Builder::new().name("signals".to_owned()).spawn(move || listener.listen(reader))?;
        // Left open for good: the handler may run until the process ends.
        PIPE.store(writer.into_raw_fd(), Ordering::Release);
        [libc::SIGINT, libc::SIGTERM].into_iter().try_for_each(handle)?;
        Ok(signals)
    }

    /// The first signal received, if any.
    pub fn received(&self) -> Option<Signal> {
        match FIRST.load(Ordering::Acquire) {
            0 => None,
            libc::SIGINT => Some(Signal::Interrupt),
            _ => Some(Signal::Terminate),
        }
    }

    /// Whether a second signal has been received: the end is wanted now.
    pub fn is_urgent(&self) -> bool {
        COUNT.load(Ordering::Acquire) > 1
    }

    /// Has `waker` called when a signal arrives; at once when one already has.
    pub fn register(&self, waker: Waker) {
        let mut wakers = self.lock();
        // Under the lock: the listener either finds the waker in the list or has stored the signal before.
        if self.received().is_some() {
            waker.wake();
        }
        wakers.push(waker);
    }

    /// The listener's life: one byte per signal, all wakers per byte.
    fn listen(&self, mut reader: File) {
        let mut signal = [0];
        while reader.read_exact(&mut signal).is_ok() {
            self.lock().iter().for_each(Waker::wake);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Waker>> {
        self.wakers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A pipe that children do not inherit, as (reader, writer). A full pipe must not stop the handler, so the writer never waits.
fn pipe() -> io::Result<(File, OwnedFd)> {
    let mut ends = [0; 2];
    // SAFETY: `ends` has room for the two descriptors the call writes.
    check(unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) })?;
    // SAFETY: the call succeeded, so both descriptors are open and nobody else owns them.
    let (reader, writer) = unsafe { (File::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])) };
    // SAFETY: plain calls on a descriptor that `writer` keeps open.
    check(unsafe { libc::fcntl(writer.as_raw_fd(), libc::F_SETFL, libc::O_NONBLOCK) })?;
    Ok((reader, writer))
}

fn handle(signal: libc::c_int) -> io::Result<()> {
    // SAFETY: zero bytes are a valid `sigaction`: no flags, an empty mask.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    action.sa_sigaction = on_signal as *const () as libc::sighandler_t;
    action.sa_flags = libc::SA_RESTART;
    // SAFETY: `action` is complete, and `on_signal` does only what a signal handler may do.
    check(unsafe { libc::sigaction(signal, &action, ptr::null_mut()) })
}

/// Runs on any thread at any instruction: atomics, `write` and `_exit` only, and `errno` as it was.
extern "C" fn on_signal(signal: libc::c_int) {
    let _ = FIRST.compare_exchange(0, signal, Ordering::AcqRel, Ordering::Acquire);
    let before = COUNT.fetch_add(1, Ordering::AcqRel);
    if before > 1 && signal == libc::SIGINT {
        // SAFETY: `_exit` is async-signal-safe and does not return.
        unsafe { libc::_exit(EXIT_INTERRUPTED) };
    }
    let byte = signal as u8;
    // SAFETY: `errno` of this thread is read and put back through its own location; `write` is async-signal-safe, the byte
    // outlives the call, and the descriptor stays open for good.
    unsafe {
        let errno = *libc::__errno_location();
        libc::write(PIPE.load(Ordering::Acquire), (&raw const byte).cast(), 1);
        *libc::__errno_location() = errno;
    }
}

fn check(result: libc::c_int) -> io::Result<()> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
