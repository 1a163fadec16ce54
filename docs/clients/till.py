#!/usr/bin/env python3
"""A till in about a hundred lines: it charges codes and ends certain, whatever the network does.

    export TALLY_URL=http://127.0.0.1:8080 TALLY_TILL_KEY=till_... TALLY_JOURNAL=./journal
    python3 till.py pay 450 EUR     scan a code: one payment of 4.50 EUR
    python3 till.py resume          after a crash: ends what was left open

Python 3.9 or newer, nothing to install. MIT licence.
"""

import http.client
import json
import os
import pathlib
import secrets
import sys
import time
import urllib.error
import urllib.request

URL = os.environ["TALLY_URL"].rstrip("/")
KEY = os.environ["TALLY_TILL_KEY"]
JOURNAL = pathlib.Path(os.environ.get("TALLY_JOURNAL", "journal"))
PATIENCE_S = float(os.environ.get("TALLY_PATIENCE_S", 60))  # then the till takes the payment back
ANSWER_S = 10  # how long one request may take
LOST_WAIT_S = 0.5  # before asking again when no answer came
LONGEST_WAIT_S = 60  # whatever the server says
REVERSED = {"outcome": "reversed"}


class Refused(Exception):
    """The server will not make an outcome of this request, however often it is sent."""


def ask(method, path, body=None):
    """One request. Returns (status, answer, seconds to wait before the next), or None where no answer came."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {KEY}"}
    if data is not None:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(URL + path, data, headers, method=method)
    try:
        try:
            response = urllib.request.urlopen(request, timeout=ANSWER_S)
        except urllib.error.HTTPError as problem:
            response = problem
        with response:
            answer = json.load(response)
            wait = response.headers.get("Retry-After") or answer.get("pollAfterMs", 0) / 1000
            return response.status, answer, float(wait)
    except (OSError, http.client.HTTPException, ValueError):
        return None  # refused, cut, torn or too late: nothing is known


def note(payment_id, **facts):
    """Writes a payment into the journal, and returns only when it is on the disk. The code is not in it."""
    JOURNAL.mkdir(parents=True, exist_ok=True)
    entry, draft = JOURNAL / f"{payment_id}.json", JOURNAL / f"{payment_id}.draft"
    with draft.open("w") as file:
        json.dump({"paymentId": payment_id, **facts}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(entry)
    folder = os.open(JOURNAL, os.O_RDONLY)
    os.fsync(folder)  # the name of the file, too
    os.close(folder)


def until_certain(payment_id, path, body=None, give_up_at=float("inf")):
    """Sends the same request again and again until its answer is final. None: the patience has run out."""
    while time.monotonic() < give_up_at:
        answered = ask("POST", path, body)
        if answered is None and body is not None:
            answered = ask("GET", f"/v1/payments/{payment_id}")  # unknown: ask, then send the same again
            if answered and answered[1].get("code") == "payment_never_seen":
                answered = None
        if answered is None:
            time.sleep(LOST_WAIT_S)
            continue
        status, answer, wait = answered
        if status == 200:
            return answer
        if status not in (202, 429) and not answer.get("retryable"):
            raise Refused(status, answer.get("code"), answer.get("cashierWords"))
        time.sleep(min(wait or LOST_WAIT_S, LONGEST_WAIT_S))
    return None


def pay(minor_units, currency):
    """Charges the code that is scanned. It is no argument, since those are seen by others on the machine.

    The id is made and stored before anything is sent, and every repeat is the same to the letter.
    """
    code = sys.stdin.readline().strip()
    payment_id = secrets.token_hex(12).upper()
    amount = {"minorUnits": minor_units, "currency": currency}
    note(payment_id, amount=amount, state="open")
    body = {"paymentId": payment_id, "code": code, "amount": amount}
    try:
        give_up_at = time.monotonic() + PATIENCE_S
        outcome = until_certain(payment_id, "/v1/payments", body, give_up_at)
    except Refused as refused:
        if refused.args[0] in (400, 409):  # after a 401 nothing is known of what was sent before: it stays open
            note(payment_id, amount=amount, state="refused")
        raise
    return close(payment_id, amount, outcome) if outcome else take_back(payment_id, amount)


def take_back(payment_id, amount):
    """Works in any state, also for a payment that never arrived; after it, nothing can be paid under this id."""
    until_certain(payment_id, f"/v1/payments/{payment_id}/reversal")
    return close(payment_id, amount, REVERSED)


def close(payment_id, amount, outcome):
    note(payment_id, amount=amount, state=outcome["outcome"])
    return {**outcome, "paymentId": payment_id}


def resume():
    """After a crash the code is gone, and the customer too: what was paid stays, all else can't be paid any more."""
    for file in sorted(JOURNAL.glob("*.json")):
        entry = json.loads(file.read_text())
        if entry["state"] == "open":
            payment_id = entry["paymentId"]
            closure = until_certain(payment_id, f"/v1/payments/{payment_id}/close-if-unpaid")
            was_given_back = closure["result"] == "refunded"
            yield close(payment_id, entry["amount"], REVERSED if was_given_back else closure["payment"])


if __name__ == "__main__":
    try:
        ended = [pay(*sys.argv[2:])] if sys.argv[1] == "pay" else resume()
        for payment in ended:
            print(json.dumps(payment))
    except Refused as refused:
        sys.exit("{0} {1}: {2}".format(*refused.args))
