"""The app: routes, the page, the guard before them, and the desk behind them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI

from zopa import __version__
from zopa.web.bundle import stop
from zopa.web.desk_thread import Thread
from zopa.web.guard import Guard
from zopa.web.page import page
from zopa.web.pool import Pool
from zopa.web.problems import RESPONSES, handle
from zopa.web.routes import all_routes
from zopa.web.settings import Settings
from zopa.web.store import Store
from zopa.web.thousand_kept import Kept
from zopa.web.thousand_warm import warm_all


def create_app(settings: Settings | None = None, store: Store | None = None) -> FastAPI:
    """The server's app.

    Args:
        settings: How it is started.
        store: The store of the settings, where it has been opened already.
    """
    settings = settings or Settings()
    thread = Thread(settings, store)
    kept = Kept(Pool(settings.processes))

    @contextlib.asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if settings.warm:
            thread.soon(warm_all(kept))
        yield
        stop()
        kept.pool.close()
        await asyncio.to_thread(thread.close)  # what is under way may take a moment

    app = FastAPI(
        title="zopa", version=__version__, lifespan=life, docs_url=None, redoc_url=None, openapi_url="/api/schema.json"
    )
    app.state.settings, app.state.thread, app.state.kept = settings, thread, kept
    handle(app)
    for routes in all_routes():
        app.include_router(routes, responses=RESPONSES)
    page(app, settings)
    app.add_middleware(Guard, limits=settings.limits, hosts=settings.hosts)
    return app
