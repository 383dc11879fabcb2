"""A door for steering a replica that runs in a process of its own: `/__replica__/<name>`, JSON in and out.

`POST` does what the method of `Replica` of that name does, with its arguments as a JSON object in the body: `move` with
`{"article": "/x/"}`. `GET` asks: `log` (`?reset` forgets it), `truth`, `now`. It is opened by `--control` alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from newsarchive.demo.exchange import Answer
from newsarchive.demo.replica import Replica

DOOR = "/__replica__/"

Arguments = Mapping[str, Any]
"""A decoded JSON object."""

ACTIONS: dict[str, Callable[[Replica, Arguments], object]] = {
    "publish-round": lambda replica, given: replica.publish_round(**given),
    "publish-teasers": lambda replica, given: replica.publish_teasers(**given),
    "tick": lambda replica, given: replica.tick(timedelta(**given)),
    "redesign": lambda replica, given: replica.redesign(**given),
    "move": lambda replica, given: replica.move(**given),
    "remove": lambda replica, given: replica.remove(**given),
    "restore": lambda replica, given: replica.restore(**given),
    "obstruct": lambda replica, given: replica.obstruct(**given),
    "clear": lambda replica, given: replica.clear(**given),
    "set-robots": lambda replica, given: replica.set_robots(**given),
    "validators": lambda replica, given: setattr(replica, "validators", bool(given["send"])),
}
QUESTIONS: dict[str, Callable[[Replica], object]] = {
    "log": lambda replica: [request._asdict() for request in replica.requests],
    "log?reset": lambda replica: [request._asdict() for request in replica.take_log()],
    "truth": lambda replica: {url: truth.as_json() for url, truth in replica.truth().items()},
    "now": lambda replica: replica.now,
}


def steer(replica: Replica, method: str, target: str, body: bytes) -> Answer | None:
    """The result of what is asked for at the door as JSON, an `error` with 400 or 404; None at any other address."""
    if not target.startswith(DOOR):
        return None
    name = target.removeprefix(DOOR)
    try:
        if method == "POST" and name in ACTIONS:
            return _as_json(ACTIONS[name](replica, json.loads(body or b"{}")))
        if method == "GET" and name in QUESTIONS:
            return _as_json(QUESTIONS[name](replica))
    except (KeyError, TypeError, ValueError) as error:
        return _as_json({"error": str(error.args[0] if error.args else error)}, 400)
    known = f"POST {', '.join(ACTIONS)}; GET {', '.join(QUESTIONS)}"
    return _as_json({"error": f"There is no {method} {name} here, but {known}."}, 404)


def _as_json(value: object, status: int = 200) -> Answer:
    body = json.dumps(value, ensure_ascii=False, default=_plain).encode()
    return Answer(status=status, body=body, content_type="application/json", headers={"Cache-Control": "no-store"})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{value!r} is no JSON.")
