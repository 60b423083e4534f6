"""What claims are computed on: the world, the default studies, and every run that several claims share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from inspect import unwrap
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from reallocate.plan.baselines import Baselines
from reallocate.plan.near_plans import NearPlans
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Arguments = ParamSpec("Arguments")
Made = TypeVar("Made")

STUDY = "hyperscaler-2026"
"""The study whose plan the claims about one firm are computed on."""


@dataclass(frozen=True, eq=False)
class ClaimContext:
    """What claims are computed on.

    world : the shipped figures
    study : name or folder of the firm's study
    sources : folder of source files that do not ship, if at hand
    draws : of the parameters, for intervals
    seed : of the draws
    say : is given the progress report
    baselines : of the study's plans, made so far
    near : the last plans that were solved, for those of other assumptions
    """

    world: World
    study: str = STUDY
    sources: Path | None = None
    draws: int = 32
    seed: int = 0
    say: Callable[[str], None] = lambda text: None
    baselines: Baselines = field(default_factory=Baselines)
    near: NearPlans = field(default_factory=NearPlans)
    _permanent: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _cache: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def fresh(self) -> ClaimContext:
        """The same context, on which what parameters decide is made anew and forgotten with it.

        Baselines stay: they are told apart by their whole programme, and are small.
        """
        return replace(self, near=NearPlans(), _cache={})


def once(
    make: Callable[Concatenate[ClaimContext, Arguments], Made],
) -> Callable[Concatenate[ClaimContext, Arguments], Made]:
    """A function of a context that several claims call: each result is made by the first of them.

    make : of further arguments that decide all of it, parameters or hashable ones
    """

    @wraps(make)
    def made(context: ClaimContext, /, *given: Arguments.args, **named: Arguments.kwargs) -> Made:
        arguments = (*given, *named.values())
        by_parameters = any(isinstance(one, Parameters) for one in arguments)
        cache = context._cache if by_parameters else context._permanent
        key = (make, *(decided_by(one) if isinstance(one, Parameters) else one for one in arguments))
        if key not in cache:
            cache[key] = make(context, *given, **named)
        result: Made = cache[key]
        return result

    return made


def keep(made: Callable[..., Made], context: ClaimContext, parameters: Parameters, result: Made) -> None:
    """Give a function of `once` a result that was made elsewhere.

    made : a function of a context and parameters alone
    """
    context._cache[_of_parameters(made, parameters)] = result


def is_kept(made: Callable[..., object], context: ClaimContext, parameters: Parameters) -> bool:
    """Whether a function of `once` has its result already.

    made : a function of a context and parameters alone
    """
    return _of_parameters(made, parameters) in context._cache


def _of_parameters(made: Callable[..., object], parameters: Parameters) -> tuple[object, ...]:
    return (unwrap(made), decided_by(parameters))


def decided_by(parameters: Parameters) -> tuple[tuple[str, float, bool], ...]:
    """What tells two sets of parameters apart: their values, and which of them are fixed.

    parameters : in force; a default that somebody names is fixed, where it would be drawn otherwise
    """
    every = (parameters.about(name) for name in parameters)
    return tuple((one.name, one.value, one.is_own) for one in every)
