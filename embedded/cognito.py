"""Cognito on the AWS emulator: a user pool with people in it, and an app client that signs them in by its own page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

POOL = "printdesk-staff"
CLIENT = "printdesk"
EASY = {"MinimumLength": 6} | dict.fromkeys(
    ("RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols"), False
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a company account."""

    name: str
    password: str
    first_name: str
    last_name: str
    groups: Sequence[str]


def make(client: Any, url: str, people: Iterable[Person], back: Sequence[str], out: Sequence[str]) -> dict[str, str]:
    """The pool, its client and the people, as far as they are missing; the settings that name them.

    ``client`` is boto3's for cognito-idp on the emulator at ``url``; ``back`` and ``out`` are where its page may send
    somebody after signing in and out.
    """
    pool_id = _pool(client)
    for person in people:
        add(client, pool_id, person)
    return {
        "COGNITO_POOL_ID": pool_id,
        "COGNITO_CLIENT_ID": _client(client, pool_id, back, out),
        "COGNITO_DOMAIN": url,
        "COGNITO_KEYS_URL": f"{url}/{pool_id}/.well-known/jwks.json",
    }


def add(client: Any, pool_id: str, person: Person) -> None:
    """Put somebody into the pool and their groups, unless they are there."""
    try:
        client.admin_create_user(
            UserPoolId=pool_id,
            Username=person.name,
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "given_name", "Value": person.first_name},
                {"Name": "family_name", "Value": person.last_name},
                {"Name": "email", "Value": f"{person.name}@demo.example"},
            ],
        )
    except client.exceptions.UsernameExistsException:
        return
    client.admin_set_user_password(UserPoolId=pool_id, Username=person.name, Password=person.password, Permanent=True)
    for group in person.groups:
        with suppress(client.exceptions.GroupExistsException):
            client.create_group(UserPoolId=pool_id, GroupName=group)
        client.admin_add_user_to_group(UserPoolId=pool_id, Username=person.name, GroupName=group)


def subject(client: Any, pool_id: str, name: str) -> str:
    """What the pool calls somebody in its tokens, whatever their name."""
    told = client.admin_get_user(UserPoolId=pool_id, Username=name)["UserAttributes"]
    return next(str(each["Value"]) for each in told if each["Name"] == "sub")


def _pool(client: Any) -> str:
    for pool in client.list_user_pools(MaxResults=60)["UserPools"]:
        if pool["Name"] == POOL:
            return str(pool["Id"])
    return str(client.create_user_pool(PoolName=POOL, Policies={"PasswordPolicy": EASY})["UserPool"]["Id"])


def _client(client: Any, pool_id: str, back: Sequence[str], out: Sequence[str]) -> str:
    wanted = {
        "UserPoolId": pool_id,
        "CallbackURLs": list(back),
        "LogoutURLs": list(out),
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid", "email", "profile"],
        "AllowedOAuthFlowsUserPoolClient": True,
        "SupportedIdentityProviders": ["COGNITO"],
    }
    for there in client.list_user_pool_clients(UserPoolId=pool_id, MaxResults=60)["UserPoolClients"]:
        client.update_user_pool_client(ClientId=there["ClientId"], **wanted)
        return str(there["ClientId"])
    return str(client.create_user_pool_client(ClientName=CLIENT, **wanted)["UserPoolClient"]["ClientId"])
