"""A postman in a process of its own: python -m tests.postman_process DATABASE PORT."""

import sys
from datetime import datetime

from config.declared import load
from portal.office import PostOffice
from portal.postman import post
from tasks.mail_server import Account, MailServer, Security
from tasks.surroundings import Surroundings
from tat.database import open_tracker
from tests.small_cycle import CYCLE, NEW_YORK

NOW = datetime(2016, 8, 8, 10, tzinfo=NEW_YORK)

if __name__ == "__main__":
    account = Account(
        "localhost", int(sys.argv[2]), Security.NONE, "ta-planning@tacycle.example"
    )  # fmt: skip
    post(
        Surroundings(tracker=open_tracker(sys.argv[1]), now=lambda: NOW, declared=load(CYCLE)),
        CYCLE,
        PostOffice(
            MailServer(account), "TA planning <ta-planning@tacycle.example>",
            "https://tacycle.example", b"a secret for tests",
        ),
    )  # fmt: skip
