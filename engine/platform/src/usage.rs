//! What this process has cost so far: CPU time and peak memory, as the kernel counts them.
//!
//! Figures are totals since the start of the process or thread; rates are for the reader to take. Where the kernel does not
//! tell, the answer is zero rather than an error: these numbers are shown, never decided on.

use std::{fs, mem::MaybeUninit, time::Duration};

/// The most physical memory this process has held at once, in bytes.
///
/// From `VmHWM`, because `getrusage` also counts what the parent held at the moment it started this process: a small program
/// started by a large one would report the large one's peak.
pub fn peak_rss_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    peak_of(&status).unwrap_or_else(|| resources(libc::RUSAGE_SELF).ru_maxrss as u64 * 1024)
}

/// CPU time of all threads of this process, in user mode and in the kernel.
pub fn process_cpu_time() -> Duration {
    cpu_time(&resources(libc::RUSAGE_SELF))
}

/// CPU time of the calling thread, in user mode and in the kernel; exact to the nanosecond, so it can time a single turn.
#[cfg(target_os = "linux")]
pub fn thread_cpu_time() -> Duration {
    let mut time = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: the pointer is valid for one `timespec`; the kernel writes it or leaves it alone.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, time.as_mut_ptr()) };
    // SAFETY: it was zeroed, and zero bytes are a valid `timespec`.
    let time = unsafe { time.assume_init() };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn cpu_time(usage: &libc::rusage) -> Duration {
    duration(usage.ru_utime) + duration(usage.ru_stime)
}

fn duration(time: libc::timeval) -> Duration {
    Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64)
}

fn resources(who: libc::c_int) -> libc::rusage {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the pointer is valid for one `rusage`; the kernel writes it or leaves it alone.
    unsafe { libc::getrusage(who, usage.as_mut_ptr()) };
    // SAFETY: it was zeroed, and zero bytes are a valid `rusage`.
    unsafe { usage.assume_init() }
}

/// `VmHWM` of a `/proc/<pid>/status`, in bytes.
fn peak_of(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{hint::black_box, time::Instant};

    #[test]
    fn the_peak_is_read_in_bytes() {
        assert_eq!(peak_of("VmPeak:\t 9 kB\nVmHWM:\t    1234 kB\nVmRSS:\t 7 kB\n"), Some(1234 * 1024));
        assert_eq!(peak_of("VmRSS:\t 7 kB\n"), None);
    }

    #[test]
    fn touching_memory_raises_the_peak() {
        let before = peak_rss_bytes();
        drop(black_box(vec![1u8; (before + (32 << 20)) as usize]));
        assert!(peak_rss_bytes() >= before + (32 << 20), "{before} → {}", peak_rss_bytes());
    }

    #[test]
    fn working_costs_cpu_time_and_sleeping_does_not() {
        let (thread, process) = (thread_cpu_time(), process_cpu_time());
        std::thread::sleep(Duration::from_millis(50));
        assert!(thread_cpu_time() - thread < Duration::from_millis(25));
        while thread_cpu_time() - thread < Duration::from_millis(20) {
            black_box(Instant::now());
        }
        assert!(process_cpu_time() - process >= Duration::from_millis(20));
    }
}
