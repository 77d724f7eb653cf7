"""Who may use the bot and in which language. Does not know who is an admin: that is a setting."""

from bot.connection import Connection, as_text


class People(Connection):
    """The rows of `users`; of a stranger, the id alone."""

    def allow(self, user_id: int, *, by: int) -> bool:
        """Put a person on the allow-list; return whether that is new."""
        if self.is_allowed(user_id):
            return False
        self.execute(
            """INSERT INTO users (telegram_id, role, added_by, added_at) VALUES (:user_id, 'collector', :by, :now)
            ON CONFLICT DO UPDATE SET role = 'collector', added_by = :by, added_at = :now""",
            user_id=user_id, by=by, now=as_text(self.now()),
        )  # fmt: skip
        return True

    def remove(self, user_id: int) -> bool:
        """Take a person off the allow-list, keeping no more than of any stranger; return whether they were on it."""
        return bool(
            self.execute(
                """UPDATE users SET role = 'none', added_by = NULL, added_at = NULL, language = NULL
                WHERE telegram_id = :user_id AND role = 'collector'""",
                user_id=user_id,
            ).rowcount
        )

    def is_allowed(self, user_id: int) -> bool:
        """Return whether a person is on the allow-list."""
        sql = "SELECT 1 FROM users WHERE telegram_id = :user_id AND role = 'collector'"
        return self.row(sql, user_id=user_id) is not None

    def allowed(self) -> tuple[int, ...]:
        """Return the allow-list."""
        found = self.rows("SELECT telegram_id FROM users WHERE role = 'collector' ORDER BY added_at, telegram_id")
        return tuple(row["telegram_id"] for row in found)

    def note_stranger(self, user_id: int) -> bool:
        """Keep the id, and nothing else, of someone who is not let in; return whether it is new."""
        sql = "INSERT INTO users (telegram_id) VALUES (:user_id) ON CONFLICT DO NOTHING"
        return bool(self.execute(sql, user_id=user_id).rowcount)

    def language_of(self, user_id: int) -> str | None:
        """Return the language a person chose."""
        found = self.row("SELECT language FROM users WHERE telegram_id = :user_id", user_id=user_id)
        return found["language"] if found else None

    def set_language(self, user_id: int, language: str) -> None:
        """Keep the language a person chose."""
        self.execute(
            """INSERT INTO users (telegram_id, language) VALUES (:user_id, :language)
            ON CONFLICT DO UPDATE SET language = :language""",
            user_id=user_id, language=language,
        )  # fmt: skip

    def confirm_crossborder(self, user_id: int) -> None:
        """Keep that an admin has read the notice on sending personal information abroad."""
        self.execute(
            """INSERT INTO users (telegram_id, crossborder_confirmed_at) VALUES (:user_id, :now)
            ON CONFLICT DO UPDATE SET crossborder_confirmed_at = coalesce(crossborder_confirmed_at, :now)""",
            user_id=user_id, now=as_text(self.now()),
        )  # fmt: skip

    def crossborder_confirmed(self) -> bool:
        """Return whether any admin has confirmed that notice."""
        return self.row("SELECT 1 FROM users WHERE crossborder_confirmed_at IS NOT NULL") is not None
