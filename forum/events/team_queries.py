"""What can be asked about the teams of islands: who is here, who is away, who stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.base import typed
from forum.events import queries, team_rules
from forum.events.models import Island
from forum.events.team_models import IslandHost, TeamRole
from forum.events.team_rules import Why

SHOWN = 2
"""So many people are suggested at once."""


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could stand in, and why."""

    host: IslandHost
    why: Why


@dataclass(frozen=True)
class Line:
    """Somebody of a team with how things stand.

    `stands_in_for`: the host whose place they have; `stand_in`: who has theirs; `lent_to`: their
    row on the island where they help out; `deputy`: who steps in at once if they cannot come;
    `suggestions`: whom to ask where nobody does.
    """

    host: IslandHost
    stands_in_for: IslandHost | None
    stand_in: IslandHost | None
    lent_to: IslandHost | None
    deputy: IslandHost | None
    suggestions: Sequence[Suggestion]


@dataclass(frozen=True)
class Team:
    """An island with its team; `tables` it has."""

    island: Island
    lines: Sequence[Line]
    tables: int

    @property
    def lacks_stand_in(self) -> bool:
        """Whether nobody stands in for a host who cannot come."""
        return any(
            line.host.role is TeamRole.HOST
            and line.host.away_at is not None
            and line.stand_in is None
            and line.lent_to is None
            for line in self.lines
        )

    @property
    def lacks_host(self) -> bool:
        """Whether a host cannot come and nobody else receives people."""
        return not self.island.hosts_here and any(
            line.host.role is TeamRole.HOST for line in self.lines
        )


def teams_of(event_id: int) -> list[Team]:
    """The teams of all islands of a forum, in the order of their letters; as many queries as for
    its islands."""
    islands = queries.islands_of(event_id)
    everybody = [host for island in islands for host in island.hosts]
    maker = _Maker(everybody)
    return [
        Team(
            island,
            [maker.line(host) for host in island.hosts],
            team_rules.tables(maximum=island.maximum, places=island.table_places),
        )
        for island in islands
    ]


def get_team(event_id: int, island_id: int) -> Team:
    """The team of one island of a forum that is known to be there."""
    return next(team for team in teams_of(event_id) if team.island.id == island_id)


def suggestions_for(everybody: Sequence[IslandHost], missing: IslandHost) -> list[Suggestion]:
    """Who of a forum's teams could stand in for somebody, the nearest first."""
    by_id = {host.id: host for host in everybody}
    members = [_member(host) for host in everybody]
    found = team_rules.suggestions(members, _member(missing))
    return [Suggestion(by_id[number], why) for number, why in found]


def _member(host: IslandHost) -> team_rules.Member:
    return team_rules.Member(
        host.id,
        host.island_id,
        typed.comparable(host.email or host.name),
        host.role,
        is_here=host.away_at is None,
        is_lent=host.stands_in_for_id is not None,
    )


class _Maker:
    def __init__(self, everybody: Sequence[IslandHost]) -> None:
        self.everybody = everybody
        self.by_id = {host.id: host for host in everybody}
        self.stand_ins = {host.stands_in_for_id: host for host in everybody}
        self.lent = {host.lent_by_id: host for host in everybody}

    def line(self, host: IslandHost) -> Line:
        stand_in = self.stand_ins.get(host.id)
        lent_to = self.lent.get(host.id)
        wanted = host.role is TeamRole.HOST and stand_in is None and lent_to is None
        found = suggestions_for(self.everybody, host) if wanted else []
        return Line(
            host,
            stands_in_for=self.by_id.get(host.stands_in_for_id or 0),
            stand_in=stand_in,
            lent_to=lent_to,
            deputy=next((one.host for one in found if one.why is Why.OWN_DEPUTY), None),
            suggestions=found[:SHOWN],
        )
