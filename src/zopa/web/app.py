"""The app: routes, the page, the guard before them, and the desk behind them."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from zopa import __version__
from zopa.web.desk_thread import Thread
from zopa.web.guard import Guard
from zopa.web.page import page
from zopa.web.problems import handle
from zopa.web.routes import all_routes
from zopa.web.settings import Settings

STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings | None = None) -> FastAPI:
    """The server's app.

    Args:
        settings: How it is started.
    """
    settings = settings or Settings()
    thread = Thread(settings)

    @contextlib.asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if settings.warm:
            from zopa.web.warm import warm

            thread.soon(warm)
        yield
        thread.close()

    app = FastAPI(
        title="zopa", version=__version__, lifespan=life, docs_url=None, redoc_url=None, openapi_url="/api/schema.json"
    )
    app.state.settings, app.state.thread = settings, thread
    handle(app)
    for routes in all_routes():
        app.include_router(routes)
    page(app, settings)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Guard, limits=settings.limits, hosts=settings.hosts)
    return app
