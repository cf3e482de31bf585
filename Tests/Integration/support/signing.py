"""Requests signed by the signer of huaweicloudsdkcore, for what its clients do not send themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer

from support.wire import Answer, Headers, call, host_of, query_string

Parameters = dict[str, str] | Sequence[tuple[str, str]]


def signed_headers(
    base: str,
    path: str,
    key: str,
    secret: str,
    parameters: Parameters = (),
    method: str = "GET",
    headers: Headers = (),
    body: bytes = b"",
    age: timedelta = timedelta(),
) -> Headers:
    """The given headers with the date and `Authorization` of a signature over all of them."""
    pairs = list(parameters.items()) if isinstance(parameters, dict) else list(parameters)
    date = (datetime.now(UTC) - age).strftime("%Y%m%dT%H%M%SZ")
    request = SdkRequest(
        method=method,
        schema="http",
        host=host_of(base),
        resource_path=path,
        query_params=pairs,
        header_params={**dict(headers), "X-Sdk-Date": date, "Host": host_of(base)},
        body=body,
    )
    Signer(BasicCredentials(key, secret, "none")).sign(request)
    authorization = request.header_params["Authorization"]
    return (*headers, ("X-Sdk-Date", date), ("Authorization", authorization))


def signed_call(
    base: str,
    path: str,
    key: str,
    secret: str,
    parameters: Parameters = (),
    method: str = "GET",
    headers: Headers = (),
    body: bytes = b"",
    age: timedelta = timedelta(),
) -> Answer:
    """One signed request to the control plane."""
    signed = signed_headers(base, path, key, secret, parameters, method, headers, body, age)
    text = query_string(parameters) if parameters else ""
    return call(base, f"{path}?{text}" if text else path, method, signed, body)
