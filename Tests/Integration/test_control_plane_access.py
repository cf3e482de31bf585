"""Who may come in at the control plane, and what the others are told."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from keystoneauth1.exceptions import Unauthorized
from keystoneauth1.identity import generic, v3
from keystoneauth1.session import Session

from support.clock import shifted
from support.installation import Installation
from support.sdk import access_log, data_service
from support.signing import signed_call
from support.wire import Answer, call

pytestmark = pytest.mark.usefixtures("server")

SIGNATURE = "Incorrect IAM authentication information: "


def ask(installation: Installation, path: str | None = None, **changes: object) -> Answer:
    """A signed request for the access log; `changes` replace what is sent."""
    workspace = changes.pop("workspace", installation.workspace)
    arguments = {
        "key": installation.access_key,
        "secret": installation.secret_key,
        "headers": () if workspace is None else (("workspace", workspace),),
        **changes,
    }
    return signed_call(installation.control_url, path or installation.access_log_path(), **arguments)  # type: ignore


def with_token(installation: Installation, token: str, project: str | None = None) -> Answer:
    headers = (("X-Auth-Token", token), ("workspace", installation.workspace))
    return call(installation.control_url, installation.access_log_path(project=project), headers=headers)


def assert_refused(answer: Answer, status: int, code: str, message: str = "") -> None:
    body = answer.json()
    assert (answer.status, body["error_code"]) == (status, code), body
    assert body["error_msg"].startswith(message), body
    assert answer.headers["x-request-id"]


def test_the_sdk_reads_a_wrong_secret_as_apigw_0301(installation: Installation) -> None:
    with pytest.raises(ClientRequestException) as refusal:
        access_log(installation, client=data_service(installation, secret="x" * 40))
    assert (refusal.value.status_code, refusal.value.error_code) == (401, "APIGW.0301")
    assert "verify aksk signature fail" in refusal.value.error_msg
    assert refusal.value.request_id


def test_an_unknown_key_is_refused(installation: Installation) -> None:
    answer = ask(installation, key="X" * 20)
    assert_refused(answer, 401, "APIGW.0301", SIGNATURE)
    assert "X" * 20 in answer.json()["error_msg"]


@pytest.mark.parametrize("minutes", [16, -16, 60 * 24 * 365])
def test_a_signature_of_another_time_is_refused(installation: Installation, minutes: int) -> None:
    answer = ask(installation, age=timedelta(minutes=minutes))
    assert_refused(answer, 401, "APIGW.0301", SIGNATURE)
    assert "expired" in answer.json()["error_msg"]


@pytest.mark.parametrize("minutes", [14, -14])
def test_clocks_may_differ_by_a_quarter_of_an_hour(installation: Installation, minutes: int) -> None:
    assert ask(installation, age=timedelta(minutes=minutes)).status == 200


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "garbage",
        "Basic YWRtaW46YWRtaW4=",
        "SDK-HMAC-SHA256",
        "SDK-HMAC-SHA256 Access=, SignedHeaders=, Signature=",
        "SDK-HMAC-SHA256 Access=A, SignedHeaders=x-sdk-date, Signature=zz",
        "SDK-HMAC-SM3 Access=A, SignedHeaders=x-sdk-date, Signature=00",
        "V11-HMAC-SHA256 Credential=A/20240102/r/s, SignedHeaders=x-sdk-date, Signature=00",
        "SDK-HMAC-SHA256 " + "A" * 8_000,
    ],
)
def test_an_authorization_that_cannot_be_read_is_401(installation: Installation, authorization: str) -> None:
    headers = (("X-Sdk-Date", "20240102T030405Z"), ("Authorization", authorization))
    answer = call(installation.control_url, installation.access_log_path(), headers=headers)
    assert_refused(answer, 401, "APIGW.0301", SIGNATURE)


def test_nobody_comes_in_without_saying_who_he_is(installation: Installation) -> None:
    for path in (installation.access_log_path(), f"/v3/{installation.project_id}/instances"):
        assert_refused(call(installation.control_url, path), 401, "APIGW.0301", SIGNATURE)


@pytest.mark.parametrize("token", ["garbage", "", "数据".encode().decode("latin-1"), "A" * 6_000])
def test_a_garbage_token_is_refused(installation: Installation, token: str) -> None:
    assert_refused(with_token(installation, token), 401, "APIGW.0301", SIGNATURE)


def test_a_changed_token_is_refused(installation: Installation) -> None:
    token = installation.token()
    assert with_token(installation, token).status == 200
    middle = len(token) // 2
    changed = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    assert_refused(with_token(installation, changed), 401, "APIGW.0301", SIGNATURE)


def test_an_expired_token_is_refused(installation: Installation) -> None:
    answer = with_token(installation, installation.token(*shifted("-25h")))
    assert_refused(answer, 401, "APIGW.0301", SIGNATURE + "token expires")


def test_another_project_is_403(installation: Installation) -> None:
    other = "0" * 32
    for answer in (
        ask(installation, path=installation.access_log_path(project=other)),
        with_token(installation, installation.token(), project=other),
    ):
        assert answer.status == 403
        assert answer.json()["error_code"]


@pytest.mark.parametrize("workspace", ["wrong", "0" * 32, "' OR 1=1", None])
def test_a_wrong_workspace_is_400(installation: Installation, workspace: str | None) -> None:
    assert_refused(ask(installation, workspace=workspace), 400, "DLM.4001")


@pytest.mark.parametrize("cluster", ["0" * 32, "nonsense", "%2e%2e", "%E6%95%B0"])
def test_an_unknown_cluster_is_400(installation: Installation, cluster: str) -> None:
    assert_refused(ask(installation, path=installation.access_log_path(cluster=cluster)), 400, "DLM.4292")


def test_an_unknown_path_is_404(installation: Installation) -> None:
    for path in ("/", "/v1", "/v9/nothing", f"/v1/{installation.project_id}/nothing"):
        assert ask(installation, path=path).status in (300, 404)


def test_signatures_work_while_another_key_is_locked_out(installation: Installation) -> None:
    """More than five failures in a row lock a key; nobody else may be shut out by them."""
    own_key = "Y" * 20
    for _ in range(8):
        assert ask(installation, key=own_key).status == 401
    assert ask(installation).status == 200


def test_a_key_is_locked_after_repeated_failures(own_installation: Installation) -> None:
    own_installation.serve()
    for _ in range(6):
        assert ask(own_installation, secret="x" * 40).status == 401
    answer = ask(own_installation)
    assert_refused(answer, 401, "APIGW.0301", SIGNATURE + "AK access failed to reach the limit")


# OpenStack-style clients


def password(installation: Installation, plugin: type, url: str, word: str | None = None) -> Session:
    return Session(
        auth=plugin(
            auth_url=installation.control_url + url,
            username=installation.user,
            password=word or installation.password,
            user_domain_name=installation.domain,
            project_name=installation.project_name,
            project_domain_name=installation.domain,
        )
    )


@pytest.mark.parametrize(
    ("plugin", "url"), [(v3.Password, "/v3"), (generic.Password, "/v3"), (generic.Password, "")]
)
def test_keystoneauth_logs_in_with_a_password(installation: Installation, plugin: type, url: str) -> None:
    session = password(installation, plugin, url)
    assert session.get_project_id() == installation.project_id
    answer = session.get(
        installation.control_url + installation.access_log_path(),
        headers={"workspace": installation.workspace},
        authenticated=True,
    )
    assert answer.status_code == 200 and "records" in answer.json()


def test_keystoneauth_finds_the_services_in_the_catalog(installation: Installation) -> None:
    session = password(installation, v3.Password, "/v3")
    assert session.get_endpoint(service_type="identity") == installation.control_url + "/v3"
    documents = session.get_endpoint(service_type="ddsv3")
    assert documents == f"{installation.control_url}/v3/{installation.project_id}"
    assert session.get(documents + "/instances").json()["total_count"] == 1


def test_a_wrong_password_is_refused(installation: Installation) -> None:
    with pytest.raises(Unauthorized):
        password(installation, v3.Password, "/v3", word="wrong").get_token()


def test_tokens_outlive_a_restart(own_installation: Installation) -> None:
    server = own_installation.serve()
    token = password(own_installation, v3.Password, "/v3").get_token()
    assert with_token(own_installation, token).status == 200
    assert server.terminate() == 0
    own_installation.serve()
    assert with_token(own_installation, token).status == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"auth": 1}', b'{"auth": {"identity": {}}}', b"\xff"]
)
def test_a_login_that_cannot_be_read_is_400(installation: Installation, body: bytes) -> None:
    headers = (("Content-Type", "application/json;charset=utf8"),)
    answer = call(installation.control_url, "/v3/auth/tokens", "POST", headers, body)
    assert answer.status == 400
    assert answer.json()["error"]["code"] == 400


def test_many_callers_at_once_are_all_served(installation: Installation) -> None:
    statuses: list[int] = []

    def ask_repeatedly() -> None:
        for _ in range(10):
            statuses.append(ask(installation).status)

    threads = [threading.Thread(target=ask_repeatedly) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 80
