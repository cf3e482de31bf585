"""Callers of the sample's published APIs."""

from __future__ import annotations

from support.installation import Api, Installation
from support.signing import signed_headers
from support.wire import Answer, Headers, call, query_string


class Gateway:
    """Calls through the gateway of an installation and keeps every answer, in the order of the calls."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.answers: list[Answer] = []

    def get(self, path: str, parameters: dict[str, str] | None = None, headers: Headers = ()) -> Answer:
        text = query_string(parameters or {})
        return self.send(f"{path}?{text}" if text else path, headers=headers)

    def send(self, target: str, method: str = "GET", headers: Headers = (), body: bytes = b"") -> Answer:
        answer = call(self.installation.gateway_url, target, method, headers, body)
        self.answers.append(answer)
        return answer

    def open_api(self, parameters: dict[str, str] | None = None, headers: Headers = ()) -> Answer:
        """The script that needs no authentication."""
        api = self.installation.api("NONE")
        return self.get(api.path, api.example if parameters is None else parameters, headers)

    def app_api(
        self,
        parameters: dict[str, str] | None = None,
        key: str | None = None,
        secret: str | None = None,
        headers: Headers = (("Content-Type", "application/json"),),
        header_names: tuple[str, ...] = ("Authorization", "x-Authorization"),
        api: Api | None = None,
    ) -> Answer:
        """The API that needs the app's signature, which is sent under each of `header_names`."""
        api = api or self.installation.api("APP")
        parameters = api.example if parameters is None else parameters
        key = key or self.installation.app_key
        secret = secret or self.installation.app_secret
        signed = signed_headers(
            self.installation.gateway_url, api.path, key, secret, parameters, headers=headers
        )
        *others, (_, authorization) = signed
        return self.get(api.path, parameters, (*others, *((name, authorization) for name in header_names)))

    def token_api(self, token: str | None, parameters: dict[str, str] | None = None) -> Answer:
        """The API that needs a token of the project."""
        api = self.installation.api("IAM")
        headers = () if token is None else (("X-Auth-Token", token),)
        return self.get(api.path, api.example if parameters is None else parameters, headers)
