//! The ZIP inside the envelope, written as it streams in: deflate members of stored blocks (no compression,
//! so no length tells what was said), lengths after the data, UTF-8 names, one fixed date, no 64-bit
//! extensions. Block lengths depend on nothing but the member's length, so the pace of an upload leaves no
//! trace.

use std::io::{self, Write};

use crc32fast::Hasher;

use crate::seal::padding::{self, FRAME, Plan, Step};

/// A ZIP being written into `W`.
pub(super) struct Container<W> {
    out: W,
    offset: u64,
    entries: Vec<Entry>,
    member: Option<Member>,
    /// The current block, always shorter than [`BLOCK_BYTES`] between calls.
    block: Vec<u8>,
}

struct Member {
    name: String,
    offset: u64,
    hasher: Hasher,
    length: u64,
}

struct Entry {
    name: String,
    offset: u32,
    crc: u32,
    stored: u32,
    length: u32,
}

impl<W: Write> Container<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            offset: 0,
            entries: Vec::new(),
            member: None,
            block: Vec::new(),
        }
    }

    /// What it writes into.
    pub(super) fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// How many bytes have been written, what waits in the block buffer included.
    pub(super) fn written(&self) -> u64 {
        let waiting = u64::try_from(self.block.len()).unwrap_or(u64::MAX);
        self.offset.saturating_add(waiting)
    }

    /// How long the ZIP would be with the open member closed and a directory behind it.
    pub(super) fn length_if_closed(&self) -> u64 {
        self.written()
            .saturating_add(self.tail())
            .saturating_add(MEMBER_OVERHEAD)
    }

    pub(super) fn begin(&mut self, name: &str) -> io::Result<()> {
        self.member = Some(Member {
            name: name.to_owned(),
            offset: self.offset,
            hasher: Hasher::new(),
            length: 0,
        });
        let mut header = Record::new(*b"PK\x03\x04");
        header.common(0, 0, 0, name);
        header.text(name);
        self.put(&header.0)
    }

    pub(super) fn write(&mut self, mut data: &[u8]) -> io::Result<()> {
        let member = self.member.as_mut().ok_or_else(no_member)?;
        member.hasher.update(data);
        member.length = member.length.saturating_add(length(data));
        while !data.is_empty() {
            if self.block.is_empty()
                && let Some((block, rest)) = data.split_at_checked(BLOCK_BYTES)
            {
                self.put_block(block, false)?;
                data = rest;
                continue;
            }
            let room = BLOCK_BYTES.saturating_sub(self.block.len());
            let (now, later) = data.split_at_checked(room).unwrap_or((data, &[]));
            self.block.extend_from_slice(now);
            data = later;
            if self.block.len() == BLOCK_BYTES {
                self.cut()?;
            }
        }
        Ok(())
    }

    /// Ends the current block before it is full.
    fn cut(&mut self) -> io::Result<()> {
        let block = std::mem::take(&mut self.block);
        self.put_block(&block, false)?;
        self.keep(block);
        Ok(())
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        let member = self.member.take().ok_or_else(no_member)?;
        let block = std::mem::take(&mut self.block);
        self.put_block(&block, true)?;
        self.keep(block);
        let data_starts = member
            .offset
            .saturating_add(LOCAL_HEADER)
            .saturating_add(length(member.name.as_bytes()));
        let stored = small(self.offset.saturating_sub(data_starts))?;
        let entry = Entry {
            offset: small(member.offset)?,
            crc: member.hasher.finalize(),
            stored,
            length: small(member.length)?,
            name: member.name,
        };
        let mut descriptor = Record::new(*b"PK\x07\x08");
        descriptor.u32(entry.crc);
        descriptor.u32(entry.stored);
        descriptor.u32(entry.length);
        self.put(&descriptor.0)?;
        self.entries.push(entry);
        Ok(())
    }

    /// Opens the padding member and says how to fill it.
    pub(super) fn begin_padding(&mut self) -> io::Result<Plan> {
        self.begin(PADDING)?;
        let used = self.offset.saturating_add(DESCRIPTOR).saturating_add(self.tail());
        padding::plan(used).ok_or_else(too_large)
    }

    /// Closes the padding member, filled as `plan` said, and writes the directory.
    pub(super) fn close(mut self, plan: Plan) -> io::Result<W> {
        if plan.cut {
            self.cut()?;
        }
        self.end()?;
        let start = small(self.offset)?;
        let mut directory = Vec::new();
        for entry in &self.entries {
            let mut record = Record::new(*b"PK\x01\x02");
            record.u16(MADE_BY);
            record.common(entry.crc, entry.stored, entry.length, &entry.name);
            // Comment length, disk, internal attributes: none.
            record.0.extend_from_slice(&[0; 6]);
            record.u32(REGULAR_FILE);
            record.u32(entry.offset);
            record.text(&entry.name);
            directory.extend_from_slice(&record.0);
        }
        let count = u16::try_from(self.entries.len()).map_err(|_count| too_large())?;
        let mut end = Record::new(*b"PK\x05\x06");
        end.u32(0);
        end.u16(count);
        end.u16(count);
        end.u32(small(length(&directory))?);
        end.u32(start);
        end.u16(0);
        directory.extend_from_slice(&end.0);
        self.put(&directory)?;
        if self.offset == plan.step.bytes() {
            Ok(self.out)
        } else {
            Err(io::Error::other("the padding does not meet its step"))
        }
    }

    /// The length of the directory and its end, with the open member in it.
    fn tail(&self) -> u64 {
        let open = self.member.iter().map(|member| member.name.len());
        let names = self.entries.iter().map(|entry| entry.name.len()).chain(open);
        names.fold(DIRECTORY_END, |sum, name| {
            sum.saturating_add(DIRECTORY_ENTRY)
                .saturating_add(u64::try_from(name).unwrap_or(u64::MAX))
        })
    }

    fn put_block(&mut self, block: &[u8], last: bool) -> io::Result<()> {
        let count = u16::try_from(block.len()).map_err(|_length| too_large())?;
        let [low, high] = count.to_le_bytes();
        self.put(&[u8::from(last), low, high, !low, !high])?;
        self.put(block)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.offset = self.offset.saturating_add(length(bytes));
        if self.offset > Step::LARGEST.bytes() {
            return Err(too_large());
        }
        self.out.write_all(bytes)
    }

    /// Takes an emitted block's memory back for the next one.
    fn keep(&mut self, mut block: Vec<u8>) {
        block.clear();
        self.block = block;
    }
}

/// Little-endian fields, one after the other.
struct Record(Vec<u8>);

impl Record {
    fn new(signature: [u8; 4]) -> Self {
        Self(signature.to_vec())
    }

    fn u16(&mut self, value: u16) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// The fields that a member's header and its directory entry share.
    fn common(&mut self, crc: u32, stored: u32, length: u32, name: &str) {
        self.u16(VERSION);
        self.u16(FLAGS);
        self.u16(DEFLATE);
        self.u16(0);
        self.u16(FIRST_OF_JANUARY_1980);
        self.u32(crc);
        self.u32(stored);
        self.u32(length);
        // Every name is ours and short.
        self.u16(u16::try_from(name.len()).unwrap_or(u16::MAX));
        self.u16(0);
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn small(value: u64) -> io::Result<u32> {
    u32::try_from(value).map_err(|_value| too_large())
}

fn too_large() -> io::Error {
    io::Error::from(io::ErrorKind::FileTooLarge)
}

fn no_member() -> io::Error {
    io::Error::other("no member is open")
}

const PADDING: &str = "relleno.bin";
const BLOCK_BYTES: usize = 65_535;
const VERSION: u16 = 20;
/// Made on Unix, so that the attributes mean a mode.
const MADE_BY: u16 = (3 << 8) | VERSION;
/// Lengths follow the data; names are UTF-8.
const FLAGS: u16 = (1 << 3) | (1 << 11);
const DEFLATE: u16 = 8;
const FIRST_OF_JANUARY_1980: u16 = (1 << 5) | 1;
const REGULAR_FILE: u32 = 0o100_600 << 16;
const LOCAL_HEADER: u64 = 30;
const DESCRIPTOR: u64 = 16;
const DIRECTORY_ENTRY: u64 = 46;
const DIRECTORY_END: u64 = 22;
/// What closing one member and adding the padding member can cost at most, block frames aside.
const MEMBER_OVERHEAD: u64 = FRAME + DESCRIPTOR + LOCAL_HEADER + DIRECTORY_ENTRY + 64;

#[cfg(test)]
impl<W> Container<W> {
    /// Skips ahead, to reach the limits without writing gigabytes.
    pub(super) fn skip_to(&mut self, offset: u64) {
        self.offset = offset;
    }
}

#[cfg(test)]
mod tests;
