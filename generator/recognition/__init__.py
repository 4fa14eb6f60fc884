"""Text to terms, with evidence; knows nothing of files or pages."""

from generator.recognition.gazetteer import Additions, Gazetteer, build_gazetteer
from generator.recognition.recognise import recognise
from generator.recognition.tables import Phrases, Tables, load_tables

__all__ = [
    "Additions",
    "Gazetteer",
    "Phrases",
    "Tables",
    "build_gazetteer",
    "load_tables",
    "recognise",
]
