//! Free space: what is coming in counts before it is written, so that those who send at the same time do not fill
//! the disk together. Files are refused first, texts last.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The disks that are written to when something comes in, and what of them is promised.
#[derive(Clone)]
pub struct Space(Arc<Inner>);

struct Inner {
    objects: PathBuf,
    /// Where the rows lie, when that is a file of ours.
    rows: Option<PathBuf>,
    marks: Marks,
    promised: Mutex<u64>,
    measure: Measure,
}

/// Tells how many bytes are free where a path is.
type Measure = fn(&Path) -> io::Result<u64>;

/// How many bytes must stay free.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    /// Below this no file is begun.
    pub files: u64,
    /// Below this nothing is taken at all: a database on a full disk dies.
    pub texts: u64,
}

impl Space {
    /// The space where objects lie, and where rows lie when they are in a file.
    pub fn new(objects: &Path, rows: Option<&Path>, marks: Marks) -> Self {
        Self::measured(objects, rows, marks, free)
    }

    /// The same, measured in another way.
    pub fn measured(objects: &Path, rows: Option<&Path>, marks: Marks, measure: Measure) -> Self {
        Self(Arc::new(Inner {
            objects: objects.to_owned(),
            rows: rows.map(|file| file.parent().unwrap_or(file).to_owned()),
            marks,
            promised: Mutex::new(0),
            measure,
        }))
    }

    /// Whether a text may come in.
    pub fn takes_texts(&self) -> io::Result<bool> {
        for place in self.0.rows.iter().chain([&self.0.objects]) {
            if (self.0.measure)(place)? < self.0.marks.texts {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Promises room for files of `bytes`, unless less than the first mark would be left.
    pub fn promise(&self, bytes: u64) -> io::Result<Option<Promise>> {
        self.promise_above(bytes, self.0.marks.files)
    }

    /// Promises room for a text of `bytes`, unless less than the second mark would be left.
    pub fn promise_text(&self, bytes: u64) -> io::Result<Option<Promise>> {
        self.promise_above(bytes, self.0.marks.texts)
    }

    fn promise_above(&self, bytes: u64, mark: u64) -> io::Result<Option<Promise>> {
        let mut promise = Promise {
            space: self.clone(),
            left: 0,
        };
        Ok(promise.grow_above(bytes, mark)?.then_some(promise))
    }

    fn free(&self) -> io::Result<u64> {
        (self.0.measure)(&self.0.objects)
    }

    fn promised(&self) -> MutexGuard<'_, u64> {
        self.0.promised.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Space {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Space")
            .field("marks", &self.0.marks)
            .finish_non_exhaustive()
    }
}

/// Room that is kept for somebody who still sends; what was not used is free again when it is dropped.
#[must_use]
pub struct Promise {
    space: Space,
    left: u64,
}

impl Promise {
    /// Makes sure that `bytes` more may be written, now as the disk stands now. What has begun goes on down to
    /// the second mark.
    pub fn cover(&mut self, bytes: u64) -> io::Result<bool> {
        let mark = self.space.0.marks.texts;
        match bytes.checked_sub(self.left) {
            None | Some(0) => Ok(self.space.free()? >= mark.saturating_add(bytes)),
            Some(lacking) => self.grow_above(lacking, mark),
        }
    }

    /// Notes that `bytes` were written: from here on the disk itself counts them.
    pub fn used(&mut self, bytes: u64) {
        let used = bytes.min(self.left);
        self.left = self.left.saturating_sub(used);
        let mut promised = self.space.promised();
        *promised = promised.saturating_sub(used);
    }

    fn grow_above(&mut self, bytes: u64, mark: u64) -> io::Result<bool> {
        let free = self.space.free()?;
        let mut promised = self.space.promised();
        let all = promised.saturating_add(bytes);
        if free < mark.saturating_add(all) {
            return Ok(false);
        }
        *promised = all;
        drop(promised);
        self.left = self.left.saturating_add(bytes);
        Ok(true)
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        self.used(self.left);
    }
}

impl fmt::Debug for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Promise")
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}

fn free(place: &Path) -> io::Result<u64> {
    let volume = rustix::fs::statvfs(place).map_err(io::Error::from)?;
    Ok(volume.f_bavail.saturating_mul(volume.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKS: Marks = Marks {
        files: 100,
        texts: 20,
    };

    fn space(measure: Measure) -> Space {
        let rows = Path::new("/rows/window.sqlite");
        Space::measured(Path::new("/objects"), Some(rows), MARKS, measure)
    }

    #[test]
    fn what_is_promised_to_one_is_not_free_for_another() {
        let space = space(|_| Ok(1000));
        let mut first = space.promise(600).unwrap().unwrap();
        assert!(space.promise(301).unwrap().is_none());
        let second = space.promise(300).unwrap().unwrap();
        assert!(space.promise(1).unwrap().is_none());
        drop(second);
        first.used(50);
        // The disk counts what was written, and says 1000 all the same: somebody else has deleted 50.
        assert!(space.promise(350).unwrap().is_some());
        drop(first);
        assert!(space.promise(900).unwrap().is_some());
        assert!(space.promise(901).unwrap().is_none());
    }

    #[test]
    fn what_has_begun_goes_on_down_to_the_second_mark() {
        let space = space(|_| Ok(1000));
        let mut promise = space.promise(900).unwrap().unwrap();
        assert!(promise.cover(900).unwrap());
        assert!(promise.cover(980).unwrap());
        assert!(!promise.cover(981).unwrap());
        promise.used(980);
        assert!(promise.cover(980).unwrap() && space.takes_texts().unwrap());
    }

    #[test]
    fn a_disk_that_is_nearly_full_takes_no_text_either_wherever_the_rows_lie() {
        assert!(space(|_| Ok(20)).takes_texts().unwrap());
        assert!(space(|_| Ok(20)).promise(1).unwrap().is_none());
        assert!(!space(|_| Ok(19)).takes_texts().unwrap());
        let full_rows: Measure = |place| Ok(if place == Path::new("/rows") { 19 } else { 1000 });
        assert!(!space(full_rows).takes_texts().unwrap());
        let broken: Measure = |_| Err(io::ErrorKind::NotFound.into());
        assert!(space(broken).takes_texts().is_err() && space(broken).promise(1).is_err());
    }
}
