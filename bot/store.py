"""Everything the bot remembers, in one SQLite file. Knows no Telegram.

What one table answers alone stands in people.py, assessments.py and inbox.py; here is what concerns them all: what is
erased on request, what expires, and what is counted.
"""

import datetime as dt

from bot.assessments import Assessments
from bot.connection import as_text
from bot.people import People
from bot.records import Erased, Label, Purged, Status
from index.types import Verdict

REMEMBER_DONE = dt.timedelta(hours=48)  # Telegram itself delivers an update for 24 hours at most


class Store(People, Assessments):
    """People, assessments, feedback and the inbox, opened by `Store(path, retention, clock)`."""

    def forget(self, user_id: int, *, handling: int | None = None) -> Erased:
        """Erase at once what is kept of a person; say how much, and what stays.

        `handling` is the update that asks for it: it and what the person sent after it are still to be answered.
        """
        with self.atomic():
            person = self.row("SELECT * FROM users WHERE telegram_id = :user_id", user_id=user_id) or {}
            erased = Erased(
                feedback=self._erase_feedback(user_id),
                assessments=self.erase("assessments", "user_id = :user_id", user_id=user_id),
                unanswered=self._finish_updates(user_id=user_id, handling=handling),
                language=bool(person.get("language")),
                on_allow_list=person.get("role") == "collector",
                crossborder_confirmed=bool(person.get("crossborder_confirmed_at")),
            )
            self.execute("UPDATE users SET language = NULL WHERE telegram_id = :user_id", user_id=user_id)
            self._erase_strangers(user_id)
        self.overwrite_erased()
        return erased

    def purge(self, now: dt.datetime | None = None) -> Purged:
        """Erase what has expired, and say how much."""
        now = now or self.now()
        expired = {
            "assessments": as_text(now - self.retention.assessments),
            "feedback": as_text(now - self.retention.feedback),
        }
        with self.atomic():
            counts = {table: self.erase(table, "created_at < :then", then=then) for table, then in expired.items()}
            unanswered = self._finish_updates(received_before=as_text(now - self.retention.inbox))
            self.erase("inbox", "state = 'done' AND received_at < :then", then=as_text(now - REMEMBER_DONE))
            purged = Purged(**counts, unanswered=unanswered, strangers=self._erase_strangers())
        self.overwrite_erased()
        return purged

    def status(self) -> Status:
        """Count what is kept."""
        verdicts = self.rows(
            "SELECT verdict AS name, count(*) AS n FROM assessments WHERE safety IS NOT 'self_harm' GROUP BY 1"
        )
        labels = self.rows("SELECT label AS name, count(*) AS n FROM feedback GROUP BY 1")
        [waiting] = self.rows("SELECT count(*) AS n, min(received_at) AS oldest FROM inbox WHERE state != 'done'")
        return Status(
            assessments=sum(row["n"] for row in verdicts),
            verdicts={Verdict(row["name"]): row["n"] for row in verdicts if row["name"]},
            feedback={Label(row["name"]): row["n"] for row in labels},
            collectors=len(self.allowed()),
            unanswered=waiting["n"],
            oldest_unanswered=dt.datetime.fromisoformat(waiting["oldest"]) if waiting["oldest"] else None,
        )

    def _erase_feedback(self, user_id: int) -> int:
        """Erase what a person said, and what was said of their messages."""
        return self.erase(
            "feedback",
            "user_id = :user_id OR assessment_id IN (SELECT id FROM assessments WHERE user_id = :user_id)",
            user_id=user_id,
        )

    def _erase_strangers(self, user_id: int | None = None) -> int:
        """Erase rows that hold an id and nothing else: this person's, or all."""
        return self.erase(
            "users",
            """role = 'none' AND language IS NULL AND crossborder_confirmed_at IS NULL
            AND telegram_id = coalesce(:user_id, telegram_id)""",
            user_id=user_id,
        )

    def _finish_updates(
        self, *, received_before: str | None = None, user_id: int | None = None, handling: int | None = None
    ) -> int:
        """Give up old updates, or those of a person that came before `handling`; count them."""
        given_up = self.rows(
            """SELECT update_id FROM inbox
            WHERE state != 'done' AND (received_at < :received_before OR user_id = :user_id)
            AND arrival < coalesce((SELECT arrival FROM inbox WHERE update_id = :handling), arrival + 1)""",
            received_before=received_before, user_id=user_id, handling=handling,
        )  # fmt: skip
        for row in given_up:
            self.finish_update(row["update_id"])
        return len(given_up)

    def finish_update(self, update_id: int) -> None:
        """Keep no more of an update than its number; doing so again changes nothing."""
        self.execute(
            """UPDATE inbox SET state = 'done', sending = 0,
                payload = NULL, chat_id = NULL, user_id = NULL, assessment_id = NULL
            WHERE update_id = :update_id""",
            update_id=update_id,
        )
