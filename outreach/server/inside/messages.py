"""What travels between page and server."""

from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from platform import python_version
from typing import Any

import streamlit as st

from outreach.server.inside.parts import BREAKS, TRIED, Part, declare, fails, has, has_fields, want


def _message(name: str) -> Any:
    """A kind of message that travels between page and server; None where there is none, which the check at the start says."""
    try:
        return getattr(import_module(f"streamlit.proto.{name}_pb2"), name)
    except (ImportError, AttributeError):
        return None


BackMsg, ForwardMsg = _message("BackMsg"), _message("ForwardMsg")


@dataclass(frozen=True)
class Asked:
    """What a page asks of the server: the kind of message, and whether it has the whole page run."""

    kind: str
    whole: bool


KINDS = frozenset({"rerun_script", "stop_script", "app_heartbeat"})  # what the pages of every audience send
FILES = frozenset({"file_urls_request"})
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})  # of what Streamlit does for a page beside running it


def asked(payload: bytes) -> Asked | None:
    """What a message from a page asks; None where it is no message. Call it only where there are `requests`."""
    message = BackMsg()
    try:
        message.ParseFromString(payload)
    except Exception:  # noqa: BLE001 - protobuf's own error has another class in each of its implementations
        return None
    kind: str = message.WhichOneof("type") or ""
    whole = kind == "rerun_script" and not message.rerun_script.fragment_id
    if kind == "backend_operation_request":
        kind = message.backend_operation_request.WhichOneof("payload") or kind
    return Asked(kind, whole)


ASK = b"\x5a\x00"  # to run the page, with nothing more said, as it travels


def _fits_requests() -> None:
    has_fields(
        BackMsg, *KINDS, *FILES, "rerun_script.fragment_id", *(f"backend_operation_request.{one}" for one in OPERATIONS)
    )
    has_fields(ForwardMsg, "script_finished")
    want(ForwardMsg, "FINISHED_EARLY_FOR_RERUN")
    if BackMsg.FromString(ASK).WhichOneof("type") != "rerun_script":
        raise ValueError("to ask for a page is another message now")
    if not BackMsg.DESCRIPTOR.fields_by_name["backend_operation_request"].message_type.oneofs_by_name.get("payload"):
        raise AttributeError("backend_operation_request has no payload")


def ends_a_run(payload: bytes) -> bool:
    """Whether a message to a page says that its run has ended for good. Call it only where there are `requests`."""
    message = ForwardMsg.FromString(payload)
    ends: bool = message.HasField("script_finished") and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return ends


def discreet(payload: bytes) -> bytes:
    """A message to a page without the versions, the system and the folders of this machine, which it has no use for.

    Which release serves it stays told in a form that only tells two of them apart: a page loads itself anew after a change.
    """
    if PYTHON not in payload or not has("greeting"):
        return payload
    try:
        message = ForwardMsg.FromString(payload)
        if not message.HasField("new_session"):
            return payload
        greeting = message.new_session
        greeting.main_script_path = Path(greeting.main_script_path).name
        told = greeting.initialize
        told.environment_info.python_version = told.environment_info.server_os = ""
        told.environment_info.streamlit_version = blake2b(st.__version__.encode(), digest_size=4).hexdigest()
        for name in ("installation_id", "installation_id_v3", "installation_id_v4"):
            setattr(told.user_info, name, "")
        return bytes(message.SerializeToString())
    except BREAKS as error:
        fails("greeting", error)
        return payload


PYTHON = python_version().encode()  # what tells such a message from the others without reading it


def _fits_greeting() -> None:
    told = "new_session.initialize"
    has_fields(
        ForwardMsg,
        "new_session.main_script_path",
        *(f"{told}.environment_info.{one}" for one in ("python_version", "server_os", "streamlit_version")),
        *(f"{told}.user_info.installation_id{one}" for one in ("", "_v3", "_v4")),
    )


def _fits_wire() -> None:
    if ".".join(st.__version__.split(".")[:2]) not in TRIED:
        raise ValueError(f"tried with {' and '.join(TRIED)}")
    has_fields(
        ForwardMsg,
        "hash",
        "ref_hash",
        "script_finished",
        "metadata.cacheable",
        "metadata.delta_path",
        "metadata.active_script_hash",
        "metadata.run.script_run_id",
        "metadata.run.fragment_ids",
        "new_session.page_script_hash",
        "new_session.main_script_hash",
        "navigation.page_script_hash",
        "delta.add_block",
        "delta.new_element.empty",
        "delta.new_element.has_one_shot_effect",
        "delta.new_transient.elements",
    )
    want(ForwardMsg, "FINISHED_SUCCESSFULLY")


declare(
    Part(
        "requests",
        "pages run one after another, and a message no page of ours sends is refused",
        "they run side by side, and Streamlit refuses messages itself",
        _fits_requests,
    ),
    Part(
        "greeting",
        "a page is not told the versions and folders of this machine",
        "it is told which Python and system serve it, and where",
        _fits_greeting,
    ),
    Part("wire", "the browser is told only what differs", "it is told every page whole", _fits_wire),
)
