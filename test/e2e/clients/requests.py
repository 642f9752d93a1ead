"""What the published client uses of the `requests` library, by the standard library alone."""
import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class Response:
    def __init__(self, body):
        self.body = body

    def json(self):
        return json.loads(self.body)


def get(url, headers=None, params=None):
    query = f"?{urlencode(params)}" if params else ""
    with urlopen(Request(url + query, headers=headers or {})) as answer:
        return Response(answer.read())
