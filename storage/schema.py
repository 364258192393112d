"""For Tortoise's own command line: `tortoise -c storage.schema.TORTOISE_ORM makemigrations`."""

import os

from storage.database import config

TORTOISE_ORM = config(os.environ.get("DATABASE_URL", "sqlite://var/diwan.db"))
