"""Days as people choose them, and the moments at which they end."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def end_of(last: date) -> datetime:
    """The moment at which a last day is over: the next midnight, in the person's time zone."""
    return timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))


def last_day(until: datetime) -> date:
    """The last day of what ends at a moment."""
    return timezone.localtime(until - timedelta(microseconds=1)).date()
