"""What a trainer's server holds in these tests: groups, sets, and agents who have practised."""

from coach.practice.bank import load
from tests.page.practice_site import Member, Practice

LANGUAGES = ("en", "ar")
ENGLISH = [one.id for one in load().pick(language="en", held_out=False)]
LEAST = 5
"""First tries that a mean takes."""
SMILE = "🙂 Thank you for writing. I will look into it today."


def made_group(practice: Practice, name: str, agents: tuple[Member, ...], tries: tuple[int, ...] = ()) -> str:
    key = practice.trainer.key
    cohort = practice.ask("POST", "/cohorts", key, json={"name": name})["id"]
    one = practice.ask("POST", "/sets", key, json={"name": f"Set of {name}", "scenarios": ENGLISH[:2]})["id"]
    token = practice.ask("POST", "/invitations", key, json={"set_id": one, "cohort_id": cohort})["token"]
    for agent in agents:
        practice.ask("POST", "/join", agent.key, json={"token": token})
    for agent, n in zip(agents, tries, strict=False):
        for scenario in ENGLISH[:n]:
            attempt(practice, agent, scenario)
    return cohort


def attempt(practice: Practice, agent: Member, scenario: str, text: str = SMILE) -> str:
    """Let an agent try a scenario once; gives the attempt's id."""
    begun = practice.ask("POST", "/attempts", agent.key, json={"scenario": scenario})
    practice.ask("POST", f"/attempts/{begun['id']}/tries", agent.key, json={"text": text, "revision": begun["revision"]})
    return str(begun["id"])
