"""Assessments and what people said of them. Does not mask: the text it is given must be masked already.

Of a self-harm statement no text is kept, and no feedback on it is taken.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from bot.connection import Clock, Connection, as_text, utc_now
from bot.records import AssessmentRecord, Label, Origin, Press, Retention
from index.types import Assessment, FamilyScore, Safety, Verdict


class Assessments(Connection):
    """The rows of `assessments` and `feedback`."""

    def __init__(self, path: Path, retention: Retention | None = None, clock: Clock = utc_now) -> None:
        super().__init__(path, clock)
        self.retention = retention or Retention()

    def record_assessment(self, assessment: Assessment, masked_text: str, origin: Origin, latency_ms: float) -> int:
        """Keep an assessment and return its number.

        An update that is answered again after a crash replaces what its first attempt recorded.
        """
        values = as_columns(assessment, masked_text, origin, latency_ms) | {"created_at": as_text(self.now())}
        with self.atomic():
            if earlier := self._recorded_for(origin.update_id):
                self.update("assessments", earlier, values)
                return earlier
            number = self.insert("assessments", values)
            sql = "UPDATE inbox SET assessment_id = :number WHERE update_id = :update_id AND state != 'done'"
            self.execute(sql, number=number, update_id=origin.update_id)
        return number

    def _recorded_for(self, update_id: int | None) -> int | None:
        """Return the assessment that an earlier attempt at this update recorded."""
        sql = """SELECT assessments.id FROM inbox JOIN assessments ON assessments.id = inbox.assessment_id
            WHERE update_id = :update_id"""
        found = self.row(sql, update_id=update_id)
        return found["id"] if found else None

    def add_answer(self, assessment_id: int, message_id: int) -> None:
        """Keep that this message is part of the answer."""
        self.execute(
            """UPDATE assessments SET answer_message_ids = json_insert(answer_message_ids, '$[#]', :message_id)
            WHERE id = :assessment_id""",
            assessment_id=assessment_id, message_id=message_id,
        )  # fmt: skip

    def assessment(self, assessment_id: int) -> AssessmentRecord | None:
        """Return one assessment, or None when it has expired or was erased."""
        found = self.row("SELECT * FROM assessments WHERE id = :assessment_id", assessment_id=assessment_id)
        return as_record(found) if found else None

    def assessment_of(self, chat_id: int, message_id: int) -> AssessmentRecord | None:
        """Return the latest assessment of a message, which an edit updates."""
        sql = "SELECT * FROM assessments WHERE chat_id = :chat_id AND message_id = :message_id ORDER BY id DESC LIMIT 1"
        found = self.row(sql, chat_id=chat_id, message_id=message_id)
        return as_record(found) if found else None

    def earlier_assessments(self, chat_id: int, message_id: int, number: int) -> list[AssessmentRecord]:
        """Return what was said of a message before assessment `number`."""
        sql = "SELECT * FROM assessments WHERE chat_id = :chat_id AND message_id = :message_id AND id < :number"
        return [as_record(row) for row in self.rows(sql, chat_id=chat_id, message_id=message_id, number=number)]

    def withdraw(self, assessment_id: int) -> None:
        """Erase an assessment and what was said of it: the message it spoke of turned into something else."""
        with self.atomic():
            self.erase("feedback", "assessment_id = :assessment_id", assessment_id=assessment_id)
            self.erase("assessments", "id = :assessment_id", assessment_id=assessment_id)

    def record_feedback(self, assessment_id: int, user_id: int, label: Label) -> Press:
        """Keep what the person who asked says of the answer; their last press wins."""
        now, answer = self.now(), self.assessment(assessment_id)
        if answer is None or answer.user_id != user_id or answer.safety is Safety.SELF_HARM:
            return Press.EXPIRED
        if now - answer.created_at > self.retention.answers:
            return Press.EXPIRED
        with self.atomic():
            sql = "SELECT label FROM feedback WHERE assessment_id = :assessment_id AND user_id = :user_id"
            earlier = self.row(sql, assessment_id=assessment_id, user_id=user_id)
            if earlier and earlier["label"] == label:
                return Press.UNCHANGED
            self.execute(
                """INSERT INTO feedback
                    (assessment_id, user_id, label, created_at, verdict, probability, family, script_id, snapshot)
                SELECT id, user_id, :label, :now, verdict, probability, family, script_id, snapshot
                FROM assessments WHERE id = :assessment_id
                ON CONFLICT (assessment_id, user_id) DO UPDATE SET label = :label, created_at = :now""",
                assessment_id=assessment_id, label=label.value, now=as_text(now),
            )  # fmt: skip
        return Press.CHANGED if earlier else Press.RECORDED


def as_columns(assessment: Assessment, masked_text: str, origin: Origin, latency_ms: float) -> dict[str, object]:
    """Return the columns of an assessment; of self-harm, nothing but the category."""
    return {
        "user_id": origin.user_id,
        "chat_id": origin.chat_id,
        "message_id": origin.message_id,
        "is_update": origin.is_update,
        "masked_text": None if assessment.safety is Safety.SELF_HARM else masked_text,
        "verdict": assessment.verdict,
        "probability": assessment.probability,
        "family": assessment.family,
        "topic": assessment.topic,
        "script_id": assessment.script_id,
        "families": json.dumps([[score.family, score.probability] for score in assessment.families]),
        "safety": assessment.safety,
        "language": assessment.language,
        "snapshot": assessment.snapshot,
        "latency_ms": latency_ms,
    }


def as_record(row: dict[str, Any]) -> AssessmentRecord:
    """Return one row as the value it stands for."""
    return AssessmentRecord(
        **row
        | {
            "is_update": bool(row["is_update"]),
            "answer_message_ids": tuple(json.loads(row["answer_message_ids"])),
            "created_at": dt.datetime.fromisoformat(row["created_at"]),
            "verdict": Verdict(row["verdict"]) if row["verdict"] else None,
            "families": tuple(FamilyScore(*pair) for pair in json.loads(row["families"])),
            "safety": Safety(row["safety"]) if row["safety"] else None,
        }
    )
