//! Reads event files with the crate tboard, which verifies both checksums of each record, and prints
//! the number of values of each tag.
use std::collections::BTreeMap;
use tboard::tensorboard::event::What;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut tags = BTreeMap::new();
    for path in std::env::args().skip(1) {
        for event in tboard::SummaryReader::new(std::fs::File::open(path)?) {
            if let Some(What::Summary(summary)) = event?.what {
                for value in summary.value {
                    *tags.entry(value.tag).or_insert(0) += 1;
                }
            }
        }
    }
    for (tag, count) in tags {
        println!("{count} {tag}");
    }
    Ok(())
}
