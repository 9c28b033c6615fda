"""Amazon SNS for texts, and AWS End User Messaging Social for WhatsApp: signed requests, as AWS documents them.

Sources (2026-11): API references of both; "Signature Version 4"; Meta's Cloud API, "Messages", type `template`. The
signature itself is not computed anew: that is botocore's, which has its own tests.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import parse_qs

from tests.standins.service import Asked, Reply, Service, json_of, needs

_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=[A-Za-z0-9]+/\d{8}/[a-z0-9-]+/(?P<service>[a-z-]+)/aws4_request, "
    r"SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}"
)
_PHONE = re.compile(r"\+[1-9]\d{6,14}")


class Texts(Service):
    """SNS's `Publish` to a telephone."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, str]] = []
        self.opted_out: set[str] = set()

    def take(self, asked: Asked) -> Reply:
        _needs_signature(asked, "sns")
        form = {name: values[0] for name, values in parse_qs(asked.body.decode(), strict_parsing=True).items()}
        needs(form.get("Action") == "Publish" and form.get("Version") == "2010-03-31", 400, "no Publish")
        attributes = {
            form[f"MessageAttributes.entry.{n}.Name"]: form[f"MessageAttributes.entry.{n}.Value.StringValue"]
            for n in range(1, 11)
            if f"MessageAttributes.entry.{n}.Name" in form
        }
        if not _PHONE.fullmatch(form["PhoneNumber"]):
            return _xml_error(400, "InvalidParameter", "Invalid parameter: PhoneNumber")
        if form["PhoneNumber"] in self.opted_out:
            return _xml_error(400, "OptedOut", "Phone number is opted out")
        needs(attributes.get("AWS.SNS.SMS.SMSType") == "Transactional", 400, "not transactional")
        needs(re.fullmatch("[A-Za-z0-9]{0,11}", attributes.get("AWS.SNS.SMS.SenderID", "")), 400, "sender id")
        self.sent.append({"phone": form["PhoneNumber"], "text": form["Message"], **attributes})
        return _xml(
            200,
            f"<PublishResponse><PublishResult><MessageId>sms-{len(self.sent)}</MessageId></PublishResult>"
            "</PublishResponse>",
        )

    def fault_reply(self, status: int) -> Reply:
        return _xml_error(status, {429: "Throttled", 500: "InternalError"}.get(status, "ServiceUnavailable"), "not now")


class TextsBesideTopics(Texts):
    """The same, where the sender's topic is found at the same address: what is published there is handed on."""

    topics: Any = None
    """boto3's `sns` of the cloud that has the topic."""

    def take(self, asked: Asked) -> Reply:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        if "TopicArn" not in form:
            return super().take(asked)
        attributes = {}
        for n in range(1, 11):
            entry = f"MessageAttributes.entry.{n}"
            if f"{entry}.Name" in form:
                value = {"DataType": form[f"{entry}.Value.DataType"], "StringValue": form[f"{entry}.Value.StringValue"]}
                attributes[form[f"{entry}.Name"]] = value
        told = self.topics.publish(TopicArn=form["TopicArn"], Message=form["Message"], MessageAttributes=attributes)
        return _xml(
            200,
            f"<PublishResponse><PublishResult><MessageId>{told['MessageId']}</MessageId></PublishResult></PublishResponse>",
        )


class WhatsAppService(Service):
    """`SendWhatsAppMessage`."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []
        self.templates = {"order_update"}

    def take(self, asked: Asked) -> Reply:
        _needs_signature(asked, "social-messaging")
        needs(asked.method == "POST" and asked.path == "/v1/whatsapp/send", 404, "no such operation")
        body = json_of(asked)
        needs(re.fullmatch(r"phone-number-id-[0-9a-z]+", body["originationPhoneNumberId"]), 400, "phone number id")
        needs(re.fullmatch(r"v\d+\.\d+", body["metaApiVersion"]), 400, "version")
        message = json.loads(base64.b64decode(body["message"]))
        if message["template"]["name"] not in self.templates:
            return Reply.of(400, {"message": "no such template"}, **{"x-amzn-ErrorType": "InvalidParametersException"})
        _check_template(message)
        self.sent.append(message)
        return Reply.of(200, {"messageId": f"whatsapp-{len(self.sent)}"})


def _check_template(message: dict[str, Any]) -> None:
    needs(message["messaging_product"] == "whatsapp" and message["type"] == "template", 400, "no template")
    needs(_PHONE.fullmatch(message["to"]), 400, "to")
    needs(re.fullmatch("[a-z]{2,3}(_[A-Z]{2})?", message["template"]["language"]["code"]), 400, "language")
    body, button = message["template"]["components"]
    (text,) = body["parameters"]
    needs(body["type"] == "body" and text["type"] == "text", 400, "body")
    needs(0 < len(text["text"]) <= 1024 and not re.search(r"[\n\t]| {5}", text["text"]), 400, "text")
    needs((button["type"], button["sub_type"], button["index"]) == ("button", "url", "0"), 400, "button")
    (end,) = button["parameters"]
    needs(end["type"] == "text" and end["text"] and "://" not in end["text"], 400, "the end of an address")


def _needs_signature(asked: Asked, service: str) -> None:
    found = _SIGNED.fullmatch(asked.headers.get("authorization", ""))
    needs(found and found["service"] == service, 403, "no Signature Version 4")
    needs(re.fullmatch(r"\d{8}T\d{6}Z", asked.headers.get("x-amz-date", "")), 403, "no date")


def _xml(status: int, content: str) -> Reply:
    return Reply(status, content.encode(), {"Content-Type": "text/xml"})


def _xml_error(status: int, code: str, says: str) -> Reply:
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{says}</Message></Error>"
    return _xml(status, f"<ErrorResponse>{error}<RequestId>r</RequestId></ErrorResponse>")
