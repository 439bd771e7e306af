"""A transcript of cues as a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.errors import SourceError
from reader.importers.cues.cue import Cue, remove_rolled_up, warn_of_times
from reader.importers.cues.turns import make_turns
from reader.importers.cues.voices import find_voices
from reader.importers.interview_document import Draft, Findings, make_interview
from reader.importers.interview_header import InterviewHeader
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind


def make_transcript(
    source: Source, cues: Sequence[Cue], findings: Findings, known: Sequence[Document] = (),
    header: InterviewHeader | None = None,
) -> Document:  # fmt: skip
    """Make a document of cues.

    Args:
        source: Where they come from.
        cues: In order, as the source gives them; their text may begin with speakers' labels.
        findings: What its importer has to report.
        known: Documents whose entries carry fingerprints.
        header: What the source says of the whole.

    Returns:
        An interview in the full edition; the author of a turn is None where nothing says who speaks.

    Raises:
        SourceError: No cue has a word.
    """
    kept, repeated = remove_rolled_up(cues)
    voiced = find_voices(kept)
    turns = make_turns(voiced.cues)
    if not turns:
        raise SourceError(source.name, "no words stand in it", "give it a transcript that holds text")
    left_out = dict(findings.left_out) | ({"roles": "\n".join(voiced.roles)} if voiced.roles else {})
    counts = dict(findings.counts) | ({"repeated lines left out": repeated} if repeated else {})
    warnings = (*findings.warnings, *warn_of_times(cues))
    told = replace(findings, counts=counts, left_out=left_out, warnings=warnings)
    drafts = [Draft(EntryKind.POST, "", ""), *turns]
    return make_interview(source, header or InterviewHeader(), drafts, told, known)
