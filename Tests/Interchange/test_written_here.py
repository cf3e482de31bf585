"""Files that we write are read equal by others, whatever the layout."""

import pyarrow.parquet as pq
import pytest

from comparison import READERS, assert_equal
from samples import ALL, SMALL, sample

LAYOUTS = {
    "as picked": [],
    "no dictionary": ["--dictionary", "never"],
    "plain, uncompressed": ["--dictionary", "never", "--encoding", "plain", "--codec", "none"],
    "deltas of bytes": ["--dictionary", "never", "--encoding", "delta-prefix"],
    "small pages": ["--page-rows", "100", "--level", "9"],
    "small pages without dictionary": ["--page-rows", "7", "--dictionary", "never"],
    "kept dictionary, filters": ["--keep-dictionary", "--bloom", "0.01"],
    "no statistics": ["--statistics", "none"],
}


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")

    def source(name):
        path = folder / f"{name.replace(' ', '-')}.parquet"
        if not path.exists():
            pq.write_table(sample(name), path, compression="zstd")
        return path

    return source


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", SMALL)
def test_every_layout_reads_equal(probe, sources, tmp_path, name, layout, reader):
    path = probe.rewrite(sources(name), tmp_path / "ours.parquet", *LAYOUTS[layout])
    assert_equal(READERS[reader](path), sample(name), lists_are_never_null=reader == "chdb")


@pytest.mark.parametrize("name", [name for name in ALL if name not in SMALL])
def test_large_files_read_equal(probe, sources, tmp_path, name):
    path = probe.rewrite(sources(name), tmp_path / "ours.parquet", "--bloom", "0.01")
    for reader in READERS.values():
        assert_equal(reader(path), sample(name))


@pytest.mark.parametrize("name", SMALL)
def test_columns_keep_their_types_and_nullability(probe, sources, tmp_path, name):
    path = probe.rewrite(sources(name), tmp_path / "ours.parquet")
    ours = pq.read_schema(path)
    assert ours.equals(sample(name).schema), ours


def test_key_values_are_kept(probe, sources, tmp_path):
    path = probe.rewrite(sources("one row"), tmp_path / "ours.parquet")
    assert pq.read_metadata(path).metadata[b"probe"] == b"rewritten"


def test_a_slice_of_rows_is_the_same_as_elsewhere(probe, sources, tmp_path):
    small = probe.rewrite(sources("all types"), tmp_path / "small.parquet", "--page-rows", "50")
    options = ["--slice", "10-11", "--slice", "40-170", "--slice", "2999-3000"]
    path = probe.rewrite(small, tmp_path / "slice.parquet", *options)
    expected = sample("all types").take([10, *range(40, 170), 2999])
    assert_equal(READERS["pyarrow"](path), expected)
