#!/usr/bin/env python3
"""Runs google-api-python-client and google-auth against the sandbox with nothing changed but the addresses.

usage: google_client.py [http://127.0.0.1:8090]      needs: pip install google-api-python-client google-auth requests

Gets a token as a service account and as an installed application, then reads and writes the sandbox's sheet by the
client's own copy of the discovery document, and looks at what the refusals are. Prints OK and exits 0, or says what
failed and exits 1.
"""

import json
import secrets
import sys
import urllib.request

import google.auth.exceptions
from google.auth.transport.requests import Request
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

SHEET = "sandbox-sheet"
SCOPE = "https://www.googleapis.com/auth/spreadsheets"


def file(base: str, name: str) -> dict:
    with urllib.request.urlopen(f"{base}/google/credentials/{name}", timeout=10) as answer:
        return json.load(answer)


def sheets(base: str, credentials):
    return build(
        "sheets", "v4", credentials=credentials, static_discovery=True, cache_discovery=False,
        client_options={"api_endpoint": f"{base}/google/"},
    ).spreadsheets()


def refused(status: int, reason: str, request) -> dict:
    """Runs a request that must fail; gives the error object of the answer."""
    try:
        request.execute()
    except HttpError as error:
        body = json.loads(error.content)["error"]
        assert error.resp.status == status and body["status"] == reason, f"expected {status} {reason}, got {body}"
        return body
    raise AssertionError(f"expected {status} {reason}, got none")


def check_tokens(base: str):
    info = file(base, "service-account.json")
    info["token_uri"] = f"{base}/google/token"
    account = service_account.Credentials.from_service_account_info(info, scopes=[SCOPE])
    account.refresh(Request())
    assert account.valid and account.token

    stored = file(base, "token.json")
    expiry = user_credentials.Credentials.from_authorized_user_info(stored, [SCOPE]).expiry
    # from_authorized_user_info takes no other token address than Google's own, so the rest is given by hand.
    person = user_credentials.Credentials(
        stored["token"], refresh_token=stored["refresh_token"], token_uri=f"{base}/google/token",
        client_id=stored["client_id"], client_secret=stored["client_secret"], scopes=[SCOPE], expiry=expiry)
    assert person.expired, "token.json holds an expired token"
    person.refresh(Request())
    assert person.valid

    unknown = dict(info, client_email="nobody@example.com")
    try:
        service_account.Credentials.from_service_account_info(unknown, scopes=[SCOPE]).refresh(Request())
    except google.auth.exceptions.RefreshError as error:
        assert "invalid_grant" in str(error), error
    else:
        raise AssertionError("an unknown account got a token")
    return account, person


def check_values(api, title: str) -> None:
    values = api.values()
    added = api.batchUpdate(spreadsheetId=SHEET, body={"requests": [
        {"addSheet": {"properties": {"title": title, "gridProperties": {"rowCount": 10, "columnCount": 4}}}},
    ]}).execute()
    sheet = added["replies"][0]["addSheet"]["properties"]["sheetId"]
    meta = api.get(spreadsheetId=SHEET, fields="sheets.properties").execute()
    assert title in [each["properties"]["title"] for each in meta["sheets"]]

    written = values.batchUpdate(spreadsheetId=SHEET, body={"valueInputOption": "RAW", "data": [
        {"range": f"{title}!A1:C1", "values": [["id", "who", "text"]]},
        {"range": f"{title}!A3:C3", "values": [["m3", "Ana", "=1+1"]]},
    ]}).execute()
    assert written["totalUpdatedCells"] == 6 and written["totalUpdatedRows"] == 2, written
    values.update(
        spreadsheetId=SHEET, range=f"{title}!A2", valueInputOption="RAW", body={"values": [["m2", "Ana", "hi"]]},
    ).execute()
    read = values.batchGet(spreadsheetId=SHEET, ranges=[f"{title}!A1:C", f"{title}!A3"]).execute()["valueRanges"]
    assert read[0]["values"] == [["id", "who", "text"], ["m2", "Ana", "hi"], ["m3", "Ana", "=1+1"]], read
    assert read[0]["range"] == f"{title}!A1:C10" and read[1]["values"] == [["m3"]], read

    appended = values.append(
        spreadsheetId=SHEET, range=f"{title}!A1", valueInputOption="USER_ENTERED", insertDataOption="INSERT_ROWS",
        body={"values": [["m4", "Ben", "5"]]},
    ).execute()
    assert appended["tableRange"] == f"{title}!A1:C3", appended
    assert appended["updates"]["updatedRange"] == f"{title}!A4:C4", appended
    number = values.get(
        spreadsheetId=SHEET, range=f"{title}!C4", valueRenderOption="UNFORMATTED_VALUE").execute()["values"]
    assert number == [[5]], number

    full = refused(400, "INVALID_ARGUMENT", values.update(
        spreadsheetId=SHEET, range=f"{title}!A20", valueInputOption="RAW", body={"values": [["x"]]}))
    assert "exceeds grid limits. Max rows: 11, max columns: 4" in full["message"], full
    api.batchUpdate(spreadsheetId=SHEET, body={"requests": [
        {"appendDimension": {"sheetId": sheet, "dimension": "ROWS", "length": 20}},
    ]}).execute()
    values.update(
        spreadsheetId=SHEET, range=f"{title}!A20", valueInputOption="RAW", body={"values": [["x"]]}).execute()
    cleared = values.clear(spreadsheetId=SHEET, range=f"{title}!A20").execute()
    assert cleared["clearedRange"] == f"{title}!A20", cleared
    assert "values" not in values.get(spreadsheetId=SHEET, range=f"{title}!A20").execute()


def check_refusals(base: str, api) -> None:
    values = api.values()
    refused(404, "NOT_FOUND", api.get(spreadsheetId="no-such-sheet"))
    refused(403, "PERMISSION_DENIED", api.get(spreadsheetId="not-shared"))
    refused(400, "INVALID_ARGUMENT", values.get(spreadsheetId=SHEET, range="Nowhere!A1"))
    long = refused(400, "INVALID_ARGUMENT", values.update(
        spreadsheetId=SHEET, range="Sheet1!Z1000", valueInputOption="RAW", body={"values": [["x" * 50001]]}))
    assert "maximum of 50000 characters" in long["message"], long
    refused(400, "INVALID_ARGUMENT", values.update(
        spreadsheetId=SHEET, range="Sheet1!A1:A1", valueInputOption="RAW", body={"values": [["a", "b"]]}))
    stranger = sheets(base, user_credentials.Credentials("not-a-token"))
    try:
        stranger.get(spreadsheetId=SHEET).execute()
    except google.auth.exceptions.RefreshError:
        pass  # the client met 401 and had nothing to refresh with
    else:
        raise AssertionError("a made-up token was accepted")


def main(base: str) -> None:
    account, person = check_tokens(base)
    check_values(sheets(base, account), "T" + secrets.token_hex(4))
    check_refusals(base, sheets(base, person))


if __name__ == "__main__":
    try:
        main((sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8090").rstrip("/"))
    except (AssertionError, OSError, HttpError, google.auth.exceptions.GoogleAuthError) as error:
        print(f"FAILED: {type(error).__name__}: {error}")
        sys.exit(1)
    print("OK")
