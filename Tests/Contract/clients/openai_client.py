"""The `openai` package against the sandbox's AI service, with only its base address changed.

    python openai_client.py http://127.0.0.1:8090

Needs `pip install openai`. Prints one line a check and exits 1 when one fails. The sandbox's faults are reset first and
last, so it must not run beside a test that uses them.
"""

import json
import sys
import urllib.request

import openai

KEY = "sandbox-key"
MODEL = "gpt-4o-mini"
HELLO = [
    {"role": "system", "content": "You answer for the owner of the account."},
    {"role": "user", "content": "Hi, how was your day?"},
]


def control(base, command, body=None):
    request = urllib.request.Request(
        f"{base}/control/{command}", method="POST", data=json.dumps(body or {}).encode()
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def fault(base, kind, rate=1.0):
    control(base, "fault", {"peer": "ai", "kind": kind, "rate": rate, "seconds": 60})


def refused(kind, call):
    """The exception of class `kind` that `call` raises."""
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


def plain(client, base):
    answer = client.chat.completions.create(model=MODEL, messages=HELLO, temperature=0.7, max_tokens=100)
    assert answer.choices[0].message.content and answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    again = client.chat.completions.create(model=MODEL, messages=HELLO, temperature=0.7, max_tokens=100)
    assert again.choices[0].message.content == answer.choices[0].message.content


def raw_headers(client, base):
    raw = client.chat.completions.with_raw_response.create(model=MODEL, messages=HELLO)
    assert raw.headers["x-request-id"].startswith("req_")
    assert int(raw.headers["x-ratelimit-remaining-requests"]) > 0
    assert raw.parse()._request_id == raw.headers["x-request-id"]


def streamed(client, base):
    stream = client.chat.completions.create(
        model=MODEL, messages=HELLO, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text and chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-1].choices == [] and chunks[-1].usage.completion_tokens > 0
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"


def several(client, base):
    answer = client.chat.completions.create(model=MODEL, messages=HELLO, n=3)
    assert [choice.index for choice in answer.choices] == [0, 1, 2]


def cut(client, base):
    answer = client.chat.completions.create(model=MODEL, messages=HELLO, max_completion_tokens=2)
    assert answer.choices[0].finish_reason == "length"


def schema(client, base):
    answer = client.chat.completions.create(
        model=MODEL,
        messages=HELLO,
        response_format={
            "type": "json_schema",
            "json_schema": {
                "name": "reply",
                "strict": True,
                "schema": {
                    "type": "object",
                    "properties": {"reply": {"type": "string"}, "sure": {"type": "boolean"}},
                    "required": ["reply", "sure"],
                    "additionalProperties": False,
                },
            },
        },
    )
    value = json.loads(answer.choices[0].message.content)
    assert isinstance(value["reply"], str) and isinstance(value["sure"], bool)


def models(client, base):
    assert MODEL in [model.id for model in client.models.list()]
    assert client.models.retrieve(MODEL).object == "model"
    error = refused(openai.NotFoundError, lambda: client.models.retrieve("gpt-9"))
    assert error.code == "model_not_found"


def refusals(client, base):
    stranger = openai.OpenAI(base_url=f"{base}/ai/v1", api_key="sk-not-the-right-key", max_retries=0)
    error = refused(openai.AuthenticationError, lambda: stranger.models.list())
    assert error.code == "invalid_api_key" and "not-the-right" not in error.message
    create = client.chat.completions.create
    error = refused(openai.BadRequestError, lambda: create(model=MODEL, messages=[]))
    assert error.param == "messages" and error.type == "invalid_request_error"
    error = refused(openai.NotFoundError, lambda: create(model="gpt-9", messages=HELLO))
    assert error.code == "model_not_found"
    error = refused(openai.BadRequestError, lambda: create(model=MODEL, messages=HELLO, temperature=3))
    assert error.code == "decimal_above_max_value"
    refused(openai.BadRequestError, lambda: create(model=MODEL, messages=HELLO, extra_body={"colour": "red"}))


def faults(client, base):
    create = lambda **more: client.chat.completions.create(model=MODEL, messages=HELLO, **more)
    for kind, error in [
        ("rate-limited", openai.RateLimitError),
        ("quota-exceeded", openai.RateLimitError),
        ("server-error", openai.InternalServerError),
        ("unavailable", openai.InternalServerError),
        ("drop", openai.APIConnectionError),
        ("answer-lost", openai.APIConnectionError),
    ]:
        fault(base, kind)
        refused(error, create)
        fault(base, kind, rate=0)
    fault(base, "stream-error")
    refused(openai.APIError, lambda: list(create(stream=True)))
    fault(base, "stream-error", rate=0)
    fault(base, "answer-empty")
    assert create().choices[0].message.content == ""
    fault(base, "answer-empty", rate=0)


def retries(client, base):
    """The client's own retries get through a service that fails every other time."""
    patient = openai.OpenAI(base_url=f"{base}/ai/v1", api_key=KEY, max_retries=8)
    fault(base, "server-error", rate=0.5)
    assert patient.chat.completions.create(model=MODEL, messages=HELLO).choices
    fault(base, "server-error", rate=0)


def main():
    base = sys.argv[1].rstrip("/")
    client = openai.OpenAI(base_url=f"{base}/ai/v1", api_key=KEY, max_retries=0, timeout=20)
    failed = 0
    control(base, "reset")
    for check in [plain, raw_headers, streamed, several, cut, schema, models, refusals, faults, retries]:
        try:
            check(client, base)
            print(f"ok      {check.__name__}")
        except Exception as error:
            failed += 1
            print(f"FAILED  {check.__name__}: {type(error).__name__}: {error}")
    control(base, "reset")
    print(f"openai {openai.__version__}: {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
