"""Text to terms, with evidence; only what loads the tables knows of files, and nothing of pages."""

from generator.recognition.gazetteer import Additions, Gazetteer, build_gazetteer
from generator.recognition.recognise import Languages, recognise, suggest
from generator.recognition.tables import Phrases, Tables, load_tables
from generator.recognition.tongues import LANGUAGES, load_names, localised

__all__ = [
    "LANGUAGES",
    "Additions",
    "Gazetteer",
    "Languages",
    "Phrases",
    "Tables",
    "build_gazetteer",
    "load_names",
    "load_tables",
    "localised",
    "recognise",
    "suggest",
]
