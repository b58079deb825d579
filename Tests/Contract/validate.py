"""Validates what a recorded run sent and received against the peers' published schemas.

    validate.py FOLDER

FOLDER holds http.jsonl (every exchange with Discord, Google and the AI service, as the sandbox recorded it) and
events.jsonl (every event as it was published). The peers' schemas are looked for in ../shared/specs beside the
checkout, or where SWITCHBOARD_SPECS says; without them only the events are checked against schemas/.
Prints a line a contract and exits 1 when anything breaks one.
"""
import json
import os
import pathlib
import re
import sys

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SPECS = pathlib.Path(os.environ.get("SWITCHBOARD_SPECS", ROOT.parent / "shared" / "specs"))
# A fault that comes a hundred times is one fault.
SHOWN = 12


class Contract:
    """Counts what was checked and keeps what broke."""

    def __init__(self, name):
        self.name, self.checked, self.faults = name, 0, {}

    def check(self, where, validator, value):
        self.checked += 1
        for error in list(validator.iter_errors(value))[:3]:
            path = "/".join(str(part) for part in error.absolute_path)
            self.fault(f"{where} at /{re.sub(r'[0-9]+', 'N', path)}: {error.message[:200]}")

    def fault(self, text):
        self.faults[text] = self.faults.get(text, 0) + 1

    def report(self):
        print(f"{self.name}: {self.checked} checked, {len(self.faults)} kinds of fault")
        for text, count in list(self.faults.items())[:SHOWN]:
            print(f"  {count} x {text}")
        return not self.faults


class OpenAPI:
    """An OpenAPI 3.1 document: finds the operation of a request and the schemas of its bodies."""

    def __init__(self, path, uri):
        self.document = json.loads(path.read_text())
        self.uri = uri
        self.registry = Registry().with_resource(
            uri, Resource(contents=self.document, specification=DRAFT202012))
        self.paths = []
        for template in self.document["paths"]:
            pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))
            # Literal paths come before those with placeholders.
            self.paths.append((template.count("{"), re.compile(pattern + "$"), template))
        self.paths.sort(key=lambda entry: entry[0])

    def operation(self, method, path):
        for _, pattern, template in self.paths:
            operation = self.document["paths"][template].get(method.lower())
            if operation and pattern.match(path):
                return template, operation
        return None, None

    def resolve(self, value):
        while "$ref" in value:
            target = self.document
            for part in value["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            value = target
        return value

    def pointer(self, template, method, rest):
        escaped = template.replace("~", "~0").replace("/", "~1")
        return f"{self.uri}#/paths/{escaped}/{method.lower()}/{rest}"

    def validator(self, schema):
        # References within the document are relative to it.
        return jsonschema.Draft202012Validator({"$id": self.uri + "/here", "allOf": [absolute(schema, self.uri)]},
                                               registry=self.registry)


def absolute(schema, uri):
    if isinstance(schema, dict):
        return {key: uri + value if key == "$ref" and isinstance(value, str) and value.startswith("#")
                else absolute(value, uri) for key, value in schema.items()}
    if isinstance(schema, list):
        return [absolute(value, uri) for value in schema]
    return schema


def check_openapi(contract, api, prefix, exchange):
    path = exchange["path"].removeprefix(prefix)
    method = exchange["method"]
    template, operation = api.operation(method, path)
    if operation is None:
        if exchange["status"] != 404:
            contract.fault(f"{method} {path} is not in the published API")
        return
    request = api.resolve(operation.get("requestBody", {})).get("content", {}).get("application/json")
    body = body_of(exchange.get("body"))
    if request and body is not None and exchange["status"] < 400:
        contract.check(f"{method} {template} request", api.validator(request["schema"]), body)
    status = str(exchange["status"])
    responses = operation.get("responses", {})
    response = responses.get(status) or responses.get(status[0] + "XX") or responses.get("default")
    if response is None:
        if exchange["status"] < 400:
            contract.fault(f"{method} {template} answered {status}, which is not published")
        return
    content = api.resolve(response).get("content", {}).get("application/json")
    answer = body_of(exchange.get("responseBody"))
    if content and answer is not None:
        contract.check(f"{method} {template} answer {status}", api.validator(content["schema"]), answer)


def body_of(value):
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return None
    return value


class Discovery:
    """A Google discovery document, whose schemas are JSON Schema draft 3 with references by name."""

    def __init__(self, path):
        document = json.loads(path.read_text())
        self.schemas = {name: self.convert(schema) for name, schema in document["schemas"].items()}
        self.methods = list(self.walk(document["resources"]))

    def walk(self, resources):
        for resource in resources.values():
            for method in resource.get("methods", {}).values():
                pattern = re.sub(r"\\\{\\?\+?[^}]+\\\}", "[^/:]+", re.escape(method.get("flatPath", method["path"])))
                yield re.compile("/" + pattern + "$"), method
            yield from self.walk(resource.get("resources", {}))

    def convert(self, schema):
        if "$ref" in schema:
            return {"$ref": f"#/$defs/{schema['$ref']}"}
        result = {}
        kind = schema.get("type")
        if kind and kind != "any":
            result["type"] = ["string", "integer"] if schema.get("format") == "int64" else kind
        if "properties" in schema:
            result["properties"] = {name: self.convert(value) for name, value in schema["properties"].items()}
            result["additionalProperties"] = False
        if "items" in schema:
            result["items"] = self.convert(schema["items"])
        if "enum" in schema:
            result["enum"] = schema["enum"]
        return result

    def validator(self, name):
        return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": self.schemas})

    def method(self, verb, path):
        for pattern, method in self.methods:
            if method["httpMethod"] == verb and pattern.match(path):
                return method
        return None


def check_google(contract, api, exchange):
    path = exchange["path"].removeprefix("/google")
    if not path.startswith("/v4/"):
        return
    method = api.method(exchange["method"], path.replace("%3A", ":"))
    if method is None:
        contract.fault(f"{exchange['method']} {path} is not in the published API")
        return
    body = body_of(exchange.get("body"))
    if "request" in method and body is not None and exchange["status"] < 400:
        contract.check(f"{method['id']} request", api.validator(method["request"]["$ref"]), body)
    answer = body_of(exchange.get("responseBody"))
    if exchange["status"] < 300 and answer is not None:
        contract.check(f"{method['id']} answer", api.validator(method["response"]["$ref"]), answer)


def check_events(folder):
    contract = Contract("events")
    registry = Registry()
    for path in (ROOT / "schemas").glob("*.json"):
        document = json.loads(path.read_text())
        registry = registry.with_resource(document.get("$id", path.name), Resource(document, DRAFT202012))
        registry = registry.with_resource(path.name, Resource(document, DRAFT202012))
    cloud = None
    if (SPECS / "cloudevents.json").exists():
        cloud = jsonschema.Draft7Validator(json.loads((SPECS / "cloudevents.json").read_text()))
    for line in (folder / "events.jsonl").read_text().splitlines():
        event = json.loads(line)
        if cloud:
            contract.check("CloudEvents", cloud, event)
        name = event["type"].removeprefix("switchboard.")
        path = ROOT / "schemas" / f"{name}.schema.json"
        if not path.exists():
            contract.fault(f"{event['type']} has no schema")
            continue
        validator = jsonschema.Draft202012Validator(json.loads(path.read_text()), registry=registry)
        contract.check(event["type"], validator, event)
    return contract


def main(folder):
    contracts = [check_events(folder)]
    if not SPECS.exists():
        print(f"the peers' schemas are not there ({SPECS}): exchanges over HTTP are not validated")
    else:
        discord, google, ai = Contract("discord"), Contract("google"), Contract("ai")
        contracts += [discord, google, ai]
        discord_api = OpenAPI(SPECS / "discord-openapi.json", "urn:discord")
        ai_api = OpenAPI(SPECS / "openai-chat-openapi.json", "urn:openai")
        google_api = Discovery(SPECS / "google-sheets-v4-discovery.json")
        for line in (folder / "http.jsonl").read_text().splitlines():
            exchange = json.loads(line)
            if exchange["peer"] == "discord" and exchange["path"].startswith("/discord/api/v10"):
                check_openapi(discord, discord_api, "/discord/api/v10", exchange)
            elif exchange["peer"] == "ai":
                check_openapi(ai, ai_api, "/ai/v1", exchange)
            elif exchange["peer"] == "google":
                check_google(google, google_api, exchange)
    good = [contract.report() for contract in contracts]
    empty = [contract.name for contract in contracts if contract.checked == 0]
    for name in empty:
        print(f"{name}: nothing was recorded")
    return 0 if all(good) and not empty else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
