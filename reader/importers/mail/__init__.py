"""Mail: a thread of a mailing list, or one message, as people keep it in files.

* :mod:`.boxes` cuts an mbox into messages; :mod:`.headers` reads what stands above each.
* :mod:`.letters` are messages as far as threads are concerned; :mod:`.conversations` finds these.
* :mod:`.bodies` reads the parts of a message; :mod:`.plain_text` sets what people type as Markdown.
* :mod:`.reading` is the importer.
"""

from reader.importers.mail.boxes import join_box
from reader.importers.mail.reading import NAME, SIGN, TITLE, find_sign, read_mail

__all__ = ["NAME", "SIGN", "TITLE", "find_sign", "join_box", "read_mail"]
