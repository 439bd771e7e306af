"""The doctor: looks at everything Threadside keeps and stands on, says what is wrong, and mends it.

Nothing of the reader's is touched while it is looked at: databases are looked at in copies. Mending
destroys no file of the reader's either: a damaged one is set aside under a name that says so.
"""

from __future__ import annotations

from reader.doctor.checkup import examine, mend
from reader.doctor.findings import Finding, Standing
from reader.doctor.patient import Patient

__all__ = ["Finding", "Patient", "Standing", "examine", "mend"]
