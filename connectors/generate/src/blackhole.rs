//! The `blackhole` connector: a sink that counts rows and forgets them, for measuring what comes before it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use waterwheel::connector::{Connector, Insertion, OptionSpec, Scan, Table};
use waterwheel::sink::{Sink, Writer};
use waterwheel::source::Source;
use waterwheel::{Batch, Clock, Failure};

use crate::options::Options;

/// The connector named `blackhole`.
pub fn connector() -> Arc<dyn Connector> {
    Arc::new(BlackholeConnector)
}

#[derive(Debug)]
struct BlackholeConnector;

impl Connector for BlackholeConnector {
    fn name(&self) -> &'static str {
        "blackhole"
    }

    fn about(&self) -> &'static str {
        "takes rows and drops them"
    }

    fn options(&self) -> &'static [OptionSpec] {
        &[]
    }

    fn source(&self, table: &Table, _scan: &Scan) -> Result<Arc<dyn Source>, Failure> {
        Err(Options::new(table, "blackhole", &[])
            .wrong("Connector 'blackhole' can only be used as a sink. It cannot be used as a source.")
            .about_value("connector")
            .hint("to read rows, use filesystem, datagen or nexmark"))
    }

    fn sink(&self, table: &Table, _: &Insertion) -> Result<Arc<dyn Sink>, Failure> {
        Options::new(table, "blackhole", &[]).finish()?;
        Ok(Arc::new(Blackhole::default()))
    }
}

/// The sink itself, for those who want its count.
#[derive(Clone, Debug, Default)]
pub struct Blackhole {
    rows: Arc<AtomicU64>,
}

impl Blackhole {
    /// How many rows all its writers were given.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }
}

impl Sink for Blackhole {
    fn prepare(&self) -> Result<(), Failure> {
        Ok(())
    }

    fn writer(&self, _shard: usize, _shards: usize) -> Result<Box<dyn Writer>, Failure> {
        Ok(Box::new(self.clone()))
    }

    fn accepts_updates(&self) -> bool {
        true
    }

    fn shows_at_end_only(&self) -> bool {
        false
    }
}

impl Writer for Blackhole {
    fn write(&mut self, batch: &Batch, _watermark: i64) -> Result<(), Failure> {
        self.rows.fetch_add(batch.rows() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn flush(&mut self, _: &Clock, _: i64) -> Result<Option<u64>, Failure> {
        Ok(None)
    }

    fn stop(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}
