"""Clients of the unmodified SDKs, pointed at an installation."""

from __future__ import annotations

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkdataartsstudio.v1 import (
    DataArtsStudioClient,
    ListDataServiceInstanceAccesslogsRequest,
)
from huaweicloudsdkdataartsstudio.v1.model import InstanceAccesslog
from huaweicloudsdkdds.v3 import DdsClient

from support.installation import Installation


def _credentials(installation: Installation, secret: str | None) -> BasicCredentials:
    return BasicCredentials(
        installation.access_key, secret or installation.secret_key, installation.project_id
    )


def data_service(installation: Installation, secret: str | None = None) -> DataArtsStudioClient:
    """With an endpoint and the project's id: nothing is looked up."""
    builder = DataArtsStudioClient.new_builder().with_credentials(_credentials(installation, secret))
    return builder.with_endpoint(installation.control_url).build()


def documents(installation: Installation, secret: str | None = None) -> DdsClient:
    builder = DdsClient.new_builder().with_credentials(_credentials(installation, secret))
    return builder.with_endpoint(installation.control_url).build()


def data_service_of_region(installation: Installation, iam_endpoint: str | None) -> DataArtsStudioClient:
    """With a region only: the project is looked up first, at `iam_endpoint` or as the environment says."""
    credentials = BasicCredentials(installation.access_key, installation.secret_key)
    if iam_endpoint is not None:
        credentials = credentials.with_iam_endpoint(iam_endpoint)
    region = Region(installation.project_name, installation.control_url)
    return DataArtsStudioClient.new_builder().with_credentials(credentials).with_region(region).build()


def access_log(
    installation: Installation,
    is_api: bool | None = None,
    workspace: str | None = None,
    client: DataArtsStudioClient | None = None,
) -> list[InstanceAccesslog]:
    """The access log of the cluster, newest first, as the SDK reads it."""
    request = ListDataServiceInstanceAccesslogsRequest(
        workspace=workspace or installation.workspace, instance_id=installation.cluster_id, is_api=is_api
    )
    answer = (client or data_service(installation)).list_data_service_instance_accesslogs(request)
    assert answer.number == len(answer.records)
    return answer.records
