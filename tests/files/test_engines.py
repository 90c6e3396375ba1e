"""Every person from Parquet to Parquet: the same bytes from every engine, whole or not at all."""

import os
import shutil
import signal
import threading
import time
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from compkit.errors import FileProblems, InvalidValue, OutputRefused
from compkit.files import engineparts
from compkit.files.engines import MANIFEST, read_people, run_people
from compkit.workforce.engines.people import EMPTY, SPARK_SCHEMA, frames, people_amounts
from compkit.workforce.engines.rows import pack
from compkit.workforce.engines.totals import total_amounts

from ..tools import needed, needed_program
from ..workforce.people import grant, packed, person, roster
from ..workforce.test_engines_people import as_cells, one_by_one, plain_rows, plan

pytest.importorskip("pyarrow")

KINDS = ("half", "flat", "")


def staff(size):
    """Many people with awkward start days, every other one with a grant."""
    return roster([person_of(n) for n in range(size)], [grant(n, units=1 + n) for n in range(0, size, 2)])


def source(folder, size, *, group=None):
    """A file of so many people; in row groups."""
    path = folder / "people.parquet"
    packed(size).to_parquet(path, index=False, row_group_size=group or size)
    return path


def content(folder):
    """Every file's bytes."""
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


class TestPacked:
    """The many people of these tests."""

    def test_as_roster(self):
        """Made by columns they are the rows that `pack` gives of a roster."""
        pd.testing.assert_frame_equal(packed(703), pack(staff(703)), check_dtype=False)


class TestLocal:
    """Processes of this machine."""

    def test_same_as_single(self, tmp_path):
        """To the cent what each person's package is worth."""
        run = run_people(source(tmp_path, 12), tmp_path / "out", plan(), workers=1, part_rows=5)
        assert (run.people, run.parts) == (12, 3)
        found = read_people(run.folder)
        assert len(found) == run.rows
        assert as_cells(found) == one_by_one(staff(12), plan())

    @pytest.mark.parametrize(("group", "size"), [(12, 1), (5, 100), (7, 3)])
    def test_any_partition(self, tmp_path, group, size):
        """Cut by row groups and parts as one likes, the rows are the same in the same order."""
        run = run_people(source(tmp_path, 12, group=group), tmp_path / "out", plan(), workers=1, part_rows=size)
        pd.testing.assert_frame_equal(read_people(run.folder), people_amounts(pack(staff(12)), plan()))

    def test_two_processes(self, tmp_path):
        """Two processes give the bytes that one gives."""
        path = source(tmp_path, 12)
        one = run_people(path, tmp_path / "one", plan(), workers=1, part_rows=4)
        two = run_people(path, tmp_path / "two", plan(), workers=2, part_rows=4)
        assert content(one.folder) == content(two.folder)

    def test_folder(self, tmp_path):
        """A folder's files are read by name; what begins with _ or . is none of them."""
        rows = pack(staff(12))
        (tmp_path / "in").mkdir()
        rows.iloc[7:].to_parquet(tmp_path / "in" / "b.parquet", index=False)
        rows.iloc[:7].to_parquet(tmp_path / "in" / "a.parquet", index=False)
        (tmp_path / "in" / "_x.parquet").write_bytes(b"")
        run = run_people(tmp_path / "in", tmp_path / "out", plan(), workers=1)
        pd.testing.assert_frame_equal(read_people(run.folder), people_amounts(rows, plan()))

    def test_nobody(self, tmp_path):
        """Nobody is a whole output of no rows."""
        pack(staff(2)).iloc[:0].to_parquet(tmp_path / "in.parquet", index=False)
        run = run_people(tmp_path / "in.parquet", tmp_path / "out", plan())
        assert (run.people, run.rows) == (0, 0)
        pd.testing.assert_frame_equal(read_people(run.folder), EMPTY)


class TestRefused:
    """What is wrong, with its place."""

    @pytest.mark.parametrize("workers", [1, 2])
    def test_bad_rows(self, tmp_path, workers):
        """Wrong rows are told with file, row from 1 and column, from all parts at once; nothing is left."""
        rows = pack(staff(12))
        rows.loc[4, "fte"], rows.loc[10, "currency"] = 0, "XXX"
        path = tmp_path / "people.parquet"
        rows.to_parquet(path, index=False, row_group_size=7)
        with pytest.raises(FileProblems) as told:
            run_people(path, tmp_path / "out", plan(), workers=workers, part_rows=3)
        found = [(one.file, one.path, one.value) for one in told.value.problems]
        assert found == [(str(path), "row 5, fte", "0"), (str(path), "row 11, currency", "XXX")]
        assert [one.name for one in tmp_path.iterdir()] == ["people.parquet"]

    def test_twice(self, tmp_path):
        """Two rows of one employee are found though they are in different parts."""
        rows = pack(staff(12))
        rows.loc[11, "employee_id"] = "E0"
        rows.to_parquet(tmp_path / "in.parquet", index=False)
        with pytest.raises(FileProblems, match="row 12, employee_id: has two rows"):
            run_people(tmp_path / "in.parquet", tmp_path / "out", plan(), workers=1, part_rows=3)

    def test_missing_price(self, tmp_path):
        """A price that is not known names the rows that need it."""
        pack(roster([person(1)], [grant(1, symbol="NONE")])).to_parquet(tmp_path / "in.parquet", index=False)
        with pytest.raises(FileProblems, match=r"(?s)rows 1 to 1: .*NONE"):
            run_people(tmp_path / "in.parquet", tmp_path / "out", plan(), workers=1)

    def test_missing_column(self, tmp_path):
        """A column that is not there is named with the file."""
        pack(staff(2)).drop(columns="fte").to_parquet(tmp_path / "in.parquet", index=False)
        with pytest.raises(FileProblems, match=r"(?s)in.parquet.*has no column fte"):
            run_people(tmp_path / "in.parquet", tmp_path / "out", plan(), workers=1)

    def test_no_parquet(self, tmp_path):
        """What is no Parquet file, or no file, or an empty folder."""
        (tmp_path / "in.parquet").write_bytes(b"PAR1 no")
        (tmp_path / "empty").mkdir()
        for name in ("in.parquet", "none.parquet", "empty"):
            with pytest.raises(FileProblems, match=name):
                run_people(tmp_path / name, tmp_path / "out", plan(), workers=1)

    def test_there_already(self, tmp_path):
        """Nothing that is there is written over."""
        (tmp_path / "out").mkdir()
        with pytest.raises(OutputRefused, match="it exists already"):
            run_people(source(tmp_path, 2), tmp_path / "out", plan(), workers=1)

    @pytest.mark.parametrize(
        "asked", [{"engine": "ray"}, {"workers": 0}, {"part_rows": 0}, {"client": object(), "workers": 1}]
    )
    def test_asked(self, tmp_path, asked):
        """An engine that is not known, and numbers that make no sense."""
        with pytest.raises(InvalidValue):
            run_people(source(tmp_path, 2), tmp_path / "out", plan(), **asked)

    @pytest.mark.parametrize("engine", ["dask", "spark"])
    def test_extra_missing(self, tmp_path, engine, monkeypatch):
        """Without its extra an engine says what to install."""
        for name in ("dask.dataframe", "distributed", "pyspark.sql"):
            monkeypatch.setitem(__import__("sys").modules, name, None)
        with pytest.raises(InvalidValue, match=rf"pip install compkit\[{engine}\]"):
            run_people(source(tmp_path, 2), tmp_path / "out", plan(), engine=engine)


class TestWhole:
    """A half-written output never looks complete."""

    @pytest.mark.parametrize("stops", [KeyboardInterrupt, MemoryError])
    def test_stopped(self, tmp_path, stops, monkeypatch):
        """Stopped at the second of three parts, there is no output and nothing beside it."""
        path, calls, write = source(tmp_path, 6), [], engineparts.write_table

        def second(frame, where):
            calls.append(where)
            if len(calls) == 2:
                raise stops
            write(frame, where)

        monkeypatch.setattr(engineparts, "write_table", second)
        with pytest.raises(stops):
            run_people(path, tmp_path / "out", plan(), workers=1, part_rows=2)
        assert [one.name for one in tmp_path.iterdir()] == ["people.parquet"]

    def test_disk_full(self, tmp_path, monkeypatch):
        """A file that cannot be written is told, and there is no output."""

        def full(frame, where):
            raise OutputRefused(where, "no space left on device")

        monkeypatch.setattr(engineparts, "write_table", full)
        with pytest.raises(FileProblems, match="no space left"):
            run_people(source(tmp_path, 2), tmp_path / "out", plan(), workers=1)
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("harm", ["manifest", "missing", "cut", "other"])
    def test_harmed(self, tmp_path, harm):
        """Without its manifest, or with a part missing, cut or changed, a folder is not read."""
        run = run_people(source(tmp_path, 6), tmp_path / "out", plan(), workers=1, part_rows=2)
        first, second, *_ = sorted(run.folder.glob("part-*"))
        if harm == "manifest":
            (run.folder / MANIFEST).unlink()
        elif harm == "missing":
            second.unlink()
        elif harm == "cut":
            second.write_bytes(second.read_bytes()[:-1])
        else:
            shutil.copy(first, second)
        with pytest.raises(FileProblems, match="run it again"):
            read_people(run.folder)


ROWS = 100_000


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """100,000 people, and what processes of this machine make of them."""
    folder = tmp_path_factory.mktemp("many")
    path = source(folder, ROWS, group=40_000)
    return path, run_people(path, folder / "local", plan(), workers=2, part_rows=15_000)


class TestManyRows:
    """Rule: 100,000 rows give to the cent what they give one by one; and the same sums in anybody's frame."""

    def test_sample(self, many):
        """People from anywhere among them are worth what their packages are."""
        _, local = many
        found = read_people(local.folder).set_index("employee_id")
        numbers = (0, 1, 39_999, 40_000, 77_777, ROWS - 1)
        asked = roster([person_of(n) for n in numbers], [grant(n, units=1 + n) for n in numbers if n % 2 == 0])
        assert as_cells(found.loc[list(asked.people["employee_id"])].reset_index()) == one_by_one(asked, plan())
        assert (local.people, local.parts, found.index.nunique()) == (ROWS, 8, ROWS)

    @pytest.mark.filterwarnings("ignore:Dask support is moving out:FutureWarning", "ignore:The inplace keyword")
    @pytest.mark.parametrize("kind", ["polars", "duckdb", "dask.dataframe"])
    def test_totals(self, many, kind):
        """Sums by component and year of what was written, lazily, by engines that read it themselves."""
        engine = needed(kind, "dask" if kind.startswith("dask") else "test")
        read = engine.scan_parquet if kind == "polars" else engine.read_parquet
        lazy = total_amounts(read(f"{many[1].folder}/part-*.parquet"))
        assert not isinstance(lazy, pd.DataFrame)
        assert plain_rows(lazy) == sums_of(many[1])


def person_of(number):
    """Somebody of `packed`."""
    start_on = pd.Timestamp(2020, 2, 28) + pd.Timedelta(days=number % 700)
    return person(number, start_on=start_on, base=10_000_001 + 7 * number, tokens=KINDS[number % 3])


def sums_of(run):
    """Sums by component and year of what was written, by pandas alone."""
    sums = read_people(run.folder).groupby(["component", "year"])[["face", "cost", "worth"]].sum()
    return [tuple(row) for row in sums.reset_index().itertuples(index=False, name=None)]


class TestDask:
    """A real cluster with two worker processes."""

    def test_many_rows(self, tmp_path, many, dask_client):
        """100,000 people over two processes: the bytes of this machine's own."""
        path, local = many
        workers = dask_client.run(os.getpid)
        assert len({os.getpid(), *workers.values()}) == 3
        run = run_people(path, tmp_path / "out", plan(), engine="dask", client=dask_client, part_rows=15_000)
        assert content(run.folder) == content(local.folder)

    def test_killed_worker(self, tmp_path, dask_client):
        """20,000 people; a worker is killed half way, and the bytes are those that nobody disturbed."""
        path = source(tmp_path, 20_000)
        before = set(dask_client.run(os.getpid).values())
        killed = threading.Event()

        def kill():
            until = time.monotonic() + 120
            while time.monotonic() < until and not killed.is_set():
                if len(list(tmp_path.glob(".out.*.part/part-*.parquet"))) >= 10:
                    os.kill(min(before), signal.SIGKILL)
                    killed.set()
                time.sleep(0.01)

        killer = threading.Thread(target=kill)
        killer.start()
        run = run_people(path, tmp_path / "out", plan(), engine="dask", client=dask_client, part_rows=1000)
        killer.join()
        assert killed.is_set()
        assert min(before) not in dask_client.run(os.getpid).values()
        local = run_people(path, tmp_path / "local", plan(), workers=2, part_rows=1000)
        assert (run.people, run.parts) == (20_000, 20)
        assert content(run.folder) == content(local.folder)

    def test_bad_row(self, tmp_path, dask_client):
        """A wrong row is told with its place, as by any engine."""
        rows = packed(6)
        rows.loc[4, "fte"] = 0
        rows.to_parquet(tmp_path / "in.parquet", index=False)
        asked = {"engine": "dask", "client": dask_client, "part_rows": 2}
        with pytest.raises(FileProblems, match="row 5, fte"):
            run_people(tmp_path / "in.parquet", tmp_path / "out", plan(), **asked)
        assert not (tmp_path / "out").exists()

    def test_own_frame(self, dask_client):
        """The pure function on somebody's own Dask frame, by map_partitions."""
        import dask.dataframe as dd

        own = dd.from_pandas(packed(30), npartitions=4)
        amounts = own.map_partitions(people_amounts, plan(), meta=EMPTY)
        found = dask_client.compute(amounts).result().reset_index(drop=True)
        pd.testing.assert_frame_equal(found, people_amounts(packed(30), plan()), check_dtype=False)

    def test_own_error(self, dask_client):
        """What is wrong in somebody's own Dask frame comes back as the error that it is, with its fields."""
        import dask.dataframe as dd

        rows = packed(30)
        rows.loc[29, "fte"] = 0
        amounts = dd.from_pandas(rows, npartitions=1).map_partitions(people_amounts, plan(), meta=EMPTY)
        with pytest.raises(InvalidValue) as raised:
            dask_client.compute(amounts).result()
        assert (raised.value.name, raised.value.value) == ("people[29].fte", "'0'")

    def test_own_cluster(self, tmp_path):
        """Without a client one is started here, and ended."""
        needed("distributed", "dask")
        path = source(tmp_path, 6)
        run = run_people(path, tmp_path / "out", plan(), engine="dask", workers=1, part_rows=2)
        local = run_people(path, tmp_path / "local", plan(), workers=1, part_rows=2)
        assert content(run.folder) == content(local.folder)


SPARK_WARNS = pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning"
)
"""Of pyspark itself."""


@SPARK_WARNS
class TestSparkAlone:
    """Without a session."""

    def test_own_session(self, tmp_path):
        """One is started here, and ended; its bytes are those of one process."""
        sql = needed("pyspark.sql", "spark")
        needed_program("java", "Spark runs on it")
        path = source(tmp_path, 60)
        run = run_people(path, tmp_path / "out", plan(), engine="spark", workers=2, part_rows=25)
        local = run_people(path, tmp_path / "local", plan(), workers=1, part_rows=25)
        assert content(run.folder) == content(local.folder)
        assert sql.SparkSession.getActiveSession() is None


@SPARK_WARNS
class TestSpark:
    """A real session on two cores of this machine."""

    def test_many_rows(self, tmp_path, many, spark):
        """100,000 people by mapInPandas: the bytes of this machine's own processes."""
        path, local = many
        run = run_people(path, tmp_path / "out", plan(), engine="spark", client=spark, part_rows=15_000)
        assert content(run.folder) == content(local.folder)
        assert spark.range(1).count() == 1  # the session is the caller's, and goes on

    def test_totals(self, many, spark):
        """Sums by component and year of a Spark frame of what was written; it stays a frame of Spark."""
        lazy = total_amounts(spark.read.parquet(str(many[1].folder)))
        assert type(lazy).__module__.startswith("pyspark.")
        assert plain_rows(lazy) == sums_of(many[1])

    def test_own_frame(self, spark):
        """The pure function on somebody's own Spark frame, by mapInPandas."""
        own = spark.createDataFrame(packed(20)).repartition(3)
        amounts = own.mapInPandas(partial(frames, plan=plan()), SPARK_SCHEMA)
        found = {tuple(row) for row in amounts.collect()}
        assert found == set(people_amounts(packed(20), plan()).itertuples(index=False, name=None))
