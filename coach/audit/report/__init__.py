"""The report that people read: one HTML file per language, which stands alone."""

from coach.audit.report.page import page
from coach.audit.summary.settings import ReportSettings

__all__ = ["ReportSettings", "page"]
