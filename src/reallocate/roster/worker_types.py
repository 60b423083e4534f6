"""Whether a row's status or worker type means an employee, somebody from outside, or nobody."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

FILLED, OPEN, CONTRACTOR, LEFT = "filled", "open", "contractor", "left"


@dataclass(frozen=True)
class Kind:
    """Words that mean the same for a plan.

    status : filled (the firm's own), open, contractor (from outside) or left
    reason : why
    phrases : as `folded` leaves them
    """

    status: str
    reason: str
    phrases: tuple[str, ...]


KINDS = (
    Kind(FILLED, "has an employment contract with the firm", (
        "employee", "employees", "employed", "permanent", "regular", "salaried", "hourly", "exempt",
        "non exempt", "full time", "fulltime", "part time", "parttime", "fte", "indefinite", "open ended",
        "direct hire", "filled", "occupied", "active", "angestellt", "angestellter", "angestellte",
        "festangestellt", "festangestellter", "festangestellte", "arbeitnehmer", "mitarbeiter", "arbeiter",
        "beamter", "unbefristet", "vollzeit", "teilzeit", "tarifangestellter", "leitender angestellter",
        "aussertariflich", "besetzt", "aktiv", "aktive", "aktiver", "cdi", "salarie", "internal",
        "onboarding", "assignment", "payroll eligible", "no payroll", "salariee", "employe", "titulaire",
        "actif", "temps plein", "temps partiel", "empleado", "empleada", "indefinido", "fijo", "activo",
        "activa", "ocupado", "tiempo completo", "tiempo parcial",
    )),
    Kind(FILLED, "has a temporary or on-call employment contract with the firm", (
        "fixed term", "fixedterm", "limited term", "term", "temporary", "seasonal", "casual", "on call",
        "zero hours", "befristet", "befristeter", "befristete", "aushilfe", "minijob", "minijobber",
        "geringfugig", "geringfugig beschaftigt", "saisonkraft", "cdd", "saisonnier", "temporal", "eventual",
        "fijo discontinuo", "obra y servicio",
    )),
    Kind(FILLED, "is in training and on the payroll", (
        "intern", "internship", "trainee", "apprentice", "graduate", "student", "working student", "co op",
        "praktikant", "praktikum", "auszubildender", "auszubildende", "azubi", "werkstudent",
        "werkstudentin", "dualer student", "duales studium", "alternant", "stagiaire", "apprenti", "becario",
        "practicas", "en practicas",
    )),
    Kind(FILLED, "is absent and still employed", (
        "on leave", "leave", "leave of absence", "paid leave", "unpaid leave", "parental leave",
        "maternity leave", "sabbatical", "suspended", "beurlaubt", "elternzeit", "mutterschutz", "ruhend",
        "dormant", "furlough", "garden leave", "conge", "conge parental", "excedencia", "baja medica",
    )),
    Kind(CONTRACTOR, "is employed by another firm", (
        "contingent", "contingent worker", "agency", "agency worker", "agency temp", "temp", "temp agency",
        "temp worker", "agency temporary", "leased", "leased worker", "vendor", "outsourced",
        "leiharbeiter", "leiharbeitnehmer", "leiharbeit", "zeitarbeiter", "zeitarbeitnehmer", "zeitarbeit",
        "arbeitnehmeruberlassung", "interimaire", "interim", "ett", "trabajador de ett",
    )),
    Kind(CONTRACTOR, "works for the firm without an employment contract", (
        "contractor", "consultant", "independent contractor", "independent", "freelancer", "freelance",
        "self employed", "1099", "statement of work", "sow", "external", "external employee", "extern",
        "externe", "externer", "externer mitarbeiter", "freier mitarbeiter", "berater", "freiberufler",
        "selbststandig", "selbststandiger", "werkvertrag", "prestataire", "independant", "autonomo",
        "externo", "externa", "subcontratado",
    )),
    Kind(OPEN, "is unfilled", (
        "open", "vacant", "vacancy", "unfilled", "requisition", "requested", "to be hired", "tbh", "tbd",
        "offen", "vakant", "unbesetzt", "vacante", "poste vacant", "ouvert", "a pourvoir", "abierto",
    )),
    Kind(LEFT, "no longer works here", (
        "terminated", "inactive", "left", "resigned", "retired", "separated", "former", "deceased",
        "ausgetreten", "ausgeschieden", "gekundigt", "inaktiv", "rentner", "pensioniert", "sorti", "parti",
        "demissionnaire", "retraite", "inactif", "inactivo", "baja", "jubilado", "cesado",
    )),
)  # fmt: skip
"""Every word known, with the reason for where it counts. Personnel systems list *temporary* among their kinds
of employee, and *temp* or *agency* among people whom another firm sends."""

EMPLOYED = frozenset((
    "employee", "employees", "employed", "permanent", "unbefristet", "angestellt", "angestellter",
    "angestellte", "festangestellt", "festangestellter", "festangestellte",
))  # fmt: skip
"""Words that nobody writes of people from outside: beside a word for these, the cell means two things."""

FILLERS = frozenset(("worker", "workers", "staff", "member", "type", "status", "w", "m", "d", "and", "und"))
STATUS_OF = {phrase: kind.status for kind in KINDS for phrase in kind.phrases}
LONGEST = max(len(phrase.split()) for phrase in STATUS_OF)
FORMS = re.compile(r"[/:*_](in|innen)\b")
ENDING = re.compile(r"/r\b")


def folded(text: str) -> str:
    """A cell's words without case, accents, marks and the second of two forms (`Mitarbeiter:in`).

    text : of a status or worker type
    """
    bare = unicodedata.normalize("NFKD", ENDING.sub("r", FORMS.sub("", text.casefold())))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


def status_of(text: str) -> str:
    """filled, open, contractor or left; "" where a word is not known, or two of them contradict.

    text : such as `Employee - Regular`, `Fixed-Term Employee (Part time)` or `Leiharbeiter`
    Every word must be known: from the left, the longest known phrase first. Numbers and single letters count
    for nothing beside a word. Somebody who has left has left; somebody from outside may be regular or full
    time, but not an employee.
    """
    words = folded(text).split()
    phrases: list[str] = []
    while words:
        tries = (" ".join(words[:length]) for length in range(min(LONGEST, len(words)), 0, -1))
        phrase = next((one for one in tries if one in STATUS_OF), "")
        if not phrase and not (words[0] in FILLERS or words[0].isdigit() or len(words[0]) == 1):
            return ""
        phrases += [phrase] if phrase else []
        words = words[len(phrase.split()) or 1 :]
    found = {STATUS_OF[phrase] for phrase in phrases}
    if CONTRACTOR in found and not EMPLOYED.isdisjoint(phrases):
        return ""
    return next((status for status in (LEFT, OPEN, CONTRACTOR, FILLED) if status in found), "")
